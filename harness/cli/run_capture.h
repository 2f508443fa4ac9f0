// The capture of a run: what each case sent and received, as a pcapng file with the keys of TLS.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "net/wire_log.h"
#include "play/runner.h"
#include "trace/pcapng_writer.h"

namespace wireassay::cli {

/// nullopt where there was no connection. `number` makes sequence numbers differ from connection to
/// connection, even where a port comes again.
std::optional<trace::Recording> recording_of(const net::WireLog& log, std::uint32_t number);

class RunCapture {
 public:
  /// The error names the file.
  static std::expected<RunCapture, std::string> create(const std::string& path);

  /// One case that has ended.
  void add(const play::CaseWires& wires);
  /// Why the file is not complete; empty if it is.
  const std::string& trouble() const { return trouble_; }

 private:
  explicit RunCapture(trace::PcapngFile file) : file_(std::move(file)) {}

  trace::PcapngFile file_;
  std::uint32_t connections_ = 0;
  std::string trouble_;
};

}  // namespace wireassay::cli
