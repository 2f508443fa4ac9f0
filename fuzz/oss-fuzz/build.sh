#!/bin/bash -eux
# projects/wireassay/build.sh of google/oss-fuzz.
exec bash -eux "$SRC/wireassay/fuzz/build.sh"
