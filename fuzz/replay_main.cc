// Runs a fuzz target over files and folders: every build replays the corpus with it, without an
// engine.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using std::filesystem::path;

bool replay(const path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", file.c_str());
    return false;
  }
  const std::vector<char> octets{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::uint8_t> data(octets.begin(), octets.end());
  data.shrink_to_fit();  // one octet too far is then a finding of ASan
  LLVMFuzzerTestOneInput(data.data(), data.size());
  return true;
}

/// Files of a folder and of those below it, or the file itself.
std::vector<path> files_of(const path& name) {
  if (!std::filesystem::is_directory(name)) return {name};
  std::vector<path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(name)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

}  // namespace

int main(int argc, char** argv) try {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const path& file : files_of(argv[i])) {
      std::fprintf(stderr, "%s\n", file.c_str());  // the last line names the input that crashed
      if (!replay(file)) return 2;
      ++count;
    }
  }
  std::printf("replayed %zu inputs\n", count);
  return count == 0 ? 1 : 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
