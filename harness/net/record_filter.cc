#include "net/record_filter.h"

#include <algorithm>

namespace wireassay::net {
namespace {

constexpr std::size_t kHeader = 5;  // RFC 8446 section 5.1: type, version (2), length (2)

std::size_t octet(char value) { return static_cast<unsigned char>(value); }

}  // namespace

bool is_record_type(char value) { return octet(value) >= 20 && octet(value) <= 24; }

void RecordFilter::pass(std::string_view octets, std::string& into) {
  while (!octets.empty() && !clear_) {
    if (body_ > 0) {
      std::size_t skipped = std::min(body_, octets.size());
      body_ -= skipped;
      octets.remove_prefix(skipped);
      continue;
    }
    if (header_.empty() && !is_record_type(octets.front())) {
      clear_ = true;
      break;
    }
    header_.push_back(octets.front());
    octets.remove_prefix(1);
    if (header_.size() == kHeader) {
      body_ = octet(header_[3]) * 256 + octet(header_[4]);
      header_.clear();
    }
  }
  into.append(octets);
}

}  // namespace wireassay::net
