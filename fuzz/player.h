// Cases played in process against a server whose words are the input: runner, player, judge and
// reports over memory, in a world where waiting takes no time. An input is a letter, which case,
// and what the server says: "~+" goes on when the client has said something, "~S" after a while,
// "~F" is FIN, "~R" RST, "~C" begins what the next connection hears (the last is said to all that
// follow), "~X" refuses it. Whatever is said: the play ends, with one verdict and its reason, the
// same one each time and however the octets are cut; its transcript is what went over the wire, and
// judged again gives the same; no password is in a report; what is written is read back.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connections.h"
#include "core/escape.h"
#include "fuzzer.h"
#include "judge/judge.h"
#include "net/memory.h"
#include "net/wire_log.h"
#include "play/runner.h"
#include "play/sasl.h"
#include "report/report.h"
#include "testing/parser.h"

namespace wireassay::fuzzing {

constexpr std::size_t kMaxWords = 4096;
constexpr std::string_view kWordMarks = "+SFRCX";
constexpr std::string_view kPassword = "open-sesame-7";
constexpr net::Millis kPauseOfServer{
    150};                            // longer than the client's silence, shorter than its wait
constexpr double kMostSeconds = 60;  // of the world's time that any case may take

/// One case on one target; `in_clear` false: it begins TLS, and not all that goes over the wire is
/// dialogue. `cuts_matter`: what it asks depends on what had come at some time.
struct Scene {
  scenario::Suite suite;
  std::vector<scenario::Target> targets;
  bool in_clear = true;
  bool cuts_matter = false;
  /// A reply too many is seen whenever it comes: the barrier's answer is not the last one then.
  /// Not so in IMAP, where a completion with a tag that we have not used yet is nobody's if it had
  /// come before we used the tag, else it is the answer.
  bool has_barrier = true;
};

/// Says the words to each connection that is dialled.
class HostileServer : public net::Exchange {
 public:
  /// The words outlive it; `piece` octets go into each segment, 0: each word is one.
  HostileServer(std::string_view words, std::uint64_t piece) : piece_(piece) {
    scripts_.emplace_back();
    for (const Sent& turn : sent_of(words, kWordMarks)) {
      if (turn.who == 'C') scripts_.emplace_back();
      scripts_.back().push_back(turn);
    }
  }

  net::Result<void> accept(net::Loop& loop, const net::Endpoint& to,
                           std::unique_ptr<net::Connection> server) override {
    const std::vector<Sent>& script = scripts_[std::min(accepted_++, scripts_.size() - 1)];
    if (script.size() > 1 && script[1].who == 'X')
      return std::unexpected(net::Error{net::Why::Refused, to.text() + ": connection refused"});
    loop.spawn(serve(loop, std::move(server), script));
    return {};
  }

 private:
  net::Task<void> serve(net::Loop& loop, std::unique_ptr<net::Connection> to,
                        const std::vector<Sent>& script) {
    constexpr auto kNever = net::Clock::time_point::max();
    std::string heard;
    for (const Sent& turn : script) {
      if (turn.who == '+') {
        heard.clear();
        if ((co_await to->read(heard, kNever)).end != net::ReadEnd::Data) co_return;
      } else if (turn.who == 'S') {
        co_await loop.sleep_until(loop.now() + kPauseOfServer);
      } else if (turn.who == 'F') {
        to->shut();
      } else if (turn.who == 'R') {
        to->reset();
        co_return;
      }
      if (turn.octets.empty()) continue;
      if (!co_await to->write(turn.octets, {.every = piece_}, kNever)) co_return;
    }
    co_await to->pass_over(kNever);
  }

