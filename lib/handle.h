/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a handle is made of; inside the library only. */
#ifndef LIBKNTOP_HANDLE_H
#define LIBKNTOP_HANDLE_H

#include <netlink/netlink.h>
#include <kntop.h>
#include "label.h"

#pragma GCC visibility push(hidden)

/** Octets of a receive buffer; the kernel sizes its dump messages after it. */
#define KNTOP_BUFFER_SIZE	65536

/**
 * struct kntop - a connection to the module
 * @socket: for requests
 * @events: for multicast events, NULL when not subscribed
 * @family: number of the generic netlink family
 * @sequence: of the last request
 * @busy: a listing is delivering straight from the socket
 * @buffer: what was received last, KNTOP_BUFFER_SIZE octets
 * @labels: the catalogue, NULL until it was asked for
 */
struct kntop {
	struct nl_sock *socket;
	struct nl_sock *events;
	int family;
	uint32_t sequence;
	bool busy;
	char *buffer;
	struct kntop_labels *labels;
};

/**
 * kntop_socket_open() - a generic netlink socket as this library wants it
 * @err: told why it failed; may be NULL
 *
 * Return: a socket to be freed with nl_socket_free(), or NULL.
 */
struct nl_sock *kntop_socket_open(struct kntop_error *err);

/**
 * kntop_socket_renew() - get rid of what is still under way on the socket
 * @k: handle
 *
 * A dump that nobody reads to its end would block the next one. When no new
 * socket is to be had, the next request fails with -ENOTCONN.
 */
void kntop_socket_renew(struct kntop *k);

#pragma GCC visibility pop

#endif /* LIBKNTOP_HANDLE_H */
