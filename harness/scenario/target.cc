// wireassay.toml: every [target.NAME], with paths and environment resolved.
#include "scenario/target.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/escape.h"
#include "scenario/deviations.h"
#include "scenario/dialects.h"
#include "scenario/keys.h"
#include "scenario/load_paths.h"

namespace wireassay::scenario {
namespace {

namespace fs = std::filesystem;
using Kind = Node::Kind;

constexpr std::size_t kLongestPassword = 4096;
constexpr std::int64_t kMostConnections = 10000;

class TargetReader {
 public:
  TargetReader(Loading& loading, const Entry& entry)
      : loading_(loading), source_(loading.source), entry_(entry), table_(entry.value) {}

  Target read() {
    target_.name = entry_.key;
    if (!check_keys(source_, table_, Place::Target)) return target_;
    for (const Entry& entry : table_.entries) read_entry(entry);
    read_texts();
    if (const Node* users = find(table_, "users", Kind::Array)) read_users(*users);
    if (const Node* timeouts = find(table_, "timeouts", Kind::Table)) read_timeouts(*timeouts);
    if (const Node* deviations = find(table_, "deviations", Kind::Array))
      target_.deviations = read_deviations(loading_, *deviations);
    if (const Node* most = find(table_, "max_connections", Kind::Integer)) read_most(*most);
    if (const Node* verify = find(table_, "verify", Kind::Boolean))
      target_.verify = verify->boolean;
    if (target_.services.empty())
      source_.add(entry_.at, "the target `" + entry_.key +
                                 "` has no service: write smtp = \"smtp://HOST:PORT\"");
    if (target_.certificate.empty() != target_.key.empty()) {
      source_.add(entry_.at,
                  "the target `" + entry_.key + "` needs both `certificate` and `key`, or neither");
    }
    target_.facts.emplace("sender", "sender@" + target_.client);
    return target_;
  }

 private:
  void read_entry(const Entry& entry) {
    const Key* key = find_key(Place::Target, entry.key);
    if (key == nullptr) return read_fact(entry);
    if (!accepts(key->shape, entry.value)) return;
    if (key->shape == Shape::ServiceUrl) read_service(entry.key, entry.value);
    if (entry.key == "http") read_http(entry.value);
    if (entry.key == "mailbox") read_mailbox(entry.value);
    if (entry.key == "listener") read_listener(entry.value);
  }

  /// The text of a value with ${env(NAME)} replaced.
  std::string resolve(const Node& value) {
    TemplateResult<Template> parsed = parse_template(value.text);
    if (!parsed) {
      source_.add_inside(value.at, parsed.error().offset, parsed.error().message);
      return {};
    }
    std::string out;
    for (const Piece& piece : parsed->pieces) {
      if (piece.kind == Piece::Kind::Literal) {
        out += piece.text;
      } else if (piece.value.kind != Expr::Kind::Call || piece.value.text != "env" ||
                 piece.value.args.empty()) {
        source_.add_inside(value.at, piece.offset, "a target knows no variables but ${env(NAME)}");
      } else if (const char* found = std::getenv(piece.value.args[0].text.c_str())) {
        out += found;
      } else {
        source_.add_inside(value.at, piece.offset,
                           "the environment variable `" +
                               escape_short(piece.value.args[0].text, 60) +
                               "` is not set: export it before the run");
      }
    }
    return out;
  }

  std::string text(const Node& table, std::string_view key) {
    const Node* node = find(table, key, Kind::Text);
    return node == nullptr ? std::string() : resolve(*node);
  }

  /// A path as the file means it: relative to its own folder.
  std::string path(const Node& table, std::string_view key) {
    const Node* node = find(table, key, Kind::Text);
    if (node == nullptr) return {};
    const fs::path written(resolve(*node));
    if (written.empty()) {
      source_.add(node->at, "`" + std::string(key) + "` is empty: name a file, or leave it out");
      return {};
    }
    const fs::path full =
        written.is_absolute() ? written : fs::path(source_.file()).parent_path() / written;
    std::error_code error;
    if (!fs::is_regular_file(full, error)) {
      source_.add(node->at, "there is no file `" + escape_short(full.string(), 200) +
                                "`: a relative path starts at the folder of this file");
    }
    return full.lexically_normal().string();
  }

