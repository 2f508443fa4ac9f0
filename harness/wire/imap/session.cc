// Completions in the order of commands, data with the reply they come before.
#include "wire/imap/session.h"

#include <algorithm>
#include <utility>

#include "wire/imap/exchange.h"
#include "wire/imap/response.h"
#include "wire/imap/session_rules.h"
#include "wire/imap/tracker.h"

namespace wireassay::imap {
namespace {

constexpr std::string_view kTagLetter = "A";

/// "* 3 EXISTS\r\n" without "* " and the line end.
std::string_view body_of(const Response& response) {
  std::string_view octets = response.octets;
  octets.remove_suffix(octets.ends_with("\r\n") ? 2 : 1);
  octets.remove_prefix(1);
  const std::size_t from = octets.find_first_not_of(" \t");
  return octets.substr(std::min(from, octets.size()));
}

TextList names_of(const std::vector<Value>& values) {
  TextList names;
  for (const Value& value : values) names.push_back(value.octets());
  return names;
}

/// True if `line` stands at the beginning of a line of `octets`.
bool has_line(std::string_view octets, std::string_view line) {
  for (std::size_t at = octets.find(line); at != std::string_view::npos;
       at = octets.find(line, at + 1)) {
    if (at == 0 || octets[at - 1] == '\n') return true;
  }
  return false;
}

class ImapSession : public DialectSession {
 public:
  explicit ImapSession(const ReadLimits& limits)
      : limits_(limits),
        parser_limits_(Limits::from(limits)),
        scanner_(parser_limits_),
        exchange_(limits.reply) {}

  void sent(std::string_view octets) override {
    while (has_line(octets, next_tag() + " ")) ++next_tag_;
    tracker_.sent(octets);
    exchange_.sent(tracker_.unfinished());
    while (tracker_.last_tag() == next_tag()) ++next_tag_;  // it came in pieces
  }
  void answers(std::string_view command) override { tracker_.answers(command); }

  std::string prefix(std::string_view pending, const std::optional<std::string>& tag) override {
    if (!tracker_.ahead(pending).at_command()) return {};
    if (tag) return tag->empty() ? std::string() : *tag + " ";
    std::string fresh = next_tag() + " ";
    ++next_tag_;
    return fresh;
  }
  std::string next_tag() const override {
    return std::string(kTagLetter) + std::to_string(next_tag_);
  }

  void want_data(bool wanted) override { wanted_ = wanted; }
  std::size_t kept_data() const override { return kept_.empty() && !untagged_.empty() ? seen_ : 0; }
  bool ready() const override { return !kept_.empty() && deliverable(kept_.front().serial); }

  Parsed<Event> next(std::string_view input) override {
    if (ready()) return Got<Event>{take_kept(), 0};
    while (true) {
      const std::string_view rest = input.substr(seen_);
      if (rest.empty()) return nothing_more(input);
      const Parsed<std::size_t> end = scanner_.scan(rest);
      if (const auto* error = std::get_if<ParseError>(&end)) {
        if (wanted_data()) return data_event(input);
        return overflow(input, *error);
      }
      const auto* size = std::get_if<Got<std::size_t>>(&end);
      if (size == nullptr) return nothing_more(input);
      if (auto event = take(input, size->used)) return std::move(*event);
    }
  }

  const TextList& capabilities() const override { return capabilities_; }

  void tls_started() override {
    tracker_.tls_started();
    rules_ = SessionRules{};
    capabilities_.clear();
    kept_.clear();
    exchange_.end();
    logged_out_ = said_bye_ = false;
    forget_input();
  }

  // NOOP is a command of any state (RFC 3501 section 6.1.2). Nothing may be sent behind LOGOUT.
  std::optional<std::string> barrier() const override {
    if (logged_out_ || said_bye_ || !tracker_.sure() || !tracker_.at_command()) return std::nullopt;
    if (tracker_.has_unfinished("LOGOUT")) return std::nullopt;
    return next_tag() + " NOOP\r\n";
  }

  // The barrier is the last command that was sent; its line is the last of the reply.
  bool answers_barrier(const Event& event) const override {
    if (event.kind != EventKind::Reply || tracker_.last_tag().empty()) return false;
    return last_line(event.raw).starts_with(tracker_.last_tag() + " ");
  }

  std::size_t outstanding() const override { return tracker_.unfinished().size() + kept_.size(); }

  static std::string_view last_line(std::string_view raw) {
    if (raw.ends_with('\n')) raw.remove_suffix(1);
    if (raw.ends_with('\r')) raw.remove_suffix(1);
    return raw.substr(raw.rfind('\n') + 1);
  }

 private:
  /// A reply whose elders have not come yet.
  struct Kept {
    std::uint64_t serial = 0;
    Event event;
  };

