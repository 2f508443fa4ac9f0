// Trees of fields: lengths inside out, and every change to them.
#include "wire/tls/field.h"

#include <gtest/gtest.h>

#include "wire/tls/hex_test_support.h"

namespace wireassay::tls {
namespace {

/// 01 000007 [0002 aabb] [01 cc] dd
Field message() {
  return group("", {fixed("type", 1, 1), vector("body", 3,
                                                std::vector<Field>{vector("list", 2, hex("aabb")),
                                                                   vector("names", 1, hex("cc")),
                                                                   fixed("tail", hex("dd"))})});
}

using What = Override::What;
using Op = Override::Op;

struct Row {
  std::string_view name;
  std::vector<Override> changes;
  std::string_view want;
};

TEST(TlsField, Changes) {
  const Row kRows[] = {
      {"none", {}, "01 000007 0002aabb 01cc dd"},
      {"no such path",
       {{"body.other", What::Value, Op::Set, 0, "x", {}}},
       "01000007 0002aabb01ccdd"},
      {"set value",
       {{"body.list", What::Value, Op::Set, 0, hex("00"), {}}},
       "01000006 000100 01ccdd"},
      {"set length", {{"body.list", What::Length, Op::Set, 5, "", {}}}, "01000007 0005aabb01ccdd"},
      {"length cut to its width",
       {{"body.names", What::Length, Op::Set, 0x1ff, "", {}}},
       "01000007 0002aabb ffccdd"},
      {"add", {{"body.list", What::Length, Op::Add, 1, "", {}}}, "01000007 0003aabb01ccdd"},
      {"subtract", {{"body", What::Length, Op::Add, -8, "", {}}}, "01ffffff 0002aabb01ccdd"},
      {"add to a value", {{"type", What::Value, Op::Add, -2, "", {}}}, "ff000007 0002aabb01ccdd"},
      {"xor", {{"body.list", What::Value, Op::Xor, 0, hex("80"), {}}}, "01000007 00022abb01ccdd"},
      {"xor at",
       {{"body.list", What::Value, Op::Xor, 0, hex("ffff"), 1}},
       "01000007 0002aa4401ccdd"},
      {"insert",
       {{"body.list", What::Value, Op::Insert, 0, hex("00"), {}}},
       "01000008 0003aabb00 01ccdd"},
      {"insert at",
       {{"body.list", What::Value, Op::Insert, 0, hex("00"), 0}},
       "01000008 000300aabb 01ccdd"},
      {"insert far",
       {{"body.list", What::Value, Op::Insert, 0, hex("00"), 99}},
       "01000008 0003aabb00 01ccdd"},
      {"drop", {{"body.list", What::Value, Op::Drop, 1, "", {}}}, "01000006 0001aa 01ccdd"},
      {"drop at", {{"body.list", What::Value, Op::Drop, 1, "", 0}}, "01000006 0001bb 01ccdd"},
      {"drop all", {{"body.list", What::Value, Op::Drop, 99, "", {}}}, "01000005 0000 01ccdd"},
      {"cut", {{"body", What::Value, Op::Cut, 3, "", {}}}, "01000003 0002aa"},
      {"cut of the whole", {{"", What::Value, Op::Cut, 2, "", {}}}, "0100"},
      {"both",
       {{"body.list", What::Value, Op::Cut, 1, "", {}},
        {"body.list", What::Length, Op::Add, 1, "", {}}},
       "01000006 0002aa 01ccdd"},
      {"inside out",
       {{"body", What::Value, Op::Insert, 0, hex("ee"), {}},
        {"body.names", What::Value, Op::Set, 0, "", {}}},
       "01000007 0002aabb 00 dd ee"},
      {"xor of a length is none",
       {{"body", What::Length, Op::Xor, 1, "x", {}}},
       "01000007 0002aabb01ccdd"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(print(message(), row.changes), hex(row.want));
  }
}

TEST(TlsField, Paths) {
  EXPECT_EQ(paths(message()),
            (std::vector<std::string>{"type", "body", "body.list", "body.names", "body.tail"}));
  const Field root = message();
  for (const std::string& path : paths(root)) EXPECT_NE(find(root, path), nullptr) << path;
  EXPECT_EQ(find(root, "body.lis"), nullptr);
  EXPECT_EQ(find(root, "list"), nullptr);
  EXPECT_EQ(find(root, "body.list")->octets, hex("aabb"));
}

}  // namespace
}  // namespace wireassay::tls
