#!/bin/bash
# fuzz/build.sh: builds the fuzz targets for OSS-Fuzz and ClusterFuzzLite, whose images call it with an environment:
#   CC CXX CFLAGS CXXFLAGS   compilers and flags, with the sanitizer and the coverage of the engine
#   LIB_FUZZING_ENGINE       what targets link: a flag, or the path of an archive
#   OUT WORK                 the folder for the programs with their seeds, dictionaries and options; one for what comes between
# By itself: fuzz/build_as_hosted.sh. A user may set, too:
#   WIREASSAY_LIBRARIES      sources of libraries, of fuzz/sources.sh (default $SRC/wireassay-libraries)
#   WIREASSAY_FUZZ_TARGETS   only these, e.g. "smtp_reply tls_hello"; WIREASSAY_JOBS: how many compilers at a time
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
: "${CC:?}" "${CXX:?}" "${LIB_FUZZING_ENGINE:?}" "${OUT:?}" "${WORK:?}"
export CFLAGS=${CFLAGS-} CXXFLAGS=${CXXFLAGS-}
sources=${WIREASSAY_LIBRARIES:-${SRC:-/src}/wireassay-libraries}
jobs=${WIREASSAY_JOBS:-$(nproc)}
libs=$WORK/libraries
build=$WORK/wireassay
mkdir -p "$OUT" "$libs/include" "$libs/lib"

# archive NAME FLAGS… -- SOURCE…: C++ sources, without their own build system.
archive() {
  local name=$1 flags=() objects=$WORK/objects-$1; shift
  while [ "$1" != -- ]; do flags+=("$1"); shift; done
  shift
  mkdir -p "$objects"
  # shellcheck disable=SC2086  # CXX and CXXFLAGS are several words
  printf '%s\n' "$@" | xargs -P "$jobs" -I '{}' bash -c 'source=$1; shift; "$@" -c "$source" -o "'"$objects"'/$(basename "$source" .cc).o"' \
    _ '{}' $CXX $CXXFLAGS -std=c++17 "${flags[@]}"
  ar rcs "$libs/lib/lib$name.a" "$objects"/*.o
}

if [ -d "$sources/re2" ] && [ ! -e "$libs/lib/libre2.a" ]; then
  archive re2 -I "$sources/re2" -- "$sources"/re2/re2/*.cc "$sources"/re2/util/{rune,strutil}.cc
  mkdir -p "$libs/include/re2"
  cp "$sources"/re2/re2/{re2,stringpiece,set,filtered_re2}.h "$libs/include/re2/"
fi
if [ -d "$sources/pugixml" ] && [ ! -e "$libs/lib/libpugixml.a" ]; then
  archive pugixml -- "$sources/pugixml/src/pugixml.cpp"
  cp "$sources"/pugixml/src/*.hpp "$libs/include/"
fi
if [ -d "$sources/libpcap" ] && [ ! -e "$libs/lib/libpcap.a" ]; then
  # Configured without the engine's flags: the programs that configure tries cannot all be linked with them.
  rm -rf "$WORK/libpcap"
  cp -r "$sources/libpcap" "$WORK/libpcap"
  (cd "$WORK/libpcap" && CFLAGS=-O1 ./configure --with-pcap=linux --disable-shared --disable-dbus --disable-rdma --disable-usb \
    --disable-bluetooth --disable-netmap --without-libnl > configure.log && make -s -j"$jobs" libpcap.a CFLAGS="$CFLAGS" > make.log)
  cp "$WORK/libpcap/libpcap.a" "$libs/lib/"
  cp -r "$WORK/libpcap/pcap" "$WORK/libpcap/pcap.h" "$libs/include/"
fi

# GMime brings GPGME and GIO along, and GLib at times sysprof: no target calls them, and their archives need far more or are not
# there. What they would define does nothing.
archives=/usr/lib/$(uname -m)-linux-gnu
if [ -e "$archives/libgmime-3.0.a" ] && [ ! -e "$libs/lib/libgmime_unused.a" ]; then
  comm -23 <(nm -u "$archives"/lib{gmime-3,glib-2}.0.a | sed -nE 's/^ *U ((gpgme|g_file|g_seekable|g_input_stream|g_output_stream|sysprof)_.*)/\1/p' | sort -u) \
    <(nm --defined-only "$archives"/lib{gmime-3,gobject-2,glib-2}.0.a | awk 'NF == 3 { print $3 }' | sort -u) \
    | sed 's/.*/long &(void) { return 0; }/' > "$WORK/gmime_unused.c"
  $CC -c "$WORK/gmime_unused.c" -o "$WORK/gmime_unused.o"
  ar rcs "$libs/lib/libgmime_unused.a" "$WORK/gmime_unused.o"
fi

# No build type: all flags are the engine's. Programs of CMake's own tests are not linked, for the same reason as above.
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE= -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY \
  -DCMAKE_LIBRARY_ARCHITECTURE="$(uname -m)-linux-gnu" \
  -DCMAKE_CXX_COMPILER="${CXX%% *}" -DCMAKE_CXX_FLAGS="$CXXFLAGS" -DCMAKE_EXE_LINKER_FLAGS="${LDFLAGS-}" \
  -DWIREASSAY_ONLY_FUZZERS=ON -DWIREASSAY_WARNINGS_AS_ERRORS=OFF -DWIREASSAY_FUZZ_LIBS="$libs" \
  -DWIREASSAY_FUZZING_ENGINE="$LIB_FUZZING_ENGINE"
if [ -n "${WIREASSAY_FUZZ_TARGETS-}" ]; then
  read -ra stems <<< "$WIREASSAY_FUZZ_TARGETS"
  names=("${stems[@]/%/_fuzzer}")
else
  mapfile -t names < "$build/fuzz/fuzzers.txt"
fi
ninja -k 0 -C "$build" -j"$jobs" "${names[@]}"

for name in "${names[@]}"; do
  stem=${name%_fuzzer}
  cp "$build/fuzz/$name" "$OUT/$name"
  cp "$root/fuzz/$stem.dict" "$OUT/$name.dict"
  rm -f "$OUT/${name}_seed_corpus.zip"
  (cd "$root/corpus/$stem" && zip -q -X -r "$OUT/${name}_seed_corpus.zip" .)
  # As long as a target looks at (kMaxFuzzInput); in seconds and megabytes.
  cat > "$OUT/$name.options" << OPTIONS
[libfuzzer]
max_len = 65536
timeout = 25
rss_limit_mb = 2560
dict = $name.dict
OPTIONS
done
echo "fuzz/build.sh: ${#names[@]} targets in $OUT"
