// SPDX-License-Identifier: GPL-2.0-or-later
/* mdns: which address an announcement gives for the name that it begins with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "ndpi/guest/mdns.h"

#define A	1
#define PTR	12
#define TXT	16
#define AAAA	28

static uint8_t message[2000];
static size_t len;

static const uint8_t ours[] = { 10, 0, 0, 9 }, theirs[] = { 10, 0, 1, 9 };
static const uint8_t ours6[16] = { 0xfe, 0x80, [15] = 9 }, theirs6[16] = { 0xfe, 0x80, [15] = 8 };

static void put(const void *octets, size_t n)
{
	memcpy(message + len, octets, n);
	len += n;
}

static void put16(unsigned int n)
{
	put((uint8_t[]){ n >> 8, n }, 2);
}

/* An answer without questions and records. */
static void begin(void)
{
	len = 0;
	put16(0);
	put16(0x8400);
	for (int n = 0; n < 4; n++)
		put16(0);
}

/* A record more, in one of the three sections. @name: labels, each with its length. */
static void record(int section, const char *name, unsigned int type, unsigned int ttl,
		   const void *data, size_t size)
{
	message[5 + 2 * section]++;
	/* a pointer has no root behind it */
	put(name, strlen(name) + ((name[0] & 0xc0) != 0xc0));
	put16(type);
	put16(0x8001);
	put16(ttl >> 16);
	put16(ttl);
	put16(size);
	put(data, size);
}

/* The address in text, as the kernel's tools write it. */
static const char *heard(const uint8_t *sender, size_t size)
{
	uint8_t address[16], *copy = malloc(len ? len : 1);
	static char text[40];
	size_t n, i;

	/* at the end of a block, so that a look beyond is seen */
	memcpy(copy, message, len);
	n = kntop_mdns_address(copy, len, sender, size, address);
	free(copy);
	text[0] = '\0';
	for (i = 0; i < n; i++)
		sprintf(text + 2 * i, "%02x", address[i]);
	return text;
}

static void a_host_announces_itself(void **unused)
{
	begin();
	record(1, "\7printer\5local", A, 120, ours, 4);
	assert_string_equal(heard(ours, 4), "0a000009");
	record(1, "\xc0\x0c", AAAA, 120, ours6, 16);
	assert_string_equal(heard(ours6, 16), "fe800000000000000000000000000009");
	/* another address of the same host */
	begin();
	record(1, "\7printer\5local", A, 120, theirs, 4);
	record(1, "\7printer\5local", A, 120, ours, 4);
	assert_string_equal(heard(ours, 4), "0a000009");
	/* what was not asked for stands in the third section */
	begin();
	record(1, "\7printer\5local", AAAA, 120, ours6, 16);
	record(1, "\4_ipp\4_tcp\5local", PTR, 120, "\xc0\x0c", 2);
	record(3, "\xc0\x0c", A, 120, ours, 4);
	assert_string_equal(heard(ours, 4), "0a000009");
}

static void a_repeater_announces_another(void **unused)
{
	begin();
	record(1, "\7printer\5local", A, 120, theirs, 4);
	assert_string_equal(heard(ours, 4), "0a000109");
	record(1, "\xc0\x0c", AAAA, 120, theirs6, 16);
	assert_string_equal(heard(ours, 4), "0a000109");
	assert_string_equal(heard(ours6, 16), "fe800000000000000000000000000008");
	/* its own name comes later, and is not the one that is told */
	record(1, "\10repeater\5local", A, 120, ours, 4);
	assert_string_equal(heard(ours, 4), "0a000109");
}

static void what_gives_no_address(void **unused)
{
	begin();
	assert_string_equal(heard(ours, 4), "");
	record(1, "\7printer\5local", TXT, 120, "\0", 1);
	assert_string_equal(heard(ours, 4), "");
	begin();
	record(1, "\7printer\5local", A, 0, ours, 4);
	assert_string_equal(heard(ours, 4), "");
	begin();
	record(1, "\7printer\5local", A, 120, ours, 3);
	assert_string_equal(heard(ours, 4), "");
	/* a question, and an answer that repeats it */
	begin();
	record(1, "\7printer\5local", A, 120, ours, 4);
	message[2] = 0;
	assert_string_equal(heard(ours, 4), "");
	message[2] = 0x84;
	message[5] = 1;
	assert_string_equal(heard(ours, 4), "");
}

/* Cut anywhere, and with any octet changed, it ends, and reads nothing beyond its end. */
static void damaged_messages_end(void **unused)
{
	size_t whole, n;
	int bit;

	begin();
	record(1, "\7printer\5local", AAAA, 120, theirs6, 16);
	record(1, "\7printer\5local", A, 120, theirs, 4);
	record(2, "\xc0\x0c", A, 120, ours, 4);
	whole = len;
	for (len = 0; len < whole; len++)
		heard(ours, 4);
	for (n = 0; n < whole; n++)
		for (bit = 0; bit < 8; bit++) {
			message[n] ^= 1 << bit;
			heard(ours, 4);
			heard(ours6, 16);
			message[n] ^= 1 << bit;
		}
	assert_string_equal(heard(ours, 4), "0a000009");
	/* a pointer to itself, and a name of very many labels */
	begin();
	record(1, "\xc0\x0c", A, 120, ours, 4);
	assert_string_equal(heard(ours, 4), "0a000009");
	begin();
	message[7] = 1;
	for (n = 0; n < 200; n++)
		put("\1a", 2);
	assert_string_equal(heard(ours, 4), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_announces_itself),
		cmocka_unit_test(a_repeater_announces_another),
		cmocka_unit_test(what_gives_no_address),
		cmocka_unit_test(damaged_messages_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
