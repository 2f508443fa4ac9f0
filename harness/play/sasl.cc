// libgsasl behind a small face; its context is made for each exchange, which costs microseconds.
#include "play/sasl.h"

#include <gsasl.h>

namespace wireassay::play {

struct SaslClient::Inner {
  Gsasl* context = nullptr;
  Gsasl_session* session = nullptr;

  Inner() = default;
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;
  ~Inner() {
    if (session != nullptr) gsasl_finish(session);
    if (context != nullptr) gsasl_done(context);
  }
};

std::string base64(std::string_view octets) {
  char* text = nullptr;
  std::size_t length = 0;
  if (gsasl_base64_to(octets.data(), octets.size(), &text, &length) != GSASL_OK) return "";
  std::string out(text, length);
  gsasl_free(text);
  return out;
}

SaslClient::SaslClient(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
SaslClient::SaslClient(SaslClient&&) noexcept = default;
SaslClient& SaslClient::operator=(SaslClient&&) noexcept = default;
SaslClient::~SaslClient() = default;

std::expected<SaslClient, std::string> SaslClient::start(std::string_view mechanism,
                                                         const Credentials& credentials) {
  auto inner = std::make_unique<Inner>();
  const std::string name(mechanism);
  if (gsasl_init(&inner->context) != GSASL_OK)
    return std::unexpected("libgsasl could not be started");
  if (gsasl_client_start(inner->context, name.c_str(), &inner->session) != GSASL_OK) {
    return std::unexpected("libgsasl knows no mechanism " + name);
  }
  const auto set = [&](Gsasl_property property, const std::string& value) {
    return gsasl_property_set(inner->session, property, value.c_str()) == GSASL_OK;
  };
  const bool ok = set(GSASL_AUTHID, credentials.user) &&
                  set(GSASL_PASSWORD, credentials.password) &&
                  (credentials.authzid.empty() || set(GSASL_AUTHZID, credentials.authzid)) &&
                  set(GSASL_SERVICE, credentials.service) && set(GSASL_HOSTNAME, credentials.host);
  if (!ok) return std::unexpected("libgsasl took no credentials for " + name);
  return SaslClient(std::move(inner));
}

std::expected<std::string, std::string> SaslClient::step(std::string_view challenge_base64) {
  const std::string challenge(challenge_base64);
  char* answer = nullptr;
  const int code = gsasl_step64(inner_->session, challenge.c_str(), &answer);
  std::string text = answer != nullptr ? answer : "";
  gsasl_free(answer);
  if (code != GSASL_OK && code != GSASL_NEEDS_MORE) return std::unexpected(gsasl_strerror(code));
  return text;
}

}  // namespace wireassay::play
