#!/bin/bash -eux
# ClusterFuzzLite and OSS-Fuzz share one script.
exec bash -eux "$SRC/wireassay/fuzz/build.sh"
