// SPDX-License-Identifier: GPL-2.0-or-later
/* Where addresses are. A database of libloc is made by libloc's own writer, MMDB files by
 * geo.pl; Debian's database is asked for what is known of it from elsewhere.
 */
#include "unit.h"
#include <fcntl.h>
#include <libloc/writer.h>
#include <sys/stat.h>
#include <unistd.h>
#include "filter.h"
#include "geo/geo.h"
#include "geo/special.h"
#include "geo/tally.h"

#define DATABASE	"small.db"

static char folder[] = "/tmp/kntop-geo.XXXXXX";
static struct ctl ctl;
static char told[1024];

static struct kntop_address address(const char *text)
{
	struct kntop_address addr;

	assert_int_equal(kntop_address_parse(text, &addr), 0);
	return addr;
}

/* Files in the folder, with commas between; opened or refused. */
static int use(const char *names)
{
	static char files[600];
	char copy[200], *save;
	size_t used = 0;

	geo_close();
	snprintf(copy, sizeof(copy), "%s", names);
	for (char *name = strtok_r(copy, ",", &save); name; name = strtok_r(NULL, ",", &save))
		used += snprintf(files + used, sizeof(files) - used, "%s%s/%s",
				 used ? "," : "", folder, name);
	geo_choose(files);
	told[0] = '\0';
	ctl = (struct ctl){ .out = stdout, .told = told, .told_size = sizeof(told) };
	return geo_open(&ctl);
}

/* "US AS15169 GOOGLE", what is known of an address. */
static const char *known(const char *text)
{
	static char buf[400];
	const struct kntop_address addr = address(text);
	const struct geo g = geo_find(&addr);
	char place[FIELD_SIZE];

	snprintf(buf, sizeof(buf), "%s%s%s", geo_text(place, &g), g.as_name[0] ? " " : "",
		 g.as_name);
	return buf;
}

/* ---- files -------------------------------------------------------------- */

static void write_database(const char *path)
{
	static const struct { const char *net, *country; uint32_t as; int flag; } nets[] = {
		{ "8.8.8.0/24", "US", 15169, LOC_NETWORK_FLAG_ANYCAST },
		{ "193.0.0.0/21", "NL", 3333, 0 },
		{ "193.0.4.0/24", "DE", 64500, LOC_NETWORK_FLAG_DROP },
		{ "2001:4860::/32", "US", 15169, 0 },
		{ "2a00::/16", "", 64501, 0 },
		{ "10.0.0.0/8", "CH", 64502, 0 },
	};
	struct loc_writer *writer;
	struct loc_ctx *ctx;
	struct loc_as *as;
	struct loc_country *country;
	FILE *f = fopen(path, "w+");

	assert_non_null(f);
	assert_int_equal(loc_new(&ctx), 0);
	assert_int_equal(loc_writer_new(ctx, &writer, NULL, NULL), 0);
	assert_int_equal(loc_writer_add_as(writer, &as, 15169), 0);
	loc_as_set_name(as, "GOOGLE");
	loc_as_unref(as);
	assert_int_equal(loc_writer_add_as(writer, &as, 3333), 0);
	loc_as_set_name(as, "RIPE\033[2J \"NCC\"");
	loc_as_unref(as);
	assert_int_equal(loc_writer_add_country(writer, &country, "US"), 0);
	loc_country_set_name(country, "United States of America");
	loc_country_unref(country);
	for (size_t i = 0; i < sizeof(nets) / sizeof(nets[0]); i++) {
		struct loc_network *network;

		assert_int_equal(loc_writer_add_network(writer, &network, nets[i].net), 0);
		if (nets[i].country[0])
			loc_network_set_country_code(network, nets[i].country);
		loc_network_set_asn(network, nets[i].as);
		if (nets[i].flag)
			loc_network_set_flag(network, nets[i].flag);
		loc_network_unref(network);
	}
	assert_int_equal(loc_writer_write(writer, f, LOC_DATABASE_VERSION_1), 0);
	loc_writer_unref(writer);
	/* the writer does not give up its own reference */
	loc_country_unref(country);
	loc_unref(ctx);
	fclose(f);
}

