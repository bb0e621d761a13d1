/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Building a request and exchanging it for its replies. */
#ifndef LIBKNTOP_REQUEST_H
#define LIBKNTOP_REQUEST_H

#include <kntop.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include "handle.h"

#pragma GCC visibility push(hidden)

/**
 * struct kntop_request - a request under construction
 * @msg: the message, NULL when there was no memory for it
 * @failed: an attribute did not fit
 */
struct kntop_request {
	struct nl_msg *msg;
	bool failed;
};

/**
 * kntop_request_init() - begin a request
 * @rq: to initialize; kntop_request_do() and kntop_request_dump() consume it
 * @k: handle
 * @cmd: &enum kntop_cmd
 */
void kntop_request_init(struct kntop_request *rq, struct kntop *k, uint8_t cmd);

/** kntop_request_init_size() - the same for a request of up to @size octets */
void kntop_request_init_size(struct kntop_request *rq, struct kntop *k, uint8_t cmd,
			     size_t size);

/* Each adds an attribute; failure is remembered and told when it is sent. */
void kntop_request_u8(struct kntop_request *rq, int type, uint8_t value);
void kntop_request_u16(struct kntop_request *rq, int type, uint16_t value);
void kntop_request_u32(struct kntop_request *rq, int type, uint32_t value);
void kntop_request_u64(struct kntop_request *rq, int type, uint64_t value);
void kntop_request_string(struct kntop_request *rq, int type, const char *value);
void kntop_request_address(struct kntop_request *rq, int type,
			   const struct kntop_address *addr);
void kntop_request_octets(struct kntop_request *rq, int type, const void *value, size_t len);
void kntop_request_flag(struct kntop_request *rq, int type);

/**
 * typedef kntop_reply_fn - receives one reply message
 * @head: its first attribute
 * @len: octets of attributes
 * @data: as given with the request
 *
 * Return: 0 to go on, negative to stop.
 */
typedef int (*kntop_reply_fn)(const struct nlattr *head, int len, void *data);

/**
 * kntop_request_do() - send, and wait for the acknowledgement
 * @k: handle
 * @rq: consumed
 * @fn: receives the reply, or NULL when none is expected
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: 0 or a negative errno value.
 */
int kntop_request_do(struct kntop *k, struct kntop_request *rq, kntop_reply_fn fn,
		     void *data, struct kntop_error *err);

/**
 * kntop_request_send() - as kntop_request_do(), but the message stays the caller's
 * @k: handle
 * @msg: a message made by kntop_request_init()
 * @err: told why it failed; may be NULL
 *
 * Return: 0 or a negative errno value.
 */
int kntop_request_send(struct kntop *k, struct nl_msg *msg, struct kntop_error *err);

/**
 * kntop_request_dump() - send, and receive a listing
 * @k: handle
 * @rq: consumed
 * @collect: receive everything before the first record is delivered, and ask
 *	anew, three times at most, when the kernel calls the listing interrupted
 * @fn: receives each reply
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: 0, KNTOP_INCONSISTENT, what @fn returned, or a negative errno value.
 */
int kntop_request_dump(struct kntop *k, struct kntop_request *rq, bool collect,
		       kntop_reply_fn fn, void *data, struct kntop_error *err);

#pragma GCC visibility pop

#endif /* LIBKNTOP_REQUEST_H */
