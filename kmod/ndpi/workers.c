// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/err.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "../flow.h"
#include "image.h"
#include "pending.h"
#include "worker.h"
#include "workers.h"

static struct kntop_workers __rcu *kntop_workers_set;
static siphash_aligned_key_t kntop_workers_key;	/* constant after init */

/*
 * Held by those who wait for workers, so that none is freed meanwhile; for
 * writing by those who change the two sets.
 */
static DECLARE_RWSEM(kntop_workers_sem);
static struct kntop_workers *kntop_workers_retired;	/* sem */
static u64 kntop_workers_past;				/* verdicts of freed ones; sem */

static void kntop_workers_bury(struct work_struct *work);
static DECLARE_WORK(kntop_workers_funeral, kntop_workers_bury);
static void kntop_workers_watch(struct work_struct *work);
static DECLARE_DELAYED_WORK(kntop_workers_guard, kntop_workers_watch);

/* ---- sets -------------------------------------------------------------- */

struct kntop_worker *kntop_workers_choose(const struct kntop_flow_key *key)
{
	const struct kntop_workers *set = rcu_dereference(kntop_workers_set);
	u64 hash;

	if (!set)
		return NULL;
	/* what one flow told of the next is then the same whenever a file is read */
	if (key->ifid & KNTOP_FLOW_IFID_OFFLINE)
		return set->worker[key->ifid % set->count];
	/* the key has the lower address first, whoever sends */
	hash = siphash(key->addr, sizeof(key->addr), &kntop_workers_key);
	return set->worker[reciprocal_scale(hash, set->count)];
}

bool kntop_workers_exist(void)
{
	return rcu_access_pointer(kntop_workers_set);
}

const struct kntop_workers *kntop_workers_current(void)
{
	return rcu_dereference_protected(kntop_workers_set, true);
}

const char *kntop_workers_version(void)
{
	return kntop_workers_current()->worker[0]->edition->engine->image->version;
}

static void kntop_workers_leave(const struct kntop_workers *set,
				enum kntop_worker_leave leave)
{
	u32 i;

	for (i = 0; set && i < set->count; i++)
		kntop_worker_leave(set->worker[i], leave);
}

/* They were told to leave. */
static void kntop_workers_free(struct kntop_workers *set)
{
	u32 i;

	for (i = 0; i < set->count; i++) {
		kntop_worker_join(set->worker[i]);
		kntop_workers_past += set->worker[i]->decided;
		kntop_worker_free(set->worker[i]);
	}
	kfree(set);
}

static void kntop_workers_bury(struct work_struct *work)
{
	struct kntop_workers *set = kntop_workers_retired;
	u32 i;

	/* nobody but this work takes a retired set away, and it is long */
	for (i = 0; i < set->count; i++)
		kntop_worker_await(set->worker[i]);
	down_write(&kntop_workers_sem);
	kntop_workers_retired = NULL;
	kntop_workers_free(set);
	up_write(&kntop_workers_sem);
}

/* One retired set at a time: the one before must hurry. */
static void kntop_workers_hurry(void)
{
	down_read(&kntop_workers_sem);
	kntop_workers_leave(kntop_workers_retired, KNTOP_WORKER_LEAVE_NOW);
	up_read(&kntop_workers_sem);
	flush_work(&kntop_workers_funeral);
}

/* ---- making one -------------------------------------------------------- */

static void kntop_workers_free_editions(struct kntop_edition **editions, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		kntop_edition_free(editions[i]);
	kfree(editions);
}

/* One from @image for each of @count workers, or an error. */
static struct kntop_edition **kntop_workers_editions(u32 count, struct kntop_image *image)
{
	struct kntop_edition **editions = kcalloc(count, sizeof(*editions), GFP_KERNEL);
	struct kntop_edition *e;
	u32 i;

