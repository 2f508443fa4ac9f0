// What searching and sorting look at in a message: fields with encoded words decoded, bodies with
// transfer encodings undone, in UTF-8 without regard to case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/stored_message.h"
#include "wire/message/date_time.h"
#include "wire/message/header.h"

namespace wireassay::reference {

/// For one message, which must outlive it; works out only what is asked for, and once.
class SearchText {
 public:
  explicit SearchText(const Message& message);

  // `needle` is folded (message::fold_case).
  bool field_has(std::string_view name, std::string_view needle);
  /// The same, and the addresses as ENVELOPE shows them.
  bool addresses_have(std::string_view name, std::string_view needle);
  bool body_has(std::string_view needle);
  /// Header, headers of parts, or body.
  bool text_has(std::string_view needle);

  /// The Date field; nullopt: none that can be read.
  std::optional<message::DateTime> sent() const;
  /// The unfolded body of the first field; empty if there is none.
  std::string field(std::string_view name) const;
  /// addr-mailbox of the first address; empty if there is none (RFC 5256 section 3).
  std::string first_mailbox(std::string_view name) const;

 private:
  const std::string& body();
  const std::string& headers();

  const Message& message_;
  message::HeaderSection header_;
  std::optional<std::string> body_, headers_;
};

/// RFC 5256 section 2.2: the Date field, or else the internal date.
message::DateTime sort_date(const Message& message, const SearchText& text);

}  // namespace wireassay::reference
