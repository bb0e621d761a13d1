// SPDX-License-Identifier: GPL-2.0-or-later
/* What is recorded is what was counted; resets, restarts and clocks are gaps, never spikes. */
#include <signal.h>
#include <sys/wait.h>
#include "clock.h"
#include "folder.h"

#define EPOCH	((T0 - 86400) * NS)

/* 1000 octets a second, told at uneven moments: every row of every archive says so. */
static void known_rate(void **state)
{
	static const unsigned int late[] = { 3, 250, 0, 999, 17 };
	struct store *s = folder_open();

	(void)state;
	for (unsigned int i = 0; i <= 720; i++) {
		uint64_t time = (T0 + 10 * i) * NS + late[i % 5] * 1000000ULL;

		folder_step(s, time, EPOCH, 5000000 + time / 1000000 - T0 * 1000);
	}
	store_close(s);
	for (unsigned int i = 2; i <= 719; i++) {
		folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 10 * i, 10), 1000);
		folder_near(folder_value(ETH0, "AVERAGE", "flows", T0 + 10 * i, 10), 7);
		folder_near(folder_value(ETH0, "AVERAGE", "tx_octets", T0 + 10 * i, 10), 0);
	}
	for (unsigned int i = 2; i <= 119; i++) {
		folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 60 * i, 60), 1000);
		folder_near(folder_value(ETH0, "MAX", "rx_octets", T0 + 60 * i, 60), 1000);
	}
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 3600, 3600), 1000);
	assert_string_equal(folder_told(), "");
}

/* A day as of a while ago is still there in steps: a record may come while it is read. */
static void longer_than_a_day(void **state)
{
	struct store *s = folder_open();
	struct layout_arguments args;
	unsigned long seconds, rows, month = 0;

	(void)state;
	for (unsigned int i = 0; i <= 8640 + 180; i++)
		folder_step(s, (T0 + 10 * i) * NS, EPOCH, 10000 * i);
	store_close(s);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 20, 10), 1000);
	layout_arguments(LAYOUT_INTERFACE, 10, 365, &args);
	for (int i = 0; i < args.count; i++)
		if (sscanf(args.text[i], "RRA:AVERAGE:0.5:%lu:%lu", &seconds, &rows) == 2 &&
		    seconds == 6)
			month = 60 * rows;
	assert_true(month >= 30 * 86400 + 1800);
}

/* A burst of one step is the maximum of its minute and hour, and a sixth of its average. */
static void peak(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int i = 0; i <= 720; i++)
		folder_step(s, (T0 + 10 * i) * NS, EPOCH, i > 33 ? 600000 : 0);
	store_close(s);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 340, 10), 60000);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 360, 60), 10000);
	folder_near(folder_value(ETH0, "MAX", "rx_octets", T0 + 360, 60), 60000);
	folder_near(folder_value(ETH0, "MAX", "rx_octets", T0 + 3600, 3600), 60000);
	folder_near(folder_value(ETH0, "MAX", "rx_octets", T0 + 300, 60), 0);
}

/* No row may be above the true rate, which is 1000 all the time, and none far below. */
static unsigned int gaps(const char *file, const char *source, unsigned int steps,
			 unsigned long step)
{
	unsigned int gaps = 0;

	for (unsigned int i = 2; i <= steps; i++) {
		double v = folder_value(file, "AVERAGE", source, T0 + step * i, step);

		gaps += isnan(v);
		if (v > 1000.001)
			fail_msg("a spike: %g at %u", v, i);
		if (v < 990)
			fail_msg("a hole that is no gap: %g at %u", v, i);
	}
	return gaps;
}