	if (!editions)
		return ERR_PTR(-ENOMEM);
	for (i = 0; i < count; i++) {
		e = kntop_edition_new(image, i ? editions[0]->numbers : NULL);
		if (IS_ERR(e)) {
			kntop_workers_free_editions(editions, i);
			return ERR_CAST(e);
		}
		editions[i] = e;
		cond_resched();
	}
	return editions;
}

/* The same from rules. */
static struct kntop_edition **kntop_workers_prepare(u32 count, const struct kntop_rules *rules,
						    u32 *bad)
{
	struct kntop_image *image = kntop_engine_image(rules->text[KNTOP_LABEL_PROTOCOL],
						       rules->text[KNTOP_LABEL_CATEGORY], bad);
	struct kntop_edition **editions;

	if (IS_ERR(image))
		return ERR_CAST(image);
	editions = kntop_workers_editions(count, image);
	kntop_image_put(image);
	return editions;
}

/* Takes over what it uses of @editions. Returns NULL when memory is short. */
static struct kntop_workers *kntop_workers_new(const struct kntop_dpi_settings *s,
					       struct kntop_edition **editions,
					       const struct cpumask *cpus)
{
	struct kntop_workers *set = kzalloc(struct_size(set, worker, s->workers),
					    GFP_KERNEL);
	struct kntop_worker *w;
	u32 i;

	if (!set)
		return NULL;
	for (i = 0; i < s->workers; i++) {
		w = kntop_worker_new(i, s, editions[i], cpus);
		if (!w) {
			kntop_workers_leave(set, KNTOP_WORKER_LEAVE_NOW);
			kntop_workers_free(set);
			return NULL;
		}
		editions[i] = NULL;
		set->worker[set->count++] = w;
	}
	return set;
}

static void kntop_workers_retire(struct kntop_workers *set)
{
	if (!set)
		return;
	/* flows that were given to it until now are in its ring after this */
	synchronize_rcu();
	kntop_workers_leave(set, KNTOP_WORKER_LEAVE);
	schedule_work(&kntop_workers_funeral);
}

int kntop_workers_replace(const struct kntop_dpi_settings *s,
			  const struct kntop_rules *rules, const struct cpumask *cpus)
{
	struct kntop_edition **editions;
	struct kntop_workers *set, *old;
	u32 bad;

	kntop_workers_hurry();
	editions = kntop_workers_prepare(s->workers, rules, &bad);
	if (IS_ERR(editions))
		return PTR_ERR(editions);
	set = kntop_workers_new(s, editions, cpus);
	kntop_workers_free_editions(editions, s->workers);
	if (!set)
		return -ENOMEM;
	down_write(&kntop_workers_sem);
	old = rcu_replace_pointer(kntop_workers_set, set, true);
	kntop_workers_retired = old;
	up_write(&kntop_workers_sem);
	kntop_workers_retire(old);
	return 0;
}

/* ---- changing one ------------------------------------------------------ */

int kntop_workers_load(const struct kntop_rules *rules, u32 *bad)
{
	const struct kntop_workers *set = kntop_workers_current();
	struct kntop_edition **editions;
	u32 i;

	editions = kntop_workers_prepare(set->count, rules, bad);
	if (IS_ERR(editions))
		return PTR_ERR(editions);
	for (i = 0; i < set->count; i++)
		kntop_worker_offer(set->worker[i], editions[i]);
	kfree(editions);
	return 0;
}

void kntop_workers_move(const struct cpumask *cpus)
{
	const struct kntop_workers *set = kntop_workers_current();
	u32 i;

	/* fails only if all these CPUs have just left: then they may be anywhere */
	for (i = 0; i < set->count; i++)
		set_cpus_allowed_ptr(set->worker[i]->task, cpus);
}

void kntop_workers_limit(const struct kntop_dpi_settings *s)
{
	const struct kntop_workers *set = kntop_workers_current();
	u32 i;

	for (i = 0; i < set->count; i++)
		kntop_worker_limit(set->worker[i], s->budget,
				   div_u64(s->bytes_max, set->count));
}

