// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/atomic.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "image.h"
#include "sandbox.h"

/* Pages a restored sandbox may keep beyond the image's: 1 MB. */
#define KNTOP_IMAGE_SPARE	16

static atomic64_t kntop_image_total = ATOMIC64_INIT(0);

u64 kntop_image_octets(void)
{
	return atomic64_read(&kntop_image_total);
}

/* Returns false when memory is short. */
static bool kntop_image_keep(struct kntop_image *i, u32 n, const u8 *octets)
{
	if (!memchr_inv(octets, 0, KNTOP_GUEST_PAGE))
		return true;
	i->page[n] = kvmalloc(KNTOP_GUEST_PAGE, GFP_KERNEL | __GFP_NOWARN);
	if (!i->page[n])
		return false;
	memcpy(i->page[n], octets, KNTOP_GUEST_PAGE);
	i->octets += KNTOP_GUEST_PAGE;
	atomic64_add(KNTOP_GUEST_PAGE, &kntop_image_total);
	return true;
}

struct kntop_image *kntop_image_new(const struct kntop_sandbox *sb, u32 door)
{
	u32 pages = kntop_guest_pages(&sb->guest), n;
	struct kntop_image *i = kzalloc(struct_size(i, page, pages), GFP_KERNEL);

	if (!i)
		return NULL;
	refcount_set(&i->refs, 1);
	i->door = door;
	i->pages = pages;
	for (n = 0; n < pages; n++) {
		if (!kntop_image_keep(i, n, sb->guest.data + n * KNTOP_GUEST_PAGE)) {
			kntop_image_put(i);
			return NULL;
		}
		cond_resched();
	}
	return i;
}

void kntop_image_put(struct kntop_image *i)
{
	u32 n;

	if (!i || !refcount_dec_and_test(&i->refs))
		return;
	for (n = 0; n < i->pages; n++)
		kvfree(i->page[n]);
	atomic64_sub(i->octets, &kntop_image_total);
	kfree(i);
}

static void kntop_image_restore_page(const struct kntop_image *i, u32 n, u8 *to)
{
	if (n < i->pages && i->page[n])
		memcpy(to, i->page[n], KNTOP_GUEST_PAGE);
	else
		memset(to, 0, KNTOP_GUEST_PAGE);
}

void kntop_image_restore(const struct kntop_image *i, struct kntop_sandbox *sb)
{
	u32 n;

	if (sb->capacity > i->pages + KNTOP_IMAGE_SPARE)
		kntop_sandbox_shrink(sb, i->pages);
	for (n = 0; n < sb->capacity; n++) {
		kntop_image_restore_page(i, n, sb->guest.data + n * KNTOP_GUEST_PAGE);
		cond_resched();
	}
	kntop_sandbox_clean(sb);
	sb->guest.size = i->pages * KNTOP_GUEST_PAGE;
	sb->guest.stack = kntop_guest_stack_top;
}
