// How fast streams are read: 50 MB of a server's flight in the clear, whole and in pieces, of
// hellos, records and fragments; and how fast single messages are read and printed. Build the
// target wireassay_tls_bench with CMAKE_BUILD_TYPE=Release and run it.
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

/// Application data in records of the size given.
void Records(benchmark::State& state) {
  const std::string data(static_cast<std::size_t>(state.range(0)), 'd');
  read_all(state, to_wire(Record{content::kApplicationData, kTls12, data}), 1 << 16);
}
/// A message of 16,000 octets in records of the size given.
void Joining(benchmark::State& state) {
  const std::string message =
      to_wire(HandshakeMessage{handshake::kCertificate, std::string(16000, 'm')});
  std::string octets;
  for (const Record& record : to_records(content::kHandshake, kTls12, message, {},
                                         static_cast<std::size_t>(state.range(0))))
    octets += to_wire(record);
  read_all(state, octets, 1 << 16);
}

template <class Decode>
void decode_all(benchmark::State& state, const std::string& body, const Decode& decode) {
  for (auto step : state) {
    (void)step;
    benchmark::DoNotOptimize(decode(body));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
void DecodeClientHello(benchmark::State& state) {
  decode_all(state, to_wire(plan().hello), decode_client_hello);
}
void DecodeCertificate(benchmark::State& state) {
  decode_all(state, hex(kCertificateRecord).substr(9),
             [](std::string_view body) { return decode_certificate(body, kTls12); });
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
BENCHMARK(Records)->Arg(100)->Arg(1400)->Arg(16384)->Unit(benchmark::kMillisecond);
BENCHMARK(Joining)->Arg(100)->Arg(1400)->Arg(16384)->Unit(benchmark::kMillisecond);
BENCHMARK(DecodeClientHello);
BENCHMARK(DecodeCertificate);
BENCHMARK(EncodeHello);

}  // namespace
}  // namespace wireassay::tls

BENCHMARK_MAIN();
