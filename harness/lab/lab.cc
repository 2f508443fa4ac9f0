#include "lab/lab.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "core/files.h"
#include "lab/certificate.h"
#include "lab/dovecot.h"
#include "lab/files.h"
#include "lab/instance.h"
#include "lab/mail.h"
#include "lab/pool.h"
#include "lab/ports.h"
#include "lab/postfix.h"
#include "lab/target_toml.h"
#include "lab/web_servers.h"

namespace wireassay::lab {
namespace {

namespace fs = std::filesystem;

std::string log_tail(const Instance& instance) {
  std::istringstream in(read_octets(instance.log()));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(std::move(line));
  std::string out;
  const std::size_t first = lines.size() > 10 ? lines.size() - 10 : 0;
  for (std::size_t i = first; i < lines.size(); ++i) out += "\n  " + lines[i];
  return out.empty() ? "\n  (its log is empty)" : out;
}

std::unexpected<std::string> failed(const Instance& instance, std::string_view why) {
  return std::unexpected(fmt::format("{} does not start: {}\nlast lines of its log:{}",
                                     instance.recipe->name, why, log_tail(instance)));
}

// A handshake that verifies the certificate against the CA that the target names. `openssl` does
// it, because net/ owns TLS and the lab does not depend on it.
std::expected<void, std::string> await_tls(const Instance& instance, const std::string& address,
                                           std::chrono::milliseconds time) {
  const Command command{
      .argv = {"/usr/bin/openssl", "s_client", "-brief", "-connect", address, "-servername",
               std::string(kHost), "-verify_hostname", std::string(kHost), "-verify_return_error",
               "-CAfile", (instance.directory / "tls" / "ca.pem").string()},
      .deadline = time};
  Ran last;
  const auto shakes = [&] { return (last = run_command(command)).ok(); };
  if (wait_until(time, shakes)) return {};
  return std::unexpected(fmt::format("TLS on {}: {}", address, last.output));
}

std::expected<void, std::string> await_services(const Instance& instance, bool ipv6,
                                                std::chrono::milliseconds time) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + time;
  const auto left = [&end] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
  };
  const auto ended = [&instance] {
    const auto gone = [&](pid_t pid) { return pid != 0 && !works_in(pid, instance.directory); };
    return gone(leader_of(instance)) || gone(companion_of(instance));
  };
  for (std::size_t i = 0; i < instance.ports.size(); ++i) {
    const ServiceRow& row = instance.recipe->services[i];
    const std::uint16_t port = instance.ports[i].number;
    std::vector<std::string> addresses = {"127.0.0.1"};
    if (ipv6 && !row.internal && !row.ipv4_only) addresses.emplace_back("::1");
    for (const std::string& address : addresses) {
      const Greeting greeting =
          row.implicit_tls ? Greeting{} : Greeting{.text = row.greeting, .probe = row.probe};
      if (auto greets = await_greeting(address, port, greeting, left(), ended); !greets)
        return greets;
    }
    if (!row.implicit_tls) continue;
    if (auto shakes = await_tls(instance, fmt::format("127.0.0.1:{}", port), left()); !shakes)
      return shakes;
  }
  return {};
}

std::vector<Port> name_ports(const Recipe& recipe, const std::vector<std::uint16_t>& numbers) {
  std::vector<Port> out;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    out.push_back({std::string(recipe.services[i].name), numbers[i]});
  return out;
}

// Without Debian's epoch, which is no part of what upstream calls the version.
std::string named(std::string_view software, std::string_view package, const Runner& run) {
  const std::string version = package_version(package, run);
  return fmt::format("{} {}", software, version.substr(version.find(':') + 1));
}

std::string software_of(const Recipe& recipe, const Runner& run) {
  const std::string first = named(recipe.software, recipe.packages.front(), run);
  if (recipe.companion_software.empty()) return first;
  return first + ", " + named(recipe.companion_software, recipe.companion_package, run);
}

std::expected<void, std::string> start(const Instance& instance, const Plan& plan,
                                       const UpOptions& options) {
  const Recipe& recipe = *instance.recipe;
  const fs::path tls = instance.directory / "tls";
  if (auto made = make_directory(tls, 0755); !made) return made;
  if (auto made = make_certificate(tls, run_command); !made) return made;
  if (auto prepared = recipe.prepare(plan); !prepared) return prepared;
  const Command command = recipe.start(instance.directory);
  if (const Ran ran = run_command(command); !ran.ok())
    return failed(instance,
                  fmt::format("`{}` ended with {}: {}", shown(command), ran.status, ran.output));
  if (auto greets = await_services(instance, plan.ipv6, options.deadline); !greets)
    return failed(instance, greets.error());
  const std::string text =
      target_toml(recipe, plan, (tls / "ca.pem").string(), software_of(recipe, options.run));
  return write_file(instance.target_toml(), text, 0600);  // last: with it the instance is whole
}

fs::path this_program() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error);
}

