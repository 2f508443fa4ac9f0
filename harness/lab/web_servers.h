// The web servers of the lab: a recipe each, and its configuration. All serve the same documents
// and users, and pass /echo to the origin.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "lab/recipe.h"

namespace wireassay::lab {

Recipe nginx_recipe();
Recipe apache_recipe();
Recipe lighttpd_recipe();
Recipe h2o_recipe();
Recipe caddy_recipe();
Recipe haproxy_recipe();

// For TLS: lighttpd over GnuTLS (gnutls-serv listens on all addresses and cannot be told not to),
// and openssl s_server, which has a page of its own and nothing else of the above.
Recipe gnutls_recipe();
Recipe openssl_recipe();

std::string nginx_conf(const Plan& plan);
std::string apache_conf(const Plan& plan);
std::string lighttpd_conf(const Plan& plan);  // variant "gnutls": another TLS library
std::string h2o_conf(const Plan& plan);
std::string caddyfile(const Plan& plan, std::span<const std::string> hashes);
std::string haproxy_cfg(const Plan& plan);

// What they write when a process of theirs crashes. What a client said never counts: only the place
// where the server's own words stand is looked at.
bool nginx_is_trouble(std::string_view log_line);
bool apache_is_trouble(std::string_view log_line);
bool lighttpd_is_trouble(std::string_view log_line);
bool h2o_is_trouble(std::string_view log_line);
bool caddy_is_trouble(std::string_view log_line);
bool haproxy_is_trouble(std::string_view log_line);
bool openssl_is_trouble(std::string_view log_line);

}  // namespace wireassay::lab
