#include "lab/web.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <iterator>
#include <sstream>

#include "core/files.h"
#include "lab/files.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

constexpr timespec kModified{1704067200, 0};  // 2024-01-01T00:00:00Z: the same Last-Modified always

std::string text_of_1000_octets() {
  std::string out;
  for (int i = 1; i <= 20; ++i)
    out += fmt::format("line {:02} of 20, each of them with forty-nine signs\n", i);
  return out;
}

std::expected<void, std::string> date(const fs::path& path) {
  const timespec times[] = {kModified, kModified};
  if (::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0) return {};
  return std::unexpected(fmt::format("utimensat {}: {}", path.string(), std::strerror(errno)));
}

std::expected<void, std::string> make_documents(const fs::path& root) {
  struct Row {
    const char* name;
    std::string text;
  };
  const Row rows[] = {{"index.html", "<p>index</p>\n"},
                      {"file.txt", text_of_1000_octets()},
                      {"empty.txt", ""},
                      {"sub/index.html", "<p>sub</p>\n"},
                      {"auth/index.html", "<p>protected</p>\n"}};
  for (const char* name : {"", "sub", "auth"})
    if (auto made = make_directory(root / name, 0755); !made) return made;
  for (const Row& row : rows) {
    if (auto done = write_file(root / row.name, row.text, 0644); !done) return done;
    if (auto done = date(root / row.name); !done) return done;
  }
  for (const char* name : {"sub", "auth", ""})  // last: a new file dates its directory
    if (auto done = date(root / name); !done) return done;
  return {};
}

// One hash a line, in the order of the users; passwords by stdin, for argv is there for all to see.
std::expected<std::vector<std::string>, std::string> hashes(const Plan& plan, Command command) {
  for (const User& user : plan.users) command.input += user.password + "\n";
  const Ran ran = plan.run(command);
  std::vector<std::string> out;
  std::istringstream lines(ran.output);
  for (std::string line; std::getline(lines, line);) out.push_back(std::move(line));
  if (ran.ok() && out.size() == plan.users.size()) return out;
  return std::unexpected(fmt::format("{}: {}", shown(command), ran.output));
}

// SHA-1: the one scheme that nginx, Apache, lighttpd and H2O have in common. (H2O 2.2.5 has APR1,
// but takes no password for right.) printf is the shell's own: nobody sees its arguments.
std::expected<void, std::string> make_htpasswd(const Plan& plan, std::string_view user) {
  constexpr const char* kDigest =
      "while read -r word; do\n"
      "  printf %s \"$word\" | /usr/bin/openssl dgst -sha1 -binary | /usr/bin/openssl base64\n"
      "done\n";
  const auto hashed = hashes(plan, {.argv = {"/bin/sh", "-c", kDigest}, .input = {}});
  if (!hashed) return std::unexpected(hashed.error());
  std::string text;
  for (std::size_t i = 0; i < hashed->size(); ++i)
    text += fmt::format("{}:{{SHA}}{}\n", plan.users[i].name, (*hashed)[i]);
  const fs::path file = plan.directory / "htpasswd";
  if (auto written = write_file(file, text, 0600); !written) return written;
  return give_to_if_root(plan, file, user);
}

// lighttpd and HAProxy want certificate and key in one file.
std::expected<void, std::string> make_combined(const Plan& plan) {
  const fs::path tls = plan.directory / "tls";
  return write_file(tls / "combined.pem",
                    read_octets(tls / "cert.pem") + read_octets(tls / "key.pem"), 0600);
}

// The start script finds the program and its port here.
std::expected<void, std::string> make_origin(const Plan& plan) {
  if (!plan.program.filename().string().starts_with("wireassay"))
    return std::unexpected(
        fmt::format("the origin behind /echo is `wireassay serve http`, but this program is {}; "
                    "use the wireassay that was built, under a name that begins so",
                    plan.program.string()));
  const fs::path home = plan.directory / "origin";
  for (const fs::path& path : {home, home / "tmp"})
    if (auto made = make_directory(path, 0755); !made) return made;
  std::error_code error;
  fs::create_symlink(plan.program, home / "wireassay", error);
  if (error) return std::unexpected(fmt::format("symlink {}: {}", home.string(), error.message()));
  if (auto given = give_to_if_root(plan, home / "tmp", "nobody"); !given) return given;
  return write_file(home / "port", std::to_string(port_of(plan, "origin")), 0644);
}

