// SPDX-License-Identifier: GPL-2.0-or-later
/* tunnel_table.c: which packets are in one tunnel, and when a number is given back. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <linux/in.h>
#include <linux/jiffies.h>
#include <linux/kntop.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "tunnel_table.h"

#define LIMIT	1000
#define IFID	3

static struct kntop_tunnel_table table;
static struct kntop_tally refused;

static int begin(void **unused)
{
	memset(&table, 0, sizeof(table));
	memset(&refused, 0, sizeof(refused));
	shim_no_memory = false;
	jiffies = 100000;
	shim_grace = 0;
	table.refused = &refused;
	return kntop_tunnel_table_init(&table, LIMIT);
}

static int end(void **unused)
{
	kntop_tunnel_table_destroy(&table);
	return 0;
}

/* UDP from 172.16.0.1:@port to :53, back where @back, in a tunnel between 1 and 2. */
static struct kntop_packet packet(u8 kind, u32 number, u16 port, bool back)
{
	struct kntop_packet p = {
		.l4 = IPPROTO_UDP, .family = 4, .encap = kind, .src_port = port, .dst_port = 53,
		.tunnel = { .ends = 4, .number = number, .numbered = true },
	};

	p.src.b[15] = back ? 22 : 11;
	p.dst.b[15] = back ? 11 : 22;
	p.tunnel.src.b[15] = back ? 2 : 1;
	p.tunnel.dst.b[15] = back ? 1 : 2;
	if (back) {
		p.src_port = 53;
		p.dst_port = port;
	}
	return p;
}

static u16 find(struct kntop_packet p)
{
	return kntop_tunnel_table_find(&table, &p, IFID, false);
}

static u16 gtpu(u32 teid, u16 port, bool back)
{
	return find(packet(KNTOP_ENCAPSULATION_GTPU, teid, port, back));
}

static void assert_same(u16 a, u16 b)
{
	assert_true(a >= KNTOP_TUNNEL_FIRST);
	assert_int_equal(a & ~KNTOP_TUNNEL_TURNED, b & ~KNTOP_TUNNEL_TURNED);
}

static void assert_other(u16 a, u16 b)
{
	assert_true(a >= KNTOP_TUNNEL_FIRST && b >= KNTOP_TUNNEL_FIRST);
	assert_int_not_equal(a & ~KNTOP_TUNNEL_TURNED, b & ~KNTOP_TUNNEL_TURNED);
}

static void test_both_ways(void **unused)
{
	u16 there = find(packet(KNTOP_ENCAPSULATION_VXLAN, 5, 1, false));
	u16 back = find(packet(KNTOP_ENCAPSULATION_VXLAN, 5, 2, true));

	assert_same(there, back);
	assert_int_equal(there ^ back, KNTOP_TUNNEL_TURNED);
	/* and a flow is the same way round, whoever sends */
	assert_int_equal(kntop_tunnel_is_turned(there, 0), kntop_tunnel_is_turned(back, 1));
	assert_int_equal(kntop_tunnel_is_turned(there, 1), kntop_tunnel_is_turned(back, 0));
	assert_int_equal(kntop_tunnel_number(there), kntop_tunnel_number(back));
}

/* What is in it goes there and back, but the tunnel goes one way. */
static void test_mirror(void **unused)
{
	struct kntop_packet p = packet(KNTOP_ENCAPSULATION_VXLAN, 5, 1, false);
	struct kntop_packet answer = packet(KNTOP_ENCAPSULATION_VXLAN, 5, 1, true);
	const struct kntop_tunnel_entry *e;
	u16 there = find(p), back;

	answer.tunnel = p.tunnel;
	back = find(answer);
	assert_int_equal(kntop_tunnel_number(there), kntop_tunnel_number(back));
	e = kntop_tunnel_table_at(&table, kntop_tunnel_number(there));
	assert_int_equal(kntop_tunnel_way(e, 0, false), 0);
	assert_int_equal(kntop_tunnel_way(e, 1, false), 0);
	find(packet(KNTOP_ENCAPSULATION_VXLAN, 5, 2, true));
	assert_int_equal(kntop_tunnel_way(e, 0, false), 0);
	assert_int_equal(kntop_tunnel_way(e, 1, false), 1);
	assert_int_equal(kntop_tunnel_way(e, 1, true), 0);
}

