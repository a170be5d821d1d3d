#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# The manual of the library says what the header says, and the programs in it compile, link and print what is shown.

load common.bash

setup_file() {
	# One installation for all: what a user of the library has.
	local top
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	make -s -C "$top" BUILD="${HVK_BUILD:-build}" DESTDIR="$BATS_FILE_TMPDIR/root" PREFIX=/opt/hvk install \
		>/dev/null
}

setup() {
	hvk_setup
	man=$top/man
	root=$BATS_FILE_TMPDIR/root
	installed=$root/opt/hvk
	export PKG_CONFIG_PATH=$installed/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root LD_LIBRARY_PATH=$installed/lib
	sanitizer=()
	[ -z "${HVK_SANITIZED:-}" ] || sanitizer=('-fsanitize=address,undefined')
}

pages() {
	(cd "$man" && printf '%s\n' libhvk*.3)
}

# What the reader of a page sees, from the text on standard input.
unescape() {
	sed "s/\\\\(aq/'/g; s/\\\\(ti/~/g; s/\\\\(ha/^/g; s/\\\\(ga/\`/g; s/\\\\(dq/\"/g; s/\\\\&//g; s/\\\\e/\\\\/g"
}

names() { # PAGE: the functions in NAME
	sed -n '/^\.Sh NAME/,/^\.Nd/s/^\.Nm \(hvk_[a-z0-9_]*\).*/\1/p' "$man/$1"
}

