/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * outlet: the way into User Mode Linux, a socket that carries one wire packet a
 * message. Messages are gathered and sent many at a time; what is sent must stay
 * where it is until outlet_flush().
 */
#ifndef KNTOP_RUN_OUTLET_H
#define KNTOP_RUN_OUTLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define OUTLET_MESSAGES	256
#define OUTLET_HEADERS	512	/* longest changed headers in front of a payload */

/**
 * struct outlet - messages under way
 * @fd: the socket, blocking, with a send timeout
 * @room: longest packet that the other side can take
 * @packets: handed over since the start
 * @octets: likewise
 * @too_long: packets longer than @room, which are not handed over
 * @idle: called while the other side does not read; false gives up
 */
struct outlet {
	int fd;
	size_t room;
	uint64_t packets;
	uint64_t octets;
	uint64_t too_long;
	bool (*idle)(void);
	unsigned int count;
	struct mmsghdr messages[OUTLET_MESSAGES];
	struct iovec parts[OUTLET_MESSAGES][2];
	uint8_t headers[OUTLET_MESSAGES][OUTLET_HEADERS];
};

/**
 * outlet_put() - one packet, as it is
 * @o: the outlet
 * @data: stays untouched until the next outlet_flush()
 * @length: in octets
 */
void outlet_put(struct outlet *o, const uint8_t *data, size_t length);

/**
 * outlet_split() - one packet whose headers differ from those that came
 * @o: the outlet
 * @headers: copied; at most OUTLET_HEADERS
 * @headers_length: in octets
 * @payload: stays untouched until the next outlet_flush()
 * @payload_length: in octets
 *
 * Return: the copy of the headers, for changes; NULL when the packet is too long.
 */
uint8_t *outlet_split(struct outlet *o, const uint8_t *headers, size_t headers_length,
		      const uint8_t *payload, size_t payload_length);

/** outlet_flush() - hand over all that was put; false when told to give up. */
bool outlet_flush(struct outlet *o);

#endif