  void read_texts() {
    target_.trust = path(table_, "trust");
    target_.certificate = path(table_, "certificate");
    target_.key = path(table_, "key");
    target_.sni = text(table_, "sni");
    target_.source = text(table_, "source");
    target_.software = text(table_, "software");
    if (find(table_, "client", Kind::Text) != nullptr) target_.client = text(table_, "client");
  }

  void read_service(const std::string& name, const Node& value) {
    const std::string url = resolve(value);
    if (source_.full() || url.empty()) return;
    std::expected<ServiceUrl, std::string> service = parse_service_url(url);
    if (!service) {
      source_.add(value.at, service.error());
      return;
    }
    const bool implicit = name.ends_with('s');
    if (service->protocol != protocol_of_service(name)) {
      source_.add(value.at, "`" + name + "` speaks " + std::string(protocol_of_service(name)) +
                                ", this URL " + service->protocol);
    } else if (implicit != (service->security == Security::Tls)) {
      source_.add(value.at,
                  implicit ? "`" + name + "` speaks TLS from the first octet: write " + name +
                                 "://…, or use another key"
                           : "`" + name +
                                 "` begins in clear: a service with TLS from the first octet is `" +
                                 name + "s`");
    }
    service->service = name;
    target_.services.insert_or_assign(name, std::move(*service));
  }

  void read_http(const Node& value) {
    if (value.is(Kind::Text)) return read_service("http", value);
    check_keys(source_, value, Place::HttpFact);
    if (const Node* url = find(value, "url", Kind::Text)) read_service("http", *url);
    for (const Entry& entry : value.entries) {
      if (entry.key == "url" || find_key(Place::HttpFact, entry.key) == nullptr) continue;
      const std::string name = entry.key == "host" ? "http_host" : entry.key;
      if (entry.value.is(Kind::Text)) target_.facts[name] = resolve(entry.value);
      if (entry.value.is(Kind::Integer)) target_.facts[name] = std::to_string(entry.value.integer);
      if (entry.value.is(Kind::Boolean) && entry.value.boolean) target_.facts[name] = "true";
    }
  }

  void read_mailbox(const Node& value) {
    if (value.is(Kind::Text)) {
      target_.facts["mailbox"] = resolve(value);
      return;
    }
    check_keys(source_, value, Place::MailboxFact);
    target_.facts["mailbox_prefix"] = text(value, "prefix");
    target_.facts["mailbox_separator"] = text(value, "separator");
  }

  void read_listener(const Node& value) {
    check_keys(source_, value, Place::ListenerFact);
    target_.facts["listener"] = target_.facts["listener_address"] = text(value, "address");
    target_.facts["listener_bind"] = text(value, "bind");
  }

  void read_fact(const Entry& entry) {
    std::vector<std::string_view> names;
    for (const Key& key : keys(Place::Target)) names.push_back(key.name);
    const std::string_view near = nearest(entry.key, names);
    // Any other key is a fact; one letter off a known key is a slip.
    if (entry.key.size() >= kShortestSlip && !near.empty() && is_slip(entry.key, near)) {
      source_.add(entry.at, "unknown key `" + entry.key + "` in a target; did you mean `" +
                                std::string(near) + "`? A fact needs a name that is less alike");
    } else if (!is_word(entry.key)) {
      source_.add(entry.at, "`" + escape_short(entry.key, 40) +
                                "` is no name of a fact: small letters, digits, - and _");
    } else if (entry.value.is(Kind::Text)) {
      target_.facts[entry.key] = resolve(entry.value);
    } else if (entry.value.is(Kind::Integer)) {
      target_.facts[entry.key] = std::to_string(entry.value.integer);
    } else {
      source_.add(entry.value.at, "a fact is a string or an integer, not " +
                                      std::string(kind_name(entry.value.kind)));
    }
  }

