// What each fault of TLS violates: `spec` and `clause` are what a conviction cites.
#include "reference/tls_faults.h"

#include <algorithm>

namespace wireassay::reference {
namespace {

using enum TlsFault;

// One row a fault, wider than 100 columns, so that it can be read as a table.
// clang-format off
constexpr TlsFaultRow kRows[] = {
    // alerts
    {AlertWrong, {"tls-alert-wrong", "tls", "RFC 8446|RFC 8446|RFC 8446|RFC 5246|RFC 5246", "5|5.1|6|7.2.2|7.4.1.2", "Every alert in clear is internal_error"}},
    {AlertMissing, {"tls-alert-missing", "tls", "RFC 8446|RFC 8446|RFC 8446|RFC 5246|RFC 5246", "5|5.1|6.2|7.2.2|7.4.1.2", "A handshake that fails is closed without an alert"}},
    {AlertWarning, {"tls-alert-warning", "tls", "RFC 8446|RFC 8446|RFC 8446|RFC 5246|RFC 5246", "6|6.2|5|7.2.2|7.4.1.2", "Alerts of errors have the level warning"}},
    {AlertTwice, {"tls-alert-twice", "tls", "RFC 8446|RFC 5246|RFC 8446", "6.2|7.2.2|6", "A fatal alert is sent two times"}},
    {AlertFragmented, {"tls-alert-fragmented", "tls", "RFC 8446", "5.1|6|6.2", "An alert is cut into two records"}},
    {AlertStaysOpen, {"tls-alert-stays-open", "tls", "RFC 8446|RFC 5246|RFC 8446", "6.2|7.2.2|6", "After a fatal alert the connection stays open"}},
    {AlertReceivedAnswered, {"tls-alert-received-answered", "tls", "RFC 8446|RFC 5246", "6.2|7.2.2", "A fatal alert is answered by an alert"}},
    {AlertReceivedIgnored, {"tls-alert-received-ignored", "tls", "RFC 8446|RFC 5246", "6.2|7.2.2", "After a client's fatal alert the connection stays open"}},
    {RefusalInClear, {"tls-refusal-in-clear", "tls", "RFC 8446|RFC 8446|RFC 8446|RFC 5246", "5|6|6.2|7.2.2", "A bad hello is answered by a line of text"}},
    {BannerInClear, {"tls-banner-in-clear", "tls", "RFC 8314|RFC 8314|RFC 8314|RFC 9110|RFC 3207|RFC 9051|RFC 2595", "3.1|3.2|3.3|4.2.2|4|6.2.1|4", "A line of text comes before the handshake"}},
    {FallsBackToClear, {"tls-falls-back-to-clear", "tls", "RFC 3207|RFC 3207|RFC 9051|RFC 2595|RFC 8446", "4|4.1|6.2.1|4|5", "Behind STARTTLS a command in clear is answered in clear"}},
    // records before a hello
    {RecordVersionHeeded, {"tls-record-version-heeded", "tls", "RFC 8446|RFC 5246|RFC 8446", "5.1|E.1|D.2", "A hello in a record of another version than 3.1 is refused"}},
    {RecordTypeIgnored, {"tls-record-type-ignored", "tls", "RFC 8446|RFC 5246", "5|6", "A record of an unknown type is passed over"}},
    {HeartbeatAnswered, {"tls-heartbeat-answered", "tls", "RFC 8446|RFC 5246", "5|6", "A heartbeat that was not agreed on is answered"}},
    {DataBeforeHelloIgnored, {"tls-data-before-hello-ignored", "tls", "RFC 8446|RFC 8446|RFC 5246|RFC 5246|RFC 5246", "5|5.1|6|7.4|7.2.2", "Application data before the hello is passed over"}},
    {CcsBeforeHelloIgnored, {"tls-ccs-before-hello-ignored", "tls", "RFC 8446|RFC 5246|RFC 5246", "5|7.1|6", "A change_cipher_spec before the hello is passed over"}},
    {AlertMalformedIgnored, {"tls-alert-malformed-ignored", "tls", "RFC 8446|RFC 8446|RFC 5246", "5.1|6|7.2", "An alert that is not two octets long is passed over"}},
    {RecordFullRefused, {"tls-record-full-refused", "tls", "RFC 8446|RFC 5246", "5.1|6.2.1", "A record of 2^14 octets is refused"}},
    {RecordTooLongAccepted, {"tls-record-too-long-accepted", "tls", "RFC 8446|RFC 5246|RFC 5246", "5.1|6.2.1|7.2.2", "A record of more than 2^14 octets is accepted"}},
    {RecordTooLongAwaited, {"tls-record-too-long-awaited", "tls", "RFC 8446|RFC 5246|RFC 5246", "5.1|6.2.1|7.2.2", "A record that is too long is refused only once it is all there"}},
    {FragmentsRefused, {"tls-fragments-refused", "tls", "RFC 8446|RFC 5246", "5.1|6.2.1", "A hello in more than one record is refused"}},
    {OctetRecordsRefused, {"tls-octet-records-refused", "tls", "RFC 8446|RFC 5246", "5.1|6.2.1", "A hello in more than 16 records is refused"}},
    {SegmentsRefused, {"tls-segments-refused", "tls", "RFC 8446|RFC 5246|RFC 8446", "5.1|6.2.1|1", "A hello that does not come in one TCP segment is refused"}},
    {InterleavedIgnored, {"tls-interleaved-ignored", "tls", "RFC 8446", "5.1", "Records of other types inside a handshake message are passed over"}},
    {UnalignedHelloAccepted, {"tls-unaligned-hello-accepted", "tls", "RFC 8446", "5.1", "What stands behind a hello in its record is passed over"}},
    {WrongMessageIgnored, {"tls-wrong-message-ignored", "tls", "RFC 8446|RFC 5246", "4|7.4", "Handshake messages before the hello are passed over"}},
    {Ssl2Answered, {"tls-ssl2-answered", "tls", "RFC 6176|RFC 8446", "3|D.5", "A hello of SSL 2.0 is answered by a SERVER-HELLO of SSL 2.0"}},
    // versions
    {Ssl3Accepted, {"tls-ssl3-accepted", "tls", "RFC 7568|RFC 8446|RFC 9325", "3|D.5|3.1.1", "SSL 3.0 is agreed to"}},
    {Tls10Accepted, {"tls-1.0-accepted", "tls", "RFC 8996|RFC 8996|RFC 9325|RFC 8314|RFC 5246", "4|5|3.1.1|4.1|E.1", "TLS 1.0 is agreed to"}},
    {Tls11Accepted, {"tls-1.1-accepted", "tls", "RFC 8996|RFC 9325|RFC 8314|RFC 5246", "5|3.1.1|4.1|E.1", "TLS 1.1 is agreed to"}},
    {SupportedVersionsIgnored, {"tls-supported-versions-ignored", "tls", "RFC 8446", "4.2.1|D.2", "supported_versions is passed over"}},
    {LegacyVersionHeeded, {"tls-legacy-version-heeded", "tls", "RFC 8446", "4.2.1|4.1.2", "A hello of TLS 1.3 is refused for its legacy_version"}},
    {UnknownVersionRefused, {"tls-unknown-version-refused", "tls", "RFC 8446|RFC 8701|RFC 8701", "4.2.1|3.1|3.2", "A hello that lists an unknown version is refused"}},
    {UnknownVersionsAccepted, {"tls-unknown-versions-accepted", "tls", "RFC 8446", "4.2.1", "A hello that lists unknown versions alone gets TLS 1.2"}},
    {FallbackAccepted, {"tls-fallback-accepted", "tls", "RFC 7507", "3", "TLS 1.2 is agreed to despite TLS_FALLBACK_SCSV"}},
    // syntax of hellos
    {HandshakeLengthIgnored, {"tls-handshake-length-ignored", "tls", "RFC 8446|RFC 5246|RFC 5246", "6|7.4|7.4.1.2", "A hello is taken to end where its record does"}},
    {SessionIdLongAccepted, {"tls-session-id-long-accepted", "tls", "RFC 8446|RFC 8446|RFC 5246", "6|4.1.2|7.4.1.2", "A session_id of more than 32 octets is cut off"}},
    {SuitesEmptyAccepted, {"tls-suites-empty-accepted", "tls", "RFC 8446|RFC 8446|RFC 5246", "6|4.1.2|7.4.1.2", "A hello without cipher suites is taken to offer all"}},
    {SuitesOddAccepted, {"tls-suites-odd-accepted", "tls", "RFC 8446|RFC 8446|RFC 5246|RFC 5246", "6|4.1.2|7.4.1.2|4.3", "Half a cipher suite is passed over"}},
    {CompressionEmptyAccepted, {"tls-compression-empty-accepted", "tls", "RFC 8446|RFC 8446|RFC 5246", "6|4.1.2|7.4.1.2", "A hello without compression methods is accepted"}},
    {ExtensionsLengthIgnored, {"tls-extensions-length-ignored", "tls", "RFC 8446|RFC 8446|RFC 5246", "6|4.2|7.4.1.2", "A wrong length of the extensions is put right"}},
    {TrailingIgnored, {"tls-trailing-ignored", "tls", "RFC 8446|RFC 8446|RFC 5246", "6|4.1.2|7.4.1.2", "Octets behind the extensions are passed over"}},
    {ServerNameEmptyAccepted, {"tls-server-name-empty-accepted", "tls", "RFC 6066|RFC 8446|RFC 5246|RFC 5246", "3|6|7.4.1.2|7.2.2", "A server_name without a name is passed over"}},
    {AlpnEmptyAccepted, {"tls-alpn-empty-accepted", "tls", "RFC 7301|RFC 8446|RFC 5246|RFC 5246", "3.1|6|7.4.1.2|7.2.2", "A list of protocols that is empty or has an empty name is passed over"}},
    {VersionsMalformedAccepted, {"tls-versions-malformed-accepted", "tls", "RFC 8446", "6|4.2.1", "supported_versions that is malformed is put right"}},
    {GroupsEmptyAccepted, {"tls-groups-empty-accepted", "tls", "RFC 8422|RFC 8422|RFC 8446|RFC 8446|RFC 5246", "5.1.1|5.1|6|4.2.7|7.2.2", "An empty list of groups is passed over"}},
    {SignaturesMalformedAccepted, {"tls-signatures-malformed-accepted", "tls", "RFC 5246|RFC 8446|RFC 8446|RFC 5246", "7.4.1.4.1|6|4.2.3|7.2.2", "A list of signature algorithms that is empty or odd is put right"}},
    {ShareMalformedAccepted, {"tls-share-malformed-accepted", "tls", "RFC 8446", "6|4.2.8", "A malformed key_share is passed over"}},
    // contents of hellos
    {DuplicateExtensionAccepted, {"tls-duplicate-extension-accepted", "tls", "RFC 8446|RFC 5246|RFC 8446", "4.2|7.4.1.4|6", "Of an extension that comes twice the first counts"}},
    {NullCompressionMissingAccepted, {"tls-null-compression-missing-accepted", "tls", "RFC 5246", "7.4.1.2|7.4.1.3", "A hello without the null compression is accepted"}},
    {Compression13Accepted, {"tls-1.3-compression-accepted", "tls", "RFC 8446", "4.1.2", "A hello of TLS 1.3 may offer compression"}},
    {CompressionRefused, {"tls-compression-refused", "tls", "RFC 5246|RFC 8446", "7.4.1.2|4.1.2", "A hello of TLS 1.2 that offers compression is refused"}},
    {ServerNameUnknownAccepted, {"tls-server-name-unknown-accepted", "tls", "RFC 9325|RFC 6066", "3.7|3", "Any host name is served"}},
    {ServerNameWarning, {"tls-server-name-warning", "tls", "RFC 6066|RFC 9325", "3|3.7", "An unknown host name is answered by a warning before the ServerHello"}},
    {AlpnIgnored, {"tls-alpn-ignored", "tls", "RFC 7301|RFC 9325", "3.2|3.8", "Foreign protocols are passed over"}},
    {AlpnRefused, {"tls-alpn-refused", "tls", "RFC 7301|RFC 9325", "3.2|3.8", "A hello that offers the service's own protocol is refused"}},
    {MaxFragmentAccepted, {"tls-max-fragment-accepted", "tls", "RFC 6066", "4", "max_fragment_length that is none of the four is passed over"}},
    {PointFormatsAccepted, {"tls-point-formats-accepted", "tls", "RFC 8422", "5.1.2", "Point formats without the uncompressed one are accepted"}},
    {RenegotiationInfoAccepted, {"tls-renegotiation-info-accepted", "tls", "RFC 5746", "3.6", "A first hello with data in renegotiation_info is accepted"}},
    {GreaseSuiteRefused, {"tls-grease-suite-refused", "tls", "RFC 8701|RFC 5246|RFC 8446|RFC 8701", "3.1|7.4.1.2|4.1.2|3.2", "A hello with a GREASE suite is refused"}},
    {ManySuitesRefused, {"tls-many-suites-refused", "tls", "RFC 5246|RFC 8446", "7.4.1.2|4.1.2", "A hello with more than 128 suites is refused"}},
    {UnknownExtensionRefused, {"tls-unknown-extension-refused", "tls", "RFC 5246|RFC 8446|RFC 8446|RFC 8701|RFC 8701|RFC 8446", "7.4.1.4|4.1.2|4.2|3.1|3.2|9.3", "A hello with an unknown extension is refused"}},
    {ManyExtensionsRefused, {"tls-many-extensions-refused", "tls", "RFC 8446|RFC 8446|RFC 5246|RFC 8446", "4.2|4.1.2|7.4.1.4|9.3", "A hello with more than 64 extensions is refused"}},
    {LargeHelloRefused, {"tls-large-hello-refused", "tls", "RFC 8446|RFC 5246", "5.1|6.2.1", "A hello of more than 2^14 octets is refused"}},
    {PaddedHelloHangs, {"tls-padded-hello-hangs", "tls", "RFC 7685|RFC 8446|RFC 5246|RFC 7685", "1|4.1.2|7.4.1.2|3", "A hello of 256 to 511 octets is not answered"}},
    {NoExtensionsRefused, {"tls-no-extensions-refused", "tls", "RFC 5246", "7.4.1.2|7.4.1.4", "A hello that ends before the extensions is a decode_error"}},
    {WeakSuiteChosen, {"tls-weak-suite-chosen", "tls", "RFC 7465|RFC 9325|RFC 9325|RFC 9325", "2|4.1|4.2|4.2.1", "RC4, export and NULL suites are agreed to"}},
    // key exchange of TLS 1.3
    {ShareMissingAccepted, {"tls-share-missing-accepted", "tls", "RFC 8446", "9.2|4.2.8", "A hello without key_share is asked for one"}},
    {GroupsMissingAccepted, {"tls-groups-missing-accepted", "tls", "RFC 8446", "9.2|4.2.7", "A hello without supported_groups is accepted"}},
    {SignaturesMissingAccepted, {"tls-signatures-missing-accepted", "tls", "RFC 8446", "9.2|4.2.3", "A hello without signature_algorithms is accepted"}},
    {ShareUnknownRefused, {"tls-share-unknown-refused", "tls", "RFC 8446|RFC 8701|RFC 8701|RFC 8446", "4.2.8|3.1|3.2|9.3", "A hello with a key share of an unknown group is refused"}},
    {ShareLengthAccepted, {"tls-share-length-accepted", "tls", "RFC 8446", "4.2.8.2|7.4.2|6", "A key share of the wrong length is accepted"}},
    {ShareZeroAccepted, {"tls-share-zero-accepted", "tls", "RFC 8446", "7.4.2", "A key share of x25519 that is all zeros is accepted"}},
    {PskNotLastAccepted, {"tls-psk-not-last-accepted", "tls", "RFC 8446", "4.2.11", "pre_shared_key need not be the last extension"}},
    {PskModesMissingAccepted, {"tls-psk-modes-missing-accepted", "tls", "RFC 8446", "4.2.9|9.2", "A pre_shared_key without psk_key_exchange_modes is passed over"}},
    {RetryRefused, {"tls-retry-refused", "tls", "RFC 8446", "4.1.1|4.1.4|4.2.8", "A hello without a share of a common group is refused instead of retried"}},
    {RetryGroupUnoffered, {"tls-retry-group-unoffered", "tls", "RFC 8446", "4.2.8|4.1.4", "A HelloRetryRequest asks for a group that was not offered"}},
    {RetryExtensionIllegal, {"tls-retry-extension-illegal", "tls", "RFC 8446", "4.1.4|4.2", "A HelloRetryRequest has an extension that belongs elsewhere"}},
    {RetrySuiteChanged, {"tls-retry-suite-changed", "tls", "RFC 8446", "4.1.4", "The ServerHello behind a HelloRetryRequest has another suite"}},
    {RetryTwice, {"tls-retry-twice", "tls", "RFC 8446", "4.1.4", "A hello that answers a HelloRetryRequest gets another one"}},
    // the server's flight; not to clients that want to finish the handshake
    {ServerExtensionTwice, {"tls-server-extension-twice", "tls", "RFC 8446|RFC 5246", "4.2|7.4.1.4", "An extension of the ServerHello comes twice"}},
    {ServerExtensionUnoffered, {"tls-server-extension-unoffered", "tls", "RFC 8446|RFC 5246", "4.2|7.4.1.4", "The ServerHello has an extension that was not offered"}},
    {ServerExtensionEchoed, {"tls-server-extension-echoed", "tls", "RFC 8446|RFC 5246|RFC 8446|RFC 8701|RFC 8701", "4.2|7.4.1.4|4.1.2|3.1|3.2", "Unknown extensions are echoed"}},
    {ServerLegacyVersion, {"tls-server-legacy-version", "tls", "RFC 8446", "4.1.3", "The legacy_version of a ServerHello of TLS 1.3 is 3.4"}},
    {ServerVersionUnoffered, {"tls-server-version-unoffered", "tls", "RFC 8446|RFC 8446|RFC 5246", "4.2.1|4.1.3|7.4.1.3", "The ServerHello selects a version that was not offered"}},
    {ServerVersionsIn12, {"tls-server-versions-in-1.2", "tls", "RFC 8446", "4.2.1", "A ServerHello of TLS 1.2 has supported_versions"}},
    {ServerSuiteGrease, {"tls-server-suite-grease", "tls", "RFC 8701|RFC 8446|RFC 5246|RFC 8701|RFC 8446", "3.1|4.1.3|7.4.1.3|3.2|B.4", "A GREASE suite is chosen"}},
    {ServerSuiteUnoffered, {"tls-server-suite-unoffered", "tls", "RFC 8446|RFC 5246", "4.1.3|7.4.1.3", "A suite is chosen that was not offered"}},
    {ServerCompression, {"tls-server-compression", "tls", "RFC 8446|RFC 5246|RFC 9325", "4.1.3|7.4.1.3|3.3", "DEFLATE is chosen"}},
    {SessionIdNotEchoed, {"tls-session-id-not-echoed", "tls", "RFC 8446", "4.1.3", "The legacy_session_id of TLS 1.3 is not echoed"}},
    {RandomConstant, {"tls-random-constant", "tls", "RFC 5246|RFC 8446|RFC 5246", "7.4.1.3|4.1.3|F.1.4", "The random of every ServerHello is the same"}},
    {RandomOfClient, {"tls-random-of-client", "tls", "RFC 5246|RFC 8446", "7.4.1.3|4.1.3", "The random of the ServerHello is the client's"}},
    {DowngradeUnsaid, {"tls-downgrade-unsaid", "tls", "RFC 8446", "4.1.3", "A ServerHello of TLS 1.2 does not say that the server knows TLS 1.3"}},
    {ShareUnoffered, {"tls-share-unoffered", "tls", "RFC 8446", "4.2.8", "The key share of the ServerHello is of a group that was not offered"}},
    {CertificateListEmpty, {"tls-certificate-list-empty", "tls", "RFC 5246|RFC 8446", "7.4.2|4.4.2", "The Certificate message has no certificate"}},
    {CertificateChainUnordered, {"tls-certificate-chain-unordered", "tls", "RFC 5246|RFC 8446", "7.4.2|4.4.2", "A certificate that signed nothing stands behind the server's"}},
    {CertificateTrailing, {"tls-certificate-trailing", "tls", "RFC 5246|RFC 8446", "7.4.2|4.4.2", "Octets stand behind a certificate in its entry"}},
    {CertificateRequested, {"tls-certificate-requested", "tls", "RFC 8314|RFC 5246", "4.2|7.4.4", "A certificate is asked for"}},
    // behind the server's flight
    {EarlyCcsIgnored, {"tls-early-ccs-ignored", "tls", "RFC 5246", "7.1|7.4.9|6", "A change_cipher_spec before the ClientKeyExchange is passed over"}},
    {SecondHelloIgnored, {"tls-second-hello-ignored", "tls", "RFC 8446|RFC 5246", "4.1.2|7.4", "A second hello is passed over"}},
    {CcsValueIgnored, {"tls-ccs-value-ignored", "tls", "RFC 8446", "5", "In TLS 1.3 a change_cipher_spec may have any value"}},
    {UnreadableIgnored, {"tls-unreadable-ignored", "tls", "RFC 8446|RFC 5246|RFC 8446|RFC 5246", "5.2|6.2.3|5|6.2.3.3", "A record that cannot be opened ends the session without alert or close"}},
    {PlainMessageIgnored, {"tls-plain-message-ignored", "tls", "RFC 5246|RFC 5246|RFC 8446|RFC 5246", "7.4.9|6|5|7.4", "In the middle of a handshake, application data and Finished in clear are passed over"}},
    // sessions
    {CloseNotifyMissing, {"tls-close-notify-missing", "tls", "RFC 8446|RFC 8314|RFC 5246", "6.1|3.4|7.2.1", "The server ends without close_notify"}},
    {CloseNotifyIgnored, {"tls-close-notify-ignored", "tls", "RFC 5246|RFC 8446", "7.2.1|6.1", "A client's close_notify is not answered, and the connection stays open"}},
    {KeyUpdateUnsaid, {"tls-key-update-unsaid", "tls", "RFC 8446", "4.6.3", "A KeyUpdate that asks for one is answered by new keys without one"}},
    {ResumesOtherName, {"tls-resumes-other-name", "tls", "RFC 6066", "3", "A session is resumed under another server name"}},
    {ResumesAfterFatal, {"tls-resumes-after-fatal", "tls", "RFC 5246|RFC 8446|RFC 8446", "7.2.2|6.2|6", "A session that ended by a fatal alert is resumed"}},
};
// clang-format on

consteval bool in_order() {
  if (std::size(kRows) != kTlsFaults) return false;
  std::size_t expected = 0;
  return std::ranges::all_of(kRows, [&expected](const TlsFaultRow& row) {
    return static_cast<std::size_t>(row.id) == expected++;
  });
}
static_assert(in_order(), "one row for each enumerator, in its order");

}  // namespace

std::span<const TlsFaultRow> tls_fault_rows() { return kRows; }

TlsFaults tls_faults(std::span<const std::string> names) {
  TlsFaults set;
  for (const std::string& name : names) {
    const auto* row =
        std::ranges::find(kRows, name, [](const TlsFaultRow& r) { return r.fault.name; });
    if (row != std::end(kRows)) set.add(row->id);
  }
  return set;
}

}  // namespace wireassay::reference
