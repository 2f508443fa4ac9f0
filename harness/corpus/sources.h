// The table: which seeds are made of what. A stem that stands nowhere here has no source; its seeds
// are written by hand.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/seeds.h"
#include "corpus/talk.h"

namespace wireassay::corpus {

/// Takes the octets of one seed.
using Put = std::function<void(std::string octets)>;

/// Of a dialogue. `make` is given one connection of that protocol, or (`whole`) all of the case.
struct TalkSource {
  std::string_view protocol;
  std::string_view stem;
  void (*make)(const Talk& talk, const Put& put);
  bool whole = false;
};
std::span<const TalkSource> mail_sources();
std::span<const TalkSource> http_sources();

/// Of one connection of a capture.
struct CapturedConnection;
struct CaptureSource {
  std::string_view stem;
  void (*make)(const CapturedConnection& connection, const Put& put);
};
std::span<const CaptureSource> tls_sources();
std::span<const CaptureSource> trace_sources();

/// Targets that take what another one takes.
struct SameInput {
  std::string_view stem, as;
};
std::span<const SameInput> same_inputs();

/// Seeds of a talk for the targets in `stems`; empty: for all. A seed is called as its talk, with
/// the number of what was cut out of it.
void add_seeds(const Talk& talk, const std::vector<std::string>& stems, Seeds& seeds);
void add_seeds(const CapturedConnection& connection, const std::vector<std::string>& stems,
               Seeds& seeds);

/// Every stem that has a source, sorted; and whether one is, or takes what one takes.
std::vector<std::string> stems_with_a_source();
bool has_a_source(std::string_view stem);

}  // namespace wireassay::corpus
