// What the HTTP server serves: documents that stay, and those that clients put there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "wire/http/validators.h"

namespace wireassay::reference {

struct HttpDocument {
  std::string type, content;
  http::EntityTag tag;        ///< strong: of its octets
  std::int64_t modified = 0;  ///< seconds since 1970
  bool fixed = true;          ///< it cannot change twice within a second
  std::uint64_t number = 0;   ///< of its put(): the oldest has the least
};

/// The oldest documents go to make room for new ones.
struct HttpStoreLimits {
  std::size_t documents = 256;           ///< that clients have put
  std::size_t octets = 4 * 1024 * 1024;  ///< of all of them, with their paths
};

/// By normalised path. For one thread.
class HttpDocuments {
 public:
  /// `now`: when the documents that stay were last modified.
  explicit HttpDocuments(std::int64_t now, const HttpStoreLimits& limits = {});

  /// nullptr: there is none. Valid until put() or remove().
  const HttpDocument* find(std::string_view path) const;
  /// True for paths under which clients may put documents.
  static bool writable(std::string_view path) { return path.starts_with("/scratch"); }
  /// False: it is larger than all the room there is.
  bool put(std::string_view path, std::string_view type, std::string_view content,
           std::int64_t now);
  void remove(std::string_view path);

 private:
  std::size_t octets() const;
  void make_room(std::size_t octets);

  HttpStoreLimits limits_;
  std::uint64_t puts_ = 0;
  std::map<std::string, HttpDocument, std::less<>> fixed_, put_;
};

}  // namespace wireassay::reference
