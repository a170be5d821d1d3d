# SPDX-License-Identifier: EUPL-1.2
# hvk-register import: the same questions in five dialects, importing again, grown and mended files, and everything that is wrong in a file.

load common

setup() {
	hvk_setup
	questions=$data/questions
}

# csv LINE...: a file in.csv of these lines
csv() {
	printf '%s\n' "$@" >in.csv
}

rows() {
	hvk-register list -f ids "$@" | wc -l
}

# ---- dialects

@test "five dialects hold the same questions" {
	for file in vragen-2026.csv vragen-2026-excel-cp1252.csv vragen-2026-excel-utf8bom.csv vragen-2026-excel-sep.csv \
		vragen-2026-excel-utf16.txt; do
		does reg import -d "$file.db" "$questions/$file"
		has "$err" "640 new, 0 unchanged, 0 refused"
		reg list -d "$file.db" -c all,-id >"$file.list"
		cmp vragen-2026.csv.list "$file.list"
	done
	is "$(wc -l <vragen-2026.csv.list)" 641
}

@test "the same questions in another dialect are recognised" {
	does reg import "$questions/vragen-2026-excel-cp1252.csv"
	has "$err" "640 new"
	does reg import "$questions/vragen-2026-excel-utf16.txt"
	has "$err" "nothing new: the same 640 questions came in as batch 'vragen-2026-excel-cp1252'"
	is "$(rows)" 640
	does reg import --again "$questions/vragen-2026-excel-utf16.txt"
	has "$err" "640 new"
	is "$(rows)" 1280
}

@test "importing twice changes nothing; nor does a dry run" {
	does reg import -n "$questions/vragen-2026.csv"
	has "$err" "dry run: 640 new"
	[ ! -e "$HVK_DB" ]
	does reg import "$questions/vragen-2026.csv"
	reg list -c all >before
	does reg import "$questions/vragen-2026.csv"
	is "$(reg list -c all)" "$(cat before)"
	does reg import -n "$questions/vragen-2026.csv"
	is "$(rows)" 640
}

@test "a sheet that has grown adds its growth" {
	csv maand,gemeente,thema 2026-01,Gent,slapen 2026-01,Gent,slapen
	does reg import in.csv
	has "$err" "2 new, 0 unchanged"
	csv maand,gemeente,thema 2026-01,Gent,slapen 2026-02,Brugge,slapen 2026-01,Gent,slapen 2026-01,Gent,slapen
	does reg import in.csv
	has "$err" "2 new, 2 unchanged"
	is "$(rows)" 4
}

@test "--replace makes the file the truth for its desks and months" {
	csv maand,gemeente,thema,balie 2026-01,Gent,slapen,a 2026-01,Gent,pesten,a 2026-02,Gent,slapen,a
	does reg import in.csv
	reg add -q --month 2026-01 --gemeente Gent --theme slapen --desk b
	csv maand,gemeente,thema,balie 2026-01,Gent,slapen,a 2026-01,Brugge,slapen,a
	does reg import --replace in.csv
	has "$err" "1 new, 1 unchanged, 0 refused, 1 voided"
	is "$(reg list -c month,gemeente,desk,theme)" "month,gemeente,desk,theme
2026-01,31005,a,slapen
2026-01,44021,a,slapen
2026-01,44021,b,slapen
2026-02,44021,a,slapen"
}

@test "undo takes an import back" {
	does reg import "$questions/vragen-2026.csv"
	does reg undo
	has "$err" "640 taken out"
	is "$(rows)" 0
	does reg import "$questions/vragen-2026.csv"
	has "$err" "640 new"
}

@test "voided questions do not come back" {
	csv id,maand,gemeente,thema 1AGW000000001,2026-01,Gent,slapen
	csv maand,gemeente,thema 2026-01,Gent,slapen
	does reg import in.csv
	reg list -f ids >ids
	reg void -q --ids-from ids
	csv maand,gemeente,thema 2026-01,Gent,slapen 2026-01,Brugge,slapen
	does reg import in.csv
	has "$err" "1 new, 1 unchanged"
	is "$(reg list -c gemeente)" $'gemeente\n31005'
}

