// The table of dialects: a protocol is one row here.
#include "play/runner.h"
#include "wire/http/dialect.h"
#include "wire/imap/dialect.h"
#include "wire/pop3/dialect.h"
#include "wire/smtp/dialect.h"
#include "wire/tls/dialect.h"

namespace wireassay::play {

const std::vector<const Dialect*>& dialects() {
  static const smtp::SmtpDialect kSmtp;
  static const pop3::Pop3Dialect kPop3;
  static const imap::ImapDialect kImap;
  static const http::HttpDialect kHttp;
  static const tls::RecordsDialect kTls;
  static const std::vector<const Dialect*> kRows = {&kSmtp, &kPop3, &kImap, &kHttp, &kTls};
  return kRows;
}

const Dialect* find_dialect(std::string_view protocol) {
  for (const Dialect* dialect : dialects()) {
    if (dialect->info().name == protocol) return dialect;
  }
  return nullptr;
}

std::vector<const DialectInfo*> dialect_infos() {
  std::vector<const DialectInfo*> infos;
  for (const Dialect* dialect : dialects()) infos.push_back(&dialect->info());
  return infos;
}

}  // namespace wireassay::play
