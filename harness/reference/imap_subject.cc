// The base subject: RFC 5256 section 2.1, its grammar in section 5.
#include <algorithm>
#include <string>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_sort.h"
#include "wire/message/encoded_word.h"

namespace wireassay::reference {
namespace {

/// What lies behind is not compared: the steps repeat, and a subject can be as long as a message.
constexpr std::size_t kMaxSubject = 4096;

constexpr bool is_white(char c) { return c == ' ' || c == '\t'; }

/// (1) "convert all tabs and continuations to space. Convert all multiple spaces to a single
/// space." Line ends are gone already.
std::string normalised(std::string_view subject) {
  std::string text;
  for (const char c : message::decode_words(subject.substr(0, kMaxSubject))) {
    const bool white = is_white(c) || c == '\r' || c == '\n';
    if (!white) {
      text.push_back(c);
    } else if (!text.ends_with(' ')) {
      text.push_back(' ');
    }
  }
  return text;
}

// subj-blob = "[" *BLOBCHAR "]" *WSP ; BLOBCHAR is any CHAR except "[" and "]"
bool take_blob(Cursor& in) {
  Cursor at = in;
  if (!at.take('[')) return false;
  at.take_while([](char c) { return c != '[' && c != ']'; });
  if (!at.take(']')) return false;
  at.take_while(is_white);
  in = at;
  return true;
}

// subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
bool take_refwd(Cursor& in) {
  Cursor at = in;
  if (!at.take_word("re") && !at.take_word("fwd") && !at.take_word("fw")) return false;
  at.take_while(is_white);
  take_blob(at);
  if (!at.take(':')) return false;
  in = at;
  return true;
}

/// The text between two ends that move towards each other.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  BaseSubject read() {
    do {
      drop_trailers();
      while (drop_leaders() || drop_blob()) {
      }
    } while (drop_forward());
    return {.text = std::string(text_), .reply_or_forward = reply_or_forward_};
  }

 private:
  // (2) subj-trailer = "(fwd)" / WSP
  void drop_trailers() {
    constexpr std::string_view kForwarded = "(fwd)";
    while (true) {
      if (!text_.empty() && is_white(text_.back())) {
        text_.remove_suffix(1);
      } else if (text_.size() >= kForwarded.size() &&
                 equal_ignoring_case(text_.substr(text_.size() - kForwarded.size()), kForwarded)) {
        text_.remove_suffix(kForwarded.size());
        reply_or_forward_ = true;
      } else {
        return;
      }
    }
  }

  // (3) subj-leader = (*subj-blob subj-refwd) / WSP
  bool drop_leaders() {
    bool any = false;
    while (true) {
      Cursor in(text_);
      const bool white = !in.take_while(is_white).empty();
      if (!white) {
        while (take_blob(in)) {
        }
        if (!take_refwd(in)) return any;
        reply_or_forward_ = true;
      }
      text_ = in.rest();
      any = true;
    }
  }

  // (4) "If there is prefix text of the subject that matches subj-blob, and removing that prefix
  // leaves a non-empty subj-base, then remove the prefix text."
  bool drop_blob() {
    Cursor in(text_);
    if (!take_blob(in) || in.at_end()) return false;
    text_ = in.rest();
    return true;
  }

  // (6) subj-fwd-hdr = "[fwd:" ; subj-fwd-trl = "]"
  bool drop_forward() {
    Cursor in(text_);
    if (!in.take_word("[fwd:") || !text_.ends_with(']') || in.at_end()) return false;
    text_ = in.rest();
    text_.remove_suffix(1);
    reply_or_forward_ = true;
    return true;
  }

  std::string_view text_;
  bool reply_or_forward_ = false;
};

}  // namespace

BaseSubject base_subject(std::string_view subject) {
  const std::string text = normalised(subject);
  return Reader(text).read();
}

}  // namespace wireassay::reference
