// Clients that others wrote speak POP3 with the servers, command by command: curl, and poplib of
// Python.
#include "reference/clients_test_support.h"

namespace wireassay::reference::testing {
namespace {

using Pop3ClientsTest = ClientsTest;

/// `left` is what the mailbox holds afterwards, of messages 1 and 3.
struct Row {
  const char* name;
  const char* command;
  int status;
  const char* output;
  const char* left;
};
constexpr const char* kListing = "1 {size1}\r\n2 {size3}\r\n";
constexpr const char* kBoth = "1 3";
// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kRows[] = {
    {"in clear: list",                   "curl -sS pop3://127.0.0.1:{pop3}/ -u {user}:{password}", 0, kListing, kBoth},
    {"in clear: APOP",                   "curl -sS pop3://127.0.0.1:{pop3}/ -u {user}:{password} --login-options AUTH=+APOP", 0, kListing, kBoth},
    {"in clear: CRAM-MD5",               "curl -sS pop3://127.0.0.1:{pop3}/ -u {user}:{password} --login-options AUTH=CRAM-MD5", 0, kListing, kBoth},
    {"in clear: retrieve",               "curl -sS pop3://127.0.0.1:{pop3}/1 -u {user}:{password}", 0, "{sample1}", kBoth},
    {"STLS: PLAIN, retrieve",            "curl -sS --ssl-reqd --cacert {ca} pop3://127.0.0.1:{pop3}/2 -u {user}:{password} --login-options AUTH=PLAIN", 0, "{sample3}", kBoth},
    {"STLS: LOGIN, scan listing of one", "curl -sS --ssl-reqd --cacert {ca} pop3://127.0.0.1:{pop3}/2 -l -u {user}:{password} --login-options AUTH=LOGIN", 0, "", kBoth},
    {"STLS: by address, UIDL",           "curl -sS --ssl-reqd --cacert {ca} pop3://127.0.0.1:{pop3}/ -X UIDL -u {address}:{password}", 0, "1 1\r\n2 2\r\n", kBoth},
    {"STLS: localhost, TOP",             "curl -sS --ssl-reqd --cacert {ca} pop3://localhost:{pop3}/ -X 'TOP 1 1' -u {user}:{password}", 0, "{top1}", kBoth},
    {"STLS: delete",                     "curl -sS --ssl-reqd --cacert {ca} pop3://127.0.0.1:{pop3}/1 -X DELE -l -u {user}:{password}", 0, "", "3"},
    {"implicit TLS: retrieve",           "curl -sS --cacert {ca} pop3s://127.0.0.1:{pop3s}/2 -u {user}:{password}", 0, "{sample3}", kBoth},
    {"implicit TLS: two in a row",       "curl -sS --cacert {ca} pop3s://127.0.0.1:{pop3s}/1 pop3s://127.0.0.1:{pop3s}/2 -u {user}:{password}", 0, "{sample1}{sample3}", kBoth},
    {"implicit TLS: CRAM-MD5, delete",   "curl -sS --cacert {ca} pop3s://127.0.0.1:{pop3s}/2 -X DELE -l -u {user}:{password} --login-options AUTH=CRAM-MD5", 0, "", "1"},
    {"implicit TLS 1.2: STAT",           "curl -sS --tls-max 1.2 --cacert {ca} pop3s://127.0.0.1:{pop3s}/ -X STAT -I -u {user}:{password}", 0, "", kBoth},
    {"no such message",                  "curl -s --cacert {ca} pop3s://127.0.0.1:{pop3s}/3 -u {user}:{password}", 8, "", kBoth},
    {"bad password, USER and PASS",      "curl -s pop3://127.0.0.1:{pop3}/ -u {user}:bad", 67, "", kBoth},
    {"bad password, APOP",               "curl -s pop3://127.0.0.1:{pop3}/ -u {user}:bad --login-options AUTH=+APOP", 67, "", kBoth},
    {"bad password, PLAIN",              "curl -s --cacert {ca} pop3s://127.0.0.1:{pop3s}/ -u {user}:bad --login-options AUTH=PLAIN", 67, "", kBoth},
    {"bad password, CRAM-MD5",           "curl -s pop3://127.0.0.1:{pop3}/ -u {user}:bad --login-options AUTH=CRAM-MD5", 67, "", kBoth},
    {"unknown user",                     "curl -s pop3://127.0.0.1:{pop3}/ -u nobody:{password}", 67, "", kBoth},
    {"STLS: stranger's certificate",     "curl -s --ssl-reqd --cacert {other_ca} pop3://127.0.0.1:{pop3}/1 -u {user}:{password}", 60, "", kBoth},
    {"TLS: stranger's certificate",      "curl -s --cacert {other_ca} pop3s://127.0.0.1:{pop3s}/1 -u {user}:{password}", 60, "", kBoth},
    {"TLS: name that is not served",     "curl -s --cacert {ca} --resolve other.test:{pop3s}:127.0.0.1 pop3s://other.test:{pop3s}/1 -u {user}:{password}", 35, "", kBoth},
};
// clang-format on

TEST_F(Pop3ClientsTest, Curl) {
  if (!installed("curl")) GTEST_SKIP() << "curl is not installed";
  const std::string& first = sample(1);
  values_["sample1"] = first;
  values_["sample3"] = sample(3);
  values_["top1"] = first.substr(0, first.find("..two"));  // up to the first line of the body
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    next_user();
    put("INBOX", kBoth);
    const Outcome outcome = play(row.command);
    EXPECT_EQ(outcome.status, row.status) << outcome.output;
    EXPECT_EQ(outcome.output, filled(row.output));
    EXPECT_EQ(stored("INBOX"), row.left);
  }
}

