#!/bin/bash
# fuzz/planted/measure.sh [NAME…]: can the targets find defects? Builds a copy of the project with the defects of the
# patches in this folder, each asleep until WIREASSAY_PLANTED names it, and fuzzes the target of each until it is found.
# Prints a Markdown table: the runs it took, medians over the engine's seeds; ">" where it was not found in all of them.
#   WIREASSAY_RUNS      runs at most (2000000)        WIREASSAY_SECONDS  seconds at most (300)
#   WIREASSAY_SEEDS     seeds of the engine (1 2 3)   WIREASSAY_JOBS     defects at a time (2)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
runs=${WIREASSAY_RUNS:-2000000} seconds=${WIREASSAY_SECONDS:-300} jobs=${WIREASSAY_JOBS:-2}
read -ra seeds <<< "${WIREASSAY_SEEDS:-1 2 3}"
build=$root/build/planted tree=$root/build/planted/tree
names=("$@")
[ $# -gt 0 ] || mapfile -t names < <(cd "$here" && printf '%s\n' *.patch | sed 's/\.patch$//')

target_of() { sed -n 's/^Target: //p' "$here/$1.patch"; }

# Only files that changed are copied, so that a second call builds little.
prepare() {
  local fresh=$build/fresh patch targets=() name
  rm -rf "$fresh" && mkdir -p "$fresh" "$tree"
  (cd "$root" && git ls-files -z harness fuzz cmake CMakeLists.txt CMakePresets.json | tar -c --null -T - --exclude='*.patch') | tar -x -C "$fresh"
  mkdir "$fresh/corpus"
  for patch in "$here"/*.patch; do (cd "$fresh" && GIT_CEILING_DIRECTORIES=$build git apply -C1 --whitespace=nowarn "$patch"); done
  (cd "$fresh" && find . -type f -print0) | while IFS= read -r -d '' name; do
    cmp -s "$fresh/$name" "$tree/$name" || { mkdir -p "$(dirname "$tree/$name")"; cp "$fresh/$name" "$tree/$name"; }
  done
  for name in "${names[@]}"; do targets+=("$(target_of "$name")_fuzzer"); done
  (cd "$tree" && cmake --preset asan -DCMAKE_CXX_FLAGS="-include $tree/fuzz/planted/planted.h") > "$build/log" 2>&1 &&
    ninja -C "$tree/build/asan" "${targets[@]}" >> "$build/log" 2>&1 || { tail -n 30 "$build/log" >&2; exit 2; }
}

# once NAME SEED MUTATOR CORPUS: runs until it was found; nothing where it was not
once() {
  local name=$1 target scratch; target=$(target_of "$1"); scratch=$(mktemp -d)
  local folders=("$scratch/found"); mkdir "$scratch/found"
  [ "$4" = empty ] || folders+=("$root/corpus/$target")
  WIREASSAY_PLANTED=$name WIREASSAY_MUTATOR=$3 "$tree/build/asan/fuzz/${target}_fuzzer" -seed="$2" -runs="$runs" \
    -max_total_time="$seconds" -timeout=25 -rss_limit_mb=4096 -print_final_stats=1 -artifact_prefix="$scratch/" \
    -dict="$root/fuzz/$target.dict" "${folders[@]}" > "$scratch/log" 2>&1 ||
    sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/log" | tail -n 1
  rm -rf "$scratch"
}

# median NAME MUTATOR CORPUS
median() {
  local found=() seed
  for seed in "${seeds[@]}"; do
    local took; took=$(once "$1" "$seed" "$2" "$3")
    found+=("${took:-999999999}")
  done
  printf '%s\n' "${found[@]}" | sort -n | awk -v runs="$runs" '
    { at[NR] = $1; if ($1 < 999999999) ++hits }
    END { middle = at[int((NR + 1) / 2)]
          printf "%s%s", middle == 999999999 ? "not found" : middle, hits == NR ? "" : " (" hits + 0 " of " NR ")" }'
}

row() {
  local with without seeded
  with=$(median "$1" on empty); without=$(median "$1" off empty); seeded=$(median "$1" on seeds)
  printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "$(target_of "$1")" "$(sed -n 's/^Defect: //p' "$here/$1.patch")" "$with" "$without" "$seeded"
}

prepare
echo "| defect | target | what | from nothing | without our mutators | from the corpus |"
echo "| --- | --- | --- | --- | --- | --- |"
export -f row median once target_of
export here root tree runs seconds; seeds_text="${seeds[*]}"; export seeds_text
printf '%s\n' "${names[@]}" | xargs -P "$jobs" -I{} bash -c 'read -ra seeds <<< "$seeds_text"; row {}'
