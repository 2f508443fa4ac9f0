// The rows of the key table. `doc` is what `explain --language` and editors show.
#include "scenario/keys.h"

#include <algorithm>

namespace wireassay::scenario {
namespace {

// clang-format off: one key a line
constexpr Key kFile[] = {
    {"protocol", Shape::Protocol, true, "dialect of the single connection of the cases"},
    {"spec", Shape::Text, false, "default for the cases: the document, \"RFC 5321\""},
    {"clause", Shape::Text, false, "default for the cases: its section"},
    {"level", Shape::Level, false, "default for the cases"},
    {"begin", Shape::Begin, false, "default for the cases: opening of the only connection"},
    {"requires", Shape::Texts, false, "default for the cases: capabilities"},
    {"needs", Shape::Names, false, "default for the cases: facts of the target"},
    {"surfaces", Shape::Surfaces, false, "default for the cases"},
    {"let", Shape::Lets, false, "variables of the file"},
    {"hello", Shape::Hellos, false, "named ClientHellos, protocol tls only"},
    {"case", Shape::Cases, false, "the cases"},
};

constexpr Key kCase[] = {
    {"id", Shape::Id, true, "unique over all files, never changed"},
    {"title", Shape::Text, true, "one sentence, what holds when it passes"},
    {"spec", Shape::Text, false, "the document: \"RFC 5321\""},
    {"clause", Shape::Text, false, "its section: \"4.1.1.5\""},
    {"level", Shape::Level, false, "what the clause asks of the party under test"},
    {"quote", Shape::Text, false, "the sentence, verbatim; obligatory for MUST and SHOULD"},
    {"begin", Shape::Begin, false, "opening of the only connection, \"connected\" by default"},
    {"connections", Shape::Connections, false, "NAME = { service, begin, source } or { listen, begin }; excludes begin"},
    {"given", Shape::Given, false, "fixtures, made before and removed after"},
    {"needs", Shape::Names, false, "facts the target must declare; missing: skip"},
    {"requires", Shape::Texts, false, "capabilities the server must advertise: A|B, !A, SIZE>0; missing: skip"},
    {"surfaces", Shape::Surfaces, false, "run once per surface"},
    {"for", Shape::Rows, false, "one run per row; each has `name`, the rest are variables"},
    {"let", Shape::Lets, false, "variables of the case"},
    {"readings", Shape::Reasons, false, "NAME = source and argument; --reading NAME selects"},
    {"waive", Shape::Reasons, false, "invariant id = reason; not checked in this case"},
    {"dialogue", Shape::Steps, true, "the steps; inline or [[case.dialogue]], not both"},
    {"cleanup", Shape::Steps, false, "after everything, on a fresh connection; never changes the verdict"},
};

constexpr Key kRow[] = {{"name", Shape::RowName, true, "name of the row: id is ID/NAME"}};

constexpr Key kLetValue[] = {
    {"bytes", Shape::Text, false, "octets with \\r \\n \\t \\0 \\\\ \\xNN"},
    {"hex", Shape::Text, false, "octets in hexadecimal"},
};

constexpr Key kConnection[] = {
    {"service", Shape::Text, false, "service of the target: smtp, submission, imap, …"},
    {"listen", Shape::Protocol, false, "Wireassay listens and speaks as a server of this protocol"},
    {"begin", Shape::Begin, false, "its opening"},
    {"source", Shape::Text, false, "local address to come from"},
};

constexpr Key kBegin[] = {
    {"opening", Shape::Text, false, "name of the opening"},
    {"security", Shape::SecurityWord, false, "any (default: the transport of the run), plain, starttls, tls"},
};

constexpr Key kGiven[] = {
    {"mailbox", Shape::Mailbox, false, "[message names] in a new mailbox, or \"inbox\", emptied"},
    {"maildrop", Shape::Names, false, "[message names] in the user's maildrop"},
};

constexpr Key kStep[] = {
    {"on", Shape::Text, false, "connection; obligatory with two or more, forbidden with one"},
    {"when", Shape::Outcome, false, "play only if the last outcome on this connection was one of these"},
    {"after", Shape::Duration, false, "wait before the act"},
    {"send", Shape::Lines, false, "act: line(s), CRLF after each, one write; no escapes"},
    {"send_bytes", Shape::Text, false, "act: exact octets with \\r \\n \\t \\0 \\\\ \\xNN"},
    {"send_hex", Shape::Text, false, "act: octets in hexadecimal; #… is a comment"},
    {"hello", Shape::Hello, false, "act: a ClientHello in records, by name or as a table"},
    {"tls", Shape::Tls, false, "act: handshake now; alone it means assume = \"established\""},
    {"auth", Shape::Auth, false, "act: a whole SASL exchange; the outcome is the last reply"},
    {"do", Shape::DoWord, false, "act: close_notify, shut (FIN), reset, close, accept, converse, key_update, renegotiate"},
    {"answer", Shape::Lines, false, "listening connection: what to reply to the expected event"},
    {"split", Shape::Split, false, "pieces of n octets, or cuts at these offsets"},
    {"pause", Shape::Duration, false, "between pieces"},
    {"plain", Shape::Boolean, false, "write past the TLS layer"},
    {"records", Shape::RecordChanges, false, "changes to the records of the act, behind TLS: { record, xor, at }"},
    {"times", Shape::Times, false, "repeat the step, ${i} from 1"},
    {"tag", Shape::Text, false, "imap: this tag instead of a fresh one; \"\" none"},
    {"expect", Shape::Outcomes, false, "what keeps the clause; an array is a sequence"},
    {"assume", Shape::Outcomes, false, "precondition; if not: error"},
    {"tolerate", Shape::Excuses, false, "outcome = reason: warn"},
    {"skip", Shape::Excuses, false, "outcome = reason: skip, the dialogue ends"},
    {"reading", Shape::Readings, false, "NAME = outcome in place of expect under --reading NAME"},
    {"within", Shape::Duration, false, "until the whole reply is there; for silence how long"},
    {"poll", Shape::Duration, false, "repeat act and outcome until they hold or the time is over"},
    {"answers", Shape::Text, false, "the command this reply answers, where the octets sent do not show it"},
    {"as", Shape::Text, false, "names the reply: ${name.field}, ${name.at}"},
    {"check", Shape::Checks, false, "comparisons over variables and fields, all must hold"},
};

constexpr Key kTls[] = {
    {"min", Shape::Text, false, "lowest version: \"1.2\""},
    {"max", Shape::Text, false, "highest version"},
    {"sni", Shape::Text, false, "name asked for; \"\" none"},
    {"alpn", Shape::Texts, false, "protocols offered"},
    {"ciphers", Shape::Text, false, "cipher list in OpenSSL's notation"},
    {"verify", Shape::Boolean, false, "verify the server's certificate"},
    {"cert", Shape::Text, false, "client certificate"},
    {"groups", Shape::Text, false, "groups in OpenSSL's notation"},
    {"resume", Shape::Text, false, "name of an earlier connection whose session is offered"},
    {"ems", Shape::Boolean, false, "false: no extended master secret"},
};

constexpr Key kAuth[] = {
    {"mechanism", Shape::Text, true, "\"PLAIN\", \"SCRAM-SHA-256\", …"},
    {"user", Shape::Text, false, "instead of ${user}"},
    {"password", Shape::Text, false, "instead of ${password}"},
    {"authzid", Shape::Text, false, "identity to act as"},
    {"initial", Shape::Boolean, false, "initial response in the command"},
};

constexpr Key kHello[] = {
    {"base", Shape::Text, false, "a named ClientHello to start from"},
    {"version", Shape::Any, false, "legacy version: \"1.2\" or \"0303\""},
    {"random", Shape::Any, false, "32 octets in hexadecimal; default: fresh ones"},
    {"session_id", Shape::Any, false, "octets in hexadecimal, or how many fresh ones"},
    {"cipher_suites", Shape::Any, false, "list of names or numbers in hexadecimal"},
    {"compression", Shape::Any, false, "list of octets in hexadecimal"},
    {"extensions", Shape::Any, false, "false, or { add = [{ type, hex }], drop = [type] }"},
    {"groups", Shape::Any, false, "supported groups: list of names or numbers; false: no extension"},
    {"signatures", Shape::Any, false, "signature algorithms: list; false: no extension"},
    {"server_name", Shape::Any, false, "a name or a list of names; false: no extension"},
    {"alpn", Shape::Any, false, "list of application protocols; false: no extension"},
    {"key_share", Shape::Any, false, "list of groups or { group, hex | octets }; false: no extension"},
    {"supported_versions", Shape::Any, false, "list of versions; false: no extension"},
    {"record", Shape::Any, false, "type, version, length of the record"},
    {"handshake", Shape::Any, false, "type, length of the handshake message"},
    {"fragments", Shape::Any, false, "lengths of the first records, or of all"},
    {"retry", Shape::Boolean, false, "true: the second hello, for the HelloRetryRequest that came"},
    {"before", Shape::Text, false, "raw octets before it in the same write, in hexadecimal"},
    {"after", Shape::Text, false, "raw octets behind it in the same write, in hexadecimal"},
};

constexpr Key kHelloOp[] = {
    {"value", Shape::Any, false, "the value that is changed, instead of the base's"},
    {"set", Shape::Number, false, "a length: this number; a value: octets in hexadecimal"},
    {"add", Shape::Number, false, "more or less by this number"},
    {"xor", Shape::Text, false, "octets in hexadecimal"},
    {"insert", Shape::Text, false, "octets in hexadecimal"},
    {"drop", Shape::Number, false, "leave out so many octets"},
    {"cut", Shape::Number, false, "end after so many octets"},
    {"at", Shape::Number, false, "where the octets are changed"},
    {"times", Shape::Number, false, "insert so many times"},
    {"length", Shape::HelloOp, false, "the length field alone"},
};

constexpr Key kHelloExtension[] = {
    {"type", Shape::Number, true, "number of the extension"},
    {"hex", Shape::Text, false, "its octets"},
    {"text", Shape::Text, false, "its octets as a string"},
    {"octets", Shape::Number, false, "so many zeros"},
    {"times", Shape::Number, false, "so many extensions, their types counted upwards"},
};

constexpr Key kHelloShare[] = {
    {"group", Shape::Number, true, "group by name or number in hexadecimal"},
    {"hex", Shape::Text, false, "octets of the share"},
    {"octets", Shape::Number, false, "so many zeros"},
};

constexpr Key kRecordChange[] = {
    {"record", Shape::Integer, true, "which of the records that the act makes, from 1"},
    {"at", Shape::Integer, false, "which octet, 0 is the first of its header; negative from the end"},
    {"xor", Shape::Text, false, "octets in hexadecimal"},
    {"insert", Shape::Text, false, "octets in hexadecimal"},
    {"drop", Shape::Integer, false, "leave out so many octets"},
    {"cut", Shape::Integer, false, "end after so many octets"},
    {"before", Shape::Text, false, "raw octets before the record, in hexadecimal"},
    {"after", Shape::Text, false, "raw octets behind the record, in hexadecimal"},
    {"omit", Shape::Boolean, false, "true: the record is not sent"},
    {"repeat", Shape::Integer, false, "the record is sent so many times"},
};

constexpr Key kFieldValue[] = {
    {"re", Shape::Text, false, "regular expression (RE2), unanchored"},
    {"not", Shape::Values, false, "none of these"},
    {"only", Shape::Values, false, "exactly these"},
    {"order", Shape::Values, false, "these, in this order"},
    {"has", Shape::Values, false, "all of these, in any order"},
};

constexpr Key kBeginFile[] = {
    {"opening", Shape::Openings, false, "[opening.NAME]: the shared openings"},
    {"hello", Shape::Hellos, false, "[hello.NAME]: the shared ClientHellos"},
};

constexpr Key kOpening[] = {
    {"after", Shape::Text, false, "the opening it builds on, \"connected\" by default"},
    {"params", Shape::Params, false, "NAME = default"},
    {"security", Shape::SecurityWord, false, "\"encrypted\": by whatever the target offers"},
    {"dialogue", Shape::Steps, false, "steps; every outcome is an assume"},
};

constexpr Key kTargetFile[] = {{"target", Shape::Targets, false, "[target.NAME]: the servers under test"}};

constexpr Key kDeviationFile[] = {{"deviations", Shape::Deviations, true, "failures that are known"}};

constexpr Key kTarget[] = {
    {"smtp", Shape::ServiceUrl, false, "smtp://HOST:PORT or smtp+starttls://…"},
    {"smtps", Shape::ServiceUrl, false, "smtps://HOST:PORT"},
    {"submission", Shape::ServiceUrl, false, "submission+starttls://HOST:PORT"},
    {"submissions", Shape::ServiceUrl, false, "submissions://HOST:PORT"},
    {"pop3", Shape::ServiceUrl, false, "pop3://HOST:PORT or pop3+stls://…"},
    {"pop3s", Shape::ServiceUrl, false, "pop3s://HOST:PORT"},
    {"imap", Shape::ServiceUrl, false, "imap://HOST:PORT or imap+starttls://…"},
    {"imaps", Shape::ServiceUrl, false, "imaps://HOST:PORT"},
    {"http", Shape::HttpFact, false, "http://HOST:PORT, or { url, host, file, echo, … }"},
    {"https", Shape::ServiceUrl, false, "https://HOST:PORT"},
    {"users", Shape::Users, false, "the pool that cases lease from"},
    {"trust", Shape::Text, false, "file of CA certificates (PEM), relative to this file"},
    {"sni", Shape::Text, false, "name asked for and verified; default: the host"},
    {"verify", Shape::Boolean, false, "verify certificates where TLS is not the question"},
    {"certificate", Shape::Text, false, "client certificate (PEM), relative to this file"},
    {"key", Shape::Text, false, "its key (PEM), relative to this file"},
    {"source", Shape::Text, false, "local address"},
    {"client", Shape::Text, false, "own name in EHLO"},
    {"software", Shape::Text, false, "name and version, for reports and `versions`"},
    {"timeouts", Shape::Timeouts, false, "connect, reply, silence, tls"},
    {"max_connections", Shape::Integer, false, "at once; 0: no limit"},
    {"deviations", Shape::Deviations, false, "failures that are known"},
    {"mailbox", Shape::MailboxFact, false, "prefix and separator of mailbox names"},
    {"listener", Shape::ListenerFact, false, "where mail for Wireassay's own listener goes"},
};

constexpr Key kUser[] = {
    {"name", Shape::Text, true, "login name"},
    {"address", Shape::Text, false, "mail address; default: the name, with the domain where it has none"},
    {"password", Shape::Text, false, "\"${env(NAME)}\", or the password itself"},
    {"password_file", Shape::Text, false, "file that holds the password, relative to this file"},
};

constexpr Key kDeviation[] = {
    {"id", Shape::Text, true, "full id of a case, or a prefix ending in .* or /*"},
    {"reason", Shape::Text, true, "why it is kept"},
    {"until", Shape::Date, false, "day on which it expires"},
    {"versions", Shape::Text, false, "\"<3.9\": of the target's software"},
};

constexpr Key kTimeouts[] = {
    {"connect", Shape::Duration, false, "until a connection stands"},
    {"reply", Shape::Duration, false, "until a whole reply is there"},
    {"silence", Shape::Duration, false, "how long nothing must come"},
    {"tls", Shape::Duration, false, "until a handshake is done"},
};

constexpr Key kMailboxFact[] = {
    {"prefix", Shape::Text, false, "\"INBOX.\""},
    {"separator", Shape::Text, false, "\".\""},
};

constexpr Key kHttpFact[] = {
    {"url", Shape::Text, false, "the service"},
    {"host", Shape::Text, false, "value of Host; default: host and port of the service"},
    {"file", Shape::Text, false, "path of a static text with ETag and Last-Modified"},
    {"file_octets", Shape::Integer, false, "its size"},
    {"echo", Shape::Text, false, "path that reads the content of any request before it answers 200"},
    {"received", Shape::Boolean, false, "true: `echo` answers with the request as message/http"},
    {"gateway", Shape::Boolean, false, "true: `echo` shows what the server under test forwarded"},
    {"auth", Shape::Text, false, "path that users of the pool may read by Basic"},
    {"redirect", Shape::Text, false, "path that is answered by 3xx with Location"},
    {"scratch", Shape::Text, false, "PUT and DELETE may be tried on paths that begin so"},
    {"trailer", Shape::Text, false, "path whose response has trailer fields for TE: trailers"},
    {"cookie", Shape::Text, false, "path whose response sets a cookie"},
};

constexpr Key kListenerFact[] = {
    {"address", Shape::Text, true, "mail address that is routed to the listener"},
    {"bind", Shape::Text, true, "HOST:PORT to listen on"},
};

// clang-format on

}  // namespace

std::span<const Key> keys(Place place) {
  switch (place) {
    case Place::File: return kFile;
    case Place::Case: return kCase;
    case Place::Row: return kRow;
    case Place::LetValue: return kLetValue;
    case Place::Connection: return kConnection;
    case Place::Begin: return kBegin;
    case Place::Given: return kGiven;
    case Place::Step: return kStep;
    case Place::Tls: return kTls;
    case Place::Auth: return kAuth;
    case Place::Hello: return kHello;
    case Place::HelloOp: return kHelloOp;
    case Place::HelloExtension: return kHelloExtension;
    case Place::HelloShare: return kHelloShare;
    case Place::RecordChange: return kRecordChange;
    case Place::FieldValue: return kFieldValue;
    case Place::BeginFile: return kBeginFile;
    case Place::Opening: return kOpening;
    case Place::TargetFile: return kTargetFile;
    case Place::DeviationFile: return kDeviationFile;
    case Place::Target: return kTarget;
    case Place::User: return kUser;
    case Place::Deviation: return kDeviation;
    case Place::Timeouts: return kTimeouts;
    case Place::MailboxFact: return kMailboxFact;
    case Place::HttpFact: return kHttpFact;
    case Place::ListenerFact: return kListenerFact;
  }
  return {};
}

const Key* find_key(Place place, std::string_view name) {
  const std::span<const Key> rows = keys(place);
  const auto found = std::ranges::find(rows, name, &Key::name);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace wireassay::scenario
