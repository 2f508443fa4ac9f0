#include "wire/tls/field.h"

#include <algorithm>
#include <utility>

namespace wireassay::tls {
namespace {

std::string below(std::string_view path, std::string_view name) {
  return path.empty() ? std::string(name) : std::string(path) + "." + std::string(name);
}

void append(std::string& out, const Field& field, const std::string& path,
            const std::vector<Override>& changes) {
  std::string value = field.octets;
  for (const Field& part : field.parts) append(value, part, below(path, part.name), changes);
  for (const Override& change : changes) {
    if (change.path == path && change.what == Override::What::Value)
      value = changed(std::move(value), change);
  }
  if (field.width != 0) {
    std::uint64_t length = value.size();
    for (const Override& change : changes) {
      if (change.path == path && change.what == Override::What::Length)
        length = changed(length, change);
    }
    out += number(length, field.width);
  }
  out += value;
}

void collect(std::vector<std::string>& out, const Field& field, const std::string& path) {
  for (const Field& part : field.parts) {
    const std::string inner = below(path, part.name);
    out.push_back(inner);
    collect(out, part, inner);
  }
}

/// The last octets as a number, plus `n`, modulo their width.
std::string added(std::string value, std::int64_t n) {
  const std::size_t width = std::min<std::size_t>(value.size(), 8);
  std::uint64_t sum = 0;
  for (const char octet : std::string_view(value).substr(value.size() - width))
    sum = sum << 8 | static_cast<unsigned char>(octet);
  value.replace(value.size() - width, width, number(sum + static_cast<std::uint64_t>(n), width));
  return value;
}

}  // namespace

std::string number(std::uint64_t value, std::size_t width) {
  std::string out(width, '\0');
  for (auto octet = out.rbegin(); octet != out.rend(); ++octet) {
    *octet = static_cast<char>(value & 0xff);
    value >>= 8;
  }
  return out;
}

Field fixed(std::string name, std::string octets) {
  return {std::move(name), 0, std::move(octets), {}};
}
Field fixed(std::string name, std::uint64_t value, std::size_t width) {
  return {std::move(name), 0, number(value, width), {}};
}
Field vector(std::string name, std::size_t width, std::string octets) {
  return {std::move(name), width, std::move(octets), {}};
}
Field vector(std::string name, std::size_t width, std::vector<Field> parts) {
  return {std::move(name), width, {}, std::move(parts)};
}
Field group(std::string name, std::vector<Field> parts) {
  return {std::move(name), 0, {}, std::move(parts)};
}

std::string changed(std::string value, const Override& change) {
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(change.number, 0));
  switch (change.op) {
    case Override::Op::Set: return change.octets;
    case Override::Op::Add: return added(std::move(value), change.number);
    case Override::Op::Xor: {
      std::size_t at = change.at.value_or(0);
      for (const char octet : change.octets) {
        if (at >= value.size()) break;
        value[at] = static_cast<char>(value[at] ^ octet);
        ++at;
      }
      return value;
    }
    case Override::Op::Insert:
      return value.insert(std::min(change.at.value_or(value.size()), value.size()), change.octets);
    case Override::Op::Drop: {
      const std::size_t last = value.size() - std::min(count, value.size());
      return value.erase(std::min(change.at.value_or(last), value.size()), count);
    }
    case Override::Op::Cut: return value.substr(0, count);
  }
  return value;
}

std::uint64_t changed(std::uint64_t length, const Override& change) {
  switch (change.op) {
    case Override::Op::Set: return static_cast<std::uint64_t>(change.number);
    case Override::Op::Add: return length + static_cast<std::uint64_t>(change.number);
    case Override::Op::Xor:
    case Override::Op::Insert:
    case Override::Op::Drop:
    case Override::Op::Cut: return length;
  }
  return length;
}

std::string print(const Field& root, const std::vector<Override>& changes) {
  std::string out;
  append(out, root, "", changes);
  return out;
}

std::vector<std::string> paths(const Field& root) {
  std::vector<std::string> out;
  collect(out, root, "");
  return out;
}

const Field* find(const Field& root, std::string_view path) {
  if (path.empty()) return &root;
  for (const Field& part : root.parts) {
    if (path == part.name) return &part;
    if (path.starts_with(part.name) && path.substr(part.name.size()).starts_with("."))
      if (const Field* found = find(part, path.substr(part.name.size() + 1))) return found;
  }
  return nullptr;
}

}  // namespace wireassay::tls
