#!/bin/bash
# Proves that check_image.sh refuses an image for a forbidden symbol and for its size, each by name.
set -euo pipefail

check="$1" nm="$2" size="$3" elf="$4"

# Usage: expect_refusal TEXT LIMIT... - the check must fail and its output must hold TEXT.
expect_refusal() {
  local text="$1" output
  shift
  if output="$("${check}" "${nm}" "${size}" "${elf}" "$@")"; then
    echo "the check passed with limits: $*"
    exit 1
  fi
  grep -F -- "${text}" <<<"${output}" || { echo "no '${text}' in: ${output}"; exit 1; }
}

expect_refusal "forbidden symbol _Znaj" 0 malloc _Znaj
expect_refusal "over its budget" 8
"${check}" "${nm}" "${size}" "${elf}" 4096 malloc
