// Words of IMAP that no table has.
#include "mutate/extra_words.h"

// clang-format off: words side by side
namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

constexpr auto kImapArguments = std::to_array<std::string_view>({
    "\"", "(", ")", "NIL", "{3+}\r\n", "{3}\r\n"});

constexpr auto kImapCommand = std::to_array<std::string_view>({
    "\"", "%", "&-", "((", "(MESSAGES RECENT UIDNEXT)", "(QRESYNC (1 2 3:4 (5 6)))",
    "(SUBSCRIBED RECURSIVEMATCH)", "(\\Seen)", "))", "1-Feb-1994", "1.2.MIME", "1:*,$",
    "9223372036854775807", "AUTHENTICATE PLAIN ", "BINARY.SIZE[", "BODY.PEEK[",
    "HEADER.FIELDS (To)", "HEADER.FIELDS.NOT (", "MODSEQ \"/flags/\\\\Seen\" all 1", "NIL",
    "REFERENCES ", "RETURN ", "REVERSE ", "STATUS (MESSAGES) ", "\\", "]<0.1>", "a ", "{0}\r\n",
    "{2+}\r\n", "~{1}\r\n"});

constexpr auto kOfImapCommandAndOthers = std::to_array<std::string_view>({
    "\000"sv, "\n", "\r", "\r\n", "\"07-Feb-1994 21:52:25 -0800\" ", "$Work", "&AOk-",
    "(CHANGEDSINCE 1 VANISHED)", "(CONDSTORE)", "(UNCHANGEDSINCE 1) ", "(USE (\\Sent))",
    "+FLAGS.SILENT ", "-FLAGS ", "4294967295", "CHARSET UTF-8 ", "INBOX",
    "RETURN (MIN MAX ALL COUNT SAVE) ", "UTF8 (~{0}\r\n)", "a UID ", "{1}\r\n", "\303\251"});

constexpr auto kImapMatch = std::to_array<std::string_view>({
    "${?*}", "${?b}", "1,2", "1:3", "<0>", "ALL ", "AUTH=", "BADCHARSET (", "BODYSTRUCTURE (",
    "BODY[HEADER.FIELDS (", "BYE ", "COUNT ", "ENVELOPE (", "ESEARCH (TAG \"A1\") UID ",
    "FETCH (", "FLAGS (", "ID (", "INBOX", "LIST (", "MODSEQ (", "OK [", "PERMANENTFLAGS (",
    "THREAD (", "UID 5", "VANISHED (EARLIER) ", "\\*", "\\HasNoChildren", "\\Noselect",
    "\\Recent", "\\Seen"});

constexpr auto kOfImapMatchAndOthers = std::to_array<std::string_view>({
    "\000"sv, "\n", "\r", "\r\n", "\"", "\"\"", "${?a}", "${?}", "${v}", "${w}", "(", "()", ")",
    "* ", "BODY[]", "NIL", "[", "[CAPABILITY IMAP4rev1] ", "[UIDVALIDITY 1] ", "\\\"", "\\\\",
    "]", "{0}\r\n", "{1}\r\n", "~{1}\r\n"});

constexpr auto kImapNumberSet = std::to_array<std::string_view>({
    "\n", "*", ",", "9223372036854775807", ":"});

