// The functions of expressions. Sizes are computed and compared with the limit before anything is
// allocated.
#include "scenario/functions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "core/cursor.h"
#include "core/escape.h"

namespace wireassay::scenario {
namespace {

using Kind = ExpansionError::Kind;
using Arguments = std::span<const Argument>;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kShownOctets = 40;

constexpr auto kFunctions = std::to_array<FunctionSpec>({
    {"after", 2, 3, false, true, "octets behind the first y in x; without one z, or nothing"},
    {"apop", 1, 1, false, false, "POP3 APOP digest of the timestamp; secret"},
    {"base64", 1, 1, false, true, "base64 of the octets (RFC 4648 section 4)"},
    {"before", 2, 2, false, true, "octets before the first y in x, all of x without one"},
    {"cap", 1, 1, true, true, "parameter of a capability as last seen on this connection"},
    {"cram_md5", 1, 1, false, false, "CRAM-MD5 response of `user` to the base64 challenge; secret"},
    {"env", 1, 1, true, false, "environment variable; in targets only, secret"},
    {"file", 1, 1, false, false, "octets of a file beside the scenario"},
    {"hex", 1, 1, false, true, "the number in hexadecimal digits, for chunk sizes"},
    {"len", 1, 1, false, true, "number of octets"},
    {"lower", 1, 1, false, true, "ASCII letters in lower case"},
    {"mailbox", 1, 1, true, false, "another mailbox name beside `mailbox`"},
    {"plain", 0, 0, false, false, "base64 of NUL user NUL password; secret"},
    {"repeat", 2, 2, false, true, "the octets n times"},
    {"slice", 2, 3, false, true, "octets from an offset, all or at most n"},
    {"stuff", 1, 1, false, true, "octets with a dot added to lines that begin with one"},
    {"unbase64", 1, 1, false, true, "octets of a base64 text"},
    {"upper", 1, 1, false, true, "ASCII letters in upper case"},
});

std::unexpected<ExpansionError> failed(Kind kind, std::string message) {
  return std::unexpected(ExpansionError{kind, std::move(message)});
}

std::unexpected<ExpansionError> too_long(std::string_view function, std::size_t limit) {
  return failed(Kind::Overflow, std::string(function) + " would give more than " +
                                    std::to_string(limit) + " octets");
}

Expanded<std::string> repeat(Arguments args, std::size_t limit) {
  const Expanded<std::uint64_t> count = to_number(args[1].octets);
  if (!count) return std::unexpected(count.error());
  const std::string_view unit = args[0].octets;
  if (unit.empty() || *count == 0) return std::string();
  if (*count > limit / unit.size()) return too_long("repeat", limit);
  if (unit.size() == 1) return std::string(static_cast<std::size_t>(*count), unit.front());
  std::string out;
  out.reserve(unit.size() * static_cast<std::size_t>(*count));
  for (std::uint64_t i = 0; i < *count; ++i) out += unit;
  return out;
}

Expanded<std::string> slice(Arguments args, std::size_t limit) {
  const std::string_view octets = args[0].octets;
  const Expanded<std::uint64_t> from = to_number(args[1].octets);
  if (!from) return std::unexpected(from.error());
  Expanded<std::uint64_t> count = std::numeric_limits<std::uint64_t>::max();
  if (args.size() == 3) count = to_number(args[2].octets);
  if (!count) return std::unexpected(count.error());
  if (*from > octets.size()) {
    return failed(Kind::Bad, "slice begins at " + std::to_string(*from) + " of " +
                                 std::to_string(octets.size()) + " octets");
  }
  const std::size_t rest = octets.size() - static_cast<std::size_t>(*from);
  const std::size_t length = static_cast<std::size_t>(std::min<std::uint64_t>(*count, rest));
  if (length > limit) return too_long("slice", limit);
  return std::string(octets.substr(static_cast<std::size_t>(*from), length));
}

Expanded<std::string> hex(Arguments args) {
  const Expanded<std::uint64_t> number = to_number(args[0].octets);
  if (!number) return std::unexpected(number.error());
  std::array<char, 16> digits{};
  const auto [end, code] = std::to_chars(digits.data(), digits.data() + digits.size(), *number, 16);
  static_cast<void>(code);
  return std::string(digits.data(), end);
}

/// RFC 4648 section 4, with padding.
Expanded<std::string> base64(Arguments args, std::size_t limit) {
  const std::string_view octets = args[0].octets;
  if (octets.size() > limit / 4 * 3) return too_long("base64", limit);
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < octets.size(); at += 3) {
    const std::string_view group = octets.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= group.size() ? kAlphabet[bits >> (18 - 6 * i) & 63U] : '=';
    }
  }
  return out;
}

