# SPDX-License-Identifier: EUPL-1.2
# Completions: what the programs offer, and that bash, zsh and fish put it in place.

load common

setup() {
	hvk_setup
}

# offers EXPECTED PROGRAM WORD...: the candidates without their help, one a line; nothing on standard error
offers() {
	local expected=$1 program=$2
	shift 2
	try "$program" --complete "$@"
	if [ "$status" != 0 ] || [ -n "$err" ] || [ "$(cut -f1 <<<"$out")" != "$expected" ]; then
		printf '%s: status %s, errors: %s\nfound:\n%s\nexpected:\n%s\n' "$program $*" "$status" "$err" "$out" "$expected"
		return 1
	fi
}

lines() {
	printf '%s\n' "$@"
}

# ---- what the programs offer

@test "kinds and columns of what is dated that are offered are those that there are" {
	hvk-partner add -q 'CLB Voorbeeld' >slug
	for kind in $(hvk-agenda --complete list --kind '' | cut -f 1); do
		does hvk-agenda list --kind "$kind" -f csv
		kinds+=" $kind"
	done
	is "$kinds" ' session meeting action milestone agreement'
	is "$(hvk-agenda --complete list -c '' | cut -f 1 | grep -vx -e all -e help | paste -sd ,)" \
		"$(hvk-agenda list -c all -f csv)"
}

@test "verbs, and the second words of those that have two" {
	offers "$(lines table chart month year network coverage gaps referrals activities phases completeness diff protect publish)" hvk-report ""
	offers month hvk-report m
	offers codes hvk-admin co
	offers "$(lines retire rename)" hvk-admin codes re
	# A verb that is one by itself too.
	offers "$(lines plan list show verify withdraw)" hvk-report publish ""
	offers list hvk-report publish li
	offers "" hvk-report publish -n li
	offers --reason hvk-report publish withdraw --re
	offers "" hvk-report x
}

@test "options of the verb and common ones, long ones by their beginning" {
	offers --by hvk-report table --by
	offers --across hvk-report table --ac
	offers "" hvk-report month --ac
	offers --wait hvk-admin codes list --wa
	offers "$(lines --verbose --version)" hvk-report --ver
	has "$(hvk-report --complete table --)" $'--by\t'
}

@test "values: gemeenten, codes, columns, dimensions, measures, periods, formats" {
	offers oostrozebeke hvk-report month --gemeente oostr
	offers sint-niklaas hvk-register list --gemeente sint-ni
	offers gedrag.driftbuien hvk-register add --theme gedrag.drift
	offers schoolyear hvk-report table --by schooly
	offers per-1000 hvk-report table --measure per
	offers last-month hvk-register list --period last-m
	offers "$(lines csv)" hvk-register list -f c
	offers "$(lines dmy)" hvk-register import --date-order d
	offers desk hvk-register list -c des
}

@test "values behind a comma, a sign, an equals sign" {
	offers month,gemeente hvk-report table --by month,gem
	offers slapen.inslapen,gedrag.driftbuien hvk-register list --theme slapen.inslapen,gedrag.drift
	offers +desk hvk-register list -c +des
	offers -desk hvk-register list -c -des
	offers month,-desk hvk-register list -c month,-des
	offers --by=month,gemeente hvk-report table --by=month,gem
	offers --gemeente=sint-niklaas hvk-register list --gemeente=sint-ni
}

@test "files and folders are left to the shell" {
	offers :file hvk-report table --output ""
	offers :file hvk-report table --output=x
	offers :file hvk-register import vra
	offers :file hvk-register --db ""
}

@test "settings, to be given a value" {
	offers "$(lines retention= public-folder= collected-since=)" hvk-admin settings ""
	offers retention= hvk-admin settings collected-since=2026-01 re
	offers :directory hvk-admin settings public-folder=
	offers :directory hvk-admin settings public-folder ""
	offers "" hvk-admin settings retention=
	offers "" hvk-admin settings retention ""
	has "$(hvk-admin --complete settings re)" $'retention=\t'
}

@test "desks and regions of the store, the one that --db names too" {
	add --desk loket-noord -q
	add --desk loket-zuid -q
	offers "$(lines loket-noord loket-zuid)" hvk-register list --desk lok
	mv "$HVK_DB" elsewhere.db
	offers loket-zuid hvk-register --db elsewhere.db list --desk loket-z
	offers "" hvk-register list --desk lok
}

