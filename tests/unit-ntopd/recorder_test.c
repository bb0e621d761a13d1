// SPDX-License-Identifier: GPL-2.0-or-later
/* A module of our own whose counters grow at known rates, and what is recorded of it. */
#include <errno.h>
#include "folder.h"
#include "choice.h"
#include "place.h"
#include "recorder.h"

/* Seconds since T0; what counts, and since when. */
static uint64_t clock_now;
static uint64_t since = 0;
static bool loaded;
static unsigned int host_count;
/* Octets a second of each host. */
static uint64_t host_rate[64];
static uint64_t tls_since, host_first, host_since;

/* The name of 10.0.0.1. */
static const char *called;

static struct config config;

struct kntop *__wrap_kntop_open(struct kntop_error *err);
void __wrap_kntop_close(struct kntop *k);
int __wrap_kntop_interface_list(struct kntop *k, kntop_interface_fn fn, void *data,
				struct kntop_error *err);
int __wrap_kntop_stats_get(struct kntop *k, struct kntop_stats *stats, struct kntop_error *err);
int __wrap_kntop_localnet_list(struct kntop *k, kntop_localnet_fn fn, void *data,
			       struct kntop_error *err);
int __wrap_kntop_protocol_list(struct kntop *k, const struct kntop_protocol_query *query,
			       kntop_protocol_fn fn, void *data, struct kntop_error *err);
int __wrap_kntop_host_list(struct kntop *k, const struct kntop_query *query, kntop_host_fn fn,
			   void *data, struct kntop_error *err);
int __wrap_kntop_history_list(struct kntop *k, const struct kntop_history_query *query,
			      kntop_history_fn fn, void *data, struct kntop_error *err);
const char *__wrap_kntop_label_name(struct kntop *k, enum kntop_label_kind kind,
				    unsigned int number);

bool __wrap_names_find(struct names *n, const struct kntop_address *addr,
		       struct namefile_line *line);

bool __wrap_names_find(struct names *n, const struct kntop_address *addr,
		       struct namefile_line *line)
{
	(void)n;
	if (!called || addr->octets[3] != 1)
		return false;
	line->source = NAMEFILE_DHCP;
	strcpy(line->name, called);
	return true;
}

struct kntop *__wrap_kntop_open(struct kntop_error *err)
{
	strcpy(err->text, "not loaded");
	return loaded ? (struct kntop *)&config : NULL;
}

void __wrap_kntop_close(struct kntop *k)
{
	(void)k;
}

/* A total of so much a second. */
static uint64_t at(uint64_t rate)
{
	return (clock_now - since) * rate;
}

int __wrap_kntop_interface_list(struct kntop *k, kntop_interface_fn fn, void *data,
				struct kntop_error *err)
{
	struct kntop_interface i = {
		.name = "eth0", .id = 1, .flags = 3, .since = (T0 + since) * NS,
		.rx = { .octets = at(1300), .packets = at(14) },
		.tx = { .octets = at(500), .packets = at(5) },
		.flows = 12, .flows_total = at(3), .hosts = 4,
		.locality = { [KNTOP_LOCALITY_LOCAL_REMOTE] = { .octets = at(400) },
			      [KNTOP_LOCALITY_REMOTE_LOCAL] = { .octets = at(600) } },
		.parts = { [KNTOP_PART_NON_IP] = { .packets = at(1) },
			   [KNTOP_PART_TABLE_FULL] = { .packets = at(2) },
			   [KNTOP_PART_DOUBLED] = { .packets = at(4) } },
		.mirror = { .rx_doubled = { .octets = at(300), .packets = at(4) },
			    .upload = { .octets = at(200), .packets = at(2) },
			    .download = { .octets = at(700), .packets = at(8) } },
	};
	struct kntop_interface capture = { .name = "trace", .flags = KNTOP_INTERFACE_OFFLINE,
					   .flows = 30, .hosts = 20 };
	int rc;

	(void)k;
	if (!loaded) {
		err->code = ENOENT;
		strcpy(err->text, "gone");
		return -ENOENT;
	}
	rc = fn(&i, data);
	return rc ? rc : fn(&capture, data);
}

