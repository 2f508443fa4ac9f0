// Clients that others wrote speak IMAP with the servers, command by command: curl, and imaplib of
// Python.
#include "reference/clients_test_support.h"

namespace wireassay::reference::testing {
namespace {

using ImapClientsTest = ClientsTest;

/// `inbox` and `archive` are what the mailboxes hold afterwards; before, the INBOX has messages 1
/// and 3, which is \Flagged, and Archive message 2.
struct Row {
  const char* name;
  const char* command;
  int status;
  const char* output;
  const char* inbox;
  const char* archive = "2";
};
constexpr const char* kBoth = "1 3:F";
constexpr const char* kNone = "";
constexpr const char* kList =
    "* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
    "* LIST (\\HasNoChildren \\Archive) \"/\" Archive\r\n"
    "* LIST (\\HasNoChildren \\Drafts) \"/\" Drafts\r\n"
    "* LIST (\\HasNoChildren \\Junk) \"/\" Junk\r\n"
    "* LIST (\\HasNoChildren \\Sent) \"/\" Sent\r\n"
    "* LIST (\\HasNoChildren \\Trash) \"/\" Trash\r\n";
// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    {"in clear: list",                    "curl -sS imap://127.0.0.1:{imap}/ -u {user}:{password}", 0, kList, kBoth},
    {"in clear: LOGIN command",           "curl -sS imap://127.0.0.1:{imap}/ -u {user}:{password} --login-options AUTH=LOGIN -X 'LIST \"\" Trash'", 0, "* LIST (\\HasNoChildren \\Trash) \"/\" Trash\r\n", kBoth},
    {"in clear: CRAM-MD5, fetch by UID",  "curl -sS imap://127.0.0.1:{imap}/INBOX;UID=1 -u {user}:{password} --login-options AUTH=CRAM-MD5", 0, "{sample1}", "1:S 3:F"},
    {"in clear: search",                  "curl -sS imap://127.0.0.1:{imap}/INBOX?FLAGGED -u {user}:{password}", 0, "* SEARCH 2\r\n", kBoth},
    {"in clear: search in text",          "curl -sS imap://127.0.0.1:{imap}/INBOX?SUBJECT%20%22number%201%22%20BODY%20%22.dot%20first%22 -u {user}:{password}", 0, "* SEARCH 1\r\n", kBoth},
    {"STARTTLS: PLAIN, fetch by UID",     "curl -sS --ssl-reqd --cacert {ca} imap://127.0.0.1:{imap}/INBOX;UID=2 -u {user}:{password} --login-options AUTH=PLAIN", 0, "{sample3}", "1 3:FS"},
    {"STARTTLS: localhost, fetch by MSN", "curl -sS --ssl-reqd --cacert {ca} imap://localhost:{imap}/INBOX;MAILINDEX=2 -u {user}:{password}", 0, "{sample3}", "1 3:FS"},
    {"STARTTLS: section",                 "curl -sS --ssl-reqd --cacert {ca} imap://127.0.0.1:{imap}/INBOX;UID=1;SECTION=TEXT -u {address}:{password}", 0, "{body1}", "1:S 3:F"},
    {"STARTTLS: header fields, UIDVALIDITY", "curl -sS --ssl-reqd --cacert {ca} imap://127.0.0.1:{imap}/Archive;UIDVALIDITY={archive};UID=1;SECTION=HEADER.FIELDS%20(SUBJECT) -u {user}:{password}", 0, "Subject: number 2\r\n\r\n", kBoth, "2:S"},
    {"STARTTLS: append",                  "curl -sS --ssl-reqd --cacert {ca} imap://127.0.0.1:{imap}/Archive -T {home}/5 -u {user}:{password}", 0, kNone, kBoth, "2 5:S"},
    {"STARTTLS: status",                  "curl -sS --ssl-reqd --cacert {ca} imap://127.0.0.1:{imap}/ -X 'STATUS INBOX (MESSAGES UNSEEN UIDNEXT)' -u {user}:{password}", 0, "* STATUS INBOX (MESSAGES 2 UNSEEN 2 UIDNEXT 3)\r\n", kBoth},
    {"STARTTLS: copy",                    "curl -sS --ssl-reqd --cacert {ca} imap://127.0.0.1:{imap}/INBOX -X 'UID COPY 1:* Archive' -u {user}:{password}", 0, kNone, kBoth, "1 2 3:F"},
    {"STARTTLS: store",                   "curl -sS --ssl-reqd --cacert {ca} imap://127.0.0.1:{imap}/INBOX -X 'STORE 1:2 FLAGS.SILENT (\\Answered \\Draft)' -u {user}:{password}", 0, kNone, "1:DR 3:DR"},
    {"implicit TLS: append, 8-bit",       "curl -sS --cacert {ca} imaps://127.0.0.1:{imaps}/INBOX -T {home}/1 -u {user}:{password}", 0, kNone, "1 1:S 3:F"},
    {"implicit TLS: append, long",        "curl -sS --cacert {ca} imaps://127.0.0.1:{imaps}/INBOX -T {home}/3 -u {user}:{password}", 0, kNone, "1 3:F 3:S"},
    {"implicit TLS: delete, expunge",     "curl -sS --cacert {ca} imaps://127.0.0.1:{imaps}/INBOX -X 'STORE 1 +FLAGS.SILENT (\\Deleted)' -u {user}:{password} --next -sS --cacert {ca} imaps://127.0.0.1:{imaps}/INBOX -X EXPUNGE -u {user}:{password}", 0, "* 1 EXPUNGE\r\n", "3:F"},
    {"implicit TLS: move",                "curl -sS --cacert {ca} imaps://127.0.0.1:{imaps}/INBOX -X 'UID MOVE 2 Archive' -u {user}:{password}", 0, "* OK [COPYUID {archive} 2 2] moved\r\n* 2 EXPUNGE\r\n", "1", "2 3:F"},
    {"implicit TLS 1.2: two in a row",    "curl -sS --tls-max 1.2 --cacert {ca} imaps://127.0.0.1:{imaps}/INBOX;UID=1 imaps://127.0.0.1:{imaps}/INBOX;UID=2 -u {user}:{password}", 0, "{sample1}{sample3}", "1:S 3:FS"},
    {"append to a mailbox that is not",   "curl -s --cacert {ca} imaps://127.0.0.1:{imaps}/None -T {home}/1 -u {user}:{password}", 25, kNone, kBoth},
    {"no such mailbox",                   "curl -s --cacert {ca} imaps://127.0.0.1:{imaps}/None;UID=1 -u {user}:{password}", 67, kNone, kBoth},
    {"no such message",                   "curl -s --cacert {ca} imaps://127.0.0.1:{imaps}/INBOX;UID=9 -u {user}:{password}", 78, kNone, kBoth},
    {"another UIDVALIDITY",               "curl -s --cacert {ca} imaps://127.0.0.1:{imaps}/INBOX;UIDVALIDITY=77;UID=1 -u {user}:{password}", 78, kNone, kBoth},
    {"bad password, PLAIN",               "curl -s imap://127.0.0.1:{imap}/ -u {user}:bad", 67, kNone, kBoth},
    {"bad password, CRAM-MD5",            "curl -s imap://127.0.0.1:{imap}/ -u {user}:bad --login-options AUTH=CRAM-MD5", 67, kNone, kBoth},
    {"bad password, in TLS",              "curl -s --cacert {ca} imaps://127.0.0.1:{imaps}/ -u {user}:bad --login-options AUTH=LOGIN", 67, kNone, kBoth},
    {"unknown user",                      "curl -s imap://127.0.0.1:{imap}/ -u nobody:{password}", 67, kNone, kBoth},
    {"STARTTLS: stranger's certificate",  "curl -s --ssl-reqd --cacert {other_ca} imap://127.0.0.1:{imap}/ -u {user}:{password}", 60, kNone, kBoth},
    {"TLS: stranger's certificate",       "curl -s --cacert {other_ca} imaps://127.0.0.1:{imaps}/ -u {user}:{password}", 60, kNone, kBoth},
    {"TLS: name that is not served",      "curl -s --cacert {ca} --resolve other.test:{imaps}:127.0.0.1 imaps://other.test:{imaps}/ -u {user}:{password}", 35, kNone, kBoth},
};
// clang-format on

TEST_F(ImapClientsTest, Curl) {
  if (!installed("curl")) GTEST_SKIP() << "curl is not installed";
  const std::string& first = sample(1);
  values_["sample1"] = first;
  values_["body1"] = first.substr(first.find("\r\n\r\n") + 4);
  values_["sample3"] = sample(3);
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    next_user();
    put("INBOX", kBoth);
    put("Archive", "2");
    values_["archive"] = uid_validity("Archive");
    for (const int number : {1, 3, 5}) write("{home}/" + std::to_string(number), sample(number));
    const Outcome outcome = play(row.command);
    EXPECT_EQ(outcome.status, row.status) << outcome.output;
    EXPECT_EQ(outcome.output, filled(row.output));
    EXPECT_EQ(stored("INBOX"), row.inbox);
    EXPECT_EQ(stored("Archive"), row.archive);
  }
}

