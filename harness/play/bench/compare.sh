#!/bin/bash
# Dialogues per second beside Postfix's own load generator, on the same smtp-sink, in turn, at 1, 10 and 100 connections.
#   harness/play/bench/compare.sh [DIALOGUES] [ROUNDS]      needs the package postfix; prints medians and the ratio
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
program=${WIREASSAY_PROGRAM:-$root/build/release/wireassay}
count=${1:-4000} rounds=${2:-5}
[ -x "$program" ] || { echo "build first: $root/wireassay --version" >&2; exit 2; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
user=(); [ "$(id -u)" -ne 0 ] || user=(-u postfix)
smtp-sink "${user[@]}" "127.0.0.1:$port" 1024 &
sink=$!
trap 'kill $sink 2>/dev/null; wait $sink 2>/dev/null || true' EXIT
for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; read -rt 0.05 <> <(:) || true; done

now() { date +%s%N; }
rate() { local begin end; begin=$(now); "$@" > /dev/null; end=$(now); echo $(( count * 1000000000 / (end - begin) )); }
median() { printf '%s\n' "$@" | sort -n | sed -n "$(( ($# + 1) / 2 ))p"; }
ours() { WIREASSAY_ROOT=$root "$program" run "$here/transaction.toml" --no-journal --quiet --target "smtp://127.0.0.1:$port" --repeat "$count" --jobs "$1"; }
theirs() { smtp-source -s "$1" -m "$count" -f a@wireassay.test -t b@wireassay.test "127.0.0.1:$port"; }

printf '%-12s %14s %14s %8s\n' connections wireassay/s smtp-source/s ratio
for jobs in 1 10 100; do
  a=() b=()
  for _ in $(seq "$rounds"); do a+=("$(rate ours "$jobs")"); b+=("$(rate theirs "$jobs")"); done
  printf '%-12s %14s %14s %8s\n' "$jobs" "$(median "${a[@]}")" "$(median "${b[@]}")" "$(python3 -c "print(f'{$(median "${a[@]}") / $(median "${b[@]}"):.2f}')")"
done