/// RFC 4648 section 4, strict: whole groups, padding at the end only, unused bits zero
/// (section 3.5).
Expanded<std::string> unbase64(Arguments args) {
  std::string_view text = args[0].octets;
  const auto bad = [&] {
    return failed(Kind::Bad, "'" + escape_short(args[0].octets, kShownOctets) + "' is not base64");
  };
  if (text.size() % 4 != 0) return bad();
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  unsigned have = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return bad();
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xffffU;
    have += 6;
    if (have < 8) continue;
    have -= 8;
    out += static_cast<char>(bits >> have & 0xffU);
  }
  if ((bits & ((1U << have) - 1U)) != 0) return bad();
  return out;
}

/// RFC 5321 section 4.5.2 and RFC 1939 section 3: only CRLF ends a line.
Expanded<std::string> stuff(Arguments args, std::size_t limit) {
  const std::string_view octets = args[0].octets;
  constexpr std::string_view kLineDot = "\r\n.";
  std::size_t dots = octets.starts_with('.') ? 1 : 0;
  for (std::size_t at = octets.find(kLineDot); at != std::string_view::npos;
       at = octets.find(kLineDot, at + 1))
    ++dots;
  if (octets.size() > limit || dots > limit - octets.size()) return too_long("stuff", limit);
  std::string out;
  out.reserve(octets.size() + dots);
  if (octets.starts_with('.')) out += '.';
  std::size_t at = 0;
  for (std::size_t next = octets.find(kLineDot); next != std::string_view::npos;
       next = octets.find(kLineDot, at)) {
    out += octets.substr(at, next + 2 - at);
    out += '.';
    at = next + 2;
  }
  out += octets.substr(at);
  return out;
}

/// ASCII letters from one range moved to the other; every other octet stays.
std::string change_case(std::string_view octets, char first, char last) {
  std::string out(octets);
  for (char& octet : out) {
    if (octet >= first && octet <= last) octet = static_cast<char>(octet ^ 0x20);
  }
  return out;
}

std::string before(Arguments args) {
  return std::string(args[0].octets.substr(0, args[0].octets.find(args[1].octets)));
}

std::string after(Arguments args) {
  const std::size_t found = args[0].octets.find(args[1].octets);
  if (found != std::string_view::npos)
    return std::string(args[0].octets.substr(found + args[1].octets.size()));
  return args.size() == 3 ? std::string(args[2].octets) : std::string();
}

Expanded<std::string> cap(Arguments args, const Scope& scope) {
  const std::string name(args[0].octets);
  if (scope.capabilities == nullptr || !advertises(*scope.capabilities, name)) {
    return failed(Kind::Missing, "the server does not advertise " + escape(name));
  }
  const std::optional<std::string_view> value = parameter_of(*scope.capabilities, name);
  if (!value)
    return failed(Kind::Missing, "the server advertises " + escape(name) + " without a parameter");
  return std::string(*value);
}

