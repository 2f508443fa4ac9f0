#include "net/digest.h"

#include <gtest/gtest.h>

namespace wireassay::net {
namespace {

// RFC 1321 section A.5, and the example of RFC 1939 section 7
TEST(Digest, Md5) {
  EXPECT_EQ(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_hex("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(md5_hex("<1896.697170952@dbc.mtview.ca.us>tanstaaf"),
            "c4c9334bac560ecc979e58001b3e22fb");
}

}  // namespace
}  // namespace wireassay::net
