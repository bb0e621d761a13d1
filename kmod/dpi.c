// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "dpi.h"
#include "flow.h"

static DEFINE_MUTEX(kntop_dpi_mutex);
static const struct kntop_classifier __rcu *kntop_dpi_current;
/* Whose flow->classified pointers are; outlives the one above. */
static const struct kntop_classifier *kntop_dpi_owner;
static void (*kntop_dpi_forget_all)(void);

int kntop_classifier_register(const struct kntop_classifier *c)
{
	int err = 0;

	mutex_lock(&kntop_dpi_mutex);
	if (kntop_dpi_owner) {
		err = -EBUSY;
	} else {
		WRITE_ONCE(kntop_dpi_owner, c);
		rcu_assign_pointer(kntop_dpi_current, c);
	}
	mutex_unlock(&kntop_dpi_mutex);
	return err;
}
EXPORT_SYMBOL_GPL(kntop_classifier_register);

void kntop_classifier_unregister(const struct kntop_classifier *c)
{
	mutex_lock(&kntop_dpi_mutex);
	if (kntop_dpi_owner == c) {
		RCU_INIT_POINTER(kntop_dpi_current, NULL);
		synchronize_rcu();
		if (kntop_dpi_forget_all)
			kntop_dpi_forget_all();
		WRITE_ONCE(kntop_dpi_owner, NULL);
	}
	mutex_unlock(&kntop_dpi_mutex);
}
EXPORT_SYMBOL_GPL(kntop_classifier_unregister);

void kntop_dpi_on_leave(void (*forget_all)(void))
{
	kntop_dpi_forget_all = forget_all;
}

bool kntop_dpi_wants(const struct kntop_flow *flow)
{
	const struct kntop_classifier *c = rcu_dereference(kntop_dpi_current);

	return c && c->wants(flow);
}

enum kntop_dpi_answer kntop_dpi_see(struct kntop_flow *flow,
				    const struct kntop_sighting *s, int side)
{
	const struct kntop_classifier *c = rcu_dereference(kntop_dpi_current);

	return c ? c->see(flow, s, side) : KNTOP_DPI_ENOUGH;
}

void kntop_dpi_forget(struct kntop_flow *flow)
{
	if (!flow->classified)
		return;
	/* it cannot leave before it was asked to forget this flow */
	READ_ONCE(kntop_dpi_owner)->forget(flow);
	flow->classified = NULL;
}

bool kntop_dpi_name(char *buf, size_t size)
{
	const struct kntop_classifier *c;

	rcu_read_lock();
	c = rcu_dereference(kntop_dpi_current);
	if (c)
		strscpy(buf, c->name, size);
	rcu_read_unlock();
	return c;
}
