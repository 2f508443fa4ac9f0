#include "net/tls_alert.h"

#include <gtest/gtest.h>

#include "net/record_filter.h"

namespace wireassay::net {
namespace {

TEST(TlsAlert, Names) {
  struct Row {
    std::uint8_t number;
    const char* name;
  };
  const Row kRows[] = {{0, "close_notify"},
                       {10, "unexpected_message"},
                       {20, "bad_record_mac"},
                       {22, "record_overflow"},
                       {40, "handshake_failure"},
                       {42, "bad_certificate"},
                       {47, "illegal_parameter"},
                       {48, "unknown_ca"},
                       {50, "decode_error"},
                       {51, "decrypt_error"},
                       {70, "protocol_version"},
                       {71, "insufficient_security"},
                       {80, "internal_error"},
                       {86, "inappropriate_fallback"},
                       {90, "user_canceled"},
                       {100, "no_renegotiation"},
                       {109, "missing_extension"},
                       {112, "unrecognized_name"},
                       {115, "unknown_psk_identity"},
                       {116, "certificate_required"},
                       {120, "no_application_protocol"},
                       {1, "alert_1"},
                       {255, "alert_255"}};
  for (const Row& row : kRows) EXPECT_EQ(tls_alert_name(row.number), row.name);
}

TEST(RecordFilter, EverySplit) {
  using namespace std::string_literals;
  struct Row {
    const char* name;
    std::string in;
    std::string clear;
  };
  const Row kRows[] = {
      {"nothing", "", ""},
      {"clear", "554 no\r\n", "554 no\r\n"},
      {"record", "\x15\x03\x03\x00\x02\x02\x28"s, ""},
      {"empty record", "\x17\x03\x03\x00\x00"s, ""},
      {"half a record", "\x16\x03\x03\x00\x09go"s, ""},
      {"record, then clear", "\x15\x03\x03\x00\x02\x02\x28"s + "554 no\r\n", "554 no\r\n"},
      {"clear stays clear", "554 \x16\x03\x03\x00\x01x"s, "554 \x16\x03\x03\x00\x01x"s},
      {"two records",
       "\x14\x03\x03\x00\x01\x01\x17\x03\x03\x00\x03"
       "abc"s +
           "x",
       "x"}};
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    for (std::size_t cut = 0; cut <= row.in.size(); ++cut) {
      RecordFilter filter;
      std::string clear;
      filter.pass(row.in.substr(0, cut), clear);
      filter.pass(row.in.substr(cut), clear);
      EXPECT_EQ(clear, row.clear) << cut;
    }
  }
}

}  // namespace
}  // namespace wireassay::net
