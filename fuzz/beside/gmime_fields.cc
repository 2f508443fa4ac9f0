// What stands in fields: addresses, dates, types, encoded words.
#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "beside/gmime.h"
#include "beside/gmime_objects.h"
#include "beside/grammar.h"
#include "core/cursor.h"
#include "wire/message/address_list.h"
#include "wire/message/date_time.h"
#include "wire/message/encoded_word.h"
#include "wire/message/header.h"
#include "wire/message/mime_field.h"
#include "wire/message/utf8.h"

namespace wireassay::beside {
namespace {

/// What message::decode_words knows.
constexpr std::string_view kCharsets[] = {"utf-8", "utf8", "us-ascii", "iso-8859-1"};

constexpr std::string_view kForeign =
    "RFC 2047 section 6.2: words of other character sets may stay as they are; GMime converts all "
    "that the C library knows";
constexpr std::string_view kBroken =
    "RFC 2047 section 6.3: what is done with a word of wrong octets is open; ours keeps the "
    "octets, "
    "GMime puts \"?\" for them and for NUL";
constexpr std::string_view kNoMeaning =
    "outside of the grammar each reader mends what it finds in its own way";

std::string our_addresses(std::string_view in) {
  std::string text;
  for (const message::Address& one : message::parse_address_list(in)) {
    if (one.is_group_start()) {
      text += message::decode_words(*one.mailbox) + ":(";
    } else if (one.is_group_end()) {
      text += ")";
    } else {
      text += "[" + message::decode_words(one.name.value_or("")) + "|" + one.mailbox.value_or("") +
              "|" + one.host.value_or("") + "]";
    }
  }
  return text;
}

/// Without the quotes and backslashes of a quoted-string, which GMime leaves.
std::string unquoted(std::string_view local) {
  if (!local.starts_with('"')) return std::string(local);
  std::string plain;
  local = local.substr(1, local.size() - 2);
  for (std::size_t at = 0; at < local.size(); ++at) {
    if (local[at] == '\\' && at + 1 < local.size()) ++at;
    plain += local[at];
  }
  return plain;
}

std::string their_mailbox(InternetAddress* one) {
  const std::string address =
      text_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
  const std::size_t at = address.rfind(address.ends_with(']') ? "@[" : "@");
  const std::string host = at == std::string::npos ? "" : address.substr(at + 1);
  return "[" + text_of(internet_address_get_name(one)) + "|" + unquoted(address.substr(0, at)) +
         "|" + host + "]";
}

std::string their_list(InternetAddressList* list) {
  std::string text;
  for (int i = 0; i < internet_address_list_length(list); ++i) {
    InternetAddress* one = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
      text += their_mailbox(one);
      continue;
    }
    text += text_of(internet_address_get_name(one)) + ":(" +
            their_list(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one))) + ")";
  }
  return text;
}

InternetAddressList* parsed_list(GMimeParserOptions* options, const std::string& text) {
  [[maybe_unused]] const AllowLeaks allow;
  return internet_address_list_parse(options, text.c_str());
}

Readings read_addresses(std::string_view in) {
  const Options options = strict_options();
  const Object<InternetAddressList> list(parsed_list(options.get(), message::unfold(in)));
  return {our_addresses(in), list == nullptr ? "" : their_list(list.get())};
}

Readings read_date(std::string_view in) {
  use_gmime();
  const auto ours = message::parse_date_time(in);
  const std::unique_ptr<GDateTime, UnrefDate> theirs(
      g_mime_utils_header_decode_date(std::string(in).c_str()));
  std::string text(kRefused);
  if (theirs != nullptr) {
    text = message::to_date_time(
        {.utc = g_date_time_to_unix(theirs.get()),
         .zone = static_cast<int>(g_date_time_get_utc_offset(theirs.get()) / 60'000'000)});
  }
  return {ours ? message::to_date_time(*ours) : std::string(kRefused), text};
}

Readings read_type(std::string_view in) {
  const Options options = strict_options();
  std::string ours(kRefused);
  if (const auto got = message::parse_content_type(in)) {
    ours = got->type + "/" + got->subtype;
    for (const message::MimeParameter& one : got->params) ours += ";" + one.name + "=" + one.value;
  }
  const Object<GMimeContentType> type(
      g_mime_content_type_parse(options.get(), std::string(in).c_str()));
  std::string theirs = text_of(g_mime_content_type_get_media_type(type.get())) + "/" +
                       text_of(g_mime_content_type_get_media_subtype(type.get()));
  GMimeParamList* params = g_mime_content_type_get_parameters(type.get());
  for (int i = 0; i < g_mime_param_list_length(params); ++i) {
    GMimeParam* one = g_mime_param_list_get_parameter_at(params, i);
    theirs +=
        ";" + text_of(g_mime_param_get_name(one)) + "=" + text_of(g_mime_param_get_value(one));
  }
  return {ours, theirs};
}

