// How fast FETCH data is read: 50 MB of messages with envelopes, whole and in pieces of 16 KiB.
// Build the target wireassay_imap_bench with CMAKE_BUILD_TYPE=Release and run it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "wire/imap/response.h"

namespace wireassay::imap {
namespace {

constexpr std::size_t kTotal = 50 * 1000 * 1000;
constexpr std::size_t kPiece = 16 * 1024;

constexpr std::string_view kEnvelope =
    "ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
    "((NIL NIL \"imap\" \"cac.washington.edu\")) "
    "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) "
    "NIL NIL \"<B27397-0100000@cac.washington.edu>\")";

/// The series of one UID FETCH: literals of 1 to 100 KB.
std::string series() {
  std::string out;
  std::uint32_t seed = 1;
  for (unsigned number = 1; out.size() < kTotal; ++number) {
    seed = seed * 1664525U + 1013904223U;
    const std::size_t size = 1000 + (seed >> 8) % 99'000;
    out.append("* ").append(std::to_string(number)).append(" FETCH (UID ");
    out.append(std::to_string(number + 1000)).append(" FLAGS (\\Seen) RFC822.SIZE ");
    out.append(std::to_string(size)).append(" ").append(kEnvelope).append(" BODY[] {");
    out.append(std::to_string(size)).append("}\r\n").append(size, 'x').append(")\r\n");
  }
  return out;
}

/// One FETCH response with a literal of 50 MB.
std::string single() {
  return "* 1 FETCH (BODY[] {50000000}\r\n" + std::string(kTotal, 'x') + ")\r\n";
}

/// No literals: only what must be looked at octet by octet.
std::string envelopes() {
  std::string out;
  for (unsigned number = 1; out.size() < kTotal; ++number)
    out.append("* ").append(std::to_string(number)).append(" FETCH (").append(kEnvelope) += ")\r\n";
  return out;
}

void read_all(benchmark::State& state, const std::string& octets) {
  for (auto step : state) {
    (void)step;
    for (std::string_view rest = octets; !rest.empty();) {
      const Parsed<LenientResponse> parsed = parse_response_lenient(rest);
      const auto* got = std::get_if<Got<LenientResponse>>(&parsed);
      if (got == nullptr || !got->value.deviations.empty()) {
        state.SkipWithError("not read");
        return;
      }
      rest.remove_prefix(got->used);
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(octets.size()));
}

/// As a dialect does: the scanner at every read, the parser once per response.
void read_in_pieces(benchmark::State& state, const std::string& octets) {
  for (auto step : state) {
    (void)step;
    ResponseScanner scanner;
    std::size_t from = 0;
    for (std::size_t come = 0; from < octets.size();) {
      come = std::min(octets.size(), come + kPiece);
      while (true) {
        const std::string_view there = std::string_view(octets).substr(from, come - from);
        const Parsed<std::size_t> end = scanner.scan(there);
        const auto* got = std::get_if<Got<std::size_t>>(&end);
        if (got == nullptr) break;
        benchmark::DoNotOptimize(parse_response_lenient(there.substr(0, got->used)));
        from += got->used;
        scanner.reset();
      }
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(octets.size()));
}

void Series(benchmark::State& state) { read_all(state, series()); }
void SeriesInPieces(benchmark::State& state) { read_in_pieces(state, series()); }
void OneLiteral(benchmark::State& state) { read_all(state, single()); }
void OneLiteralInPieces(benchmark::State& state) { read_in_pieces(state, single()); }
void Envelopes(benchmark::State& state) { read_all(state, envelopes()); }

BENCHMARK(Series)->Unit(benchmark::kMillisecond);
BENCHMARK(SeriesInPieces)->Unit(benchmark::kMillisecond);
BENCHMARK(OneLiteral)->Unit(benchmark::kMillisecond);
BENCHMARK(OneLiteralInPieces)->Unit(benchmark::kMillisecond);
BENCHMARK(Envelopes)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wireassay::imap

BENCHMARK_MAIN();
