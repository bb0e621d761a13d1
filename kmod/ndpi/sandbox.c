// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include "sandbox.h"

/* Steps between two looks at whether to go on: some 0.1 ms. */
#define KNTOP_SANDBOX_SLICE	16384
/* Octets that are copied, filled or added to the memory for the price of a step. */
#define KNTOP_SANDBOX_BULK	64
/* What a look at the clock or a random number costs, in such octets: 8 steps. */
#define KNTOP_SANDBOX_ASKED	(8 * KNTOP_SANDBOX_BULK)
/* How much of the kernel's stack a guest may use; as much stays below it. */
#define KNTOP_SANDBOX_STACK	(THREAD_SIZE / 2 - 1024)
/* Grow by at least this share, so that mapping anew is amortized. */
#define KNTOP_SANDBOX_AHEAD	16

#define KNTOP_SANDBOX_GFP	(GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN | __GFP_NORETRY)
/* A guest that grows must not have others killed for it. */
#define KNTOP_SANDBOX_GFP_ONE	(GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

/* ---- pages ------------------------------------------------------------- */

static void kntop_sandbox_put_pages(struct page **page, u32 count)
{
	while (count--)
		__free_page(page[count]);
}

/* One page of linear memory, in one piece if there is one. */
static bool kntop_sandbox_get_pages(struct page **page)
{
	unsigned int order = get_order(KNTOP_GUEST_PAGE), n;
	struct page *whole = alloc_pages(KNTOP_SANDBOX_GFP, order);

	if (whole) {
		split_page(whole, order);
		for (n = 0; n < KNTOP_SANDBOX_PAGES; n++)
			page[n] = whole + n;
		return true;
	}
	for (n = 0; n < KNTOP_SANDBOX_PAGES; n++) {
		page[n] = alloc_page(KNTOP_SANDBOX_GFP_ONE);
		if (!page[n]) {
			kntop_sandbox_put_pages(page, n);
			return false;
		}
	}
	return true;
}

/*
 * Map the first @capacity pages of linear memory at one address, and the sink at the rest,
 * up to a power of two and a guard after it.
 */
static int kntop_sandbox_map(struct kntop_sandbox *sb, u32 capacity)
{
	u32 there = capacity * KNTOP_SANDBOX_PAGES, n;
	u32 all = roundup_pow_of_two(capacity) * KNTOP_SANDBOX_PAGES;
	struct page **page = kvmalloc_array(all + 1, sizeof(*page), GFP_KERNEL | __GFP_NOWARN);
	void *data;

	if (!page)
		return -ENOMEM;
	memcpy(page, sb->page, there * sizeof(*page));
	for (n = there; n <= all; n++)
		page[n] = sb->sink[n % KNTOP_SANDBOX_PAGES];
	data = vmap(page, all + 1, VM_MAP, PAGE_KERNEL);
	kvfree(page);
	if (!data)
		return -ENOMEM;
	vunmap(sb->guest.data);
	sb->guest.data = data;
	sb->guest.mask = all * PAGE_SIZE - 1;
	sb->capacity = capacity;
	return 0;
}

/* Grow to @capacity pages; on failure nothing changes. */
static int kntop_sandbox_extend(struct kntop_sandbox *sb, u32 capacity)
{
	u32 have = sb->capacity, got;
	struct page **page;
	int err = 0;

	page = kvmalloc_array(capacity * KNTOP_SANDBOX_PAGES, sizeof(*page),
			      GFP_KERNEL | __GFP_NOWARN);
	if (!page)
		return -ENOMEM;
	if (have)
		memcpy(page, sb->page, have * KNTOP_SANDBOX_PAGES * sizeof(*page));
	for (got = have; got < capacity; got++)
		if (!kntop_sandbox_get_pages(page + got * KNTOP_SANDBOX_PAGES))
			break;
	if (got == capacity) {
		swap(page, sb->page);
		err = kntop_sandbox_map(sb, capacity);
		if (!err) {
			kvfree(page);
			return 0;
		}
		swap(page, sb->page);
	}
	kntop_sandbox_put_pages(page + have * KNTOP_SANDBOX_PAGES,
				(got - have) * KNTOP_SANDBOX_PAGES);
	kvfree(page);
	return -ENOMEM;
}

int kntop_sandbox_init(struct kntop_sandbox *sb, u32 pages, u32 limit)
{
	int err;

	BUILD_BUG_ON(PAGE_SIZE > KNTOP_GUEST_PAGE);
	if (!kntop_sandbox_get_pages(sb->sink)) {
		sb->sink[0] = NULL;
		return -ENOMEM;
	}
	sb->limit = max(pages, limit);
	err = kntop_sandbox_extend(sb, pages);
	if (err) {
		kntop_sandbox_exit(sb);
		return err;
	}
	sb->guest.size = pages * KNTOP_GUEST_PAGE;
	sb->guest.stack = kntop_guest_stack_top;
	return 0;
}

