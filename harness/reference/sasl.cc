// SASL exchanges on libgsasl; the only file here that knows the library.
#include "reference/sasl.h"

#include <gsasl.h>

#include <algorithm>
#include <utility>

namespace wireassay::reference {
namespace {

constexpr std::string_view kMechanisms[] = {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"};

/// Octets that the library allocated.
struct Owned {
  char* data = nullptr;
  std::size_t size = 0;
  ~Owned() { gsasl_free(data); }
  std::string text() const { return data == nullptr ? std::string() : std::string(data, size); }
};

std::string_view property(Gsasl_session* session, Gsasl_property name) {
  const char* value = gsasl_property_fast(session, name);
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

}  // namespace

struct SaslExchange::Inner {
  const Accounts* accounts = nullptr;
  Gsasl_session* session = nullptr;
  SaslNegligence negligence;
  bool client_first = false;  // its first message is the client's, and never empty
  bool server_first = false;
  bool asks_name_first = false;
  bool begun = false;
  bool success_pending = false;  // the last challenge carried the success data
  std::string user;

  ~Inner() {
    if (session != nullptr) gsasl_finish(session);
  }
  bool may_act_as(const Account& account, std::string_view authzid) const;
  int validate_simple();
  int answer(Gsasl_property wanted);
  SaslStep run(const char* input, std::size_t size);
};

struct SaslServer::Inner {
  const Accounts* accounts = nullptr;
  Gsasl* context = nullptr;
  std::vector<std::string> mechanisms;
  ~Inner() {
    if (context != nullptr) gsasl_done(context);
  }
};

namespace {

int callback(Gsasl*, Gsasl_session* session, Gsasl_property wanted) {
  auto* exchange = static_cast<SaslExchange::Inner*>(gsasl_session_hook_get(session));
  return exchange == nullptr ? GSASL_NO_CALLBACK : exchange->answer(wanted);
}

SaslStatus status_of(int code) {
  switch (code) {
    case GSASL_OK: return SaslStatus::Success;
    case GSASL_NEEDS_MORE: return SaslStatus::Challenge;
    case GSASL_MECHANISM_PARSE_ERROR: return SaslStatus::Malformed;
    default: return SaslStatus::Failure;
  }
}

}  // namespace

/// RFC 4616 2: the identity must be one that the user may act as: here only himself.
bool SaslExchange::Inner::may_act_as(const Account& account, std::string_view authzid) const {
  return authzid.empty() || negligence.identity || accounts->by_login(authzid) == &account;
}

/// PLAIN and LOGIN: the library hands over the password it was given.
int SaslExchange::Inner::validate_simple() {
  const std::string_view authzid = property(session, GSASL_AUTHZID);
  const Account* account = accounts->by_login(property(session, GSASL_AUTHID));
  if (account == nullptr) return GSASL_AUTHENTICATION_ERROR;
  if (!negligence.password && account->password != property(session, GSASL_PASSWORD)) {
    return GSASL_AUTHENTICATION_ERROR;
  }
  if (!may_act_as(*account, authzid)) return GSASL_AUTHENTICATION_ERROR;
  user = account->name;
  return GSASL_OK;
}

int SaslExchange::Inner::answer(Gsasl_property wanted) {
  if (wanted == GSASL_VALIDATE_SIMPLE) return validate_simple();
  if (wanted != GSASL_PASSWORD) return GSASL_NO_CALLBACK;
  const std::string_view authzid = property(session, GSASL_AUTHZID);
  const Account* account = accounts->by_login(property(session, GSASL_AUTHID));
  if (account == nullptr) return GSASL_AUTHENTICATION_ERROR;
  if (!may_act_as(*account, authzid)) return GSASL_AUTHENTICATION_ERROR;
  user = account->name;
  return gsasl_property_set(session, GSASL_PASSWORD, account->password.c_str());
}

SaslStep SaslExchange::Inner::run(const char* input, std::size_t size) {
  Owned output;
  const int code = gsasl_step(session, input, size, &output.data, &output.size);
  SaslStep step{.status = status_of(code), .data = output.text(), .user = {}};
  if (step.status != SaslStatus::Success) return step;
  step.user = user;
  if (step.data.empty()) return step;
  success_pending = true;
  return {.status = SaslStatus::Challenge, .data = std::move(step.data), .user = {}};
}

SaslExchange::SaslExchange(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
SaslExchange::~SaslExchange() = default;

SaslStep SaslExchange::step(std::optional<std::string_view> response) {
  if (inner_->success_pending) {
    const bool empty = !response || response->empty();
    return {.status = empty ? SaslStatus::Success : SaslStatus::Malformed,
            .data = {},
            .user = empty ? inner_->user : std::string()};
  }
  const bool first = !std::exchange(inner_->begun, true);
  // The library takes an empty message for none, and would ask again.
  if (inner_->client_first && response && response->empty()) {
    return {.status = SaslStatus::Malformed, .data = {}, .user = {}};
  }
  if (first && !response) return inner_->run(nullptr, 0);
  if (first && inner_->server_first)
    return {.status = SaslStatus::NotFirst, .data = {}, .user = {}};
  if (first && inner_->asks_name_first) {
    // LOGIN with an initial response: the name is the answer to a question that need not be sent.
    const SaslStep question = inner_->run(nullptr, 0);
    if (question.status != SaslStatus::Challenge) return question;
  }
  return inner_->run(response->data(), response->size());
}

SaslServer::SaslServer(const Accounts& accounts) : inner_(std::make_unique<Inner>()) {
  inner_->accounts = &accounts;
  if (gsasl_init(&inner_->context) != GSASL_OK) {
    inner_->context = nullptr;
    return;
  }
  gsasl_callback_set(inner_->context, callback);
  for (const std::string_view name : kMechanisms) {
    std::string text(name);
    if (gsasl_server_support_p(inner_->context, text.c_str()) != 0) {
      inner_->mechanisms.push_back(std::move(text));
    }
  }
}
SaslServer::~SaslServer() = default;

const std::vector<std::string>& SaslServer::mechanisms() const { return inner_->mechanisms; }

std::unique_ptr<SaslExchange> SaslServer::start(std::string_view mechanism,
                                                const SaslNegligence& negligence) const {
  const auto name = std::ranges::find_if(inner_->mechanisms, [mechanism](const std::string& known) {
    return equal_ignore_case(known, mechanism);
  });
  if (name == inner_->mechanisms.end()) return nullptr;
  auto inner = std::make_unique<SaslExchange::Inner>();
  inner->accounts = inner_->accounts;
  inner->negligence = negligence;
  inner->client_first = *name == "PLAIN" || *name == "SCRAM-SHA-256";
  inner->server_first = *name == "CRAM-MD5";
  inner->asks_name_first = *name == "LOGIN";
  if (gsasl_server_start(inner_->context, name->c_str(), &inner->session) != GSASL_OK) {
    inner->session = nullptr;
    return nullptr;
  }
  gsasl_session_hook_set(inner->session, inner.get());
  return std::make_unique<SaslExchange>(std::move(inner));
}

std::optional<std::string> saslprep(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  Owned prepared;
  const int code =
      gsasl_saslprep(std::string(text).c_str(), GSASL_ALLOW_UNASSIGNED, &prepared.data, nullptr);
  if (code != GSASL_OK || prepared.data == nullptr) return std::nullopt;
  return std::string(prepared.data);
}

std::string base64_encode(std::string_view octets) {
  Owned text;
  if (gsasl_base64_to(octets.data(), octets.size(), &text.data, &text.size) != GSASL_OK) return {};
  return text.text();
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.empty()) return std::string();
  Owned octets;
  if (gsasl_base64_from(text.data(), text.size(), &octets.data, &octets.size) != GSASL_OK) {
    return std::nullopt;
  }
  std::string decoded = octets.text();
  if (base64_encode(decoded) != text) return std::nullopt;
  return decoded;
}

}  // namespace wireassay::reference