/* The module is loaded anew: totals fall, or are larger than before, and the epoch tells. */
static void module_reload(void **state)
{
	static const uint64_t before[] = { 1000000000, 0 };

	for (unsigned int i = 0; i < 2; i++) {
		struct store *s = folder_open();

		for (unsigned int n = 0; n <= 20; n++)
			folder_step(s, (T0 + 10 * n) * NS, EPOCH, before[i] + 10000 * n);
		/* away for 72 s, watched again since 272 */
		for (unsigned int n = 28; n <= 50; n++)
			folder_step(s, (T0 + 10 * n) * NS, (T0 + 272) * NS,
				    (10 * n - 272) * 1000);
		store_close(s);
		assert_int_equal(gaps(ETH0, "rx_octets", 50, 10), 7);
		folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 210, 10));
		folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 270, 10));
		folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 280, 10), 1000);
		folder_teardown(state);
		folder_setup(state);
	}
}

/* Totals that fall by themselves, as those of a network that was added anew. */
static void totals_fall(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 50; n++)
		folder_step(s, (T0 + 10 * n) * NS, 0, n < 25 ? 900000 + 10000 * n :
			    10000 * (n - 24));
	store_close(s);
	assert_int_equal(gaps(ETH0, "rx_octets", 50, 10), 1);
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 250, 10));
}

/* One total falls, another does not: as they are of one object, all of it is unknown. */
static void one_falls(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 30; n++) {
		struct store_record r = {
			.kind = LAYOUT_NETWORK, .folder = "network/10.0.0.0_8", .name = "traffic",
			.about = "kind=network\n", .time = (T0 + 60 * n) * NS,
			.values = { n < 15 ? 6000 * (100 + n) : 6000 * (n - 14), 6000 * n },
		};

		store_begin(s, r.time);
		store_record(s, &r);
		store_end(s);
	}
	store_close(s);
	folder_unknown(folder_value("network/10.0.0.0_8/traffic.rrd", "AVERAGE", "sent_octets",
				    T0 + 900, 60));
	folder_unknown(folder_value("network/10.0.0.0_8/traffic.rrd", "AVERAGE", "sent_packets",
				    T0 + 900, 60));
	folder_near(folder_value("network/10.0.0.0_8/traffic.rrd", "AVERAGE", "sent_octets",
				 T0 + 960, 60), 100);
}

/* Counting since long before the record, from an unknown beginning: nothing is guessed. */
static void late_after_reset(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 20; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10 * n);
	folder_step(s, (T0 + 229) * NS, (T0 + 202) * NS, 27000);
	folder_step(s, (T0 + 240) * NS, (T0 + 202) * NS, 38000);
	store_close(s);
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 210, 10));
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 220, 10));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 240, 10), 1000);
}

/* Totals fall where there is a record each second, where librrd cannot see a part of a step as unknown. */
static void fall_by_second(void **state)
{
	struct store_options o = folder_options();
	struct store *s;

	(void)state;
	o.step = 1;
	s = store_open(&o);
	for (unsigned int n = 0; n <= 50; n++)
		folder_step(s, (T0 + n) * NS + 7000000, 0, n < 25 ? 900000 + 1000 * n :
			    1000 * (n - 24));
	store_close(s);
	assert_in_range(gaps(ETH0, "rx_octets", 49, 1), 1, 3);
}

/* An adjusted wall clock moves the epoch a little, which is no reset. */
static void epoch_drifts(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 50; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH + n * 3000000, 10000 * n);
	store_close(s);
	assert_int_equal(gaps(ETH0, "rx_octets", 50, 10), 0);
}

/* Another process goes on in the same file, with no gap and no row lost. */
static void restart(void **state)
{
	struct store *s = folder_open();
	ino_t before;
	struct stat st;

	(void)state;
	for (unsigned int n = 0; n <= 20; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10000 * n);
	store_close(s);
	stat(folder_file(ETH0), &st);
	before = st.st_ino;
	s = folder_open();
	for (unsigned int n = 22; n <= 40; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10000 * n);
	store_close(s);
	stat(folder_file(ETH0), &st);
	assert_true(st.st_ino == before);
	assert_int_equal(gaps(ETH0, "rx_octets", 40, 10), 0);
}

