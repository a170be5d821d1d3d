#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# The manual and the README say what is: names are checked against the programs, both ways, and the examples are run.

load common.bash

setup() {
	hvk_setup
	man=$top/man
}

# ---- reading pages

# The lines of a section or subsection, by its title; a section without its subsections.
section() {
	awk -v title="$2" '/^\.S[hs] / { inside = substr($0, 5) == title; next } inside' "$man/$1"
}

# The names of the items of a list there: '.It Cm month' with Cm. One a line, sorted.
items() {
	section "$1" "$2" | sed -n "s/^\.It $3 *\([^ ]*\).*/\1/p" | sort
}

# The options that a page describes: section, letter, long name, and the kinds of records that they are for, where the
# description begins with them: 'Of partners and offers:', 'Of all but partners:' (in which case '!' stands before them).
page_options() {
	awk 'function flush(kinds) {
			if (option != "")
				print option "\t" kinds
			option = ""
		}
		/^\.S[hs] / { flush(""); title = substr($0, 5) }
		/^Of [a-z, ]*:$/ {
			kinds = substr($0, 4, length($0) - 4)
			gsub(/,| and/, "", kinds)
			sub(/^all but /, "!", kinds)
			flush(kinds)
		}
		{ flush("") }
		/^\.It Fl / {
			letter = ""; long = ""
			for (i = 2; i < NF; i++)
				if ($i == "Fl") {
					if ($(i + 1) ~ /^-/) long = substr($(i + 1), 2); else letter = $(i + 1)
				}
			option = title "\t" letter "\t" long
		}
		END { flush("") }' "$man/$1"
}

# The options of a verb, or with none those of all verbs: letter, long name.
program_options() {
	"$1" --dump-options | awk -F '\t' -v verb="$2" '$2 == verb && $4 != "" { print $5 "\t" $4 }' | sort
}

program_verbs() {
	"$1" --dump-options | awk -F '\t' '$2 != "" && $4 == "" { print $2 }'
}

# What a completion offers for the value of an option.
offered() {
	"$1" --complete "$2" "$3" '' | cut -f 1 | sort
}

# ---- names, both ways

# The verbs in the SYNOPSIS. Where several share their first word the others stand behind it: '.Cm add | set | list'.
synopsis_verbs() {
	section "$1.1" SYNOPSIS | awk '
		/^\.Cm .* \| / {
			for (i = 2; i <= NF; i += 2)
				print verb " " $i
			verb = ""
			next
		}
		verb != "" { print verb; verb = "" }
		/^\.Cm / { verb = substr($0, 5) }
		END { if (verb != "") print verb }' | sort
}

# The subsection that describes a verb: its own, or the one that 'offer add' shares with 'add'.
subsection_of() {
	if grep -qxF ".Ss $2" "$man/$1.1"; then
		echo "$2"
	else
		echo "${2##* }"
	fi
}

check_verbs() {
	local verb
	is "$(synopsis_verbs "$1")" "$(program_verbs "$1" | sort)" || return 1
	is "$(sed -n 's/^\.Ss \([a-z].*\)/\1/p' "$man/$1.1" | sort)" \
		"$(program_verbs "$1" | while read -r verb; do subsection_of "$1" "$verb"; done | sort -u)"
}

# The kind of records that a verb is about: in the plural of its first word where that is no verb by itself; as in the
# sections 'Columns of offers'. A verb may refer to one of those itself.
kind_of() {
	local kind
	kind=$(section "$1.1" "$(subsection_of "$1" "$2")" | sed -n 's/^\.Sx Columns of \([a-z]*\).*/\1/p')
	case $kind:$2 in
	:'person '*) echo people ;;
	:*' '*) echo "${2%% *}s" ;;
	:*) echo partners ;;
	*) echo "$kind" ;;
	esac
}

