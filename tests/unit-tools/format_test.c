// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers, times and names as people read them. */
#include "unit.h"
#include "field.h"
#include "format.h"
#include "utf8.h"

static char buf[FIELD_SIZE];

static void octets(void **state)
{
	(void)state;
	assert_string_equal(format_octets(buf, 0, false), "0 B");
	assert_string_equal(format_octets(buf, 999, false), "999 B");
	assert_string_equal(format_octets(buf, 1000, false), "1.00 kB");
	assert_string_equal(format_octets(buf, 1234567, false), "1.23 MB");
	assert_string_equal(format_octets(buf, 12345678, false), "12.3 MB");
	assert_string_equal(format_octets(buf, 123456789, false), "123 MB");
	assert_string_equal(format_octets(buf, UINT64_MAX, false), "18.4 EB");
	assert_string_equal(format_octets(buf, UINT64_MAX, true), "18446744073709551615");
}

static void rounding_takes_the_next_unit(void **state)
{
	(void)state;
	assert_string_equal(format_octets(buf, 9994, false), "9.99 kB");
	assert_string_equal(format_octets(buf, 9996, false), "10.0 kB");
	assert_string_equal(format_octets(buf, 99960, false), "100 kB");
	assert_string_equal(format_octets(buf, 999499, false), "999 kB");
	assert_string_equal(format_octets(buf, 999600, false), "1.00 MB");
}

static void rates_are_bits(void **state)
{
	(void)state;
	assert_string_equal(format_rate(buf, 0, false), "0 bit/s");
	assert_string_equal(format_rate(buf, 125, false), "1.00 kbit/s");
	assert_string_equal(format_rate(buf, 125000000, false), "1.00 Gbit/s");
	assert_string_equal(format_rate(buf, 125, true), "1000");
	assert_string_equal(format_rate(buf, UINT64_MAX, true), "18446744073709551615");
}

/* The exact way: printf() rounds the exact value of the quotient. */
static const char *by_printf(double value)
{
	static const char *const prefixes[] = { "", "k", "M", "G", "T", "P", "E" };
	static char text[64];
	int i = 0;

	for (; value >= (i ? 999.5 : 1000.0); i++)
		value /= 1000.0;
	snprintf(text, sizeof(text), "%.*f %sB",
		 !i ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value, prefixes[i]);
	return text;
}

static void rounding_is_that_of_printf(void **state)
{
	(void)state;
	srandom(4);
	/* all middles between two texts are among these */
	for (uint64_t value = 0; value < 1100000; value++)
		assert_string_equal(format_octets(buf, value, false), by_printf(value));
	for (int i = 0; i < 300000; i++) {
		uint64_t value = (uint64_t)random() << 33 ^ (uint64_t)random() << 11 ^ random();

		value >>= random() % 64;
		assert_string_equal(format_octets(buf, value, false), by_printf(value));
	}
}

static void counts(void **state)
{
	(void)state;
	assert_string_equal(format_count(buf, 999999, false), "999999");
	assert_string_equal(format_count(buf, 1000000, false), "1.00 M");
	assert_string_equal(format_count(buf, 1000000, true), "1000000");
}

static void durations(void **state)
{
	const uint64_t s = 1000000000;

	(void)state;
	assert_string_equal(format_duration(buf, 0, false), "0 s");
	assert_string_equal(format_duration(buf, 3607808, false), "3.607 ms");
	assert_string_equal(format_duration(buf, 59999999999, false), "59.999 s");
	assert_string_equal(format_duration(buf, 60 * s, false), "1m00s");
	assert_string_equal(format_duration(buf, 3600 * s, false), "1h00m");
	assert_string_equal(format_duration(buf, 100 * 3600 * s, false), "4d04h");
	assert_string_equal(format_duration(buf, 1000000001, true), "1.000000001");
}

