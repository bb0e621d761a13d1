// SPDX-License-Identifier: GPL-2.0-or-later
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "file.h"
#include "setup.h"

#define WINDOW_CHECK_MS	1000

/* A pipe from the command to a file on the host. */
struct pump {
	int from;
	int to;
};

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
			if (polled[i].revents && !pump_carry(&pumps[i])) {
				close(pumps[i].from);
				polled[i].fd = -1;
			}
		if (polled[2].revents && reap(signals, command, &result)) {
			/* Daemons that it left would hold the pipes open. */
			kill(-1, SIGKILL);
			polled[2].fd = -1;
		}
	}
	return result;
}

int run_command(void)
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
