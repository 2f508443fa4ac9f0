// The rows of LANGUAGE sections 4 to 7.
#include "scenario/dialects.h"

#include <algorithm>

namespace wireassay::scenario {
namespace {

const FieldSpec kOctets{"octets", FieldType::Number, Compare::Exact, "",
                        "size of the reply on the wire"};
const FieldSpec kCapabilities{"capabilities", FieldType::List, Compare::Capability, "",
                              "what the server advertises; NAME=VALUE, AUTH=X"};
const FieldSpec kBodyOctets{"body_octets", FieldType::Number, Compare::Exact, "",
                            "size of the body"};

const DialectInfo& smtp() {
  static const DialectInfo kInfo{
      .name = "smtp",
      .numeric = true,
      .text_fields = {"text"},
      .fields = {kOctets,
                 kCapabilities,
                 {"lines", FieldType::List, Compare::Exact, "", "texts after code and separator"},
                 {"enhanced", FieldType::Text, Compare::DottedDigits, "ENHANCEDSTATUSCODES",
                  "5.1.1 or 5.1.x"}},
      .services = {"smtp", "submission", "submissions"}};
  return kInfo;
}

const DialectInfo& pop3() {
  static const DialectInfo kInfo{
      .name = "pop3",
      .classes = {"+OK", "-ERR", "+"},
      .text_fields = {"text"},
      .fields = {kOctets,
                 kCapabilities,
                 {"args", FieldType::Text, Compare::Exact, "", "words after +OK"},
                 {"code", FieldType::Text, Compare::IgnoreCase, "RESP-CODES", "response code"},
                 {"lines", FieldType::List, Compare::Exact, "",
                  "body without its stuffing, line by line"},
                 {"body", FieldType::Text, Compare::Exact, "", "body without its stuffing"},
                 kBodyOctets},
      .services = {"pop3", "pop3s"}};
  return kInfo;
}

const DialectInfo& imap() {
  static const DialectInfo kInfo{
      .name = "imap",
      .classes = {"OK", "NO", "BAD", "PREAUTH", "BYE", "+", "*"},
      .text_fields = {"text"},
      .fields = {kOctets,
                 kCapabilities,
                 {"code", FieldType::Text, Compare::Exact, "",
                  "response code of the completion, as a pattern"},
                 {"untagged", FieldType::List, Compare::Exact, "", "patterns of untagged data"},
                 {"exchange", FieldType::Text, Compare::Exact, "",
                  "all responses since no command was under way, as in a script of imaptest"}},
      .services = {"imap", "imaps"}};
  return kInfo;
}

const DialectInfo& http() {
  static const DialectInfo kInfo{
      .name = "http",
      .numeric = true,
      .text_fields = {"reason", "text"},
      .fields = {kOctets,
                 {"header", FieldType::Table, Compare::Exact, "",
                  "header fields, names in either case"},
                 {"trailer", FieldType::Table, Compare::Exact, "", "trailer fields"},
                 {"body", FieldType::Text, Compare::Exact, "", "octets after decoding"},
                 kBodyOctets,
                 {"interim", FieldType::List, Compare::Exact, "",
                  "codes of the 1xx responses before it"},
                 {"version", FieldType::Text, Compare::Exact, "", "\"HTTP/1.1\""},
                 {"same_headers", FieldType::Table, Compare::Exact, "",
                  "{ as, but }: the same fields as that reply"},
                 {"received_line", FieldType::Text, Compare::Exact, "",
                  "of message/http: the start-line that was received"},
                 {"received", FieldType::Table, Compare::Exact, "",
                  "of message/http: the header fields that were received"},
                 {"received_body", FieldType::Text, Compare::Exact, "",
                  "of message/http: the content that was received, decoded"}},
      .services = {"http", "https"}};
  return kInfo;
}

// RFC 5246 section 7.4 and RFC 8446 section 4 name the handshake messages.
const DialectInfo& records() {
  static const DialectInfo kInfo{
      .name = "tls",
      .classes = {"hello_request",
                  "client_hello",
                  "server_hello",
                  "new_session_ticket",
                  "end_of_early_data",
                  "hello_retry_request",
                  "encrypted_extensions",
                  "certificate",
                  "server_key_exchange",
                  "certificate_request",
                  "server_hello_done",
                  "certificate_verify",
                  "client_key_exchange",
                  "finished",
                  "certificate_status",
                  "key_update",
                  "change_cipher_spec",
                  "alert",
                  "encrypted",
                  "encrypted_alert",
                  "ssl2_server_hello",
                  "plaintext",
                  "garbage"},
      .fields = {kOctets,
                 {"version", FieldType::Text, Compare::Exact, "", "version of the message"},
                 {"cipher", FieldType::Text, Compare::Exact, "", "cipher suite"},
                 {"extensions", FieldType::List, Compare::Exact, "", "extensions of the message"},
                 {"level", FieldType::Text, Compare::Exact, "", "level of the alert"}},
      .services = {}};
  return kInfo;
}

struct ServiceRow {
  std::string_view service, protocol;
};
constexpr ServiceRow kServices[] = {
    {"smtp", "smtp"}, {"smtps", "smtp"}, {"submission", "smtp"}, {"submissions", "smtp"},
    {"pop3", "pop3"}, {"pop3s", "pop3"}, {"imap", "imap"},       {"imaps", "imap"},
    {"http", "http"}, {"https", "http"}};

constexpr std::string_view kServiceNames[] = {"smtp", "smtps", "submission", "submissions",
                                              "pop3", "pop3s", "imap",       "imaps",
                                              "http", "https"};

constexpr std::string_view kSurfaces[] = {
    "smtp",          "smtp+starttls", "smtps",     "submission", "submission+starttls",
    "submissions",   "pop3",          "pop3+stls", "pop3s",      "imap",
    "imap+starttls", "imaps",         "http",      "https"};

constexpr std::string_view kAlerts[] = {"close_notify",
                                        "unexpected_message",
                                        "bad_record_mac",
                                        "decryption_failed",
                                        "record_overflow",
                                        "decompression_failure",
                                        "handshake_failure",
                                        "no_certificate",
                                        "bad_certificate",
                                        "unsupported_certificate",
                                        "certificate_revoked",
                                        "certificate_expired",
                                        "certificate_unknown",
                                        "illegal_parameter",
                                        "unknown_ca",
                                        "access_denied",
                                        "decode_error",
                                        "decrypt_error",
                                        "export_restriction",
                                        "protocol_version",
                                        "insufficient_security",
                                        "internal_error",
                                        "inappropriate_fallback",
                                        "user_canceled",
                                        "no_renegotiation",
                                        "missing_extension",
                                        "unsupported_extension",
                                        "certificate_unobtainable",
                                        "unrecognized_name",
                                        "bad_certificate_status_response",
                                        "bad_certificate_hash_value",
                                        "unknown_psk_identity",
                                        "certificate_required",
                                        "no_application_protocol"};

}  // namespace

const std::vector<ProtocolRow>& known_dialects() {
  static const std::vector<ProtocolRow> kRows = {
      {&smtp(), {"greeted", "tls", "authed", "mail", "rcpt", "data"}},
      {&pop3(), {"authorization", "transaction"}},
      {&imap(), {"tls", "authenticated", "selected"}},
      {&http(), {}},
      {&records(), {"records"}}};
  return kRows;
}

const DialectInfo& tls_act() {
  static const DialectInfo kInfo{
      .name = "a `tls` act",
      .classes = {"established", "alert", "plaintext"},
      .fields = {
          {"version", FieldType::Text, Compare::Exact, "", "\"TLSv1.3\""},
          {"cipher", FieldType::Text, Compare::Exact, "", "cipher suite"},
          {"alpn", FieldType::Text, Compare::Exact, "", "protocol that was chosen"},
          {"name", FieldType::Text, Compare::Exact, "", "name in the certificate"},
          {"group", FieldType::Text, Compare::Exact, "", "group of the key exchange"},
          {"resumed", FieldType::Number, Compare::Exact, "", "1 where a session was resumed"},
          {"certificates", FieldType::Number, Compare::Exact, "", "how many the server sent"},
          {"names", FieldType::List, Compare::IgnoreCase, "", "DNS names of the first certificate"},
          {"days_left", FieldType::Number, Compare::Exact, "",
           "until the first of them expires; absent where one has"},
          {"key", FieldType::Text, Compare::Exact, "", "\"RSA\", \"EC\", \"Ed25519\""},
          {"key_bits", FieldType::Number, Compare::Exact, "", "of the server's key"},
          {"signature", FieldType::Text, Compare::Exact, "",
           "algorithm that signs the first certificate"},
          {"chain", FieldType::List, Compare::Exact, "", "what is wrong with the chain"},
          {"name_match", FieldType::Number, Compare::Exact, "",
           "1 where the certificate is for the target's name"},
          {"trusted", FieldType::Number, Compare::Exact, "",
           "1 where the chain leads to the target's trust"},
          {"profile_intermediate", FieldType::List, Compare::Exact, "",
           "what breaks Mozilla's profile"},
          {"profile_modern", FieldType::List, Compare::Exact, "",
           "what breaks Mozilla's profile"}}};
  return kInfo;
}

const DialectInfo& listening() {
  static const DialectInfo kInfo{
      .name = "a listening connection",
      .classes = {"connected", "content"},
      .fields = {kOctets,
                 {"verb", FieldType::Text, Compare::IgnoreCase, "", "verb of the command"},
                 {"argument", FieldType::Text, Compare::Exact, "", "what follows the verb"},
                 {"content", FieldType::Text, Compare::Exact, "", "the message"}}};
  return kInfo;
}

std::span<const std::string_view> alert_names() { return kAlerts; }

Dialects::Dialects(std::span<const DialectInfo* const> played) {
  for (const ProtocolRow& known : known_dialects()) rows_.push_back(known);
  for (const DialectInfo* info : played) {
    if (info == nullptr) continue;
    const auto found = std::ranges::find_if(
        rows_, [&](const ProtocolRow& row) { return row.info->name == info->name; });
    ProtocolRow& row = found == rows_.end() ? rows_.emplace_back() : *found;
    row.info = info;
    row.played = true;
  }
}

const ProtocolRow* Dialects::find(std::string_view protocol) const {
  const auto found = std::ranges::find_if(
      rows_, [&](const ProtocolRow& row) { return row.info->name == protocol; });
  return found == rows_.end() ? nullptr : &*found;
}

std::string_view protocol_of_service(std::string_view service) {
  const std::string_view name = service.substr(0, service.find('+'));
  const auto found = std::ranges::find(kServices, name, &ServiceRow::service);
  return found == std::end(kServices) ? std::string_view() : found->protocol;
}

std::span<const std::string_view> service_names() { return kServiceNames; }
std::span<const std::string_view> surface_names() { return kSurfaces; }

}  // namespace wireassay::scenario
