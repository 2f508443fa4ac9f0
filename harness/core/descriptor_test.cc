#include "core/descriptor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

namespace wireassay {
namespace {

bool is_open(int number) { return ::fcntl(number, F_GETFD) != -1; }

Descriptor scratch() { return Descriptor(::memfd_create("scratch", MFD_CLOEXEC)); }

TEST(Descriptor, IsClosedByItsLastOwner) {
  Descriptor one = scratch();
  const int number = one.get();
  ASSERT_TRUE(is_open(number));
  Descriptor two = std::move(one);
  EXPECT_FALSE(one.is_open());  // NOLINT(bugprone-use-after-move): none is what it holds now
  EXPECT_TRUE(is_open(number));

  Descriptor three = scratch();
  const int replaced = three.get();
  three = std::move(two);
  EXPECT_FALSE(is_open(replaced));
  EXPECT_EQ(three.get(), number);
  three.reset();
  EXPECT_FALSE(is_open(number));
  EXPECT_FALSE(three.is_open());
}

TEST(Descriptor, ReleasedIsTheCallers) {
  int number = -1;
  {
    Descriptor one = scratch();
    number = one.release();
  }
  EXPECT_TRUE(is_open(number));
  EXPECT_EQ(::close(number), 0);
}

TEST(WriteAll, GoesOnWhereAPipeTakesAPartOnly) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  const std::string octets(1024UL * 1024, 'x');  // a pipe holds 64 KiB
  bool written = false;
  std::thread writer([&] {
    written = write_all(to, octets);
    to.reset();
  });
  std::string got;
  char piece[4096];
  for (ssize_t n = 0; (n = ::read(from.get(), piece, sizeof piece)) > 0;)
    got.append(piece, static_cast<std::size_t>(n));
  writer.join();
  EXPECT_TRUE(written);
  EXPECT_EQ(got, octets);
}

TEST(WriteAll, SaysWhatStoppedIt) {
  const Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  EXPECT_FALSE(write_all(full, "x"));
  EXPECT_EQ(errno, ENOSPC);
  EXPECT_FALSE(write_all(Descriptor(), "x"));
  EXPECT_EQ(errno, EBADF);
  EXPECT_TRUE(write_all(full, ""));
}

TEST(ReadAt, FromAnOffsetUpToALimit) {
  const Descriptor file = scratch();
  const std::string octets = std::string(20000, 'a') + "tail";
  ASSERT_TRUE(write_all(file, octets));
  EXPECT_EQ(read_at(file, 0, octets.size() + 1), octets);
  EXPECT_EQ(read_at(file, 0, 16385), octets.substr(0, 16385));
  EXPECT_EQ(read_at(file, 20000, 100), "tail");
  EXPECT_EQ(read_at(file, 20004, 100), "");
  EXPECT_EQ(read_at(file, 0, 0), "");
  EXPECT_EQ(read_at(Descriptor(), 0, 100), "");
}

}  // namespace
}  // namespace wireassay
