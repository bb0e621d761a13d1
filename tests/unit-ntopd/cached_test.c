// SPDX-License-Identifier: GPL-2.0-or-later
/* Through a real rrdcached, and through one that is away, slow or refuses. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include "folder.h"
#include "cached.h"

static char socket_path[108];
static pid_t server;

static int setup(void **state)
{
	folder_setup(state);
	snprintf(socket_path, sizeof(socket_path), "%s.sock", folder_path);
	return 0;
}

static void stop(void)
{
	if (server > 0) {
		kill(server, SIGTERM);
		waitpid(server, NULL, 0);
	}
	server = 0;
}

static int teardown(void **state)
{
	stop();
	unlink(socket_path);
	return folder_teardown(state);
}

static bool is_there(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool good;

	strcpy(addr.sun_path, socket_path);
	good = !connect(fd, (struct sockaddr *)&addr, sizeof(addr));
	close(fd);
	return good;
}

static void start(void)
{
	char address[128], pid[128];

	snprintf(address, sizeof(address), "unix:%s", socket_path);
	snprintf(pid, sizeof(pid), "%s.pid", folder_path);
	server = fork();
	if (!server) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 1);
		dup2(null, 2);
		execlp("rrdcached", "rrdcached", "-g", "-l", address, "-p", pid, "-w", "3600",
		       "-f", "7200", "-t", "1", NULL);
		_exit(127);
	}
	while (!is_there() && !waitpid(server, NULL, WNOHANG))
		usleep(10000);
	unlink(pid);
}

static struct store *open_store(void)
{
	struct store_options o = folder_options();
	struct store *s;

	o.rrdcached = socket_path;
	s = store_open(&o);
	assert_non_null(s);
	return s;
}

static void flush(void)
{
	struct cached c;

	cached_init(&c, socket_path);
	assert_int_equal(cached_flush(&c, folder_file(ETH0)), 0);
	cached_free(&c);
}

/* Rows are in the daemon, and not in the file until it is flushed; then all are. */
static void through_it(void **state)
{
	struct store *s;

	(void)state;
	start();
	s = open_store();
	for (unsigned int n = 0; n <= 60; n++)
		folder_step(s, (T0 + 10 * n) * NS + 123456000, 0, 10000 * n);
	assert_true(rrd_last_r(folder_file(ETH0)) < (time_t)T0 + 10);
	flush();
	for (unsigned int n = 2; n <= 60; n++)
		folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 10 * n, 10), 1000);
	store_close(s);
	assert_string_equal(folder_told(), "");
}

/* It is away for a while: records wait, and none is lost. */
static void away(void **state)
{
	struct store *s = open_store();

	(void)state;
	for (unsigned int n = 0; n <= 30; n++)
		folder_step(s, (T0 + 10 * n) * NS, 0, 10000 * n);
	assert_non_null(strstr(folder_told(), "records wait"));
	start();
	for (unsigned int n = 31; n <= 60; n++)
		folder_step(s, (T0 + 10 * n) * NS, 0, 10000 * n);
	assert_non_null(strstr(folder_told(), "takes records again"));
	flush();
	for (unsigned int n = 2; n <= 60; n++)
		folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 10 * n, 10), 1000);
	store_close(s);
}

/* A reload while it is away loses nothing of what waits; leaving it is told of. */
static void reload_while_away(void **state)
{
	struct store_options o = folder_options(), without = folder_options();
	struct store *s = open_store();

	(void)state;
	o.rrdcached = socket_path;
	for (unsigned int n = 0; n <= 30; n++) {
		folder_step(s, (T0 + 10 * n) * NS, 0, 10000 * n);
		if (n == 15)
			store_change(s, &o);
	}
	start();
	for (unsigned int n = 31; n <= 60; n++)
		folder_step(s, (T0 + 10 * n) * NS, 0, 10000 * n);
	flush();
	for (unsigned int n = 2; n <= 60; n++)
		folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 10 * n, 10), 1000);
	stop();
	folder_step(s, (T0 + 610) * NS, 0, 610000);
	folder_step(s, (T0 + 620) * NS, 0, 620000);
	store_change(s, &without);
	assert_non_null(strstr(folder_told(), "2 records are lost, rrdcached at "));
	store_close(s);
}

/* A new store on the same files knows what the daemon has not written yet. */
static void restart(void **state)
{
	struct store *s;

	(void)state;
	start();
	s = open_store();
	for (unsigned int n = 1; n <= 30; n++)
		folder_step(s, (T0 + 10 * n) * NS, (T0 + 5) * NS, 10000 * n);
	store_close(s);
	s = open_store();
	for (unsigned int n = 31; n <= 60; n++)
		folder_step(s, (T0 + 10 * n) * NS, (T0 + 5) * NS,
			    n < 40 ? 10000 * n : 10000 * (n - 39));
	store_close(s);
	flush();
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 310, 10), 1000);
	folder_unknown(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 400, 10));
	folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 600, 10), 1000);
	assert_string_equal(folder_told(), "");
}

/* A thousand octets a second, in all sources. */
static bool tell_past(const struct store_record *r, uint64_t from, struct past *p, void *data)
{
	(void)r;
	(void)from;
	(void)data;
	p->count = 2;
	for (size_t i = 0; i < 2; i++) {
		p->time[i] = (T0 + 3700 * i) * NS;
		for (size_t s = 0; s < LAYOUT_SOURCES_MAX; s++)
			p->values[i][s] = 1000000000 + 3700000 * i;
	}
	return true;
}