# What a page describes for a verb: the options in its subsection and in those that it refers to, as far as they are for
# that kind of records. 'Columns' means those of the kind; they are filters too, but for those named in 'Filters'.
described_options() {
	local program=$1 verb=$2 kind own
	own=$(subsection_of "$program" "$verb") kind=$(kind_of "$program" "$verb")
	{
		echo "$own"
		section "$program.1" "$own" | sed -n 's/^\.Sx \(.*[^ ,.;]\)[ ,.;]*$/\1/p' | grep -v '^Columns of'
	} | sort -u >wanted
	section "$program.1" Filters | sed -n 's/^\.Fl -\([a-z-]*\).*/\1/p' >no_filters
	awk -F '\t' -v kind="$kind" '
		FILENAME == "wanted" { wanted[$0]; next }
		FILENAME == "no_filters" { no_filter[$0]; next }
		$1 == "Columns of " kind && (("Columns" in wanted) || (("Filters" in wanted) && !($3 in no_filter))) {
			print $2 "\t" $3
		}
		!($1 in wanted) { next }
		$4 != "" && (index(" " $4 " ", " " kind " ") || index($4 " ", "!" kind " ") ? $4 ~ /^!/ : $4 !~ /^!/) { next }
		{ print $2 "\t" $3 }' wanted no_filters options | sort
}

check_options() {
	local program=$1 verb described
	page_options "$program.1" >options
	while read -r verb; do
		is "$verb:$(described_options "$program" "$verb")" "$verb:$(program_options "$program" "$verb")" || return 1
	done < <(program_verbs "$program")
	described=$(awk -F '\t' '$1 == "Common options" { print $2 "\t" $3 }' options | sort)
	is "$described" "$(program_options "$program" '')"
}

# Nothing is described where no verb looks for it, or for a kind of records that there is not.
check_places() {
	local allowed
	allowed=$(
		program_verbs "$1" | while read -r verb; do subsection_of "$1" "$verb"; done
		program_verbs "$1" | while read -r verb; do echo "Columns of $(kind_of "$1" "$verb")"; done
		printf '%s\n' Filters 'Listing records' Output 'Gemeenten of the network' 'Reading CSV' 'Common options'
	)
	is "$(page_options "$1.1" | cut -f 1 | sort -u | grep -vxF "$allowed")" '' || return 1
	is "$(page_options "$1.1" | cut -f 4 | tr -d '!' | tr ' ' '\n' | sort -u |
		grep -vxE 'partners|people|offers|agreements|houses|members|sessions|meetings|attendances|actions|milestones|')" ''
}

programs=(hvk-register hvk-report hvk-admin hvk-partner hvk-refer hvk-agenda)

@test "verbs are in the pages of their programs, both ways" {
	for program in "${programs[@]}"; do
		check_verbs "$program"
	done
}

@test "options are in the pages of their programs, both ways" {
	for program in "${programs[@]}"; do
		check_options "$program"
		check_places "$program"
	done
}

@test "columns are in hvk-csv(5), both ways" {
	is "$(items hvk-csv.5 Columns Cm)" "$(hvk-register list -c help | cut -d ' ' -f 1 | sort)"
}

# The headers that a section of hvk-csv(5) names: column, tab, header.
page_headers() {
	section hvk-csv.5 "${1:-Columns}" | awk '
		function flush(n, i, names) {
			sub(/\.$/, "", text)
			n = split(text, names, /, */)
			for (i = 1; i <= n; i++)
				print column "\t" names[i]
			text = ""
		}
		/^\./ && inside { flush(); inside = 0 }
		/^\.It Cm / { column = $3; next }
		/^\.Em Headers :/ { inside = 1; next }
		inside { text = text (text == "" ? "" : " ") $0 }
		END { if (inside) flush() }'
}

@test "headers that are accepted are in hvk-csv(5), and no others" {
	tr '\n\t' '  ' <"$top/lib/store/columns.c" | grep -o 'NAMES("[^}]*), *}' | sed 's/^NAMES("//; s/"), *}$//' |
		awk -F '", *"' '{ for (i = 2; i <= NF; i++) print $1 "\t" $i }' | sort >known
	[ "$(wc -l <known)" -gt 100 ]
	is "$(page_headers | sort)" "$(cat known)"
}

