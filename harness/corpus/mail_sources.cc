// Dialogues of SMTP, POP3 and IMAP, and the messages in them.
#include <algorithm>

#include "corpus/lines.h"
#include "corpus/sources.h"
#include "wire/message/header.h"

namespace wireassay::corpus {
namespace {

void dialogue(const Talk& talk, const Put& put) { put(as_dialogue(talk)); }

void smtp_session(const Talk& talk, const Put& put) { put(as_session(talk, "smtp", true)); }
void pop3_session(const Talk& talk, const Put& put) { put(as_session(talk, "pop3", true)); }
void imap_session(const Talk& talk, const Put& put) { put(as_session(talk, "imap", true)); }

void replies(const Talk& talk, const Put& put) {
  const std::string& protocol = talk.protocols.front();
  for (const std::string& reply : replies_of(talk, *dialect_of(protocol)))
    put(with_plain_names(protocol, reply));
}

void smtp_commands(const Talk& talk, const Put& put) {
  for (const std::string& command : smtp_said(talk).commands)
    put(with_plain_names("smtp", command));
}

/// Path and parameters of MAIL and RCPT: cut at the space behind the path.
template <class Take>
void each_path(const Talk& talk, const Take& take) {
  for (const std::string& command : smtp_said(talk).commands) {
    for (const std::string_view verb : {"MAIL FROM:", "RCPT TO:"}) {
      const std::string_view argument = behind(command, verb);
      if (argument.empty()) continue;
      const std::size_t end = std::min(argument.find("> "), argument.size() - 1) + 1;
      take(argument.substr(0, end), argument.substr(std::min(end + 1, argument.size())));
    }
  }
}

void paths(const Talk& talk, const Put& put) {
  each_path(talk, [&](std::string_view path, std::string_view) {
    put(std::string(path));
    if (path.size() > 2 && path.starts_with('<') && path.ends_with('>'))
      put(std::string(path.substr(1, path.size() - 2)));
  });
}

void parameters(const Talk& talk, const Put& put) {
  each_path(talk, [&](std::string_view, std::string_view text) { put(std::string(text)); });
}

void parameter_values(const Talk& talk, const Put& put) {
  each_path(talk, [&](std::string_view, std::string_view text) {
    while (!text.empty()) {
      const std::string_view word = text.substr(0, text.find(' '));
      if (const std::size_t equals = word.find('='); equals != word.npos)
        put(std::string(word.substr(equals + 1)));
      text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
  });
}

/// The lines of a long reply, without code.
void ehlo_lines(const Talk& talk, const Put& put) {
  for (const std::string& reply : replies_of(talk, *dialect_of("smtp"))) {
    if (!reply.starts_with("250-")) continue;
    std::string all;
    for (const std::string& line : lines_of(reply)) {
      const std::string_view text = without_line_end(line);
      if (text.size() <= 4) continue;
      put(std::string(text.substr(4)));
      all.append(all.empty() ? "" : "\n").append(text.substr(4));
    }
    put(all);
  }
}

void pop3_commands(const Talk& talk, const Put& put) {
  for (const std::string& line : lines_of(said_by(talk, Who::Client)))
    put(with_plain_names("pop3", line));
}

void pop3_greeting(const Talk& talk, const Put& put) {
  for (const std::string& line : lines_of(said_by(talk, Who::Server))) {
    const std::string_view ok = behind(line, "+OK "), err = behind(line, "-ERR ");
    put(std::string(ok.empty() ? err : ok));
  }
}

void pop3_listing(const Talk& talk, const Put& put) {
  for (const std::string& line : lines_of(said_by(talk, Who::Server))) {
    const std::string_view ok = behind(line, "+OK ");
    const std::string_view text = ok.empty() ? without_line_end(line) : ok;
    const bool number = !text.empty() && text.front() >= '0' && text.front() <= '9';
    if (number) put(std::string(text));
  }
}

void pop3_capability(const Talk& talk, const Put& put) {
  for (const std::string& reply : replies_of(talk, *dialect_of("pop3"))) {
    if (reply.find("\nUIDL") == reply.npos && reply.find("\nUSER") == reply.npos) continue;
    std::string all;
    for (const std::string& line : lines_of(reply)) {
      const std::string text(without_line_end(line));
      if (text == "." || text.starts_with("+OK")) continue;
      put(text);
      all.append(all.empty() ? "" : "\n").append(text);
    }
    put(all);
  }
}

void commands_of_imap(const Talk& talk, const Put& put) {
  for (const std::string& command : imap_commands(talk)) put(with_plain_names("imap", command));
}

void responses_of_imap(const Talk& talk, const Put& put) {
  for (const std::string& response : imap_responses(talk)) put(with_plain_names("imap", response));
}

/// What stands behind "* ", line by line.
void response_data(const Talk& talk, const Put& put) {
  for (const std::string& response : imap_responses(talk)) {
    const std::string_view data = behind(response, "* ");
    put(std::string(data));
    // "2 FETCH (…)": the value behind the name.
    if (const std::size_t open = data.find('('); open != data.npos && open > 0)
      put(std::string(data.substr(open)));
  }
}

/// Words of commands that are sets of numbers, each with the one before it.
void number_sets(const Talk& talk, const Put& put) {
  std::string before = "1:*";
  for (const std::string& line : lines_of(said_by(talk, Who::Client))) {
    std::string_view rest = without_line_end(line);
    while (!rest.empty()) {
      const std::string word(rest.substr(0, rest.find(' ')));
      rest.remove_prefix(std::min(word.size() + 1, rest.size()));
      if (word.empty() || word.find_first_not_of("0123456789:,*") != word.npos) continue;
      put(before + "\n" + word);
      before = word;
    }
  }
}

/// Names of mailboxes as LIST tells them.
void mailbox_names(const Talk& talk, const Put& put) {
  for (const std::string& response : imap_responses(talk)) {
    if (behind(response, "* LIST ").empty() && behind(response, "* LSUB ").empty()) continue;
    const std::string_view line = without_line_end(response);
    std::string_view name = line.substr(line.rfind(' ') + 1);
    if (name.size() > 2 && name.starts_with('"')) name = name.substr(1, name.size() - 2);
    put(std::string(name));
  }
}

/// What came as what is expected: it matches itself.
void matches_of_imap(const Talk& talk, const Put& put) {
  constexpr std::size_t kMostPattern = 500;
  for (const std::string& response : imap_responses(talk)) {
    const std::string data(behind(response, "* "));
    if (data.empty() || data.size() > kMostPattern || data.find('\n') != data.npos) continue;
    put(data + "\n" + data);
  }
}

void scripts_of_imap(const Talk& talk, const Put& put) {
  constexpr std::size_t kMostPattern = 2000;
  for (const std::string& reply : replies_of(talk, *dialect_of("imap"))) {
    if (reply.size() > kMostPattern || reply.find('\n') == reply.size() - 1) continue;
    std::string expected;
    for (const std::string& line : lines_of(reply)) {
      const std::string_view data = behind(line, "* ");
      expected.append(expected.empty() ? "" : "\n")
          .append(data.empty() ? without_line_end(line) : data);
    }
    put(expected + "\n%%\n" + reply);
  }
}

void messages(const Talk& talk, const Put& put) {
  for (std::string& message : messages_of(talk)) put(std::move(message));
}

void header_sections(const Talk& talk, const Put& put) {
  for (const std::string& message : messages_of(talk))
    put(message.substr(0, message::split_header(message).size));
}

template <class Wanted>
void field_bodies(const Talk& talk, const Put& put, const Wanted& wanted) {
  for (const std::string& message : messages_of(talk)) {
    for (const message::HeaderField& field : message::split_header(message).fields) {
      if (wanted(seed_name(field.name))) put(message::unfold(field.body));
    }
  }
}

bool any_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void address_lists(const Talk& talk, const Put& put) {
  field_bodies(talk, put, [](std::string_view name) {
    return any_of(name, {"from", "to", "cc", "bcc", "sender", "reply-to"});
  });
}

void dates(const Talk& talk, const Put& put) {
  field_bodies(talk, put, [](std::string_view name) { return name == "date"; });
  if (talk.protocols.front() != "imap") return;
  for (const std::string& response : imap_responses(talk)) {
    const std::size_t at = response.find("INTERNALDATE \"");
    if (at == response.npos) continue;
    const std::string rest = response.substr(at + 14);
    put(rest.substr(0, rest.find('"')));
  }
}

void message_ids(const Talk& talk, const Put& put) {
  field_bodies(talk, put, [](std::string_view name) {
    return any_of(name, {"message-id", "in-reply-to", "references"});
  });
}

void encoded_words(const Talk& talk, const Put& put) {
  field_bodies(talk, put, [](std::string_view name) {
    return any_of(name, {"subject", "from", "to", "comments"});
  });
}

/// A line for each message: its id, references, what it answers, subject.
void threads(const Talk& talk, const Put& put) {
  std::string out;
  for (const std::string& message : messages_of(talk)) {
    const message::HeaderSection section = message::split_header(message);
    std::string line;
    for (const char* name : {"Message-ID", "References", "In-Reply-To", "Subject"})
      line += (line.empty() ? "" : ";") + message::field_value(section.fields, name);
    out += line + "\n";
  }
  put(out);
}

void bodies(const Talk& talk, const Put& put) {
  for (const std::string& message : messages_of(talk))
    put(message.substr(message::split_header(message).size));
}

void words_of_server(const Talk& talk, const Put& put) {
  std::size_t sum = 0;
  for (const char c : talk.name) sum += static_cast<unsigned char>(c);
  put(as_words(talk, sum));
}

void mime_fields(const Talk& talk, const Put& put) {
  field_bodies(talk, put, [](std::string_view name) { return name.starts_with("content-"); });
}

constexpr TalkSource kSources[] = {
    {"smtp", "smtp_command", smtp_commands},
    {"smtp", "smtp_reply", replies},
    {"smtp", "smtp_tracker", dialogue},
    {"smtp", "smtp_session", smtp_session, true},
    {"smtp", "smtp_ehlo", ehlo_lines},
    {"smtp", "smtp_parameter", parameters},
    {"smtp", "smtp_xtext", parameter_values},
    {"smtp", "message_mailbox", paths},
    {"pop3", "pop3_command", pop3_commands},
    {"pop3", "pop3_reply", replies},
    {"pop3", "pop3_tracker", dialogue},
    {"pop3", "pop3_session", pop3_session, true},
    {"pop3", "pop3_capability", pop3_capability},
    {"pop3", "pop3_greeting", pop3_greeting},
    {"pop3", "pop3_listing", pop3_listing},
    {"imap", "imap_command", commands_of_imap},
    {"imap", "imap_response", responses_of_imap},
    {"imap", "imap_tracker", dialogue},
    {"imap", "imap_session", imap_session, true},
    {"imap", "imap_match", matches_of_imap},
    {"imap", "imap_script", scripts_of_imap},
    {"imap", "imap_utf7", mailbox_names},
    {"imap", "imap_arguments", response_data},
    {"imap", "imap_value", response_data},
    {"imap", "imap_number_set", number_sets},
    {"smtp", "player_smtp", words_of_server},
    {"pop3", "player_pop3", words_of_server},
    {"imap", "player_imap", words_of_server},
    {"http", "player_http", words_of_server},
    {"", "message_mime", messages},
    {"", "message_header", header_sections},
    {"", "message_address_list", address_lists},
    {"", "message_date_time", dates},
    {"", "message_message_id", message_ids},
    {"", "message_encoded_word", encoded_words},
    {"", "message_mime_field", mime_fields},
    {"", "message_mime_encoding", bodies},
    {"", "reference_imap_references", threads},
};

}  // namespace

std::span<const TalkSource> mail_sources() { return kSources; }

}  // namespace wireassay::corpus
