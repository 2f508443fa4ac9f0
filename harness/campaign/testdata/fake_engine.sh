#!/bin/sh
# Stands in for libFuzzer in tests: prints its lines, keeps an input in the folder of an unfinished
# job and waits for the writer of TARGET/gate. With -runs it ends at once.
if [ "$1" = -merge=1 ]; then
  corpus=
  for arg; do
    case $arg in
      -*) ;;
      *) if [ -z "$corpus" ]; then corpus=$arg; else cp "$arg"/* "$corpus"; fi ;;
    esac
  done
  exit 0
fi
echo "INFO: Seed: 1"
case "$*" in
  *-runs=*) printf '#100\tDONE   cov: 5 ft: 6 corp: 7/70b exec/s: 8 rss: 9Mb\nDone 100 runs in 1 second(s)\n'; exit 0 ;;
esac
dir=$TMPDIR/libFuzzerTemp.FuzzWithFork$$.dir
mkdir -p "$dir/C1" "$dir/F1"
echo "an input of $$" > "$dir/C1/unit-$$"
echo "what $$ crashed on" > artifacts/crash-$$
echo "what a merge of $$ crashed on" > "$dir/oom-$$"
echo "==$$==ERROR: something" > "$dir/1.log"
echo "#100: cov: 5 ft: 6 corp: 7 exec/s: 8 oom/timeout/crash: 0/0/1 time: 1s job: 1 dft_time: 0"
sh -c 'read line < gate; exit 0'  # a job in a process of its own
echo "INFO: exiting: 0 time: 1s"