void kntop_sandbox_exit(struct kntop_sandbox *sb)
{
	vunmap(sb->guest.data);
	kntop_sandbox_put_pages(sb->page, sb->capacity * KNTOP_SANDBOX_PAGES);
	kvfree(sb->page);
	if (sb->sink[0])
		kntop_sandbox_put_pages(sb->sink, KNTOP_SANDBOX_PAGES);
	memset(sb, 0, sizeof(*sb));
}

void kntop_sandbox_load(struct kntop_sandbox *sb)
{
	const struct kntop_guest_segment *s = kntop_guest_segments;

	for (; s < kntop_guest_segments + kntop_guest_segments_count; s++)
		WARN_ON_ONCE(!kntop_sandbox_write(sb, s->at, s->octets, s->size));
}

void kntop_sandbox_clean(struct kntop_sandbox *sb)
{
	u32 n;

	for (n = 0; n < KNTOP_SANDBOX_PAGES; n++)
		clear_highpage(sb->sink[n]);
}

void kntop_sandbox_shrink(struct kntop_sandbox *sb, u32 pages)
{
	u32 had = sb->capacity;

	if (pages < had && !kntop_sandbox_map(sb, pages))
		kntop_sandbox_put_pages(sb->page + pages * KNTOP_SANDBOX_PAGES,
					(had - pages) * KNTOP_SANDBOX_PAGES);
}

/* ---- limits ------------------------------------------------------------ */

static void kntop_sandbox_refuel(struct kntop_sandbox *sb)
{
	u32 slice = min_t(u64, sb->steps, KNTOP_SANDBOX_SLICE);

	sb->steps -= slice;
	sb->guest.fuel = slice;
}

/* A bulk copy may have taken more than there was. */
static void kntop_sandbox_settle(struct kntop_sandbox *sb)
{
	if (sb->guest.fuel < 0)
		sb->steps -= min_t(u64, sb->steps, -(s64)sb->guest.fuel);
	sb->guest.fuel = 0;
}

void kntop_sandbox_enter(struct kntop_sandbox *sb, const struct kntop_sandbox_limits *limits)
{
	sb->limits = *limits;
	sb->steps = limits->steps;
	sb->where = 0;
	sb->guest.trap = KNTOP_TRAP_KIND_NONE;
	sb->guest.called = 0;
	sb->guest.floor = max(current_stack_pointer - KNTOP_SANDBOX_STACK,
			      (unsigned long)task_stack_page(current) + KNTOP_SANDBOX_STACK);
	kntop_sandbox_refuel(sb);
}

u64 kntop_sandbox_used(const struct kntop_sandbox *sb)
{
	return sb->limits.steps - sb->steps - max(sb->guest.fuel, 0);
}

static struct kntop_sandbox *kntop_sandbox_of(struct kntop_guest *g)
{
	return container_of(g, struct kntop_sandbox, guest);
}

static u32 kntop_sandbox_stop(struct kntop_guest *g, enum kntop_trap_kind kind, unsigned long where)
{
	if (!g->trap) {
		g->trap = kind;
		kntop_sandbox_of(g)->where = where;
	}
	g->fuel = 0;
	return 0;
}

noinline u32 kntop_guest_trap(struct kntop_guest *g, enum kntop_trap_kind kind)
{
	return kntop_sandbox_stop(g, kind, _RET_IP_);
}

static bool kntop_sandbox_is_unwanted(const struct kntop_sandbox *sb)
{
	return (sb->limits.kill && fatal_signal_pending(current)) ||
	       (sb->limits.cancel && READ_ONCE(*sb->limits.cancel));
}

/* Returns false when the guest at @where has to stop. */
static bool kntop_sandbox_go_on(struct kntop_guest *g, unsigned long where)
{
	struct kntop_sandbox *sb = kntop_sandbox_of(g);

	kntop_sandbox_settle(sb);
	if (current_stack_pointer < g->floor)
		kntop_sandbox_stop(g, KNTOP_TRAP_KIND_DEPTH, where);
	else if (!sb->steps)
		kntop_sandbox_stop(g, KNTOP_TRAP_KIND_BUDGET, where);
	else if (kntop_sandbox_is_unwanted(sb))
		kntop_sandbox_stop(g, KNTOP_TRAP_KIND_CANCELLED, where);
	if (g->trap)
		return false;
	cond_resched();
	kntop_sandbox_refuel(sb);
	return true;
}

