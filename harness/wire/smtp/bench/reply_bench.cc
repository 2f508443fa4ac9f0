// How fast replies are read: 50 MB of the answers to EHLO and of one-line replies.
// Build the target wireassay_smtp_bench with CMAKE_BUILD_TYPE=Release and run it.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "wire/smtp/reply.h"

namespace wireassay::smtp {
namespace {

constexpr std::size_t kTotal = 50 * 1000 * 1000;

constexpr std::string_view kEhlo =
    "250-mx.example.org greets client.example.net\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n"
    "250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r\n250-AUTH PLAIN LOGIN\r\n250-ENHANCEDSTATUSCODES\r\n"
    "250-8BITMIME\r\n250-DSN\r\n250-SMTPUTF8\r\n250 CHUNKING\r\n";
constexpr std::string_view kOk = "250 2.1.0 Ok: queued as 4Wbq2C1hQkz9v\r\n";

void read_all(benchmark::State& state, std::string_view reply) {
  std::string octets;
  while (octets.size() < kTotal) octets += reply;
  for (auto step : state) {
    (void)step;
    for (std::string_view rest = octets; !rest.empty();) {
      const Parsed<LenientReply> parsed = parse_reply_lenient(rest);
      const auto* got = std::get_if<Got<LenientReply>>(&parsed);
      if (got == nullptr || !got->value.deviations.empty()) {
        state.SkipWithError("not read");
        return;
      }
      rest.remove_prefix(got->used);
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(octets.size()));
}

void Ehlo(benchmark::State& state) { read_all(state, kEhlo); }
void OneLine(benchmark::State& state) { read_all(state, kOk); }

BENCHMARK(Ehlo)->Unit(benchmark::kMillisecond);
BENCHMARK(OneLine)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wireassay::smtp

BENCHMARK_MAIN();
