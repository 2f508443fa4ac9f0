// Words of captures, packets and key logs that no table has.
#include "mutate/extra_words.h"

// clang-format off: words side by side
namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kTraceCapture = std::to_array<std::string_view>({
    "\000\000\004\000"sv, "\003\000\000\000"sv, "\010\000E\000"sv, "\t\000\001\000"sv,
    "\024\001\000\000"sv, "M<\262\241\002\000\004\000"sv, "P\002", "P\004", "P\021", "P\030",
    "e\000\000\000"sv, "q\000\000\000"sv, "\206\335`\000"sv, "\241\262<M\000\002\000\004"sv,
    "\241\262\303\324\000\002\000\004"sv, "\324\303\262\241\002\000\004\000"sv,
    "\377\377\000\000"sv});

constexpr auto kOfTraceCaptureAndOthers = std::to_array<std::string_view>({
    "\001\000\000\000"sv, "\002\000\000\000"sv, "\006\000\000\000"sv, "\n\000\000\000"sv,
    "\n\r\r\n", "\032+<M", " \000"sv, "M<+\032", "P\022", "\201\000"sv, "\377\377\377\377"});

constexpr auto kTraceDecrypt = std::to_array<std::string_view>({
    "C\024\000\000"sv, "H\027\000\021"sv, "L\000\000\000"sv, "M\001\000\000"sv,
    "P\024\000\001\001"sv, "P\025\000\002\001\000"sv, "P\026\000\004\024\000\000\000"sv,
    "P\026\000\005\030\000\000\001\000"sv, "P\027\000\006QUIT\r\n"sv, "X\027\000\001x"sv,
    "Z\027\000\003abc"sv, "h\027\000\021"sv, "m\002\000\000"sv,
    "p\026\000\004\024\000\000\000"sv, "p\026\000\005\030\000\000\001\001"sv, "p\027\000\001x"sv});

constexpr auto kTraceKeyLog = std::to_array<std::string_view>({
    "\t", "\r\n", "# ", "1111111111111111111111111111111111111111111111111111111111111111",
    "222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222",
    "CLIENT_EARLY_TRAFFIC_SECRET ", "CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "CLIENT_RANDOM ",
    "CLIENT_TRAFFIC_SECRET_0 ", "EARLY_EXPORTER_SECRET ", "RSA ",
    "SERVER_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_TRAFFIC_SECRET_0 ",
    "abcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcdefabcd"});

constexpr auto kTraceLinkLayer = std::to_array<std::string_view>({
    "\000\000\000\000"sv, "\000\000\000\002"sv, "\0038", "\006\000\000\000\000\000\000\000"sv,
    "\006\000\000\001"sv, "\006@", "\010\000"sv, "\010\006", "\030\000\000\000"sv,
    "\036\000\000\000"sv, "+\000"sv, ",\000"sv, "3\004", ";\000"sv, "<\000"sv, "E\000"sv,
    "O\000"sv, "P\020", "`\000\000\000"sv, "\206\335", "\210\250", "\221\000"sv,
    "\252\252\003\000\000\000\010\000"sv, "\360\002", "\377\377"});

constexpr auto kTracePcapngSecrets = std::to_array<std::string_view>({
    "\000\000\000\n"sv, "\014\000\000\000"sv, "\024\000\000\000"sv, "\034\000\000\000"sv,
    "CLIENT_RANDOM 1111111111111111111111111111111111111111111111111111111111111111 222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222",
    "KSLT", "TLSK"});

constexpr auto kTraceSummary = std::to_array<std::string_view>({
    "\000+\000\003\002\003\004"sv, "\r\n.\r\n", "\024\003\003\000\001\001"sv,
    "\025\003\003\000\002\002("sv, "\026\003\001", "\026\003\003\0001\001\000\000-\003\003"sv,
    "\027\003\003\000\023"sv, "* OK x\r\n", "+ \r\n", "+OK\r\n", "220 go\r\n",
    "220 mx.example.org ESMTP\r\n", "250-mx\r\n250 STARTTLS\r\n", "334 \r\n", "354 go\r\n",
    "AUTH PLAIN ", "BDAT 5 LAST\r\n", "Content-Length: 5\r\n", "DATA\r\n", "EHLO a\r\n",
    "GET / HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n", "PASS x\r\n", "RETR 1\r\n", "STARTTLS\r\n",
    "STLS\r\n", "Transfer-Encoding: chunked\r\n", "a AUTHENTICATE PLAIN\r\n", "a IDLE\r\n",
    "a LOGIN {3}\r\n", "a OK\r\n", "a STARTTLS\r\n", "{5+}\r\n"});

constexpr auto kTraceTcpStream = std::to_array<std::string_view>({
    "A\000\006\000"sv, "A\000\020\000"sv, "C\000\001\004hell"sv, "C\000\006\001w"sv,
    "D\000\000\002Xh"sv, "D\000\001\001h"sv, "D\000\001\005hello"sv, "D\000\003\003lXo"sv,
    "D\000\006\005world"sv, "F\000\001\000"sv, "F\000\006\000"sv, "F\000\013\000"sv,
    "R\000\006\000"sv, "S\000\000\000"sv, "S\377\377\000"sv, "T\000\000\000"sv,
    "\177\377\377\377", "\200\000\000\000"sv, "\377\377\377\360"});

constexpr auto kExtras = std::to_array<ExtraWords>({
    {"trace_capture", kTraceCapture},
    {"trace_capture trace_decrypt trace_key_log trace_link_layer trace_pcapng_secrets "
     "trace_summary trace_tcp_stream", kOfTraceCaptureAndOthers},
    {"trace_decrypt", kTraceDecrypt},
    {"trace_key_log", kTraceKeyLog},
    {"trace_link_layer", kTraceLinkLayer},
    {"trace_pcapng_secrets", kTracePcapngSecrets},
    {"trace_summary", kTraceSummary},
    {"trace_tcp_stream", kTraceTcpStream},
});

}  // namespace

std::span<const ExtraWords> trace_extra_words() { return kExtras; }

}  // namespace wireassay::mutate
