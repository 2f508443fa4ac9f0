// Test-only: samples, Maildirs, and mailboxes of the store as texts.
#include "reference/clients_test_support.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "core/escape.h"
#include "net/certificate.h"
#include "reference/mailbox_view.h"
#include "reference/store.h"

namespace wireassay::reference::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kUsers = 64;
constexpr std::time_t kReceived = 1767323045;  // 2026-01-02 03:04:05 UTC
constexpr std::size_t kShown = 400;            // octets of what is no sample
constexpr std::size_t kLongestLine = 998;      // RFC 5322 section 2.1.1
constexpr int kManyLines = 1000;
constexpr std::chrono::minutes kWhile{1};
constexpr int kNesting = 2;  // a value may name others

/// getmail puts a Return-Path before a message that does not begin with one.
std::string header(int number) {
  const std::string digit = std::to_string(number);
  return "Return-Path: <a@x.test>\r\nFrom: A <a@x.test>\r\nTo: b@x.test\r\nSubject: number " +
         digit + "\r\nDate: Thu, 1 Jan 2026 00:00:0" + digit + " +0000\r\nMessage-ID: <" + digit +
         "@x.test>\r\n";
}

std::string long_body() {
  std::string text = std::string(kLongestLine, 'x') + "\r\n";
  for (int line = 0; line < kManyLines; ++line)
    text += ".line " + std::to_string(line) + " of a message that takes many reads\r\n";
  return text;
}

std::array<std::string, kSamples> make_samples() {
  return {
      header(1) + "\r\n.dot first\r\n..two\r\n.\r\nFrom here, \xe9t\xe9 in Latin-1\r\nend\r\n",
      header(2) +
          "X-Folded: one\r\n\ttwo  \r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; "
          "boundary=\"=_b\"\r\n\r\npreamble\r\n--=_b\r\nContent-Type: text/plain; charset=utf-8\r\n"
          "Content-Transfer-Encoding: 8bit\r\n\r\n\xc3\xa9t\xc3\xa9 \xe2\x82\xac\r\n--=_b\r\n"
          "Content-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: base64\r\n"
          "\r\nAAECAwQFBgcICQ==\r\n--=_b--\r\nepilogue\r\n",
      header(3) + "\r\n" + long_body(),
      header(4) + "\r\n",
      header(5) + "\r\n \r\n\t\r\ntrailing \t\r\n)\r\n* OK\r\n+OK\r\n\r\n\r\n",
      header(6) + "\r\nsix\r\n",
  };
}

constexpr std::pair<char, std::string_view> kLetters[] = {
    {'D', "\\Draft"}, {'F', "\\Flagged"}, {'R', "\\Answered"}, {'S', "\\Seen"}, {'T', "\\Deleted"}};

Flags flags_of(std::string_view letters) {
  Flags flags;
  for (const auto& [letter, flag] : kLetters) {
    if (letters.find(letter) != std::string_view::npos) flags.emplace(flag);
  }
  return flags;
}

std::string letters_of(const Flags& flags) {
  std::string letters;
  for (const auto& [letter, flag] : kLetters) {
    if (flags.contains(flag)) letters += letter;
  }
  return letters;
}

std::string text_of(std::string_view octets, const std::string& letters) {
  std::string text = "(" + escape_short(octets, kShown) + ")";
  for (int number = 1; number <= kSamples; ++number) {
    if (octets == sample(number)) text = std::to_string(number);
  }
  return letters.empty() ? text : text + ":" + letters;
}

std::string joined(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

struct Part {
  int number = 0;
  std::string letters;
};
std::vector<Part> parts(std::string_view messages) {
  std::vector<Part> list;
  std::istringstream in{std::string(messages)};
  for (std::string word; in >> word;)
    list.push_back({word.front() - '0', word.size() > 2 ? word.substr(2) : ""});
  return list;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string with_crlf(std::string_view text) {
  std::string octets;
  for (const char c : text) {
    if (c == '\n' && !octets.ends_with('\r')) octets += '\r';
    octets += c;
  }
  return octets;
}

std::string with_lf(std::string_view octets) {
  std::string text(octets);
  std::erase(text, '\r');
  return text;
}

std::vector<std::string> split(std::string_view command) {
  std::vector<std::string> list;
  bool quoted = false, open = false;
  for (const char c : command) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      open = false;
      continue;
    }
    if (!std::exchange(open, true)) list.emplace_back();
    if (c != '\'') list.back() += c;
  }
  return list;
}

void replace_all(std::string& text, const std::string& mark, const std::string& value) {
  for (std::size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
}

struct LocalFile {
  fs::path path;
  std::string letters, octets;
};
/// What is in new and cur. The flags stand behind ":2,".
std::vector<LocalFile> local_files(const std::string& folder) {
  std::vector<LocalFile> files;
  for (const char* part : {"new", "cur"}) {
    std::error_code error;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(fs::path(folder) / part, error)) {
      const std::string name = entry.path().filename();
      const std::size_t mark = name.find(":2,");
      files.push_back({entry.path(), mark == std::string::npos ? "" : name.substr(mark + 3),
                       with_crlf(read_file(entry.path()))});
    }
  }
  return files;
}

