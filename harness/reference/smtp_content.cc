// DATA and BDAT: RFC 5321 4.1.1.4 and 4.5.2, RFC 3030; what is taken goes to the store.
#include <algorithm>
#include <set>
#include <utility>

#include "reference/delivery_report.h"
#include "reference/smtp_session.h"
#include "reference/trace.h"
#include "wire/smtp/xtext.h"

namespace wireassay::reference {

using enum SmtpFault;
using smtp::Input;

namespace {

constexpr std::string_view kCrlf = "\r\n";
constexpr std::size_t kMutantTextLine = 999;
constexpr std::size_t kMutantContent = 60000;

bool has_long_line(std::string_view content) {
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find(kCrlf, begin), content.size());
    if (end + kCrlf.size() - begin > kMutantTextLine) return true;
    begin = end + kCrlf.size();
  }
  return false;
}

bool has_control(std::string_view content) {
  return std::ranges::any_of(
      content, [](char c) { return c > 0 && c < ' ' && c != '\r' && c != '\n' && c != '\t'; });
}

}  // namespace

void SmtpSession::data() {
  const bool binary = transaction_.parameters.body == smtp::Body::BinaryMime;
  if (binary && !fault(BinarymimeDataAccepted)) {
    return reply(503, "5.5.1", "BINARYMIME goes with BDAT");  // RFC 3030 3
  }
  if (fault(DataWrongCode)) return reply(250, "2.0.0", "go ahead");
  mail_data_.emplace(context_.limits.message, context_.faults, transaction_.parameters.size);
  reply(354, {}, "end with <CRLF>.<CRLF>");
}

bool SmtpSession::step_data() {
  if (input_.empty()) return false;
  input_.erase(0, mail_data_->feed(input_));
  if (!mail_data_->done()) return false;
  end_of_data();
  return true;
}

void SmtpSession::end_of_data() {
  const MailData data = std::move(*mail_data_);
  mail_data_.reset();
  if (fault(PipelinedAfterDataLost)) input_.clear();
  SmtpReply answer{
      .code = 552, .enhanced = "5.3.4", .lines = {"message too large"}};  // RFC 1870 6.1
  if (data.too_large() && fault(MessageOverLimitAccepted))
    answer = {.code = 250, .enhanced = "2.0.0", .lines = {"ok"}};
  if (!data.too_large()) answer = accept_content(data.content(), false);
  if (data.content().empty() && fault(DataEmptyRefused)) {
    flags_.close = true;
    return;
  }
  if (answer.code == 250 && fault(DataEndWrongCode)) answer.code = 220;
  if (fault(DataEndRepliesTwice)) reply(answer);
  reply(std::move(answer));
  advance(Input::EndOfContent);
}

/// `refusal`: said once the octets of the chunk have been thrown away (RFC 3030 2).
void SmtpSession::bdat(const smtp::ChunkArgument& argument, std::optional<SmtpReply> refusal) {
  if (argument.last && argument.size == 0 && fault(BdatZeroLastRefused)) {
    refusal = SmtpReply{.code = 501, .enhanced = "5.5.4", .lines = {"empty chunk"}};
  }
  chunk_ = Chunk{.left = argument.size, .last = argument.last, .refusal = std::move(refusal)};
}

bool SmtpSession::step_chunk() {
  Chunk& chunk = *chunk_;
  const std::size_t size =
      static_cast<std::size_t>(std::min<std::uint64_t>(chunk.left, input_.size()));
  if (!chunk.refusal && !transaction_.too_large) {
    // One octet above the limit is enough to know.
    const std::size_t room = context_.limits.message + 1 -
                             std::min(transaction_.chunks.size(), context_.limits.message + 1);
    transaction_.chunks.append(input_, 0, std::min(size, room));
    transaction_.too_large = transaction_.chunks.size() > context_.limits.message;
  }
  input_.erase(0, size);
  chunk.left -= size;
  const std::size_t dot =
      fault(BdatDotEndsData) ? transaction_.chunks.find("\r\n.\r\n") : std::string::npos;
  if (dot != std::string::npos) {
    input_.insert(0, transaction_.chunks.substr(dot + 5));
    transaction_.chunks.resize(dot + kCrlf.size());
    chunk.left = 0;
  }
  if (chunk.left > 0) return false;
  end_of_chunk();
  return true;
}

