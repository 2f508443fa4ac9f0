// mbox files: import/mbox.h. Lines of messages end in CRLF, and dates are those of IMAP.
#include "import/mbox.h"

#include <algorithm>

#include "bounded.h"
#include "wire/message/date_time.h"

namespace wireassay {
namespace {

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  const auto messages = importer::read_mbox(buffer.view());
  const auto lines = static_cast<std::size_t>(std::ranges::count(in, '\n')) + 1;
  if (!messages) {
    require(!messages.error().message.empty(), "refused without a reason", in);
    require(messages.error().line >= 1 && messages.error().line <= lines, "beyond the file", in);
    return;
  }
  std::size_t octets = 0;
  for (const importer::MboxMessage& message : *messages) {
    require(message.octets.ends_with("\r\n"), "a message without a line", in);
    require(message::parse_internal_date(message.date_time).has_value(), "no date of IMAP", in);
    octets += message.octets.size();
  }
  require(octets <= in.size() + lines + 1, "messages hold more than the file", in);
}

}  // namespace wireassay
