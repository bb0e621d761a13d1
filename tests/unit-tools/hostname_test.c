// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of hosts from ntopd's file, and how they are printed. */
#include <time.h>
#include <unistd.h>
#include "unit.h"
#include "field.h"
#include "hostname.h"
#include "view/host.h"

static char path[] = "/tmp/ntopctl-names-XXXXXX";

static struct kntop_address addr(const char *text)
{
	struct kntop_address a = { 0 };

	assert_int_equal(kntop_address_parse(text, &a), 0);
	return a;
}

/* Lines with "NOW" for the time; a file of its own each time, as ntopd makes one. */
static void write_names(const char *const *lines, size_t count)
{
	FILE *file;

	unlink(path);
	file = fopen(path, "w");
	assert_non_null(file);
	for (size_t i = 0; i < count; i++) {
		const char *now = strstr(lines[i], "NOW");

		if (now)
			fprintf(file, "%.*s%llu%s\n", (int)(now - lines[i]), lines[i],
				(unsigned long long)time(NULL), now + 3);
		else
			fprintf(file, "%s\n", lines[i]);
	}
	fclose(file);
}
#define WRITE(...)	do { \
		static const char *const lines[] = { __VA_ARGS__ }; \
		write_names(lines, sizeof(lines) / sizeof(lines[0])); \
	} while (0)

static const char *name_of(const char *text)
{
	static char buf[FIELD_SIZE];
	struct kntop_address a = addr(text);

	return hostname_with_source(&a, buf);
}

static void the_preferred_name_of_each(void **state)
{
	(void)state;
	WRITE("# comment", "10.0.0.9\tdns\tNOW\tnine.test", "10.0.0.1\tdhcp\tNOW\tbox",
	      "10.0.0.1\ttls\tNOW\twww.test", "2001:db8::1\tdns\tNOW\t",
	      "2001:db8::1\treverse\tNOW\tsix.test", "10.0.0.3\treverse\tNOW\t",
	      "10.0.0.4\tdns\t1000000000\told.test", "nonsense");
	hostname_use(path);
	assert_true(hostname_any());
	assert_string_equal(name_of("10.0.0.1"), "box (dhcp)");
	assert_string_equal(name_of("10.0.0.9"), "nine.test (dns)");
	assert_string_equal(name_of("2001:db8::1"), "six.test (reverse)");
	assert_string_equal(name_of("10.0.0.3"), "");
	assert_string_equal(name_of("10.0.0.4"), "");
	assert_string_equal(name_of("10.0.0.2"), "");
}

static void a_file_that_changes(void **state)
{
	(void)state;
	WRITE("10.0.0.1\tdhcp\tNOW\tbox");
	hostname_use(path);
	assert_string_equal(name_of("10.0.0.1"), "box (dhcp)");
	WRITE("10.0.0.1\tdhcp\tNOW\tanother");
	assert_string_equal(name_of("10.0.0.1"), "box (dhcp)");
	hostname_refresh();
	assert_string_equal(name_of("10.0.0.1"), "another (dhcp)");
	unlink(path);
	hostname_refresh();
	assert_string_equal(name_of("10.0.0.1"), "");
	assert_false(hostname_any());
	hostname_use("/nonexistent/names");
	assert_false(hostname_any());
}

static const char *shown(bool json, struct unit_text *t)
{
	struct ctl ctl = { .json = json, .out = unit_text_open(t) };
	struct kntop_host host = { .addr = addr("10.0.0.1"), .interface = "eth0", .vlan = -1 };
	struct kntop_host other = { .addr = addr("10.0.0.2"), .interface = "eth0", .vlan = -1 };
	struct host_view v;

	assert_int_equal(host_view_open(&v, &ctl), CTL_OK);
	host_view_add(&host, &v);
	host_view_add(&other, &v);
	host_view_close(&v);
	if (!json)
		host_view_detail(&ctl, &host);
	return unit_text_end(t);
}

/* What anybody can put on the wire must neither command a terminal nor forge JSON. */
static void hostile_names(void **state)
{
	struct unit_text t;

	(void)state;
	WRITE("10.0.0.1\tdhcp\tNOW\ta\"b\\\\\\x1b]0;x\\x07\\x0a\\xff");
	hostname_use(path);
	assert_non_null(strstr(shown(true, &t), "\"addr\":\"10.0.0.1\",\"name\":\"a\\\"b\\\\"
			       "\\u001b]0;x\\u0007\\u000a\xef\xbf\xbd\",\"name_source\":\"dhcp\","));
	assert_non_null(strstr(t.text, "\"addr\":\"10.0.0.2\",\"name\":null,\"name_source\":null,"));
	free(t.text);
	assert_non_null(strstr(shown(false, &t), "a\"b\\\\\\x1b]0;x\\x07\\x0a\\xff\n"));
	assert_non_null(strstr(t.text, "  name          a\"b\\\\\\x1b]0;x\\x07\\x0a\\xff (dhcp)\n"));
	for (const char *p = t.text; *p; p++)
		assert_true((unsigned char)*p >= ' ' || *p == '\n');
	free(t.text);
}

/* Without names nothing is shown of them. */
static void no_names(void **state)
{
	struct unit_text t;

	(void)state;
	hostname_use("/nonexistent/names");
	assert_null(strstr(shown(false, &t), "NAME"));
	assert_null(strstr(t.text, "name"));
	free(t.text);
}

static int make(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 || close(fd);
}

static int clean(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_preferred_name_of_each),
		cmocka_unit_test(a_file_that_changes),
		cmocka_unit_test(hostile_names),
		cmocka_unit_test(no_names),
	};

	return cmocka_run_group_tests_name("hostname", tests, make, clean);
}
