// SPDX-License-Identifier: GPL-2.0-or-later
/* Words of commands: keywords, numbers, filters, batches, help. */
#include <errno.h>
#include "unit.h"
#include "args.h"
#include "batch.h"
#include "command.h"
#include "field.h"
#include "filter.h"
#include "keyword.h"
#include "ranking.h"

static const char *const words[] = { "limit", "l4", "local", "port", NULL };

static void keywords_may_be_shortened(void **state)
{
	static const char *const nested[] = { "net", "network", NULL };
	static const char *const last[] = { "top", "hosts", "host", "to", "theme", NULL };

	(void)state;
	assert_int_equal(keyword_match("limit", words), 0);
	assert_int_equal(keyword_match("li", words), 0);
	assert_int_equal(keyword_match("p", words), 3);
	assert_int_equal(keyword_match("l", words), KEYWORD_AMBIGUOUS);
	assert_int_equal(keyword_match("limits", words), KEYWORD_NONE);
	assert_int_equal(keyword_match("", words), KEYWORD_NONE);
	assert_int_equal(keyword_match("net", nested), 0);
	assert_int_equal(keyword_match("netw", nested), 1);
	assert_int_equal(keyword_match("ne", nested), 0);
	assert_int_equal(keyword_match("h", last), 2);
	assert_int_equal(keyword_match("ho", last), 2);
	assert_int_equal(keyword_match("hosts", last), 1);
	assert_int_equal(keyword_match("t", last), KEYWORD_AMBIGUOUS);
	assert_int_equal(keyword_match("to", last), 3);
}

static void mistakes_are_explained(void **state)
{
	char buf[400];

	(void)state;
	assert_string_equal(keyword_explain("l", words, buf, sizeof(buf)),
			    "'l' is ambiguous: limit, l4, local");
	assert_string_equal(keyword_explain("prot", words, buf, sizeof(buf)),
			    "unknown word 'prot' (did you mean: port)");
	assert_string_equal(keyword_explain("\x1b", words, buf, sizeof(buf)),
			    "unknown word '\\x1b' (one of: limit, l4, local, port)");
	assert_string_equal(keyword_near("etho", (const char *const[]){ "eth0", "lo", NULL },
					 buf, sizeof(buf)), "eth0");
}

static void numbers(void **state)
{
	uint64_t v = 7;

	(void)state;
	assert_true(args_parse_number("0", &v) && v == 0);
	assert_true(args_parse_number("18446744073709551615", &v) && v == UINT64_MAX);
	assert_false(args_parse_number("18446744073709551616", &v));
	assert_false(args_parse_number("", &v));
	assert_false(args_parse_number("-1", &v));
	assert_false(args_parse_number("1 ", &v));
	assert_false(args_parse_number("0x10", &v));
}

static void rates(void **state)
{
	uint64_t v;

	(void)state;
	assert_true(args_parse_rate("8000", &v) && v == 1000);
	assert_true(args_parse_rate("1M", &v) && v == 125000);
	assert_true(args_parse_rate("1.5Mbit", &v) && v == 187500);
	assert_true(args_parse_rate("2Gbit/s", &v) && v == 250000000);
	assert_true(args_parse_rate("80kB/s", &v) && v == 80000);
	assert_true(args_parse_rate("1.25kB", &v) && v == 1250);
	assert_true(args_parse_rate("1", &v) && v == 1);
	assert_true(args_parse_rate("0", &v) && v == 0);
	assert_false(args_parse_rate("fast", &v));
	assert_false(args_parse_rate("1.5X", &v));
	assert_false(args_parse_rate("", &v));
	assert_false(args_parse_rate("99999999999999999999", &v));
	assert_false(args_parse_rate("1.2.3M", &v));
}

static void sizes(void **state)
{
	uint64_t v;

	(void)state;
	assert_true(args_parse_size("65536", &v) && v == 65536);
	assert_true(args_parse_size("64Ki", &v) && v == 65536);
	assert_true(args_parse_size("64kiB", &v) && v == 65536);
	assert_true(args_parse_size("500k", &v) && v == 500000);
	assert_true(args_parse_size("16MB", &v) && v == 16000000);
	assert_true(args_parse_size("2Gi", &v) && v == 2147483648u);
	assert_true(args_parse_size("3B", &v) && v == 3);
	assert_true(args_parse_size("18446744073709551615", &v) && v == UINT64_MAX);
	assert_false(args_parse_size("18446744073709551616", &v));
	assert_false(args_parse_size("18446744073709551615k", &v));
	assert_false(args_parse_size("", &v));
	assert_false(args_parse_size("k", &v));
	assert_false(args_parse_size("1.5M", &v));
	assert_false(args_parse_size("64i", &v));
	assert_false(args_parse_size("64Kib", &v));
	assert_false(args_parse_size("-1", &v));
}

