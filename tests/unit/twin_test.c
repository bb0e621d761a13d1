// SPDX-License-Identifier: GPL-2.0-or-later
/* twin.c: which frames are copies of which, and for how long. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "twin.h"

#define MS	1000000ULL
#define SIZE	300

static struct kntop_twins *twins;
static u64 now;

/* A frame under construction. */
struct sample {
	u8 data[SIZE];
	u32 len;
};

/* Ethernet, IPv4 with this identification, UDP with a payload of 100 octets of @fill. */
static struct sample ipv4(u16 id, u8 fill)
{
	static const u8 headers[] = {
		2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x08, 0x00,
		0x45, 0, 0, 128, 0, 0, 0x40, 0, 64, 17, 0x12, 0x34, 192, 0, 2, 1, 192, 0, 2, 2,
		0x30, 0x39, 0, 53, 0, 108, 0, 0,
	};
	struct sample s = { .len = sizeof(headers) + 100 };

	memcpy(s.data, headers, sizeof(headers));
	s.data[18] = id >> 8;
	s.data[19] = id;
	memset(s.data + sizeof(headers), fill, 100);
	return s;
}

/* The same over IPv6. */
static struct sample ipv6(u8 fill)
{
	struct sample s = { .len = 14 + 40 + 108 };

	memcpy(s.data, ipv4(0, 0).data, 12);
	s.data[12] = 0x86;
	s.data[13] = 0xdd;
	s.data[14] = 0x60;
	s.data[19] = 108;
	s.data[20] = 17;
	s.data[21] = 64;
	s.data[22] = s.data[38] = 0x20;
	s.data[53] = 2;
	memcpy(s.data + 54, "\x30\x39\0\x35\0\x6c\0\0", 8);
	memset(s.data + 62, fill, 100);
	return s;
}

static struct sample tagged(struct sample s, u16 type)
{
	memmove(s.data + 16, s.data + 12, s.len - 12);
	s.data[12] = type >> 8;
	s.data[13] = type;
	s.data[14] = 0;
	s.data[15] = 7;
	s.len += 4;
	return s;
}

static bool comparable(const struct sample *s, u32 caplen, int way, struct kntop_twin *t)
{
	struct kntop_frame f = { .data = s->data, .caplen = caplen, .wirelen = s->len };

	return kntop_twin_look(twins, &f, way, t);
}

static bool cut_is_copy(struct sample s, u32 caplen)
{
	struct kntop_twin t;

	assert_true(comparable(&s, caplen, 0, &t));
	return kntop_twin_seen(twins, &t, now);
}

static bool is_copy(struct sample s)
{
	return cut_is_copy(s, s.len);
}

static int setup(void **state)
{
	(void)state;
	twins = kntop_twins_new(10 * MS, 64);
	now = 1700000000000 * MS;
	return !twins;
}

static int teardown(void **state)
{
	(void)state;
	kntop_twins_free(twins);
	return 0;
}

static void changed_on_the_way(void **state)
{
	struct sample s = ipv4(77, 1), r = s;

	(void)state;
	assert_false(is_copy(s));
	assert_true(is_copy(tagged(s, 0x8100)));
	assert_true(is_copy(tagged(tagged(s, 0x8100), 0x88a8)));
	r.data[0] = 6;
	r.data[6] = 8;
	r.data[15] = 0xb8;
	r.data[22]--;
	r.data[24] = 0x99;
	assert_true(is_copy(r));
	s = r = ipv6(1);
	assert_false(is_copy(s));
	r.data[15] = 0xff;
	r.data[21]--;
	assert_true(is_copy(tagged(r, 0x8100)));
}

static void another_frame(void **state)
{
	static const u8 at[] = { 17, 19, 20, 23, 29, 33, 35, 37, 41, 42, 109 };
	struct sample s = ipv4(77, 1);
	struct kntop_twin t;

	(void)state;
	assert_false(is_copy(s));
	for (size_t i = 0; i < sizeof(at); i++) {
		struct sample other = s;

		other.data[at[i]] ^= 1;
		assert_false(is_copy(other));
	}
	assert_true(comparable(&s, s.len, 1, &t));
	assert_false(kntop_twin_seen(twins, &t, now));
}

