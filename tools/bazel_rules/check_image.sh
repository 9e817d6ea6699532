#!/bin/bash
# Fails when a firmware image is too big or holds a symbol that it must not.
#
# usage: check_image.sh NM SIZE ELF MAX_BYTES [FORBIDDEN_SYMBOL...]
# MAX_BYTES bounds what the loader writes: code, constants and initialised data. 0 means no bound.
# A symbol counts whether the image defines it or only asks for it.
set -euo pipefail

nm="$1" size="$2" elf="$3" max_bytes="$4"
shift 4
status=0

used="$("${size}" "${elf}" | awk 'NR == 2 { print $1 + $2 }')"
echo "${elf}: ${used} bytes, ${max_bytes} allowed"
if ((max_bytes > 0 && used > max_bytes)); then
  echo "FAILED: ${elf} is $((used - max_bytes)) bytes over its budget (max_bytes)"
  status=1
fi

symbols="$("${nm}" "${elf}" | awk '{ print $NF }')"
for symbol in "$@"; do
  if grep -qxF -- "${symbol}" <<<"${symbols}"; then
    echo "FAILED: ${elf} holds the forbidden symbol ${symbol}"
    status=1
  fi
done
exit "${status}"