/// Prints what imaplib made of each response.
constexpr const char* kImaplib = R"(import imaplib, ssl
def trusting(ca):
    return ssl.create_default_context(cafile=ca)
def plain():
    return imaplib.IMAP4('127.0.0.1', {imap}, timeout=30)
def inside(ca):
    return imaplib.IMAP4_SSL('localhost', {imaps}, ssl_context=trusting(ca), timeout=30)
def sample(number):
    return open('{home}/%d' % number, 'rb').read()
def error(action):
    try:
        action()
    except (imaplib.IMAP4.error, ssl.SSLCertVerificationError) as error:
        return type(error).__name__, str(error.args[0])[:25]
box = plain()
print('STARTTLS' in box.capabilities, 'AUTH=PLAIN' in box.capabilities)
box.starttls(trusting('{ca}'))
print('STARTTLS' in box.capabilities, 'AUTH=PLAIN' in box.capabilities)
print(error(lambda: box.login('{user}', 'bad')))
print(box.login('{user}', '{password}')[0], box.enable('CONDSTORE')[0])
print(box.create('"a &- b"')[0], box.append('"a &- b"', r'(\Seen $Label)', '" 2-Jan-2026 03:04:05 +0200"', sample(2))[0])
print(box.list('""', '"a*"'))
print(box.status('"a &- b"', '(MESSAGES UIDNEXT UNSEEN)'))
print(box.select(), box.response('PERMANENTFLAGS')[1])
for number, (head, octets) in zip((1, 3), box.fetch('1:*', '(UID FLAGS BODY.PEEK[])')[1][::2]):
    print(number, octets == sample(number), head)
