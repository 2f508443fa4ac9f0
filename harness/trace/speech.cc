// What the protocols share.
#include "trace/speech.h"

namespace wireassay::trace {
namespace {

class UnknownSpeech : public Speech {
 public:
  Said line(Direction, std::string_view line) override {
    return {SaidKind::Other, std::string(without_crlf(line))};
  }
};

}  // namespace

std::unique_ptr<Speech> make_speech(Protocol protocol) {
  switch (protocol) {
    case Protocol::Unknown: break;
    case Protocol::Smtp: return make_smtp_speech();
    case Protocol::Pop3: return make_pop3_speech();
    case Protocol::Imap: return make_imap_speech();
    case Protocol::Http: return make_http_speech();
  }
  return std::make_unique<UnknownSpeech>();
}

std::string_view without_crlf(std::string_view line) {
  if (line.ends_with("\r\n")) line.remove_suffix(2);
  return line;
}

std::string_view word(std::string_view line, std::size_t n) {
  line = without_crlf(line);
  while (n-- > 0) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return {};
    line.remove_prefix(space + 1);
  }
  return line.substr(0, line.find(' '));
}

std::string masked_after(std::string_view line, std::size_t words) {
  line = without_crlf(line);
  std::size_t end = 0;
  for (std::size_t n = 0; n < words; ++n) {
    const std::size_t space = line.find(' ', end);
    if (space == std::string_view::npos) return std::string(line);
    end = space + 1;
  }
  return std::string(line.substr(0, end)) + std::string(kMasked);
}

}  // namespace wireassay::trace