@test "standard input, several files, batches and ids from a column" {
	csv maand,gemeente,thema 2026-01,Gent,slapen
	does reg import --batch proef - <in.csv
	has "$err" "1 new"
	does reg import --batch proef in.csv
	has "$err" "0 new, 1 unchanged"
	refuses 3 "standard input:1" reg import - <<<'maand,gemeente,naam'
	cp in.csv other.csv
	echo 2026-02,Gent,pesten >>other.csv
	does reg import --batch ander other.csv
	refuses 2 "--batch names one file; found 2" reg import --batch x in.csv other.csv
	csv nr,maand,gemeente,thema 17,2026-03,Gent,slapen 18,2026-03,Gent,slapen
	does reg import --id-from nr in.csv
	has "$err" "2 new"
	csv nr,maand,gemeente,thema 18,2026-03,Gent,slapen
	does reg import --id-from nr --batch elders in.csv
	has "$err" "0 new, 1 unchanged"
}

@test "columns of another name, and columns to pass over" {
	csv 'Periode2,Plaatsje,Waar gaat het over,Opmerking' '2026-01,Gent,slapen,x'
	refuses 3 "in.csv:1:" reg import in.csv
	does reg import --map 'Periode2=month,Plaatsje=gemeente' --map 'Waar gaat het over=theme' --ignore-columns Opmerking in.csv
	is "$(reg list -c month,gemeente,theme)" $'month,gemeente,theme\n2026-01,44021,slapen'
	refuses 2 "" reg import --map 'Plaatsje=gemeentee' in.csv
	refuses 2 "" reg import --map Plaatsje in.csv
	csv gemeente,thema Gent,slapen
	does reg import --month 2026-05 --desk loket-west --batch b in.csv
	is "$(reg list --month 2026-05 -c desk,month)" $'desk,month\nloket-west,2026-05'
}

@test "declared dialects, and how a file was read" {
	printf 'maand^gemeente^thema\n2026-01^Gent^slapen\n' >in.csv
	does reg import --delimiter '^' in.csv
	is "$(rows)" 1
	refuses 2 "" reg import --delimiter ';;' in.csv
	refuses 2 "" reg import --encoding latin-9 in.csv
	refuses 2 "--date-order: expected dmy|mdy|ymd, found 'ydm'" reg import --date-order ydm in.csv
	does reg import --show-dialect "$questions/vragen-2026-excel-utf16.txt"
	has "$out" "vragen-2026-excel-utf16.txt: UTF-16LE, delimiter tab"
	is "$(rows)" 1
	csv datum,gemeente,thema 01/02/2026,Gent,pesten
	does reg import --date-order mdy --batch mdy in.csv
	is "$(rows --month 2026-01)" 2
	does reg import --batch dmy in.csv
	is "$(rows --month 2026-02)" 1
}

@test "Windows-1252 is recognised, and said" {
	printf 'maand;gemeente;thema\r\n2026-01;Li\350ge;slapen\r\n' >in.csv
	does reg import in.csv
	has "$err" "Windows-1252"
	is "$(reg list -c gemeente -f table | tail -n 1)" Luik
}

# ---- rows that are refused

@test "one row refused and nothing is written; place, expectation and finding are told" {
	csv maand,gemeente,thema 2026-01,Gent,slapen 2026-01,Gend,slapen 2026-01,Gent,slaapen
	refuses 3 "in.csv:3:2: gemeente: " reg import in.csv
	has "$err" "Gent"
	has "$err" "in.csv:4:3: theme: "
	is "$(rows 2>/dev/null)" 0
}

@test "--on-error skip writes the good rows; the rejects can be mended and imported" {
	csv maand,gemeente,thema 2026-01,Gent,slapen 2026-01,Gend,slapen '2026-01,Gent,"a,b"'
	try reg import --on-error skip --rejects bad.csv in.csv
	is "$status" 3
	has "$err" "1 new, 0 unchanged, 2 refused"
	is "$(head -n 1 bad.csv)" reason,maand,gemeente,thema
	has "$(cat bad.csv)" '"a,b"'
	is "$(wc -l <bad.csv)" 3
	sed -i 's/Gend/Gent/g; s/"a,b"/pesten/' bad.csv
	does reg import --batch in.csv --ignore-columns reason bad.csv
	has "$err" "2 new" || has "$err" "1 new, 1 unchanged"
	refuses 2 "--rejects needs --on-error skip" reg import --rejects bad.csv in.csv
	refuses 2 "--on-error: expected stop|skip" reg import --on-error continue in.csv
}

