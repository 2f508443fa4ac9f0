#include "wire/tls/agreement/explained.h"

#include <algorithm>
#include <array>
#include <set>

#include "wire/tls/registry.h"
#include "wire/tls/rules.h"

namespace wireassay::tls::agreement {
namespace {

using List = std::vector<std::string>;

bool begins(const List& list, const List& with) {
  return with.size() < list.size() && std::equal(with.begin(), with.end(), list.begin());
}
/// All of `part` is in `list`, in its order.
bool holds(const List& list, const List& part) {
  auto next = part.begin();
  for (const std::string& one : list)
    if (next != part.end() && *next == one) ++next;
  return next == part.end() && part.size() < list.size();
}
bool tshark_stops(const Difference& one) { return begins(one.ours, one.theirs); }
bool we_stop(const Difference& one) { return begins(one.theirs, one.ours); }

const List& values_in(const Values& values, std::string_view field) {
  static const List kNone;
  const auto found = values.find(field);
  return found == values.end() ? kNone : found->second;
}
const List& ours(const Difference& one, std::string_view field) {
  return values_in(one.said->values, field);
}
const List& theirs(const Difference& one, std::string_view field) {
  return values_in(one.told->values, field);
}

bool has(const List& list, std::string_view value) {
  return std::ranges::find(list, value) != list.end();
}
bool has_number(const List& list, bool (*is)(unsigned long)) {
  return std::ranges::any_of(list, [is](const std::string& text) { return is(std::stoul(text)); });
}
bool has_rule(const Difference& one, std::string_view rule) {
  return std::ranges::find(one.said->rules, rule) != one.said->rules.end();
}

bool is_flag(const Difference& one) { return one.field == kBroken; }
bool only_we_say_broken(const Difference& one) { return is_flag(one) && one.said->broken; }
bool only_tshark_says_broken(const Difference& one) { return is_flag(one) && !one.said->broken; }
bool is_of_records(const Difference& one) { return one.field.starts_with("tls.record."); }

std::string_view suite_of(const std::string& text) {
  return name_of(Registry::CipherSuite, static_cast<std::uint16_t>(std::stoul(text)));
}
bool has_suite(const Difference& one, std::string_view part) {
  return std::ranges::any_of(ours(one, "tls.handshake.ciphersuite"), [&](const std::string& text) {
    return suite_of(text).find(part) != std::string_view::npos;
  });
}

bool is_plain(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Handshake types that tshark 4.0 decodes.
bool is_unknown_message(unsigned long type) {
  constexpr auto kTypes = std::to_array<unsigned long>(
      {0, 1, 2, 3, 4, 5, 6, 8, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 67});
  return std::ranges::find(kTypes, type) == kTypes.end();
}
/// Extensions that our decoders look into, and tshark 4.0 does not.
bool is_opaque_extension(unsigned long type) {
  constexpr auto kTypes = std::to_array<unsigned long>({2, 3, 6, 7, 8, 12, 14, 33, 58, 13172});
  return std::ranges::find(kTypes, type) != kTypes.end();
}

/// Both have the same records, of other kinds.
bool same_records(const Difference& one) {
  const auto all = [](const Values& values) {
    return values_in(values, "tls.record.content_type").size() +
           values_in(values, "tls.record.opaque_type").size();
  };
  return all(one.said->values) == all(one.told->values);
}

constexpr auto kKinds = std::to_array<Kind>({
    {"behind broken octets",
     "our values end at the first octets that cannot be parsed; tshark guesses on",
     [](const Difference& one) { return one.said->broken && we_stop(one); }, 10600},
    {"extension beyond the end", "tshark names no extension whose data is not all there",
     [](const Difference& one) {
       return one.said->broken && one.field == "tls.handshake.extension.type" &&
              tshark_stops(one) && one.ours.size() == one.theirs.size() + 1;
     },
     550},
    {"records behind an exception", "tshark gives up a segment where it cannot parse a message",
     [](const Difference& one) {
       return one.said->broken && is_of_records(one) && tshark_stops(one) &&
              one.told->broken.starts_with("_ws.malformed");
     },
     30},
    {"record version", "tshark takes no record of a version that it does not know",
     [](const Difference& one) {
       return has_number(ours(one, "tls.record.version"),
                         [](unsigned long n) { return n < 0x300 || n > 0x303; }) &&
              (tshark_stops(one) || is_flag(one));
     },
     1300},
    {"record type", "tshark takes no record of a type that it does not know",
     [](const Difference& one) {
       return has_number(ours(one, "tls.record.content_type"),
                         [](unsigned long n) { return n < 20 || n > 24; }) &&
              (tshark_stops(one) || is_flag(one));
     },
     60},
    {"empty record", "an empty record of another type than data is an exception of tshark",
     [](const Difference& one) {
       return has(ours(one, "tls.record.length"), "0") && only_tshark_says_broken(one);
     },
     14},
    {"message type", "tshark takes a message of a type that it does not know as encrypted",
     [](const Difference& one) {
       return has_number(ours(one, "tls.handshake.type"), is_unknown_message) &&
              holds(one.ours, one.theirs);
     },
     50},
    {"message that is not looked into", "drafts and CertificateURL stay octets here",
     [](const Difference& one) {
       return only_tshark_says_broken(one) &&
              has_number(ours(one, "tls.handshake.type"),
                         [](unsigned long type) { return type == 6 || type == 21; });
     },
     3},
    {"text", "tshark shows texts of a peer as UTF-8 up to a NUL",
     [](const Difference& one) {
       return one.ours.size() == one.theirs.size() && !std::ranges::all_of(one.ours, is_plain);
     },
     50},
    {"OCSP response", "tshark reads into the response, which is none here",
     [](const Difference& one) {
       return !ours(one, "tls.handshake.ocsp_response_len").empty() && only_tshark_says_broken(one);
     },
     4},
    {"certificate", "tshark reads into certificates, and gives up the segment where one is no DER",
     [](const Difference& one) {
       if (!has(ours(one, "tls.handshake.type"), "11")) return false;
       const bool der = has_rule(one, rule::kCertificateDer);
       if (one.field == "tls.handshake.certificate") return der;
       if (tshark_stops(one)) return der || !one.told->broken.empty();
       return only_tshark_says_broken(one) && one.told->broken == "_ws.malformed";
     },
     400},
    {"null cipher", "tshark reads on behind change_cipher_spec where nothing is enciphered",
     [](const Difference& one) { return has_suite(one, "_WITH_NULL_") && we_stop(one); }, 110},
    {"ARIA", "tshark 4.0 does not know how suites with ARIA exchange keys",
     [](const Difference& one) { return has_suite(one, "_ARIA_") && tshark_stops(one); }, 70},
    {"suite without a name", "tshark knows how a suite exchanges keys that has no name here",
     [](const Difference& one) {
       const List& suites = ours(one, "tls.handshake.ciphersuite");
       return one.from_server && std::ranges::any_of(suites, [](const std::string& text) {
                return suite_of(text).empty();
              });
     },
     9},
    {"curve type", "tshark reads explicit curves as if they were named",
     [](const Difference& one) {
       return one.field == "tls.handshake.server_curve_type" && we_stop(one) &&
              !has(one.theirs, "3");
     },
     8},
    {"version of records",
     "tshark takes TLS 1.3 from a suite without supported_versions, and not from "
     "supported_versions "
     "beside a wrong legacy_version",
     [](const Difference& one) {
       return is_of_records(one) && same_records(one) && has_suite(one, "TLS_AES_");
     },
     5},
    {"session id", "tshark does not bound session ids",
     [](const Difference& one) {
       return only_we_say_broken(one) && has_number(theirs(one, "tls.handshake.session_id_length"),
                                                    [](unsigned long n) { return n > 32; });
     },
     40},
    {"behind the last field", "tshark does not look for octets behind the last field of a message",
     [](const Difference& one) {
       return only_we_say_broken(one) && has_rule(one, rule::kTrailing);
     },
     70},
    {"responder ids", "tshark skips the identities of OCSP responders and what is behind them",
     [](const Difference& one) {
       return only_we_say_broken(one) &&
              has_number(theirs(one, "tls.handshake.extensions_status_request_responder_ids_len"),
                         [](unsigned long n) { return n != 0; });
     },
     7},
    {"message cut short",
     "tshark does not keep to the length of a message where more octets follow",
     [](const Difference& one) {
       return only_we_say_broken(one) &&
              (has(one.said->items, "cut") || has(one.said->items, "overflow"));
     },
     13},
    {"empty keys", "tshark does not bound the vectors of a key exchange",
     [](const Difference& one) {
       const List& types = ours(one, "tls.handshake.type");
       return only_we_say_broken(one) && has_rule(one, rule::kVectorLength) &&
              (has(types, "12") || has(types, "16"));
     },
     9},
    {"names", "tshark reads into distinguished names, which are no DER here",
     [](const Difference& one) {
       return only_tshark_says_broken(one) && !ours(one, "tls.handshake.dname_len").empty();
     },
     10},
    {"retry of another version", "tshark sees no HelloRetryRequest beside a wrong legacy_version",
     [](const Difference& one) {
       return has_rule(one, rule::kLegacyVersion) && has(one.said->items, "hello_retry_request");
     },
     7},
    {"empty data", "tshark takes an extension without data as one of a server",
     [](const Difference& one) {
       return only_we_say_broken(one) && has_rule(one, rule::kTruncated) &&
              has(theirs(one, "tls.handshake.extension.len"), "0");
     },
     40},
    {"point formats", "tshark does not ask for one format",
     [](const Difference& one) {
       return only_we_say_broken(one) && has_rule(one, rule::kPointFormats) &&
              has(theirs(one, "tls.handshake.extensions_ec_point_formats_length"), "0");
     },
     4},
    {"opaque extension", "tshark does not look into this extension",
     [](const Difference& one) {
       return only_we_say_broken(one) &&
              has_number(theirs(one, "tls.handshake.extension.type"), is_opaque_extension);
     },
     30},
    {"binders", "tshark does not look into the binders of pre-shared keys",
     [](const Difference& one) {
       return only_we_say_broken(one) &&
              !theirs(one, "tls.handshake.extensions.psk.binders_len").empty();
     },
     8},
    {"status type",
     "tshark skips what follows a type of status that it does not know, or counts wrong",
     [](const Difference& one) {
       return !one.said->broken && !one.told->broken.empty() &&
              has_number(ours(one, "tls.handshake.extensions_status_request_type"),
                         [](unsigned long n) { return n != 1 && n != 2; });
     },
     30},
});

void compare(const Input& input, bool from_server, const Said& said, const Told& told,
             std::vector<Difference>& out) {
  const Difference base{&input, from_server, {}, {}, {}, &said, &told};
  std::set<std::string_view> fields;
  for (const Known& known : known_fields()) fields.insert(known.field);
  for (const std::string_view field : fields) {
    Difference one = base;
    one.field = field;
    if (const auto found = said.values.find(field); found != said.values.end())
      one.ours = found->second;
    if (const auto found = told.values.find(field); found != told.values.end())
      one.theirs = found->second;
    if (one.ours != one.theirs) out.push_back(std::move(one));
  }
  if (said.broken == !told.broken.empty()) return;
  Difference flag = base;
  flag.field = kBroken;
  flag.ours = {said.broken ? "yes" : "no"};
  flag.theirs = {told.broken};
  out.push_back(std::move(flag));
}

}  // namespace

std::span<const Kind> kinds() { return kKinds; }

std::vector<Difference> differences(const Input& input, const Both& ours, const ToldBoth& theirs) {
  std::vector<Difference> out;
  compare(input, false, ours.client, theirs.client, out);
  compare(input, true, ours.server, theirs.server, out);
  return out;
}

}  // namespace wireassay::tls::agreement
