// SPDX-License-Identifier: GPL-2.0-or-later
/* provider: whose networks, ports and labels those of calls are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <arpa/inet.h>
#include <cmocka.h>
#include "ndpi/provider.h"

/* Numbers that the test gives to names. */
enum { WHATSAPP = 10, WHATSAPP_CALL, TELEGRAM, MESSENGER, FACEBOOK_VOIP, TEAMS, MEET, DUO, OTHER };

static int setup(void **state)
{
	kntop_provider_meet(WHATSAPP, "WhatsApp");
	kntop_provider_meet(WHATSAPP_CALL, "WhatsAppCall");
	kntop_provider_meet(TELEGRAM, "Telegram");
	kntop_provider_meet(MESSENGER, "Messenger");
	kntop_provider_meet(FACEBOOK_VOIP, "FacebookVoip");
	kntop_provider_meet(TEAMS, "Teams");
	kntop_provider_meet(MEET, "GoogleMeet");
	kntop_provider_meet(DUO, "GoogleHangoutDuo");
	kntop_provider_meet(OTHER, "YouTube");
	return 0;
}

static bool has(unsigned int app, const char *text)
{
	union kntop_addr addr = { .b = { [10] = 0xff, 0xff } };

	if (inet_pton(AF_INET, text, addr.b + 12) != 1)
		assert_int_equal(inet_pton(AF_INET6, text, addr.b), 1);
	return kntop_provider_has_addr(kntop_provider_of(app), &addr);
}

static void test_labels(void **state)
{
	assert_int_equal(kntop_provider_of(OTHER), KNTOP_PROVIDER_NONE);
	assert_int_equal(kntop_provider_of(0), KNTOP_PROVIDER_NONE);
	assert_int_equal(kntop_provider_of(1U << 20), KNTOP_PROVIDER_NONE);
	assert_int_equal(kntop_provider_of(WHATSAPP), kntop_provider_of(WHATSAPP_CALL));
	assert_int_not_equal(kntop_provider_of(WHATSAPP), kntop_provider_of(MESSENGER));
	assert_int_equal(kntop_provider_call(kntop_provider_of(WHATSAPP)), WHATSAPP_CALL);
	assert_int_equal(kntop_provider_call(kntop_provider_of(TELEGRAM)), TELEGRAM);
	assert_int_equal(kntop_provider_call(kntop_provider_of(MEET)), DUO);
	assert_int_equal(kntop_provider_call(KNTOP_PROVIDER_NONE), 0);
	assert_int_equal(kntop_provider_call(kntop_provider_count() + 1), 0);
}

static void test_networks(void **state)
{
	assert_true(has(TELEGRAM, "91.108.56.0"));
	assert_true(has(TELEGRAM, "91.108.59.255"));
	assert_false(has(TELEGRAM, "91.108.60.0"));
	assert_true(has(TELEGRAM, "2001:67c:4e8:f004::9"));
	assert_false(has(TELEGRAM, "2001:67c:4e9::"));
	assert_true(has(WHATSAPP, "157.240.1.2"));
	assert_true(has(MESSENGER, "157.240.1.2"));
	assert_true(has(WHATSAPP, "2a03:2880::1"));
	assert_true(has(TEAMS, "52.115.255.255"));
	assert_false(has(TEAMS, "52.116.0.0"));
	assert_true(has(TEAMS, "2603:1063:3ff::1"));
	assert_false(has(TEAMS, "2603:1063:400::1"));
	assert_false(has(TEAMS, "10.0.0.1"));
	assert_true(has(MEET, "2001:4860:4864:5::1"));
	assert_false(has(OTHER, "157.240.1.2"));
}

static void test_ports(void **state)
{
	unsigned int teams = kntop_provider_of(TEAMS);

	assert_false(kntop_provider_has_port(teams, 3477));
	assert_true(kntop_provider_has_port(teams, 3478));
	assert_true(kntop_provider_has_port(teams, 3481));
	assert_false(kntop_provider_has_port(teams, 3482));
	assert_true(kntop_provider_has_port(kntop_provider_of(TELEGRAM), 1));
	assert_false(kntop_provider_has_port(KNTOP_PROVIDER_NONE, 3478));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_networks),
		cmocka_unit_test(test_ports),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
