#!/bin/bash
# fuzz/check_out.sh OUT [OSS_FUZZ]: whether the hosted engines can use what fuzz/build.sh put into OUT. A line for each target,
# a line with BAD for each fault; fails when there is one. OUT is moved away meanwhile, as the engines do. What afl-fuzz finds
# is kept in OUT.found.
#   OSS_FUZZ         a checkout of google/oss-fuzz: its own test_all.py runs on OUT as well (slow: it disassembles four times)
#   SANITIZER        address (default), undefined, memory, none; FUZZING_ENGINE: libfuzzer (default), afl
#   AFL_SECONDS      of afl-fuzz for each target (5)
#   WIREASSAY_JOBS   how many targets at a time (default: all cores)
#   FEW_EDGES        names of targets that may have less than 100 edges; the reason belongs beside it
set -uo pipefail
if [ $# -lt 1 ] || [ $# -gt 2 ] || [ ! -d "$1" ]; then echo "usage: fuzz/check_out.sh OUT [OSS_FUZZ]" >&2; exit 2; fi
given=$(cd "$1" && pwd)
oss_fuzz=${2:+$(cd "$2" && pwd)}
sanitizer=${SANITIZER:-address} engine=${FUZZING_ENGINE:-libfuzzer}
runs=4 least_edges=100 jobs=${WIREASSAY_JOBS:-$(nproc)}
# What every base image has: glibc and the unwinder.
allowed=' libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libresolv.so.2 libgcc_s.so.1 ld-linux-x86-64.so.2 '

moved=$(mktemp -d "$given.moved.XXXXXX")
scratch=$(mktemp -d)
out=$moved/elsewhere
mv "$given" "$out"
chmod -R a-w "$out"
restore() { chmod -R u+w "$out"; mv "$out" "$given"; rmdir "$moved"; rm -rf "$scratch"; }
trap restore EXIT

mkdir "$scratch/said"  # what was said, of each target a file: they are checked side by side
bad() { echo "BAD $1: $2"; }
is_elf() { [ "$(head -c 4 "$1" | tr -d '\0')" = $'\x7fELF' ]; }

# alone COMMAND…: as the engines run it: elsewhere, an almost empty environment, no input, only a temporary folder to write to.
alone() {
  local asan=handle_abort=1
  (cd / && env -i PATH="$PATH" TMPDIR="$scratch" ASAN_OPTIONS=$asan UBSAN_OPTIONS=silence_unsigned_overflow=1 timeout 300 "$@" < /dev/null)
}

check_libraries() {
  local name=$1 library
  while read -r library; do
    [[ $allowed == *" $library "* ]] || bad "$name" "needs $library, which the image that runs it has not got"
  done < <(readelf -d "$out/$name" 2> /dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
}

# Calls of the sanitizers' runtimes, with the thresholds of OSS-Fuzz's bad_build_check.
check_instrumentation() {
  local name=$1 asan msan ubsan
  read -r asan msan ubsan < <(objdump -d --no-show-raw-insn "$out/$name" | awk '
    /call[q]? +[0-9a-f]+ +<__asan/ { a++ } /call[q]? +[0-9a-f]+ +<__msan/ { m++ } /call[q]? +[0-9a-f]+ +<__ubsan/ { u++ }
    END { print a + 0, m + 0, u + 0 }')
  calls="asan $asan msan $msan ubsan $ubsan"
  case $sanitizer in
    address) { [ "$asan" -ge 1000 ] && [ "$msan" -le 3 ] && [ "$ubsan" -le 200 ]; } || bad "$name" "is no build for address: $calls calls" ;;
    memory) { [ "$asan" -eq 0 ] && [ "$msan" -ge 1000 ] && [ "$ubsan" -le 200 ]; } || bad "$name" "is no build for memory: $calls calls" ;;
    undefined) [ "$engine" != libfuzzer ] || { [ "$asan" -eq 0 ] && [ "$msan" -le 3 ] && [ "$ubsan" -ge 168 ]; } ||
      bad "$name" "is no build for undefined: $calls calls" ;;
  esac
}

