// Lines as plain arguments: wire/imap/arguments.h. What an author may write is read alike where a
// server has written it, and servers are forgiven everything but too much.
#include "wire/imap/arguments.h"

#include "fuzzer.h"
#include "testing/text.h"

namespace wireassay {
namespace {

using imap::Argument, imap::Writer;

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

/// Empty: right. Places in the line rise.
std::string shape_of(const std::vector<Argument>& arguments, std::size_t depth,
                     std::string_view line) {
  std::string shape;
  std::size_t last = 0;
  for (const Argument& one : arguments) {
    require(one.offset >= last && one.offset < line.size(), "a place out of order", line);
    require(one.text.size() <= line.size(), "a text longer than its line", line);
    require(depth <= imap::ArgumentLimits::kDepth, "too deep", line);
    last = one.offset;
    shape += "(" + std::to_string(static_cast<int>(one.kind)) + "@" + std::to_string(one.offset) +
             one.text + shape_of(one.items, depth + 1, line) + ")";
  }
  return shape;
}

}  // namespace

void fuzz(std::string_view in) {
  const auto author = [](std::string_view line) {
    return imap::read_arguments(line, Writer::Author);
  };
  const auto server = [](std::string_view line) {
    return imap::read_arguments(line, Writer::Server);
  };
  const testing::WorkLimits limits{.heap_per_octet = 1024};  // an argument of one octet is a node
  fuzzing::require(testing::broken_text(in, author, limits));
  fuzzing::require(testing::broken_text(in, server, limits));
  const testing::ExactBuffer buffer(in);
  const auto written = author(buffer.view()), said = server(buffer.view());
  require(said.has_value(), "a server's line is refused", in);
  const std::string shape = shape_of(*said, 0, in);
  require(!written || shape_of(*written, 0, in) == shape, "another line of a server", in);
}

}  // namespace wireassay
