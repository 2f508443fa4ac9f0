// Clients that others wrote speak HTTP with the servers, in clear and over TLS: curl, wget, node,
// and http.client of Python.
#include "reference/clients_test_support.h"

namespace wireassay::reference::testing {
namespace {

/// {url} of a row is both services' in turn.
class HttpClientsTest : public ClientsTest {
 protected:
  void SetUp() override {
    ClientsTest::SetUp();
    next_user();
    std::string upload;
    for (int line = 0; line < kLines; ++line) upload += "line " + std::to_string(line) + "\r\n";
    write("{home}/upload", upload);
    values_["upload_octets"] = std::to_string(upload.size());
    values_["tag"] = "\"9894ed1036807d7f\"";
  }
  void use(bool tls) {
    values_["url"] = filled(tls ? "https://127.0.0.1:{https}" : "http://127.0.0.1:{http}");
  }

 private:
  static constexpr int kLines = 10000;
};

struct Row {
  const char* name;
  const char* command;
  int status;
  const char* output;
};
// Wider than 100 columns, so that a row stays a line.
// clang-format off
const Row kCurl[] = {
    {"GET",                     "curl -sS --cacert {ca} {url}/", 0, "<p>Hello</p>\n"},
    {"HEAD",                    "curl -sS --cacert {ca} -I -o /dev/null -w '%{http_code} %header{content-length}' {url}/file.txt", 0, "200 1000"},
    {"range",                   "curl -sS --cacert {ca} -r 5-12 {url}/file.txt", 0, "0 of a t"},
    {"suffix, code",            "curl -sS --cacert {ca} -r -1 -w '%{http_code}' {url}/file.txt", 0, "\n206"},
    {"unsatisfiable",           "curl -sS --cacert {ca} -r 1000- -o /dev/null -w '%{http_code}' {url}/file.txt", 0, "416"},
    {"resume",                  "curl -sS --cacert {ca} -C 990 {url}/file.txt", 0, ".........\n"},
    {"modified since",          "curl -sS --cacert {ca} -z '1 Jan 2000' -o /dev/null -w '%{http_code}' {url}/file.txt", 0, "200"},
    {"not modified since",      "curl -sS --cacert {ca} -z '1 Jan 2099' -w '%{http_code}' {url}/file.txt", 0, "304"},
    {"not modified, ETag",      "curl -sS --cacert {ca} -H 'If-None-Match: {tag}' -w '%{http_code}' {url}/file.txt", 0, "304"},
    {"POST",                    "curl -sS --cacert {ca} -d abc -H Host:127.0.0.1 -H User-Agent: -H Accept: -H Content-Type:a/b {url}/echo", 0, "POST /echo HTTP/1.1\r\nHost:127.0.0.1\r\nContent-Type:a/b\r\nContent-Length: 3\r\n\r\nabc"},
    {"PUT, code",               "curl -sS --cacert {ca} -T {home}/upload -w '%{http_code}' {url}/scratch/a -o /dev/null", 0, "201"},
    {"PUT again, chunked",      "curl -sS --cacert {ca} -T {home}/upload -H Transfer-Encoding:chunked -w '%{http_code}' {url}/scratch/a", 0, "204"},
    {"what was put",            "curl -sS --cacert {ca} -w '%{http_code} %{size_download}' {url}/scratch/a -o {home}/download", 0, "200 {upload_octets}"},
    {"is what was uploaded",    "cmp {home}/upload {home}/download", 0, ""},
    {"DELETE",                  "curl -sS --cacert {ca} -X DELETE -w '%{http_code}' {url}/scratch/a", 0, "204"},
    {"DELETE again",            "curl -sS --cacert {ca} -X DELETE -w '%{http_code}' -o /dev/null {url}/scratch/a", 0, "404"},
    {"chunked",                 "curl -sS --cacert {ca} -H Transfer-Encoding:chunked -H User-Agent: -H Accept: -H Host:127.0.0.1 -H Content-Type:a/b -d abc {url}/echo", 0, "POST /echo HTTP/1.1\r\nHost:127.0.0.1\r\nTransfer-Encoding:chunked\r\nContent-Type:a/b\r\n\r\n3\r\nabc\r\n0\r\n\r\n"},
    {"too large",               "curl -sS --cacert {ca} -X POST -H Content-Length:99999999 -o /dev/null -w '%{http_code}' {url}/echo", 0, "413"},
    {"no password",             "curl -sS --cacert {ca} -o /dev/null -w '%{http_code}' {url}/auth/", 0, "401"},
    {"Basic",                   "curl -sS --cacert {ca} -u {user}:{password} {url}/auth/", 0, "Welcome\n"},
    {"Basic, asked for",        "curl -sS --cacert {ca} --anyauth -u {user}:{password} {url}/auth/", 0, "Welcome\n"},
    {"Basic, bad password",     "curl -s --cacert {ca} -f -u {user}:bad -w '%{http_code}' {url}/auth/", 22, "401"},
    {"redirect",                "curl -sS --cacert {ca} -L -w '%{http_code} %{num_redirects} %{num_connects}' {url}/sub", 0, "<p>Hello</p>\n200 1 1"},
    {"two on one connection",   "curl -sS --cacert {ca} -w '%{num_connects} ' {url}/empty.txt {url}/ {url}/none", 0, "1 <p>Hello</p>\n0 Not Found\n0 "},
    {"HTTP/1.0",                "curl -sS --cacert {ca} -0 -w '%{num_connects} ' {url}/empty.txt {url}/empty.txt", 0, "1 1 "},
    {"HTTP/1.0, keep-alive",    "curl -sS --cacert {ca} -0 -H Connection:keep-alive -w '%{num_connects} ' {url}/empty.txt {url}/empty.txt", 0, "1 0 "},
    {"trailers",                "curl -sS --cacert {ca} -H TE:trailers {url}/trailer", 0, "A trailer section follows where TE asks.\n"},
    {"cookies",                 "curl -sS --cacert {ca} -b '' {url}/cookie {url}/cookie", 0, "assay=gold\n"},
    {"OPTIONS *",               "curl -sS --cacert {ca} -X OPTIONS --request-target * -w '%{http_code} %header{allow}' {url}/", 0, "200 GET, HEAD, PUT, DELETE, OPTIONS, TRACE"},
    {"absolute-form",           "curl -sS --cacert {ca} --request-target {url}/file.txt -r 0-3 {url}/none", 0, "line"},
    {"dots in the path",        "curl -sS --cacert {ca} --path-as-is -r 0-3 {url}/a/../file.txt", 0, "line"},
    {"HTTP/2 is not offered",   "curl -sS --cacert {ca} --http2 -w '%{http_version}' {url}/empty.txt", 0, "1.1"},
};
const Row kWget[] = {
    {"GET",         "wget -q --ca-certificate={ca} -O - {url}/", 0, "<p>Hello</p>\n"},
    {"redirect",    "wget -q --ca-certificate={ca} -O - {url}/sub", 0, "<p>Hello</p>\n"},
    {"Basic",       "wget -q --ca-certificate={ca} -O - --user={user} --password={password} {url}/auth/", 0, "Welcome\n"},
    {"no password", "wget -q --ca-certificate={ca} -O - {url}/auth/", 6, ""},
    {"none",        "wget -q --ca-certificate={ca} -O - {url}/none", 8, ""},
    {"POST",        "wget -q --ca-certificate={ca} -O /dev/null --post-file={home}/upload {url}/echo", 0, ""},
    {"two files",   "wget -q --ca-certificate={ca} -O - {url}/ {url}/index.html", 0, "<p>Hello</p>\n<p>Hello</p>\n"},
    {"first half",  "curl -sS --cacert {ca} -r 0-499 -o {home}/file.txt {url}/file.txt", 0, ""},
    {"resumes",     "wget -q --ca-certificate={ca} -c -O {home}/file.txt {url}/file.txt", 0, ""},
    {"first whole", "curl -sS --cacert {ca} -o {home}/whole.txt {url}/file.txt", 0, ""},
    {"is whole",    "cmp {home}/file.txt {home}/whole.txt", 0, ""},
    {"spider",      "wget -q --ca-certificate={ca} --spider {url}/file.txt", 0, ""},
};
// clang-format on

TEST_F(HttpClientsTest, Curl) {
  if (!installed("curl")) GTEST_SKIP() << "curl is not installed";
  for (const bool tls : {false, true}) {
    use(tls);
    for (const Row& row : kCurl) {
      SCOPED_TRACE(std::string(row.name) + (tls ? ", TLS" : ""));
      const Outcome outcome = play(row.command);
      EXPECT_EQ(outcome.status, row.status);
      EXPECT_EQ(outcome.output, filled(row.output));
    }
  }
}

TEST_F(HttpClientsTest, Wget) {
  if (!installed("wget") || !installed("curl")) GTEST_SKIP() << "wget or curl is not installed";
  for (const bool tls : {false, true}) {
    use(tls);
    for (const Row& row : kWget) {
      SCOPED_TRACE(std::string(row.name) + (tls ? ", TLS" : ""));
      const Outcome outcome = play(row.command);
      EXPECT_EQ(outcome.status, row.status);
      EXPECT_EQ(outcome.output, filled(row.output));
    }
  }
}

/// fetch for what browsers do, and the modules http and https with one agent: two requests on one
/// connection, content in chunks, 100-continue, trailers.
constexpr const char* kNode = R"(const fs = require('fs');
const modules = { http: require('http'), https: require('https') };
function ask(agent, path, options = {}, content) {
  const url = new URL(path, '{url}');
  return new Promise((resolve, reject) => {
    const request = modules[url.protocol.slice(0, -1)].request(url, { agent, ...options });
    let continued = false;
    request.on('continue', () => { continued = true; request.end(content); });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('latin1');
      response.on('data', (piece) => { text += piece; });
      response.on('end', () => resolve({ code: response.statusCode, text, continued,
        reused: request.reusedSocket, trailers: response.trailers, headers: response.headers }));
    });
    if (!(options.headers || {}).Expect) request.end(content);
    else request.flushHeaders();
  });
}
async function main() {
  const ca = fs.readFileSync('{ca}');
  const agent = new modules['{url}'.split(':')[0]].Agent({ keepAlive: true, maxSockets: 1, ca });
  let got = await ask(agent, '/');
  console.log(got.code, JSON.stringify(got.text), got.reused);
  got = await ask(agent, '/file.txt', { headers: { Range: 'bytes=0-3' } });
  console.log(got.code, got.text, got.headers['content-range'], got.reused);
  got = await ask(agent, '/file.txt', { method: 'HEAD' });
  console.log(got.code, got.headers['content-length'], got.text.length, got.reused);
  got = await ask(agent, '/echo', { method: 'POST', headers: { 'Transfer-Encoding': 'chunked' } }, 'abc');
  console.log(got.code, got.text.endsWith('\r\n\r\n3\r\nabc\r\n0\r\n\r\n'), got.reused);
  got = await ask(agent, '/echo', { method: 'POST', headers: { Expect: '100-continue', 'Content-Length': 3 } }, 'abc');
  console.log(got.code, got.continued, got.text.endsWith('\r\n\r\nabc'), got.reused);
  got = await ask(agent, '/trailer', { headers: { TE: 'trailers' } });
  console.log(got.code, got.text.length, got.trailers['x-octets']);
  got = await ask(agent, '/auth/', { auth: '{user}:{password}' });
  console.log(got.code, got.text.trim());
  got = await ask(agent, '/sub');
  console.log(got.code, got.headers.location);
  got = await ask(agent, '/none', { headers: { Connection: 'close' } });
  console.log(got.code, got.headers.connection);
  agent.destroy();
  if (!'{url}'.startsWith('http:')) return;
  let response = await fetch('{url}/sub');
  console.log(response.status, response.redirected, (await response.text()).length);
  response = await fetch('{url}/scratch/node', { method: 'PUT', body: 'abc' });
  console.log(response.status, await response.text());
  response = await fetch('{url}/scratch/node');
  console.log(response.status, await response.text(), response.headers.get('content-type'));
  response = await fetch('{url}/scratch/node', { method: 'DELETE' });
  console.log(response.status, (await response.text()).length);
}
main().catch((error) => { console.log(error); process.exit(1); });
)";
constexpr const char* kNodeSaid = R"(200 "<p>Hello</p>\n" false
206 line bytes 0-3/1000 true
200 1000 0 true
200 true true
200 true true true
200 41 41
200 Welcome
301 /sub/
404 close
)";
constexpr const char* kFetchSaid = R"(200 true 13
201 Created

