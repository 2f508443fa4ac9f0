// The messages that `given` can name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wireassay::play {

/// A whole message, lines ended by CRLF, without dot-stuffing; nullopt: there is none of that name.
/// `unique` goes into its Subject and Message-ID.
std::optional<std::string> fixture_message(std::string_view name, std::string_view unique);

/// For the text of an error.
std::vector<std::string_view> fixture_message_names();

}  // namespace wireassay::play
