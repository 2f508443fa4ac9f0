// The packaged HTTP parser (libhttp-parser-dev) as a reader of one message, to be held beside ours.
#pragma once

#include <http_parser.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wireassay::testing {

/// What it made of one message.
struct PackagedMessage {
  bool complete = false;
  bool refused = false;
  bool upgrade = false;  ///< it stopped behind the header section
  unsigned status = 0;
  std::string method, target;
  std::vector<std::pair<std::string, std::string>>
      fields;  ///< of the header section, then trailers
  std::size_t header_fields = 0;
  std::string body;
  std::size_t used = 0;
  bool keeps_alive = false;
  std::string why;  ///< it was refused
};

class PackagedReader {
 public:
  explicit PackagedReader(http_parser_type type, bool no_body = false)
      : type_(type), no_body_(no_body) {
    settings_.on_url = [](http_parser* p, const char* at, std::size_t size) {
      of(p).message_.target.append(at, size);
      return 0;
    };
    settings_.on_header_field = [](http_parser* p, const char* at, std::size_t size) {
      return of(p).name(std::string_view(at, size));
    };
    settings_.on_header_value = [](http_parser* p, const char* at, std::size_t size) {
      PackagedReader& self = of(p);
      self.in_value_ = true;
      self.message_.fields.back().second.append(at, size);
      return 0;
    };
    settings_.on_headers_complete = [](http_parser* p) {
      PackagedReader& self = of(p);
      self.message_.header_fields = self.message_.fields.size();
      self.message_.keeps_alive = http_should_keep_alive(p) != 0;
      // "the message has no body", which it leaves to its user where a length is given.
      const unsigned status = p->type == HTTP_RESPONSE ? p->status_code : 0;
      const bool never = status / 100 == 1 || status == 204 || status == 304;
      return self.no_body_ || never ? 1 : 0;
    };
    settings_.on_body = [](http_parser* p, const char* at, std::size_t size) {
      of(p).message_.body.append(at, size);
      return 0;
    };
    settings_.on_message_complete = [](http_parser* p) {
      of(p).message_.complete = true;
      http_parser_pause(p, 1);  // behind this message
      return 0;
    };
  }

  /// Reads one message; `ended`: nothing comes behind the octets.
  const PackagedMessage& read(std::string_view octets, bool ended) {
    http_parser_init(&parser_, type_);
    parser_.data = this;
    message_ = {};
    in_value_ = true;
    message_.used = http_parser_execute(&parser_, &settings_, octets.data(), octets.size());
    if (ended && !message_.complete && HTTP_PARSER_ERRNO(&parser_) == HPE_OK)
      http_parser_execute(&parser_, &settings_, nullptr, 0);
    const auto error = HTTP_PARSER_ERRNO(&parser_);
    message_.refused = error != HPE_OK && error != HPE_PAUSED;
    if (message_.refused) message_.why = http_errno_name(error);
    message_.upgrade = parser_.upgrade != 0;
    message_.status = parser_.status_code;
    if (type_ == HTTP_REQUEST)
      message_.method = http_method_str(static_cast<http_method>(parser_.method));
    return message_;
  }

 private:
  static PackagedReader& of(http_parser* parser) {
    return *static_cast<PackagedReader*>(parser->data);
  }
  int name(std::string_view octets) {
    if (in_value_) message_.fields.emplace_back();
    in_value_ = false;
    message_.fields.back().first.append(octets);
    return 0;
  }

  http_parser_type type_;
  bool no_body_;
  http_parser parser_{};
  http_parser_settings settings_{};
  PackagedMessage message_;
  bool in_value_ = true;
};

}  // namespace wireassay::testing