200 abc text/plain;charset=UTF-8
204 0
)";

TEST_F(HttpClientsTest, Node) {
  if (!installed("node")) GTEST_SKIP() << "node is not installed";
  for (const bool tls : {false, true}) {
    SCOPED_TRACE(tls ? "TLS" : "in clear");
    use(tls);
    write("{home}/script.js", kNode);
    const Outcome outcome = play("node {home}/script.js");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.output, std::string(kNodeSaid) + (tls ? "" : kFetchSaid));
  }
}

/// Requests one after the other on one connection, several at once behind its back, and a client
/// that has sent its FIN.
constexpr const char* kPython = R"(import http.client, socket, ssl
def connect(ca='{ca}'):
    if '{url}'.startswith('https'):
        context = ssl.create_default_context(cafile=ca)
        return http.client.HTTPSConnection('localhost', {https}, context=context, timeout=30)
    return http.client.HTTPConnection('localhost', {http}, timeout=30)
def ask(connection, *words, **named):
    connection.request(*words, **named)
    reply = connection.getresponse()
    return reply.status, reply.read(), reply
def pieces():
    yield b'abc'
    yield b'defg'
box = connect()
box.connect()
first = box.sock
print(*ask(box, 'GET', '/')[:2])
print(*ask(box, 'GET', '/file.txt', headers={'Range': 'bytes=0-3'})[:2])
status, body, reply = ask(box, 'HEAD', '/file.txt')
print(status, body, reply.getheader('Content-Length'), reply.version)
status, body, reply = ask(box, 'GET', '/file.txt', headers={'If-None-Match': '*'})
print(status, body, reply.getheader('ETag'), reply.getheader('Content-Length'))
status, body, reply = ask(box, 'POST', '/echo', body=pieces(), encode_chunked=True,
                          headers={'Transfer-Encoding': 'chunked'})