/// Prints what poplib made of each reply.
constexpr const char* kPoplib = R"(import poplib, ssl
def trusting(ca):
    return ssl.create_default_context(cafile=ca)
def plain():
    return poplib.POP3('127.0.0.1', {pop3}, timeout=30)
def inside(ca):
    return poplib.POP3_SSL('localhost', {pop3s}, context=trusting(ca), timeout=30)
def ok(*replies):
    return ' '.join(reply.split()[0].decode() for reply in replies)
def error(action):
    try:
        action()
    except (poplib.error_proto, ssl.SSLCertVerificationError) as error:
        return type(error).__name__, str(error.args[0])[:13]
box = plain()
print('STLS' in box.capa(), 'UIDL' in box.capa())
box.stls(trusting('{ca}'))
print('STLS' in box.capa(), 'PLAIN' in box.capa()['SASL'])
print(ok(box.user('{user}'), box.pass_('{password}')))
print(box.stat(), box.list()[1], box.uidl()[1], ok(box.list(2), box.uidl(1)))
for number in (1, 2, 3):
    octets = b''.join(line + b'\r\n' for line in box.retr(number)[1])
    print(number, octets == open('{home}/%d' % number, 'rb').read())
print(box.top(3, 0)[1][-2:])
print(ok(box.dele(1)), box.stat(), ok(box.rset(), box.noop()), box.stat()[0])
print(error(lambda: box.retr(9)))
print(ok(box.dele(2), box.quit()))
box = inside('{ca}')
print(ok(box.utf8(), box.user('{user}'), box.pass_('{password}')), box.stat()[0], ok(box.quit()))
box = plain()
print(ok(box.apop('{user}', '{password}')), box.stat()[0], ok(box.quit()))
box = plain()
print(error(lambda: box.apop('{user}', 'bad')))
box = plain()
print(ok(box.user('{user}')), error(lambda: box.pass_('bad')))
print(error(lambda: inside('{other_ca}'))[0])
)";
constexpr const char* kPoplibSaid = R"(True True
False True
+OK +OK
(3, {octets}) [b'1 {size1}', b'2 {size2}', b'3 {size3}'] [b'1 1', b'2 2', b'3 3'] +OK +OK
1 True
2 True
3 True
[b'Message-ID: <3@x.test>', b'']
+OK (2, {rest}) +OK +OK 3
('error_proto', "b'-ERR no suc")
+OK +OK
+OK +OK +OK 2 +OK
+OK 2 +OK
('error_proto', "b'-ERR [AUTH]")
+OK ('error_proto', "b'-ERR [AUTH]")
SSLCertVerificationError
)";

TEST_F(Pop3ClientsTest, Poplib) {
  if (!installed("python3")) GTEST_SKIP() << "python3 is not installed";
  put("INBOX", "1 2 3");
  for (int number = 1; number <= 3; ++number)
    write("{home}/" + std::to_string(number), sample(number));
  values_["octets"] = std::to_string(sample(1).size() + sample(2).size() + sample(3).size());
  values_["rest"] = std::to_string(sample(2).size() + sample(3).size());
  write("{home}/script.py", kPoplib);
  const Outcome outcome = play("python3 {home}/script.py");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.output, filled(kPoplibSaid));
  EXPECT_EQ(stored("INBOX"), "1 3");
}

}  // namespace
}  // namespace wireassay::reference::testing