/* While no ntopd was there the module was loaded anew. */
static void restart_after_reload(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 20; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10 * n);
	store_close(s);
	s = folder_open();
	for (unsigned int n = 22; n <= 40; n++)
		folder_step(s, (T0 + 10 * n) * NS, (T0 + 207) * NS, (10 * n - 207) * 1000);
	store_close(s);
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 210, 10));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 230, 10), 1000);
}

static void protocol(struct store *s, uint64_t time, uint64_t absent, uint64_t octets)
{
	struct store_record r = {
		.kind = LAYOUT_PROTOCOL, .folder = "interface/eth0", .sub = "protocol",
		.name = "TLS", .about = "kind=interface\nname=eth0\n", .time = time * NS,
		.epoch = EPOCH, .absent = absent * NS, .values = { octets },
	};

	store_begin(s, time * NS);
	store_record(s, &r);
	store_end(s);
}

/* What a protocol carried in the step in which it came is not lost. */
static void new_object(void **state)
{
	struct store *s = folder_open();

	(void)state;
	protocol(s, T0 + 120, T0 + 60, 60000);
	protocol(s, T0 + 180, T0 + 120, 60000);
	protocol(s, T0 + 240, T0 + 180, 180000);
	store_close(s);
	folder_near(folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
				 T0 + 120, 60), 1000);
	folder_near(folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
				 T0 + 180, 60), 0);
	folder_near(folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
				 T0 + 240, 60), 2000);
}

/* But of one that has been there before ntopd nobody knows when. */
static void old_object(void **state)
{
	struct store *s = folder_open();

	(void)state;
	protocol(s, T0 + 120, 0, 60000000);
	protocol(s, T0 + 180, T0 + 120, 60000000);
	store_close(s);
	folder_unknown(folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
				    T0 + 120, 60));
	folder_near(folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
				 T0 + 180, 60), 0);
}

static void two_daemons(void **state)
{
	struct store_options o = folder_options();
	struct store *s = folder_open();
	char want[128];

	(void)state;
	assert_null(store_open(&o));
	snprintf(want, sizeof(want), "ntopd: %s: another ntopd records there, process %d\n",
		 folder_path, getpid());
	assert_string_equal(folder_told(), want);
	store_close(s);
	s = folder_open();
	store_close(s);
}

/* Records as fast as it can, and says which steps are done. */
static void record_for_ever(int to)
{
	struct store *s = folder_open();

	for (unsigned int n = 0;; n++) {
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10000 * n);
		if (write(to, &n, sizeof(n)) != sizeof(n))
			_exit(1);
	}
}

/*
 * Octets of all rows up to @last, none of which is above the true rate, but for the one
 * that was being written at @torn or next to it.
 */
static double all_octets(unsigned int last, unsigned int torn)
{
	double sum = 0;

	for (unsigned int i = 1; i <= last; i++) {
		double v = folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 10 * i, 10);

		if (isnan(v) || (v > 1000.001 && i >= torn && i <= torn + 2))
			continue;
		if (v > 1000.001)
			fail_msg("a spike: %g at %u", v, i);
		sum += 10 * v;
	}
	return sum;
}

/*
 * Killed at any moment, also within librrd's writing of a row: the file is good, goes on,
 * and lacks the step under way at most. librrd writes in place: it may have moved on by a
 * row and not filled it in, or not wholly. Then the oldest row counted here is moved out
 * of sight.
 */
