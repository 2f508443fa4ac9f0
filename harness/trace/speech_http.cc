// HTTP/1.1: RFC 9112 section 6, as far as a body's end must be found.
#include <array>
#include <charconv>
#include <deque>
#include <limits>

#include "core/cursor.h"
#include "trace/speech.h"

namespace wireassay::trace {
namespace {

constexpr std::size_t kMostWaiting = 4096;
constexpr std::uint64_t kToTheEnd = std::numeric_limits<std::uint64_t>::max();

std::uint64_t number_of(std::string_view text, int base) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

class HttpSpeech : public Speech {
 public:
  Said line(Direction from, std::string_view line) override {
    Side& side = sides_.at(index(from));
    const SaidKind kind = from == Direction::FromClient ? SaidKind::Command : SaidKind::Reply;
    switch (side.mode) {
      case Mode::Start: return start(from, side, line, kind);
      case Mode::Header: return field(from, side, line);
      case Mode::ChunkSize: return chunk_size(from, side, line);
      case Mode::ChunkEnd:
        side.mode = Mode::ChunkSize;
        return {SaidKind::Content, std::string(line)};
      case Mode::Trailer:
        if (without_crlf(line).empty()) side.mode = Mode::Start;
        return {SaidKind::Other, std::string(without_crlf(line))};
    }
    return {};
  }

 private:
  enum class Mode { Start, Header, ChunkSize, ChunkEnd, Trailer };
  struct Side {
    Mode mode = Mode::Start;
    std::uint64_t length = 0;
    bool has_length = false, chunked = false, no_body = false;
    std::string first;  ///< method, or status
  };

  Said start(Direction from, Side& side, std::string_view line, SaidKind kind) {
    const std::string shown(without_crlf(line));
    if (shown.empty()) return {SaidKind::Other, shown};
    side = {.mode = Mode::Header};
    if (from == Direction::FromClient) {
      side.first = word(line, 0);
      if (methods_.size() == kMostWaiting) methods_.pop_front();
      methods_.push_back(side.first);
      if (side.first == "PRI") end();  // the preface of HTTP/2 (RFC 9113 section 3.4)
    } else {
      side.first = word(line, 1);
    }
    return {kind, shown};
  }

  Said field(Direction from, Side& side, std::string_view line) {
    const std::string_view text = without_crlf(line);
    if (text.empty()) {
      begin_body(from, side);
      return {SaidKind::Other, ""};
    }
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = text.substr(0, colon);
    std::string_view value = text.substr(std::min(colon + 1, text.size()));
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    if (equal_ignoring_case(name, "Content-Length")) {
      side.length = number_of(value, 10);
      side.has_length = true;
    }
    if (equal_ignoring_case(name, "Transfer-Encoding")) side.chunked = true;
    const bool secret = equal_ignoring_case(name, "Authorization") ||
                        equal_ignoring_case(name, "Proxy-Authorization") ||
                        equal_ignoring_case(name, "Cookie") ||
                        equal_ignoring_case(name, "Set-Cookie");
    if (!secret) return {SaidKind::Other, std::string(text)};
    const bool scheme = name.size() > 10 && value.find(' ') != std::string_view::npos;
    return {SaidKind::Other, std::string(name) + ": " +
                                 (scheme ? std::string(word(value, 0)) + " " : std::string()) +
                                 std::string(kMasked)};
  }

  void begin_body(Direction from, Side& side) {
    side.mode = Mode::Start;
    std::uint64_t length = side.has_length ? side.length : 0;
    if (from == Direction::FromServer) {
      if (side.first.starts_with('1') && side.first != "101") return;
      const std::string method = methods_.empty() ? "GET" : methods_.front();
      if (!methods_.empty()) methods_.pop_front();
      const bool tunnel = method == "CONNECT" && side.first.starts_with('2');
      if (tunnel || side.first == "101") return end();
      if (method == "HEAD" || side.first == "204" || side.first == "304") return;
      if (!side.has_length && !side.chunked) length = kToTheEnd;
    }
    if (side.chunked)
      side.mode = Mode::ChunkSize;
    else
      follow(from, length);
  }

  Said chunk_size(Direction from, Side& side, std::string_view line) {
    const std::uint64_t size = number_of(line, 16);
    side.mode = size == 0 ? Mode::Trailer : Mode::ChunkEnd;
    follow(from, size);
    return {SaidKind::Content, std::string(line)};
  }

  std::array<Side, 2> sides_;
  std::deque<std::string> methods_;  ///< of requests that wait for their response
};

}  // namespace

std::unique_ptr<Speech> make_http_speech() { return std::make_unique<HttpSpeech>(); }

}  // namespace wireassay::trace
