// What one side seals the other one opens, whatever the algorithm; nothing else is opened.
#include "wire/tls/protection.h"

#include <gtest/gtest.h>

#include "wire/tls/registry.h"

namespace wireassay::tls {
namespace {

constexpr Aead kAll[] = {Aead::Aes128Gcm, Aead::Aes256Gcm,  Aead::ChaCha20Poly1305, Aead::Aes128Ccm,
                         Aead::Aes256Ccm, Aead::Aes128Ccm8, Aead::Aes256Ccm8};

Protection protection(Aead aead, bool tls13) {
  const SuiteKeys suite{aead, Hash::Sha256, tls13};
  return {
      suite,
      {std::string(key_size(aead), 'k'), std::string(tls13 ? kNonce : fixed_iv_size(aead), 'i')}};
}

/// Every algorithm in both versions.
template <class Check>
void for_all(const Check& check) {
  for (const Aead aead : kAll) {
    for (const bool tls13 : {false, true}) {
      SCOPED_TRACE(std::to_string(static_cast<int>(aead)) + (tls13 ? " 1.3" : " 1.2"));
      check(aead, tls13);
    }
  }
}

TEST(Protection, OpensWhatWasSealed) {
  for_all([](Aead aead, bool tls13) {
    Protection sealer = protection(aead, tls13), opener = protection(aead, tls13);
    for (const std::size_t size : {0UL, 1UL, 15UL, 16UL, 17UL, 1000UL, 1UL << 14}) {
      const Content content{content::kApplicationData, std::string(size, 'x'),
                            tls13 && size != 1UL << 14 ? std::size_t{3} : 0};
      const Record record = sealer.seal(content);
      EXPECT_EQ(record.type, content::kApplicationData);
      EXPECT_EQ(opener.open(record), content);
    }
    EXPECT_EQ(opener.sequence(), 7U);
  });
}

TEST(Protection, TheTypeInsideCounts) {
  Protection sealer = protection(Aead::Aes128Gcm, true), opener = protection(Aead::Aes128Gcm, true);
  const Record record = sealer.seal({content::kAlert, std::string("\x01\x00", 2), 0});
  EXPECT_EQ(record.type, content::kApplicationData);
  EXPECT_EQ(opener.open(record)->type, content::kAlert);
}

TEST(Protection, EveryChangedOctetIsRefused) {
  for_all([](Aead aead, bool tls13) {
    const Record good = protection(aead, tls13).seal({content::kApplicationData, "QUIT\r\n", 0});
    for (std::size_t at = 0; at < good.fragment.size(); ++at) {
      Record bad = good;
      bad.fragment.at(at) = static_cast<char>(bad.fragment.at(at) ^ 1);
      EXPECT_EQ(protection(aead, tls13).open(bad), std::unexpected(NotOpened::Tag)) << at;
    }
    for (std::size_t size = 0; size < good.fragment.size(); ++size) {
      const Record cut{good.type, good.version, good.fragment.substr(0, size)};
      EXPECT_FALSE(protection(aead, tls13).open(cut)) << size;
    }
    Record other = good;
    other.version = kTls11;
    EXPECT_EQ(protection(aead, tls13).open(other), std::unexpected(NotOpened::Tag));
  });
}

TEST(Protection, ARefusedRecordTakesNoNumber) {
  for_all([](Aead aead, bool tls13) {
    Protection sealer = protection(aead, tls13), opener = protection(aead, tls13);
    const Record first = sealer.seal({content::kApplicationData, "1", 0});
    const Record second = sealer.seal({content::kApplicationData, "2", 0});
    EXPECT_FALSE(opener.open(second));
    EXPECT_TRUE(opener.open(first));
    EXPECT_FALSE(opener.open(first)) << "a record that comes again";
    EXPECT_EQ(opener.open(second)->octets, "2");
  });
}

TEST(Protection, NothingButPadding) {
  // Type 0 is padding, too.
  Protection sealer = protection(Aead::Aes128Gcm, true), opener = protection(Aead::Aes128Gcm, true);
  EXPECT_EQ(opener.open(sealer.seal({0, "", 9})), std::unexpected(NotOpened::NoType));
}

TEST(Protection, MoreThanARecordMayHave) {
  for (const bool tls13 : {false, true}) {
    Protection sealer = protection(Aead::Aes128Gcm, tls13);
    Protection opener = protection(Aead::Aes128Gcm, tls13);
    const std::string plain(kMaxPlaintext + 1, 'x');
    EXPECT_EQ(opener.open(sealer.seal({content::kApplicationData, plain, 0})),
              std::unexpected(NotOpened::TooLong));
  }
}

TEST(Protection, TooShortForATag) {
  for_all([](Aead aead, bool tls13) {
    Protection opener = protection(aead, tls13);
    EXPECT_EQ(opener.open({content::kApplicationData, kTls12, "short"}),
              std::unexpected(NotOpened::TooShort));
  });
}

}  // namespace
}  // namespace wireassay::tls