static int make_files(void **data)
{
	char command[600], path[100];

	(void)data;
	unsetenv(GEO_VARIABLE);
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/" DATABASE, folder);
	write_database(path);
	snprintf(command, sizeof(command), "perl %.*s.pl %s",
		 (int)(sizeof(__FILE__) - sizeof("_test.c")), __FILE__, folder);
	return system(command) ? -1 : 0;
}

static int remove_files(void **data)
{
	char command[100];

	(void)data;
	geo_close();
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command) ? -1 : 0;
}

/* ---- tests -------------------------------------------------------------- */

static void test_special(void **data)
{
	static const char *const nowhere[] = {
		"0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1",
		"169.254.1.1", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
		"192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.7",
		"203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "fc00::1", "fe80::1",
		"ff02::1", "2001::1", "2001:2::1", "2001:1ff::1", "2001:db8::1", "3fff::1",
		"3fff:fff::1", "4000::1",
	};
	static const char *const somewhere[] = {
		"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
		"172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "198.17.255.255",
		"198.20.0.0", "223.255.255.255", "2000::1", "2001:200::1", "2001:db7::1",
		"2001:db9::1", "2a00::1", "3fff:1000::1",
	};
	struct kntop_address addr;

	(void)data;
	for (size_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++) {
		addr = address(nowhere[i]);
		if (!special_has(&addr))
			fail_msg("%s is somewhere", nowhere[i]);
	}
	for (size_t i = 0; i < sizeof(somewhere) / sizeof(somewhere[0]); i++) {
		addr = address(somewhere[i]);
		if (special_has(&addr))
			fail_msg("%s is nowhere", somewhere[i]);
	}
}

static void test_loc(void **data)
{
	struct kntop_address addr = address("8.8.8.8");

	(void)data;
	assert_int_equal(use(DATABASE), CTL_OK);
	assert_true(geo_is_there());
	assert_string_equal(known("8.8.8.8"), "US AS15169 GOOGLE");
	assert_string_equal(geo_country_name("US"), "United States of America");
	assert_string_equal(known("8.8.9.8"), "");
	assert_string_equal(known("193.0.6.139"), "NL AS3333 RIPE\033[2J \"NCC\"");
	assert_string_equal(known("193.0.4.1"), "DE AS64500");
	assert_string_equal(known("2001:4860:4860::8888"), "US AS15169 GOOGLE");
	assert_string_equal(known("2a00::1"), "AS64501");
	/* it says so of a private network; nobody believes it */
	assert_string_equal(known("10.0.0.1"), "");
	assert_int_equal(geo_find(&addr).flags, GEO_ANYCAST);
	addr = address("193.0.4.1");
	assert_int_equal(geo_find(&addr).flags, GEO_HOSTILE);
}

/* What ipfire.org's database of 2022 says, as its own command `location lookup` prints it. */
static void test_debian(void **data)
{
	(void)data;
	geo_close();
	geo_choose(GEO_DEFAULT);
	assert_int_equal(geo_open(&ctl), CTL_OK);
	assert_string_equal(known("8.8.8.8"), "US AS15169 GOOGLE");
	assert_string_equal(known("1.1.1.1"), "AU AS13335 CLOUDFLARENET");
	assert_string_equal(known("2001:4860:4860::8888"), "US AS15169 GOOGLE");
	assert_string_equal(geo_country_name("AU"), "Australia");
	assert_string_equal(known("10.0.0.1"), "");
}

static void test_geolite(void **data)
{
	struct kntop_address addr = address("8.8.8.8");

	(void)data;
	assert_int_equal(use("geolite-country.mmdb"), CTL_OK);
	assert_string_equal(known("8.8.8.8"), "US");
	assert_string_equal(geo_country_name("US"), "United States");
	assert_int_equal(geo_find(&addr).flags, GEO_ANYCAST);
	assert_string_equal(known("192.88.1.1"), "DE");
	assert_string_equal(known("10.0.0.1"), "");
	assert_int_equal(use("geolite-asn.mmdb"), CTL_OK);
	assert_string_equal(known("8.8.8.8"), "AS15169 GOOGLE");
	assert_string_equal(known("203.1.2.3"), "AS4294967295 last");
	assert_string_equal(known("9.9.9.9"), "");
	assert_int_equal(use("geolite-asn.mmdb,geolite-country.mmdb"), CTL_OK);
	assert_string_equal(known("193.0.6.139"), "NL AS3333 RIPE NCC");
	assert_string_equal(known("2001:4860:4860::8888"), "US AS15169 GOOGLE");
}

