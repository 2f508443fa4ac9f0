// Dialogues of HTTP, and the values in them.
#include <algorithm>

#include "core/cursor.h"
#include "corpus/lines.h"
#include "corpus/sources.h"
#include "wire/http/request.h"

namespace wireassay::corpus {
namespace {

void dialogue(const Talk& talk, const Put& put) { put(as_dialogue(talk)); }
void session(const Talk& talk, const Put& put) { put(as_session(talk, "http", false)); }

std::vector<std::string> requests_of(const Talk& talk) {
  std::vector<std::string> requests;
  const std::string all = said_by(talk, Who::Client);
  std::string_view rest = all;
  while (!rest.empty()) {
    const auto parsed = http::parse_request_lenient(rest);
    const auto* got = std::get_if<Got<http::LenientRequest>>(&parsed);
    const std::size_t size = got == nullptr || got->used == 0 ? rest.size() : got->used;
    requests.push_back(with_plain_names("http", std::string(rest.substr(0, size))));
    rest.remove_prefix(size);
  }
  return requests;
}

std::vector<std::string> responses_of(const Talk& talk) {
  std::vector<std::string> responses;
  for (const std::string& reply : replies_of(talk, *dialect_of("http")))
    responses.push_back(with_plain_names("http", reply));
  return responses;
}

std::vector<std::string> messages_of_http(const Talk& talk) {
  std::vector<std::string> all = requests_of(talk);
  for (std::string& response : responses_of(talk)) all.push_back(std::move(response));
  return all;
}

void requests(const Talk& talk, const Put& put) {
  for (std::string& request : requests_of(talk)) put(std::move(request));
}

void responses(const Talk& talk, const Put& put) {
  for (std::string& response : responses_of(talk)) put(std::move(response));
}

void both(const Talk& talk, const Put& put) {
  for (std::string& message : messages_of_http(talk)) put(std::move(message));
}

/// Calls `take` with name and value of each field line of a header section.
template <class Take>
void each_field(std::string_view message, const Take& take) {
  bool first = true;
  for (const std::string& line : lines_of(message)) {
    const std::string_view text = without_line_end(line);
    if (text.empty()) return;
    const std::size_t colon = text.find(':');
    if (!first && colon != text.npos) {
      const std::string_view value = text.substr(colon + 1);
      take(text.substr(0, colon),
           value.substr(std::min(value.find_first_not_of(" \t"), value.size())));
    }
    first = false;
  }
}

/// Values of the fields for which `wanted` holds.
template <class Wanted>
void values(const Talk& talk, const Put& put, const Wanted& wanted) {
  for (const std::string& message : messages_of_http(talk)) {
    each_field(message, [&](std::string_view name, std::string_view value) {
      if (wanted(name)) put(std::string(value));
    });
  }
}

void fields(const Talk& talk, const Put& put) {
  values(talk, put, [](std::string_view) { return true; });
}

void dates(const Talk& talk, const Put& put) {
  values(talk, put, [](std::string_view name) {
    return equal_ignoring_case(name, "Date") || equal_ignoring_case(name, "Expires") ||
           equal_ignoring_case(name, "Last-Modified") ||
           equal_ignoring_case(name.substr(0, 3), "If-");
  });
}

void cookies(const Talk& talk, const Put& put) {
  values(talk, put, [](std::string_view name) {
    return equal_ignoring_case(name, "Cookie") || equal_ignoring_case(name, "Set-Cookie");
  });
}

void credentials(const Talk& talk, const Put& put) {
  values(talk, put, [](std::string_view name) {
    return equal_ignoring_case(name, "Authorization") ||
           equal_ignoring_case(name, "WWW-Authenticate");
  });
}

void validators(const Talk& talk, const Put& put) {
  values(talk, put, [](std::string_view name) {
    return equal_ignoring_case(name, "ETag") || equal_ignoring_case(name, "Range") ||
           equal_ignoring_case(name, "Content-Range") ||
           equal_ignoring_case(name.substr(0, 3), "If-");
  });
}

/// Targets of requests, and what responses point to.
void uris(const Talk& talk, const Put& put) {
  for (const std::string& request : requests_of(talk)) {
    const std::string_view line = std::string_view(request).substr(0, request.find('\n'));
    const std::size_t from = line.find(' '), to = line.rfind(' ');
    if (from < to && to != line.npos) put(std::string(line.substr(from + 1, to - from - 1)));
  }
  values(talk, put, [](std::string_view name) {
    return equal_ignoring_case(name, "Location") || equal_ignoring_case(name, "Host");
  });
}

void chunked(const Talk& talk, const Put& put) {
  for (const std::string& message : messages_of_http(talk)) {
    bool is_chunked = false;
    each_field(message, [&](std::string_view name, std::string_view value) {
      is_chunked = is_chunked || (equal_ignoring_case(name, "Transfer-Encoding") &&
                                  value.find("hunked") != value.npos);
    });
    const std::size_t body = message.find("\r\n\r\n");
    if (is_chunked && body != message.npos) put(message.substr(body + 4));
  }
}

constexpr TalkSource kSources[] = {
    {"http", "http_request", requests}, {"http", "http_response", responses},
    {"http", "http_message", both},     {"http", "http_chunked", chunked},
    {"http", "http_field", fields},     {"http", "http_date", dates},
    {"http", "http_uri", uris},         {"http", "http_cookie", cookies},
    {"http", "http_auth", credentials}, {"http", "http_validators", validators},
    {"http", "http_tracker", dialogue}, {"http", "http_session", session, true},
};

}  // namespace

std::span<const TalkSource> http_sources() { return kSources; }

}  // namespace wireassay::corpus