static void delays(void **state)
{
	(void)state;
	assert_string_equal(format_delay(buf, -1, false), "-");
	assert_string_equal(format_delay(buf, 0, false), "0.000 ms");
	assert_string_equal(format_delay(buf, 12345, false), "12.345 ms");
	assert_string_equal(format_delay(buf, 1500000, false), "1.500 s");
	assert_string_equal(format_delay(buf, 12345, true), "12345");
}

/* 1700000000 is 2023-11-14 22:13:20 UTC, by date -u -d @1700000000 */
static void times(void **state)
{
	const uint64_t t = 1700000000123456789, day = (uint64_t)86400 * 1000000000;

	(void)state;
	assert_string_equal(format_time(buf, t, t, false), "22:13:20");
	assert_string_equal(format_time(buf, t, t + day, false), "2023-11-14 22:13:20");
	assert_string_equal(format_time(buf, t, t, true), "1700000000.123456789");
	assert_string_equal(format_time(buf, 0, t, false), "-");
}

static void percents(void **state)
{
	(void)state;
	assert_string_equal(format_percent(buf, 1, 3), "33.3 %");
	assert_string_equal(format_percent(buf, 0, 0), "-");
}

static void endpoints(void **state)
{
	struct kntop_address a;

	(void)state;
	assert_int_equal(kntop_address_parse("10.0.0.1", &a), 0);
	assert_string_equal(field_endpoint(buf, &a, 80), "10.0.0.1:80");
	assert_string_equal(field_endpoint(buf, &a, -1), "10.0.0.1");
	assert_int_equal(kntop_address_parse("2001:DB8::1", &a), 0);
	assert_string_equal(field_endpoint(buf, &a, 0), "[2001:db8::1]:0");
}

static void protocols_and_flags(void **state)
{
	(void)state;
	assert_string_equal(field_l4(buf, 6), "tcp");
	assert_string_equal(field_l4(buf, 253), "253");
	assert_string_equal(field_ethertype(buf, 0x806), "arp");
	assert_string_equal(field_ethertype(buf, 0x88b5), "0x88b5");
	assert_string_equal(field_tcp_flags(buf, 0x12), "SA");
	assert_string_equal(field_tcp_flags(buf, 0xff), "FSRPAUEC");
	assert_string_equal(field_tcp_flags(buf, 0), "-");
}

static void foreign_text_cannot_command_a_terminal(void **state)
{
	char small[6];

	(void)state;
	assert_string_equal(utf8_escape("eth0", buf, sizeof(buf)), "eth0");
	assert_string_equal(utf8_escape("a\x1b[2Jb", buf, sizeof(buf)), "a\\x1b[2Jb");
	assert_string_equal(utf8_escape("a\\b", buf, sizeof(buf)), "a\\\\b");
	assert_string_equal(utf8_escape("\xff\n", buf, sizeof(buf)), "\\xff\\x0a");
	/* C1 control CSI and the right-to-left override */
	assert_string_equal(utf8_escape("\xc2\x9b" "m", buf, sizeof(buf)), "\\xc2\\x9bm");
	assert_string_equal(utf8_escape("\xe2\x80\xae", buf, sizeof(buf)), "\\xe2\\x80\\xae");
	assert_string_equal(utf8_escape("\xc3\xbc", buf, sizeof(buf)), "\xc3\xbc");
	/* cut between characters, never inside an escape */
	assert_string_equal(utf8_escape("ab\x01", small, sizeof(small)), "ab");
	assert_int_equal(utf8_width("b\xc3\xbcro"), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(octets),
		cmocka_unit_test(rounding_takes_the_next_unit),
		cmocka_unit_test(rates_are_bits),
		cmocka_unit_test(rounding_is_that_of_printf),
		cmocka_unit_test(counts),
		cmocka_unit_test(durations),
		cmocka_unit_test(delays),
		cmocka_unit_test(times),
		cmocka_unit_test(percents),
		cmocka_unit_test(endpoints),
		cmocka_unit_test(protocols_and_flags),
		cmocka_unit_test(foreign_text_cannot_command_a_terminal),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
