# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# lib.sh: press Tab at the end of a line, and say what came of it.

number=0 failed=0

ok() {
	number=$((number + 1))
	echo "ok $number - $1"
}

# not_ok NAME DETAIL
not_ok() {
	number=$((number + 1)) failed=$((failed + 1))
	echo "not ok $number - $1"
	printf '%s\n' "$2" | sed 's/^/# /'
}

result() {
	echo "$((number - failed)) passed, $failed failed"
	[ "$failed" = 0 ]
}

# split_line LINE: COMP_WORDS as readline makes them: blanks part words, and a run of
# colons is a word of its own.
split_line() {
	local rest=$1 piece
	COMP_WORDS=()
	while [ -n "$rest" ]; do
		rest=${rest#"${rest%%[! ]*}"}
		if [[ $rest == :* ]]; then
			piece=${rest%%[!:]*}
		else
			piece=${rest%%[: ]*}
		fi
		rest=${rest#"$piece"}
		COMP_WORDS+=("$piece")
	done
}

# complete_line LINE: sets COMPREPLY.
complete_line() {
	COMP_LINE=$1
	COMP_POINT=${#1}
	COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
	split_line "$1"
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	COMPREPLY=()
	_ntopctl
}

# offered NAME LINE WORD...: exactly these words are offered, in any order.
offered() {
	local name=$1 line=$2 expected got
	shift 2
	complete_line "$line"
	expected=$(printf '%s\n' "$@" | sort)
	got=$(printf '%s\n' "${COMPREPLY[@]}" | sort)
	if [ "$expected" = "$got" ]; then
		ok "$name"
	else
		not_ok "$name" "$(diff <(echo "$expected") <(echo "$got"))"
	fi
}
