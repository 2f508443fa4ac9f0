// wireassay import imaptest: scripted tests of imaptest as scenario files.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/context.h"
#include "core/files.h"
#include "import/imaptest.h"

namespace wireassay::cli {
namespace {

namespace fs = std::filesystem;

struct ImportFlags {
  std::vector<std::string> paths;
  std::string out = ".";
  std::string mbox;
};

/// Files as named; of folders, all files but the mboxes.
std::expected<std::vector<fs::path>, std::string> scripts_in(
    const std::vector<std::string>& paths) {
  std::vector<fs::path> all;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      all.emplace_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(path, error)) {
      const std::string name = entry.path().filename().string();
      if (entry.is_regular_file(error) && !name.starts_with('.') && !name.ends_with(".mbox"))
        inside.push_back(entry.path());
    }
    if (error) return std::unexpected(path + ": " + error.message());
    if (inside.empty()) return std::unexpected(path + ": there is no script in this folder");
    std::ranges::sort(inside);
    all.insert(all.end(), inside.begin(), inside.end());
  }
  return all;
}

/// NAME.mbox beside the script, else default.mbox.
fs::path mbox_of(const fs::path& script, const ImportFlags& flags) {
  if (!flags.mbox.empty()) return flags.mbox;
  std::error_code error;
  fs::path own = script;
  own += ".mbox";
  if (fs::exists(own, error)) return own;
  own = script.parent_path() / "default.mbox";
  return fs::exists(own, error) ? own : fs::path();
}

void say(const std::string& file, std::size_t line, std::size_t column, const std::string& text) {
  std::cerr << file << ":" << line << ":" << column << ": " << text << "\n";
}

/// False: something in the script could not be turned, or a file not be read or written.
bool import_one(const fs::path& script, const ImportFlags& flags) {
  const auto trouble = [](const std::string& text) {
    std::cerr << "wireassay: " << text << "\n";
    return false;
  };
  const auto text = read_file(script.string());
  if (!text) return trouble(text.error());
  std::vector<importer::MboxMessage> messages;
  if (const fs::path mbox = mbox_of(script, flags); !mbox.empty()) {
    const auto octets = read_file(mbox.string());
    if (!octets) return trouble(octets.error());
    auto read = importer::read_mbox(*octets);
    if (!read) {
      say(mbox.string(), read.error().line, 1, read.error().message);
      return false;
    }
    messages = std::move(*read);
  }
  const auto has = [](const std::string& name) { return std::getenv(name.c_str()) != nullptr; };
  const auto imported = importer::import_imaptest(*text, script.filename().string(), messages, has);
  for (const importer::Remark& remark : imported.remarks) {
    const bool note = remark.kind == importer::Remark::Kind::Note;
    say(script.string(), remark.at.line, remark.at.column, (note ? "note: " : "") + remark.message);
  }
  if (imported.toml.empty()) return false;
  const std::string out =
      flags.out == "-" ? flags.out : (fs::path(flags.out) / script.filename()).string() + ".toml";
  if (const auto written = write_file(out, imported.toml); !written)
    return trouble(written.error());
  return true;
}

int run_import(const ImportFlags& flags) {
  const auto scripts = scripts_in(flags.paths);
  if (!scripts) return mistake(scripts.error());
  if (flags.out == "-" && scripts->size() != 1)
    return mistake("-o - takes one script: " + std::to_string(scripts->size()) + " are named");
  if (flags.out != "-") {
    std::error_code error;
    fs::create_directories(flags.out, error);
    if (error) return mistake(flags.out + ": " + error.message());
  }
  std::size_t whole = 0;
  for (const fs::path& script : *scripts) {
    if (import_one(script, flags)) ++whole;
  }
  std::cerr << whole << " of " << scripts->size() << " scripts imported whole\n";
  return whole == scripts->size() ? kOk : kSomethingFailed;
}

}  // namespace

Action add_import(CLI::App& app) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App* command = app.add_subcommand(
      "import", "turn the tests of another tool into scenario files; nothing is left out silently");
  command->require_subcommand(1);
  CLI::App* imaptest = command->add_subcommand(
      "imaptest", "scripted tests of Dovecot's imaptest, with their mboxes");
  imaptest->add_option("file", flags->paths, "scripts, or folders of them")
      ->required()
      ->type_name("FILE");
  imaptest
      ->add_option("-o,--output", flags->out,
                   "folder for NAME.toml (default: this one); - for standard output")
      ->type_name("DIR");
  imaptest
      ->add_option("--mbox", flags->mbox,
                   "messages (default: NAME.mbox or default.mbox beside the script)")
      ->type_name("FILE");
  return [flags] { return run_import(*flags); };
}

}  // namespace wireassay::cli
