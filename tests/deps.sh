#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Installs what building and testing need, and only what is missing, with apt-get. Elsewhere it names the packages.
#   tests/deps.sh [browser]     browser: what the tests with a browser and an office suite need besides
# (zlib, bzip2 and OpenSSL are what linking with a static SQLite and a static libzip asks for.)
set -eu

packages='gcc libc6-dev make pkg-config libsqlite3-dev libcsv-dev libutf8proc-dev libxxhash-dev libcmocka-dev zlib1g-dev libzip-dev
	libxlsxwriter-dev libmd-dev libbz2-dev libssl-dev
	bats sqlite3 mandoc man-db valgrind cppcheck clang clang-tidy shellcheck hyperfine miller datamash mawk
	zsh fish bash-completion tmux time zip unzip recutils python3 python3-icalendar git gettext locales systemd
	glpk-utils'

if [ "${1:-}" = browser ]; then
	packages="$packages chromium libreoffice-calc poppler-utils python3-openpyxl fonts-dejavu-core"
	# A Node from elsewhere may be there, with its own npm.
	command -v npm >/dev/null 2>&1 || packages="$packages nodejs npm"
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
	echo "deps: this is not Debian; hvk needs what these Debian packages hold:" >&2
	echo "$packages" >&2
	exit 0
fi

missing=
for package in $packages; do
	dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "deps: please install, as root: apt-get install$missing" >&2
		exit 1
	fi
	as_root=sudo
fi
echo "deps: installing$missing" >&2
# shellcheck disable=SC2086 # words on purpose
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >/dev/null 2>&1 || {
	$as_root apt-get update -q
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}