print(box.fetch('1', '(BODYSTRUCTURE)')[1])
print(box.fetch('1', '(RFC822.SIZE BODY.PEEK[HEADER.FIELDS (DATE)] BODY.PEEK[TEXT]<0.4>)')[1])
print(box.search(None, 'LARGER', '1000'), box.uid('SEARCH', 'UNFLAGGED'), box.search('UTF-8', 'TEXT', '"dot first"'))
print(box.sort('(REVERSE DATE)', 'UTF-8', 'ALL')[1], box.thread('REFERENCES', 'UTF-8', 'ALL')[1])
print(box.store('1', '+FLAGS', r'(\Answered)'), box.uid('STORE', '1:2', '-FLAGS.SILENT', r'(\Flagged)'))
print(box.copy('1:2', '"a &- b"')[0], box.response('COPYUID')[1][0].split()[1:])
print(box.store('2', '+FLAGS.SILENT', r'(\Deleted)')[0], box.expunge(), box.close()[0])
print(box.rename('"a &- b"', 'c/d')[0], box.subscribe('c/d')[0], box.lsub('""', '*')[1], box.namespace()[1])
print(box.select('c/d', readonly=True)[1], box.store('1', '+FLAGS', r'(\Draft)')[0])
print(box.fetch('1', '(FLAGS INTERNALDATE)')[1], box.check()[0], box.noop()[0], box.unselect()[0])
print(box.select('none')[0], box.delete('none')[0], box.logout()[0])
box = inside('{ca}')
print(box.login_cram_md5('{user}', '{password}')[0], box.select('INBOX')[1], box.logout()[0])
box = plain()
print(box.authenticate('PLAIN', lambda _: b'\x00{user}\x00{password}')[0], box.state, box.logout()[0])
print(error(lambda: plain().login_cram_md5('{user}', 'bad')))
print(error(lambda: inside('{other_ca}'))[0])
)";
constexpr const char* kImaplibSaid = R"(True True
False True
('error', "b'[AUTHENTICATIONFAILED] ")
OK OK
OK OK
('OK', [b'(\\HasNoChildren) "/" "a &- b"'])
('OK', [b'"a &- b" (MESSAGES 1 UIDNEXT 2 UNSEEN 0)'])
('OK', [b'2']) [b'(\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)']
1 True b'1 (UID 1 FLAGS (\\Recent) BODY[] {{size1}}'
3 True b'2 (UID 2 FLAGS (\\Flagged \\Recent) BODY[] {{size3}}'
[b'1 (BODYSTRUCTURE ("text" "plain" NIL NIL NIL "7bit" 54 5 NIL NIL NIL NIL))']
[(b'1 (RFC822.SIZE {size1} BODY[HEADER.FIELDS (DATE)] {40}', b'Date: Thu, 1 Jan 2026 00:00:01 +0000\r\n\r\n'), (b' BODY[TEXT]<0> {4}', b'.dot'), b')']
('OK', [b'2']) ('OK', [b'1']) ('OK', [b'1'])
[b'2 1'] [b'(1)(2)']
('OK', [b'1 (FLAGS (\\Answered \\Recent) MODSEQ (3))']) ('OK', [b'1 (UID 1 MODSEQ (3))', b'2 (UID 2 MODSEQ (4))'])
OK [b'1:2', b'2:3']
OK ('OK', [b'2']) OK
OK OK [b'() "/" c/d'] [b'(("" "/")) NIL NIL']
[b'3'] NO
[b'1 (FLAGS (\\Seen \\Recent $Label) INTERNALDATE " 2-Jan-2026 03:04:05 +0200")'] OK OK OK
NO NO BYE
OK [b'1'] BYE
OK AUTH BYE
('error', '[AUTHENTICATIONFAILED] wr')
SSLCertVerificationError
)";

TEST_F(ImapClientsTest, Imaplib) {
  if (!installed("python3")) GTEST_SKIP() << "python3 is not installed";
  put("INBOX", "1 3:F");
  for (int number = 1; number <= 3; ++number)
    write("{home}/" + std::to_string(number), sample(number));
  write("{home}/script.py", kImaplib);
  const Outcome outcome = play("python3 {home}/script.py");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.output, filled(kImaplibSaid));
  EXPECT_EQ(stored("INBOX"), "1:R");
  EXPECT_EQ(stored("c/d"), "1:R 2:S 3");
}

}  // namespace
}  // namespace wireassay::reference::testing
