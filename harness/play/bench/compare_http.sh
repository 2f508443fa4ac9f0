#!/bin/bash
# Requests per second on connections that persist, each response with its full verdict, beside wrk with one thread on the same
# nginx, in turn, at 1, 10 and 100 connections.
#   harness/play/bench/compare_http.sh [SECONDS] [ROUNDS]
# Needs nginx and wrk (Debian packages). Starts an nginx of its own on loopback and ends it; prints medians and the ratio.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
program=${WIREASSAY_PROGRAM:-$root/build/release/wireassay}
seconds=${1:-5} rounds=${2:-5}
for tool in nginx wrk python3; do
  command -v "$tool" > /dev/null || { echo "compare_http.sh needs $tool: apt-get install $tool" >&2; exit 2; }
done
[ -x "$program" ] || { echo "build first: $root/wireassay --version" >&2; exit 2; }
export WIREASSAY_ROOT=$root
work=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$work/root" "$work/run"
head -c 612 /dev/zero | tr '\0' 'x' > "$work/root/index.html"
chmod -R a+rX "$work"
cat > "$work/nginx.conf" <<C
worker_processes 1; daemon off; pid $work/nginx.pid; error_log $work/error.log;
$([ "$(id -u)" -ne 0 ] || echo "user www-data;")
events { worker_connections 1024; }
http {
  access_log off; types { text/html html; } keepalive_requests 1000000;
  client_body_temp_path $work/run/1; proxy_temp_path $work/run/2; fastcgi_temp_path $work/run/3;
  uwsgi_temp_path $work/run/4; scgi_temp_path $work/run/5;
  server { listen 127.0.0.1:$port; root $work/root; }
}
C
nginx -c "$work/nginx.conf" &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -rf "$work"' EXIT
until curl -s -o /dev/null "http://127.0.0.1:$port/"; do kill -0 "$server"; done

median() { printf '%s\n' "$@" | sort -n | sed -n "$(( ($# + 1) / 2 ))p"; }
now() { date +%s%N; }
# The program's start is part of its time.
ours() {
  local begin; begin=$(now)
  "$program" run "$here/http_requests.toml" --no-journal --quiet --target "http://127.0.0.1:$port" --fact path=/ --fact size=612 \
    --repeat "$2" --jobs "$1" > "$work/out" || { tail -n 30 "$work/out" >&2; exit 1; }
  echo $(( $2 * 500 * 1000000000 / ($(now) - begin) ))
}
theirs() { wrk -t1 -c"$1" -d"${seconds}s" "http://127.0.0.1:$port/" | sed -n 's/^Requests\/sec: *\([0-9]*\).*/\1/p'; }

printf '%-12s %12s %12s %8s\n' connections wireassay/s wrk/s ratio
for connections in 1 10 100; do
  a=() b=()
  # As many dialogues as take about as long as wrk's run.
  probe=$(ours "$connections" $(( connections * 2 )))
  dialogues=$(( probe * seconds / 500 / connections * connections ))
  [ "$dialogues" -ge "$connections" ] || dialogues=$connections
  for _ in $(seq "$rounds"); do
    a+=("$(ours "$connections" "$dialogues")")
    b+=("$(theirs "$connections")")
  done
  printf '%-12s %12s %12s %8s\n' "$connections" "$(median "${a[@]}")" "$(median "${b[@]}")" \
    "$(python3 -c "print(f'{$(median "${a[@]}") / $(median "${b[@]}"):.2f}')")"
done
