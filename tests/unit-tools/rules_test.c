// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of rules: every kind of good and of bad line, and whom they blame. */
#include <strings.h>
#include <unistd.h>
#include "unit.h"
#include "rules/categories.h"
#include "rules/protos.h"

struct line {
	const char *in;
	const char *out;	/* as it is sent, or a part of the reason */
};

/* As ntopng's documentation and nDPI 4.2's example/protos.txt write them. */
static const struct line good_protos[] = {
	{ "tcp:81,tcp:8181@HTTP", "tcp:81,tcp:8181@HTTP" },
	{ "udp:5061-5062@SIP", "udp:5061-5062@SIP" },
	{ "tcp:81,udp:53@Name", "tcp:81,udp:53@Name" },
	{ "tcp:1,host:\"a.b\",ip:10.1.2.3@Mixed", "tcp:1,host:\"a.b\",ip:10.1.2.3@Mixed" },
	{ "host:\"disneyplus.com\",host:\"cdn.registerdisney.go.com\"@DisneyPlus",
	  "host:\"disneyplus.com\",host:\"cdn.registerdisney.go.com\"@DisneyPlus" },
	{ "host:\"*.lvlt.dash.us.aiv-cdn.net.c.footprint.net\"@AmazonVideo",
	  "host:\"*.lvlt.dash.us.aiv-cdn.net.c.footprint.net\"@AmazonVideo" },
	{ "host:Plain.Example.COM@X", "host:\"plain.example.com\"@X" },
	{ "ip:213.75.170.11/32:443@CustomProtocol", "ip:213.75.170.11/32:443@CustomProtocol" },
	{ "ip:8.248.73.247:443@AmazonPrime", "ip:8.248.73.247:443@AmazonPrime" },
	{ "ip:54.80.47.130@AmazonPrime", "ip:54.80.47.130@AmazonPrime" },
	{ "ip:10.0.0.1/24@Name", "ip:10.0.0.1/24@Name" },
	{ " tcp: 80 ,\tudp:53 @ My App/1 ", "tcp:80,udp:53@My_App_1" },
	{ "tcp:65534@Last", "tcp:65534@Last" },
	{ "tcp:1@a23456789b123456789c123456789d123456789e1234567",
	  "tcp:1@a23456789b123456789c123456789d123456789e1234567" },
	{ "host_risk_mask:\".home\"=0", "host_risk_mask:\".home\"=0" },
	{ "ip_risk_mask:192.168.1.0/24=9223372036854775807",
	  "ip_risk_mask:192.168.1.0/24=9223372036854775807" },
	{ "trusted_issuer_dn:\"CN=813845657003339838, O=Code42, OU=TEST, ST=MN, C=US\"",
	  "trusted_issuer_dn:\"CN=813845657003339838, O=Code42, OU=TEST, ST=MN, C=US\"" },
	{ "trusted_issuer_dn:\"CN=a@b\"", "trusted_issuer_dn:\"CN=a@b\"" },
};

