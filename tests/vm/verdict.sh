# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # options and folder belong to the script `run`
# What one run came to: its exit status, and what to show when it went wrong.

# How the kernel's detectors begin their reports.
REPORTS='WARNING:|BUG:|KASAN:|UBSAN:|ODEBUG:|Oops|general protection fault'
REPORTS+='|possible (circular|recursive|irq) lock|inconsistent lock state|suspicious RCU usage'
REPORTS+='|INFO: task .* blocked|rcu: INFO: .* stall|soft lockup|held lock freed'
REPORTS+='|refcount_t:|list_(add|del) corruption|unregister_netdevice: waiting'
REPORTS+='|scheduling while atomic|sleeping function called|Kernel panic|unreferenced object'

# verdict: exit with the run's status.
verdict() {
	local status=
	[ ! -s "$dir/status" ] || status=$(<"$dir/status")
	if [ -n "$status" ]; then
		[ -z "$check" ] || verdict_log
		exit "$status"
	fi
	[ -e "$dir/started" ] || verdict_dead 99 "kernel $name did not boot"
	[ -z "$ended_by" ] || verdict_dead 124 "no end after $timeout s"
	! grep -q 'Kernel panic' "$dir/console" || verdict_dead 98 "the kernel panicked"
	verdict_dead 98 "the machine ended before the command did"
}

# verdict_dead STATUS MESSAGE: show the console's last words.
verdict_dead() {
	say "$2; the console's last lines:"
	tail -n 40 "$dir/console" | sed 's/\r//; s/^/    /' >&2
	exit "$1"
}

# verdict_log: fail when a detector reported anything since the command started.
verdict_log() {
	{
		sed '1,/kntop-vm: the command starts/d' "$dir/dmesg"
		[ ! -e "$dir/leaks" ] || cat "$dir/leaks"
	} >"$dir/reported"
	grep -qE "$REPORTS" "$dir/reported" || return 0
	say "the kernel reported this while the command ran (its exit status: $status):"
	# Without the levels, and the addresses that merely lay on the stack.
	sed 's/^<[0-9]*>//; /\] ? /d' "$dir/reported" | grep -E -A 30 "$REPORTS" |
		sed 's/^/    /' >&2
	exit 97
}
