// The grammar of challenges, whose commas separate both challenges and their parameters.
#include "wire/http/auth.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "wire/http/characters.h"
#include "wire/http/words.h"

namespace wireassay::http {
namespace {

constexpr std::size_t kMaxChallenges = 100;
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// token68 = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
constexpr OctetClass kToken68 = octet_class([](char c) {
  return is_alnum(c) || std::string_view("-._~+/").find(c) != std::string_view::npos;
});

std::unexpected<ParseError> refuse(std::size_t offset, std::string_view rule,
                                   Errc code = Errc::Malformed) {
  return std::unexpected(ParseError{code, offset, rule});
}

bool is_token68(std::string_view text) {
  Cursor in(text);
  if (in.take_while([](char c) { return has(kToken68, c); }).empty()) return false;
  in.take_while([](char c) { return c == '='; });
  return in.at_end();
}

/// Element for element: each begins a challenge or is a parameter of the last one.
class Reader {
 public:
  explicit Reader(List list) : list_(list) {}

  Checked<std::vector<Challenge>> read(std::string_view value) {
    const auto elements = split_list(value, list_);
    if (!elements) return std::unexpected(elements.error());
    for (const Element& element : *elements) {
      if (const auto read = read_element(element); !read) return std::unexpected(read.error());
    }
    return std::move(challenges_);
  }

 private:
  Checked<void> read_element(const Element& element) {
    Cursor in(element.text, element.offset);
    const Cursor from = in;
    const std::string_view token = take_token(in);
    if (token.empty()) return refuse(in.offset(), "auth-scheme");
    const std::string_view spaces = in.take_while([](char c) { return c == ' '; });
    if (in.next_is('=') || in.next_is('\t')) return read_parameter(from);
    if (!in.at_end() && spaces.empty()) return refuse(in.offset(), "auth-scheme");
    if (challenges_.size() == kMaxChallenges)
      return refuse(element.offset, "challenge", Errc::TooMany);
    challenges_.push_back(
        {.scheme = std::string(token), .token68 = {}, .parameters = {}, .offset = element.offset});
    if (in.at_end()) return {};
    if (!is_token68(in.rest())) return read_parameter(in);
    challenges_.back().token68 = in.rest();
    return {};
  }

  // auth-param = token BWS "=" BWS ( token / quoted-string )
  Checked<void> read_parameter(Cursor in) {
    if (challenges_.empty()) return refuse(in.offset(), "auth-scheme");
    Challenge& challenge = challenges_.back();
    const std::size_t from = in.offset();
    Parameter parameter{.name = std::string(take_token(in)), .value = {}};
    if (parameter.name.empty()) return refuse(in.offset(), "auth-param");
    if (!skip_bws(in) || !in.take('=') || !skip_bws(in)) return refuse(in.offset(), "auth-param");
    if (auto text = take_quoted_string(in)) {
      parameter.value = std::move(*text);
      parameter.quoted = true;
    } else {
      parameter.value = take_token(in);
      if (parameter.value.empty()) return refuse(in.offset(), "auth-param");
    }
    if (!in.at_end()) return refuse(in.offset(), "auth-param");
    // "each parameter name MUST only occur once per challenge"
    if (find_parameter(challenge.parameters, parameter.name) || !challenge.token68.empty())
      return refuse(from, "auth-param");
    if (challenge.parameters.size() == kMaxParameters)
      return refuse(from, "auth-param", Errc::TooMany);
    challenge.parameters.push_back(std::move(parameter));
    return {};
  }

  /// "A sender MUST NOT generate BWS in messages."
  bool skip_bws(Cursor& in) const {
    const std::string_view space = in.take_while(is_ows);
    return space.empty() || list_ == List::Recipient;
  }

