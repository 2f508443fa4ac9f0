// Names in certificates against the name of a host, without certificates.
#include "wire/tls/chain_names.h"

#include <gtest/gtest.h>

namespace wireassay::tls {
namespace {

using std::string_view;
using namespace std::string_view_literals;

TEST(TlsChainNames, Dns) {
  struct Row {
    const char* name;
    string_view presented, host;
    bool match;
  };
  const Row rows[] = {
      {"same", "mail.example.net", "mail.example.net", true},
      {"other case", "MAIL.example.NET", "mail.Example.net", true},
      {"root dot of the reference", "mail.example.net", "mail.example.net.", true},
      {"root dot of the certificate", "mail.example.net.", "mail.example.net", false},
      {"shorter", "example.net", "mail.example.net", false},
      {"longer", "a.mail.example.net", "mail.example.net", false},
      {"only a suffix", "notmail.example.net", "mail.example.net", false},
      {"one label", "localhost", "localhost", true},
      {"wildcard", "*.example.net", "mail.example.net", true},
      {"wildcard, other case", "*.EXAMPLE.net", "mail.example.net", true},
      {"wildcard, no label", "*.example.net", "example.net", false},
      {"wildcard, two labels", "*.example.net", "a.b.example.net", false},
      {"wildcard, other domain", "*.example.net", "mail.example.org", false},
      {"wildcard before an A-label", "*.xn--bcher-kva.example", "mail.xn--bcher-kva.example", true},
      {"wildcard for an A-label", "*.example.net", "xn--bcher-kva.example.net", true},
      {"fragment in front", "*ail.example.net", "mail.example.net", false},
      {"fragment behind", "mai*.example.net", "mail.example.net", false},
      {"fragment inside", "m*l.example.net", "mail.example.net", false},
      {"second label", "mail.*.net", "mail.example.net", false},
      {"two wildcards", "*.*.net", "mail.example.net", false},
      {"wildcard alone", "*", "localhost", false},
      {"A-label", "xn--bcher-kva.example", "XN--BCHER-KVA.example", true},
      {"U-label",
       "b\xC3\xBC"
       "cher.example",
       "xn--bcher-kva.example", false},
      {"NUL", "mail.example.net\0.evil.example"sv, "mail.example.net", false},
      {"NUL at the end", "mail.example.net\0"sv, "mail.example.net", false},
      {"space", "mail.example.net ", "mail.example.net", false},
      {"nothing", "", "mail.example.net", false},
      {"no host", "mail.example.net", "", false},
      {"both nothing", "", "", false},
      {"host of a dot", ".", ".", false},
      {"wildcard in the reference", "*.example.net", "*.example.net", false}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(dns_match(row.presented, row.host), row.match);
  }
}

TEST(TlsChainNames, Form) {
  const std::string label63(63, 'a'), label64(64, 'a');
  std::string long_name;
  for (int i = 0; i < 4; ++i) long_name += label63 + '.';
  struct Row {
    const char* name;
    std::string in;
    bool form, bad_wildcard;
  };
  const Row rows[] = {{"name", "mail.example.net", true, false},
                      {"digits", "1and1.4.example", true, false},
                      {"wildcard", "*.example.net", true, false},
                      {"longest label", label63 + ".net", true, false},
                      {"label too long", label64 + ".net", false, false},
                      {"name too long", long_name + "net", false, false},
                      {"nothing", "", false, false},
                      {"a space", " ", false, false},
                      {"a dot", ".", false, false},
                      {"leading dot", ".example.net", false, false},
                      {"trailing dot", "example.net.", false, false},
                      {"empty label", "a..net", false, false},
                      {"leading hyphen", "-a.example.net", false, false},
                      {"trailing hyphen", "a-.example.net", false, false},
                      {"underscore", "a_b.example.net", false, false},
                      {"eight bits", "b\xFC.example", false, false},
                      {"address", "127.0.0.1", true, false},
                      {"wildcard alone", "*", true, true},
                      {"wildcard dot", "*.", false, true},
                      {"wildcard second", "a.*.net", true, true},
                      {"two wildcards", "*.*.net", true, true},
                      {"fragment", "m*.example.net", false, true},
                      {"fragment in front", "*m.example.net", false, true}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(dns_form(row.in), row.form);
    EXPECT_EQ(bad_wildcard(row.in), row.bad_wildcard);
  }
}

TEST(TlsChainNames, Srv) {
  struct Row {
    const char* name;
    string_view presented, host, service;
    bool match;
  };
  const Row rows[] = {{"imap", "_imap.example.net", "example.net", "imap", true},
                      {"imaps", "_imaps.example.net", "example.net", "imap", true},
                      {"only imaps", "_imap.example.net", "example.net", "imaps", false},
                      {"other case", "_IMAPS.Example.NET", "example.net", "imaps", true},
                      {"pop3s", "_pop3s.example.net", "example.net", "pop3", true},
                      {"submission", "_submission.example.net", "example.net", "smtp", true},
                      {"submissions", "_submissions.example.net", "example.net", "smtp", true},
                      {"sieve", "_sieve.example.net", "example.net", "sieve", true},
                      {"other service", "_imap.example.net", "example.net", "pop3", false},
                      {"other domain", "_imap.example.org", "example.net", "imap", false},
                      {"transport in it", "_imap._tcp.example.net", "example.net", "imap", false},
                      {"wildcard", "_imap.*.example.net", "a.example.net", "imap", false},
                      {"no underscore", "imap.example.net", "example.net", "imap", false},
                      {"no domain", "_imap", "imap", "imap", false},
                      {"https has none", "_https.example.net", "example.net", "https", false}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(srv_match(row.presented, row.host, row.service), row.match);
  }
}

}  // namespace
}  // namespace wireassay::tls
