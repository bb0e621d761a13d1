// SPDX-License-Identifier: GPL-2.0-or-later
/* fragment.c: which datagram a fragment is of, and that nothing gets lost on the way. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <linux/in.h>
#include <linux/slab.h>

#include "fragment.h"

#define SECOND		1000000000ULL
#define NOW		(1000 * SECOND)
#define HEADER		20
#define PLACES		(KNTOP_FRAGMENT_SETS * KNTOP_FRAGMENT_WAYS)

static struct kntop_fragments table;

static int begin(void **unused)
{
	memset(&table, 0, sizeof(table));
	kntop_fragments_init(&table, false);
	shim_no_memory = false;
	return 0;
}

static int end(void **unused)
{
	kntop_fragments_destroy(&table);
	return 0;
}

/* Octets @off to @off + @len of datagram @id, sent from UDP port 1000 + @id to 53. */
static struct kntop_packet part(u32 id, u16 off, u32 len, bool last)
{
	struct kntop_packet p = {
		.src.w[3] = 1, .dst.w[3] = 2, .family = 4, .l4 = IPPROTO_UDP,
		.fragmented = true, .fragment = off, .fragment_last = last,
		.fragment_id = id, .fragment_offset = off,
		.l3_off = 14, .l3_len = HEADER + len, .fragment_at = 14 + HEADER,
		.l4_off = 14 + HEADER, .payload_off = 14 + HEADER, .payload_len = len,
	};

	if (off)
		return p;
	p.src_port = 1000 + id;
	p.dst_port = 53;
	p.payload_off += 8;
	p.payload_len -= 8;
	return p;
}

static struct kntop_fragment_note note;

static int see_in(struct kntop_packet *p, u16 vlan, u16 tunnel, u64 now)
{
	struct kntop_fragment_volume v = {
		.packets = 1, .octets = 14 + p->l3_len, .l3_octets = p->l3_len, .time = now,
	};

	return kntop_fragments_see(&table, p, vlan, tunnel, now, &v, &note);
}

static int see(struct kntop_packet *p, u64 now)
{
	return see_in(p, 0, 0, now);
}

/* A fragment of datagram 7, whose fate must be @fate; returns what became of it. */
static struct kntop_packet seven(u16 off, u32 len, bool last, u64 now, int fate)
{
	struct kntop_packet p = part(7, off, len, last);

	assert_int_equal(see(&p, now), fate);
	return p;
}

static u32 held(void)
{
	struct kntop_fragment_volume v;

	kntop_fragments_held(&table, &v);
	assert_true(!v.packets == !atomic_read(&table.holding));
	return v.packets;
}

static void assert_seven(const struct kntop_packet *p)
{
	assert_true(p->continued);
	assert_int_equal(p->l4, IPPROTO_UDP);
	assert_int_equal(p->src_port, 1007);
	assert_int_equal(p->dst_port, 53);
}

static void test_in_order(void **unused)
{
	struct kntop_packet p;

	seven(0, 1480, false, NOW, KNTOP_FRAGMENT_FIRST);
	p = seven(1480, 1480, false, NOW + 1, KNTOP_FRAGMENT_CREDITED);
	assert_seven(&p);
	p = seven(2960, 100, true, NOW + 2, KNTOP_FRAGMENT_CREDITED);
	assert_seven(&p);
	assert_int_equal(note.volume.packets, 0);
	assert_int_equal(held(), 0);
}

static void test_first_comes_last(void **unused)
{
	seven(1480, 1480, false, NOW, KNTOP_FRAGMENT_HELD);
	seven(2960, 100, true, NOW + 5, KNTOP_FRAGMENT_HELD);
	assert_int_equal(note.volume.packets, 0);
	assert_int_equal(held(), 2);
	seven(0, 1480, false, NOW + 9, KNTOP_FRAGMENT_FIRST);
	assert_int_equal(note.volume.packets, 2);
	assert_int_equal(note.volume.octets, 1580 + 2 * (14 + HEADER));
	assert_int_equal(note.volume.l3_octets, 1580 + 2 * HEADER);
	assert_int_equal(note.volume.time, NOW + 5);
	assert_true(note.packet.fragment);
	assert_int_equal(note.packet.payload_len, 1580);
	assert_seven(&note.packet);
	assert_int_equal(held(), 0);
}

