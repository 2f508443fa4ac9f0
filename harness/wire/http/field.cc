// Tokens, quoted strings, parameters and the lists made of them.
#include "wire/http/field.h"

#include <algorithm>
#include <charconv>

#include "wire/http/characters.h"

namespace wireassay::http {
namespace {

std::unexpected<ParseError> refuse(std::size_t offset, std::string_view rule,
                                   Errc code = Errc::Malformed) {
  return std::unexpected(ParseError{code, offset, rule});
}

/// Takes "(token / quoted-string)" behind the name and its "=".
bool take_value(Cursor& in, Parameter& parameter) {
  if (auto text = take_quoted_string(in)) {
    parameter.value = std::move(*text);
    parameter.quoted = true;
    return true;
  }
  parameter.value = take_token(in);
  return !parameter.value.empty();
}

// transfer-parameter = token BWS "=" BWS ( token / quoted-string ); a sender generates no BWS
Checked<TransferCoding> read_coding(const Element& element) {
  Cursor in(element.text, element.offset);
  TransferCoding coding{.name = std::string(take_token(in)), .parameters = {}};
  if (coding.name.empty()) return refuse(in.offset(), "transfer-coding");
  while (!in.at_end()) {
    skip_ows(in);
    if (!in.take(';')) return refuse(in.offset(), "transfer-coding");
    skip_ows(in);
    Parameter parameter{.name = std::string(take_token(in)), .value = {}};
    if (parameter.name.empty() || !in.take('=') || !take_value(in, parameter))
      return refuse(in.offset(), "transfer-parameter");
    if (coding.parameters.size() == kMaxParameters)
      return refuse(in.offset(), "transfer-parameter", Errc::TooMany);
    coding.parameters.push_back(std::move(parameter));
  }
  return coding;
}

/// Reads every element of a list by the same function.
template <class T, class Read>
Checked<std::vector<T>> read_list(std::string_view value, List list, Read read) {
  const auto elements = split_list(value, list);
  if (!elements) return std::unexpected(elements.error());
  std::vector<T> values;
  values.reserve(elements->size());
  for (const Element& element : *elements) {
    Checked<T> one = read(element);
    if (!one) return std::unexpected(one.error());
    values.push_back(std::move(*one));
  }
  return values;
}

}  // namespace

std::string_view take_token(Cursor& in) { return in.take_while(is_tchar); }

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_tchar);
}

// quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
// quoted-pair = "\" ( HTAB / SP / VCHAR / obs-text )
std::optional<std::string> take_quoted_string(Cursor& in) {
  Cursor at = in;
  if (!at.take('"')) return std::nullopt;
  std::string text;
  while (true) {
    text += at.take_while([](char c) { return has(kQdtext, c); });
    if (at.take('"')) break;
    if (!at.take('\\') || at.at_end() || !has(kFieldOctet, *at.peek())) return std::nullopt;
    text += at.take_octets(1);
  }
  in = at;
  return text;
}

void skip_ows(Cursor& in) { in.take_while(is_ows); }

Checked<std::uint64_t> parse_digits(std::string_view text, std::string_view rule) {
  Cursor in(text);
  if (in.take_while(is_digit).empty() || !in.at_end()) return refuse(in.offset(), rule);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return refuse(0, rule, Errc::OutOfRange);
  return value;
}

std::string quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
  const auto found = std::ranges::find_if(
      parameters, [name](const Parameter& p) { return equal_ignoring_case(p.name, name); });
  return found == parameters.end() ? nullptr : &*found;
}

// parameter = parameter-name "=" parameter-value ; no white space around "="
Checked<std::vector<Parameter>> take_parameters(Cursor& in) {
  std::vector<Parameter> parameters;
  while (true) {
    Cursor at = in;
    skip_ows(at);
    if (!at.take(';')) return parameters;
    in = at;
    skip_ows(at);
    Parameter parameter{.name = std::string(take_token(at)), .value = {}};
    if (parameter.name.empty()) continue;  // [ parameter ]
    if (!at.take('=') || !take_value(at, parameter)) return refuse(at.offset(), "parameter");
    if (parameters.size() == kMaxParameters)
      return refuse(at.offset(), "parameters", Errc::TooMany);
    parameters.push_back(std::move(parameter));
    in = at;
  }
}

std::string to_text(const std::vector<Parameter>& parameters) {
  std::string text;
  for (const Parameter& parameter : parameters) {
    text.append("; ").append(parameter.name).append("=");
    text += parameter.quoted ? quote(parameter.value) : parameter.value;
  }
  return text;
}

