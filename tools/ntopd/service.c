// SPDX-License-Identifier: GPL-2.0-or-later
/* Being a service: background, process id, and what the service manager is told. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>
#include "say.h"
#include "service.h"

/* Progress is told at least so often, and within how long there will be more of it. */
#define PROGRESS_US	5000000ULL
#define EXTENSION_US	60000000ULL

/* Where the foreground waits for a sign, -1 it does not. */
static int sign = -1;
static char pid_path[PATH_MAX];
static int pid_fd = -1;
static bool pid_ours;

static void wait_for_sign(int fd)
{
	char octet;

	_exit(read(fd, &octet, 1) == 1 ? 0 : 1);
}

bool service_is_managed(void)
{
	return getenv("NOTIFY_SOCKET");
}

bool service_background(void)
{
	int pipes[2];
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC)) {
		say(SAY_ERROR, "cannot go into the background: %s", strerror(errno));
		return false;
	}
	pid = fork();
	if (pid > 0) {
		close(pipes[1]);
		wait_for_sign(pipes[0]);
	}
	/* Nobody without a session of its own can get a terminal by chance. */
	if (pid < 0 || setsid() < 0 || (pid = fork()) < 0) {
		say(SAY_ERROR, "cannot go into the background: %s", strerror(errno));
		return false;
	}
	if (pid)
		_exit(0);
	close(pipes[0]);
	sign = pipes[1];
	return true;
}

/* Not the folder: paths of the command line mean the same when it is read again. */
static void leave_terminal(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; null >= 0 && fd < 3; fd++)
		dup2(null, fd);
	if (null > 2)
		close(null);
}

bool service_pid_open(const char *path)
{
	if (!*path)
		return true;
	snprintf(pid_path, sizeof(pid_path), "%s", path);
	pid_fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (pid_fd >= 0)
		return true;
	say(service_is_managed() ? SAY_WARNING : SAY_ERROR, "%s: %s", path, strerror(errno));
	return service_is_managed();
}

bool service_pid_write(void)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%d\n", getpid());

	if (pid_fd < 0)
		return true;
	pid_ours = !ftruncate(pid_fd, 0) && write(pid_fd, text, len) == len;
	if (!pid_ours)
		say(SAY_ERROR, "%s: %s", pid_path, strerror(errno));
	return pid_ours;
}

void service_ready(void)
{
	sd_notify(0, "READY=1");
	if (sign < 0)
		return;
	leave_terminal();
	if (write(sign, "", 1) != 1)
		say(SAY_WARNING, "nobody waits for ntopd any more");
	close(sign);
	sign = -1;
}

static uint64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000ULL + now.tv_nsec / 1000;
}

void service_reloading(void)
{
	sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%llu", (unsigned long long)now_us());
}

void service_status(const struct store_status *status, unsigned int interfaces,
		    unsigned int missing)
{
	char waiting[64] = "";

	if (missing)
		snprintf(waiting, sizeof(waiting), ", %u of them waited for", missing);
	sd_notifyf(0, "STATUS=%s %u interfaces%s; %lu recordings, %llu MiB; last step: %lu written, %lu not",
		   status->suspended ? "Disk full, not recording" : "Recording", interfaces,
		   waiting, status->files, (unsigned long long)status->bytes >> 20,
		   status->written, status->missed);
}

void service_progress(void)
{
	static uint64_t told;
	uint64_t now = now_us(), usec;

	if (now - told < PROGRESS_US &&
	    (sd_watchdog_enabled(0, &usec) <= 0 || now - told < usec / 4))
		return;
	told = now;
	sd_notifyf(0, "WATCHDOG=1\nEXTEND_TIMEOUT_USEC=%llu", EXTENSION_US);
}

void service_alive(void)
{
	sd_notify(0, "WATCHDOG=1");
}

int service_patience(void)
{
	uint64_t usec;

	return sd_watchdog_enabled(0, &usec) > 0 ? (int)(usec / 2000) : -1;
}

void service_end(void)
{
	sd_notify(0, "STOPPING=1");
	if (pid_fd < 0)
		return;
	/* Its folder is not ours any more, but the file is: an empty one misleads nobody. */
	if (pid_ours && unlink(pid_path) && ftruncate(pid_fd, 0))
		say(SAY_WARNING, "%s: %s", pid_path, strerror(errno));
	close(pid_fd);
}
