#!/bin/bash
# fuzz/smoke.sh FUZZER…: each target for a bounded number of runs on its corpus. Prints a line for each, and fails on
# anything new: a crash, a broken invariant, a leak, 25 seconds or 2 GB for one input.
#   WIREASSAY_SMOKE_RUNS     runs beyond the corpus (default 5000); the engine's seed is 1: a run does the same again
#   WIREASSAY_SMOKE_SECONDS  no target takes longer (default 120): slow targets do fewer runs, and the line says how many
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
runs=${WIREASSAY_SMOKE_RUNS:-5000} seconds=${WIREASSAY_SMOKE_SECONDS:-120}
[ $# -gt 0 ] || { echo "usage: fuzz/smoke.sh FUZZER…, e.g. fuzz/smoke.sh build/asan/fuzz/smtp_reply_fuzzer" >&2; exit 2; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf '%-34s %9s %8s %7s %9s %7s\n' target runs exec/s edges features seeds
status=0
for fuzzer in "$@"; do
  stem=$(basename "$fuzzer" _fuzzer)
  [ -x "$fuzzer" ] || { echo "$fuzzer: no such program; build it: ninja -C build/asan $stem""_fuzzer" >&2; exit 2; }
  corpus=$root/corpus/$stem found=$scratch/$stem
  seeds=$(find "$corpus" -type f | wc -l)
  mkdir "$found"
  log=$scratch/$stem.log
  started=$(date +%s%N)
  if "$fuzzer" -runs=$((runs + seeds)) -max_total_time="$seconds" -seed=1 -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
      -dict="$root/fuzz/$stem.dict" -artifact_prefix="$scratch/finding-$stem-" "$found" "$corpus" > "$log" 2>&1; then
    awk -v target="$stem" -v seeds="$seeds" -v ns=$(($(date +%s%N) - started)) '
      /^#[0-9]+.* cov: / { for (i = 1; i < NF; ++i) { if ($i == "cov:") edges = $(i + 1); if ($i == "ft:") features = $(i + 1) } }
      /stat::number_of_executed_units/ { runs = $2 }
      END { printf "%-34s %9d %8d %7d %9d %7d\n", target, runs, runs * 1e9 / ns, edges, features, seeds }' "$log"
  else
    status=1
    kept=$root/build/fuzz-smoke
    mkdir -p "$kept"
    for finding in "$scratch/finding-$stem-"*; do [ ! -e "$finding" ] || mv "$finding" "$kept/$stem-${finding##*"$stem"-}"; done
    cp "$log" "$kept/$stem.log"
    echo "$stem: FOUND SOMETHING"
    grep -aE 'broken invariant|ERROR:|runtime error|SUMMARY' "$log" | head -n 5 | cut -c1-300 || true
    echo "  kept in $kept; again: $fuzzer $kept/$stem-*"
  fi
done
exit $status
