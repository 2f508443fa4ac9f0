// The rules of TLS: data only.
#include "wire/tls/rules.h"

#include <array>

namespace wireassay::tls {
namespace {

constexpr std::string_view k5246 = "RFC 5246", k8446 = "RFC 8446", k6066 = "RFC 6066";

constexpr std::string_view kDecode =
    "Peers which receive a message which cannot be parsed according to the syntax (e.g., have a "
    "length extending beyond the message boundary or contain an out-of-range length) MUST "
    "terminate the connection with a \"decode_error\" alert.";

constexpr auto kRows = std::to_array<Invariant>({
    {rule::kRecordType, k8446, "5", "MUST NOT", "Record types are defined",
     "Implementations MUST NOT send record types not defined in this document unless negotiated by "
     "some extension."},
    {rule::kRecordVersion, k8446, "D.5", "MUST NOT", "The version of a record is 3.x",
     "Implementations MUST NOT send any records with a version less than 0x0300."},
    {rule::kRecordEmpty, k5246, "6.2.1", "MUST NOT", "Records of control messages are not empty",
     "Implementations MUST NOT send zero-length fragments of Handshake, Alert, or "
     "ChangeCipherSpec content types."},
    {rule::kAlertRecord, k8446, "5.1", "MUST", "A record of type alert holds one alert",
     "In other words, a record with an Alert type MUST contain exactly one message."},
    {rule::kAlertLevel, k8446, "6", "", "The level of an alert is warning or fatal",
     "enum { warning(1), fatal(2), (255) } AlertLevel;"},
    {rule::kChangeCipherSpec, k5246, "7.1", "", "change_cipher_spec is one octet of value 1",
     "The message consists of a single byte of value 1."},
    {rule::kInterleaved, k8446, "5.1", "MUST NOT", "No other record inside a handshake message",
     "Handshake messages MUST NOT be interleaved with other record types."},
    {rule::kUnaligned, k8446, "5.1", "MUST", "A record ends where keys change",
     "Because the ClientHello, EndOfEarlyData, ServerHello, Finished, and KeyUpdate messages can "
     "immediately precede a key change, implementations MUST send these messages in alignment with "
     "a record boundary."},
    {rule::kHandshakeType, "", "", "", "The handshake type is registered", ""},
    {rule::kSsl2Hello, "RFC 6176", "3", "MUST NOT", "No hello in the framing of SSL 2.0",
     "TLS clients MUST NOT send the SSL version 2.0 compatible CLIENT-HELLO message format."},
    {rule::kSsl2Lengths, k5246, "E.2", "MUST", "Lengths of an SSL 2.0 hello fit together",
     "It cannot be zero and MUST be a multiple of the V2CipherSpec length (3)."},
    {rule::kTruncated, k8446, "6", "MUST", "A message holds all of its fields", kDecode},
    {rule::kBeyondEnd, k8446, "6", "MUST", "No vector reaches beyond what holds it", kDecode},
    {rule::kVectorLength, k8446, "6", "MUST", "Vectors have as many octets as they may", kDecode},
    {rule::kTrailing, k5246, "7.4.1.2", "MUST", "Nothing follows the last field",
     "it MUST check that the amount of data in the message precisely matches one of these formats"},
    {rule::kDuplicateExtension, k8446, "4.2", "MUST NOT", "Each extension comes once",
     "There MUST NOT be more than one extension of the same type in a given extension block."},
    {rule::kExtensionPlace, k8446, "4.2", "MUST", "Extensions stand in messages they belong to",
     "If an implementation receives an extension which it recognizes and which is not specified "
     "for the message in which it appears, it MUST abort the handshake with an "
     "\"illegal_parameter\" alert."},
    {rule::kPskLast, k8446, "4.2.11", "MUST", "pre_shared_key comes last in a ClientHello",
     "The \"pre_shared_key\" extension MUST be the last extension in the ClientHello"},
    {rule::kNullCompression, k5246, "7.4.1.2", "MUST", "The null compression is offered",
     "This vector MUST contain, and all implementations MUST support, CompressionMethod.null."},
    {rule::kCompression13, k8446, "4.1.2", "MUST", "TLS 1.3 offers no other compression",
     "For every TLS 1.3 ClientHello, this vector MUST contain exactly one byte, set to zero"},
    {rule::kServerCompression13, k8446, "4.1.3", "MUST", "TLS 1.3 selects no compression",
     "A single byte which MUST have the value 0."},
    {rule::kLegacyVersion, k8446, "4.1.3", "MUST", "TLS 1.3 is not told by legacy_version",
     "In TLS 1.3, the TLS server indicates its version using the \"supported_versions\" extension "
     "(Section 4.2.1), and the legacy_version field MUST be set to 0x0303"},
    {rule::kGreaseSelected, "RFC 8701", "3.1", "MUST", "A server selects no GREASE value",
     "Clients MUST reject GREASE values when negotiated by the server."},
    {rule::kServerNameTwice, k6066, "3", "MUST NOT", "One name of each type",
     "The ServerNameList MUST NOT contain more than one name of the same name_type."},
    {rule::kServerNameAddress, k6066, "3", "", "A host name is no address",
     "Literal IPv4 and IPv6 addresses are not permitted in \"HostName\"."},
    {rule::kServerNameOctets, k6066, "3", "", "A host name is ASCII without a period behind it",
     "The hostname is represented as a byte string using ASCII encoding without a trailing dot."},
    {rule::kAlpnSelected, "RFC 7301", "3.1", "MUST", "A server selects one protocol",
     "except that the \"ProtocolNameList\" MUST contain exactly one \"ProtocolName\"."},
    {rule::kPointFormats, "RFC 8422", "5.1.2", "MUST", "Uncompressed points are supported",
     "Implementations of this document MUST support the uncompressed format for all of their "
     "supported curves"},
    {rule::kPadding, "RFC 7685", "3", "MUST", "Padding is zero",
     "The client MUST fill the padding extension completely with zero bytes"},
    {rule::kMaxFragment, k6066, "4", "", "max_fragment_length is one of four",
     "The allowed values for this field are: 2^9, 2^10, 2^11, and 2^12."},
    {rule::kRecordSizeLimit, "RFC 8449", "4", "MUST NOT", "record_size_limit is at least 64",
     "Endpoints MUST NOT send a \"record_size_limit\" extension with a value smaller than 64."},
    {rule::kHeartbeatMode, "", "", "", "The heartbeat mode is 1 or 2 (RFC 6520 section 2)", ""},
    {rule::kShareTwice, k8446, "4.2.8", "MUST NOT", "One key share of each group",
     "Clients MUST NOT offer multiple KeyShareEntry values for the same group."},
    {rule::kShareGroup, k8446, "4.2.8", "MUST NOT", "A key share is of an offered group",
     "Clients MUST NOT offer any KeyShareEntry values for groups not listed in the client's "
     "\"supported_groups\" extension."},
    {rule::kShareLength, k8446, "4.2.8.2", "", "A key share has the size of its group",
     "For X25519 and X448, the contents of the public value are the byte string inputs and outputs "
     "of the corresponding functions defined in [RFC7748]: 32 bytes for X25519 and 56 bytes for "
     "X448."},
    {rule::kFinishedLength, k5246, "7.4.9", "", "Finished has the length of its version",
     "Any cipher suite which does not explicitly specify verify_data_length has a "
     "verify_data_length equal to 12."},
    {rule::kKeyUpdate, k8446, "4.6.3", "MUST", "KeyUpdate asks, or does not",
     "If an implementation receives any other value, it MUST terminate the connection with an "
     "\"illegal_parameter\" alert."},
    {rule::kNoCertificate, k8446, "4.4.2", "MUST", "A server sends a certificate",
     "The server's certificate_list MUST always be non-empty."},
    {rule::kCertificateDer, k8446, "4.4.2", "", "Entries are certificates",
     "each CertificateEntry contains a DER-encoded X.509 certificate."},
    {rule::kCertificateTrailing, k8446, "4.4.2", "", "Nothing follows a certificate in its entry",
     "each containing a single certificate and set of extensions."},
    {rule::kUnofferedExtension, k5246, "7.4.1.4", "MUST NOT", "No extension that was not asked for",
     "An extension type MUST NOT appear in the ServerHello unless the same extension type appeared "
     "in the corresponding ClientHello."},
    {rule::kUnofferedExtension13, k8446, "4.2", "MUST NOT", "No extension that was not asked for",
     "Implementations MUST NOT send extension responses if the remote endpoint did not send the "
     "corresponding extension requests, with the exception of the \"cookie\" extension in the "
     "HelloRetryRequest."},
    {rule::kUnofferedSuite, k8446, "4.1.3", "MUST", "The cipher suite was offered",
     "A client which receives a cipher suite that was not offered MUST abort the handshake with an "
     "\"illegal_parameter\" alert."},
    {rule::kSuiteOfVersion, k8446, "B.4", "", "The cipher suite belongs to the version",
     "Similarly, cipher suites for TLS 1.2 and lower cannot be used with TLS 1.3."},
    {rule::kScsvSelected, "RFC 5746", "3.3", "", "A signal is not selected as a cipher suite",
     "This SCSV is not a true cipher suite (it does not correspond to any valid set of algorithms) "
     "and cannot be negotiated."},
    {rule::kUnofferedVersion, k8446, "4.2.1", "MUST", "The version was offered",
     "Servers MUST only select a version of TLS present in that extension and MUST ignore any "
     "unknown versions that are present in that extension."},
    {rule::kVersionAbove, k5246, "7.4.1.3", "", "The version is not above the client's",
     "This field will contain the lower of that suggested by the client in the client hello and "
     "the highest supported by the server."},
    {rule::kSupportedVersionsOld, k8446, "4.2.1", "MUST NOT",
     "supported_versions selects no version before TLS 1.3",
     "A server which negotiates a version of TLS prior to TLS 1.3 MUST set ServerHello.version and "
     "MUST NOT send the \"supported_versions\" extension."},
    {rule::kUnofferedCompression, k5246, "7.4.1.3", "", "The compression was offered",
     "The single compression algorithm selected by the server from the list in "
     "ClientHello.compression_methods."},
    {rule::kSessionIdEcho, k8446, "4.1.3", "MUST", "The session id is echoed",
     "A client which receives a legacy_session_id_echo field that does not match what it sent in "
     "the ClientHello MUST abort the handshake with an \"illegal_parameter\" alert."},
    {rule::kRandomOfClient, k8446, "4.1.3", "MUST", "The server's random is its own",
     "This structure is generated by the server and MUST be generated independently of the "
     "ClientHello.random."},
    {rule::kUnofferedGroup, k8446, "4.2.8", "MUST NOT", "The group was offered",
     "Servers MUST NOT send a KeyShareEntry for any group not indicated in the client's "
     "\"supported_groups\" extension"},
    {rule::kUnofferedShare, k8446, "4.2.8", "MUST", "The share answers one of the client's",
     "This value MUST be in the same group as the KeyShareEntry value offered by the client that "
     "the server has selected for the negotiated key exchange."},
    {rule::kUnofferedPsk, k8446, "4.2.11", "MUST", "The key that is selected was offered",
     "Clients MUST verify that the server's selected_identity is within the range supplied by the "
     "client"},
    {rule::kUnofferedProtocol, "RFC 7301", "3.2", "", "The protocol was offered",
     "It is expected that a server will have a list of protocols that it supports, in preference "
     "order, and will only select a protocol if the client supports it."},
    {rule::kMaxFragmentEcho, k6066, "4", "SHALL", "max_fragment_length is the one asked for",
     "The \"extension_data\" field of this extension SHALL contain a \"MaxFragmentLength\" whose "
     "value is the same as the requested maximum fragment length."},
    {rule::kRetryGroup, k8446, "4.2.8", "MUST", "The group of a retry was offered",
     "the client MUST verify that (1) the selected_group field corresponds to a group which was "
     "provided in the \"supported_groups\" extension in the original ClientHello"},
    {rule::kRetryGroupOffered, k8446, "4.2.8", "MUST", "No retry for a share that was sent",
     "(2) the selected_group field does not correspond to a group which was provided in the "
     "\"key_share\" extension in the original ClientHello."},
    {rule::kRetryWithoutChange, k8446, "4.1.4", "MUST", "A retry asks for something",
     "Clients MUST abort the handshake with an \"illegal_parameter\" alert if the "
     "HelloRetryRequest would not result in any change in the ClientHello."},
    {rule::kSecondRetry, k8446, "4.1.4", "MUST", "One retry in a connection",
     "If a client receives a second HelloRetryRequest in the same connection (i.e., where the "
     "ClientHello was itself in response to a HelloRetryRequest), it MUST abort the handshake with "
     "an \"unexpected_message\" alert."},
    {rule::kRetryVersion, k8446, "4.1.4", "MUST", "The version stays that of the retry",
     "The value of selected_version in the HelloRetryRequest \"supported_versions\" extension MUST "
     "be retained in the ServerHello"},
    {rule::kRetrySuite, k8446, "4.1.4", "MUST", "The cipher suite stays that of the retry",
     "Upon receiving the ServerHello, clients MUST check that the cipher suite supplied in the "
     "ServerHello is the same as that in the HelloRetryRequest"},
    {rule::kRetryShare, k8446, "4.2.8", "MUST", "The group stays that of the retry",
     "the client MUST verify that the selected NamedGroup in the ServerHello is the same as that "
     "in the HelloRetryRequest."},
});

}  // namespace

std::span<const Invariant> rules() { return kRows; }

}  // namespace wireassay::tls