/* Parses a line as the words behind "flow show", "host show" or "talker show". */
static int parse(const char *line, enum filter_of of, struct filter *f)
{
	static char text[200];
	static char *list[BATCH_WORDS];
	struct args args = { list, 0 };
	struct ctl ctl = { .out = stdout };

	strcpy(text, line);
	assert_true(batch_split(text, list) >= 0);
	return filter_parse(&ctl, &args, of, f);
}

static void a_filter_becomes_a_query(void **state)
{
	struct filter f;

	(void)state;
	assert_int_equal(parse("dev eth0 host 10.0.0.1 l4 tcp po 443 vl 7 fam 4 loc min 1M",
			       true, &f), CTL_OK);
	assert_string_equal(f.query.interface, "eth0");
	assert_int_equal(f.query.addr.family, 4);
	assert_int_equal(f.query.addr.octets[3], 1);
	assert_int_equal(f.query.prefix, -1);
	assert_int_equal(f.query.l4, 6);
	assert_int_equal(f.query.port, 443);
	assert_int_equal(f.query.vlan, 7);
	assert_int_equal(f.query.family, 4);
	assert_int_equal(f.query.locality, KNTOP_QUERY_LOCAL);
	assert_int_equal(f.query.min_rate, 125000);
	assert_int_equal(f.query.order, KNTOP_ORDER_NONE);
	assert_int_equal(f.query.limit, 0);
}

static void an_id_is_hexadecimal(void **state)
{
	static const char *const bad[] = {
		"id", "id 0", "id 00000000000000000", "id 0x10", "id -1", "id 12g", "id ffffffffffffffff0",
		"id 1 id 1",
	};
	struct filter f;
	char text[FIELD_SIZE];

	(void)state;
	assert_int_equal(parse("id 00c0ffee00c0ffee", FILTER_FLOWS, &f), CTL_OK);
	assert_true(f.query.id == 0xc0ffee00c0ffee);
	assert_int_equal(parse("id FFFFFFFFFFFFFFFF", FILTER_FLOWS, &f), CTL_OK);
	assert_true(f.query.id == UINT64_MAX);
	assert_string_equal(field_id(text, f.query.id), "ffffffffffffffff");
	assert_string_equal(field_id(text, 0x1f), "000000000000001f");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse(bad[i], FILTER_FLOWS, &f), CTL_USAGE);
	assert_int_equal(parse("id 1", FILTER_HOSTS, &f), CTL_USAGE);
	assert_int_equal(parse("id 1", FILTER_TALKERS, &f), CTL_USAGE);
	assert_int_equal(parse("id 1", FILTER_TALLY, &f), CTL_USAGE);
}

static void a_network_is_a_prefix_or_a_name(void **state)
{
	struct filter f;

	(void)state;
	assert_int_equal(parse("net 10.1.2.3/8", FILTER_FLOWS, &f), CTL_OK);
	assert_int_equal(f.query.prefix, 8);
	assert_int_equal(f.query.addr.octets[0], 10);
	assert_int_equal(f.query.addr.octets[3], 0);
	assert_int_equal(parse("net office", FILTER_FLOWS, &f), CTL_OK);
	assert_string_equal(f.query.localnet, "office");
	assert_int_equal(f.query.addr.family, 0);
}

static void ranking_is_left_to_the_kernel_when_it_can(void **state)
{
	struct filter f;

	(void)state;
	assert_int_equal(parse("sort rate limit 16384", FILTER_FLOWS, &f), CTL_OK);
	assert_false(filter_ranks_here(&f));
	assert_int_equal(f.query.order, KNTOP_ORDER_RATE);
	assert_int_equal(f.query.limit, 16384);
	assert_int_equal(parse("sort rate limit 16385", FILTER_FLOWS, &f), CTL_OK);
	assert_true(filter_ranks_here(&f));
	assert_int_equal(f.query.limit, 0);
	assert_int_equal(f.limit, 16385);
	assert_int_equal(parse("sort first", FILTER_FLOWS, &f), CTL_OK);
	assert_true(filter_ranks_here(&f));
	assert_int_equal(f.query.order, KNTOP_ORDER_NONE);
}