static void test_ipinfo(void **data)
{
	(void)data;
	assert_int_equal(use("ipinfo.mmdb"), CTL_OK);
	assert_string_equal(known("8.8.8.8"), "US AS15169 Google LLC");
	assert_string_equal(geo_country_name("US"), "United States");
	assert_string_equal(known("193.0.6.139"), "NL AS3333 RIPE NCC");
	assert_string_equal(geo_country_name("NL"), "Netherlands");
}

/* The first file that says something is believed. */
static void test_order(void **data)
{
	(void)data;
	assert_int_equal(use("ipinfo.mmdb," DATABASE), CTL_OK);
	assert_string_equal(known("8.8.8.8"), "US AS15169 Google LLC");
	assert_string_equal(known("193.0.4.1"), "DE AS64500");
	assert_int_equal(use(DATABASE ",ipinfo.mmdb"), CTL_OK);
	assert_string_equal(known("8.8.8.8"), "US AS15169 GOOGLE");
}

static void test_odd(void **data)
{
	struct kntop_address addr = address("1.1.1.1");
	struct unit_text t;
	struct json j;

	(void)data;
	assert_int_equal(use("odd.mmdb"), CTL_OK);
	assert_string_equal(known("8.8.8.8"), "");
	assert_string_equal(known("8.8.4.4"), "");
	assert_string_equal(known("1.0.0.1"), "");
	assert_memory_equal(known("1.1.1.1"), "AU AS13335 clear\033[2Jed", 20);
	geo_detail(unit_text_open(&t), &addr);
	unit_text_end(&t);
	assert_memory_equal(t.text, "  place         AU Au\\x1b[2Jstralia, AS13335 clear\\x1b[2Jed\\xe2\\x80\\xae\"quoted\"xxx", 81);
	assert_null(strchr(t.text, '\033'));
	free(t.text);
	json_init(&j, unit_text_open(&t), false);
	json_object_begin(&j, NULL);
	geo_json(&j, &addr);
	json_object_end(&j);
	unit_text_end(&t);
	assert_memory_equal(t.text, "{\"country\":\"AU\",\"as_number\":13335,\"as_name\":\"clear\\u001b[2Jed", 61);
	assert_non_null(strstr(t.text, "\\\"quoted\\\""));
	assert_null(strchr(t.text, '\033'));
	free(t.text);
}

static void test_none(void **data)
{
	struct kntop_address addr = address("8.8.8.8");
	struct unit_text t;

	(void)data;
	geo_close();
	geo_choose("none");
	assert_int_equal(geo_open(&ctl), CTL_OK);
	assert_false(geo_is_there());
	assert_string_equal(known("8.8.8.8"), "");
	geo_detail(unit_text_open(&t), &addr);
	geo_sources(t.file);
	unit_text_end(&t);
	assert_string_equal(t.text, "");
	free(t.text);
}

static void test_variable(void **data)
{
	char path[100];

	(void)data;
	snprintf(path, sizeof(path), "%s/" DATABASE, folder);
	geo_close();
	geo_choose(NULL);
	setenv(GEO_VARIABLE, path, 1);
	assert_int_equal(geo_open(&ctl), CTL_OK);
	assert_string_equal(known("2a00::1"), "AS64501");
	unsetenv(GEO_VARIABLE);
}

static void write_file(const char *name, const char *octets, size_t len)
{
	char path[100];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, octets, len), len);
	close(fd);
}

