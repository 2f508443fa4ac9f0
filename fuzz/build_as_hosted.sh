#!/bin/bash
# fuzz/build_as_hosted.sh SANITIZER ENGINE OUT [STEM…]: calls fuzz/build.sh as the images of OSS-Fuzz do, without containers.
#   SANITIZER  address, undefined, memory, none or coverage
#   ENGINE     libfuzzer, afl (Debian's afl++), or centipede and archive: the flags of Centipede, and any archive with a main, by
#              default libFuzzer's, given as WIREASSAY_ENGINE_ARCHIVE
#   OUT        an empty folder for the programs; what comes between lies in OUT.work and is kept
# Environment: CC, CXX (clang-19); WIREASSAY_STDLIB=libstdc++ instead of libc++ (MSan needs one that it sees into: memory has that
# by default); WIREASSAY_LIBRARIES, WIREASSAY_JOBS as for fuzz/build.sh; CMAKE_CXX_COMPILER_LAUNCHER=ccache helps.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 3 ] || { sed -n '2,/^set/{/^#/p}' "$0" | cut -c3- >&2; exit 2; }
export SANITIZER=$1 FUZZING_ENGINE=$2 ARCHITECTURE=x86_64 FUZZING_LANGUAGE=c++
out=$3; shift 3
[ $# -eq 0 ] || export WIREASSAY_FUZZ_TARGETS="$*"
mkdir -p "$out" "$out.work"
OUT=$(cd "$out" && pwd); WORK=$(cd "$out.work" && pwd)
export OUT WORK SRC=$WORK
if [ -n "$(ls -A "$OUT")" ]; then echo "$OUT: is not empty" >&2; exit 2; fi
export CC=${CC:-clang-19} CXX=${CXX:-clang++-19}
export WIREASSAY_LIBRARIES=${WIREASSAY_LIBRARIES:-$WORK/wireassay-libraries}
"$here/sources.sh" "$WIREASSAY_LIBRARIES"

checks=array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,returns-nonnull-attribute,shift,signed-integer-overflow,unreachable,vla-bound,vptr
case $SANITIZER in
  address) sanitizer="-fsanitize=address -fsanitize-address-use-after-scope" ;;
  undefined) sanitizer="-fsanitize=$checks,unsigned-integer-overflow -fno-sanitize-recover=$checks" ;;
  memory) sanitizer="-fsanitize=memory -fsanitize-memory-track-origins" ;;
  coverage | none) sanitizer= ;;
  *) echo "unknown sanitizer $SANITIZER" >&2; exit 2 ;;
esac
stdlib=${WIREASSAY_STDLIB:-$([ "$SANITIZER" = memory ] && echo libstdc++ || echo libc++)}
edges=-fsanitize=fuzzer-no-link
case $FUZZING_ENGINE in
  libfuzzer)  # the images' -fsanitize=fuzzer is such an archive, too
    export LIB_FUZZING_ENGINE=$WORK/libFuzzingEngine.a
    "$here/engine.sh" "$CXX" "$LIB_FUZZING_ENGINE" ;;
  afl)  # one archive of the driver and of what answers afl-fuzz, as afl-clang-fast would link
    edges="-fsanitize-coverage=trace-pc-guard"
    export LIB_FUZZING_ENGINE=$WORK/libFuzzingEngine.a
    cp /usr/lib/afl/libAFLDriver.a "$LIB_FUZZING_ENGINE"
    ar q "$LIB_FUZZING_ENGINE" /usr/lib/afl/afl-compiler-rt.o ;;
  archive | centipede)
    export LIB_FUZZING_ENGINE=${WIREASSAY_ENGINE_ARCHIVE:-$WORK/libFuzzingEngine.a}
    [ -e "$LIB_FUZZING_ENGINE" ] || "$here/engine.sh" "$CXX" "$LIB_FUZZING_ENGINE"
    [ "$FUZZING_ENGINE" = archive ] || edges="-fno-builtin -O2 -gline-tables-only -fsanitize-coverage=trace-pc-guard,pc-table,trace-cmp" ;;
  *) echo "unknown engine $FUZZING_ENGINE" >&2; exit 2 ;;
esac
[ "$SANITIZER" != coverage ] || edges="-fprofile-instr-generate -fcoverage-mapping -pthread -Wl,--no-as-needed -Wl,-ldl -Wl,-lm -Wno-unused-command-line-argument"

# The images have libc++ as archives only.
links="-fuse-ld=lld-19"
if [ "$stdlib" = libc++ ]; then
  links+=" -static-libstdc++ $("$CXX" -stdlib=libc++ -print-file-name=libc++abi.a)"
else
  # Some constants of libstdc++ are unique to a program and stay visible in the engine's archive.
  links+=" -static-libstdc++ -Wl,-z,muldefs"
fi
export LDFLAGS=$links
export CFLAGS="-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION $sanitizer $edges"
export CXXFLAGS="$CFLAGS -stdlib=$stdlib"
# std::string's members are compiled here then, not taken from a library that MSan does not see into.
if [ "$SANITIZER" = memory ] && [ "$stdlib" = libstdc++ ]; then CXXFLAGS+=" -D_GLIBCXX_EXTERN_TEMPLATE=0"; fi
if [ "$SANITIZER" = undefined ]; then CFLAGS+=" -fno-sanitize=function"; fi
bash -eu "$here/build.sh"
