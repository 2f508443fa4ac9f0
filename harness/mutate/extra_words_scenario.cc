// Words of scenarios, scripts of imaptest, players, journals and reports that no table has.
#include "mutate/extra_words.h"

// clang-format off: words side by side
namespace wireassay::mutate {
namespace {

constexpr auto kCampaignCoverageReport = std::to_array<std::string_view>({
    "\"count\"", "\"covered\"", "\"data\"", "\"filename\"", "\"files\"", "\"lines\"",
    "\"segments\"", "\"summary\"", "true"});

constexpr auto kCampaignLibfuzzerLog = std::to_array<std::string_view>({
    " corp: ", " cov: ", " exec/s ", " ft: ", "#", "Done ", "ERROR: ", "INFO: exiting: ",
    "oom/timeout/crash: "});

constexpr auto kCampaignTriageReport = std::to_array<std::string_view>({
    "    #0 0x1 in ", "(anonymous namespace)", "==1==ERROR: AddressSanitizer: ", "SUMMARY: ",
    "broken invariant: ", "libFuzzer: timeout", "runtime error: ", "std::", "wireassay::"});

constexpr auto kImportImaptest = std::to_array<std::string_view>({
    "\n}}}", "! ", "!else", "!endif", "!ifenv ", "!ifnenv ", "!output ", "!sleep 2s", "\"\" ",
    "$$", "$1", "$a", "$domain", "$mailbox", "$password", "$tag", "$user", "$username", "${b}",
    "${case:A}", "${mailbox}2", "* ", "1 ", "2 ", "? ", "all", "append", "append ", "appended",
    "auth", "authenticate plain", "bad ", "bye", "capabilities: ", "catenate", "connections: ",
    "created", "idle", "ignore_extra_untagged: no", "login ", "logout", "messages: ", "no ",
    "nonauth", "ok ", "replace ", "selected", "state: ", "tag1 ", "tag2 ", "uid replace ",
    "user 2: $user2", "{{{\n", "~{{{\n"});

constexpr auto kImportMbox = std::to_array<std::string_view>({
    "\n", "+0200", "Fri Feb 22 17:06:23 2008", "From "});

constexpr auto kPlayerHttp = std::to_array<std::string_view>({
    "\r\n\r\n", "0\r\n", "3\r\n", "Allow: GET\r\n", "Connection: close\r\n",
    "Content-Length: 3\r\n", "Content-Type: a/b\r\n", "ETag: \"a\"\r\n", "HTTP/1.0 200 x\r\n",
    "HTTP/1.1 100 x\r\n", "HTTP/1.1 101 x\r\n", "HTTP/1.1 200 x\r\n", "HTTP/1.1 304 x\r\n",
    "HTTP/1.1 401 x\r\n", "HTTP/1.1 405 x\r\n", "Trailer: X\r\n",
    "Transfer-Encoding: chunked\r\n", "X: yz\r\n"});

constexpr auto kOfPlayerHttpAndOthers = std::to_array<std::string_view>({
    "open-sesame-7", "~+", "~C", "~F", "~R", "~S", "~X"});

constexpr auto kPlayerImap = std::to_array<std::string_view>({
    "* 1 EXISTS\r\n", "* 1 EXPUNGE\r\n", "* 1 FETCH (UID 8)\r\n", "* BYE\r\n", "* OK \r\n",
    "* PREAUTH\r\n", "* SEARCH 4\r\n", "* STATUS box (UIDNEXT 8)\r\n", "+ go\r\n", "NIL\r\n",
    "T8 OK\r\n", "[CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN STARTTLS]", "[TOOBIG]", "A1 BAD\r\n",
    "A1 NO\r\n", "A1 OK\r\n", "A2 OK\r\n", "{3}\r\n"});

constexpr auto kPlayerPop3 = std::to_array<std::string_view>({
    "+ \r\n", "+OK\r\n", "+OK 1 4\r\n", "+OK <1@x>\r\n", "-ERR\r\n", ".\r\n", "..\r\n",
    "1 abc\r\n", "PIPELINING\r\n", "RESP-CODES\r\n", "SASL PLAIN\r\n", "STLS\r\n", "[AUTH]\r\n",
    "[IN-USE]\r\n"});

constexpr auto kPlayerSmtp = std::to_array<std::string_view>({
    "220 x\r\n", "221 bye\r\n", "235 ok\r\n", "250 8BITMIME\r\n", "250 AUTH PLAIN CRAM-MD5\r\n",
    "250 ENHANCEDSTATUSCODES\r\n", "250 PIPELINING\r\n", "250 STARTTLS\r\n", "250 ok\r\n",
    "250-SIZE 1000\r\n", "250-x\r\n", "252 x\r\n", "334 \r\n", "334 PDFAeD4=\r\n", "354 go\r\n",
    "421 bye\r\n", "454 x\r\n", "502 x\r\n", "503 x\r\n", "535 no\r\n", "550 5.1.1 no\r\n",
    "552 x\r\n", "554 no\r\n"});

constexpr auto kReportJournal = std::to_array<std::string_view>({
    "\n", "\"id\"", "\"target\"", "pass"});

constexpr auto kOfReportJournalAndOthers = std::to_array<std::string_view>({
    "\"verdict\"", "\"where\""});

constexpr auto kReportJson = std::to_array<std::string_view>({
    "\"breaches\"", "\"cases\"", "\"connections\"", "\"hex\"", "\"mark\"", "\"schema\"",
    "\"transcript\"", "wireassay-report/1"});

constexpr auto kScenario = std::to_array<std::string_view>({
    " * ", " + ", " == ", " >= ", "\"", "\"250|5xx\"", "\"2xx\"", "\"40m\"", "\"500ms\"",
    "\"5s\"", "\"EXAMPLE\"", "\"MUST\"", "\"RFC 5321\"", "\"SHOULD NOT\"",
    "\"alert:decode_error\"", "\"close\"", "\"connected\"", "\"established\"", "\"greeted\"",
    "\"imap\"", "\"reply\"", "\"silence\"", "\"smtp\"", "\"smtp.rfc5321.x\"", "\"tls\"", "#",
    "${?}", "${address}", "${client}", "${i}", "${sender}", "${x.octets}", "'", "'''", "0x7f",
    "1979-05-27", "1e3", "[", "[[case.dialogue]]\n", "[[case]]\n", "[hello.x]\n", "[let]\n",
    "\\0", "\\r\\n", "]", "after = ", "answer = ", "answers = ", "as = ", "assume = ", "auth = ",
    "authzid = ", "base = ", "begin = ", "bytes = ", "cap(SIZE)", "capabilities = ", "case = ",
    "check = ", "clause = ", "cleanup = ", "connections = ", "dialogue = ", "dialogue = [\n",
    "do = ", "enhanced = ", "env(", "expect = ", "false", "file('", "for = ", "given = ",
    "has = ", "hello = ", "id = ", "initial = ", "let = ", "level = ", "lines = ", "listen = ",
    "mailbox = ", "maildrop = ", "mechanism = ", "name = ", "nan", "needs = ", "not = ",
    "octets = ", "on = ", "only = ", "opening = ", "order = ", "password = ", "pause = ",
    "plain = ", "poll = ", "protocol = ", "quote = ", "re = ", "reading = ", "readings = ",
    "repeat('", "requires = ", "security = ", "send = ", "send_bytes = ", "send_hex = ",
    "service = ", "skip = ", "source = ", "spec = ", "split = ", "surfaces = ", "tag = ",
    "times = ", "title = ", "tls = ", "tolerate = ", "true", "user = ", "waive = ", "when = ",
    "within = ", "{", "{ bytes = '", "{ expect = ", "{ hex = '", "{ re = '", "{ send = "});

constexpr auto kOfScenarioAndOthers = std::to_array<std::string_view>({
    "\n", "$${", "${", "${?", "${?*}", "\\x00", "base64(", "hex(", "len(", "slice(", "stuff(",
    "unbase64(", "}"});

constexpr auto kScenarioDeviations = std::to_array<std::string_view>({
    "[[deviations]]", "deviations = [", "id = \"", "reason = \"", "until = ", "versions = \""});

constexpr auto kScenarioPattern = std::to_array<std::string_view>({
    "${v}", "(?P<n>", ".x", "re:"});

constexpr auto kScenarioServiceUrl = std::to_array<std::string_view>({
    "+starttls", "+stls", "://", ":65535", "[::1]", "https", "imap", "pop3s", "smtp",
    "submissions"});

constexpr auto kScenarioTarget = std::to_array<std::string_view>({
    "${env(", "[target.", "deviations", "http = {", "listener", "mailbox", "max_connections",
    "password_file", "smtp = \"", "timeouts", "users = ["});

constexpr auto kScenarioTemplate = std::to_array<std::string_view>({
    "==", "cap(", "password", "repeat("});

constexpr auto kExtras = std::to_array<ExtraWords>({
    {"campaign_coverage_report", kCampaignCoverageReport},
    {"campaign_libfuzzer_log", kCampaignLibfuzzerLog},
    {"campaign_triage_report", kCampaignTriageReport},
    {"import_imaptest", kImportImaptest},
    {"import_mbox", kImportMbox},
    {"player_http", kPlayerHttp},
    {"player_http player_imap player_pop3 player_smtp", kOfPlayerHttpAndOthers},
    {"player_imap", kPlayerImap},
    {"player_pop3", kPlayerPop3},
    {"player_smtp", kPlayerSmtp},
    {"report_journal", kReportJournal},
    {"report_journal report_json", kOfReportJournalAndOthers},
    {"report_json", kReportJson},
    {"scenario", kScenario},
    {"scenario scenario_deviations scenario_pattern scenario_service_url "
     "scenario_target scenario_template", kOfScenarioAndOthers},
    {"scenario_deviations", kScenarioDeviations},
    {"scenario_pattern", kScenarioPattern},
    {"scenario_service_url", kScenarioServiceUrl},
    {"scenario_target", kScenarioTarget},
    {"scenario_template", kScenarioTemplate},
});

}  // namespace

std::span<const ExtraWords> scenario_extra_words() { return kExtras; }

}  // namespace wireassay::mutate