/* Steps that were missed are more rows than a command of rrdcached's may have. */
static void filled(void **state)
{
	struct store_record r = {
		.kind = LAYOUT_INTERFACE, .folder = "interface/eth0", .name = "traffic",
		.about = "kind=interface\n", .interface = "eth0", .protocol = -1,
	};
	struct store *s;

	(void)state;
	start();
	s = open_store();
	store_use_past(s, tell_past, NULL);
	for (unsigned int n = 1; n <= 361; n += 360) {
		r.time = (T0 + 10 * n) * NS;
		for (size_t i = 0; i < LAYOUT_SOURCES_MAX; i++)
			r.values[i] = 1000000000 + 10000 * n;
		store_begin(s, r.time);
		store_record(s, &r);
		store_end(s);
	}
	flush();
	for (unsigned int n = 2; n <= 361; n++)
		folder_near(folder_value(ETH0, "AVERAGE", "rx_octets", T0 + 10 * n, 10), 1000);
	store_close(s);
	assert_string_equal(folder_told(), "");
}

/* One that takes connections and never answers costs a step one patience, not one a file. */
static void hangs(void **state)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct pollfd p = { .events = POLLIN };
	char folder[64];
	struct store_record r = {
		.kind = LAYOUT_REGION, .folder = folder, .name = "traffic",
		.about = "kind=country\n", .time = T0 * NS,
	};
	unsigned int connections = 0;
	struct store *s = folder_open();

	(void)state;
	for (int way = 0; way < 2; way++) {
		store_begin(s, r.time);
		for (unsigned int i = 0; i < 4; i++) {
			snprintf(folder, sizeof(folder), "country/A%u", i);
			store_record(s, &r);
		}
		store_end(s);
		store_close(s);
		if (way)
			break;
		strcpy(addr.sun_path, socket_path);
		p.fd = socket(AF_UNIX, SOCK_STREAM, 0);
		assert_int_equal(bind(p.fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
		assert_int_equal(listen(p.fd, 16), 0);
		s = open_store();
		r.time += 60 * NS;
	}
	while (poll(&p, 1, 0) == 1) {
		close(accept(p.fd, NULL, NULL));
		connections++;
	}
	close(p.fd);
	assert_int_equal(connections, 1);
	assert_non_null(strstr(folder_told(), "does not answer; records wait"));
}

/* What rrdcached has not written yet is in use all the same, and makes no room for others. */
static void not_idle(void **state)
{
	char folder[64];
	struct store_record r = {
		.kind = LAYOUT_REGION, .folder = folder, .name = "traffic",
		.about = "kind=country\n",
	};
	struct store_options o = folder_options();
	struct store_status status;
	struct store *s;

	(void)state;
	start();
	o.rrdcached = socket_path;
	o.max_disk = 1500 << 10;
	s = store_open(&o);
	for (unsigned int minute = 0; minute <= 150; minute++) {
		r.time = (T0 + 60 * minute) * NS;
		store_begin(s, r.time);
		for (unsigned int i = 0; i < (minute < 150 ? 5 : 20); i++) {
			snprintf(folder, sizeof(folder), "country/A%u", i);
			store_record(s, &r);
		}
		store_end(s);
	}
	store_status(s, &status);
	assert_true(status.missed > 0);
	assert_true(rrd_last_r(folder_file("country/A0/traffic.rrd")) < (time_t)T0 + 3600);
	for (unsigned int i = 0; i < 5; i++) {
		snprintf(folder, sizeof(folder), "country/A%u/traffic.rrd", i);
		assert_true(folder_has(folder));
	}
	assert_null(strstr(folder_told(), "deleted"));
	store_close(s);
}

static void refused(void **state)
{
	const char *const row = "nonsense";
	struct cached c;
	unsigned int bad;
	char reason[128];

	(void)state;
	start();
	cached_init(&c, socket_path);
	assert_int_equal(cached_update(&c, "/nonexistent/a.rrd", &row, 1), 0);
	assert_int_equal(cached_update(&c, "/nonexistent/b.rrd", &row, 1), 0);
	assert_int_equal(cached_send(&c, &bad, reason, sizeof(reason)), 0);
	assert_int_equal(bad, 2);
	assert_non_null(strstr(reason, "/nonexistent/a.rrd"));
	assert_int_equal(c.used, 0);
	cached_free(&c);
}

/* What waits is bounded: the oldest is given up, and counted. */
static void bounded(void **state)
{
	const char *const row = "1000000000:1:2:3";
	unsigned long sent = 0;
	struct cached c;

	(void)state;
	cached_init(&c, "/nonexistent/socket");
	while (!c.lost) {
		assert_int_equal(cached_update(&c, "/a/b/c/traffic.rrd", &row, 1), 0);
		assert_true(c.used <= CACHED_WAITING_MAX);
		sent++;
	}
	assert_int_equal(c.lost, sent - 1);
	cached_free(&c);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(through_it), TEST(away), TEST(reload_while_away), TEST(restart), TEST(refused), TEST(bounded),
		TEST(hangs), TEST(not_idle), TEST(filled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
