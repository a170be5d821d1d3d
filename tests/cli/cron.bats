#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Reports that a timer writes: nothing said when all is well, a file that is whole at every moment and new only when it
# changed; the examples for cron and systemd as they are installed.

load common.bash

setup() {
	hvk_setup
	mkdir out
	file=out/rapport.html
}

# A store with questions in October 2026, where hvk looks without being told.
fill() {
	hvk-admin init -q --region "$data/demo/regio-brugge.csv"
	hvk-register import -q "$data/questions/vragen-2026.csv"
}

report() {
	hvk-report month --month last --if-changed -q -o "$file" "$@"
}

identity() {
	stat -c '%i %y %a %s' "$1"
}

# The command ends well without a word.
silently() {
	does "$@"
	is "$out$err" ''
}

# ---- what is written

@test "a report that is the same leaves its file alone, silently" {
	fill
	silently report
	before=$(identity "$file")
	[ -s "$file" ]
	silently report
	is "$(identity "$file")" "$before"
	is "$(ls -A out)" rapport.html
	silently hvk-report month --month last -q -o "$file"
	[ "$(identity "$file")" != "$before" ]
}

@test "a report that changed takes the place of the one before at once" {
	fill
	silently report
	cp "$file" old.html
	before=$(stat -c %i "$file")
	exec 8<"$file"
	hvk-register add -q --gemeente Brugge --theme slapen --month 2026-10 >/dev/null
	silently report
	[ "$(stat -c %i "$file")" != "$before" ]
	# Whoever was reading reads on in what was there, whole.
	cmp - old.html <&8
	exec 8<&-
	run cmp -s "$file" old.html
	[ "$status" -eq 1 ]
	is "$(ls -A out)" rapport.html
}

@test "the new file has the rights that the old one had" {
	fill
	silently report
	chmod 640 "$file"
	hvk-register add -q --gemeente Brugge --theme slapen --month 2026-10 >/dev/null
	silently report
	is "$(stat -c %a "$file")" 640
}

@test "a report that fails leaves the one before, and says why" {
	fill
	silently report
	before=$(identity "$file")
	refuses 2 "2026-13" report --month 2026-13
	is "$(grep -c ^hvk-report: .err)" 1
	refuses 5 "nowhere.db" report --db nowhere.db
	echo 'no store' >broken.db
	refuses 5 "broken.db" report --db broken.db
	is "$(identity "$file")" "$before"
	is "$(ls -A out)" rapport.html
}

@test "a disk that is full leaves the report before" {
	fill
	silently report
	before=$(identity "$file")
	hvk-register add -q --gemeente Brugge --theme slapen --month 2026-10 >/dev/null
	full() {
		trap '' XFSZ
		ulimit -f 1
		report
	}
	run full
	is "$status" 7
	is "$(wc -l <<<"$output")" 1
	has "$output" "$file"
	is "$(identity "$file")" "$before"
	is "$(ls -A out)" rapport.html
}

@test "what is the same in any format is left alone" {
	fill
	for format in csv md html xlsx; do
		file=out/rapport.$format
		silently report
		before=$(identity "$file")
		silently report
		is "$(identity "$file")" "$before"
	done
}

@test "to see whether something changed there has to be a file" {
	fill
	refuses 2 '--if-changed needs a file' hvk-report month --if-changed
	refuses 2 '--if-changed needs a file' hvk-report month --if-changed -o -
}

# ---- the examples, as they are installed

install_tree() {
	make -s -C "$top" install BUILD="$build" PREFIX="$BATS_TEST_TMPDIR/usr" >/dev/null
	examples=$BATS_TEST_TMPDIR/usr/share/doc/hvk/examples
}

# Runs a command where cron does, at home, with the little that cron gives; HVK_DB and the like are not among it.
like_cron() {
	env -C "$HOME" -i HOME="$HOME" LOGNAME=hvk SHELL=/bin/sh PATH=/usr/bin:/bin /bin/sh -c "$1"
}

