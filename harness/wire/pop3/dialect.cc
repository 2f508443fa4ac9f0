// Responses as events: what a response answers decides whether it has a body.
#include "wire/pop3/dialect.h"

#include <algorithm>
#include <iterator>

#include "core/cursor.h"
#include "wire/pop3/capability.h"
#include "wire/pop3/invariants.h"
#include "wire/pop3/reply.h"
#include "wire/pop3/tracker.h"

namespace wireassay::pop3 {
namespace {

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
    const Question question{.asked = tracker_.asked(),
                            .form = tracker_.form(),
                            .greeting = tracker_.awaits_greeting(),
                            .nothing = tracker_.sure() && tracker_.outstanding() == 0,
                            .resp_codes = has_resp_codes()};
    tracker_.replied(reply.status);
    Event event{.kind = EventKind::Reply,
                .cls = std::string(to_string(reply.status)),
                .raw = std::string(raw)};
    event.deviations = std::move(lenient.deviations);
    std::ranges::move(broken_rules(reply, raw, question), std::back_inserter(event.deviations));
    event.fields["octets"] = static_cast<std::uint64_t>(raw.size());
    if (const auto code = resp_code(reply.text)) event.fields["code"] = std::string(*code);
    if (reply.status != Status::Err) event.fields["args"] = std::move(reply.text);
    if (reply.body) add_body(event, std::move(*reply.body), question.asked);
    return event;
  }

  bool has_resp_codes() const {
    return std::ranges::any_of(capabilities_, [](const std::string& capability) {
      return equal_ignoring_case(capability, "RESP-CODES");
    });
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

}  // namespace wireassay::pop3
