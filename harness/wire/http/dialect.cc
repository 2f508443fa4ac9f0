// Responses as events: which request one answers decides whether content follows.
#include "wire/http/dialect.h"

#include <algorithm>
#include <deque>
#include <iterator>

#include "wire/http/invariants.h"
#include "wire/http/tracker.h"

namespace wireassay::http {
namespace {

constexpr std::uint16_t kSwitchingProtocols = 101;
constexpr std::string_view kMissingPath = "/wireassay-there-is-no-such-path";
constexpr std::uint16_t kFirstError = 400;
constexpr std::size_t kMaxInterims = 100;  ///< before one final response

/// "the message/http media type can be used to enclose a single HTTP request or response message"
/// (RFC 9112 section 10.1): what an echoing resource or TRACE received.
void add_received(Event& event, const Response& response) {
  const Field* type = find_field(response.fields, "Content-Type");
  if (type == nullptr) return;
  const auto media = parse_media_type(type->value);
  if (!media || !equal_ignoring_case(media->type, "message") ||
      !equal_ignoring_case(media->subtype, "http"))
    return;
  const std::string_view line =
      std::string_view(response.body).substr(0, response.body.find_first_of("\r\n"));
  event.fields["received_line"] = std::string(line);
  RequestReader reader(Grammar::Lenient, {.body = response.body.size()});
  auto parsed = reader.read(response.body);
  if (auto* got = std::get_if<Got<LenientRequest>>(&parsed)) {
    event.fields["received"] = table_of(got->value.request.fields);
    event.fields["received_body"] = std::move(got->value.request.body);
  } else if (const Request* head = reader.head()) {
    event.fields["received"] = table_of(head->fields);
  }
}

class HttpSession : public DialectSession {
 public:
  explicit HttpSession(const ReadLimits& limits)
      : most_(limits.reply), reader_(Grammar::Lenient, limits_of(limits)) {}

  void sent(std::string_view octets) override { tracker_.sent(octets); }
  void answers(std::string_view command) override { tracker_.answers(command); }

  void awaits(std::span<const std::string> atoms) override {
    wants_interim_ =
        std::ranges::any_of(atoms, [](const std::string& atom) { return atom.starts_with('1'); });
  }

  Parsed<Event> next(std::string_view input) override {
    if (over_) return beyond(input);
    while (true) {
      if (wants_interim_ && !interims_.empty()) return hand_out_interim();
      if (input.size() == kept_) return NeedMore{};
      reader_.answers(tracker_.asked());
      auto parsed = reader_.read(input.substr(kept_));
      if (std::holds_alternative<NeedMore>(parsed)) return NeedMore{};
      if (const auto* error = std::get_if<ParseError>(&parsed)) {
        if (doubtful_head_) return beyond_doubt(input);
        return broken(input, *error);
      }
      auto& got = std::get<Got<LenientResponse>>(parsed);
      const std::string_view raw = input.substr(kept_, got.used);
      const std::uint16_t status = got.value.response.status;
      if (status / 100 != 1 || status == kSwitchingProtocols)
        return final_response(std::move(got.value), input, got.used);
      if (interims_.size() == kMaxInterims)
        return broken(input, {Errc::TooMany, kept_, "interim response"});
      interims_.push_back(response_event(std::move(got.value), raw));
      kept_ += got.used;
    }
  }

  std::optional<Event> closed(std::string_view rest, Ending ending) override {
    if (over_) return ended("what came last was no HTTP", {});
    if (rest.size() == kept_) {
      Event event = ended("only interim responses came", std::string(rest));
      for (Event& interim : interims_)
        std::ranges::move(interim.deviations, std::back_inserter(event.deviations));
      return event;
    }
    auto parsed = reader_.closed(rest.substr(kept_));
    auto* got = std::get_if<Got<LenientResponse>>(&parsed);
    if (got == nullptr) return std::nullopt;
    // "is considered complete unless an error was indicated by the underlying connection" (RFC 9112
    // section 8). Where there is a header section and nothing else, nothing can have been lost; and
    // a server that refuses a request while it is still being sent may reset the connection behind
    // its words (section 9.6): what it said stands.
    const Response& response = got->value.response;
    const bool refused = ending == Ending::Reset && response.status >= kFirstError;
    if (ending != Ending::Clean && !response.body.empty() && !refused) return std::nullopt;
    closing_ = true;
    return final_response(std::move(got->value), rest, got->used).value;
  }