static void killed(void **state)
{
	(void)state;
	for (unsigned int round = 0; round < 10; round++) {
		unsigned int n, last = 0;
		double missing;
		struct store *s;
		int pipes[2];
		pid_t pid;

		assert_int_equal(pipe(pipes), 0);
		pid = fork();
		if (!pid)
			record_for_ever(pipes[1]);
		close(pipes[1]);
		do {
			assert_int_equal(read(pipes[0], &last, sizeof(last)), sizeof(last));
		} while (last < 30 + 7 * round);
		kill(pid, SIGKILL);
		while (read(pipes[0], &n, sizeof(n)) == sizeof(n))
			last = n;
		close(pipes[0]);
		waitpid(pid, NULL, 0);
		s = folder_open();
		for (n = last + 1; n < last + 10; n++)
			folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10000 * n);
		store_close(s);
		missing = 10000.0 * (last + 9) - all_octets(last + 9, last);
		if (!(fabs(missing) <= 20001))
			fail_msg("%g octets missing, killed after %u", missing, last);
		assert_null(strstr(folder_told(), "not a recording"));
		unlink(folder_file(ETH0));
	}
}

static void clock_back(void **state)
{
	struct store *s = folder_open();
	struct store_status status;

	(void)state;
	for (unsigned int n = 0; n <= 20; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10000 * n);
	for (unsigned int n = 15; n <= 19; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10000 * (n + 6));
	store_status(s, &status);
	assert_int_equal(status.missed, 1);
	assert_non_null(strstr(folder_told(), "the clock was turned back"));
	for (unsigned int n = 21; n <= 40; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10000 * (n + 6));
	store_close(s);
	assert_non_null(strstr(folder_told(), "the clock is later than before"));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 190, 10), 1000);
	/* What was counted meanwhile is not of these ten seconds. */
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 210, 10));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 220, 10), 1000);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 300, 10), 1000);
}

/* One value of several is not known, also when totals begin anew: a gap of that one only. */
static void unknown_value(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 1; n <= 20; n++) {
		uint64_t epoch = n < 10 ? EPOCH : (T0 + 60 * 9 + 31) * NS;
		uint64_t octets = 1000 * (n < 10 ? 60 * n : 60 * n - (60 * 9 + 31));
		struct store_record r = {
			.kind = LAYOUT_PROTOCOL, .folder = "interface/eth0", .sub = "protocol",
			.name = "TLS", .about = "kind=interface\n", .time = (T0 + 60 * n + 4) * NS,
			.epoch = epoch, .values = { octets, 0, n == 5 || n == 10 ? UINT64_MAX : octets },
		};

		store_begin(s, r.time);
		store_record(s, &r);
		store_end(s);
	}
	store_close(s);
	for (unsigned int n = 3; n <= 20; n++) {
		double known = folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
					    T0 + 60 * n, 60);
		double other = folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE",
					    "received_octets", T0 + 60 * n, 60);

		if (n < 9)
			folder_near(known, 1000);
		if (other > 1100)
			fail_msg("a spike of %g at %u", other, n);
		if (n == 6)
			folder_unknown(other);
	}
}

/* Who is back within the second of the newest row has lost nothing, nor was the clock set. */
static void back_at_once(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 20; n++)
		folder_step(s, (T0 + 10 * n) * NS + 300000000, EPOCH, 10000 * n);
	store_close(s);
	s = folder_open();
	folder_step(s, (T0 + 200) * NS + 600000000, EPOCH, 200300);
	for (unsigned int n = 21; n <= 40; n++)
		folder_step(s, (T0 + 10 * n) * NS + 300000000, EPOCH, 10000 * n);
	store_close(s);
	assert_string_equal(folder_told(), "");
	assert_int_equal(gaps(ETH0, "rx_octets", 40, 10), 0);
}

/* Set by less than librrd takes for a gap; it would show rates that never were. */
static void clock_set(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 60; n++) {
		if (n == 21 || n == 41)
			store_clock_set(s, 0);
		folder_step(s, (T0 + 10 * n + (n > 20 ? 10 : 0) - (n > 40 ? 5 : 0)) * NS, EPOCH,
			    10000 * n);
	}
	store_close(s);
	assert_int_equal(gaps(ETH0, "rx_octets", 20, 10), 0);
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 220, 10));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 230, 10), 1000);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 410, 10), 1000);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 430, 10), 1000);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 600, 10), 1000);
}

