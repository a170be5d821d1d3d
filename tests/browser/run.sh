#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# Writes reports of a sample network and looks at them in a browser; runs the other scripts here, which print TAP too.
#   tests/browser/run.sh BUILD
# A script gets HVK_BUILD, the programs in PATH, and HVK_DB, a store with a region, questions and a network.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=/dev/null
. tests/tap.sh

HVK_BUILD=$(cd "${1:?the folder of the build}" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/hvk-browser-XXXXXX")
trap 'rm -rf "$folder"' EXIT
export HVK_BUILD PATH=$HVK_BUILD:$PATH HVK_DB=$folder/hvk.db HVK_TODAY=2026-11-02 HOME=$folder
export LC_ALL=C.UTF-8 TZ=UTC NODE_PATH=$HVK_BUILD/browser/node_modules
unset HVK_LANG NO_COLOR SOURCE_DATE_EPOCH

# The reports of the store, in a folder.
write_pages() {
	mkdir -p "$1"
	hvk-report month --month last -o "$1/month.nl.html"
	hvk-report year --schoolyear 2025-2026 --lang en -o "$1/year.en.html"
	hvk-report chart --by gemeente --across desk -p 2026 -o "$1/stacked.nl.html"
	hvk-report chart --type heat --by theme-group --across age -p 2026 -o "$1/heat.nl.html"
	hvk-report network -o "$1/network.nl.html"
	hvk-agenda programme najaar-2026 -o "$1/programme.nl.html"
}

# Those of what was published.
write_public_pages() {
	hvk-report month --month last --public -o "$1/public-month.nl.html"
	hvk-report year --year 2026 --public --lang en -o "$1/public-year.en.html"
}

# Labels and names that are markup, quotes, and text from right to left.
make_hostile() {
	local name='<script>alert(1)</script> "quotes" &amp; '\''\u05d0\u05d1'\'''
	name=$(printf '%b' "$name")
	{
		echo 'list,code,label_nl,label_en'
		for code in gedrag gedrag.driftbuien slapen; do
			printf 'theme,%s,"%s","%s"\n' "$code" "${name//\"/\"\"}" "${name//\"/\"\"}"
		done
		printf 'theme,lichaam,%s,%s\n' '</title></style></svg>]]><svg onload=alert(2)>' '<img src=x onerror=alert(3)>'
		printf 'channel,telefoon,"\u202e%s","\u202e%s"\n' '<b>omgekeerd</b>' '<b>reversed</b>'
	} >"$folder/hostile.csv"
	hvk-admin codes import -q "$folder/hostile.csv"
	hvk-partner set opvoedingswinkel-brugge -q --name "$name"
	hvk-agenda session set babbelkoffie -q --title "$name" --cost "$name" --description "$name"
}

hvk-admin init -q --region tests/data/demo/regio-brugge.csv
hvk-register import -q tests/data/questions/vragen-2026.csv
hvk-partner house import -q tests/data/network/houses.csv
hvk-partner import -q tests/data/network/partners.csv
for part in person agreement offer member; do
	hvk-partner "$part" import -q "tests/data/network/${part/member/membership}s.csv"
done
hvk-agenda session import -q tests/data/agenda/najaar-2026.csv
write_pages "$folder/pages"
hvk-report month --month last --lang en -o "$folder/pages/month.en.html"
hvk-report table --by theme-group -p 2026-Q3 --bars --spark --compare year -o "$folder/pages/table.nl.html"
hvk-report chart --by theme-group -p 2026 --top 5 -o "$folder/pages/bar.nl.html"
hvk-report chart --by month -p 2026 --lang en -o "$folder/pages/line.en.html"
hvk-report chart --type map --measure per-1000 -p 2026 -o "$folder/pages/map.nl.html"
hvk-report gaps -p 2026 -o "$folder/pages/gaps.nl.html"
hvk-report completeness -p 2026 -o "$folder/pages/completeness.nl.html"
hvk-report publish -q --by gemeente,theme-group --period 2026-01..2026-10 -o "$folder/pages/publication.nl.html"
hvk-report publish -q --by gemeente,theme-group,quarter --period 2026-01..2026-09 --lang en \
	-o "$folder/pages/publication.en.html"
hvk-report publish -q --by gemeente,theme-group --month last -o "$folder/published.csv"
write_public_pages "$folder/pages"
cp "$HVK_DB" "$folder/plain.db"
make_hostile
write_pages "$folder/pages/hostile"
hvk-report publish -q --by gemeente,channel --period 2026-01..2026-10 -o "$folder/pages/hostile/publication.nl.html"
write_public_pages "$folder/pages/hostile"
mv "$folder/plain.db" "$HVK_DB"

run_test() {
	case $1 in
	*.sh) bash "$1" ;;
	# A page with every fault there is: each check has to find its own.
	tests/browser/faults.xx.html)
		node tests/browser/page.js "$1" nl | sed -e 's/^ok /missed /' -e 's/^not ok /ok /' -e 's/^missed /not ok /'
		[ "${PIPESTATUS[0]}" -eq 1 ]
		;;
	*.html)
		local language=${1%.html}
		node tests/browser/page.js "$folder/pages/$1" "${language##*.}"
		;;
	esac
}

names=(tests/browser/faults.xx.html)
while read -r name; do
	names+=("$name")
done < <(cd "$folder/pages" && find . -name '*.html' -printf '%P\n' | sort)
for script in tests/browser/*.sh; do
	case $script in */run.sh | */picture.sh) ;; *) names+=("$script") ;; esac
done
set +e
tap_run '' "${names[@]}"
