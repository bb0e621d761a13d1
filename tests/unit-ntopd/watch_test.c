// SPDX-License-Identifier: GPL-2.0-or-later
/* The configuration in force: what is added, waited for, removed, and what is left alone. */
#include <errno.h>
#include <unistd.h>
#include "unit.h"
#include "say.h"
#include "watch.h"

/* The module: what it was asked, in words, and what is there. */
static char asked[4096];
static const char *devices;	/* " lo eth0 " */
static const char *watched;	/* likewise, by others */
static const char *filter;	/* of what is watched */
static bool loaded;
static int refusal;		/* of what is to be removed */

static struct unit_text said;
static struct config first, second;
static struct watch *watch;

static void note(const char *what, const char *which)
{
	snprintf(asked + strlen(asked), sizeof(asked) - strlen(asked), "%s %s; ", what, which);
}

/* What was asked since the last call. */
static const char *was_asked(void)
{
	static char text[sizeof(asked)];

	strcpy(text, asked);
	asked[0] = '\0';
	return text;
}

static bool among(const char *list, const char *name)
{
	char word[64];

	snprintf(word, sizeof(word), " %s ", name);
	return strstr(list, word) != NULL;
}

static int answer(struct kntop_error *err, int code)
{
	if (code) {
		err->code = -code;
		snprintf(err->text, sizeof(err->text), "%s", strerror(-code));
	}
	return code;
}

struct kntop *__wrap_kntop_open(struct kntop_error *err);
void __wrap_kntop_close(struct kntop *k);
int __wrap_kntop_interface_add(struct kntop *k, const char *name, uint32_t flags,
			       struct kntop_error *err);
int __wrap_kntop_interface_add_filtered(struct kntop *k, const char *name, uint32_t flags,
					const struct kntop_filter *f, struct kntop_error *err);
int __wrap_kntop_interface_get(struct kntop *k, const char *name,
			       struct kntop_interface *iface, struct kntop_error *err);
int __wrap_kntop_interface_set_filter(struct kntop *k, const char *name,
				      const struct kntop_filter *f, struct kntop_error *err);
int __wrap_kntop_interface_del(struct kntop *k, const char *name, struct kntop_error *err);
int __wrap_kntop_localnet_add(struct kntop *k, const struct kntop_address *addr, int prefix,
			      const char *name, struct kntop_error *err);
int __wrap_kntop_localnet_del(struct kntop *k, const struct kntop_address *addr, int prefix,
			      struct kntop_error *err);
int __wrap_kntop_config_set(struct kntop *k, const struct kntop_config *config,
			    struct kntop_error *err);

int __wrap_kntop_rules_load(struct kntop *k, enum kntop_label_kind kind,
			    const char *const *lines, size_t count, uint32_t *bad,
			    struct kntop_error *err);
const struct kntop_label *__wrap_kntop_label_by_name(struct kntop *k, enum kntop_label_kind kind,
						     const char *name);

const struct kntop_label *__wrap_kntop_label_by_name(struct kntop *k, enum kntop_label_kind kind,
						     const char *name)
{
	(void)k;
	(void)kind;
	(void)name;
	return NULL;
}

int __wrap_kntop_rules_load(struct kntop *k, enum kntop_label_kind kind,
			    const char *const *lines, size_t count, uint32_t *bad,
			    struct kntop_error *err)
{
	(void)k;
	(void)kind;
	(void)bad;
	note("rules", count ? lines[0] : "none");
	return answer(err, refusal);
}

struct kntop *__wrap_kntop_open(struct kntop_error *err)
{
	answer(err, loaded ? 0 : -ENOENT);
	return loaded ? (struct kntop *)asked : NULL;
}

void __wrap_kntop_close(struct kntop *k)
{
	(void)k;
}

int __wrap_kntop_interface_add(struct kntop *k, const char *name, uint32_t flags,
			       struct kntop_error *err)
{
	char which[64];

	(void)k;
	snprintf(which, sizeof(which), "%s %u", name, flags);
	note("watch", which);
	return answer(err, !among(devices, name) ? -ENODEV : among(watched, name) ? -EEXIST : 0);
}

int __wrap_kntop_interface_add_filtered(struct kntop *k, const char *name, uint32_t flags,
					const struct kntop_filter *f, struct kntop_error *err)
{
	assert_true(f->length > 1 && f->length <= KNTOP_FILTER_MAX && f->code);
	note("only", f->text);
	return __wrap_kntop_interface_add(k, name, flags, err);
}

int __wrap_kntop_interface_get(struct kntop *k, const char *name,
			       struct kntop_interface *iface, struct kntop_error *err)
{
	(void)k;
	(void)name;
	memset(iface, 0, sizeof(*iface));
	strcpy(iface->filter, filter);
	return answer(err, 0);
}

