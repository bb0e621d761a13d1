/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * locality: which networks are local, the same for all sources, and which hosts live there.
 *
 * What they carried is counted apart: live interfaces share the namespace's networks, each
 * offline source has a copy of its own. A capture is not traffic of today.
 */
#ifndef KNTOP_LOCALITY_H
#define KNTOP_LOCALITY_H

#include "net.h"

/**
 * kntop_locality_join - give an interface its local networks
 * @kn: namespace
 * @i: interface that nobody knows yet
 *
 * Context: accounting mutex, held until @i is among the interfaces. Return: 0 or -ENOMEM.
 */
int kntop_locality_join(struct kntop_net *kn, struct kntop_interface *i);

/** kntop_locality_leave - free those of an interface without hosts. Accounting mutex. */
void kntop_locality_leave(struct kntop_interface *i);

/**
 * kntop_locality_add - call a network local
 * @kn: namespace
 * @addr: network address, no bits behind the prefix
 * @prefix: over 128 bits
 * @name: alias or ""
 *
 * Context: accounting mutex. Return: 0, -EEXIST, -ENOSPC, -ENOMEM.
 */
int kntop_locality_add(struct kntop_net *kn, const union kntop_addr *addr, u8 prefix,
		       const char *name);

/**
 * kntop_locality_remove - call a network local no longer
 * @kn: namespace
 * @addr: network address
 * @prefix: over 128 bits
 *
 * Context: accounting mutex. Return: 0, -ENOENT, -ENOMEM.
 */
int kntop_locality_remove(struct kntop_net *kn, const union kntop_addr *addr, u8 prefix);

/** kntop_locality_flush - call no network local. Accounting mutex. */
void kntop_locality_flush(struct kntop_net *kn);

#endif /* KNTOP_LOCALITY_H */
