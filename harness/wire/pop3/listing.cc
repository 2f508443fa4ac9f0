// Reading and printing of listings.
#include "wire/pop3/listing.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/cursor.h"
#include "wire/pop3/argument.h"

namespace wireassay::pop3 {
namespace {

std::optional<std::uint64_t> take_number(Cursor& in) {
  return parse_number(in.take_while(is_digit));
}

struct TwoNumbers {
  std::uint64_t first = 0, second = 0;
  std::string more;
};

/// Two numbers, a single space between them, and nothing or a space behind.
std::expected<TwoNumbers, ParseError> two_numbers(std::string_view text, std::string_view rule) {
  Cursor in(text);
  const auto first = take_number(in);
  if (!first || !in.take(' ')) return std::unexpected(in.malformed(rule));
  const auto second = take_number(in);
  if (!second || !(in.at_end() || in.next_is(' '))) return std::unexpected(in.malformed(rule));
  return TwoNumbers{*first, *second, std::string(in.rest())};
}

std::string join(std::uint64_t first, std::uint64_t second, const std::string& more) {
  return std::to_string(first) + " " + std::to_string(second) + more;
}

}  // namespace

std::expected<DropListing, ParseError> parse_drop_listing(std::string_view text) {
  auto got = two_numbers(text, "drop listing");
  if (!got) return std::unexpected(got.error());
  return DropListing{got->first, got->second, std::move(got->more)};
}

std::expected<ScanListing, ParseError> parse_scan_listing(std::string_view text) {
  auto got = two_numbers(text, "scan listing");
  if (!got) return std::unexpected(got.error());
  return ScanListing{got->first, got->second, std::move(got->more)};
}

std::expected<UniqueIdListing, ParseError> parse_unique_id_listing(std::string_view text) {
  Cursor in(text);
  const auto number = take_number(in);
  if (!number || !in.take(' ')) return std::unexpected(in.malformed("unique-id listing"));
  const std::size_t from = in.offset();
  const std::string_view id = in.take_while([](char c) { return c >= '!' && c <= '~'; });
  if (in.next_is(' ') && !id.empty()) return std::unexpected(in.malformed("unique-id listing"));
  if (id.empty() || !in.at_end()) return std::unexpected(in.malformed("unique-id"));
  if (id.size() > kMaxUniqueId)
    return std::unexpected(ParseError{Errc::TooLong, from + kMaxUniqueId, "unique-id"});
  return UniqueIdListing{*number, std::string(id)};
}

std::expected<LanguageListing, ParseError> parse_language_listing(std::string_view text) {
  Cursor in(text);
  const std::string_view tag = in.take_while([](char c) { return c != ' '; });
  if (tag == "*" || !is_language_range(tag))
    return std::unexpected(ParseError{Errc::Malformed, 0, "language tag"});
  LanguageListing listing{.tag = std::string(tag), .description = {}};
  if (in.at_end()) return listing;
  in.take(' ');
  if (in.at_end() || in.next_is(' ')) return std::unexpected(in.malformed("language listing"));
  listing.description = in.rest();
  return listing;
}

std::string to_text(const DropListing& listing) {
  return join(listing.messages, listing.octets, listing.more);
}

std::string to_text(const ScanListing& listing) {
  return join(listing.number, listing.octets, listing.more);
}

std::string to_text(const UniqueIdListing& listing) {
  return std::to_string(listing.number) + " " + listing.unique_id;
}

std::string to_text(const LanguageListing& listing) {
  return listing.tag + (listing.description.empty() ? "" : " ") + listing.description;
}

}  // namespace wireassay::pop3