static char *read_file(const char *name, size_t *len)
{
	char path[100], *octets;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "r");
	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	*len = ftell(f);
	rewind(f);
	octets = malloc(*len);
	assert_int_equal(fread(octets, 1, *len, f), *len);
	fclose(f);
	return octets;
}

static void test_refused(void **data)
{
	static const char *const names[] = { "missing.db", "empty", "text" };

	(void)data;
	write_file("empty", "", 0);
	write_file("text", "LOCDBXX\1 and nothing more", 25);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(use(names[i]), CTL_USAGE);
		assert_memory_equal(told, "geo: cannot open /tmp/kntop-geo.", 32);
		assert_non_null(strstr(told, names[i]));
		assert_non_null(strstr(told, "see: ntopctl country --help"));
		assert_false(geo_is_there());
	}
	assert_int_equal(use("missing.db"), CTL_USAGE);
	assert_non_null(strstr(told, "No such file or directory"));
	/* a good one does not hide a bad one */
	assert_int_equal(use(DATABASE ",text"), CTL_USAGE);
	assert_false(geo_is_there());
}

static const char *const asked[] = {
	"8.8.8.8", "193.0.6.139", "193.0.4.1", "2001:4860:4860::8888", "2a00::1", "1.1.1.1",
	"255.0.0.1", "223.255.255.255", "3ffe::1",
};

/* Whatever is in a file, it is refused or it answers something that ends. */
static bool survives(const char *octets, size_t len)
{
	write_file("hurt", octets, len);
	if (use("hurt"))
		return false;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		assert_true(strlen(known(asked[i])) < 300);
	return true;
}

static void cut_short(const char *name)
{
	size_t len, whole = 0;
	char *octets = read_file(name, &len);

	for (size_t cut = 0; cut < len; cut += cut < 4300 ? 97 : 211)
		whole += survives(octets, cut);
	/* an MMDB file whose end is missing has lost its description */
	assert_int_equal(whole, 0);
	assert_true(survives(octets, len));
	free(octets);
}

static void test_cut(void **data)
{
	(void)data;
	cut_short(DATABASE);
	cut_short("geolite-country.mmdb");
	cut_short("ipinfo.mmdb");
}

static void hurt_everywhere(const char *name, size_t from)
{
	size_t len;
	char *octets = read_file(name, &len);

	srandom(6);
	for (int i = 0; i < 1500; i++) {
		size_t at = from + random() % (len - from);
		char was = octets[at];

		octets[at] = random();
		survives(octets, len);
		octets[at] = was;
	}
	free(octets);
}

static void test_hurt(void **data)
{
	(void)data;
	hurt_everywhere(DATABASE, 0);
	hurt_everywhere(DATABASE, 4200);
	hurt_everywhere("geolite-country.mmdb", 0);
	hurt_everywhere("ipinfo.mmdb", 0);
}

static void test_random(void **data)
{
	char octets[20000];

	(void)data;
	srandom(7);
	for (int i = 0; i < 50; i++) {
		for (size_t k = 0; k < sizeof(octets); k++)
			octets[k] = random();
		assert_false(survives(octets, sizeof(octets)));
		memcpy(octets, "LOCDBXX\1", 8);
		survives(octets, sizeof(octets));
	}
}

/* All nodes of the tree lead back to the second one. */
static void test_circle(void **data)
{
	size_t len;
	char *octets = read_file(DATABASE, &len);
	const unsigned char *header = (unsigned char *)octets + 44;
	uint32_t at = header[0] << 24 | header[1] << 16 | header[2] << 8 | header[3];
	uint32_t size = header[4] << 24 | header[5] << 16 | header[6] << 8 | header[7];

	(void)data;
	assert_true(size >= 24 && at + size <= len);
	for (uint32_t node = at; node < at + size; node += 12) {
		memcpy(octets + node, "\0\0\0\1", 4);
		memcpy(octets + node + 4, "\0\0\0\1", 4);
	}
	assert_true(survives(octets, len));
	assert_string_equal(known("8.8.8.8"), "");
	free(octets);
}

