// Both directions of a conversation's TLS, octets to facts; with keys also what was inside.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "trace/certificate_cache.h"
#include "trace/decryptor.h"
#include "trace/dialogue_log.h"
#include "trace/tls_facts.h"
#include "wire/tls/stream.h"

namespace wireassay::trace {

/// Counts where records begin in a stream, whatever is in them.
class RecordCounter {
 public:
  void feed(std::string_view octets);
  std::uint64_t before(std::uint64_t offset) const;

 private:
  std::string header_;
  std::uint64_t at_ = 0, skip_ = 0;
  std::uint64_t settled_ = 0;          ///< records that are no longer in `begins_`
  std::vector<std::uint64_t> begins_;  ///< offsets
};

class TlsAnalysis {
 public:
  /// What was opened of application data; no octets: what comes now could not be opened.
  using Inside = std::function<void(Direction, std::string_view, Moment)>;
  TlsAnalysis(Log& log, std::unique_ptr<Decryptor> keys, CertificateCache& certificates,
              Inside inside);

  void feed(Direction from, std::string_view octets, Moment at);
  /// Octets are missing: nothing behind them can be read.
  void lost(Direction from, Moment at);
  void finish(Direction from, Moment at);

  TlsFacts take_facts();
  const TlsFacts& facts() const { return facts_; }

 private:
  struct Side {
    tls::Stream stream;
    tls::Joiner opened;  ///< handshake messages inside records
    bool lost = false, finished = false, has_finished = false;
    std::uint64_t run_records = 0, run_octets = 0;  ///< under keys, not in the log yet
    Moment run_at;
    bool hello_done = false, keys = false;
    std::size_t last_size = 0;
    std::uint8_t last_type = 0;
  };
  Side& side(Direction from) { return sides_.at(index(from)); }
  static std::size_t index(Direction from) { return from == Direction::FromClient ? 0 : 1; }
  std::uint16_t version() const;

  void drain(Direction from, Moment at);
  void item(Direction from, const tls::Item& item, Moment at);
  void message(Direction from, std::uint8_t type, std::string_view body, std::uint16_t record,
               Moment at, bool opened);
  void client_hello(std::string_view body, std::uint16_t record, Moment at);
  void server_hello(std::string_view body, std::uint16_t record, Moment at);
  void certificate(Direction from, std::string_view body, Moment at);
  void other_message(Direction from, std::uint8_t type, std::string_view body, Moment at);
  void server_key_exchange(std::string_view body, Moment at);
  void change_cipher_spec(Direction from, Moment at);
  void alert(Direction from, std::string_view octets, Moment at, bool opened);
  void encrypted(Direction from, const tls::Item& item, Moment at);
  void opened(Direction from, const Opened& inside, Moment at);
  void note(Direction from, Moment at, const std::vector<Deviation>& anomalies, std::string where);
  void note(Direction from, Moment at, std::string_view rule, std::uint64_t offset,
            std::string where);
  void flush_run(Direction from);
  void flush_runs();
  void tell(Direction from, Moment at, std::string text, bool inside = false);

  Log& log_;
  std::unique_ptr<Decryptor> keys_;
  CertificateCache* certificates_;
  Inside inside_;
  TlsFacts facts_;
  std::array<Side, 2> sides_;
  RecordCounter records_;  ///< of the client
};

}  // namespace wireassay::trace