int __wrap_kntop_interface_set_filter(struct kntop *k, const char *name,
				      const struct kntop_filter *f, struct kntop_error *err)
{
	char which[96];

	(void)k;
	snprintf(which, sizeof(which), "%s %s", name, f ? f->text : "-");
	note("filter", which);
	return answer(err, 0);
}

int __wrap_kntop_interface_del(struct kntop *k, const char *name, struct kntop_error *err)
{
	(void)k;
	note("leave", name);
	return answer(err, refusal);
}

int __wrap_kntop_localnet_add(struct kntop *k, const struct kntop_address *addr, int prefix,
			      const char *name, struct kntop_error *err)
{
	char which[96], text[KNTOP_ADDRESS_TEXT];

	(void)k;
	snprintf(which, sizeof(which), "%s/%d %s", kntop_address_format(addr, text), prefix,
		 name ? name : "-");
	note("local", which);
	return answer(err, among(watched, text) ? -EEXIST : 0);
}

int __wrap_kntop_localnet_del(struct kntop *k, const struct kntop_address *addr, int prefix,
			      struct kntop_error *err)
{
	char which[64], text[KNTOP_ADDRESS_TEXT];

	(void)k;
	snprintf(which, sizeof(which), "%s/%d", kntop_address_format(addr, text), prefix);
	note("remote", which);
	return answer(err, refusal);
}

int __wrap_kntop_config_set(struct kntop *k, const struct kntop_config *config,
			    struct kntop_error *err)
{
	char which[64];

	(void)k;
	snprintf(which, sizeof(which), "%u %u", config->value[KNTOP_CONFIG_A_FLOWS_MAX],
		 config->value[KNTOP_CONFIG_A_HOSTS_MAX]);
	note("limits", which);
	return answer(err, 0);
}

static void network(struct config *c, const char *text, const char *name)
{
	struct config_network net = { 0 };

	assert_int_equal(kntop_prefix_parse(text, &net.addr, &net.prefix), 0);
	strcpy(net.name, name);
	assert_true(config_add_network(c, &net));
}