constexpr auto kImapResponse = std::to_array<std::string_view>({
    " ", "\"message\" \"rfc822\"", "(\"CHILDINFO\" (\"SUBSCRIBED\"))",
    "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1)", "((NIL NIL \"a\" \"b\"))", "(MODSEQ 1)",
    ")(", "* BYE ", "* OK ", "* PREAUTH ", "+ ", "1 EXISTS", "1 EXPUNGE", "1 FETCH (",
    "1 RECENT", "4294967295", "4294967296", "9223372036854775807", "A1 BAD ", "A1 NO ", "A1 OK ",
    "ALL 1:2", "BINARY.SIZE[1]", "BINARY[1]", "BODY[1.MIME]", "BODY[HEADER.FIELDS (a)]<0>",
    "CAPABILITY IMAP4rev2", "EMAILID (a)", "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)",
    "ESEARCH (TAG \"a\") UID", "FLAGS (\\Seen)", "ID (\"name\" NIL)",
    "INTERNALDATE \"17-Jul-1996 02:44:25 -0700\"", "LIST () \"/\" INBOX", "MIN 1", "MODSEQ (1)",
    "NAMESPACE ((\"\" \"/\")) NIL NIL", "PREVIEW NIL", "QUOTA \"\" (STORAGE 1 2)",
    "RFC822.SIZE 1", "SEARCH 1", "SORT 1", "STATUS INBOX (MESSAGES 1)", "THREAD (1 (2)(3))",
    "THREADID NIL", "UID 1", "VANISHED (EARLIER) 1:2", "[ALERT] ", "[APPENDUID 1 2] ",
    "[BADCHARSET (UTF-8)] ", "[COPYUID 1 2:3 4:5] ", "[HIGHESTMODSEQ 1] ", "[MAILBOXID (a)] ",
    "[METADATA MAXSIZE 1] ", "[MODIFIED 1,2] ", "[PERMANENTFLAGS (\\Seen \\*)] ",
    "[READ-WRITE] ", "[UIDNEXT 1] ", "[UNSEEN 1] ", "{1+}\r\n", "{4294967296}\r\n",
    "{9223372036854775808}\r\n", "\303\251", "\351"});

constexpr auto kImapScript = std::to_array<std::string_view>({
    "\n%%\n", "\n}}}", "! ", "$!ban=", "$!extra", "$!ignore=", "$!noextra", "$!ordered",
    "$!unordered", "$!unordered=2", "$$", "$1", "$]", "$tag", "${1}", "${?modseq2}", "${case:A}",
    "? ", "bad", "bye", "fetch", "flags", "list", "no", "ok", "status", "tag1 ", "{3}\r\n",
    "{{{\n"});

constexpr auto kImapSession = std::to_array<std::string_view>({
    " ", "(ENVELOPE BODYSTRUCTURE)",
    "(MESSAGES UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE RECENT HIGHESTMODSEQ)", "(\\Deleted)",
    "*", "BINARY.SIZE[2]", "BINARY[2]", "BODY.PEEK[HEADER.FIELDS (Subject)]", "BODY[2.MIME]",
    "BODY[3.TEXT]<0.1>", "BODY[]", "DONE\r\n", "HEADER Subject x", "MODSEQ 1",
    "RETURN (SUBSCRIBED CHILDREN STATUS (MESSAGES)) ", "SINCE 1-Feb-1994", "Sent", "TEXT x",
    "Trash", "a APPEND INBOX (\\Seen $Work) {1+}\r\nx\r\n", "a APPEND INBOX {1}\r\nx",
    "a AUTHENTICATE CRAM-MD5\r\n", "a AUTHENTICATE LOGIN\r\n",
    "a AUTHENTICATE PLAIN\r\nAHUAcA==\r\n", "a AUTHENTICATE PLAIN AHUAcA==",
    "a AUTHENTICATE SCRAM-SHA-256", "a CAPABILITY", "a CHECK", "a CLOSE", "a COPY 1:* ",
    "a CREATE ", "a DELETE ", "a ENABLE ", "a ENABLE IMAP4rev2\r\n", "a ENABLE QRESYNC\r\n",
    "a EXAMINE ", "a EXAMINE INBOX\r\n", "a EXPUNGE\r\n", "a FETCH $ ", "a FETCH 1:* ",
    "a ID NIL", "a IDLE\r\n", "a LIST \"\" *", "a LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %",
    "a LOGIN u p\r\n", "a LOGIN u p\r\na SELECT INBOX\r\n", "a LOGOUT", "a LSUB \"\" *",
    "a MOVE 1:* ", "a NAMESPACE", "a NOOP\r\n", "a RENAME ", "a SEARCH ",
    "a SEARCH RETURN (SAVE) ", "a SELECT ", "a SELECT INBOX (QRESYNC (1 1 1:* (1 1)))\r\n",
    "a SORT (REVERSE SUBJECT) UTF-8 ALL", "a STARTTLS", "a STARTTLS\r\n~T", "a STATUS ",
    "a STORE 1 +FLAGS (\\Deleted)\r\n", "a STORE 1:* ", "a SUBSCRIBE ",
    "a THREAD ORDEREDSUBJECT UTF-8 ALL", "a THREAD REFERENCES UTF-8 ALL", "a UID EXPUNGE 1:*",
    "a UID FETCH 1:* ", "a UID SEARCH ", "a UNSELECT", "a UNSUBSCRIBE ", "box/child",
    "{1100+}\r\n", "{3+}\r\n", "{600}\r\n", "{9223372036854775807+}\r\n", "~1", "~2",
    "~2a LOGIN u p\r\na SELECT INBOX\r\n", "~2a LOGIN u p\r\na SELECT INBOX\r\na IDLE\r\n", "~M",
    "~T", "~{1+}\r\n", "\377"});

