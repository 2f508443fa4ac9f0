// finding.json and the files beside it.
#include "campaign/triage_finding.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "campaign/triage_scenario.h"
#include "core/escape.h"
#include "core/files.h"
#include "core/program.h"

namespace wireassay::campaign {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "wireassay-finding/1";
constexpr std::size_t kMostOfName = 70;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_word(c)) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

std::string last_name(std::string_view function) {
  const std::size_t colon = function.rfind("::");
  return std::string(colon == std::string_view::npos ? function : function.substr(colon + 2));
}

/// What is wrong with a file's JSON, as far as findings go, becomes an error with its path.
std::expected<Finding, std::string> read_finding(const fs::path& file) {
  const Json json = Json::parse(read_octets(file), nullptr, false);
  if (!json.is_object() || json.value("schema", Json()) != kSchema)
    return std::unexpected(file.string() + ": is no " + std::string(kSchema) +
                           "; mend it, or move its folder away");
  Finding finding{.name = file.parent_path().filename().string()};
  const auto text = [&](const char* key) {
    return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : "";
  };
  const auto number = [&](const char* key) {
    return json.contains(key) && json[key].is_number_unsigned() ? json[key].get<std::size_t>() : 0;
  };
  finding.target = text("target");
  finding.kind = text("kind");
  finding.invariant = text("invariant");
  finding.key = text("key");
  finding.first_seen = text("first_seen");
  finding.reproduces = text("reproduces");
  finding.status = text("status").empty() ? "open" : text("status");
  finding.size = number("size");
  finding.minimised = number("minimised");
  for (const Json& frame : json.value("frames", Json::array())) {
    if (frame.is_object())
      finding.frames.push_back({frame.value("function", ""), frame.value("where", "")});
  }
  for (const Json& input : json.value("inputs", Json::array())) {
    if (input.is_object())
      finding.inputs.push_back({input.value("name", ""), input.value("octets", std::size_t{0})});
  }
  return finding;
}

Json to_json(const Finding& finding, Json json) {
  json["schema"] = kSchema;
  json["target"] = finding.target;
  json["kind"] = finding.kind;
  json["invariant"] = escape(finding.invariant);
  json["key"] = finding.key;
  json["status"] = finding.status;
  json["reproduces"] = finding.reproduces;
  json["first_seen"] = finding.first_seen;
  json["size"] = finding.size;
  json["minimised"] = finding.minimised;
  json["frames"] = Json::array();
  for (const Frame& frame : finding.frames)
    json["frames"].push_back({{"function", frame.function}, {"where", frame.where}});
  json["inputs"] = Json::array();
  for (const FoundInput& input : finding.inputs)
    json["inputs"].push_back({{"name", input.name}, {"octets", input.octets}});
  return json;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

/// Paths inside the repository are written relative to it: the script works in a copy, too.
std::string in_repository(const fs::path& path, const fs::path& root) {
  const fs::path relative = path.lexically_relative(root);
  const bool outside = relative.empty() || *relative.begin() == "..";
  return outside ? quoted(path.string()) : "\"$root\"/" + quoted(relative.string());
}

std::string reproduce_script(const Finding& finding, const Evidence& evidence) {
  const std::string replay = finding.target + "_fuzzer_replay";
  std::string text = "#!/bin/sh\n# Runs " + finding.target +
                     " over the minimised input, on its engine and then without one:\n"
                     "#   sh reproduce.sh [input]\n";
  text += "here=$(cd \"$(dirname \"$0\")\" && pwd)\nroot=${WIREASSAY_ROOT:-" +
          quoted(evidence.root.string()) + "}\n";
  text += "programs=${WIREASSAY_PROGRAMS:-" +
          in_repository(evidence.program.parent_path(), evidence.root) + "}\n";
  text +=
      "input=$here/${1:-minimised}\nexport UBSAN_OPTIONS=print_stacktrace=1\n"
      "export ASAN_SYMBOLIZER_PATH=\"${ASAN_SYMBOLIZER_PATH:-$(command -v llvm-symbolizer-19)}\"\n";
  text +=
      "for program in " + finding.target + "_fuzzer " + replay +
      "; do\n  if [ ! -x \"$programs/$program\" ]; then\n"
      "    echo \"$programs/$program is not built: cmake --preset asan && ninja -C build/asan "
      "$program\" >&2\n    continue\n  fi\n  echo \"== $program\"\n"
      "  timeout 60 \"$programs/$program\" \"$input\" && echo \"$program: no complaint\"\ndone\n";
  return text;
}

std::string title(const Finding& finding) {
  return finding.invariant.empty() ? finding.kind : finding.kind + ": " + finding.invariant;
}

}  // namespace

std::string name_for(std::string_view target, const CrashReport& report) {
  const bool broken = report.kind == "broken invariant" && !report.invariant.empty();
  std::string name = slug(broken ? general_message(report.invariant) : report.kind);
  const std::vector<Frame> frames = our_frames(report);
  if (!frames.empty()) name += "-" + slug(last_name(frames.front().function));
  name.resize(std::min(name.size(), kMostOfName));
  while (!name.empty() && name.back() == '-') name.pop_back();
  return std::string(target) + "-" + name;
}

std::expected<std::vector<Finding>, std::string> read_findings(const fs::path& folder) {
  std::vector<Finding> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "findings", error)) {
    const fs::path file = entry.path() / "finding.json";
    if (!fs::exists(file)) continue;
    auto finding = read_finding(file);
    if (!finding) return std::unexpected(finding.error());
    all.push_back(std::move(*finding));
  }
  std::ranges::sort(all, {}, &Finding::name);
  return all;
}

std::expected<void, std::string> write_finding(const fs::path& folder, const Finding& finding,
                                               const Evidence& evidence) {
  const fs::path place = folder / "findings" / finding.name;
  std::error_code error;
  fs::create_directories(place, error);
  std::string failed;
  const auto write_new = [&](const char* name, const std::string& octets) {
    if (octets.empty() || fs::exists(place / name)) return;
    if (!write_octets(place / name, octets)) failed = name;
  };
  write_new("input", evidence.input);
  write_new("minimised", evidence.minimised);
  write_new("stack.txt", evidence.stack);
  write_new("reproduce.sh", reproduce_script(finding, evidence));
  write_new("scenario.toml",
            scenario_of(finding.target, evidence.minimised, finding.name, title(finding)));
  const fs::path file = place / "finding.json";
  Json before = fs::exists(file) ? Json::parse(read_octets(file), nullptr, false) : Json::object();
  const std::string text = to_json(finding, before.is_object() ? before : Json::object()).dump(2);
  if (text + "\n" != read_octets(file) && !write_octets(file, text + "\n")) failed = "finding.json";
  if (failed.empty()) return {};
  return std::unexpected((place / failed).string() + ": cannot be written");
}

}  // namespace wireassay::campaign
