// Stands before OpenSSL on the server's side: judges a client's first flight by the RFCs, and is
// where a mutant commits its faults.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/record_tap.h"
#include "reference/tls_complaints.h"
#include "reference/tls_mutants.h"
#include "wire/tls/handshake.h"
#include "wire/tls/record.h"

namespace wireassay::reference {

/// Of one connection, from its first record on.
class TlsDoorman final : public net::RecordTap {
 public:
  /// `door` outlives it. `upgraded`: the connection began in clear.
  TlsDoorman(const TlsDoor& door, bool upgraded) : door_(door), upgraded_(upgraded) {}

  std::string outgoing(std::string octets) override;
  std::string incoming(std::string octets) override;
  std::string inject() override;
  bool over() const override { return phase_ == Phase::Over; }

  /// Octets that came before TLS was begun, and are part of it.
  void begin_with(std::string octets) { input_ = std::move(octets); }
  /// The connection stays open although TLS has failed; `received`: by an alert of the peer.
  bool holds(bool received) const;
  /// Nothing more goes out.
  void fall_silent() { silent_ = true; }

 private:
  /// Deaf: what comes is passed over.
  enum class Phase { Hello, Serving, Deaf, Over };

  // The client's first flight
  bool read_record();
  void take_other(tls::Framing framing);
  void take_record(const tls::Record& record);
  void take_stray(const tls::Record& record);
  void take_alert(const std::string& fragment);
  void take_fragment(const tls::Record& record);
  bool take_message();
  void take_hello(std::string body);
  std::vector<Complaint> judge(std::string& body);
  void pass(const std::string& body);
  /// True if it is tolerated; else the connection is refused.
  bool tolerated(Complaint complaint);
  void refuse(std::uint8_t alert);
  std::string alert_octets(std::uint8_t description) const;
  bool has(TlsFault fault) const { return door_.faults.has(fault); }

  // Behind it
  std::string filtered(std::string octets);
  /// What of a record OpenSSL sees.
  std::string received_record(const tls::Record& record, std::string_view octets);
  bool passed_over(const tls::Record& record) const;
  std::string sent_record(const tls::Record& record, std::string_view octets);
  std::string sent_messages(const tls::Record& record);
  bool kept_back(const tls::Record& record) const;

  const TlsDoor& door_;
  const bool upgraded_;
  Phase phase_ = Phase::Hello;
  std::string input_;    // not judged yet
  std::string message_;  // of handshake, not whole yet
  std::string passed_;   // for OpenSSL
  std::string before_;   // goes out before what OpenSSL says
  std::string extra_;    // and behind it
  tls::Joiner sent_;
  Heard heard_;
  FlightMutant flight_;
  bool keys_ = false;         // the server speaks under keys
  bool exchange_ = false;     // the client has sent a ClientKeyExchange
  bool client_keys_ = false;  // and speaks under keys
  bool fatal_ = false;        // the client has sent a fatal alert
  bool lost_ = false;         // what it sends now is no record: OpenSSL says so
  bool silent_ = false;
};

}  // namespace wireassay::reference
