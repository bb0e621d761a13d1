/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source: a packet socket on one interface of this host. It sees what the interface
 * receives and sends, superpackets as such; the interface is promiscuous as long as
 * the socket is open.
 */
#ifndef KNTOP_RUN_SOURCE_H
#define KNTOP_RUN_SOURCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include "frame.h"

#define SOURCE_FRAMES	64		/* most that one read returns */
#define SOURCE_BUFFER	(64 << 20)	/* octets in which frames may wait */

/**
 * struct source - the socket, and what became of the frames it saw
 * @fd: the socket
 * @name: of the interface
 * @buffer: what the kernel granted of SOURCE_BUFFER
 * @frames: read
 * @dropped: frames that the kernel dropped for want of room in the buffer
 * @unreadable: superpackets of a kind that packet sockets of this kernel cannot read;
 *	frames without Ethernet header that are not IP either
 */
struct source {
	int fd;
	const char *name;
	uint64_t buffer;
	uint64_t frames;
	uint64_t dropped;
	uint64_t unreadable;
	int ifindex;
	bool ethernet;
	struct source_slot *slots;
	struct mmsghdr messages[SOURCE_FRAMES];
	struct iovec parts[SOURCE_FRAMES][2];
};

/**
 * source_open() - make the socket ready; it sees nothing yet
 * @s: what to fill
 * @name: of the interface; stays with the caller
 *
 * Ends the process with a message when that cannot be done.
 */
void source_open(struct source *s, const char *name);

/** source_start() - see frames from now on; ends the process when that fails. */
void source_start(struct source *s);

/**
 * source_read() - the frames that are there, without waiting
 * @s: the source
 * @frames: SOURCE_FRAMES of them; their data stays until the next call
 *
 * Return: how many; 0 when there are none for now; -1 when the interface is gone.
 */
int source_read(struct source *s, struct frame *frames);

/** source_count_drops() - bring @dropped up to date. */
void source_count_drops(struct source *s);

#endif
