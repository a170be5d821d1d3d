# SPDX-License-Identifier: EUPL-1.2
# bash completion for the hvk programs. The programs know their own options and values: --complete asks them.
# shellcheck shell=bash

_hvk() {
	local IFS=$'\n' candidate
	COMPREPLY=()
	while read -r candidate; do
		COMPREPLY+=("${candidate%%$'\t'*}")
	done < <("${COMP_WORDS[0]}" --complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
	case ${COMPREPLY[0]-} in
	:file) COMPREPLY=() && compopt -o default ;;
	:directory) COMPREPLY=() && compopt -o dirnames ;;
	*,) compopt -o nospace ;;
	esac
}
complete -F _hvk hvk-register hvk-report hvk-admin
