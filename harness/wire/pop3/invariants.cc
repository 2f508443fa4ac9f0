// Rules that every POP3 response must keep.
#include "wire/pop3/invariants.h"

#include <algorithm>
#include <optional>

#include "wire/pop3/argument.h"
#include "wire/pop3/capability.h"
#include "wire/pop3/greeting.h"
#include "wire/pop3/listing.h"
#include "wire/pop3/resp_code.h"

namespace wireassay::pop3 {
namespace {

std::vector<FieldSpec> fields() {
  using enum FieldType;
  return {
      {"octets", Number, Compare::Exact, "", "size of the reply on the wire"},
      {"capabilities", List, Compare::Capability, "",
       "what CAPA lists: NAME, NAME=VALUE, AUTH=MECHANISM"},
      {"args", Text, Compare::Exact, "", "words after +OK or +"},
      {"code", Text, Compare::IgnoreCase, "RESP-CODES", "response code: IN-USE"},
      {"lines", List, Compare::Exact, "", "body without its stuffing, line by line"},
      {"body", Text, Compare::Exact, "", "body without its stuffing"},
      {"body_octets", Number, Compare::Exact, "", "size of the body"},
  };
}

std::vector<Invariant> invariants() {
  return {
      {rule::kStatusCapitals, "RFC 1939", "3", "MUST", "Status indicators are in capitals",
       "Servers MUST send the \"+OK\" and \"-ERR\" in upper case."},
      {rule::kCrlf, "RFC 1939", "3", "MUST", "Responses end in CRLF, without a bare CR or LF",
       "All responses are terminated by a CRLF pair."},
      {rule::kLineLength, "RFC 2449", "4", "MUST",
       "The first line of a response has at most 512 octets with its CRLF",
       "The maximum length of the first line of a command response (including the initial "
       "greeting) is unchanged at 512 octets (including the terminating CRLF)."},
      {rule::kDotStuffing, "RFC 1939", "3", "MUST",
       "A line of a body that begins with a period is sent with another before it",
       "If any line of the multi-line response begins with the termination octet, the line is "
       "\"byte-stuffed\" by pre-pending the termination octet to that line of the response."},
      {rule::kContinueSpace, "RFC 5034", "5", "MUST", "A space follows the + of a challenge",
       "continue-req = \"+\" SP [base64] CRLF"},
      {rule::kChallenge, "RFC 5034", "4", "MUST NOT", "A challenge is base64 and nothing else",
       "This line MUST NOT contain any text other than the BASE64-encoded challenge."},
      {rule::kTimestamp, "RFC 2449", "3", "MUST",
       "What stands in angle brackets in a greeting is a msg-id",
       "timestamp = \"<\" *VCHAR \">\" ;MUST conform to RFC-822 msg-id"},
      {rule::kDropListing, "RFC 1939", "5", "MUST",
       "STAT is answered with the number of messages and the size of the maildrop",
       "The positive response consists of \"+OK\" followed by a single space, the number of "
       "messages in the maildrop, a single space, and the size of the maildrop in octets."},
      {rule::kScanListing, "RFC 1939", "5", "MUST",
       "Scan listings begin with message-number, space and size",
       "A scan listing consists of the message-number of the message, followed by a single space "
       "and the exact size of the message in octets."},
      {rule::kUniqueIdListing, "RFC 1939", "7", "MUST",
       "Unique-id listings are message-number, space and unique-id, and nothing else",
       "A unique-id listing consists of the message-number of the message, followed by a single "
       "space and the unique-id of the message. No information follows the unique-id in the "
       "unique-id listing."},
      {rule::kUniqueId, "RFC 1939", "7", "MUST",
       "A unique-id has one to 70 printable characters without spaces",
       "The unique-id of a message is an arbitrary server-determined string, consisting of one to "
       "70 characters in the range 0x21 to 0x7E"},
      {rule::kCapability, "RFC 2449", "3", "MUST",
       "Lines of the answer to CAPA are tags with parameters",
       "capability = capa-tag *(SP param) CRLF"},
      {rule::kCapabilityLength, "RFC 2449", "5", "MUST",
       "A line of the answer to CAPA has at most 512 octets with its CRLF",
       "Each capability line is limited to 512 octets (including the CRLF)."},
      {rule::kRespCode, "RFC 2449", "8", "MUST",
       "Response codes stand only in responses for which they are defined",
       "This specification amends the POP3 standard to permit an optional response code, enclosed "
       "in square brackets, at the beginning of the human readable text portion of an \"+OK\" or "
       "\"-ERR\" response."},
      {rule::kUnasked, "RFC 1939", "5", "MUST", "No positive response comes without a command",
       "After each command, the POP3 server issues a response."},
  };
}

/// Where the line of that number begins; lines behind the first end in CRLF.
std::size_t line_offset(std::string_view raw, std::size_t number) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < number; ++i) {
    const std::size_t end = i == 0 ? raw.find('\n') : raw.find("\r\n", at);
    if (end == std::string_view::npos) return std::min(at, raw.size());
    at = end + (i == 0 ? 1 : 2);
  }
  return at;
}

