#!/bin/bash
# fuzz/bench/speed.sh [TARGET…]: executions per second of each target beside one that only touches its octets (fuzz_floor):
# same flags, both fuzzed by the engine from corpus/TARGET with its dictionary and the same seed. Counted in time of the
# processor, so that other work on the machine matters less; what the programs need to begin (-runs=0) is taken off.
#   WIREASSAY_ROUNDS   medians of so many (1)    WIREASSAY_SECONDS   of the processor, at least, for each (2)
#   WIREASSAY_BINARIES folder of TARGET_fuzzer (build/asan/fuzz)
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${WIREASSAY_ROUNDS:-1} seconds=${WIREASSAY_SECONDS:-2} binaries=${WIREASSAY_BINARIES:-$root/build/asan/fuzz}
targets=("$@")
[ $# -gt 0 ] || mapfile -t targets < <(cd "$root/fuzz" && printf '%s\n' *_fuzzer.cc | sed 's/_fuzzer\.cc$//')
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# cpu PROGRAM TARGET RUNS SEED: milliseconds of the processor
cpu() {
  local TIMEFORMAT='%U %S'
  mkdir -p "$scratch/found"
  { time "$binaries/$1" -runs="$3" -seed="$4" -keep_seed=1 -detect_leaks=0 -artifact_prefix="$scratch/" \
      -dict="$root/fuzz/$2.dict" "$scratch/found" "$root/corpus/$2" > "$scratch/log" 2>&1; } 2> "$scratch/time" ||
    { tail -n 5 "$scratch/log" >&2; echo "speed.sh: $1 failed" >&2; return 1; }
  rm -r "$scratch/found"
  awk '{ print int(($1 + $2) * 1000) }' "$scratch/time"
}
# speed PROGRAM TARGET SEED: executions per second
speed() {
  local runs=500 begin all ms
  begin=$(cpu "$1" "$2" 0 "$3") || return 1
  while true; do
    all=$(cpu "$1" "$2" "$runs" "$3") || return 1
    ms=$((all - begin))
    if [ "$ms" -ge $((seconds * 1000)) ]; then echo $((runs * 1000 / ms)); return; fi
    runs=$((ms < 50 ? runs * 10 : runs * seconds * 1200 / ms + 1))
  done
}
middle() { sort -n | awk '{ at[NR] = $1 } END { print at[int((NR + 1) / 2)] }'; }

echo "| target | runs/s | floor | ratio |"
echo "|---|---:|---:|---:|"
for target in "${targets[@]}"; do
  ours=() floors=()
  for ((round = 1; round <= rounds; ++round)); do
    if floor=$(speed fuzz_floor "$target" "$round") && own=$(speed "${target}_fuzzer" "$target" "$round"); then
      floors+=("$floor") ours+=("$own")
    fi
  done
  if [ ${#ours[@]} = 0 ]; then echo "| $target | found something | | |"; continue; fi
  awk -v t="$target" -v a="$(printf '%s\n' "${ours[@]}" | middle)" -v b="$(printf '%s\n' "${floors[@]}" | middle)" \
    'BEGIN { printf "| %s | %d | %d | %.3f |\n", t, a, b, a / b }'
done