@test "what is personal is refused and not repeated" {
	for cell in 0471/23.45.67 jan@example.org 'BE68 5390 0754 7034' '85.07.30-033.28' 'Kerkstraat 12'; do
		csv maand,gemeente,thema,balie "2026-01,Gent,slapen,$cell"
		refuses 3 "in.csv:2:4: " reg import --on-error skip --rejects bad.csv in.csv || {
			is "$status" 3
		}
		[[ $err != *"$cell"* ]]
		has "$(cat bad.csv)" 'looks like'
		[[ $(cat bad.csv) != *"$cell"* ]]
	done
	[ "$(rows)" = 0 ]
}

@test "rows without required values, months that do not exist or are to come" {
	csv maand,gemeente,thema 2026-13,Gent,slapen
	refuses 3 "in.csv:2:1: month: " reg import in.csv
	csv maand,gemeente,thema 2027-01,Gent,slapen
	refuses 3 "in.csv:2:1: month: " reg import in.csv
	csv datum,gemeente,thema 31/09/2026,Gent,slapen
	refuses 3 "in.csv:2:1: month: " reg import in.csv
	csv datum,gemeente,thema 46296,Gent,slapen
	refuses 3 "in.csv:2:1: month: " reg import in.csv
	csv maand,gemeente,thema 2026-01,,slapen
	refuses 3 "in.csv:2" reg import in.csv
	csv maand,gemeente,thema 2026-01,Gent,
	refuses 3 "in.csv:2" reg import in.csv
	csv gemeente,thema Gent,slapen
	refuses 3 "month" reg import in.csv
}

@test "day and month contradict each other" {
	csv datum,gemeente,thema 03/04/2026,Gent,slapen 04/25/2026,Gent,slapen
	refuses 3 "in.csv:3" reg import in.csv
	has "$err" "date-order"
	[ ! -e "$HVK_DB" ] || is "$(rows)" 0
}

# ---- files that are wrong altogether

@test "ragged rows" {
	csv maand,gemeente,thema 2026-01,Gent,slapen,extra
	refuses 3 "in.csv:2" reg import in.csv
	csv maand,gemeente,thema,kanaal 2026-01,Gent
	refuses 3 "in.csv:2" reg import in.csv
}

@test "unterminated quote" {
	csv maand,gemeente,thema '2026-01,"Gent,slapen' 2026-01,Gent,slapen
	refuses 3 "in.csv:2" reg import in.csv
	has "$err" "quote"
}

@test "NUL bytes and invalid UTF-8" {
	printf 'maand,gemeente,thema\n2026-01,Gent,sla\0pen\n' >in.csv
	refuses 3 "in.csv:2" reg import in.csv
	has "$err" "NUL"
	printf 'maand,gemeente,thema\n2026-01,Gent,slapen\n2026-01,Gent,sla\xffpen\n' >in.csv
	refuses 3 "in.csv:3" reg import --encoding utf-8 in.csv
}

@test "a huge field, with and without quotes" {
	{ echo maand,gemeente,thema; printf '2026-01,Gent,"'; head -c 3000000 /dev/zero | tr '\0' x; echo '"'; } >in.csv
	refuses 3 "in.csv:2" reg import in.csv
	[ "${#err}" -lt 2000 ]
	{ echo maand,gemeente,thema; printf '2026-01,Gent,'; head -c 3000000 /dev/zero | tr '\0' x; echo; } >in.csv
	refuses 3 "in.csv:2" reg import in.csv
	[ "${#err}" -lt 2000 ]
}