print(status, body.endswith(b'\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n'))
status, body, reply = ask(box, 'POST', '/echo', body=b'x' * 100000)
print(status, body.endswith(b'x' * 100000), reply.getheader('Content-Type'))
print(*ask(box, 'PUT', '/scratch/py', body=open('{home}/upload', 'rb'))[:2])
print(ask(box, 'GET', '/scratch/py')[1] == open('{home}/upload', 'rb').read())
print(*ask(box, 'DELETE', '/scratch/py')[:2])
print(*ask(box, 'GET', '/trailer', headers={'TE': 'trailers'})[:2])
status, body, reply = ask(box, 'OPTIONS', '*')
print(status, body, reply.getheader('Allow'))
print(first is box.sock)
status, body, reply = ask(box, 'GET', '/none', headers={'Connection': 'close'})
print(status, reply.getheader('Connection'), box.sock)
def request(line, fields=''):
    return (line + ' HTTP/1.1\r\nHost: localhost\r\n' + fields + '\r\n').encode()
def converse(octets, shut=False):
    box = connect()
    box.connect()
    box.sock.sendall(octets)
    if shut:
        box.sock.shutdown(socket.SHUT_WR)
    said = b''
    while True:
        piece = box.sock.recv(65536)
        if not piece:
            return said
        said += piece
