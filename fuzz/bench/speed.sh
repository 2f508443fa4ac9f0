#!/bin/bash
# fuzz/bench/speed.sh [TARGET…]: executions per second of each target beside one that only touches its octets: same
# flags, same inputs (the corpus), in turn; medians of WIREASSAY_ROUNDS rounds (3) of about WIREASSAY_SECONDS seconds (3).
# The engine executes each file so many times (-runs=N); what it does to make new inputs is in neither.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${WIREASSAY_ROUNDS:-3} seconds=${WIREASSAY_SECONDS:-3} binaries=${WIREASSAY_BINARIES:-$root/build/asan/fuzz}
targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <(cd "$root/fuzz" && printf '%s\n' *_fuzzer.cc | sed 's/_fuzzer\.cc$//')

# took PROGRAM TIMES FILE…: milliseconds in all
took() {
  local log; log=$("$1" -runs="$2" -detect_leaks=0 "${@:3}" 2>&1 < /dev/null) || { tail -n 5 <<< "$log" >&2; exit 1; }
  awk '/^Executed .* in [0-9]+ ms$/ { all += $(NF - 1) } END { print all + 0 }' <<< "$log"
}
# speed PROGRAM FILE…: executions per second
speed() {
  local times=8 ms
  while ms=$(took "$1" "$times" "${@:2}"); [ "$ms" -lt 200 ]; do times=$((times * 8)); done
  times=$((times * seconds * 1000 / ms + 1))
  ms=$(took "$1" "$times" "${@:2}")
  echo $((times * ($# - 1) * 1000 / (ms + 1)))
}
middle() { sort -n | awk '{ at[NR] = $1 } END { print at[int((NR + 1) / 2)] }'; }

echo "| target | runs/s | floor | ratio |"
echo "| --- | --- | --- | --- |"
for target in "${targets[@]}"; do
  files=("$root/corpus/$target"/*) ours=() floors=()
  for ((round = 0; round < rounds; ++round)); do
    floors+=("$(speed "$binaries/fuzz_floor" "${files[@]}")")
    ours+=("$(speed "$binaries/${target}_fuzzer" "${files[@]}")")
  done
  awk -v t="$target" -v a="$(printf '%s\n' "${ours[@]}" | middle)" -v b="$(printf '%s\n' "${floors[@]}" | middle)" \
    'BEGIN { printf "| %s | %d | %d | %.3f |\n", t, a, b, a / b }'
done
