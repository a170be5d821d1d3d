# SPDX-License-Identifier: EUPL-1.2
# The sample network: it imports whole, and what it says is missing is missing.

load common

setup() {
	hvk_setup
	does hvk-admin init --region "$data/demo/regio-brugge.csv"
	for part in house partner person agreement offer funding member; do take "$part"; done
}

# Imports the sheet of a part of the network.
take() {
	case $1 in
	partner) does hvk-partner import "$data/network/partners.csv" ;;
	funding) does hvk-partner offer import "$data/network/funding.csv" ;;
	member) does hvk-partner member import "$data/network/memberships.csv" ;;
	*) does hvk-partner "$1" import "$data/network/${1}s.csv" ;;
	esac
}

@test "the network imports, and again is unchanged" {
	take house && has "$err" "8 houses unchanged"
	take partner && has "$err" "25 partners unchanged"
	take person && has "$err" "21 persons unchanged"
	take agreement && has "$err" "12 agreements unchanged"
	take offer && has "$err" "40 offers unchanged"
	take funding && has "$err" "14 offers unchanged"
	take member && has "$err" "31 memberships unchanged"
}

@test "partners and their offers stand by themselves" {
	export HVK_DB=$BATS_TEST_TMPDIR/other.db
	take partner
	take offer
	does hvk-partner show opvoedingswinkel-brugge
	has "$out" "opvoedingswinkel-brugge"
}

@test "the network has the gaps that it says it has" {
	does hvk-report coverage --gemeente knokke-heist,beernem,brugge -f csv
	has "$out" "31043,gezondheidszorg,basis,0"
	has "$out" "31003,ontmoeting,basis,0"
	is "$(grep '^31005,.*,basis,0$' <<<"$out" || true)" ''
	does hvk-refer find --theme veiligheid --gemeente brugge -f csv
	has "$out" ",brug-veilig,"
}

@test "the network has somebody to ring for a tantrum in Oostkamp" {
	does hvk-refer find --theme driftbuien --gemeente 8020 --age 2 -f csv
	is "$(sed -n 2p <<<"$out" | cut -d, -f1-2)" "1,winkel-workshop-driftbuien"
	has "$out" "Fien Fictief"
}

@test "one agreement of the network ends within half a year" {
	HVK_TODAY=2026-11-22 does hvk-partner due --within 180d -f csv
	is "$(sed 1d <<<"$out" | cut -d, -f1)" "winkel-subsidie-2026"
}