static const struct line bad_protos[] = {
	{ "tcp:80", "no @NAME" },
	{ "tcp:80@", "no name behind the @" },
	{ "@Name", "nothing between commas" },
	{ "tcp:80,,udp:1@X", "nothing between commas" },
	{ "tcp:80,@X", "nothing between commas" },
	{ "sctp:80@X", "begins neither with" },
	{ "TCP:80@X", "begins neither with" },
	{ "80@X", "begins neither with" },
	{ "tcp:@X", "'' is no port" },
	{ "tcp:0@X", "no port from 1" },
	{ "tcp:65535@X", "nDPI would never end" },
	{ "tcp:1-65535@X", "nDPI would never end" },
	{ "tcp:65536@X", "no port from 1" },
	{ "tcp:http@X", "'http' is no port" },
	{ "tcp:90-80@X", "ends before it begins" },
	{ "tcp:80-@X", "'' is no port" },
	{ "tcp:80-90-100@X", "'90-100' is no port" },
	{ "tcp:-80@X", "'' is no port" },
	{ "tcp:80@A,udp:53@B", "'80@A' is no port" },
	{ "ip:10.0.0.0/33@X", "no IPv4 address" },
	{ "ip:10.0.0.0/0@X", "no IPv4 address" },
	{ "ip:10/8@X", "no IPv4 address" },
	{ "ip:10.0.0@X", "no IPv4 address" },
	{ "ip:300.0.0.1@X", "no IPv4 address" },
	{ "ip:example.com@X", "no IPv4 address" },
	{ "ip:@X", "no IPv4 address" },
	{ "ip:10.0.0.1:0@X", "no port from 1" },
	{ "ip:10.0.0.1:https@X", "'https' is no port" },
	{ "ip:2001:db8::1@X", "no IPv6" },
	{ "host:@X", "1 to 253 characters" },
	{ "host:\"\"@X", "1 to 253 characters" },
	{ "host:\"@X", "a quote is missing" },
	{ "host:\"a.b@X", "a quote is missing" },
	{ "host:a.b\"@X", "a quote is missing" },
	{ "host:\"a b\"@X", "no host name" },
	{ "host:\"a\"b\"@X", "no host name" },
	{ "host:\"b\xc3\xbc" "cher.example\"@X", "xn--" },
	{ "tcp:80@b\xc3\xbc" "cher", "in a name" },
	{ "tcp:80@a,b", "in a name" },
	{ "tcp:80@\x1b[31m", "in a name" },
	{ "tcp:1@a23456789b123456789c123456789d123456789e12345678", "longer than 47" },
	{ "host_risk_mask:\".home\"", "no =MASK" },
	{ "host_risk_mask:\".home\"=0x10", "no mask" },
	{ "host_risk_mask:\".home\"=9223372036854775808", "no mask" },
	{ "host_risk_mask:=1", "1 to 253 characters" },
	{ "ip_risk_mask:10.0.0.0/8", "no =MASK" },
	{ "ip_risk_mask:home=1", "no IPv4 address" },
	{ "trusted_issuer_dn:", "no name of an issuer" },
	{ "trusted_issuer_dn:\"CN=x", "a quote is missing" },
	{ "nonsense", "no @NAME" },
};

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

static bool parse_with(rules_parse_fn fn, void *data, const char *in, char *out,
		       char *reason)
{
	char line[4096];

	snprintf(line, sizeof(line), "%s", in);
	strcpy(reason, "");
	strcpy(out, "");
	return fn(rules_trim(line), out, reason, data);
}

static void expect_good(rules_parse_fn fn, void *data, const struct line *lines, size_t count)
{
	char out[8192], reason[RULES_REASON];

	for (size_t i = 0; i < count; i++) {
		if (!parse_with(fn, data, lines[i].in, out, reason))
			fail_msg("'%s' is refused: %s", lines[i].in, reason);
		if (strcmp(out, lines[i].out))
			fail_msg("'%s' became '%s'", lines[i].in, out);
	}
}

static void expect_bad(rules_parse_fn fn, void *data, const struct line *lines, size_t count)
{
	char out[8192], reason[RULES_REASON];

	for (size_t i = 0; i < count; i++) {
		if (parse_with(fn, data, lines[i].in, out, reason))
			fail_msg("'%s' is taken as '%s'", lines[i].in, out);
		if (!strstr(reason, lines[i].out))
			fail_msg("'%s' is refused with: %s", lines[i].in, reason);
		for (const char *p = reason; *p; p++)
			assert_true((unsigned char)*p >= ' ');
	}
}

static void protocols_of_ones_own(void **state)
{
	(void)state;
	expect_good(protos_parse, NULL, good_protos, COUNT(good_protos));
	assert_string_equal(protos_name("tcp:80,udp:53@My_App"), "My_App");
	assert_null(protos_name("host_risk_mask:\".home\"=0"));
	assert_null(protos_name("trusted_issuer_dn:\"CN=a@b\""));
}

static void bad_protocols_are_told_apart(void **state)
{
	(void)state;
	expect_bad(protos_parse, NULL, bad_protos, COUNT(bad_protos));
}

