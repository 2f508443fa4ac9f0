// What is wrong with the first flight of a client, and the alert that the RFCs answer it by.
// OpenSSL answers much of it by another alert, or by none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/tls_faults.h"
#include "wire/tls/hello.h"

namespace wireassay::reference {

enum class Complaint : std::uint8_t {
  // records
  NotTls,
  Ssl2,
  RecordVersion,
  RecordType,
  Heartbeat,
  DataFirst,
  CcsFirst,
  EmptyRecord,
  AlertMalformed,
  AlertFirst,
  RecordTooLong,
  Interleaved,
  WrongMessage,
  HelloTooLong,
  // syntax
  SessionIdLong,
  SuitesEmpty,
  SuitesOdd,
  CompressionEmpty,
  ExtensionsLength,
  Trailing,
  ServerNameEmpty,
  AlpnEmpty,
  VersionsMalformed,
  GroupsEmpty,
  SignaturesMalformed,
  ShareMalformed,
  Syntax,
  // versions
  VersionBelow,
  Ssl3,
  Tls10,
  Tls11,
  UnknownVersions,
  Fallback,
  // contents
  Unaligned,
  Duplicate,
  Misplaced,
  PskNotLast,
  NullCompressionMissing,
  Compression13,
  ServerNameTwice,
  ServerNameIllFormed,
  MaxFragment,
  PointFormats,
  RenegotiationInfo,
  SignaturesMissing,
  GroupsMissing,
  ShareMissing,
  ShareTwice,
  ShareLength,
  ShareZero,
  PskModesMissing,
  ServerNameUnknown,
  AlpnForeign,
};

struct ComplaintRow {
  Complaint id;
  std::uint8_t alert;
  std::optional<TlsFault> tolerated_by;  ///< the fault of a server that goes on
};
const ComplaintRow& row_of(Complaint complaint);

/// A server as its clients see it before there are keys.
struct TlsDoor {
  std::vector<std::string> names;      ///< that it knows; empty: all
  std::vector<std::string> protocols;  ///< of ALPN
  TlsFaults faults;
};

/// Of the body of a ClientHello, the most urgent first; none: OpenSSL may go on.
std::vector<Complaint> complaints(std::string_view body, const TlsDoor& door);
/// 0x0304, 0x0303, or 0 where no version is common.
std::uint16_t common_version(const tls::ClientHello& hello);

/// Makes of a hello what a server takes it for that does not complain.
void repair(tls::ClientHello& hello, Complaint complaint);
/// The same for lengths: the body as it is best understood with another length of its cipher suites
/// or extensions.
std::string with_better_length(std::string_view body, Complaint complaint);

}  // namespace wireassay::reference
