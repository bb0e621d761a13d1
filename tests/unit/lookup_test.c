// SPDX-License-Identifier: GPL-2.0-or-later
/* lookup and contact: what clients looked up, and whom they spoke to, in bounded tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ndpi/contact.h"
#include "ndpi/lookup.h"

#define SECOND	1000000000ULL

static const struct kntop_world live = { .net = 7 }, file = { .net = 7, .source = 0x8001 };

static union kntop_addr host(unsigned int n)
{
	return (union kntop_addr){ .b = { [10] = 0xff, 0xff, 10, n >> 16, n >> 8, n } };
}

/* A client, by number, is told an address, by number, of a name. */
static void learn(const struct kntop_world *world, unsigned int client, const char *name,
		  unsigned int server, unsigned int ttl, uint64_t second)
{
	struct kntop_door_answer_list answers = {
		.count = 1, .address[0] = { .len = 4, .ttl = ttl },
	};
	union kntop_addr who = host(client), whom = host(server);

	snprintf(answers.name, sizeof(answers.name), "%s", name);
	memcpy(answers.address[0].octet, whom.b + 12, 4);
	kntop_lookup_learn(world, &who, &answers, second * SECOND);
}

static const char *find(const struct kntop_world *world, unsigned int client,
			unsigned int server, uint64_t second)
{
	static char name[KNTOP_DOOR_HOST_MAX];
	union kntop_addr who = host(client), whom = host(server);

	return kntop_lookup_find(world, &who, &whom, second * SECOND, name) ? name : "none";
}

static int setup(void **state)
{
	return kntop_lookup_start() ?: kntop_contact_start();
}

static int teardown(void **state)
{
	kntop_lookup_stop();
	kntop_contact_stop();
	return 0;
}

static void test_whose(void **state)
{
	learn(&live, 1, "a.test", 100, 300, 10);
	assert_string_equal(find(&live, 1, 100, 10), "a.test");
	assert_string_equal(find(&live, 2, 100, 10), "none");
	assert_string_equal(find(&live, 1, 101, 10), "none");
	assert_string_equal(find(&file, 1, 100, 10), "none");
	/* it was not looked up yet */
	assert_string_equal(find(&live, 1, 100, 9), "none");
}

static void test_age(void **state)
{
	learn(&live, 1, "short.test", 1, 0, 1000);
	learn(&live, 1, "middle.test", 2, 100, 1000);
	learn(&live, 1, "long.test", 3, UINT32_MAX, 1000);
	assert_string_equal(find(&live, 1, 1, 1060), "short.test");
	assert_string_equal(find(&live, 1, 1, 1061), "none");
	assert_string_equal(find(&live, 1, 2, 1100), "middle.test");
	assert_string_equal(find(&live, 1, 2, 1101), "none");
	assert_string_equal(find(&live, 1, 3, 4600), "long.test");
	assert_string_equal(find(&live, 1, 3, 4601), "none");
}

static void test_several_names(void **state)
{
	u64 before, evicted;

	kntop_lookup_count(&before);
	learn(&live, 1, "one.test", 1, 300, 10);
	learn(&live, 1, "two.test", 1, 300, 20);
	assert_string_equal(find(&live, 1, 1, 15), "one.test");
	assert_string_equal(find(&live, 1, 1, 25), "two.test");
	learn(&live, 1, "one.test", 1, 300, 30);
	assert_string_equal(find(&live, 1, 1, 35), "one.test");
	assert_int_equal(kntop_lookup_count(&evicted), 2);
	learn(&live, 1, "three.test", 1, 300, 40);
	learn(&live, 1, "four.test", 1, 300, 50);
	learn(&live, 1, "five.test", 1, 300, 60);
	assert_int_equal(kntop_lookup_count(&evicted), KNTOP_LOOKUP_NAMES);
	assert_int_equal(evicted, before + 1);
	/* two.test gave way: its last answer was the oldest */
	assert_string_equal(find(&live, 1, 1, 25), "none");
	assert_string_equal(find(&live, 1, 1, 35), "one.test");
}

/* The oldest answers give way, in order, and are counted. */
static void test_full(void **state)
{
	u64 before, evicted;
	unsigned int n;

	kntop_lookup_count(&before);
	for (n = 0; n < KNTOP_LOOKUP_MAX; n++)
		learn(&live, n, "full.test", 1, 300, 10);
	learn(&live, 0, "full.test", 1, 300, 11);
	for (n = 0; n < 100; n++)
		learn(&live, KNTOP_LOOKUP_MAX + n, "more.test", 1, 300, 12);
	assert_int_equal(kntop_lookup_count(&evicted), KNTOP_LOOKUP_MAX);
	assert_int_equal(evicted, before + 100);
	assert_string_equal(find(&live, 0, 1, 12), "full.test");
	for (n = 1; n <= 100; n++)
		assert_string_equal(find(&live, n, 1, 12), "none");
	assert_string_equal(find(&live, 101, 1, 12), "full.test");
}

static bool has_contact(const struct kntop_world *world, unsigned int client, uint64_t second)
{
	struct kntop_contact_key key = { .world = *world, .client = host(client), .provider = 3 };
	struct kntop_contact contact;

	return kntop_contact_find(&key, second * SECOND, 60 * SECOND, &contact);
}

static void meet(const struct kntop_world *world, unsigned int client, uint64_t second)
{
	struct kntop_contact_key key = { .world = *world, .client = host(client), .provider = 3 };
	struct kntop_contact contact = { .server = host(9), .time = second * SECOND, .provider = 3 };

	kntop_contact_note(&key, &contact);
}

static void test_contacts(void **state)
{
	unsigned int n;

	meet(&file, 1, 100);
	assert_true(has_contact(&file, 1, 160));
	assert_false(has_contact(&file, 1, 161));
	assert_false(has_contact(&file, 1, 99));
	assert_false(has_contact(&file, 2, 100));
	assert_false(has_contact(&live, 1, 100));
	for (n = 2; n <= KNTOP_CONTACT_MAX + 1; n++)
		meet(&file, n, 100);
	assert_false(has_contact(&file, 1, 100));
	assert_true(has_contact(&file, 2, 100));
	assert_true(has_contact(&file, n - 1, 100));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_whose, setup, teardown),
		cmocka_unit_test_setup_teardown(test_age, setup, teardown),
		cmocka_unit_test_setup_teardown(test_several_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_full, setup, teardown),
		cmocka_unit_test_setup_teardown(test_contacts, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
