// SPDX-License-Identifier: GPL-2.0-or-later
/* dns_answer: which addresses a client was told for the name that it asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "ndpi/guest/dns_answer.h"

#define A	1
#define CNAME	5
#define AAAA	28
#define HTTPS	65

/* A pointer to the question's name, and one to the 16th octet behind it. */
#define QUESTION	"\xc0\x0c"

static uint8_t message[2000];
static size_t len;
static struct kntop_dns_asked asked;
static struct kntop_door_answer_list answers;

static void put(const void *octets, size_t n)
{
	memcpy(message + len, octets, n);
	len += n;
}

static void put16(unsigned int n)
{
	put((uint8_t[]){ n >> 8, n }, 2);
}

/* A message with one question. @name: labels, each with its length. */
static void begin(unsigned int id, unsigned int flags, const char *name, unsigned int type)
{
	len = 0;
	put16(id);
	put16(flags);
	put16(1);
	put16(0);
	put16(0);
	put16(0);
	put(name, strlen(name) + 1);
	put16(type);
	put16(1);
}

static void record(const char *name, unsigned int type, unsigned int ttl, const void *data,
		   size_t size)
{
	message[7]++;
	put(name, strlen(name) + ((name[0] & 0xc0) != 0xc0));
	put16(type);
	put16(1);
	put16(ttl >> 16);
	put16(ttl);
	put16(size);
	put(data, size);
}

/* What kntop_dns_read() tells, from memory that ends where the message does. */
static const char *told(void)
{
	static char text[1000];
	uint8_t *copy = malloc(len);
	uint32_t n, i, used;

	assert_non_null(copy);
	memcpy(copy, message, len);
	n = kntop_dns_read(&asked, copy, len, &answers);
	free(copy);
	used = snprintf(text, sizeof(text), "%s", n ? answers.name : "nothing");
	for (i = 0; i < n; i++)
		used += snprintf(text + used, sizeof(text) - used, " %u:%u.%u/%u",
				 answers.address[i].len, answers.address[i].octet[0],
				 answers.address[i].octet[answers.address[i].len - 1],
				 answers.address[i].ttl);
	return text;
}

static int setup(void **state)
{
	memset(&asked, 0, sizeof(asked));
	memset(&answers, 0x55, sizeof(answers));
	return 0;
}

#define WWW	"\3www\7example\4test"

static void ask(unsigned int id, unsigned int type)
{
	begin(id, 0x0100, WWW, type);
	assert_string_equal(told(), "nothing");
}

static void test_addresses(void **state)
{
	ask(7, A);
	begin(7, 0x8180, WWW, A);
	record(QUESTION, A, 300, (uint8_t[]){ 192, 0, 2, 1 }, 4);
	record(QUESTION, A, 70000, (uint8_t[]){ 198, 0, 2, 2 }, 4);
	assert_string_equal(told(), "www.example.test 4:192.1/300 4:198.2/70000");
	/* once only */
	assert_string_equal(told(), "nothing");
}

static void test_aliases(void **state)
{
	static const uint8_t alias[] = "\3cdn\5other\4test";

	ask(7, AAAA);
	begin(7, 0x8180, WWW, AAAA);
	record(QUESTION, CNAME, 60, alias, sizeof(alias));
	record((const char *)alias, AAAA, 20, (uint8_t[16]){ 0x20, [15] = 9 }, 16);
	assert_string_equal(told(), "www.example.test 16:32.9/20");
}

static void test_two_questions(void **state)
{
	ask(1, A);
	ask(1, A);
	ask(2, AAAA);
	assert_int_equal(asked.count, 2);
	begin(2, 0x8180, WWW, AAAA);
	record(QUESTION, AAAA, 5, (uint8_t[16]){ 0x20, [15] = 1 }, 16);
	assert_string_equal(told(), "www.example.test 16:32.1/5");
	begin(1, 0x8180, WWW, A);
	record(QUESTION, A, 5, (uint8_t[]){ 10, 0, 0, 1 }, 4);
	assert_string_equal(told(), "www.example.test 4:10.1/5");
	assert_int_equal(asked.count, 0);
}