constexpr std::string_view kStart =
    "ulimit -c \"$(ulimit -H -c)\"\n"  // or alive() could not find any core file
    "home=$1; log=$2; shift 2\n"
    "nobody='/usr/bin/setpriv --reuid=nobody --regid=nogroup --clear-groups'\n"
    "$nobody test -x \"$home/origin/wireassay\" 2>/dev/null || nobody=\n"
    "TMPDIR=\"$home/origin/tmp\" /usr/bin/setsid $nobody \"$home/origin/wireassay\" serve http "
    "--only --origin --port \"$(cat origin/port)\" </dev/null >/dev/null 2>>\"$log\" &\n"
    "echo $! >run/origin.pid\n"
    "/usr/bin/setsid \"$@\" </dev/null >>\"$log\" 2>&1 &\n"
    "echo $! >run/server.pid\n";

}  // namespace

std::vector<std::string> endpoints(const Plan& plan, std::string_view service) {
  std::vector<std::string> out = {fmt::format("127.0.0.1:{}", port_of(plan, service))};
  if (plan.ipv6) out.push_back(fmt::format("[::1]:{}", port_of(plan, service)));
  return out;
}

std::expected<void, std::string> give_to_if_root(const Plan& plan, const fs::path& path,
                                                 std::string_view user) {
  if (!plan.is_root) return {};
  return give_to(path, std::string(user));
}

std::expected<std::vector<std::string>, std::string> bcrypt_hashes(const Plan& plan) {
  // perl-base is essential on Debian, and its crypt() is libcrypt's. The passwords are random, so
  // that one salt for all gives nothing away.
  return hashes(plan, {.argv = {"/usr/bin/perl", "-ne",
                                "chomp; print crypt($_, '$2b$04$wireassaylabwireassay.'), \"\\n\""},
                       .input = {}});
}

std::expected<void, std::string> check_web(const Plan& plan, const std::vector<std::string>& argv) {
  if (argv.empty()) return {};
  const Command command{.argv = argv, .directory = plan.directory};
  const Ran ran = plan.run(command);
  if (ran.ok()) return {};
  return std::unexpected(
      fmt::format("the server refuses the lab's configuration (another version than Debian 12's, "
                  "or one of its modules is missing): `{}` ended with {}: {}",
                  shown(command), ran.status, ran.output));
}

std::expected<void, std::string> prepare_web(const Plan& plan, const WebFiles& files) {
  for (const char* name : {"run", "log"}) {
    if (auto made = make_directory(plan.directory / name, 0755); !made) return made;
  }
  if (auto done = make_documents(plan.directory / "www"); !done) return done;
  if (auto done = make_htpasswd(plan, files.user); !done) return done;
  if (auto done = make_combined(plan); !done) return done;
  if (auto done = make_origin(plan); !done) return done;
  const fs::path conf = plan.directory / files.conf_name;
  if (auto done = write_file(conf, files.conf, files.conf_mode); !done) return done;
  if (auto done = give_to_if_root(plan, conf, files.conf_mode == 0600 ? files.user : "root"); !done)
    return done;
  return check_web(plan, files.check);
}

Command start_web(const fs::path& directory, std::string_view log,
                  const std::vector<std::string>& server) {
  Command out{.argv = {"/bin/sh", "-c", std::string(kStart), "sh", directory.string(),
                       (directory / log).string()},
              .directory = directory};
  out.argv.insert(out.argv.end(), server.begin(), server.end());
  return out;
}

// Only processes that are ours for sure: one may have ended, and its number be somebody else's.
Command stop_web(const fs::path& directory) {
  Command out{.argv = {"/bin/sh", "-c", "[ $# = 0 ] || kill \"$@\"", "sh"}, .directory = directory};
  for (const std::string_view file : {kWebPidFile, kOriginPidFile}) {
    std::istringstream in(read_octets(directory / file));
    pid_t pid = 0;
    if (in >> pid && pid > 0 && works_in(pid, directory)) out.argv.push_back(std::to_string(pid));
  }
  return out;
}

std::vector<std::string> as_user(std::string_view user, std::vector<std::string> argv) {
  if (::geteuid() != 0) return argv;
  const std::vector<std::string> drop = {"/usr/bin/setpriv", fmt::format("--reuid={}", user),
                                         fmt::format("--regid={}", user), "--clear-groups"};
  argv.insert(argv.begin(), drop.begin(), drop.end());
  return argv;
}

Recipe web_recipe(std::string_view name) {
  return {.name = name,
          .summary = {},
          .software = {},
          .variant = {},
          .root_reason = {},
          .packages = {},
          .services = {},
          .pid_file = kWebPidFile,
          .companion_pid_file = kOriginPidFile,
          .companion_software = {},
          .companion_package = {},
          .facts = {},
          .log_file = {},
          .prepare = nullptr,
          .start = nullptr,
          .stop = stop_web,
          .is_trouble = nullptr};
}

}  // namespace wireassay::lab
