// Words of the tables of this folder, for dictionaries.
#pragma once

#include <string_view>
#include <vector>

namespace wireassay::imap {

std::vector<std::string_view> verb_words();           ///< "FETCH"
std::vector<std::string_view> command_words();        ///< items, macros, sections, keys of commands
std::vector<std::string_view> response_words();       ///< "EXISTS"
std::vector<std::string_view> response_code_words();  ///< "UIDNEXT"
std::vector<std::string_view> fetch_words();          ///< "BODYSTRUCTURE"

}  // namespace wireassay::imap
