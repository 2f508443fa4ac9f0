// What a stream keeps, for unit tests and fuzz targets: the same items however the octets come, and
// no more memory than its limits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/escape.h"
#include "wire/tls/decoder_test_support.h"
#include "wire/tls/stream.h"

namespace wireassay::tls {

inline constexpr std::size_t kMostHeld = kMaxMessage + kHandshakeHeader + (1 << 16);

struct Items {
  std::vector<Item> items;
  std::size_t held = 0;  ///< most that was held when nothing was to be had
};

/// All items of `in`, fed in pieces of `size` octets (0: at once), with the version from the other
/// side.
inline Items items_of(std::string_view in, std::size_t size = 0, std::uint16_t version = 0) {
  Stream stream;
  stream.set_version(version);
  Items out;
  const auto drain = [&] {
    while (std::optional<Item> item = stream.next()) out.items.push_back(std::move(*item));
    out.held = std::max(out.held, stream.held());
  };
  const std::size_t step = size == 0 ? std::max<std::size_t>(in.size(), 1) : size;
  for (std::size_t at = 0; at < in.size(); at += step) {
    stream.feed(in.substr(at, step));
    drain();
  }
  stream.finish();
  drain();
  return out;
}

/// Empty, or which invariant broke.
inline std::string broken_stream(std::string_view in) {
  const wireassay::testing::Work work;
  const Items whole = items_of(in);
  std::string broken = wireassay::testing::broken_work(work, in.size());
  std::size_t octets = 0;
  for (const Item& item : whole.items) {
    octets += item.octets.size();
    if (item.offset > in.size()) broken = "an item lies beyond the input";
    if (std::string wrong = broken_anomalies(in, item.anomalies); !wrong.empty()) broken = wrong;
    if (to_string(item).empty()) broken = "an item has no name";
  }
  if (octets > in.size()) broken = "more octets came out than went in";
  if (whole.held > kMostHeld) broken = "too much was held";
  for (const std::size_t size :
       {std::size_t{1}, std::size_t{2}, std::size_t{7}, std::size_t{1000}}) {
    if (items_of(in, size).items != whole.items)
      broken = "other items in pieces of " + std::to_string(size);
  }
  if (in.size() <= wireassay::testing::kEverySplit) {
    for (std::size_t cut = 1; cut < in.size(); ++cut) {
      Stream stream;
      std::vector<Item> items;
      const auto drain = [&] {
        while (std::optional<Item> item = stream.next()) items.push_back(std::move(*item));
      };
      stream.feed(in.substr(0, cut));
      drain();
      stream.feed(in.substr(cut));
      stream.finish();
      drain();
      if (items != whole.items) broken = "other items when cut at " + std::to_string(cut);
    }
  }
  return broken.empty() ? broken : broken + ": " + to_hex(in);
}

}  // namespace wireassay::tls
