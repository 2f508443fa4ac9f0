// How fast responses are read: small ones, one of 16 MB, chunks and long headers, whole and in
// pieces, and by the packaged parser beside it. Build the target wireassay_http_bench with
// CMAKE_BUILD_TYPE=Release and run it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "testing/packaged_http.h"
#include "wire/http/invariants.h"
#include "wire/http/response.h"

namespace wireassay::http {
namespace {

constexpr std::size_t kTotal = 16 * 1024 * 1024;
constexpr std::size_t kPiece = 16 * 1024;

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
    "Content-Type: text/html; charset=utf-8\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n"
    "Connection: keep-alive\r\nETag: \"65920080-3e8\"\r\nAccept-Ranges: bytes\r\n"
    "Vary: Accept-Encoding\r\n";

/// Responses of 1000 octets on one connection.
std::string series() {
  const std::string one =
      std::string(kHead) + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'x');
  std::string out;
  while (out.size() + one.size() < kTotal) out += one;
  return out;
}

std::string single() {
  const std::size_t size = kTotal - 1024;
  return std::string(kHead) + "Content-Length: " + std::to_string(size) + "\r\n\r\n" +
         std::string(size, 'x');
}

/// One response in chunks of 1000 octets.
std::string chunks() {
  std::string out = std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string chunk = "3e8;a=b\r\n" + std::string(1000, 'x') + "\r\n";
  for (std::size_t i = 0; i < 4000; ++i) out += chunk;
  return out + "0\r\nX-Sum: 1\r\n\r\n";
}

/// Nothing but field lines: only what must be looked at octet by octet.
std::string headers() {
  std::string one = "HTTP/1.1 204 No Content\r\n";
  for (int i = 0; i < 1000; ++i)
    one += "X-Field-" + std::to_string(i) + ": the value of a field, with 40 octets or so\r\n";
  one += "\r\n";
  std::string out;
  while (out.size() + one.size() < kTotal) out += one;
  return out;
}

enum class Rules { Asked, NotAsked };

/// `piece` octets more come before each look.
void read_all(benchmark::State& state, const std::string& octets, std::size_t piece,
              Rules rules = Rules::NotAsked) {
  for (auto step : state) {
    (void)step;
    ResponseReader reader;
    std::size_t from = 0, come = 0;
    while (from < octets.size()) {
      come = std::min(octets.size(), come + piece);
      while (true) {
        const auto answer = reader.read(std::string_view(octets).substr(from, come - from));
        const auto* got = std::get_if<Got<LenientResponse>>(&answer);
        if (got == nullptr) break;
        if (rules == Rules::Asked) benchmark::DoNotOptimize(broken_rules(got->value, {}));
        benchmark::DoNotOptimize(got);
        from += got->used;
      }
      if (come == octets.size() && from < octets.size()) return state.SkipWithError("not read");
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(octets.size()));
}

/// The packaged parser, which keeps fields and content of each response as ours does.
void read_all_packaged(benchmark::State& state, const std::string& octets) {
  for (auto step : state) {
    (void)step;
    testing::PackagedReader reader(HTTP_RESPONSE);
    for (std::string_view left = octets; !left.empty();) {
      const testing::PackagedMessage& message = reader.read(left, false);
      if (!message.complete) return state.SkipWithError("not read");
      benchmark::DoNotOptimize(message);
      left.remove_prefix(message.used);
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(octets.size()));
}

void Series(benchmark::State& state) { read_all(state, series(), kTotal); }
void SeriesAndItsRules(benchmark::State& state) { read_all(state, series(), kTotal, Rules::Asked); }
void SeriesInPieces(benchmark::State& state) { read_all(state, series(), kPiece); }
void OneBody(benchmark::State& state) { read_all(state, single(), kTotal); }
void OneBodyInPieces(benchmark::State& state) { read_all(state, single(), kPiece); }
void OneBodyInSmallPieces(benchmark::State& state) { read_all(state, single(), 64); }
void Chunks(benchmark::State& state) { read_all(state, chunks(), kTotal); }
void ChunksInSmallPieces(benchmark::State& state) { read_all(state, chunks(), 64); }
void Headers(benchmark::State& state) { read_all(state, headers(), kTotal); }
void HeadersOctetByOctet(benchmark::State& state) { read_all(state, headers(), 1); }

void PackagedSeries(benchmark::State& state) { read_all_packaged(state, series()); }
void PackagedOneBody(benchmark::State& state) { read_all_packaged(state, single()); }
void PackagedChunks(benchmark::State& state) { read_all_packaged(state, chunks()); }
void PackagedHeaders(benchmark::State& state) { read_all_packaged(state, headers()); }

BENCHMARK(PackagedSeries)->Unit(benchmark::kMillisecond);
BENCHMARK(PackagedOneBody)->Unit(benchmark::kMillisecond);
BENCHMARK(PackagedChunks)->Unit(benchmark::kMillisecond);
BENCHMARK(PackagedHeaders)->Unit(benchmark::kMillisecond);
BENCHMARK(Series)->Unit(benchmark::kMillisecond);
BENCHMARK(SeriesAndItsRules)->Unit(benchmark::kMillisecond);
BENCHMARK(SeriesInPieces)->Unit(benchmark::kMillisecond);
BENCHMARK(OneBody)->Unit(benchmark::kMillisecond);
BENCHMARK(OneBodyInPieces)->Unit(benchmark::kMillisecond);
BENCHMARK(OneBodyInSmallPieces)->Unit(benchmark::kMillisecond);
BENCHMARK(Chunks)->Unit(benchmark::kMillisecond);
BENCHMARK(ChunksInSmallPieces)->Unit(benchmark::kMillisecond);
BENCHMARK(Headers)->Unit(benchmark::kMillisecond);
BENCHMARK(HeadersOctetByOctet)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wireassay::http

BENCHMARK_MAIN();