static void test_identity(void **unused)
{
	struct kntop_packet p[7];
	u16 number[7];
	int i, j;

	for (i = 0; i < 7; i++)
		p[i] = packet(KNTOP_ENCAPSULATION_VXLAN, 5, 1, false);
	p[1].tunnel.number = 6;
	p[2].tunnel.src.b[0] = 9;
	p[3].tunnel.vlan = 7;
	p[4].tunnel.nested = 1;
	p[5].encap = KNTOP_ENCAPSULATION_GENEVE;
	p[6].outer_tags = 100;
	for (i = 0; i < 7; i++)
		number[i] = find(p[i]);
	for (i = 0; i < 7; i++)
		for (j = 0; j < i; j++)
			assert_other(number[i], number[j]);
	assert_other(number[0], kntop_tunnel_table_find(&table, &p[0], IFID + 1, false));
	/* where VLANs are ignored these three are one */
	number[0] = kntop_tunnel_table_find(&table, &p[0], IFID, true);
	assert_same(number[0], kntop_tunnel_table_find(&table, &p[3], IFID, true));
	assert_same(number[0], kntop_tunnel_table_find(&table, &p[6], IFID, true));
}

static void test_kind_only(void **unused)
{
	struct kntop_packet p = packet(KNTOP_ENCAPSULATION_MPLS, 0, 1, false);

	p.tunnel = (struct kntop_tunnel_id){ 0 };
	assert_int_equal(find(p), KNTOP_ENCAPSULATION_MPLS);
	assert_null(kntop_tunnel_table_at(&table, KNTOP_ENCAPSULATION_MPLS));
	assert_int_equal(kntop_tunnel_kind(NULL, KNTOP_ENCAPSULATION_MPLS),
			 KNTOP_ENCAPSULATION_MPLS);
}

static void test_full(void **unused)
{
	u32 n;

	for (n = 0; n < LIMIT; n++)
		assert_true(find(packet(KNTOP_ENCAPSULATION_VXLAN, n, 1, false)) >=
			    KNTOP_TUNNEL_FIRST);
	assert_int_equal(find(packet(KNTOP_ENCAPSULATION_VXLAN, n, 1, false)),
			 KNTOP_ENCAPSULATION_VXLAN);
	assert_int_equal(refused.count, 1);
	assert_true(find(packet(KNTOP_ENCAPSULATION_VXLAN, 0, 1, false)) >= KNTOP_TUNNEL_FIRST);
	shim_no_memory = true;
	table.limit++;
	assert_int_equal(find(packet(KNTOP_ENCAPSULATION_VXLAN, n, 1, false)),
			 KNTOP_ENCAPSULATION_VXLAN);
	assert_int_equal(refused.count, 2);
}

/* ---- numbers for each direction ---- */

static void test_pair(void **unused)
{
	u16 there = gtpu(100, 1, false), back = gtpu(200, 1, true);

	assert_same(there, back);
	assert_same(there, gtpu(200, 2, true));
	assert_same(there, gtpu(100, 3, false));
	assert_int_equal(atomic_read(&table.count), 1);
}

/* Both began before they were known to be one. */
static void test_pair_late(void **unused)
{
	u16 there = gtpu(100, 1, false), back = gtpu(200, 2, true);

	assert_other(there, back);
	assert_same(there, gtpu(200, 1, true));
	assert_same(there, gtpu(200, 2, true));
}

static void test_tied_stays(void **unused)
{
	u16 first = gtpu(100, 1, false);

	gtpu(200, 1, true);
	assert_other(first, gtpu(201, 1, true));
	assert_other(first, gtpu(101, 1, false));
	assert_same(first, gtpu(200, 1, true));
	assert_same(first, gtpu(100, 1, false));
}

static void test_ambiguous(void **unused)
{
	u16 a = gtpu(100, 1, false), b = gtpu(101, 1, false), back = gtpu(200, 1, true);

	assert_other(a, b);
	assert_other(a, back);
	assert_other(b, back);
	/* another flow may tell */
	gtpu(101, 2, false);
	assert_same(b, gtpu(200, 2, true));
	assert_other(a, gtpu(200, 1, true));
}

static void test_other_ends(void **unused)
{
	struct kntop_packet p = packet(KNTOP_ENCAPSULATION_GTPU, 200, 1, true);
	u16 there = gtpu(100, 1, false);

	p.tunnel.src.b[15] = 3;
	assert_other(there, find(p));
}

static void test_fragment(void **unused)
{
	struct kntop_packet p = packet(KNTOP_ENCAPSULATION_GTPU, 200, 0, true);
	u16 there = gtpu(100, 0, false);

	p.fragment = true;
	p.src_port = 0;
	assert_other(there, find(p));
}

