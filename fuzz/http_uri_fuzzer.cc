// URIs, hosts and request-targets: wire/http/uri.h. What is read is printed as it was.
#include "wire/http/uri.h"

#include "bounded.h"

namespace wireassay {
namespace {

template <class T>
void same(std::string_view in, const http::Checked<T>& read) {
  if (!read && read.error().offset > in.size())
    fuzzing::require(testing::internal::at("an error lies beyond the input", in));
  if (read && to_text(*read) != in)
    fuzzing::require(testing::internal::at("printed otherwise", in));
}

bool has_dot_segment(std::string_view path) {
  while (true) {
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    if (segment.size() == path.size()) return false;
    path.remove_prefix(segment.size() + 1);
  }
}

}  // namespace

void fuzz(std::string_view in) {
  const fuzzing::Bounded bounded(in);
  const testing::ExactBuffer buffer(in);
  const auto reference = http::parse_uri_reference(buffer.view());
  same(in, reference);
  same(in, http::parse_absolute_uri(buffer.view()));
  same(in, http::parse_partial_uri(buffer.view()));
  same(in, http::parse_host(buffer.view()));
  for (const std::string_view method : {"GET", "OPTIONS", "CONNECT"})
    same(in, http::parse_request_target(buffer.view(), method));
  if (!reference) return;
  static const http::Uri kBase = *http::parse_absolute_uri("http://a/b/c/d;p?q");
  const http::Uri target = http::resolve(kBase, *reference);
  if (target.scheme.empty()) fuzzing::require("resolved to a reference that is relative");
  if (has_dot_segment(target.path))
    fuzzing::require(testing::internal::at("dot-segments are left", in));
}

}  // namespace wireassay
