# SPDX-License-Identifier: EUPL-1.2
# Hostile input: what steers terminals, spreadsheets and Markdown; files that are none; closed descriptors; no memory.

load common

setup() {
	hvk_setup
}

# What a terminal would obey: an escape sequence, a C1 control, a right-to-left override, an isolate, a line separator.
evil=$'\e]0;x\a\e[31m\xc2\x9b31m\xe2\x80\xae\xe2\x81\xa6\xe2\x80\xa8\x7f'

# harmless TEXT: none of that is in it
harmless() {
	if LC_ALL=C grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]' <<<"$1"; then
		echo "would reach the terminal: $(cat -v <<<"$1")"
		return 1
	fi
}

# told_harmlessly STATUS COMMAND...: it fails so, with a message, which is harmless
told_harmlessly() {
	local wanted=$1
	shift
	try "$@"
	is "$status" "$wanted"
	[ -n "$err" ]
	harmless "$err"
	harmless "$out"
}

# What a command shows on a terminal.
on_terminal() {
	script -qec "$(printf '%q ' "$@")" /dev/null </dev/null | tr -d '\r'
}

# ---- terminals

@test "arguments come back harmless" {
	add -q
	told_harmlessly 2 hvk-report "$evil"
	told_harmlessly 2 hvk-report table "--$evil"
	told_harmlessly 2 hvk-report table --by "$evil"
	told_harmlessly 2 hvk-register list -f "$evil"
	told_harmlessly 2 hvk-register list -c "$evil"
	told_harmlessly 2 hvk-register list --period "$evil"
	told_harmlessly 4 hvk-register list --gemeente "$evil"
	told_harmlessly 4 hvk-register list --theme "$evil"
	told_harmlessly 2 hvk-register list --where "$evil=1"
	told_harmlessly 5 hvk-register list --db "$evil"
	told_harmlessly 7 hvk-register list -o "no/$evil.csv"
	told_harmlessly 2 hvk-register list --today "$evil"
	told_harmlessly 2 hvk-register list --lang "$evil"
	told_harmlessly 3 hvk-register add --month "$evil"
	told_harmlessly 4 hvk-register add --short "$evil"
	told_harmlessly 3 hvk-register add --gemeente Gent --theme slapen --desk "$evil"
	told_harmlessly 2 hvk-register show "$evil"
	try hvk-register --complete list --gemeente "$evil"
	harmless "$out$err"
}

@test "files come back harmless: names, headers, cells, batches" {
	printf 'maand,gemeente,thema\n2026-10,%s,slapen\n' "$evil" >"cel$evil.csv"
	told_harmlessly 3 hvk-register import "cel$evil.csv"
	told_harmlessly 3 hvk-report table --by theme "cel$evil.csv"
	printf 'maand,gemeente,thema,%s\n2026-10,Gent,slapen,x\n' "$evil" >kop.csv
	told_harmlessly 3 hvk-register import kop.csv
	printf 'maand,gemeente,thema,balie\n2026-10,Gent,slapen,%s\n' "$evil" >balie.csv
	told_harmlessly 3 hvk-register import balie.csv
	printf 'maand,gemeente,thema\n2026-10,Gent,slapen\n' >"naam$evil.csv"
	try hvk-register import "naam$evil.csv"
	harmless "$out$err"
	try hvk-register import --batch "b$evil" "naam$evil.csv"
	harmless "$out$err"
	try hvk-register import --show-dialect "naam$evil.csv"
	harmless "$err"
	try hvk-register undo
	harmless "$out$err"
}

