/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memory: what is allocated on behalf of a flow. nDPI forgets some of its blocks, and
 * frees some that are none; so a flow has a list of all of its own.
 *
 * While a flow is current, nDPI's blocks are put on its list and count against its limit;
 * else they belong to the detection module, and live as long as the guest.
 */
#ifndef KNTOP_GUEST_MEMORY_H
#define KNTOP_GUEST_MEMORY_H

#include <stddef.h>
#include <stdint.h>

struct kntop_memory_block;

/**
 * struct kntop_memory - the blocks of a flow; all zero is none
 * @first: a list
 * @octets: of them, headers included
 */
struct kntop_memory {
	struct kntop_memory_block	*first;
	uint32_t			octets;
};

/** Totals over all flows: live octets; blocks ever; wild pointers freed in vain. */
extern uint32_t kntop_memory_octets, kntop_memory_allocations, kntop_memory_strays;

/** kntop_memory_init - have nDPI allocate here. */
void kntop_memory_init(void);

/** kntop_memory_use - the flow whose blocks these are from now on; NULL: the module's. */
void kntop_memory_use(struct kntop_memory *m);

/** kntop_memory_charge - count @octets of a flow itself; negative when it goes. */
void kntop_memory_charge(int32_t octets);

/** kntop_memory_size - octets of a block of @m, by its address; 0 when it is none. */
size_t kntop_memory_size(const struct kntop_memory *m, const void *p);

/** kntop_memory_clear - free all blocks of @m. */
void kntop_memory_clear(struct kntop_memory *m);

#endif /* KNTOP_GUEST_MEMORY_H */