static int setup(void **state)
{
	(void)state;
	asked[0] = '\0';
	devices = " eth0 eth1 ";
	watched = filter = "";
	loaded = true;
	refusal = 0;
	config_init(&first);
	config_init(&second);
	say_setup(SAY_TERMINAL, SAY_INFO);
	say_to(unit_text_open(&said));
	watch = watch_new("/", NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	watch_free(watch);
	config_free(&first);
	config_free(&second);
	say_to(NULL);
	unit_text_end(&said);
	free(said.text);
	return 0;
}

static const char *told(void)
{
	fflush(said.file);
	return said.text;
}

static void all_of_it(void **state)
{
	(void)state;
	config_add_interface(&first, "eth0");
	config_add_interface(&first, "eth1");
	network(&first, "10.0.0.0/8", "office");
	network(&first, "2001:db8::/32", "");
	first.flows_max = 1000;
	first.hosts_max = 2000;
	watch_use(watch, &first);
	watch_apply(watch);
	assert_string_equal(was_asked(), "limits 1000 2000; local 10.0.0.0/8 office; "
			    "local 2001:db8::/32 -; watch eth0 3; watch eth1 3; ");
	assert_int_equal(watch_missing(watch), 0);
	watch_apply(watch);
	assert_string_equal(was_asked(), "");
}

/* One's own gets another filter when the file has one; others' devices keep theirs. */
static void filters(void **state)
{
	(void)state;
	config_add_interface(&first, "eth0");
	strcpy(first.filter, "not port 22");
	watched = " eth1 ";
	watch_use(watch, &first);
	watch_apply(watch);
	assert_string_equal(was_asked(), "only not port 22; watch eth0 3; ");
	config_add_interface(&second, "eth0");
	config_add_interface(&second, "eth1");
	strcpy(second.filter, "tcp or vlan 5");
	watched = " eth0 eth1 ";
	filter = "not port 22";
	watch_use(watch, &second);
	watch_apply(watch);
	assert_string_equal(was_asked(), "only tcp or vlan 5; watch eth0 3; filter eth0 tcp or vlan 5; "
			    "only tcp or vlan 5; watch eth1 3; ");
	filter = "tcp or vlan 5";
	watch_use(watch, &second);
	watch_apply(watch);
	assert_string_equal(was_asked(), "only tcp or vlan 5; watch eth0 3; "
			    "only tcp or vlan 5; watch eth1 3; ");
	second.filter[0] = '\0';
	watch_use(watch, &second);
	watch_apply(watch);
	assert_string_equal(was_asked(), "watch eth0 3; filter eth0 -; watch eth1 3; ");
	assert_string_equal(told(), "ntopd: watching eth0\n"
			    "ntopd: eth0: only tcp or vlan 5 is counted from now on\n"
			    "ntopd: eth0: all is counted from now on\n");
}

/* A mirror port that comes up late is asked for again, and told of once. */
static void late_device(void **state)
{
	(void)state;
	config_add_interface(&first, "span0");
	watch_use(watch, &first);
	for (int i = 0; i < 3; i++) {
		watch_apply(watch);
		assert_string_equal(was_asked(), "watch span0 3; ");
	}
	assert_int_equal(watch_missing(watch), 1);
	assert_string_equal(told(), "ntopd: span0: there is no such device; waiting for it\n");
	devices = " span0 ";
	watch_devices_changed(watch);
	watch_apply(watch);
	assert_int_equal(watch_missing(watch), 0);
	assert_non_null(strstr(told(), "ntopd: watching span0\n"));
}

/* After a reload only what this process added is removed, and the rest is not touched. */
static void reload(void **state)
{
	(void)state;
	watched = " eth1 10.1.0.0 ";
	config_add_interface(&first, "eth0");
	config_add_interface(&first, "eth1");
	network(&first, "10.0.0.0/8", "a");
	network(&first, "10.1.0.0/16", "b");
	network(&first, "10.2.0.0/16", "c");
	network(&first, "10.3.0.0/16", "d");
	watch_use(watch, &first);
	watch_apply(watch);
	was_asked();
	/* eth0 and eth1 are no longer wanted, 10.2 has another name, 10.3 is as before */
	watched = " eth1 10.1.0.0 10.3.0.0 ";
	network(&second, "10.2.0.0/16", "other");
	network(&second, "10.3.0.0/16", "d");
	watch_use(watch, &second);
	assert_string_equal(was_asked(), "leave eth0; remote 10.2.0.0/16; remote 10.0.0.0/8; ");
	watch_apply(watch);
	assert_string_equal(was_asked(), "local 10.2.0.0/16 other; local 10.3.0.0/16 d; ");
	/* and what was removed once is not removed again */
	watch_use(watch, &second);
	assert_string_equal(was_asked(), "");
}

/* What the module does not let go now is not forgotten; what it has not is. */
static void reload_refused(void **state)
{
	(void)state;
	config_add_interface(&first, "eth0");
	network(&first, "10.0.0.0/8", "a");
	watch_use(watch, &first);
	watch_apply(watch);
	was_asked();
	refusal = -ENOMEM;
	watch_use(watch, &second);
	assert_string_equal(was_asked(), "leave eth0; remote 10.0.0.0/8; ");
	assert_non_null(strstr(told(), "cannot stop to watch eth0: "));
	watch_apply(watch);
	assert_string_equal(was_asked(), "leave eth0; remote 10.0.0.0/8; ");
	refusal = -ENODEV;
	watch_apply(watch);
	assert_string_equal(was_asked(), "leave eth0; remote 10.0.0.0/8; ");
	refusal = -ENOENT;
	watch_apply(watch);
	assert_string_equal(was_asked(), "remote 10.0.0.0/8; ");
	refusal = 0;
	watch_apply(watch);
	assert_string_equal(was_asked(), "");
}

/* The module is loaded later, and again: all is put in force anew. */
static void module_comes_and_goes(void **state)
{
	struct kntop_error err = { .text = "gone" };

	(void)state;
	loaded = false;
	config_add_interface(&first, "eth0");
	watch_use(watch, &first);
	watch_apply(watch);
	watch_apply(watch);
	assert_null(watch_kernel(watch));
	assert_string_equal(was_asked(), "");
	assert_non_null(strstr(told(), "no connection to the module kntop"));
	assert_null(strstr(strstr(told(), "no connection") + 1, "no connection"));
	loaded = true;
	watch_apply(watch);
	assert_string_equal(was_asked(), "watch eth0 3; ");
	watch_lost(watch, &err);
	watch_apply(watch);
	assert_string_equal(was_asked(), "watch eth0 3; ");
	assert_non_null(strstr(told(), "the module kntop does not answer: gone"));
}

/* Started anew with another file: what the one before added is removed, and only that. */
static void started_anew(void **state)
{
	char path[] = "/tmp/ntopd-own-XXXXXX";

	(void)state;
	close(mkstemp(path));
	watch_free(watch);
	watched = " eth1 ";
	config_add_interface(&first, "eth0");
	config_add_interface(&first, "eth1");
	network(&first, "10.0.0.0/8", "our office");
	network(&first, "10.2.0.0/16", "");
	watch = watch_new("/", path);
	watch_use(watch, &first);
	watch_apply(watch);
	watch_free(watch);
	was_asked();
	watched = " eth0 eth1 10.0.0.0 10.2.0.0 ";
	network(&second, "10.0.0.0/8", "our office");
	watch = watch_new("/", path);
	watch_use(watch, &second);
	watch_apply(watch);
	assert_string_equal(was_asked(), "leave eth0; remote 10.2.0.0/16; "
			    "local 10.0.0.0/8 our office; ");
	watch_free(watch);
	/* Of a module that was loaded another time it knows nothing. */
	watch = watch_new("/proc", path);
	watch_use(watch, &first);
	watch_free(watch);
	config_free(&second);
	config_init(&second);
	watch = watch_new("/proc", path);
	watch_use(watch, &second);
	watch_apply(watch);
	assert_string_equal(was_asked(), "");
	assert_null(strstr(told(), "cannot"));
	unlink(path);
}

/* Asking for the family would load the module. */
static void not_loaded(void **state)
{
	(void)state;
	watch_free(watch);
	watch = watch_new("/nonexistent/module", NULL);
	config_add_interface(&first, "eth0");
	watch_use(watch, &first);
	watch_apply(watch);
	assert_null(watch_kernel(watch));
	assert_string_equal(was_asked(), "");
	assert_string_equal(told(), "ntopd: the module kntop is not loaded; waiting for it\n");
}

static void flags(void **state)
{
	(void)state;
	config_add_interface(&first, "eth0");
	first.interface_flags = KNTOP_INTERFACE_RX | KNTOP_INTERFACE_IGNORE_VLAN;
	watch_use(watch, &first);
	watch_apply(watch);
	assert_string_equal(was_asked(), "watch eth0 9; ");
}

/* A file of protocols that is bad is told of, with the line, and the rest is in force. */
static void bad_protocols(void **state)
{
	char path[] = "/tmp/ntopd-protos-XXXXXX", want[128];
	FILE *f = fdopen(mkstemp(path), "w");

	(void)state;
	fputs("tcp:81@HTTP\nnonsense\n", f);
	fclose(f);
	config_add_interface(&first, "eth0");
	strcpy(first.protocols, path);
	watch_use(watch, &first);
	watch_apply(watch);
	assert_string_equal(was_asked(), "watch eth0 3; ");
	snprintf(want, sizeof(want), "%s:2: ", path);
	assert_non_null(strstr(told(), want));
	remove(path);
}

/* What could not be written, as on a full disk, is not forgotten with the connection. */
static void own_not_written(void **state)
{
	struct kntop_error err = { .text = "busy" };

	(void)state;
	watch_free(watch);
	watch = watch_new("/", "/nonexistent/own");
	config_add_interface(&first, "eth0");
	watch_use(watch, &first);
	watch_apply(watch);
	assert_non_null(strstr(told(), "/nonexistent/own: No such file"));
	was_asked();
	watched = " eth0 ";
	watch_lost(watch, &err);
	watch_apply(watch);
	was_asked();
	watch_use(watch, &second);
	assert_string_equal(was_asked(), "leave eth0; ");
}

/* A file of protocols that is no longer configured is taken away, also after a restart. */
static void protocols_no_longer(void **state)
{
	char path[] = "/tmp/ntopd-protos-XXXXXX", own[] = "/tmp/ntopd-own-XXXXXX";
	FILE *f = fdopen(mkstemp(path), "w");

	(void)state;
	close(mkstemp(own));
	fputs("tcp:81@HTTP\n", f);
	fclose(f);
	watch_free(watch);
	watch = watch_new("/", own);
	strcpy(first.protocols, path);
	watch_use(watch, &first);
	watch_apply(watch);
	assert_string_equal(was_asked(), "rules tcp:81@HTTP; ");
	watch_free(watch);
	watch = watch_new("/", own);
	watch_use(watch, &second);
	watch_apply(watch);
	assert_string_equal(was_asked(), "rules none; ");
	assert_non_null(strstr(told(), ": no longer in force"));
	/* and those that somebody else may have loaded since are his */
	watch_use(watch, &second);
	watch_apply(watch);
	assert_string_equal(was_asked(), "");
	unlink(path);
	unlink(own);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_of_it), TEST(late_device), TEST(reload), TEST(reload_refused),
		TEST(module_comes_and_goes),
		TEST(not_loaded), TEST(started_anew), TEST(flags), TEST(filters),
		TEST(bad_protocols), TEST(protocols_no_longer),
		TEST(own_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
