# SPDX-License-Identifier: EUPL-1.2
# The tree keeps its own rules: who includes whom, what the library exports, what is written where.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || exit 1
	build=${HVK_BUILD:-build}
}

# Prints the project headers that the C files of a folder include, by their top folder.
included_by() {
	grep -rhoE '^#[[:blank:]]*include "[^"]+"' "$1" --include='*.[ch]' | sed 's/.*"\(.*\)"/\1/' | sort -u
}

refuses() { # FOLDER PATTERN: nothing in the folder may include what matches
	local found
	found=$(included_by "$1" | grep -E "$2" || true)
	[ -z "$found" ] || { echo "$1 includes: $found"; return 1; }
}

# A negated command does not end a test: only a function that fails does.
nowhere() { # PATTERN PLACE...: no line matches
	local found
	found=$(grep -rnE "$@" || true)
	[ -z "$found" ] || { echo "$found"; return 1; }
}

@test "arrows between the folders run downwards only" {
	refuses lib/core '^(reference|tabular|store|record|network|agenda|register|statistics)/'
	refuses lib/reference '^(tabular|store|record|network|agenda|register|statistics)/'
	refuses lib/tabular '^(reference|store|record|network|agenda|register|statistics)/'
	refuses lib/store '^(record|network|agenda|register|statistics)/'
	refuses lib/record '^(network|agenda|register|statistics)/'
	refuses lib/network '^(agenda|register|statistics)/'
	refuses lib/agenda '^(network|register|statistics)/'
	refuses lib/register '^(network|agenda|statistics)/'
	refuses lib/statistics '^(network|agenda|register)/'
	refuses cmd '^(core|reference|tabular|store|record|network|agenda|register|statistics)/'
}

@test "programs include neither sqlite3.h nor csv.h, and tabular no sqlite3.h" {
	nowhere '^#[[:blank:]]*include <(sqlite3|csv|utf8proc|xxhash)\.h>' cmd
	nowhere '^#[[:blank:]]*include <sqlite3\.h>' lib/core lib/reference lib/tabular lib/record lib/network \
		lib/register lib/statistics
	nowhere '^#[[:blank:]]*include <csv\.h>' lib/core lib/reference lib/store lib/record lib/network \
		lib/register lib/statistics
}

@test "the library prints nothing, never exits, reads no environment" {
	nowhere '\b(printf|puts|putchar|perror|exit|abort|getenv|setlocale)\(' lib --include='*.c' --exclude=generate.c
}

@test "header, version script and exported symbols name the same functions" {
	header=$(grep -oE '\bhvk_[a-z0-9_]+\(' lib/hvk.h | tr -d '(' | sort -u)
	map=$(grep -oE '\bhvk_[a-z0-9_]+;' lib/libhvk.map | tr -d ';' | sort -u)
	# hvk_store_error() and the like are mentioned in comments too; the set is what counts.
	[ "$header" = "$map" ]
	exported=$(nm -D --defined-only "$build/libhvk.so.0" | awk '$2 == "T" { sub(/@.*/, "", $3); print $3 }' | sort -u)
	[ "$exported" = "$map" ]
}

@test "every public function is described in a manual page" {
	for name in $(grep -oE '\bhvk_[a-z0-9_]+;' lib/libhvk.map | tr -d ';'); do
		grep -qE "^\.Fn \"?[a-z_ *]*$name|^\.Fo $name|^\.Nm $name" man/*.3 || { echo "missing: $name"; return 1; }
	done
}

@test "every source file carries its licence" {
	# Not by git, which a tree out of a tarball does not have.
	missing=$(find Makefile .ci cmd completions lib man tests -type f \( -name '*.[ch]' -o -name '*.sh' -o -name '*.bash' \
		-o -name '*.bats' -o -name '*.mk' -o -name '*.sql' -o -name '*.mjs' -o -name Makefile -o -path .ci/run \) \
		-exec grep -L 'SPDX-License-Identifier: EUPL-1.2' {} +)
	[ -z "$missing" ] || { echo "without SPDX line: $missing"; return 1; }
}

@test "a program starts with the library beside it and needs no environment for it" {
	run env -i "$build/hvk-report" --version
	[ "$status" -eq 0 ]
	[[ $output == "hvk-report "* ]]
}

@test "an installation can be moved" {
	destination=$BATS_TEST_TMPDIR/root
	make -s install BUILD="$build" DESTDIR="$destination" PREFIX=/opt/hvk >/dev/null
	mv "$destination/opt/hvk" "$BATS_TEST_TMPDIR/elsewhere"
	run env -i "$BATS_TEST_TMPDIR/elsewhere/bin/hvk-register" --version
	[ "$status" -eq 0 ]
	[ -f "$BATS_TEST_TMPDIR/elsewhere/share/man/man1/hvk-register.1" ]
	[ -f "$BATS_TEST_TMPDIR/elsewhere/lib/pkgconfig/libhvk.pc" ]
}

@test "what was installed can be uninstalled" {
	destination=$BATS_TEST_TMPDIR/root
	make -s install BUILD="$build" DESTDIR="$destination" PREFIX=/usr >/dev/null
	make -s uninstall BUILD="$build" DESTDIR="$destination" PREFIX=/usr >/dev/null
	left=$(find "$destination" ! -type d)
	[ -z "$left" ] || { echo "left: $left"; return 1; }
}
