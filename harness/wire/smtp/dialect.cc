// Replies as events: what a reply answers decides which fields it has and which invariants it must
// keep.
#include "wire/smtp/dialect.h"

#include <algorithm>

#include "wire/smtp/ehlo.h"
#include "wire/smtp/invariants.h"
#include "wire/smtp/reply.h"
#include "wire/smtp/tracker.h"

namespace wireassay::smtp {
namespace {

constexpr std::size_t kCodeAndSeparator = 4;

/// Offset of a line of the reply in its octets; lines end in LF, whatever else is wrong with them.
std::size_t line_offset(std::string_view raw, std::size_t line) {
  std::size_t at = 0;
  for (; line > 0; --line) at = raw.find('\n', at) + 1;
  return at;
}

class SmtpSession : public DialectSession {
 public:
  explicit SmtpSession(const ReadLimits& limits) : limits_(limits) {}

  void sent(std::string_view octets) override { tracker_.sent(octets); }
  void answers(std::string_view command) override { tracker_.answers(command); }

  Parsed<Event> next(std::string_view input) override {
    if (input.empty()) return NeedMore{};
    auto parsed = parse_reply_lenient(input, {limits_, tracker_.smtputf8()});
    if (auto* got = std::get_if<Got<LenientReply>>(&parsed)) {
      return Got<Event>{reply_event(std::move(got->value), input.substr(0, got->used)), got->used};
    }
    if (const auto* error = std::get_if<ParseError>(&parsed)) return broken(input, *error);
    return NeedMore{};
  }

  const TextList& capabilities() const override { return capabilities_; }

  void tls_started() override {
    tracker_.tls_started();
    capabilities_.clear();
  }

  std::optional<std::string> barrier() const override {
    if (!tracker_.at_command()) return std::nullopt;
    return "QUIT\r\n";
  }

  // "the receiver MUST send a "221 OK" reply" (RFC 5321 section 4.1.1.10); 421 "may be a reply to
  // any command". Another reply may be one too many, and the real answer stands behind it.
  bool answers_barrier(const Event& event) const override {
    return event.cls == "221" || event.cls == "421";
  }

  std::size_t outstanding() const override { return tracker_.outstanding(); }

 private:
  Event reply_event(LenientReply lenient, std::string_view raw) {
    const Reply& reply = lenient.reply;
    const Tracker::Attribution answer = tracker_.replied(reply.code);
    Event event{
        .kind = EventKind::Reply, .cls = std::to_string(reply.code), .raw = std::string(raw)};
    event.cls.insert(0, 3 - std::min<std::size_t>(3, event.cls.size()), '0');
    event.deviations = std::move(lenient.deviations);
    event.fields["octets"] = static_cast<std::uint64_t>(raw.size());
    event.fields["lines"] = reply.lines;
    judge_hello(event, reply, answer.asked);
    judge_enhanced(event, reply, answer);
    const bool unasked = answer.asked == Asked::Nothing && answer.sure && reply.code != 421;
    if (unasked) event.deviations.push_back({rule::kUnasked, 0});
    return event;
  }

  void judge_hello(Event& event, const Reply& reply, Asked asked) {
    if (asked != Asked::Ehlo || reply.code != 250) return;
    capabilities_ = ehlo_capabilities(reply);
    event.fields["capabilities"] = capabilities_;
    for (std::size_t i = 1; i < reply.lines.size(); ++i) {
      if (parse_ehlo_line(reply.lines[i])) continue;
      event.deviations.push_back({rule::kEhloKeyword, line_offset(event.raw, i)});
      return;
    }
  }

  /// "other than the initial greeting and any response to HELO or EHLO" (RFC 2034 section 3)
  void judge_enhanced(Event& event, const Reply& reply, const Tracker::Attribution& answer) {
    const bool exempt = answer.asked == Asked::Greeting || answer.asked == Asked::Ehlo ||
                        answer.asked == Asked::Helo;
    if (exempt) return;
    if (const auto code = parse_enhanced_code(reply.lines.front()))
      event.fields["enhanced"] = to_string(*code);
    if (std::ranges::find(capabilities_, "ENHANCEDSTATUSCODES") == capabilities_.end()) return;
    const auto broken = check_enhanced(reply);
    if (!broken || (!answer.sure && *broken == rule::kEnhancedMissing)) return;
    event.deviations.push_back({*broken, std::min(kCodeAndSeparator, event.raw.size())});
  }

  /// A line that is no reply is taken whole; what exceeds a limit as far as it came.
  Got<Event> broken(std::string_view input, const ParseError& error) {
    tracker_.confused();
    Event event{.kind = EventKind::Overflow, .cls = "overflow", .note = to_string(error)};
    std::size_t used = input.size();
    if (error.code == Errc::Malformed) {
      event.kind = EventKind::Garbage;
      event.cls = "garbage";
      used = input.find('\n') + 1;
      event.deviations.push_back({rule::kThreeDigits, 0});
    }
    event.raw = input.substr(0, used);
    return {std::move(event), used};
  }

  ReadLimits limits_;
  Tracker tracker_;
  TextList capabilities_;
};

}  // namespace

const DialectInfo& SmtpDialect::info() const { return smtp_info(); }

std::unique_ptr<DialectSession> SmtpDialect::session(const ReadLimits& limits) const {
  return std::make_unique<SmtpSession>(limits);
}

// RFC 3207 section 4
std::vector<Dialect::Upgrade> SmtpDialect::upgrade(std::string_view client_name) const {
  return {{ask_capabilities(client_name), "250"}, {"STARTTLS", "220"}};
}

std::string SmtpDialect::ask_capabilities(std::string_view client_name) const {
  return "EHLO " + std::string(client_name);
}

// "If the client is transmitting an initial response of zero length, it MUST instead transmit the
// response as a single equals sign" (RFC 4954 section 4)
std::string SmtpDialect::auth_command(std::string_view mechanism,
                                      std::optional<std::string_view> initial_base64) const {
  std::string line = "AUTH " + std::string(mechanism);
  if (!initial_base64) return line;
  return line + " " + (initial_base64->empty() ? "=" : std::string(*initial_base64));
}

// "A server challenge is sent as a 334 reply with the text part containing the [BASE64] encoded
// string"
std::optional<std::string> SmtpDialect::auth_challenge(const Event& event) const {
  if (event.kind != EventKind::Reply || event.cls != "334") return std::nullopt;
  const auto field = event.fields.find("lines");
  const auto* lines = field == event.fields.end() ? nullptr : std::get_if<TextList>(&field->second);
  return lines == nullptr || lines->empty() ? std::string() : lines->front();
}

}  // namespace wireassay::smtp
