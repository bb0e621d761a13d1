// SPDX-License-Identifier: GPL-2.0-or-later
/* What countries and ASes carry, from hosts that come, go, and come back. Where they are
 * says Debian's database: 8.8.8.8 and 8.8.4.4 US AS15169, 1.1.1.1 AU AS13335,
 * 193.0.6.139 NL AS3333.
 */
#include "unit.h"
#include "region.h"

#define MINUTE	60

static const struct ctl ctl;

static int open_places(void **data)
{
	(void)data;
	geo_choose(GEO_DEFAULT);
	return geo_open(&ctl);
}

static int close_places(void **data)
{
	(void)data;
	geo_close();
	return 0;
}

static void see(struct regions *r, const char *addr, uint64_t first, uint64_t sent,
		uint64_t received)
{
	struct kntop_host host = {
		.interface = "eth0", .vlan = -1, .first = first,
		.sent = { .octets = sent, .packets = sent / 10 },
		.received = { .octets = received, .packets = received / 10 },
	};

	assert_int_equal(kntop_address_parse(addr, &host.addr), 0);
	assert_int_equal(regions_add(r, &host), 0);
}

/* "AU", "AS15169", "country none", "as none" or "other". */
static const char *name_of(const struct region *region)
{
	static char name[32];

	if (region->kind == REGION_OTHER)
		return "other";
	if (region->kind == REGION_COUNTRY)
		return region->country[0] ? region->country : "country none";
	snprintf(name, sizeof(name), "AS%u", region->as);
	return region->as ? name : "as none";
}

struct search {
	const char *name;
	struct region found;
	int count;
};

static int match(const struct region *region, void *data)
{
	struct search *s = data;

	if (s->name && !strcmp(s->name, name_of(region)))
		s->found = *region;
	s->count++;
	return 0;
}

static struct region get(const struct regions *r, const char *name)
{
	struct search s = { .name = name };

	regions_each(r, match, &s);
	return s.found;
}

#define assert_carried(r, name, s, v) do {				\
		assert_int_equal(get(r, name).sent.octets, s);		\
		assert_int_equal(get(r, name).received.octets, v);	\
	} while (0)

static void the_first_look_says_nothing(void **data)
{
	struct regions *r = regions_new();
	struct search s = { 0 };

	(void)data;
	see(r, "8.8.8.8", 500, 1000, 2000);
	assert_int_equal(regions_end(r, 1000, true, 10), 0);
	assert_int_equal(regions_each(r, match, &s), 0);
	assert_int_equal(s.count, 0);
	regions_free(r);
}

static void increases_are_added_up(void **data)
{
	struct regions *r = regions_new();

	(void)data;
	see(r, "8.8.8.8", 500, 1000, 2000);
	see(r, "8.8.4.4", 500, 10, 20);
	regions_end(r, 1000, true, 10);
	see(r, "8.8.8.8", 500, 1300, 2000);
	see(r, "8.8.4.4", 500, 15, 25);
	see(r, "1.1.1.1", 1010, 70, 7);		/* came since, so all it has */
	see(r, "193.0.6.139", 900, 5000, 5000);	/* was there, but nobody saw it */
	see(r, "10.0.0.1", 1020, 400, 500);
	regions_end(r, 1060, true, 10);
	assert_carried(r, "US", 305, 5);
	assert_int_equal(get(r, "US").hosts, 2);
	assert_int_equal(get(r, "US").epoch, 1000);
	assert_int_equal(get(r, "US").sent.packets, 30);
	assert_string_equal(get(r, "US").name, "United States of America");
	assert_carried(r, "AU", 70, 7);
	assert_carried(r, "NL", 0, 0);
	assert_carried(r, "country none", 400, 500);
	assert_carried(r, "AS15169", 305, 5);
	assert_string_equal(get(r, "AS15169").name, "GOOGLE");
	assert_carried(r, "AS13335", 70, 7);
	assert_carried(r, "as none", 400, 500);
	assert_carried(r, "other", 0, 0);
	/* all are gone but one: what they carried stays */
	see(r, "1.1.1.1", 1010, 90, 7);
	regions_end(r, 1120, true, 10);
	assert_carried(r, "US", 305, 5);
	assert_int_equal(get(r, "US").hosts, 0);
	assert_carried(r, "AU", 90, 7);
	/* one is back, and begins with nothing */
	see(r, "8.8.8.8", 1130, 30, 3);
	regions_end(r, 1180, true, 10);
	assert_carried(r, "US", 335, 8);
	/* and was forgotten and came back between two looks, which its totals do not show */
	see(r, "8.8.8.8", 1190, 40, 4);
	regions_end(r, 1240, true, 10);
	assert_carried(r, "US", 375, 12);
	regions_free(r);
}

static void a_look_with_gaps_counts_nobody_twice(void **data)
{
	struct regions *r = regions_new();

	(void)data;
	regions_end(r, 1000, true, 10);
	see(r, "8.8.8.8", 1010, 100, 0);
	see(r, "1.1.1.1", 1010, 100, 0);
	see(r, "193.0.6.139", 1010, 100, 0);
	regions_end(r, 1060, true, 10);
	see(r, "1.1.1.1", 1010, 150, 0);	/* twice, the later state first or last */
	see(r, "1.1.1.1", 1010, 140, 0);
	regions_end(r, 1120, false, 10);
	see(r, "8.8.8.8", 1010, 120, 0);
	see(r, "1.1.1.1", 1010, 160, 0);
	see(r, "193.0.6.139", 1010, 130, 0);
	regions_end(r, 1180, true, 10);
	assert_carried(r, "US", 120, 0);
	assert_carried(r, "AU", 160, 0);
	assert_carried(r, "NL", 130, 0);
	/* a look that came to nothing is none */
	see(r, "8.8.8.8", 1010, 999, 0);
	regions_cancel(r);
	see(r, "8.8.8.8", 1010, 125, 0);
	regions_end(r, 1240, true, 10);
	assert_carried(r, "US", 125, 0);
	regions_free(r);
}

