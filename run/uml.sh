# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154,SC2034 # the variables belong to the script `run`
# The module in a User Mode Linux process, fed with the frames of an interface of this
# host. Sourced.

# What User Mode Linux adds to the MTU for Ethernet and tags (ETH_HEADER_OTHER).
UML_LINK_HEADERS=32
# Frames may be longer than the MTU, but a buffer of 2 KiB should do for most.
UML_SLACK=100
UML_MTU_MAX=65534
# MiB: wanted, the least that does, and what else goes to the same place.
UML_MEMORY=1024
UML_MEMORY_LEAST=256
UML_MEMORY_SPARE=80

# uml_prepare: kernel and module, both cached.
uml_prepare() {
	step "$ROOT/tests/vm/module" uml
}

uml_mtu() {
	local mtu
	mtu=$(ip -o link show dev "$interface" | sed 's/.* mtu \([0-9]*\) .*/\1/')
	[ "$mtu" -ge 1500 ] || mtu=1500
	mtu=$((mtu + UML_SLACK))
	[ "$mtu" -le $UML_MTU_MAX ] || mtu=$UML_MTU_MAX
	echo "$mtu"
}

# uml_memory: set $memory, in MiB, and TMPDIR, where its file goes: a gigabyte, or what
# there is room for.
uml_memory() {
	memory=$(uml_room "${TMPDIR:-/dev/shm}")
	if [ "$memory" -lt $UML_MEMORY_LEAST ] && [ -z "${TMPDIR-}" ]; then
		export TMPDIR=/tmp
		memory=$(uml_room $TMPDIR)
	fi
	[ "$memory" -ge $UML_MEMORY_LEAST ] ||
		die 2 "User Mode Linux needs $UML_MEMORY_LEAST MiB in /dev/shm or /tmp (make room)"
}

uml_room() {
	local free
	free=$(df --output=avail -m "$1" 2>/dev/null | tail -n 1)
	free=$((${free:-0} - UML_MEMORY_SPARE))
	echo $((free < UML_MEMORY ? free : UML_MEMORY))
}

uml_start() {
	local mtu vm memory
	uml_memory
	about=("kntop watches $shown in a User Mode Linux process: the host kernel takes no modules ($refusal).")
	vm=("$ROOT/tests/vm/run" --timeout 0 --load --mem "${memory}M")
	if [ -z "$interface" ]; then
		about+=("A demonstration network, wholly in there: office0 leads to three clients.")
		setsid setpriv --pdeathsig TERM "${vm[@]}" -- "$RUN/guest" "$state" "" "" \
			>"$state/log" 2>&1 </dev/null &
	else
		about+=("It sees a copy of each frame that $interface receives and sends, frames for others too (promiscuous);"
			"both directions count as received. A firewall of this host does not hide what arrives.")
		ip -o link show dev "$interface" | grep -q ' link/\(ether\|loopback\) ' ||
			about+=("$interface has no Ethernet header: each frame counts 14 octets more than it has.")
		[ "$interface" != lo ] || about[2]="each is counted once, as received."
		ip -o link show dev "$interface" | grep -q '[<,]UP[,>]' ||
			say "$interface is down: there is nothing to see until somebody sets it up"
		mtu=$(uml_mtu)
		# One packet a read is 64 packets a call: a NAPI poll takes no more.
		vm+=(--kargs "vec0:transport=fd,fd=33,depth=64,mtu=$mtu")
		setsid "$BUILD/run/feeder" "$interface" $((mtu + UML_LINK_HEADERS)) "$state" \
			"${vm[@]}" -- "$RUN/guest" "$state" "$interface" "$nets" \
			>"$state/log" 2>&1 </dev/null &
	fi
	server=$!
}

uml_finish() {
	:
}
