#include "cli/run_capture.h"

#include <arpa/inet.h>

#include <charconv>
#include <utility>

namespace wireassay::cli {
namespace {

/// Knuth's multiplier: numbers that follow each other are far apart.
constexpr std::uint32_t kSpread = 2654435761U;

/// "127.0.0.1:25", "[::1]:25", also with a zone ("[fe80::1%2]:25").
std::optional<trace::Endpoint> endpoint_of(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  trace::Endpoint end;
  const std::string_view port = text.substr(colon + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), end.port);
  if (read.ec != std::errc() || read.ptr != port.data() + port.size()) return std::nullopt;
  std::string host(text.substr(0, colon));
  end.address.v6 = host.starts_with('[');
  if (end.address.v6) host = host.substr(1, host.find_first_of("%]") - 1);
  const int family = end.address.v6 ? AF_INET6 : AF_INET;
  if (::inet_pton(family, host.c_str(), end.address.octets.data()) != 1) return std::nullopt;
  return end;
}

std::int64_t nanoseconds(std::chrono::system_clock::time_point at) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

trace::Happening happening_of(net::WireEvent::What what) {
  switch (what) {
    case net::WireEvent::What::Octets: return trace::Happening::Octets;
    case net::WireEvent::What::Fin: return trace::Happening::Fin;
    case net::WireEvent::What::Reset: return trace::Happening::Reset;
  }
  return trace::Happening::Octets;
}

}  // namespace

std::optional<trace::Recording> recording_of(const net::WireLog& log, std::uint32_t number) {
  const auto client = endpoint_of(log.client()), server = endpoint_of(log.server());
  if (!client || !server || client->address.v6 != server->address.v6) return std::nullopt;
  trace::Recording recording{.client = *client, .server = *server, .happenings = {}};
  recording.begin_ns = nanoseconds(log.begin());
  recording.client_sequence = number * kSpread;
  recording.server_sequence = ~recording.client_sequence;
  for (const net::WireEvent& event : log.events()) {
    const auto from = event.sent ? trace::Direction::FromClient : trace::Direction::FromServer;
    recording.happenings.push_back(
        {from, happening_of(event.what), nanoseconds(event.at), event.octets});
  }
  return recording;
}

std::expected<RunCapture, std::string> RunCapture::create(const std::string& path) {
  auto file = trace::PcapngFile::create(path, "Wireassay");
  if (!file) return std::unexpected(file.error());
  return RunCapture(*std::move(file));
}

void RunCapture::add(const play::CaseWires& wires) {
  std::string blocks;
  for (const auto& log : wires.connections) {
    const auto recording = recording_of(*log, ++connections_);
    if (!recording) continue;
    std::string comment = wires.id + ", target " + wires.target;
    if (log->is_cut()) comment += "; the end of this connection was too long to be kept";
    blocks += trace::to_pcapng(*recording, log->keys(), comment);
  }
  if (blocks.empty() || !trouble_.empty()) return;
  if (const auto written = file_.append(blocks); !written) trouble_ = written.error();
}

}  // namespace wireassay::cli
