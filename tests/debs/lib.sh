# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the suite's scripts share: verdicts, commands in the tree, its files. Sourced.

passed=0 failed=0

# check NAME COMMAND...: passes if the command succeeds; what it said is shown if not.
check() {
	local name=$1 said
	shift
	if said=$("$@" 2>&1); then
		echo "ok - $name"
		passed=$((passed + 1))
	else
		echo "not ok - $name"
		tail -n 30 <<<"$said"
		failed=$((failed + 1))
	fi
}

# is NAME WANTED GOT
is() {
	check "$1" same "$2" "$3"
}

same() {
	[ "$1" = "$2" ] || {
		echo "wanted: $1"
		echo "got:    $2"
		return 1
	}
}

# in_tree COMMAND...: as root in the tree, with name spaces of its own and no network.
# Nothing is to be started in there.
in_tree() {
	printf '#!/bin/sh\nexit 101\n' >"$TREE/usr/sbin/policy-rc.d"
	chmod 755 "$TREE/usr/sbin/policy-rc.d"
	# shellcheck disable=SC2016 # for the inner shell
	unshare --mount --pid --fork --net --uts sh -ec '
		mount -t proc proc "$0/proc"
		mount -t sysfs sysfs "$0/sys"
		mount --rbind /dev "$0/dev"
		mount -t tmpfs run "$0/run"
		exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
			TERM=dumb DEBIAN_FRONTEND=noninteractive "$@"' "$TREE" "$@" </dev/null
}

# The package manager's and the machine's own notes, which come and go with any package:
# databases, logs, backups of account files, caches, keys and identities of a first boot.
NOTED='^(root|run|tmp|dev|proc|sys|var/log|var/cache|var/tmp|var/backups)[ /]
^var/lib/(dpkg|apt|systemd|ucf|dbus|private|pam)[ /]
^var/lib/dkms/(mok\.|dkms_dbversion)
^etc/(passwd|group|shadow|gshadow|subuid|subgid)-[ ]
^(etc/machine-id|etc/\.updated|var/\.updated|etc/ld\.so\.cache|usr/sbin/policy-rc\.d)[ ]'

# files: the names and kinds of all other files of the tree.
files() {
	find "$TREE" -xdev -printf '%P %y\n' | grep -vE "$(paste -sd'|' <<<"$NOTED")" | sort
}
