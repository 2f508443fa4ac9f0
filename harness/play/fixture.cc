// Mailboxes are made, emptied and filled over IMAP where the target has that, else emptied over
// POP3 and filled over SMTP: as any client would do it.
#include "play/fixture.h"

#include <algorithm>
#include <charconv>

#include "core/cursor.h"
#include "play/imap_access.h"
#include "play/messages.h"
#include "scenario/evaluate.h"

namespace wireassay::play {
namespace {

using scenario::Millis;

// RFC 1939 section 4: a maildrop may be locked by a session that is about to end.
constexpr Millis kLockWait{3000};
constexpr Millis kLockInterval{50};
constexpr Millis kDeliveryWait{15000};
constexpr Millis kDeliveryInterval{50};
// Mail of an earlier case can be on its way while the maildrop is emptied: what came once may come
// again.
constexpr Millis kSettle{200};
constexpr std::size_t kMostRounds = 8;

std::string text_field(const Event& event, std::string_view name) {
  const auto found = event.fields.find(name);
  const auto* text =
      found == event.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? std::string() : *text;
}

// RFC 5321 section 4.5.2
std::string stuffed(std::string_view message) {
  std::string out;
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t end = std::min(message.find("\r\n", at), message.size() - 2) + 2;
    if (message.substr(at).starts_with('.')) out += '.';
    out += message.substr(at, end - at);
    at = end;
  }
  return out;
}

/// True if mail that the case sent may still be on its way when it ends.
bool receives_mail(const scenario::Case& c) {
  return std::ranges::any_of(c.connections, [](const scenario::ConnectionSpec& connection) {
    return connection.protocol == "smtp";
  });
}

bool makes_mailbox(const scenario::Case& c) {
  return c.given.box == scenario::Given::Box::NewMailbox;
}

bool subscribes(const scenario::Case& c) {
  const auto says = [](const scenario::Template& line) {
    const auto same = [](char a, char b) { return to_upper(a) == b; };
    return !std::ranges::search(line.source, std::string_view("SUBSCRIBE"), same).empty();
  };
  return std::ranges::any_of(
      c.dialogue, [&](const scenario::Step& step) { return std::ranges::any_of(step.send, says); });
}

}  // namespace

Fixture::Fixture(const Stage& stage, const Lease& lease, std::string unique)
    : lease_(lease),
      unique_(std::move(unique)),
      stage_{stage.loop, stage.contexts, stage.target, stage.unit} {
  stage_.timeouts = stage.timeouts;
  stage_.wires = stage.wires;
  stage_.transcript.connections.resize(1);
}

std::expected<std::vector<std::string>, std::string> Fixture::messages() const {
  std::vector<std::string> all;
  for (const std::string& name : stage_.unit.c->given.messages) {
    auto message = fixture_message(name, unique_);
    if (!message) {
      std::string known;
      for (const std::string_view other : fixture_message_names())
        known.append(known.empty() ? "" : ", ").append(other);
      return std::unexpected("no message is called " + name + ": there are " + known);
    }
    all.push_back(std::move(*message));
  }
  return all;
}

net::Task<Fixture::Done> Fixture::make() {
  const auto wanted = messages();
  if (!wanted) co_return std::unexpected(wanted.error());
  if (makes_mailbox(*stage_.unit.c)) co_return co_await make_mailbox();
  for (const scenario::User* user : lease_) {
    if (Done done = co_await empty(*user); !done) co_return done;
  }
  if (wanted->empty()) co_return Done{};
  if (fills_by_imap(stage_.target)) co_return co_await fill_by_imap(*wanted);
  co_return co_await fill_by_smtp(*wanted);
}

net::Task<Fixture::Done> Fixture::fill_by_imap(const std::vector<std::string>& messages) {
  ImapAccess access(stage_);
  Done done = co_await access.log_in(*lease_.front());
  for (std::size_t at = 0; done && at < messages.size(); ++at)
    done = co_await access.append("INBOX", messages[at]);
  if (done) co_await access.log_out();
  co_return done;
}

