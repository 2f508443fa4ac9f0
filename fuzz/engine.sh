#!/bin/bash
# fuzz/engine.sh CXX ARCHIVE: libFuzzer as an archive that brings its own C++ library, hidden from what it is linked with. The
# distribution's is built on libstdc++: with libc++ it does not link, and under MSan it would call our instrumented std::string.
set -euo pipefail
cxx=$1 archive=$2
object=$archive.o
ld -r --force-group-allocation --whole-archive "$("$cxx" -print-resource-dir)/lib/linux/libclang_rt.fuzzer-$(uname -m).a" \
  --no-whole-archive "$("$cxx" -print-file-name=libstdc++.a)" -o "$object"
objcopy -w --keep-global-symbol=main --keep-global-symbol='LLVMFuzzer*' --keep-global-symbol='__sanitizer_*' \
  --keep-global-symbol=__libfuzzer_is_present --keep-global-symbol=__sancov_lowest_stack "$object"
rm -f "$archive"
ar rcs "$archive" "$object"
rm "$object"
