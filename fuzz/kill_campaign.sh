#!/bin/bash
# Shows that a campaign loses nothing by kill -9: one is left alone, the same one is killed three times and resumed;
# then the coverage of both corpora is compared and every find and input that was on the disk at a kill is looked for.
#   fuzz/kill_campaign.sh [-b BINARIES] [-s SECONDS] [TARGET…]      (default: build/asan/fuzz, 60 s for each target)
# $WIREASSAY names the program (default: ./wireassay). Exit status 1: something was lost, or fewer edges (below 99 %).
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
export WIREASSAY_ROOT=$here
program=${WIREASSAY:-$here/wireassay} binaries=$here/build/asan/fuzz seconds=60
while getopts b:s: option; do
  case $option in b) binaries=$OPTARG ;; s) seconds=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(pop3_command pop3_reply smtp_command)
work=$(mktemp -d)
alone=$work/alone killed=$work/killed saved=$work/saved
trap '"$program" campaign stop --folder "$killed" > /dev/null 2>&1; "$program" campaign stop --folder "$alone" > /dev/null 2>&1; rm -rf "$work"' EXIT
lost=0
fail() { echo "LOST: $*"; lost=1; }

state() { "$program" campaign status --folder "$1" --json | sed -n 's/^  "state": "\(.*\)",$/\1/p'; }
await_done() { while [ "$(state "$1")" = running ]; do sleep 1; done; }
begin() { "$program" campaign start "${targets[@]}" --binaries "$binaries" --seconds "$seconds" --cores 2 --folder "$1"; }

# The processes that bear this campaign's mark; nobody else's.
engines() {
  local id; id=$(sed -n 's/^  "id": "\(.*\)",$/\1/p' "$killed/campaign.json")
  grep -lsaz "^WIREASSAY_CAMPAIGN=$id/" /proc/[0-9]*/environ | cut -d/ -f3 || true
}
kill_driver() { kill -9 "$(cut -d' ' -f1 "$killed/lock")"; }
signal_engines() { local pid; for pid in $(engines); do kill -"$1" "$pid" 2> /dev/null || true; done; }

# What is on the disk now: finds, corpora, and inputs of jobs that have not ended.
save() {
  local target file
  for target in "${targets[@]}"; do
    mkdir -p "$saved/$target/inputs" "$saved/$target/artifacts"
    for file in "$killed/$target"/corpus/* "$killed/$target"/tmp/*/C*/*; do [ ! -f "$file" ] || cp "$file" "$saved/$target/inputs/"; done
    for file in "$killed/$target"/artifacts/* ; do [ ! -f "$file" ] || cp "$file" "$saved/$target/artifacts/"; done
  done
}

# "EDGES FEATURES" of the inputs in folders.
coverage() {
  local target=$1; shift
  mkdir -p "$work/tmp"
  TMPDIR=$work/tmp "$binaries/${target}_fuzzer" -runs=0 -artifact_prefix="$work/tmp/" "$@" 2>&1 |
    sed -n 's/.*INITED.* cov: \([0-9]*\) ft: \([0-9]*\) .*/\1 \2/p'
}

begin "$alone"; await_done "$alone"
begin "$killed"
pause=$(( (${#targets[@]} + 1) / 2 * seconds / 4 ))
for round in 1 2 3; do
  sleep "$pause"
  case $round in
    1) kill_driver; signal_engines KILL ;;
    2) signal_engines KILL; kill_driver ;;
    3) kill_driver; signal_engines STOP ;;  # its engines go on without it, but not while we look
  esac
  save
  echo "killed ($round), $(find "$saved" -path '*/artifacts/*' -type f 2> /dev/null | wc -l) finds so far; state: $(state "$killed")"
  signal_engines CONT
  "$program" campaign resume --folder "$killed" > /dev/null
done
await_done "$killed"

printf '%-26s %22s %22s %14s %6s\n' target 'alone: edges features' 'killed: edges features' 'with saved' finds
for target in "${targets[@]}"; do
  seeds=(); [ ! -d "$here/corpus/$target" ] || seeds=("$here/corpus/$target")
  a=$(coverage "$target" "$alone/$target/corpus" "${seeds[@]}")
  k=$(coverage "$target" "$killed/$target/corpus" "${seeds[@]}")
  s=$(coverage "$target" "$killed/$target/corpus" "${seeds[@]}" "$saved/$target/inputs")
  finds=0
  for file in "$saved/$target"/artifacts/*; do
    [ -f "$file" ] || continue
    finds=$((finds + 1))
    cmp -s "$file" "$killed/$target/artifacts/$(basename "$file")" || fail "$target: $(basename "$file")"
  done
  printf '%-26s %22s %22s %14s %6s\n' "$target" "$a" "$k" "$s" "$finds"
  [ "${s% *}" -le "${k% *}" ] || fail "$target: edges that inputs saved at a kill had"
  [ $((${k% *} * 100)) -ge $((${a% *} * 99)) ] || fail "$target: fewer edges than the campaign left alone"
done
[ "$lost" = 0 ] && echo "nothing was lost"
exit "$lost"
