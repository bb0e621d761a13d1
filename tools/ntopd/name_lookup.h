/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asking DNS for the names of addresses, without ever waiting. */
#ifndef NTOPD_NAME_LOOKUP_H
#define NTOPD_NAME_LOOKUP_H

#include <kntop.h>
#include <poll.h>
#include "../ntopctl/namefile.h"

/** Descriptors that may have to be polled. */
#define NAME_LOOKUP_DESCRIPTORS	32

struct name_lookup;

/**
 * name_lookup_fn() - a look-up is over
 * @addr: of what
 * @name: the answer; "" there is no name; NULL there was no answer
 * @ttl: seconds the answer may be kept, as the name server says; 0 it does not say
 * @data: as given to name_lookup_new()
 */
typedef void (*name_lookup_fn)(const struct kntop_address *addr, const char *name,
			       uint32_t ttl, void *data);

/**
 * name_lookup_new() - use the system's name servers
 * @servers: "ADDRESS:PORT,..." instead of those of resolv.conf(5); NULL
 * @fn: called for each look-up
 * @data: passed to @fn
 *
 * Return: to be given to name_lookup_free(); NULL when it cannot be.
 */
struct name_lookup *name_lookup_new(const char *servers, name_lookup_fn fn, void *data);

/** name_lookup_free() - end; look-ups under way get no answer. May be NULL */
void name_lookup_free(struct name_lookup *l);

/** name_lookup_is_sensible() - whether an address is a host's, and not known on its link only */
bool name_lookup_is_sensible(const struct kntop_address *addr);

/**
 * name_lookup_start() - ask for the name of an address
 * @l: look-ups
 * @addr: address
 *
 * One question is sent, to one server, which has two seconds; after one that brought no
 * answer the next server is asked. Answers come in name_lookup_process(), or at once.
 */
void name_lookup_start(struct name_lookup *l, const struct kntop_address *addr);

/**
 * name_lookup_poll() - what to wait for
 * @l: look-ups
 * @fds: NAME_LOOKUP_DESCRIPTORS to be filled in
 * @timeout: nanoseconds, made smaller when a look-up's patience ends sooner
 *
 * Return: how many descriptors.
 */
unsigned int name_lookup_poll(struct name_lookup *l, struct pollfd *fds, uint64_t *timeout);

/** name_lookup_process() - take what has come; @fds as polled */
void name_lookup_process(struct name_lookup *l, const struct pollfd *fds, unsigned int count);

/**
 * name_lookup_parse() - read an answer
 * @data: the message
 * @len: its octets
 * @name: NAMEFILE_NAME_SIZE octets; of several names the first in the alphabet, "" none
 * @ttl: the smallest of those that lead there
 *
 * Return: false when it is malformed.
 */
bool name_lookup_parse(const unsigned char *data, int len, char *name, uint32_t *ttl);

#endif /* NTOPD_NAME_LOOKUP_H */
