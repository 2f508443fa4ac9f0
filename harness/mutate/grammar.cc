#include "mutate/grammar.h"

#include <algorithm>
#include <array>

namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;
using Level = void (*)(std::string_view, Pieces&);

constexpr auto kText = std::to_array<Level>({lines, tokens, groups, turns, numbers});
constexpr auto kSections = std::to_array<Level>({lines, tokens, groups, turns, blocks, numbers});
constexpr auto kOctets = std::to_array<Level>({words16, runs});
constexpr auto kOctetLines = std::to_array<Level>({runs, lines});

constexpr auto kLineFrames =
    std::to_array<std::string_view>({"(%s)", "\"%s\"", "%s\r\n", "%s %s", "\\%s", "[%s]", "<%s>"});
constexpr auto kSmtpFrames = std::to_array<std::string_view>(
    {"BDAT %n\r\n%s", "BDAT %n LAST\r\n%s", "DATA\r\n%s\r\n.\r\n", ".%s", "250-%s\r\n", "~C%s",
     "~S%s", "~C%s\r\n~S250 x\r\n", "<%s>", "\"%s\"@x.test", "@%s:", "+%s", "%s\r\n", "SIZE=%s"});
constexpr auto kPop3Frames = std::to_array<std::string_view>(
    {"~C%s", "~S%s", "~1%s", "~2%s", "+OK %s\r\n", "-ERR [%s] x\r\n", "+OK\r\n%s\r\n.\r\n",
     "~C%s\r\n~S+OK\r\n", ".%s", "%s\r\n", "<%s>", "%s %s"});
constexpr auto kImapFrames = std::to_array<std::string_view>({"{%n}\r\n%s",
                                                              "{%n+}\r\n%s",
                                                              "~{%n}\r\n%s",
                                                              "~{%n+}\r\n%s",
                                                              "\"%s\"",
                                                              "(%s)",
                                                              "(%s %s)",
                                                              "NOT %s",
                                                              "OR %s %s",
                                                              "BODY[%s]",
                                                              "~C%s",
                                                              "~S%s",
                                                              "~1%s",
                                                              "~2%s",
                                                              "a %s\r\n",
                                                              "* %s\r\n",
                                                              "* OK [%s] x\r\n",
                                                              "(\"a\" %s)",
                                                              "((%s)(%s))",
                                                              "UID %s"});
constexpr auto kHttpFrames = std::to_array<std::string_view>(
    {"%x\r\n%s\r\n", "%x;a=b\r\n%s\r\n", "%x\r\n%s\r\n0\r\n\r\n", "Content-Length: %n\r\n\r\n%s",
     "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", "\"%s\"", "%s, %s", "%s;%s",
     "X: %s\r\n", "~C%s", "~S%s", "~1%s", "~2%s", "(%s)", "[%s]", "%s\r\n", " %s",
     "PUT /scratch.txt HTTP/1.1\r\nHost: t\r\nContent-Length: %n\r\n\r\n%s"});
constexpr auto kMessageFrames = std::to_array<std::string_view>(
    {"(%s)", "\"%s\"", "<%s>", "[%s]", "=?utf-8?q?%s?=", "=?utf-8?b?%s?=", "%s;%s", "%s, %s",
     "g: %s;", "%s\r\n %s", "X: %s\r\n", "--%s\r\n", "%s@%s", "Re: %s", "\\%s",
     "Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n"});
constexpr auto kTomlFrames =
    std::to_array<std::string_view>({"[%s]", "[[%s]]\n", "{ %s }", "\"%s\"", "'%s'", "%s = %s\n",
                                     "\"\"\"%s\"\"\"", "[%s, %s]", "{ send = %s }", "${%s}"});
constexpr auto kTlsFrames = std::to_array<std::string_view>(
    {"\x16\x03\x03%2%s", "\x15\x03\x03%2%s", "\x17\x03\x03%2%s", "\x01%3%s", "\x02%3%s", "\x0b%3%s",
     "%1%s", "%2%s", "%3%s", "\x00\x2b%2%s"sv, "\x00\x33%2%s"sv, "\x00\x10%2%1%s"sv,
     "\x00\x00%2%s"sv, "\x30%1%s", "\x30\x82%2%s", "\xa0%1%s", "\x30\x81%1%s"});
constexpr auto kCaptureFrames =
    std::to_array<std::string_view>({"%s%s", "\x17\x03\x03%2%s", "\x16\x03\x03%2%s"});
constexpr auto kSealedFrames = std::to_array<std::string_view>(
    {"P\x17%2%s", "p\x17%2%s", "P\x16%2%s", "p\x16%2%s", "H\x17%2%s", "h\x17%2%s", "X\x17%2%s",
     "Z\x17%2%s", "M\x01%2%s", "m\x02%2%s", "C\x14%2%s", "L\x00%2%s"sv});
