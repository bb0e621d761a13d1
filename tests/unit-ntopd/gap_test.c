// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Steps that were missed. A module of our own, whose traffic differs from second to second,
 * remembers a minute by seconds, ten by tens and an hour by minutes; what is recorded of it
 * is compared with what was sent.
 */
#include <errno.h>
#include <math.h>
#include "folder.h"
#include "clock.h"
#include "recorder.h"

#define SECONDS		20000U
#define TLS		91
#define DNS		5

enum what { ALL, OF_TLS, OF_DNS, WHATS };

static uint64_t sum[WHATS][SECONDS + 1];
/* Seconds since T0, of the wall clock; what the boot-time clock's seconds are late by. */
static uint64_t now, late, since;
static bool knows;
static unsigned int asked;
static uint64_t dns_since;
static struct config config;

/* What came in a second: half of them are silent. */
static uint64_t rate(unsigned int second, enum what what)
{
	uint32_t x = (second * 2654435761U) ^ (second >> 3) * 40503U;
	uint64_t tls = (x >> 8) % 2 ? (x >> 12) % 100000 * 1000 : 0;
	uint64_t dns = second >= dns_since ? (x >> 4) % 3 * 1000 : 0;

	return what == OF_TLS ? tls : what == OF_DNS ? dns : tls + dns + 1000;
}

static void make_traffic(void)
{
	for (int w = 0; w < WHATS; w++)
		for (unsigned int i = 0; i < SECONDS; i++)
			sum[w][i + 1] = sum[w][i] + rate(i, w);
}

/* What had come at a time, nanoseconds since T0. */
static uint64_t came(uint64_t time, enum what what)
{
	uint64_t second = time / NS, start = sum[what][since];

	if (second < since)
		return 0;
	return sum[what][second] - start + rate(second, what) * (time % NS) / NS;
}

static uint64_t now_came(enum what what)
{
	return came(now, what);
}

struct kntop *__wrap_kntop_open(struct kntop_error *err);
void __wrap_kntop_close(struct kntop *k);
int __wrap_kntop_interface_list(struct kntop *k, kntop_interface_fn fn, void *data,
				struct kntop_error *err);
int __wrap_kntop_stats_get(struct kntop *k, struct kntop_stats *stats, struct kntop_error *err);
int __wrap_kntop_localnet_list(struct kntop *k, kntop_localnet_fn fn, void *data,
			       struct kntop_error *err);
int __wrap_kntop_protocol_list(struct kntop *k, const struct kntop_protocol_query *query,
			       kntop_protocol_fn fn, void *data, struct kntop_error *err);
int __wrap_kntop_history_list(struct kntop *k, const struct kntop_history_query *query,
			      kntop_history_fn fn, void *data, struct kntop_error *err);
const char *__wrap_kntop_label_name(struct kntop *k, enum kntop_label_kind kind,
				    unsigned int number);

struct kntop *__wrap_kntop_open(struct kntop_error *err)
{
	(void)err;
	return (struct kntop *)&config;
}

void __wrap_kntop_close(struct kntop *k)
{
	(void)k;
}

int __wrap_kntop_interface_list(struct kntop *k, kntop_interface_fn fn, void *data,
				struct kntop_error *err)
{
	struct kntop_interface i = {
		.name = "eth0", .id = 1, .flags = 3, .since = T0 * NS + since * NS,
		.rx = { .octets = now_came(ALL), .packets = now_came(ALL) / 1000 },
		.flows = 12, .flows_total = now_came(OF_DNS) / 1000, .hosts = 4,
		.locality = { [KNTOP_LOCALITY_LOCAL_REMOTE] = { .octets = now_came(OF_TLS) } },
		.parts = { [KNTOP_PART_NON_IP] = { .packets = now_came(ALL) / 1000 } },
	};

	(void)k;
	(void)err;
	return fn(&i, data);
}

int __wrap_kntop_stats_get(struct kntop *k, struct kntop_stats *stats, struct kntop_error *err)
{
	(void)k;
	(void)err;
	memset(stats, 0, sizeof(*stats));
	return 0;
}

int __wrap_kntop_localnet_list(struct kntop *k, kntop_localnet_fn fn, void *data,
			       struct kntop_error *err)
{
	(void)k;
	(void)fn;
	(void)data;
	(void)err;
	return 0;
}

