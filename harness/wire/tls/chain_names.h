// Names in certificates: their form, and when one stands for a host (RFC 6125 section 6.4 with the
// narrower rules of RFC 7817 section 3 and RFC 9110 section 4.3.4). Internal to wire/tls.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "wire/tls/chain.h"

namespace wireassay::tls {

/// A dNSName in preferred name syntax (RFC 5280 section 4.2.1.6), "*" allowed as a whole label.
bool dns_form(std::string_view name);
/// Has "*" elsewhere than as the whole left-most of several labels.
bool bad_wildcard(std::string_view name);
/// `presented` is of a certificate and may begin with "*."; `host` is a name, not an address.
bool dns_match(std::string_view presented, std::string_view host);
/// "_imaps.example.net" for a host and a service that it is a name of.
bool srv_match(std::string_view presented, std::string_view host, std::string_view service);

/// Kinds of identifiers that the leaf has, for RFC 6125 section 6.4.4.
struct PresentedKinds {
  bool dns = false, srv = false, uri = false;
};

/// The identifier of the report that stands for `host` ("127.0.0.1" in the form of `addresses` if
/// `is_address`); empty if there is none.
std::string match_names(const ChainReport& report, PresentedKinds kinds, std::string_view host,
                        bool is_address, std::string_view service);

}  // namespace wireassay::tls
