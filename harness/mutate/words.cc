#include "mutate/words.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "mutate/extra_words.h"
#include "wire/http/words.h"
#include "wire/imap/words.h"
#include "wire/pop3/words.h"
#include "wire/smtp/command.h"
#include "wire/tls/field.h"
#include "wire/tls/registry.h"

namespace wireassay::mutate {
namespace {

using Words = std::vector<std::string>;

template <class List>
Words with(const List& list, std::string_view behind = "") {
  Words out;
  for (const std::string_view word : list) out.push_back(std::string(word).append(behind));
  return out;
}

Words smtp_verbs() {
  Words out;
  for (const smtp::VerbSpec& spec : smtp::verb_specs()) out.emplace_back(spec.word);
  return out;
}
Words smtp_parameters() {
  Words out;
  for (const smtp::ParameterSpec& spec : smtp::parameter_specs()) out.emplace_back(spec.keyword);
  return out;
}
Words smtp_capabilities() {
  Words out;
  for (const smtp::ParameterSpec& spec : smtp::parameter_specs()) out.emplace_back(spec.capability);
  return out;
}
Words pop3_verbs() { return with(pop3::verb_words()); }
Words pop3_codes() { return with(pop3::resp_code_words()); }
Words imap_verbs() { return with(imap::verb_words()); }
Words imap_command_words() { return with(imap::command_words()); }
Words imap_responses() { return with(imap::response_words()); }
Words imap_codes() { return with(imap::response_code_words()); }
Words imap_items() { return with(imap::fetch_words()); }
Words http_fields() { return with(http::field_words(), ": "); }
Words http_names() { return with(http::field_words()); }
Words http_auth() { return with(http::auth_param_words(), "="); }

Words numbers_of(tls::Registry registry, std::size_t width) {
  Words out;
  for (const tls::NamedNumber& row : tls::table(registry))
    out.push_back(tls::number(row.value, width));
  return out;
}
Words tls_versions() { return numbers_of(tls::Registry::Version, 2); }
Words tls_contents() { return numbers_of(tls::Registry::ContentType, 1); }
Words tls_messages() { return numbers_of(tls::Registry::HandshakeType, 1); }
Words tls_suites() { return numbers_of(tls::Registry::CipherSuite, 2); }
Words tls_extensions() { return numbers_of(tls::Registry::Extension, 2); }
Words tls_empty_extensions() {
  Words out = tls_extensions();
  for (std::string& type : out) type += std::string(2, '\0');
  return out;
}
Words tls_groups() { return numbers_of(tls::Registry::Group, 2); }
Words tls_schemes() { return numbers_of(tls::Registry::SignatureScheme, 2); }
Words tls_alerts() { return numbers_of(tls::Registry::AlertDescription, 1); }

/// Which tables a stem has.
struct Tables {
  std::string_view stems;
  std::array<Words (*)(), 7> tables;
};
constexpr auto kTables = std::to_array<Tables>({
    {"smtp_command smtp_parameter", {smtp_verbs, smtp_parameters}},
    {"smtp_reply smtp_ehlo", {smtp_capabilities}},
    {"smtp_tracker smtp_session", {smtp_verbs, smtp_capabilities}},
    {"pop3_command", {pop3_verbs}},
    {"pop3_reply", {pop3_codes}},
    {"pop3_session pop3_tracker", {pop3_verbs, pop3_codes}},
    {"imap_command", {imap_verbs, imap_command_words}},
    {"imap_session", {imap_verbs, imap_command_words}},
    {"imap_response imap_match imap_script", {imap_responses, imap_codes, imap_items}},
    {"imap_tracker import_imaptest", {imap_verbs, imap_responses, imap_codes, imap_items}},
    {"http_request http_response http_message http_tracker http_session", {http_fields}},
    {"http_field http_auth", {http_auth}},
    {"http_chunked", {http_names}},
    {"player_smtp", {smtp_capabilities}},
    {"player_pop3", {pop3_codes}},
    {"player_imap", {imap_responses, imap_codes, imap_items}},
    {"player_http", {http_fields}},
    {"tls_record", {tls_contents, tls_versions, tls_messages, tls_alerts}},
    {"tls_stream", {tls_messages}},
    {"tls_messages", {tls_messages, tls_versions, tls_groups, tls_schemes}},
    {"tls_extension", {tls_extensions, tls_versions, tls_groups, tls_schemes}},
    {"tls_hello tls_encode tls_agreement",
     {tls_versions, tls_suites, tls_extensions, tls_empty_extensions, tls_groups, tls_schemes}},
    {"tls_handshake",
     {tls_messages, tls_versions, tls_suites, tls_extensions, tls_empty_extensions, tls_groups,
      tls_schemes}},
});

/// A stem without words of its own is treated as another: the longest beginning that fits.
struct Like {
  std::string_view beginning, stem;
};
constexpr auto kLike = std::to_array<Like>({
    {"campaign_", "campaign_libfuzzer_log"},
    {"http_", "http_request"},
    {"imap_", "imap_response"},
    {"import_", "import_imaptest"},
    {"message_", "message_mime"},
    {"message_path", "message_mailbox"},
    {"player", "player_smtp"},
    {"pop3_", "pop3_command"},
    {"reference_", "reference_imap_structure"},
    {"report_", "report_json"},
    {"scenario", "scenario"},
    {"smtp_", "smtp_command"},
    {"tls_", "tls_hello"},
    {"tls_x509", "tls_chain"},
    {"trace_", "trace_summary"},
});

bool has_stem(std::string_view stems, std::string_view stem) {
  while (!stems.empty()) {
    const std::size_t end = std::min(stems.find(' '), stems.size());
    if (stems.substr(0, end) == stem) return true;
    stems.remove_prefix(std::min(end + 1, stems.size()));
  }
  return false;
}

constexpr std::span<const ExtraWords> (*kExtras[])() = {
    smtp_extra_words,    pop3_extra_words, imap_extra_words,  http_extra_words,
    message_extra_words, tls_extra_words,  trace_extra_words, scenario_extra_words};

std::set<std::string> find_words(std::string_view stem) {
  std::set<std::string> found;
  for (const Tables& row : kTables) {
    if (!has_stem(row.stems, stem)) continue;
    for (const auto table : row.tables)
      if (table != nullptr)
        found.merge([&] {
          const Words list = table();
          return std::set<std::string>(list.begin(), list.end());
        }());
  }
  for (const auto extras : kExtras) {
    for (const ExtraWords& group : extras())
      if (has_stem(group.stems, stem)) found.insert(group.words.begin(), group.words.end());
  }
  return found;
}

std::string_view like(std::string_view stem) {
  const Like* best = nullptr;
  for (const Like& row : kLike) {
    const bool longer = best == nullptr || row.beginning.size() > best->beginning.size();
    if (stem.starts_with(row.beginning) && longer) best = &row;
  }
  return best == nullptr ? "scenario" : best->stem;
}

}  // namespace

std::vector<std::string> words(std::string_view stem) {
  stem = stem.substr(0, stem.find("_beside_"));  // the same octets for two readers
  std::set<std::string> found = find_words(stem);
  if (found.empty()) found = find_words(like(stem));
  return {found.begin(), found.end()};
}

}  // namespace wireassay::mutate