@test "slugs of records, as operands, values and conditions; of people nothing but what they do" {
	hvk-partner add -q 'CLB Voorbeeld' >slug
	hvk-partner add -q 'CKG Voorbeeld' >slug
	hvk-partner person add -q 'Fien Fictief' --partner clb-voorbeeld --function onthaal >slug
	hvk-partner offer add -q Gesprek --partner clb-voorbeeld >slug
	hvk-partner agreement add -q --partner clb-voorbeeld --type erkenning >slug
	hvk-partner house add -q brugge >slug
	hvk-partner member add -q --partner clb-voorbeeld --house brugge --role core >slug
	offers "$(lines ckg-voorbeeld clb-voorbeeld)" hvk-partner show c
	offers "$(lines ckg-voorbeeld clb-voorbeeld)" hvk-partner merge ''
	offers clb-voorbeeld hvk-partner offer add --partner cl
	offers ckg-voorbeeld,clb-voorbeeld hvk-partner offer list --partner ckg-voorbeeld,cl
	offers clb-voorbeeld-gesprek hvk-partner offer show ''
	offers clb-voorbeeld-erkenning hvk-partner offer set --agreement ''
	offers brugge hvk-partner house show ''
	offers clb-voorbeeld-brugge hvk-partner member end ''
	offers clb-voorbeeld-onthaal hvk-partner person edit ''
	is "$out" $'clb-voorbeeld-onthaal\tonthaal'
	offers clb-voorbeeld hvk-partner list --slug cl
	offers "" hvk-partner add --slug cl
}

@test "values of records: codes of lists with other names, columns of the type, yes and no, what is added" {
	offers opvoedingswinkel hvk-partner add --type opvoedingsw
	offers erkenning hvk-partner agreement add --type erk
	offers clb hvk-partner offer list --partner-type clb
	offers waiting_days hvk-partner offer list -c wait
	offers +waiting_days hvk-partner offer list -c +wait
	offers amount_cents hvk-partner due --sort am
	offers "$(lines yes no)" hvk-partner add --everywhere ''
	offers --name hvk-partner add --everywhere --na
	offers +oostkamp hvk-partner set --gemeente +oostk
	offers -oostkamp hvk-partner set --gemeente -oostk
	offers --gemeente=-oostkamp hvk-partner set --gemeente=-oostk
	offers "$(lines csv tsv jsonl rec hsds)" hvk-partner export -f ''
	offers "$(lines add set list show edit end remove import export verify)" hvk-partner offer ''
	offers add hvk-partner member a
}

@test "a desk is one of the store, or a partner that may become one" {
	hvk-partner add -q 'Loket Noord' >slug
	add --desk loket-zuid -q
	offers "$(lines loket-zuid loket-noord)" hvk-register add --desk lok
	offers "$(lines loket-zuid loket-noord)" hvk-register import --desk lok
	offers loket-zuid hvk-register list --desk lok
	add --desk loket-noord -q
	offers "$(lines loket-zuid loket-noord)" hvk-register list --desk lok
	offers "$(lines loket-zuid loket-noord)" hvk-register add --desk lok
}

@test "a store that is not there, or is none, does not disturb" {
	offers table hvk-report ta
	offers gedrag.driftbuien hvk-register add --theme gedrag.drift
	echo "not a store" >"$HVK_DB"
	offers "" hvk-register list --desk lok
	offers sint-niklaas hvk-register list --gemeente sint-ni
	HVK_DB=/dev/zero offers "" hvk-register list --desk lok
	[ ! -e "$XDG_DATA_HOME/hvk" ]
}

# ---- the shells

