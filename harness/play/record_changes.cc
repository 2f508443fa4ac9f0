#include "play/record_changes.h"

#include <algorithm>
#include <charconv>

#include "scenario/template.h"
#include "wire/tls/record.h"

namespace wireassay::play {
namespace {

bool takes_number(std::string_view op) { return op == "drop" || op == "cut" || op == "repeat"; }

/// Where a change begins: from the front, or from the end where it is negative.
std::size_t place(std::optional<std::int64_t> from, std::size_t size, std::size_t fallback) {
  if (!from) return fallback;
  const auto length = static_cast<std::int64_t>(size);
  const std::int64_t at = *from < 0 ? length + *from : *from;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, length));
}

}  // namespace

scenario::Expanded<std::vector<ReadyChange>> ready_changes(
    const std::vector<scenario::RecordChange>& changes, const scenario::Scope& scope) {
  const auto bad = [](std::string message) {
    return std::unexpected(
        scenario::ExpansionError{scenario::ExpansionError::Kind::Bad, std::move(message)});
  };
  std::vector<ReadyChange> ready;
  for (const scenario::RecordChange& change : changes) {
    ReadyChange one{.record = change.record, .op = change.op, .from = change.from};
    const auto text = scenario::expand(change.value, scope);
    if (!text) return std::unexpected(text.error());
    if (takes_number(change.op)) {
      const auto [end, error] = std::from_chars(
          text->octets.data(), text->octets.data() + text->octets.size(), one.number);
      if (error != std::errc() || end != text->octets.data() + text->octets.size())
        return bad("`" + text->octets + "` is no number");
    } else if (change.op != "omit") {
      auto octets = scenario::parse_hex(text->octets);
      if (!octets) return bad(octets.error().message);
      one.octets = std::move(*octets);
    }
    ready.push_back(std::move(one));
  }
  return ready;
}

std::string ChangeTap::outgoing(std::string octets) {
  if (changes_.empty()) return octets;
  std::string out;
  std::string_view rest = octets;
  while (!rest.empty()) {
    const auto parsed = tls::parse_record(rest, tls::kMaxCiphertext);
    const auto* got = std::get_if<Got<tls::Record>>(&parsed);
    const std::size_t size = got == nullptr ? rest.size() : got->used;
    ++count_;
    out += changed(std::string(rest.substr(0, size)));
    rest.remove_prefix(size);
  }
  return out;
}

std::string ChangeTap::changed(std::string record) const {
  std::string before, after;
  std::uint64_t times = 1;
  for (const ReadyChange& change : changes_) {
    if (change.record != count_) continue;
    const std::size_t size = record.size();
    if (change.op == "before") {
      before += change.octets;
    } else if (change.op == "after") {
      after += change.octets;
    } else if (change.op == "omit") {
      times = 0;
    } else if (change.op == "repeat") {
      times = change.number;
    } else if (change.op == "insert") {
      record.insert(place(change.from, size, size), change.octets);
    } else if (change.op == "drop") {
      const std::size_t many = std::min<std::size_t>(change.number, size);
      record.erase(place(change.from, size, size - many), many);
    } else if (change.op == "cut") {
      record.resize(std::min<std::size_t>(change.number, size));
    } else if (change.op == "xor") {
      std::size_t at = place(change.from, size, 0);
      for (const char octet : change.octets) {
        if (at >= record.size()) break;
        record[at] = static_cast<char>(record[at] ^ octet);
        ++at;
      }
    }
  }
  std::string out = std::move(before);
  for (std::uint64_t i = 0; i < times; ++i) out += record;
  return out + after;
}

}  // namespace wireassay::play
