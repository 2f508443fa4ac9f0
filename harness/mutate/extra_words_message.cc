// Words of messages and their header fields that no table has.
#include "mutate/extra_words.h"

// clang-format off: words side by side
namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kMessageAddressList = std::to_array<std::string_view>({
    "\"", "(", ")", "; ", "<", ">"});

constexpr auto kOfMessageAddressListAndOthers = std::to_array<std::string_view>({
    ",", ":", "@"});

constexpr auto kMessageDateTime = std::to_array<std::string_view>({
    "+0000", "-Feb-", "23:59:60", "Fri, ", "GMT", "Jan "});

constexpr auto kMessageEncodedWord = std::to_array<std::string_view>({
    "=?iso-8859-1?b?", "=?utf-8?q?", "=C3=A9", "?=", "?B?"});

constexpr auto kMessageHeader = std::to_array<std::string_view>({
    "\r\n", "\r\n ", "Subject:", "To: "});

constexpr auto kMessageMailbox = std::to_array<std::string_view>({
    "\000"sv, "\"\\\"\"", "\"a b\"@", "-", ".", "..", "192.0.2.1", "2001:db8::1", "::", "<>",
    "<@x.test,@y.test:a@b.test>", "<Postmaster>", "<a@b.test>", "[192.0.2.1]",
    "[255.255.255.255]", "[IPv6:1:2:3:4:5:6:7:8]", "[IPv6:2001:db8::1]",
    "[IPv6:::ffff:192.0.2.1]", "[tag:content]", "\\", "]", "a@b.test", "xn--", "\177",
    "\303\251", "\377"});

constexpr auto kOfMessageMimeAndOthers = std::to_array<std::string_view>({
    "\000"sv, "\n", "\n\n", "\n--b\n", "\r", "\r\n", "\r\n\r\n", "(comment)", "--b\r\n",
    "--b--\r\n", "29 Feb 00", "7bit", "8bit", "; boundary=\"b c\"", "; boundary=b",
    "; charset=utf-8", "<@a,@b:c@d>", "<a@b.test>", "=\r\n", "=3D", "=?ISO-8859-1?Q?",
    "=?UTF-8?B?", "?=", "Cc: ", "Content-Description: ", "Content-Disposition: ", "Content-ID: ",
    "Content-Language: ", "Content-Location: ", "Content-MD5: ", "Content-Transfer-Encoding: ",
    "Content-Type: ", "Date: ", "EST", "Fri, 21 Nov 1997 09:55:06 -0600", "From: ", "G: a@b;",
    "GMT", "MIME-Version: 1.0", "Message-ID: ", "Re: ", "Reply-To: ", "Sender: ", "Subject: ",
    "To: ", "\\\"", "attachment", "base64", "binary", "filename=", "message/global",
    "message/rfc822", "multipart/alternative", "multipart/digest", "multipart/mixed", "name*0*=",
    "quoted-printable", "text/plain", "\303\251", "\377"});

constexpr auto kMessageMimeField = std::to_array<std::string_view>({
    "(", ")", "; charset=", "boundary=\"", "filename*0*=", "text/plain"});

constexpr auto kMessageUtf8 = std::to_array<std::string_view>({
    "\300\200", "\302\200", "\337\277", "\340\237\277", "\340\240\200", "\355\240\200",
    "\355\260\200", "\357\273\277", "\357\277\277", "\360\217\277\277", "\360\220\200\200",
    "\364\217\277\277", "\364\220\200\200", "\370\210\200\200\200", "\374\204\200\200\200\200"});

constexpr auto kReferenceImapReferences = std::to_array<std::string_view>({
    ";", "<a@x>", "<b@x>"});

constexpr auto kReferenceImapStructure = std::to_array<std::string_view>({
    "(fwd)", "Fwd: ", "In-Reply-To: ", "References: ", "[fwd: ", "[list] "});

constexpr auto kReferenceTlsDoorman = std::to_array<std::string_view>({
    "\000+"sv, "\0003"sv, "\003\004", "\025\003\003\000\002"sv, "\026\003\001"});

constexpr auto kExtras = std::to_array<ExtraWords>({
    {"message_address_list", kMessageAddressList},
    {"message_address_list message_mailbox", kOfMessageAddressListAndOthers},
    {"message_date_time", kMessageDateTime},
    {"message_encoded_word", kMessageEncodedWord},
    {"message_header", kMessageHeader},
    {"message_mailbox", kMessageMailbox},
    {"message_mime reference_imap_structure reference_imap_references", kOfMessageMimeAndOthers},
    {"message_mime_field", kMessageMimeField},
    {"message_utf8", kMessageUtf8},
    {"reference_imap_references", kReferenceImapReferences},
    {"reference_imap_structure", kReferenceImapStructure},
    {"reference_tls_doorman", kReferenceTlsDoorman},
});

}  // namespace

std::span<const ExtraWords> message_extra_words() { return kExtras; }

}  // namespace wireassay::mutate