static void add(struct tally *t, const char *addr, uint64_t octets)
{
	struct kntop_host host = {
		.addr = address(addr), .sent = { .packets = 1, .octets = octets },
		.received = { .packets = 2, .octets = 1 }, .sent_rate = 5, .flows = 3,
	};

	assert_int_equal(tally_add(t, &host), 0);
}

static void test_tally(void **data)
{
	const struct tally_row *row;
	struct tally t;
	char buf[FIELD_SIZE];

	(void)data;
	use(DATABASE);
	tally_init(&t, TALLY_COUNTRY);
	add(&t, "8.8.8.8", 1000);
	add(&t, "10.0.0.1", 500);
	add(&t, "2001:4860::1", 100);
	add(&t, "193.0.6.139", 10);
	add(&t, "9.9.9.9", 7);
	t.rows.arg = FILTER_BY_OCTETS;
	ranking_sort(&t.rows);
	assert_int_equal(t.rows.count, 3);
	row = ranking_at(&t.rows, 0);
	assert_string_equal(tally_name(buf, TALLY_COUNTRY, &row->geo), "US");
	assert_int_equal(row->hosts, 2);
	assert_int_equal(row->flows, 6);
	assert_int_equal(row->sent.octets, 1100);
	assert_int_equal(row->received.packets, 4);
	assert_int_equal(row->sent_rate, 10);
	row = ranking_at(&t.rows, 1);
	assert_string_equal(tally_name(buf, TALLY_COUNTRY, &row->geo), "-");
	assert_int_equal(row->sent.octets, 507);
	assert_int_equal(t.sum.hosts, 5);
	assert_int_equal(t.sum.sent.octets, 1617);
	tally_free(&t);
}

/* More than any table begins with, each in a row of its own. */
static void test_many(void **data)
{
	uint64_t sum = 0;
	struct tally t;

	(void)data;
	use("geolite-asn.mmdb");
	tally_init(&t, TALLY_AS);
	for (int i = 0; i < 300; i++)
		add(&t, i % 3 ? "8.8.8.8" : i % 2 ? "193.0.6.1" : "203.1.2.9", i);
	assert_int_equal(t.rows.count, 3);
	for (size_t i = 0; i < t.rows.count; i++)
		sum += ((const struct tally_row *)ranking_at(&t.rows, i))->sent.octets;
	assert_int_equal(sum, 300 * 299 / 2);
	assert_int_equal(t.sum.sent.octets, sum);
	tally_free(&t);
}

static void test_filter(void **data)
{
	struct kntop_host google = { .addr = address("8.8.8.8") };
	struct kntop_host private = { .addr = address("10.0.0.1") };
	static const struct { const char *words[3]; bool google, private; } cases[] = {
		{ { "country", "us" }, true, false }, { { "country", "NL" }, false, false },
		{ { "country", "none" }, false, true }, { { "as", "15169" }, true, false },
		{ { "as", "AS15169" }, true, false }, { { "as", "none" }, false, true },
		{ { "as", "15170" }, false, false }, { { "local" }, true, true },
	};
	static const char *const wrong[][2] = {
		{ "country", "USA" }, { "country", "" }, { "as", "AS" }, { "as", "0" },
		{ "as", "4294967296" }, { "as", "-1" }, { "country", NULL },
	};
	struct filter f;

	(void)data;
	use(DATABASE);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct args args = { (char **)cases[i].words, 0 };

		assert_int_equal(filter_parse(&ctl, &args, FILTER_HOSTS, &f), CTL_OK);
		assert_int_equal(filter_takes(&f, &google), cases[i].google);
		assert_int_equal(filter_takes(&f, &private), cases[i].private);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const char *words[] = { wrong[i][0], wrong[i][1], NULL };
		struct args args = { (char **)words, 0 };

		assert_int_equal(filter_parse(&ctl, &args, FILTER_HOSTS, &f), CTL_USAGE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_special),
		cmocka_unit_test(test_loc),
		cmocka_unit_test(test_debian),
		cmocka_unit_test(test_geolite),
		cmocka_unit_test(test_ipinfo),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_odd),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_variable),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_hurt),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_circle),
		cmocka_unit_test(test_tally),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_filter),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}
