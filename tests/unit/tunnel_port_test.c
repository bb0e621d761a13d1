// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tunnel_port: which tunnel is at a port, and which lists of ports are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <linux/kntop.h>

#include "tunnel_port.h"

#define PORT(number, kind)	{ .port = (number), .encapsulation = KNTOP_ENCAPSULATION_##kind }

/* Linux's own numbers: include/net/vxlan.h, geneve.h, gtp.h, gue.h, IANA's for the others. */
static void test_usual(void **state)
{
	static const struct kntop_tunnel_port usual[] = {
		PORT(4789, VXLAN), PORT(8472, VXLAN), PORT(4790, VXLAN_GPE), PORT(6081, GENEVE),
		PORT(2152, GTPU), PORT(6635, MPLS), PORT(4754, GRE), PORT(37008, TZSP),
		PORT(3544, TEREDO), PORT(6080, GUE), PORT(1701, L2TP), PORT(5247, CAPWAP),
	};
	u32 port, found = 0;
	size_t i;

	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		assert_int_equal(kntop_tunnel_port_kind(NULL, usual[i].port),
				 usual[i].encapsulation);
	for (port = 0; port <= 0xffff; port++)
		found += !!kntop_tunnel_port_kind(NULL, port);
	assert_int_equal(found, i);
}

/* Every port alone, and no other with it. */
static void test_each(void **state)
{
	struct kntop_tunnel_ports ports;
	u32 port;

	for (port = 1; port <= 0xffff; port++) {
		struct kntop_tunnel_port one = PORT(port, FOU);

		assert_int_equal(kntop_tunnel_port_set(&ports, &one, 1), KNTOP_TUNNEL_PORT_OK);
		assert_int_equal(kntop_tunnel_port_kind(&ports, port), KNTOP_ENCAPSULATION_FOU);
		assert_true(kntop_tunnel_port_may(&ports, 9, port));
		assert_true(kntop_tunnel_port_may(&ports, port, 9));
		assert_true(kntop_tunnel_port_any(&ports, port, 1));
		assert_int_equal(kntop_tunnel_port_kind(&ports, port ^ 0x40), 0);
		assert_int_equal(kntop_tunnel_port_kind(&ports, port ^ 0x8000), 0);
		assert_int_equal(kntop_tunnel_port_kind(&ports, 0), 0);
	}
}

static void test_differs(void **state)
{
	static const struct kntop_tunnel_port list[] = { PORT(4789, GENEVE), PORT(5555, FOU) };
	struct kntop_tunnel_ports ports;

	assert_int_equal(kntop_tunnel_port_set(&ports, list, 2), KNTOP_TUNNEL_PORT_OK);
	assert_true(kntop_tunnel_port_differs(NULL, &ports, 4789));
	assert_true(kntop_tunnel_port_differs(NULL, &ports, 5555));
	assert_true(kntop_tunnel_port_differs(NULL, &ports, 2152));
	assert_false(kntop_tunnel_port_differs(NULL, &ports, 53));
	assert_false(kntop_tunnel_port_differs(&ports, &ports, 4789));
}

static void test_refused(void **state)
{
	struct kntop_tunnel_port list[KNTOP_TUNNEL_PORTS_MAX + 1];
	struct kntop_tunnel_ports ports;
	u32 i;

	for (i = 0; i <= KNTOP_TUNNEL_PORTS_MAX; i++)
		list[i] = (struct kntop_tunnel_port)PORT(1000 + i, VXLAN);
	assert_int_equal(kntop_tunnel_port_set(&ports, list, 0), KNTOP_TUNNEL_PORT_OK);
	assert_false(kntop_tunnel_port_any(&ports, 4789, 2152));
	assert_int_equal(kntop_tunnel_port_set(&ports, list, i - 1), KNTOP_TUNNEL_PORT_OK);
	assert_int_equal(kntop_tunnel_port_set(&ports, list, i), KNTOP_TUNNEL_PORT_MANY);
	list[3].port = 0;
	assert_int_equal(kntop_tunnel_port_set(&ports, list, 4), KNTOP_TUNNEL_PORT_ZERO);
	list[3].port = 1000;
	assert_int_equal(kntop_tunnel_port_set(&ports, list, 4), KNTOP_TUNNEL_PORT_TWICE);
	list[2].encapsulation = KNTOP_ENCAPSULATION_PPPOE;
	assert_int_equal(kntop_tunnel_port_set(&ports, list, 3), KNTOP_TUNNEL_PORT_KIND);
	list[1].encapsulation = KNTOP_ENCAPSULATION_MAX + 1;
	assert_int_equal(kntop_tunnel_port_set(&ports, list, 2), KNTOP_TUNNEL_PORT_KIND);
	list[0].pad = 1;
	assert_int_equal(kntop_tunnel_port_set(&ports, list, 1), KNTOP_TUNNEL_PORT_KIND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_usual),
		cmocka_unit_test(test_each),
		cmocka_unit_test(test_differs),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests_name("tunnel_port", tests, NULL, NULL);
}