void write_file(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace

const std::string& sample(int number) {
  static const std::array<std::string, kSamples> samples = make_samples();
  return samples.at(static_cast<std::size_t>(number - 1));
}

void ClientsTest::SetUp() {
  auto started = Servers::start({.users = kUsers});
  ASSERT_TRUE(started.has_value()) << started.error();
  servers_ = *std::move(started);
  for (const auto& [name, url] : servers_->target().services)
    values_[name] = std::to_string(url.port);
  const auto stranger = net::CertificateAuthority::make(folder_.path());
  ASSERT_TRUE(stranger.has_value()) << stranger.error().text;
  values_["ca"] = servers_->target().trust;
  values_["other_ca"] = (*stranger)->file();
  for (int number = 1; number <= kSamples; ++number)
    values_["size" + std::to_string(number)] = std::to_string(sample(number).size());
  next_user();
}

void ClientsTest::next_user() {
  const scenario::User& user = servers_->target().users.at(next_++);
  user_ = user.name;
  values_["user"] = user.name;
  values_["address"] = user.address;
  values_["password"] = user.password;
  values_["home"] = folder_.file(user.name);
  fs::create_directory(values_["home"]);
}

std::string ClientsTest::filled(std::string_view text) const {
  std::string all(text);
  for (int depth = 0; depth < kNesting; ++depth) {
    for (const auto& [name, value] : values_) replace_all(all, "{" + name + "}", value);
  }
  return all;
}

void ClientsTest::write(std::string_view path, std::string_view text) const {
  write_file(filled(path), filled(text));
}

void ClientsTest::write_program(std::string_view path, std::string_view text) const {
  write(path, text);
  fs::permissions(filled(path), fs::perms::owner_all);
}

Outcome ClientsTest::play(std::string_view command, const Manner& manner) const {
  const char* path = std::getenv("PATH");
  return run({.words = split(filled(command)),
              .environment = {std::string("PATH=") + (path == nullptr ? "" : path),
                              filled("HOME={home}"), "TERM=vt100", "LC_ALL=C.UTF-8"},
              .input = filled(manner.input),
              .terminal = manner.terminal});
}

std::string ClientsTest::without_added(std::string octets) const {
  for (const std::string& name : added_) {
    const std::size_t at = octets.find("\r\n" + name + ":");
    if (at != std::string::npos) octets.erase(at, octets.find("\r\n", at + 2) - at);
  }
  return octets;
}

void ClientsTest::put(std::string_view mailbox, std::string_view messages) {
  std::vector<NewMessage> list;
  for (const Part& part : parts(messages))
    list.push_back({std::make_shared<const std::string>(sample(part.number)),
                    flags_of(part.letters),
                    {kReceived, 0}});
  ASSERT_TRUE(servers_->store().append(user_, mailbox, std::move(list)).has_value());
}

std::string ClientsTest::stored(std::string_view mailbox) {
  const auto view = servers_->store().open(user_, mailbox, true);
  if (!view) return "(no mailbox)";
  std::vector<std::string> texts;
  for (const Viewed& viewed : (*view)->messages())
    texts.push_back(
        text_of(without_added(*viewed.message.octets), letters_of(viewed.message.flags)));
  return joined(std::move(texts));
}

std::string ClientsTest::uid_validity(std::string_view mailbox) {
  const auto status = servers_->store().status(user_, mailbox);
  return status ? std::to_string(status->uid_validity) : "(no mailbox)";
}

void ClientsTest::change(std::string_view mailbox, int number, std::string_view flags) {
  const auto view = servers_->store().open(user_, mailbox, false);
  ASSERT_TRUE(view.has_value()) << mailbox;
  const bool gone = flags == "gone";
  for (const Viewed& viewed : (*view)->messages()) {
    if (without_added(*viewed.message.octets) != sample(number)) continue;
    FlagsChange change;
    change.flags = flags_of(gone ? "T" : flags);
    EXPECT_TRUE((*view)->store({viewed.number}, change).has_value());
    if (gone) (*view)->expunge(std::vector<Uid>{viewed.message.uid});
  }
}

void ClientsTest::make_maildir(std::string_view path) const {
  for (const char* part : {"new", "cur", "tmp"})
    fs::create_directories(fs::path(filled(path)) / part);
}

void ClientsTest::put_local(std::string_view path, std::string_view messages) const {
  make_maildir(path);
  for (const Part& part : parts(messages)) {
    const std::string name = "17673230" + std::to_string(part.number) + ".1.x.test";
    const std::string place =
        part.letters.empty() ? "/new/" + name : "/cur/" + name + ":2," + part.letters;
    write_file(filled(path) + place, with_lf(sample(part.number)));
  }
}

std::string ClientsTest::local(std::string_view path) const {
  std::vector<std::string> texts;
  for (const LocalFile& file : local_files(filled(path)))
    texts.push_back(text_of(without_added(file.octets), file.letters));
  return joined(std::move(texts));
}

void ClientsTest::change_local(std::string_view path, int number, std::string_view flags) const {
  for (const LocalFile& file : local_files(filled(path))) {
    if (without_added(file.octets) != sample(number)) continue;
    if (flags == "gone") {
      fs::remove(file.path);
      continue;
    }
    std::string name = file.path.filename();
    name = name.substr(0, name.find(":2,")) + ":2," + std::string(flags);
    fs::rename(file.path, fs::path(filled(path)) / "cur" / name);
  }
}

void ClientsTest::age(std::string_view path) const {
  const fs::file_time_type then = fs::file_time_type::clock::now() - kWhile;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(filled(path))) {
    if (entry.is_directory()) fs::last_write_time(entry.path(), then);
  }
}

}  // namespace wireassay::reference::testing
