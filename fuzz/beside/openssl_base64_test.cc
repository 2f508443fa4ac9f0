#include "beside/openssl_base64.h"

#include "beside/rows_test_support.h"

namespace wireassay::beside {
namespace {

TEST(BesideOpenSsl, Base64) {
  // RFC 4648 section 10
  const Row rows[] = {
      {"empty", "", "="},
      {"f", "Zg==", "Zg===f"},
      {"fo", "Zm8=", "Zm8==fo"},
      {"foo", "Zm9v", "Zm9v=foo"},
      {"foob", "Zm9vYg==", "Zm9vYg===foob"},
      {"the whole alphabet ends in + and /", "+/+/", "+/+/=\xFB\xFF\xBF"},
      {"no padding", "Zg", "refused"},
      {"of base64url", "-_-_", "refused"},
      {"spare bits", "Zh==", "refused", "spare-bits"},
      {"spare bits before one", "Zm9=", "refused", "spare-bits"},
      {"space in front", " Zm9v", "refused", "white-space"},
      {"line feed behind", "Zm9v\n", "refused", "white-space"},
      {"minus behind", "Zm9v-", "refused", "minus"},
      {"nothing but padding", "====", "refused", "inner-padding"},
      {"padding in the middle", "Zg==Zm9v", "refused", "inner-padding"},
      {"three of padding", "Z===", "refused", "inner-padding"},
      {"space in the middle", "Zm 9v", "refused"},
  };
  check(kBase64, rows);
}

}  // namespace
}  // namespace wireassay::beside
