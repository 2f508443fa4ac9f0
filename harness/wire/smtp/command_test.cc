// Commands: what each line means, which reply its mistake earns, and that printing is the inverse
// of reading.
#include "wire/smtp/command.h"

#include <gtest/gtest.h>

#include "testing/parser.h"

namespace wireassay::smtp {
namespace {

using namespace std::string_view_literals;

/// "ok" with what was forgiven, or "501 rule@offset".
std::string outcome(const std::expected<Command, CommandError>& result) {
  if (!result) {
    const CommandError& error = result.error();
    return std::to_string(reply_code(error.fault)) + " " + std::string(error.rule) + "@" +
           std::to_string(error.offset);
  }
  std::string text = "ok";
  for (const Deviation& deviation : result->deviations) {
    text += " " + std::string(deviation.rule) + "@" + std::to_string(deviation.offset);
  }
  return text;
}

struct Row {
  std::string_view name, line, outcome;
};

void check(std::span<const Row> rows) {
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(outcome(parse_command(row.line)), row.outcome);
    const std::string whole = std::string(row.line) + "\r\n";
    EXPECT_EQ(testing::broken_invariant<Command>(whole, parse_command_line,
                                                 [](const Command& c) { return to_wire(c); }),
              "");
  }
}

TEST(SmtpCommand, Hello) {
  const Row rows[] = {
      {"EHLO", "EHLO client.test", "ok"},
      {"verb in mixed case", "eHlO x.test", "ok"},
      {"one label", "EHLO localhost", "ok"},
      {"IPv4", "EHLO [127.0.0.1]", "ok"},
      {"IPv6", "EHLO [IPv6:::1]", "ok"},
      {"bad literal", "EHLO [127.0.0.256]", "501 address-literal@6"},
      {"no argument", "EHLO", "501 EHLO@4"},
      {"only a space", "EHLO ", "501 EHLO@4"},
      {"two spaces", "EHLO  x.test", "501 Domain@5"},
      {"two words", "EHLO x.test y.test", "501 EHLO@11"},
      {"underscore", "EHLO x_y", "501 EHLO@6"},
      {"exclamation mark", "EHLO x_y!z", "501 EHLO@6"},
      {"8-bit domain", "EHLO b\xc3\xbc.test", "501 EHLO@6"},
      {"trailing dot", "EHLO x.test.", "501 Domain@12"},
      {"HELO", "HELO x.test", "ok"},
      {"HELO without argument", "HELO", "501 HELO@4"},
      {"HELO with a literal", "HELO [127.0.0.1]", "ok helo-address-literal@5"},
  };
  check(rows);
}

TEST(SmtpCommand, Mail) {
  const Row rows[] = {
      {"plain", "MAIL FROM:<a@x.test>", "ok"},
      {"null", "MAIL FROM:<>", "ok"},
      {"lower case", "mail from:<a@x.test>", "ok"},
      {"source route", "MAIL FROM:<@one.test:a@x.test>", "ok"},
      {"space after colon", "MAIL FROM: <a@x.test>", "501 Reverse-path@10"},
      {"space before colon", "MAIL FROM :<a@x.test>", "501 MAIL@4"},
      {"no FROM", "MAIL <a@x.test>", "501 MAIL@4"},
      {"TO", "MAIL TO:<a@x.test>", "501 MAIL@4"},
      {"no argument", "MAIL", "501 MAIL@4"},
      {"no path", "MAIL FROM:", "501 Reverse-path@10"},
      {"no brackets", "MAIL FROM:a@x.test", "501 Reverse-path@10"},
      {"not closed", "MAIL FROM:<a@x.test", "501 Reverse-path@19"},
      {"bare postmaster", "MAIL FROM:<postmaster>", "501 Mailbox@21"},
      {"one word", "MAILFROM:<a@x.test>", "500 command@0"},
      {"two spaces", "MAIL  FROM:<a@x.test>", "501 MAIL@4"},
      {"trailing space", "MAIL FROM:<a@x.test> ", "ok trailing-white-space@20"},
      {"no space before parameter", "MAIL FROM:<a@x.test>SIZE=1", "501 esmtp-param@20"},
      {"two spaces before parameter", "MAIL FROM:<a@x.test>  SIZE=1", "501 esmtp-keyword@21"},
      {"tab before parameter", "MAIL FROM:<a@x.test>\tSIZE=1", "501 esmtp-param@20"},
      {"8-bit address without SMTPUTF8", "MAIL FROM:<\xc3\xa9@x.test>", "501 Reverse-path@10"},
      {"8-bit address with SMTPUTF8", "MAIL FROM:<\xc3\xa9@x.test> SMTPUTF8", "ok"},
      {"8-bit that is no UTF-8", "MAIL FROM:<\xe9@x.test> SMTPUTF8", "501 Local-part@11"},
      {"NUL in the path", "MAIL FROM:<a\0@x.test>"sv, "501 Mailbox@12"},
      {"SEND", "SEND FROM:<a@x.test>", "ok"},
      {"SOML", "SOML FROM:<a@x.test>", "ok"},
      {"SAML", "SAML FROM:<a@x.test>", "ok"},
      {"SEND with parameter", "SEND FROM:<a@x.test> SIZE=1", "501 SEND@20"},
  };
  check(rows);
}

TEST(SmtpCommand, MailParameters) {
  const Row rows[] = {
      {"SIZE", "MAIL FROM:<a@x.test> SIZE=1000", "ok"},
      {"SIZE of 20 digits", "MAIL FROM:<a@x.test> SIZE=99999999999999999999", "ok"},
      {"SIZE of 21 digits", "MAIL FROM:<a@x.test> SIZE=999999999999999999999", "501 size-value@21"},
      {"SIZE no number", "MAIL FROM:<a@x.test> SIZE=abc", "501 size-value@21"},
      {"SIZE negative", "MAIL FROM:<a@x.test> SIZE=-1", "501 size-value@21"},
      {"SIZE without value", "MAIL FROM:<a@x.test> SIZE", "501 size-value@21"},
      {"SIZE with empty value", "MAIL FROM:<a@x.test> SIZE=", "501 esmtp-value@26"},
      {"SIZE twice", "MAIL FROM:<a@x.test> SIZE=1 SIZE=2", "501 esmtp-param@28"},
      {"BODY=7BIT", "MAIL FROM:<a@x.test> BODY=7BIT", "ok"},
      {"BODY=8BITMIME", "MAIL FROM:<a@x.test> body=8bitmime", "ok"},
      {"BODY=BINARYMIME", "MAIL FROM:<a@x.test> BODY=BINARYMIME", "ok"},
      {"BODY unknown", "MAIL FROM:<a@x.test> BODY=FOO", "504 body-value@21"},
      {"BODY without value", "MAIL FROM:<a@x.test> BODY", "501 body-value@21"},
      {"SMTPUTF8 with value", "MAIL FROM:<a@x.test> SMTPUTF8=1", "501 SMTPUTF8@21"},
      {"REQUIRETLS", "MAIL FROM:<a@x.test> REQUIRETLS", "ok"},
      {"REQUIRETLS with value", "MAIL FROM:<a@x.test> REQUIRETLS=Y", "501 REQUIRETLS@21"},
      {"AUTH mailbox", "MAIL FROM:<a@x.test> AUTH=e+3Dmc2@example.com", "ok"},
      {"AUTH=<>", "MAIL FROM:<a@x.test> AUTH=<>", "ok"},
      {"AUTH no mailbox", "MAIL FROM:<a@x.test> AUTH=ab", "501 auth-param@21"},
      {"AUTH bad xtext", "MAIL FROM:<a@x.test> AUTH=a+b@x.test", "501 xtext@21"},
      {"RET", "MAIL FROM:<a@x.test> RET=HDRS ENVID=QQ1", "ok"},
      {"RET bad", "MAIL FROM:<a@x.test> RET=SOME", "501 ret-value@21"},
      {"ENVID bad xtext", "MAIL FROM:<a@x.test> ENVID=a+b", "501 xtext@21"},
      {"ENVID lower-case hex", "MAIL FROM:<a@x.test> ENVID=a+2b", "501 xtext@21"},
      {"ENVID of a control", "MAIL FROM:<a@x.test> ENVID=a+00", "501 envid-parameter@21"},
      {"BY", "MAIL FROM:<a@x.test> BY=120;RT", "ok"},
      {"BY negative notify", "MAIL FROM:<a@x.test> BY=-120;N", "ok"},
      {"BY zero return", "MAIL FROM:<a@x.test> BY=0;R", "501 by-time@21"},
      {"BY mode", "MAIL FROM:<a@x.test> BY=1;X", "501 by-mode@21"},
      {"BY ten digits", "MAIL FROM:<a@x.test> BY=1234567890;R", "501 by-value@21"},
      {"MT-PRIORITY", "MAIL FROM:<a@x.test> MT-PRIORITY=-9", "ok"},
      {"MT-PRIORITY -0", "MAIL FROM:<a@x.test> MT-PRIORITY=-0", "501 priority-value@21"},
      {"MT-PRIORITY 10", "MAIL FROM:<a@x.test> MT-PRIORITY=10", "501 priority-value@21"},
      {"unknown", "MAIL FROM:<a@x.test> FOO=BAR", "555 esmtp-keyword@21"},
      {"unknown after a good one", "MAIL FROM:<a@x.test> SIZE=1 FOO", "555 esmtp-keyword@28"},
      {"of RCPT", "MAIL FROM:<a@x.test> NOTIFY=NEVER", "555 esmtp-keyword@21"},
      {"keyword with underscore", "MAIL FROM:<a@x.test> A_B=1", "501 esmtp-param@22"},
      {"keyword begins with hyphen", "MAIL FROM:<a@x.test> -A=1", "501 esmtp-keyword@21"},
      {"two equal signs", "MAIL FROM:<a@x.test> SIZE=1=2", "501 esmtp-param@27"},
      {"control in value", "MAIL FROM:<a@x.test> SIZE=1\x01", "501 esmtp-param@27"},
  };
  check(rows);
}

TEST(SmtpCommand, Rcpt) {
  const Row rows[] = {
      {"plain", "RCPT TO:<bob@lab.test>", "ok"},
      {"postmaster", "RCPT TO:<postmaster>", "ok"},
      {"postmaster in any case", "rcpt to:<PostMaster>", "ok"},
      {"postmaster with domain", "RCPT TO:<Postmaster@lab.test>", "ok"},
      {"source route", "RCPT TO:<@one.test,@two.test:bob@lab.test>", "ok"},
      {"quoted", "RCPT TO:<\"bob\"@lab.test>", "ok"},
      {"literal", "RCPT TO:<bob@[127.0.0.1]>", "ok"},
      {"null", "RCPT TO:<>", "501 Local-part@9"},
      {"no domain", "RCPT TO:<bob>", "501 Mailbox@12"},
      {"no TO", "RCPT <bob@lab.test>", "501 RCPT@4"},
      {"NOTIFY list", "RCPT TO:<b@x.test> NOTIFY=SUCCESS,FAILURE,DELAY", "ok"},
      {"NOTIFY=NEVER", "RCPT TO:<b@x.test> NOTIFY=never", "ok"},
      {"NEVER in a list", "RCPT TO:<b@x.test> NOTIFY=NEVER,SUCCESS", "501 notify-list-element@19"},
      {"SUCCESS, then NEVER", "RCPT TO:<b@x.test> NOTIFY=SUCCESS,NEVER",
       "501 notify-list-element@19"},
      {"NOTIFY empty element", "RCPT TO:<b@x.test> NOTIFY=SUCCESS,", "501 notify-list-element@19"},
      {"ORCPT", "RCPT TO:<b@x.test> ORCPT=rfc822;bob+2Blist@lab.test", "ok"},
      {"ORCPT without type", "RCPT TO:<b@x.test> ORCPT=bob@lab.test", "501 addr-type@19"},
      {"ORCPT empty type", "RCPT TO:<b@x.test> ORCPT=;bob", "501 addr-type@19"},
      {"ORCPT bad xtext", "RCPT TO:<b@x.test> ORCPT=rfc822;a+zz", "501 xtext@19"},
      {"ORCPT utf-8", "RCPT TO:<b@x.test> ORCPT=utf-8;\xc3\xa9@x.test", "ok"},
      {"ORCPT twice", "RCPT TO:<b@x.test> ORCPT=rfc822;a ORCPT=rfc822;a", "501 esmtp-param@34"},
      {"unknown", "RCPT TO:<b@x.test> FOO=BAR", "555 esmtp-keyword@19"},
      {"of MAIL", "RCPT TO:<b@x.test> SIZE=1", "555 esmtp-keyword@19"},
  };
  check(rows);
}

TEST(SmtpCommand, Others) {
  const Row rows[] = {
      {"DATA", "DATA", "ok"},
      {"DATA with argument", "DATA now", "501 DATA@4"},
      {"DATA with trailing space", "DATA ", "ok trailing-white-space@4"},
      {"RSET", "rset", "ok"},
      {"RSET with argument", "RSET now", "501 RSET@4"},
      {"QUIT with argument", "QUIT now", "501 QUIT@4"},
      {"STARTTLS", "STARTTLS", "ok"},
      {"STARTTLS with argument", "STARTTLS x", "501 STARTTLS@8"},
      {"TURN", "TURN", "ok"},
      {"BDAT", "BDAT 20", "ok"},
      {"BDAT LAST", "BDAT 0 LAST", "ok"},
      {"BDAT last in lower case", "BDAT 0 last", "ok"},
      {"BDAT without size", "BDAT", "501 chunk-size@4"},
      {"BDAT LAST alone", "BDAT LAST", "501 chunk-size@5"},
      {"BDAT no number", "BDAT x LAST", "501 chunk-size@5"},
      {"BDAT largest", "BDAT 18446744073709551615", "ok"},
      {"BDAT over 64 bits", "BDAT 18446744073709551616", "501 chunk-size@5"},
      {"BDAT other word", "BDAT 5 FIRST", "501 end-marker@6"},
      {"BDAT negative", "BDAT -1", "501 chunk-size@5"},
      {"NOOP", "NOOP", "ok"},
      {"NOOP with an atom", "NOOP hello", "ok"},
      {"NOOP with two words", "NOOP hello there", "ok free-string@5"},
      {"NOOP with a quoted string", "NOOP \"hello there\"", "ok"},
      {"NOOP with a control", "NOOP a\x01", "501 String@5"},
      {"NOOP with trailing tab", "NOOP\t", "ok trailing-white-space@4"},
      {"NOOP with tab and text", "NOOP\tx", "500 command@0"},
      {"HELP", "HELP", "ok"},
      {"HELP with argument", "HELP MAIL", "ok"},
      {"VRFY", "VRFY postmaster", "ok"},
      {"VRFY mailbox", "VRFY bob@lab.test", "ok"},
      {"VRFY in brackets", "VRFY <bob@lab.test>", "ok free-string@5"},
      {"VRFY without argument", "VRFY", "501 String@4"},
      {"VRFY with SMTPUTF8", "VRFY \xc3\xa9@x.test SMTPUTF8", "ok"},
      {"VRFY 8-bit without SMTPUTF8", "VRFY \xc3\xa9@x.test", "501 String@5"},
      {"VRFY of SMTPUTF8 itself", "VRFY SMTPUTF8", "ok"},
      {"EXPN", "EXPN team", "ok"},
      {"EXPN without argument", "EXPN ", "501 String@4"},
      {"AUTH", "AUTH PLAIN", "ok"},
      {"AUTH with initial response", "AUTH PLAIN AGFsaWNlAHNlY3JldA==", "ok"},
      {"AUTH with empty response", "AUTH EXTERNAL =", "ok"},
      {"AUTH mechanism in lower case", "auth cram-md5", "ok"},
      {"AUTH without mechanism", "AUTH", "501 sasl-mech@4"},
      {"AUTH mechanism of 21", "AUTH ABCDEFGHIJKLMNOPQRSTU", "501 sasl-mech@26"},
      {"AUTH mechanism with a dot", "AUTH A.B", "501 sasl-mech@6"},
      {"AUTH pad inside", "AUTH PLAIN AAA=BBB=", "501 initial-response@11"},
      {"AUTH pad first", "AUTH PLAIN =AAA", "501 initial-response@11"},
      {"AUTH no base64", "AUTH PLAIN ab*d", "501 initial-response@11"},
      {"AUTH two words", "AUTH PLAIN AAAA BBBB", "501 initial-response@11"},
      {"ETRN", "ETRN example.com", "ok"},
      {"ETRN subdomains", "ETRN @example.com", "ok"},
      {"ETRN queue", "ETRN #uucp", "ok"},
      {"ETRN without argument", "ETRN", "501 ETRN@4"},
      {"ATRN", "ATRN", "ok"},
      {"ATRN with domains", "ATRN example.org,example.com", "ok"},
      {"ATRN with one label", "ATRN org", "501 domain@5"},
      {"ATRN with empty element", "ATRN example.org,", "501 Domain@17"},
      {"unknown", "XYZZY", "500 command@0"},
      {"empty", "", "500 command@0"},
      {"only spaces", "  ", "500 command@0"},
      {"leading space", " NOOP", "500 command@0"},
      {"NUL in the verb", "NO\0OP"sv, "500 command@0"},
      {"8-bit in the verb", "NO\xd6P", "500 command@0"},
      {"prefix of a verb", "NOO", "500 command@0"},
      {"verb and more", "NOOPS", "500 command@0"},
  };
  check(rows);
}

TEST(SmtpCommand, Options) {
  const CommandOptions plain{.smtputf8 = false,
                             .offered = ParameterSet::none().with(ParameterName::Size)};
  EXPECT_EQ(outcome(parse_command("MAIL FROM:<a@x.test> SIZE=1", plain)), "ok");
  EXPECT_EQ(outcome(parse_command("MAIL FROM:<a@x.test> BODY=7BIT", plain)),
            "555 esmtp-keyword@21");
  EXPECT_EQ(outcome(parse_command("MAIL FROM:<\xc3\xa9@x.test> SMTPUTF8", plain)),
            "501 Local-part@11");
  EXPECT_EQ(outcome(parse_command("RCPT TO:<\xc3\xa9@x.test>", plain)), "501 Local-part@9");
  EXPECT_EQ(outcome(parse_command("RCPT TO:<\xc3\xa9@x.test>")), "ok");
  EXPECT_EQ(outcome(parse_command("VRFY bob SMTPUTF8", plain)), "504 SMTPUTF8@5");
  const std::string long_local = "RCPT TO:<" + std::string(65, 'a') + "@x.test>";
  EXPECT_EQ(outcome(parse_command(long_local)), "501 Local-part@73");
  EXPECT_EQ(outcome(parse_command(long_local, {.max_local_part = 65})), "ok");
}

TEST(SmtpCommand, Values) {
  const auto mail = parse_command(
      "MAIL FROM:<@one.test:a@x.test> SIZE=99999999999999999999 BODY=8BITMIME ENVID=a+20b "
      "BY=-3;NT");
  ASSERT_TRUE(mail);
  const auto& argument = std::get<MailArgument>(mail->argument);
  EXPECT_EQ(argument.path.route, std::vector<std::string>{"one.test"});
  EXPECT_EQ(message::to_wire(*argument.path.mailbox), "a@x.test");
  EXPECT_EQ(argument.values.size, UINT64_MAX);
  EXPECT_EQ(argument.values.body, Body::EightBitMime);
  EXPECT_EQ(argument.values.envid, "a b");
  EXPECT_EQ(argument.values.by, (DeliverBy{.seconds = -3, .give_back = false, .trace = true}));
  const auto rcpt =
      parse_command("RCPT TO:<bob@x.test> NOTIFY=DELAY,FAILURE ORCPT=rfc822;a+2Bb@x.test");
  ASSERT_TRUE(rcpt);
  EXPECT_EQ(std::get<RcptArgument>(rcpt->argument).values.notify,
            (Notify{.failure = true, .delay = true}));
  EXPECT_EQ(std::get<RcptArgument>(rcpt->argument).values.orcpt,
            (OriginalRecipient{"rfc822", "a+b@x.test"}));
  const auto chunk = parse_command("BDAT 12 LAST");
  ASSERT_TRUE(chunk);
  EXPECT_EQ(std::get<ChunkArgument>(chunk->argument), (ChunkArgument{12, true}));
  const auto auth = parse_command("auth plain =");
  ASSERT_TRUE(auth);
  EXPECT_EQ(std::get<AuthArgument>(auth->argument), (AuthArgument{"PLAIN", "="}));
}

TEST(SmtpCommand, LineLength) {
  // "the maximum length of a MAIL FROM command line is increased by 26 characters" (RFC 1870)
  EXPECT_EQ(max_command_line(Verb::Mail, ParameterSet::none()), 512U);
  EXPECT_EQ(max_command_line(Verb::Mail, ParameterSet::none().with(ParameterName::Size)), 538U);
  EXPECT_EQ(max_command_line(Verb::Rcpt, ParameterSet::none().with(ParameterName::Size)), 512U);
  EXPECT_EQ(max_command_line(Verb::Noop, ParameterSet::all()), 512U);
}

TEST(SmtpCommand, ParameterCount) {
  std::string line = "MAIL FROM:<>";
  for (std::size_t i = 0; i <= kMaxParameters; ++i) line += " A" + std::to_string(i);
  const auto command = parse_command(line);
  ASSERT_FALSE(command);
  EXPECT_EQ(command.error().code, Errc::TooMany);
}

TEST(SmtpLine, Table) {
  struct LineRow {
    std::string_view name, in;
    Parsed<std::string_view> answer;
  };
  const std::string fits(510, 'x'), over(511, 'x');
  const std::string fits_line = fits + "\r\n", over_line = over + "\r\n";
  const LineRow rows[] = {
      {"nothing", "", NeedMore{}},
      {"half", "NOOP", NeedMore{}},
      {"CR at the end", "NOOP\r", NeedMore{}},
      {"line", "NOOP\r\nX", Got<std::string_view>{"NOOP", 6}},
      {"empty line", "\r\n", Got<std::string_view>{"", 2}},
      {"bare LF", "NOOP\n", ParseError{Errc::Malformed, 4, "CRLF"}},
      {"bare CR", "NO\rOP\r\n", ParseError{Errc::Malformed, 2, "CRLF"}},
      {"two CRs", "NOOP\r\r\n", ParseError{Errc::Malformed, 4, "CRLF"}},
      {"NUL is an octet", "N\0P\r\n"sv, Got<std::string_view>{"N\0P"sv, 5}},
      {"512 octets", fits_line, Got<std::string_view>{fits, 512}},
      {"513 octets", over_line, ParseError{Errc::TooLong, 512, "command-line"}},
  };
  for (const LineRow& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(parse_line(row.in), row.answer);
    const auto parse = [](std::string_view in) { return parse_line(in, 16); };
    EXPECT_EQ(testing::broken_invariant<std::string_view>(row.in.substr(0, 64), parse), "");
  }
  EXPECT_EQ(parse_line(std::string(600, 'x')),
            Parsed<std::string_view>(ParseError{Errc::TooLong, 512, "command-line"}));
}

TEST(SmtpVerbs, Table) {
  for (const VerbSpec& spec : verb_specs()) {
    EXPECT_EQ(find_verb(spec.word), spec.verb);
    EXPECT_EQ(to_string(spec.verb), spec.word);
  }
  EXPECT_EQ(find_verb("noop"), Verb::Noop);
  EXPECT_EQ(find_verb(""), std::nullopt);
  EXPECT_TRUE(is_base64("QQ=="));
  EXPECT_FALSE(is_base64("Q==="));
  EXPECT_FALSE(is_base64(""));
  EXPECT_FALSE(is_base64("QQ"));
}

}  // namespace
}  // namespace wireassay::smtp
