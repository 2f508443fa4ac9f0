// Outcome classes, escaping, masking.
#include <gtest/gtest.h>

#include "core/escape.h"
#include "core/event.h"
#include "core/secrets.h"

namespace wireassay {
namespace {

using namespace std::string_view_literals;

TEST(ClassMatches, Table) {
  struct Row {
    std::string_view name, atom;
    EventKind kind;
    std::string cls;
    bool matches;
  };
  const Row rows[] = {
      {"equal", "250", EventKind::Reply, "250", true},
      {"other digit", "250", EventKind::Reply, "251", false},
      {"class", "2xx", EventKind::Reply, "250", true},
      {"decade", "25x", EventKind::Reply, "252", true},
      {"other decade", "25x", EventKind::Reply, "221", false},
      {"other class", "5xx", EventKind::Reply, "450", false},
      {"wildcard is no prefix", "2xx", EventKind::Reply, "2500", false},
      {"any reply", "reply", EventKind::Reply, "+OK", true},
      {"close is no reply", "reply", EventKind::Close, "close", false},
      {"close", "close", EventKind::Close, "close", true},
      {"any alert", "alert", EventKind::Tls, "alert:decode_error", true},
      {"named alert", "alert:decode_error", EventKind::Tls, "alert:decode_error", true},
      {"other alert", "alert:decode_error", EventKind::Tls, "alert:internal_error", false},
      {"alert is not established", "alert", EventKind::Tls, "established", false},
      {"garbage matches nothing", "2xx", EventKind::Garbage, "garbage", false},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(class_matches(row.atom, Event{.kind = row.kind, .cls = row.cls}), row.matches);
  }
}

/// An alert inside TLS that ends a connection is a close and that alert; close_notify is no error.
TEST(ClassMatches, AlertsThatEndAConnection) {
  struct Row {
    std::string_view name, atom, alert;
    bool matches;
  };
  const Row rows[] = {
      {"it is a close", "close", "bad_record_mac", true},
      {"any alert", "alert", "bad_record_mac", true},
      {"that alert", "alert:bad_record_mac", "bad_record_mac", true},
      {"another one", "alert:decode_error", "bad_record_mac", false},
      {"close_notify is not any alert", "alert", "close_notify", false},
      {"close_notify by its name", "alert:close_notify", "close_notify", true},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    Event event{.kind = EventKind::Close, .cls = "close"};
    event.fields["alert"] = std::string(row.alert);
    EXPECT_EQ(class_matches(row.atom, event), row.matches);
  }
  const Event secret{.kind = EventKind::Reply, .cls = "encrypted_alert"};
  EXPECT_TRUE(class_matches("encrypted", secret));
  EXPECT_FALSE(class_matches("alert", secret));
}

TEST(Escape, Table) {
  EXPECT_EQ(escape("a\r\n\t\\\0\x7f\xff"sv), "a\\r\\n\\t\\\\\\x00\\x7f\\xff");
  EXPECT_EQ(escape_short("abcdef", 3), "abc… (6 octets)");
  EXPECT_EQ(escape_short("abc", 3), "abc");
  EXPECT_EQ(to_hex("\x01\xab"sv), "01ab");
  EXPECT_TRUE(is_plain_text("a\r\n"));
  EXPECT_FALSE(is_plain_text("\x1b[31m"));
}

TEST(Secrets, MaskKeepsLength) {
  Secrets secrets;
  secrets.add("hunter");
  secrets.add("hunter22");
  secrets.add("abc");  // too short: would mask innocent text
  EXPECT_EQ(secrets.mask("x hunter22 hunter abc hunterhunter"),
            "x ******** ****** abc ************");
}

}  // namespace
}  // namespace wireassay
