# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154,SC2034 # the variables belong to the script `run`
# The module in the kernel of this host, where that is allowed. Sourced.

CAP_SYS_MODULE=16

# host_refusal: print why the module cannot be loaded here; nothing when it may work.
host_refusal() {
	local file=/proc/sys/kernel/modules_disabled capabilities
	if [ ! -e /proc/modules ]; then
		echo "it is built without modules"
	elif [ "$(cat $file 2>/dev/null)" = 1 ]; then
		echo "kernel.modules_disabled is set"
	elif grep -qs '\[\(integrity\|confidentiality\)\]' /sys/kernel/security/lockdown; then
		echo "it is locked down (secure boot?)"
	elif grep -qs Y /sys/module/module/parameters/sig_enforce; then
		echo "it wants signed modules"
	else
		capabilities=$(sed -n 's/^CapEff:\t*//p' /proc/self/status)
		if (((16#$capabilities >> CAP_SYS_MODULE & 1) == 0)); then
			echo "this container may not load modules"
		elif ! host_loaded && ! host_headers; then
			echo "Debian has no linux-headers-$release, and there are no others"
		fi
	fi
}

host_loaded() {
	grep -q '^kntop ' /proc/modules
}

# host_headers: are there headers of the running kernel, or packages of them?
host_headers() {
	[ -e "/lib/modules/$release/build/Makefile" ] || {
		apt-cache show "linux-headers-$release" >/dev/null 2>&1 || apt-get -q update >&2 || :
		apt-cache show "linux-headers-$release" >/dev/null 2>&1
	}
}

# host_load: load the module unless it is loaded; false, with $refusal, when refused.
host_load() {
	local ko said
	! host_loaded || return 0
	if [ ! -e "/lib/modules/$release/build/Makefile" ]; then
		say "installing linux-headers-$release"
		DEBIAN_FRONTEND=noninteractive step_packages apt-get -q -y --no-install-recommends install \
			"linux-headers-$release" >&2 || {
			refusal="linux-headers-$release cannot be installed"
			return 1
		}
	fi
	ko=$state/kntop.ko.path
	step "$RUN/module" "$release" "/lib/modules/$release/build" >"$ko" || {
		refusal="the module does not build with its headers, see above"
		return 1
	}
	said=$(insmod "$(<"$ko")" 2>&1) || {
		refusal="it refuses the module: ${said##*: }"
		return 1
	}
	loaded=yes
	classifier=$(<"$ko")
	classifier=${classifier%/*}/kntop_ndpi.ko
	if [ ! -e "$classifier" ] || ! said=$(insmod "$classifier" 2>&1); then
		say "kntop does not tell what flows carry: ${said:-nDPI is not built}"
		classifier=
	fi
}

host_start() {
	local words=both
	about=("kntop watches $shown in the kernel of this host (Linux $release).")
	if [ -z "$interface" ]; then
		about+=("A demonstration network, in name spaces of its own: office0 leads to three clients.")
		# unshare takes no notice of SIGTERM; its death is that of all in there.
		server_end=KILL
		setpriv --pdeathsig KILL unshare --net --mount --pid --fork --kill-child --mount-proc \
			"$RUN/demo" "$state" >"$state/log" 2>&1 </dev/null &
	else
		about+=("Seen: what $interface receives and sends, each in its own column; frames for others too (promiscuous).")
		[ "$interface" != lo ] || words=rx
		setpriv --pdeathsig TERM "$RUN/engine" "$state" "$interface" "$words" "$nets" \
			>"$state/log" 2>&1 </dev/null &
	fi
	server=$!
}

# host_finish: take back what we set up, and only that.
host_finish() {
	if [ -s "$state/undo" ] && [ -n "$interface" ]; then
		tac "$state/undo" | "$BUILD/bin/ntopctl" --force -b - || :
	fi
	if [ -n "$loaded" ]; then
		[ -z "$classifier" ] || rmmod kntop_ndpi || :
		rmmod kntop || say "kntop stays loaded: somebody else uses it now"
	fi
	loaded='' classifier=
}
