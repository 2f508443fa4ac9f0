// Answers as only mutants give them.
#include "reference/http_mutants.h"

#include <algorithm>

#include "core/cursor.h"
#include "wire/http/chunked.h"
#include "wire/http/validators.h"

namespace wireassay::reference {
namespace {

using enum HttpFault;
using http::Field;
using http::Fields;

constexpr std::int64_t kDay = 86400;

void remove(Fields& fields, std::string_view name) {
  std::erase_if(fields, [name](const Field& field) { return field.name == name; });
}

/// nullptr: there is none.
std::string* value_of(Fields& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? nullptr : &found->value;
}

/// A field that is left out where the answer has a status.
struct Omission {
  HttpFault fault;
  std::uint16_t status;
  std::string_view field;
};
constexpr Omission kOmissions[] = {
    {AllowMissing, 405, "Allow"},
    {LocationMissing, 301, "Location"},
    {ChallengeMissing, 401, "WWW-Authenticate"},
    {NotModifiedWithoutEtag, 304, "ETag"},
    {ContentRangeMissing, 206, "Content-Range"},
    {PartialWithoutEtag, 206, "ETag"},
    {UnsatisfiedWithoutContentRange, 416, "Content-Range"},
};

struct Instead {
  HttpFault fault;
  std::string_view method;  ///< "": any
  std::uint16_t status, other;
};
constexpr Instead kInstead[] = {
    {PutCreated200, "PUT", 201, 200}, {PutReplaced201, "PUT", 204, 201},
    {HeadRefused, "HEAD", 200, 501},  {LongTarget400, "", 414, 400},
    {LongFields500, "", 431, 500},
};

void spoil_status(HttpAnswer& answer, const http::Request& request, const HttpFaults& faults) {
  for (const Instead& row : kInstead) {
    const bool method = row.method.empty() || row.method == request.method;
    if (faults.has(row.fault) && method && answer.status == row.status) answer.status = row.other;
  }
  const auto has = [&request](std::string_view name) {
    return http::find_field(request.fields, name) != nullptr;
  };
  if (faults.has(UnknownMethod400) && answer.status == 501 && !has("Transfer-Encoding"))
    answer.status = 400;
  if (faults.has(WrongPassword403) && answer.status == 401 && has("Authorization"))
    answer.status = 403;
  if (faults.has(ConditionBeforeStatus) && answer.status == 404 && has("If-Match"))
    answer.status = 412;
  const bool put = request.method == "PUT" && has("If-None-Match");
  if (faults.has(NotModifiedToPut) && answer.status == 412 && put) answer.status = 304;
}

/// One part in the form of several.
void wrap(HttpAnswer& answer) {
  const std::string range = *value_of(answer.fields, "Content-Range");
  answer.content = "--part\r\n" +
                   http::to_wire({{"Content-Type", answer.type}, {"Content-Range", range}}) +
                   "\r\n" + answer.content + "\r\n--part--\r\n";
  answer.type = "multipart/byteranges; boundary=part";
  remove(answer.fields, "Content-Range");
}

void lengthen(std::string& content_range) {
  auto range = http::parse_content_range(content_range);
  if (!range || !range->range) return;
  ++range->range->second;
  content_range = http::to_text(*range);
}

void remove_lines(std::string& text, std::string_view start) {
  for (std::size_t at = text.find(start); at != std::string::npos; at = text.find(start))
    text.erase(at, text.find('\n', at) + 1 - at);
}

void spoil_partial(HttpAnswer& answer, const HttpFaults& faults) {
  std::string* range = value_of(answer.fields, "Content-Range");
  if (range == nullptr) {
    if (faults.has(MultipartWithContentRange))
      answer.fields.push_back({"Content-Range", "bytes 0-999/1000"});
    if (faults.has(PartWithoutContentRange)) remove_lines(answer.content, "Content-Range: ");
    return;
  }
  if (faults.has(ContentRangeWrong)) lengthen(*range);
  if (faults.has(OneRangeAsMultipart)) wrap(answer);
}

void set_length(Fields& fields, std::size_t length) {
  if (std::string* value = value_of(fields, "Content-Length")) *value = std::to_string(length);
}

void spoil_length(HttpMessage& message, const HttpAnswer& answer, const HttpFaults& faults) {
  const std::string* length = value_of(message.fields, "Content-Length");
  const bool chunked = value_of(message.fields, "Transfer-Encoding") != nullptr;
  if (length != nullptr && faults.has(LengthTwice))
    message.fields.push_back({"Content-Length", std::string(*length)});
  if (faults.has(LengthTooShort) && !message.body.empty())
    set_length(message.fields, message.body.size() - 1);
  if (faults.has(LengthBesideCodingSent) && chunked)
    message.fields.push_back({"Content-Length", std::to_string(answer.content.size())});
  if (answer.status == 204 && faults.has(LengthWith204))
    message.fields.push_back({"Content-Length", "0"});
  if (answer.status == 204 && faults.has(CodingWith204))
    message.fields.push_back({"Transfer-Encoding", "chunked"});
  if (std::string* value = value_of(message.fields, "Content-Length");
      value != nullptr && faults.has(LengthWithSign))
    value->insert(0, "+");
}

void spoil_chunks(HttpMessage& message, const HttpFaults& faults) {
  std::string* coding = value_of(message.fields, "Transfer-Encoding");
  if (coding == nullptr) return;
  if (faults.has(ChunkedTwiceSent)) *coding = "chunked, chunked";
  if (message.body.empty()) return;
  if (faults.has(ChunkSizePrefixSent)) message.body.insert(0, "0x");
  if (faults.has(ChunkSizeSpaceSent)) message.body.insert(message.body.find('\r'), " ");
  if (faults.has(ChunkExtIllFormed)) message.body.insert(message.body.find('\r'), ";=x");
}

void spoil_status_line(std::string& line, const HttpFaults& faults) {
  constexpr std::size_t kMinor = 7, kCode = 9, kReason = 13;  // HTTP/1.1 200 OK
  if (faults.has(StatusOutOfRange) && line.substr(kCode, 3) == "404") line.at(kCode) = '6';
  if (faults.has(ReasonWithControl)) line.insert(kReason, "\x01");
  if (faults.has(StatusWithoutSpace)) line.erase(kReason - 1);
  if (faults.has(StatusTwoSpaces)) line.insert(kCode, " ");
  if (faults.has(VersionIllFormed)) line.insert(kMinor + 1, "0");
}

void spoil_head(HttpMessage& message, const HttpAnswer& answer, const HttpFaults& faults) {
  if (faults.has(ContentWithHead)) message.body = answer.content;
  if (faults.has(HeadLengthZero)) set_length(message.fields, 0);
  if (!faults.has(HeadWithoutFields)) return;
  for (const std::string_view name : {"Content-Type", "ETag", "Last-Modified"})
    remove(message.fields, name);
}

void spoil_dates(Fields& fields, const HttpFaults& faults, std::int64_t now) {
  if (std::string* modified = value_of(fields, "Last-Modified");
      modified != nullptr && faults.has(LastModifiedInFuture))
    *modified = http::to_imf_fixdate(now + kDay);
  const std::string* date = value_of(fields, "Date");
  if (date == nullptr) return;
  if (faults.has(DateOfRfc850)) {
    auto parsed = http::parse_http_date(*date, now);
    parsed->form = http::DateForm::Rfc850;
    *value_of(fields, "Date") = http::to_text(*parsed);
  }
  if (faults.has(DateTwice)) fields.push_back({"Date", std::string(*date)});
  if (faults.has(DateMissing)) remove(fields, "Date");
}

void spoil_fields(Fields& fields, const HttpFaults& faults) {
  Field& server = *std::ranges::find(fields, "Server", &Field::name);
  if (faults.has(FieldBareCr)) server.value.insert(server.value.find('-'), "\r");
  if (faults.has(FieldFolded)) server.value += "\r\n (folded)";
  if (faults.has(NulSent)) server.value.insert(server.value.find('-'), 1, '\0');
  if (faults.has(FieldSpaceBeforeColon)) server.name += " ";
  if (faults.has(FieldNameInvalidSent)) server.name += "(";
  if (faults.has(UpgradeWithoutOption)) fields.push_back({"Upgrade", "h2c"});
  if (faults.has(ContentTypeMissing)) remove(fields, "Content-Type");
  if (std::string* tag = value_of(fields, "ETag"); tag != nullptr && faults.has(EtagUnquoted))
    std::erase(*tag, '"');
  if (faults.has(CloseUnsaid)) remove(fields, "Connection");
}

}  // namespace

void spoil(HttpAnswer& answer, const http::Request& request, const HttpFaults& faults) {
  if (answer.status == 206) spoil_partial(answer, faults);
  for (const Omission& row : kOmissions) {
    if (faults.has(row.fault) && answer.status == row.status) remove(answer.fields, row.field);
  }
  if (std::string* allow = value_of(answer.fields, "Allow"); allow != nullptr) {
    if (answer.status == 405 && faults.has(AllowListsRefused)) *allow += ", " + request.method;
    if (request.method == "OPTIONS" && faults.has(OptionsWithoutAllow))
      remove(answer.fields, "Allow");
  }
  if (std::string* challenge = value_of(answer.fields, "WWW-Authenticate");
      challenge != nullptr && faults.has(ChallengeWithoutRealm))
    *challenge = R"(Basic charset="UTF-8")";
  if (std::string* cookie = value_of(answer.fields, "Set-Cookie");
      cookie != nullptr && faults.has(SetCookieInvalid))
    cookie->insert(2, " ");
  if (answer.trailers && faults.has(TrailerOfFraming))
    answer.trailers->push_back({"Content-Length", "5"});
  spoil_status(answer, request, faults);
}

void spoil(HttpMessage& message, const HttpAnswer& answer, const HttpAsked& asked,
           const HttpFaults& faults, std::int64_t now) {
  const bool old = asked.version < http::kHttp11;
  if (faults.has(ChunkedToOldVersion) && old && !message.body.empty()) {
    remove(message.fields, "Content-Length");
    message.fields.push_back({"Transfer-Encoding", "chunked"});
    message.body = http::to_chunked(message.body);
  }
  spoil_length(message, answer, faults);
  spoil_chunks(message, faults);
  spoil_dates(message.fields, faults, now);
  spoil_fields(message.fields, faults);
  if (asked.method == "HEAD") spoil_head(message, answer, faults);
  if (answer.status == 304 && faults.has(NotModifiedWithContent)) {
    message.body = "Not Modified\n";
    message.fields.push_back({"Content-Length", std::to_string(message.body.size())});
  }
  if (faults.has(VersionOfResponse10) && !old)
    message.status_line.replace(0, http::to_text(http::kHttp11).size(),
                                http::to_text(http::kHttp10));
  spoil_status_line(message.status_line, faults);
}

void spoil(std::string& octets, const HttpFaults& faults) {
  if (faults.has(StatusLineBareLf)) octets.erase(octets.find('\r'), 1);
  if (faults.has(FieldWithoutColonSent)) octets.erase(octets.find(':', octets.find("\nServer")), 1);
  if (faults.has(SpaceBeforeFields)) octets.insert(octets.find('\n') + 1, " ");
  if (faults.has(EmptyLineBefore)) octets.insert(0, "\r\n");
}

}  // namespace wireassay::reference
