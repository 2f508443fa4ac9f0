// Words of POP3 that no table has.
#include "mutate/extra_words.h"

// clang-format off: words side by side
namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kPop3Capability = std::to_array<std::string_view>({
    "EXPIRE", "IMPLEMENTATION", "LOGIN-DELAY", "NEVER", "SASL"});

constexpr auto kOfPop3CapabilityAndOthers = std::to_array<std::string_view>({
    "\000"sv, "\n", "\r", "\r\n", " ", "*", "+OK", "DELE 1", "LIST 1", "RETR 1", "TOP 1 0",
    "USER", "[AUTH]", "[IN-USE]", "[SYS/TEMP]", "~T", "\303\251", "\377"});

constexpr auto kPop3Command = std::to_array<std::string_view>({
    "\t", "  ", "0001", "18446744073709551616", "4294967297", "=", "AUTH EXTERNAL =",
    "AUTH PLAIN ", "c4c9334bac560ecc979e58001b3e22fb", "en-boont", "\177"});

constexpr auto kPop3Greeting = std::to_array<std::string_view>({
    "<", ">", "@"});

constexpr auto kPop3Listing = std::to_array<std::string_view>({
    " 120", "0", "1 ", "en "});

constexpr auto kPop3Reply = std::to_array<std::string_view>({
    "\n.\n", "\r\n.", "\r\n.\r\n", "\r\n..", "+", "+ ", "+OK ", "+ok", "-ERR ", ".", "..",
    "1 120", "1 whqtswO00WBw418f9t5JxYwZ", "<1.2@x>", "AUTH-RESP-CODE", "EXPIRE 60 USER",
    "EXPIRE NEVER", "IMPLEMENTATION x", "LANG", "LOGIN-DELAY 900", "PIPELINING", "RESP-CODES",
    "SASL PLAIN CRAM-MD5", "STLS", "TOP", "UIDL", "UTF8 USER", "[", "[LOGIN-DELAY]",
    "[SYS/PERM]", "[UTF8]", "]", "en English"});

constexpr auto kPop3Session = std::to_array<std::string_view>({
    "AHUAcA==", "APOP u 00000000000000000000000000000000", "AUTH CRAM-MD5", "AUTH LOGIN",
    "AUTH PLAIN", "AUTH PLAIN =", "AUTH PLAIN AHUAcA==", "AUTH SCRAM-SHA-256", "LANG *",
    "LANG en", "PASS p", "RETR 2", "STLS\r\n~T", "TOP 3 18446744073709551616", "UIDL 1",
    "USER u", "USER u\r\nPASS p\r\n", "~1", "~2"});

constexpr auto kPop3Tracker = std::to_array<std::string_view>({
    "+ \r\n", "+ PDE+\r\n", "+OK \r\n", "-ERR", "-ERR [IN-USE] x\r\n", ".\r\n", "..\r\n",
    "1 120\r\n", "1 whqtswO00WBw418f9t5JxYwZ\r\n", "SASL PLAIN\r\n", "~C", "~C*\r\n",
    "~CAPOP u 00000000000000000000000000000000\r\n", "~CAUTH\r\n", "~CAUTH PLAIN\r\n",
    "~CAUTH PLAIN AHUAcA==\r\n", "~CCAPA\r\n", "~CDELE 1\r\n", "~CLANG\r\n", "~CLIST\r\n",
    "~CLIST 1\r\n", "~CNOOP\r\n", "~CPASS p\r\n", "~CQUIT\r\n", "~CRETR 1\r\n", "~CRSET\r\n",
    "~CSTAT\r\n", "~CSTLS\r\n", "~CTOP 1 0\r\n", "~CUIDL\r\n", "~CUIDL 1\r\n", "~CUSER u\r\n",
    "~CUTF8\r\n", "~S", "~S+OK <1.2@x.test>\r\n", "~S+OK hi\r\n"});

constexpr auto kExtras = std::to_array<ExtraWords>({
    {"pop3_capability", kPop3Capability},
    {"pop3_capability pop3_command pop3_greeting pop3_listing pop3_reply pop3_session "
     "pop3_tracker", kOfPop3CapabilityAndOthers},
    {"pop3_command", kPop3Command},
    {"pop3_greeting", kPop3Greeting},
    {"pop3_listing", kPop3Listing},
    {"pop3_reply", kPop3Reply},
    {"pop3_session", kPop3Session},
    {"pop3_tracker", kPop3Tracker},
});

}  // namespace

std::span<const ExtraWords> pop3_extra_words() { return kExtras; }

}  // namespace wireassay::mutate
