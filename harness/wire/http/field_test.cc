// Tokens, quoted strings, lists and the fields made of them.
#include "wire/http/field.h"

#include "wire/http/value_test_rows.h"

namespace wireassay::http {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string coding_text(const TransferCoding& coding) {
  return coding.name + to_text(coding.parameters);
}

TEST(HttpField, QuotedString) {
  struct Row {
    std::string_view name;
    std::string in;
    std::optional<std::string> want;
    std::size_t left;
  };
  const Row kRows[] = {
      {"plain", "\"a b\"c", "a b", 1},
      {"empty", "\"\"", "", 0},
      {"quoted pairs", "\"a\\\"b\\\\\"", "a\"b\\", 0},
      {"obs-text and tab", "\"\xff\t\"", "\xff\t", 0},
      {"not closed", "\"ab", std::nullopt, 3},
      {"backslash at the end", "\"ab\\", std::nullopt, 4},
      {"control", "\"a\x01\"", std::nullopt, 4},
      {"quoted control", "\"a\\\x01\"", std::nullopt, 5},
      {"none", "ab", std::nullopt, 2},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    Cursor in(row.in);
    EXPECT_EQ(take_quoted_string(in), row.want);
    EXPECT_EQ(in.rest().size(), row.left);
  }
  EXPECT_EQ(quote("a\"\\"), "\"a\\\"\\\\\"");
}

TEST(HttpField, ListsOfSenders) {
  const ValueRow kRows[] = {
      {"one", "GET", "=GET"},
      {"several", "GET, HEAD,PUT\t,\tPOST", "=GET, HEAD, PUT, POST"},
      {"empty", "", "="},
      {"empty element", "GET, , PUT", "#element@5"},
      {"comma in front", ", GET", "#element@0"},
      {"comma at the end", "GET,", "#element@4"},
      {"comma alone", ",", "#element@0"},
      {"two words", "GET PUT", "method@3"},
      {"no token", "GET, P(T", "method@6"},
      {"quoted", "\"GET\"", "method@0"},
  };
  check_values(
      kRows, [](std::string_view in) { return parse_tokens(in, List::Sender, "method"); }, joined);
}

TEST(HttpField, ListsOfRecipients) {
  const ValueRow kRows[] = {
      {"empty elements", ", ,GET,,PUT ,", "=GET, PUT"},
      {"commas alone", " , ,", "="},
      {"no token", "a, b c", "connection-option@4"},
  };
  check_values(
      kRows,
      [](std::string_view in) { return parse_tokens(in, List::Recipient, "connection-option"); },
      joined);
  const std::string many(kMaxElements * 2 + 10, ',');
  EXPECT_TRUE(split_list(many, List::Recipient).has_value());
  std::string full;
  for (std::size_t i = 0; i <= kMaxElements; ++i) full += "a,";
  const auto refused = split_list(full, List::Recipient);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, Errc::TooMany);
}

TEST(HttpField, HasToken) {
  EXPECT_TRUE(has_token("keep-alive, Close", "close"));
  EXPECT_TRUE(has_token("CLOSE", "close"));
  EXPECT_FALSE(has_token("closed", "close"));
  EXPECT_FALSE(has_token("x=\", close, \"", "close"));
}

TEST(HttpField, MediaType) {
  const ValueRow kRows[] = {
      {"plain", "text/html", "=text/html"},
      {"parameter", "text/html;charset=utf-8", "=text/html; charset=utf-8"},
      {"quoted, spaces", "text/html ; a=\"b;c\"\t; d=e", "=text/html; a=\"b;c\"; d=e"},
      {"semicolons alone", "text/html;; ;", "=text/html"},
      {"no subtype", "text", "type@4"},
      {"empty subtype", "text/", "subtype@5"},
      {"empty", "", "type@0"},
      {"space before =", "text/html;charset =x", "parameter@17"},
      {"no value", "text/html;charset=", "parameter@18"},
      {"no name", "text/html;=x", "media-type@10"},
      {"more behind it", "text/html x", "media-type@10"},
      {"list", "text/html, text/plain", "media-type@9"},
  };
  check_values(kRows, parse_media_type, [](const MediaType& type) { return to_text(type); });
}