@test "each header in hvk-csv(5) is read as its column" {
	while IFS=$'\t' read -r column header; do
		printf '%s\n' month gemeente theme | grep -vx "$column" | paste -sd ';' >required
		printf '%s;%s\n' "$(cat required)" "$header" >sheet.csv
		does hvk-register import --show-dialect sheet.csv
		has "$out" ", $header=$column"
	done < <(page_headers)
}

# The types of records that files have: as the source and the page call them, and the program with its verb.
record_types='partner partners hvk-partner
person people hvk-partner person
offer offers hvk-partner offer
agreement agreements hvk-partner agreement
house houses hvk-partner house
membership members hvk-partner member
session sessions hvk-agenda session
meeting meetings hvk-agenda meeting
attendance attendance hvk-agenda attendance
action actions hvk-agenda action
milestone milestones hvk-agenda milestone'

@test "columns of records are in hvk-csv(5), both ways" {
	while read -r _ plural program verb; do
		is "$plural $(items hvk-csv.5 "Columns of $plural" Cm)" \
			"$plural $("$program" ${verb:+"$verb"} list -c help | cut -d ' ' -f 1 | sort)"
	done <<<"$record_types"
}

# The headers in the source: each column is PLAIN("name", form, traits, "nl", "en", "help", headers), where CODE has the
# name of a list instead of the form.
source_headers() {
	sed -n "/^static const struct hvk__record_column $1_columns/,/^};/p" "$top/lib/record/type.c" | tr '\n\t' '  ' |
		sed 's/\[HVK__/\n&/g' | sed -n 's/^.*= \([A-Z]*\)(\(.*\)), *.*$/\1 \2/p' | awk -F '"' '
		{ for (i = $1 ~ /^CODE/ ? 12 : 10; i <= NF; i += 2) print $2 "\t" $i }' | tr _ ' ' | sed 's/ \(.*\t\)/_\1/' | sort
}

@test "headers of records are in hvk-csv(5), and no others, and are read as their columns" {
	while read -r type plural program verb; do
		source_headers "$type" >known
		[ "$(wc -l <known)" -ge 7 ]
		is "$(page_headers "Columns of $plural" | sort)" "$(cat known)"
		while IFS=$'\t' read -r column header; do
			printf '%s;%s\n' "$column" "$header" >sheet.csv
			refuses 3 "$column" "$program" ${verb:+"$verb"} import -n sheet.csv </dev/null
			has "$err" "$header"
		done <known
	done <<<"$record_types"
}

@test "formats are in hvk-csv(5), both ways" {
	is "$(items hvk-csv.5 Formats Cm)" "$(offered hvk-register list --format)"
	# Tables have no ids, so that hvk-report(1) leaves them out.
	for program in "${programs[@]}"; do
		is "$program $(section "$program.1" Output | sed -n '/^\.It Fl f/,/^see/s/^\.Cm //p' | tr -cs a-z '\n' | sort | grep -vx ids)" \
			"$program $(offered hvk-register list --format | grep -vx ids)"
	done
}

@test "words for periods are in hvk-periods(7), both ways" {
	is "$(items hvk-periods.7 Words Cm)" "$(offered hvk-register list --period)"
}

@test "forms of periods in hvk-periods(7) are periods" {
	hvk-admin init -q
	for form in $(items hvk-periods.7 SYNOPSIS Cm) $(items hvk-periods.7 Forms Cm | grep -vx A..B); do
		does hvk-register list --period "$form"
	done
	is "$(items hvk-periods.7 Forms Cm | wc -l)" 6
}

@test "dimensions and measures are in hvk-report(1), both ways" {
	is "$(items hvk-report.1 Dimensions Cm)" "$(offered hvk-report table --by)"
	is "$(items hvk-report.1 Measures Cm)" "$(offered hvk-report table --measure)"
}

