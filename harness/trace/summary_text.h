// Summaries as text for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"
#include "trace/summary.h"

namespace wireassay::trace {

/// All of it; the dialogue only if asked for.
std::string to_text(const Summary& summary, bool with_dialogue = true);
/// What the exercise about an SMTP-over-TLS trace asks of it, with the answers.
std::string answers(const Summary& summary);
/// "Connection 3: 192.0.2.1:40000 to 192.0.2.2:587, SMTP, STARTTLS, TLS 1.3, 31 packets, 0.42 s"
std::string title(const Summary& summary);

/// A name of the server as each place says it; or why there is none.
struct NameSaid {
  std::vector<std::string> names;  ///< escaped
  std::string none;                ///< "none", "not visible: …" where there are no names
};
NameSaid name_in_sni(const Summary& summary);
NameSaid name_in_certificate(const Summary& summary);
NameSaid name_in_banner(const Summary& summary);
/// dNSNames of subjectAltName, else the CN, escaped.
std::vector<std::string> names_of(const tls::CertificateFacts& certificate);

/// "TLS 1.3"; empty where no ServerHello was seen.
std::string negotiated(const Summary& summary);
std::string_view to_string(Resumption resumption);
/// What is known of the client's certificate.
std::string client_certificate(const Summary& summary);
/// Spec, clause, title and sentence of an anomaly of TLS.
Invariant rule_of(std::string_view id);
/// "STARTTLS", "implicit TLS" …; empty without TLS.
std::string tls_begin(const Summary& summary);
/// Of gaps and ends of streams that were not captured.
std::vector<std::string> what_is_missing(const Summary& summary);
/// Seconds since the first packet, "0.012345".
std::string seconds(std::int64_t ns);

}  // namespace wireassay::trace
