// SPDX-License-Identifier: GPL-2.0-or-later
/* service.c: ports of services. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "service.h"

static const u16 services[] = {
	22, 53, 67, 80, 123, 443, 500, 547, 853, 1194, 1433, 2049, 3074, 3306, 3389, 3478, 4500, 5060,
	5353, 5432, 6379, 8080, 8443, 9100, 11211, 19132, 25565, 27015, 27017, 51820, 64738,
};

/* Of clients, of peers, or of nobody. */
static const u16 others[] = {
	0, 68, 546, 700, 800, 1001, 1023, 1024, 4444, 6881, 30303, 32768, 40000, 41000, 41641, 49152,
	50000, 60999, 65535,
};

static void test_ports(void **unused)
{
	size_t i;

	for (i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		assert_true(kntop_service_has(services[i]));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(kntop_service_has(others[i]));
}

/* Few are where clients choose theirs. */
static void test_how_many(void **unused)
{
	u32 port, all = 0, ephemeral = 0;

	for (port = 0; port <= UINT16_MAX; port++) {
		all += kntop_service_has(port);
		ephemeral += port >= 32768 && kntop_service_has(port);
	}
	assert_true(all > 550 && all < 700);
	assert_true(ephemeral < 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_how_many),
	};

	kntop_service_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
