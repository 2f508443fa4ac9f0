// Prints replies; RFC 5321 4.2.1 and RFC 2034 4.
#include "reference/smtp_reply.h"

#include <cstddef>

namespace wireassay::reference {
namespace {

using enum SmtpFault;

constexpr std::size_t kTooLong =
    600;  // octets of padding; a reply line has at most 512 (4.5.3.1.5)

std::string enhanced_of(const SmtpReply& reply, std::size_t index, const SmtpFaults& faults) {
  if (reply.enhanced.empty()) return {};
  if (index > 0 && faults.has(EnhancedOnlyFirstLine)) return {};
  std::string code(reply.enhanced);
  if (reply.code >= 500 && faults.has(EnhancedClassDiffers)) code.front() = '4';
  return code + ' ';
}

std::string text_of(const SmtpReply& reply, std::size_t index, const SmtpFaults& faults) {
  std::string text = enhanced_of(reply, index, faults) + reply.lines.at(index);
  const bool success = reply.code == 250 && !reply.enhanced.empty();
  if (success && faults.has(ReplyTooLong)) text += std::string(kTooLong, 'x');
  return text;
}

}  // namespace

std::string to_wire(const SmtpReply& reply, const SmtpFaults& faults) {
  std::string wire;
  for (std::size_t i = 0; i < reply.lines.size(); ++i) {
    const bool last = i + 1 == reply.lines.size();
    const bool middle = i > 0 && !last;
    std::string code =
        std::to_string(reply.code + (middle && faults.has(ReplyCodesDiffer) ? 1 : 0));
    const bool success = reply.code == 250 && !reply.enhanced.empty();
    if (success && faults.has(ReplyCodeTwoDigits)) code.pop_back();
    wire += code;
    if (!last) wire += '-';
    if (last && !(success && faults.has(ReplyWithoutSeparator))) wire += ' ';
    wire += text_of(reply, i, faults);
    wire += !last && faults.has(ReplyBareLf) ? "\n" : "\r\n";
  }
  return wire;
}

}  // namespace wireassay::reference
