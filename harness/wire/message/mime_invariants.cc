// The checks of mime_invariants.h.
#include "wire/message/mime_invariants.h"

#include <cstdint>
#include <vector>

#include "wire/message/header.h"
#include "wire/message/mime.h"

namespace wireassay::message {
namespace {

class Checker {
 public:
  explicit Checker(std::string_view octets) : octets_(octets), root_(parse_mime(octets, limits_)) {}

  std::string check() {
    if (root_.header.at != 0 || root_.body.end() != octets_.size()) return "the root is not all";
    if (section_octets(octets_, root_, {}) != octets_) return "BODY[] is not the message";
    return check_entity(root_, {0, octets_.size()}, 1);
  }

 private:
  std::string check_entity(const Entity& entity, Range parent, std::size_t depth) {
    if (++parts_ > limits_.parts) return "too many parts";
    if (depth > limits_.depth) return "too deep";
    if (entity.header.at < parent.at || entity.body.end() > parent.end())
      return "an entity lies outside of its parent";
    if (entity.header.end() != entity.body.at) return "a body does not follow its header";
    if (entity.lines > entity.body.size) return "more lines than octets";
    if (entity.type.empty() || entity.subtype.empty()) return "an empty type";
    if (split_header(slice(octets_, entity.header)).size != entity.header.size)
      return "a header section is another when read alone";
    return check_children(entity, depth);
  }

  std::string check_children(const Entity& entity, std::size_t depth) {
    if (!entity.children.empty() && !entity.is_multipart() && !entity.is_message())
      return "a leaf with children";
    if (entity.is_message() && entity.children.size() != 1) return "not one message in a message";
    std::size_t end = entity.body.at;
    for (const Entity& child : entity.children) {
      if (child.header.at < end) return "siblings overlap";
      end = child.body.end();
      if (std::string broken = check_entity(child, entity.body, depth + 1); !broken.empty())
        return broken;
    }
    return check_part(entity);
  }

  /// What part 1 of a multipart is by path is its first child.
  std::string check_part(const Entity& entity) const {
    if (&entity != &root_ || !entity.is_multipart()) return {};
    for (std::uint32_t number = 1; number <= entity.children.size(); ++number) {
      if (find_part(root_, {number}) != &entity.children[number - 1])
        return "a part has another number";
    }
    return {};
  }

  std::string_view octets_;
  MimeLimits limits_;
  Entity root_;
  std::size_t parts_ = 0;
};

}  // namespace

std::string broken_mime(std::string_view octets) { return Checker(octets).check(); }

}  // namespace wireassay::message