  /// One letter wrong, missing, too many or swapped. A plural or a number behind it is another
  /// name.
  static bool is_slip(std::string_view wrong, std::string_view known) {
    return edit_distance(wrong, known) == 1 && !wrong.starts_with(known);
  }

  void read_users(const Node& array) {
    for (const Node& item : array.items) {
      if (!check_keys(source_, item, Place::User)) continue;
      User user{.name = text(item, "name"),
                .address = text(item, "address"),
                .password = text(item, "password")};
      const Node* file = find(item, "password_file", Kind::Text);
      if (file != nullptr && find(item, "password", Kind::Text) != nullptr) {
        source_.add(file->at, "a user has either `password` or `password_file`");
      } else if (file != nullptr) {
        user.password = read_password(item);
      }
      if (user.address.empty()) user.address = default_address(user.name);
      if (std::ranges::find(target_.users, user.name, &User::name) != target_.users.end()) {
        source_.add(item.at, "the user `" + escape_short(user.name, 60) +
                                 "` stands twice: cases lease users one by one");
      }
      target_.users.push_back(std::move(user));
    }
  }

  std::string read_password(const Node& user) {
    const std::string file = path(user, "password_file");
    const auto octets = read_text(file, kLongestPassword);
    if (!octets) return {};  // path() has said so
    std::string password = *octets;
    while (password.ends_with('\n') || password.ends_with('\r')) password.pop_back();
    if (password.empty() || password.size() > kLongestPassword) {
      source_.add(find(user, "password_file", Kind::Text)->at,
                  "the file holds no password, or more than " + std::to_string(kLongestPassword) +
                      " octets");
    }
    return password;
  }

  std::string default_address(const std::string& name) {
    if (name.contains('@')) return name;
    const std::string domain = text(table_, "domain");
    return domain.empty() ? std::string() : name + "@" + domain;
  }

  void read_timeouts(const Node& table) {
    check_keys(source_, table, Place::Timeouts);
    Timeouts& timeouts = target_.timeouts;
    timeouts.connect = read_duration(loading_, table, "connect").value_or(timeouts.connect);
    timeouts.reply = read_duration(loading_, table, "reply").value_or(timeouts.reply);
    timeouts.silence = read_duration(loading_, table, "silence").value_or(timeouts.silence);
    timeouts.tls = read_duration(loading_, table, "tls").value_or(timeouts.tls);
  }

  void read_most(const Node& most) {
    if (most.integer < 0 || most.integer > kMostConnections) {
      source_.add(most.at, "`max_connections` is an integer from 0 (no limit) to " +
                               std::to_string(kMostConnections));
      return;
    }
    target_.max_connections = static_cast<std::uint32_t>(most.integer);
  }

  static constexpr std::size_t kShortestSlip = 5;

  Loading& loading_;
  Source& source_;
  const Entry& entry_;
  const Node& table_;
  Target target_;
};

}  // namespace

std::expected<std::vector<Target>, std::vector<Problem>> load_targets(const std::string& path) {
  const auto text = read_text(path, Limits{}.file_octets);
  if (!text) return std::unexpected(std::vector<Problem>{{path, {}, text.error(), ""}});
  return parse_targets(*text, path);
}

std::expected<std::vector<Target>, std::vector<Problem>> parse_targets(std::string_view text,
                                                                       const std::string& file) {
  const Limits limits;
  const Dialects dialects({});
  Source source(file, std::string(text));
  Loading loading{source, limits, dialects};
  std::vector<Target> targets;
  if (source.text().size() > limits.file_octets) {
    source.add({1, 1}, "the file is longer than " + std::to_string(limits.file_octets) +
                           " octets: split it");
  } else if (const std::optional<Node> root = parse_document(source, limits.nesting)) {
    check_keys(source, *root, Place::TargetFile);
    const Node* table = find(*root, "target", Kind::Table);
    if (table == nullptr) source.add({1, 1}, "the file names no target: write [target.NAME]");
    if (table != nullptr) {
      for (const Entry& entry : table->entries)
        targets.push_back(TargetReader(loading, entry).read());
    }
  }
  if (!source.problems().empty()) return std::unexpected(source.problems());
  return targets;
}

}  // namespace wireassay::scenario