static void a_clock_that_is_turned_back_begins_anew(void **data)
{
	struct regions *r = regions_new();
	struct search s = { 0 };

	(void)data;
	regions_end(r, 5000, true, 10);
	see(r, "8.8.8.8", 5010, 100, 0);
	regions_end(r, 5060, true, 10);
	see(r, "8.8.8.8", 5010, 130, 0);
	see(r, "1.1.1.1", 1410, 40, 0);
	regions_end(r, 1440, true, 10);
	regions_each(r, match, &s);
	assert_int_equal(s.count, 0);
	see(r, "8.8.8.8", 5010, 150, 0);
	see(r, "1.1.1.1", 1410, 47, 0);
	see(r, "193.0.6.139", 1450, 9, 0);
	regions_end(r, 1500, true, 10);
	assert_carried(r, "US", 20, 0);
	assert_carried(r, "AU", 7, 0);
	assert_carried(r, "NL", 9, 0);
	assert_int_equal(get(r, "US").epoch, 1440);
	regions_free(r);
}

static void only_the_busiest_ases_are_recorded(void **data)
{
	struct regions *r = regions_new();

	(void)data;
	regions_end(r, 1000, true, 1);
	see(r, "8.8.8.8", 1010, 100, 0);
	see(r, "1.1.1.1", 1010, 50, 0);
	regions_end(r, 1060, true, 1);
	assert_carried(r, "AS15169", 100, 0);
	assert_false(get(r, "AS13335").chosen);
	assert_carried(r, "other", 50, 0);
	assert_carried(r, "AU", 50, 0);
	/* the other one is busier now: it begins where the last look was */
	see(r, "8.8.8.8", 1010, 110, 0);
	see(r, "1.1.1.1", 1010, 950, 0);
	regions_end(r, 1120, true, 1);
	assert_false(get(r, "AS15169").chosen);
	assert_carried(r, "AS13335", 900, 0);
	assert_int_equal(get(r, "AS13335").epoch, 1060);
	assert_carried(r, "other", 60, 0);
	regions_free(r);
}

/* ---- whatever happens, nothing is lost and nothing counted twice ---- */

struct record {
	char name[32];
	uint64_t epoch;
	uint64_t octets;
};

static struct record records[64];
static size_t record_count;
static uint64_t sums[3];

/* What a recording makes of it: differences, and from zero when the epoch is another. */
static int keep_record(const struct region *region, void *data)
{
	uint64_t octets = region->sent.octets + region->received.octets;
	struct record *rec = records;

	(void)data;
	while (rec < records + record_count && strcmp(rec->name, name_of(region)))
		rec++;
	if (rec == records + record_count) {
		record_count++;
		snprintf(rec->name, sizeof(rec->name), "%s", name_of(region));
		rec->epoch = 0;
	}
	sums[region->kind] += rec->epoch == region->epoch ? octets - rec->octets : octets;
	rec->epoch = region->epoch;
	rec->octets = octets;
	return 0;
}

static void recordings_add_up(void **data)
{
	static const char *const addrs[] = {
		"8.8.8.8", "8.8.4.4", "1.1.1.1", "193.0.6.139", "10.0.0.1", "9.9.9.9",
		"2001:4860:4860::8888", "192.168.1.1", "4.2.2.2", "208.67.222.222",
	};
	enum { HOSTS = sizeof(addrs) / sizeof(addrs[0]) };
	uint64_t first[HOSTS] = { 0 }, sent[HOSTS] = { 0 }, truth = 0, now = 1000;
	struct regions *r = regions_new();

	(void)data;
	srandom(8);
	regions_end(r, now, true, 2);
	for (int look = 0; look < 300; look++) {
		for (int i = 0; i < HOSTS; i++) {
			uint64_t more = random() % 1000;

			if (random() % 8 == 0)
				first[i] = 0;	/* forgotten */
			if (!first[i] && random() % 2)
				continue;
			if (!first[i]) {
				first[i] = now + 1;
				sent[i] = 0;
			}
			sent[i] += more;
			truth += more;
			see(r, addrs[i], first[i], sent[i], 0);
		}
		now += MINUTE;
		assert_int_equal(regions_end(r, now, true, 2), 0);
		assert_int_equal(regions_each(r, keep_record, NULL), 0);
		assert_int_equal(sums[REGION_COUNTRY], truth);
		assert_int_equal(sums[REGION_AS] + sums[REGION_OTHER], truth);
	}
	assert_true(sums[REGION_OTHER] > 0 && sums[REGION_AS] > 0);
	regions_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_look_says_nothing),
		cmocka_unit_test(increases_are_added_up),
		cmocka_unit_test(a_look_with_gaps_counts_nobody_twice),
		cmocka_unit_test(a_clock_that_is_turned_back_begins_anew),
		cmocka_unit_test(only_the_busiest_ases_are_recorded),
		cmocka_unit_test(recordings_add_up),
	};

	return cmocka_run_group_tests(tests, open_places, close_places);
}
