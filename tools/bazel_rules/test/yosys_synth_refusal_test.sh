#!/bin/bash
# Proves that yosys_report.sh and yosys_synth_test.sh refuse a latch, a loop, what yosys cannot read,
# and a size that is not the committed one, each by name.
set -euo pipefail

report="$1" check="$2" yosys="$3" source="$4"

# Usage: expect_refusal TEXT FIGURE - the check of what is in r.json must fail and say TEXT.
expect_refusal() {
  local text="$1" output
  echo "$2" >figures
  if output="$("${check}" r.json r.cells figures 3 2>&1)"; then
    echo "the check passed that should say: ${text}"
    exit 1
  fi
  grep -F -- "${text}" <<<"${output}" || { echo "no '${text}' in: ${output}"; exit 1; }
}

synthesise() {
  "${report}" "${yosys}" "$1" "" r.json r.cells "${source}"
}

synthesise latched
expect_refusal "latches: " "latched 10"
synthesise looped
expect_refusal "combinational loops: " "looped 10"
synthesise absent
expect_refusal "yosys complains: " "absent 10"
synthesise inverted
expect_refusal "write 'inverted 2'" "inverted 10"
expect_refusal "add 'inverted 2'" ""
echo "inverted 2" >figures
"${check}" r.json r.cells figures 3
