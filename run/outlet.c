// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>
#include "outlet.h"

/* The message to fill, or NULL when the packet is too long. */
static struct iovec *outlet_next(struct outlet *o, size_t length)
{
	struct iovec *part;

	if (length > o->room) {
		o->too_long++;
		return NULL;
	}
	if (o->count == OUTLET_MESSAGES)
		outlet_flush(o);
	part = o->parts[o->count];
	o->messages[o->count].msg_hdr = (struct msghdr){ .msg_iov = part };
	o->octets += length;
	return part;
}

void outlet_put(struct outlet *o, const uint8_t *data, size_t length)
{
	struct iovec *part = outlet_next(o, length);

	if (!part)
		return;
	part[0] = (struct iovec){ (void *)data, length };
	o->messages[o->count++].msg_hdr.msg_iovlen = 1;
}

uint8_t *outlet_split(struct outlet *o, const uint8_t *headers, size_t headers_length,
		      const uint8_t *payload, size_t payload_length)
{
	struct iovec *part = outlet_next(o, headers_length + payload_length);
	uint8_t *copy;

	if (!part)
		return NULL;
	copy = o->headers[o->count];
	memcpy(copy, headers, headers_length);
	part[0] = (struct iovec){ copy, headers_length };
	part[1] = (struct iovec){ (void *)payload, payload_length };
	o->messages[o->count++].msg_hdr.msg_iovlen = 2;
	return copy;
}

bool outlet_flush(struct outlet *o)
{
	unsigned int done = 0;
	int sent;

	while (done < o->count) {
		sent = sendmmsg(o->fd, o->messages + done, o->count - done, MSG_NOSIGNAL);
		if (sent > 0) {
			done += sent;
		} else if ((errno != EAGAIN && errno != EINTR && errno != ENOBUFS) || !o->idle()) {
			o->count = 0;
			return false;
		}
	}
	o->packets += o->count;
	o->count = 0;
	return true;
}
