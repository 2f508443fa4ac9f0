// FETCH: RFC 9051 section 6.4.5, RFC 3516 section 4, RFC 7162 section 3.1.4.
#include <algorithm>
#include <utility>

#include "core/cursor.h"
#include "reference/imap_search.h"
#include "reference/imap_session.h"
#include "reference/imap_structure.h"

namespace wireassay::reference {

using enum ImapFault;
using imap::Command;
using imap::FetchArgument;
using imap::FetchItem;
using Kind = FetchItem::Kind;

namespace {

bool sets_seen(const FetchItem& item) {
  switch (item.kind) {
    case Kind::Rfc822:
    case Kind::Rfc822Text: return true;
    case Kind::BodySection:
    case Kind::Binary: return !item.peek;
    case Kind::Envelope:
    case Kind::Flags:
    case Kind::Internaldate:
    case Kind::Rfc822Header:
    case Kind::Rfc822Size:
    case Kind::Body:
    case Kind::Bodystructure:
    case Kind::Uid:
    case Kind::Modseq:
    case Kind::BinarySize: return false;
  }
  return false;
}

bool asks(const FetchArgument& wanted, Kind kind) {
  return std::ranges::any_of(wanted.items,
                             [kind](const FetchItem& item) { return item.kind == kind; });
}

message::SectionText text_of(imap::Section::Text text) {
  switch (text) {
    case imap::Section::Text::None: return message::SectionText::Whole;
    case imap::Section::Text::Header: return message::SectionText::Header;
    case imap::Section::Text::HeaderFields: return message::SectionText::HeaderFields;
    case imap::Section::Text::HeaderFieldsNot: return message::SectionText::HeaderFieldsNot;
    case imap::Section::Text::Text: return message::SectionText::Text;
    case imap::Section::Text::Mime: return message::SectionText::Mime;
  }
  return message::SectionText::Whole;
}

std::string_view word_of(imap::Section::Text text) {
  switch (text) {
    case imap::Section::Text::None: return "";
    case imap::Section::Text::Header: return "HEADER";
    case imap::Section::Text::HeaderFields: return "HEADER.FIELDS";
    case imap::Section::Text::HeaderFieldsNot: return "HEADER.FIELDS.NOT";
    case imap::Section::Text::Text: return "TEXT";
    case imap::Section::Text::Mime: return "MIME";
  }
  return "";
}

/// "[1.2.HEADER.FIELDS (TO)]"
std::string section_name(const imap::Section& section, bool utf8) {
  std::string name = "[";
  for (const std::uint32_t number : section.part)
    name += (name.size() > 1 ? "." : "") + std::to_string(number);
  if (section.text != imap::Section::Text::None) {
    if (!section.part.empty()) name += ".";
    name += word_of(section.text);
  }
  if (!section.fields.empty()) {
    std::vector<std::string> fields;
    for (const std::string& field : section.fields) fields.push_back(imap_astring(field, utf8));
    name += " " + in_parentheses(fields);
  }
  return name + "]";
}

/// "If the starting octet is beyond the end of the text, an empty string is returned" (RFC 3501
/// section 6.4.5).
std::string_view part_of(std::string_view octets, const imap::Partial& partial) {
  if (partial.offset >= octets.size()) return {};
  return octets.substr(
      static_cast<std::size_t>(partial.offset),
      static_cast<std::size_t>(std::min<std::uint64_t>(partial.size, octets.size())));
}

std::string origin(const std::optional<imap::Partial>& partial) {
  return partial ? "<" + std::to_string(partial->offset) + ">" : std::string();
}

/// nstring, or literal8 where there is a NUL (RFC 3516 section 4.2).
std::string binary_literal(std::string_view octets) {
  if (octets.find('\0') == std::string_view::npos) return imap_literal(octets);
  return "~{" + std::to_string(octets.size()) + "}\r\n" + std::string(octets);
}

/// The tenth of ENVELOPE, "message-id", goes.
std::string without_last_field(const std::string& envelope) {
  return envelope.substr(0, envelope.rfind(' ')) + ")";
}

}  // namespace

/// RFC 7162 section 3.2.6: VANISHED only in UID FETCH, beside CHANGEDSINCE, and after ENABLE
/// QRESYNC.
ImapSession::Answer ImapSession::fetch(const Command& command) {
  const auto& wanted = std::get<FetchArgument>(command.argument);
  if (wanted.vanished && (!command.uid || !wanted.changed_since || !qresync_))
    return answer_bad("VANISHED is not allowed here");
  const auto chosen = numbers(wanted.set, command.uid);
  if (!chosen) return answer_bad("there is no such message");
  if (wanted.changed_since || asks(wanted, Kind::Modseq)) enable_condstore();
  if (command.uid && chosen->empty() && fault(UidFetchMissingBad))
    return answer_bad("there is no such message");
  std::vector<SeqNum> shown;
  for (const SeqNum number : *chosen) {
    const auto viewed = view_->message(number);
    const bool unchanged = wanted.changed_since && viewed->message.modseq <= *wanted.changed_since;
    if (!unchanged || fault(ChangedsinceIgnored)) shown.push_back(number);
  }
  if (wanted.vanished) tell_vanished(wanted.set, *wanted.changed_since, 0, true);
  const std::vector<SeqNum> seen = set_seen(wanted, shown);
  for (const SeqNum number : shown) {
    const bool seen_now = std::ranges::binary_search(seen, number);
    const auto text = fetch_items(wanted, *view_->message(number), seen_now, command.uid);
    if (!text) return text.error();
    untagged(std::to_string(number) + " FETCH (" + *text + ")");
  }
  return answer_ok("fetched");
}

/// RFC 3501 section 6.4.5, BODY[<section>]: "The \Seen flag is implicitly set; if this causes the
/// flags to change, they SHOULD be included as part of the FETCH responses." Those whose flags
/// change.
std::vector<SeqNum> ImapSession::set_seen(const FetchArgument& wanted, const Numbers& shown) {
  const bool peeks = std::ranges::none_of(wanted.items, sets_seen);
  const bool careless = fault(FetchPeekSetsSeen) && asks(wanted, Kind::BodySection);
  if ((peeks && !careless) || (read_only_ && !fault(ExamineFetchSetsSeen)) ||
      fault(FetchSeenNotSet))
    return {};
  std::vector<SeqNum> unseen;
  for (const SeqNum number : shown) {
    const auto viewed = view_->message(number);
    if (!viewed->expunged && !viewed->message.has("\\Seen")) unseen.push_back(number);
  }
  if (unseen.empty()) return unseen;
  FlagsChange change;
  change.mode = StoreMode::Add;
  change.flags = {"\\Seen"};
  change.silent = fault(FetchSeenNotTold);
  const auto stored = view_->store(unseen, change);
  if (!stored || fault(FetchSeenNotTold)) return {};
  return stored->stored;
}

/// What is between the parentheses. The limit is looked at after each item: one message can be
/// asked for many times.
std::expected<std::string, ImapAnswer> ImapSession::fetch_items(const FetchArgument& wanted,
                                                                const Viewed& viewed, bool seen_now,
                                                                bool uid) {
  std::string text;
  const auto add = [&text](const std::string& item) {
    if (!item.empty()) text += (text.empty() ? "" : " ") + item;
  };
  const bool with_uid = uid && !fault(UidFetchWithoutUid);
  const bool told = seen_now || asks(wanted, Kind::Flags);
  if (with_uid && !asks(wanted, Kind::Uid)) add("UID " + uid_text(viewed));
  for (const FetchItem& item : wanted.items) {
    const auto value = fetch_item(item, viewed);
    if (!value)
      return std::unexpected(
          answer_no("the part has an encoding that is not known", "UNKNOWN-CTE"));
    if (data_.size() + text.size() + value->size() > context_.limits.output)
      return std::unexpected(answer_no("this is too much", "LIMIT"));
    if (item.kind == Kind::Uid && uid && !with_uid) continue;
    const bool size = item.kind == Kind::Rfc822Size && wanted.macro != FetchArgument::Macro::None;
    if (!size || !fault(FetchMacroWithoutSize)) add(*value);
  }
  if (seen_now && !asks(wanted, Kind::Flags)) add("FLAGS " + flags_of(viewed));
  // RFC 7162 section 3.1.4.1: CHANGEDSINCE "implicitly adds the MODSEQ FETCH message data item";
  // section 3.2.4 wants it in each FETCH response with FLAGS that was not asked for.
  const bool modseq = wanted.changed_since || (seen_now && condstore_);
  if (modseq && !asks(wanted, Kind::Modseq)) add("MODSEQ (" + modseq_text(viewed) + ")");
  if (told) view_->mark_told(viewed.number, viewed.message.modseq);
  return text;
}

std::string ImapSession::uid_text(const Viewed& viewed) const {
  return std::to_string(fault(UidIsSequenceNumber) ? viewed.number : viewed.message.uid);
}

std::string ImapSession::modseq_text(const Viewed& viewed) const {
  return std::to_string(fault(ModseqNotRising) ? 1 : viewed.message.modseq);
}

/// One item with its name; nullopt: UNKNOWN-CTE.
std::optional<std::string> ImapSession::fetch_item(const FetchItem& item, const Viewed& viewed) {
  const Message& message = viewed.message;
  const std::string& octets = *message.octets;
  const auto header = [&] { return message::slice(octets, message.mime().header); };
  switch (item.kind) {
    case Kind::Flags: return "FLAGS " + flags_of(viewed);
    case Kind::Uid: return "UID " + uid_text(viewed);
    case Kind::Modseq: return "MODSEQ (" + modseq_text(viewed) + ")";
    case Kind::Internaldate: {
      const std::string date = message::to_internal_date(message.internal_date());
      return "INTERNALDATE \"" + (fault(InternaldateWithoutZone) ? date.substr(0, 20) : date) +
             "\"";
    }
    case Kind::Rfc822Size:
      return "RFC822.SIZE " + std::to_string(octets.size() + (fault(Rfc822SizeWrong) ? 1 : 0));
    case Kind::Envelope: return "ENVELOPE " + envelope(header());
    case Kind::Body:
      return "BODY " +
             imap_body_structure(octets, message.mime(), fault(BodyWithExtensionData), rev2_);
    case Kind::Bodystructure: return "BODYSTRUCTURE " + body_structure(message);
    case Kind::Rfc822: return "RFC822 " + imap_literal(octets);
    case Kind::Rfc822Header: return "RFC822.HEADER " + imap_literal(header());
    case Kind::Rfc822Text:
      return "RFC822.TEXT " + imap_literal(message::slice(octets, message.mime().body));
    case Kind::BodySection: return fetch_section(item, viewed);
    case Kind::Binary:
    case Kind::BinarySize: return fetch_binary(item, viewed);
  }
  return std::nullopt;
}

std::string ImapSession::envelope(std::string_view header) const {
  std::string text = imap_envelope(header, rev2_);
  return fault(EnvelopeNineFields) ? without_last_field(text) : text;
}

std::string ImapSession::body_structure(const Message& message) const {
  if (!fault(BodystructureLinesWrong))
    return imap_body_structure(*message.octets, message.mime(), true, rev2_);
  message::Entity entity = message.mime();
  ++entity.lines;
  for (message::Entity& child : entity.children) ++child.lines;
  return imap_body_structure(*message.octets, entity, true, rev2_);
}

std::string ImapSession::fetch_section(const FetchItem& item, const Viewed& viewed) {
  message::Section section{
      .part = item.section.part, .text = text_of(item.section.text), .fields = item.section.fields};
  if (fault(HeaderFieldsNotInverted) && section.text == message::SectionText::HeaderFieldsNot)
    section.text = message::SectionText::HeaderFields;
  const std::string& octets = *viewed.message.octets;
  auto text = message::section_octets(octets, viewed.message.mime(), section);
  if (text) mutate_section(item.section, octets, viewed.message.mime(), *text);
  const std::string name = "BODY" + section_name(item.section, rev2_) +
                           (fault(PartialOriginMissing) ? "" : origin(item.partial));
  if (!text) return name + " NIL";
  if (!item.partial) return name + " " + body_literal(*text);
  imap::Partial partial = *item.partial;
  if (fault(PartialOffsetOffByOne)) ++partial.offset;
  if (fault(PartialPastEndNil) && partial.offset >= text->size()) return name + " NIL";
  return name + " " + body_literal(part_of(*text, partial));
}

std::string ImapSession::body_literal(std::string_view octets) const {
  std::string text = imap_literal(octets);
  if (!fault(BodyOctetsMiscounted) || octets.empty()) return text;
  return "{" + std::to_string(octets.size() - 1) + "}" + text.substr(text.find("\r\n"));
}

/// RFC 3516 section 4.3: "the server MUST return … NO … UNKNOWN-CTE". What has parts has no
/// encoding but the identity (RFC 2045 section 6.4).
std::optional<std::string> ImapSession::fetch_binary(const FetchItem& item, const Viewed& viewed) {
  const bool size = item.kind == Kind::BinarySize;
  const std::string name = (size ? "BINARY.SIZE" : "BINARY") + section_name(item.section, rev2_) +
                           (size ? "" : origin(item.partial));
  const std::string& octets = *viewed.message.octets;
  const message::Entity& root = viewed.message.mime();
  const message::Entity* part = message::find_part(root, item.section.part);
  auto text =
      message::section_octets(octets, root, {.part = item.section.part, .text = {}, .fields = {}});
  if (part == nullptr || !text) return name + (size ? " 0" : " NIL");
  const bool leaf = !item.section.part.empty() && part->children.empty();
  const message::Encoding encoding =
      leaf ? message::encoding_of(*part) : message::Encoding::Identity;
  if (encoding == message::Encoding::Unknown && !fault(BinaryUnknownCteOk)) return std::nullopt;
  const bool raw =
      encoding == message::Encoding::Unknown || fault(size ? BinarySizeEncoded : BinaryNotDecoded);
  const std::string decoded = raw ? *text : message::decode(encoding, *text);
  if (size) return name + " " + std::to_string(decoded.size());
  return name + " " + binary_literal(item.partial ? part_of(decoded, *item.partial) : decoded);
}

}  // namespace wireassay::reference
