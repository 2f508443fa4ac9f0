// Preconditions and ranges of a request for one representation: RFC 9110 sections 13 and 14.
#pragma once

#include <cstdint>
#include <optional>

#include "reference/http_answer.h"
#include "reference/http_documents.h"
#include "wire/http/request.h"

namespace wireassay::reference {

/// What conditions are about.
struct HttpSelected {
  bool exists = true;
  const HttpDocument* document = nullptr;  ///< nullptr: it has no validators
};
/// 304 or 412 where the method must not be performed; nullopt: it may.
std::optional<std::uint16_t> failed_precondition(const http::Request& request,
                                                 const HttpSelected& selected, std::int64_t now);

/// To GET of a document: 200, 206 or 416.
HttpAnswer answer_with_ranges(const http::Request& request, const HttpDocument& document,
                              std::int64_t now);
/// Its fields in 200.
http::Fields document_fields(const HttpDocument& document);

}  // namespace wireassay::reference
