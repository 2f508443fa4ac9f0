// Words of SMTP that no table has.
#include "mutate/extra_words.h"

// clang-format off: words side by side
namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kSmtpCommand = std::to_array<std::string_view>({
    " AUTH=", " LAST", "\"quoted\"@x.test", ",", "18446744073709551615", "18446744073709551616",
    "99999999999999999999", ":", "::", ";", "<", "=AAA", ">", "> ", "@", "@one.test,@two.test:",
    "AUTH=<>", "BODY=7BIT", "BODY=BINARYMIME", "BY=-1;NT", "BY=120;R", "CRAM-MD5", "EHLO [",
    "EXTERNAL =", "LOGIN", "MAIL FROM:<", "MAIL FROM:<>", "MT-PRIORITY=-9", "NOTIFY=NEVER",
    "NOTIFY=SUCCESS,FAILURE,DELAY", "ORCPT=utf-8;", "PLAIN", "QQ==", "RCPT TO:<",
    "RCPT TO:<postmaster>", "RET=HDRS", "SCRAM-SHA-256-PLUS", "SEND FROM:<", "[127.0.0.1]",
    "[IPv6:2001:db8::1]", "[IPv6:::1]", "[IPv6:::ffff:1.2.3.4]", "[tag:content]", "\\\"",
    "a@x.test", "x.test", "\300\257", "\355\240\200", "\360\237\223\247"});

constexpr auto kOfSmtpCommandAndOthers = std::to_array<std::string_view>({
    "\000"sv, "\t", "\n", "\r", "\r\n", " ", "+2B", "+3D", "BODY=8BITMIME", "ORCPT=rfc822;",
    "PIPELINING", "RET=FULL", "STARTTLS", "\303\251"});

constexpr auto kSmtpReply = std::to_array<std::string_view>({
    "\001", "\n250 ", "\r\n250 ", "\r\n250-", "-", "000", "199", "2.0.0 ", "2.1.0", "200 ",
    "211 ", "214 ", "214-", "220 ", "220-", "221 ", "235 ", "25 ", "250", "250 ", "250-",
    "2500 ", "251 ", "252 ", "260", "334 ", "354 ", "4.7.0", "421 ", "432 ", "450 ", "451 ",
    "452 ", "454 ", "455 ", "5.1.1 ", "5.123.456 ", "500 ", "501 ", "502 ", "503 ", "504 ",
    "530 ", "534 ", "535 ", "538 ", "550 ", "550-", "551 ", "552 ", "553 ", "554 ", "555 ",
    "559", "560", "600", "999", "AUTH PLAIN LOGIN", "AUTH=LOGIN PLAIN", "BINARYMIME", "CHUNKING",
    "ENHANCEDSTATUSCODES", "ETRN", "EXPN", "HELP", "LIMITS RCPTMAX=100", "SIZE 1000", "VRFY",
    "\177"});

constexpr auto kSmtpSession = std::to_array<std::string_view>({
    "\r\n.\r\n", "AHUAcA==", "AUTH PLAIN ", "DATA\r\n", "EHLO c\r\n", "LAST", "MAIL FROM:<",
    "RCPT TO:<u@x.test>", "RSET\r\n", "STARTTLS\r\n", "~2", "~3", "~4", "~E", "~T"});

constexpr auto kSmtpTracker = std::to_array<std::string_view>({
    "\n.\n", "\r\n.\r\n", "\r.\r", "*\r\n", ".\r\n", "..\r\n", "220 x\r\n", "221 x\r\n",
    "235 x\r\n", "250\r\n", "250 2.0.0 x\r\n", "250 x\r\n", "250-ENHANCEDSTATUSCODES\r\n",
    "250-x\r\n", "334 \r\n", "334 x\r\n", "354 x\r\n", "421 x\r\n", "454 x\r\n", "500 x\r\n",
    "502 x\r\n", "503 x\r\n", "550 5.1.1 x\r\n", "554 x\r\n", "AUTH LOGIN\r\n",
    "AUTH PLAIN =\r\n", "BDAT 0 LAST\r\n", "BDAT 4\r\n", "DATA\r\n", "EHLO x\r\n", "HELO x\r\n",
    "MAIL FROM:<>\r\n", "NOOP\r\n", "QUIT\r\n", "RCPT TO:<a@x>\r\n", "RSET\r\n", "STARTTLS\r\n",
    "TURN\r\n", "VRFY a SMTPUTF8\r\n", "~C", "~S", "~T"});

constexpr auto kSmtpXtext = std::to_array<std::string_view>({
    "+00", "+FF"});

constexpr auto kExtras = std::to_array<ExtraWords>({
    {"smtp_command", kSmtpCommand},
    {"smtp_command smtp_ehlo smtp_parameter smtp_reply smtp_tracker smtp_xtext", kOfSmtpCommandAndOthers},
    {"smtp_reply", kSmtpReply},
    {"smtp_session", kSmtpSession},
    {"smtp_tracker", kSmtpTracker},
    {"smtp_xtext", kSmtpXtext},
});

}  // namespace

std::span<const ExtraWords> smtp_extra_words() { return kExtras; }

}  // namespace wireassay::mutate