static void within_the_window(void **state)
{
	(void)state;
	assert_false(is_copy(ipv4(1, 1)));
	now += 9 * MS;
	assert_true(is_copy(ipv4(1, 1)));
	now += 2 * MS;
	/* counted from the first of them on */
	assert_false(is_copy(ipv4(1, 1)));
	now -= 5 * MS;
	assert_true(is_copy(ipv4(1, 1)));
	now += 500 * MS;
	assert_false(is_copy(ipv4(1, 1)));
}

static void copies_of_one(void **state)
{
	(void)state;
	/* a number: all that follow; none: one of two */
	assert_false(is_copy(ipv4(9, 1)));
	assert_true(is_copy(ipv4(9, 1)));
	assert_true(is_copy(ipv4(9, 1)));
	assert_false(is_copy(ipv4(0, 1)));
	assert_true(is_copy(ipv4(0, 1)));
	assert_false(is_copy(ipv4(0, 1)));
	assert_true(is_copy(ipv4(0, 1)));
	assert_false(is_copy(ipv6(1)));
	assert_true(is_copy(ipv6(1)));
	assert_false(is_copy(ipv6(1)));
}

static void cut(void **state)
{
	static const u32 lengths[] = { 64, 68, 80, 96, 128 };
	struct sample tag = tagged(ipv4(1, 1), 0x8100);
	struct kntop_twin t;

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		now += 100 * MS;
		assert_false(cut_is_copy(ipv4(1, 1), lengths[i]));
		assert_true(cut_is_copy(tag, lengths[i]));
		assert_true(cut_is_copy(tag, lengths[i] + 4));
	}
	assert_false(comparable(&tag, 40, 0, &t));
}

static void what_tells(void **state)
{
	struct sample s = ipv4(0, 1), group = ipv4(0, 1), numbered = ipv4(5, 1);
	struct kntop_frame f = { .data = s.data, .caplen = s.len, .wirelen = s.len, .gso = true };
	struct kntop_twin t;

	(void)state;
	assert_true(comparable(&s, s.len, 0, &t));
	assert_true(t.telling && !t.unique);
	group.data[30] = 224;
	assert_true(comparable(&group, group.len, 0, &t));
	assert_false(t.telling || t.unique);
	assert_true(comparable(&numbered, numbered.len, 0, &t));
	assert_true(t.telling && t.unique);
	/* too little of the payload to tell it from another */
	assert_true(comparable(&s, 54, 0, &t));
	assert_false(t.telling);
	assert_false(kntop_twin_look(twins, &f, 0, &t));
	assert_false(t.telling);
}

/* Short frames are padded, to a length of their own. */
static void without_ip(void **state)
{
	struct sample arp = { .len = 60 };

	(void)state;
	memcpy(arp.data, ipv4(0, 0).data, 12);
	arp.data[12] = 0x08;
	arp.data[13] = 0x06;
	arp.data[21] = 1;
	assert_false(is_copy(arp));
	assert_true(is_copy(tagged(arp, 0x8100)));
	arp.len = 42;
	assert_false(is_copy(arp));
	arp.len = 64;
	assert_true(is_copy(tagged(arp, 0x8100)));
	arp.data[21] = 2;
	assert_false(is_copy(arp));
	arp.data[5] = 9;
	assert_false(is_copy(arp));
}

/* More frames than there is room for: the newest are remembered. */
static void many(void **state)
{
	u32 known = 0;

	(void)state;
	for (u16 id = 1; id <= 4000; id++, now += 1000)
		assert_false(is_copy(ipv4(id, 1)));
	for (u16 id = 4000; id > 3900; id--)
		known += is_copy(ipv4(id, 1));
	assert_true(known > 95);
}

int main(void)
{
#define TEST(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(changed_on_the_way), TEST(another_frame), TEST(within_the_window),
		TEST(copies_of_one), TEST(cut), TEST(what_tells), TEST(without_ip), TEST(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