static int tell_protocol(kntop_protocol_fn fn, void *data, enum kntop_label_kind kind,
			 int number, enum what what)
{
	uint64_t octets = now_came(what);
	struct kntop_protocol p = {
		.kind = kind, .number = number, .interface = "eth0",
		.sent = { .octets = octets / 3, .packets = octets / 1000 },
		.received = { .octets = octets - octets / 3 },
	};

	return octets ? fn(&p, data) : 0;
}

int __wrap_kntop_protocol_list(struct kntop *k, const struct kntop_protocol_query *query,
			       kntop_protocol_fn fn, void *data, struct kntop_error *err)
{
	int rc;

	(void)k;
	(void)err;
	if (query->kind == KNTOP_LABEL_CATEGORY)
		return tell_protocol(fn, data, query->kind, TLS, OF_DNS);
	rc = tell_protocol(fn, data, query->kind, TLS, OF_TLS);
	return rc ? rc : tell_protocol(fn, data, query->kind, DNS, OF_DNS);
}

const char *__wrap_kntop_label_name(struct kntop *k, enum kntop_label_kind kind,
				    unsigned int number)
{
	(void)k;
	return kind == KNTOP_LABEL_CATEGORY ? "Web" : number == TLS ? "TLS" : "DNS";
}

/* Samples of a quantity, as the kernel's series have them. */
static uint64_t tell_samples(const struct kntop_history *h, uint64_t *sample, enum what what,
			     uint64_t unit)
{
	uint64_t end = h->end - T0 * NS, length = h->step * NS;

	for (unsigned int i = 0; i < h->count; i++) {
		uint64_t to = end - (h->count - 1 - i) * length;

		sample[i] = came(to, what) / unit - came(to > length ? to - length : 0, what) / unit;
	}
	return came(end, what) / unit;
}

static void tell_totals(struct kntop_history *h)
{
	h->rx_octets_total = tell_samples(h, h->rx_octets, ALL, 1);
	h->rx_packets_total = tell_samples(h, h->rx_packets, ALL, 1000);
}

static int tell_counters(struct kntop_history h, kntop_history_fn fn, void *data)
{
	static const struct { int counter; enum what what; uint64_t unit; } counters[] = {
		{ KNTOP_HISTORY_FLOWS, OF_DNS, 1000 },
		{ KNTOP_HISTORY_LOCALITY + KNTOP_LOCALITY_LOCAL_REMOTE, OF_TLS, 1 },
		{ KNTOP_HISTORY_PART + KNTOP_PART_NON_IP, ALL, 1000 },
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(counters) / sizeof(counters[0]); i++) {
		h.counter = counters[i].counter;
		h.counts_total = tell_samples(&h, h.counts, counters[i].what, counters[i].unit);
		rc = fn(&h, data);
	}
	return rc;
}

int __wrap_kntop_history_list(struct kntop *k, const struct kntop_history_query *query,
			      kntop_history_fn fn, void *data, struct kntop_error *err)
{
	uint64_t length = query->step * NS, over = (now - late) / length - (since * NS - late) / length;
	struct kntop_history h = {
		.interface = "eth0", .protocol = -1, .category = -1, .counter = -1,
		.step = query->step,
		.count = over > KNTOP_HISTORY_SAMPLES ? KNTOP_HISTORY_SAMPLES : over,
		.end = T0 * NS + (now - late) / length * length + late,
	};
	int rc;

	(void)k;
	asked++;
	assert_string_equal(query->interface, "eth0");
	if (!knows) {
		strcpy(err->text, "not told");
		return -EINVAL;
	}
	assert_true(query->counters && query->protocol == KNTOP_HISTORY_ALL);
	tell_totals(&h);
	rc = fn(&h, data);
	if (!rc)
		rc = tell_counters(h, fn, data);
	h.protocol = TLS;
	h.octets_total = tell_samples(&h, h.octets, OF_TLS, 1);
	if (!rc)
		rc = fn(&h, data);
	h.protocol = DNS;
	h.octets_total = tell_samples(&h, h.octets, OF_DNS, 1);
	if (!rc)
		rc = fn(&h, data);
	/* the category has the number of a protocol, and is not that */
	h.protocol = -1;
	h.category = TLS;
	return rc ? rc : fn(&h, data);
}

