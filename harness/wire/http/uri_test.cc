// RFC 3986: references, hosts, request-targets, and the examples of section 5.4.
#include "wire/http/uri.h"

#include "wire/http/value_test_rows.h"

namespace wireassay::http {
namespace {

std::string uri_text(const Uri& uri) { return to_text(uri); }

TEST(HttpUri, References) {
  const ValueRow kRows[] = {
      {"whole", "http://u:p@h:80/a/b?q#f", "=http://u:p@h:80/a/b?q#f"},
      {"examples of section 1.1.2", "ldap://[2001:db8::7]/c=GB?objectClass?one",
       "=ldap://[2001:db8::7]/c=GB?objectClass?one"},
      {"no authority", "mailto:John.Doe@example.com", "=mailto:John.Doe@example.com"},
      {"urn", "urn:oasis:names:x", "=urn:oasis:names:x"},
      {"relative", "../a?b", "=../a?b"},
      {"empty", "", "="},
      {"network path", "//h/a", "=//h/a"},
      {"query alone", "?", "=?"},
      {"fragment alone", "#", "=#"},
      {"encoded", "/%41%zz", "path@4"},
      {"half encoded", "/%4", "path@1"},
      {"space", "/a b", "path@2"},
      {"obs-text", "/\xff", "path@1"},
      {"NUL", std::string("/\0", 2), "path@1"},
      {"two fragments", "a#b#c", "fragment@3"},
      {"bracket in the query", "/?[", "query@2"},
      {"colon in the first segment", "1a:b", "path-noscheme@2"},
      {"colon in the second segment", "1a/b:c", "=1a/b:c"},
      {"port of letters", "http://t:8a/", "port@10"},
      {"empty port", "http://t:/", "=http://t:/"},
      {"bad host", "http://a b/", "host@8"},
      {"two userinfos", "http://a@b@c/", "host@10"},
  };
  check_values(kRows, parse_uri_reference, uri_text);
}

TEST(HttpUri, Absolute) {
  const ValueRow kRows[] = {
      {"http", "http://t/", "=http://t/"},
      {"capitals", "HTTP://t", "=HTTP://t"},
      {"no scheme", "/a", "scheme@0"},
      {"fragment", "http://t/#f", "absolute-URI@9"},
  };
  check_values(kRows, parse_absolute_uri, uri_text);
}

TEST(HttpUri, Host) {
  const ValueRow kRows[] = {
      {"name", "abc", "=abc"},
      {"name and port", "t:80", "=t:80"},
      {"empty", "", "="},
      {"empty port", "t:", "=t:"},
      {"IPv6 and port", "[::1]:80", "=[::1]:80"},
      {"IPv4", "127.0.0.1", "=127.0.0.1"},
      {"encoded", "%61", "=%61"},
      {"space", "a b", "uri-host@1"},
      {"path", "t/x", "uri-host@1"},
      {"list", "a, b", "uri-host@2"},
      {"hashes", "###", "uri-host@0"},
      {"userinfo", "u@t", "uri-host@1"},
      {"port of letters", "t:8a", "port@3"},
      {"not closed", "[::1", "IP-literal@4"},
      {"no IPv6", "[::g]", "IP-literal@0"},
  };
  check_values(kRows, parse_host, [](const Authority& host) { return to_text(host); });
}

TEST(HttpUri, KindsOfHosts) {
  struct Row {
    std::string_view host;
    std::optional<HostKind> kind;
  };
  const Row kRows[] = {
      {"1.2.3.4", HostKind::Ipv4},
      {"1.2.3.256", HostKind::RegName},
      {"01.2.3.4", HostKind::RegName},
      {"1.2.3", HostKind::RegName},
      {"[::]", HostKind::Ipv6},
      {"[1:2:3:4:5:6:7:8]", HostKind::Ipv6},
      {"[1:2:3:4:5:6:7::]", HostKind::Ipv6},
      {"[::2:3:4:5:6:7:8]", HostKind::Ipv6},
      {"[1:2:3:4:5:6:1.2.3.4]", HostKind::Ipv6},
      {"[::1.2.3.4]", HostKind::Ipv6},
      {"[v1.a:b]", HostKind::IpvFuture},
      {"[1:2:3:4:5:6:7]", std::nullopt},
      {"[1:2:3:4:5:6:7:8:9]", std::nullopt},
      {"[1:2:3:4:5:6:7:8::]", std::nullopt},
      {"[1::2::3]", std::nullopt},
      {"[1:::2]", std::nullopt},
      {"[:1]", std::nullopt},
      {"[1:]", std::nullopt},
      {"[12345::]", std::nullopt},
      {"[1.2.3.4]", std::nullopt},
      {"[]", std::nullopt},
      {"[v.a]", std::nullopt},
      {"[fe80::1%25lo]", std::nullopt},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.host);
    const auto host = parse_host(row.host);
    EXPECT_EQ(host.has_value(), row.kind.has_value());
    if (!host || !row.kind) continue;
    EXPECT_EQ(host->kind, *row.kind);
  }
}

TEST(HttpUri, RequestTargets) {
  struct Row {
    std::string_view name, method, in, want;
  };
  const Row kRows[] = {
      {"origin-form", "GET", "/where?q=now", "=/where?q=now"},
      {"root", "GET", "/", "=/"},
      {"two slashes are a path", "GET", "//a/b", "=//a/b"},
      {"dot-segments stay", "GET", "/../a", "=/../a"},
      {"absolute-form", "GET", "http://t/", "=http://t/"},
      {"asterisk-form", "OPTIONS", "*", "=*"},
      {"authority-form", "CONNECT", "t:80", "=t:80"},
      {"authority-form, IPv6", "CONNECT", "[::1]:80", "=[::1]:80"},
      {"fragment", "GET", "/#frag", "absolute-path@1"},
      {"fragment behind a query", "GET", "/?a#frag", "query@3"},
      {"no form", "GET", "index.html", "scheme@0"},
      {"GET *", "GET", "*", "scheme@0"},
      {"asterisk with a query", "OPTIONS", "*?x", "scheme@0"},
      {"GET authority", "GET", "t:80", "=t:80"},
      {"CONNECT without port", "CONNECT", "t", "authority-form@1"},
      {"CONNECT with empty port", "CONNECT", "t:", "authority-form@2"},
      {"CONNECT path", "CONNECT", "/", "authority-form@0"},
      {"bad encoding", "GET", "/%zz", "absolute-path@1"},
      {"empty", "GET", "", "scheme@0"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    const auto target = parse_request_target(row.in, row.method);
    EXPECT_EQ(outcome(target, [](const Target& t) { return to_text(t); }), row.want);
  }
}

TEST(HttpUri, DotSegments) {
  struct Row {
    std::string_view path, want;
  };
  const Row kRows[] = {
      {"/a/b/c/./../../g", "/a/g"},
      {"mid/content=5/../6", "mid/6"},
      {"a/../b", "/b"},
      {"..", ""},
      {"/..", "/"},
      {"/a//../b", "/a/b"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.path);
    EXPECT_EQ(remove_dot_segments(row.path), row.want);
  }
}

// Section 5.4
TEST(HttpUri, Resolution) {
  const Uri base = *parse_absolute_uri("http://a/b/c/d;p?q");
  struct Row {
    std::string_view reference, want;
  };
  const Row kRows[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"http:g", "http:g"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.reference);
    const auto reference = parse_uri_reference(row.reference);
    ASSERT_TRUE(reference.has_value());
    EXPECT_EQ(to_text(resolve(base, *reference)), row.want);
  }
}

}  // namespace
}  // namespace wireassay::http
