// Parameters of MAIL and RCPT: the generic esmtp-param of RFC 5321 section 4.1.2, the table of
// known ones, and their values with the validation of the RFC that defines each.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/parsed.h"
#include "wire/message/mailbox.h"

namespace wireassay::smtp {

inline constexpr std::size_t kMaxParameters = 64;  ///< ours: of one command
inline constexpr std::size_t kMaxEnvid = 100;      ///< RFC 3461 section 5.4
inline constexpr std::size_t kMaxOrcpt = 500;      ///< RFC 3461 section 4.2

/// esmtp-param = esmtp-keyword ["=" esmtp-value], as written.
struct Parameter {
  std::string keyword;
  std::optional<std::string> value;
  bool operator==(const Parameter&) const = default;
};

enum class ParameterName {
  Size,
  Body,
  Smtputf8,
  Auth,
  Ret,
  Envid,
  By,
  MtPriority,
  Requiretls,
  Notify,
  Orcpt
};
enum class ParameterOf { Mail, Rcpt };

/// One row of the table of known parameters.
struct ParameterSpec {
  ParameterName name;
  std::string_view keyword;  ///< "SIZE"
  ParameterOf of;
  std::string_view capability;  ///< EHLO keyword that offers it: "SIZE", "DSN"
  std::size_t growth;           ///< octets by which it lengthens the command line
  std::string_view spec;        ///< "RFC 1870"
};
std::span<const ParameterSpec> parameter_specs();
const ParameterSpec* find_parameter(ParameterOf of, std::string_view keyword);

/// A set of ParameterName: what a server offers.
class ParameterSet {
 public:
  static constexpr ParameterSet all() { return ParameterSet(~std::uint32_t{0}); }
  static constexpr ParameterSet none() { return ParameterSet(0); }
  constexpr bool has(ParameterName name) const { return (bits_ & bit(name)) != 0; }
  constexpr ParameterSet with(ParameterName name) const { return ParameterSet(bits_ | bit(name)); }
  constexpr ParameterSet without(ParameterName name) const {
    return ParameterSet(bits_ & ~bit(name));
  }

 private:
  explicit constexpr ParameterSet(std::uint32_t bits) : bits_(bits) {}
  static constexpr std::uint32_t bit(ParameterName name) {
    return std::uint32_t{1} << static_cast<int>(name);
  }
  std::uint32_t bits_;
};

enum class Body { SevenBit, EightBitMime, BinaryMime };
enum class Ret { Full, Hdrs };

/// BY=seconds;mode[T] of RFC 2852 section 4.
struct DeliverBy {
  std::int32_t seconds = 0;
  bool give_back = false;  ///< mode R (return), else N (notify)
  bool trace = false;
  bool operator==(const DeliverBy&) const = default;
};

struct MailParameters {
  std::optional<std::uint64_t> size;  ///< 20 digits may exceed 64 bits: then the largest number
  std::optional<Body> body;
  bool smtputf8 = false;
  std::optional<std::string> auth;  ///< decoded; "<>" as it is
  std::optional<Ret> ret;
  std::optional<std::string> envid;  ///< decoded
  std::optional<DeliverBy> by;
  std::optional<int> mt_priority;  ///< -9 … 9
  bool requiretls = false;
  bool operator==(const MailParameters&) const = default;
};

/// NOTIFY: never, or any of the three.
struct Notify {
  bool never = false, success = false, failure = false, delay = false;
  bool operator==(const Notify&) const = default;
};

struct OriginalRecipient {
  std::string type;     ///< "rfc822"
  std::string address;  ///< decoded
  bool operator==(const OriginalRecipient&) const = default;
};

struct RcptParameters {
  std::optional<Notify> notify;
  std::optional<OriginalRecipient> orcpt;
  bool operator==(const RcptParameters&) const = default;
};

/// Why a parameter was refused: not known or not offered (555), bad (501), or a well-formed value
/// that is not implemented (504).
struct ParameterError {
  enum class Kind { Unknown, Syntax, NotImplemented };
  Kind kind = Kind::Syntax;
  std::size_t index = 0;  ///< in the list
  std::string_view rule;  ///< "size-value"
};

std::expected<MailParameters, ParameterError> read_mail_parameters(
    std::span<const Parameter> list, ParameterSet offered = ParameterSet::all());
std::expected<RcptParameters, ParameterError> read_rcpt_parameters(
    std::span<const Parameter> list, ParameterSet offered = ParameterSet::all());

}  // namespace wireassay::smtp
