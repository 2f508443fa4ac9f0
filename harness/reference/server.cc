// The reference servers: accounts, store, certificate and front on a thread of their own.
#include "reference/server.h"

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <system_error>
#include <thread>
#include <utility>

#include "net/certificate.h"
#include "reference/accounts.h"
#include "reference/front.h"
#include "reference/http_session.h"
#include "reference/imap_session.h"
#include "reference/pop3_session.h"
#include "reference/smtp_session.h"
#include "reference/tls_faults.h"

namespace wireassay::reference {
namespace {

constexpr std::string_view kDomain = "reference.test";

/// One door of the servers.
struct ServiceRow {
  std::string_view name;
  bool submission = false;
  bool tls = false;
  scenario::Security security;  ///< how a client gets to the whole service
};
constexpr ServiceRow kSmtpServices[] = {
    {"smtp", false, false, scenario::Security::Plain},
    {"smtps", false, true, scenario::Security::Tls},
    {"submission", true, false, scenario::Security::StartTls},
    {"submissions", true, true, scenario::Security::Tls},
};

struct PlainRow {
  std::string_view name;
  bool tls = false;
};
constexpr PlainRow kPop3Services[] = {{"pop3", false}, {"pop3s", true}};

constexpr PlainRow kImapServices[] = {{"imap", false}, {"imaps", true}};
/// RFC 9051 section 5.4: "the duration of that timer MUST be at least 30 minutes"
constexpr net::Millis kImapIdle = std::chrono::minutes(30);

constexpr PlainRow kHttpServices[] = {{"http", false}, {"https", true}};
constexpr net::Millis kHttpIdle = std::chrono::seconds(60);
/// Documents are older than their server: then If-Modified-Since can be asked on both sides.
constexpr std::time_t kSinceModified = 86400;

/// A folder of its own for certificates, gone with the object.
class Folder {
 public:
  static std::expected<Folder, std::string> make() {
    std::error_code code;
    std::string path = (std::filesystem::temp_directory_path(code) / "wireassay-XXXXXX").string();
    if (code || mkdtemp(path.data()) == nullptr)
      return std::unexpected("cannot make a folder for certificates");
    return Folder(std::move(path));
  }
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Folder(Folder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder& operator=(Folder&&) = delete;
  const std::string& path() const { return path_; }

 private:
  explicit Folder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

struct Certificates {
  Folder folder;
  std::string trust;
  net::CertificateFiles files;
};

std::vector<std::string> certified_names(const std::string& address) {
  return {std::string(kDomain), "localhost", address};
}

std::expected<Certificates, std::string> make_certificates(const ServerOptions& options) {
  auto folder = Folder::make();
  if (!folder) return std::unexpected(folder.error());
  const auto authority = net::CertificateAuthority::make(folder->path());
  if (!authority) return std::unexpected(authority.error().text);
  const auto files =
      (*authority)
          ->issue({.file = "server", .names = certified_names(options.address), .days = 29});
  if (!files) return std::unexpected(files.error().text);
  if (tls_faults(options.faults).has(TlsFault::CertificateChainUnordered)) {
    const auto stray = (*authority)->issue({.file = "stray", .names = {"stray.test"}});
    if (!stray) return std::unexpected(stray.error().text);
    std::ofstream(files->certificate, std::ios::app) << std::ifstream(stray->certificate).rdbuf();
  }
  std::string trust = (*authority)->file();
  return Certificates{std::move(*folder), std::move(trust), *files};
}

/// Names of ALPN by protocol: RFC 7301 section 6 and the registry of IANA; "smtp" is what Exim
/// knows.
struct AlpnRow {
  std::string_view protocol, name;
};
constexpr AlpnRow kAlpn[] = {{"smtp", "smtp"},
                             {"pop3", "pop3"},
                             {"imap", "imap"},
                             {"http", "http/1.1"},
                             {"http", "http/1.0"}};

std::expected<FrontTls, std::string> make_tls(const Certificates& certificates,
                                              const ServerOptions& options,
                                              std::string_view protocol) {
  FrontTls tls;
  tls.door = {.names = certified_names(options.address), .faults = tls_faults(options.faults)};
  for (const auto& [known, name] : kAlpn) {
    if (known == protocol) tls.door.protocols.emplace_back(name);
  }
  auto context =
      net::TlsContext::server({.alpn = tls.door.protocols,
                               .certificate = certificates.files.certificate,
                               .key = certificates.files.key,
                               .resumes_any_name = tls.door.faults.has(TlsFault::ResumesOtherName),
                               .resumes_failed = tls.door.faults.has(TlsFault::ResumesAfterFatal)});
  if (!context) return std::unexpected(context.error().text);
  tls.context = std::move(*context);
  return tls;
}

scenario::Target make_target(const Accounts& accounts, const std::string& trust) {
  using scenario::Millis;
  scenario::Target target;
  target.name = "reference";
  target.software = "wireassay reference server";
  target.trust = trust;
  target.sni = kDomain;
  target.verify = true;
  target.timeouts.reply = Millis(5000);
  target.timeouts.silence = Millis(250);
  for (const Account& user : accounts.users())
    target.users.push_back({user.name, user.address, user.password});
  target.facts = {{"domain", std::string(kDomain)},
                  {"unknown", "no-such-user@" + std::string(kDomain)},
                  {"remote", "x@elsewhere.example"},
                  {"sender", "sender@client.example"},
                  {"mailbox_prefix", ""},
                  {"mailbox_separator", "/"},
                  {"readback", "pop3"},
                  {"file", "/file.txt"},
                  {"file_octets", "1000"},
                  {"echo", "/echo"},
                  {"received", "true"},
                  {"auth", "/auth/"},
                  {"redirect", "/sub"},
                  {"scratch", "/scratch.txt"},
                  {"trailer", "/trailer"},
                  {"cookie", "/cookie"}};
  return target;
}

}  // namespace

// Members go in the reverse order: the thread ends first, then the coroutines with their loop, then
// what they use.
struct Servers::Inner {
  Inner(Accounts users, Certificates files)
      : accounts(std::move(users)), certificates(std::move(files)), sasl(accounts) {}
  ~Inner() {
    loop->stop();
    if (thread.joinable()) thread.join();
    if (front) front->close();
    loop.reset();
  }

