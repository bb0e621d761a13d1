# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154,SC2034 # the variables belong to the script `run`
# What the user sees: the last answers of ntopctl and what was lost before them, on a
# terminal again and again in place, else one frame after the other. Sourced.

# Lines of flows and of hosts where there is no terminal to fill.
PLAIN_ROWS=40
# Lines of what is told of the interface: its counters, what is in no flow, networks.
INTERFACE_ROWS=8

declare -A fed=()

# view_open: take the terminal, if there is one.
view_open() {
	[ -n "$terminal" ] || return 0
	printf '\e[?1049h\e[?25l'
	exec {screen}>&1
	rows='' columns=''
	trap 'rows=' WINCH
}

# view_close: give it back as it was.
view_close() {
	[ -n "$terminal" ] || return 0
	printf '\e[?25h\e[?1049l' 2>/dev/null || :
	terminal=
}

view_measure() {
	[ -z "$rows" ] || return 0
	read -r rows columns < <(stty size 2>/dev/null <&"$screen") || :
	[ "${rows:-0}" -gt 0 ] || rows=24 columns=80
}

# view_losses: read the feeder's account; $lost is the sum of its losses.
view_losses() {
	local key value
	lost=0
	[ -e "$state/feeder" ] || return 0
	while read -r key value; do
		fed[$key]=$value
	done <"$state/feeder"
	lost=$((fed[dropped] + fed[unreadable] + fed[too_long]))
}

view_loss_line() {
	local line
	[ ${#fed[@]} -gt 0 ] || return 0
	line="${fed[frames]} frames read"
	[ "${fed[superpackets]}" = 0 ] || line+=" (${fed[superpackets]} superpackets among them)"
	line+=", ${fed[packets]} packets passed on; $lost frames lost before kntop"
	[ "${fed[dropped]}" = 0 ] || line+="; ${fed[dropped]} in a full buffer"
	[ "${fed[unreadable]}" = 0 ] || line+="; ${fed[unreadable]} of an unknown kind"
	[ "${fed[too_long]}" = 0 ] || line+="; ${fed[too_long]} too long"
	echo "$line"
}

# view_divide: sort the lines of the frame into $interfaces, $flows and $hosts.
view_divide() {
	local line into=
	interfaces=() flows=() hosts=()
	while IFS= read -r line; do
		case $line in
		"INTERFACE "*WATCHED*) into=interfaces ;;
		"DEV "*CLIENT*) into=flows ;;
		"HOST "*NETWORK*) into=hosts ;;
		esac
		case $into in
		interfaces) interfaces+=("$line") ;;
		flows) flows+=("$line") ;;
		hosts) hosts+=("$line") ;;
		esac
	done <"$frame"
}

# view_part TITLE ROOM LINE...: a heading and as many lines as there is room for.
view_part() {
	local room=$2
	lines+=("" "$1")
	shift 2
	lines+=("${@:1:room}")
}

# view_compose: the screen's lines.
view_compose() {
	local room host_room losses
	view_divide
	lines=("${about[@]}")
	losses=$(view_loss_line)
	[ -z "$losses" ] || lines+=("$losses")
	lines+=("" "${interfaces[@]:0:INTERFACE_ROWS}")
	room=$((rows - ${#lines[@]} - 5))
	host_room=$((room / 3))
	[ $host_room -le ${#hosts[@]} ] || host_room=$((${#hosts[@]} > 0 ? ${#hosts[@]} : 1))
	view_part "Fastest flows" $((room - host_room)) "${flows[@]:-none yet}"
	view_part "Fastest hosts" "$host_room" "${hosts[@]:-none yet}"
}

view_text() {
	local line
	if [ -z "$terminal" ]; then
		rows=$PLAIN_ROWS
		view_compose
		printf '%s\n' "--- frame $shown_frames, $(date +%T)" "${lines[@]}"
		return
	fi
	view_measure
	view_compose
	printf '\e[H'
	for line in "${lines[@]:0:rows-1}"; do
		printf '%s\e[K\n' "${line:0:columns}"
	done
	printf '\e[J%s' "Ctrl-C ends it and leaves nothing behind."
}

# view_json: the frame as one line.
view_json() {
	local key line account='' parts=("" "" "") part=0
	for key in "${!fed[@]}"; do
		account+="${account:+,}\"$key\":${fed[$key]}"
	done
	while IFS= read -r line; do
		parts[part]+=$line
		case $line in
		"[]" | "]") part=$((part + 1)) ;;
		esac
	done <"$frame"
	[ -z "$account" ] || account="{$account}"
	printf '{"frame":%s,"time":%s,"where":"%s","interface":"%s","lost":%s,"feeder":%s,' \
		"$shown_frames" "$EPOCHSECONDS" "$where" "$shown" "$lost" "${account:-null}"
	printf '"interfaces":%s,"flows":%s,"hosts":%s}\n' "${parts[@]}"
}

# view_next: wait for the next answers; false when nobody makes them any more.
view_next() {
	local number=
	while :; do
		if [ -e "$state/ready" ]; then
			read -r number <"$state/ready" || :
			if [ -n "$number" ] && [ "$number" != "$seen" ]; then
				seen=$number
				frame=$state/frame.$((number % 2))
				return 0
			fi
		fi
		kill -0 "$server" 2>/dev/null || return 1
		read -rt 0.1 -u "$tick" || :
	done
}

# view_run: show frames until the end, or as many as were asked for.
view_run() {
	local seen='' frame number
	for ((shown_frames = 1; COUNT == 0 || shown_frames <= COUNT; shown_frames++)); do
		view_next || return 1
		[ "$shown_frames" != 1 ] || view_open
		view_losses
		if [ -n "$JSON" ]; then view_json; else view_text; fi
	done
}
