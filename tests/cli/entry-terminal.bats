#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Entry at the desk at a terminal: keys, what the screen shows, and the terminal afterwards.

load common.bash

setup() {
	hvk_setup
	export TERM=xterm
	unset ACCESSIBLE
}

# types STEP...: the steps of terminal.py, at hvk-register add with $options. What it prints goes to $out.
types() {
	# shellcheck disable=SC2086 # words on purpose
	does "$BATS_TEST_DIRNAME/terminal.py" -k ids ${columns:+-c $columns} "$@" -- hvk-register add $options
}
options=

stored() {
	hvk-register list -c gemeente,desk,channel,asker,age,theme,kind,severity,answer -f csv | tail -n +2
}

first=('?Gemeente: ' 'gent\n' '?Kanaal: ' 't' '?Vrager: ' '\n' '?Leeftijd: ' '\n' '?Thema: ' 'a' '?Soort: ' '\n'
	'?Ernst: ' '\n' '?Antwoord: ' '\n' '?Gemeente [')

@test "a standard question takes at most 10 keys" {
	types "${first[@]}" '\n' '?Kanaal [' '\n' '?Vrager: ' m '?Leeftijd: ' b '?Thema: ' g '?hele groep]: ' i '?Soort: ' i \
		'?Ernst: ' a '?Antwoord: ' i '?gegeven]: ' '\n' '?Bewaard' '?Gemeente [' '\x04'
	is "$(stored | tail -n 1)" 44021,,telefoon,moeder,3-5,gedrag.driftbuien,inhoudelijk,alledaags,info
	# The first question took 5 keys for the gemeente, 1 for the channel, 1 for the theme and 5 times Enter; then Ctrl-D.
	is "$(sed -n 's/^keys //p' <<<"$out")" $((5 + 1 + 1 + 5 + 10 + 1))
	has "$out" "status 0"
	has "$out" "terminal as it was"
	is "$(wc -l <ids)" 2
}

