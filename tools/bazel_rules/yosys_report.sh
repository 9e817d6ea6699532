#!/bin/bash
# Synthesises one module with yosys and writes down what came out, good or bad.
#
# usage: yosys_report.sh YOSYS TOP UNUSED_OUTPUTS REPORT CELLS READ_VERILOG_ARGUMENT...
# REPORT is JSON, one key a line, for yosys_synth_test.sh and for other programs. CELLS counts cells
# by module, before gates are made of them.
set -euo pipefail

yosys="$1" top="$2" unused="$3" report="$4" cells="$5"
shift 5

work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT

# `delete -port` makes wires of ports that nobody reads; what only drives them then goes.
cat >"${work}/script.ys" <<END
read_verilog -sv -DSYNTHESIS -I. $*
hierarchy -check -top ${top}
${unused:+delete -port ${top}/o:${unused}}
proc
opt_clean
tee -q -o ${work}/cells stat
synth -flatten -top ${top}
tee -q -o ${work}/check check
tee -q -o ${work}/latches select -list t:\$_DLATCH* t:\$_DLATCHSR* t:\$_SR_* t:\$dlatch* t:\$sr
dffunmap
abc -g cmos2
tee -q -o ${work}/stat stat -tech cmos
END
# What stops yosys is in its log, and becomes a problem in the report.
touch "${work}/cells" "${work}/check" "${work}/latches" "${work}/stat"
"${yosys}" -q -l "${work}/log" -s "${work}/script.ys" >/dev/null 2>&1 || true

# Prints the sum of the last column of the lines of `stat` that match.
count() {
  awk -v pattern="$1" '$0 ~ pattern {sum += $NF} END {print sum + 0}' "${work}/stat"
}

# Prints its input as the elements of a JSON array, on one line.
array() {
  sed -e 's/[\\"]/\\&/g' -e 's/.*/"&"/' | paste -s -d ,
}

# All errors, and all warnings but those that say no more than is known: memories that are reset become registers.
complaints() {
  grep --text -e 'Warning:' -e 'ERROR:' "${work}/log" |
    grep -v -e '^ABC:' -e 'logic loop' -e 'did not match any object' -e 'Replacing memory' | sort -u || true
}

transistors="$(sed -n -e 's/.*number of transistors: *\([0-9]*\).*/\1/p' "${work}/stat")"
cat >"${report}" <<END
{
  "module": "${top}",
  "transistors": ${transistors:-0},
  "flip_flops": $(count '[$]_DFF_'),
  "flip_flops_not_in_transistors": $(count '[$]_DFF_[NP][NP][01]_'),
  "gates": $(count '[$]_(NAND|NOR|NOT)_'),
  "latches": [$(array <"${work}/latches")],
  "loops": [$(sed -n -e '/logic loop/p' "${work}/check" | array)],
  "problems": [$(complaints | array)]
}
END

awk '/^=== / && $2 != "design" {module = $2} /Number of cells:/ && module {print $NF, module}
     /^=== design/ {module = ""}' "${work}/cells" | sort -k1,1nr >"${cells}"
