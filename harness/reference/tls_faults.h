// The faults of TLS as an enumeration: a question to the set costs one bit test.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>

#include "reference/server.h"

namespace wireassay::reference {

enum class TlsFault : std::uint8_t {
  // alerts
  AlertWrong,
  AlertMissing,
  AlertWarning,
  AlertTwice,
  AlertFragmented,
  AlertStaysOpen,
  AlertReceivedAnswered,
  AlertReceivedIgnored,
  RefusalInClear,
  BannerInClear,
  FallsBackToClear,
  // records before a hello
  RecordVersionHeeded,
  RecordTypeIgnored,
  HeartbeatAnswered,
  DataBeforeHelloIgnored,
  CcsBeforeHelloIgnored,
  AlertMalformedIgnored,
  RecordFullRefused,
  RecordTooLongAccepted,
  RecordTooLongAwaited,
  FragmentsRefused,
  OctetRecordsRefused,
  SegmentsRefused,
  InterleavedIgnored,
  UnalignedHelloAccepted,
  WrongMessageIgnored,
  Ssl2Answered,
  // versions
  Ssl3Accepted,
  Tls10Accepted,
  Tls11Accepted,
  SupportedVersionsIgnored,
  LegacyVersionHeeded,
  UnknownVersionRefused,
  UnknownVersionsAccepted,
  FallbackAccepted,
  // syntax of hellos
  HandshakeLengthIgnored,
  SessionIdLongAccepted,
  SuitesEmptyAccepted,
  SuitesOddAccepted,
  CompressionEmptyAccepted,
  ExtensionsLengthIgnored,
  TrailingIgnored,
  ServerNameEmptyAccepted,
  AlpnEmptyAccepted,
  VersionsMalformedAccepted,
  GroupsEmptyAccepted,
  SignaturesMalformedAccepted,
  ShareMalformedAccepted,
  // contents of hellos
  DuplicateExtensionAccepted,
  NullCompressionMissingAccepted,
  Compression13Accepted,
  CompressionRefused,
  ServerNameUnknownAccepted,
  ServerNameWarning,
  AlpnIgnored,
  AlpnRefused,
  MaxFragmentAccepted,
  PointFormatsAccepted,
  RenegotiationInfoAccepted,
  GreaseSuiteRefused,
  ManySuitesRefused,
  UnknownExtensionRefused,
  ManyExtensionsRefused,
  LargeHelloRefused,
  PaddedHelloHangs,
  NoExtensionsRefused,
  WeakSuiteChosen,
  // key exchange of TLS 1.3
  ShareMissingAccepted,
  GroupsMissingAccepted,
  SignaturesMissingAccepted,
  ShareUnknownRefused,
  ShareLengthAccepted,
  ShareZeroAccepted,
  PskNotLastAccepted,
  PskModesMissingAccepted,
  RetryRefused,
  RetryGroupUnoffered,
  RetryExtensionIllegal,
  RetrySuiteChanged,
  RetryTwice,
  // the server's flight; not to clients that want to finish the handshake
  ServerExtensionTwice,
  ServerExtensionUnoffered,
  ServerExtensionEchoed,
  ServerLegacyVersion,
  ServerVersionUnoffered,
  ServerVersionsIn12,
  ServerSuiteGrease,
  ServerSuiteUnoffered,
  ServerCompression,
  SessionIdNotEchoed,
  RandomConstant,
  RandomOfClient,
  DowngradeUnsaid,
  ShareUnoffered,
  CertificateListEmpty,
  CertificateChainUnordered,
  CertificateTrailing,
  CertificateRequested,
  // behind the server's flight
  EarlyCcsIgnored,
  SecondHelloIgnored,
  CcsValueIgnored,
  UnreadableIgnored,
  PlainMessageIgnored,
  // sessions
  CloseNotifyMissing,
  CloseNotifyIgnored,
  KeyUpdateUnsaid,
  ResumesOtherName,
  ResumesAfterFatal,
};
inline constexpr std::size_t kTlsFaults = static_cast<std::size_t>(TlsFault::ResumesAfterFatal) + 1;

/// The violations that one server commits; empty for a conforming one.
class TlsFaults {
 public:
  void add(TlsFault fault) { bits_.set(static_cast<std::size_t>(fault)); }
  bool any() const { return bits_.any(); }
  bool has(TlsFault fault) const { return bits_[static_cast<std::size_t>(fault)]; }

 private:
  std::bitset<kTlsFaults> bits_;
};

struct TlsFaultRow {
  TlsFault id;
  Fault fault;
};
/// In the order of the enumeration.
std::span<const TlsFaultRow> tls_fault_rows();
/// Adds the faults of TLS among `names`; names of other protocols' faults are passed over.
TlsFaults tls_faults(std::span<const std::string> names);

}  // namespace wireassay::reference
