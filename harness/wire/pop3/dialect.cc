// Responses as events: what a response answers decides whether it has a body.
#include "wire/pop3/dialect.h"

#include "core/cursor.h"
#include "wire/pop3/reply.h"
#include "wire/pop3/tracker.h"

namespace wireassay::pop3 {
namespace {

const DialectInfo& pop3_info() {
  static const DialectInfo kInfo{
      .name = "pop3",
      .classes = {"+OK", "-ERR", "+"},
      .text_fields = {"text"},
      .fields =
          {
              {"octets", FieldType::Number, Compare::Exact, "", "size of the reply on the wire"},
              {"capabilities", FieldType::List, Compare::Capability, "",
               "what CAPA lists: NAME, NAME=VALUE, AUTH=MECHANISM"},
              {"args", FieldType::Text, Compare::Exact, "", "words after +OK or +"},
              {"code", FieldType::Text, Compare::IgnoreCase, "RESP-CODES", "response code: IN-USE"},
              {"lines", FieldType::List, Compare::Exact, "",
               "body without its stuffing, line by line"},
              {"body", FieldType::Text, Compare::Exact, "", "body without its stuffing"},
              {"body_octets", FieldType::Number, Compare::Exact, "", "size of the body"},
          },
      .invariants =
          {
              {rule::kStatusCapitals, "RFC 1939", "3", "MUST", "Status indicators are in capitals",
               "Servers MUST send the \"+OK\" and \"-ERR\" in upper case."},
              {rule::kCrlf, "RFC 1939", "3", "MUST",
               "Responses end in CRLF, without a bare CR or LF",
               "All responses are terminated by a CRLF pair."},
              {rule::kLineLength, "RFC 2449", "4", "MUST",
               "The first line of a response has at most 512 octets with its CRLF",
               "The maximum length of the first line of a command response (including the initial "
               "greeting) is unchanged at 512 octets (including the terminating CRLF)."},
              {rule::kDotStuffing, "RFC 1939", "3", "MUST",
               "A line of a body that begins with a period is sent with another before it",
               "If any line of the multi-line response begins with the termination octet, the line "
               "is \"byte-stuffed\" by pre-pending the termination octet to that line of the "
               "response."},
              {rule::kContinueSpace, "RFC 5034", "5", "MUST",
               "A space follows the + of a challenge", "continue-req = \"+\" SP [base64] CRLF"},
          },
      .services = {"pop3", "pop3s"},
      .snapshot = true,
      .counted_barrier = true,
  };
  return kInfo;
}

class Pop3Session : public DialectSession {
 public:
  explicit Pop3Session(const ReadLimits& limits) : limits_(limits) {}

  void sent(std::string_view octets) override { tracker_.sent(octets); }
  void answers(std::string_view command) override { tracker_.answers(command); }

  Parsed<Event> next(std::string_view input) override {
    if (input.empty()) return NeedMore{};
    auto parsed = parse_reply_lenient(input, tracker_.form(), limits_);
    if (auto* got = std::get_if<Got<LenientReply>>(&parsed)) {
      return Got<Event>{reply_event(std::move(got->value), input.substr(0, got->used)), got->used};
    }
    if (const auto* error = std::get_if<ParseError>(&parsed)) return broken(input, *error);
    return NeedMore{};
  }

  const TextList& capabilities() const override { return capabilities_; }

  // "Once TLS has been started, the client MUST discard cached information about server
  // capabilities" (RFC 2595 section 4)
  void tls_started() override {
    tracker_.tls_started();
    capabilities_.clear();
  }

  // QUIT in TRANSACTION removes what is marked as deleted (RFC 1939 section 6); NOOP is not allowed
  // in AUTHORIZATION, where QUIT does nothing else.
  std::optional<std::string> barrier() const override {
    if (!tracker_.at_command()) return std::nullopt;
    return tracker_.in_transaction() ? "NOOP\r\n" : "QUIT\r\n";
  }

  bool answers_barrier(const Event& event) const override {
    return event.kind == EventKind::Reply && tracker_.outstanding() == 0;
  }

  std::size_t outstanding() const override { return tracker_.outstanding(); }

