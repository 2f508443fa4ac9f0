#!/bin/bash
# How long a capture takes beside tshark: seconds and memory, medians of three runs.
#   compare_tshark.sh WIREASSAY CAPTURE
# WIREASSAY is a release build of the program; bench/make_capture.cc makes a capture:
#   ninja -C build/release make_capture && build/release/harness/trace/make_capture big.pcap 100
set -euo pipefail
program=$1 capture=$2
command -v tshark > /dev/null || { echo "tshark is not installed" >&2; exit 2; }
[ -x /usr/bin/time ] || { echo "the Debian package 'time' is not installed" >&2; exit 2; }

# measure NAME COMMAND…: the median of three runs by their time, with its memory.
measure() {
  local name=$1 run; shift
  for run in 1 2 3; do
    /usr/bin/time -f '%e %M %U' "$@" 2>&1 > /dev/null | tail -n 1
  done | sort -n | awk -v name="$name" 'NR == 2 { printf "%-34s %7.2f s  %7.2f s of CPU  %6d MB\n", name, $1, $3, $2 / 1024 }'
}

printf '%s, %s MB\n' "$(basename "$capture")" "$(($(stat -c %s "$capture") / 1000000))"
measure 'wireassay trace' "$program" trace "$capture"
measure 'wireassay trace --questions' "$program" trace --questions "$capture"
measure 'wireassay trace --json' "$program" trace --json "$capture"
measure 'tshark -q -z conv,tcp' tshark -q -z conv,tcp -r "$capture"
measure 'tshark -Y tls -T fields' tshark -r "$capture" -Y tls -T fields -e tcp.stream -e tls.record.content_type \
  -e tls.handshake.type -e tls.handshake.version -e tls.handshake.extensions.supported_version -e tls.handshake.extensions_server_name
