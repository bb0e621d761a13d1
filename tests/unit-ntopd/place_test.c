// SPDX-License-Identifier: GPL-2.0-or-later
/* Names from outside as parts of paths. */
#include "folder.h"
#include "place.h"

static void names(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "eth0", "eth0" }, { "eth0.100", "eth0.100" }, { "a-b_C9", "a-b_C9" },
		{ "", "%" }, { ".", "%2E" }, { "..", "%2E." }, { "../../etc/passwd",
		"%2E.%2F..%2Fetc%2Fpasswd" }, { "a/b", "a%2Fb" }, { "%2F", "%252F" },
		{ "a b", "a%20b" }, { "\n\x01\x7f", "%0A%01%7F" }, { "caf\xc3\xa9", "caf%C3%A9" },
		{ "a:b", "a%3Ab" }, { "~", "%7E" },
	};
	char buf[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(place_escape(cases[i].in, buf, sizeof(buf)), cases[i].out);
	assert_string_equal(place_escape("//////", buf, 18), "");
	assert_string_equal(place_escape("//////", buf, 19), "%2F%2F%2F%2F%2F%2F");
}

/* Different names are never the same file. */
static void no_collisions(void **state)
{
	char a[8], b[8];

	(void)state;
	for (unsigned int i = 1; i < 256; i++) {
		for (unsigned int j = i + 1; j < 256; j++) {
			char one[2] = { (char)i }, two[2] = { (char)j };

			place_escape(one, a, sizeof(a));
			assert_string_not_equal(a, place_escape(two, b, sizeof(b)));
		}
	}
}

static void folders(void **state)
{
	struct kntop_host host = { .interface = "eth0", .vlan = -1 };
	char buf[PLACE_SIZE], other[PLACE_SIZE];

	(void)state;
	assert_string_equal(place_interface("a/b", buf), "interface/a%2Fb");
	assert_int_equal(kntop_address_parse("10.0.0.0", &host.addr), 0);
	assert_string_equal(place_network(&host.addr, 8, buf), "network/10.0.0.0_8");
	place_host(&host, buf);
	assert_memory_equal(buf, "host/", 5);
	assert_string_equal(buf + 7, "/10.0.0.0@eth0");
	host.vlan = 7;
	assert_string_equal(place_host(&host, other) + 7, "/10.0.0.0@eth0@7");
	/* in VLAN 7 on eth0, or on eth0_7 or eth0@7 in none */
	host.vlan = -1;
	strcpy(host.interface, "eth0_7");
	assert_string_not_equal(place_host(&host, buf), other);
	strcpy(host.interface, "eth0@7");
	assert_string_not_equal(place_host(&host, buf), other);
	strcpy(host.interface, "eth0");
	host.vlan = 7;
	assert_int_equal(kntop_address_parse("2001:db8::1", &host.addr), 0);
	assert_string_equal(place_host(&host, buf) + 7, "/2001-db8--1@eth0@7");
	assert_string_equal(place_network(&host.addr, 64, buf), "network/2001-db8--1_64");
	assert_string_equal(place_file("interface/eth0", "protocol", "../x", buf),
			    "interface/eth0/protocol/%2E.%2Fx.rrd");
	assert_string_equal(place_file("network/10.0.0.0_8", NULL, "traffic", buf),
			    "network/10.0.0.0_8/traffic.rrd");
}

/* A protocol whose name wants to be elsewhere is recorded where it belongs. */
static void hostile_name(void **state)
{
	struct store_record r = {
		.kind = LAYOUT_PROTOCOL, .folder = "interface/eth0", .sub = "protocol",
		.name = "../../../../../../tmp/evil", .about = "kind=interface\n",
		.time = T0 * NS,
	};
	struct store *s = folder_open();

	(void)state;
	store_begin(s, r.time);
	store_record(s, &r);
	store_end(s);
	store_close(s);
	assert_string_equal(folder_told(), "");
	assert_true(folder_has("interface/eth0/protocol/"
			       "%2E.%2F..%2F..%2F..%2F..%2F..%2Ftmp%2Fevil.rrd"));
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names), TEST(no_collisions), TEST(folders), TEST(hostile_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