int __wrap_kntop_stats_get(struct kntop *k, struct kntop_stats *stats, struct kntop_error *err)
{
	(void)k;
	(void)err;
	memset(stats, 0, sizeof(*stats));
	stats->losses[KNTOP_LOSS_FLOWS_REFUSED].count = at(2);
	stats->losses[KNTOP_LOSS_ENDED_OFFLINE_OVERWRITTEN].count = at(9);
	stats->tables[KNTOP_TABLE_FLOWS] = (struct kntop_table_info){ 42, 100, 5000, 256 };
	stats->tables[KNTOP_TABLE_HOSTS] = (struct kntop_table_info){ 24, 100, 0, 256 };
	return 0;
}

int __wrap_kntop_localnet_list(struct kntop *k, kntop_localnet_fn fn, void *data,
			       struct kntop_error *err)
{
	struct kntop_localnet net = {
		.prefix = 8, .name = "of\nfice", .sent = { .octets = at(400) },
		.received = { .octets = at(600) }, .internal = { .packets = at(7) }, .hosts = 3,
	};

	(void)k;
	(void)err;
	kntop_address_parse("10.0.0.0", &net.addr);
	return fn(&net, data);
}

/* A host's octets: a tenth is TLS, the rest what has no name. */
static int list_shares(kntop_protocol_fn fn, void *data)
{
	int rc = 0;

	for (unsigned int i = 0; i < 2 * host_count && !rc; i++) {
		uint64_t sent = (clock_now - host_since) * host_rate[i / 2];
		struct kntop_protocol p = {
			.number = i % 2 ? 91 : 400, .interface = "eth0", .vlan = -1,
			.addr = { 4, { 10, 0, 0, i / 2 } },
			.sent = { .octets = i % 2 ? sent / 10 : sent - sent / 10 },
		};

		rc = fn(&p, data);
	}
	return rc;
}

int __wrap_kntop_protocol_list(struct kntop *k, const struct kntop_protocol_query *query,
			       kntop_protocol_fn fn, void *data, struct kntop_error *err)
{
	struct kntop_protocol p = {
		.kind = query->kind, .number = 91, .interface = "eth0",
		.sent = { .octets = (clock_now - tls_since) * 100 }, .flows = at(1),
	};
	struct kntop_protocol none = { .kind = query->kind, .number = -1, .interface = "eth0" };
	int rc = 0;

	(void)k;
	(void)err;
	if (query->hosts)
		return list_shares(fn, data);
	if (tls_since && clock_now >= tls_since)
		rc = fn(&p, data);
	return rc ? rc : fn(&none, data);
}

int __wrap_kntop_host_list(struct kntop *k, const struct kntop_query *query, kntop_host_fn fn,
			   void *data, struct kntop_error *err)
{
	int rc = 0;

	(void)k;
	(void)err;
	assert_int_equal(query->locality, KNTOP_QUERY_LOCAL);
	for (unsigned int i = 0; i < host_count && !rc; i++) {
		struct kntop_host h = {
			.addr = { 4, { 10, 0, 0, i } }, .interface = "eth0", .vlan = -1,
			.first = (T0 + host_first) * NS,
			.sent = { .octets = (clock_now - host_since) * host_rate[i] },
			.l4 = { [KNTOP_HOST_L4_UDP] = { .received = { .octets = at(9) } } },
		};

		rc = fn(&h, data);
	}
	return rc;
}

/* It remembers nothing; tests of that are gap_test's. */
int __wrap_kntop_history_list(struct kntop *k, const struct kntop_history_query *query,
			      kntop_history_fn fn, void *data, struct kntop_error *err)
{
	(void)k;
	(void)query;
	(void)fn;
	(void)data;
	strcpy(err->text, "nothing is known");
	return -EOPNOTSUPP;
}

const char *__wrap_kntop_label_name(struct kntop *k, enum kntop_label_kind kind,
				    unsigned int number)
{
	(void)k;
	if (number == 400)
		return NULL;
	assert_int_equal(number, 91);
	return kind == KNTOP_LABEL_PROTOCOL ? "TLS" : "Web/../x";
}

static struct store *store;
static struct watch *watch;
static struct recorder *recorder;

static int setup(void **state)
{
	folder_setup(state);
	loaded = true;
	called = NULL;
	since = clock_now = host_count = tls_since = host_first = host_since = 0;
	config_init(&config);
	store = folder_open();
	watch = watch_new("/", NULL);
	watch_use(watch, &config);
	recorder = recorder_new(watch, store);
	return 0;
}

static int teardown(void **state)
{
	recorder_free(recorder);
	watch_free(watch);
	store_close(store);
	config_free(&config);
	return folder_teardown(state);
}