# The SYNOPSIS of a page as declarations in C.
declarations() {
	awk '
		function strip(text) { gsub(/"/, "", text); return text }
		# The arguments of a macro, of which those with blanks stand in quotes, with commas between.
		function join(text, joined, piece) {
			while (match(text, /^ *("[^"]*"|[^ ]+)/)) {
				piece = strip(substr(text, RSTART, RLENGTH))
				sub(/^ */, "", piece)
				joined = joined (joined == "" ? "" : ", ") piece
				text = substr(text, RSTART + RLENGTH)
			}
			return joined
		}
		/^\.Sh/ { inside = $2 == "SYNOPSIS" }
		!inside { next }
		/^\.Ft / { type = strip(substr($0, 5)) }
		/^\.Fn / { name = $2; print type " " name "(" join(substr($0, 5 + length(name))) ");" }
		/^\.Fo / { name = $2; arguments = "" }
		/^\.Fa / { arguments = arguments (arguments == "" ? "" : ", ") strip(substr($0, 5)) }
		/^\.Fc/ { print type " " name "(" arguments ");" }' "$man/$1"
}

# The displays of a page, of EXAMPLES or of what comes before it, each followed by a line with a form feed.
displays() { # PAGE before|examples
	awk -v wanted="$2" '
		/^\.Sh / { examples = $2 == "EXAMPLES" }
		/^\.Bd -literal/ { inside = examples == (wanted == "examples"); next }
		/^\.Ed/ { if (inside) print "\f"; inside = 0 }
		inside' "$man/$1" | unescape
}

compile() { # FILE [OPTION...]: as C that includes the header only
	local file=$1
	shift
	cc -fsyntax-only -Wall -Wextra -Werror "$@" -I"$top/lib" "$file"
}

@test "every declaration in a SYNOPSIS is that of the header" {
	for page in $(pages); do
		{ echo '#include <hvk.h>'; declarations "$page"; } >page.c
		[ "$(wc -l <page.c)" -gt 1 ]
		compile page.c -Wno-redundant-decls || { echo "$page"; cat page.c; return 1; }
	done
}

@test "a drift between page and header is noticed" {
	mkdir other
	sed 's/"enum hvk_open mode"/"int mode, int flags"/' "$man/libhvk_store.3" >other/libhvk_store.3
	man=other
	{ echo '#include <hvk.h>'; declarations libhvk_store.3; } >page.c
	run compile page.c
	[ "$status" -ne 0 ]
	has "$output" 'conflicting types'
}

@test "NAME, SYNOPSIS and DESCRIPTION of a page name the same functions" {
	for page in $(pages); do
		is "$page $(declarations "$page" | grep -o 'hvk_[a-z0-9_]*(' | tr -d '(' | sort)" \
			"$page $(names "$page" | sort)"
		for name in $(names "$page"); do
			sed -n '/^\.Sh DESCRIPTION/,/^\.Sh RETURN/p' "$man/$page" | grep -qE "^\.(It )?Fn $name\b" ||
				{ echo "$page does not describe $name"; return 1; }
		done
	done
}

@test "every function is in one page, and every page in the overview" {
	is "$(for page in $(pages); do names "$page"; done | sort)" \
		"$(grep -oE '\bhvk_[a-z0-9_]+;' "$top/lib/libhvk.map" | tr -d ';' | sort)"
	is "$(sed -n 's/^\.It Xr \(libhvk_[a-z]*\) 3/\1.3/p' "$man/libhvk.3" | sort)" \
		"$(pages | grep -vx libhvk.3 | sort)"
}

# All constants of the header's enumerations.
constants() {
	sed 's,/\*.*\*/,,' "$top/lib/hvk.h" | awk '/^enum/ { inside = 1 } inside { print } /};/ { inside = 0 }' |
		grep -oE '\bHVK_[A-Z0-9_]+' | sort -u
}

@test "every constant is in a page, and no other" {
	for name in $(constants); do
		grep -qE "\b$name\b" "$man"/libhvk*.3 || { echo "no page has $name"; return 1; }
	done
	for name in $(grep -hE '^\.(It )?Dv' "$man"/libhvk*.3 | grep -oE '\bHVK_[A-Z0-9_]+' | sort -u); do
		grep -qE "\b$name\b" "$top/lib/hvk.h" || { echo "the header has no $name"; return 1; }
	done
}

# What a piece of C is but for comments and white space.
bare() {
	tr '\n' ' ' | sed 's,/\*[^*]*\*/,,g' | tr -d ' \t'
}

# The structures and enumerations in a page, without comments and white space, one a line.
shown_types() {
	displays "$1" before | tr '\f' ' ' | bare | sed 's/};/};\n/g' | grep -E '^(struct|enum)[a-z_]+\{.*\};$' || true
}

@test "structures and enumerations are shown as the header has them" {
	header=$(bare <"$top/lib/hvk.h")
	for page in $(pages); do
		shown_types "$page"
	done >types
	[ "$(wc -l <types)" -ge 5 ]
	while IFS= read -r type; do
		[[ $header == *"$type"* ]] || { echo "the header has no $type"; return 1; }
	done <types
}

# The results that the header's comment on a function names: function, result.
header_results() {
	awk '/^\/\*/ { text = "" } { text = text " " $0 }
		match($0, /hvk_[a-z0-9_]+\(/) && !/^ ?\*|^\/\*/ {
			name = substr($0, RSTART, RLENGTH - 1)
			while (match(text, /HVK_E[A-Z]+/)) {
				print name, substr(text, RSTART, RLENGTH)
				text = substr(text, RSTART + RLENGTH)
			}
		}
		/^$/ { text = "" }' "$top/lib/hvk.h"
}

@test "a page tells every result that the header does" {
	header_results >results
	[ "$(wc -l <results)" -gt 80 ]
	while read -r name result; do
		page=$(readlink "$installed/share/man/man3/$name.3")
		sed -n '/^\.Sh RETURN/,/^\.Sh EXAMPLES/p' "$man/$page" | grep -qE "\b$result\b" ||
			{ echo "$page does not tell $result of $name"; return 1; }
	done <results
}

@test "the pages fit eighty columns, but for programs" {
	for page in $(pages); do
		width=$(awk '/^\.Sh / { skip = /EXAMPLES/ } !skip' "$man/$page" | mandoc -Tutf8 -Owidth=80 | col -bx |
			LC_ALL=C.UTF-8 wc -L)
		[ "$width" -le 80 ] || { echo "$page is $width columns wide"; return 1; }
		width=$(displays "$page" examples | grep -v '^\$' | expand | LC_ALL=C.UTF-8 wc -L)
		[ "$width" -le 150 ] || { echo "an example in $page is $width columns wide"; return 1; }
	done
}

@test "references lead to a page, or to a name that leads to one" {
	sed -n 's/^\.Xr \(\(lib\)\{0,1\}hvk[-_a-z0-9]*\) \([0-9]\).*/\1.\3/p; s/^\.It Xr \(libhvk[_a-z]*\) 3/\1.3/p' \
		"$man"/*.3 | sort -u >references
	[ -s references ]
	while read -r page; do
		[ -e "$installed/share/man/man${page##*.}/$page" ] || { echo "no page $page"; return 1; }
	done <references
}

@test "man finds a page by the name of any of its functions" {
	for page in $(pages); do
		for name in $(names "$page"); do
			is "$name $(readlink "$installed/share/man/man3/$name.3" || echo "$page")" "$name $page"
		done
	done
	does env MANPATH="$installed/share/man" MANPAGER=cat man 3 hvk_store_open
	has "$out" 'LIBHVK_STORE(3)'
}

@test "the header alone is C11, C23 where there is one, and C++" {
	echo '#include <hvk.h>' >header.c
	compile header.c -std=c11 -pedantic
	compile header.c -std=c2x -pedantic
	cp header.c header.cc
	if command -v c++ >/dev/null; then
		c++ -fsyntax-only -std=c++11 -Wall -Wextra -Wpedantic -Werror -I"$top/lib" header.cc
	fi
}

# ---- examples

# The compiler as a strict user has it.
strict_compiler() {
	mkdir -p bin
	printf '#!/bin/sh\nexec %s -Wall -Wextra -Wshadow -Werror %s "$@"\n' "$(command -v cc)" "${sanitizer[*]}" \
		>bin/cc
	chmod +x bin/cc
	PATH=$PWD/bin:$installed/bin:$PATH
}

# Saves a program under the name that the session after it compiles.
save_programs() {
	local display program=
	while IFS= read -r -d $'\f' display; do
		display=${display#$'\n'}
		case $display in
		'#include'*) program=$display ;;
		'$ cc -o '*)
			printf '%s' "$program" >"$(sed -n '1s/.* \([a-z]*\.c\) .*/\1/p' <<<"$display")"
			program=
			;;
		esac
	done < <(displays "$1" examples)
	[ -z "$program" ] || { echo "a program in $1 is not compiled"; return 1; }
}

# Runs what stands behind a prompt; what is shown below it must be what is printed, errors and all.
run_line() {
	local command=$1 expected=$2
	bash -c "$command" </dev/null >printed 2>&1 || { echo "$ $command"; cat printed; return 1; }
	diff <(printf '%s' "$expected") <(sed 's/ *$//' printed) || { echo "$ $command"; return 1; }
}

run_session() {
	local line command='' expected=''
	while IFS= read -r line; do
		if [[ $line == '$ '* ]]; then
			[ -z "$command" ] || run_line "$command" "$expected" || return 1
			command=${line#??} expected=''
		else
			expected+=$line$'\n'
		fi
	done
	run_line "$command" "$expected"
}

@test "the programs in the pages compile, link and print what is shown" {
	strict_compiler
	unset HVK_DB
	for page in $(pages); do
		mkdir "$page"
		cp "$data/questions/vragen-2026.csv" "$page/vragen.csv"
		cp "$data"/network/*.csv "$page"
		(
			cd "$page"
			save_programs "$page"
			sessions=0
			while IFS= read -r -d $'\f' display; do
				display=${display#$'\n'}
				[[ $display == '$ '* ]] || continue
				run_session <<<"${display%$'\n'}" || { echo "$page"; exit 1; }
				sessions=$((sessions + 1))
			done < <(displays "$page" examples)
			[ "$sessions" -gt 0 ]
		)
	done
}

@test "a program links with the static library" {
	save_programs libhvk.3
	is "$(ls ./*.c)" ./first.c
	# shellcheck disable=SC2046 # the words of pkg-config are words
	cc "${sanitizer[@]}" -o first first.c $(pkg-config --cflags libhvk) "$installed/lib/libhvk.a" \
		$(pkg-config --static --libs-only-l libhvk | sed 's/-lhvk//')
	does env -u LD_LIBRARY_PATH ./first
	has "$out" 'Totaal      3'
}
