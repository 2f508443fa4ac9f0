// How fast packets become streams, in order, reordered and in many connections. Build the target
// wireassay_trace_bench with CMAKE_BUILD_TYPE=Release and run it.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include "trace/capture.h"
#include "trace/conversation_table.h"
#include "trace/trace_test_support.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kPackets = 20000;
constexpr std::size_t kPieces = 2000;

enum class Order { AsSent, Pairs, Backwards };

/// Frames of one client or of many, each with `size` octets of data.
std::vector<std::string> frames(std::size_t size, std::size_t connections, Order order) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kPackets; ++i) {
    const std::size_t place = order == Order::Pairs ? i ^ 1
                              : order == Order::Backwards
                                  ? i / kPieces * kPieces + kPieces - 1 - i % kPieces
                                  : i;
    Tcp segment{.sequence = static_cast<std::uint32_t>(place / connections * size)};
    segment.source = static_cast<std::uint16_t>(2000 + place % connections);
    segment.data = std::string(size, 'x');
    out.push_back(ethernet(ipv4(tcp(segment))));
  }
  return out;
}

void count(benchmark::State& state, std::size_t octets) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kPackets));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(octets));
}

void table(benchmark::State& state, std::size_t connections, Order order) {
  const auto all = frames(static_cast<std::size_t>(state.range(0)), connections, order);
  std::size_t octets = 0;
  for (const std::string& frame : all) octets += frame.size();
  for (auto _ : state) {
    ConversationTable conversations;
    std::uint64_t number = 0;
    for (const std::string& frame : all)
      conversations.add(packet(frame, ++number, LinkType::Ethernet));
    conversations.finish();
    if (conversations.conversations().size() != connections) state.SkipWithError("connections");
    benchmark::DoNotOptimize(conversations);
  }
  count(state, octets);
}

void in_order(benchmark::State& state) { table(state, 1, Order::AsSent); }
void pairs_swapped(benchmark::State& state) { table(state, 1, Order::Pairs); }
void two_thousand_backwards(benchmark::State& state) { table(state, 1, Order::Backwards); }
void thousand_connections(benchmark::State& state) { table(state, 1000, Order::AsSent); }

BENCHMARK(in_order)->Arg(100)->Arg(1460);
BENCHMARK(pairs_swapped)->Arg(100)->Arg(1460);
BENCHMARK(two_thousand_backwards)->Arg(100)->Arg(1460);
BENCHMARK(thousand_connections)->Arg(100)->Arg(1460);

void whole_file(benchmark::State& state) {
  std::vector<Record> records;
  for (const std::string& frame :
       frames(static_cast<std::size_t>(state.range(0)), 1, Order::AsSent))
    records.push_back({frame, 0});
  const std::string file = pcap_file(records);
  for (auto _ : state) {
    auto capture = Capture::open_octets("bench", file);
    ConversationTable conversations;
    for (auto one = capture->next(); one && *one; one = capture->next()) conversations.add(**one);
    conversations.finish();
    if (conversations.counts().tcp != kPackets) state.SkipWithError("packets");
  }
  count(state, file.size());
}
BENCHMARK(whole_file)->Arg(100)->Arg(1460);

}  // namespace
}  // namespace wireassay::trace

BENCHMARK_MAIN();
