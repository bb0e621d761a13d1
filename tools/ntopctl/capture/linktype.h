/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Link types of captures, and where their frames hold L3. */
#ifndef NTOPCTL_CAPTURE_LINKTYPE_H
#define NTOPCTL_CAPTURE_LINKTYPE_H

#include <kntop.h>

/**
 * struct linktype - a link type that can be read
 * @dlt: libpcap's number
 * @locate: sets protocol and l2_len of a frame whose data and len are set; a
 *	frame that ends inside its link header gets a protocol whose header is cut
 */
struct linktype {
	int dlt;
	void (*locate)(struct kntop_frame *frame);
};

/**
 * linktype_find() - the link type of a number
 * @dlt: DLT_ number of libpcap
 *
 * Return: a constant, or NULL when such captures cannot be read.
 */
const struct linktype *linktype_find(int dlt);

/** Words for a message: what can be read. */
#define LINKTYPE_SUPPORTED \
	"Ethernet, raw IP, BSD loopback, Linux cooked, PPP and Cisco HDLC can be read"

#endif /* NTOPCTL_CAPTURE_LINKTYPE_H */
