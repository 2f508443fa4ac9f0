// Which messages a SEARCH program chooses (RFC 9051 section 6.4.4, RFC 3501 section 6.4.4, RFC
// 7162 section 3.1.5), and what sequence sets mean in a mailbox.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "reference/mailbox_view.h"
#include "wire/imap/command_search.h"

namespace wireassay::reference {

enum class SearchError {
  BadCharset,  ///< NO [BADCHARSET (US-ASCII UTF-8)]
  BadText,     ///< the text is not of its character set: NO, or BAD
};

/// US-ASCII and UTF-8, in any case of letters.
bool is_search_charset(std::string_view charset);

/// Numbers of messages in the table that a set names, rising, each once. With `uid` its numbers are
/// uids. `uids` is the table (MailboxView::uids), `saved` what "$" stands for, as uids.
std::vector<SeqNum> numbers_of(const imap::SequenceSet& set, bool uid, const std::vector<Uid>& uids,
                               const std::vector<Uid>& saved = {});
/// True if the set has a sequence number beyond the table (BAD in FETCH; RFC 9051 section 9,
/// seq-number). "*" of an empty table is one.
bool beyond_table(const imap::SequenceSet& set, SeqNum exists);

/// "2:4,7" of rising numbers; empty for none.
std::string to_sequence_set(const std::vector<std::uint32_t>& numbers);

/// The numbers of messages of a whole table (MailboxView::messages) that hold to all keys, rising.
/// Without a charset strings are taken as UTF-8.
std::expected<std::vector<SeqNum>, SearchError> search(const imap::SearchProgram& program,
                                                       const std::vector<Viewed>& messages,
                                                       const std::vector<Uid>& saved = {});
/// True if MODSEQ is among the keys, so that the answer tells the highest.
bool asks_modseq(const std::vector<imap::SearchKey>& keys);

}  // namespace wireassay::reference
