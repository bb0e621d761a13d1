// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The first process of a VM of the rig, started by tests/vm/run. The root file
 * system is the host's own: UML has it from the kernel's command line (hostfs),
 * QEMU starts us in an initial ramfs, from where we mount it (9p) and move there.
 *
 * vm_dir, from the kernel's command line, is the run's folder on the host:
 *
 *   in   settings   lines "key=value": modules (bound over /lib/modules), cwd,
 *                   hostname, terminal (device; without it: pipes), rows, columns,
 *                   merge (standard error goes to out too), load (modprobe kntop
 *                   first), leaks (ask kmemleak afterwards)
 *        argv       the command, words ended by NUL
 *        environ    its environment, likewise
 *        size.N     with a terminal: its Nth new size, "rows columns"
 *   out  started    made when the command starts
 *        out, err   what it prints, on the host as soon as it is printed
 *        status     its exit status; 128 + N when signal N ended it
 *        dmesg      the kernel's whole log; MARK shows where the command started
 *        leaks      kmemleak's report
 *
 * A program and not a script because a fork costs 50 ms in UML.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "command.h"
#include "file.h"
#include "setup.h"

#define MARK		"kntop-vm: the command starts\n"
#define FAULTS		"/sys/kernel/debug"
#define KMEMLEAK	"/sys/kernel/debug/kmemleak"

enum { LOG_READ_ALL = 3, LOG_SIZE = 10 };

/* What the boot lost is not the command's fault. */
static void forget_leaks(void)
{
	if (access(KMEMLEAK, W_OK))
		return;
	write_file(KMEMLEAK, "scan=off", 8);
	write_file(KMEMLEAK, "clear", 5);
}

/* Let fail-nth fail every allocation; as it is, those that may sleep never do. */
static void allow_faults(void)
{
	if (access(FAULTS "/failslab", F_OK))
		return;
	write_file(FAULTS "/failslab/ignore-gfp-wait", "N", 1);
	write_file(FAULTS "/fail_page_alloc/ignore-gfp-wait", "N", 1);
	write_file(FAULTS "/fail_page_alloc/min-order", "0", 1);
}

static void save_log(void)
{
	int size = klogctl(LOG_SIZE, NULL, 0);
	char *log = size > 0 ? malloc(size) : NULL;

	if (!log)
		return;
	size = klogctl(LOG_READ_ALL, log, size);
	if (size > 0)
		write_file(DIR_RUN "dmesg", log, size);
}

/* kmemleak believes in a leak that is older than five seconds and seen twice. */
static void save_leaks(void)
{
	size_t length;
	char *report;

	if (access(KMEMLEAK, W_OK))
		return;
	usleep(5500000);
	write_file(KMEMLEAK, "scan", 4);
	write_file(KMEMLEAK, "scan", 4);
	report = slurp(KMEMLEAK, &length);
	if (report)
		write_file(DIR_RUN "leaks", report, length);
}

int main(void)
{
	char status[16];

	if (getpid() != 1) {
		fputs("init: only for the VMs of tests/vm/run\n", stderr);
		return 1;
	}
	set_up();
	allow_faults();
	forget_leaks();
	write_file("/dev/kmsg", MARK, strlen(MARK));
	write_file(DIR_RUN "started", "", 0);
	snprintf(status, sizeof(status), "%d\n", run_command());
	write_file(DIR_RUN "status", status, strlen(status));
	if (*setting("leaks"))
		save_leaks();
	save_log();
	sync();
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}
