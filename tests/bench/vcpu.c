// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vcpu: how long the QEMU process of a machine was on the host's CPUs, asked from inside,
 * so that what else the host does is left out of a figure.
 *
 *	vcpu ROOT VM_DIR	prints the process' folder; VM_DIR is in its command line,
 *				and ROOT the host's root as the guest sees it
 *	vcpu FOLDER		prints its CPU time, in nanoseconds of a coarse clock
 *
 * The guest's 9p takes files of /proc for empty, unless they are read directly.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads FOLDER/NAME, with NULs as blanks. Returns its text, empty if there is none. */
static const char *slurp(const char *folder, const char *name)
{
	alignas(4096) static char text[16384];
	char path[600];
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_RDONLY | O_DIRECT);
	if (fd >= 0) {
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = 0;
	for (ssize_t i = 0; i < n; i++)
		if (!text[i])
			text[i] = ' ';
	return text;
}

static int find(const char *root, const char *vm_dir)
{
	char proc[256], folder[512];
	struct dirent *e;
	DIR *d;

	snprintf(proc, sizeof(proc), "%s/proc", root);
	d = opendir(proc);
	while (d && (e = readdir(d))) {
		if (!strtoul(e->d_name, NULL, 10))
			continue;
		snprintf(folder, sizeof(folder), "%s/%s", proc, e->d_name);
		if (!strncmp(slurp(folder, "comm"), "qemu", 4) &&
		    strstr(slurp(folder, "cmdline"), vm_dir)) {
			puts(folder);
			return 0;
		}
	}
	return 1;
}

/* Fields 14 and 15 of stat: in user space and in the kernel, of threads that ended, too. */
static int tell(const char *folder)
{
	const char *at = strrchr(slurp(folder, "stat"), ')');
	unsigned long long user, system;

	if (!at || sscanf(at + 1, " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu %llu",
			  &user, &system) != 2)
		return 1;
	printf("%llu\n", (user + system) * (1000000000ull / sysconf(_SC_CLK_TCK)));
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return find(argv[1], argv[2]);
	return argc == 2 ? tell(argv[1]) : 1;
}