noinline bool kntop_guest_stop(struct kntop_guest *g)
{
	return !kntop_sandbox_go_on(g, _RET_IP_);
}

/* Pay for work on @octets now: the guest may ask for more of it before its next check. */
static bool kntop_sandbox_pay(struct kntop_guest *g, u32 octets, unsigned long where)
{
	g->fuel -= octets / KNTOP_SANDBOX_BULK;
	return g->fuel >= 0 || kntop_sandbox_go_on(g, where);
}

/* ---- what a guest asks for --------------------------------------------- */

noinline u32 kntop_guest_grow(struct kntop_guest *g, u32 pages)
{
	struct kntop_sandbox *sb = kntop_sandbox_of(g);
	u32 old = kntop_guest_pages(g);

	if (g->trap)
		return U32_MAX;
	/* what it has may be more than the limit: that is a setting */
	if (old > sb->limit || pages > sb->limit - old) {
		kntop_sandbox_stop(g, KNTOP_TRAP_KIND_MEMORY, _RET_IP_);
		return U32_MAX;
	}
	if (!kntop_sandbox_pay(g, pages * KNTOP_GUEST_PAGE, _RET_IP_))
		return U32_MAX;
	if (old + pages > sb->capacity &&
	    kntop_sandbox_extend(sb, clamp(old + old / KNTOP_SANDBOX_AHEAD, old + pages,
					   sb->limit)) &&
	    kntop_sandbox_extend(sb, old + pages))
		return U32_MAX;
	g->size = (old + pages) * KNTOP_GUEST_PAGE;
	return old;
}

static bool kntop_sandbox_has(const struct kntop_guest *g, u32 at, u32 n)
{
	return (u64)at + n <= g->size;
}

/* Bulk copies and fills cost by their size; none is done beyond the memory. */
static bool kntop_sandbox_bulk(struct kntop_guest *g, u32 to, u32 from, u32 n, unsigned long where)
{
	if (g->trap)
		return false;
	if (!kntop_sandbox_has(g, to, n) || !kntop_sandbox_has(g, from, n)) {
		kntop_sandbox_stop(g, KNTOP_TRAP_KIND_OUT_OF_BOUNDS, where);
		return false;
	}
	return kntop_sandbox_pay(g, n, where);
}

noinline void kntop_guest_copy(struct kntop_guest *g, u32 to, u32 from, u32 n)
{
	if (kntop_sandbox_bulk(g, to, from, n, _RET_IP_))
		memmove(g->data + to, g->data + from, n);
}

noinline void kntop_guest_fill(struct kntop_guest *g, u32 to, u32 octet, u32 n)
{
	if (kntop_sandbox_bulk(g, to, to, n, _RET_IP_))
		memset(g->data + to, octet, n);
}

noinline u64 kntop_guest_host_now(struct kntop_guest *g)
{
	if (!kntop_sandbox_pay(g, KNTOP_SANDBOX_ASKED, _RET_IP_))
		return 0;
	return div_u64(ktime_get_real_ns(), NSEC_PER_USEC);
}

noinline u32 kntop_guest_host_random(struct kntop_guest *g)
{
	if (!kntop_sandbox_pay(g, KNTOP_SANDBOX_ASKED, _RET_IP_))
		return 0;
	return get_random_u32();
}

/* ---- copying in and out ------------------------------------------------ */

bool kntop_sandbox_read(const struct kntop_sandbox *sb, void *to, u32 at, u32 n)
{
	bool has = kntop_sandbox_has(&sb->guest, at, n);

	if (has)
		memcpy(to, sb->guest.data + at, n);
	else
		memset(to, 0, n);
	return has;
}

bool kntop_sandbox_write(struct kntop_sandbox *sb, u32 at, const void *from, u32 n)
{
	bool has = kntop_sandbox_has(&sb->guest, at, n);

	if (has)
		memcpy(sb->guest.data + at, from, n);
	return has;
}

bool kntop_sandbox_clear(struct kntop_sandbox *sb, u32 at, u32 n)
{
	bool has = kntop_sandbox_has(&sb->guest, at, n);

	if (has)
		memset(sb->guest.data + at, 0, n);
	return has;
}

u32 kntop_sandbox_string(const struct kntop_sandbox *sb, char *to, u32 size, u32 at)
{
	u32 n = 0;

	if (at && at < sb->guest.size) {
		n = strnlen((const char *)sb->guest.data + at,
			    min(sb->guest.size - at, size - 1));
		memcpy(to, sb->guest.data + at, n);
	}
	to[n] = '\0';
	return n;
}
