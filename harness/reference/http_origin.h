// What the HTTP server makes of one request: its target, methods, conditions and resources.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference/accounts.h"
#include "reference/http_answer.h"
#include "reference/http_documents.h"
#include "reference/http_faults.h"
#include "wire/http/request.h"

namespace wireassay::reference {

struct HttpLimits {
  http::Limits message{.empty_lines = 8,
                       .start_line = 16 * http::kKiB,  // RFC 9112 section 3: at least 8000 octets
                       .field_line = 32 * http::kKiB,
                       .fields = 256,
                       .header = 64 * http::kKiB,
                       .trailer = 16 * http::kKiB,
                       .chunk_line = 4 * http::kKiB,
                       .chunk_ext = 16 * http::kKiB,
                       .chunks = 100'000,
                       .body = 1024 * http::kKiB};
  std::size_t output = 256 * http::kKiB;  ///< octets of answers, then the peer takes them first
};

/// What all sessions of a server share. For one thread; outlives its sessions.
struct HttpContext {
  const Accounts* accounts = nullptr;
  HttpDocuments* documents = nullptr;
  /// The echo resource shows whatever comes, also what it would refuse: the origin behind a
  /// gateway.
  bool echoes_all = false;
  std::vector<std::string> names;  ///< hosts that the certificate is valid for; none: all are right
  std::function<std::int64_t()> now;
  HttpFaults faults;
  HttpLimits limits;
};

/// One request. Its head may be all there is as long as only refuse() is asked.
class HttpOrigin {
 public:
  HttpOrigin(HttpContext& context, const http::Request& request, bool tls)
      : context_(context), request_(request), tls_(tls) {}

  /// What no server of this kind goes on after, whatever the content is.
  std::optional<HttpAnswer> refuse_framing() const;
  /// An answer that the content has no part in.
  std::optional<HttpAnswer> refuse();
  /// The answer of the echo resource.
  static HttpAnswer echo_of(std::string_view raw);
  /// `raw` is the request as it was received. After refuse() has answered nothing.
  HttpAnswer perform(std::string_view raw);

 private:
  enum class Kind { Server, Document, Redirect, Auth, Echo, Trailer, Cookie, Writable, Missing };
  struct Rule;

  bool fault(HttpFault fault) const { return context_.faults.has(fault); }
  std::optional<HttpAnswer> refuse_target();
  std::optional<HttpAnswer> refuse_origin() const;
  std::optional<HttpAnswer> refuse_expectation() const;
  std::optional<HttpAnswer> refuse_method() const;
  std::optional<HttpAnswer> refuse_credentials() const;
  std::optional<HttpAnswer> refuse_put() const;
  std::optional<HttpAnswer> refuse_by_condition() const;
  void locate();
  bool authorized() const;
  std::string_view allowed() const;

  HttpAnswer options() const;
  HttpAnswer trace(std::string_view raw) const;
  HttpAnswer redirect() const;
  HttpAnswer echo(std::string_view raw) const;
  HttpAnswer trailer() const;
  HttpAnswer cookie() const;
  HttpAnswer put();
  HttpAnswer remove();

  HttpContext& context_;
  const http::Request& request_;
  const bool tls_;
  http::Target target_;
  std::string path_;  // normalised
  Kind kind_ = Kind::Missing;
  const HttpDocument* document_ = nullptr;
};

/// Percent-encoded octets that need it not as they are, and without dot segments (RFC 3986
/// section 6.2.2).
std::string normalise_path(std::string_view path);

}  // namespace wireassay::reference