@test "headers: twice the same, unknown, none" {
	csv maand,gemeente,thema,gemeente 2026-01,Gent,slapen,Gent
	refuses 3 "in.csv:1:4: " reg import in.csv
	csv maand,gemeente,thema,naam 2026-01,Gent,slapen,x
	refuses 3 "in.csv:1:4: " reg import in.csv
	has "$err" "ignore-columns"
	: >in.csv
	refuses 3 "in.csv" reg import in.csv
	printf '\n\n' >in.csv
	refuses 3 "in.csv" reg import in.csv
	csv 2026-01,Gent,slapen
	refuses 3 "in.csv:1" reg import in.csv
}

@test "a header alone is no questions" {
	csv maand,gemeente,thema
	does reg import in.csv
	has "$err" "0 new, 0 unchanged, 0 refused"
}

@test "a folder, a missing file, a device, another kind of file" {
	mkdir folder
	refuses 3 "folder: " reg import folder
	refuses 4 "none.csv: No such file or directory" reg import none.csv
	refuses 3 "/dev/null" reg import /dev/null
	printf 'PK\003\004 this is a zip archive, such as .xlsx\0\0\0' >in.xlsx
	refuses 3 "in.xlsx" reg import in.xlsx
}

@test "one bad file of two and neither is written" {
	csv maand,gemeente,thema 2026-01,Gent,slapen
	cp in.csv good.csv
	csv maand,gemeente,thema 2026-01,Gend,slapen
	refuses 3 "in.csv:2:2" reg import good.csv in.csv
	[ ! -e "$HVK_DB" ] || is "$(rows)" 0
}

@test "very many refused rows are not all printed, unless asked" {
	{ echo maand,gemeente,thema; for _ in $(seq 500); do echo 2026-01,Gend,slapen; done; } >in.csv
	refuses 3 "400 more refused; --verbose shows all" reg import in.csv
	[ "$(wc -l <<<"$err")" -lt 110 ]
	refuses 3 "in.csv:501:2" reg import -v in.csv
}

@test "a program that is ended leaves no temporary file, and nothing in the store" {
	mkfifo pipe
	hvk-register import --on-error skip --rejects bad.csv - <pipe 2>/dev/null &
	pid=$!
	exec 9>pipe
	echo maand,gemeente,thema >&9
	for _ in $(seq 100); do
		[ -z "$(find . -name '.hvk-*')" ] || break
		sleep 0.02
	done
	[ -n "$(find . -name '.hvk-*')" ]
	kill -TERM $pid
	try wait $pid
	is "$status" 143
	exec 9>&-
	is "$(find . -name '.hvk-*')" ""
	[ ! -e bad.csv ]
	is "$(rows)" 0
}

@test "a store that cannot be written" {
	csv maand,gemeente,thema 2026-01,Gent,slapen
	refuses 5 "" reg import -d folder/x.db in.csv
	echo "this is a text, not a store, long enough to be taken for neither" >text.db
	refuses 5 "text.db" reg import -d text.db in.csv
	refuses 7 "/rejects.csv: " reg import --on-error skip --rejects none/rejects.csv in.csv
}

@test "--replace and --on-error skip contradict one another" {
	refuses 2 '--replace needs --on-error stop' reg import --replace --on-error skip "$questions/vragen-2026.csv"
}

@test "a listing with labels, several answers among them, can be imported" {
	does add -q --month 2026-10 --answer info+folder+luisteren
	does reg list --labels -f csv -c all,-id,-voided -o labels.csv
	HVK_DB=other.db does reg import -q labels.csv
	is "$(HVK_DB=other.db reg list -f csv -c all,-id)" "$(reg list -f csv -c all,-id)"
}

@test "a refused row with too few cells or too many stays so in the rejects, and is refused again" {
	printf 'maand,gemeente,thema\n2026-10,Gent,slapen\n2026-10,Gent\n2026-10,Gent,slapen,telefoon\n' >ragged.csv
	refuses 3 '1 new' reg import --on-error skip --rejects rest.csv ragged.csv
	is "$(cut -d, -f2- rest.csv | grep -v reason | sed 's/^.*header has 3"*,//')" \
		"$(printf 'maand,gemeente,thema\n2026-10,Gent\n2026-10,Gent,slapen,telefoon')"
	refuses 3 'the header has' reg import rest.csv
	is "$(reg list -f csv -c theme | tail -n +2 | wc -l)" 1
}
