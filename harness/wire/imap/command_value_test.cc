// What commands mean, limits, and what can be told of a command that is wrong or not all there.
#include <gtest/gtest.h>

#include "wire/imap/command.h"

namespace wireassay::imap {
namespace {

Command read(const std::string& command) {
  const Parsed<Command> answer = parse_command("a " + command + "\r\n");
  if (const auto* error = std::get_if<ParseError>(&answer)) ADD_FAILURE() << to_string(*error);
  const auto* got = std::get_if<Got<Command>>(&answer);
  return got == nullptr ? Command{} : got->value;
}
template <class Argument>
Argument argument(const std::string& command) {
  const Command value = read(command);
  EXPECT_TRUE(std::holds_alternative<Argument>(value.argument));
  return std::holds_alternative<Argument>(value.argument) ? std::get<Argument>(value.argument)
                                                          : Argument{};
}
ParseError error(std::string_view octets, const CommandOptions& options = {}) {
  const Parsed<Command> answer = parse_command(octets, options);
  const auto* found = std::get_if<ParseError>(&answer);
  return found == nullptr ? ParseError{} : *found;
}

TEST(ImapCommandValue, Session) {
  EXPECT_EQ(argument<LoginArgument>("LOGIN {5+}\r\na b\r\n \"\\\"\\\\\""),
            (LoginArgument{"a b\r\n", "\"\\"}));
  EXPECT_EQ(argument<AuthenticateArgument>("AUTHENTICATE plain ="),
            (AuthenticateArgument{"PLAIN", "="}));
  EXPECT_EQ(argument<IdArgument>("ID NIL"), IdArgument{});
  const IdArgument id = argument<IdArgument>("ID (\"a\" NIL \"b\" \"NIL\")");
  ASSERT_TRUE(id.fields.has_value());
  ASSERT_EQ(id.fields->size(), 2U);
  EXPECT_EQ(id.fields->at(0).second, std::nullopt);
  EXPECT_EQ(id.fields->at(1).second, "NIL");
}

TEST(ImapCommandValue, Mailboxes) {
  const SelectArgument select = argument<SelectArgument>("SELECT x (QRESYNC (7 9 1:3 (1,2 5:6)))");
  EXPECT_FALSE(select.condstore);
  EXPECT_EQ(select.qresync,
            (Qresync{7, 9, SequenceSet{{{1, 3}}},
                     std::pair{SequenceSet{{{1, 1}, {2, 2}}}, SequenceSet{{{5, 6}}}}}));
  EXPECT_EQ(argument<CreateArgument>("CREATE x (USE (\\Sent))"),
            (CreateArgument{"x", std::vector<std::string>{"\\Sent"}}));
  const ListArgument list = argument<ListArgument>(
      "LIST (SUBSCRIBED RECURSIVEMATCH) inbox (%) RETURN (STATUS (SIZE RECENT))");
  EXPECT_EQ(list.selection, (ListSelection{.subscribed = true, .recursive_match = true}));
  EXPECT_EQ(list.reference, "INBOX");
  EXPECT_EQ(list.patterns, std::vector<std::string>{"%"});
  EXPECT_TRUE(list.in_parentheses);
  EXPECT_EQ(list.returns,
            (ListReturn{.status = std::vector{StatusItem::Size, StatusItem::Recent}}));
  EXPECT_EQ(argument<ListArgument>("LSUB \"\" *"), (ListArgument{.patterns = {"*"}}));
}

TEST(ImapCommandValue, Append) {
  const AppendArgument append = argument<AppendArgument>(
      "APPEND x (\\Seen work) \" 7-Feb-1994 21:52:25 -0830\" ~{3}\r\n\r\n)");
  EXPECT_EQ(append.flags, (std::vector<std::string>{"\\Seen", "work"}));
  EXPECT_EQ(append.date, (DateTime{{1994, 2, 7}, 21, 52, 25, -510}));
  EXPECT_EQ(append.form, AppendArgument::Form::Literal8);
  EXPECT_EQ(append.message, "\r\n)");
  EXPECT_EQ(argument<AppendArgument>("APPEND x UTF8 (~{1}\r\nz)").form, AppendArgument::Form::Utf8);
}

TEST(ImapCommandValue, Messages) {
  EXPECT_EQ(argument<CopyArgument>("COPY 4:2,*,3:*,$ x").set,
            (SequenceSet{{{4, 2}, {kStar, kStar}, {3, kStar}}, true}));
  EXPECT_TRUE(read("UID EXPUNGE 1").uid);
  EXPECT_EQ(argument<SetArgument>("UID EXPUNGE 1").set, (SequenceSet{{{1, 1}}}));
  EXPECT_EQ(argument<StoreArgument>("STORE 1 (UNCHANGEDSINCE 7) -FLAGS.SILENT \\Seen"),
            (StoreArgument{{{{1, 1}}}, 7, StoreArgument::Action::Remove, true, {"\\Seen"}}));
  const FetchArgument full = argument<FetchArgument>("FETCH 1 FULL");
  EXPECT_EQ(full.macro, FetchArgument::Macro::Full);
  EXPECT_EQ(full.items.size(), 5U);
  EXPECT_EQ(argument<FetchArgument>("FETCH 1 FAST").items.size(), 3U);
  const FetchArgument fetch = argument<FetchArgument>(
      "UID FETCH 1 (BODY.PEEK[1.2.HEADER.FIELDS.NOT (To)]<3.4> BINARY.SIZE[5]) (CHANGEDSINCE 6)");
  ASSERT_EQ(fetch.items.size(), 2U);
  EXPECT_EQ(fetch.items.at(0),
            (FetchItem{.kind = FetchItem::Kind::BodySection,
                       .peek = true,
                       .section = {{1, 2}, Section::Text::HeaderFieldsNot, {"To"}},
                       .partial = Partial{3, 4}}));
  EXPECT_EQ(fetch.items.at(1),
            (FetchItem{.kind = FetchItem::Kind::BinarySize, .section = {.part = {5}}}));
  EXPECT_EQ(fetch.changed_since, 6U);
  EXPECT_FALSE(fetch.vanished);
}

TEST(ImapCommandValue, Search) {
  using Kind = SearchKey::Kind;
  const SearchProgram program =
      argument<SearchArgument>(
          "SEARCH RETURN (MIN SAVE) CHARSET x OR 1 (NOT SEEN SENTON 2-Jan-2020) "
          "HEADER To {1}\r\nb LARGER 9 MODSEQ \"/flags/\\\\Seen\" priv 5")
          .program;
  EXPECT_EQ(program.returns, (SearchReturn{.min = true, .save = true}));
  EXPECT_EQ(program.charset, "x");
  ASSERT_EQ(program.keys.size(), 4U);
  const SearchKey unseen{.kind = Kind::Not, .keys = {{.kind = Kind::Seen}}};
  const SearchKey sent{.kind = Kind::SentOn, .date = {2020, 1, 2}};
  EXPECT_EQ(program.keys.at(0), (SearchKey{.kind = Kind::Or,
                                           .keys = {{.kind = Kind::Set, .set = {{{1, 1}}}},
                                                    {.kind = Kind::And, .keys = {unseen, sent}}}}));
  EXPECT_EQ(program.keys.at(1), (SearchKey{.kind = Kind::Header, .name = "To", .text = "b"}));
  EXPECT_EQ(program.keys.at(2), (SearchKey{.kind = Kind::Larger, .number = 9}));
  EXPECT_EQ(
      program.keys.at(3),
      (SearchKey{.kind = Kind::Modseq, .name = "/flags/\\Seen", .text = "priv", .number = 5}));
  const SortArgument sort = argument<SortArgument>("SORT (REVERSE DATE TO) UTF-8 ALL");
  EXPECT_EQ(sort.criteria, (std::vector<SortCriterion>{{SortCriterion::Key::Date, true},
                                                       {SortCriterion::Key::To, false}}));
}

TEST(ImapCommandValue, Utf8InQuotesIsAChoice) {
  const std::string_view good = "a SELECT \"\xC3\xA9\"\r\n";
  EXPECT_EQ(error(good), (ParseError{Errc::Malformed, 10, "mailbox"}));
  const Parsed<Command> answer = parse_command(good, {.utf8 = true});
  const auto* got = std::get_if<Got<Command>>(&answer);
  ASSERT_NE(got, nullptr);
  EXPECT_EQ(to_wire(got->value), "a SELECT {2}\r\n\xC3\xA9\r\n");
  for (const std::string_view bad : {"\xC3", "\xA9", "\xC0\x80", "\xED\xA0\x80", "\xFF"}) {
    EXPECT_EQ(error("a SELECT \"" + std::string(bad) + "\"\r\n", {.utf8 = true}),
              (ParseError{Errc::Malformed, 10, "mailbox"}));
  }
}

TEST(ImapCommandValue, Depth) {
  const auto nested = [](std::string_view open, std::size_t depth, std::string_view close) {
    std::string out = "a SEARCH ";
    for (std::size_t i = 0; i < depth; ++i) out += open;
    out += "ALL";
    for (std::size_t i = 0; i < depth; ++i) out += close;
    return out + "\r\n";
  };
  EXPECT_TRUE(std::holds_alternative<Got<Command>>(parse_command(nested("(", 63, ")"))));
  EXPECT_EQ(error(nested("(", 64, ")")), (ParseError{Errc::TooDeep, 73, "search-key"}));
  EXPECT_EQ(error(nested("(", 2000, ")")).code, Errc::TooDeep);
  EXPECT_EQ(error(nested("NOT ", 2000, "")).code, Errc::TooDeep);
  EXPECT_EQ(error(nested("OR ALL ", 2000, "")).code, Errc::TooDeep);
}

TEST(ImapCommandValue, Limits) {
  const CommandOptions tight{.max_line = 32, .max_literal = 8, .max_literals = 2, .max_total = 40};
  struct Row {
    std::string_view name;
    std::string in;
    Parsed<Command> want;
  };
  const Row kRows[] = {
      {"line of 32", "a SELECT aaaaaaaaaaaaaaaaaaaaa\r\n",
       Got<Command>{{"a", Verb::Select, false, SelectArgument{std::string(21, 'a')}}, 32}},
      {"line of 33", "a SELECT aaaaaaaaaaaaaaaaaaaaaa\r\n",
       ParseError{Errc::TooLong, 32, "command-line"}},
      {"and no end", std::string(32, 'a'), ParseError{Errc::TooLong, 32, "command-line"}},
      {"lines are added up", "a LOGIN {1}\r\na aaaaaaaaaaaaaaaaaa\r\n",
       ParseError{Errc::TooLong, 33, "command-line"}},
      {"literal of 9", "a SELECT {9}\r\n", ParseError{Errc::TooLong, 14, "literal"}},
      {"three literals", "a ID ({0}\r\n {0}\r\n {0}\r\n",
       ParseError{Errc::TooMany, 23, "literals"}},
      {"total", "a LOGIN aaaaa {8}\r\n12345678 aa {8}\r\n",
       ParseError{Errc::TooLong, 36, "command"}},
      {"literal not there", "a SELECT {8}\r\n1234567", NeedMore{}},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(parse_command(row.in, tight), row.want);
  }
  std::string many = "a SEARCH ALL";
  for (std::size_t i = 0; i < kMaxElements; ++i) many += " 1";
  EXPECT_EQ(error(many + "\r\n").code, Errc::TooMany);
  std::string set = "a COPY 1";
  for (std::size_t i = 0; i < kMaxElements; ++i) set += ",1";
  EXPECT_EQ(error(set + " x\r\n").code, Errc::TooMany);
}

TEST(ImapCommandValue, BeforeALiteral) {
  struct Row {
    std::string_view octets;
    bool wrong;
  };
  const Row kRows[] = {
      {"a LOGIN {3}\r\n", false},
      {"a LOGIN x {3}\r\n", false},
      {"a LOGIN {1}\r\nx {3}\r\n", false},
      {"a APPEND x {300}\r\n", false},
      {"a APPEND x ~{300}\r\n", false},
      {"a SEARCH TEXT {3}\r\n", false},
      {"a NOOP {3}\r\n", true},
      {"a FOO {3}\r\n", true},
      {"a LOGIN x y {3}\r\n", true},
      {"a LOGIN \"x {3}\r\n", true},
      {"a LOGIN ~{3}\r\n", true},
      {"a FETCH {3}\r\n", true},
      {"a SEARCH KEYWORD {3}\r\n", true},
      {"a APPEND x (\\Seen{3}\r\n", true},
      {"a  LOGIN {3}\r\n", true},
      {"a LOGIN x{3}\r\n", true},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.octets);
    EXPECT_EQ(error_before_literal(row.octets).has_value(), row.wrong);
  }
}

TEST(ImapCommandValue, RecoversTags) {
  struct Row {
    std::string_view octets;
    std::optional<std::string> tag;
  };
  const Row kRows[] = {
      {"a1 FOO\r\n", "a1"},   {"a1\r\n", "a1"},           {"a1", "a1"},
      {"a1 ", "a1"},          {"", std::nullopt},         {"\r\n", std::nullopt},
      {" a", std::nullopt},   {"* NOOP", std::nullopt},   {"a+ NOOP", std::nullopt},
      {"a\tb", std::nullopt}, {"a\n", std::nullopt},      {"\xC3\xA9 NOOP", std::nullopt},
      {"a\r", std::nullopt},  {"(a) NOOP", std::nullopt},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.octets);
    EXPECT_EQ(recover_tag(row.octets), row.tag);
  }
}

}  // namespace
}  // namespace wireassay::imap
