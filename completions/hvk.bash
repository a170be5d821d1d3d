# SPDX-License-Identifier: EUPL-1.2
# bash completion for the hvk programs. The programs know their own options and values: --complete asks them.
# shellcheck shell=bash

_hvk() {
	local IFS=$'\n' candidate words=() i
	COMPREPLY=()
	# bash cuts --name=value in three.
	for ((i = 1; i <= COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} != = ]]; then
			words+=("${COMP_WORDS[i]}")
		elif ((i == COMP_CWORD)); then
			words+=('')
		fi
	done
	while read -r candidate; do
		candidate=${candidate%%$'\t'*}
		COMPREPLY+=("${candidate// /\\ }")
	done < <("${COMP_WORDS[0]}" --complete "${words[@]}" 2>/dev/null)
	case ${COMPREPLY[0]-} in
	:file) COMPREPLY=() && compopt -o default ;;
	:directory) COMPREPLY=() && compopt -o dirnames ;;
	*, | *=) compopt -o nospace ;;
	esac
}
complete -F _hvk @PROGRAMS@
