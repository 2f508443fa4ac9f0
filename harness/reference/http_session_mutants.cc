// How mutants of the HTTP server mistake where requests begin and end, and in which order they
// came.
#include <algorithm>

#include "reference/http_doctor.h"
#include "reference/http_session.h"

namespace wireassay::reference {

/// Rewrites a request that begins, as soon as its head is complete. False: it is not. What can
/// never be a head is left to the reader.
bool HttpSession::doctor() {
  const std::size_t end = input_.find("\r\n\r\n");
  const bool other_end =
      input_.find("\n\n") != std::string::npos || input_.find("\n\r\n") != std::string::npos;
  if (end == std::string::npos)
    return other_end || input_.size() > context_.limits.message.start_line;
  head_ = input_.substr(0, end + 4);
  const std::string head = doctored_head(head_, context_.faults);
  const std::string body = input_.substr(head_.size());
  const bool chunked = head.find("chunked") != std::string::npos;
  input_ = head + (chunked ? doctored_chunks(body, context_.faults) : body);
  doctored_ = head.size();
  return true;
}

/// Content-Length of a trailer section counts for what follows.
void HttpSession::reframe(const http::Request& request) {
  const http::Field* length = http::find_field(request.trailers, "Content-Length");
  if (length == nullptr) return;
  const auto octets = http::parse_digits(length->value, "Content-Length");
  if (octets) input_.erase(0, static_cast<std::size_t>(*octets));
}

/// The last two responses change places.
void HttpSession::reorder() {
  if (responses_.size() < 2) return;
  const std::size_t last = responses_.back(), before = responses_[responses_.size() - 2];
  std::ranges::rotate(out_.octets.begin() + static_cast<std::ptrdiff_t>(before),
                      out_.octets.begin() + static_cast<std::ptrdiff_t>(last), out_.octets.end());
}

/// What came is the whole request.
void HttpSession::stretch() {
  input_ = cut_to_length(input_);
  next();
  while (step()) {
  }
}

}  // namespace wireassay::reference