@test "keys of conditions are in the pages, both ways" {
	keys=$(sed -n '/^static const struct key keys/,/^};/s/.*{ "\([^"]*\)".*/\1/p' "$top/lib/store/filter.c" | sort)
	for page in hvk-register.1 hvk-report.1; do
		is "$(section "$page" Filters | sed -n '/^Keys are/,/^Operators/s/^\.Cm //p' | tr -cs 'a-z-' '\n' | sort)" "$keys"
	done
}

@test "exit statuses are in every page of a program, both ways" {
	known=$(hvk-register --help | sed -n '/^Exit status/,/^$/p' | grep -oE '(^|   ?)[0-9]+ ' | tr -d ' ')
	for page in hvk.7 "${programs[@]/%/.1}"; do
		is "$(section "$page" 'EXIT STATUS' | sed -n 's/^\.It //p')" "$known"
	done
}

@test "the environment is in every page of a program, both ways" {
	known=$(hvk-register --help | sed -n 's/^Environment: //p' | tr ' ' '\n' | sort)
	# What only an editor is started by.
	more=$(grep -o 'environment("[A-Z_]*")' "$top/cmd/common/record-edit.c" | cut -d '"' -f 2)
	# What only asking at a terminal is led by.
	asking=$(grep -o 'getenv("[A-Z_]*")' "$top/cmd/register-entry.c" | cut -d '"' -f 2)
	for page in hvk.7 "${programs[@]/%/.1}"; do
		case $page in
		hvk.7) is "$(items "$page" ENVIRONMENT Ev)" "$(printf '%s\n' "$known" LANGUAGE | sort -u)" ;;
		hvk-partner.1 | hvk-agenda.1) is "$(items "$page" ENVIRONMENT Ev)" "$(printf '%s\n' "$known" "$more" | sort -u)" ;;
		hvk-register.1) is "$(items "$page" ENVIRONMENT Ev)" "$(printf '%s\n' "$known" "$asking" | sort -u)" ;;
		*) is "$(items "$page" ENVIRONMENT Ev)" "$known" ;;
		esac
	done
}

# ---- examples

# The displays in EXAMPLES, as a reader sees them.
examples() {
	section "$1" EXAMPLES |
		awk '/^\.Bd -literal/ { inside = 1; next } /^\.Ed/ { inside = 0 } inside' |
		sed "s/\\\\(aq/'/g; s/\\\\(ti/~/g; s/\\\\(ha/^/g; s/\\\\(dq/\"/g; s/\\\\e/\\\\/g"
}

# The commands and output in the fenced displays of a Markdown file.
markdown_examples() {
	awk '/^```/ { inside = !inside && /console/; next } inside' "$1"
}

# Runs one command; where output is shown, it must be that, errors and all.
run_example() {
	local shown=$1 expected=$2 result=0
	bash -c "$shown" </dev/null >.example 2>&1 || result=$?
	if [ "$result" -ne 0 ]; then
		printf '$ %s\nends with %s:\n' "$shown" "$result"
		cat .example
		return 1
	fi
	if [ -n "$expected" ] && ! diff <(printf '%s\n' "$expected") <(sed 's/ *$//' .example); then
		printf '$ %s\ndoes not print what is shown\n' "$shown"
		return 1
	fi
}