  List list_;
  std::vector<Challenge> challenges_;
};

/// "a sender MUST only generate the quoted string syntax values for the following parameters:
/// realm, domain, nonce, opaque, and qop", and MUST NOT for "stale and algorithm" (RFC 7616
/// section 3.3).
struct Form {
  std::string_view name;
  bool quoted;
};
constexpr Form kChallengeForms[] = {{"realm", true},     {"domain", true}, {"nonce", true},
                                    {"opaque", true},    {"qop", true},    {"stale", false},
                                    {"algorithm", false}};
// Section 3.4: username, realm, nonce, uri, response, cnonce, opaque; algorithm, qop, nc.
constexpr Form kCredentialForms[] = {
    {"username", true}, {"realm", true},  {"nonce", true},      {"uri", true},  {"response", true},
    {"cnonce", true},   {"opaque", true}, {"algorithm", false}, {"qop", false}, {"nc", false}};

template <std::size_t N>
std::optional<std::string_view> wrong_form(const Challenge& challenge, const Form (&forms)[N]) {
  for (const Form& form : forms) {
    const Parameter* parameter = find_parameter(challenge.parameters, form.name);
    if (parameter != nullptr && parameter->quoted != form.quoted) return form.name;
  }
  return std::nullopt;
}

std::string value_of(const Challenge& challenge, std::string_view name) {
  const Parameter* parameter = find_parameter(challenge.parameters, name);
  return parameter == nullptr ? std::string() : parameter->value;
}

// nc-value = 8LHEX
std::optional<std::uint32_t> parse_nc(std::string_view text) {
  constexpr std::size_t kDigits = 8;
  if (text.size() != kDigits || !std::ranges::all_of(text, is_hex)) return std::nullopt;
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return value;
}

}  // namespace

std::vector<std::string_view> auth_param_words() {
  std::vector<std::string_view> words;
  for (const Form& form : kChallengeForms) words.push_back(form.name);
  for (const Form& form : kCredentialForms) words.push_back(form.name);
  return words;
}

Checked<std::vector<Challenge>> parse_challenges(std::string_view value, List list) {
  return Reader(list).read(value);
}

Checked<Challenge> parse_credentials(std::string_view value, List list) {
  auto challenges = parse_challenges(value, list);
  if (!challenges) return std::unexpected(challenges.error());
  if (challenges->empty()) return refuse(0, "auth-scheme");
  if (challenges->size() > 1) return refuse(challenges->at(1).offset, "credentials");
  return std::move(challenges->front());
}

std::string to_text(const Challenge& challenge) {
  std::string text = challenge.scheme;
  if (!challenge.token68.empty()) return text + " " + challenge.token68;
  std::string_view separator = " ";
  for (const Parameter& parameter : challenge.parameters) {
    text.append(separator).append(parameter.name).append("=");
    text += parameter.quoted ? quote(parameter.value) : parameter.value;
    separator = ", ";
  }
  return text;
}

Checked<void> check_challenge(const Challenge& challenge) {
  const bool basic = equal_ignoring_case(challenge.scheme, "Basic");
  const bool digest = equal_ignoring_case(challenge.scheme, "Digest");
  if (!basic && !digest) return {};
  if (!find_parameter(challenge.parameters, "realm")) return refuse(challenge.offset, "realm");
  if (basic) return {};
  if (!find_parameter(challenge.parameters, "nonce")) return refuse(challenge.offset, "nonce");
  if (const auto name = wrong_form(challenge, kChallengeForms))
    return refuse(challenge.offset, *name);
  return {};
}

Checked<BasicCredentials> parse_basic(const Challenge& credentials) {
  if (!equal_ignoring_case(credentials.scheme, "Basic"))
    return refuse(credentials.offset, "auth-scheme");
  const auto octets = decode_base64(credentials.token68);
  if (!octets) return refuse(credentials.offset, "basic-credentials");
  const std::size_t colon = octets->find(':');
  if (colon == std::string::npos) return refuse(credentials.offset, "user-pass");
  return BasicCredentials{octets->substr(0, colon), octets->substr(colon + 1)};
}

std::string to_basic(const BasicCredentials& credentials) {
  return "Basic " + encode_base64(credentials.user + ":" + credentials.password);
}

Checked<DigestCredentials> parse_digest(const Challenge& credentials) {
  if (!equal_ignoring_case(credentials.scheme, "Digest"))
    return refuse(credentials.offset, "auth-scheme");
  if (const auto name = wrong_form(credentials, kCredentialForms))
    return refuse(credentials.offset, *name);
  const bool extended = find_parameter(credentials.parameters, "username*") != nullptr;
  // "Sending both username and username* in the same header option MUST be treated as an error."
  if (extended == (find_parameter(credentials.parameters, "username") != nullptr))
    return refuse(credentials.offset, "username");
  for (const std::string_view name : {"realm", "nonce", "uri", "response"}) {
    if (!find_parameter(credentials.parameters, name)) return refuse(credentials.offset, name);
  }
  const auto value = [&](std::string_view name) { return value_of(credentials, name); };
  DigestCredentials digest{.username = value(extended ? "username*" : "username"),
                           .realm = value("realm"),
                           .nonce = value("nonce"),
                           .uri = value("uri"),
                           .response = value("response"),
                           .algorithm = value("algorithm"),
                           .cnonce = value("cnonce"),
                           .opaque = value("opaque"),
                           .qop = value("qop")};
  digest.userhash = equal_ignoring_case(value("userhash"), "true");
  if (find_parameter(credentials.parameters, "nc")) {
    digest.nc = parse_nc(value("nc"));
    if (!digest.nc) return refuse(credentials.offset, "nc");
  }
  return digest;
}

std::optional<std::string> decode_base64(std::string_view text) {
  constexpr std::size_t kQuantum = 4;
  if (text.size() % kQuantum != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  std::string octets;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : text.substr(0, text.size() - padding)) {
    const std::size_t digit = kBase64.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFFFF;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    octets += static_cast<char>(bits >> have & 0xFF);
  }
  if ((bits & ((1U << have) - 1)) != 0) return std::nullopt;  // not canonical
  return octets;
}

std::string encode_base64(std::string_view octets) {
  std::string text;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : octets) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFFFF;
    for (have += 8; have >= 6; have -= 6) text += kBase64.at(bits >> (have - 6) & 0x3F);
  }
  if (have > 0) text += kBase64.at(bits << (6 - have) & 0x3F);
  while (text.size() % 4 != 0) text += '=';
  return text;
}

}  // namespace wireassay::http
