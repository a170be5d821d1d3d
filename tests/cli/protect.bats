# SPDX-License-Identifier: EUPL-1.2
# hvk-report protect: tables of counts in, the same with small counts protected out.
#
# HVK_GOLDEN=write bats tests/cli/protect.bats writes the golden files anew; look at what changed.

load common

setup() {
	hvk_setup
	tables=$data/protect
	cat >h.csv <<-'EOF'
		dim,parent,child,set
		gemeente,west,brugge,
		gemeente,west,oostende,
		gemeente,west,torhout,
		gemeente,alle,brugge,
		gemeente,alle,oostende,
		gemeente,alle,torhout,
		gemeente,alle,gent,
		thema,samen,slapen,
		thema,samen,voeding,
		thema,samen,spelen,
	EOF
	cat >t.csv <<-'EOF'
		thema,gemeente,aantal,nota
		slapen,brugge,12,
		voeding,brugge,2,klein
		spelen,brugge,2,klein
		samen,brugge,16,
		slapen,oostende,7,
		voeding,oostende,2,
		spelen,oostende,2,
		samen,oostende,11,
		slapen,gent,21,
		voeding,gent,14,
		spelen,gent,33,
		samen,gent,68,
		slapen,alle,40,
		voeding,alle,18,
		spelen,alle,37,
		samen,alle,95,
	EOF
}

# golden NAME COMMAND...: its output is that file
golden() {
	local file=$data/golden/protect/$1
	shift
	does "$@"
	if [ "${HVK_GOLDEN:-}" = write ]; then
		printf '%s\n' "$out" >"$file"
	else
		is "$out" "$(cat "$file")"
	fi
}

protect() {
	hvk-report protect --hierarchy h.csv --count aantal --ignore-columns nota "$@"
}

# How many cells have a status: tally NAME <CSV of -n
tally() {
	awk -F, -v name="$1" '$1 == name { print $2 }'
}

@test "every format" {
	golden small.csv protect t.csv
	golden small.table protect t.csv -f table
	golden small.md protect t.csv -f md
	golden small-en.md protect t.csv -f md --lang en
	golden small.jsonl protect t.csv -f jsonl
	golden small.tsv protect t.csv -f tsv
	golden small.rec protect t.csv -f rec
	golden loss.csv protect t.csv -n
	golden loss.md protect t.csv -n -f md
	does protect t.csv -f html
	has "$out" '<td class="number">x</td>' || has "$out" '>x<'
	[[ $out != *'>2<'* ]]
	does protect t.csv -o t.xlsx
	is "$(head -c 2 t.xlsx)" PK
	refuses 2 "protect cannot be written as ids" protect t.csv -f ids
}

@test "rows as they were read, then those that the table does not have; nothing of other columns" {
	does protect t.csv
	has "$err" "3 rows were added that the table does not have"
	is "$(head -1 <<<"$out")" gemeente,thema,aantal,status
	is "$(cut -d, -f1,2 <<<"$out" | sed -n '2,17p')" "$(awk -F, 'NR > 1 { print $2 "," $1 }' t.csv)"
	is "$(sed -n '18,$p' <<<"$out" | cut -d, -f1,2)" "torhout,slapen
torhout,voeding
torhout,spelen"
	[[ $out != *klein* ]]
	does protect t.csv --totals -q
	is "$(sed -n '18,$p' <<<"$out" | wc -l)" 8
	is "$err" ""
	does protect t.csv -v -o out.csv
	has "$err" "19 cells, "
}

@test "what is hidden has no count, and one mark" {
	does protect t.csv -q
	is "$(awk -F, 'NR > 1 && ($4 == "x") != ($3 == "")' <<<"$out")" ""
	has "$out" 'brugge,voeding,,x'
	is "$(grep -c ',x$' <<<"$out")" 4
	[[ $(grep -v ',x$' <<<"$out" | cut -d, -f4 | sort -u) == ok*status ]]
}