@test "the crontab line writes its report into the home of who has it" {
	install_tree
	env -u HVK_DB -u XDG_DATA_HOME "$build/hvk-admin" init -q --region "$data/demo/regio-brugge.csv"
	is "$(grep -vc '^#' "$examples/hvk-report-month.cron")" 1
	line=$(grep -v '^#' "$examples/hvk-report-month.cron")
	[[ $line =~ ^([0-9*,/-]+ ){5} ]]
	command=${line#"${BASH_REMATCH[0]}"}
	# cron makes a line end of '%'.
	[[ $command != *%* ]]
	silently like_cron "$command"
	is "$(ls "$HOME")" vorige-maand.html
	before=$(identity "$HOME/vorige-maand.html")
	silently like_cron "$command"
	is "$(identity "$HOME/vorige-maand.html")" "$before"
}

@test "the crontab line fails with a message where there is no store" {
	install_tree
	command=$(sed -n 's/^[^#]*\* \([^ ]*hvk-report\)/\1/p' "$examples/hvk-report-month.cron")
	refuses 5 "$HOME/.local/share/hvk/hvk.db" like_cron "$command"
	is "$(ls "$HOME")" ''
}

@test "systemd takes the service and the timer, and finds the program and the manual" {
	install_tree
	export MANPATH=$BATS_TEST_TMPDIR/usr/share/man
	silently systemd-analyze verify "$examples/hvk-report-month.service" "$examples/hvk-report-month.timer"
	rm "$BATS_TEST_TMPDIR/usr/bin/hvk-report"
	run systemd-analyze verify "$examples/hvk-report-month.service"
	[ "$status" -ne 0 ]
}

@test "the timer knows its mornings" {
	moment=$(sed -n 's/^OnCalendar=//p' "$top/man/examples/hvk-report-month.timer")
	does systemd-analyze calendar --base-time='2026-12-01 00:00:00 UTC' --iterations=9 "$moment"
	for morning in '2026-12-05 06:00:00' '2026-12-12 06:00:00' '2027-01-05 06:00:00'; do
		has "$out" "$morning"
	done
}

@test "the service has no more rights than it needs" {
	install_tree
	# 0 is none, 100 all.
	does systemd-analyze security --offline=true --threshold=10 "$examples/hvk-report-month.service"
}

@test "the service's command writes its report" {
	install_tree
	fill
	mkdir state
	mv "$HVK_DB" state/hvk.db
	setting=$(sed -n 's/^Environment=//p' "$examples/hvk-report-month.service")
	command=$(sed -n 's/^ExecStart=//p' "$examples/hvk-report-month.service")
	is "$(sed -n 's/^StateDirectory=//p' "$examples/hvk-report-month.service")" hvk
	folder=$(sed -n 's/^WorkingDirectory=//p' "$examples/hvk-report-month.service")
	service() {
		# shellcheck disable=SC2086 # words, as systemd makes them
		env -C "${folder//'/var/lib/hvk'/$PWD/state}" -i "${setting//'/var/lib/hvk'/$PWD/state}" HVK_TODAY=2026-11-05 ${command//'/var/lib/hvk'/$PWD/state}
	}
	silently service
	is "$(ls state)" $'hvk.db\nvorige-maand.html'
	has "$(cat state/vorige-maand.html)" 'oktober 2026'
}

@test "the manual shows the examples as they are" {
	shown=$(awk '/^\.Ss Run by a timer/ { part = 1; next } /^\.S[hs]/ { part = 0 } !part { next }
		/^\.Bd -literal/ { inside = 1; next } /^\.Ed/ { inside = 0 } inside' "$top/man/hvk-report.1")
	files=$(sed 's|@BINDIR@|/usr/bin|' "$top"/man/examples/*)
	while read -r line; do
		[[ $line == '$ '* ]] || grep -qxF -- "$line" <<<"$files" || { echo "in no example: $line"; return 1; }
	done <<<"$shown"
	for start in '[0-9].*hvk-report month' ExecStart= OnCalendar= Persistent= User= Environment=; do
		grep -q "^$start" <<<"$shown" || { echo "not in the manual: $start"; return 1; }
	done
	is "$(awk 'length > 75' <<<"$shown")" ''
	for example in "$top"/man/examples/*; do
		grep -qF "${example##*/}" "$top/man/hvk-report.1" ||
			{ echo "not named in the manual: ${example##*/}"; return 1; }
	done
}
