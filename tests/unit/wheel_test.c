// SPDX-License-Identifier: GPL-2.0-or-later
/* wheel.c: everything comes up in its second, not before, and only once. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "wheel.h"

#define SECOND	((u64)NSEC_PER_SEC)

struct entry {
	struct hlist_node	node;
	u64			due;
	u64			met;	/* when it was really due, 0 not yet */
	struct kntop_wheel	*wheel;
	u64			*now;
};

/* As the accounting worker does: what is not due yet is put back. */
static void visit(struct hlist_node *node, void *context)
{
	struct entry *e = hlist_entry(node, struct entry, node);

	(void)context;
	assert_true(hlist_unhashed(node));
	if (e->due > *e->now)
		kntop_wheel_add(e->wheel, node, e->due);
	else
		e->met = *e->now;
}

static void test_each_in_its_second(void **unused)
{
	static struct entry entries[2000];
	struct kntop_wheel w = { .tick = 1000 };
	u64 now = 1000 * SECOND;

	srandom(2);
	memset(entries, 0, sizeof(entries));
	for (int i = 0; i < 2000; i++) {
		struct entry *e = &entries[i];

		e->due = now + (u64)(random() % 1500) * SECOND + random() % SECOND;
		e->wheel = &w;
		e->now = &now;
		kntop_wheel_add(&w, &e->node, e->due);
	}
	for (int s = 0; s < 1600; s++) {
		now += SECOND;
		kntop_wheel_turn(&w, now, visit, NULL);
	}
	for (int i = 0; i < 2000; i++) {
		assert_true(entries[i].met >= entries[i].due);
		assert_true(entries[i].met - entries[i].due <= SECOND);
	}
}

static void test_jump_over_many_turns(void **unused)
{
	struct kntop_wheel w = { .tick = 7 };
	u64 now = 7 * SECOND;
	struct entry near = { .due = 8 * SECOND, .wheel = &w, .now = &now };
	struct entry far = { .due = 9000 * SECOND, .wheel = &w, .now = &now };

	kntop_wheel_add(&w, &near.node, near.due);
	kntop_wheel_add(&w, &far.node, far.due);
	now = 5000 * SECOND;
	kntop_wheel_turn(&w, now, visit, NULL);
	assert_int_equal(near.met, now);
	assert_int_equal(far.met, 0);
	now = 9001 * SECOND;
	kntop_wheel_turn(&w, now, visit, NULL);
	assert_int_equal(far.met, now);
}

static void test_past_is_next_second(void **unused)
{
	struct kntop_wheel w = { .tick = 100 };
	u64 now = 100 * SECOND;
	struct entry e = { .due = 3 * SECOND, .wheel = &w, .now = &now };

	kntop_wheel_add(&w, &e.node, e.due);
	kntop_wheel_turn(&w, now, visit, NULL);
	assert_int_equal(e.met, 0);
	now += SECOND;
	kntop_wheel_turn(&w, now, visit, NULL);
	assert_int_equal(e.met, now);
}

static void test_time_does_not_run_back(void **unused)
{
	struct kntop_wheel w = { .tick = 100 };
	u64 now = 50 * SECOND;
	struct entry e = { .due = 101 * SECOND, .wheel = &w, .now = &now };

	kntop_wheel_add(&w, &e.node, e.due);
	kntop_wheel_turn(&w, now, visit, NULL);
	assert_int_equal(w.tick, 100);
	assert_int_equal(e.met, 0);
}

static void test_all(void **unused)
{
	struct kntop_wheel w = { .tick = 0 };
	u64 now = 100000 * SECOND;
	struct entry e[600];

	memset(e, 0, sizeof(e));
	for (int i = 0; i < 600; i++) {
		e[i].due = i * SECOND;
		e[i].wheel = &w;
		e[i].now = &now;
		kntop_wheel_add(&w, &e[i].node, e[i].due);
	}
	kntop_wheel_all(&w, visit, NULL);
	for (int i = 0; i < 600; i++)
		assert_int_equal(e[i].met, now);
	for (int i = 0; i < KNTOP_WHEEL_SLOTS; i++)
		assert_null(w.slot[i].first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_in_its_second),
		cmocka_unit_test(test_jump_over_many_turns),
		cmocka_unit_test(test_past_is_next_second),
		cmocka_unit_test(test_time_does_not_run_back),
		cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
