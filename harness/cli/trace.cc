// wireassay trace: what a capture shows of each connection; hexadecimal octets of TLS field by
// field.
#include "cli/trace.h"

#include <CLI/CLI.hpp>
#include <expected>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/context.h"
#include "core/files.h"
#include "trace/decrypt.h"
#include "trace/key_log.h"
#include "trace/pcapng_secrets.h"
#include "trace/summary_text.h"
#include "wire/tls/text.h"

namespace wireassay::cli {
namespace {

/// One connection is wanted with all that it said.
constexpr trace::LogLimits kAll{.lines = 200'000, .width = 2000, .octets = 64 * 1024};
constexpr trace::LogLimits kNoLines{.lines = 0, .width = 0, .octets = 0};

struct TraceFlags {
  std::vector<std::string> files;
  std::string hex, keylog;
  std::optional<std::uint64_t> stream;
  bool json = false, questions = false;
};

int print_hex(const std::string& file) {
  std::string text;
  if (file == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    auto read = read_file(file);
    if (!read) return mistake(read.error());
    text = std::move(*read);
  }
  const auto shown = tls::explain_text(text);
  if (!shown) return mistake(file + ": " + shown.error());
  std::cout << *shown;
  return kOk;
}

/// Secrets of the key log and of the capture itself.
std::expected<trace::KeyLog, std::string> keys_of(const std::string& file,
                                                  const TraceFlags& flags) {
  trace::KeyLog log;
  if (!flags.keylog.empty()) {
    const auto text = read_file(flags.keylog);
    if (!text) return std::unexpected(text.error());
    if (const auto added = log.add(flags.keylog, *text); !added)
      return std::unexpected(added.error());
  }
  std::ifstream capture(file, std::ios::binary);
  if (!capture) return log;  // who opens it next says why
  if (const auto read = trace::read_secrets(capture, file, log); !read)
    return std::unexpected(read.error());
  return log;
}

int print_capture(const std::string& file, const TraceFlags& flags) {
  const auto log = keys_of(file, flags);
  if (!log) return mistake(log.error());
  trace::KeyLogKeys keys(*log);
  trace::ReportOptions options;
  if (log->size() > 0) options.keys = &keys;
  options.only = flags.stream;
  if (flags.stream) options.log = kAll;
  if (flags.questions && !flags.json) options.log = kNoLines;
  trace::CaptureFacts facts;
  nlohmann::ordered_json connections = nlohmann::ordered_json::array();
  std::uint64_t count = 0;
  const auto take = [&](const trace::Summary& summary) {
    if (flags.json)
      // Line by line: a capture may have more connections than fit into memory as JSON.
      std::cout << (count == 0 ? "\n" : ",\n")
                << trace_json(summary).dump(-1, ' ', false,
                                            nlohmann::json::error_handler_t::replace);
    else
      std::cout << (flags.questions ? trace::answers(summary) : trace::to_text(summary)) << "\n";
    ++count;
  };
  if (flags.json) std::cout << "{\"schema\": \"wireassay-trace/1\", \"connections\": [";
  const auto read = trace::read_capture(file, options, take, facts);
  if (flags.json)
    std::cout
        << "],\n\"capture\": "
        << trace_json(file, facts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
        << "}\n";
  else
    std::cout << trace::to_text(file, facts);
  std::cout.flush();
  if (!read) return mistake(read.error());
  if (flags.stream && count == 0)
    return mistake(file + ": there is no connection " + std::to_string(*flags.stream) +
                   "; it has " + std::to_string(facts.connections));
  return kOk;
}

int run(const TraceFlags& flags) {
  if (!flags.hex.empty()) return print_hex(flags.hex);
  if (flags.files.empty())
    return mistake("trace which capture? `wireassay trace FILE`, or `--hex FILE` for octets");
  for (const std::string& file : flags.files) {
    if (const int status = print_capture(file, flags); status != kOk) return status;
  }
  return kOk;
}

}  // namespace

Action add_trace(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "trace", "captures: the dialogue and TLS of each connection; octets field by field");
  const auto flags = std::make_shared<TraceFlags>();
  command->add_option("files", flags->files, "captures, pcap or pcapng")->type_name("FILE");
  command->add_option("--stream", flags->stream, "only this connection, with all that was said")
      ->type_name("N");
  command
      ->add_option("--keylog", flags->keylog,
                   "secrets as SSLKEYLOGFILE has them: what is under keys is shown and judged; a "
                   "pcapng file may bring its own")
      ->type_name("FILE");
  command->add_flag("--questions", flags->questions,
                    "only: the server's name, the version of TLS, the messages before keys");
  command->add_flag("--json", flags->json, "JSON instead of text");
  command
      ->add_option("--hex", flags->hex,
                   "no capture: hexadecimal octets of TLS in this file (-: standard input)")
      ->type_name("FILE");
  return [flags] { return run(*flags); };
}

}  // namespace wireassay::cli