static void long_host_names_have_an_end(void **state)
{
	char line[600] = "host:\"", out[2048], reason[RULES_REASON];

	(void)state;
	memset(line + 6, 'a', 253);
	strcpy(line + 259, "\"@X");
	assert_true(parse_with(protos_parse, NULL, line, out, reason));
	memset(line + 6, 'a', 254);
	strcpy(line + 260, "\"@X");
	assert_false(parse_with(protos_parse, NULL, line, out, reason));
}

/* A catalogue whose numbers are not nDPI's. */
static int number(const char *name, void *data)
{
	(void)data;
	if (!strcasecmp(name, "unspecified"))
		return 0;
	return !strcasecmp(name, "malware") ? 34 : !strcasecmp(name, "web") ? 5 :
	       !strcasecmp(name, "user custom category 1") ? 20 : -1;
}

static const struct line good_categories[] = {
	{ "internetbadguys.com\t100", "internetbadguys.com 34" },
	{ "144.139.247.220\t100", "144.139.247.220 34" },
	{ "Example.ORG Malware", "example.org 34" },
	{ "example.org,web", "example.org 5" },
	{ "example.org , web", "example.org 5" },
	{ "10.0.0.0/8  5", "10.0.0.0/8 5" },
	{ ".tracker.example User custom category 1", ".tracker.example 20" },
	{ "_sip._udp.example 20", "_sip._udp.example 20" },
};

static const struct line bad_categories[] = {
	{ "example.org", "no category behind" },
	{ "example.org,", "no category behind" },
	{ "example.org 98", "nDPI has no category 98" },
	{ "example.org 99999999999999999999999", "no category" },
	{ "example.org 0", "nDPI has no category 0" },
	{ "example.org unspecified", "no category 'unspecified'" },
	{ "example.org malwares", "no category 'malwares'" },
	{ "example.org 101", "no category '101'" },
	{ "2001:db8::1 100", "no IPv6" },
	{ "2001:db8::/32 100", "no IPv6" },
	{ "10.0.0.0/33 100", "no host name" },
	{ "http://example.org 100", "no host name" },
	{ "||ads.example^@x 100", "no host name" },
	{ "b\xc3\xbc" "cher.example 100", "xn--" },
};

static void hosts_get_categories(void **state)
{
	struct categories c = { .number = number };

	(void)state;
	expect_good(categories_parse, &c, good_categories, COUNT(good_categories));
	expect_bad(categories_parse, &c, bad_categories, COUNT(bad_categories));
	assert_string_equal(categories_ndpi_name(100), "Malware");
	assert_string_equal(categories_ndpi_name(32), "VirtAssistant");
	assert_null(categories_ndpi_name(0));
	assert_null(categories_ndpi_name(33));
	assert_null(categories_ndpi_name(106));
}

static void a_list_may_have_one_category(void **state)
{
	static const struct line good[] = {
		{ "ads.example", "ads.example 7" },
		{ "0.0.0.0 ads.example", "ads.example 7" },
		{ "127.0.0.1\tads.example", "ads.example 7" },
		{ "192.0.2.0/24", "192.0.2.0/24 7" },
	};
	static const struct line bad[] = {
		{ "ads.example malware", "given by 'as'" },
		{ "0.0.0.0 ads.example two.example", "given by 'as'" },
		{ "::1", "no IPv6" },
	};
	struct categories c = { .number = number, .as = "Chat", .as_number = 7 };

	(void)state;
	expect_good(categories_parse, &c, good, COUNT(good));
	expect_bad(categories_parse, &c, bad, COUNT(bad));
}

/* Reads a text as a file: exit status; what was said is in @said. */
static int read_text(const char *text, size_t len, bool comments, struct rules *rules,
		     char *said, size_t size)
{
	char path[] = "/tmp/kntop-rules-XXXXXX", log[] = "/tmp/kntop-said-XXXXXX";
	int file = mkstemp(path), errors = mkstemp(log), before = dup(STDERR_FILENO);
	struct ctl ctl = { .out = stdout };
	ssize_t n;
	int rc;

	assert_int_equal(write(file, text, len), len);
	dup2(errors, STDERR_FILENO);
	rc = rules_read(&ctl, rules, path, comments, protos_parse, NULL);
	dup2(before, STDERR_FILENO);
	n = pread(errors, said, size - 1, 0);
	said[n < 0 ? 0 : n] = '\0';
	close(file);
	close(errors);
	close(before);
	unlink(path);
	unlink(log);
	return rc;
}

