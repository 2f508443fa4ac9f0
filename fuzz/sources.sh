#!/bin/bash
# fuzz/sources.sh FOLDER: fetches the sources of libraries that fuzz/build.sh builds itself: those written in C++, which must
# speak the engine's standard library, and libpcap, whose packaged archive needs D-Bus. Each is held to its checksum.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: fuzz/sources.sh FOLDER" >&2; exit 2; }
mkdir -p "$1"
cd "$1"
debian=https://deb.debian.org/debian/pool/main

# fetch NAME SHA256 URL…: the first URL that has it; unpacked as NAME/.
fetch() {
  local name=$1 sum=$2 url; shift 2
  [ ! -d "$name" ] || return 0
  for url in "$@"; do
    if curl -fsSL --retry 3 -o "$name.part" "$url" && echo "$sum  $name.part" | sha256sum -c --quiet; then
      mkdir "$name"
      tar -xf "$name.part" -C "$name" --strip-components=1
      rm "$name.part"
      return 0
    fi
  done
  rm -f "$name.part"
  echo "fuzz/sources.sh: $name has moved or changed; looked in: $*" >&2
  return 1
}

fetch re2 3bc61251da3b0b97be40a8a127818c517c62516e4eda11fc901d29496663df54 \
  "$debian/r/re2/re2_20220601+dfsg.orig.tar.xz"
# Debian leaves out the tables that upstream generates: made of its package unicode-data.
if [ ! -e re2/re2/unicode_groups.cc ]; then
  [ -d /usr/share/unicode ] || { echo "fuzz/sources.sh: needs the package unicode-data for re2's tables" >&2; exit 1; }
  (cd re2/re2
   sed -i -e '/^from six.moves import urllib$/d' -e 's|^_UNICODE_DIR = .*|_UNICODE_DIR = "/usr/share/unicode"|' unicode.py
   perl make_perl_groups.pl > perl_groups.cc
   python3 make_unicode_casefold.py > unicode_casefold.cc
   python3 make_unicode_groups.py > unicode_groups.cc.part
   mv unicode_groups.cc.part unicode_groups.cc)
fi
fetch libpcap 2a8885c403516cf7b0933ed4b14d6caa30e02052489ebd414dc75ac52e7559e6 \
  "$debian/libp/libpcap/libpcap_1.10.3.orig.tar.gz" https://www.tcpdump.org/release/libpcap-1.10.3.tar.gz
fetch pugixml 5c5ad5d7caeb791420408042a7d88c2c6180781bf218feca259fd9d840a888e1 \
  "$debian/p/pugixml/pugixml_1.13.orig.tar.gz"
