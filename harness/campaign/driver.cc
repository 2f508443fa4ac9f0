// Waits with poll(2) for signals (signalfd) and for the ends of engines (pidfd).
#include "campaign/driver.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <memory>
#include <set>
#include <vector>

#include "campaign/turn.h"
#include "core/descriptor.h"

namespace wireassay::campaign {
namespace {

/// Signals that end a campaign, read from a descriptor for as long as this lives.
class Signals {
 public:
  Signals() {
    sigset_t wanted;
    sigemptyset(&wanted);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&wanted, signal);
    ::pthread_sigmask(SIG_BLOCK, &wanted, &before_);
    signals_ = Descriptor(::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK));
  }
  ~Signals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  int fd() const { return signals_.get(); }
  bool came() const {
    signalfd_siginfo info{};
    return ::read(fd(), &info, sizeof info) == sizeof info;
  }

 private:
  sigset_t before_{};
  Descriptor signals_;
};

class Driver {
 public:
  Driver(const Folder& folder, const Plan& plan, const DriverOptions& options)
      : folder_(folder), plan_(plan), options_(options), lanes_(plan.lanes()) {
    for (const Event& event : read_events(folder, plan.id))
      if (event.what == "done" || event.what == "failed") over_.insert(event.target);
  }

  std::expected<bool, std::string> run() {
    while (error_.empty()) {
      fill_lanes();
      if (std::ranges::none_of(lanes_, [](const auto& turn) { return turn != nullptr; })) break;
      wait();
      if (signals_.came()) return stop();
      for (auto& turn : lanes_)
        if (turn) take(turn, turn->tick(options_.sample_every));
      if (options_.on_tick) options_.on_tick();
    }
    if (!error_.empty()) return std::unexpected(error_);
    note("done", "", "");
    return true;
  }

 private:
  void note(const std::string& what, const std::string& target, const std::string& why) {
    const auto kept = append_event(folder_, {.campaign = plan_.id,
                                             .what = what,
                                             .target = target,
                                             .why = why,
                                             .at = std::time(nullptr)});
    if (!kept) error_ = kept.error();
  }

  void take(std::unique_ptr<Turn>& turn, Turn::State state) {
    if (state == Turn::State::Running) return;
    const bool failed = state == Turn::State::Failed;
    note(failed ? "failed" : "done", turn->target().name, failed ? turn->why() : "");
    turn.reset();
  }

  void fill_lanes() {
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
      while (!lanes_[lane] && next_ < plan_.targets.size()) {
        const TargetPlan& target = plan_.targets[next_++];
        if (over_.contains(target.name)) continue;
        lanes_[lane] = std::make_unique<Turn>(plan_, target, folder_, plan_.jobs(lane));
        note("running", target.name, "");
        take(lanes_[lane], lanes_[lane]->begin());
      }
    }
  }

  void wait() {
    std::vector<pollfd> entries{{signals_.fd(), POLLIN, 0}};
    for (const auto& turn : lanes_)
      if (turn && turn->descriptor() >= 0) entries.push_back({turn->descriptor(), POLLIN, 0});
    ::poll(entries.data(), entries.size(), static_cast<int>(options_.tick.count()));
  }

  bool all_stopped() const {
    return std::ranges::all_of(lanes_, [](const auto& turn) { return !turn || turn->stopped(); });
  }

  // A second signal leaves the merges to `resume`.
  std::expected<bool, std::string> stop() {
    for (auto& turn : lanes_)
      if (turn) turn->stop();
    while (!all_stopped()) {
      for (auto& turn : lanes_)
        if (turn && !turn->stopped()) turn->tick(options_.sample_every);
      if (all_stopped()) break;
      wait();
      if (signals_.came()) break;
    }
    note("stopped", "", "");
    if (!error_.empty()) return std::unexpected(error_);
    return false;
  }

  const Folder& folder_;
  const Plan& plan_;
  const DriverOptions& options_;
  const Signals signals_;
  std::vector<std::unique_ptr<Turn>> lanes_;
  std::size_t next_ = 0;
  std::set<std::string> over_;  // targets that an earlier driver brought to their end
  std::string error_;
};

}  // namespace

std::expected<bool, std::string> drive(const Folder& folder, const Plan& plan,
                                       const DriverOptions& options) {
  return Driver(folder, plan, options).run();
}

}  // namespace wireassay::campaign