  const Accounts accounts;
  const Certificates certificates;
  Store store;
  SaslServer sasl;
  SmtpContext smtp;
  Pop3Context pop3;
  ImapContext imap;
  HttpDocuments documents{std::time(nullptr) - kSinceModified};
  HttpContext http;
  std::atomic<bool> stirred = false;  // the front will be told of changes in the store
  scenario::Target target;
  std::unique_ptr<net::Loop> loop = std::make_unique<net::Loop>();
  std::unique_ptr<Front> front;
  std::thread thread;
};

namespace {

std::expected<void, std::string> open_smtp(Servers::Inner& inner, const ServerOptions& options) {
  const auto tls = make_tls(inner.certificates, options, "smtp");
  if (!tls) return std::unexpected(tls.error());
  inner.smtp.host = kDomain;
  inner.smtp.accounts = &inner.accounts;
  inner.smtp.store = &inner.store;
  inner.smtp.sasl = &inner.sasl;
  inner.smtp.faults = smtp_faults(options.faults);
  inner.smtp.now = [] { return std::time(nullptr); };
  for (const ServiceRow& row : kSmtpServices) {
    const std::string name(row.name);
    const auto fixed = options.ports.find(name);
    const auto make = [&context = inner.smtp, row](const Ends& ends) -> std::unique_ptr<Session> {
      SmtpDoor door{.submission = row.submission,
                    .tls = row.tls,
                    .client = ends.client,
                    .server = ends.server};
      return std::make_unique<SmtpSession>(context, std::move(door));
    };
    const auto port = inner.front->listen(
        options.address, fixed == options.ports.end() ? 0 : fixed->second, row.tls, *tls, make);
    if (!port) return std::unexpected(port.error().text);
    inner.target.services[name] = {.service = name,
                                   .protocol = "smtp",
                                   .security = row.security,
                                   .host = options.address,
                                   .port = *port};
  }
  return {};
}

std::expected<void, std::string> open_pop3(Servers::Inner& inner, const ServerOptions& options) {
  const auto tls = make_tls(inner.certificates, options, "pop3");
  if (!tls) return std::unexpected(tls.error());
  inner.pop3.host = kDomain;
  inner.pop3.accounts = &inner.accounts;
  inner.pop3.store = &inner.store;
  inner.pop3.sasl = &inner.sasl;
  inner.pop3.faults = pop3_faults(options.faults);
  inner.pop3.seed = std::random_device{}();
  for (const PlainRow& row : kPop3Services) {
    const std::string name(row.name);
    const auto fixed = options.ports.find(name);
    const auto make = [&context = inner.pop3, row](const Ends&) -> std::unique_ptr<Session> {
      return std::make_unique<Pop3Session>(context, row.tls);
    };
    const auto port = inner.front->listen(
        options.address, fixed == options.ports.end() ? 0 : fixed->second, row.tls, *tls, make);
    if (!port) return std::unexpected(port.error().text);
    using enum scenario::Security;
    inner.target.services[name] = {.service = name,
                                   .protocol = "pop3",
                                   .security = row.tls ? Tls : Plain,
                                   .host = options.address,
                                   .port = *port};
  }
  return {};
}

/// One visit for all changes that come together: not while the session that made them speaks.
void stir(Servers::Inner& inner) {
  if (inner.stirred.exchange(true)) return;
  inner.loop->post([&inner] {
    inner.stirred = false;
    inner.front->stir();
  });
}

std::expected<void, std::string> open_imap(Servers::Inner& inner, const ServerOptions& options) {
  const auto tls = make_tls(inner.certificates, options, "imap");
  if (!tls) return std::unexpected(tls.error());
  inner.imap.host = kDomain;
  inner.imap.accounts = &inner.accounts;
  inner.imap.store = &inner.store;
  inner.imap.sasl = &inner.sasl;
  inner.imap.faults = imap_faults(options.faults);
  inner.imap.now = [] { return std::time(nullptr); };
  inner.imap.stir = [&inner] { stir(inner); };
  for (const PlainRow& row : kImapServices) {
    const std::string name(row.name);
    const auto fixed = options.ports.find(name);
    const auto make = [&context = inner.imap, row](const Ends&) -> std::unique_ptr<Session> {
      return std::make_unique<ImapSession>(context, row.tls);
    };
    const auto port =
        inner.front->listen(options.address, fixed == options.ports.end() ? 0 : fixed->second,
                            row.tls, *tls, make, kImapIdle);
    if (!port) return std::unexpected(port.error().text);
    using enum scenario::Security;
    inner.target.services[name] = {.service = name,
                                   .protocol = "imap",
                                   .security = row.tls ? Tls : Plain,
                                   .host = options.address,
                                   .port = *port};
  }
  return {};
}

std::expected<void, std::string> open_http(Servers::Inner& inner, const ServerOptions& options) {
  const auto tls = make_tls(inner.certificates, options, "http");
  if (!tls) return std::unexpected(tls.error());
  inner.http.accounts = &inner.accounts;
  inner.http.documents = &inner.documents;
  inner.http.echoes_all = options.echoes_all;
  inner.http.names = certified_names(options.address);
  inner.http.faults = http_faults(options.faults);
  inner.http.now = [] { return std::time(nullptr); };
  for (const PlainRow& row : kHttpServices) {
    const std::string name(row.name);
    const auto fixed = options.ports.find(name);
    const auto make = [&context = inner.http, row](const Ends&) -> std::unique_ptr<Session> {
      return std::make_unique<HttpSession>(context, row.tls);
    };
    const auto port =
        inner.front->listen(options.address, fixed == options.ports.end() ? 0 : fixed->second,
                            row.tls, *tls, make, kHttpIdle);
    if (!port) return std::unexpected(port.error().text);
    using enum scenario::Security;
    inner.target.services[name] = {.service = name,
                                   .protocol = "http",
                                   .security = row.tls ? Tls : Plain,
                                   .host = options.address,
                                   .port = *port};
  }
  return {};
}

struct Opener {
  std::string_view protocol;
  std::expected<void, std::string> (*open)(Servers::Inner& inner, const ServerOptions& options);
};
constexpr Opener kOpeners[] = {
    {"smtp", open_smtp}, {"pop3", open_pop3}, {"imap", open_imap}, {"http", open_http}};

}  // namespace

std::expected<std::unique_ptr<Servers>, std::string> Servers::start(const ServerOptions& options) {
  for (const std::string& name : options.faults) {
    if (find_fault(name) == nullptr) return std::unexpected("no fault is called " + name);
  }
  auto accounts = Accounts::random(std::string(kDomain), options.users);
  if (!accounts) return std::unexpected(accounts.error());
  auto certificates = make_certificates(options);
  if (!certificates) return std::unexpected(certificates.error());
  auto inner = std::make_unique<Inner>(std::move(*accounts), std::move(*certificates));
  inner->target = make_target(inner->accounts, inner->certificates.trust);
  inner->front = std::make_unique<Front>(*inner->loop);
  for (const auto& [protocol, open] : kOpeners) {
    const bool all = options.only.empty() || options.only == "tls";
    if (!all && options.only != protocol) continue;
    if (auto opened = open(*inner, options); !opened) return std::unexpected(opened.error());
  }
  inner->thread = std::thread([loop = inner->loop.get()] { loop->run(); });
  return std::make_unique<Servers>(std::move(inner));
}

Servers::Servers(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
Servers::~Servers() = default;

const scenario::Target& Servers::target() const { return inner_->target; }
Store& Servers::store() { return inner_->store; }

}  // namespace wireassay::reference
