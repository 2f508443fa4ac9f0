// Data responses of mailboxes in tables: examples of the RFCs and of servers, and what is not the
// grammar.
#include <gtest/gtest.h>

#include "wire/imap/response_test_support.h"

namespace wireassay::imap {
namespace {

struct Good {
  std::string_view name, in;
};

/// Without "* " and CRLF; each is read without a complaint and printed as it came.
const Good kGood[] = {
    // RFC 3501 and RFC 9051 section 7.2 to 7.4
    {"CAPABILITY", "CAPABILITY STARTTLS AUTH=GSSAPI IMAP4rev2 LOGINDISABLED XPIG-LATIN"},
    {"CAPABILITY rev1", "CAPABILITY IMAP4rev1 LITERAL+ SASL-IR I18NLEVEL=1"},
    {"Cyrus capabilities", "CAPABILITY IMAP4rev1 LITERAL+ RIGHTS=kxten QUOTA URLAUTH=BINARY"},
    {"ENABLED", "ENABLED CONDSTORE"},
    {"ENABLED nothing", "ENABLED"},
    {"FLAGS", "FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)"},
    {"FLAGS with keywords", "FLAGS (\\Answered $Forwarded NonJunk [odd)"},
    {"no FLAGS", "FLAGS ()"},
    {"EXISTS", "23 EXISTS"},
    {"EXISTS 0", "0 EXISTS"},
    {"EXISTS at most", "4294967295 EXISTS"},
    {"RECENT", "5 RECENT"},
    {"EXPUNGE", "44 EXPUNGE"},
    {"small letters", "44 expunge"},
    {"LIST", "LIST (\\Noselect) \"/\" ~/Mail/foo"},
    {"LIST of the root", "LIST (\\Noselect) \"/\" \"\""},
    {"LIST without attributes", "LIST () \".\" INBOX"},
    {"LIST without hierarchy", "LIST () NIL INBOX"},
    {"LIST with a backslash", "LIST () \"\\\\\" INBOX"},
    {"LIST of Dovecot", "LIST (\\HasNoChildren) \"/\" INBOX"},
    {"LIST of Gmail", "LIST (\\HasChildren \\Noselect) \"/\" \"[Gmail]\""},
    {"LIST bracket in an atom", "LIST () \"/\" [Gmail]/Sent"},
    {"LIST special use", "LIST (\\Marked \\Drafts) \"/\" SentDrafts"},
    {"LIST UTF-8", "LIST () \"/\" \"Entw\xc3\xbcrfe\""},
    {"LIST literal", "LIST () \"/\" {7}\r\nfoo bar"},
    {"LIST CHILDINFO", "LIST () \"/\" \"Foo\" (\"CHILDINFO\" (\"SUBSCRIBED\"))"},
    {"LIST OLDNAME", "LIST (\\NonExistent) \"/\" \"INBOX\" (\"OLDNAME\" (\"inbox\"))"},
    {"LIST bare tags", "LIST (\\NonExistent) \"/\" x (CHILDINFO (\"SUBSCRIBED\") OLDNAME (\"b\"))"},
    {"LIST with lists",
     "LIST (\\Marked) \":\" Tables (tablecloth ((\"edge\" \"lacy\") (\"color\" "
     "\"red\")) Sample \"text\")"},
    {"LIST nothing more", "LIST () \"/\" a ()"},
    {"LSUB", "LSUB () \".\" #news.comp.mail.misc"},
    {"STATUS", "STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)"},
    {"STATUS of one", "STATUS INBOX (MESSAGES 1)"},
    {"STATUS of none", "STATUS INBOX ()"},
    {"STATUS sizes", "STATUS \"a b\" (SIZE 9223372036854775807 DELETED 0 DELETED-STORAGE 5)"},
    {"STATUS RECENT", "STATUS INBOX (MESSAGES 5 RECENT 1 UIDVALIDITY 1 UNSEEN 0)"},
    {"STATUS no mod-sequences", "STATUS blurdybloop (HIGHESTMODSEQ 0)"},
    {"STATUS APPENDLIMIT", "STATUS INBOX (APPENDLIMIT NIL)"},
    {"STATUS MAILBOXID", "STATUS bar (MAILBOXID (F2212ea87-6097-4256-9d51-71338625))"},
    {"STATUS unknown", "STATUS bar (XYZ (a \"b\" NIL) ABC 3)"},
    {"SEARCH", "SEARCH 2 3 6"},
    {"SEARCH nothing", "SEARCH"},
    {"SEARCH MODSEQ", "SEARCH 2 5 6 7 11 12 18 19 20 23 (MODSEQ 917162500)"},
    {"SORT", "SORT 5 3 4 1 2"},
    {"SORT MODSEQ", "SORT 3 (MODSEQ 1)"},
    {"SORT nothing", "SORT"},
    // RFC 4731, 5267, 9051 section 7.3.4
    {"ESEARCH", "ESEARCH (TAG \"A285\") UID MIN 7 MAX 3800"},
    {"ESEARCH of nothing", "ESEARCH (TAG \"a\")"},
    {"ESEARCH bare", "ESEARCH"},
    {"ESEARCH ALL", "ESEARCH COUNT 18 ALL 1:17,21"},
    {"ESEARCH tag atom", "ESEARCH (TAG a567) UID COUNT 5 ALL 4:19,21,28"},
    {"ESEARCH MODSEQ", "ESEARCH (TAG \"a\") ALL 1:3,5 MODSEQ 1236"},
    {"ESEARCH PARTIAL", "ESEARCH (TAG \"A01\") UID PARTIAL (1:10 4,7:9)"},
    {"ESEARCH ADDTO", "ESEARCH (TAG \"B01\") UID ADDTO (0 32768:32769)"},
    // RFC 5256
    {"THREAD", "THREAD (2)(3 6 (4 23)(44 7 96))"},
    {"THREAD nothing", "THREAD"},
    {"THREAD nested", "THREAD ((3)(5))"},
    {"THREAD deep", "THREAD (1 ((2)(3))(4))"},
    // RFC 2342, 2971
    {"NAMESPACE", "NAMESPACE ((\"\" \"/\")) NIL NIL"},
    {"NAMESPACE empty", "NAMESPACE NIL NIL ((\"\" \".\"))"},
    {"NAMESPACE of all",
     "NAMESPACE ((\"\" \"/\")) ((\"~\" \"/\")) ((\"#shared/\" \"/\")(\"#public/\" "
     "\"/\")(\"#ftp/\" \"/\")(\"#news.\" \".\"))"},
    {"NAMESPACE extended",
     "NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\" \"X-PARAM\" (\"FLAG1\" \"FLAG2\"))) NIL NIL"},
    {"NAMESPACE flat", "NAMESPACE ((\"INBOX.\" NIL)) NIL NIL"},
    {"ID", "ID (\"name\" \"Cyrus\" \"version\" \"1.5\" \"support-url\" NIL)"},
    {"ID NIL", "ID NIL"},
    {"ID empty", "ID ()"},
    // RFC 7162
    {"VANISHED", "VANISHED 405,407,410,425"},
    {"VANISHED EARLIER", "VANISHED (EARLIER) 41,43:116,118,120:211,214:540"},
    // RFC 2087, 9208, 4314, 5464
    {"QUOTA", "QUOTA \"\" (STORAGE 10 512)"},
    {"QUOTA of many", "QUOTA \"#user/alice\" (STORAGE 54 111 MESSAGE 42 1000)"},
    {"QUOTA without resources", "QUOTA \"User quota\" ()"},
    {"QUOTAROOT", "QUOTAROOT INBOX \"\""},
    {"QUOTAROOT none", "QUOTAROOT comp.mail.mime"},
    {"ACL", "ACL INBOX Fred rwipslxetad Chris \"\""},
    {"ACL of nobody", "ACL INBOX"},
    {"LISTRIGHTS", "LISTRIGHTS ~/Mail/saved smith la r swicdkxte"},
    {"LISTRIGHTS none", "LISTRIGHTS INBOX anyone \"\" l r s w i p k x t e c d a"},
    {"MYRIGHTS", "MYRIGHTS INBOX rwiptsldaex"},
    {"METADATA", "METADATA \"INBOX\" (/shared/comment \"Shared comment\" /private/comment NIL)"},
    {"METADATA literal8", "METADATA \"\" (/shared/x ~{1}\r\nx)"},
    {"METADATA changed", "METADATA \"INBOX\" /shared/comment /private/comment"},
};

TEST(ImapData, Good) {
  for (const Good& row : kGood) {
    SCOPED_TRACE(row.name);
    const std::string in = "* " + std::string(row.in) + "\r\n";
    const auto parsed = parse_response(in);
    const auto* got = std::get_if<Got<Response>>(&parsed);
    EXPECT_EQ(outcome(parsed).substr(0, 2), "*:");
    if (got == nullptr) continue;
    EXPECT_EQ(got->used, in.size());
    EXPECT_EQ(to_wire(got->value), in);
    EXPECT_EQ(forgiven(parse_response_lenient(in)), "");
    EXPECT_EQ(broken_reader(in), "");
  }
}

struct Bad {
  std::string_view name, in;
  std::string_view strict;   ///< the error; offsets count from "* "
  std::string_view lenient;  ///< what is forgiven
};

const Bad kBad[] = {
    {"CAPABILITY nothing", "CAPABILITY", "malformed capability-data at octet 12", "grammar@12"},
    {"CAPABILITY without IMAP4", "CAPABILITY IDLE", "malformed capability-data at octet 13",
     "grammar@13"},
    {"CAPABILITY string", "CAPABILITY IMAP4rev1 \"IDLE\"", "malformed atom at octet 23",
     "grammar@23"},
    {"ENABLED list", "ENABLED (CONDSTORE)", "malformed atom at octet 10", "grammar@10"},
    {"ENABLED space", "ENABLED ", "malformed SP at octet 9", "spaces@9"},
    {"FLAGS without list", "FLAGS \\Seen", "malformed flag-list at octet 8", "grammar@8"},
    {"FLAGS nothing", "FLAGS", "malformed flag-list at octet 7", "grammar@7"},
    {"FLAGS permanent", "FLAGS (\\*)", "malformed flag at octet 9", "grammar@9"},
    {"FLAGS string", "FLAGS (\"a\")", "malformed flag at octet 9", "grammar@9"},
    {"FLAGS two lists", "FLAGS () ()", "malformed flag-list at octet 11", "grammar@11"},
    {"FLAGS numbered", "3 FLAGS ()", "malformed response-data at octet 2", "grammar@2"},
    {"FLAGS bare backslash", "FLAGS (\\)", "malformed flag at octet 9", "grammar@9"},
    {"EXISTS without number", "EXISTS", "malformed response-data at octet 2", "grammar@2"},
    {"EXISTS beyond 32 bits", "4294967296 EXISTS", "out of range number at octet 2",
     "number-range@2"},
    {"EXISTS with more", "3 EXISTS 4", "malformed message-data at octet 11", "grammar@11"},
    {"EXPUNGE 0", "0 EXPUNGE", "out of range nz-number at octet 2", "number-range@2"},
    {"EXPUNGE with leading zero", "03 EXPUNGE", "malformed nz-number at octet 2", "number-range@2"},
    {"number with a sign", "-3 EXISTS", "malformed response-data at octet 2", "grammar@2"},
    {"name of digits", "5X a", "malformed response-data at octet 2", "grammar@2"},
    {"two spaces behind the number", "3  EXISTS", "malformed SP at octet 3", "spaces@3"},
    {"LIST nothing", "LIST", "malformed mailbox-list at octet 6", "grammar@6"},
    {"LIST without attributes", "LIST \"/\" INBOX", "malformed mailbox-list at octet 7",
     "grammar@7"},
    {"LIST attribute atom", "LIST (HasChildren) \"/\" a", "malformed mbx-list-flags at octet 8",
     "grammar@8"},
    {"LIST empty delimiter", "LIST () \"\" a", "malformed QUOTED-CHAR at octet 10", "grammar@10"},
    {"LIST long delimiter", "LIST () \"//\" a", "malformed QUOTED-CHAR at octet 10", "grammar@10"},
    {"LIST bare delimiter", "LIST () / a", "malformed QUOTED-CHAR at octet 10", "grammar@10"},
    {"LIST without name", "LIST () \"/\"", "malformed mailbox-list at octet 13", "grammar@13"},
    {"LIST with a space in the name", "LIST () \"/\" a b",
     "malformed mbox-list-extended at octet 16", "grammar@16"},
    {"LIST wildcard in the name", "LIST () \"/\" a*", "malformed astring at octet 14",
     "grammar@14"},
    {"LIST Latin-1", "LIST () \"/\" \"\xe9\"", "malformed QUOTED-CHAR at octet 15", "octets@15"},
    {"LIST UTF-8 in an atom", "LIST () \"/\" a\xc3\xa9", "malformed astring at octet 14",
     "grammar@14 octets@15"},
    {"LIST two spaces", "LIST ()  \"/\" a", "malformed SP at octet 9", "spaces@9"},
    {"LIST extended without value", "LIST () \"/\" a (\"OLDNAME\")",
     "malformed mbox-list-extended at octet 26", "grammar@26"},
    {"LIST extended atom", "LIST () \"/\" a (\"OLDNAME\" b)",
     "malformed tagged-ext-val at octet 27", "grammar@27"},
    {"STATUS without list", "STATUS INBOX MESSAGES 1", "malformed status-att-list at octet 15",
     "grammar@15"},
    {"STATUS without value", "STATUS INBOX (MESSAGES)", "malformed status-att-list at octet 24",
     "grammar@24"},
    {"STATUS string", "STATUS INBOX (MESSAGES \"1\")", "malformed number at octet 25",
     "grammar@25"},
    {"STATUS UIDNEXT 0", "STATUS INBOX (UIDNEXT 0)", "out of range nz-number at octet 24",
     "number-range@24"},
    {"STATUS negative", "STATUS INBOX (UNSEEN -1)", "malformed number at octet 23", "grammar@23"},
    {"STATUS SIZE beyond 63 bits", "STATUS INBOX (SIZE 9223372036854775808)",
     "out of range number64 at octet 21", "number-range@21"},
    {"STATUS space first", "STATUS INBOX ( MESSAGES 1)", "malformed SP at octet 16", "spaces@16"},
    {"SEARCH space", "SEARCH ", "malformed SP at octet 8", "spaces@8"},
    {"SEARCH 0", "SEARCH 0", "out of range nz-number at octet 9", "number-range@9"},
    {"SEARCH set", "SEARCH 1:3", "malformed nz-number at octet 9", "grammar@9"},
    {"SEARCH list", "SEARCH (1 2)", "malformed mailbox-data at octet 9", "grammar@9"},
    {"SEARCH MODSEQ alone", "SEARCH (MODSEQ 3)", "malformed mailbox-data at octet 9", "grammar@9"},
    {"SEARCH MODSEQ 0", "SEARCH 1 (MODSEQ 0)", "out of range mod-sequence-value at octet 19",
     "number-range@19"},
    {"SEARCH MODSEQ first", "SEARCH 1 (MODSEQ 3) 2", "malformed mailbox-data at octet 22",
     "grammar@22"},
    {"ESEARCH other correlator", "ESEARCH (FOO \"a\")", "malformed search-correlator at octet 11",
     "grammar@11"},
    {"ESEARCH without value", "ESEARCH (TAG \"a\") MIN", "malformed esearch-response at octet 23",
     "grammar@23"},
    {"ESEARCH MIN 0", "ESEARCH MIN 0", "out of range nz-number at octet 14", "number-range@14"},
    {"ESEARCH ALL no set", "ESEARCH ALL x", "malformed sequence-set at octet 14", "grammar@14"},
    {"ESEARCH ALL in spaces", "ESEARCH ALL 1 2", "malformed tagged-ext-label at octet 16",
     "grammar@16"},
    {"ESEARCH digits as label", "ESEARCH 1 2", "malformed tagged-ext-label at octet 10",
     "grammar@10"},
    {"THREAD flat", "THREAD 1 2", "malformed thread-data at octet 9", "grammar@9"},
    {"THREAD empty", "THREAD ()", "malformed thread-list at octet 9", "grammar@9"},
    {"THREAD with spaces", "THREAD (1) (2)", "malformed thread-data at octet 13", "grammar@13"},
    {"THREAD nests one", "THREAD (1 (2))", "malformed thread-nested at octet 12", "grammar@12"},
    {"THREAD 0", "THREAD (0)", "out of range nz-number at octet 10", "number-range@10"},
    {"NAMESPACE of two", "NAMESPACE NIL NIL", "malformed namespace-response at octet 19",
     "grammar@19"},
    {"NAMESPACE flat", "NAMESPACE (\"\" \"/\") NIL NIL", "malformed namespace at octet 13",
     "grammar@13"},
    {"NAMESPACE with spaces", "NAMESPACE ((\"\" \"/\") (\"a\" \"/\")) NIL NIL",
     "malformed namespace at octet 22", "grammar@22"},
    {"NAMESPACE empty list", "NAMESPACE () NIL NIL", "malformed namespace at octet 13",
     "grammar@13"},
    {"NAMESPACE bare", "NAMESPACE ((a \"/\")) NIL NIL", "malformed string at octet 14",
     "grammar@14"},
    {"ID odd", "ID (\"name\")", "malformed id_params_list at octet 12", "grammar@12"},
    {"ID atom", "ID (name \"x\")", "malformed string at octet 6", "grammar@6"},
    {"ID NIL as a field", "ID (NIL \"x\")", "malformed string at octet 6", "grammar@6"},
    {"VANISHED nothing", "VANISHED", "malformed expunged-resp at octet 10", "grammar@10"},
    {"VANISHED star", "VANISHED 1:*", "malformed uid-set at octet 13", "grammar@13"},
    {"VANISHED later", "VANISHED (LATER) 1", "malformed expunged-resp at octet 11", "grammar@11"},
    {"VANISHED comma last", "VANISHED 1,", "malformed uid-set at octet 13", "grammar@13"},
    {"QUOTA of Courier 5.0", "QUOTA \"ROOT\"", "malformed quota-response at octet 14",
     "grammar@14"},
    {"QUOTA without limit", "QUOTA \"\" (STORAGE 10)", "malformed quota-list at octet 22",
     "grammar@22"},
    {"QUOTA flat", "QUOTA \"\" STORAGE 10 512", "malformed quota-list at octet 11", "grammar@11"},
    {"QUOTAROOT nothing", "QUOTAROOT", "malformed quotaroot-response at octet 11", "grammar@11"},
    {"ACL odd", "ACL INBOX Fred", "malformed acl-data at octet 16", "grammar@16"},
    {"MYRIGHTS without rights", "MYRIGHTS INBOX", "malformed myrights-data at octet 16",
     "grammar@16"},
    {"LISTRIGHTS without rights", "LISTRIGHTS INBOX smith", "malformed listrights-data at octet 24",
     "grammar@24"},
    {"METADATA without entry", "METADATA INBOX", "malformed metadata-resp at octet 16",
     "grammar@16"},
    {"METADATA atom value", "METADATA INBOX (/a b)", "malformed nstring at octet 21", "grammar@21"},
};

TEST(ImapData, Bad) {
  for (const Bad& row : kBad) {
    SCOPED_TRACE(row.name);
    const std::string in = "* " + std::string(row.in) + "\r\n";
    EXPECT_EQ(outcome(parse_response(in)), row.strict);
    EXPECT_EQ(forgiven(parse_response_lenient(in)), row.lenient);
    EXPECT_EQ(broken_reader(in), "");
  }
}

}  // namespace
}  // namespace wireassay::imap
