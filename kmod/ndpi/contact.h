/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contact: which provider of calls a client spoke to lately, and from which of its sockets.
 * A table of fixed size: the oldest entry gives way.
 */
#ifndef KNTOP_NDPI_CONTACT_H
#define KNTOP_NDPI_CONTACT_H

#include <linux/types.h>

#include "../packet.h"
#include "world.h"

/** Most entries. */
#define KNTOP_CONTACT_MAX	8192

/**
 * struct kntop_contact_key - whose contact; no padding
 * @world: where
 * @client: whose
 * @port: of its socket, 0 any
 * @provider: with any port: of which provider; else 0
 */
struct kntop_contact_key {
	struct kntop_world	world;
	union kntop_addr	client;
	u32			port;
	u32			provider;
};

/**
 * struct kntop_contact - what is known of it
 * @server: with whom the newest was
 * @time: when that was, clock of the world
 * @provider: which
 */
struct kntop_contact {
	union kntop_addr	server;
	u64			time;
	u32			provider;
};

/** kntop_contact_note - remember a contact. Process. */
void kntop_contact_note(const struct kntop_contact_key *key, const struct kntop_contact *contact);

/**
 * kntop_contact_find - the newest contact
 * @key: whose
 * @time: now, clock of the world
 * @age: nanoseconds that it may be old
 * @contact: overwritten
 *
 * Context: process. Return: false when there is none.
 */
bool kntop_contact_find(const struct kntop_contact_key *key, u64 time, u64 age,
			struct kntop_contact *contact);

/** kntop_contact_start - make it empty. Module init. 0 or -ENOMEM. */
int kntop_contact_start(void);

/** kntop_contact_stop - free it. No worker is left. */
void kntop_contact_stop(void);

#endif /* KNTOP_NDPI_CONTACT_H */
