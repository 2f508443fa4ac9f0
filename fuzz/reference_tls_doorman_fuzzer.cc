// What stands before OpenSSL: reference/tls_doorman.h, tls_complaints.h. The first octet chooses a
// fault, or none; the rest is what a client sends. However it is cut, the same goes on to OpenSSL;
// what is refused has an alert, and a conforming server passes on a hello as it came.
#include "reference/tls_doorman.h"

#include <algorithm>

#include "bounded.h"
#include "core/cursor.h"
#include "wire/tls/registry.h"

namespace wireassay {
namespace {

using namespace reference;

constexpr std::size_t kMaxInput = 20 * 1024;
/// Each complaint of a body has the hello read and repaired anew: 3,100 to 4,900 steps an octet
/// were measured for 230 to 5,500 octets, without growing.
constexpr testing::WorkLimits kLimits{.steps = 200'000, .steps_per_octet = 6000};

void require(bool holds, std::string_view what, std::string_view in) {
  if (!holds) fuzzing::require(testing::internal::at(what, in));
}

struct Flow {
  std::string passed, said;
  bool over = false;
  bool operator==(const Flow&) const = default;
};

Flow flow_of(const TlsDoor& door, std::string_view in, std::size_t piece) {
  TlsDoorman doorman(door, true);
  Flow flow;
  const auto take = [&](std::string octets) {
    flow.passed += doorman.incoming(std::move(octets));
    flow.said += doorman.inject();
    flow.over = doorman.over();
  };
  take({});
  for (; !in.empty() && !flow.over; in.remove_prefix(std::min(piece, in.size())))
    take(std::string(in.substr(0, piece)));
  return flow;
}

std::vector<tls::Record> records_of(std::string_view octets) {
  std::vector<tls::Record> records;
  while (true) {
    const auto parsed = tls::parse_record(octets);
    const auto* got = std::get_if<Got<tls::Record>>(&parsed);
    if (got == nullptr) return records;
    records.push_back(got->value);
    octets.remove_prefix(got->used);
  }
}

/// Without a fault.
void check_conforming(const Flow& flow, std::string_view in) {
  const std::vector<tls::Record> said = records_of(flow.said);
  std::size_t octets = 0;
  for (const tls::Record& one : said) {
    octets += tls::to_wire(one).size();
    require(one.type == tls::content::kAlert && one.fragment.size() == 2, "no alert", in);
  }
  require(octets == flow.said.size(), "something that is no record was said", in);
  require(!flow.over || said.size() <= 1, "more than one alert", in);
  require(flow.passed.empty() || !flow.over || said.empty(), "passed on and refused", in);
  if (flow.passed.empty()) return;
  const std::vector<tls::Record> passed = records_of(flow.passed);
  require(!passed.empty() && passed.front().type == tls::content::kHandshake, "no hello", in);
  require(flow.passed.size() <= in.size() + tls::kRecordHeader + tls::kHandshakeHeader,
          "more was passed on than came", in);
}

/// The bodies of hellos alone.
void check_complaints(std::string_view body, const TlsDoor& door) {
  for (const Complaint complaint : complaints(body, door)) {
    if (row_of(complaint).id != complaint) fuzzing::require("a complaint without a row");
    tls::ClientHello hello = tls::decode_client_hello(body).value;
    repair(hello, complaint);
    (void)common_version(hello);
    if (with_better_length(body, complaint).size() > body.size() + 4)
      fuzzing::require(testing::internal::at("another length made more octets", body));
  }
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.empty() || in.size() > kMaxInput) return;
  const auto choice = static_cast<unsigned char>(in.front());
  const testing::ExactBuffer buffer(in.substr(1));
  const std::string_view octets = buffer.view();
  TlsDoor door{.names = {"x.test"}, .protocols = {"imap"}, .faults = {}};
  const bool conforming = choice >= kTlsFaults;
  if (!conforming) door.faults.add(static_cast<TlsFault>(choice));
  Flow whole;
  {
    const fuzzing::Bounded bounded(in, kLimits);
    whole = flow_of(door, octets, SIZE_MAX);
    if (conforming) check_conforming(whole, in);
    check_complaints(octets, door);
  }
  if (!conforming || octets.size() > 4 * testing::kEverySplit) return;
  for (const std::size_t piece : {1UL, 7UL})
    require(flow_of(door, octets, piece) == whole, "in pieces another server", in);
}

}  // namespace wireassay