  std::uint64_t piece_;
  std::vector<std::vector<Sent>> scripts_;
  std::size_t accepted_ = 0;
};

/// Octets of one direction after the other, as they alternate on a connection.
using Runs = std::vector<std::pair<bool, std::string>>;

inline void add_run(Runs& runs, bool sent, std::string_view octets) {
  if (runs.empty() || runs.back().first != sent) runs.emplace_back(sent, "");
  runs.back().second += octets;
}

inline std::string stream_of(const Runs& runs, bool sent) {
  std::string all;
  for (const auto& [direction, octets] : runs) {
    if (direction == sent) all += octets;
  }
  return all;
}

/// Whether the transcript has those octets, where what is secret may be masked.
inline bool says(std::string_view transcript, std::string_view wire) {
  return std::ranges::equal(transcript, wire,
                            [](char said, char was) { return said == was || said == '*'; });
}

inline bool begins_alike(std::string_view transcript, std::string_view wire) {
  const std::size_t shorter = std::min(transcript.size(), wire.size());
  return says(transcript.substr(0, shorter), wire.substr(0, shorter));
}

inline void check_runs(const Runs& transcript, const Runs& wire, bool in_clear, bool all_sent) {
  if (in_clear && all_sent &&
      !std::ranges::equal(transcript, wire, [](const auto& said, const auto& was) {
        return said.first == was.first && says(said.second, was.second);
      }))
    require("the transcript is not what went over the wire:\n" +
            escape_short(stream_of(transcript, true), 2000) + "\n" +
            escape_short(stream_of(wire, true), 2000) + "\n" +
            escape_short(stream_of(transcript, false), 2000) + "\n" +
            escape_short(stream_of(wire, false), 2000));
  for (const bool sent : {true, false}) {
    if (sent && !all_sent) continue;  // octets that found no reader, somewhere in the middle
    if (!begins_alike(stream_of(transcript, sent), stream_of(wire, sent)))
      require("the transcript begins otherwise than what went over the wire");
  }
}

/// Of a play, what the checks need.
struct Play {
  judge::Result result;
  Transcript transcript;
};

/// Every server of a case has an address of its own, so that its octets are told apart.
inline void check_transcript(const Transcript& transcript, const play::WireLogs& logs,
                             bool in_clear) {
  std::map<std::string, Runs> said, went;
  bool all_sent = true;
  std::map<std::pair<std::uint32_t, Side>, std::uint64_t> ends;
  for (const Chunk& chunk : transcript.chunks) {
    if (chunk.octets.starts_with("not all could be written") && chunk.from == Side::Note)
      all_sent = false;
    if (chunk.from == Side::Note) continue;
    std::uint64_t& end = ends[{chunk.connection, chunk.from}];
    if (chunk.stream_offset != end && chunk.stream_offset != 0) require("a gap in the transcript");
    end = chunk.stream_offset + chunk.octets.size();
    add_run(said[transcript.connections.at(chunk.connection).peer], chunk.from == Side::Client,
            chunk.octets);
  }
  for (const auto& log : logs) {
    for (const net::WireEvent& event : log->events()) {
      if (event.what == net::WireEvent::What::Octets)
        add_run(went[log->server()], event.sent, event.octets);
    }
  }
  for (const auto& [peer, runs] : said) check_runs(runs, went[peer], in_clear, all_sent);
  if (in_clear && said.size() < went.size()) require("octets that no transcript has");
}

inline void check_secrets(const std::string& text) {
  std::string plain("\0alice\0", 7);
  plain += kPassword;
  for (const std::string& secret :
       {std::string(kPassword), play::base64(kPassword), play::base64(plain)}) {
    if (text.find(secret) != std::string::npos) require("a password in a report");
  }
}

/// Forms of the run: JSON is read back to the same, and nothing tells the password.
inline void check_reports(const judge::Result& result) {
  const report::Run run{.results = {result}};
  const std::string json = report::json(run);
  const auto back = report::read_json(json);
  if (!back) require("the report is not read back: " + back.error());
  if (report::json(*back) != json) require("the report is read back otherwise");
  const std::string line = report::json_case(result);
  const auto again = report::read_json_case(line);
  if (!again) require("the journal is not read back: " + again.error());
  if (report::json_case(*again) != line) require("the journal is read back otherwise");
  check_secrets(json);
  check_secrets(report::text(run, {.verbose = true}));
}

/// All that a report says of it, and when everything was said.
inline std::string print(const judge::Result& result) {
  std::string all(judge::to_string(result.verdict));
  for (const std::string* part : {&result.id, &result.reason, &result.expected, &result.received,
                                  &result.nearest, &result.step_text})
    all += "\n" + *part;
  for (const Chunk& chunk : result.transcript) {
    all += "\n" + std::to_string(chunk.connection) + "<>-"[static_cast<std::size_t>(chunk.from)] +
           std::to_string(chunk.stream_offset) + " " + std::to_string(chunk.at_ms) + " " +
           chunk.octets;
  }
  for (const judge::Breach& breach : result.breaches) all += "\n" + breach.rule + breach.octets;
  if (result.mark)
    all += "\n" + std::to_string(result.mark->stream_offset) + "+" +
           std::to_string(result.mark->length);
  return all;
}

inline judge::JudgeContext judge_context(const Scene& scene) {
  judge::JudgeContext context{.target = scene.targets.front().name};
  for (const DialectInfo* info : play::dialect_infos())
    context.dialects[std::string(info->name)] = info;
  return context;
}

inline Play play_once(const Scene& scene, std::string_view words, std::uint64_t piece) {
  Play played;
  std::size_t verdicts = 0;
  play::RunHooks hooks;
  hooks.world = std::make_shared<HostileServer>(words, piece);
  hooks.judged = [&](const judge::Result&) { ++verdicts; };
  hooks.played = [&](const scenario::Case&, const Transcript& transcript) {
    played.transcript = transcript;
  };
  hooks.wires = [&](const play::CaseWires& wires) {
    check_transcript(played.transcript, wires.connections, scene.in_clear);
  };
  const play::RunOutcome outcome = play::run(scene.suite, scene.targets, {.jobs = 1}, hooks);
  if (verdicts != 1 || outcome.results.empty()) require("a case without its one verdict");
  played.result = outcome.results.front();
  if (!played.result.id.starts_with(scene.suite.cases.front().id))
    require("the first result is no case: " + played.result.id);
  if (played.result.verdict != judge::Verdict::Pass && played.result.reason.empty())
    require("a verdict without a reason");
  if (outcome.waits_seconds > kMostSeconds || played.transcript.ms > 1000 * kMostSeconds)
    require("the case took " + std::to_string(outcome.waits_seconds) + " s");
  return played;
}

inline void check_judged_again(const Scene& scene, const Play& played) {
  if (played.transcript.steps.empty()) return;  // not played: the target could not be reached
  judge::JudgeContext context = judge_context(scene);
  const std::size_t at = played.result.id.find('@');
  if (at != std::string::npos) context.surface = played.result.id.substr(at + 1);
  const auto again = judge::judge(scene.suite.cases.front(), played.transcript, context);
  if (print(again) != print(played.result))
    require("judged again it is " + print(again) + "\nand was " + print(played.result));
}

inline std::string verdict_of(const Play& played) {
  return std::string(judge::to_string(played.result.verdict)) + " " + played.result.reason;
}

inline bool is_unasked(const Play& played) {
  return played.result.reason.find("nobody asked for") != std::string::npos;
}

/// What costs more than the play: under an engine some inputs have it, told by their octets.
inline bool one_in(std::uint64_t many, std::string_view in) {
  return !testing::samples_splits() || testing::number_of(in) % many == 0;
}

inline void fuzz_player(std::string_view in, const std::vector<Scene>& scenes) {
  if (in.empty() || in.size() > kMaxWords) return;
  const Scene& scene = scenes[static_cast<unsigned char>(in.front() - '@') % scenes.size()];
  const std::string_view words = in.substr(1);
  const Play whole = play_once(scene, words, 0);
  check_judged_again(scene, whole);
  if (one_in(32, in)) check_reports(whole.result);
  if (one_in(16, in) && print(play_once(scene, words, 0).result) != print(whole.result))
    require("played again it is another play");
  const bool waits = words.find("~S") != std::string_view::npos;
  if (waits || scene.cuts_matter || in.size() > testing::kEverySplit || !one_in(4, in)) return;
  const Play cut = play_once(scene, words, 1);
  if (!scene.has_barrier && (is_unasked(cut) || is_unasked(whole))) return;
  if (cut.result.verdict != whole.result.verdict)
    require(testing::internal::at(
        "octet by octet: " + verdict_of(cut) + "\ninstead of " + verdict_of(whole), in));
}

/// The target of all scenes; `services` are its URLs.
inline scenario::Target hostile_target(const std::vector<std::string>& services) {
  scenario::Target target;
  target.name = "hostile";
  for (const std::string& url : services) {
    const auto service = scenario::parse_service_url(url);
    if (!service) require(service.error());
    target.services[service->service] = *service;
  }
  target.timeouts = {.connect = scenario::Millis(2000),
                     .reply = scenario::Millis(400),
                     .silence = scenario::Millis(100),
                     .tls = scenario::Millis(400)};
  target.users = {{"alice", "alice@x.test", std::string(kPassword)}};
  return target;
}

/// One scene for each case of the text.
inline std::vector<Scene> scenes_of(const std::string& protocol, const std::string& cases,
                                    const std::string& openings,
                                    const std::vector<std::string>& services) {
  scenario::LoadContext context;
  context.dialects = play::dialect_infos();
  const std::string head =
      "protocol = \"" + protocol + "\"\nspec = \"RFC 1\"\nclause = \"4\"\nlevel = \"MUST\"\n";
  scenario::Suite all =
      scenario::load_text(head + cases, protocol + ".toml", {{protocol, openings}}, context);
  for (const scenario::Problem& problem : all.problems) require(scenario::to_string(problem));
  std::vector<Scene> scenes;
  for (scenario::Case& c : all.cases) {
    Scene scene;
    scene.in_clear = c.id.find("tls") == std::string::npos;
    scene.cuts_matter = !scene.in_clear;
    scene.has_barrier = protocol != "imap";
    scene.suite.cases.push_back(std::move(c));
    scene.targets.push_back(hostile_target(services));
    scenes.push_back(std::move(scene));
  }
  return scenes;
}

}  // namespace wireassay::fuzzing
