// SEARCH, SORT and THREAD: RFC 9051 section 6.4.4, RFC 5256, and the answers of RFC 4731 with what
// RFC 5182 keeps.
#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_search.h"
#include "reference/imap_session.h"
#include "reference/imap_sort.h"
#include "reference/imap_structure.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::Command;
using imap::SearchProgram;
using imap::SearchReturn;

namespace {

std::vector<std::uint32_t> shown(const std::vector<SeqNum>& found, bool uid,
                                 const std::vector<Viewed>& messages) {
  if (!uid) return found;
  std::vector<std::uint32_t> uids;
  for (const SeqNum number : found) uids.push_back(messages.at(number - 1).message.uid);
  return uids;
}

}  // namespace

/// The messages of the table that hold to the keys; an answer instead where they cannot be
/// searched.
std::expected<ImapSession::Numbers, ImapAnswer> ImapSession::find(
    const SearchProgram& program, const std::vector<Viewed>& messages) {
  if (asks_modseq(program.keys)) enable_condstore();
  SearchProgram asked = mutant_program(program);
  if (asked.charset && !is_search_charset(*asked.charset) && fault(SearchBadcharsetOk))
    asked.charset.reset();
  auto found = reference::search(asked, messages, saved_);
  if (found) return *std::move(found);
  // RFC 5182 section 2.1: a SEARCH with SAVE that is answered NO leaves an empty result.
  if (program.returns && program.returns->save) saved_.clear();
  if (found.error() == SearchError::BadCharset)
    return std::unexpected(answer_no("not that charset", "BADCHARSET (US-ASCII UTF-8)"));
  return std::unexpected(answer_bad("the text is not of its charset"));
}

ImapSession::Answer ImapSession::search(const Command& command) {
  const auto& program = std::get<imap::SearchArgument>(command.argument).program;
  const std::vector<Viewed> messages = view_->messages();
  const auto found = find(program, messages);
  if (!found) return found.error();
  tell_search(command, program, *found, messages);
  return answer_ok("searched");
}

/// RFC 9051 section 6.4.4: ESEARCH in any case; RFC 3501: SEARCH, unless RETURN asked for the
/// other.
void ImapSession::tell_search(const Command& command, const SearchProgram& program,
                              const Numbers& found, const std::vector<Viewed>& messages) {
  const bool uid = command.uid && !fault(UidSearchGivesNumbers);
  if (program.returns || (rev2_ && !fault(Rev2SearchUntagged))) {
    const SearchReturn wanted = program.returns.value_or(SearchReturn{});
    if (wanted.save) save(wanted, found);
    const bool only_save =
        wanted.save && !wanted.min && !wanted.max && !wanted.all && !wanted.count;
    if (!only_save) untagged(esearch(command, program, found, messages));
    return;
  }
  if (found.empty() && fault(SearchEmptyNotTold)) return;
  std::string text = "SEARCH" + join(shown(found, uid, messages));
  // RFC 7162 section 3.1.6
  if (asks_modseq(program.keys) && !found.empty())
    text += " (MODSEQ " + std::to_string(highest(found, messages)) + ")";
  untagged(text);
}

Modseq ImapSession::highest(const Numbers& found, const std::vector<Viewed>& messages) {
  Modseq value = 0;
  for (const SeqNum number : found) value = std::max(value, messages.at(number - 1).message.modseq);
  return value;
}

/// RFC 4731 section 3.1: MIN, MAX and ALL only where something was found; COUNT always. Section
/// 3.2: the MODSEQ of MIN alone is that message's, with MAX the highest of both.
std::string ImapSession::esearch(const Command& command, const SearchProgram& program,
                                 const Numbers& found, const std::vector<Viewed>& messages) const {
  const SearchReturn wanted = program.returns.value_or(SearchReturn{});
  const bool all = wanted.all || (!wanted.min && !wanted.max && !wanted.count);
  const bool uid = command.uid && !fault(UidSearchGivesNumbers);
  const std::vector<std::uint32_t> numbers = shown(found, uid, messages);
  std::string text = "ESEARCH";
  if (!fault(EsearchWithoutTag)) text += " (TAG " + imap_string(command.tag) + ")";
  if (uid) text += " UID";
  if (wanted.min && !numbers.empty())
    text += " MIN " + std::to_string(fault(EsearchMinIsMax) ? numbers.back() : numbers.front());
  if (wanted.max && !numbers.empty()) text += " MAX " + std::to_string(numbers.back());
  if (wanted.count)
    text += " COUNT " + std::to_string(numbers.size() + (fault(EsearchWrongCount) ? 1 : 0));
  if (all && !numbers.empty()) text += " ALL " + to_sequence_set(numbers);
  if (!asks_modseq(program.keys) || found.empty()) return text;
  Numbers counted;
  if (wanted.min) counted.push_back(found.front());
  if (wanted.max) counted.push_back(found.back());
  if (all || wanted.count) counted = found;
  return text + " MODSEQ " + std::to_string(highest(counted, messages));
}

/// RFC 5182 section 2.1 and its table in 2.4: with MIN or MAX and nothing else only those are kept.
void ImapSession::save(const SearchReturn& returns, const Numbers& found) {
  saved_.clear();
  if (fault(SearchresNotSaved)) return;
  Numbers kept;
  const bool few = (returns.min || returns.max) && !returns.all && !returns.count;
  if (!few) kept = found;
  if (few && returns.min && !found.empty()) kept.push_back(found.front());
  if (few && returns.max && !found.empty() && (kept.empty() || kept.back() != found.back()))
    kept.push_back(found.back());
  for (const SeqNum number : kept) saved_.push_back(view_->uid_of(number).value_or(0));
}

ImapSession::Answer ImapSession::sort(const Command& command) {
  auto wanted = std::get<imap::SortArgument>(command.argument);
  if (wanted.program.returns) return answer_bad("ESORT is not offered");
  const std::vector<Viewed> messages = view_->messages();
  const auto found = find(wanted.program, messages);
  if (!found) return found.error();
  if (fault(SortReverseIgnored)) {
    for (imap::SortCriterion& criterion : wanted.criteria) criterion.reverse = false;
  }
  Numbers sorted =
      fault(SortWrongOrder) ? *found : sort_messages(wanted.criteria, messages, *found);
  untagged("SORT" + join(shown(sorted, command.uid, messages)));
  return answer_ok("sorted");
}

ImapSession::Answer ImapSession::thread(const Command& command) {
  const auto& wanted = std::get<imap::ThreadArgument>(command.argument);
  if (!is_thread_algorithm(wanted.algorithm)) return answer_bad("no such algorithm here");
  const std::vector<Viewed> messages = view_->messages();
  const auto found = find(wanted.program, messages);
  if (!found) return found.error();
  std::vector<ThreadNode> threads = thread_messages(wanted.algorithm, messages, *found);
  if (fault(ThreadFlat)) {
    threads.clear();
    for (const SeqNum number : *found) threads.push_back({number, {}});
  }
  const std::vector<Uid> uids = view_->uids();
  const std::string list = to_thread_list(threads, command.uid ? &uids : nullptr);
  untagged("THREAD" + (list.empty() ? "" : " " + list));
  return answer_ok("threaded");
}

}  // namespace wireassay::reference
