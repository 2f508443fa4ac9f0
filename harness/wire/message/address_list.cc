// Addresses as they come: each is read on its own, and what cannot be read ends at the next comma.
#include "wire/message/address_list.h"

#include <algorithm>
#include <utility>

#include "core/cursor.h"

namespace wireassay::message {
namespace {

/// Octets with a meaning of their own between words.
constexpr bool is_special(char c) {
  return std::string_view("()<>@,;:\\\"[]").find(c) != std::string_view::npos;
}
constexpr bool is_white(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
// atext with "." (obs-phrase, dot-atom) and any octet beyond ASCII
constexpr bool is_atom(char c) { return !is_special(c) && !is_white(c); }

class Reader {
 public:
  explicit Reader(std::string_view body) : in_(body) {}

  std::vector<Address> list() {
    while (!at_end() && list_.size() < kMaxAddresses) {
      const std::size_t before = in_.offset();
      address();
      if (in_.offset() == before) in_.take_octets(1);
    }
    if (in_group_) end_group();
    return std::move(list_);
  }

 private:
  bool at_end() {
    skip_cfws();
    return in_.at_end();
  }

  /// comment = "(" *([FWS] ccontent) [FWS] ")"; the last one read is kept.
  void skip_cfws() {
    while (true) {
      in_.take_while(is_white);
      if (!in_.next_is('(')) return;
      comment_ = read_comment();
    }
  }

  std::string read_comment() {
    std::string text;
    std::size_t depth = 0;
    while (const auto next = in_.peek()) {
      in_.take_octets(1);
      if (*next == '\\') {
        text += in_.take_octets(1);
        continue;
      }
      if (*next == ')' && --depth == 0) break;
      if (*next != '\r' && *next != '\n' && (*next != '(' || depth > 0)) text.push_back(*next);
      if (*next == '(' && ++depth > kMaxCommentDepth) break;
    }
    return text;
  }

  // quoted-string, without quotes, backslashes and line ends
  std::string read_quoted() {
    std::string text;
    in_.take('"');
    while (const auto next = in_.peek()) {
      in_.take_octets(1);
      if (*next == '"') break;
      if (*next == '\\') {
        text += in_.take_octets(1);
      } else if (*next != '\r' && *next != '\n') {
        text.push_back(*next);
      }
    }
    return text;
  }

  /// Words of a phrase or a local part. Between words one space, but none at dots that stood
  /// alone in a local part.
  struct Words {
    std::string phrase, local;
    bool any = false;
  };
  Words read_words() {
    Words words;
    while (!at_end() && (in_.next_is('"') || is_atom(*in_.peek()))) {
      const std::string word =
          in_.next_is('"') ? read_quoted() : std::string(in_.take_while(is_atom));
      words.phrase.append(words.any ? " " : "").append(word);
      words.local += word;
      words.any = true;
    }
    return words;
  }

  // domain = dot-atom / domain-literal / obs-domain
  std::string read_domain() {
    std::string domain;
    while (!at_end()) {
      if (in_.next_is('[')) {
        domain += in_.take_while([](char c) { return c != ']'; });
        if (in_.take(']')) domain.push_back(']');
      } else if (is_atom(*in_.peek())) {
        domain += in_.take_while(is_atom);
      } else {
        break;
      }
    }
    return domain;
  }

  // obs-route = obs-domain-list ":" ; obs-domain-list = "@" domain *("," ["@" domain])
  std::string read_route() {
    std::string route;
    while (!at_end() && (in_.next_is('@') || in_.next_is(','))) {
      if (in_.take(',')) continue;
      in_.take('@');
      route.append(route.empty() ? "@" : ",@").append(read_domain());
    }
    in_.take(':');
    return route;
  }

  // angle-addr = "<" addr-spec ">" / obs-angle-addr
  void angle_address(const Words& name) {
    Address address;
    in_.take('<');
    if (name.any) address.name = name.phrase;
    if (!at_end() && in_.next_is('@')) address.adl = read_route();
    address.mailbox = read_words().local;
    address.host = !at_end() && in_.take('@') ? read_domain() : "";
    in_.take_while([](char c) { return c != '>' && c != ','; });
    in_.take('>');
    if (!address.mailbox->empty() || !address.host->empty()) list_.push_back(std::move(address));
  }

  void bare_address(const Words& local) {
    in_.take('@');
    Address address{.name = {}, .adl = {}, .mailbox = local.local, .host = read_domain()};
    at_end();
    if (comment_) address.name = std::exchange(comment_, std::nullopt);
    list_.push_back(std::move(address));
  }

  void end_group() {
    list_.push_back({});
    in_group_ = false;
  }

  // address = mailbox / group ; group = display-name ":" [group-list] ";" [CFWS]
  void address() {
    if (in_.take(',')) return;
    if (in_.take(';')) {
      if (in_group_) end_group();
      return;
    }
    comment_.reset();
    const Words words = read_words();
    if (at_end() || in_.next_is(',') || in_.next_is(';')) {
      if (words.any) bare_word(words);
    } else if (in_.next_is('<')) {
      angle_address(words);
    } else if (in_.next_is('@')) {
      bare_address(words);
    } else if (in_.next_is(':') && words.any) {
      in_.take(':');
      if (in_group_) end_group();
      list_.push_back({.name = {}, .adl = {}, .mailbox = words.phrase, .host = {}});
      in_group_ = true;
    } else {
      in_.take_while([](char c) { return c != ',' && c != ';'; });
    }
  }

  void bare_word(const Words& words) {
    Address address{.name = {}, .adl = {}, .mailbox = words.local, .host = ""};
    if (comment_) address.name = std::exchange(comment_, std::nullopt);
    list_.push_back(std::move(address));
  }

  Cursor in_;
  std::vector<Address> list_;
  std::optional<std::string> comment_;
  bool in_group_ = false;
};

}  // namespace

std::vector<Address> parse_address_list(std::string_view body) { return Reader(body).list(); }

}  // namespace wireassay::message
