// A document root in memory.
#include "reference/http_documents.h"

#include <algorithm>
#include <utility>

namespace wireassay::reference {
namespace {

constexpr std::string_view kIndex = "<p>Hello</p>\n";
constexpr std::size_t kTextLine = 50, kTextLines = 20;

/// 1000 octets, no two lines of which are equal.
std::string text() {
  std::string all;
  for (std::size_t i = 0; i < kTextLines; ++i) {
    std::string line = "line " + std::to_string(i) + " of a text to take ranges from ";
    line.resize(kTextLine - 1, '.');
    all += line + "\n";
  }
  return all;
}

/// FNV-1a with 64 bits.
http::EntityTag tag_of(std::string_view content) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : content) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  std::string opaque;
  for (int shift = 60; shift >= 0; shift -= 4) opaque += kHex.at(hash >> shift & 0xF);
  return {.weak = false, .opaque = opaque};
}

HttpDocument document(std::string_view type, std::string_view content, std::int64_t now) {
  return {.type = std::string(type),
          .content = std::string(content),
          .tag = tag_of(content),
          .modified = now};
}

}  // namespace

HttpDocuments::HttpDocuments(std::int64_t now, const HttpStoreLimits& limits) : limits_(limits) {
  fixed_["/"] = fixed_["/index.html"] = document("text/html", kIndex, now);
  fixed_["/sub/"] = document("text/html", kIndex, now);
  fixed_["/file.txt"] = document("text/plain", text(), now);
  fixed_["/empty.txt"] = document("text/plain", "", now);
}

const HttpDocument* HttpDocuments::find(std::string_view path) const {
  const auto& documents = writable(path) ? put_ : fixed_;
  const auto found = documents.find(path);
  return found == documents.end() ? nullptr : &found->second;
}

std::size_t HttpDocuments::octets() const {
  std::size_t taken = 0;
  for (const auto& [path, document] : put_) taken += path.size() + document.content.size();
  return taken;
}

/// For one more document of so many octets.
void HttpDocuments::make_room(std::size_t octets_of_new) {
  while (!put_.empty() &&
         (put_.size() >= limits_.documents || octets() + octets_of_new > limits_.octets)) {
    put_.erase(
        std::ranges::min_element(put_, {}, [](const auto& entry) { return entry.second.number; }));
  }
}

bool HttpDocuments::put(std::string_view path, std::string_view type, std::string_view content,
                        std::int64_t now) {
  const std::size_t size = path.size() + content.size();
  if (size > limits_.octets || limits_.documents == 0) return false;
  remove(path);
  make_room(size);
  HttpDocument made = document(type, content, now);
  made.fixed = false;
  made.number = puts_++;
  put_.emplace(std::string(path), std::move(made));
  return true;
}

void HttpDocuments::remove(std::string_view path) {
  if (const auto found = put_.find(path); found != put_.end()) put_.erase(found);
}

}  // namespace wireassay::reference
