// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line and the file: every option, every kind of bad line, and who is blamed. */
#include <unistd.h>
#include "unit.h"
#include "command_line.h"
#include "option.h"
#include "say.h"

#define ARGS(...)	((char *[]){ "ntopd", __VA_ARGS__, NULL })
#define ARGC(...)	((int)(sizeof((char *[]){ "ntopd", __VA_ARGS__ }) / sizeof(char *)))
#define READ(c, ...)	config_read_arguments(c, ARGC(__VA_ARGS__), ARGS(__VA_ARGS__), NULL)

static struct unit_text said;
static char path[] = "/tmp/ntopd-config-XXXXXX";

static int setup(void **state)
{
	struct config *c = malloc(sizeof(*c));

	config_init(c);
	say_setup(SAY_TERMINAL, SAY_INFO);
	say_to(unit_text_open(&said));
	*state = c;
	return 0;
}

static int teardown(void **state)
{
	say_to(NULL);
	if (said.file)
		unit_text_end(&said);
	free(said.text);
	said.file = NULL;
	config_free(*state);
	free(*state);
	return 0;
}

/* What was said until now. */
static const char *told(void)
{
	fflush(said.file);
	return said.text;
}

static void write_file(const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static bool read_text(struct config *c, const char *text)
{
	write_file(text, strlen(text));
	return config_read_file(c, path);
}

static void usual(void **state)
{
	struct config *c = *state;

	assert_int_equal(config_read_arguments(c, 1, ARGS(NULL), NULL), COMMAND_LINE_RUN);
	assert_string_equal(c->data_dir, "/var/lib/kntop");
	assert_string_equal(c->user, "ntopd");
	assert_int_equal(c->step, 10);
	assert_int_equal(c->hosts_recorded, 500);
	assert_int_equal(c->places_recorded, 100);
	assert_string_equal(c->geo, "");
	assert_int_equal(c->retention, 365);
	assert_true(c->max_disk == 2147483648ULL);
	assert_int_equal(c->interface_count, 0);
	assert_int_equal(c->flows_max, 0);
	assert_false(c->daemon);
	assert_string_equal(told(), "");
}

static void all_options(void **state)
{
	struct config *c = *state;

	assert_int_equal(READ(c, "-i", "eth1", "-i=eth2", "-ieth3", "--interface", "eth4",
			      "--interface=eth5", "-i", "eth1", "-m",
			      "192.168.0.0/16=office,10.0.0.0/8, 2001:db8::/32",
			      "-d", "/data", "-p", "/etc/protos.txt", "-X", "100000", "-x=2000",
			      "-U", "monitor", "-e", "-G", "/run/n.pid", "-v",
			      "--step=1", "--max-disk", "500M", "--retention=30",
			      "--hosts-recorded=7", "--places-recorded=9", "--geo=/a.mmdb,/b.db", "--rrdcached=unix:/run/r.sock",
			      "--capture-direction=1", "--ignore-vlans"), COMMAND_LINE_RUN);
	assert_string_equal(told(), "");
	assert_int_equal(c->interface_count, 5);
	for (int i = 0; i < 5; i++) {
		assert_memory_equal(c->interfaces[i], "eth", 3);
		assert_int_equal(c->interfaces[i][3], '1' + i);
	}
	assert_int_equal(c->network_count, 3);
	assert_string_equal(c->networks[0].name, "office");
	assert_int_equal(c->networks[0].prefix, 16);
	assert_memory_equal(c->networks[0].addr.octets, "\xc0\xa8\0\0", 4);
	assert_string_equal(c->networks[1].name, "");
	assert_int_equal(c->networks[2].addr.family, 6);
	assert_int_equal(c->networks[2].prefix, 32);
	assert_string_equal(c->data_dir, "/data");
	assert_string_equal(c->protocols, "/etc/protos.txt");
	assert_int_equal(c->flows_max, 100000);
	assert_int_equal(c->hosts_max, 2000);
	assert_string_equal(c->user, "monitor");
	assert_true(c->user_given);
	assert_true(c->daemon);
	assert_string_equal(c->pid_file, "/run/n.pid");
	assert_int_equal(c->verbosity, 2);
	assert_int_equal(c->step, 1);
	assert_true(c->max_disk == 500ULL << 20);
	assert_int_equal(c->retention, 30);
	assert_int_equal(c->hosts_recorded, 7);
	assert_int_equal(c->places_recorded, 9);
	assert_string_equal(c->geo, "/a.mmdb,/b.db");
	assert_string_equal(c->rrdcached, "/run/r.sock");
	assert_int_equal(c->interface_flags, KNTOP_INTERFACE_RX | KNTOP_INTERFACE_IGNORE_VLAN);
}

static void verbosity(void **state)
{
	struct config *c = *state;

	assert_int_equal(READ(c, "-v", "-i", "a"), COMMAND_LINE_RUN);
	assert_int_equal(c->verbosity, 2);
	assert_int_equal(READ(c, "-v", "0"), COMMAND_LINE_RUN);
	assert_int_equal(c->verbosity, 0);
	assert_int_equal(READ(c, "-v6"), COMMAND_LINE_RUN);
	assert_int_equal(c->verbosity, 6);
	assert_int_equal(READ(c, "-v", "7"), COMMAND_LINE_BAD);
}

static void dns(void **state)
{
	static const char *const modes[] = { "0", "1", "2", "3", "local", "all", "seen", "none" };
	struct config *c = *state;

	for (int i = 0; i < 8; i++) {
		assert_int_equal(READ(c, "-n", (char *)modes[i]), COMMAND_LINE_RUN);
		assert_int_equal(c->dns, i % 4);
	}
	assert_int_equal(READ(c, "-n", "4"), COMMAND_LINE_BAD);
	assert_int_equal(READ(c, "-n", "some"), COMMAND_LINE_BAD);
	assert_non_null(strstr(told(), "ntopd: -n: 'some' is none of 0..3, local"));
}

/* Those of ntopng that do nothing: one line each that says what takes their place. */
static void instead(void **state)
{
	struct config *c = *state;
	size_t lines = 0;

	assert_int_equal(READ(c, "-w", "3000", "-W=:3001", "-l", "1", "-r", "127.0.0.1:6379",
			      "-c", "key", "-g", "0,1", "-A", "1", "-C", "-P", "-s"),
			 COMMAND_LINE_RUN);
	for (const char *p = told(); *p; p++)
		lines += *p == '\n';
	assert_int_equal(lines, 10);
	assert_non_null(strstr(said.text, "ntopd: -w, --http-port: ntopd has no web server: ntopctl top"));
	assert_non_null(strstr(said.text, "ntopd: -r, --redis: "));
	assert_non_null(strstr(said.text, "ntopd: -s, --dont-change-user: "));
}

struct bad {
	char *option;
	const char *reason;
};

static const struct bad bad_options[] = {
	{ "-i=", "--interface needs a value" },
	{ "-i=eth0,eth1", "no views" },
	{ "-i=/tmp/a.pcap", "ntopctl read" },
	{ "-i=zmq://x", "is not a device" },
	{ "-i=view:all", "is not a device" },
	{ "-i=2", "by name, not by number" },
	{ "-i=sixteencharacter", "longer than 15 octets" },
	{ "-i=a b", "is not the name of a device" },
	{ "-i=..", "is not the name of a device" },
	{ "-m=300.0.0.0/8", "is not a network such as" },
	{ "-m=10.0.0.0/33", "prefix length is out of range" },
	{ "-m=10.0.0.1/8", "has bits behind its prefix" },
	{ "-m=10.0.0.0/8=", "no name behind the =" },
	{ "-m=10.0.0.0/8=a12345678b12345678c12345678d12345", "longer than 31 octets" },
	{ "-m=10.0.0.0/8,,10.1.0.0/16", "'' is not a network" },
	{ "-m=/etc/networks", "is not a network such as" },
	{ "-m=10.0.0.0/8 10.1.0.0/16", "prefix length is out of range" },
	{ "-B=tcp and", "-B: can't parse filter expression: syntax error" },
	{ "-B=vlan 5000", "VLAN tag 5000 greater than maximum 4095" },
	{ "-B= ", "there is no expression" },
	{ "-X=10", "'10' is not in 64 .. 16777216" },
	{ "-X=1k", "'1k' is not a number" },
	{ "-x=99999999999999999999", "is not in 64" },
	{ "-X= 100", "is not a number" },
	{ "-e=yes", "--daemon takes no value" },
	{ "--step=5", "neither 1 nor 10" },
	{ "--max-disk=1M", "less than 64M" },
	{ "--max-disk=M", "is not a size" },
	{ "--max-disk=99999999999T", "is not in 0" },
	{ "--max-disk=-1", "is not a size" },
	{ "--retention=0", "is not in 1 .. 3660" },
	{ "--hosts-recorded=100001", "is not in 0 .. 100000" },
	{ "--places-recorded=10001", "is not in 0 .. 10000" },
	{ "--rrdcached=localhost:42217", "is not unix:/PATH" },
	{ "--capture-direction=3", "is not in 0 .. 2" },
	{ "--interfaces=eth0", "there is no option --interfaces" },
	{ "-Q", "there is no option -Q" },
	{ "-", "there is no option -" },
	{ "-ev", "--daemon takes no value" },
};

static void bad_command_lines(void **state)
{
	for (size_t i = 0; i < sizeof(bad_options) / sizeof(bad_options[0]); i++) {
		struct config c;

		teardown(state);
		setup(state);
		config_init(&c);
		assert_int_equal(READ(&c, bad_options[i].option), COMMAND_LINE_BAD);
		if (!strstr(told(), bad_options[i].reason))
			fail_msg("%s: %s", bad_options[i].option, said.text);
		assert_int_equal(c.interface_count + c.network_count, 0);
		config_free(&c);
	}
}

static void two_files(void **state)
{
	assert_int_equal(READ(*state, "/etc/a", "-i", "eth0", "/etc/b"), COMMAND_LINE_BAD);
	assert_non_null(strstr(told(), "'/etc/b': there is one configuration file already, '/etc/a'"));
}

static void questions(void **state)
{
	assert_int_equal(READ(*state, "-i", "eth0", "-h"), COMMAND_LINE_HELP);
	assert_int_equal(READ(*state, "--version"), COMMAND_LINE_VERSION);
}

static void good_file(void **state)
{
	struct config *c = *state;

	assert_true(read_text(c, "# ntopng's own style\n"
		"\n"
		"-i=eth1\n"
		"  --interface=eth2  \r\n"
		"-m=\"192.168.0.0/16=office,10.0.0.0/8\"\n"
		"#-d=/nowhere\n"
		"-e=\n"
		"--pid='/run/a b.pid'\n"
		"-v=0\n"
		"--step = 1\n"
		"-m=fd00::/8"));
	assert_string_equal(told(), "");
	assert_int_equal(c->interface_count, 2);
	assert_string_equal(c->interfaces[1], "eth2");
	assert_int_equal(c->network_count, 3);
	assert_true(c->daemon);
	assert_string_equal(c->pid_file, "/run/a b.pid");
	assert_int_equal(c->verbosity, 0);
	assert_int_equal(c->step, 1);
	assert_string_equal(c->data_dir, "/var/lib/kntop");
}

/* Every bad line is told with its file, number and reason; good ones are not. */
static void bad_file(void **state)
{
	char want[1024];

	assert_false(read_text(*state, "-i=eth1\n"
		"-e\n"
		"interface=eth1\n"
		"\n"
		"--nonsense=1\n"
		"-m=10.0.0.0\n"
		"-X=many\n"
		"-i eth1\n"));
	snprintf(want, sizeof(want), "ntopd: %s:2: there is no = behind --daemon\n"
		 "ntopd: %s:3: it begins neither with - nor with #\n"
		 "ntopd: %s:5: there is no option --nonsense\n"
		 "ntopd: %s:7: 'many' is not a number\n"
		 "ntopd: %s:8: there is no = behind --interface\n", path, path, path, path, path);
	assert_string_equal(told(), want);
}

static void many_bad_lines(void **state)
{
	char text[4000] = "";

	for (int i = 0; i < 100; i++)
		strcat(text, "nonsense \x1b[2J\n");
	assert_false(read_text(*state, text));
	assert_non_null(strstr(told(), ":10: it begins"));
	assert_null(strstr(said.text, ":11: it begins"));
	assert_non_null(strstr(said.text, "90 more bad lines"));
	assert_null(strchr(said.text, '\x1b'));
}

static void escapes(void **state)
{
	assert_false(read_text(*state, "--x\x1b[2J=1\n"));
	assert_non_null(strstr(told(), "\\x1b"));
	assert_null(strchr(said.text, '\x1b'));
}

static void nul(void **state)
{
	write_file("-i=eth1\0eth2\n-e=\n", 17);
	assert_false(config_read_file(*state, path));
	assert_non_null(strstr(told(), ":1: there is a NUL in it"));
}

/* The example that is installed: as it is, and with every line in force. */
static void example(void **state)
{
	static const char wanted[] = "-i=eth2\n";
	char line[256], all[8192] = "";
	FILE *f = fopen(EXAMPLE, "r");
	unsigned int options = 0;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		bool option = !strncmp(line, "#-", 2);

		options += option;
		strcat(all, option ? line + 1 : line);
	}
	fclose(f);
	assert_true(config_read_file(*state, EXAMPLE));
	assert_int_equal(((struct config *)*state)->interface_count, 0);
	assert_in_range(options, 12, 30);
	assert_non_null(strstr(all, wanted));
	assert_true(read_text(*state, all));
	assert_int_equal(((struct config *)*state)->interface_count, 2);
	assert_string_equal(told(), "");
}