  bool wanted_data() const { return wanted_ && !untagged_.empty(); }
  bool deliverable(std::uint64_t serial) const {
    return tracker_.unfinished().empty() || tracker_.unfinished().front().serial >= serial;
  }

  Parsed<Event> nothing_more(std::string_view input) {
    if (wanted_data()) return data_event(input);
    return NeedMore{};
  }

  /// The response of `size` octets at seen_: an event, or nullopt if it is kept or is data for a
  /// later one.
  std::optional<Got<Event>> take(std::string_view input, std::size_t size) {
    const auto parsed = parse_response_lenient(input.substr(seen_, size), parser_limits_);
    const auto* got = std::get_if<Got<LenientResponse>>(&parsed);
    if (got == nullptr) {
      if (wanted_data()) return data_event(input);
      const auto* error = std::get_if<ParseError>(&parsed);
      return garbage(input, size, error != nullptr ? to_string(*error) : std::string());
    }
    const Response& response = got->value.response;
    switch (response.kind) {
      case Response::Kind::Untagged: return take_untagged(input, got->value);
      case Response::Kind::Continuation:
        if (wanted_data()) return data_event(input);
        return take_continuation(input, got->value);
      case Response::Kind::Completion:
        if (wanted_data()) return data_event(input);
        return take_completion(input, got->value);
    }
    return std::nullopt;
  }

  std::optional<Got<Event>> take_untagged(std::string_view input, const LenientResponse& lenient) {
    const Response& response = lenient.response;
    const bool reply = is_reply(response);
    if (reply && wanted_data()) return data_event(input);
    note_deviations(lenient, seen_, deviations_);
    const bool greets = response.named("OK") || response.named("PREAUTH") || response.named("BYE");
    if (!greeted_ && !greets) note(rule::kGreeting, seen_);
    for (const std::string_view broken : rules_.data(response, tracker_)) note(broken, seen_);
    learn(response);
    exchange_.data(response);
    if (!reply) return collect(input, response);
    if (greeted_ && response.named("BAD")) (void)tracker_.untagged_bad();
    if (response.named("BYE")) said_bye_ = true;
    greeted_ = true;
    return finish(input, seen_ + response.octets.size(), reply_event(response));
  }

  /// Data for the reply that it comes before.
  std::optional<Got<Event>> collect(std::string_view input, const Response& response) {
    untagged_.emplace_back(body_of(response));
    seen_ += response.octets.size();
    scanner_.reset();
    if (untagged_.size() > limits_.lines)
      return overflow(input, {Errc::TooMany, seen_, "response"});
    if (seen_ > limits_.reply) return overflow(input, {Errc::TooLong, seen_, "response"});
    return std::nullopt;
  }

  /// What is no mere data: the greeting, BYE that no LOGOUT asked for, BAD for what had no tag.
  bool is_reply(const Response& response) const {
    if (!response.is_status()) return false;
    if (!greeted_) return true;
    if (response.named("BYE")) return !tracker_.has_unfinished("LOGOUT");
    return response.named("BAD") && tracker_.awaits_untagged_bad();
  }

  std::optional<Got<Event>> take_continuation(std::string_view input,
                                              const LenientResponse& lenient) {
    const Response& response = lenient.response;
    const bool sure = tracker_.sure();
    const std::uint64_t serial = tracker_.continued();
    std::vector<Deviation> own;
    note_deviations(lenient, 0, own);
    if (serial == 0 && sure) own.push_back({rule::kContinuationAsked, 0});
    greeted_ = true;
    Event event = reply_event(response);
    return settle(input, response, {serial, std::move(event)}, std::move(own));
  }

  std::optional<Got<Event>> take_completion(std::string_view input,
                                            const LenientResponse& lenient) {
    const Response& response = lenient.response;
    const bool sure = tracker_.sure() && !tracker_.swallowed();
    const auto command = tracker_.completed(response.tag, response.name);
    std::vector<Deviation> own;
    note_deviations(lenient, 0, own);
    if (!greeted_) own.push_back({rule::kGreeting, 0});
    greeted_ = true;
    learn(response);
    if (!command && sure) own.push_back({rule::kTagEchoed, 0});
    if (command) {
      for (const std::string_view broken : rules_.completed(*command, response.name, sure))
        own.push_back({broken, 0});
      if (command->name == "LOGOUT" && response.named("OK")) logged_out_ = true;
    }
    const std::uint64_t serial = command ? command->serial : 0;
    return settle(input, response, {serial, reply_event(response)}, std::move(own));
  }

