// What the client has sent, so that each response finds its request: the method decides whether
// content follows, the version what a server may say (RFC 9112 section 6.3).
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "wire/http/request.h"

namespace wireassay::http {

class Tracker {
 public:
  Tracker();

  void sent(std::string_view octets);
  /// The next octets sent are one request of this method, whatever they look like.
  void answers(std::string_view method);

  /// What the next response answers; GET of HTTP/1.1 where nothing says otherwise.
  Asked asked() const;
  /// "GET /file.txt (request 2)"; empty: no request waits for a response, as far as is known.
  std::string question() const;
  /// Of the request that the next response answers, as it was written; empty where that is not
  /// known.
  std::string_view target() const {
    return waiting_.empty() ? std::string_view() : waiting_.front().target;
  }
  /// A final response was read.
  void replied();
  /// False once octets were sent that servers may cut into other requests than we do.
  bool sure() const { return sure_; }
  /// The next octet sent begins a request.
  bool at_request() const { return pending_.empty(); }
  /// True if the last whole request asked for the end of the connection.
  bool asked_to_close() const { return asked_to_close_; }
  std::size_t outstanding() const { return waiting_.size(); }

 private:
  struct Question {
    Asked asked;
    std::string target;
    std::size_t number = 0;  ///< of the requests on this connection, from 1
  };

  void push(Asked asked, std::string target);
  void take(LenientRequest whole);
  /// What the first line that was sent of an unfinished or unreadable request asks for.
  Question begun() const;

  RequestReader reader_;
  std::string pending_;  ///< octets of a request that is not whole yet
  std::deque<Question> waiting_;
  std::string forced_;
  std::size_t count_ = 0;
  bool answered_early_ = false;  ///< the response to what is in pending_ came already
  bool sure_ = true;
  bool lost_ = false;
  bool asked_to_close_ = false;
};

}  // namespace wireassay::http
