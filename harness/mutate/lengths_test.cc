// Where inputs are cut, which lengths are found, and what becomes of them when an input changes.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/escape.h"
#include "mutate/operations.h"

namespace wireassay::mutate {
namespace {

using std::string_view_literals::operator""sv;

struct SplitRow {
  std::string_view name;
  void (*split)(std::string_view, Pieces&);
  std::string_view in, out;  ///< pieces with "|" between
};
const SplitRow kSplits[] = {
    {"lines", lines, "a\r\nb\nc\rd", "a\r\n|b\n|c\r|d"},
    {"no line", lines, "", ""},
    {"turns", turns, "~Ca\r\n~Sb~T", "~Ca\r\n|~Sb|~T"},
    {"before the first turn", turns, "a~2b", "a|~2b"},
    {"a literal8 is no turn", turns, "a ~{1}\r\n", ""},
    {"blocks", blocks, "A: b\r\n\r\nc", "A: b\r\n\r\n|c"},
    {"tokens", tokens, "MAIL FROM:<a@b>", "MAIL|FROM|a|b"},
    {"numbers", numbers, "250-x 12", "250|12"},
    {"groups", groups, "(a (b)) \"c\\\"\"", "(b)|(a (b))|\"c\\\"\""},
    {"unmatched", groups, ")(\"", ""},
    {"pairs of octets", words16, "abcde", "ab|cd"},
};

TEST(Pieces, Table) {
  for (const SplitRow& row : kSplits) {
    SCOPED_TRACE(row.name);
    Pieces pieces;
    row.split(row.in, pieces);
    std::string out;
    for (const Piece& piece : pieces)
      out.append(out.empty() ? "" : "|").append(row.in.substr(piece.at, piece.size));
    EXPECT_EQ(escape(out), escape(row.out));
  }
}

/// The first occurrence of `take` becomes `put`.
struct RepairRow {
  std::string_view name;
  Shape shape;
  std::string_view in, take, put, right;
};
const RepairRow kRepairs[] = {
    {"BDAT", Shape::Smtp, "BDAT 5 LAST\r\nhello", "ell", "", "BDAT 2 LAST\r\nho"},
    {"a digit more", Shape::Smtp, "BDAT 9\r\nabcdefghi", "bc", "xxxx", "BDAT 11\r\naxxxxdefghi"},
    {"literal", Shape::Imap, "a LOGIN {3}\r\nabc {1+}\r\nd", "abc", "abcde",
     "a LOGIN {5}\r\nabcde {1+}\r\nd"},
    {"literal8", Shape::Imap, "~{3}\r\nabc)", "c", "", "~{2}\r\nab)"},
    {"chunk", Shape::Http, "f\r\n0123456789abcde\r\n0\r\n\r\n", "abc", "abcd",
     "10\r\n0123456789abcdde\r\n0\r\n\r\n"},
    {"Content-Length", Shape::Http, "PUT / HTTP/1.1\r\ncontent-length: 3\r\n\r\nxyz", "y", "yy",
     "PUT / HTTP/1.1\r\ncontent-length: 4\r\n\r\nxyyz"},
    {"record and message", Shape::Tls, "\x16\x03\x03\x00\x07\x14\x00\x00\x03zyx"sv, "y", "yyy",
     "\x16\x03\x03\x00\x09\x14\x00\x00\x05zyyyx"sv},
    {"extensions and names", Shape::Tls, "\x08\x00\x00\x0b\x00\x09\x00\x10\x00\x05\x00\x03\x02h2"sv,
     "h2", "http/1.1", "\x08\x00\x00\x11\x00\x0f\x00\x10\x00\x0b\x00\x09\x08http/1.1"sv},
    {"session of a hello", Shape::Tls,
     "\x01\x00\x00\x2a\x03\x03rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\x03sid\x00\x02\x13\x01"sv, "id", "",
     "\x01\x00\x00\x28\x03\x03rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr\x01s\x00\x02\x13\x01"sv},
    {"DER", Shape::Tls, "\x30\x0a\x30\x03\x02\x01\x05\x0c\x03xyz"sv, "y", "",
     "\x30\x09\x30\x03\x02\x01\x05\x0c\x02xz"sv},
    {"step", Shape::Sealed, "\x01P\x17\x00\x03xyzp\x17\x00\x01q"sv, "y", "yy",
     "\x01P\x17\x00\x04xyyzp\x17\x00\x01q"sv},
    {"said", Shape::Said,
     "\x01"
     "C\x00\x03xyz"sv,
     "y", "",
     "\x01"
     "C\x00\x02xz"sv},
    {"segment", Shape::Segments,
     "\x00\x00\x00\x00"
     "D\x00\x01\x03xyz"sv,
     "y", "",
     "\x00\x00\x00\x00"
     "D\x00\x01\x02xz"sv},
};

TEST(Repair, Table) {
  for (const RepairRow& row : kRepairs) {
    SCOPED_TRACE(row.name);
    Structure structure;
    grammar_of(row.shape).lengths(row.in, structure);
    const Edit edit{row.in.find(row.take), row.take.size(), std::string(row.put)};
    EXPECT_EQ(escape(apply(row.in, structure, edit, Repair::Right)), escape(row.right));
    std::string stale(row.in);
    stale.replace(edit.at, edit.removed, edit.inserted);
    EXPECT_EQ(escape(apply(row.in, structure, edit, Repair::Stale)), escape(stale));
    const std::string off = apply(row.in, structure, edit, Repair::OffByOne);
    EXPECT_NE(off, row.right);
  }
}

std::string little(std::uint32_t value) { return written(value, 4, Digits::Little); }

/// A file of one packet of IPv4: 20 octets of header, then `data`.
std::string pcap_of(std::string_view data) {
  std::string packet = "\x45";
  packet += '\0';
  packet += written(20 + data.size(), 2, Digits::Big) + std::string(16, '\0');
  packet += data;
  const auto size = static_cast<std::uint32_t>(packet.size());
  return "\xd4\xc3\xb2\xa1" + std::string(20, '\0') + std::string(8, '\0') + little(size) +
         little(size) + packet;
}

TEST(Repair, LengthsOfACaptureAndOfItsPacket) {
  const std::string in = pcap_of("hello");
  Structure structure;
  capture_lengths(in, structure);
  const Edit edit{in.find("ell"), 3, "xxxxx"};
  EXPECT_EQ(escape(apply(in, structure, edit, Repair::Right)), escape(pcap_of("hxxxxxo")));
}

TEST(Repair, BothLengthsOfABlock) {
  const auto block = [](std::string_view body) {
    const auto size = static_cast<std::uint32_t>(12 + body.size());
    return "\x0a\x0d\x0d\x0a" + little(size) + std::string(body) + little(size);
  };
  const std::string in = block(
      "\x4d\x3c\x2b\x1a"
      "abcd");
  Structure structure;
  capture_lengths(in, structure);
  EXPECT_EQ(escape(apply(in, structure, {in.find("ab"), 2, ""}, Repair::Right)),
            escape(block("\x4d\x3c\x2b\x1a"
                         "cd")));
}

struct FrameRow {
  std::string_view frame, inner;
  std::int64_t off;
  std::string_view out;
};
const FrameRow kFrames[] = {
    {"{%n}\r\n%s", "abc", 0, "{3}\r\nabc"},
    {"{%n}\r\n%s", "abc", -1, "{2}\r\nabc"},
    {"%x\r\n%s", "0123456789abcdef", 1, "11\r\n0123456789abcdef"},
    {"\x16%2%s", "ab", 0,
     "\x16\x00\x02"
     "ab"sv},
    {"(%s %s)", "a", 0, "(a a)"},
    {"100%", "a", 0, "100%"},
};

TEST(Frames, Table) {
  for (const FrameRow& row : kFrames) {
    SCOPED_TRACE(row.frame);
    EXPECT_EQ(escape(framed(row.frame, row.inner, row.off)), escape(row.out));
  }
}

TEST(Shapes, NamesAreOfOneShapeEach) {
  EXPECT_EQ(all_shapes().size(), 13U);
  for (const Shape shape : all_shapes()) EXPECT_EQ(shape_named(name_of(shape)), shape);
  EXPECT_EQ(shape_named("smtpd"), std::nullopt);
}

}  // namespace
}  // namespace wireassay::mutate
