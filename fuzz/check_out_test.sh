#!/bin/bash
# fuzz/check_out_test.sh CXX: a good folder of tiny targets passes check_out.sh, and each way to spoil it is told, in words.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cxx=$1
scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
unset SANITIZER FUZZING_ENGINE FEW_EDGES

# tiny NAME BRANCHES FLAGS…: a target of so many branches that dies of the input "crash".
tiny() {
  local name=$1 branches=$2 i; shift 2
  {
    echo '#include <cstddef>'
    echo '#include <cstdint>'
    echo '#include <cstdlib>'
    echo '#include <cstring>'
    echo 'volatile std::uint8_t seen[256];'
    echo 'extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {'
    echo '  if (size == 5 && std::memcmp(data, "crash", 5) == 0) std::abort();'
    for ((i = 0; i < branches; ++i)); do echo "  if (size > $i && data[$i] == 'x') seen[data[0]] = data[size - 1];"; done
    echo '  return 0; }'
  } > "$scratch/$name.cc"
  "$cxx" -O1 "$@" "$scratch/$name.cc" -o "$scratch/$name" || { echo "cannot build $name"; exit 1; }
}
static="-static-libstdc++"
tiny good 600 -fsanitize=address,fuzzer $static
tiny small 0 -fsanitize=address,fuzzer $static
tiny dynamic 600 -fsanitize=address,fuzzer
tiny plain 600 -fsanitize=fuzzer $static

# folder BINARY: a folder OUT with this as tiny_fuzzer, and all that belongs to it.
folder() {
  rm -rf "$scratch/out"
  mkdir -p "$scratch/out" "$scratch/seeds"
  printf 'seed' > "$scratch/seeds/seed"
  cp "$scratch/$1" "$scratch/out/tiny_fuzzer"
  echo 'word="a\x00\"b"' > "$scratch/out/tiny_fuzzer.dict"
  printf '[libfuzzer]\nmax_len = 100\ndict = tiny_fuzzer.dict\n' > "$scratch/out/tiny_fuzzer.options"
  (cd "$scratch/seeds" && zip -q -r "$scratch/out/tiny_fuzzer_seed_corpus.zip" seed)
}

failures=0
# told WORDS: the check fails, its BAD line says so, and the folder is back at its place; $said is all it said.
told() {
  local status
  said=$("$here/check_out.sh" "$scratch/out" 2>&1); status=$?
  if [ $status -eq 0 ] || ! grep -q "^BAD .*$1" <<< "$said" || [ ! -d "$scratch/out" ]; then
    echo "not told (status $status): $1"; echo "$said"; failures=$((failures + 1))
  fi
}

folder good
"$here/check_out.sh" "$scratch/out" || { echo "a good folder does not pass"; failures=$((failures + 1)); }
folder small;   told 'edges: parsers are not instrumented'
folder dynamic; told 'needs libstdc++'
folder plain;   told 'is no build for address'
folder good; mv "$scratch/out/tiny_fuzzer" "$scratch/out/tiny.v2_fuzzer";                  told 'has no name of one'
folder good; cp "$scratch/good" "$scratch/out/helper";                                     told 'has no name of one'
folder good; rm "$scratch/out/tiny_fuzzer_seed_corpus.zip";                                told 'has no tiny_fuzzer_seed_corpus.zip'
folder good; zip -q -d "$scratch/out/tiny_fuzzer_seed_corpus.zip" seed > /dev/null 2>&1;   told 'seed_corpus.zip'
folder good; printf crash > "$scratch/crash"; (cd "$scratch" && zip -q out/tiny_fuzzer_seed_corpus.zip crash); told 'fails on its own seeds'
folder good; echo 'word="a' >> "$scratch/out/tiny_fuzzer.dict";                            told 'is no entry: 2:word='
folder good; echo 'max_len 100' >> "$scratch/out/tiny_fuzzer.options";                     told 'is no option: 4: max_len'
folder good; sed -i 's/^dict.*/dict = other.dict/' "$scratch/out/tiny_fuzzer.options";     told 'names other.dict'
folder good; cp "$scratch/good" "$scratch/out/other_fuzzer"  # with nothing beside it, while tiny_fuzzer is in order
told 'other_fuzzer: has no other_fuzzer.options'
grep -q '^2 targets, 4 faults$' <<< "$said" || { echo "miscounted: $said"; failures=$((failures + 1)); }
folder good; rm "$scratch/out/tiny_fuzzer";                                                told 'has no target'
[ $failures -eq 0 ] && echo "all told"