/* Steps of ten seconds until @end. */
static void run_until(uint64_t end, unsigned int hosts)
{
	for (clock_now += 10; clock_now <= end; clock_now += 10)
		recorder_step(recorder, (T0 + clock_now) * NS + 4000000, hosts);
	clock_now -= 10;
}

static void rates(void **state)
{
	static const struct {
		const char *file, *source;
		double rate;
		unsigned int step;
	} want[] = {
		{ ETH0, "rx_octets", 1000, 10 }, { ETH0, "rx_packets", 10, 10 },
		{ ETH0, "tx_octets", 500, 10 }, { ETH0, "tx_packets", 5, 10 },
		{ ETH0, "flows", 12, 10 }, { ETH0, "flows_new", 3, 10 },
		{ ETH0, "hosts", 4, 10 }, { ETH0, "local_remote", 400, 10 },
		{ ETH0, "remote_local", 600, 10 }, { ETH0, "local_local", 0, 10 },
		{ ETH0, "non_ip", 1, 10 }, { ETH0, "table_full", 2, 10 },
		{ ETH0, "doubled", 4, 10 }, { ETH0, "upload_octets", 200, 10 },
		{ ETH0, "upload_packets", 2, 10 }, { ETH0, "download_octets", 700, 10 },
		{ ETH0, "download_packets", 8, 60 },
		{ ETH0, "no_memory", 0, 10 }, { ETH0, "rx_octets", 1000, 60 },
		{ "module/traffic.rrd", "flows_refused", 2, 10 },
		/* a capture that was read has some of these, too */
		{ "module/traffic.rrd", "flows", 12, 10 },
		{ "module/traffic.rrd", "hosts", 4, 10 },
		{ "module/traffic.rrd", "protocols_refused", 0, 10 },
		{ "module/traffic.rrd", "bytes", 5000, 10 },
		{ "network/10.0.0.0_8/traffic.rrd", "sent_octets", 400, 60 },
		{ "network/10.0.0.0_8/traffic.rrd", "received_octets", 600, 60 },
		{ "network/10.0.0.0_8/traffic.rrd", "internal_packets", 7, 60 },
		{ "network/10.0.0.0_8/traffic.rrd", "hosts", 3, 60 },
		{ "interface/eth0/protocol/TLS.rrd", "sent_octets", 100, 60 },
		{ "interface/eth0/category/Web%2F..%2Fx.rrd", "sent_octets", 100, 60 },
	};
	char text[128] = "";
	FILE *f;

	(void)state;
	tls_since = 1;
	run_until(1200, 10);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		double got = folder_value(want[i].file, "AVERAGE", want[i].source,
					  T0 + 600, want[i].step);

		if (fabs(got - want[i].rate) > 1e-6 * want[i].rate)
			fail_msg("%s %s: %g", want[i].file, want[i].source, got);
	}
	assert_false(folder_has("interface/trace"));
	f = fopen(folder_file("network/10.0.0.0_8/object"), "r");
	assert_non_null(f);
	assert_true(fread(text, 1, sizeof(text) - 1, f) > 0);
	fclose(f);
	assert_string_equal(text, "kind=network\nnetwork=10.0.0.0/8\nname=of\\x0afice\n");
	assert_string_equal(folder_told(), "");
}

static const char *object_of(unsigned int host)
{
	struct kntop_host h = { .addr = { 4, { 10, 0, 0, host } }, .interface = "eth0", .vlan = -1 };
	char folder[PLACE_SIZE], path[256];
	static char text[512];
	FILE *f;

	snprintf(path, sizeof(path), "%.200s/object", place_host(&h, folder));
	f = fopen(folder_file(path), "r");
	assert_non_null(f);
	text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
	fclose(f);
	return text;
}

/* A name that comes after the recording stands beside it, too, and one that goes does not. */
static void names_of_hosts(void **state)
{
	static const char unnamed[] = "kind=host\naddress=10.0.0.1\ninterface=eth0\nvlan=\n";
	char named[256];

	(void)state;
	host_count = 3;
	host_rate[0] = host_rate[1] = host_rate[2] = 10;
	run_until(900, 10);
	assert_string_equal(object_of(1), unnamed);
	called = "box\n\x1b";
	run_until(1500, 10);
	snprintf(named, sizeof(named), "%sname=box\\x0a\\x1b\nname_source=dhcp\n", unnamed);
	assert_string_equal(object_of(1), named);
	assert_null(strstr(object_of(2), "name="));
	called = NULL;
	run_until(2100, 10);
	assert_string_equal(object_of(1), unnamed);
}

