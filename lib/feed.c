// SPDX-License-Identifier: GPL-2.0-or-later
/* Frames for an offline source, many to a request. */
#include <errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "error.h"
#include "request.h"

/* A request is sent once it is this long. */
#define FULL		131072
/* Room for one more frame of the largest size with its attributes. */
#define SIZE		(FULL + 66000)

/**
 * struct kntop_feed - frames on their way to an offline source
 * @k: handle
 * @msg: the request they are collected in
 * @empty: length of the request without any frame
 * @count: frames collected
 */
struct kntop_feed {
	struct kntop *k;
	struct nl_msg *msg;
	uint32_t empty;
	unsigned int count;
};

static int init(struct kntop_feed *feed, const char *name)
{
	feed->msg = nlmsg_alloc_size(SIZE);
	if (!feed->msg ||
	    !genlmsg_put(feed->msg, NL_AUTO_PORT, NL_AUTO_SEQ, feed->k->family, 0, 0,
			 KNTOP_CMD_PACKET_FEED, KNTOP_GENL_VERSION) ||
	    nla_put_string(feed->msg, KNTOP_PACKET_A_INTERFACE, name) < 0)
		return -ENOMEM;
	feed->empty = nlmsg_hdr(feed->msg)->nlmsg_len;
	return 0;
}

struct kntop_feed *kntop_feed_open(struct kntop *k, const char *name,
				   struct kntop_error *err)
{
	struct kntop_feed *feed;
	int size = SIZE * 2;

	kntop_error_clear(err);
	if (strlen(name) >= KNTOP_NAME_SIZE) {
		kntop_error_argument(err, EINVAL, "interface name too long");
		return NULL;
	}
	feed = calloc(1, sizeof(*feed));
	if (!feed) {
		kntop_error_system(err, ENOMEM);
		return NULL;
	}
	feed->k = k;
	if (init(feed, name) < 0) {
		kntop_error_system(err, ENOMEM);
		kntop_feed_close(feed);
		return NULL;
	}
	/* Allowed beyond the system's limit with CAP_NET_ADMIN only, and needed
	 * only where that limit was lowered.
	 */
	if (k->socket)
		(void)setsockopt(nl_socket_get_fd(k->socket), SOL_SOCKET, SO_SNDBUFFORCE,
				 &size, sizeof(size));
	return feed;
}

/* An attribute. Returns where the next one begins. */
static char *put(char *at, uint16_t type, const void *value, size_t len)
{
	struct nlattr *a = (struct nlattr *)at;
	uint32_t zero = 0;

	a->nla_type = type;
	a->nla_len = NLA_HDRLEN + len;
	at += NLA_HDRLEN;
	/* what the value does not fill of its last four octets is zero */
	memcpy(at + NLA_ALIGN(len) - sizeof(zero), &zero, sizeof(zero));
	memcpy(at, value, len);
	return at + NLA_ALIGN(len);
}

/* There is room: see SIZE. */
static void put_frame(struct nlmsghdr *h, const struct kntop_frame *frame)
{
	size_t len = frame->len < KNTOP_FRAME_MAX ? frame->len : KNTOP_FRAME_MAX;
	struct nlattr *nest = (struct nlattr *)((char *)h + NLMSG_ALIGN(h->nlmsg_len));
	char *at = (char *)nest + NLA_HDRLEN;

	at = put(at, KNTOP_FRAME_A_TIME, &frame->time, sizeof(frame->time));
	/* the kernel takes the data's length where nothing is said */
	if (frame->wire_len > len || frame->len > len) {
		uint32_t wire = frame->wire_len > frame->len ? frame->wire_len : frame->len;

		at = put(at, KNTOP_FRAME_A_WIRE_LEN, &wire, sizeof(wire));
	}
	if (frame->protocol) {
		at = put(at, KNTOP_FRAME_A_PROTOCOL, &frame->protocol, sizeof(frame->protocol));
		at = put(at, KNTOP_FRAME_A_L2_LEN, &frame->l2_len, sizeof(frame->l2_len));
	}
	at = put(at, KNTOP_FRAME_A_DATA, frame->data, len);
	nest->nla_type = KNTOP_PACKET_A_FRAME | NLA_F_NESTED;
	nest->nla_len = at - (char *)nest;
	h->nlmsg_len = at - (char *)h;
}

static int send_request(struct kntop_feed *feed, struct kntop_error *err)
{
	int rc = kntop_request_send(feed->k, feed->msg, err);

	nlmsg_hdr(feed->msg)->nlmsg_len = feed->empty;
	feed->count = 0;
	return rc;
}

int kntop_feed_add(struct kntop_feed *feed, const struct kntop_frame *frame,
		   struct kntop_error *err)
{
	struct nlmsghdr *h = nlmsg_hdr(feed->msg);

	/* all that kntop_error_clear() does would be much for each frame */
	if (err)
		err->kind = KNTOP_ERROR_NONE;
	if (!frame->len)
		return kntop_error_argument(err, EINVAL, "a frame without octets");
	put_frame(h, frame);
	feed->count++;
	if (h->nlmsg_len < FULL && feed->count < KNTOP_FEED_MAX)
		return 0;
	return send_request(feed, err);
}

int kntop_feed_flush(struct kntop_feed *feed, struct kntop_error *err)
{
	int rc = 0;

	kntop_error_clear(err);
	if (feed->count)
		rc = send_request(feed, err);
	/* the request without a frame has the worker fold */
	return rc ? rc : send_request(feed, err);
}

unsigned int kntop_feed_pending(const struct kntop_feed *feed)
{
	return feed->count;
}

void kntop_feed_close(struct kntop_feed *feed)
{
	if (!feed)
		return;
	nlmsg_free(feed->msg);
	free(feed);
}