@test "from a pipe, either of the two" {
	does protect -q <t.csv
	cp "$BATS_TEST_TMPDIR/.out" one.csv
	does protect -q - <t.csv
	cmp "$BATS_TEST_TMPDIR/.out" one.csv
	does hvk-report protect -q --hierarchy - --count aantal --ignore-columns nota t.csv <h.csv
	cmp "$BATS_TEST_TMPDIR/.out" one.csv
	refuses 2 "only one of the two can be standard input" hvk-report protect --hierarchy - <t.csv
	refuses 2 "name the file that tells what the totals consist of: --hierarchy FILE" hvk-report protect t.csv
}

@test "as a spreadsheet saves it" {
	does protect -q t.csv
	cp "$BATS_TEST_TMPDIR/.out" one.csv
	{ printf '\357\273\277sep=;\r\n'; tr ',' ';' <t.csv | sed 's/$/\r/'; } >excel.csv
	{ printf '\357\273\277'; tr ',' ';' <h.csv | sed 's/$/\r/'; } >excel-h.csv
	does hvk-report protect -q --hierarchy excel-h.csv --count Aantal --ignore-columns Nota excel.csv
	is "$(sed 1d <<<"$out")" "$(sed 1d one.csv)"
}

@test "what comes out can be checked and protected again" {
	does protect -q t.csv
	cp "$BATS_TEST_TMPDIR/.out" out.csv
	# The same again, now as published before: nothing changes.
	paste -d, <(cut -d, -f1,2 out.csv) <(awk -F, 'NR == FNR { if (FNR > 1) n[$2 "," $1] = $3; next }
		{ print (FNR == 1 ? "aantal" : n[$1 "," $2] + 0) }' t.csv out.csv) <(cut -d, -f4 out.csv) >again.csv
	does hvk-report protect -q --hierarchy h.csv --count aantal again.csv
	is "$out" "$(cat out.csv)"
	# Without the counts of what is hidden it cannot be.
	refuses 3 "hvk-report: out.csv:3:3: aantal: the count of a hidden cell has to be given" \
		hvk-report protect --hierarchy h.csv --count aantal out.csv
}

@test "a limit, zeros, dimensions by name" {
	does protect -n --min-cell 3 t.csv
	is "$(tally hidden-small <<<"$out")" 4
	does protect -n --min-cell 8 t.csv
	is "$(tally hidden-small <<<"$out")" 5
	does protect -n --zeros protect t.csv
	is "$(tally hidden-small <<<"$out")" 7
	does protect -q --dims thema,gemeente t.csv
	is "$(head -2 <<<"$out")" "thema,gemeente,aantal,status
slapen,brugge,12,ok"
	refuses 2 "min-cell: expected 3 to 1000, found 2" protect --min-cell 2 t.csv
	refuses 2 "zeros" protect --zeros hide t.csv
}

@test "the shared tables: all small counts, and few others" {
	for name in A B; do
		does hvk-report protect --count aantal --hierarchy "$tables/hvk$name.hier.csv" "$tables/hvk$name.truth.csv" -n
		[ "$name" = A ] && small=251 most=75
		[ "$name" = B ] && small=3904 most=450
		is "$(tally hidden-small <<<"$out")" "$small"
		[ "$(tally hidden-for-others <<<"$out")" -le "$most" ]
	done
	does hvk-report protect --count aantal --hierarchy "$tables/hvkA.hier.csv" "$tables/hvkA.truth.csv"
	cp "$BATS_TEST_TMPDIR/.out" out.csv
	is "$(awk -F, 'NR > 1 && $4 == "ok" && $3 > 0 && $3 < 5' out.csv)" ""
	# What is shown is what was counted.
	is "$(paste -d, "$tables/hvkA.truth.csv" out.csv | awk -F, '$7 == "ok" && $3 != $6 || $1 != $4 || $2 != $5')" ""
}

@test "a file appears whole or not at all" {
	echo old >out.csv
	sed 's/^samen,gent,68/samen,gent,67/' t.csv >wrong.csv
	refuses 3 "hvk-report: wrong.csv:13: gemeente gent, thema samen: expected the sum of its leaves, 68, found 67" \
		protect wrong.csv -o out.csv
	is "$(cat out.csv)" old
	does protect t.csv -o out.csv -q
	is "$(head -1 out.csv)" gemeente,thema,aantal,status
}

@test "errors say where" {
	refuses 3 "hvk-report: t.csv:1:4: unknown column 'nota'; known are gemeente, thema, aantal, status" \
		hvk-report protect --hierarchy h.csv --count aantal t.csv
	refuses 3 "hvk-report: t.csv:1: expected a column count, found none" \
		hvk-report protect --hierarchy h.csv t.csv --ignore-columns nota,aantal
	sed 's/spelen,gent/spellen,gent/' t.csv >wrong.csv
	refuses 3 "hvk-report: wrong.csv:12:1: thema: unknown 'spellen'; did you mean 'spelen'?" protect wrong.csv
	echo 'gemeente,torhout,west,' >>h.csv
	refuses 3 "hvk-report: h.csv:12: gemeente: 'west' is, through its children, a child of itself" protect t.csv
	printf 'dim,parent,child\na,b,c\nb,b,c\nc,b,c\nd,b,c\n' >h.csv
	refuses 3 "hvk-report: h.csv:5:1: expected at most 3 dimensions, found more" protect t.csv
	refuses 2 "expected at most 3 dimensions, found more" protect --dims a,b,c,d t.csv
	refuses 4 "nowhere.csv" protect nowhere.csv
	: >h.csv
	refuses 3 "h.csv" protect t.csv
}

@test "what cannot be protected any more names the cell" {
	cat >t.csv <<-'EOF'
		gemeente,thema,aantal,status
		brugge,slapen,9,ok
		oostende,slapen,3,
		torhout,slapen,0,ok
		gent,slapen,20,ok
		alle,slapen,32,ok
	EOF
	refuses 3 "hvk-report: t.csv:3: gemeente oostende, thema slapen: the cell cannot be protected, since " \
		hvk-report protect --hierarchy h.csv --count aantal t.csv
}

@test "three dimensions, two sets over one of them, as hvk-report table counts them" {
	hvk-register import -q "$data/questions/vragen-2026.csv"
	hvk-report table --by gemeente,theme-group,month --totals -p 2026 -f csv >t.csv
	# Every code is part of the total; months also of quarters.
	awk -F, 'NR == 1 { print "dim,parent,child,set"; for (i = 1; i <= 3; i++) name[i] = $i; next }
		{ for (i = 1; i <= 3; i++) if ($i != "total" && !seen[i, $i]++) {
			print name[i] ",total," $i ","
			if (i == 3) {
				q = "2026-Q" int((substr($i, 6) + 2) / 3)
				if (!seen[i, q]++) print name[i] ",total," q ",quarters"
				print name[i] "," q "," $i ","
			}
		} }' t.csv >h.csv
	does hvk-report protect --hierarchy h.csv --count questions --totals -q - <t.csv
	is "$(awk -F, 'NR > 1 && $5 == "ok" && $4 > 0 && $4 < 5' <<<"$out")" ""
	has "$out" 'total,total,2026-Q1,'
	rows=1
	for column in 1 2 3; do
		rows=$((rows * ($(cut -d, -f $column t.csv | sed 1d | sort -u | wc -l) + (column == 3 ? 4 : 0))))
	done
	is "$(wc -l <<<"$out")" $((rows + 1))
	# All that is large is shown, and of a table of small counts nothing but zeros.
	awk -F, -v OFS=, 'NR > 1 { $4 *= 5 } 1' t.csv >large.csv
	does hvk-report protect --hierarchy h.csv --count questions -n large.csv
	is "$(awk -F, '$1 != "published" && NR > 1 { n += $2 } END { print n }' <<<"$out")" 0
	printf 'gemeente,theme-group,month,questions\n31003,slapen,2026-01,1\n' >small.csv
	does hvk-report protect --hierarchy h.csv --count questions --totals --zeros protect -q small.csv
	is "$(sed 1d <<<"$out" | cut -d, -f4,5 | sort -u)" ,x
}

@test "no store is needed, and none is made" {
	does protect t.csv -q
	does protect t.csv -q -n
	is "$err" ''
	[ ! -e "$HVK_DB" ]
}