  /// Delivers a reply, or keeps it until those of older commands have come. `own` are its
  /// deviations, by offset in its octets.
  std::optional<Got<Event>> settle(std::string_view input, const Response& response, Kept reply,
                                   std::vector<Deviation> own) {
    if (deliverable(reply.serial)) {
      for (const Deviation& deviation : own) note(deviation.rule, deviation.offset + seen_);
      return finish(input, seen_ + response.octets.size(), std::move(reply.event));
    }
    reply.event.deviations = std::move(own);
    reply.event.raw = response.octets;
    reply.event.fields["octets"] = std::uint64_t{response.octets.size()};
    reply.event.fields["untagged"] = TextList{};
    const auto behind = std::ranges::upper_bound(kept_, reply.serial, {}, &Kept::serial);
    kept_.insert(behind, std::move(reply));
    seen_ += response.octets.size();
    scanner_.reset();
    return std::nullopt;
  }

  /// The event with what came before it.
  Got<Event> finish(std::string_view input, std::size_t used, Event event) {
    event.raw = input.substr(0, used);
    event.fields["octets"] = std::uint64_t{used};
    event.fields["untagged"] = std::move(untagged_);
    if (listed_) event.fields["capabilities"] = std::move(*listed_);
    event.deviations = std::move(deviations_);
    exchange_.take(event.raw);
    tell_exchange(event);
    forget_input();
    return {std::move(event), used};
  }

  /// Those that are kept were taken with the event before which they came.
  void tell_exchange(Event& event) {
    if (auto text = exchange_.text()) event.fields["exchange"] = std::move(*text);
    if (tracker_.unfinished().empty() && kept_.empty()) exchange_.end();
  }

  void forget_input() {
    seen_ = 0;
    scanner_.reset();
    untagged_.clear();
    deviations_.clear();
    listed_.reset();
  }

  Got<Event> data_event(std::string_view input) {
    return finish(input, seen_, {.kind = EventKind::Reply, .cls = "*"});
  }

  Event take_kept() {
    Event event = std::move(kept_.front().event);
    kept_.pop_front();
    tell_exchange(event);
    return event;
  }

  static Event reply_event(const Response& response) {
    Event event{.kind = EventKind::Reply, .cls = "+"};
    if (response.kind != Response::Kind::Continuation) {
      event.cls = response.name;
      std::ranges::transform(event.cls, event.cls.begin(), to_upper);
    }
    if (response.code) event.fields["code"] = std::string(response.code->octets);
    return event;
  }

  void learn(const Response& response) {
    std::optional<TextList> listed;
    if (response.kind == Response::Kind::Untagged && response.named("CAPABILITY"))
      listed = names_of(response.values);
    if (response.code && equal_ignoring_case(response.code->name, "CAPABILITY"))
      listed = names_of(response.code->args);
    if (!listed) return;
    capabilities_ = *listed;
    listed_ = std::move(listed);
  }

  void note(std::string_view rule, std::size_t offset) { deviations_.push_back({rule, offset}); }

  static void note_deviations(const LenientResponse& lenient, std::size_t base,
                              std::vector<Deviation>& out) {
    for (const Deviation& deviation : lenient.deviations)
      out.push_back({deviation.rule, deviation.offset + base});
  }

  /// A line that is no response is taken whole, with what came before it.
  Got<Event> garbage(std::string_view input, std::size_t size, std::string why) {
    tracker_.confused();
    greeted_ = true;
    note(rule::kGrammar, seen_);
    Event event{.kind = EventKind::Garbage, .cls = "garbage", .note = std::move(why)};
    return finish(input, seen_ + size, std::move(event));
  }

  /// What exceeds a limit is taken as far as it came.
  Got<Event> overflow(std::string_view input, const ParseError& error) {
    tracker_.confused();
    Event event{.kind = EventKind::Overflow, .cls = "overflow", .note = to_string(error)};
    return finish(input, input.size(), std::move(event));
  }

  ReadLimits limits_;
  Limits parser_limits_;
  ResponseScanner scanner_;
  Tracker tracker_;
  SessionRules rules_;
  std::uint64_t next_tag_ = 1;
  std::size_t seen_ = 0;  ///< octets of the input that are understood and in no event yet
  TextList untagged_;     ///< in those
  std::vector<Deviation> deviations_;
  std::optional<TextList> listed_;  ///< capabilities in those
  std::deque<Kept> kept_;           ///< by serial
  ExchangeLog exchange_;
  TextList capabilities_;
  bool wanted_ = false;
  bool greeted_ = false;
  bool logged_out_ = false;
  bool said_bye_ = false;
};

}  // namespace

std::unique_ptr<DialectSession> make_session(const ReadLimits& limits) {
  return std::make_unique<ImapSession>(limits);
}

}  // namespace wireassay::imap
