#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Runs fuzz targets.
#   tests/fuzz/run.sh --seeds PROGRAM [WRAPPER...]   one target over its seeds
#   tests/fuzz/run.sh --search SECONDS BUILD         each target of a build of 'make fuzz', that long
set -eu

# Where the seeds of a target lie.
seeds_of() {
	case $1 in
	fuzz_csv | fuzz_import) printf '%s\n' tests/data/csv tests/data/questions ;;
	fuzz_rec) printf '%s\n' tests/data/fuzz/rec tests/data/records ;;
	*) printf '%s\n' "tests/data/fuzz/${1#fuzz_}" ;;
	esac
}

if [ "$1" = --seeds ]; then
	program=$2
	shift 2
	mapfile -t folders < <(seeds_of "${program##*/}")
	mapfile -t files < <(find "${folders[@]}" -type f | sort)
	exec "$@" "$program" "${files[@]}"
fi

seconds=$2 build=$3
for program in "$build"/tests/fuzz/fuzz_*; do
	name=${program##*/}
	case $name in *.*) continue ;; esac
	corpus=$build/corpus/$name
	mkdir -p "$corpus"
	mapfile -t folders < <(seeds_of "$name")
	echo "$name, $seconds s"
	"$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -verbosity=0 -print_final_stats=1 \
		-artifact_prefix="$corpus-" "$corpus" "${folders[@]}"
done
