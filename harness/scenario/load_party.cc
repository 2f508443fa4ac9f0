// Connections, fixtures, needs, requirements and surfaces of a case.
#include "scenario/load_party.h"

#include <algorithm>
#include <charconv>

#include "core/escape.h"
#include "scenario/keys.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

constexpr std::size_t kMostConnections = 16;

void read_listen(Loading& loading, const Entry& entry, ConnectionSpec& spec) {
  const Node* listen = find(entry.value, "listen", Kind::Text);
  if (listen == nullptr) return;
  spec.listen = spec.protocol = listen->text;
  if (loading.dialects.find(listen->text) == nullptr) {
    std::vector<std::string_view> names;
    for (const ProtocolRow& row : loading.dialects.rows()) names.push_back(row.info->name);
    loading.source.add(listen->at, "unknown protocol `" + escape_short(listen->text, 40) + "`" +
                                       did_you_mean(listen->text, names));
  }
}

/// A connection of a TLS case to the surface on which the case runs.
constexpr std::string_view kSurface = "surface";

void read_service(Loading& loading, const Entry& entry, const std::string& protocol,
                  ConnectionSpec& spec) {
  const Node* service = find(entry.value, "service", Kind::Text);
  if (service == nullptr) return;
  const std::span<const std::string_view> names = service_names();
  if (service->text == kSurface && protocol == "tls") {
    spec.protocol = protocol;
    return;
  }
  if (std::ranges::find(names, service->text) == names.end()) {
    loading.source.add(service->at, "unknown service `" + escape_short(service->text, 40) + "`" +
                                        did_you_mean(service->text, names));
    return;
  }
  spec.service = service->text;
  spec.protocol = protocol_of_service(service->text);
}

ConnectionSpec read_connection(const FileContext& context, const Entry& entry) {
  Loading& loading = context.loading;
  ConnectionSpec spec{.name = entry.key,
                      .service = {},
                      .protocol = {},
                      .listen = {},
                      .source = {},
                      .opening = {},
                      .params = {},
                      .steps = {},
                      .at = entry.at};
  if (!is_name(entry.key)) {
    loading.source.add(entry.at,
                       "`" + escape_short(entry.key, 40) +
                           "` is no name of a connection: letters, digits and _, no digit first");
  }
  if (!check_keys(loading.source, entry.value, Place::Connection)) return spec;
  if ((entry.value.find("service") == nullptr) == (entry.value.find("listen") == nullptr)) {
    loading.source.add(entry.at,
                       "the connection `" + entry.key + "` needs either `service` or `listen`");
  }
  read_service(loading, entry, context.protocol, spec);
  read_listen(loading, entry, spec);
  spec.source = find_text(entry.value, "source");
  const Entry* begin = entry.value.find("begin");
  if (!spec.protocol.empty())
    context.openings.read_begin(loading, begin == nullptr ? nullptr : &begin->value, spec);
  return spec;
}

bool is_operator_char(char c) { return c == '>' || c == '<' || c == '=' || c == '!'; }

/// "SIZE>0": the first place where an operator stands; a single '=' belongs to the name
/// ("AUTH=PLAIN").
std::size_t operator_at(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '>' || text[i] == '<') return i;
    if ((text[i] == '=' || text[i] == '!') && i + 1 < text.size() && text[i + 1] == '=') return i;
  }
  return text.size();
}

std::optional<Requirement::Term> parse_term(std::string_view text) {
  Requirement::Term term;
  if (text.starts_with('!')) term.negated = true, text.remove_prefix(1);
  const std::size_t at = operator_at(text);
  term.capability = text.substr(0, at);
  const bool clean = std::ranges::all_of(term.capability,
                                         [](char c) { return c > ' ' && c < '\x7f' && c != '|'; });
  if (term.capability.empty() || !clean) return std::nullopt;
  if (at == text.size()) return term;
  std::size_t end = at;
  while (end < text.size() && is_operator_char(text[end])) ++end;
  term.op = text.substr(at, end - at);
  constexpr std::string_view kOps[] = {">", ">=", "<", "<=", "==", "!="};
  if (std::ranges::find(kOps, term.op) == std::end(kOps)) return std::nullopt;
  const auto [stop, error] =
      std::from_chars(text.data() + end, text.data() + text.size(), term.number);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return term;
}

}  // namespace

std::vector<ConnectionSpec> read_connections(const FileContext& context, const Node& table) {
  Loading& loading = context.loading;
  std::vector<ConnectionSpec> all;
  const Entry* connections = table.find("connections");
  if (connections == nullptr) {
    const Entry* own = table.find("begin");
    const Entry* begin = own != nullptr ? own : context.root.find("begin");
    ConnectionSpec spec{.name = {},
                        .service = {},
                        .protocol = context.protocol,
                        .listen = {},
                        .source = {},
                        .opening = {},
                        .params = {},
                        .steps = {},
                        .at = table.at};
    context.openings.read_begin(loading, begin == nullptr ? nullptr : &begin->value, spec);
    all.push_back(std::move(spec));
    return all;
  }
  if (const Entry* begin = table.find("begin")) {
    loading.source.add(
        begin->at,
        "`begin` and `connections` exclude each other: give each connection its own `begin`");
  }
  if (!connections->value.is(Kind::Table)) return all;
  if (connections->value.entries.empty() || connections->value.entries.size() > kMostConnections) {
    loading.source.add(
        connections->value.at,
        "`connections` has one to " + std::to_string(kMostConnections) + " connections");
    return all;
  }
  for (const Entry& entry : connections->value.entries)
    all.push_back(read_connection(context, entry));
  return all;
}

