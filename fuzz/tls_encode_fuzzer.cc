// A hello with changes: the first octets choose them, the rest is its body: wire/tls/encode.h.
#include "wire/tls/encode.h"

#include "bounded.h"
#include "core/cursor.h"
#include "wire/tls/stream_test_support.h"

namespace wireassay {
namespace {

using namespace tls;

constexpr std::size_t kMostChanges = 4;
/// Every change prints the whole message.
constexpr std::size_t kMostOctets = 4096;

std::uint8_t take(Cursor& cursor) {
  const std::string_view octet = cursor.take_octets(1);
  return octet.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(octet.front());
}

/// Four octets: which field, what of it and how, a number, where.
Override change_from(Cursor& cursor, const std::vector<std::string>& known) {
  Override change;
  change.path = known.at(take(cursor) % known.size());
  const std::uint8_t how = take(cursor);
  change.what = how % 2 == 0 ? Override::What::Value : Override::What::Length;
  change.op = static_cast<Override::Op>(how / 2 % 6);
  const std::uint8_t amount = take(cursor);
  change.number = static_cast<std::int64_t>(amount) - 64;
  change.octets.assign(amount % 8, static_cast<char>(amount));
  if (const std::uint8_t at = take(cursor); at != 0) change.at = at - 1;
  return change;
}

/// Nothing but what was said comes back.
void check_plain(const HelloPlan& plan) {
  const std::vector<Item> items = items_of(to_wire(plan)).items;
  const bool one = items.size() == 1 && to_string(items.front()) == "client_hello";
  if (!one || decode_client_hello(items.front().octets).value != plan.hello)
    fuzzing::require("a hello that was sent is not the one that is read");
}

/// Changes to values alone leave every length right: the message is whole.
bool only_values(const HelloPlan& plan) {
  for (const Override& change : plan.changes) {
    const bool inside = !change.path.starts_with("record") && change.path != "handshake.type";
    if (change.what != Override::What::Value || !inside) return false;
  }
  return true;
}

}  // namespace

void fuzz(std::string_view in) {
  if (in.size() > kMostOctets) return;
  Cursor cursor(in);
  const std::size_t count = take(cursor) % (kMostChanges + 1);
  const std::string_view choices = cursor.take_octets(4 * count);
  HelloPlan plan{.hello = decode_client_hello(cursor.rest()).value};
  check_plain(plan);
  const std::vector<std::string> known = paths(plan);
  Cursor choice(choices);
  for (std::size_t i = 0; i < count; ++i) plan.changes.push_back(change_from(choice, known));
  plan.fragments.assign(count, count * 7);
  const std::string wire = [&] {
    const fuzzing::Bounded bounded(in, {.steps_per_octet = 1000});  // a change prints it all
    return to_wire(plan);
  }();
  if (wire.size() > to_wire(HelloPlan{plan.hello}).size() + 64)
    fuzzing::require("changes made more octets than they have: " + to_hex(in));
  fuzzing::require(broken_stream(wire));
  const std::vector<Item> items = items_of(wire).items;
  if (only_values(plan) && (items.size() != 1 || to_string(items.front()) != "client_hello"))
    fuzzing::require("a length that nobody named is wrong: " + to_hex(in));
}

}  // namespace wireassay
