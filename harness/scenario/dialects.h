// What the loader knows of protocols: the dialects it was given, and a small table for those that
// are not played yet, so that their scenarios can be written and checked before they can be played.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/event.h"

namespace wireassay::scenario {

struct ProtocolRow {
  const DialectInfo* info = nullptr;
  std::vector<std::string_view> ladder;  ///< openings that LANGUAGE section 6 promises
  bool played = false;                   ///< the context brought its dialect
};

class Dialects {
 public:
  explicit Dialects(std::span<const DialectInfo* const> played);
  const ProtocolRow* find(std::string_view protocol) const;
  const std::vector<ProtocolRow>& rows() const { return rows_; }

 private:
  std::vector<ProtocolRow> rows_;
};

/// Dialects as LANGUAGE sections 4 and 5 describe them, without invariants.
const std::vector<ProtocolRow>& known_dialects();

/// Fields and classes of the outcome of a `tls` act, on whatever connection.
const DialectInfo& tls_act();
/// Those of a listening connection.
const DialectInfo& listening();
/// Descriptions of alerts, RFC 8446 section 6 and RFC 5246 section 7.2, as in `alert:NAME`.
std::span<const std::string_view> alert_names();

/// Protocol of a service or surface ("submissions", "pop3+stls"); empty if there is no such.
std::string_view protocol_of_service(std::string_view service);
std::span<const std::string_view> service_names();
std::span<const std::string_view> surface_names();

}  // namespace wireassay::scenario
