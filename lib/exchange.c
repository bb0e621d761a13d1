// SPDX-License-Identifier: GPL-2.0-or-later
/* Sending a request and receiving what answers it.
 *
 * Messages are walked in the receive buffer itself: libnl's own receive loop
 * would allocate and copy every one of them.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "error.h"
#include "request.h"

#define RETRIES		3

struct exchange {
	struct kntop *k;
	const struct nlmsghdr *request;
	kntop_reply_fn fn;
	void *data;
	struct kntop_error *err;
	char *kept;		/* what was received, when collecting */
	size_t kept_len;
	bool collect;
	bool interrupted;
	bool done;
};

static int send_request(struct kntop *k, struct nl_msg *msg, struct kntop_error *err)
{
	struct nlmsghdr *h = nlmsg_hdr(msg);
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	ssize_t n;

	if (!k->socket)
		return kntop_error_system(err, ENOTCONN);
	h->nlmsg_seq = ++k->sequence;
	h->nlmsg_pid = nl_socket_get_local_port(k->socket);
	do {
		n = sendto(nl_socket_get_fd(k->socket), h, h->nlmsg_len, 0,
			   (struct sockaddr *)&kernel, sizeof(kernel));
	} while (n < 0 && errno == EINTR);
	return n < 0 ? kntop_error_system(err, errno) : 0;
}

/* One datagram of the kernel into the handle's buffer: its length, or negative. */
static ssize_t receive(struct kntop *k, struct kntop_error *err)
{
	struct sockaddr_nl from = { 0 };
	socklen_t len;
	ssize_t n;

	do {
		len = sizeof(from);
		n = recvfrom(nl_socket_get_fd(k->socket), k->buffer, KNTOP_BUFFER_SIZE,
			     MSG_TRUNC, (struct sockaddr *)&from, &len);
	} while ((n < 0 && errno == EINTR) || (n >= 0 && from.nl_pid));
	if (n < 0)
		return kntop_error_system(err, errno);
	if (n > KNTOP_BUFFER_SIZE)
		return kntop_error_system(err, EMSGSIZE);
	return n;
}

static int take_end(struct exchange *x, const struct nlmsghdr *h)
{
	const struct nlmsgerr *e = nlmsg_data(h);
	int code = 0;

	x->done = true;
	if (nlmsg_datalen(h) >= (int)sizeof(int))
		code = e->error;
	return code ? kntop_error_kernel(x->err, code, x->request, h) : 0;
}

static int take_record(struct exchange *x, const struct nlmsghdr *h)
{
	if (!genlmsg_valid_hdr((struct nlmsghdr *)h, 0))
		return kntop_error_system(x->err, EPROTO);
	if (!x->fn)
		return 0;
	return x->fn(nlmsg_attrdata(h, GENL_HDRLEN), nlmsg_attrlen(h, GENL_HDRLEN), x->data);
}

static int take(struct exchange *x, const struct nlmsghdr *h)
{
	if (h->nlmsg_seq != x->request->nlmsg_seq)
		return 0;
	if (h->nlmsg_flags & NLM_F_DUMP_INTR)
		x->interrupted = true;
	switch (h->nlmsg_type) {
	case NLMSG_NOOP:
		return 0;
	case NLMSG_ERROR:
	case NLMSG_DONE:
		return take_end(x, h);
	case NLMSG_OVERRUN:
		return kntop_error_system(x->err, ENOBUFS);
	default:
		return x->collect ? 0 : take_record(x, h);
	}
}

static int walk(struct exchange *x, const char *data, int len,
		int (*fn)(struct exchange *x, const struct nlmsghdr *h))
{
	struct nlmsghdr *h = (struct nlmsghdr *)data;
	int rc = 0;

	for (; !rc && nlmsg_ok(h, len); h = nlmsg_next(h, &len))
		rc = fn(x, h);
	return rc;
}