TEST(HttpField, TransferCodings) {
  const ValueRow kRows[] = {
      {"chunked", "chunked", "=chunked"},
      {"two", "gzip, chunked", "=gzip, chunked"},
      {"capitals", "CHUNKED", "=CHUNKED"},
      {"parameter", "x;a=b;c=\"d, e\"", "=x; a=b; c=\"d, e\""},
      {"space before ;", "chunked ;a=b", "=chunked; a=b"},
      {"empty", "", "="},
      {"parameter without value", "chunked;a", "transfer-parameter@9"},
      {"no parameter", "chunked;", "transfer-parameter@8"},
      {"two words", "chunked x", "transfer-coding@8"},
      {"vertical tab",
       "\x0b"
       "chunked",
       "transfer-coding@0"},
      {"list in one quote", "\"chunked\"", "transfer-coding@0"},
  };
  check_values(
      kRows, [](std::string_view in) { return parse_transfer_codings(in, List::Sender); },
      [](const std::vector<TransferCoding>& codings) {
        std::vector<std::string> texts;
        for (const TransferCoding& coding : codings) texts.push_back(coding_text(coding));
        return joined(texts);
      });
}

TEST(HttpField, Te) {
  const ValueRow kRows[] = {
      {"trailers", "trailers", "=trailers"},
      {"weight", "trailers, deflate;q=0.5", "=trailers, deflate; q=0.500"},
      {"weight in spaces", "gzip ; q=0", "=gzip; q=0.000"},
      {"weight of four digits", "gzip;q=0.1234", "qvalue@0"},
      {"weight over 1", "gzip;q=1.001", "qvalue@0"},
      {"quoted weight", "gzip;q=\"1\"", "qvalue@0"},
  };
  check_values(
      kRows, [](std::string_view in) { return parse_te(in, List::Sender); },
      [](const std::vector<AcceptedCoding>& codings) {
        std::vector<std::string> texts;
        for (const AcceptedCoding& accepted : codings) {
          texts.push_back(coding_text(accepted.coding));
          const std::string weight = std::to_string(accepted.weight);
          if (accepted.weight < 1000)
            texts.back() += "; q=0." + std::string(3 - weight.size(), '0') + weight;
          if (accepted.weight == 0) texts.back() = texts.back().substr(0, 4) + "; q=0.000";
        }
        return joined(texts);
      });
}

TEST(HttpField, Upgrade) {
  const ValueRow kRows[] = {
      {"name", "websocket", "=websocket/"},
      {"version", "HTTP/2.0, h2c", "=HTTP/2.0, h2c/"},
      {"no version", "HTTP/", "protocol@5"},
      {"two slashes", "a/b/c", "protocol@3"},
  };
  for (const ValueRow& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto print = [](const std::vector<UpgradeProtocol>& protocols) {
      std::vector<std::string> texts;
      for (const UpgradeProtocol& one : protocols) texts.push_back(one.name + "/" + one.version);
      return joined(texts);
    };
    EXPECT_EQ(outcome(parse_upgrade(row.in, List::Sender), print), row.want);
  }
}

TEST(HttpField, Digits) {
  const ValueRow kRows[] = {
      {"number", "5", "=5"},
      {"zeros in front", "005", "=5"},
      {"largest", "18446744073709551615", "=18446744073709551615"},
      {"one more", "18446744073709551616", "out of range Content-Length@0"},
      {"2^64+5", "18446744073709551621", "out of range Content-Length@0"},
      {"empty", "", "Content-Length@0"},
      {"sign", "+5", "Content-Length@0"},
      {"minus", "-5", "Content-Length@0"},
      {"hexadecimal", "0x5", "Content-Length@1"},
      {"underscore", "0_5", "Content-Length@1"},
      {"two", "5 5", "Content-Length@1"},
  };
  check_values(
      kRows, [](std::string_view in) { return parse_digits(in, "Content-Length"); },
      [](std::uint64_t value) { return std::to_string(value); });
}

}  // namespace
}  // namespace wireassay::http
