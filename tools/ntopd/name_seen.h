/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that flows carry, and whose they are. */
#ifndef NTOPD_NAME_SEEN_H
#define NTOPD_NAME_SEEN_H

#include "name_table.h"

/**
 * struct name_seen - a name that a flow told
 * @addr: whose it is
 * @source: how it was told
 * @name: the name
 */
struct name_seen {
	struct kntop_address addr;
	enum namefile_source source;
	char name[NAMEFILE_NAME_SIZE];
};

/**
 * name_seen_of() - the name that a flow tells
 * @flow: a flow or the record of one
 * @protocol: name of its application's protocol, or NULL
 * @master: name of what carries it, or NULL
 * @seen: filled in
 *
 * Only what the packets say counts, never a guess, and only what is a name by its look.
 * DHCP: the client's host name, when the flow has the client's address. mDNS: what a host
 * announces with its own address. NetBIOS: what a host calls itself in its datagrams. DNS:
 * the name in a question and an address in its answer. TLS, QUIC, HTTP: the name that a
 * client asks the server for, and gets: a handshake that goes on, with a certificate of that
 * name where it can be seen; a status of success, but not from a proxy.
 *
 * Return: false when there is none.
 */
bool name_seen_of(const struct kntop_flow *flow, const char *protocol, const char *master,
		  struct name_seen *seen);

/** name_seen_is_host() - whether an address can be that of a single host */
bool name_seen_is_host(const struct kntop_address *addr);

/** name_seen_is_name() - whether a text is a name as DNS has them, and no address */
bool name_seen_is_name(const char *text);

#endif /* NTOPD_NAME_SEEN_H */
