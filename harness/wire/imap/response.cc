// One reader for both: what it forgives is an error of the strict one.
#include "wire/imap/response.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/cursor.h"
#include "wire/imap/characters.h"
#include "wire/imap/faults.h"
#include "wire/imap/response_head.h"
#include "wire/imap/response_inner.h"
#include "wire/imap/value_reader.h"
#include "wire/message/utf8.h"

namespace wireassay::imap {
namespace {

class Reader {
 public:
  Reader(std::string_view octets, const Limits& limits)
      : octets_(octets), limits_(limits), in_(without_line_end(octets)) {}

  std::optional<ParseError> read() {
    response_.octets = octets_;
    if (!octets_.ends_with("\r\n")) faults_.add(rule::kCrlf, octets_.size() - 1, "CRLF");
    const auto head = read_head(in_, faults_);
    if (!head) return head.error();
    response_.kind = head->kind;
    response_.tag = head->tag;
    response_.name = head->name;
    if (head->kind == Response::Kind::Continuation) return read_continuation();
    if (!head->is_status()) return read_data(*head);
    read_status();
    return std::nullopt;
  }

  Response& response() { return response_; }
  Faults& faults() { return faults_; }

 private:
  static std::string_view without_line_end(std::string_view octets) {
    octets.remove_suffix(octets.ends_with("\r\n") ? 2 : 1);
    return octets;
  }

  // continue-req = "+" SP (resp-text / base64) CRLF
  std::optional<ParseError> read_continuation() {
    if (in_.at_end()) {
      faults_.add(rule::kGrammar, in_.offset(), "continue-req");
      return std::nullopt;
    }
    if (!in_.take(' ')) return in_.malformed("continue-req");
    read_resp_text();
    return std::nullopt;
  }

  // resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text
  void read_status() {
    if (!in_.take(' ')) faults_.add(rule::kGrammar, in_.offset(), "resp-text");
    read_resp_text();
  }

  // resp-text = ["[" resp-text-code "]" SP] [text]; without text the space is missing in examples
  // of the RFCs, too ("* OK [CLOSED]", RFC 7162 section 3.2.5.1), and text may look like a code.
  void read_resp_text() {
    if (in_.next_is('[') && read_code() && !in_.at_end() && !in_.take(' '))
      faults_.add(rule::kResponseCode, in_.offset(), "resp-text");
    const std::size_t from = in_.offset();
    response_.text = in_.rest();
    judge_text(response_.text, from);
  }

  /// False, and nothing taken, if the bracket opens text.
  bool read_code() {
    Cursor in = in_;
    in.take('[');
    const std::size_t from = in.offset();
    ResponseCode code;
    code.name = in.take_while(is_atom_char);
    const bool ends = in.next_is(']') || in.next_is(' ');
    if (code.name.empty() || !ends || in.rest().find(']') == std::string_view::npos) return false;
    const ValuesCheck check = find_response_code(code.name);
    const Cursor behind_name = in;
    if (check == nullptr || !read_known_code(in, code, check)) {
      in = behind_name;
      code.args.clear();
      const bool announced = in.take(' ');
      const bool empty = in.take_while([](char c) { return c != ']'; }).empty();
      if (announced && empty) faults_.add(rule::kResponseCode, in.offset(), "resp-text-code");
    }
    code.octets = in.since(from);
    code.arguments = code.octets.substr(code.name.size());
    if (code.arguments.starts_with(' ')) code.arguments.remove_prefix(1);
    judge_text(code.octets, from);
    in.take(']');
    response_.code = std::move(code);
    in_ = in;
    return true;
  }

  bool read_known_code(Cursor& in, ResponseCode& code, ValuesCheck check) {
    const std::size_t from = in.offset();
    Faults faults;  // one rule for all that may be wrong in a code
    auto error = ValueReader(in, limits_, faults, Sections::No, ']').read(code.args, true);
    const bool closed = !error && in.next_is(']');
    if (!error && !faults.empty()) error = faults.sorted().front().error;
    if (!error) error = check(code.args, in.offset());
    if (!closed) error = ParseError{Errc::Malformed, from, "resp-text-code"};
    if (error) faults_.add(rule::kResponseCode, *error);
    return closed;
  }