static void missing_file(void **state)
{
	assert_false(config_read_file(*state, "/nonexistent/ntopd.conf"));
	assert_string_equal(told(), "ntopd: /nonexistent/ntopd.conf: No such file or directory\n");
}

static void directory(void **state)
{
	assert_false(config_read_file(*state, "/tmp"));
	assert_string_equal(told(), "ntopd: /tmp: Is a directory\n");
}

/* The file comes first, whatever the order, so options override it. */
static void file_and_options(void **state)
{
	struct config *c = *state;
	const char *file;

	write_file("-i=eth1\n--step=10\n", 18);
	assert_int_equal(config_read_arguments(c, 4, ARGS("--step=1", path, "-e"), &file),
			 COMMAND_LINE_RUN);
	assert_string_equal(file, path);
	assert_int_equal(c->step, 1);
	assert_int_equal(c->interface_count, 1);
	assert_true(c->daemon);
}

/* Relative paths mean the same after a reload from elsewhere. */
static void relative(void **state)
{
	struct config *c = *state;

	assert_int_equal(chdir("/tmp"), 0);
	assert_int_equal(READ(c, "-d", "data"), COMMAND_LINE_RUN);
	assert_string_equal(c->data_dir, "/tmp/data");
}

static void renamed_network(void **state)
{
	struct config *c = *state;

	assert_int_equal(READ(c, "-m", "10.0.0.0/8=a", "-m", "10.0.0.0/8=b"), COMMAND_LINE_RUN);
	assert_int_equal(c->network_count, 1);
	assert_string_equal(c->networks[0].name, "b");
	/* A blank in a name belongs to it. */
	assert_int_equal(READ(c, "-m", " 10.0.0.0/8=head office , 10.1.0.0/16=b "),
			 COMMAND_LINE_RUN);
	assert_string_equal(c->networks[0].name, "head office");
	assert_string_equal(c->networks[1].name, "b");
}

static void help(void **state)
{
	struct unit_text text;

	(void)state;
	option_help(unit_text_open(&text));
	assert_non_null(strstr(unit_text_end(&text), "  -i, --interface DEVICE"));
	assert_null(strstr(text.text, "redis"));
	free(text.text);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(usual), TEST(all_options), TEST(verbosity), TEST(dns), TEST(instead),
		TEST(bad_command_lines), TEST(two_files), TEST(questions), TEST(good_file),
		TEST(bad_file), TEST(many_bad_lines), TEST(escapes), TEST(nul),
		TEST(example), TEST(missing_file), TEST(directory), TEST(file_and_options), TEST(relative),
		TEST(renamed_network), TEST(help),
	};
	int fd = mkstemp(path), rc;

	close(fd);
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return rc;
}
