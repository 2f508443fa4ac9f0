// What a peer's octets may break: each anomaly has an id, and the clause and sentence it comes from
// where an RFC states the rule.
#pragma once

#include <span>
#include <string_view>

#include "core/event.h"

namespace wireassay::tls {

namespace rule {
// Records
inline constexpr std::string_view kRecordType = "tls.record-type";
inline constexpr std::string_view kRecordVersion = "tls.record-version";
inline constexpr std::string_view kRecordEmpty = "tls.record-empty";
inline constexpr std::string_view kAlertRecord = "tls.alert-record";
inline constexpr std::string_view kAlertLevel = "tls.alert-level";
inline constexpr std::string_view kChangeCipherSpec = "tls.change-cipher-spec-value";
// Handshake
inline constexpr std::string_view kInterleaved = "tls.interleaved";
inline constexpr std::string_view kUnaligned = "tls.unaligned-key-change";
inline constexpr std::string_view kHandshakeType = "tls.handshake-type";
inline constexpr std::string_view kSsl2Hello = "tls.ssl2-hello";
inline constexpr std::string_view kSsl2Lengths = "tls.ssl2-lengths";
// Syntax of messages
inline constexpr std::string_view kTruncated = "tls.truncated";
inline constexpr std::string_view kBeyondEnd = "tls.vector-beyond-end";
inline constexpr std::string_view kVectorLength = "tls.vector-length";
inline constexpr std::string_view kTrailing = "tls.trailing-octets";
// Hellos and extensions
inline constexpr std::string_view kDuplicateExtension = "tls.duplicate-extension";
inline constexpr std::string_view kExtensionPlace = "tls.extension-place";
inline constexpr std::string_view kPskLast = "tls.psk-last";
inline constexpr std::string_view kNullCompression = "tls.null-compression";
inline constexpr std::string_view kCompression13 = "tls.compression-1.3";
inline constexpr std::string_view kServerCompression13 = "tls.server-compression-1.3";
inline constexpr std::string_view kLegacyVersion = "tls.legacy-version";
inline constexpr std::string_view kGreaseSelected = "tls.grease-selected";
inline constexpr std::string_view kServerNameTwice = "tls.server-name-twice";
inline constexpr std::string_view kServerNameAddress = "tls.server-name-address";
inline constexpr std::string_view kServerNameOctets = "tls.server-name-octets";
inline constexpr std::string_view kAlpnSelected = "tls.alpn-selected";
inline constexpr std::string_view kPointFormats = "tls.point-formats";
inline constexpr std::string_view kPadding = "tls.padding";
inline constexpr std::string_view kMaxFragment = "tls.max-fragment-length";
inline constexpr std::string_view kRecordSizeLimit = "tls.record-size-limit";
inline constexpr std::string_view kHeartbeatMode = "tls.heartbeat-mode";
inline constexpr std::string_view kShareTwice = "tls.key-share-twice";
inline constexpr std::string_view kShareGroup = "tls.key-share-group";
inline constexpr std::string_view kShareLength = "tls.key-share-length";
// Keys
inline constexpr std::string_view kFinishedLength = "tls.finished-length";
inline constexpr std::string_view kKeyUpdate = "tls.key-update";
// Certificates
inline constexpr std::string_view kNoCertificate = "tls.no-certificate";
inline constexpr std::string_view kCertificateDer = "tls.certificate-der";
inline constexpr std::string_view kCertificateTrailing = "tls.certificate-trailing";
// An answer beside what was asked (agreement.h)
inline constexpr std::string_view kUnofferedExtension = "tls.unoffered-extension";
inline constexpr std::string_view kUnofferedExtension13 = "tls.unoffered-extension-1.3";
inline constexpr std::string_view kUnofferedSuite = "tls.unoffered-suite";
inline constexpr std::string_view kSuiteOfVersion = "tls.suite-of-version";
inline constexpr std::string_view kScsvSelected = "tls.scsv-selected";
inline constexpr std::string_view kUnofferedVersion = "tls.unoffered-version";
inline constexpr std::string_view kVersionAbove = "tls.version-above";
inline constexpr std::string_view kSupportedVersionsOld = "tls.supported-versions-old";
inline constexpr std::string_view kUnofferedCompression = "tls.unoffered-compression";
inline constexpr std::string_view kSessionIdEcho = "tls.session-id-echo";
inline constexpr std::string_view kRandomOfClient = "tls.random-of-client";
inline constexpr std::string_view kUnofferedGroup = "tls.unoffered-group";
inline constexpr std::string_view kUnofferedShare = "tls.unoffered-share";
inline constexpr std::string_view kUnofferedPsk = "tls.unoffered-psk";
inline constexpr std::string_view kUnofferedProtocol = "tls.unoffered-protocol";
inline constexpr std::string_view kMaxFragmentEcho = "tls.max-fragment-length-echo";
inline constexpr std::string_view kRetryGroup = "tls.retry-group";
inline constexpr std::string_view kRetryGroupOffered = "tls.retry-group-offered";
inline constexpr std::string_view kRetryWithoutChange = "tls.retry-without-change";
inline constexpr std::string_view kSecondRetry = "tls.second-retry";
inline constexpr std::string_view kRetryVersion = "tls.retry-version";
inline constexpr std::string_view kRetrySuite = "tls.retry-suite";
inline constexpr std::string_view kRetryShare = "tls.retry-share";
}  // namespace rule

/// One row per rule; `quote` is empty, and `level` too, where the rule is only ours.
std::span<const Invariant> rules();

}  // namespace wireassay::tls
