// Scripts of imaptest: import/imaptest.h. A script is refused with a place and a reason, or becomes
// a scenario that the loader takes.
#include "import/imaptest.h"

#include <algorithm>

#include "bounded.h"
#include "scenario/load.h"
#include "wire/imap/dialect.h"

namespace wireassay {
namespace {

/// A script becomes a scenario of more octets, which is loaded with its openings.
constexpr testing::WorkLimits kWork{
    .steps = 1'000'000, .steps_per_octet = 20'000, .heap = 4 << 20, .heap_per_octet = 16 * 1024};

constexpr std::string_view kOpenings =
    "[opening.authenticated]\nafter = \"connected\"\n"
    "params = { user = \"${user}\", password = \"${password}\" }\n"
    "dialogue = [ { send = 'LOGIN \"${user}\" \"${password}\"', assume = \"OK\" } ]\n";

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in, kWork);
  static const imap::ImapDialect kImap;
  static const std::vector<importer::MboxMessage> kMessages = {
      {"Subject: 1\r\n\r\n${x}\r\n", "22-Feb-2008 17:06:23 +0000"},
      {std::string("Subject: 2\r\n\r\n\0\r\n", 17), "23-Feb-2008 17:06:23 +0000"}};
  const auto imported = importer::import_imaptest(
      in, "fuzz", kMessages, [](const std::string& name) { return name == "A"; });
  const auto lines = std::ranges::count(in, '\n') + 1;
  bool refused = false;
  for (const importer::Remark& remark : imported.remarks) {
    refused = refused || remark.kind == importer::Remark::Kind::Refused;
    if (remark.message.empty() || remark.message.find('\n') != std::string::npos)
      fuzzing::require("a remark is not one line");
    if (remark.at.line == 0 || std::cmp_greater(remark.at.line, lines))
      fuzzing::require("a remark lies outside of the script");
  }
  if (refused != imported.toml.empty())
    fuzzing::require("a script is neither refused nor turned, or both");
  if (refused) return;
  scenario::LoadContext context;
  context.dialects = {&kImap.info()};
  const scenario::Suite suite =
      scenario::load_text(imported.toml, "fuzz.toml", {{"imap", std::string(kOpenings)}}, context);
  if (!suite.problems.empty())
    fuzzing::require(scenario::to_string(suite.problems.front()) + "\n" + imported.toml);
}

}  // namespace wireassay
