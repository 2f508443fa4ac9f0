// A text form of what the two readers answer, for tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "testing/parser.h"
#include "wire/imap/response.h"

namespace wireassay::imap {

/// 'a "b" <literal> ~<literal8> (list)', one space where one stood.
inline std::string show(const std::vector<Value>& values) {
  std::string out;
  for (const Value& value : values) {
    if (value.spaced) out += ' ';
    const std::string text(value.text);
    switch (value.form) {
      case Value::Form::Atom: out += text; break;
      case Value::Form::Quoted: out += "\"" + text + "\""; break;
      case Value::Form::Literal: out += "<" + text + ">"; break;
      case Value::Form::Literal8: out += "~<" + text + ">"; break;
      case Value::Form::List: out += "(" + show(value.items) + ")"; break;
    }
  }
  return out;
}

/// "A1:OK [UIDNEXT: 3] done", "*:3 FETCH (UID 2)", "+: text"
inline std::string show(const Response& response) {
  std::string out = response.kind == Response::Kind::Completion ? std::string(response.tag) + ":"
                    : response.kind == Response::Kind::Untagged ? "*:"
                                                                : "+:";
  if (response.number) out += std::to_string(*response.number) + " ";
  out.append(response.name).append(show(response.values));
  if (response.code)
    out.append(" [").append(response.code->name).append(":").append(show(response.code->args)) +=
        "]";
  if (!response.text.empty()) out.append(" ").append(response.text);
  return out;
}

inline std::string outcome(const Parsed<Response>& parsed) {
  if (const auto* error = std::get_if<ParseError>(&parsed)) return to_string(*error);
  const auto* got = std::get_if<Got<Response>>(&parsed);
  return got == nullptr ? "more" : show(got->value);
}

/// "grammar@6 crlf@9", or "refused", or "" where nothing was forgiven.
inline std::string forgiven(const Parsed<LenientResponse>& parsed) {
  if (std::holds_alternative<NeedMore>(parsed)) return "more";
  if (std::holds_alternative<ParseError>(parsed)) return "refused";
  std::string out;
  for (const Deviation& deviation : std::get<Got<LenientResponse>>(parsed).value.deviations) {
    if (!out.empty()) out += ' ';
    out += deviation.rule.substr(deviation.rule.find('.') + 1);
    out += "@" + std::to_string(deviation.offset);
  }
  return out;
}

/// What both readers must keep for any input.
inline std::string broken_reader(std::string_view in, const Limits& limits = {}) {
  const auto strict = [&](std::string_view octets) { return parse_response(octets, limits); };
  const auto lenient = [&](std::string_view octets) {
    return parse_response_lenient(octets, limits);
  };
  const auto print = [](const Response& response) { return to_wire(response); };
  if (std::string broken = testing::broken_invariant<Response>(in, strict, print); !broken.empty())
    return broken;
  return testing::broken_invariant<LenientResponse>(in, lenient);
}

}  // namespace wireassay::imap