  // text = 1*(TEXT-CHAR / UTF8-2 / UTF8-3 / UTF8-4) ; TEXT-CHAR = <any CHAR except CR and LF>
  void judge_text(std::string_view text, std::size_t offset) {
    const auto is_odd = [](char c) { return is_non_ascii(c) || c == '\r' || c == '\0'; };
    for (Cursor in(text, offset); !in.at_end();) {
      in.take_while([&](char c) { return !is_odd(c); });
      if (in.at_end()) return;
      const std::size_t wide = message::utf8_non_ascii_size(in.rest());
      if (in.next_is('\r')) {
        faults_.add(rule::kCrlf, in.offset(), "CRLF");
      } else if (wide == 0) {
        faults_.add(rule::kOctets, in.offset(), "text");
      }
      in.take_octets(std::max<std::size_t>(wide, 1));
    }
  }

  std::optional<ParseError> read_data(const Head& head) {
    if (!head.digits.empty()) response_.number = number_of(head.digits);
    const Sections sections = response_.named("FETCH") ? Sections::Yes : Sections::No;
    if (auto error = ValueReader(in_, limits_, faults_, sections).read(response_.values, true))
      return error;
    check_data(response_, {head.digits, head.number_offset}, in_.offset(), faults_);
    return std::nullopt;
  }

  static std::uint64_t number_of(std::string_view digits) {
    std::uint64_t number = 0;
    const char* const end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, number).ec != std::errc())
      number = std::numeric_limits<std::uint64_t>::max();
    return number;
  }

  std::string_view octets_;
  const Limits& limits_;
  Cursor in_;
  Faults faults_;
  Response response_;
};

}  // namespace

bool Response::is_status() const {
  if (kind == Kind::Completion) return true;
  constexpr std::string_view kWords[] = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
  return kind == Kind::Untagged && !number &&
         std::ranges::any_of(kWords, [this](std::string_view word) { return named(word); });
}

bool Response::operator==(const Response& other) const {
  return kind == other.kind && tag == other.tag && name == other.name && number == other.number &&
         code == other.code && text == other.text && values == other.values;
}

Parsed<Response> parse_response(std::string_view in, const Limits& limits) {
  const Parsed<std::size_t> end = ResponseScanner(limits).scan(in);
  if (const auto* error = std::get_if<ParseError>(&end)) return *error;
  const auto* size = std::get_if<Got<std::size_t>>(&end);
  if (size == nullptr) return NeedMore{};
  Reader reader(in.substr(0, size->used), limits);
  const auto error = reader.read();
  if (!reader.faults().empty()) {
    const ParseError& first = reader.faults().sorted().front().error;
    if (!error || first.offset < error->offset) return first;
  }
  if (error) return *error;
  return Got<Response>{std::move(reader.response()), size->used};
}

Parsed<LenientResponse> parse_response_lenient(std::string_view in, const Limits& limits) {
  const Parsed<std::size_t> end = ResponseScanner(limits).scan(in);
  if (const auto* error = std::get_if<ParseError>(&end)) return *error;
  const auto* size = std::get_if<Got<std::size_t>>(&end);
  if (size == nullptr) return NeedMore{};
  Reader reader(in.substr(0, size->used), limits);
  if (const auto error = reader.read()) return *error;
  LenientResponse lenient{std::move(reader.response()), {}};
  for (const Fault& fault : reader.faults().sorted())
    lenient.deviations.push_back({fault.id, fault.error.offset});
  return Got<LenientResponse>{std::move(lenient), size->used};
}

std::string to_wire(const Response& response) {
  std::string out(response.kind == Response::Kind::Untagged       ? "*"
                  : response.kind == Response::Kind::Continuation ? "+"
                                                                  : response.tag);
  if (response.number) out.append(" ").append(std::to_string(*response.number));
  if (!response.name.empty()) out.append(" ").append(response.name);
  out += to_wire(response.values);
  if (response.is_status() || response.kind == Response::Kind::Continuation) out += " ";
  if (response.code) out.append("[").append(response.code->octets).append("] ");
  return out.append(response.text).append("\r\n");
}

}  // namespace wireassay::imap