static void test_gre_key(void **unused)
{
	u16 there = find(packet(KNTOP_ENCAPSULATION_GRE, 5, 1, false));

	assert_same(there, find(packet(KNTOP_ENCAPSULATION_GRE, 5, 2, true)));
	there = find(packet(KNTOP_ENCAPSULATION_GRE, 6, 3, false));
	assert_same(there, find(packet(KNTOP_ENCAPSULATION_GRE, 7, 3, true)));
}

/* ---- the end ---- */

static bool nobody_is_gone(void *context, u16 ifid)
{
	return false;
}

static bool all_are_gone(void *context, u16 ifid)
{
	return true;
}

static void age(void)
{
	kntop_tunnel_table_age(&table, nobody_is_gone, NULL);
}

static void test_aging(void **unused)
{
	u16 number = gtpu(100, 1, false);

	age();
	assert_same(number, gtpu(100, 1, false));
	jiffies += 61 * HZ;
	age();
	/* not found any more, but its number is not free before a grace period */
	age();
	assert_non_null(kntop_tunnel_table_at(&table, kntop_tunnel_number(number)));
	shim_grace++;
	age();
	assert_non_null(kntop_tunnel_table_at(&table, kntop_tunnel_number(number)));
	age();
	assert_null(kntop_tunnel_table_at(&table, kntop_tunnel_number(number)));
	assert_int_equal(atomic_read(&table.count), 0);
	assert_other(number, gtpu(100, 1, false));
}

static void test_flow_made_meanwhile(void **unused)
{
	u16 number = gtpu(100, 1, false);

	jiffies += 61 * HZ;
	age();
	shim_grace++;
	age();
	kntop_tunnel_table_at(&table, kntop_tunnel_number(number))->flows = 1;
	age();
	assert_same(number, gtpu(100, 1, false));
}

static void test_flow_of_one_that_was_tied(void **unused)
{
	u16 there = gtpu(100, 1, false), back = gtpu(200, 2, true);
	int n;

	kntop_tunnel_table_at(&table, kntop_tunnel_number(back))->flows = 1;
	assert_same(there, gtpu(200, 1, true));
	for (n = 0; n < 5; n++) {
		shim_grace++;
		age();
	}
	assert_non_null(kntop_tunnel_table_at(&table, kntop_tunnel_number(back)));
	assert_same(there, gtpu(200, 2, true));
	kntop_tunnel_table_at(&table, kntop_tunnel_number(back))->flows = 0;
	age();
	assert_null(kntop_tunnel_table_at(&table, kntop_tunnel_number(back)));
	assert_same(there, gtpu(200, 2, true));
}

static void test_interface_is_gone(void **unused)
{
	u16 number = gtpu(100, 1, false);
	struct kntop_tunnel_entry *held = kntop_tunnel_hold(kntop_tunnel_table_at(&table, kntop_tunnel_number(number)));
	int n;

	for (n = 0; n < 3; n++) {
		kntop_tunnel_table_age(&table, all_are_gone, NULL);
		shim_grace++;
	}
	assert_null(kntop_tunnel_table_at(&table, kntop_tunnel_number(number)));
	/* a record still knows what it was */
	assert_int_equal(kntop_tunnel_any(held)->number, 100);
	kntop_tunnel_put(held);
}

/* Whatever comes, in whatever order: never two numbers for a name, and none gets lost. */
static void test_storm(void **unused)
{
	u16 number;
	int n;

	for (n = 0; n < 200000; n++) {
		number = gtpu(random() % 300, random() % 50, random() % 2);
		if (number >= KNTOP_TUNNEL_FIRST)
			assert_non_null(kntop_tunnel_table_at(&table, kntop_tunnel_number(number)));
		if (n % 500)
			continue;
		jiffies += random() % (40 * HZ);
		shim_grace += random() % 2;
		age();
		assert_true(atomic_read(&table.count) <= LIMIT);
	}
	for (n = 0; n < 10; n++) {
		jiffies += 61 * HZ;
		shim_grace++;
		age();
	}
	assert_int_equal(atomic_read(&table.count), 0);
	assert_null(table.names.first);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(test_##name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(both_ways), TEST(mirror), TEST(identity), TEST(kind_only), TEST(full), TEST(pair),
		TEST(pair_late), TEST(tied_stays), TEST(ambiguous), TEST(other_ends),
		TEST(fragment), TEST(gre_key), TEST(aging), TEST(flow_made_meanwhile),
		TEST(flow_of_one_that_was_tied), TEST(interface_is_gone), TEST(storm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