using Check = std::optional<std::string_view> (*)(std::string_view text);

std::optional<std::string_view> check_drop_listing(std::string_view text) {
  if (parse_drop_listing(text)) return std::nullopt;
  return rule::kDropListing;
}

std::optional<std::string_view> check_scan_listing(std::string_view text) {
  if (parse_scan_listing(text)) return std::nullopt;
  return rule::kScanListing;
}

std::optional<std::string_view> check_unique_id_listing(std::string_view text) {
  const auto listing = parse_unique_id_listing(text);
  if (listing) return std::nullopt;
  return listing.error().rule == "unique-id" ? rule::kUniqueId : rule::kUniqueIdListing;
}

std::optional<std::string_view> check_capability(std::string_view text) {
  const auto capability = parse_capability(text);
  if (capability) return std::nullopt;
  return capability.error().code == Errc::TooLong ? rule::kCapabilityLength : rule::kCapability;
}

Check check_of(Verb verb) {
  if (verb == Verb::Stat) return check_drop_listing;
  if (verb == Verb::List) return check_scan_listing;
  if (verb == Verb::Uidl) return check_unique_id_listing;
  return verb == Verb::Capa ? check_capability : nullptr;
}

class Inspection {
 public:
  Inspection(const Reply& reply, std::string_view raw, const Question& question)
      : reply_(reply), raw_(raw), question_(question) {}

  std::vector<Deviation> run() {
    // Servers say why they close: what nobody asked for may be negative.
    if (question_.nothing && !question_.greeting && reply_.status == Status::Ok)
      break_rule(rule::kUnasked, 0);
    if (question_.greeting && !parse_timestamp(reply_.text)) break_rule(rule::kTimestamp, text());
    const auto code = resp_code(reply_.text);
    const bool misplaced = question_.resp_codes && code && !question_.nothing &&
                           !resp_code_allowed(*code, reply_.status, question_.asked);
    if (misplaced) break_rule(rule::kRespCode, text());
    if (reply_.status == Status::Continue && !reply_.text.empty() && !is_base64(reply_.text))
      break_rule(rule::kChallenge, text());
    if (reply_.status == Status::Ok) inspect_lines();
    return std::move(broken_);
  }

 private:
  std::size_t text() const { return std::min(to_string(reply_.status).size() + 1, raw_.size()); }

  void break_rule(std::string_view id, std::size_t offset) {
    const auto same = [id](const Deviation& other) { return other.rule == id; };
    if (std::ranges::none_of(broken_, same)) broken_.push_back({id, offset});
  }

  void inspect_lines() {
    const Check check = check_of(question_.asked);
    if (check == nullptr) return;
    if (question_.form == Form::SingleLine) {
      if (const auto broken = check(reply_.text)) break_rule(*broken, text());
      return;
    }
    if (!reply_.body) return;
    const std::vector<std::string> lines = body_lines(*reply_.body);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (const auto broken = check(lines[i])) break_rule(*broken, line_offset(raw_, i + 1));
    }
  }

  const Reply& reply_;
  std::string_view raw_;
  const Question& question_;
  std::vector<Deviation> broken_;
};

}  // namespace

const DialectInfo& pop3_info() {
  static const DialectInfo kInfo{
      .name = "pop3",
      .classes = {"+OK", "-ERR", "+"},
      .text_fields = {"text"},
      .fields = fields(),
      .invariants = invariants(),
      .services = {"pop3", "pop3s"},
      .snapshot = true,
      .counted_barrier = true,
  };
  return kInfo;
}

std::vector<Deviation> broken_rules(const Reply& reply, std::string_view raw,
                                    const Question& question) {
  return Inspection(reply, raw, question).run();
}

}  // namespace wireassay::pop3
