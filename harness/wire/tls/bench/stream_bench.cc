// How fast streams are read: 50 MB of a server's flight in the clear, whole and in pieces, of
// hellos, and of hellos printed. Build the target wireassay_tls_bench with CMAKE_BUILD_TYPE=Release
// and run it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "wire/tls/certificate.h"
#include "wire/tls/certificate_test_rows.h"
#include "wire/tls/encode.h"
#include "wire/tls/hex_test_support.h"
#include "wire/tls/stream.h"

namespace wireassay::tls {
namespace {

constexpr std::size_t kTotal = 50 * 1000 * 1000;

HelloPlan plan() {
  const HelloParts parts{.cipher_suites = {0xc02f, 0xc030, 0x1301, 0x1302},
                         .server_name = "mx.example.org",
                         .groups = {29, 23},
                         .signatures = {0x0804, 0x0403},
                         .alpn = {"smtp"},
                         .supported_versions = {0x0304, 0x0303},
                         .key_share = {{29, std::string(32, 'k')}}};
  return {.hello = client_hello(parts)};
}

void read_all(benchmark::State& state, const std::string& part, std::size_t piece) {
  std::string octets;
  while (octets.size() < kTotal) octets += part;
  for (auto step : state) {
    (void)step;
    Stream stream;
    std::size_t items = 0;
    for (std::string_view rest = octets; !rest.empty();
         rest.remove_prefix(std::min(piece, rest.size()))) {
      stream.feed(rest.substr(0, piece));
      while (stream.next()) ++items;
    }
    if (items == 0) {
      state.SkipWithError("not read");
      return;
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(octets.size()));
}

void Certificates(benchmark::State& state) {
  read_all(state, hex(kCertificateRecord), static_cast<std::size_t>(state.range(0)));
}
void Hellos(benchmark::State& state) { read_all(state, to_wire(plan()), 16384); }

void DecodeClientHello(benchmark::State& state) {
  const std::string body = to_wire(plan().hello);
  for (auto step : state) {
    (void)step;
    benchmark::DoNotOptimize(decode_client_hello(body));
  }
}
void DecodeCertificate(benchmark::State& state) {
  const std::string body = hex(kCertificateRecord).substr(9);
  for (auto step : state) {
    (void)step;
    benchmark::DoNotOptimize(decode_certificate(body, kTls12));
  }
}
void EncodeHello(benchmark::State& state) {
  HelloPlan changed = plan();
  changed.changes = {{"cipher_suites", Override::What::Length, Override::Op::Add, -1, "", {}}};
  for (auto step : state) {
    (void)step;
    benchmark::DoNotOptimize(to_wire(changed));
  }
}

BENCHMARK(Certificates)->Arg(1)->Arg(1460)->Arg(1 << 16)->Unit(benchmark::kMillisecond);
BENCHMARK(Hellos)->Unit(benchmark::kMillisecond);
BENCHMARK(DecodeClientHello);
BENCHMARK(DecodeCertificate);
BENCHMARK(EncodeHello);

}  // namespace
}  // namespace wireassay::tls

BENCHMARK_MAIN();
