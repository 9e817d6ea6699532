#!/bin/bash
# Runs Verilator and sorts what it writes into the three folders that Bazel declared.
#
# usage: verilate.sh FAST_DIR SLOW_DIR HEADER_DIR VERILATOR ARGUMENT...
# Code that runs once (construction, trace set-up; Verilator marks it Slow) goes to SLOW_DIR, where
# it is compiled cheaply. Makefiles, statistics and dependency lists are left behind.
set -euo pipefail

fast="$1" slow="$2" headers="$3" verilator="$4"
shift 4

work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT
"${verilator}" "$@" --Mdir "${work}"

for file in "${work}"/*; do
  case "${file}" in
    *__Slow.cpp | *__Syms.cpp) cp "${file}" "${slow}" ;;
    *.cpp) cp "${file}" "${fast}" ;;
    *.h) cp "${file}" "${headers}" ;;
  esac
done
