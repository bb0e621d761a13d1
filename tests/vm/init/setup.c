// SPDX-License-Identifier: GPL-2.0-or-later
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "setup.h"

#define BOOT_MODULES	"/modules"
#define MOUNT_9P	"trans=virtio,version=9p2000.L,msize=524288,cache=loose,access=any"

static void mount_or_die(const char *source, const char *target, const char *type,
			 unsigned long flags, const char *options)
{
	mkdir(target, 0755);
	if (mount(source, target, type, flags, options) && errno != EBUSY)
		fatal("mount %s on %s", source, target);
}

static void load_boot_modules(char *list)
{
	char *name, path[256];

	for (name = strtok(list, "\n"); name; name = strtok(NULL, "\n")) {
		int fd;

		snprintf(path, sizeof(path), BOOT_MODULES "/%s", name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST))
			fatal("load %s", path);
		close(fd);
	}
}

/* QEMU only: from the initial ramfs to the host's root. */
static void enter_host_root(void)
{
	char *list = slurp(BOOT_MODULES "/list", NULL);

	if (!list)
		return;
	load_boot_modules(list);
	mount_or_die("root", "/new", "9p", 0, MOUNT_9P);
	if (chdir("/new") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
		fatal("change to the host's root");
}

/* It usually lies below /dev/shm, which /dev hides: already in UML, soon in QEMU. */
static void mount_run_folder(void)
{
	const char *dir = getenv("vm_dir");
	char path[256];

	if (!dir)
		fatal("no vm_dir on the kernel's command line");
	mkdir(DIR_RUN, 0755);
	snprintf(path, sizeof(path), "%s/settings", dir);
	if (!access(path, R_OK))
		mount_or_die(dir, DIR_RUN, NULL, MS_BIND, NULL);
	else
		mount_or_die("none", DIR_RUN, "hostfs", 0, dir);
}

static void mount_all(void)
{
	enter_host_root();
	mount_or_die("run", "/run", "tmpfs", 0, "mode=755");
	mount_run_folder();
	mkdir("/run/lock", 01777);
	mkdir("/run/netns", 0755);
	mount_or_die("proc", "/proc", "proc", 0, NULL);
	mount_or_die("sysfs", "/sys", "sysfs", 0, NULL);
	mount_or_die("dev", "/dev", "devtmpfs", 0, NULL);
	mount_or_die("devpts", "/dev/pts", "devpts", 0, "gid=5,mode=620,ptmxmode=666");
	mount_or_die("shm", "/dev/shm", "tmpfs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	mount("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, NULL);
	if (symlink("/proc/self/fd", "/dev/fd") || symlink("fd/0", "/dev/stdin") ||
	    symlink("fd/1", "/dev/stdout") || symlink("fd/2", "/dev/stderr"))
		fprintf(stderr, "init: links in /dev: %s\n", strerror(errno));
}

static void raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request))
		fprintf(stderr, "init: lo: %s\n", strerror(errno));
	close(fd);
}

int modprobe(const char *name)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		execl("/sbin/modprobe", "modprobe", name, NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid ? status : -1;
}

void set_up(void)
{
	const char *host;

	mount_all();
	settings_read();
	host = setting("hostname");
	sethostname(host, strlen(host));
	mount_or_die(setting("modules"), "/lib/modules", NULL, MS_BIND, NULL);
	raise_loopback();
	if (access("/proc/net/if_inet6", F_OK))
		modprobe("ipv6");
}