constexpr auto kImapTracker = std::to_array<std::string_view>({
    "*", "* 1 FETCH (UID 5)\r\n", "* 2 EXPUNGE\r\n", "* 3 EXISTS\r\n", "* BAD x\r\n",
    "* BYE x\r\n", "* CAPABILITY IMAP4rev1\r\n", "* FLAGS ()\r\n", "* NOOP\r\n", "* OK hi\r\n",
    "* PREAUTH x\r\n", "* SEARCH 1 2\r\n", "* VANISHED 1:2\r\n", "+ x\r\n", "A1 ",
    "A1 BAD x\r\n", "A1 NO x\r\n", "A1 NOOP\r\n", "A1 OK x\r\n", "A2 ", "A2 NOOP\r\n",
    "A2 OK x\r\n", "APPEND a ", "AUTHENTICATE PLAIN\r\n", "AUTHENTICATE PLAIN =\r\n",
    "CAPABILITY\r\n", "COMPRESS DEFLATE\r\n", "DONE\r\n", "FETCH 1 UID\r\n", "IDLE\r\n",
    "LOGOUT\r\n", "SELECT x\r\n", "STARTTLS\r\n", "UID SEARCH ALL\r\n", "[CLOSED] ", "{3+}\r\n",
    "~C", "~P", "~S", "~T", "~{2}\r\n"});

constexpr auto kImapUtf7 = std::to_array<std::string_view>({
    "&", "&-", "&2D0-", "&2D3eAA-", "&3gA-", "&AAA-", "&AGE-", "&AOQ-", "&AOQ-&AOQ-", "&AOR-",
    "&APw-", ",", "-", "/", "\303\244", "\303\274", "\360\237\230\200"});

constexpr auto kImapValue = std::to_array<std::string_view>({
    "(", ")", "BINARY[", "BODY[", "HEADER.FIELDS (", "NIL", "{3}\r\n", "~{3}\r\n"});

constexpr auto kExtras = std::to_array<ExtraWords>({
    {"imap_arguments", kImapArguments},
    {"imap_command", kImapCommand},
    {"imap_command imap_session", kOfImapCommandAndOthers},
    {"imap_match", kImapMatch},
    {"imap_match imap_response imap_script imap_tracker", kOfImapMatchAndOthers},
    {"imap_number_set", kImapNumberSet},
    {"imap_response", kImapResponse},
    {"imap_script", kImapScript},
    {"imap_session", kImapSession},
    {"imap_tracker", kImapTracker},
    {"imap_utf7", kImapUtf7},
    {"imap_value", kImapValue},
});

}  // namespace

std::span<const ExtraWords> imap_extra_words() { return kExtras; }

}  // namespace wireassay::mutate
