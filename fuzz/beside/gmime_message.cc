// Whole messages: header sections, trees of parts, and what their encodings hide.
#include <vector>

#include "beside/gmime.h"
#include "beside/gmime_objects.h"
#include "beside/grammar.h"
#include "core/cursor.h"
#include "wire/message/header.h"
#include "wire/message/mime.h"
#include "wire/message/mime_field.h"

namespace wireassay::beside {
namespace {

constexpr std::string_view kNoMeaning =
    "outside of the grammar each reader mends what it finds in its own way";

Readings read_header(std::string_view in) {
  std::string ours;
  for (const message::HeaderField& field : message::split_header(in).fields)
    ours.append(field.name).append("=").append(message::unfold(field.body)).append("\n");
  const Object<GMimeObject> part = part_of(in);
  if (part == nullptr) return {ours, std::string(kRefused)};
  std::string theirs;
  GMimeHeaderList* list = g_mime_object_get_header_list(part.get());
  for (int i = 0; i < g_mime_header_list_get_count(list); ++i) {
    GMimeHeader* one = g_mime_header_list_get_header_at(list, i);
    theirs += text_of(g_mime_header_get_name(one)) + "=" +
              message::unfold(text_of(g_mime_header_get_raw_value(one))) + "\n";
  }
  return {ours, theirs};
}

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text) out += to_lower(c);
  return out;
}

std::string our_tree(const message::Entity& entity) {
  std::string text = lower(entity.type + "/" + entity.subtype);
  const bool opens = lower(entity.type) == "multipart" || entity.is_message();
  if (!opens) return text + "[" + std::to_string(entity.body.size) + "]";
  text += "(";
  for (const message::Entity& child : entity.children) text += our_tree(child);
  return text + ")";
}

std::string type_text(GMimeObject* part) {
  GMimeContentType* type = g_mime_object_get_content_type(part);
  return lower(text_of(g_mime_content_type_get_media_type(type)) + "/" +
               text_of(g_mime_content_type_get_media_subtype(type)));
}

std::string their_tree(GMimeObject* part) {
  if (part == nullptr) return "nothing";
  std::string text = type_text(part);
  if (GMIME_IS_MULTIPART(part)) {
    text += "(";
    for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(part)); ++i)
      text += their_tree(g_mime_multipart_get_part(GMIME_MULTIPART(part), i));
    return text + ")";
  }
  if (GMIME_IS_MESSAGE_PART(part)) {
    GMimeMessage* inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
    return text + "(" + their_tree(inner == nullptr ? nullptr : inner->mime_part) + ")";
  }
  GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(part));
  GMimeStream* stream = content == nullptr ? nullptr : g_mime_data_wrapper_get_stream(content);
  const gint64 size = stream == nullptr ? 0 : g_mime_stream_length(stream);
  return text + "[" + std::to_string(size) + "]";
}

Readings read_mime(std::string_view in) {
  const Object<GMimeObject> part = part_of(in);
  return {our_tree(message::parse_mime(in)),
          part == nullptr ? std::string(kRefused) : their_tree(part.get())};
}

std::string their_decoded(GMimeContentEncoding encoding, std::string_view in) {
  use_gmime();
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, encoding);
  std::string out(g_mime_encoding_outlen(&state, in.size()) + 16, '\0');
  out.resize(g_mime_encoding_flush(&state, in.data(), in.size(), out.data()));
  return out;
}

Readings read_base64(std::string_view in) {
  return {message::decode_base64(in), their_decoded(GMIME_CONTENT_ENCODING_BASE64, in)};
}

Readings read_quoted_printable(std::string_view in) {
  return {message::decode_quoted_printable(in),
          their_decoded(GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, in)};
}

bool no_header(std::string_view in) {
  return !is_header_section(in.substr(0, message::split_header(in).size));
}
bool no_base64(std::string_view in) { return !is_base64_body(in); }
bool no_quoted_printable(std::string_view in) { return !is_quoted_printable(in); }

bool white_at_end(std::string_view in) {
  const std::string_view kEnds[] = {" \r\n", "\t\r\n", " \n", "\t\n"};
  return in.ends_with(' ') || in.ends_with('\t') ||
         std::ranges::any_of(kEnds, [in](std::string_view one) { return in.find(one) != in.npos; });
}

bool any_entity(const message::Entity& entity, const auto& holds) {
  return holds(entity) || std::ranges::any_of(entity.children, [&](const message::Entity& child) {
           return any_entity(child, holds);
         });
}

bool bad_headers(std::string_view in) {
  return any_entity(message::parse_mime(in), [in](const message::Entity& entity) {
    return !is_header_section(message::slice(in, entity.header));
  });
}