/* ---- ntopd ------------------------------------------------------------- */

static struct store *store;
static struct watch *watch;
static struct recorder *recorder;
static struct store_options options;

static void start(unsigned int step)
{
	options = folder_options();
	options.step = step;
	store = store_open(&options);
	assert_non_null(store);
	watch = watch_new("/", NULL);
	watch_use(watch, &config);
	recorder = recorder_new(watch, store);
}

static void end(void)
{
	recorder_free(recorder);
	watch_free(watch);
	store_close(store);
	recorder = NULL;
}

static int setup(void **state)
{
	folder_setup(state);
	config_init(&config);
	dns_since = late = asked = 0;
	since = 60;
	knows = true;
	make_traffic();
	return 0;
}

static int teardown(void **state)
{
	if (recorder)
		end();
	config_free(&config);
	return folder_teardown(state);
}

/* Steps at seconds from @from until @to, each some milliseconds late. */
static void run(unsigned int from, unsigned int to)
{
	for (unsigned int t = from; t <= to; t += options.step) {
		now = t * NS + (t * 7 % 13) * 1000000ULL;
		recorder_step(recorder, T0 * NS + now, 0);
	}
}

static double value(const char *file, const char *source, unsigned int at, unsigned int step)
{
	return folder_value(file, "AVERAGE", source, T0 + at, step);
}

#define PROTOCOL(name)	"interface/eth0/protocol/" name ".rrd"

/* All rows that are known, from @from to @to. */
static double total(const char *file, const char *source, unsigned int from, unsigned int to,
		    unsigned int step)
{
	double sum = 0, v;

	for (unsigned int t = from + step; t <= to; t += step) {
		v = value(file, source, t, step);
		sum += isnan(v) ? 0 : v * step;
	}
	return sum;
}

/* No row is more than what came in any of the seconds about it. */
static void no_spike(const char *source, enum what what, unsigned int from, unsigned int to,
		     uint64_t unit)
{
	for (unsigned int t = from; t <= to; t++) {
		double v = value(ETH0, source, t, 1), most = 0;

		for (unsigned int s = t - 3; s <= t; s++)
			most = fmax(most, (double)rate(s, what) / unit);
		if (v > most * 1.02 + 2)
			fail_msg("a spike: %s %g of %g at %u", source, v, most, t);
	}
}

/* Stopped for ten seconds, every second of it is there as it was. */
static void stopped(void **state)
{
	(void)state;
	start(1);
	run(100, 130);
	assert_int_equal(asked, 0);
	run(141, 170);
	assert_int_equal(asked, 1);
	for (unsigned int t = 132; t <= 140; t++) {
		folder_near(value(ETH0, "rx_octets", t, 1), rate(t - 1, ALL));
		folder_near(value(ETH0, "rx_packets", t, 1), rate(t - 1, ALL) / 1000);
		folder_near(value(ETH0, "local_remote", t, 1), rate(t - 1, OF_TLS));
		folder_near(value(ETH0, "local_local", t, 1), 0);
		folder_near(value(ETH0, "non_ip", t, 1), rate(t - 1, ALL) / 1000);
		folder_near(value(ETH0, "flows_new", t, 1), rate(t - 1, OF_DNS) / 1000);
		folder_near(value(ETH0, "tx_octets", t, 1), 0);
	}
	folder_unknown(value(ETH0, "hosts", 135, 1));
	assert_true(fabs(total(ETH0, "rx_octets", 110, 160, 1) -
			 (sum[ALL][160] - sum[ALL][110])) < 200000);
	no_spike("rx_octets", ALL, 110, 160, 1);
	assert_string_equal(folder_told(), "");
}

/* Started anew, where the kernel's seconds are not those of the wall clock. */
static void started_anew(void **state)
{
	(void)state;
	for (late = 10000000; late < NS; late += 245000000) {
		start(1);
		run(100, 130);
		end();
		start(1);
		run(149, 240);
		end();
		no_spike("rx_octets", ALL, 110, 230, 1);
		no_spike("local_remote", OF_TLS, 110, 230, 1);
		for (unsigned int t = 110; t <= 230; t++)
			assert_false(isnan(value(ETH0, "rx_octets", t, 1)));
		assert_true(fabs(total(ETH0, "rx_octets", 110, 230, 1) -
				 (sum[ALL][230] - sum[ALL][110])) < 2000000);
		folder_teardown(state);
		folder_setup(state);
	}
}

