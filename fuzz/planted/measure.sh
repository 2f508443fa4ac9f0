#!/bin/bash
# fuzz/planted/measure.sh [NAME…]: can the targets find defects? Builds a copy of the project with the defects of the
# patches in this folder, each asleep until WIREASSAY_PLANTED names it, and fuzzes the target of each until it is found.
# A line for each run as it ends, in WIREASSAY_RESULTS, too; what stands there is not run again, so an interrupted
# measurement goes on. Then the table: runs it took, medians over the engine's seeds. --table: only that.
#   WIREASSAY_RUNS      runs at most (2000000)        WIREASSAY_SECONDS  seconds at most (300)
#   WIREASSAY_SEEDS     seeds of the engine (1 2 3)   WIREASSAY_JOBS     runs at a time (2)
#   WIREASSAY_VARIANTS  (corpus empty empty-off): from corpus/TARGET or from nothing; -off without our mutators
#   WIREASSAY_RESULTS   (build/planted/results.tsv): remove it when patches or targets have changed
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
runs=${WIREASSAY_RUNS:-2000000} seconds=${WIREASSAY_SECONDS:-300} jobs=${WIREASSAY_JOBS:-2}
seeds=${WIREASSAY_SEEDS:-1 2 3} variants=${WIREASSAY_VARIANTS:-corpus empty empty-off}
build=$root/build/planted tree=$root/build/planted/tree
results=${WIREASSAY_RESULTS:-$build/results.tsv}
only_table=; if [ "${1:-}" = --table ]; then only_table=yes; shift; fi
names=("$@")
[ $# -gt 0 ] || mapfile -t names < <(cd "$here" && printf '%s\n' *.patch | sed 's/\.patch$//')

target_of() { sed -n 's/^Target: //p' "$here/$1.patch"; }

# Only files that changed are copied, so that a second call builds little.
prepare() {
  local fresh=$build/fresh patch targets=() name
  rm -rf "$fresh" && mkdir -p "$fresh" "$tree"
  (cd "$root" && git ls-files -coz --exclude-standard harness fuzz cmake CMakeLists.txt CMakePresets.json ':!fuzz/planted/*.patch' |
    tar -c --null -T -) | tar -x -C "$fresh"
  mkdir "$fresh/corpus"
  for patch in "$here"/*.patch; do
    (cd "$fresh" && GIT_CEILING_DIRECTORIES=$build git apply -C1 --whitespace=nowarn "$patch")
  done
  (cd "$fresh" && find . -type f -print0) | while IFS= read -r -d '' name; do
    cmp -s "$fresh/$name" "$tree/$name" || { mkdir -p "$(dirname "$tree/$name")"; cp "$fresh/$name" "$tree/$name"; }
  done
  for name in "${names[@]}"; do targets+=("$(target_of "$name")_fuzzer"); done
  (cd "$tree" && cmake --preset asan -DCMAKE_CXX_FLAGS="-include $tree/fuzz/planted/planted.h") > "$build/log" 2>&1 &&
    ninja -j "$jobs" -C "$tree/build/asan" "${targets[@]}" >> "$build/log" 2>&1 || { tail -n 30 "$build/log" >&2; exit 2; }
}

# A target that fails without a defect would "find" all of them.
replay_without_defects() {
  local target log=$build/replay.log
  for target in $(for name in "${names[@]}"; do target_of "$name"; done | sort -u); do
    "$tree/build/asan/fuzz/${target}_fuzzer" -runs=0 "$root/corpus/$target" > "$log" 2>&1 ||
      { tail -n 20 "$log" >&2; echo "measure.sh: $target fails without a defect" >&2; exit 2; }
  done
}

# What the engine's log says was found: the broken invariant without its input, or the sanitizer's summary.
found_in() {
  sed -n -e 's/^broken invariant: \(.*\)/\1/p' -e 's/^terminate called after throwing an instance of/uncaught/p' -e 's/^SUMMARY: //p' "$1" |
    sed -e 's/, input: .*//' -e 's/: [0-9a-f]*$//' -e 's/[0-9][0-9]* \(octets\|steps\)/N \1/g' -e "s|$tree/||g" -e 's/\t/ /g' |
    sed -n '/./{p;q}' | cut -c 1-160
}

# once NAME VARIANT SEED: a line of results; a miss has no runs.
once() {
  local name=$1 variant=$2 seed=$3 target scratch input mutator=on status=0 took= what= begin=$SECONDS
  awk -F '\t' -v n="$name" -v v="$variant" -v s="$seed" '$1 == n && $2 == v && $3 == s { f = 1 } END { exit !f }' "$results" && return
  target=$(target_of "$name"); scratch=$(mktemp -d)
  local folders=("$scratch/found"); mkdir "$scratch/found"
  [ "${variant%-off}" = empty ] || folders+=("$root/corpus/$target")
  [ "${variant%-off}" = "$variant" ] || mutator=off
  WIREASSAY_PLANTED=$name WIREASSAY_MUTATOR=$mutator "$tree/build/asan/fuzz/${target}_fuzzer" -seed="$seed" -runs="$runs" \
    -max_total_time="$seconds" -timeout=25 -rss_limit_mb=4096 -print_final_stats=1 -artifact_prefix="$scratch/" \
    -dict="$root/fuzz/$target.dict" "${folders[@]}" > "$scratch/log" 2>&1 || status=$?
  took=$(sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/log" | tail -n 1)
  if [ -z "$took" ]; then echo "measure.sh: $target did not run: $(tail -n 3 "$scratch/log")" >&2; return 255; fi
  if [ $status = 0 ]; then
    what="not in $took runs" took=
  else
    what=$(found_in "$scratch/log")
    # What fails without the defect, too, is another finding.
    for input in "$scratch"/{crash,timeout,oom,leak}-*; do
      [ ! -e "$input" ] || "$tree/build/asan/fuzz/${target}_fuzzer" "$input" > /dev/null 2>&1 || { cp "$input" "$build"; what="another finding, $build/${input##*/}: $what" took=; }
    done
  fi
  printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$name" "$variant" "$seed" "$took" $((SECONDS - begin)) "$what" | tee -a "$results"
  rm -rf "$scratch"
}

# median NAME VARIANT; ">" and the runs that were tried where it was missed.
median() {
  awk -F '\t' -v n="$1" -v v="$2" '
    $1 != n || $2 != v { next }
    $4 == "" { split($6, word, " "); if (word[3] + 0 > tried) tried = word[3] + 0; print 999999999, tried; next }
    { print $4, tried + 0 }' "$results" | sort -n | awk '
    { at[NR] = $1; if ($2 > tried) tried = $2; if ($1 < 999999999) ++hits }
    END { if (NR == 0) { printf "-"; exit }
          middle = at[int((NR + 1) / 2)]
          printf "%s%s", middle == 999999999 ? "> " tried : middle, hits == NR || NR == 1 ? "" : " (" hits + 0 " of " NR ")" }'
}

table() {
  local name variant
  printf '| defect | target | what |'; printf ' %s |' $variants
  printf '\n| --- | --- | --- |'; for variant in $variants; do printf ' ---: |'; done; echo
  for name in "${names[@]}"; do
    printf '| %s | %s | %s |' "$name" "$(target_of "$name")" "$(sed -n 's/^Defect: //p' "$here/$name.patch")"
    for variant in $variants; do printf ' %s |' "$(median "$name" "$variant")"; done
    echo
  done
}

if [ -z "$only_table" ]; then
  prepare
  replay_without_defects
  touch "$results"
  export -f once target_of found_in
  export here root build tree runs seconds results
  for seed in $seeds; do
    for variant in $variants; do
      for name in "${names[@]}"; do echo "$name $variant $seed"; done
    done
  done | xargs -P "$jobs" -L 1 bash -c 'once "$@"' once
fi
table