def codes(octets):
    return [int(line[9:12]) for line in octets.split(b'\n') if line.startswith(b'HTTP/1.1 ')]
said = converse(request('GET /') * 50 + request('GET /none') + request('GET /', 'Connection: close\r\n'))
print(codes(said) == [200] * 50 + [404, 200], said.count(b'<p>Hello</p>'))
said = converse(b'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n' + b'x' * 3000000)
print(codes(said), said.endswith(b'Content Too Large\n'))
if '{url}'.startswith('http:'):
    print(codes(converse(request('GET /'), shut=True)))
    print(codes(converse(request('GET /') + b'GET / HT', shut=True)))
else:
    try:
        ask(connect('{other_ca}'), 'GET', '/')
    except ssl.SSLCertVerificationError as error:
        print(type(error).__name__)
)";
constexpr const char* kPythonSaid = R"(200 b'<p>Hello</p>\n'
206 b'line'
200 b'' 1000 11
304 b'' "9894ed1036807d7f" None
200 True
200 True message/http
201 b'Created\n'
True
204 b''
200 b'A trailer section follows where TE asks.\n'
200 b'' GET, HEAD, PUT, DELETE, OPTIONS, TRACE
True
404 close None
True 51
[413] True
)";

TEST_F(HttpClientsTest, Python) {
  if (!installed("python3")) GTEST_SKIP() << "python3 is not installed";
  for (const bool tls : {false, true}) {
    SCOPED_TRACE(tls ? "TLS" : "in clear");
    use(tls);
    write("{home}/script.py", kPython);
    const Outcome outcome = play("python3 {home}/script.py");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.output, std::string(kPythonSaid) +
                                  (tls ? "SSLCertVerificationError\n" : "[200]\n[200, 400]\n"));
  }
}

}  // namespace
}  // namespace wireassay::reference::testing
