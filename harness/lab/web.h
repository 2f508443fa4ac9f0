// What the recipes of web servers share: the documents, the users, and the origin behind /echo,
// which is Wireassay's own reference server.
#pragma once

#include <array>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "lab/recipe.h"

namespace wireassay::lab {

// In the state directory; each process leads a session of its own.
inline constexpr std::string_view kWebPidFile = "run/server.pid";
inline constexpr std::string_view kOriginPidFile = "run/origin.pid";

// Debian's user for web servers that bring none of their own (base-passwd).
inline constexpr std::string_view kWebUser = "www-data";

inline constexpr std::string_view kWebProbe =
    "GET / HTTP/1.1\r\nHost: mx.lab.test\r\nConnection: close\r\n\r\n";
inline constexpr std::string_view kWebGreeting = "HTTP/1.1 200 ";
inline constexpr std::string_view kWebFacts =
    "file = \"/file.txt\", file_octets = 1000, echo = \"/echo\", received = true, gateway = true, "
    "auth = \"/auth/\", redirect = \"/sub\", scratch = \"/scratch.txt\"";

// `binds_alone`: the server binds without SO_REUSEPORT; the origin does.
constexpr std::array<ServiceRow, 3> web_services(bool binds_alone) {
  return {{{.name = "http",
            .greeting = kWebGreeting,
            .binds_alone = binds_alone,
            .probe = kWebProbe,
            .facts = kWebFacts},
           {.name = "https", .greeting = {}, .implicit_tls = true, .binds_alone = binds_alone},
           {.name = "origin",
            .greeting = "HTTP/1.1 ",
            .binds_alone = true,
            .internal = true,
            .probe = kWebProbe}}};
}

// "127.0.0.1:18081" and, where there is IPv6, "[::1]:18081".
std::vector<std::string> endpoints(const Plan& plan, std::string_view service);

// What differs among the servers in the making of their files.
struct WebFiles {
  std::string_view user = kWebUser;  // reads what others may not; only root can give it anything
  std::string_view conf_name;        // in the state directory
  std::string conf;
  mode_t conf_mode = 0644;
  std::vector<std::string> check;  // for check_web()
};

// www/, run/, log/, origin/, htpasswd, tls/combined.pem and the configuration, which is checked.
std::expected<void, std::string> prepare_web(const Plan& plan, const WebFiles& files);

// Asks the server whether it takes its configuration: empty `argv` asks nothing.
std::expected<void, std::string> check_web(const Plan& plan, const std::vector<std::string>& argv);

// Passwords hashed by bcrypt with its lowest cost, for Caddy. Its other scheme, scrypt, would spare
// the half second that an unknown user costs, but takes 32 MB for each password that is compared,
// and a NUL behind a password for nothing.
std::expected<std::vector<std::string>, std::string> bcrypt_hashes(const Plan& plan);

// Gives it to `user` if this is root; else it is and stays the caller's.
std::expected<void, std::string> give_to_if_root(const Plan& plan,
                                                 const std::filesystem::path& path,
                                                 std::string_view user);

// The origin, then the server. Both are in the foreground of a session of their own; what they
// print is appended to `log`, a path in the state directory.
Command start_web(const std::filesystem::path& directory, std::string_view log,
                  const std::vector<std::string>& server);
Command stop_web(const std::filesystem::path& directory);

// argv that becomes `user` first, if this is root: for servers that do not change users themselves.
std::vector<std::string> as_user(std::string_view user, std::vector<std::string> argv);

// A recipe with all that is the same for all.
Recipe web_recipe(std::string_view name);

}  // namespace wireassay::lab