std::expected<Instance, std::string> start_new(const Recipe& recipe, const fs::path& directory,
                                               const UpOptions& options) {
  const bool ipv6 = has_ipv6_loopback();
  auto ports = free_ports(recipe.services.size(), options.base_port, ipv6);  // held to the end
  if (!ports) return std::unexpected(ports.error());
  const Instance instance{
      .recipe = &recipe, .directory = directory, .ports = name_ports(recipe, ports->numbers)};
  if (auto made = create_instance(instance); !made) return std::unexpected(made.error());
  const Plan plan{.directory = directory,
                  .ports = instance.ports,
                  .users = make_pool(kPoolSize),
                  .variant = recipe.variant,
                  .ipv6 = ipv6,
                  .run = run_command,
                  .program = options.program.empty() ? this_program() : options.program,
                  .is_root = ::geteuid() == 0};
  for (std::size_t i = 0; i < recipe.services.size(); ++i)
    if (recipe.services[i].binds_alone) ports->release(ports->numbers[i]);
  if (auto started = start(instance, plan, options); !started) {
    std::string why = started.error();
    if (auto cleared = clear_instance(instance); !cleared) why += "\n" + cleared.error();
    return std::unexpected(why);
  }
  const auto now = load_instance(recipe, directory);
  if (!now) return std::unexpected(now.error());
  if (now->state != State::Running) return failed(instance, "it greeted, and then died");
  return now->instance;
}

std::expected<void, std::string> ensure(const Recipe& recipe, const UpOptions& options) {
  return ensure_packages(recipe.packages, {.install = options.install,
                                           .is_root = ::geteuid() == 0,
                                           .run = options.run,
                                           .say = options.say});
}

bool is_core(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == "core" || name.starts_with("core.");
}

// Where a daemon works: the state directory and its children. (With a kernel.core_pattern that
// pipes to a collector no file comes here; the log still tells of the signal.)
std::vector<std::string> core_files(const fs::path& directory, fs::file_time_type since) {
  std::vector<std::string> out;
  std::error_code error;
  fs::recursive_directory_iterator it(directory, error);
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (it.depth() >= 1) it.disable_recursion_pending();
    std::error_code gone;
    if (is_core(it->path()) && it->is_regular_file(gone) && it->last_write_time(gone) >= since)
      out.push_back(fmt::format("core file {}", it->path().string()));
  }
  return out;
}

}  // namespace

std::span<const Recipe> recipes() {
  static const std::array<Recipe, 13> kRecipes = {
      {postfix_recipe("postfix", "Postfix as Debian configures it", ""),
       postfix_recipe("postfix-normalize", "… with smtpd_forbid_bare_newline=normalize",
                      "normalize"),
       postfix_recipe("postfix-reject", "… with smtpd_forbid_bare_newline=reject", "reject"),
       dovecot_recipe(), mail_recipe(), nginx_recipe(), apache_recipe(), lighttpd_recipe(),
       h2o_recipe(), caddy_recipe(), haproxy_recipe(), openssl_recipe(), gnutls_recipe()}};
  return kRecipes;
}

const Recipe* find_recipe(std::string_view name) {
  const auto all = recipes();
  const auto found = std::ranges::find(all, name, &Recipe::name);
  return found == all.end() ? nullptr : &*found;
}

std::expected<Instance, std::string> up(const Recipe& recipe, const UpOptions& options) {
  if (!recipe.root_reason.empty() && ::geteuid() != 0)
    return std::unexpected(
        fmt::format("lab {} must run as root: {}", recipe.name, recipe.root_reason));
  const auto root = Root::open(options.root);
  if (!root) return std::unexpected(root.error());
  const fs::path directory = root->path() / recipe.name;
  const auto now = load_instance(recipe, directory);
  if (!now) return std::unexpected(now.error());
  if (now->state == State::Running) return now->instance;
  if (now->state == State::Dead)
    if (auto cleared = clear_instance(now->instance); !cleared)
      return std::unexpected(cleared.error());
  if (auto there = ensure(recipe, options); !there) return std::unexpected(there.error());
  return start_new(recipe, directory, options);
}

std::expected<bool, std::string> down(const Recipe& recipe, const UpOptions& options) {
  const auto root = Root::open(options.root);
  if (!root) return std::unexpected(root.error());
  const auto now = load_instance(recipe, root->path() / recipe.name);
  if (!now) return std::unexpected(now.error());
  if (now->state == State::Absent) return false;
  if (auto cleared = clear_instance(now->instance); !cleared)
    return std::unexpected(cleared.error());
  return true;
}

std::expected<Status, std::string> status(const Recipe& recipe, const UpOptions& options) {
  const fs::path root = options.root.empty() ? default_root() : fs::absolute(options.root);
  std::error_code error;
  const fs::path canonical = fs::canonical(root, error);
  if (error) return Status{};
  return load_instance(recipe, canonical / recipe.name);
}

Mark mark(const Instance& instance) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(instance.log(), error);
  // Files are dated by the kernel's tick, which lags behind the clock by up to 10 ms.
  return {error ? 0 : size, fs::file_time_type::clock::now() - std::chrono::milliseconds(10)};
}

std::vector<std::string> alive(const Instance& instance, Mark since) {
  std::vector<std::string> out;
  const pid_t leader = leader_of(instance);
  if (leader == 0 || !works_in(leader, instance.directory))
    out.push_back(fmt::format("{} has died", instance.recipe->name));
  else if (!instance.pids.empty() && instance.pids.front() != leader)
    out.push_back(fmt::format("{} was started anew: process {}, before {}", instance.recipe->name,
                              leader, instance.pids.front()));
  const pid_t companion = companion_of(instance);
  if (!instance.recipe->companion_pid_file.empty() &&
      (companion == 0 || !works_in(companion, instance.directory)))
    out.push_back(fmt::format("the second server of {} has died", instance.recipe->name));
  for (std::string& file : core_files(instance.directory, since.time))
    out.push_back(std::move(file));
  std::ifstream in(instance.log(), std::ios::binary);  // of a long campaign only the end is read
  in.seekg(static_cast<std::streamoff>(since.log_size));
  for (std::string line; std::getline(in, line);)
    if (instance.recipe->is_trouble(line)) out.push_back(std::move(line));
  return out;
}

}  // namespace wireassay::lab