Readings read_words(std::string_view in) {
  const Options options = strict_options();
  const GText theirs(g_mime_utils_header_decode_text(options.get(), std::string(in).c_str()));
  return {message::decode_words(in), text_of(theirs.get())};
}

bool no_address_list(std::string_view in) { return !is_address_list(in); }
bool no_date_time(std::string_view in) { return !is_date_time(in); }
bool no_content_type(std::string_view in) { return !is_content_type(in); }
bool no_encoded_text(std::string_view in) { return !is_encoded_text(in); }

/// What a rule finds inside.
bool has(std::string_view in, const char* rule) {
  return RE2::PartialMatch(re2::StringPiece(in.data(), in.size()), rule);
}

bool leap_second(std::string_view in) { return is_date_time(in) && has(in, ":60[ \\t\\r\\n]"); }
bool no_day_of_a_month(std::string_view in) {
  return is_date_time(in) && has(in, "(?:^|,)[ \\t\\r\\n]*(?:0?0|3[2-9]|[4-9][0-9])[ \\t\\r\\n]");
}
bool military(std::string_view in) {
  return is_date_time(in) && has(in, "[ \\t][A-IK-Ya-ik-y][ \\t\\r\\n]*$");
}
bool before_1969(std::string_view in) {
  return is_date_time(in) &&
         has(in, "[ \\t](0[0-9]{3}|1[0-8][0-9]{2}|19[0-5][0-9]|196[0-8])[ \\t\\r\\n]");
}
bool year_50_to_69(std::string_view in) {
  return is_date_time(in) && has(in, "[a-z][ \\t\\r\\n]+[56][0-9][ \\t\\r\\n]");
}
bool far_zone(std::string_view in) {
  return is_date_time(in) && has(in, "[+-](14(0[1-9]|[1-9])|1[5-9]|[2-9])[0-9]+[ \\t\\r\\n]*$");
}

bool extended_name(std::string_view in) {
  return is_content_type(in) && has(in, ";[ \\t]*[^=;]*[*][^=;]*=");
}
bool word_in_value(std::string_view in) {
  return is_content_type(in) && has(in, "=\\?.*\\?.*\\?=");
}

