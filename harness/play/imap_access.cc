#include "play/imap_access.h"

#include <algorithm>
#include <charconv>

#include "core/cursor.h"
#include "play/unit.h"
#include "scenario/evaluate.h"

namespace wireassay::play {
namespace {

const TextList& untagged_of(const Event& event) {
  static const TextList kNone;
  const auto found = event.fields.find("untagged");
  const auto* list = found == event.fields.end() ? nullptr : std::get_if<TextList>(&found->second);
  return list == nullptr ? kNone : *list;
}

/// The mailbox of "LIST (\HasNoChildren) "/" name": the last value, as it was sent.
std::string_view last_value(std::string_view data) {
  if (!data.ends_with('"')) return data.substr(data.rfind(' ') + 1);
  std::size_t open = data.size() - 1;
  while (open > 0) {
    --open;
    if (data[open] == '"' && (open == 0 || data[open - 1] != '\\')) break;
  }
  return data.substr(open);
}

/// The number of "3 EXISTS", the last one that is told.
std::uint64_t exists_in(const Event& event) {
  std::uint64_t count = 0;
  for (const std::string& data : untagged_of(event)) {
    const std::size_t space = data.find(' ');
    if (space == std::string::npos || !equal_ignoring_case(data.substr(space + 1), "EXISTS"))
      continue;
    std::from_chars(data.data(), data.data() + space, count);
  }
  return count;
}

}  // namespace

std::string imap_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

net::Task<ImapAccess::Result<Event>> ImapAccess::ask(std::string line, std::string wanted) {
  co_await link_->say(line);
  Event event = co_await link_->next(link_->last_write() + stage_.timeouts.reply);
  if (class_matches(wanted, event)) co_return std::move(event);
  co_return std::unexpected(link_->where().service + ": " + line.substr(0, line.find(' ')) +
                            " was answered by " + scenario::describe(event));
}

net::Task<ImapAccess::Done> ImapAccess::log_in(const scenario::User& user) {
  const Route where = service_route(stage_.target, "imap");
  if (!where.missing.empty()) co_return std::unexpected(where.missing);
  link_ = std::make_unique<Link>(stage_, 0, *find_dialect("imap"), where);
  const Link::Opened opened = co_await link_->open({});
  if (opened.trouble != Trouble::None)
    co_return std::unexpected(where.service + ": " + opened.text);
  const auto done =
      co_await ask("LOGIN " + imap_quoted(user.name) + " " + imap_quoted(user.password), "OK");
  if (!done) co_return std::unexpected(done.error() + " (user " + user.name + ")");
  co_return Done{};
}

net::Task<ImapAccess::Done> ImapAccess::create(const std::string& mailbox) {
  const auto done = co_await ask("CREATE " + mailbox, "OK");
  if (!done)
    co_return std::unexpected(done.error() +
                              "; if mailboxes need a prefix, tell it by mailbox = { prefix = …, "
                              "separator = … } of the target");
  co_return Done{};
}

net::Task<ImapAccess::Done> ImapAccess::append(const std::string& mailbox,
                                               const std::string& message) {
  std::string size = "{" + std::to_string(message.size()) + "}";
  auto done = co_await ask("APPEND " + mailbox + " " + size, "+");
  if (done) done = co_await ask(message, "OK");
  if (!done) co_return std::unexpected("APPEND: " + done.error());
  co_return Done{};
}

net::Task<ImapAccess::Result<std::uint64_t>> ImapAccess::empty_inbox() {
  const auto selected = co_await ask("SELECT INBOX", "OK");
  if (!selected) co_return std::unexpected(selected.error());
  const std::uint64_t messages = exists_in(*selected);
  if (messages == 0) co_return messages;
  for (const char* line : {"STORE 1:* +FLAGS.SILENT (\\Deleted)", "EXPUNGE"}) {
    const auto done = co_await ask(line, "OK");
    if (!done) co_return std::unexpected(done.error());
  }
  co_return messages;
}

net::Task<ImapAccess::Result<std::vector<std::string>>> ImapAccess::list(
    std::string command, const std::string& prefix) {
  std::string line = command + " \"\" " + imap_quoted(prefix + "*");
  const auto listed = co_await ask(std::move(line), "OK");
  if (!listed) co_return std::unexpected(listed.error());
  std::vector<std::string> names;
  for (const std::string& data : untagged_of(*listed)) {
    if (equal_ignoring_case(data.substr(0, command.size() + 1), command + " "))
      names.emplace_back(last_value(data));
  }
  std::ranges::sort(names, std::greater{}, &std::string::size);
  co_return names;
}

net::Task<ImapAccess::Done> ImapAccess::remove_all(const std::string& prefix, bool subscriptions) {
  if (subscriptions) {
    const auto subscribed = co_await list("LSUB", prefix);
    if (!subscribed) co_return std::unexpected(subscribed.error());
    for (const std::string& name : *subscribed) (void)co_await ask("UNSUBSCRIBE " + name, "reply");
  }
  const auto made = co_await list("LIST", prefix);
  if (!made) co_return std::unexpected(made.error());
  for (const std::string& name : *made) {
    const auto done = co_await ask("DELETE " + name, "reply");
    if (!done) co_return std::unexpected(done.error());
  }
  co_return Done{};
}

net::Task<void> ImapAccess::log_out() {
  if (!link_) co_return;
  (void)co_await ask("LOGOUT", "OK");
  co_await link_->finish();
  link_.reset();
}

}  // namespace wireassay::play