static void talkers_are_always_ranked_by_the_kernel(void **state)
{
	struct filter f;

	(void)state;
	assert_int_equal(parse("l4 tcp", FILTER_TALKERS, &f), CTL_OK);
	assert_false(filter_ranks_here(&f));
	assert_int_equal(f.query.order, KNTOP_ORDER_RATE);
	assert_int_equal(f.query.limit, 20);
	assert_int_equal(parse("sort last limit 16384", FILTER_TALKERS, &f), CTL_OK);
	assert_int_equal(f.query.order, KNTOP_ORDER_LAST);
	assert_int_equal(f.query.limit, 16384);
	assert_int_equal(parse("limit 16385", FILTER_TALKERS, &f), CTL_USAGE);
	assert_int_equal(parse("sort first", FILTER_TALKERS, &f), CTL_USAGE);
}

static void wrong_filters_are_refused(void **state)
{
	static const char *const wrong[] = {
		"dev", "dev abcdefghijklmnop", "host 10.0.0.256", "host", "net 10.0.0.0/33",
		"net 10.0.0/x", "net ::/129", "l4 nonsense", "l4 256", "port 65536", "port -1",
		"vlan 4096", "family 5", "local remote", "min-rate fast", "sort size",
		"sort", "limit 0", "limit 4294967296", "limit 1 limit 2", "l 1",
		"host 10.0.0.1 net 10.0.0.0/8", "family 6 host 10.0.0.1", "bogus 1", "dev ''",
		"net abcdefghijklmnopqrstuvwxyzabcdef",
	};
	struct filter f;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (parse(wrong[i], FILTER_FLOWS, &f) != CTL_USAGE)
			fail_msg("'%s' was accepted", wrong[i]);
	assert_int_equal(parse("l4 tcp", FILTER_HOSTS, &f), CTL_USAGE);
	assert_int_equal(parse("port 80", FILTER_HOSTS, &f), CTL_USAGE);
}

static int split(const char *text, char **list)
{
	static char line[4096];

	strcpy(line, text);
	return batch_split(line, list);
}

static void batch_lines_are_split(void **state)
{
	char *w[BATCH_WORDS];
	char many[200] = "";

	(void)state;
	assert_int_equal(split("  flow show\tdev eth0 # comment\n", w), 4);
	assert_string_equal(w[3], "eth0");
	assert_null(w[4]);
	assert_int_equal(split("localnet add 10/8 name \"two words\"", w), 5);
	assert_string_equal(w[4], "two words");
	assert_int_equal(split("a 'b\\c' d\\ e '' f#g", w), 5);
	assert_string_equal(w[1], "b\\c");
	assert_string_equal(w[2], "d e");
	assert_string_equal(w[3], "");
	assert_string_equal(w[4], "f#g");
	assert_int_equal(split("", w), 0);
	assert_int_equal(split("   # only a comment", w), 0);
	assert_int_equal(split("open 'quote", w), -EINVAL);
	for (int i = 0; i < BATCH_WORDS; i++)
		strcat(many, "x ");
	assert_int_equal(split(many, w), -E2BIG);
}

/* Runs words: exit status, and what was printed. */
static int run(const char *line, struct unit_text *t)
{
	static char *list[BATCH_WORDS];
	struct args args = { list, 0 };
	struct ctl ctl = { .out = unit_text_open(t) };
	int rc;

	assert_true(split(line, list) > 0);
	rc = command_run(&ctl, &args);
	unit_text_end(t);
	return rc;
}

static void every_command_has_help(void **state)
{
	static const char *const names[] = {
		"category", "config", "dpi", "ended", "flow", "host", "interface", "localnet",
		"monitor", "protocol", "read", "risk", "stats",
	};
	char line[64], usage[64];
	struct unit_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(line, sizeof(line), "%s --help", names[i]);
		snprintf(usage, sizeof(usage), "Usage: ntopctl %s ", names[i]);
		assert_int_equal(run(line, &t), CTL_OK);
		if (strncmp(t.text, usage, strlen(usage) - 1))
			fail_msg("%s: %s", line, t.text);
		free(t.text);
		assert_int_equal(run("help", &t), CTL_OK);
		assert_non_null(strstr(t.text, names[i]));
		free(t.text);
	}
}

static void help_knows_every_configuration_key(void **state)
{
	size_t count;
	const struct kntop_config_key *keys = kntop_config_keys(&count);
	struct unit_text t;

	(void)state;
	/* those that are numbers */
	assert_int_equal(count + 1, KNTOP_CONFIG_A_MAX - KNTOP_CONFIG_A_PAD);
	assert_int_equal(run("config --help", &t), CTL_OK);
	for (size_t i = 0; i < count; i++)
		if (!strstr(t.text, keys[i].name))
			fail_msg("config --help does not tell of %s", keys[i].name);
	assert_non_null(strstr(t.text, "tunnel_ports"));
	free(t.text);
}

