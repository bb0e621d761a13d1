/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sandbox: a guest's linear memory, and the limits under which it runs: steps, stack,
 * memory. What confines its accesses is in runtime.h.
 *
 * A sandbox is used by one thread at a time. The functions below may sleep.
 */
#ifndef KNTOP_NDPI_SANDBOX_H
#define KNTOP_NDPI_SANDBOX_H

#include <linux/types.h>

#include "runtime.h"

struct page;
struct kntop_sandbox;

/** Base pages of one page of linear memory. */
#define KNTOP_SANDBOX_PAGES	(KNTOP_GUEST_PAGE / PAGE_SIZE)

/**
 * struct kntop_sandbox_limits - what the guest gets for one call
 * @steps: function calls and turns of loops
 * @kill: stop it when the current task is killed
 * @cancel: stop it when this is true, looked at every few thousand steps; NULL never
 */
struct kntop_sandbox_limits {
	u64		steps;
	bool		kill;
	const bool	*cancel;
};

/**
 * struct kntop_sandbox - a sandbox
 * @guest: what translated code sees
 * @page: base pages of the linear memory, KNTOP_SANDBOX_PAGES for each of @capacity
 * @capacity: pages of linear memory that are there; the guest may use @guest.size of them
 * @limit: most pages of linear memory
 * @sink: stands for addresses that the memory does not have
 * @limits: of the call under way
 * @steps: that are left of those
 * @where: address of the code that was stopped
 */
struct kntop_sandbox {
	struct kntop_guest		guest;
	struct page			**page;
	u32				capacity;
	u32				limit;
	struct page			*sink[KNTOP_GUEST_PAGE / 4096];
	struct kntop_sandbox_limits	limits;
	u64				steps;
	unsigned long			where;
};

/**
 * kntop_sandbox_init - give a guest its initial memory
 * @sb: all zero
 * @pages: how many; at least kntop_guest_pages_least
 * @limit: most pages it may grow to
 *
 * Return: 0 or -ENOMEM.
 */
int kntop_sandbox_init(struct kntop_sandbox *sb, u32 pages, u32 limit);

/** kntop_sandbox_exit - free its memory; one that failed to begin is fine. */
void kntop_sandbox_exit(struct kntop_sandbox *sb);

/** kntop_sandbox_load - put the guest's initial data into a memory that is all zero. */
void kntop_sandbox_load(struct kntop_sandbox *sb);

/** kntop_sandbox_clean - clear what the guest put beyond its memory. */
void kntop_sandbox_clean(struct kntop_sandbox *sb);

/** kntop_sandbox_shrink - give back what is more than @pages; their content stays. */
void kntop_sandbox_shrink(struct kntop_sandbox *sb, u32 pages);

/**
 * kntop_sandbox_enter - before a call of the guest: set its limits, forget the last trap
 * @sb: sandbox
 * @limits: for this call
 */
void kntop_sandbox_enter(struct kntop_sandbox *sb,
			 const struct kntop_sandbox_limits *limits);

/** kntop_sandbox_trap - why the guest was stopped; KNTOP_TRAP_KIND_NONE: it returned. */
static inline enum kntop_trap_kind kntop_sandbox_trap(const struct kntop_sandbox *sb)
{
	return sb->guest.trap;
}

/** kntop_sandbox_used - steps that the last call took. */
u64 kntop_sandbox_used(const struct kntop_sandbox *sb);

/**
 * kntop_sandbox_read - copy out of the linear memory
 * @sb: sandbox
 * @to: where to
 * @at: the guest's address
 * @n: octets
 *
 * Return: false, and zeroes, when these octets are not all in the memory.
 */
bool kntop_sandbox_read(const struct kntop_sandbox *sb, void *to, u32 at, u32 n);

/** kntop_sandbox_write - copy into it; false when there is no such place. */
bool kntop_sandbox_write(struct kntop_sandbox *sb, u32 at, const void *from, u32 n);

/** kntop_sandbox_clear - zero a part of it; false when there is no such place. */
bool kntop_sandbox_clear(struct kntop_sandbox *sb, u32 at, u32 n);

/**
 * kntop_sandbox_string - copy a string out of it
 * @sb: sandbox
 * @to: where to; ends with NUL
 * @size: octets of @to
 * @at: the guest's address; 0 is none
 *
 * Return: its length, cut to @size less one, or where the memory ends.
 */
u32 kntop_sandbox_string(const struct kntop_sandbox *sb, char *to, u32 size, u32 at);

#endif /* KNTOP_NDPI_SANDBOX_H */
