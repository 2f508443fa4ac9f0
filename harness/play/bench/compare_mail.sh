#!/bin/bash
# IMAP and POP3 sessions per second with full verdicts, beside a plain loop that sends the same octets and reads to the end of
# each answer, on the same Dovecot, in turn, at 1, 10 and 100 connections.
#   harness/play/bench/compare_mail.sh PLAIN_LOOP [SESSIONS] [ROUNDS]
# PLAIN_LOOP is the built target plain_loop. Starts `wireassay lab up dovecot` if it is not up; prints medians and the ratio.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
program=${WIREASSAY_PROGRAM:-$root/build/release/wireassay}
[ $# -ge 1 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
plain=$1 sessions=${2:-1000} rounds=${3:-5}
[ -x "$program" ] || { echo "build first: $root/wireassay --version" >&2; exit 2; }
export WIREASSAY_ROOT=$root
directory=$("$program" lab up dovecot 2>/dev/null | sed -n 's/^ *directory *//p')
[ -n "$directory" ] || { echo "lab up dovecot failed" >&2; exit 1; }

field() { sed -n "s/^$1 *= \"\\(.*\\)\"/\\1/p" "$directory/target.toml"; }
source=$(field source)
read -r user password < <(sed -n 's/.*name = "\([^"]*\)".*password = "\([^"]*\)".*/\1 \2/p' "$directory/target.toml" | head -n 1)
port_of() { field "$1" | sed 's/.*://'; }

# Three messages of 2 kB in the mailbox of that user.
python3 - "$(port_of imap)" "$user" "$password" "$source" <<'P'
import imaplib, sys
port, user, password, source = sys.argv[1:]
class FromSource(imaplib.IMAP4):
    def _create_socket(self, timeout):
        import socket
        return socket.create_connection((self.host, self.port), source_address=(source, 0))
box = FromSource("127.0.0.1", int(port))
box.login(user, password)
_, (count,) = box.select()
if int(count) > 0:
    box.store("1:*", "+FLAGS.SILENT", "\\Deleted")
    box.expunge()
for number in range(3):
    text = f"From: <a@wireassay.test>\r\nSubject: {number}\r\n\r\n" + "0123456789 abcdefghijklmnopqrstuvwxyz\r\n" * 50
    box.append("INBOX", None, None, text.encode())
box.logout()
P

now() { date +%s%N; }
rate() { local begin end; begin=$(now); "$@" > /dev/null; end=$(now); echo $(( sessions * 1000000000 / (end - begin) )); }
median() { printf '%s\n' "$@" | sort -n | sed -n "$(( ($# + 1) / 2 ))p"; }
ours() {
  "$program" run "$here/$1_session.toml" --no-journal --quiet --target "$1://127.0.0.1:$(port_of "$1")" --source "$source" \
    --fact "login=$user" --fact "secret=$password" --repeat "$sessions" --jobs "$2"
}
theirs() { "$plain" "$1" 127.0.0.1 "$(port_of "$1")" "$source" "$2" "$sessions" "$user" "$password"; }

printf '%-9s %-12s %12s %14s %8s\n' protocol connections wireassay/s plain_loop/s ratio
for protocol in imap pop3; do
  for jobs in 1 10 100; do
    a=() b=()
    for _ in $(seq "$rounds"); do
      a+=("$(rate ours "$protocol" "$jobs")")
      b+=("$(rate theirs "$protocol" "$jobs")")
    done
    printf '%-9s %-12s %12s %14s %8s\n' "$protocol" "$jobs" "$(median "${a[@]}")" "$(median "${b[@]}")" \
      "$(python3 -c "print(f'{$(median "${a[@]}") / $(median "${b[@]}"):.2f}')")"
  done
done
