// The tree of entities, from the outside in: an outer boundary ends what is inside (RFC 2046
// section 5.1.2).
#include "wire/message/mime.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/cursor.h"
#include "wire/message/header.h"
#include "wire/message/mime_field.h"

namespace wireassay::message {
namespace {

struct Reader {
  std::string_view message;
  const MimeLimits& limits;
  std::size_t parts = 0;

  Entity read(Range whole, std::size_t depth, bool in_digest);
  void read_fields(Entity& entity, bool in_digest) const;
  void read_children(Entity& entity, std::size_t depth);
};

std::optional<std::string> value_of(const std::vector<HeaderField>& fields, std::string_view name) {
  const HeaderField* const field = find_field(fields, name);
  if (field == nullptr) return std::nullopt;
  return unfold(field->body);
}

/// Text lines: one that the body ends in without LF is one.
std::size_t lines_of(std::string_view body) {
  const auto ended = static_cast<std::size_t>(std::ranges::count(body, '\n'));
  return ended + (body.empty() || body.ends_with('\n') ? 0 : 1);
}

enum class Delimiter { None, Part, Close };

/// delimiter := "--" boundary, transport-padding := *LWSP-char; close-delimiter with "--" behind.
Delimiter delimiter_of(std::string_view line, std::string_view boundary) {
  if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) return Delimiter::None;
  std::string_view rest = line.substr(2 + boundary.size());
  const bool close = rest.starts_with("--");
  if (close) rest.remove_prefix(2);
  if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) return Delimiter::None;
  return close ? Delimiter::Close : Delimiter::Part;
}

/// The octets of each part. "The CRLF preceding the boundary delimiter line is conceptually
/// attached to the boundary" (RFC 2046 section 5.1.1). Preamble and epilogue are in none.
std::vector<Range> split_parts(std::string_view message, Range body, std::string_view boundary,
                               std::size_t most) {
  std::vector<Range> parts;
  std::optional<std::size_t> open;  // where the part that is being read began
  const auto close = [&](std::size_t line) {
    if (!open) return;
    std::size_t end = line;
    if (end > *open && message[end - 1] == '\n') --end;
    if (end > *open && message[end - 1] == '\r') --end;
    parts.push_back({*open, end - *open});
    open.reset();
  };
  for (std::size_t at = body.at; at < body.end();) {
    const std::size_t lf = message.substr(0, body.end()).find('\n', at);
    const std::size_t next = lf == std::string_view::npos ? body.end() : lf + 1;
    const Delimiter delimiter = delimiter_of(message.substr(at, next - at), boundary);
    const bool last = open && parts.size() + 1 >= most;
    if (delimiter == Delimiter::Close || (delimiter == Delimiter::Part && !last)) {
      close(at);
      if (delimiter == Delimiter::Close || most == 0) return parts;
      open = next;
    }
    at = next;
  }
  if (open) parts.push_back({*open, body.end() - *open});
  return parts;
}

Entity Reader::read(Range whole, std::size_t depth, bool in_digest) {
  ++parts;
  Entity entity;
  const std::size_t header = split_header(slice(message, whole)).size;
  entity.header = {whole.at, header};
  entity.body = {whole.at + header, whole.size - header};
  entity.lines = lines_of(slice(message, entity.body));
  read_fields(entity, in_digest);
  read_children(entity, depth);
  return entity;
}

void Reader::read_fields(Entity& entity, bool in_digest) const {
  const auto fields = split_header(slice(message, entity.header)).fields;
  // RFC 2046 section 5.1.5: in a digest the default is message/rfc822
  if (in_digest) std::tie(entity.type, entity.subtype) = std::pair("message", "rfc822");
  if (const auto text = value_of(fields, "Content-Type")) {
    if (auto content = parse_content_type(*text)) {
      entity.type = std::move(content->type);
      entity.subtype = std::move(content->subtype);
      entity.params = std::move(content->params);
    }
  }
  if (const auto text = value_of(fields, "Content-Transfer-Encoding")) {
    if (std::string token = parse_token(*text); !token.empty()) entity.encoding = std::move(token);
  }
  entity.id = value_of(fields, "Content-ID");
  entity.description = value_of(fields, "Content-Description");
  entity.md5 = value_of(fields, "Content-MD5");
  entity.location = value_of(fields, "Content-Location");
  if (const auto text = value_of(fields, "Content-Disposition"))
    entity.disposition = parse_disposition(*text);
  if (const auto text = value_of(fields, "Content-Language")) entity.language = parse_tokens(*text);
}

/// What may not be looked into is a leaf; a leaf cannot be message/rfc822 (RFC 3501 section 9,
/// body-type-basic), so that becomes octets.
void Reader::read_children(Entity& entity, std::size_t depth) {
  const bool room = depth < limits.depth && parts < limits.parts;
  if (equal_ignoring_case(entity.type, "message") &&
      (equal_ignoring_case(entity.subtype, "rfc822") ||
       equal_ignoring_case(entity.subtype, "global"))) {
    if (room) {
      entity.children.push_back(read(entity.body, depth + 1, false));
    } else {
      std::tie(entity.type, entity.subtype) = std::pair("application", "octet-stream");
    }
    return;
  }
  if (!equal_ignoring_case(entity.type, "multipart") || !room) return;
  const auto boundary = parameter(entity.params, "boundary");
  if (!boundary || boundary->empty()) return;
  const bool digest = equal_ignoring_case(entity.subtype, "digest");
  for (const Range& part : split_parts(message, entity.body, *boundary, limits.parts - parts)) {
    if (parts >= limits.parts) return;
    entity.children.push_back(read(part, depth + 1, digest));
  }
}

}  // namespace

std::string_view slice(std::string_view message, Range range) {
  return message.substr(range.at, range.size);
}

bool Entity::is_multipart() const {
  return equal_ignoring_case(type, "multipart") && !children.empty();
}

bool Entity::is_message() const {
  return equal_ignoring_case(type, "message") && !children.empty();
}

bool Entity::is_text() const { return equal_ignoring_case(type, "text"); }

Entity parse_mime(std::string_view message, const MimeLimits& limits) {
  Reader reader{.message = message, .limits = limits};
  return reader.read({0, message.size()}, 1, false);
}

}  // namespace wireassay::message
