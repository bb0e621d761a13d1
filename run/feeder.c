// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * feeder: run a command, and feed it the frames of an interface of this host.
 *
 *   feeder INTERFACE ROOM STATE COMMAND [ARGUMENT]...
 *
 * COMMAND gets a socket as descriptor 33, on which each message is one wire packet
 * of at most ROOM octets (for User Mode Linux: vec0:transport=fd,fd=33). Frames are
 * fed from when the file STATE/watching exists. STATE/feeder says what became of
 * them, several times a second, as lines "key value":
 *
 *   frames        read from the interface; a superpacket counts once
 *   superpackets  of these, cut into wire packets
 *   packets       handed to COMMAND
 *   octets        likewise, without FCS
 *   dropped       frames lost for want of room in the socket's buffer
 *   unreadable    lost: superpackets whose pieces this kernel or we cannot tell,
 *                 frames with neither Ethernet nor IP header
 *   too_long      packets lost: longer than ROOM
 *   buffer        octets that may wait
 *
 * Ends, and ends COMMAND, at SIGTERM, SIGINT, SIGHUP and when its parent ends.
 * Exit status: COMMAND's; 2 when the interface cannot be read; 0 when told to end.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "outlet.h"
#include "source.h"
#include "superpacket.h"

#define OUTLET_FD	33
#define OUTLET_BUFFER	(8 << 20)
#define REPORT_MS	200
#define COMMAND_ENDS_S	10	/* time for the command to clean up after itself */

static volatile sig_atomic_t stopped;
static struct source source;
static struct outlet outlet;
static uint64_t superpackets;
static const char *state;
static pid_t command;

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ULL + t.tv_nsec / 1000000;
}

/* What COMMAND sends, though nobody listens, must not fill its socket. */
static void drain(void)
{
	char octet;

	while (recv(outlet.fd, &octet, sizeof(octet), MSG_DONTWAIT) > 0)
		;
}

/* Renamed into place: a reader never sees half of it. */
static void report(void)
{
	char path[4096], fresh[4096];
	FILE *file;

	source_count_drops(&source);
	drain();
	snprintf(path, sizeof(path), "%s/feeder", state);
	snprintf(fresh, sizeof(fresh), "%s/feeder.new", state);
	file = fopen(fresh, "we");
	if (!file)
		return;
	fprintf(file, "frames %ju\nsuperpackets %ju\npackets %ju\noctets %ju\n"
		"dropped %ju\nunreadable %ju\ntoo_long %ju\nbuffer %ju\n",
		source.frames, superpackets, outlet.packets, outlet.octets,
		source.dropped, source.unreadable, outlet.too_long, source.buffer);
	if (!fclose(file))
		rename(fresh, path);
}

static void report_when_due(void)
{
	static uint64_t due;

	if (now_ms() < due)
		return;
	report();
	due = now_ms() + REPORT_MS;
}

/* The other side reads nothing: losses must be told all the same. */
static bool idle(void)
{
	report_when_due();
	return !stopped;
}

static bool watching(void)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/watching", state);
	return !access(path, F_OK);
}

static void feed(struct frame *f)
{
	if (f->gso.gso_type == VIRTIO_NET_HDR_GSO_NONE) {
		outlet_put(&outlet, f->data, f->length);
		return;
	}
	if (superpacket_split(f, &outlet))
		superpackets++;
	else
		source.unreadable++;
}

/* Feed until told to stop; the exit status. */
static int run(void)
{
	struct pollfd polled = { .fd = source.fd, .events = POLLIN };
	struct frame frames[SOURCE_FRAMES];
	int count, i;

	while (!stopped) {
		report_when_due();
		count = source_read(&source, frames);
		if (count < 0) {
			warnx("%s: the interface is gone", source.name);
			return 2;
		}
		for (i = 0; i < count; i++)
			feed(&frames[i]);
		outlet_flush(&outlet);
		if (!count)
			poll(&polled, 1, REPORT_MS);
	}
	return 0;
}

/* In the child: become the command, which must not outlive us. */
static void __attribute__((noreturn)) become(char **argv, int fd, pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) || getppid() != parent)
		_exit(2);
	if (dup2(fd, OUTLET_FD) < 0)
		err(2, "dup2");
	execvp(argv[0], argv);
	err(2, "%s", argv[0]);
}

static void start(char **argv)
{
	struct timeval patience = { .tv_usec = REPORT_MS * 1000 };
	int ends[2], size = OUTLET_BUFFER;
	pid_t parent = getpid();

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends) ||
	    setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)))
		err(2, "socketpair");
	if (setsockopt(ends[0], SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)))
		setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	outlet.fd = ends[0];
	outlet.idle = idle;
	command = fork();
	if (command < 0)
		err(2, "fork");
	if (!command)
		become(argv, ends[1], parent);
	close(ends[1]);
}

/* End the command; its exit status, or @status when it was we who ended it. */
static int finish(int status)
{
	uint64_t limit = now_ms() + COMMAND_ENDS_S * 1000;
	int result;
	pid_t done;

	done = waitpid(command, &result, WNOHANG);
	if (done == command)
		return WIFEXITED(result) ? WEXITSTATUS(result) : 128 + WTERMSIG(result);
	kill(command, SIGTERM);
	while (!waitpid(command, &result, WNOHANG)) {
		if (now_ms() > limit)
			kill(command, SIGKILL);
		usleep(10000);
	}
	return status;
}

static void catch_signals(void)
{
	const int numbers[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };
	struct sigaction action = { .sa_handler = stop, .sa_flags = SA_NOCLDSTOP };
	unsigned int i;

	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaction(numbers[i], &action, NULL);
}

int main(int argc, char **argv)
{
	pid_t parent = getppid();
	int status = 0;

	if (argc < 5)
		errx(1, "usage: feeder INTERFACE ROOM STATE COMMAND [ARGUMENT]...");
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) || getppid() != parent)
		return 2;
	catch_signals();
	outlet.room = strtoul(argv[2], NULL, 10);
	state = argv[3];
	source_open(&source, argv[1]);
	start(argv + 4);
	while (!stopped && !watching())
		usleep(20000);
	if (!stopped) {
		source_start(&source);
		status = run();
	}
	report();
	return finish(status);
}
