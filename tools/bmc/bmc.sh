#!/bin/bash
# Looks for a counterexample in the first cycles of a model and says what became of it.
#
# usage: bmc.sh ABC TRACE MODEL.aig MODEL.map CYCLES BREAKS
# Passes if there is none; with a BREAKS that is not empty, if there is one and it breaks a property
# whose name matches that pattern.
set -euo pipefail

abc="$1" trace="$2" model="$3" names="$4" cycles="$5" breaks="$6"
work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT

"${abc}" -c "read_aiger ${model}; fold; strash; bmc3 -F ${cycles}; write_cex ${work}/cex" \
  > "${work}/log" 2>&1
found="$(sed -n 's/^Output .* was asserted in frame \([0-9]*\)\..*/\1/p' "${work}/log")"

if [[ -z "${found}" ]]; then
  if ! grep -q "^No output asserted in ${cycles} frames\|^Explored all reachable" "${work}/log"; then
    echo "abc did not finish:"
    cat "${work}/log"
    exit 1
  fi
  echo "no counterexample in ${cycles} cycles"
  [[ -z "${breaks}" ]]
else
  "${trace}" "${model}" "${names}" "${work}/cex" "$((found + 1))" | tee "${work}/trace"
  [[ -n "${breaks}" ]] && grep -q "^broken in cycle .*${breaks}" "${work}/trace"
fi
