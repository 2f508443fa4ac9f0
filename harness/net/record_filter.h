// After a handshake that failed: tells TLS records, which nobody can read any more, from octets in
// clear.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wireassay::net {

/// True for the types of RFC 8446 section 5.1 and RFC 6520: change_cipher_spec(20) to
/// heartbeat(24).
bool is_record_type(char octet);

class RecordFilter {
 public:
  /// Appends to `into` what is not part of a record. Once something was in clear, all that follows
  /// is.
  void pass(std::string_view octets, std::string& into);

 private:
  std::string header_;    // of the record that begins, as far as it is there
  std::size_t body_ = 0;  // octets of the current record still to come
  bool clear_ = false;
};

}  // namespace wireassay::net
