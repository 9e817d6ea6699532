#!/bin/bash
# Runs a yosys script, with a deliberate bug put into one of its source files if one is given.
#
# usage: bmc_model.sh YOSYS SCRIPT [FILE TEXT REPLACEMENT]
# FILE is the file's name without folders. TEXT must occur in it exactly once: a bug that no longer
# fits the source is an error, not a proof.
set -euo pipefail

yosys="$1" script="$2" work="$(mktemp -d)"
trap 'rm -rf "${work}"' EXIT
cp "${script}" "${work}/script.ys"

if [[ $# == 5 ]]; then
  name="$3" text="$4" replacement="$5"
  path="$(grep -o "[^ ]*/${name}" "${script}" | head -n 1)"
  [[ -n "${path}" ]] || { echo "no source file is called ${name}" >&2; exit 1; }
  source="$(<"${path}")"
  rest="${source/"${text}"/}"
  if [[ "${rest}" == "${source}" || "${rest}" != "${rest/"${text}"/}" ]]; then
    echo "${name} does not have exactly one \"${text}\"" >&2
    exit 1
  fi
  printf '%s\n' "${source/"${text}"/"${replacement}"}" > "${work}/${name}"
  sed -i "s|[^ ]*/${name}|${work}/${name}|" "${work}/script.ys"
fi

"${yosys}" -q "${work}/script.ys" >"${work}/log" 2>&1 || { cat "${work}/log" >&2; exit 1; }
