// Words of TLS, in octets that no table has.
#include "mutate/extra_words.h"

// clang-format off: words side by side
namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kOfTlsAgreementAndOthers = std::to_array<std::string_view>({
    "\000\000\000"sv, "\000\000\000\023\000\021\000\000\016mx.example.org"sv,
    "\000\020\000\005\000\003\002h2"sv, "\000+\000\002\003\004"sv, "\000+\000\003\002\003\004"sv,
    "\0003\000\002\000\027"sv, "\001", "\n\n", "\n\n\000\000"sv, " ", "**\000\000"sv,
    "127.0.0.1", "::", "DOWNGRD\000"sv, "DOWNGRD\001", "mx.example.org",
    "\317!\255t\345\232a\021\276\035\214\002\036e\270\221\302\242\021\026z\273\214^\007\236\t\342\310\2503\234",
    "\377\377", "\377\377\377"});

constexpr auto kTlsCertificate = std::to_array<std::string_view>({
    "\000\000"sv, "\000\000\0010"sv, "\000\005"sv, "\000\022"sv, "\002\001", "\002\001\000"sv,
    "\003\202", "\004", "\006\007*\206H\316=\002\001",
    "\006\t*\206H\206\367\r\001\001\013\005\000"sv, "\030\017", "0", "\202",
    "\240\003\002\001\002", "\243", "\377\377\377"});

constexpr auto kOfTlsCertificateAndOthers = std::to_array<std::string_view>({
    "\000\000\000"sv, "\005\000"sv, "\006\003U\004\003", "\006\003U\035\021",
    "\006\010*\206H\316=\004\003\002", "\027\r", "0\202"});

constexpr auto kTlsChain = std::to_array<std::string_view>({
    "\001\001\377", "\002\001\002", "\006\003U\035\017", "\006\003U\035\023", "\006\003U\035%",
    "\006\010+\006\001\005\005\007\003\001", "\006\010+\006\001\005\005\007\010\007",
    "\006\t*\206H\206\367\r\001\001\004", "\006\t*\206H\206\367\r\001\001\005", "\026\001*",
    "\030\01799991231235959Z", "*.example.net", "_imaps.example.net", "\202\020mail.example.net",
    "\207\004\177\000\000\001"sv, "\240\030"});

constexpr auto kTlsEncode = std::to_array<std::string_view>({
    "\001\000\001\377\000"sv, "\001\010\003?\000"sv, "\002\005\006A\000"sv, "\004"});

constexpr auto kTlsExtension = std::to_array<std::string_view>({
    "\000\035\000 "sv, "\002h2", "@\001", "\200\000\000\001"sv,
    "\300\000\000\000\000\000\000\001"sv, "\377\377"});

constexpr auto kOfTlsExtensionAndOthers = std::to_array<std::string_view>({
    "\000\000\001"sv, "\001\377\377\377", "\016\000\000\000"sv, "\377\377\377"});

constexpr auto kTlsHandshake = std::to_array<std::string_view>({
    "\003\000\027A"sv, "\003\000\035 "sv, "\016\000\000\000"sv});

constexpr auto kTlsMessages = std::to_array<std::string_view>({
    "\000\002\000\004"sv, "\003\000\027A"sv, "\003\000\035 "sv});

constexpr auto kTlsRecord = std::to_array<std::string_view>({
    "\001\000"sv, "\001\000\000"sv, "\002\000\000"sv, "\002F", "\013\002\000\000"sv,
    "\013\002\000\001"sv, "\r\n", "\024\003\001", "\024\003\002", "\024\003\003",
    "\024\003\003\000\001\001"sv, "\025\003\001", "\025\003\002", "\025\003\003",
    "\025\003\003\000\002"sv, "\026\003\001", "\026\003\002", "\026\003\003",
    "\026\003\003\000\000"sv, "\026\003\003@\000"sv, "\026\003\003@\001", "\026\003\003\377\377",
    "\027\003\001", "\027\003\002", "\027\003\003", "\027\003\003A\000"sv, "\027\003\003A\001",
    "\027\003\003H\000"sv, "\027\003\003H\001", "\030\003\001", "\030\003\002", "\030\003\003",
    "220 ", "\200\000"sv, "\200.\001", "\200.\004"});

constexpr auto kTlsStream = std::to_array<std::string_view>({
    "\000\000\000\000"sv, "\000+\000\002\003\004"sv, "\001\000\000\000"sv, "\001\000\001,"sv,
    "\001\000\001-"sv, "\002\000\000&"sv, "\003\004", "\013\000\000\003\000\000\000"sv,
    "\024\000\000\014"sv, "\030\000\000\001\001"sv});

constexpr auto kTlsText = std::to_array<std::string_view>({
    " # ", "//", "0000  ", "00000000: ", "0b 00 03 61 00 03 5e ", "0x16, 0x03",
    "14 03 03 00 01 01 ", "15 03 03 00 02 02 28 ", "16 03 01 ",
    "16 03 03 00 31 01 00 00 2d 03 03 ", "<a>", "\\\n", "\\x16\\x03", "```", "|"});

constexpr auto kExtras = std::to_array<ExtraWords>({
    {"tls_agreement tls_encode tls_handshake tls_hello", kOfTlsAgreementAndOthers},
    {"tls_certificate", kTlsCertificate},
    {"tls_certificate tls_chain", kOfTlsCertificateAndOthers},
    {"tls_chain", kTlsChain},
    {"tls_encode", kTlsEncode},
    {"tls_extension", kTlsExtension},
    {"tls_extension tls_messages tls_record tls_stream", kOfTlsExtensionAndOthers},
    {"tls_handshake", kTlsHandshake},
    {"tls_messages", kTlsMessages},
    {"tls_record", kTlsRecord},
    {"tls_stream", kTlsStream},
    {"tls_text", kTlsText},
});

}  // namespace

std::span<const ExtraWords> tls_extra_words() { return kExtras; }

}  // namespace wireassay::mutate
