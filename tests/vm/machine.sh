# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # options and folder belong to the script `run`
# Starting, following and ending the virtual machine of one run.

# A machine that has not reached its command by then never will.
BOOT_LIMIT=180

machine='' followers='' ended_by='' windows=0

# machine_terminal: the device that is the caller's terminal inside.
machine_terminal() {
	case ${kernel[vm]} in
	uml) echo /dev/tty1 ;;
	qemu) echo /dev/ttyS1 ;;
	esac
}

# machine_init: the path of the first process's program, compiled when it changed.
machine_init() {
	local program
	program=$CACHE/init-$(hash "$VM"/init/*)
	if [ ! -x "$program" ]; then
		"$ROOT/scripts/deps" kmod
		gcc -std=gnu11 -O2 -Wall -Wextra -static -o "$dir/init" "$VM"/init/*.c
		mv "$dir/init" "$program"
	fi
	echo "$program"
}

# uml_words: the command line of a UML machine; descriptors 3 and 4 are the terminal.
uml_words() {
	words=("${kernel[image]}" root=/dev/root rootfstype=hostfs rootflags=/ rw "mem=$mem"
		"init=$(machine_init)" "vm_dir=$dir" loglevel=5 printk.time=1 log_buf_len=4M panic=-1 noreboot
		"uml_dir=$dir" umid=vm con=null "con0=null,fd:1" ${terminal:+"con1=fd:3,fd:4"}
		${time_travel:+"time-travel=inf-cpu"} "${kernel_words[@]}")
}

# qemu_words: the command line of a QEMU machine.
qemu_words() {
	local cpu=max accel=tcg,thread=multi
	qemu_initrd >"$dir/initrd"
	# TCG counts each octet of a "rep movsb" as an instruction: have none chosen.
	[ -z "$icount" ] || cpu=max,-erms,-fsrm accel=tcg,thread=single
	words=(qemu-system-x86_64 -M q35 -cpu "$cpu" -accel "$accel" -smp "$cpus" -m "$mem"
		-nodefaults -no-user-config -display none -no-reboot
		-kernel "${kernel[image]}" -initrd "$dir/initrd"
		-fsdev "local,id=root,path=/,security_model=none,multidevs=remap"
		-device "virtio-9p-pci,fsdev=root,mount_tag=root"
		-chardev "file,id=console,path=$dir/console" -serial "chardev:console")
	[ -z "$terminal" ] || words+=(-chardev "stdio,id=tty,signal=off" -serial "chardev:tty")
	words+=(-append "console=ttyS0 quiet loglevel=5 printk.time=1 log_buf_len=4M panic=-1 mitigations=off \
nokaslr tsc=reliable vm_dir=$dir ${kernel_words[*]}" ${icount:+-icount "shift=0,sleep=off"} "${qemu_more[@]}")
}

# qemu_initrd: the modules that reach the host's files, and init.
qemu_initrd() {
	cp "$(machine_init)" "$dir/init"
	cat "${kernel[initrd]}"
	echo init | cpio -D "$dir" --quiet -o -H newc
}

# machine_start: start the machine, and copying its output to the caller.
machine_start() {
	local words kernel_words qemu_more leash
	# No detector mistakes a host that stands still for a guest that does.
	read -ra kernel_words <<<"rcupdate.rcu_cpu_stall_timeout=100 watchdog_thresh=50 $kargs"
	read -ra qemu_more <<<"$qemu"
	"${kernel[vm]}_words"
	machine_leash
	SECONDS=0
	case $terminal-${kernel[vm]} in
	# UML reads the terminal as descriptors 3 and 4: its own chatter stays off it.
	yes-uml) "${leash[@]}" "${words[@]}" 3<&0 4>&1 </dev/null >"$dir/console" 2>&1 & ;;
	yes-qemu) "${leash[@]}" "${words[@]}" <&0 2>"$dir/qemu" & ;;
	*) "${leash[@]}" setsid "${words[@]}" </dev/null >"$dir/console" 2>&1 & ;;
	esac
	machine=$!
	disown
	[ -n "$terminal" ] || machine_follow
}

# machine_leash: the machine must not outlive us, however we end, nor leave any of
# the host's processes in which UML runs those of the guest: so it gets a process
# name space of its own, where that is allowed, which ends with its first process.
# That is a shell: UML would not die of a panic as the first process.
machine_leash() {
	leash=(setpriv --pdeathsig KILL)
	! unshare --pid --fork true 2>/dev/null ||
		leash+=(unshare --pid --fork --kill-child=KILL sh -c '"$@"; exit' sh)
}

# machine_resize: tell the machine of the terminal's new size; init/ polls for it.
machine_resize() {
	windows=$((windows + 1))
	stty size >"$dir/size"
	mv "$dir/size" "$dir/size.$windows"
}

# machine_follow: copy the command's output as it comes, until the machine is gone.
machine_follow() {
	tail -c +1 -s 0.05 -f --pid="$machine" "$dir/out" &
	followers=$!
	[ -n "$merge" ] || {
		tail -c +1 -s 0.05 -f --pid="$machine" "$dir/err" >&2 &
		followers+=" $!"
	}
}

# machine_watch: wait for the machine's end, or make one when its time is up.
machine_watch() {
	local tick
	exec {tick}<> <(:)
	while kill -0 "$machine" 2>/dev/null; do
		if [ ! -e "$dir/started" ]; then
			[ $SECONDS -lt $BOOT_LIMIT ] || machine_expire boot
		elif [ "$timeout" -gt 0 ]; then
			[ $SECONDS -lt "$timeout" ] || machine_expire command
		fi
		read -rt 0.05 -u "$tick" || :
	done
	# shellcheck disable=SC2086 # a list of process ids
	[ -z "$followers" ] || wait $followers || :
}

machine_expire() {
	# shellcheck disable=SC2034 # read by verdict
	ended_by=$1
	machine_kill
}

# machine_kill: end the machine.
machine_kill() {
	[ -n "$machine" ] || return 0
	kill -KILL "$machine" 2>/dev/null || :
}
