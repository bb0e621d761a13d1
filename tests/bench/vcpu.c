// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vcpu ROOT VM_DIR: how many nanoseconds the QEMU process in whose command line VM_DIR
 * stands has been on the host's CPUs, all threads. Runs inside its guest, where ROOT is
 * the host's root: so what else the host does is left out of a figure.
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

/* Reads a file into @text, with NULs as blanks. Returns its length, 0 if there is none. */
static size_t slurp(const char *path, char *text, size_t room)
{
	int fd = open(path, O_RDONLY | O_DIRECT);
	ssize_t n = fd < 0 ? -1 : read(fd, text, room - 1);

	if (fd >= 0)
		close(fd);
	if (n < 0)
		n = 0;
	for (ssize_t i = 0; i < n; i++)
		if (!text[i])
			text[i] = ' ';
	text[n] = 0;
	return n;
}

/* Calls @visit with the path of each number in a folder until it returns non-zero. */
static unsigned long long each(const char *folder,
			       unsigned long long (*visit)(const char *path), int first)
{
	unsigned long long sum = 0;
	DIR *d = opendir(folder);
	struct dirent *e;
	char path[512];

	while (d && (e = readdir(d)) && !(first && sum)) {
		if (!strtoul(e->d_name, NULL, 10))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		sum += visit(path);
	}
	if (d)
		closedir(d);
	return sum;
}

static const char *vm_dir;

static unsigned long long task_time(const char *task)
{
	alignas(4096) static char text[4096];
	char path[600];

	snprintf(path, sizeof(path), "%s/schedstat", task);
	return slurp(path, text, sizeof(text)) ? strtoull(text, NULL, 10) : 0;
}

static unsigned long long process_time(const char *process)
{
	alignas(4096) static char text[16384];
	char path[600];

	snprintf(path, sizeof(path), "%s/comm", process);
	if (!slurp(path, text, sizeof(text)) || strncmp(text, "qemu", 4))
		return 0;
	snprintf(path, sizeof(path), "%s/cmdline", process);
	if (!slurp(path, text, sizeof(text)) || !strstr(text, vm_dir))
		return 0;
	snprintf(path, sizeof(path), "%s/task", process);
	return each(path, task_time, 0);
}

int main(int argc, char **argv)
{
	unsigned long long ns;
	char proc[256];

	if (argc != 3)
		return 1;
	vm_dir = argv[2];
	snprintf(proc, sizeof(proc), "%s/proc", argv[1]);
	ns = each(proc, process_time, 1);
	printf("%llu\n", ns);
	return !ns;
}
