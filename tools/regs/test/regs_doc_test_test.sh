#!/bin/bash
# Proves that the doc test fails for a stale table and says which command renews it.
set -euo pipefail

check="$1"
echo "new" >"${TEST_TMPDIR}/generated.md"
echo "old" >"${TEST_TMPDIR}/committed.md"

if output="$("${check}" "${TEST_TMPDIR}/committed.md" "${TEST_TMPDIR}/generated.md" //a:b)"; then
  echo "a stale table passed"
  exit 1
fi
grep -F "tools/bazel build //a:b && cp bazel-bin/" <<<"${output}"

cp "${TEST_TMPDIR}/generated.md" "${TEST_TMPDIR}/committed.md"
"${check}" "${TEST_TMPDIR}/committed.md" "${TEST_TMPDIR}/generated.md" //a:b
