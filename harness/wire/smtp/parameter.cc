// The table of parameters and the validation of their values; the grammar of each stands above its
// function.
#include "wire/smtp/parameter.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "core/cursor.h"
#include "wire/message/utf8.h"
#include "wire/smtp/xtext.h"

namespace wireassay::smtp {
namespace {

using Kind = ParameterError::Kind;
using enum ParameterName;

// What a parameter adds to a command line is in its RFC ("the maximum length of a MAIL FROM command
// line is increased by 26 characters"); where an RFC is silent (DSN, BODY) it is the longest form
// with its space.
constexpr ParameterSpec kSpecs[] = {
    {Size, "SIZE", ParameterOf::Mail, "SIZE", 26, "RFC 1870"},
    {Body, "BODY", ParameterOf::Mail, "8BITMIME", 16, "RFC 6152"},
    {Smtputf8, "SMTPUTF8", ParameterOf::Mail, "SMTPUTF8", 10, "RFC 6531"},
    {Auth, "AUTH", ParameterOf::Mail, "AUTH", 500, "RFC 4954"},
    {Ret, "RET", ParameterOf::Mail, "DSN", 9, "RFC 3461"},
    {Envid, "ENVID", ParameterOf::Mail, "DSN", 7 + kMaxEnvid, "RFC 3461"},
    {By, "BY", ParameterOf::Mail, "DELIVERBY", 17, "RFC 2852"},
    {MtPriority, "MT-PRIORITY", ParameterOf::Mail, "MT-PRIORITY", 15, "RFC 6710"},
    {Requiretls, "REQUIRETLS", ParameterOf::Mail, "REQUIRETLS", 11, "RFC 8689"},
    {Notify, "NOTIFY", ParameterOf::Rcpt, "DSN", 29, "RFC 3461"},
    {Orcpt, "ORCPT", ParameterOf::Rcpt, "DSN", 7 + kMaxOrcpt, "RFC 3461"},
};

/// What a reader of one value answers: the rule that did not hold.
struct Refusal {
  std::string_view rule;
  Kind kind = Kind::Syntax;
};
template <class T>
using Value = std::expected<T, Refusal>;
using Given = std::optional<std::string_view>;

std::unexpected<Refusal> refuse(std::string_view rule, Kind kind = Kind::Syntax) {
  return std::unexpected(Refusal{rule, kind});
}

// size-value = 1*20DIGIT (RFC 1870 section 4)
Value<std::uint64_t> read_size(Given text) {
  if (!text || text->size() > 20 || !std::ranges::all_of(*text, is_digit))
    return refuse("size-value");
  std::uint64_t size = 0;
  const auto end = std::from_chars(text->data(), text->data() + text->size(), size);
  if (end.ec == std::errc::result_out_of_range) return std::numeric_limits<std::uint64_t>::max();
  return size;
}

// body-value = "7BIT" / "8BITMIME" / "BINARYMIME" (RFC 3030 section 3)
Value<smtp::Body> read_body(Given text) {
  if (!text) return refuse("body-value");
  if (equal_ignoring_case(*text, "7BIT")) return smtp::Body::SevenBit;
  if (equal_ignoring_case(*text, "8BITMIME")) return smtp::Body::EightBitMime;
  if (equal_ignoring_case(*text, "BINARYMIME")) return smtp::Body::BinaryMime;
  return refuse("body-value", Kind::NotImplemented);
}

// "If this parameter is provided, it MUST not accept a value" (RFC 6531 section 3.4); REQUIRETLS
// has none either.
Value<bool> read_flag(Given text, std::string_view rule) {
  if (text) return refuse(rule);
  return true;
}

// auth-param = "AUTH=" xtext ; the decoded value is a mailbox or "<>" (RFC 4954 sections 5 and 8)
Value<std::string> read_auth(Given text) {
  if (!text) return refuse("auth-param");
  auto decoded = decode_xtext(*text);
  if (!decoded) return refuse("xtext");
  if (*decoded != "<>" && !message::parse_mailbox(*decoded, {.smtputf8 = true}))
    return refuse("auth-param");
  return std::move(*decoded);
}

// RET=FULL and RET=HDRS (RFC 3461 section 4.3)
Value<smtp::Ret> read_ret(Given text) {
  if (text && equal_ignoring_case(*text, "FULL")) return smtp::Ret::Full;
  if (text && equal_ignoring_case(*text, "HDRS")) return smtp::Ret::Hdrs;
  return refuse("ret-value");
}

// "the value of the ENVID parameter prior to encoding as "xtext" MUST consist entirely of printable
// (graphic and white space) characters from the US-ASCII repertoire" (RFC 3461 section 4.4)
Value<std::string> read_envid(Given text) {
  if (!text || text->size() > kMaxEnvid) return refuse("envid-parameter");
  auto decoded = decode_xtext(*text);
  if (!decoded) return refuse("xtext");
  const auto printable = [](char c) { return c == '\t' || (c >= 32 && c <= 126); };
  if (!std::ranges::all_of(*decoded, printable)) return refuse("envid-parameter");
  return std::move(*decoded);
}

// by-value = by-time ";" by-mode [by-trace] ; by-time = ["-" / "+"] 1*9digit (RFC 2852 section 4)
// "a negative or zero value is not allowed with a by-mode of "R""
Value<DeliverBy> read_by(Given text) {
  Cursor in(text.value_or(""));
  DeliverBy by;
  const bool negative = in.take('-');
  if (!negative) in.take('+');
  const std::string_view digits = in.take_while(is_digit);
  if (digits.empty() || digits.size() > 9 || !in.take(';')) return refuse("by-value");
  std::from_chars(digits.data(), digits.data() + digits.size(), by.seconds);
  if (negative) by.seconds = -by.seconds;
  by.give_back = in.take_word("R");
  if (!by.give_back && !in.take_word("N")) return refuse("by-mode");
  by.trace = in.take_word("T");
  if (!in.at_end()) return refuse("by-value");
  if (by.give_back && by.seconds <= 0) return refuse("by-time");
  return by;
}

// priority-value = (["-"] NZDIGIT) / "0" (RFC 6710 section 7)
Value<int> read_mt_priority(Given text) {
  Cursor in(text.value_or(""));
  const bool negative = in.take('-');
  const std::optional<char> digit = in.peek();
  if (!digit || !is_digit(*digit) || (negative && *digit == '0')) return refuse("priority-value");
  in.take(*digit);
  if (!in.at_end()) return refuse("priority-value");
  return negative ? -(*digit - '0') : *digit - '0';
}

// notify-esmtp-value = "NEVER" / 1#notify-list-element ; "SUCCESS" / "FAILURE" / "DELAY" (RFC 3461
// section 4.1)
Value<smtp::Notify> read_notify(Given text) {
  if (!text) return refuse("notify-esmtp-value");
  smtp::Notify notify;
  if (equal_ignoring_case(*text, "NEVER")) {
    notify.never = true;
    return notify;
  }
  Cursor in(*text);
  do {
    const std::string_view word = in.take_while(is_alpha);
    bool* flag = nullptr;
    if (equal_ignoring_case(word, "SUCCESS")) flag = &notify.success;
    if (equal_ignoring_case(word, "FAILURE")) flag = &notify.failure;
    if (equal_ignoring_case(word, "DELAY")) flag = &notify.delay;
    if (flag == nullptr) return refuse("notify-list-element");
    *flag = true;
  } while (in.take(','));
  if (!in.at_end()) return refuse("notify-esmtp-value");
  return notify;
}

// original-recipient-address = addr-type ";" xtext ; addr-type = atom (RFC 3461 section 4.2). An
// address of type utf-8 may hold its characters unencoded (RFC 6533 section 3).
Value<OriginalRecipient> read_orcpt(Given text) {
  if (!text || text->size() > kMaxOrcpt) return refuse("orcpt-parameter");
  Cursor in(*text);
  const auto type = message::read_atom(in, false);
  if (!type || !in.take(';')) return refuse("addr-type");
  OriginalRecipient recipient{.type = std::string(*type)};
  if (equal_ignoring_case(*type, "utf-8") && std::ranges::any_of(in.rest(), is_non_ascii)) {
    recipient.address = in.rest();
    return recipient;
  }
  auto address = decode_xtext(in.rest());
  if (!address) return refuse("xtext");
  recipient.address = std::move(*address);
  return recipient;
}

template <class T>
std::optional<Refusal> keep(Value<T> value, std::optional<T>& into) {
  if (!value) return value.error();
  into = std::move(*value);
  return std::nullopt;
}
std::optional<Refusal> keep(Value<bool> value, bool& into) {
  if (!value) return value.error();
  into = *value;
  return std::nullopt;
}

std::optional<Refusal> take_value(ParameterName name, Given text, MailParameters& out) {
  switch (name) {
    case Size: return keep(read_size(text), out.size);
    case Body: return keep(read_body(text), out.body);
    case Smtputf8: return keep(read_flag(text, "SMTPUTF8"), out.smtputf8);
    case Auth: return keep(read_auth(text), out.auth);
    case Ret: return keep(read_ret(text), out.ret);
    case Envid: return keep(read_envid(text), out.envid);
    case By: return keep(read_by(text), out.by);
    case MtPriority: return keep(read_mt_priority(text), out.mt_priority);
    case Requiretls: return keep(read_flag(text, "REQUIRETLS"), out.requiretls);
    case Notify:
    case Orcpt: break;
  }
  return Refusal{"esmtp-keyword", Kind::Unknown};
}

std::optional<Refusal> take_value(ParameterName name, Given text, RcptParameters& out) {
  if (name == Notify) return keep(read_notify(text), out.notify);
  if (name == Orcpt) return keep(read_orcpt(text), out.orcpt);
  return Refusal{"esmtp-keyword", Kind::Unknown};
}

/// Each parameter once: RFC 3461 section 4.5 answers 501 to a second one, RFC 6710 section 4.1 too.
template <class Out>
std::expected<Out, ParameterError> read_list(std::span<const Parameter> list, ParameterSet offered,
                                             ParameterOf of) {
  Out out;
  ParameterSet seen = ParameterSet::none();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const ParameterSpec* spec = find_parameter(of, list[i].keyword);
    if (spec == nullptr || !offered.has(spec->name)) {
      return std::unexpected(ParameterError{Kind::Unknown, i, "esmtp-keyword"});
    }
    if (seen.has(spec->name))
      return std::unexpected(ParameterError{Kind::Syntax, i, "esmtp-param"});
    seen = seen.with(spec->name);
    const Given text = list[i].value ? Given(*list[i].value) : std::nullopt;
    if (const auto refusal = take_value(spec->name, text, out)) {
      return std::unexpected(ParameterError{refusal->kind, i, refusal->rule});
    }
  }
  return out;
}

}  // namespace

std::span<const ParameterSpec> parameter_specs() { return kSpecs; }

const ParameterSpec* find_parameter(ParameterOf of, std::string_view keyword) {
  for (const ParameterSpec& spec : kSpecs) {
    if (spec.of == of && equal_ignoring_case(spec.keyword, keyword)) return &spec;
  }
  return nullptr;
}

std::expected<MailParameters, ParameterError> read_mail_parameters(std::span<const Parameter> list,
                                                                   ParameterSet offered) {
  return read_list<MailParameters>(list, offered, ParameterOf::Mail);
}

std::expected<RcptParameters, ParameterError> read_rcpt_parameters(std::span<const Parameter> list,
                                                                   ParameterSet offered) {
  return read_list<RcptParameters>(list, offered, ParameterOf::Rcpt);
}

}  // namespace wireassay::smtp