static void a_bad_line_is_named_with_its_number(void **state)
{
	static const char text[] = "# one\n\n  \ntcp:80@A\r\nudp:x@B\n#tcp:y\nhost:@C\nip:1.2.3.4@D";
	struct rules rules;
	char said[4096];

	(void)state;
	assert_int_equal(read_text(text, strlen(text), false, &rules, said, sizeof(said)),
			 CTL_USAGE);
	assert_non_null(strstr(said, ":5: 'x' is no port"));
	assert_non_null(strstr(said, ":7: a host name has"));
	assert_null(strstr(said, ":4:"));
	assert_null(strstr(said, ":8:"));
	rules_free(&rules);
}

static void good_lines_keep_their_numbers(void **state)
{
	static const char text[] = "# one\ntcp:80@A\n\nip:1.2.3.4@D";
	struct rules rules;
	char said[4096];

	(void)state;
	assert_int_equal(read_text(text, strlen(text), false, &rules, said, sizeof(said)),
			 CTL_OK);
	assert_int_equal(rules.count, 2);
	assert_string_equal(rules.line[0], "tcp:80@A");
	assert_int_equal(rules.number[0], 2);
	assert_string_equal(rules.line[1], "ip:1.2.3.4@D");
	assert_int_equal(rules.number[1], 4);
	assert_string_equal(said, "");
	rules_free(&rules);
}

static void a_file_may_be_nothing_but_wrong(void **state)
{
	static const char nul[] = "tcp:80@A\0B\n";
	char many[600] = "", said[8192];
	struct rules rules;

	(void)state;
	assert_int_equal(read_text("# only\n", 7, false, &rules, said, sizeof(said)), CTL_USAGE);
	assert_non_null(strstr(said, "no rule in it"));
	rules_free(&rules);
	assert_int_equal(read_text(nul, sizeof(nul) - 1, false, &rules, said, sizeof(said)),
			 CTL_USAGE);
	assert_non_null(strstr(said, ":1: there is a NUL"));
	rules_free(&rules);
	for (int i = 0; i < 15; i++)
		strcat(many, "bad\n");
	assert_int_equal(read_text(many, strlen(many), false, &rules, said, sizeof(said)),
			 CTL_USAGE);
	assert_non_null(strstr(said, ":10: "));
	assert_null(strstr(said, ":11: "));
	assert_non_null(strstr(said, "5 more bad lines"));
	rules_free(&rules);
}

static void comments_may_stand_behind_a_rule(void **state)
{
	struct rules rules;
	char said[4096];

	(void)state;
	assert_int_equal(read_text("tcp:80@A # mine\n", 16, true, &rules, said, sizeof(said)),
			 CTL_OK);
	assert_string_equal(rules.line[0], "tcp:80@A");
	rules_free(&rules);
}

static void a_line_may_not_be_longer_than_a_message(void **state)
{
	size_t len = 60000;
	char *text = malloc(len);
	struct rules rules;
	char said[4096];

	(void)state;
	memset(text, '1', len);
	for (size_t i = 0; i + 6 < len; i += 6)
		memcpy(text + i, "tcp:1,", 6);
	memcpy(text + len - 7, "cp:1@X\n", 7);
	assert_int_equal(read_text(text, len, false, &rules, said, sizeof(said)), CTL_USAGE);
	assert_non_null(strstr(said, ":1: "));
	rules_free(&rules);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(protocols_of_ones_own),
		cmocka_unit_test(bad_protocols_are_told_apart),
		cmocka_unit_test(long_host_names_have_an_end),
		cmocka_unit_test(hosts_get_categories),
		cmocka_unit_test(a_list_may_have_one_category),
		cmocka_unit_test(a_bad_line_is_named_with_its_number),
		cmocka_unit_test(good_lines_keep_their_numbers),
		cmocka_unit_test(a_file_may_be_nothing_but_wrong),
		cmocka_unit_test(comments_may_stand_behind_a_rule),
		cmocka_unit_test(a_line_may_not_be_longer_than_a_message),
	};

	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
