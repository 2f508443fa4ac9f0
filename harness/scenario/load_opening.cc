// Openings: read once for each protocol, then laid out flat for each connection.
#include "scenario/load_opening.h"

#include <algorithm>

#include "core/escape.h"
#include "scenario/keys.h"
#include "scenario/lint.h"
#include "scenario/load_step.h"

namespace wireassay::scenario {
namespace {

using Kind = Node::Kind;

constexpr std::string_view kBuiltIn[] = {"raw", "connected", "records"};
constexpr std::size_t kLongestChain = 32;

struct SecurityRow {
  std::string_view word;
  Security security;
};
constexpr SecurityRow kSecurities[] = {{"any", Security::Any},
                                       {"plain", Security::Plain},
                                       {"starttls", Security::StartTls},
                                       {"tls", Security::Tls},
                                       {"encrypted", Security::Encrypted}};

bool built_in(std::string_view name) {
  return std::ranges::find(kBuiltIn, name) != std::end(kBuiltIn);
}

Security read_security(Loading& loading, const Node& table) {
  const Node* node = find(table, "security", Kind::Text);
  if (node == nullptr) return Security::Any;
  const auto found = std::ranges::find(kSecurities, node->text, &SecurityRow::word);
  if (found != std::end(kSecurities)) return found->security;
  std::vector<std::string_view> words;
  for (const SecurityRow& row : kSecurities) words.push_back(row.word);
  loading.source.add(node->at, "unknown security `" + escape_short(node->text, 40) +
                                   "`: any, plain, starttls, tls or encrypted" +
                                   did_you_mean(node->text, words));
  return Security::Any;
}

Opening read_opening(Loading& loading, const Entry& entry, const Speaker& speaker) {
  Opening opening{
      .name = entry.key, .after = "connected", .params = {}, .steps = {}, .at = entry.at};
  if (built_in(entry.key))
    loading.source.add(entry.at,
                       "the opening `" + entry.key + "` is built in: give this one another name");
  if (!check_keys(loading.source, entry.value, Place::Opening)) return opening;
  if (const Node* after = find(entry.value, "after", Kind::Text)) opening.after = after->text;
  if (const Node* params = find(entry.value, "params", Kind::Table))
    opening.params = read_lets(loading, *params);
  opening.security = read_security(loading, entry.value);
  const StepContext context{
      .part = Part::Opening, .speakers = {speaker}, .hellos = {}, .readings = {}};
  if (const Node* steps = find(entry.value, "dialogue", Kind::Array))
    opening.steps = read_steps(loading, *steps, context);
  return opening;
}

/// What the case asks for and what its openings need, as one; nullopt if they contradict each
/// other.
std::optional<Security> combine(Security wanted, Security needed) {
  if (needed == Security::Any || wanted == needed) return wanted;
  if (wanted == Security::Any) return needed;
  const bool encrypted = wanted == Security::StartTls || wanted == Security::Tls;
  if (needed == Security::Encrypted && encrypted) return wanted;
  return std::nullopt;
}

/// Values of a case go before the defaults of its openings, the nearest opening's before those of
/// outer ones.
void add_defaults(const std::vector<const Opening*>& chain, std::vector<Let>& params) {
  for (auto opening = chain.rbegin(); opening != chain.rend(); ++opening) {
    for (const Let& param : (*opening)->params) {
      if (std::ranges::find(params, param.name, &Let::name) == params.end())
        params.push_back(param);
    }
  }
}

void check_params(Loading& loading, const Node& begin, const std::vector<const Opening*>& chain,
                  const std::string& name) {
  std::vector<std::string_view> known;
  for (const Opening* opening : chain) {
    for (const Let& param : opening->params) known.push_back(param.name);
  }
  for (const Entry& entry : begin.entries) {
    if (find_key(Place::Begin, entry.key) != nullptr ||
        std::ranges::find(known, entry.key) != known.end())
      continue;
    known.insert(known.end(), {"opening", "security"});
    loading.source.add(entry.at, "the opening `" + name + "` has no parameter `" +
                                     escape_short(entry.key, 40) + "`" +
                                     did_you_mean(entry.key, known));
  }
}

void lint_chain(Source& source, const std::vector<const Opening*>& chain) {
  std::vector<Step> before;
  std::vector<Let> params;
  for (const Opening* opening : chain) {
    params.insert(params.end(), opening->params.begin(), opening->params.end());
    if (opening != chain.back())
      before.insert(before.end(), opening->steps.begin(), opening->steps.end());
  }
  if (!chain.empty()) lint_opening(source, before, chain.back()->steps, params);
}

}  // namespace

void Openings::add(const std::string& protocol, const std::string& file, const std::string& text,
                   const Dialects& dialects, const Limits& limits, std::vector<Problem>& problems) {
  Source source(file, text);
  Loading loading{source, limits, dialects};
  const ProtocolRow* row = dialects.find(protocol);
  if (row == nullptr) {
    source.add({1, 1}, "no protocol is called `" + protocol +
                           "`: a file of openings is named PROTOCOL.toml");
  } else if (text.size() > limits.file_octets) {
    source.add({1, 1}, "the file is longer than " + std::to_string(limits.file_octets) +
                           " octets: split it");
  } else if (const std::optional<Node> root = parse_document(source, limits.nesting)) {
    check_keys(source, *root, Place::BeginFile);
    Named& named = by_protocol_[protocol];
    const Speaker speaker{.name = {}, .dialect = row->info, .records = protocol == "tls"};
    if (const Node* table = find(*root, "opening", Kind::Table)) {
      for (const Entry& entry : table->entries)
        named.insert_or_assign(entry.key, read_opening(loading, entry, speaker));
    }
    if (const Node* hellos = find(*root, "hello", Kind::Table))
      hellos_ = read_hellos(loading, *hellos, hellos_);
    check_chains(source, protocol);
    for (const auto& [name, opening] : named) lint_chain(source, ancestry(named, name));
  }
  append(problems, source.problems());
}

void Openings::check_chains(Source& source, const std::string& protocol) const {
  const Named& named = by_protocol_.find(protocol)->second;
  std::vector<std::string_view> candidates(std::begin(kBuiltIn), std::end(kBuiltIn));
  for (const auto& [name, opening] : named) candidates.push_back(name);
  for (const auto& [name, opening] : named) {
    std::string_view at = opening.after;
    std::size_t length = 0;
    for (auto next = named.find(at); next != named.end() && length <= kLongestChain;
         next = named.find(at)) {
      at = next->second.after, ++length;
    }
    if (length > kLongestChain) {
      source.add(opening.at,
                 "the opening `" + name + "` builds on itself: break the loop of `after`");
    } else if (!built_in(opening.after) && !named.contains(opening.after)) {
      source.add(opening.at, "the opening `" + name + "` builds on `" + opening.after +
                                 "`, which does not exist" +
                                 did_you_mean(opening.after, candidates));
    }
  }
}

std::vector<std::string_view> Openings::names(const std::string& protocol,
                                              const Dialects& dialects) const {
  std::vector<std::string_view> all(std::begin(kBuiltIn), std::end(kBuiltIn));
  if (const auto named = by_protocol_.find(protocol); named != by_protocol_.end()) {
    for (const auto& [name, opening] : named->second) all.push_back(name);
  } else if (const ProtocolRow* row = dialects.find(protocol)) {
    all.insert(all.end(), row->ladder.begin(), row->ladder.end());
  }
  return all;
}

std::optional<std::vector<const Opening*>> Openings::chain(Loading& loading, const Node& at,
                                                           const std::string& name,
                                                           const std::string& protocol) const {
  const std::vector<std::string_view> known = names(protocol, loading.dialects);
  if (std::ranges::find(known, name) == known.end()) {
    loading.source.add(at.at, "unknown opening `" + escape_short(name, 40) + "` of " + protocol +
                                  did_you_mean(name, known));
    return std::nullopt;
  }
  const auto named = by_protocol_.find(protocol);
  // Where the file is not written yet, the ladder of the language is promised.
  if (named == by_protocol_.end()) return std::vector<const Opening*>();
  return ancestry(named->second, name);
}

std::vector<const Opening*> Openings::ancestry(const Named& named, std::string_view name) {
  std::vector<const Opening*> result;
  while (result.size() <= kLongestChain) {
    const auto found = named.find(name);
    if (found == named.end()) break;
    result.insert(result.begin(), &found->second);
    name = found->second.after;
  }
  return result;
}

void Openings::read_begin(Loading& loading, const Node* begin, ConnectionSpec& spec) const {
  spec.opening = "connected";
  if (begin == nullptr) return;
  const bool table = begin->is(Kind::Table);
  if (table) {
    check_keys(loading.source, *begin, Place::Begin);
    if (const Node* name = find(*begin, "opening", Kind::Text)) spec.opening = name->text;
    spec.security = read_security(loading, *begin);
  } else if (begin->is(Kind::Text)) {
    spec.opening = begin->text;
  }
  if (spec.opening == "records" && spec.protocol != "tls")
    loading.source.add(begin->at, "the opening `records` is for protocol = \"tls\"");
  const std::optional<std::vector<const Opening*>> openings =
      chain(loading, *begin, spec.opening, spec.protocol);
  if (!openings) return;
  for (const Opening* opening : *openings) {
    const std::optional<Security> combined = combine(spec.security, opening->security);
    if (!combined)
      loading.source.add(begin->at,
                         "the opening `" + opening->name +
                             "` needs an encrypted connection, `security` says otherwise");
    spec.security = combined.value_or(spec.security);
    spec.steps.insert(spec.steps.end(), opening->steps.begin(), opening->steps.end());
  }
  for (std::size_t i = 0; i < spec.steps.size(); ++i) spec.steps[i].number = i + 1;
  const std::string& outermost = openings->empty() ? spec.opening : openings->front()->after;
  spec.read_greeting = outermost != "raw";
  if (table) {
    check_params(loading, *begin, *openings, spec.opening);
    for (const Entry& entry : begin->entries) {
      if (find_key(Place::Begin, entry.key) != nullptr || !is_name(entry.key)) continue;
      if (std::optional<Template> value = read_let_value(loading, entry.value)) {
        spec.params.push_back({entry.key, std::move(*value)});
      }
    }
  }
  add_defaults(*openings, spec.params);
}

}  // namespace wireassay::scenario