@test "labels and regions are harmless on a terminal, and what is in error messages" {
	command -v script >/dev/null || skip "needs script"
	hvk-admin init -q
	printf 'list,code,label_nl,label_en\ntheme,kwaad,"Kwaad%s","Evil%s"\n' "$evil" "$evil" >codes.csv
	printf 'region,gemeente\n"streek%s",Gent\n' "$evil" >streken.csv
	try hvk-admin codes import codes.csv
	harmless "$err"
	try hvk-admin regions import streken.csv
	harmless "$err"
	hvk-register add -q --gemeente Gent --theme slapen --month 2026-10
	for format in table csv tsv jsonl rec md excel; do
		harmless "$(on_terminal hvk-admin codes list theme -f $format | sed 's/\x1b\[[0-9;]*m//g')"
		harmless "$(on_terminal hvk-admin regions list -f $format | sed 's/\x1b\[[0-9;]*m//g')"
		harmless "$(on_terminal hvk-report table --by region,theme --period 2026-10 -f $format --color never)"
	done
	harmless "$(on_terminal hvk-admin sql --color never "SELECT char(27) || '[31m' || char(155) || char(8238) || x'0708' AS a")"
	try hvk-admin sql "SELECT nothing AS \"$evil\" FROM code"
	harmless "$err"
}

# ---- spreadsheets and Markdown

@test "a formula is guarded in excel, and only there" {
	hvk-admin init -q
	for label in '=cmd()' '+1+1' '-2' '@SUM(A1)' $'\t=1'; do
		printf 'list,code,label_nl\ntheme,slapen,"%s"\n' "$label" >codes.csv
		try hvk-admin codes import -q codes.csv
		[ "$status" = 0 ] || continue
		label=${label#$'\t'} # blanks around a value are not kept
		has "$(hvk-admin codes list theme -f excel)" ";'$label;"
		has "$(hvk-admin codes list theme -f csv)" ",$label,"
		has "$(hvk-admin codes list theme -f jsonl)" "\"$label\""
	done
	has "$(hvk-admin sql "SELECT '=cmd()' AS a" -f excel)" $'\n'"'=cmd()"
	has "$(hvk-admin sql "SELECT -2 AS a, 1 AS b" -f excel)" $'\n-2;1'
	has "$(hvk-admin sql "SELECT 1 AS \"=kop()\"" -f excel)" "'=kop()"
	is "$(hvk-admin sql "SELECT '=cmd();\"x\"' AS a" -f excel | tail -1)" $'"\'=cmd();""x"""\r'
}

@test "Markdown stays a table" {
	hvk-admin init -q
	is "$(hvk-admin sql "SELECT 'a|b' AS x, '\`c\`' AS y, 'd' || char(10) || '# e' || char(13) || 'f' AS z, '<b>&*_[l](u)' AS w" -f md |
		tail -1)" '| a\|b | \`c\` | d; # e?f | \<b\>&\*\_\[l\](u) |'
	is "$(hvk-admin sql "SELECT 1 AS \"a|b\"" -f md | head -1)" '| a\|b |'
	is "$(hvk-admin sql "SELECT 'a' || char(9) || 'b' || char(10) || 'c' AS x" -f tsv | tail -1)" 'a b c'
	is "$(hvk-admin sql "SELECT 'a' || char(10) || 'b: c' AS x" -f rec | grep -c '^b:')" 0
	is "$(hvk-admin sql "SELECT 'a' || char(10) || '\"\\' || char(1) AS x" -f jsonl)" '{"x":"a\n\"\\\u0001"}'
}

# ---- files that are none

@test "a link is neither store nor output nor place for rejects" {
	add -q
	ln -s "$HVK_DB" store.db
	ln -s target.csv out.csv
	ln -s target.db copy.db
	refuses 5 "symbolic link" hvk-register list --db store.db
	refuses 5 "symbolic link" hvk-register add --db store.db --gemeente Gent --theme slapen
	refuses 5 "symbolic link" hvk-admin check --db store.db
	refuses 7 "symbolic link" hvk-register list -o out.csv
	refuses 7 "symbolic link" hvk-report table --by theme -o out.csv
	refuses 7 "symbolic link" hvk-admin backup copy.db
	printf 'maand,gemeente,thema\n2026-13,Gent,slapen\n' >fout.csv
	refuses 7 "symbolic link" hvk-register import --on-error skip --rejects out.csv fout.csv
	ln -s nowhere.db dangling.db
	refuses 5 "symbolic link" hvk-register add --db dangling.db --gemeente Gent --theme slapen
	[ ! -e target.csv ] && [ ! -e target.db ] && [ ! -e nowhere.db ]
}