Given read_given(Loading& loading, const Node& table) {
  Given given;
  if (!check_keys(loading.source, table, Place::Given)) return given;
  const Entry* mailbox = table.find("mailbox");
  const Entry* maildrop = table.find("maildrop");
  if (mailbox != nullptr && maildrop != nullptr) {
    loading.source.add(maildrop->at, "`given` makes either a mailbox or a maildrop");
  }
  const Entry* entry = mailbox != nullptr ? mailbox : maildrop;
  if (entry == nullptr) return given;
  given.box = mailbox != nullptr ? Given::Box::NewMailbox : Given::Box::Maildrop;
  if (entry->value.is(Kind::Text)) {
    given.box = Given::Box::Inbox;
    if (entry->value.text != "inbox") {
      loading.source.add(entry->value.at,
                         "`mailbox` is an array of message names, or \"inbox\"; not \"" +
                             escape_short(entry->value.text, 40) + "\"");
    }
    return given;
  }
  if (!entry->value.is(Kind::Array)) return given;
  given.messages = read_texts(loading, entry->value, entry->key);
  for (const std::string& name : given.messages) {
    if (!is_word(name))
      loading.source.add(entry->value.at,
                         "`" + escape_short(name, 40) + "` is no name of a message: [a-z0-9-]+");
  }
  return given;
}

std::vector<Requirement> read_requires(Loading& loading, const Node& array) {
  std::vector<Requirement> all;
  for (const Node& item : array.items) {
    if (!item.is(Kind::Text)) {
      loading.source.add(item.at, "an element of `requires` is a string, not " +
                                      std::string(kind_name(item.kind)));
      continue;
    }
    Requirement requirement{.any = {}, .source = item.text};
    for (std::size_t begin = 0; begin <= item.text.size();) {
      const std::size_t end = std::min(item.text.find('|', begin), item.text.size());
      const std::string_view text = std::string_view(item.text).substr(begin, end - begin);
      if (auto term = parse_term(text)) {
        requirement.any.push_back(std::move(*term));
      } else {
        loading.source.add(item.at,
                           "`" + escape_short(text, 40) +
                               "` is no requirement: write A, !A, A|B, AUTH=PLAIN or SIZE>0");
      }
      begin = end + 1;
    }
    all.push_back(std::move(requirement));
  }
  return all;
}

std::vector<std::string> read_needs(Loading& loading, const Node& array) {
  std::vector<std::string> needs = read_texts(loading, array, "needs");
  for (const Node& item : array.items) {
    if (!item.is(Kind::Text) || item.text.empty() || is_word(item.text)) continue;
    loading.source.add(item.at, "`" + escape_short(item.text, 40) +
                                    "` is no name of a fact: small letters, digits, - and _");
  }
  return needs;
}

std::vector<std::string> read_surfaces(Loading& loading, const Node* array,
                                       const std::string& protocol) {
  const std::span<const std::string_view> known = surface_names();
  std::vector<std::string> surfaces;
  if (array == nullptr) {
    if (protocol != "tls") return surfaces;
    for (const std::string_view name : known) {  // all with TLS
      if (name.contains('+') || name.ends_with('s')) surfaces.emplace_back(name);
    }
    return surfaces;
  }
  for (const Node& item : array->items) {
    if (!item.is(Kind::Text)) {
      loading.source.add(item.at, "an element of `surfaces` is a string, not " +
                                      std::string(kind_name(item.kind)));
    } else if (std::ranges::find(known, item.text) == known.end()) {
      loading.source.add(item.at, "unknown surface `" + escape_short(item.text, 40) + "`" +
                                      did_you_mean(item.text, known));
    } else if (protocol != "tls" && protocol_of_service(item.text) != protocol) {
      loading.source.add(item.at, "the surface `" + item.text + "` speaks " +
                                      std::string(protocol_of_service(item.text)) + ", the case " +
                                      protocol);
    } else if (std::ranges::find(surfaces, item.text) != surfaces.end()) {
      loading.source.add(item.at, "the surface `" + item.text + "` stands twice");
    } else {
      surfaces.push_back(item.text);
    }
  }
  if (array->items.empty())
    loading.source.add(array->at, "`surfaces` is empty: leave it out, or name one");
  return surfaces;
}

std::map<std::string, std::string> read_reasons(Loading& loading, const Node& table,
                                                std::string_view key) {
  std::map<std::string, std::string> reasons;
  for (const Entry& entry : table.entries) {
    if (!entry.value.is(Kind::Text) || entry.value.text.empty()) {
      loading.source.add(entry.value.at, "`" + std::string(key) + "` needs a reason for `" +
                                             escape_short(entry.key, 40) +
                                             "`: a string that is not empty");
      continue;
    }
    reasons.emplace(entry.key, entry.value.text);
  }
  return reasons;
}

}  // namespace wireassay::scenario