/* A machine that is too busy for some steps. */
static void busy(void **state)
{
	static const unsigned int steps[] = { 100, 101, 103, 104, 108, 109, 111, 114, 115, 120 };
	uint64_t came_by;

	(void)state;
	start(1);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		run(steps[i], steps[i]);
	came_by = sum[ALL][119] - sum[ALL][101];
	for (unsigned int t = 106; t <= 108; t++)
		folder_near(value(ETH0, "rx_octets", t, 1), rate(t - 1, ALL));
	assert_true(fabs(total(ETH0, "rx_octets", 101, 119, 1) - came_by) < 2000000);
}

/* Away for most of an hour: tens and minutes tell, and a stack is never above its sum. */
static void most_of_an_hour(void **state)
{
	(void)state;
	start(10);
	late = 370000000;
	run(600, 1200);
	end();
	start(10);
	run(4200, 4800);
	end();
	start(10);
	run(4810, 4810);
	for (unsigned int t = 720; t <= 4740; t += 60) {
		double all = value(ETH0, "rx_octets", t, 60);
		double tls = value(PROTOCOL("TLS"), "sent_octets", t, 60) +
			value(PROTOCOL("TLS"), "received_octets", t, 60);
		double dns = value(PROTOCOL("DNS"), "sent_octets", t, 60) +
			value(PROTOCOL("DNS"), "received_octets", t, 60);

		if (!(all >= tls + dns - 1e6 / 60))
			fail_msg("%g + %g > %g at %u", tls, dns, all, t);
		assert_true(value(ETH0, "local_remote", t, 60) <= all);
	}
	assert_true(fabs(total(ETH0, "rx_octets", 700, 4700, 10) -
			 (sum[ALL][4700] - sum[ALL][700])) < 4000000);
	assert_true(fabs(total(PROTOCOL("TLS"), "received_octets", 720, 4740, 60) -
			 (sum[OF_TLS][4740] - sum[OF_TLS][720]) * 2 / 3) < 4000000);
	assert_true(fabs(total("interface/eth0/category/Web.rrd", "received_octets", 720, 4740, 60) -
			 (sum[OF_DNS][4740] - sum[OF_DNS][720]) * 2 / 3) < 4000);
	/* of its packets nobody knows */
	folder_unknown(value(PROTOCOL("TLS"), "sent_packets", 3000, 60));
	folder_unknown(value(ETH0, "flows", 3000, 10));
}

/* Of more than an hour the last one is known, and no more. */
static void more_than_an_hour(void **state)
{
	unsigned int known = 0;

	(void)state;
	start(1);
	run(600, 700);
	end();
	start(1);
	run(7200, 7300);
	for (unsigned int t = 710; t <= 3540; t += 10)
		folder_unknown(value(ETH0, "rx_octets", t, 1));
	for (unsigned int t = 701; t <= 7290; t++)
		known += !isnan(value(ETH0, "rx_octets", t, 1));
	assert_in_range(known, 3600 + 90, 3600 + 60 + 90);
	no_spike("rx_octets", ALL, 7150, 7290, 1);
	assert_true(fabs(total(ETH0, "rx_octets", 3600, 7290, 1) -
			 (sum[ALL][7290] - sum[ALL][3600])) < 2000000);
}

/* A protocol that nobody saw come is recorded from its first second on. */
static void came_meanwhile(void **state)
{
	(void)state;
	dns_since = 1000;
	make_traffic();
	start(10);
	run(600, 900);
	end();
	assert_false(folder_has(PROTOCOL("DNS")));
	start(10);
	run(1200, 1500);
	assert_true(fabs(total(PROTOCOL("DNS"), "sent_octets", 960, 1440, 60) +
			 total(PROTOCOL("DNS"), "received_octets", 960, 1440, 60) -
			 (sum[OF_DNS][1440] - sum[OF_DNS][960])) < 3000);
	folder_unknown(value(PROTOCOL("DNS"), "sent_octets", 960, 60));
}

