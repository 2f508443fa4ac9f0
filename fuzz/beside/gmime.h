// GMime beside our readers of Internet messages.
#pragma once

#include "beside/beside.h"

namespace wireassay::beside {

/// Names and unfolded values of fields in order: message::split_header, message::unfold.
extern const Pair kHeader;
/// Mailboxes and groups with their names: message::parse_address_list, message::decode_words.
extern const Pair kAddressList;
/// message::parse_date_time.
extern const Pair kDateTime;
/// message::parse_content_type.
extern const Pair kContentType;
/// message::decode_words.
extern const Pair kEncodedWords;
/// message::decode_base64, message::decode_quoted_printable.
extern const Pair kBase64Body, kQuotedPrintable;
/// Types, nesting and octets of parts: message::parse_mime.
extern const Pair kMime;

}  // namespace wireassay::beside