# Lines as libFuzzer and AFL++ read them: name="…", of printable characters, \\, \" and \xAB.
check_dictionary() {
  local name=$1 wrong
  [ -s "$out/$name.dict" ] || { bad "$name" "has no $name.dict"; return; }
  wrong=$(LC_ALL=C grep -naEv '^[[:space:]]*(#.*)?$|^[[:space:]]*([A-Za-z0-9_.@-]+[[:space:]]*=[[:space:]]*)?"([^"\\[:cntrl:]]|\\\\|\\"|\\x[0-9a-fA-F]{2})+"[[:space:]]*$' "$out/$name.dict" | head -n 1)
  [ -z "$wrong" ] || bad "$name" "$name.dict has a line that is no entry: $wrong"
}

check_options() {
  local name=$1 wrong dictionary
  [ -s "$out/$name.options" ] || { bad "$name" "has no $name.options"; return; }
  wrong=$(awk '/^[[:space:]]*([#;].*)?$/ { next } /^\[(libfuzzer|asan|msan|ubsan|env)\]$/ { section = 1; next }
    section && /^[a-z_]+[[:space:]]*=[[:space:]]*[^[:space:]].*$/ { next } { print NR ": " $0; exit }' "$out/$name.options")
  [ -z "$wrong" ] || bad "$name" "$name.options has a line that is no option: $wrong"
  dictionary=$(sed -n 's/^dict *= *//p' "$out/$name.options")
  [ -z "$dictionary" ] || [ -e "$out/$dictionary" ] || bad "$name" "$name.options names $dictionary, which is not there"
}

check_seeds() {
  local name=$1 seeds=$scratch/seeds/$1
  mkdir -p "$seeds"
  count=0
  [ -e "$out/${name}_seed_corpus.zip" ] || { bad "$name" "has no ${name}_seed_corpus.zip"; return; }
  unzip -q -o "$out/${name}_seed_corpus.zip" -d "$seeds" 2> "$log" || { bad "$name" "${name}_seed_corpus.zip cannot be unpacked"; return; }
  count=$(find "$seeds" -type f | wc -l)
  [ "$count" -gt 0 ] || bad "$name" "${name}_seed_corpus.zip is empty"
  [ -z "$(find "$seeds" -type f -size +5M)" ] || bad "$name" "has a seed of more than 5 MB, which the engines drop"
}

# The last words of a run that failed.
words() { grep -aE 'ERROR|broken invariant|runtime error|SUMMARY|rror while loading' "$log" | head -n 2 | tr '\n' ' ' | cut -c1-300; }

run_libfuzzer() {
  local name=$1
  alone "$out/$name" -- -seed=1337 -runs=$runs > "$log" 2>&1
  grep -qa 'no interesting inputs were found' "$log" && bad "$name" "has no coverage instrumentation"
  grep -qa "Done $runs runs" "$log" || bad "$name" "does not do $runs runs on an empty corpus: $(words)"
  edges=$(sed -n 's/^INFO: Loaded [0-9]* modules* *(\([0-9]*\) .*/\1/p' "$log" | head -n 1)
  if [ "${edges:-0}" -lt $least_edges ] && [[ " ${FEW_EDGES-} " != *" $name "* ]]; then
    bad "$name" "has ${edges:-no} edges: parsers are not instrumented, or there is none"
  fi
  alone "$out/$name" -rss_limit_mb=2560 -timeout=25 -dict="$out/$name.dict" -artifact_prefix="$scratch/" -runs=0 "$scratch/seeds/$name" \
    > "$log" 2>&1 || bad "$name" "fails on its own seeds: $(words)"
}

# Some seconds under afl-fuzz, from the seeds and with the words. Environment: AFL_FUZZ the program, AFL_SECONDS (5).
run_afl() {
  local name=$1 execs
  rm -rf "$scratch/$name.afl"
  (cd / && env AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FORKSRV_INIT_TMOUT=30000 \
    timeout 300 "${AFL_FUZZ:-afl-fuzz}" -V "${AFL_SECONDS:-5}" -m none -t 5000+ -x "$out/$name.dict" -i "$scratch/seeds/$name" -o "$scratch/$name.afl" \
    -- "$out/$name" < /dev/null) > "$log" 2>&1
  grep -qa 'All set and ready to roll' "$log" ||
    bad "$name" "does not start under afl-fuzz: $(grep -aE 'ABORT|crash|SYSTEM' "$log" | head -n 2 | tr '\n' ' ')"
  edges=$(sed -n 's/^total_edges *: *//p' "$scratch/$name.afl/default/fuzzer_stats" 2> /dev/null)
  execs=$(sed -n 's/^execs_done *: *//p' "$scratch/$name.afl/default/fuzzer_stats" 2> /dev/null)
  [ "${execs:-0}" -gt "$count" ] || bad "$name" "afl-fuzz ran it ${execs:-0} times, with $count seeds"
  local crash
  crash=$(find "$scratch/$name.afl" -path '*/crashes/id*' 2> /dev/null | head -n 1)
  if [ -n "$crash" ]; then
    mkdir -p "$given.found"
    cp "$crash" "$given.found/$name"
    bad "$name" "afl-fuzz found a crash: $given.found/$name"
  fi
  calls+=", afl $execs runs"
}

check_target() {
  local name=$1 log=$scratch/$1.log edges='' calls='' count=0
  file -b "$out/$name" | grep -q x86-64 || bad "$name" "is not for x86-64"
  check_libraries "$name"
  check_instrumentation "$name"
  check_dictionary "$name"
  check_options "$name"
  check_seeds "$name"
  case $engine in
    libfuzzer) run_libfuzzer "$name" ;;
    afl) run_afl "$name" ;;
  esac
  printf '%-44s %7s %6s  %s\n' "$name" "${edges:--}" "$count" "$calls"
}

