// Writes a multipart/report.
#include "reference/delivery_report.h"

#include "reference/trace.h"

namespace wireassay::reference {
namespace {

std::string recipient_fields(const DeliveryReport::Recipient& recipient) {
  std::string fields = "\r\n";
  if (recipient.original) fields += "Original-Recipient: " + *recipient.original + "\r\n";
  return fields + "Final-Recipient: rfc822;" + recipient.final +
         "\r\nAction: delivered\r\nStatus: 2.0.0\r\n";
}

}  // namespace

std::string_view header_section(std::string_view content) {
  if (content.starts_with("\r\n")) return {};
  const std::size_t end = content.find("\r\n\r\n");
  return end == std::string_view::npos ? content : content.substr(0, end + 2);
}

std::string to_message(const DeliveryReport& report) {
  const std::string boundary = "report-of-" + report.id;
  const std::string delimiter = "\r\n--" + boundary + "\r\n";
  std::string text =
      "Return-Path: <>\r\nFrom: Mail Delivery <postmaster@" + report.host + ">\r\nTo: <" +
      report.sender + ">\r\nSubject: Delivered\r\nDate: " + date_time(report.time) +
      "\r\nMessage-ID: <report-" + report.id + "@" + report.host +
      ">\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"" +
      boundary + "\"\r\n";
  text += delimiter +
          "Content-Type: text/plain; charset=us-ascii\r\n\r\nYour message lies in the mailboxes "
          "named below.\r\n";
  text += delimiter + "Content-Type: message/delivery-status\r\n\r\n";
  if (report.envelope_id) text += "Original-Envelope-Id: " + *report.envelope_id + "\r\n";
  text += "Reporting-MTA: dns;" + report.host + "\r\n";
  for (const DeliveryReport::Recipient& recipient : report.recipients)
    text += recipient_fields(recipient);
  text += delimiter + "Content-Type: text/rfc822-headers\r\n\r\n";
  text.append(header_section(report.content));
  return text + "\r\n--" + boundary + "--\r\n";
}

}  // namespace wireassay::reference