bool foreign_charset(std::string_view in) {
  re2::StringPiece rest(in.data(), in.size()), charset;
  static const RE2 kWord("=\\?([^?*]*)(?:[*][^?]*)?\\?[BbQq]\\?[^?]*\\?=", RE2::Latin1);
  while (RE2::FindAndConsume(&rest, kWord, &charset)) {
    const std::string_view name(charset.data(), charset.size());
    if (std::ranges::none_of(kCharsets, [&](auto one) { return equal_ignoring_case(one, name); }))
      return true;
  }
  return false;
}
/// Words of US-ASCII with other octets.
bool has_wide_ascii(std::string_view in) {
  re2::StringPiece rest(in.data(), in.size()), word;
  static const RE2 kWord("(?i)(=\\?us-ascii(?:[*][^?]*)?\\?[bq]\\?[^?]*\\?=)", RE2::Latin1);
  while (RE2::FindAndConsume(&rest, kWord, &word)) {
    const std::string text = message::decode_words({word.data(), word.size()});
    if (!std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
      return true;
  }
  return false;
}
bool breaks(std::string_view in) {
  const std::string text = message::decode_words(in);
  return !message::is_utf8(text) || has_nul(text) || has_wide_ascii(in);
}
bool broken_octets(std::string_view in) { return is_encoded_text(in) && breaks(in); }
bool broken_in_addresses(std::string_view in) { return is_address_list(in) && breaks(in); }

bool long_white(std::string_view in) {
  return is_address_list(in) && has(message::unfold(in), "\\t|  ");
}

/// An encoded word that touches another.
bool word_not_alone(std::string_view in) {
  const std::string word = "=\\?[^? ]*\\?[BbQq]\\?[^? ]*\\?=";
  return is_address_list(in) && (has(in, ("[^ \\t\\r\\n,:;(]" + word).c_str()) ||
                                 has(in, (word + "[^ \\t\\r\\n<:,;)]").c_str()));
}

/// Text of the encoding B that is no base64.
bool has_bad_base64(std::string_view in) {
  re2::StringPiece rest(in.data(), in.size()), text;
  static const RE2 kWord("=\\?[^? ]*\\?[Bb]\\?([^? ]*)", RE2::Latin1);
  static const RE2 kBase64("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
  while (RE2::FindAndConsume(&rest, kWord, &text))
    if (!RE2::FullMatch(text, kBase64)) return true;
  return false;
}

/// What begins as an encoded word and is none: with a question mark in its text, in Q with an
/// equals sign without two digits, in B no base64.
bool word_out_of_grammar(std::string_view in) {
  return is_address_list(in) &&
         (has(in, "=\\?[^? ]*\\?[BbQq]\\?[^? ]*\\?[^=]") ||
          has(in, "=\\?[^? ]*\\?[Qq]\\?[^? ]*=(?:[^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f])") ||
          has_bad_base64(in));
}

/// A name that begins or ends with white space, once its words are decoded.
bool white_at_an_end(std::string_view in) {
  constexpr std::string_view kWhite = " \t";
  return is_address_list(in) &&
         std::ranges::any_of(message::parse_address_list(in), [&](const message::Address& one) {
           const std::string name = message::decode_words(one.name.value_or(""));
           return !name.empty() && (kWhite.contains(name.front()) || kWhite.contains(name.back()));
         });
}

/// A comment that holds a quotation mark.
bool quote_in_comment(std::string_view in) { return is_address_list(in) && has(in, "\\([^)]*\""); }

constexpr Reason kAddressReasons[] = {
    {"long-white",
     "RFC 5322 section 3.2.2: white space between words means one space; GMime keeps it as it is",
     long_white},
    {"word-not-alone",
     "RFC 2047 section 5: white space separates a word from what is beside it; decode_words takes "
     "it "
     "anywhere, as it is common, GMime does not",
     word_not_alone},
    {"word-out-of-grammar",
     "RFC 2047 section 6.3: what is done with a word of wrong form is open; ours keeps what stands "
     "there, GMime drops some of it or reads on to the next \"?=\"",
     word_out_of_grammar},
    {"white-at-an-end",
     "RFC 5322 section 3.2.4, RFC 2047 section 4.2: white space in quotes, or made by \"_\", is "
     "part "
     "of a name; GMime cuts it at both ends",
     white_at_an_end},
    {"quote-in-comment",
     "RFC 5322 section 3.2.2: a comment has no quoted-string; GMime drops quotation marks where it "
     "takes it for a name",
     quote_in_comment},
    {"foreign-charset", kForeign, foreign_charset},
    {"broken-octets", kBroken, broken_in_addresses},
    {"no-grammar", kNoMeaning, no_address_list},
};
constexpr Reason kDateReasons[] = {
    {"no-grammar", kNoMeaning, no_date_time},
    {"leap-second", "RFC 5322 section 3.3: \"second … 00 to 60\"; GMime refuses 60", leap_second},
    {"no-day-of-a-month",
     "RFC 5322 section 3.3: the day is one that the month has; GMime takes what it finds for the "
     "year",
     no_day_of_a_month},
    {"military-zone",
     "RFC 5322 section 4.3: military zones \"SHOULD all be considered equivalent to \"-0000\"\"; "
     "GMime "
     "takes RFC 822's signs, which were wrong",
     military},
    {"before-1969",
     "RFC 5322 section 3.3: \"any numeric year 1900 or later\"; GMime refuses years before 1969",
     before_1969},
    {"year-50-to-69",
     "RFC 5322 section 4.3: two digits from 50 to 99 \"by adding 1900\"; GMime adds 2000 below 70",
     year_50_to_69},
    {"far-zone",
     "RFC 5322 section 3.3: \"-9959 through +9959\"; GMime takes more than 14 hours for none",
     far_zone},
};
constexpr Reason kTypeReasons[] = {
    {"no-grammar", kNoMeaning, no_content_type},
    {"extended-name",
     "RFC 3501 section 7.4.2: BODYSTRUCTURE shows attributes as they were written; GMime joins and "
     "decodes those of RFC 2231",
     extended_name},
    {"word-in-value",
     "RFC 2047 section 5: an encoded word \"MUST NOT appear within a 'quoted-string'\" nor in a "
     "parameter; GMime decodes it",
     word_in_value},
};
constexpr Reason kWordReasons[] = {
    {"no-grammar", kNoMeaning, no_encoded_text},
    {"foreign-charset", kForeign, foreign_charset},
    {"broken-octets", kBroken, broken_octets},
};

}  // namespace

const Pair kAddressList = {"address-list", read_addresses, kAddressReasons};
const Pair kDateTime = {"date-time", read_date, kDateReasons};
const Pair kContentType = {"Content-Type", read_type, kTypeReasons};
const Pair kEncodedWords = {"encoded words", read_words, kWordReasons};

}  // namespace wireassay::beside