# Which files are targets; a line for each that only looks like one.
targets=()
list_targets() {
  local file name
  for file in "$out"/*; do
    name=$(basename "$file")
    { [ -f "$file" ] && [ -x "$file" ] && is_elf "$file"; } || continue
    if [[ $name =~ ^[A-Za-z0-9_-]+_fuzzer$ ]]; then
      targets+=("$name")
    elif [[ $name != afl-* && $name != llvm-symbolizer ]] && grep -qa LLVMFuzzerTestOneInput "$file"; then
      bad "$name" "looks like a target to the engines, and has no name of one ([A-Za-z0-9_-]+_fuzzer)"
    fi
  done
  [ ${#targets[@]} -gt 0 ] || bad "$given" "has no target (an executable NAME_fuzzer)"
}
list_targets > "$scratch/said/folder"
cat "$scratch/said/folder"

printf '%-44s %7s %6s  %s\n' target edges seeds calls
running=0
for name in "${targets[@]}"; do
  if [ $running -ge "$jobs" ]; then wait -n; else running=$((running + 1)); fi
  { check_target "$name" > "$scratch/said/$name" 2>&1; cat "$scratch/said/$name"; } &
done
wait

if [ -n "$oss_fuzz" ]; then
  runner=$oss_fuzz/infra/base-images/base-runner
  mkdir "$scratch/shim"  # run_fuzzer would change the host's mmap_rnd_bits
  printf '#!/bin/sh\nexit 0\n' > "$scratch/shim/sysctl"; chmod +x "$scratch/shim/sysctl"
  chmod u+w "$out"       # test_all.py moves it once more
  PATH=$scratch/shim:$runner:$PATH OUT=$out SANITIZER=$sanitizer FUZZING_ENGINE=$engine ARCHITECTURE=x86_64 FUZZING_LANGUAGE=c++ \
    RUN_FUZZER_MODE=batch FUZZER_ARGS="-rss_limit_mb=2560 -timeout=25" MSAN_OPTIONS='' UBSAN_OPTIONS='' \
    python3 "$runner/test_all.py" || bad "$given" "OSS-Fuzz's test_all.py says no" | tee "$scratch/said/test_all.py"
fi
faults=$(cat "$scratch"/said/* | grep -c '^BAD')
echo "${#targets[@]} targets, $faults faults"
[ $faults -eq 0 ]