constexpr auto kSegmentFrames = std::to_array<std::string_view>(
    {"D\x00\x01%1%s"sv, "D\x00\x06%1%s"sv, "C\x00\x01%1%s"sv, "D\xff\xff%1%s", "D\x10\x00%1%s"sv});
constexpr auto kSaidFrames =
    std::to_array<std::string_view>({"C%2%s", "S%2%s", "C%2%s\r\nS%2%s\r\n", "L%2", "M%2",
                                     "S\x00\x06"
                                     "250 x\n"sv});

constexpr auto kLineStems = std::to_array<std::string_view>({"import_imaptest", "trace_key_log"});
constexpr auto kSmtpStems =
    std::to_array<std::string_view>({"smtp_command", "smtp_reply", "smtp_tracker"});
constexpr auto kPop3Stems =
    std::to_array<std::string_view>({"pop3_command", "pop3_reply", "pop3_session", "pop3_tracker"});
constexpr auto kImapStems = std::to_array<std::string_view>(
    {"imap_command", "imap_response", "imap_match", "imap_script", "imap_session", "imap_tracker"});
constexpr auto kHttpStems = std::to_array<std::string_view>(
    {"http_request", "http_response", "http_field", "http_session", "http_tracker"});
constexpr auto kMessageStems = std::to_array<std::string_view>({"message_mime", "message_mailbox"});
constexpr auto kTomlStems = std::to_array<std::string_view>({"scenario"});
constexpr auto kTlsStems =
    std::to_array<std::string_view>({"tls_hello", "tls_record", "tls_messages", "tls_chain"});
constexpr auto kCaptureStems =
    std::to_array<std::string_view>({"trace_capture", "trace_pcapng_secrets"});
constexpr auto kFrameStems = std::to_array<std::string_view>({"trace_link_layer"});
constexpr auto kSealedStems = std::to_array<std::string_view>({"trace_decrypt"});
constexpr auto kSegmentStems = std::to_array<std::string_view>({"trace_tcp_stream"});
constexpr auto kSaidStems = std::to_array<std::string_view>({"trace_summary"});

constexpr auto kGrammars = std::to_array<Grammar>({
    {Shape::Lines, "lines", true, kText, no_lengths, kLineFrames, kLineStems},
    {Shape::Smtp, "smtp", true, kText, bdat_lengths, kSmtpFrames, kSmtpStems},
    {Shape::Pop3, "pop3", true, kText, no_lengths, kPop3Frames, kPop3Stems},
    {Shape::Imap, "imap", true, kText, literal_lengths, kImapFrames, kImapStems},
    {Shape::Http, "http", true, kSections, http_lengths, kHttpFrames, kHttpStems},
    {Shape::Message, "message", true, kSections, no_lengths, kMessageFrames, kMessageStems},
    {Shape::Toml, "toml", true, kSections, no_lengths, kTomlFrames, kTomlStems},
    {Shape::Tls, "tls", false, kOctets, tls_lengths, kTlsFrames, kTlsStems},
    {Shape::Capture, "capture", false, kOctets, capture_lengths, kCaptureFrames, kCaptureStems},
    {Shape::Frame, "frame", false, kOctets, frame_lengths, kCaptureFrames, kFrameStems},
    {Shape::Sealed, "sealed", false, kOctets, sealed_lengths, kSealedFrames, kSealedStems},
    {Shape::Segments, "segments", false, kOctets, segment_lengths, kSegmentFrames, kSegmentStems},
    {Shape::Said, "said", false, kOctetLines, said_lengths, kSaidFrames, kSaidStems},
});

constexpr auto kShapes = [] {
  std::array<Shape, kGrammars.size()> shapes{};
  for (std::size_t i = 0; i < shapes.size(); ++i) shapes.at(i) = kGrammars.at(i).shape;
  return shapes;
}();

}  // namespace

const Grammar& grammar_of(Shape shape) {
  return *std::ranges::find(kGrammars, shape, &Grammar::shape);
}

std::string framed(std::string_view frame, std::string_view inner, std::int64_t off) {
  const std::uint64_t size = inner.size() + static_cast<std::uint64_t>(off);
  std::string out;
  for (std::size_t at = 0; at < frame.size(); ++at) {
    const int what = octet(frame, at + 1);
    if (frame[at] != '%' || what < 0) {
      out += frame[at];
      continue;
    }
    ++at;
    if (what == 's') out += inner;
    if (what == 'n') out += written(size, 0, Digits::Decimal);
    if (what == 'x') out += written(size, 0, Digits::Hex);
    if (what >= '1' && what <= '3')
      out += written(size, static_cast<std::size_t>(what - '0'), Digits::Big);
  }
  return out;
}

std::span<const Shape> all_shapes() { return kShapes; }
std::string_view name_of(Shape shape) { return grammar_of(shape).name; }
std::optional<Shape> shape_named(std::string_view name) {
  const auto* const found = std::ranges::find(kGrammars, name, &Grammar::name);
  if (found == kGrammars.end()) return std::nullopt;
  return found->shape;
}

}  // namespace wireassay::mutate
