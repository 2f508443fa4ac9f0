// Mailboxes, paths and address literals: wire/message/mailbox.h, address_literal.h. What is read is
// printed as it was, and a local part has one form with the least quoting.
#include "wire/message/mailbox.h"

#include "bounded.h"

namespace wireassay {
namespace {

template <class Read>
void same(std::string_view in, const Read& read) {
  if (!read) {
    if (read.error().offset > in.size() || read.error().rule.empty())
      fuzzing::require(
          testing::internal::at("an error lies beyond the input, or says nothing", in));
    return;
  }
  if (message::to_wire(*read) != in)
    fuzzing::require(testing::internal::at("printed otherwise", in));
}

void check_mailbox(const message::Mailbox& mailbox, const message::PathOptions& options) {
  if (mailbox.local.size() > options.max_local_part || mailbox.domain.size() > options.max_domain)
    fuzzing::require("a mailbox beyond its limits");
  message::Mailbox plain = mailbox;
  plain.local = message::quote_local(message::local_value(mailbox));
  if (plain.local.size() > mailbox.local.size() || !message::same_mailbox(plain, mailbox))
    fuzzing::require("another mailbox with less quoting: " + mailbox.local);
  if (message::parse_mailbox(message::to_wire(plain), options) != plain)
    fuzzing::require("less quoting is read as another mailbox: " + plain.local);
}

void read_with(std::string_view in, const message::PathOptions& options) {
  same(in, message::parse_forward_path(in, options));
  const auto path = message::parse_reverse_path(in, options);
  same(in, path);
  if (path && !options.smtputf8 && !message::is_ascii(*path))
    fuzzing::require(testing::internal::at("UTF-8 that was not allowed", in));
  const auto mailbox = message::parse_mailbox(in, options);
  same(in, mailbox);
  if (mailbox) check_mailbox(*mailbox, options);
  const auto domain = message::parse_domain(in, options);
  if (domain && *domain != in) fuzzing::require(testing::internal::at("another domain", in));
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  read_with(buffer.view(), {});
  read_with(buffer.view(), {.smtputf8 = true, .bare_postmaster = true});
  same(in, message::parse_address_literal(buffer.view()));
  if (const auto octets = message::parse_ipv4(buffer.view()); octets && octets->size() != 4)
    fuzzing::require("an address of a wrong size");
  if (const auto octets = message::parse_ipv6(buffer.view()); octets && octets->size() != 16)
    fuzzing::require("an address of a wrong size");
}

}  // namespace wireassay