/// In one of them.
bool bad_types(std::string_view in) {
  return any_entity(message::parse_mime(in), [in](const message::Entity& entity) {
    const auto fields = message::split_header(message::slice(in, entity.header)).fields;
    const message::HeaderField* type = message::find_field(fields, "Content-Type");
    return type != nullptr && !is_content_type(message::unfold(type->body));
  });
}

bool empty(std::string_view in) { return in.empty(); }

/// "--b" with nothing between it and the next "--b".
bool nothing_between(std::string_view in) {
  const message::Entity root = message::parse_mime(in);
  return any_entity(root, [&](const message::Entity& entity) {
    return &entity != &root && entity.header.size + entity.body.size == 0;
  });
}

bool shares_boundary(const message::Entity& entity, std::vector<std::string>& outer) {
  const auto boundary = message::parameter(entity.params, "boundary");
  const bool multipart = lower(entity.type) == "multipart" && boundary;
  if (multipart && std::ranges::any_of(outer, [&](const std::string& one) {
        return boundary->starts_with(one) || one.starts_with(*boundary);
      }))
    return true;
  if (multipart) outer.push_back(*boundary);
  const bool found = std::ranges::any_of(
      entity.children, [&](const message::Entity& child) { return shares_boundary(child, outer); });
  if (multipart) outer.pop_back();
  return found;
}
bool same_boundary(std::string_view in) {
  std::vector<std::string> outer;
  return shares_boundary(message::parse_mime(in), outer);
}

/// Lines that end in CRLF and others that end in LF alone, or in nothing.
bool mixed_ends(std::string_view in) {
  std::size_t crlf = 0, lf = 0;
  for (std::size_t at = in.find('\n'); at < in.size(); at = in.find('\n', at + 1))
    ++(at > 0 && in[at - 1] == '\r' ? crlf : lf);
  const std::string_view last = in.substr(in.rfind('\n') + 1);
  return crlf > 0 && (lf > 0 || last.starts_with("--"));
}

bool type_twice(std::string_view in) {
  return any_entity(message::parse_mime(in), [in](const message::Entity& entity) {
    const auto fields = message::split_header(message::slice(in, entity.header)).fields;
    return std::ranges::count_if(fields, [](const message::HeaderField& field) {
             return equal_ignoring_case(field.name, "Content-Type");
           }) > 1;
  });
}

bool encoded_message(std::string_view in) {
  return any_entity(message::parse_mime(in), [](const message::Entity& entity) {
    const std::string encoding = lower(entity.encoding);
    return lower(entity.type) == "message" && encoding != "7bit" && encoding != "8bit" &&
           encoding != "binary";
  });
}

constexpr Reason kHeaderReasons[] = {
    {"empty", "RFC 5322 section 3.5: a message needs no body; GMime refuses one of no octets",
     empty},
    {"no-grammar", kNoMeaning, no_header},
};
constexpr Reason kBase64Reasons[] = {
    {"no-grammar", kNoMeaning, no_base64},
};
constexpr Reason kQuotedReasons[] = {
    {"white-at-end",
     "RFC 2045 section 6.7 rule 3: \"any trailing white space on a line MUST be deleted\"; GMime "
     "keeps it",
     white_at_end},
    {"no-grammar", kNoMeaning, no_quoted_printable},
};
constexpr Reason kMimeReasons[] = {
    {"empty", "RFC 5322 section 3.5: a message needs no body; GMime refuses one of no octets",
     empty},
    {"nothing-between",
     "RFC 2046 section 5.1.1: a body part ends in the CRLF of the next delimiter; ours takes a "
     "part "
     "of no octets, GMime none",
     nothing_between},
    {"type-twice",
     "RFC 2045 section 5: an entity has one Content-Type; ours takes the first, GMime the first "
     "for "
     "the kind of part and the last for the rest",
     type_twice},
    {"encoded-message",
     "RFC 2046 section 5.2.1: no encoding is permitted for message/rfc822; ours reads the message "
     "all the same, GMime keeps the octets",
     encoded_message},
    {"mixed-ends",
     "RFC 2046 section 5.1.1: the line end before a delimiter belongs to it; GMime takes it to be "
     "as "
     "long as the one behind the delimiter",
     mixed_ends},
    {"same-boundary",
     "RFC 2046 section 5.1.2: each level has a boundary of its own, and an outer one ends what is "
     "inside; GMime looks for the inner one first",
     same_boundary},
    {"no-header-grammar", kNoMeaning, bad_headers},
    {"no-type-grammar", kNoMeaning, bad_types},
};

}  // namespace

const Pair kHeader = {"header section", read_header, kHeaderReasons};
const Pair kBase64Body = {"base64 body", read_base64, kBase64Reasons};
const Pair kQuotedPrintable = {"quoted-printable", read_quoted_printable, kQuotedReasons};
const Pair kMime = {"MIME tree", read_mime, kMimeReasons};

}  // namespace wireassay::beside