/* Each part of the identity tells datagrams apart. */
static void test_identity(void **unused)
{
	struct kntop_packet first = part(7, 0, 800, false), p[6];
	u16 vlan[6] = { [4] = 5 }, tunnel[6] = { [5] = 300 };
	int i;

	see(&first, NOW);
	for (i = 0; i < 6; i++)
		p[i] = part(7, 800, 8, true);
	p[0].fragment_id = 8;
	p[1].src.w[3] = 3;
	p[2].dst.w[0] = 3;
	p[3].l4 = IPPROTO_TCP;
	for (i = 0; i < 6; i++)
		assert_int_equal(see_in(&p[i], vlan[i], tunnel[i], NOW), KNTOP_FRAGMENT_HELD);
	assert_int_equal(held(), 6);
}

/* RFC 8200 section 4.5: IPv6's fragments may name different headers. */
static void test_ipv6_next_header(void **unused)
{
	struct kntop_packet first = part(7, 0, 800, false), p = part(7, 800, 8, true);

	first.family = 6;
	p.family = 6;
	p.l4 = 60;	/* destination options */
	see(&first, NOW);
	assert_int_equal(see(&p, NOW), KNTOP_FRAGMENT_CREDITED);
	assert_seven(&p);
}

static void test_icmp(void **unused)
{
	struct kntop_packet first = part(7, 0, 800, false), p = part(7, 800, 8, true);

	first.l4 = IPPROTO_ICMP;
	first.icmp = true;
	first.icmp_reply = true;
	p.l4 = IPPROTO_ICMP;
	see(&first, NOW);
	assert_int_equal(see(&p, NOW), KNTOP_FRAGMENT_CREDITED);
	assert_true(p.icmp && p.icmp_reply && p.continued && !p.sequenced);
}

/* A segment in fragments has sequence numbers without a gap. */
static void test_tcp(void **unused)
{
	struct kntop_packet first = part(7, 0, 800, false), p = part(7, 800, 8, true);

	first.l4 = IPPROTO_TCP;
	first.tcp_seq = 0xffffff00;
	first.payload_off = first.l4_off + 32;
	p.l4 = IPPROTO_TCP;
	see(&first, NOW);
	assert_int_equal(see(&p, NOW), KNTOP_FRAGMENT_CREDITED);
	assert_true(p.sequenced);
	assert_int_equal(p.tcp_seq, (u32)(0xffffff00 + 800 - 32));
	/* one whose header goes on behind it says nothing */
	first.payload_off = first.l4_off + 8;
	see(&first, NOW);
	p = part(7, 8, 8, true);
	p.l4 = IPPROTO_TCP;
	assert_int_equal(see(&p, NOW), KNTOP_FRAGMENT_CREDITED);
	assert_false(p.sequenced);
}

static void test_stray(void **unused)
{
	u32 at = 0;

	seven(1480, 1480, false, NOW, KNTOP_FRAGMENT_HELD);
	assert_false(kntop_fragments_take(&table, &at, NOW + KNTOP_FRAGMENT_LIFE_NS, &note));
	at = 0;
	assert_true(kntop_fragments_take(&table, &at, NOW + KNTOP_FRAGMENT_LIFE_NS + 1, &note));
	assert_false(note.packet.continued);
	assert_int_equal(note.packet.src_port, 0);
	assert_int_equal(note.packet.l4, IPPROTO_UDP);
	assert_int_equal(note.volume.packets, 1);
	assert_false(kntop_fragments_take(&table, &at, UINT64_MAX, &note));
	assert_int_equal(held(), 0);
	/* and its first begins anew */
	seven(0, 1480, false, NOW + KNTOP_FRAGMENT_LIFE_NS + 2, KNTOP_FRAGMENT_FIRST);
	assert_int_equal(note.volume.packets, 0);
}

/* What is over is not waited for, though nobody took it away. */
static void test_number_used_again(void **unused)
{
	u64 later = NOW + KNTOP_FRAGMENT_LIFE_NS + 1;
	struct kntop_packet p;

	seven(1480, 1480, false, NOW, KNTOP_FRAGMENT_HELD);
	seven(1480, 1480, false, later, KNTOP_FRAGMENT_HELD);
	assert_int_equal(note.volume.packets, 1);
	assert_false(note.packet.continued);
	assert_int_equal(held(), 1);
	/* a first with other ports is another datagram's */
	seven(0, 1480, false, later, KNTOP_FRAGMENT_FIRST);
	p = part(7, 0, 1480, false);
	p.src_port = 9;
	see(&p, later);
	p = seven(1480, 20, true, later, KNTOP_FRAGMENT_CREDITED);
	assert_int_equal(p.src_port, 9);
}

