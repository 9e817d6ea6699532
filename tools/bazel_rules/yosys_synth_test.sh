#!/bin/bash
# Passes when a synthesised module is clean and as large as committed.
#
# usage: yosys_synth_test.sh REPORT CELLS FIGURES TOLERANCE
# REPORT and CELLS come from yosys_report.sh. FIGURES holds lines of a module and its transistors.
# TOLERANCE is in percent, both ways: a block that shrank must be committed too.
set -euo pipefail

report="$1" cells="$2" figures="$3" tolerance="$4"

# Prints the value of a key of the report.
value() {
  sed -n -e "s/^  \"$1\": \(.*[^,]\),*\$/\1/p" "${report}"
}

fail() {
  echo "FAILED: ${module}: $1" >&2
  exit 1
}

module="$(value module | tr -d '"')"
measured="$(value transistors)"
echo "${module}: ${measured} transistors, $(value gates) gates, $(value flip_flops) flip-flops, of which\
 $(value flip_flops_not_in_transistors) have an asynchronous reset and no price"
echo "Cells by module, before mapping:"
cat "${cells}"

[[ "$(value latches)" == "[]" ]] || fail "latches: $(value latches)"
[[ "$(value loops)" == "[]" ]] || fail "combinational loops: $(value loops)"
[[ "$(value problems)" == "[]" ]] || fail "yosys complains: $(value problems)"

committed="$(awk -v module="${module}" '$1 == module {print $2}' "${figures}")"
[[ -n "${committed}" ]] || fail "no figure is committed: add '${module} ${measured}' to ${figures}"
difference=$((measured > committed ? measured - committed : committed - measured))
if ((100 * difference > tolerance * committed)); then
  fail "${measured} transistors, not ${committed} within ${tolerance} %: if that is meant, write\
 '${module} ${measured}' into ${figures}"
fi
