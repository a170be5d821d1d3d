#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Makes the README's picture anew: the top of the month report of the demonstration.
#   tests/browser/picture.sh BUILD
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$(cd "${1:?the folder of the build}" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/hvk-picture-XXXXXX")
trap 'rm -rf "$folder"' EXIT

TMPDIR=$folder tests/demo.sh "$build" >"$folder/said"
report=$(tail -1 "$folder/said")/rapport.html
NODE_PATH=$build/browser/node_modules node tests/browser/picture.js "$report" man/rapport.png
