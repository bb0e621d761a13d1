// SPDX-License-Identifier: GPL-2.0-or-later
/* pair.c: what two hosts sent each other adds up, and what has no room is counted. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <linux/slab.h>

#include "pair.h"

#define PAIRS	5000
#define ADDED	60000

/* A flow of pair number @n, different in each of the parts of its key. */
static struct kntop_pair flow_of(u32 n)
{
	struct kntop_pair flow = {
		.ifid = 1 + n % 3, .vlan = n / 3 % 5, .flows = 1, .last = 1 + random() % 1000,
	};

	flow.addr[0].w[n % 2] = n / 15 % 7;
	flow.addr[1].w[3] = n;
	for (int i = 0; i < 2; i++)
		flow.side[i] = (struct kntop_pair_side){
			.packets = random() % 10, .octets = random(), .rate = random() % 100,
		};
	return flow;
}

static void add_to(struct kntop_pair *sum, const struct kntop_pair *flow)
{
	sum->flows += flow->flows;
	sum->last = sum->last > flow->last ? sum->last : flow->last;
	for (int i = 0; i < 2; i++) {
		sum->side[i].packets += flow->side[i].packets;
		sum->side[i].octets += flow->side[i].octets;
		sum->side[i].rate += flow->side[i].rate;
	}
}

static void assert_same(const struct kntop_pair *a, const struct kntop_pair *b)
{
	assert_memory_equal(a->addr, b->addr, sizeof(a->addr));
	assert_int_equal(a->ifid, b->ifid);
	assert_int_equal(a->vlan, b->vlan);
	assert_int_equal(a->flows, b->flows);
	assert_int_equal(a->last, b->last);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(a->side[i].packets, b->side[i].packets);
		assert_int_equal(a->side[i].octets, b->side[i].octets);
		assert_int_equal(a->side[i].rate, b->side[i].rate);
	}
}

/* An array with a place for each pair says what the sums should be. */
static void assert_sums(u32 most)
{
	static struct kntop_pair sum[PAIRS];
	static bool seen[PAIRS];
	struct kntop_pair left = { 0 };
	struct kntop_pairs p;
	u32 kept = 0;

	memset(sum, 0, sizeof(sum));
	memset(seen, 0, sizeof(seen));
	assert_int_equal(kntop_pairs_init(&p, most), 0);
	for (int i = 0; i < ADDED; i++) {
		u32 n = i < PAIRS ? i : random() % PAIRS;
		struct kntop_pair flow = flow_of(n);

		kntop_pairs_reserve(&p, 1);
		kntop_pairs_add(&p, &flow);
		if (!seen[n] && kept == most) {
			add_to(&left, &flow);
			continue;
		}
		if (!seen[n]) {
			seen[n] = true;
			memcpy(sum[n].addr, flow.addr, sizeof(flow.addr));
			sum[n].ifid = flow.ifid;
			sum[n].vlan = flow.vlan;
			kept++;
		}
		add_to(&sum[n], &flow);
	}
	assert_int_equal(p.count, kept);
	for (u32 n = 0; n < kept; n++)
		assert_same(&p.pair[n], &sum[n]);
	assert_int_equal(p.left_flows, left.flows);
	assert_int_equal(p.left_packets, left.side[0].packets + left.side[1].packets);
	assert_int_equal(p.left_octets, left.side[0].octets + left.side[1].octets);
	kntop_pairs_destroy(&p);
}

static void test_all_have_room(void **unused)
{
	assert_sums(PAIRS);
	assert_sums(65536);
}

static void test_some_find_no_room(void **unused)
{
	assert_sums(1);
	assert_sums(1000);
	assert_sums(1025);
	assert_sums(PAIRS - 1);
}

/* The first growth fails: as many as there was room for, the others are counted. */
static void test_no_memory(void **unused)
{
	struct kntop_pairs p;

	assert_int_equal(kntop_pairs_init(&p, 65536), 0);
	shim_no_memory = true;
	for (u32 n = 0; n < PAIRS; n++) {
		struct kntop_pair flow = flow_of(n);

		kntop_pairs_reserve(&p, 1);
		kntop_pairs_add(&p, &flow);
	}
	assert_int_equal(p.count, 1024);
	assert_int_equal(p.left_flows, PAIRS - 1024);
	kntop_pairs_destroy(&p);
	assert_int_equal(kntop_pairs_init(&p, 65536), -ENOMEM);
	kntop_pairs_destroy(&p);
	shim_no_memory = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_have_room),
		cmocka_unit_test(test_some_find_no_room),
		cmocka_unit_test(test_no_memory),
	};

	srandom(1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