static void test_mixed_case(void **state)
{
	begin(1, 0x0100, "\3wWw\7eXample\4TEST", A);
	assert_string_equal(told(), "nothing");
	begin(1, 0x8180, "\3wWw\7eXample\4TEST", A);
	record(QUESTION, A, 5, (uint8_t[]){ 10, 0, 0, 1 }, 4);
	assert_string_equal(told(), "www.example.test 4:10.1/5");
}

static void test_not_asked(void **state)
{
	begin(7, 0x8180, WWW, A);
	record(QUESTION, A, 300, (uint8_t[]){ 192, 0, 2, 1 }, 4);
	assert_string_equal(told(), "nothing");
	ask(8, A);
	begin(7, 0x8180, WWW, A);
	record(QUESTION, A, 300, (uint8_t[]){ 192, 0, 2, 1 }, 4);
	assert_string_equal(told(), "nothing");
	begin(8, 0x8180, "\3ftp\7example\4test", A);
	record(QUESTION, A, 300, (uint8_t[]){ 192, 0, 2, 1 }, 4);
	assert_string_equal(told(), "nothing");
	assert_int_equal(asked.count, 1);
}

static void test_no_address(void **state)
{
	ask(1, HTTPS);
	assert_int_equal(asked.count, 0);
	ask(1, A);
	begin(1, 0x8183, WWW, A);	/* no such name */
	record(QUESTION, A, 300, (uint8_t[]){ 192, 0, 2, 1 }, 4);
	assert_string_equal(told(), "nothing");
	assert_int_equal(asked.count, 0);
	ask(1, A);
	begin(1, 0x8180, WWW, A);
	record(QUESTION, A, 300, (uint8_t[]){ 192, 0, 2, 1, 5 }, 5);
	assert_string_equal(told(), "nothing");
}

static void test_oldest_question_gives_way(void **state)
{
	for (unsigned int id = 1; id <= KNTOP_DNS_ASKED_MAX + 1; id++)
		ask(id, A);
	assert_int_equal(asked.count, KNTOP_DNS_ASKED_MAX);
	assert_int_equal(asked.id[0], 2);
}

static void test_strange_octets(void **state)
{
	begin(1, 0x0100, "\5a.\n\x80~\4test", A);
	assert_string_equal(told(), "nothing");
	begin(1, 0x8180, "\5a.\n\x80~\4test", A);
	record(QUESTION, A, 5, (uint8_t[]){ 10, 0, 0, 1 }, 4);
	assert_string_equal(told(), "a???~.test 4:10.1/5");
}

static void test_most_addresses(void **state)
{
	ask(1, A);
	begin(1, 0x8180, WWW, A);
	for (unsigned int n = 0; n < KNTOP_DOOR_ADDRESSES_MAX + 4; n++)
		record(QUESTION, A, 5, (uint8_t[]){ 10, 0, 0, n }, 4);
	told();
	assert_int_equal(answers.count, KNTOP_DOOR_ADDRESSES_MAX);
}

/* However it is cut or changed, it is read within its octets. */
static void test_cut_and_changed(void **state)
{
	size_t whole, at;

	ask(1, A);
	begin(1, 0x8180, WWW, A);
	record(QUESTION, A, 5, (uint8_t[]){ 10, 0, 0, 1 }, 4);
	whole = len;
	for (at = 0; at < whole; at++) {
		len = at;
		if (at)
			told();
		ask(1, A);
		begin(1, 0x8180, WWW, A);
		record(QUESTION, A, 5, (uint8_t[]){ 10, 0, 0, 1 }, 4);
		for (unsigned int value = 0; value < 256; value++) {
			uint8_t was = message[at];

			message[at] = value;
			told();
			message[at] = was;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_addresses, setup),
		cmocka_unit_test_setup(test_aliases, setup),
		cmocka_unit_test_setup(test_two_questions, setup),
		cmocka_unit_test_setup(test_mixed_case, setup),
		cmocka_unit_test_setup(test_not_asked, setup),
		cmocka_unit_test_setup(test_no_address, setup),
		cmocka_unit_test_setup(test_oldest_question_gives_way, setup),
		cmocka_unit_test_setup(test_strange_octets, setup),
		cmocka_unit_test_setup(test_most_addresses, setup),
		cmocka_unit_test_setup(test_cut_and_changed, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