@test "the list stands above the prompt, and what was chosen takes the place of the key" {
	types "${first[@]}" ':q\n'
	has "$out" "Gemeente: Gent
  p Persoonlijk contact (aan huis van h…  o Op een vindplaats (schoolpoort, opv…"
	has "$out" "
Kanaal: Telefoon
  o Ouder"
	has "$out" "
Bewaard: Gent; Telefoon; Andere
Vragen in deze zitting: 1"
}

@test "a careless Enter repeats gemeente and channel, and nothing else" {
	types "${first[@]}" '\n' '?Kanaal [' '\n' '?Vrager: ' m '?Leeftijd: ' b '?Thema: ' '\n' '?moet ingevuld zijn' s \
		'?hele groep]: ' '\n' '?Soort: ' i '?Ernst: ' a '?Antwoord: ' i '?gegeven]: ' '\n' '?Gemeente [' '\n' '?Kanaal [' \
		'\n' '?Vrager: ' '\n' '?Leeftijd: ' '\n' '?Thema: ' a '?Soort: ' '\n' '?Ernst: ' '\n' '?Antwoord: ' '\n' \
		'?Gemeente [' '\x04'
	is "$(stored)" "44021,,telefoon,,,andere,,,
44021,,telefoon,,,andere,,,
44021,,telefoon,moeder,3-5,slapen,inhoudelijk,alledaags,info"
}

@test "the unshifted digits of a Belgian keyboard choose by place; an age is typed in years" {
	types '?Gemeente: ' '!àéà\n' '?Kanaal: ' 'é' '?Vrager: ' '&' '?Leeftijd: ' "&é" '?&é' '\n' '?Thema: ' '(' \
		'?hele groep]: ' '\n' '?Soort: ' '§' '?Ernst: ' 'à' '?Dat staat niet in de lijst' '\n' '?Antwoord: ' 'ç' 'ç' '!' \
		'?traject op maat]: ' '\n' '?Gemeente [' '\x04'
	is "$(stored)" 31022,,telefoon,ouder,12-17,sociaal,klacht,,traject
}

@test "backspace takes a whole character, in every locale; arrows and controls are no text" {
	for locale in C C.UTF-8 nl_BE.UTF-8; do
		export LC_ALL=$locale
		rm -f "$HVK_DB"
		types '?Gemeente: ' 'Gené' '?Gené' '\x7f' 't\x1b[D\x1b[1;5C\x1bOA\x07\xc2\x85' '?Gent' '\n' '?Kanaal: ' \
			'x' '?Dat staat niet' '\x1b[A' c '?Vrager: ' ':q\n'
		has "$out" "Gemeente: Gent"
		has "$out" "Kanaal: Chat"
		has "$out" "terminal as it was"
	done
}

@test "a word and a line are taken away with Ctrl-W and Ctrl-U; a line that is too long is refused" {
	types '?Gemeente: ' 'De Panne xx\x17' '?: De Panne ' '\n' '?Kanaal: ' '<' '?De Panne]: ' 'zzz\x15gent\n' '?Kanaal: ' \
		'<' '?Gent]: ' "$(printf 'x%.0s' $(seq 300))" '\n' '?255 letters' ':q\n'
	has "$out" "Gemeente: De Panne"
	has "$out" "Gemeente: Gent"
}

@test "'<' goes back and keeps what was typed and chosen" {
	types '?Gemeente: ' 'gen<' '?Balie: ' '\n' '?Gemeente: gen' 't\n' '?Kanaal: ' t '?Vrager: ' m '?Leeftijd: ' '<' \
		'?Vrager [Moeder]: ' '<' '?Kanaal [Telefoon]: ' '\n' '?Vrager [Moeder]: ' '\n' '?Leeftijd: ' '\n' '?Thema: ' s \
		'?hele groep]: ' '<' '?Thema: ' a '?Soort: ' '\n' '?Ernst: ' '\n' '?Antwoord: ' '\n' '?Gemeente [' '\x04'
	is "$(stored)" 44021,,telefoon,moeder,,andere,,,
}

@test "orders: undo, mend, repeat, help" {
	types "${first[@]}" ':e\n' '?Verbeter' '?Gemeente [Gent]: ' '\n' '?Kanaal [Telefoon]: ' c '?Vrager: ' '\n' '?Leeftijd: ' \
		'\n' '?Thema [Andere]: ' '\n' '?Soort: ' '\n' '?Ernst: ' '\n' '?Antwoord: ' fi '?gegeven + Fol' '\n' '?Gemeente [' \
		':=\n' '?Bewaard' '?Gemeente [' ':u\n' '?Weggehaald' '?Gemeente [' ':h\n' '?:q ' '?Gemeente [' '\x04'
	is "$(stored)" 44021,,chat,,,andere,,,info+folder
}

@test "a desk that is not known is typed twice" {
	types '?Gemeente: ' '<' '?Balie: ' 'loket-nord\n' '?Die balie is nieuw' 'loket-noord\n' '?Die balie is nieuw' \
		'loket-noord\n' '?Gemeente: ' 'gent\n' '?Kanaal: ' '\n' '?Vrager: ' '\n' '?Leeftijd: ' '\n' '?Thema: ' a '?Soort: ' \
		'\n' '?Ernst: ' '\n' '?Antwoord: ' '\n' '?Gemeente [' '\x04'
	is "$(stored | cut -d , -f 2)" loket-noord
}

@test "what looks personal is refused and goes from the screen" {
	types '?Gemeente: ' '0470123456\n' '?looks like' '?Gemeente: ' ':q\n'
	[[ $out != *0470* ]] || return 1
	has "$out" "hvk-register: gemeente: looks like a telephone number; nothing personal is recor"
}

@test "Ctrl-C loses the question in hand only, and gives the terminal back" {
	types "${first[@]}" 'brugge\n' '?Kanaal [' '\n' '?Vrager: ' '\x03'
	has "$out" "status -2"
	has "$out" "terminal as it was"
	is "$(stored)" 44021,,telefoon,,,andere,,,
	trap '' HUP # as under nohup: the program gets it all the same
	for signal in TERM HUP; do
		types '?Gemeente: ' 'gent\n' '?Kanaal: ' "%$signal"
		has "$out" "status -"
		has "$out" "terminal as it was"
	done
}

@test "a terminal that goes away ends the sitting, also where its signal is ignored and text stands there" {
	types -i '?Gemeente: ' 'gen' '?gen' '!hangup'
	has "$out" "status 0"
}

@test "a reader of ids that is gone ends it, and the terminal is given back" {
	does "$BATS_TEST_DIRNAME/terminal.py" "${first[@]::16}" -- bash -o pipefail -c 'hvk-register add | true'
	has "$out" "status 141"
	has "$out" "terminal as it was"
	is "$(stored)" 44021,,telefoon,,,andere,,,
}

@test "an id is handed over as soon as its question is saved" {
	# shellcheck disable=SC2016 # terminal.py runs it
	types "${first[@]}" '$cp ids seen' ':q\n'
	is "$(cat seen)" "$(hvk-register list -f ids)"
}

@test "where not even the prompt fits, a line stays one row too" {
	columns=8
	types '?Gemee' 'gent\n' '?Kanaa' ':q\n'
	has "$out" "
GemeeGe
"
}

@test "the end of the input in the middle of a question is told by the exit status" {
	types '?Gemeente: ' 'gent\n' '?Kanaal: ' '\x04'
	has "$out" "De vraag die nog niet af was, is niet bewaard."
	has "$out" "status 3"
	has "$out" "terminal as it was"
}

# shellcheck disable=SC2016 # terminal.py runs it
@test "saving that fails keeps the answers; Enter tries again" {
	add -q
	sqlite3 "$HVK_DB" 'BEGIN IMMEDIATE; SELECT 1;' \
		'.shell touch locked; while [ -e locked ]; do sleep 0.1; done' >/dev/null &
	for _ in $(seq 50); do [ -e locked ] && break; sleep 0.1; done
	options='--wait 100'
	types "${first[@]::15}" '\n' '?Enter probeert opnieuw' '\n' '?Enter probeert opnieuw' '<' '?Antwoord: ' '\n' \
		'?Enter probeert opnieuw' '$rm locked; until sqlite3 "$HVK_DB" "BEGIN IMMEDIATE; ROLLBACK" 2>/dev/null; do sleep 0.1; done' \
		'\n' '?Bewaard' '?Gemeente [' '\x04'
	has "$out" "status 0"
	wait
	is "$(stored)" "44021,,,,,slapen,,,
44021,,telefoon,,,andere,,,"
}

@test "40 columns are enough: nothing is wider, and the line stays one row" {
	columns=40
	types '?Gemeente: ' "$(printf 'abcde%.0s' $(seq 12))" '?bcde' '\x15gent\n' '?Kanaal: ' p '?Vrager: ' '<' \
		'?Kanaal [' '\n' '?Vrager: ' ':q\n'
	is "$(sed 's/^keys.*//' <<<"$out" | LC_ALL=C.UTF-8 wc -L)" 40
	has "$out" "
  p Persoonlijk contact (aan huis van …
  t Telefoon
"
	has "$out" "
Gemeente: Gent
"
	[[ $out != *abcde* ]]
}

@test "a question that is complete on the command line is asked for by nobody" {
	options='-g gent -t slapen'
	types
	has "$out" "keys 0"
	is "$(stored)" 44021,,,,,slapen,,,
}

@test "a dumb terminal, ACCESSIBLE and --line: whole lines, and the terminal does the echo" {
	for setting in TERM=dumb ACCESSIBLE=1; do
		export "${setting?}"
		types '?Gemeente: ' 'gent\n' '?Kanaal (p Persoonlijk' 'tt\n' "?unknown 'tt'" '?Kanaal' ':q\n'
		has "$out" "Gemeente: gent"
		has "$out" "status 0"
		export TERM=xterm
	done
}

@test "Ctrl-Z gives the terminal to the shell; fg goes on where the line was" {
	does "$BATS_TEST_DIRNAME/terminal.py" 'hvk-register add\n' '?Gemeente: ' 'gen' '?gen' '\x1a' '?topped' \
		"stty -a | grep -o .icanon; echo she''ll\\n" '?shell' 'fg\n' '?Gemeente: gen' 't\n' '?Kanaal: ' ':q\n' '?zitting' \
		'exit\n' -- sh -i
	has "$out" " icanon"
	has "$out" "Gemeente: Gent"
	has "$out" "terminal as it was"
}

@test "pasted text is one typed answer; more than a line, and where a key is an answer, it is passed over" {
	types '?Gemeente: ' '\x1b[200~oostkamp\rtelefoon\rmoeder\r\x1b[201~' 'gent' '\x1b[200~brugge\x1b[201~' '\x15' \
		'\x1b[200~oostkamp\x1b[201~' '?oostkamp' '\n' '?Kanaal: ' '\x1b[200~telefoon\x1b[201~' 't' '?Vrager: ' ':q\n'
	has "$out" "Gemeente: Oostkamp"
	has "$out" "Kanaal: Telefoon"
	is "$(stored)" ""
}