@test "what is read is not written over: neither the store nor an input" {
	add -q
	printf 'maand,gemeente,thema\n2026-10,Gent,slapen\n2026-13,Gent,slapen\n' >in.csv
	printf 'maand,gemeente,thema\n2026-10,Brugge,eten\n' >more.csv
	cp "$HVK_DB" store.was
	cp in.csv in.was
	refuses 2 "test.db: expected another file, found the store itself" hvk-register list -f csv -o "$HVK_DB"
	refuses 2 "found the store itself" hvk-register export -f tsv -o "./${HVK_DB##*/}"
	refuses 2 "found the store itself" hvk-register template -f csv -o "$HVK_DB"
	refuses 2 "found the store itself" hvk-report month -f csv -o "$HVK_DB"
	refuses 2 "found the store itself" hvk-report table --by theme -f csv -o "$HVK_DB" more.csv
	refuses 2 "found the store itself" hvk-admin sql 'SELECT 1' -f csv -o "$HVK_DB"
	refuses 2 "found the store itself" hvk-register import --on-error skip --rejects "$HVK_DB" in.csv
	refuses 2 "./in.csv: expected another file, found one that is read" \
		hvk-register import --on-error skip --rejects ./in.csv more.csv in.csv
	refuses 2 "found one that is read" hvk-report table --by theme -o more.csv more.csv
	cmp "$HVK_DB" store.was
	cmp in.csv in.was
	env -u HVK_DB -u XDG_DATA_HOME -u HOME "$build/hvk-register" template -o more.csv
	has "$(cat more.csv)" maand
}

@test "a pipe, a device, a folder as store: at once 5" {
	mkfifo pipe
	mkdir folder
	for path in pipe /dev/zero /dev/null /dev/full folder; do
		[ -e "$path" ] || continue
		refuses 5 "$path: is " timeout 5 hvk-register list --db "$path"
		HVK_DB=$path refuses 5 "$path: is " timeout 5 hvk-register add --gemeente Gent --theme slapen
		HVK_DB=$path refuses 5 "$path: is " timeout 5 hvk-report table --by theme
		HVK_DB=$path refuses 5 "$path: is " timeout 5 hvk-admin check
		HVK_DB=$path does timeout 5 hvk-register --complete list --desk ""
	done
	add -q
	for path in pipe /dev/zero folder; do
		try timeout 5 hvk-admin restore "$path"
		is "$status" 5
		try timeout 5 hvk-admin merge "$path"
		is "$status" 5
	done
	is "$(hvk-register list | wc -l)" 2
}

# ---- descriptors

@test "closed standard input is input that cannot be read" {
	for words in "hvk-register import -" "hvk-register add --short -" "hvk-report table --by theme -" "hvk-admin codes import -" \
		"hvk-admin regions import -"; do
		try bash -c "$words <&-"
		[ "$status" = 3 ] || [ "$status" = 7 ] || { echo "$words: $status $err"; return 1; }
		[ -n "$err" ]
	done
}

@test "closed standard output is output that failed" {
	add -q
	for words in "hvk-register list" "hvk-register --help" "hvk-register --version" "hvk-register template" "hvk-report table --by theme" \
		"hvk-report month" "hvk-admin codes list" "hvk-admin sql 'SELECT 1'" "hvk-register list -f jsonl" "hvk-register export"; do
		try bash -c "$words >&-"
		[ "$status" = 7 ] || { echo "$words: $status $err"; return 1; }
	done
	# Nothing was to be printed, so nothing is lost.
	try bash -c 'hvk-register add -q --gemeente Gent --theme slapen <&- >&- 2>&-'
	is "$status" 0
	is "$(hvk-register list | wc -l)" 3
	try bash -c 'hvk-register list -o list.csv <&- >&- 2>&-'
	is "$status" 0
	is "$(wc -l <list.csv)" 3
	hvk-admin check
}

