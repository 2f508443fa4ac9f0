// Words of the tables of this folder, for dictionaries.
#pragma once

#include <string_view>
#include <vector>

namespace wireassay::http {

std::vector<std::string_view> field_words();       ///< "Content-Length"; some come twice
std::vector<std::string_view> auth_param_words();  ///< "realm"; some come twice

}  // namespace wireassay::http