net::Task<Fixture::Done> Fixture::fill_by_smtp(const std::vector<std::string>& messages) {
  std::uint64_t delivered = 0;
  for (const std::string& message : messages) {
    if (Done done = co_await deliver(*lease_.front(), message); !done) co_return done;
    // One by one: a server may deliver several in any order.
    if (Done done = co_await await_count(*lease_.front(), ++delivered); !done) co_return done;
  }
  co_return Done{};
}

net::Task<Fixture::Done> Fixture::make_mailbox() {
  const std::string name = mailbox_name(stage_.target, unique_);
  const auto wanted = messages();
  ImapAccess access(stage_);
  Done done = co_await access.log_in(*lease_.front());
  if (done) done = co_await access.create(name);
  for (std::size_t at = 0; done && at < wanted->size(); ++at)
    done = co_await access.append(name, wanted->at(at));
  if (done) co_await access.log_out();
  co_return done;
}

net::Task<Fixture::Done> Fixture::remove_mailboxes() {
  const auto prefix = stage_.target.facts.find("mailbox_prefix");
  const std::string names = (prefix == stage_.target.facts.end() ? "" : prefix->second) + unique_;
  ImapAccess access(stage_);
  Done done = co_await access.log_in(*lease_.front());
  if (done) done = co_await access.remove_all(names, subscribes(*stage_.unit.c));
  if (done) co_await access.log_out();
  co_return done;
}

net::Task<Fixture::Done> Fixture::remove() {
  if (makes_mailbox(*stage_.unit.c)) co_return co_await remove_mailboxes();
  if (receives_mail(*stage_.unit.c)) co_await pause(kSettle);
  for (const scenario::User* user : lease_) {
    if (Done done = co_await empty(*user); !done) co_return done;
  }
  co_return Done{};
}

net::Task<void> Fixture::pause(Millis duration) {
  const auto start = stage_.loop.now();
  co_await stage_.loop.sleep_until(start + duration);
  stage_.waited += stage_.loop.now() - start;
}

net::Task<Fixture::Opened> Fixture::dial(const Route& where) {
  if (!where.missing.empty()) co_return std::unexpected(where.missing);
  auto link = std::make_unique<Link>(stage_, 0, *find_dialect(where.url.protocol), where);
  const Link::Opened opened = co_await link->open({});
  if (opened.trouble != Trouble::None)
    co_return std::unexpected(where.service + ": " + opened.text);
  co_return link;
}

net::Task<Fixture::Done> Fixture::say(Link& link, std::string line, std::string wanted) {
  co_await link.say(line);
  const Event event = co_await link.next(link.last_write() + stage_.timeouts.reply);
  if (class_matches(wanted, event)) co_return Done{};
  const std::string verb = line.substr(0, line.find(' '));
  co_return std::unexpected(link.where().service + ": " + verb + " was answered by " +
                            scenario::describe(event));
}

net::Task<Fixture::Opened> Fixture::log_in(const scenario::User& user) {
  const auto end = stage_.loop.now() + kLockWait;
  while (true) {
    Opened link = co_await dial(service_route(stage_.target, "pop3"));
    if (!link) co_return link;
    Done done = co_await say(**link, "USER " + user.name, "+OK");
    if (done) done = co_await say(**link, "PASS " + user.password, "+OK");
    if (done) co_return link;
    co_await (*link)->finish();
    if (stage_.loop.now() >= end)
      co_return std::unexpected(done.error() + " (user " + user.name + ")");
    co_await pause(kLockInterval);
  }
}

