/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * provider: who offers calls: by which labels its applications are known, and where its relays
 * are. The one table of them.
 */
#ifndef KNTOP_NDPI_PROVIDER_H
#define KNTOP_NDPI_PROVIDER_H

#include <linux/types.h>

#include "../packet.h"

/** Providers are numbered from 1 on; 0 is none. */
#define KNTOP_PROVIDER_NONE	0

/**
 * kntop_provider_meet - learn a label's number
 * @number: the catalogue's number of a protocol
 * @name: its name
 *
 * Context: process.
 */
void kntop_provider_meet(unsigned int number, const char *name);

/** kntop_provider_count - the highest number of a provider. */
unsigned int kntop_provider_count(void);

/** kntop_provider_of - whose application is a protocol of the catalogue? */
unsigned int kntop_provider_of(unsigned int number);

/** kntop_provider_call - the catalogue's number of a provider's calls; 0: has no such name. */
unsigned int kntop_provider_call(unsigned int provider);

/** kntop_provider_has_port - do relays of a provider use this UDP port? */
bool kntop_provider_has_port(unsigned int provider, u16 port);

/** kntop_provider_has_addr - is an address in the networks that a provider says are its own? */
bool kntop_provider_has_addr(unsigned int provider, const union kntop_addr *addr);

#endif /* KNTOP_NDPI_PROVIDER_H */
