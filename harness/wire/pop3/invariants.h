// What the language and the judge must know of POP3, as data, and the rules that every response
// must keep.
#pragma once

#include <string_view>
#include <vector>

#include "core/event.h"
#include "wire/pop3/command.h"
#include "wire/pop3/reply.h"

namespace wireassay::pop3 {

const DialectInfo& pop3_info();

/// What a response answers.
struct Question {
  Verb asked = Verb::Other;
  Form form = Form::SingleLine;  ///< LIST and UIDL: a single line if they had an argument
  bool greeting = false;
  bool nothing = false;     ///< no command was waiting for a response, and that is certain
  bool resp_codes = false;  ///< RESP-CODES was advertised
};

/// The rules that concern what a response says; its form is the parser's matter. At most one
/// deviation of each, offsets into `raw`, the octets it was read from.
std::vector<Deviation> broken_rules(const Reply& reply, std::string_view raw,
                                    const Question& question);

}  // namespace wireassay::pop3
