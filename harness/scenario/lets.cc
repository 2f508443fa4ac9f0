// Variables that use each other: each `let` is expanded behind the ones it names.
#include <map>
#include <string_view>
#include <utility>

#include "scenario/template.h"

namespace wireassay::scenario {
namespace {

using Kind = ExpansionError::Kind;

constexpr std::size_t kDeepest = 64;                    ///< lets that use lets that use lets
constexpr std::size_t kAllOctets = 64UL * 1024 * 1024;  ///< of all lets together

class Resolver {
 public:
  Resolver(const std::vector<Let>& lets, Scope& scope) : scope_(scope) {
    for (const Let& let : lets)
      lets_.insert_or_assign(std::string_view(let.name), Entry{&let.value, State::Waiting});
  }

  Expanded<bool> run() {
    for (auto& [name, entry] : lets_) {
      const Expanded<bool> done = resolve(name, entry, 0);
      if (!done) return done;
    }
    return true;
  }

 private:
  enum class State { Waiting, Open, Done };
  struct Entry {
    const Template* value = nullptr;
    State state = State::Waiting;
  };

  static std::unexpected<ExpansionError> bad(std::string_view name, std::string_view what) {
    return std::unexpected(
        ExpansionError{Kind::Bad, "the variable '" + std::string(name) + "' " + std::string(what)});
  }

  Expanded<bool> resolve(std::string_view name, Entry& entry, std::size_t depth) {
    if (entry.state == State::Done) return true;
    if (entry.state == State::Open) return bad(name, "is defined by itself");
    if (depth > kDeepest) return bad(name, "stands at the end of too long a chain");
    entry.state = State::Open;
    const Expanded<bool> ready = resolve_used(name, *entry.value, depth);
    if (!ready) return ready;
    Expanded<ExpandedText> text = expand(*entry.value, scope_, kAllOctets - used_);
    if (!text) {
      text.error().message += " (in the variable '" + std::string(name) + "')";
      return std::unexpected(std::move(text.error()));
    }
    used_ += text->octets.size();
    scope_.variables.insert_or_assign(std::string(name),
                                      Value{std::move(text->octets), !text->secrets.empty()});
    entry.state = State::Done;
    return true;
  }

  /// What `name` uses comes first; its own name means the value it had before (client =
  /// "${client}").
  Expanded<bool> resolve_used(std::string_view name, const Template& value, std::size_t depth) {
    Expanded<bool> answer = true;
    for_each_name(value, [&](const NameUse& use) {
      if (!answer || use.kind != NameUse::Kind::Variable) return;
      const auto found = lets_.find(use.name);
      if (found == lets_.end()) return;
      if (use.name == name && scope_.variables.contains(name)) return;
      answer = resolve(found->first, found->second, depth + 1);
    });
    return answer;
  }

  Scope& scope_;
  std::map<std::string_view, Entry> lets_;
  std::size_t used_ = 0;
};

}  // namespace

Expanded<bool> expand_lets(const std::vector<Let>& lets, Scope& scope) {
  return lets.empty() ? Expanded<bool>(true) : Resolver(lets, scope).run();
}

}  // namespace wireassay::scenario
