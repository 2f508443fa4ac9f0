#!/usr/bin/env bash
# What the mutations of harness/mutate/ bring: edges (cov of libFuzzer) after the same number of runs with them and with
# libFuzzer's own alone (WIREASSAY_MUTATOR=off), medians of five seeds; from nothing and from corpus/STEM. Both have the
# dictionary. Prints a Markdown table.
#   fuzz/measure_mutators.sh BUILD_FOLDER [STEM ...]
# One process at a time. Environment: SEEDS (5), MAX_LEN (4096), MILLISECONDS of the processor that a process may take
# about (1500): from that the number of runs is chosen, as a target is quick or slow.
set -euo pipefail
build=${1:?usage: fuzz/measure_mutators.sh BUILD_FOLDER [STEM ...]}
shift
root=$(cd "$(dirname "$0")/.." && pwd)
export WIREASSAY_ROOT=$root
seeds=${SEEDS:-5} milliseconds=${MILLISECONDS:-1500} max_len=${MAX_LEN:-4096}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# run STEM MODE SEED RUNS [FOLDER]: the engine's output; an input that breaks something stays in the build folder and
# ends the measurement of the target.
run() {
  local stem=$1 mode=$2 seed=$3 runs=$4
  rm -rf "$work/new" && mkdir "$work/new"
  WIREASSAY_MUTATOR=$mode timeout 120 nice "$build/fuzz/${stem}_fuzzer" -seed="$seed" -runs="$runs" -max_len="$max_len" \
    -dict="$root/fuzz/$stem.dict" -artifact_prefix="$build/found-$stem-" "$work/new" "${@:5}" >"$work/log" 2>&1
}
edges() { grep -oE 'cov: [0-9]+' "$work/log" | tail -1 | cut -d' ' -f2; }
median() { sort -n | sed -n "$(((seeds + 1) / 2))p"; }

# The number of runs that fits: from the processor's time that the slower way takes for 1000.
runs_of() {
  local number took TIMEFORMAT=%U
  { time run "$1" on 99 1000 || return 1; } 2>"$work/time"
  took=$(tr -d . <"$work/time" | sed 's/^0*//')
  for number in 20000 10000 5000 2000 1000; do
    if ((${took:-1} * number / 1000 <= milliseconds)); then break; fi
  done
  echo "$number"
}

# measure STEM MODE RUNS [FOLDER]
measure() {
  local seed
  for ((seed = 1; seed <= seeds; ++seed)); do
    run "$1" "$2" "$seed" "$3" "${@:4}" || return 1
    edges
  done | median
}
change() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%+.0f %%", (b - a) * 100 / (a + (a == 0)) }'; }

echo "| target | runs | empty: off | on | | corpus: off | on | |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
stems=("$@")
if ((${#stems[@]} == 0)); then
  mapfile -t stems < <(sed -nE 's/^ *fuzz_target\(([a-z0-9_]+) SHAPE .*/\1/p' "$root/fuzz/CMakeLists.txt" | sort)
fi
for stem in "${stems[@]}"; do
  if [[ ! -x $build/fuzz/${stem}_fuzzer ]]; then
    echo "$stem: not built in $build" >&2
    continue
  fi
  if ! runs=$(runs_of "$stem") || ! off=$(measure "$stem" off "$runs") || ! on=$(measure "$stem" on "$runs") ||
    ! seeded_off=$(measure "$stem" off "$runs" "$root/corpus/$stem") ||
    ! seeded_on=$(measure "$stem" on "$runs" "$root/corpus/$stem"); then
    echo "| $stem | a finding, or out of time: $(grep -a -m1 -oE '(ERROR|broken).{0,80}' "$work/log" || tail -1 "$work/log") |"
    continue
  fi
  echo "| $stem | $runs | $off | $on | $(change "$off" "$on") | $seeded_off | $seeded_on | $(change "$seeded_off" "$seeded_on") |"
done