/* ---- waiting for them -------------------------------------------------- */

static int kntop_workers_wait(const struct kntop_workers *set)
{
	int err = 0;
	u32 i;

	for (i = 0; !err && set && i < set->count; i++)
		err = kntop_worker_room(set->worker[i]);
	return err;
}

int kntop_workers_room(void)
{
	int err = down_read_killable(&kntop_workers_sem);

	if (err)
		return err;
	err = kntop_workers_wait(kntop_workers_retired) ?:
	      kntop_workers_wait(kntop_workers_current());
	up_read(&kntop_workers_sem);
	return err;
}

static int kntop_workers_reach(const struct kntop_workers *set)
{
	struct kntop_worker_mark m;
	int err = 0;
	u32 i;

	for (i = 0; !err && set && i < set->count; i++) {
		m = kntop_worker_mark(set->worker[i]);
		err = kntop_worker_reach(set->worker[i], &m);
	}
	return err;
}

int kntop_workers_drain(void)
{
	int err = down_read_killable(&kntop_workers_sem);

	if (err)
		return err;
	err = kntop_workers_reach(kntop_workers_retired) ?:
	      kntop_workers_reach(kntop_workers_current());
	up_read(&kntop_workers_sem);
	return err;
}

/* ---- watching them ----------------------------------------------------- */

static void kntop_workers_watch_set(const struct kntop_workers *set)
{
	u32 i;

	for (i = 0; set && i < set->count; i++)
		kntop_worker_watch(set->worker[i]);
}

static void kntop_workers_watch(struct work_struct *work)
{
	/* who holds it for writing waits for workers: look again later */
	if (down_read_trylock(&kntop_workers_sem)) {
		kntop_workers_watch_set(kntop_workers_retired);
		kntop_workers_watch_set(kntop_workers_current());
		up_read(&kntop_workers_sem);
	}
	schedule_delayed_work(&kntop_workers_guard, HZ);
}

/* ---- counting ---------------------------------------------------------- */

static u64 kntop_workers_sum_decided(const struct kntop_workers *set)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; set && i < set->count; i++)
		sum += READ_ONCE(set->worker[i]->decided);
	return sum;
}

u64 kntop_workers_decided(void)
{
	u64 sum;

	down_read(&kntop_workers_sem);
	sum = kntop_workers_past + kntop_workers_sum_decided(kntop_workers_retired) +
	      kntop_workers_sum_decided(kntop_workers_current());
	up_read(&kntop_workers_sem);
	return sum;
}

static u64 kntop_workers_sum_octets(const struct kntop_workers *set)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; set && i < set->count; i++)
		sum += READ_ONCE(set->worker[i]->flow_octets);
	return sum;
}

u64 kntop_workers_octets(void)
{
	u64 sum = (u64)kntop_pending_count() * sizeof(struct kntop_pending);

	down_read(&kntop_workers_sem);
	sum += kntop_workers_sum_octets(kntop_workers_retired) +
	       kntop_workers_sum_octets(kntop_workers_current());
	up_read(&kntop_workers_sem);
	return sum;
}

/* ---- beginning and end ------------------------------------------------- */

void kntop_workers_init(void)
{
	get_random_bytes(&kntop_workers_key, sizeof(kntop_workers_key));
	schedule_delayed_work(&kntop_workers_guard, HZ);
}

void kntop_workers_abandon(void)
{
	struct kntop_workers *set = rcu_dereference_protected(kntop_workers_set, true);
	u32 i;

	kntop_workers_hurry();
	kntop_workers_leave(set, KNTOP_WORKER_LEAVE_NOW);
	for (i = 0; set && i < set->count; i++)
		kntop_worker_await(set->worker[i]);
	cancel_delayed_work_sync(&kntop_workers_guard);
	down_write(&kntop_workers_sem);
	RCU_INIT_POINTER(kntop_workers_set, NULL);
	if (set)
		kntop_workers_free(set);
	up_write(&kntop_workers_sem);
}