  std::size_t kept_data() const override { return over_ ? over_octets_ : kept_; }
  const TextList& capabilities() const override { return capabilities_; }
  void tls_started() override {}

  // RFC 9110 section 9.3.7: "can be used as a "ping" or "no-op" type of method". In HTTP/1.0 it
  // needs no Host, and the server ends the connection behind it.
  std::optional<std::string> barrier() const override {
    const bool persistent = !over_ && !closing_ && !tracker_.asked_to_close();
    const bool settled = tracker_.at_request() && tracker_.outstanding() == 0;
    if (!persistent || !settled || !tracker_.sure()) return std::nullopt;
    return "OPTIONS * HTTP/1.0\r\n\r\n";
  }
  bool answers_barrier(const Event& event) const override {
    return event.kind == EventKind::Reply && tracker_.outstanding() == 0;
  }
  bool ends() const override {
    return !over_ && tracker_.at_request() && (closing_ || tracker_.asked_to_close());
  }
  // RFC 9112 section 9.6: "A client that receives a "close" connection option MUST cease sending
  // requests on that connection".
  bool took_leave() const override { return closing_; }
  std::size_t outstanding() const override { return tracker_.outstanding(); }

 private:
  Got<Event> final_response(LenientResponse lenient, std::string_view input, std::size_t used) {
    const Body framing = lenient.response.framing;
    closing_ = closing_ || lenient.must_close || framing == Body::UntilClose ||
               !keeps_alive(lenient.response.version, lenient.response.fields);
    over_ = framing == Body::Invalid || framing == Body::Tunnel ||
            lenient.response.status == kSwitchingProtocols;
    ended_with_header_ = framing == Body::None;
    const bool certain = tracker_.sure() && tracker_.outstanding() > 0;
    doubtful_head_ = ended_with_header_ && tracker_.asked().method == "HEAD" && !certain;
    Event event = response_event(std::move(lenient), input.substr(kept_, used));
    event.note = tracker_.question();
    if (tracker_.target() == kMissingPath) capabilities_ = {"MISSING=" + event.cls};
    tracker_.replied();
    add_interims(event, input);
    const std::size_t taken = kept_ + used;
    kept_ = 0;
    interims_.clear();
    return {std::move(event), taken};
  }

  Event response_event(LenientResponse lenient, std::string_view raw) {
    Event event{.kind = EventKind::Reply, .cls = code_text(lenient.response.status)};
    event.raw = raw;
    const Question question{.asked = tracker_.asked()};
    event.deviations = std::move(lenient.deviations);
    std::ranges::move(broken_rules(lenient, question), std::back_inserter(event.deviations));
    if (lenient.response.framing == Body::Invalid) event.note = "its end cannot be told";
    Response& response = lenient.response;
    event.fields["octets"] = std::uint64_t{raw.size()};
    event.fields["version"] = to_text(response.version);
    event.fields["header"] = table_of(response.fields);
    event.fields["trailer"] = table_of(response.trailers);
    event.fields["body_octets"] = std::uint64_t{response.body.size()};
    add_received(event, response);
    event.fields["body"] = std::move(response.body);
    return event;
  }

  static std::string code_text(std::uint16_t status) {
    const std::string digits = std::to_string(status);
    return std::string(3 - std::min<std::size_t>(digits.size(), 3), '0') + digits;
  }

  void add_interims(Event& event, std::string_view input) {
    TextList codes;
    std::vector<Deviation> deviations;
    std::size_t at = 0;
    for (Event& interim : interims_) {
      codes.push_back(interim.cls);
      for (const Deviation& deviation : interim.deviations)
        deviations.push_back({deviation.rule, at + deviation.offset});
      at += interim.raw.size();
    }
    event.fields["interim"] = std::move(codes);
    if (at == 0) return;
    for (const Deviation& deviation : event.deviations)
      deviations.push_back({deviation.rule, at + deviation.offset});
    event.deviations = std::move(deviations);
    event.raw.insert(0, input.substr(0, at));
  }

  Got<Event> hand_out_interim() {
    Event event = std::move(interims_.front());
    interims_.pop_front();
    const std::size_t used = event.raw.size();
    kept_ -= used;
    return {std::move(event), used};
  }