// #element => [ element ] *( OWS "," OWS [ element ] )
Checked<std::vector<Element>> split_list(std::string_view value, List list) {
  std::vector<Element> elements;
  Cursor in(value);
  bool comma = false;
  while (true) {
    skip_ows(in);
    const std::size_t from = in.offset();
    while (!in.at_end() && !in.next_is(',')) {
      if (!take_quoted_string(in)) in.take_octets(1);
    }
    const std::string_view text = trim_ows(in.since(from));
    const bool more = in.next_is(',');
    if (text.empty() && list == List::Sender && (comma || more)) return refuse(from, "#element");
    if (elements.size() == kMaxElements) return refuse(from, "#element", Errc::TooMany);
    if (!text.empty()) elements.push_back({text, from});
    if (!in.take(',')) return elements;
    comma = true;
  }
}

Checked<std::vector<std::string>> parse_tokens(std::string_view value, List list,
                                               std::string_view rule) {
  return read_list<std::string>(value, list, [rule](const Element& element) {
    Cursor in(element.text, element.offset);
    const std::string_view token = take_token(in);
    return token.empty() || !in.at_end() ? Checked<std::string>(refuse(in.offset(), rule))
                                         : Checked<std::string>(std::string(token));
  });
}

bool has_token(std::string_view value, std::string_view token) {
  const auto elements = split_list(value, List::Recipient);
  return elements && std::ranges::any_of(*elements, [token](const Element& element) {
           return equal_ignoring_case(element.text, token);
         });
}

Checked<MediaType> parse_media_type(std::string_view value) {
  Cursor in(value);
  MediaType type{.type = std::string(take_token(in)), .subtype = {}, .parameters = {}};
  if (type.type.empty() || !in.take('/')) return refuse(in.offset(), "type");
  type.subtype = take_token(in);
  if (type.subtype.empty()) return refuse(in.offset(), "subtype");
  auto parameters = take_parameters(in);
  if (!parameters) return std::unexpected(parameters.error());
  type.parameters = std::move(*parameters);
  skip_ows(in);
  if (!in.at_end()) return refuse(in.offset(), "media-type");
  return type;
}

std::string to_text(const MediaType& type) {
  return type.type + "/" + type.subtype + to_text(type.parameters);
}

Checked<std::vector<TransferCoding>> parse_transfer_codings(std::string_view value, List list) {
  return read_list<TransferCoding>(value, list, read_coding);
}

// weight = OWS ";" OWS "q=" qvalue
Checked<std::vector<AcceptedCoding>> parse_te(std::string_view value, List list) {
  return read_list<AcceptedCoding>(value, list, [](const Element& element) {
    Checked<TransferCoding> coding = read_coding(element);
    if (!coding) return Checked<AcceptedCoding>(std::unexpected(coding.error()));
    AcceptedCoding accepted{.coding = std::move(*coding)};
    std::vector<Parameter>& parameters = accepted.coding.parameters;
    if (parameters.empty() || !equal_ignoring_case(parameters.back().name, "q"))
      return Checked<AcceptedCoding>(std::move(accepted));
    const auto weight = parse_qvalue(parameters.back().value);
    if (!weight || parameters.back().quoted)
      return Checked<AcceptedCoding>(refuse(element.offset, "qvalue"));
    accepted.weight = *weight;
    parameters.pop_back();
    return Checked<AcceptedCoding>(std::move(accepted));
  });
}

std::optional<std::uint16_t> parse_qvalue(std::string_view text) {
  Cursor in(text);
  const bool one = in.take('1');
  if (!one && !in.take('0')) return std::nullopt;
  std::uint16_t value = one ? 1000 : 0;
  if (in.take('.')) {
    std::uint16_t unit = 100;
    const std::string_view digits = in.take_while(is_digit);
    if (digits.size() > 3) return std::nullopt;
    for (const char c : digits) {
      value = static_cast<std::uint16_t>(value + (c - '0') * unit);
      unit /= 10;
    }
  }
  if (!in.at_end() || value > 1000) return std::nullopt;
  return value;
}

Checked<std::vector<UpgradeProtocol>> parse_upgrade(std::string_view value, List list) {
  return read_list<UpgradeProtocol>(value, list, [](const Element& element) {
    Cursor in(element.text, element.offset);
    UpgradeProtocol protocol{.name = std::string(take_token(in)), .version = {}};
    const bool slash = !protocol.name.empty() && in.take('/');
    if (slash) protocol.version = take_token(in);
    if (protocol.name.empty() || (slash && protocol.version.empty()) || !in.at_end())
      return Checked<UpgradeProtocol>(refuse(in.offset(), "protocol"));
    return Checked<UpgradeProtocol>(std::move(protocol));
  });
}

}  // namespace wireassay::http