static int keep(struct exchange *x, size_t len)
{
	size_t room = NLMSG_ALIGN(len);
	char *bigger = realloc(x->kept, x->kept_len + room);

	if (!bigger)
		return kntop_error_system(x->err, ENOMEM);
	x->kept = bigger;
	memset(bigger + x->kept_len + len, 0, room - len);
	memcpy(bigger + x->kept_len, x->k->buffer, len);
	x->kept_len += room;
	return 0;
}

static int receive_all(struct exchange *x)
{
	ssize_t n;
	int rc = 0;

	while (!rc && !x->done) {
		n = receive(x->k, x->err);
		if (n < 0)
			return n;
		rc = walk(x, x->k->buffer, n, take);
		if (!rc && x->collect)
			rc = keep(x, n);
	}
	return rc;
}

static int run(struct exchange *x, struct nl_msg *msg)
{
	int rc = send_request(x->k, msg, x->err);

	if (rc)
		return rc;
	x->k->busy = true;
	rc = receive_all(x);
	x->k->busy = false;
	if (!x->done)
		kntop_socket_renew(x->k);
	return rc;
}

static int deliver_one(struct exchange *x, const struct nlmsghdr *h)
{
	if (h->nlmsg_seq != x->request->nlmsg_seq || h->nlmsg_type < NLMSG_MIN_TYPE)
		return 0;
	return take_record(x, h);
}

static int deliver(struct exchange *x)
{
	const char *data = x->kept;
	size_t left = x->kept_len;
	int rc = 0;

	while (!rc && left) {
		const struct nlmsghdr *h = (const struct nlmsghdr *)data;
		size_t step = NLMSG_ALIGN(h->nlmsg_len);

		if (h->nlmsg_len < sizeof(*h) || step > left)
			break;
		rc = deliver_one(x, h);
		data += step;
		left -= step;
	}
	return rc;
}

static int check_ready(struct kntop *k, const struct kntop_request *rq,
		       struct kntop_error *err)
{
	kntop_error_clear(err);
	if (k->busy)
		return kntop_error_argument(err, EBUSY, "the handle is in use by a listing");
	if (rq->failed)
		return kntop_error_system(err, rq->msg ? EMSGSIZE : ENOMEM);
	return 0;
}

int kntop_request_send(struct kntop *k, struct nl_msg *msg, struct kntop_error *err)
{
	struct exchange x = { .k = k, .request = nlmsg_hdr(msg), .err = err };

	if (k->busy)
		return kntop_error_argument(err, EBUSY, "the handle is in use by a listing");
	nlmsg_hdr(msg)->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	return run(&x, msg);
}

int kntop_request_do(struct kntop *k, struct kntop_request *rq, kntop_reply_fn fn,
		     void *data, struct kntop_error *err)
{
	struct exchange x = { .k = k, .fn = fn, .data = data, .err = err };
	int rc = check_ready(k, rq, err);

	if (!rc) {
		x.request = nlmsg_hdr(rq->msg);
		nlmsg_hdr(rq->msg)->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
		rc = run(&x, rq->msg);
	}
	nlmsg_free(rq->msg);
	return rc;
}

static int dump(struct exchange *x, struct nl_msg *msg)
{
	int tries = x->collect ? RETRIES : 1;
	int rc;

	do {
		x->kept_len = 0;
		x->interrupted = false;
		x->done = false;
		rc = run(x, msg);
	} while (!rc && x->interrupted && --tries > 0);
	if (!rc && x->collect)
		rc = deliver(x);
	return !rc && x->interrupted ? KNTOP_INCONSISTENT : rc;
}

int kntop_request_dump(struct kntop *k, struct kntop_request *rq, bool collect,
		       kntop_reply_fn fn, void *data, struct kntop_error *err)
{
	struct exchange x = { .k = k, .fn = fn, .data = data, .err = err, .collect = collect };
	int rc = check_ready(k, rq, err);

	if (!rc) {
		x.request = nlmsg_hdr(rq->msg);
		nlmsg_hdr(rq->msg)->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
		rc = dump(&x, rq->msg);
	}
	nlmsg_free(rq->msg);
	free(x.kept);
	return rc;
}
