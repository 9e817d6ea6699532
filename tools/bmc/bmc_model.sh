#!/bin/bash
# Runs a yosys script, with deliberate bugs put into its source files if any are given.
#
# usage: bmc_model.sh YOSYS SCRIPT [FILE TEXT REPLACEMENT]...
# FILE is the file's name without folders. TEXT must occur in it exactly once: a bug that no longer
# fits the source is an error, not a proof.
set -euo pipefail

yosys="$1" script="$2" work="$(mktemp -d)"
shift 2
trap 'rm -rf "${work}"' EXIT
cp "${script}" "${work}/script.ys"

while [[ $# -ge 3 ]]; do
  name="$1" text="$2" replacement="$3"
  shift 3
  path="$(grep -o "[^ ]*/${name}" "${work}/script.ys" | head -n 1)"
  [[ -n "${path}" ]] || { echo "no source file is called ${name}" >&2; exit 1; }
  source="$(<"${path}")"
  rest="${source/"${text}"/}"
  if [[ "${rest}" == "${source}" || "${rest}" != "${rest/"${text}"/}" ]]; then
    echo "${name} does not have exactly one \"${text}\"" >&2
    exit 1
  fi
  printf '%s\n' "${source/"${text}"/"${replacement}"}" > "${work}/${name}"
  sed -i "s|[^ ]*/${name}|${work}/${name}|" "${work}/script.ys"
done

"${yosys}" -q "${work}/script.ys" >"${work}/log" 2>&1 || { cat "${work}/log" >&2; exit 1; }
