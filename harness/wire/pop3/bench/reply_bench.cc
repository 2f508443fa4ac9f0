// How fast responses are read: 50 MB of messages as RETR brings them, and of one-line responses.
// Build the target wireassay_pop3_bench with CMAKE_BUILD_TYPE=Release and run it.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "wire/pop3/reply.h"

namespace wireassay::pop3 {
namespace {

constexpr std::size_t kTotal = 50 * 1000 * 1000;

/// A message of 100 lines, one in ten with a period to take away.
std::string retr() {
  std::string out = "+OK 7000 octets\r\n";
  for (int line = 0; line < 100; ++line)
    out.append(line % 10 == 0 ? ".." : "").append(70, 'x').append("\r\n");
  return out + ".\r\n";
}

void read_all(benchmark::State& state, const std::string& reply, Form form) {
  std::string octets;
  while (octets.size() < kTotal) octets += reply;
  for (auto step : state) {
    (void)step;
    for (std::string_view rest = octets; !rest.empty();) {
      const Parsed<LenientReply> parsed = parse_reply_lenient(rest, form);
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

void Retr(benchmark::State& state) { read_all(state, retr(), Form::MultiLine); }
void OneLine(benchmark::State& state) {
  read_all(state, "+OK message 1 deleted\r\n", Form::SingleLine);
}

BENCHMARK(Retr)->Unit(benchmark::kMillisecond);
BENCHMARK(OneLine)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wireassay::pop3

BENCHMARK_MAIN();
