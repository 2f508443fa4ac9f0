// A whole message as a tree of MIME entities (RFC 2045, RFC 2046): octet ranges, and what the
// header fields of each say. Any octets are a message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::message {

struct MimeLimits {
  std::size_t depth = 32;    ///< entities inside entities; what lies deeper is one leaf
  std::size_t parts = 1000;  ///< in a message; the rest is part of the last
};

struct Range {
  std::size_t at = 0, size = 0;
  std::size_t end() const { return at + size; }
  bool operator==(const Range&) const = default;
};
std::string_view slice(std::string_view message, Range range);

/// Values without quotes and backslashes; "name*0*" of RFC 2231 as it was written.
struct MimeParameter {
  std::string name, value;
  bool operator==(const MimeParameter&) const = default;
};

struct Disposition {
  std::string type;
  std::vector<MimeParameter> params;
};

/// Ranges are of the whole message. Absent fields are nullopt; types are as written, or the
/// default.
struct Entity {
  Range header;  ///< with the empty line
  Range body;
  std::string type = "text", subtype = "plain";
  std::vector<MimeParameter> params;
  std::string encoding = "7bit";
  std::optional<std::string> id, description, md5, location;
  std::optional<Disposition> disposition;
  std::vector<std::string> language;
  std::size_t lines = 0;         ///< of the body; a last line without an end counts
  std::vector<Entity> children;  ///< of a multipart its parts, of message/rfc822 the one message

  bool is_multipart() const;  ///< with parts: one without a boundary is a leaf
  bool is_message() const;    ///< message/rfc822 or message/global, with the message as child
  bool is_text() const;
};

/// Takes time linear in the size times the depth of nesting, never throws but bad_alloc.
Entity parse_mime(std::string_view message, const MimeLimits& limits = {});

/// What a part path may end in: RFC 3501 section 6.4.5, "section-text".
enum class SectionText { Whole, Header, HeaderFields, HeaderFieldsNot, Text, Mime };

struct Section {
  std::vector<std::uint32_t> part;  ///< "1.2"; empty: the message
  SectionText text = SectionText::Whole;
  std::vector<std::string> fields;  ///< of HEADER.FIELDS and HEADER.FIELDS.NOT
};

/// nullptr: no such part. An empty path is the message.
const Entity* find_part(const Entity& root, const std::vector<std::uint32_t>& part);
/// nullopt: no such section, such as HEADER of a part that is no message. RFC 3501 section 6.4.5.
std::optional<std::string> section_octets(std::string_view message, const Entity& root,
                                          const Section& section);

/// Fields of a header section that are (or are not) named, each octet for octet, and the empty
/// line.
std::string select_fields(std::string_view header, const std::vector<std::string>& names,
                          bool invert = false);

enum class Encoding { Identity, QuotedPrintable, Base64, Unknown };
Encoding encoding_of(const Entity& entity);
/// Lenient: what does not belong to the encoding is left out (base64) or kept (quoted-printable).
std::string decode(Encoding encoding, std::string_view octets);
std::string decode_base64(std::string_view text);
std::string decode_quoted_printable(std::string_view text);

}  // namespace wireassay::message
