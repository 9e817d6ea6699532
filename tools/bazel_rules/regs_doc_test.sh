#!/bin/bash
# Passes when a committed register table is the one that its description gives.
#
# usage: regs_doc_test.sh COMMITTED GENERATED LABEL_OF_GENERATED
set -euo pipefail

committed="$1" generated="$2" label="$3"

if ! diff -u "${committed}" "${generated}"; then
  echo
  echo "FAILED: ${committed} is out of date. From the top of the repository, type:"
  echo "  tools/bazel build ${label} && cp bazel-bin/${generated} ${committed}"
  exit 1
fi