/// drop listing: "+OK" SP nn SP mm (RFC 1939 section 5)
net::Task<Fixture::Count> Fixture::count(Link& link) {
  co_await link.send("STAT\r\n", {});
  const Event event = co_await link.next(link.last_write() + stage_.timeouts.reply);
  const std::string args = text_field(event, "args");
  std::uint64_t messages = 0;
  const auto parsed = std::from_chars(args.data(), args.data() + args.size(), messages);
  if (event.cls != "+OK" || parsed.ec != std::errc{})
    co_return std::unexpected("STAT was answered by " + scenario::describe(event));
  co_return messages;
}

/// How many messages it removed.
net::Task<Fixture::Count> Fixture::empty_once(const scenario::User& user) {
  if (service_route(stage_.target, "imap").missing.empty()) co_return co_await empty_by_imap(user);
  co_return co_await empty_by_pop3(user);
}

net::Task<Fixture::Count> Fixture::empty_by_imap(const scenario::User& user) {
  ImapAccess access(stage_);
  if (const Done done = co_await access.log_in(user); !done)
    co_return std::unexpected(done.error());
  Count removed = co_await access.empty_inbox();
  if (removed) co_await access.log_out();
  co_return removed;
}

net::Task<Fixture::Count> Fixture::empty_by_pop3(const scenario::User& user) {
  const Opened link = co_await log_in(user);
  if (!link) co_return std::unexpected(link.error());
  const Count messages = co_await count(**link);
  if (!messages) co_return messages;
  for (std::uint64_t at = 1; at <= *messages; ++at) {
    const Done done = co_await say(**link, "DELE " + std::to_string(at), "+OK");
    if (!done) co_return std::unexpected(done.error());
  }
  const Done done = co_await say(**link, "QUIT", "+OK");
  if (!done) co_return std::unexpected(done.error());
  co_await (*link)->finish();
  co_return messages;
}

net::Task<Fixture::Done> Fixture::empty(const scenario::User& user) {
  for (std::size_t round = 0; round < kMostRounds; ++round) {
    const Count removed = co_await empty_once(user);
    if (!removed) co_return std::unexpected(removed.error());
    if (*removed == 0) co_return Done{};
    co_await pause(kSettle);
  }
  co_return std::unexpected("the maildrop of " + user.name + " does not get empty");
}

net::Task<Fixture::Done> Fixture::deliver(const scenario::User& user, const std::string& message) {
  const Opened link = co_await dial(service_route(stage_.target, "smtp"));
  if (!link) co_return std::unexpected(link.error());
  const auto sender = stage_.target.facts.find("sender");
  const std::string from =
      sender == stage_.target.facts.end() ? "sender@" + stage_.target.client : sender->second;
  const std::pair<std::string, std::string> lines[] = {
      {(*link)->dialect().ask_capabilities(stage_.target.client), "250"},
      {"MAIL FROM:<" + from + ">", "250"},
      {"RCPT TO:<" + user.address + ">", "25x"},
      {"DATA", "354"},
      {stuffed(message) + ".", "250"},
      {"QUIT", "221"}};
  for (const auto& [line, wanted] : lines) {
    if (Done done = co_await say(**link, line, wanted); !done) co_return done;
  }
  co_await (*link)->finish();
  co_return Done{};
}

net::Task<Fixture::Done> Fixture::await_count(const scenario::User& user, std::uint64_t wanted) {
  const auto end = stage_.loop.now() + kDeliveryWait;
  while (true) {
    const Opened link = co_await log_in(user);
    if (!link) co_return std::unexpected(link.error());
    const Count messages = co_await count(**link);
    co_await (*link)->finish();
    if (!messages) co_return std::unexpected(messages.error());
    if (*messages == wanted) co_return Done{};
    if (*messages > wanted || stage_.loop.now() >= end) {
      co_return std::unexpected("the maildrop of " + user.name + " holds " +
                                std::to_string(*messages) + " messages where " +
                                std::to_string(wanted) + " were delivered");
    }
    co_await pause(kDeliveryInterval);
  }
}

}  // namespace wireassay::play