  /// Where one response ends cannot be told any more, so all is taken that there is.
  Got<Event> broken(std::string_view input, const ParseError& error) {
    over_ = true;
    Event event{.kind = EventKind::Overflow, .cls = "overflow", .note = to_string(error)};
    if (error.code == Errc::Malformed) {
      event.kind = EventKind::Garbage;
      event.cls = "garbage";
    }
    // Octets that can be no other response came behind one that has no content.
    if (event.kind == EventKind::Garbage && ended_with_header_)
      event.deviations.push_back({rule::kContent, 0});
    event.raw = input;
    kept_ = 0;
    return {std::move(event), input.size()};
  }

  /// A server that could not make out the request did not know that it was HEAD, and sent content.
  Parsed<Event> beyond_doubt(std::string_view input) {
    over_ = true;
    return beyond(input);
  }

  /// Another protocol, or what follows octets that are no response: not read, but bounded.
  Parsed<Event> beyond(std::string_view input) {
    over_octets_ = input.size();
    if (input.size() <= most_) return NeedMore{};
    Event event{.kind = EventKind::Overflow, .cls = "overflow", .note = "octets that are no HTTP"};
    event.raw = input;
    over_octets_ = 0;
    return Got<Event>{std::move(event), input.size()};
  }

  static Event ended(std::string note, std::string raw) {
    return {.kind = EventKind::Close,
            .cls = "close",
            .raw = std::move(raw),
            .note = "closed; " + std::move(note)};
  }

  const std::size_t most_;
  ResponseReader reader_;
  Tracker tracker_;
  std::deque<Event> interims_;   ///< not handed out; they lie at the start of the input
  std::size_t kept_ = 0;         ///< octets of them
  std::size_t over_octets_ = 0;  ///< seen by beyond()
  bool wants_interim_ = false;
  bool closing_ = false;            ///< the last response said so
  bool ended_with_header_ = false;  ///< the last response had no content, and may have none
  bool doubtful_head_ = false;      ///< that was the answer to what may be HEAD, or something else
  bool over_ = false;               ///< no further response can be found
  TextList capabilities_;
};

std::vector<Invariant> invariants() {
  const auto rows = response_invariants();
  return {rows.begin(), rows.end()};
}

}  // namespace

std::unique_ptr<DialectSession> HttpDialect::session(const ReadLimits& limits) const {
  return std::make_unique<HttpSession>(limits);
}

std::string HttpDialect::ask_capabilities(std::string_view authority) const {
  return "GET " + std::string(kMissingPath) + " HTTP/1.1\r\nHost: " + std::string(authority) +
         "\r\nConnection: close\r\n";
}

const DialectInfo& http_info() {
  static const DialectInfo kInfo{
      .name = "http",
      .numeric = true,
      .text_fields = {"reason", "text"},
      .fields = {{"octets", FieldType::Number, Compare::Exact, "",
                  "size of the response on the wire"},
                 {"header", FieldType::Table, Compare::Exact, "",
                  "header fields, names in either case, values without outer white space"},
                 {"trailer", FieldType::Table, Compare::Exact, "", "trailer fields"},
                 {"body", FieldType::Text, Compare::Exact, "",
                  "content, without its chunked coding; content codings are left alone"},
                 {"body_octets", FieldType::Number, Compare::Exact, "", "size of the content"},
                 {"interim", FieldType::List, Compare::Exact, "",
                  "codes of the 1xx responses before it that no step awaited"},
                 {"version", FieldType::Text, Compare::Exact, "", "\"HTTP/1.1\""},
                 {"same_headers", FieldType::Table, Compare::Exact, "",
                  "{ as, but }: the same fields as that reply"},
                 {"received_line", FieldType::Text, Compare::Exact, "",
                  "of message/http: the start-line that was received"},
                 {"received", FieldType::Table, Compare::Exact, "",
                  "of message/http: the header fields that were received"},
                 {"received_body", FieldType::Text, Compare::Exact, "",
                  "of message/http: the content that was received, decoded"}},
      .invariants = invariants(),
      .services = {"http", "https"},
      .unasked = {"408"},  // RFC 9110 section 15.5.9
      .counted_barrier = true};
  return kInfo;
}

}  // namespace wireassay::http