 private:
  Event reply_event(LenientReply lenient, std::string_view raw) {
    Reply& reply = lenient.reply;
    const Verb asked = tracker_.asked();
    tracker_.replied(reply.status);
    Event event{.kind = EventKind::Reply,
                .cls = std::string(to_string(reply.status)),
                .raw = std::string(raw)};
    event.deviations = std::move(lenient.deviations);
    event.fields["octets"] = static_cast<std::uint64_t>(raw.size());
    if (const auto code = resp_code(reply.text)) event.fields["code"] = std::string(*code);
    if (reply.status != Status::Err) event.fields["args"] = std::move(reply.text);
    if (reply.body) add_body(event, std::move(*reply.body), asked);
    return event;
  }

  void add_body(Event& event, std::string body, Verb asked) {
    TextList lines = body_lines(body);
    if (asked == Verb::Capa) {
      capabilities_ = capabilities_of(lines);
      event.fields["capabilities"] = capabilities_;
    }
    event.fields["body_octets"] = static_cast<std::uint64_t>(body.size());
    event.fields["lines"] = std::move(lines);
    event.fields["body"] = std::move(body);
  }

  /// A line that is no response is taken whole; what exceeds a limit as far as it came.
  Got<Event> broken(std::string_view input, const ParseError& error) {
    tracker_.confused();
    Event event{.kind = EventKind::Overflow, .cls = "overflow", .note = to_string(error)};
    std::size_t used = input.size();
    if (error.code == Errc::Malformed) {
      event.kind = EventKind::Garbage;
      event.cls = "garbage";
      used = input.find('\n') + 1;
    }
    event.raw = input.substr(0, used);
    return {std::move(event), used};
  }

  ReadLimits limits_;
  Tracker tracker_;
  TextList capabilities_;
};

TextList words_of(std::string_view line) {
  TextList words;
  Cursor in(line);
  while (!in.at_end()) {
    in.take_while([](char c) { return c == ' '; });
    const std::string_view word = in.take_while([](char c) { return c != ' '; });
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

}  // namespace

const DialectInfo& Pop3Dialect::info() const { return pop3_info(); }

std::unique_ptr<DialectSession> Pop3Dialect::session(const ReadLimits& limits) const {
  return std::make_unique<Pop3Session>(limits);
}

// RFC 2595 section 4
std::vector<Dialect::Upgrade> Pop3Dialect::upgrade(std::string_view /*client_name*/) const {
  return {{"STLS", "+OK"}};
}

std::string Pop3Dialect::ask_capabilities(std::string_view /*client_name*/) const { return "CAPA"; }

// "If the client needs to send a zero-length initial response, it MUST transmit the response as a
// single equals sign" (RFC 5034 section 4)
std::string Pop3Dialect::auth_command(std::string_view mechanism,
                                      std::optional<std::string_view> initial_base64) const {
  std::string line = "AUTH " + std::string(mechanism);
  if (!initial_base64) return line;
  return line + " " + (initial_base64->empty() ? "=" : std::string(*initial_base64));
}

std::optional<std::string> Pop3Dialect::auth_challenge(const Event& event) const {
  if (event.kind != EventKind::Reply || event.cls != "+") return std::nullopt;
  const auto field = event.fields.find("args");
  const auto* text =
      field == event.fields.end() ? nullptr : std::get_if<std::string>(&field->second);
  return text == nullptr ? std::string() : *text;
}

// capability = capa-tag *(SP param) CRLF
TextList capabilities_of(const TextList& lines) {
  TextList all;
  for (const std::string& line : lines) {
    const TextList words = words_of(line);
    if (words.empty()) continue;
    if (equal_ignoring_case(words.front(), "SASL")) {
      for (std::size_t i = 1; i < words.size(); ++i) all.push_back("AUTH=" + words[i]);
      continue;
    }
    std::string entry = words.front();
    for (std::size_t i = 1; i < words.size(); ++i) entry += (i == 1 ? "=" : " ") + words[i];
    all.push_back(std::move(entry));
  }
  return all;
}

}  // namespace wireassay::pop3