Expanded<std::string> built_in(std::string_view name, Arguments args, const Scope& scope,
                               std::size_t limit) {
  if (name == "len") return std::to_string(args[0].octets.size());
  if (name == "cap") return cap(args, scope);
  if (name == "repeat") return repeat(args, limit);
  if (name == "slice") return slice(args, limit);
  if (name == "hex") return hex(args);
  if (name == "base64") return base64(args, limit);
  if (name == "unbase64") return unbase64(args);
  if (name == "stuff") return stuff(args, limit);
  if (name == "upper") return change_case(args[0].octets, 'a', 'z');
  if (name == "after") return after(args);
  if (name == "before") return before(args);
  if (name == "lower") return change_case(args[0].octets, 'A', 'Z');
  return failed(Kind::Unknown, "unknown function '" + std::string(name) + "'");
}

Expanded<Value> ask_scope(std::string_view name, Arguments args, const Scope& scope,
                          std::size_t limit) {
  if (!scope.function) return failed(Kind::Missing, std::string(name) + "() is not available here");
  std::vector<Value> values;
  values.reserve(args.size());
  for (const Argument& arg : args) values.push_back({std::string(arg.octets), arg.secret});
  Expanded<Value> value = scope.function(name, values);
  if (value && value->octets.size() > limit) return too_long(name, limit);
  return value;
}

/// What stands behind the name in "NAME=VALUE"; nullopt if the entry has another name.
std::optional<std::string_view> behind_name(std::string_view entry, std::string_view name) {
  if (entry.size() < name.size() || !equal_ignoring_case(entry.substr(0, name.size()), name))
    return std::nullopt;
  entry.remove_prefix(name.size());
  if (!entry.empty() && entry.front() != '=') return std::nullopt;
  return entry;
}

}  // namespace

std::span<const FunctionSpec> functions() { return kFunctions; }

const FunctionSpec* find_function(std::string_view name) {
  const auto* const found = std::ranges::find(kFunctions, name, &FunctionSpec::name);
  return found == kFunctions.end() ? nullptr : found;
}

Expanded<std::uint64_t> to_number(std::string_view octets) {
  std::uint64_t number = 0;
  const char* const end = octets.data() + octets.size();
  const auto [stop, code] = std::from_chars(octets.data(), end, number);
  const auto shown = [&] { return "'" + escape_short(octets, kShownOctets) + "'"; };
  if (octets.empty() || code == std::errc::invalid_argument || stop != end) {
    return failed(Kind::Bad, shown() + " is no number");
  }
  if (code != std::errc{}) return failed(Kind::Overflow, shown() + " does not fit into 64 bits");
  return number;
}

bool advertises(const TextList& capabilities, std::string_view capability) {
  return std::ranges::any_of(capabilities, [&](const std::string& entry) {
    return behind_name(entry, capability).has_value();
  });
}

std::optional<std::string_view> parameter_of(const TextList& capabilities, std::string_view name) {
  for (const std::string& entry : capabilities) {
    const std::optional<std::string_view> rest = behind_name(entry, name);
    if (rest && !rest->empty()) return rest->substr(1);
  }
  return std::nullopt;
}

Expanded<Value> call_function(std::string_view name, std::span<const Argument> args,
                              const Scope& scope, std::size_t limit) {
  const bool secret = std::ranges::any_of(args, &Argument::secret);
  const FunctionSpec* const spec = find_function(name);
  if (spec != nullptr && (args.size() < spec->min_args || args.size() > spec->max_args)) {
    return failed(Kind::Bad, "wrong number of arguments for " + std::string(name));
  }
  if (spec == nullptr || !spec->built_in) {
    Expanded<Value> value = ask_scope(name, args, scope, limit);
    if (value) value->secret = value->secret || secret;
    return value;
  }
  Expanded<std::string> octets = built_in(name, args, scope, limit);
  if (!octets) {
    if (secret) return failed(octets.error().kind, std::string(name) + " of a secret value failed");
    return std::unexpected(std::move(octets.error()));
  }
  return Value{std::move(*octets), secret};
}

}  // namespace wireassay::scenario