/* A complete one is remembered for its fragments' repetition, but not for long. */
static void test_complete(void **unused)
{
	seven(0, 800, false, NOW, KNTOP_FRAGMENT_FIRST);
	seven(800, 80, true, NOW, KNTOP_FRAGMENT_CREDITED);
	seven(800, 80, true, NOW + 1, KNTOP_FRAGMENT_CREDITED);
	seven(800, 80, true, NOW + 2 * SECOND, KNTOP_FRAGMENT_HELD);
}

/* The same flood has the same fate. */
static void test_repeatable(void **unused)
{
	int fate[20 * PLACES], round, n;
	struct kntop_packet p;

	for (round = 0; round < 2; round++) {
		end(NULL);
		memset(&table, 0, sizeof(table));
		kntop_fragments_init(&table, true);
		for (n = 0; n < 20 * PLACES; n++) {
			p = part(n * 7 % 5000, n * 3 % 2 * 8, 8, n % 3);
			see(&p, NOW + n);
			assert_true(!round || fate[n] == (int)note.volume.packets);
			fate[n] = note.volume.packets;
		}
	}
}

/* While the sum is measured nothing moves; then what has a first comes to its flow. */
static void test_frozen(void **unused)
{
	u32 at = 0;

	seven(1480, 1480, false, NOW, KNTOP_FRAGMENT_HELD);
	kntop_fragments_freeze(&table, true);
	seven(0, 1480, false, NOW, KNTOP_FRAGMENT_FIRST);
	assert_int_equal(note.volume.packets, 0);
	assert_int_equal(held(), 1);
	seven(2960, 20, true, NOW, KNTOP_FRAGMENT_CREDITED);
	kntop_fragments_freeze(&table, false);
	assert_true(kntop_fragments_take(&table, &at, NOW, &note));
	assert_seven(&note.packet);
	assert_int_equal(held(), 0);
}

static void test_no_memory(void **unused)
{
	shim_no_memory = true;
	seven(1480, 1480, false, NOW, KNTOP_FRAGMENT_STRAY);
	seven(0, 1480, false, NOW, KNTOP_FRAGMENT_FIRST);
	assert_int_equal(note.volume.packets, 0);
	assert_int_equal(held(), 0);
}

/* A flood never has more places than there are, and each of its packets is somewhere. */
static void flood(bool frozen)
{
	u32 sent = 0, taken = 0, n;
	u64 before = 0;
	struct kntop_packet p;
	int fate;

	seven(1480, 8, false, NOW, KNTOP_FRAGMENT_HELD);
	kntop_fragments_freeze(&table, frozen);
	for (n = 0; n < 20 * PLACES; n++) {
		p = part(n, 8 + random() % 100 * 8, 8, random() % 2);
		p.src.w[3] = random();
		fate = see(&p, NOW + n);
		sent++;
		taken += note.volume.packets + (fate != KNTOP_FRAGMENT_HELD);
		assert_true(!frozen || !note.volume.packets);
		assert_true(n % 1000 || held() <= PLACES);
	}
	kntop_fragments_freeze(&table, false);
	while (kntop_fragments_take_oldest(&table, &note)) {
		assert_true(note.volume.time >= before);
		before = note.volume.time;
		taken += note.volume.packets;
	}
	assert_int_equal(taken, sent + 1);
	assert_int_equal(held(), 0);
}

static void test_flood(void **unused)
{
	flood(false);
}

static void test_flood_while_frozen(void **unused)
{
	flood(true);
}

#define TEST(name)	cmocka_unit_test_setup_teardown(test_##name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(in_order), TEST(first_comes_last), TEST(identity), TEST(ipv6_next_header),
		TEST(icmp), TEST(tcp), TEST(stray), TEST(number_used_again), TEST(complete),
		TEST(repeatable), TEST(frozen), TEST(no_memory), TEST(flood), TEST(flood_while_frozen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
