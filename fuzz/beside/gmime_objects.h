// GMime's objects and texts, owned.
#pragma once

#include <gmime/gmime.h>

#include <memory>
#include <string>
#include <string_view>

#include "testing/sanitizers.h"

#ifdef WIREASSAY_WITH_ASAN
#include <sanitizer/lsan_interface.h>
#endif

namespace wireassay::beside {

/// GMime leaks what it has read of a group or of an angle-addr that goes wrong: within this, what
/// is allocated may leak.
#ifdef WIREASSAY_WITH_ASAN
using AllowLeaks = __lsan::ScopedDisabler;
#else
struct AllowLeaks {};
#endif

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
struct FreeOptions {
  void operator()(GMimeParserOptions* one) const { g_mime_parser_options_free(one); }
};
struct FreeText {
  void operator()(char* text) const { g_free(text); }
};
struct UnrefDate {
  void operator()(GDateTime* date) const { g_date_time_unref(date); }
};
template <class T>
using Object = std::unique_ptr<T, Unref>;
using Options = std::unique_ptr<GMimeParserOptions, FreeOptions>;
using GText = std::unique_ptr<char, FreeText>;

/// GMime wants to be told once that it is used.
inline void use_gmime() {
  static const bool kOnce = (g_mime_init(), true);
  (void)kOnce;
}

/// As the RFCs have it, not as mail on the street has it.
inline Options strict_options() {
  use_gmime();
  Options options(g_mime_parser_options_new());
  g_mime_parser_options_set_address_compliance_mode(options.get(), GMIME_RFC_COMPLIANCE_STRICT);
  g_mime_parser_options_set_parameter_compliance_mode(options.get(), GMIME_RFC_COMPLIANCE_STRICT);
  g_mime_parser_options_set_rfc2047_compliance_mode(options.get(), GMIME_RFC_COMPLIANCE_STRICT);
  return options;
}

inline std::string text_of(const char* text) { return text == nullptr ? "" : text; }

/// A message or a part in memory; null: it refuses the octets.
inline Object<GMimeObject> part_of(std::string_view octets) {
  const Options options = strict_options();
  const Object<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(octets.data(), octets.size()));
  const Object<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  [[maybe_unused]] const AllowLeaks allow;
  return Object<GMimeObject>(g_mime_parser_construct_part(parser.get(), options.get()));
}

inline bool has_nul(std::string_view in) { return in.find('\0') != std::string_view::npos; }

}  // namespace wireassay::beside