# bash_offers EXPECTED WORD...: what the shipped function puts into COMPREPLY, the words cut as bash does
bash_offers() {
	local expected=$1 found
	shift
	found=$(bash --norc -c '
		source "$1"
		shift
		compopt() { :; }
		function_name=$(complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		"$function_name"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$build/completions/hvk.bash" "$@" 2>&1)
	is "$found" "$expected"
}

@test "bash completes" {
	bash_offers gemeente hvk-report table --by gem
	bash_offers "$(lines retire rename)" hvk-admin codes re
	bash_offers gemeente hvk-report table --by = gem
	bash_offers "$(lines oostende oosterzele)" hvk-register list --gemeente = ooste
	bash_offers "$(hvk-report --complete table --format "" | cut -f1)" hvk-report table --format =
	bash_offers "" hvk-register import vra
	bash_offers retention= hvk-admin settings ret
	bash_offers "" hvk-admin settings retention = 1
	for program in hvk-partner hvk-register hvk-report hvk-admin; do
		bash --norc -c 'source "$1"; complete -p "$2"' bash "$build/completions/hvk.bash" $program
	done
}

@test "bash completes at a prompt" {
	command -v python3 >/dev/null || skip "needs python3 for a terminal"
	touch vragen.csv
	python3 - "$build/completions/hvk.bash" <<'PYTHON' >typed
import os, pty, select, sys, time

def read(fd, until, seconds=10):
    data, end = b"", time.time() + seconds
    while until not in data and time.time() < end:
        if select.select([fd], [], [], 0.1)[0]:
            try:
                data += os.read(fd, 4096)
            except OSError:
                break
    return data

pid, fd = pty.fork()
if pid == 0:
    os.environ.update(PS1="ready> ", TERM="dumb", INPUTRC="/dev/null")
    os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
read(fd, b"ready> ")
os.write(fd, b"source " + sys.argv[1].encode() + b"\n")
read(fd, b"\nready> ")
for line, answer in ((b"echo; hvk-report table --by=gem\t", b"gemeente"), (b"hvk-register import vra\t", b"vragen.csv"),
                     (b"hvk-register list --gemeente sint-ni\t", b"sint-niklaas"), (b"hvk-report mon\t", b"month")):
    os.write(fd, line)
    print(answer.decode(), answer in read(fd, answer, 5))
    os.write(fd, b"\x15")
    time.sleep(0.05)
os.write(fd, b"exit\n")
PYTHON
	is "$(cat typed)" "$(lines "gemeente True" "vragen.csv True" "sint-niklaas True" "month True")"
}

@test "zsh completes" {
	command -v zsh >/dev/null || skip "no zsh"
	mkdir -p functions publiek
	cp "$build/completions/_hvk" functions/
	touch vragen.csv
	cat >harness.zsh <<-'ZSH'
		zmodload zsh/zpty
		# What a line becomes after a tab: asked for once the shell is there, waited for as long as it takes.
		integer lines=0
		tab() {
			local line screen
			zpty shell zsh -f -i
			zpty -w shell "PS1='ready''> ' fpath=($PWD/functions \$fpath); autoload -Uz compinit && compinit -u -d $PWD/dump; bindkey '^I' complete-word; bindkey '^X' accept-line; setopt no_beep; show() { print -r -- \"<\$BUFFER>\" >>$PWD/found; }; zle -N show; bindkey '^T' show"
			zpty -r shell screen '*ready> *'
			zpty -w -n shell "$1"$'\t'$'\x14'
			((++lines))
			repeat 200; do
				[[ -e found && $(wc -l <found) -ge $lines ]] && break
				sleep 0.1
			done
			zpty -d shell
		}
		for line in 'hvk-report table --by gem' 'hvk-report table --by=month,gem' 'hvk-admin codes ren' \
			'hvk-register list --gemeente sint-ni' 'hvk-register import vra' 'hvk-report table --output=vra' \
			'hvk-admin settings retent' 'hvk-admin settings public-folder=pub'; do
			tab $line
		done
	ZSH
	zsh -f harness.zsh >/dev/null 2>zsh.err || { cat zsh.err; return 1; }
	is "$(sed 's/ *>$/>/' found)" "$(lines '<hvk-report table --by gemeente>' '<hvk-report table --by=month,gemeente>' \
		'<hvk-admin codes rename>' '<hvk-register list --gemeente sint-niklaas>' '<hvk-register import vragen.csv>' \
		'<hvk-report table --output=vragen.csv>' '<hvk-admin settings retention=>' \
		'<hvk-admin settings public-folder=publiek/>')"
}

# fish_offers EXPECTED LINE
fish_offers() {
	is "$(fish --no-config -c "source $build/completions/hvk.fish; complete -C '$2'" 2>&1 | cut -f1)" "$1"
}

@test "fish completes" {
	command -v fish >/dev/null || skip "no fish"
	touch vragen.csv
	fish_offers gemeente 'hvk-report table --by gem'
	fish_offers --by=month,gemeente 'hvk-report table --by=month,gem'
	fish_offers "$(lines rename retire)" 'hvk-admin codes re'
	fish_offers sint-niklaas 'hvk-register list --gemeente sint-ni'
	fish_offers vragen.csv 'hvk-register import vra'
	fish_offers --output=vragen.csv 'hvk-report table --output=vra'
	mkdir -p publiek
	fish_offers public-folder=publiek/ 'hvk-admin settings public-folder=pub'
}

@test "which programs there are stands in one place" {
	programs=$(sed -n 's/^programs += //p' "$top/cmd/local.mk")
	has "$programs" "hvk-partner hvk-register"
	# shellcheck disable=SC2086
	is "$(grep -lwF "$(lines $programs)" "$top"/completions/*)" ''
	for shell in _hvk hvk.bash hvk.fish; do
		has "$(cat "$build/completions/$shell")" "$programs"
	done
}