void SmtpSession::end_of_chunk() {
  Chunk chunk = *std::exchange(chunk_, std::nullopt);
  const Input input = chunk.last ? Input::LastChunk : Input::Chunk;
  if (chunk.refusal) {
    const bool out_of_order = chunk.refusal->code == 503;
    reply(std::move(*chunk.refusal));
    if (!out_of_order) advance(input);
    return;
  }
  if (transaction_.too_large) {
    reply(552, "5.3.4", "message too large");
  } else if (chunk.last) {
    const bool binary = transaction_.parameters.body == smtp::Body::BinaryMime;
    reply(accept_content(std::exchange(transaction_.chunks, {}), binary));
  } else {
    reply(fault(BdatWrongCode) ? 354 : 250, fault(BdatWrongCode) ? "" : "2.0.0", "chunk taken");
  }
  advance(input);
}

SmtpReply SmtpSession::accept_content(std::string content, bool binary) {
  if (fault(BdatUnstuffsDots)) content = unstuff(content, context_.faults);
  SmtpReply answer = refuse_content(content, binary);
  if (answer.code >= 400) return answer;
  deliver(content);
  return answer;
}

/// 250 where nothing speaks against it. RFC 5321 3.3: not for "perceived defects" of header or
/// body.
SmtpReply SmtpSession::refuse_content(const std::string& content, bool binary) const {
  if (!binary && has_bare_cr_or_lf(content)) {
    return {.code = 554,
            .enhanced = "5.6.0",
            .lines = {"bare CR or LF in the message"}};  // RFC 5321 2.3.8
  }
  if (count_received(content) > context_.limits.received) {
    return {.code = 554, .enhanced = "5.4.6", .lines = {"too many hops"}};  // RFC 5321 6.3
  }
  const bool eight_bit = std::ranges::any_of(
      content, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
  if ((fault(TextLine1000Refused) && has_long_line(content)) ||
      (fault(Message64kRefused) && content.size() > kMutantContent) ||
      (fault(EightBitContentRefused) && eight_bit) ||
      (fault(BinarymimeContentRefused) && has_bare_cr_or_lf(content)) ||
      (fault(ControlCharactersRefused) && has_control(content)) ||
      (fault(HeaderDefectsRefused) && content.find("From:") == std::string::npos)) {
    return {.code = 554, .enhanced = "5.6.0", .lines = {"refused"}};
  }
  return {.code = 250, .enhanced = "2.0.0", .lines = {"message taken"}};
}

void SmtpSession::deliver(const std::string& content) {
  ++taken_;
  const std::time_t now = context_.now();
  Trace trace{.client = client_,
              .client_address = door_.client,
              .host = context_.host,
              .protocol = {},
              .id = std::to_string(++context_.last_id),
              .recipient = {},
              .time = now};
  trace.protocol = protocol_name({.extended = extended_,
                                  .tls = tls_,
                                  .authenticated = user_ != nullptr,
                                  .utf8 = transaction_.parameters.smtputf8});
  if (transaction_.recipients.size() == 1)
    trace.recipient = message::to_wire(transaction_.recipients.front().path);
  const auto octets = std::make_shared<const std::string>(
      "Return-Path: " + message::to_wire(transaction_.sender) + "\r\n" + received_field(trace) +
      without_return_path(content));
  std::set<std::string> mailboxes;
  for (const Recipient& recipient : transaction_.recipients) mailboxes.insert(recipient.mailbox);
  for (const std::string& mailbox : mailboxes) context_.store->deliver(mailbox, octets, now);
  report_delivery(content, trace.id, now);
}

/// RFC 3461 5.2.3: NOTIFY=SUCCESS asks for a report. Nothing leaves this server, so only its own
/// users get theirs.
void SmtpSession::report_delivery(const std::string& content, const std::string& id,
                                  std::time_t now) {
  const auto& sender = transaction_.sender.mailbox;
  const auto mailbox = sender ? local_mailbox(*sender) : std::nullopt;
  if (!mailbox) return;
  DeliveryReport report{.host = context_.host,
                        .sender = message::to_wire(*sender),
                        .id = id,
                        .envelope_id = transaction_.parameters.envid,
                        .recipients = {},
                        .content = content,
                        .time = now};
  for (const Recipient& recipient : transaction_.recipients) {
    const bool wanted = recipient.parameters.notify && recipient.parameters.notify->success;
    if (!wanted || recipient.mailbox == kOutbound) continue;
    DeliveryReport::Recipient row{.original = {}, .final = recipient.mailbox + "@" + context_.host};
    if (const auto& original = recipient.parameters.orcpt) {
      row.original = original->type + ";" + smtp::encode_xtext(original->address);
    }
    report.recipients.push_back(std::move(row));
  }
  if (report.recipients.empty()) return;
  context_.store->deliver(*mailbox, std::make_shared<const std::string>(to_message(report)), now);
}

}  // namespace wireassay::reference