/* What a protocol carried within the minute in which it came is in that minute. */
static void new_protocol(void **state)
{
	double first;

	(void)state;
	tls_since = 615;
	run_until(1200, 0);
	first = folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
			     T0 + 660, 60);
	assert_true(fabs(first - 75) < 0.1);
	first = folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
			     T0 + 720, 60);
	assert_true(fabs(first - 100) < 0.1);
}

/* The module goes, comes back and counts from zero: no value is above the true rate. */
static void module_goes(void **state)
{
	unsigned int gaps = 0;

	(void)state;
	tls_since = 1;
	run_until(600, 0);
	loaded = false;
	run_until(700, 0);
	loaded = true;
	tls_since = since = 700;
	run_until(1800, 0);
	for (unsigned int t = 20; t <= 1800; t += 10) {
		double v = folder_value(ETH0, "AVERAGE", "rx_octets", T0 + t, 10);

		gaps += isnan(v);
		if (v > 1000.001)
			fail_msg("a spike of %g at %u", v, t);
	}
	assert_in_range(gaps, 9, 11);
	for (unsigned int t = 120; t <= 1800; t += 60) {
		double v = folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE",
					"sent_octets", T0 + t, 60);

		if (v > 100.001)
			fail_msg("a spike of %g at %u", v, t);
	}
	assert_non_null(strstr(folder_told(), "does not answer: gone"));
}

static const char *host_path(unsigned int number, const char *name)
{
	struct kntop_host h = { .addr = { 4, { 10, 0, 0, number } }, .interface = "eth0",
				.vlan = -1 };
	static char file[PATH_MAX];
	char folder[512];

	snprintf(file, sizeof(file), "%s/%s", place_host(&h, folder), name);
	return file;
}

static const char *host_file(unsigned int number)
{
	return host_path(number, "traffic.rrd");
}

/* A host that comes at the end of its five minutes carried nothing before. */
static void new_host(void **state)
{
	double v;

	(void)state;
	host_rate[0] = 100;
	run_until(1150, 5);
	host_count = 1;
	host_first = host_since = 1160;
	run_until(2400, 5);
	v = folder_value(host_file(0), "AVERAGE", "sent_octets", T0 + 1200, 300);
	if (fabs(v - 100 * 40 / 300.0) > 0.1)
		fail_msg("%g", v);
	folder_near(folder_value(host_file(0), "AVERAGE", "sent_octets", T0 + 1800, 300), 100);
}

/* A recording that is deleted under ntopd begins anew, and not with all that was before. */
static void deleted_file(void **state)
{
	struct store_options o = folder_options();

	(void)state;
	tls_since = 1;
	run_until(3000, 0);
	unlink(folder_file("interface/eth0/protocol/TLS.rrd"));
	store_change(store, &o);
	run_until(3600, 0);
	folder_unknown(folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
				    T0 + 3060, 60));
	folder_near(folder_value("interface/eth0/protocol/TLS.rrd", "AVERAGE", "sent_octets",
				 T0 + 3180, 60), 100);
}

/* The busiest local hosts, as many as wanted. */
static void hosts(void **state)
{
	(void)state;
	host_count = 40;
	for (unsigned int i = 0; i < 40; i++)
		host_rate[i] = i * 100;
	run_until(3600, 5);
	for (unsigned int i = 0; i < 40; i++)
		assert_int_equal(folder_has(host_file(i)), i >= 35);
	folder_near(folder_value(host_file(39), "AVERAGE", "sent_octets", T0 + 1200, 300), 3900);
	folder_near(folder_value(host_file(39), "AVERAGE", "udp_received", T0 + 1200, 300), 9);
}