/* All of these must be refused before the kernel is asked, which is not there. */
static void wrong_usage_is_found_first(void **state)
{
	static const char *const wrong[] = {
		"flow sho extra", "flow reset dev", "flow reset eth0", "interface add",
		"interface add eth0 rx tx", "interface add eth0 tx consume",
		"interface add x offline rx", "interface add 0123456789abcdef",
		"interface del", "interface show a b", "localnet add", "localnet add 10.0.0.1/8",
		"localnet add 10.0.0.0/8 nam", "localnet add 10.0.0.0/8 name a b",
		"localnet del x", "localnet flush all", "config set", "config set flows_max",
		"config set flows_max 1", "config set timeout_udp 60 timeout_udp 60",
		"config set tunnel_ports", "config set tunnel_ports 4789",
		"config set tunnel_ports vxlan:0", "config set tunnel_ports vxlan:65536",
		"config set tunnel_ports vxlan:4789,", "config set tunnel_ports vxlan:",
		"config set tunnel_ports pppoe:1", "config set tunnel_ports vxlam:4789",
		"config set tunnel_ports vxlan:1 fou:1",
		"config set tunnel_ports vxlan:1 tunnel_ports fou:2",
		"config set tunnel_ports vxlan:1 flows_max",
		"config set timeout 60", "config show nothing", "ended show since x",
		"ended show limit 0", "ended show follow follow", "host show 10.0.0.1 limit 3",
		"host show 10.0.0.1 10.0.0.2", "host show l4 tcp", "stats --chekc",
		"monitor all", "read", "read /dev/null as", "read x as a/b", "read x like y",
		"bogus", "flow bogus", "read /nonexistent",
		"protocol show hosts net office", "localnet show all", "localnet show dev",
		"ended show dev", "ended show dev a dev b", "ended show tunnel 0",
		"tunnel show tunnel x", "tunnel show l4 tcp", "host show tunnel 1", "protocol show host 10.0.0.1 net 10/8",
		"protocol show sort", "protocol show sort rate", "protocol show limit 0",
		"protocol show host x", "protocol show dev a dev b", "protocol list all",
		"protocol load", "protocol load /nonexistent", "protocol load a b",
		"protocol unload all", "category show bogus", "category load",
		"category load x as", "category load x like y", "category load x as y z",
		"risk list any", "dpi show all", "dpi set", "dpi set enabled",
		"dpi set enabled maybe", "dpi set packets 0", "dpi set packets 33",
		"dpi set workers 65", "dpi set workers 2 workers 3", "dpi set cpus all",
		"dpi set ring 64k", "dpi set ring 128Mi", "dpi set flows 63", "dpi set bytes 1M",
		"dpi set budget", "dpi set budget 9999", "dpi set budget 4000000001",
		"flow show l7", "flow show category", "flow show risk", "flow show l7 a l7 b",
		"host show l7 TLS", "host show category Web", "host show risk any",
	};
	struct unit_text t;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (run(wrong[i], &t) != CTL_USAGE)
			fail_msg("'%s' was accepted", wrong[i]);
		free(t.text);
	}
}

static uint64_t number(const void *record, int arg)
{
	return *(const uint64_t *)record ^ (uint64_t)arg;
}

static void records_are_ranked(void **state)
{
	struct ranking r = { .size = sizeof(uint64_t), .key = number };

	(void)state;
	for (uint64_t i = 0; i < 1000; i++) {
		uint64_t v = i * 7919 % 1000;

		assert_int_equal(ranking_add(&r, &v), 0);
	}
	ranking_sort(&r);
	for (uint64_t i = 0; i < 1000; i++)
		assert_int_equal(*(const uint64_t *)ranking_at(&r, i), 999 - i);
	r.ascending = true;
	ranking_sort(&r);
	assert_int_equal(*(const uint64_t *)ranking_at(&r, 0), 0);
	ranking_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keywords_may_be_shortened),
		cmocka_unit_test(mistakes_are_explained),
		cmocka_unit_test(numbers),
		cmocka_unit_test(rates),
		cmocka_unit_test(sizes),
		cmocka_unit_test(a_filter_becomes_a_query),
		cmocka_unit_test(an_id_is_hexadecimal),
		cmocka_unit_test(a_network_is_a_prefix_or_a_name),
		cmocka_unit_test(ranking_is_left_to_the_kernel_when_it_can),
		cmocka_unit_test(talkers_are_always_ranked_by_the_kernel),
		cmocka_unit_test(wrong_filters_are_refused),
		cmocka_unit_test(batch_lines_are_split),
		cmocka_unit_test(every_command_has_help),
		cmocka_unit_test(help_knows_every_configuration_key),
		cmocka_unit_test(wrong_usage_is_found_first),
		cmocka_unit_test(records_are_ranked),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
