#include "beside/grammar.h"

#include <re2/re2.h>

#include <string>

namespace wireassay::beside {
namespace {

using Text = std::string;

// FWS = ([*WSP CRLF] 1*WSP), here with LF alone, too
const Text& fws() {
  static const Text kText = "(?:[ \\t]*(?:\\r?\\n)?[ \\t]+)";
  return kText;
}
const Text& atom() {
  static const Text kText = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  return kText;
}
/// A whole match, octet for octet.
bool matches(std::string_view text, const RE2& rule) {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), rule);
}

RE2::Options octets() {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(true);
  return options;
}

Text maybe(const Text& rule) { return "(?:" + rule + ")?"; }
Text list_of(const Text& rule) { return rule + "(?:," + rule + ")*"; }
Text padded(const Text& rule) { return maybe(fws()) + "(?:" + rule + ")" + maybe(fws()); }

Text address_list() {
  const Text dot_atom = atom() + "(?:\\." + atom() + ")*";
  const Text quoted = "\"(?:" + fws() + "|[!#-\\[\\]-~]|\\\\[ -~])*\"";
  const Text word = "(?:" + atom() + "|" + quoted + ")";
  const Text phrase = word + "(?:" + fws() + word + ")*";
  const Text domain = "(?:" + dot_atom + "|\\[[!-Z^-~]*\\])";
  const Text addr_spec = "(?:" + dot_atom + "|" + quoted + ")@" + domain;
  const Text route = "@" + domain + "(?:,@" + domain + ")*:";
  const Text comment = fws() + "\\([!-'*-\\[\\]-~ ]*\\)";
  const Text angle = maybe(padded(phrase)) + "<" + padded(maybe(route) + addr_spec) + ">";
  const Text mailbox = padded("(?:" + angle + "|" + addr_spec + maybe(comment) + ")");
  const Text group = padded(phrase) + ":(?:" + list_of(mailbox) + "|" + maybe(fws()) + ");";
  return list_of(padded(mailbox + "|" + group));
}

Text date_time() {
  const Text gap = fws();
  return maybe(gap) + maybe("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)," + gap) + "[0-9]{1,2}" + gap +
         "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)" + gap + "(?:[0-9]{2}|[0-9]{4})" +
         gap + "[0-9]{2}:[0-9]{2}(?::[0-9]{2})?" + gap +
         "(?:[+-][0-9]{4}|UT|GMT|[ECMP][SD]T|[A-IK-Za-ik-z])" + maybe(gap);
}

Text content_type() {
  const Text token = "[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+";
  const Text quoted = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\"";
  const Text gap = "[ \\t]*";
  return gap + token + "/" + token + "(?:" + gap + ";" + gap + token + "=(?:" + token + "|" +
         quoted + "))*" + gap;
}

Text header_section() {
  const Text text = "[^\\r\\n\\x00]*";
  return "(?:[!-9;-~]+[ \\t]*:" + text + "(?:\\r?\\n[ \\t]" + text + ")*\\r?\\n)*(?:\\r?\\n)?";
}

Text encoded_text() {
  const Text token = "[!#$%&'*+0-9A-Z^`a-z{|}~-]+";
  const Text b = "[Bb]\\?(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?";
  const Text q = "[Qq]\\?(?:[!-<>@-~]|=[0-9A-F]{2})*";
  const Text word = "(?:=\\?" + token + "\\?(?:" + b + "|" + q + ")\\?=)";
  const Text other = "(?:[!-<>-~]+)";
  const Text any = "(?:" + word + "|" + other + ")";
  return maybe(any + "(?:[ \\t]+" + any + ")*");
}

Text quoted_printable() {
  const Text octet = "(?:[!-<>-~]|=[0-9A-F]{2})";
  const Text line = "(?:(?:[ \\t]*" + octet + ")*(?:[ \\t]*=)?[ \\t]*)";
  return "(?:" + line + "\\r?\\n)*(?:[ \\t]*" + octet + ")*[ \\t]*";
}

Text base64_body() {
  const Text end = "(?:\\r?\\n)*";
  const Text digit = end + "[A-Za-z0-9+/]";
  return "(?:" + digit + digit + digit + digit + ")*(?:" + digit + digit + end + "=" + end + "=|" +
         digit + digit + digit + end + "=)?" + end;
}

}  // namespace

bool is_address_list(std::string_view text) {
  static const RE2 kRule(address_list(), octets());
  return matches(text, kRule);
}
bool is_date_time(std::string_view text) {
  static const RE2 kRule(date_time(), octets());
  return matches(text, kRule);
}
bool is_content_type(std::string_view text) {
  static const RE2 kRule(content_type(), octets());
  return matches(text, kRule);
}
bool is_header_section(std::string_view text) {
  static const RE2 kRule(header_section(), octets());
  return matches(text, kRule);
}
bool is_encoded_text(std::string_view text) {
  static const RE2 kRule(encoded_text(), octets());
  return matches(text, kRule);
}
bool is_quoted_printable(std::string_view text) {
  static const RE2 kRule(quoted_printable(), octets());
  return matches(text, kRule);
}
bool is_base64_body(std::string_view text) {
  static const RE2 kRule(base64_body(), octets());
  return matches(text, kRule);
}

}  // namespace wireassay::beside
