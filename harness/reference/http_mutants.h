// What mutants of the HTTP server make of an answer before it is sent.
#pragma once

#include <cstdint>
#include <string>

#include "reference/http_answer.h"
#include "reference/http_faults.h"
#include "wire/http/request.h"

namespace wireassay::reference {

/// Status and fields that do not fit the request.
void spoil(HttpAnswer& answer, const http::Request& request, const HttpFaults& faults);
/// Fields, framing and content that do not fit the message.
void spoil(HttpMessage& message, const HttpAnswer& answer, const HttpAsked& asked,
           const HttpFaults& faults, std::int64_t now);
/// Line ends.
void spoil(std::string& octets, const HttpFaults& faults);

}  // namespace wireassay::reference
