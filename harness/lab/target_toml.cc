#include "lab/target_toml.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace wireassay::lab {

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (octet < 0x20 || octet == 0x7f)
      out += fmt::format("\\u{:04x}", octet);
    else
      out += c;
  }
  return out + '"';
}

namespace {

const ServiceRow* find_row(const Recipe& recipe, std::string_view service) {
  const auto row = std::ranges::find(recipe.services, service, &ServiceRow::name);
  return row == recipe.services.end() ? nullptr : &*row;
}

bool has_mail(const Plan& plan) { return port_of(plan, "http") + port_of(plan, "https") == 0; }

}  // namespace

std::string target_toml(const Recipe& recipe, const Plan& plan, std::string_view trust,
                        std::string_view software) {
  std::string out = fmt::format(
      "# Written by `wireassay lab up {0}`; gone after `lab down {0}`.\n"
      "[target.{0}]\n",
      recipe.name);
  const auto line = [&out](std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(out), "{:<11} = {}\n", key, toml_string(value));
  };
  for (const Port& port : plan.ports) {
    const ServiceRow* row = find_row(recipe, port.service);
    if (row != nullptr && row->internal) continue;
    const std::string url = fmt::format("{}://127.0.0.1:{}", port.service, port.number);
    if (row == nullptr || row->facts.empty())
      line(port.service, url);
    else
      fmt::format_to(std::back_inserter(out), "{:<11} = {{ url = {}, {} }}\n", port.service,
                     toml_string(url), row->facts);
  }
  for (const std::string_view readback : {"imap", "pop3"}) {
    if (port_of(plan, readback) == 0) continue;
    line("readback", readback);
    break;
  }
  out += recipe.facts;
  line("trust", trust);
  line("sni", kHost);
  line("domain", kDomain);
  if (has_mail(plan)) {
    line("unknown", kUnknown);
    line("remote", kRemote);
    line("postmaster", kPostmaster);
  }
  line("software", software);
  out += "users = [\n";
  for (const User& user : plan.users)
    fmt::format_to(std::back_inserter(out), "  {{ name = {}, address = {}, password = {} }},\n",
                   toml_string(user.name), toml_string(user.address), toml_string(user.password));
  return out + "]\n";
}

}  // namespace wireassay::lab
