// What field values are made of: RFC 9110 section 5.6. Each function refuses with the offset in the
// value and the name of the production.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cursor.h"
#include "core/parsed.h"

namespace wireassay::http {

template <class T>
using Checked = std::expected<T, ParseError>;

inline constexpr std::size_t kMaxElements = 1000;   ///< of one list
inline constexpr std::size_t kMaxParameters = 100;  ///< of one element

/// Empty where there is no tchar.
std::string_view take_token(Cursor& in);
bool is_token(std::string_view text);
/// What stands between the quotes, each quoted-pair as the octet it stands for. nullopt: no
/// quoted-string begins here, or it does not end; the cursor has not moved.
std::optional<std::string> take_quoted_string(Cursor& in);
void skip_ows(Cursor& in);
/// 1*DIGIT; OutOfRange beyond 64 bits.
Checked<std::uint64_t> parse_digits(std::string_view text, std::string_view rule);

std::string quote(std::string_view text);  ///< as quoted-string

struct Parameter {
  std::string name, value;
  bool quoted = false;  ///< as it was written; some fields allow one form only
  bool operator==(const Parameter&) const = default;
};
/// The first of a name, in any case of letters; nullptr: none.
const Parameter* find_parameter(const std::vector<Parameter>& parameters, std::string_view name);

/// parameters = *( OWS ";" OWS [ parameter ] ), to the end of what has that form.
Checked<std::vector<Parameter>> take_parameters(Cursor& in);
/// "; name=value" for each.
std::string to_text(const std::vector<Parameter>& parameters);

/// Who wrote a list: a sender "MUST NOT generate empty list elements", a recipient "MUST parse and
/// ignore a reasonable number of" them (section 5.6.1).
enum class List { Sender, Recipient };

struct Element {
  std::string_view text;  ///< without OWS around it
  std::size_t offset = 0;
};
/// Splits at commas outside of quoted-strings. TooMany "#element" beyond kMaxElements.
Checked<std::vector<Element>> split_list(std::string_view value, List list);

/// #token: Allow (methods), Connection, Trailer, Vary, Content-Encoding.
Checked<std::vector<std::string>> parse_tokens(std::string_view value, List list,
                                               std::string_view rule);
/// True if the list has the token, in any case of letters; what is no token is passed over.
bool has_token(std::string_view value, std::string_view token);

/// media-type = type "/" subtype parameters
struct MediaType {
  std::string type, subtype;
  std::vector<Parameter> parameters;
  bool operator==(const MediaType&) const = default;
};
Checked<MediaType> parse_media_type(std::string_view value);
std::string to_text(const MediaType& type);

/// transfer-coding = token *( OWS ";" OWS transfer-parameter )
struct TransferCoding {
  std::string name;
  std::vector<Parameter> parameters;
  bool operator==(const TransferCoding&) const = default;
};
Checked<std::vector<TransferCoding>> parse_transfer_codings(std::string_view value, List list);

/// t-codings = "trailers" / ( transfer-coding [ weight ] )
struct AcceptedCoding {
  TransferCoding coding;
  std::uint16_t weight = 1000;  ///< thousandths: "q=0.5" is 500
  bool operator==(const AcceptedCoding&) const = default;
};
Checked<std::vector<AcceptedCoding>> parse_te(std::string_view value, List list);
/// qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ), in thousandths.
std::optional<std::uint16_t> parse_qvalue(std::string_view text);

/// protocol = protocol-name ["/" protocol-version]
struct UpgradeProtocol {
  std::string name, version;
  bool operator==(const UpgradeProtocol&) const = default;
};
Checked<std::vector<UpgradeProtocol>> parse_upgrade(std::string_view value, List list);

}  // namespace wireassay::http
