// Words of the tables of this folder, for dictionaries.
#pragma once

#include <string_view>
#include <vector>

namespace wireassay::pop3 {

std::vector<std::string_view> verb_words();       ///< "RETR"
std::vector<std::string_view> resp_code_words();  ///< "IN-USE"

}  // namespace wireassay::pop3