# limited TRAP KIB COMMAND: files may not grow beyond that; what is said goes through a pipe, as it may grow
limited() {
	bash -c "($1; ulimit -f $2; $3) 2>&1 | cat >&2; exit \${PIPESTATUS[0]}"
}

@test "a file that may not grow is output that failed, and leaves nothing" {
	hvk-register import -q "$data/questions/vragen-2026.csv"
	# With the signal and without.
	for trap in 'true' 'trap "" XFSZ'; do
		for size in 0 1 4 16; do
			try limited "$trap" $size "hvk-register list -o list.csv"
			is "$status" 7
			[ -n "$err" ]
		done
		try limited "$trap" 0 "hvk-register add -q --gemeente Gent --theme slapen"
		is "$status" 7
		try limited "$trap" 4 "hvk-register import -q --batch b --again '$data/questions/vragen-2026.csv'"
		is "$status" 7
	done
	is "$(ls -A | grep -v '^\.\(out\|err\)$' | sort | tr '\n' ' ')" "home share test.db "
	hvk-admin check
	is "$(hvk-register list | wc -l)" 641
}

# ---- modes

@test "what is made is for its owner, whatever the umask" {
	umask 000
	add -q
	hvk-register list -o list.csv
	hvk-admin backup copy.db
	printf 'maand,gemeente,thema\n2026-13,Gent,slapen\n2026-10,Gent,slapen\n' >fout.csv
	try hvk-register import --on-error skip --rejects rest.csv fout.csv
	for file in "$HVK_DB" list.csv copy.db rest.csv; do
		is "$file $(stat -c %a "$file")" "$file 600"
	done
	unset HVK_DB
	add -q
	is "$(stat -c %a "$XDG_DATA_HOME/hvk" "$XDG_DATA_HOME/hvk/hvk.db" | tr '\n' ' ')" "700 600 "
	umask 0777
	hvk-admin init -q --group --db group.db
	is "$(stat -c %a group.db)" 660
	umask 022
	# What is replaced keeps its mode.
	chmod 644 list.csv
	hvk-register list -o list.csv
	is "$(stat -c %a list.csv)" 644
}

# ---- memory

@test "a field of a gigabyte is refused in little memory" {
	[ -z "${HVK_SANITIZED:-}" ] || skip "sanitizers need more address space than that"
	for opening in '' '"'; do
		for words in "hvk-register import -" "hvk-report table --by theme -"; do
			try bash -c "ulimit -v 300000
				{ printf 'maand,gemeente,thema\n2026-10,%s' '$opening'; head -c 1000000000 /dev/zero | tr '\0' a; } |
				$words"
			is "$status" 3
			has "$err" "byte"
			[ ${#err} -lt 1000 ]
		done
	done
}

@test "a million cells, a million columns, a million commas" {
	{ echo maand,gemeente,thema; echo 2026-10,Gent,slapen; head -c 1000000 /dev/zero | tr '\0' ,; } >wide.csv
	try hvk-register import wide.csv
	is "$status" 3
	head -c 1000000 /dev/zero | tr '\0' , >header.csv
	try hvk-register import header.csv
	is "$status" 3
	[ ${#err} -lt 2000 ]
	try hvk-register list --gemeente "$(head -c 100000 /dev/zero | tr '\0' ,)"
	[ "$status" != 0 ] && [ "$status" -lt 128 ]
	try hvk-register add --short "$(head -c 100000 /dev/zero | tr '\0' x)"
	is "$status" 4
	[ ${#err} -lt 2000 ]
}