/* The protocols of a host, from its first packet on, over a restart and a lost text. */
static void host_protocols(void **state)
{
	char line[512] = "", file[PATH_MAX];
	FILE *f;

	(void)state;
	host_count = 2;
	host_rate[0] = 10000;
	host_rate[1] = 100;
	run_until(1150, 1);
	strcpy(file, host_path(0, "protocols.rrd"));
	assert_false(folder_has(host_path(1, "protocols.rrd")));
	folder_near(folder_value(file, "AVERAGE", "p0_sent", T0 + 900, 300), 9000);
	folder_near(folder_value(file, "AVERAGE", "p1_sent", T0 + 900, 300), 1000);
	folder_near(folder_value(file, "AVERAGE", "p2_sent", T0 + 900, 300), 0);
	f = fopen(folder_file(host_path(0, "protocols")), "r");
	assert_non_null(f);
	for (int i = 0; i < 4; i++)
		assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	snprintf(line + strlen(line), sizeof(line) - strlen(line), "wanted: p1 %llu 0 0 TLS\n",
		 T0 * NS);
	if (strncmp(line, strstr(line, "wanted: ") + 8, strlen(strstr(line, "wanted: ")) - 8))
		fail_msg("%s", line);
	recorder_free(recorder);
	recorder = recorder_new(watch, store);
	run_until(2350, 1);
	folder_near(folder_value(file, "AVERAGE", "p1_sent", T0 + 1500, 300), 1000);
	folder_near(folder_value(file, "AVERAGE", "p1_sent", T0 + 2100, 300), 1000);
	/* nobody knows any more what it is of */
	unlink(folder_file(host_path(0, "protocols")));
	recorder_free(recorder);
	recorder = recorder_new(watch, store);
	run_until(2370, 1);
	assert_false(folder_has(host_path(0, "protocols.rrd")));
	assert_non_null(strstr(folder_told(), "protocols.rrd: deleted, as nothing beside it says"));
	run_until(3600, 1);
	folder_unknown(folder_value(file, "AVERAGE", "p0_sent", T0 + 2100, 300));
	folder_near(folder_value(file, "AVERAGE", "p0_sent", T0 + 3300, 300), 9000);
}

/* A host whose text cannot be written is told of once, however many others can. */
static void one_text_fails(void **state)
{
	char path[PATH_MAX];
	const char *first;

	(void)state;
	strcpy(path, folder_file(host_path(0, "x")));
	assert_int_equal(place_make_folders(path), 0);
	*strrchr(path, '/') = '\0';
	assert_int_equal(rmdir(path), 0);
	fclose(fopen(path, "w"));
	host_count = 3;
	for (unsigned int i = 0; i < 3; i++)
		host_rate[i] = 1000;
	run_until(1250, 3);
	first = strstr(folder_told(), "Not a directory");
	assert_non_null(first);
	assert_null(strstr(folder_told(), "written again"));
	unlink(path);
	run_until(2450, 3);
	first = strstr(folder_told(), "written again");
	assert_non_null(first);
	assert_null(strstr(first + 1, "written again"));
}

static void choose(struct choice *c, const uint64_t *totals, size_t count, size_t most)
{
	for (size_t i = 0; i < count; i++) {
		struct kntop_host h = { .addr = { 4, { 10, 0, 0, i } }, .interface = "eth0",
					.sent = { .octets = totals[i] } };

		if (totals[i] != UINT64_MAX)
			assert_int_equal(choice_add(c, &h), 0);
	}
	choice_make(c, most);
}

static bool is_chosen(const struct choice *c, unsigned int number, bool *known)
{
	struct kntop_host h = { .addr = { 4, { 10, 0, 0, number } }, .interface = "eth0" };
	const struct choice_host *found = choice_find(c, &h.addr, h.interface, h.vlan);

	if (found)
		*known = found->known;
	return found && found->chosen;
}

/* By traffic of late, not by totals; a quiet moment is forgiven, a long silence is not. */
static void choice(void **state)
{
	struct choice c = { 0 };
	bool known;

	(void)state;
	choose(&c, (uint64_t[]){ 1000000, 10, 20 }, 3, 1);
	assert_true(is_chosen(&c, 0, &known));
	assert_false(known);
	choose(&c, (uint64_t[]){ 1000000, 100010, 20 }, 3, 1);
	assert_true(is_chosen(&c, 0, &known));
	assert_true(known);
	for (uint64_t i = 2; i < 12; i++)
		choose(&c, (uint64_t[]){ 1000000, i * 100000, 20 }, 3, 1);
	assert_false(is_chosen(&c, 0, &known));
	assert_true(is_chosen(&c, 1, &known));
	/* one goes, one comes, one is forgotten and counts from zero */
	choose(&c, (uint64_t[]){ 5, UINT64_MAX, 20, 900000000 }, 4, 1);
	assert_false(is_chosen(&c, 1, &known));
	assert_true(is_chosen(&c, 3, &known));
	assert_false(known);
	assert_int_equal(c.count, 3);
	choose(&c, NULL, 0, 1);
	assert_int_equal(c.count, 0);
	choice_free(&c);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rates), TEST(new_protocol), TEST(module_goes), TEST(deleted_file), TEST(new_host),
		TEST(hosts), TEST(host_protocols), TEST(one_text_fails), TEST(choice), TEST(names_of_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
