// SPDX-License-Identifier: GPL-2.0-or-later
/* What is asked of frames, and what is said of mirrors and devices. */
#include "unit.h"
#include "args.h"
#include "ctl.h"
#include "frame_settings.h"
#include "view/mirror.h"

static char told[400];

/* Parses one value; true when it is one. */
static bool parse(int (*fn)(const struct ctl *ctl, struct args *args, struct frame_settings *f),
		  const char *value, struct frame_settings *f)
{
	struct ctl ctl = { .out = stdout, .told = told, .told_size = sizeof(told) };
	char copy[400];
	char *argv[] = { copy, NULL };
	struct args args = { argv, 0 };

	told[0] = '\0';
	*f = (struct frame_settings){ 0 };
	snprintf(copy, sizeof(copy), "%s", value);
	return fn(&ctl, &args, f) == CTL_OK;
}

static void times_of_copies(void **state)
{
	static const struct {
		const char *text;
		uint32_t microseconds;
	} good[] = {
		{ "on", 10000 }, { "off", 0 }, { "1", 1000 }, { "25ms", 25000 }, { "1000", 1000000 },
	};
	static const char *const bad[] = { "0", "1001", "-1", "5s", "ms", "on!", "", "99999999999" };
	struct frame_settings f;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(parse(frame_settings_dedup, good[i].text, &f));
		assert_int_equal(f.settings.what, KNTOP_SETTING_DEDUP);
		assert_int_equal(f.settings.dedup, good[i].microseconds);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(parse(frame_settings_dedup, bad[i], &f));
}

static void gateways(void **state)
{
	static const char *const bad[] = {
		"", "00:00:5e:00:01", "00:00:5e:00:01:01,", ",00:00:5e:00:01:01", "00:00:5e:00:01:zz",
		"00:00:5e:00:01:01:02", "01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff", "0:0:5e:0:1:1",
		"00-00-5e-00-01-01",
	};
	static const uint8_t first[6] = { 0, 0, 0x5e, 0, 1, 1 }, second[6] = { 2, 0xAB, 3, 4, 5, 6 };
	struct frame_settings f;

	(void)state;
	assert_true(parse(frame_settings_uplink, "00:00:5e:00:01:01,02:AB:03:04:05:06", &f));
	assert_int_equal(f.settings.what, KNTOP_SETTING_UPLINKS);
	assert_int_equal(f.settings.uplink_count, 2);
	assert_memory_equal(f.uplinks[0], first, 6);
	assert_memory_equal(f.uplinks[1], second, 6);
	assert_true(parse(frame_settings_uplink, "none", &f));
	assert_int_equal(f.settings.what, KNTOP_SETTING_UPLINKS);
	assert_int_equal(f.settings.uplink_count, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(parse(frame_settings_uplink, bad[i], &f));
}

/* An interface of which nothing is to be told. */
static struct kntop_interface plain(void)
{
	struct kntop_interface i = {
		.name = "span0", .rx = { .packets = 1000 }, .tx = { .packets = 10 },
		.has_device = true, .device = { .rx = { .packets = 1003 }, .tx = { .packets = 4 } },
	};

	return i;
}

static void nothing_to_say(void **state)
{
	struct mirror_sentence s[MIRROR_SENTENCES];
	struct kntop_interface i = plain();

	(void)state;
	/* the device counted three more; but those were not watched for */
	assert_int_equal(mirror_view_sentences(&i, true, false, s), 0);
	i.flags = KNTOP_INTERFACE_TX;
	assert_int_equal(mirror_view_sentences(&i, true, false, s), 0);
	i.flags = KNTOP_INTERFACE_RX;
	assert_int_equal(mirror_view_sentences(&i, true, false, s), 1);
	assert_int_equal(mirror_view_sentences(&i, true, true, s), 2);
	assert_non_null(strstr(s[1].text, "+3 and -6 packets to what was seen"));
	i.rx_filtered.packets = 2;
	mirror_view_sentences(&i, true, true, s);
	assert_non_null(strstr(s[1].text, "+1 and -6 packets to what was seen"));
	i.has_device = false;
	assert_int_equal(mirror_view_sentences(&i, true, true, s), 0);
}

static void all_to_say(void **state)
{
	struct mirror_sentence s[MIRROR_SENTENCES];
	struct kntop_interface i = plain();
	int n, warnings = 0;

	(void)state;
	i.dedup = 10000;
	i.uplink_count = KNTOP_UPLINKS_MAX;
	i.mirror = (struct kntop_mirror){
		.doubles = true, .compared = 40, .copies = 39, .one_way = true, .flows_one_way = 9,
		.flows_two_way = 1, .upload = { .packets = 7 }, .rx_doubled = { .packets = 5 },
	};
	i.device.rx_unseen = 3;
	i.device.tx_unseen = 4;
	i.device.rx_missed = 6;
	n = mirror_view_sentences(&i, true, true, s);
	assert_int_equal(n, MIRROR_SENTENCES);
	for (int k = 0; k < n; k++)
		warnings += s[k].warning;
	assert_int_equal(warnings, 5);
	assert_non_null(strstr(s[0].text, "of 40 that were compared 39 had a copy"));
	assert_non_null(strstr(s[0].text, "(ntopctl interface set span0 dedup on)"));
	assert_non_null(strstr(s[1].text, "9 of 10 TCP conversations"));
	assert_non_null(strstr(s[2].text, "dedup 10 ms: 5 copies"));
	assert_non_null(strstr(s[3].text, "00:00:00:00:00:00: upload 7 packets"));
	assert_non_null(strstr(s[3].text, "neither 0 packets, 0"));
	assert_non_null(strstr(s[4].text, "3 packets that the device received"));
	assert_non_null(strstr(s[5].text, "4 packets that the device sent"));
	assert_non_null(strstr(s[6].text, "0 dropped, 6 missed"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_of_copies), cmocka_unit_test(gateways),
		cmocka_unit_test(nothing_to_say), cmocka_unit_test(all_to_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