static void clocks(void **state)
{
	static const struct clock_pair before = { T0 * NS, 5000 * NS, 0 };
	static const struct {
		int64_t wall, boot;	/* milliseconds that went by */
		bool set;
	} cases[] = {
		{ 10000, 10000, false }, { 10005, 10000, false }, { 9995, 10000, false },
		{ 10051, 10000, true }, { 9949, 10000, true }, { -3590000, 10000, true },
		{ 7210000, 10000, true }, { 1004, 1000, false }, { 1006, 1000, true },
		{ 300150, 300000, false },
	};
	struct clock_pair now = { 0 }, never = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		now.wall = before.wall + cases[i].wall * 1000000;
		now.boot = before.boot + cases[i].boot * 1000000;
		assert_int_equal(clock_was_set(&before, &now), cases[i].set);
	}
	assert_false(clock_was_set(&never, &now));
	/* Read while somebody else ran for 30 ms in between. */
	now = (struct clock_pair){ before.wall + 1025000000, before.boot + 1000000000, 30000000 };
	assert_false(clock_was_set(&before, &now));
	now.wall += 20000000;
	assert_true(clock_was_set(&before, &now));
	now = clock_read();
	assert_true(now.boot && now.wall > now.boot);
}

/* Hours that are jumped over are a gap. */
static void clock_forward(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 40; n++)
		folder_step(s, (T0 + 10 * n + (n > 20 ? 7200 : 0)) * NS, EPOCH, 10000 * n);
	store_close(s);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 200, 10), 1000);
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 3600, 10));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 7200 + 300, 10), 1000);
}

/* From ten seconds to one: what was recorded stays. */
static void other_step(void **state)
{
	struct store_options o = folder_options();
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 60; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 10000 * n);
	o.step = 1;
	store_change(s, &o);
	for (unsigned int n = 601; n <= 900; n++)
		folder_step(s, (T0 + n) * NS, EPOCH, 1000 * n);
	store_close(s);
	assert_string_equal(folder_told(), "");
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 800, 1), 1000);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 840, 60), 1000);
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 300, 60), 1000);
}

/* Its folder says what it is of. */
static void about(void **state)
{
	struct store *s = folder_open();
	char text[64] = "";
	FILE *f;

	(void)state;
	folder_step(s, T0 * NS, EPOCH, 0);
	store_close(s);
	f = fopen(folder_file("interface/eth0/object"), "r");
	assert_non_null(f);
	assert_true(fread(text, 1, sizeof(text) - 1, f) > 0);
	fclose(f);
	assert_string_equal(text, "kind=interface\nname=eth0\n");
	assert_false(folder_has("interface/eth0/object.new"));
}

/* 64-bit totals: librrd must not see them as floating point numbers. */
static void large_totals(void **state)
{
	struct store *s = folder_open();

	(void)state;
	for (unsigned int n = 0; n <= 10; n++)
		folder_step(s, (T0 + 10 * n) * NS, EPOCH, 18446744073709000000ULL + 10000 * n);
	store_close(s);
	assert_int_equal(gaps(ETH0, "rx_octets", 10, 10), 0);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, folder_setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(known_rate), TEST(longer_than_a_day), TEST(peak), TEST(module_reload), TEST(totals_fall),
		TEST(one_falls), TEST(late_after_reset), TEST(fall_by_second), TEST(epoch_drifts), TEST(restart),
		TEST(restart_after_reload), TEST(new_object), TEST(old_object),
		TEST(two_daemons), TEST(killed), TEST(clock_back), TEST(clock_forward),
		TEST(clock_set), TEST(back_at_once), TEST(clocks), TEST(unknown_value),
		TEST(other_step), TEST(about), TEST(large_totals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
