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
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define DIR_RUN		"/run/vm/"
#define MARK		"kntop-vm: the command starts\n"
#define KMEMLEAK	"/sys/kernel/debug/kmemleak"
#define BOOT_MODULES	"/modules"
#define MOUNT_9P	"trans=virtio,version=9p2000.L,msize=524288,cache=loose,access=any"

enum { LOG_READ_ALL = 3, LOG_SIZE = 10, WINDOW_CHECK_MS = 1000 };

/* A pipe from the command to a file on the host. */
struct pump {
	int from;
	int to;
};

static const char *settings;

/* A VM whose init ends panics; one that cannot go on says why and powers off. */
static void __attribute__((format(printf, 1, 2), noreturn)) fatal(const char *format, ...)
{
	va_list args;

	fputs("init: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, ": %s\n", strerror(errno));
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

static void mount_or_die(const char *source, const char *target, const char *type,
			 unsigned long flags, const char *options)
{
	mkdir(target, 0755);
	if (mount(source, target, type, flags, options) && errno != EBUSY)
		fatal("mount %s on %s", source, target);
}

/* The whole file with a NUL after it; NULL when it cannot be read. */
static char *slurp(const char *path, size_t *length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0, room = 4096;
	char *data;
	ssize_t n;

	if (fd < 0)
		return NULL;
	data = malloc(room);
	while (data && (n = read(fd, data + used, room - used - 1)) > 0) {
		used += n;
		if (room - used < 2)
			data = realloc(data, room *= 2);
	}
	close(fd);
	if (!data)
		fatal("read %s", path);
	data[used] = '\0';
	if (length)
		*length = used;
	return data;
}

static char *slurp_or_die(const char *path, size_t *length)
{
	char *data = slurp(path, length);

	if (!data)
		fatal("read %s", path);
	return data;
}

/* One write: kernel files take a command in one piece. */
static void write_file(const char *path, const void *data, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, data, length) != (ssize_t)length)
		fprintf(stderr, "init: write %s: %s\n", path, strerror(errno));
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

/* The value of a setting, "" when there is none; never freed. */
static const char *setting(const char *key)
{
	size_t length = strlen(key);
	const char *line = settings;

	while (line && *line) {
		if (!strncmp(line, key, length) && line[length] == '=')
			return strndup(line + length + 1, strcspn(line + length + 1, "\n"));
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return "";
}

/* The vector of a buffer of NUL-ended words. */
static char **words(char *data, size_t length)
{
	size_t count = 0, at;
	char **vector;

	vector = calloc(length + 1, sizeof(*vector));
	if (!vector)
		fatal("memory");
	for (at = 0; at < length; at += strlen(data + at) + 1)
		vector[count++] = data + at;
	return vector;
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

static int modprobe(const char *name)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		execl("/sbin/modprobe", "modprobe", name, NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid ? status : -1;
}

static void set_up(void)
{
	const char *host;

	mount_all();
	settings = slurp_or_die(DIR_RUN "settings", NULL);
	host = setting("hostname");
	sethostname(host, strlen(host));
	mount_or_die(setting("modules"), "/lib/modules", NULL, MS_BIND, NULL);
	raise_loopback();
	if (access("/proc/net/if_inet6", F_OK))
		modprobe("ipv6");
	if (!access(KMEMLEAK, W_OK)) {
		/* What the boot lost is not the command's fault. */
		write_file(KMEMLEAK, "scan=off", 8);
		write_file(KMEMLEAK, "clear", 5);
	}
	write_file("/dev/kmsg", MARK, strlen(MARK));
	write_file(DIR_RUN "started", "", 0);
}

static void child_terminal(const char *device)
{
	struct winsize size = {
		.ws_row = atoi(setting("rows")), .ws_col = atoi(setting("columns")),
	};
	int fd = open(device, O_RDWR);

	if (fd < 0 || ioctl(fd, TIOCSCTTY, 0) || ioctl(fd, TIOCSWINSZ, &size))
		fatal("%s", device);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	close(fd);
}

static void child_pipes(int out, int err)
{
	dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
	dup2(out, 1);
	dup2(err < 0 ? out : err, 2);
}

/* In the child: become the command. */
static void __attribute__((noreturn)) child(int out, int err)
{
	const char *device = setting("terminal");
	size_t argv_length, environ_length;
	char *argv = slurp_or_die(DIR_RUN "argv", &argv_length);
	char *environment = slurp_or_die(DIR_RUN "environ", &environ_length);
	char **vector = words(argv, argv_length);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	if (*device)
		child_terminal(device);
	else
		child_pipes(out, err);
	environ = words(environment, environ_length);
	if (chdir(setting("cwd"))) {
		fprintf(stderr, "run: %s is not visible in the VM: %s\n", setting("cwd"),
			strerror(errno));
		_exit(2);
	}
	if (*setting("load") && modprobe("kntop"))
		_exit(2);
	execvp(vector[0], vector);
	fprintf(stderr, "run: %s: %s\n", vector[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

/*
 * Open the pump of one file and return the pipe's end for the command. O_DSYNC:
 * else the output would stay in this kernel's page cache until the very end.
 */
static int pump_open(struct pump *pump, const char *file)
{
	int ends[2];

	pump->to = open(file, O_WRONLY | O_APPEND | O_DSYNC | O_CLOEXEC);
	if (pump->to < 0 || pipe2(ends, O_CLOEXEC))
		fatal("%s", file);
	pump->from = ends[0];
	return ends[1];
}

/* Carry what there is; false at the end of the pipe, or when the host is full. */
static bool pump_carry(struct pump *pump)
{
	static char block[65536];
	ssize_t length = read(pump->from, block, sizeof(block)), done = 0, n;

	while (done < length) {
		n = write(pump->to, block + done, length - done);
		if (n <= 0)
			return false;
		done += n;
	}
	return length > 0;
}

/* Reap what ended; true when the command did, with its exit status. */
static bool reap(int signals, pid_t command, int *result)
{
	struct signalfd_siginfo info;
	bool ended = false;
	int status;
	pid_t pid;

	if (read(signals, &info, sizeof(info)) < 0)
		return false;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != command)
			continue;
		ended = true;
		*result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
	return ended;
}

/*
 * Take over the next new size of the caller's window. The file's name is always a
 * new one: this kernel would serve an old one from its cache.
 */
static void follow_window(const char *device)
{
	static unsigned int next = 1;
	struct winsize size = {};
	char path[64], *text;
	int fd;

	snprintf(path, sizeof(path), DIR_RUN "size.%u", next);
	text = slurp(path, NULL);
	if (!text)
		return;
	next++;
	fd = open(device, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (sscanf(text, "%hu %hu", &size.ws_row, &size.ws_col) == 2 && fd >= 0)
		ioctl(fd, TIOCSWINSZ, &size);
	close(fd);
	free(text);
}

/* Carry output until the command has ended and every pipe with it. */
static int attend(pid_t command, struct pump *pumps, int signals)
{
	struct pollfd polled[3] = {
		{ pumps[0].from, POLLIN, 0 }, { pumps[1].from, POLLIN, 0 }, { signals, POLLIN, 0 },
	};
	const char *device = setting("terminal");
	int timeout = *device ? WINDOW_CHECK_MS : -1;
	int result = 255, i;

	while (polled[0].fd >= 0 || polled[1].fd >= 0 || polled[2].fd >= 0) {
		if (poll(polled, 3, timeout) < 0)
			continue;
		if (*device)
			follow_window(device);
		for (i = 0; i < 2; i++)
			if (polled[i].revents && !pump_carry(&pumps[i]))
				polled[i].fd = -1;
		if (polled[2].revents && reap(signals, command, &result)) {
			/* Daemons that it left would hold the pipes open. */
			kill(-1, SIGKILL);
			polled[2].fd = -1;
		}
	}
	return result;
}

static int run_command(void)
{
	struct pump pumps[2] = { { -1, -1 }, { -1, -1 } };
	int out = -1, err = -1, signals;
	sigset_t child_ended;
	pid_t command;

	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ended, NULL);
	signals = signalfd(-1, &child_ended, SFD_CLOEXEC);
	if (!*setting("terminal")) {
		out = pump_open(&pumps[0], DIR_RUN "out");
		if (!*setting("merge"))
			err = pump_open(&pumps[1], DIR_RUN "err");
	}
	command = fork();
	if (command < 0 || signals < 0)
		fatal("start the command");
	if (!command)
		child(out, err);
	close(out);
	close(err);
	return attend(command, pumps, signals);
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