/* But never of a time in which the interface itself was not recorded. */
static void came_before_us(void **state)
{
	(void)state;
	dns_since = 1000;
	make_traffic();
	start(10);
	run(1200, 1500);
	folder_unknown(value(PROTOCOL("DNS"), "sent_octets", 1140, 60));
	folder_unknown(value(PROTOCOL("DNS"), "sent_octets", 1200, 60));
	folder_unknown(value(ETH0, "rx_octets", 1140, 10));
}

/* The module was loaded anew, or the interface watched anew: nothing is known before. */
static void watched_anew(void **state)
{
	(void)state;
	start(1);
	run(100, 130);
	since = 150;
	run(200, 230);
	for (unsigned int t = 132; t <= 150; t++)
		folder_unknown(value(ETH0, "rx_octets", t, 1));
	for (unsigned int t = 153; t <= 200; t++)
		folder_near(value(ETH0, "rx_octets", t, 1), rate(t - 1, ALL));
	no_spike("rx_octets", ALL, 110, 225, 1);
	assert_true(fabs(total(ETH0, "rx_octets", 152, 220, 1) -
			 (sum[ALL][220] - sum[ALL][152])) < 2000000);
}

/* So it is with its protocols, where the totals are larger than before. */
static void protocols_watched_anew(void **state)
{
	(void)state;
	start(10);
	since = 590;
	run(600, 720);
	since = 1210;
	run(2400, 3000);
	folder_unknown(value(ETH0, "rx_octets", 1000, 10));
	folder_unknown(value(PROTOCOL("TLS"), "sent_octets", 1200, 60));
	for (unsigned int t = 1320; t <= 2940; t += 60)
		assert_true(value(ETH0, "rx_octets", t, 60) + 1e6 / 60 >=
			    value(PROTOCOL("TLS"), "sent_octets", t, 60) +
			    value(PROTOCOL("TLS"), "received_octets", t, 60));
	assert_true(fabs(total(PROTOCOL("TLS"), "received_octets", 1260, 2940, 60) -
			 (sum[OF_TLS][2940] - sum[OF_TLS][1260]) * 2 / 3) < 4000000);
}

/* The clock was set: nobody knows when the newest row was. */
static void clock_set(void **state)
{
	(void)state;
	start(1);
	run(100, 130);
	end();
	start(1);
	store_clock_set(store, (T0 + 140) * NS);
	run(141, 170);
	folder_unknown(value(ETH0, "rx_octets", 135, 1));
	assert_false(isnan(value(ETH0, "rx_octets", 145, 1)));
	no_spike("rx_octets", ALL, 110, 165, 1);
	/* later files are not doubted */
	store_change(store, &options);
	run(171, 180);
	assert_false(isnan(value(ETH0, "rx_octets", 171, 1)));
}

/* A module that tells nothing: as ever, one step is bridged, and ten are not. */
static void nothing_told(void **state)
{
	(void)state;
	knows = false;
	start(1);
	run(100, 130);
	run(132, 140);
	run(150, 160);
	folder_near(value(ETH0, "rx_octets", 131, 1), value(ETH0, "rx_octets", 132, 1));
	folder_unknown(value(ETH0, "rx_octets", 145, 1));
	assert_true(asked >= 2);
}

static void clock_remembered(void **state)
{
	struct clock_pair at = { 1000 * NS, 500 * NS, 1000 };
	struct clock_pair later = { 2000 * NS, 1500 * NS, 1000 };
	struct clock_pair set = { 2000 * NS + 20000000, 1500 * NS, 1000 };
	const char *path = folder_file("clock");

	(void)state;
	assert_int_equal(clock_compare(path, &at), CLOCK_UNKNOWN);
	assert_int_equal(clock_save(path, &at), 0);
	assert_int_equal(clock_compare(path, &later), CLOCK_WENT_ON);
	assert_int_equal(clock_compare(path, &set), CLOCK_SET);
	set.wall -= 40000000;
	assert_int_equal(clock_compare(path, &set), CLOCK_SET);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(stopped), TEST(started_anew), TEST(busy), TEST(most_of_an_hour),
		TEST(more_than_an_hour), TEST(came_meanwhile), TEST(came_before_us),
		TEST(watched_anew), TEST(protocols_watched_anew), TEST(clock_set), TEST(nothing_told), TEST(clock_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