# Runs commands, each with the output that is shown below it, in a home with sample files and no store but the default one.
run_examples() {
	local line shown='' expected='' count=0
	while IFS= read -r line; do
		if [[ $line == '$ '* ]]; then
			[ -z "$shown" ] || run_example "$shown" "$expected" || return 1
			shown=${line#??} expected='' count=$((count + 1))
		else
			expected+=${expected:+$'\n'}$line
		fi
	done
	[ -z "$shown" ] || run_example "$shown" "$expected" || return 1
	[ "$count" -gt 0 ]
}

sample_files() {
	unset HVK_DB
	cp "$data/questions/vragen-2026-excel-cp1252.csv" vragen.csv
	cp "$data/questions/vragen-2026-excel-utf16.txt" vragen-unicode.txt
	cp "$data/demo/regio-brugge.csv" .
	cp "$data"/network/*.csv "$data"/agenda/*.csv .
	chmod u+w ./*
}

sample_store() {
	hvk-admin init -q --region regio-brugge.csv
	hvk-register import -q vragen.csv
}

sample_network() {
	hvk-partner house import -q houses.csv
	hvk-partner import -q partners.csv
	hvk-partner person import -q persons.csv
	hvk-partner agreement import -q agreements.csv
	hvk-partner offer import -q offers.csv
	hvk-partner offer import -q funding.csv
	hvk-partner member import -q memberships.csv
}

@test "the examples of hvk(7) are true" {
	sample_files
	run_examples < <(examples hvk.7)
}

@test "the examples of hvk-register(1) are true" {
	sample_files
	run_examples < <(examples hvk-register.1)
}

@test "the examples of hvk-report(1) are true" {
	sample_files
	sample_store
	run_examples < <(examples hvk-report.1)
}

@test "the examples of hvk-admin(1) are true" {
	sample_files
	run_examples < <(examples hvk-admin.1)
}

@test "the examples of hvk-partner(1) are true" {
	sample_files
	run_examples < <(examples hvk-partner.1)
}

@test "the examples of hvk-agenda(1) are true" {
	sample_files
	sample_network
	run_examples < <(examples hvk-agenda.1)
}

@test "the examples of hvk-refer(1) are true" {
	sample_files
	sample_store
	sample_network
	run_examples < <(examples hvk-refer.1)
}

@test "the examples of hvk-csv(5) are true" {
	sample_files
	run_examples < <(examples hvk-csv.5)
}

@test "the examples of hvk-periods(7) are true" {
	sample_files
	sample_store
	run_examples < <(examples hvk-periods.7)
}

@test "the README is true" {
	sample_files
	run_examples < <(markdown_examples "$top/README.md")
}

@test "every program is in the table of the README and in hvk(7)" {
	built=$("$build"/hvk-register --version >/dev/null && cd "$build" && find . -maxdepth 1 -name 'hvk-*' -type f -perm -u+x | cut -c 3- | sort)
	is "$(sed -n 's/^| `\(hvk-[a-z]*\)`.*/\1/p' "$top/README.md" | sort)" "$built"
	is "$(section hvk.7 DESCRIPTION | sed -n 's/^\.It Xr \(hvk-[a-z]*\) 1/\1/p' | sort)" "$built"
}

# ---- the pages themselves

@test "mandoc finds nothing wrong in the pages" {
	for page in "$man"/*.[1357]; do
		does mandoc -Tlint -Wwarning "$page"
		is "$out$err" ''
	done
}

@test "the pages fit eighty columns, but for what programs print" {
	for page in "$man"/hvk*.[157]; do
		width=$(awk '/^\.Sh / { skip = /EXAMPLES/ } !skip' "$page" | mandoc -Tutf8 -Owidth=80 | col -bx | LC_ALL=C.UTF-8 wc -L)
		[ "$width" -le 80 ] || { echo "$page is $width columns wide"; return 1; }
	done
}

@test "references between the pages lead somewhere" {
	sed -n 's/^\.Xr \(hvk[-a-z]*\) \([0-9]\).*/\1.\2/p' "$man"/hvk*.[157] | sort -u >references
	while read -r page; do
		[ -f "$man/$page" ] || { echo "no page $page"; return 1; }
	done <references
	[ -s references ]
}

@test "installed pages can be read with man" {
	does make -C "$top" --no-print-directory BUILD="${build#"$top"/}" PREFIX="$BATS_TEST_TMPDIR/usr" install
	for page in "$man"/hvk*.[157]; do
		installed=$BATS_TEST_TMPDIR/usr/share/man/man${page##*.}/${page##*/}
		does env MANPAGER=cat PAGER=cat MANROFFOPT=-Tutf8 man -l "$installed"
		has "$out" "${page##*/hvk}" || has "$out" NAME
	done
}
