// SPDX-License-Identifier: GPL-2.0-or-later
/* The classifier and its traps: reading them, setting the budget, printing what happened.
 *
 * The linker leads sendto() and recvfrom() here, so that the test speaks for the kernel.
 */
#include <errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <sys/socket.h>
#include "unit.h"
#include "command.h"
#include "handle.h"
#include "view/dpi.h"
#include "view/trap.h"

#define FAMILY	31
#define TIME	((uint64_t)1600000000 * 1000000000)

/* ---- the test's kernel --------------------------------------------------- */

static char request[4096];
static uint32_t sequence;
static void (*fill)(struct nl_msg *msg);
static int command;

ssize_t __wrap_sendto(int fd, const void *buf, size_t len, int flags,
		      const struct sockaddr *to, socklen_t size);
ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from,
			socklen_t *size);

ssize_t __wrap_sendto(int fd, const void *buf, size_t len, int flags,
		      const struct sockaddr *to, socklen_t size)
{
	(void)fd, (void)flags, (void)to, (void)size;
	assert_true(len <= sizeof(request));
	memcpy(request, buf, len);
	sequence = ((const struct nlmsghdr *)buf)->nlmsg_seq;
	return len;
}

static size_t acknowledge(void *buf)
{
	struct nlmsghdr *h = buf;

	memset(buf, 0, NLMSG_LENGTH(sizeof(struct nlmsgerr)));
	h->nlmsg_len = NLMSG_LENGTH(sizeof(struct nlmsgerr));
	h->nlmsg_type = NLMSG_ERROR;
	h->nlmsg_seq = sequence;
	return h->nlmsg_len;
}

/* A reply, once, and the acknowledgement. */
ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from,
			socklen_t *size)
{
	struct nl_msg *msg;
	size_t n = 0;

	(void)fd, (void)len;
	*(struct sockaddr_nl *)from = (struct sockaddr_nl){ .nl_family = AF_NETLINK };
	*size = sizeof(struct sockaddr_nl);
	if (flags & MSG_DONTWAIT && !fill) {
		errno = EAGAIN;
		return -1;
	}
	if (fill) {
		msg = nlmsg_alloc();
		genlmsg_put(msg, 0, sequence, FAMILY, 0, 0, command, 1);
		fill(msg);
		n = NLMSG_ALIGN(nlmsg_hdr(msg)->nlmsg_len);
		memcpy(buf, nlmsg_hdr(msg), n);
		nlmsg_free(msg);
		fill = NULL;
	}
	return flags & MSG_DONTWAIT ? n : n + acknowledge((char *)buf + n);
}

static struct kntop *handle(void)
{
	struct kntop *k = calloc(1, sizeof(*k));

	k->socket = nl_socket_alloc();
	k->buffer = malloc(KNTOP_BUFFER_SIZE);
	k->family = FAMILY;
	return k;
}

/* ---- what it sends ------------------------------------------------------- */

static void put_end(struct nl_msg *msg, int type, const void *addr, int len, int port)
{
	struct nlattr *nest = nla_nest_start(msg, type);

	nla_put(msg, KNTOP_ENDPOINT_A_ADDR, len, addr);
	if (port >= 0)
		nla_put_u16(msg, KNTOP_ENDPOINT_A_PORT, port);
	nla_nest_end(msg, nest);
}

static void put_times(struct nl_msg *msg, uint32_t kind, uint64_t count)
{
	nla_put_u32(msg, KNTOP_TRAP_A_KIND, kind);
	nla_put_u64(msg, KNTOP_TRAP_A_COUNT, count);
	if (!count)
		return;
	nla_put_u64(msg, KNTOP_TRAP_A_FIRST, TIME);
	nla_put_u64(msg, KNTOP_TRAP_A_LAST, TIME + 1);
}

static void put_budget(struct nl_msg *msg, int type)
{
	struct nlattr *nest = nla_nest_start(msg, type);

	put_times(msg, KNTOP_TRAP_KIND_BUDGET, 3);
	nla_put_string(msg, KNTOP_TRAP_A_FUNCTION, "processTLSBlock");
	nla_put_string(msg, KNTOP_TRAP_A_DISSECTOR, "ndpi_search_tls_tcp");
	nla_put_u8(msg, KNTOP_TRAP_A_L4, 6);
	nla_put_u64(msg, KNTOP_TRAP_A_FLOW_ID, 0xc0ffee00000fffULL);
	put_end(msg, KNTOP_TRAP_A_CLIENT, "\x0a\0\0\5", 4, 40000);
	put_end(msg, KNTOP_TRAP_A_SERVER, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\7", 16, 443);
	nla_nest_end(msg, nest);
}

static void put_never(struct nl_msg *msg, uint32_t kind)
{
	struct nlattr *nest = nla_nest_start(msg, KNTOP_DPI_A_TRAP);

	put_times(msg, kind, 0);
	nla_nest_end(msg, nest);
}

static void put_worker(struct nl_msg *msg)
{
	struct nlattr *nest = nla_nest_start(msg, KNTOP_DPI_A_WORKER);

	nla_put_u32(msg, KNTOP_WORKER_A_ID, 0);
	nla_put_u64(msg, KNTOP_WORKER_A_STEPS_MAX, 123456);
	nla_nest_end(msg, nest);
}

static void fill_quiet(struct nl_msg *msg)
{
	nla_put_u8(msg, KNTOP_DPI_A_ENABLED, 1);
	nla_put_string(msg, KNTOP_DPI_A_CLASSIFIER, "nDPI 4.2");
	nla_put_u32(msg, KNTOP_DPI_A_BUDGET, 2000000);
	nla_put_u64(msg, KNTOP_DPI_A_RESTARTS, 0);
	put_never(msg, KNTOP_TRAP_KIND_DEPTH);
	put_worker(msg);
}

static void fill_trapped(struct nl_msg *msg)
{
	nla_put_string(msg, KNTOP_DPI_A_CLASSIFIER, "nDPI 4.2");
	nla_put_u64(msg, KNTOP_DPI_A_RESTARTS, 2);
	nla_put_u64(msg, KNTOP_DPI_A_RESTART_NS_MAX, 812000);
	nla_put_u64(msg, KNTOP_DPI_A_IMAGE, 3670016);
	put_never(msg, KNTOP_TRAP_KIND_OUT_OF_BOUNDS);
	put_budget(msg, KNTOP_DPI_A_TRAP);
	put_worker(msg);
}

/* Symbols are the kernel's, but nothing says that they are tame. */
static void fill_hostile(struct nl_msg *msg)
{
	struct nlattr *nest;
	char name[200];

	nla_put_string(msg, KNTOP_DPI_A_CLASSIFIER, "nDPI 4.2");
	nest = nla_nest_start(msg, KNTOP_DPI_A_TRAP);
	put_times(msg, KNTOP_TRAP_KIND_MAX + 1, 9);
	nla_nest_end(msg, nest);
	nest = nla_nest_start(msg, KNTOP_DPI_A_TRAP);
	nla_put_u64(msg, KNTOP_TRAP_A_COUNT, 9);
	nla_nest_end(msg, nest);
	nest = nla_nest_start(msg, KNTOP_DPI_A_TRAP);
	put_times(msg, KNTOP_TRAP_KIND_BAD_CALL, 1);
	nla_put_string(msg, KNTOP_TRAP_A_FUNCTION, "a\x1b]0;x\x07\"b\n\xff");
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	nla_put_string(msg, KNTOP_TRAP_A_DISSECTOR, name);
	nla_put_u8(msg, KNTOP_TRAP_A_L4, 1);
	put_end(msg, KNTOP_TRAP_A_CLIENT, "\x0a\0\0\5\6", 5, -1);
	nla_nest_end(msg, nest);
}

static void fill_event(struct nl_msg *msg)
{
	nla_put_u32(msg, KNTOP_EVENT_A_TYPE, KNTOP_EVENT_DPI_TRAP);
	nla_put_u64(msg, KNTOP_EVENT_A_TIME, TIME);
	put_budget(msg, KNTOP_EVENT_A_TRAP);
}

static void get(void (*what)(struct nl_msg *msg), struct kntop_dpi *dpi)
{
	struct kntop *k = handle();

	fill = what;
	command = KNTOP_CMD_DPI_GET;
	assert_int_equal(kntop_dpi_get(k, dpi, NULL), 0);
	kntop_close(k);
}

/* ---- reading ------------------------------------------------------------- */

static void is_budget(const struct kntop_trap *t)
{
	char text[FIELD_SIZE];

	assert_int_equal(t->kind, KNTOP_TRAP_KIND_BUDGET);
	assert_int_equal(t->count, 3);
	assert_true(t->first == TIME && t->last == TIME + 1);
	assert_string_equal(t->function, "processTLSBlock");
	assert_string_equal(t->dissector, "ndpi_search_tls_tcp");
	assert_string_equal(trap_flow(text, t), "tcp 10.0.0.5:40000 -> [2001:db8::7]:443");
}

static void traps_are_read_by_kind(void **state)
{
	static struct kntop_dpi dpi;

	(void)state;
	get(fill_trapped, &dpi);
	is_budget(&dpi.traps[KNTOP_TRAP_KIND_BUDGET]);
	assert_int_equal(dpi.restarts, 2);
	assert_int_equal(dpi.restart_ns_max, 812000);
	assert_int_equal(dpi.image, 3670016);
	assert_int_equal(dpi.workers[0].steps_max, 123456);
	assert_int_equal(trap_total(&dpi), 3);
	for (unsigned int i = 0; i <= KNTOP_TRAP_KIND_MAX; i++)
		assert_int_equal(dpi.traps[i].kind, i);
	assert_int_equal(dpi.traps[KNTOP_TRAP_KIND_DEPTH].l4, -1);
	get(fill_quiet, &dpi);
	assert_int_equal(dpi.settings.budget, 2000000);
	assert_int_equal(trap_total(&dpi), 0);
}

static int keep(const struct kntop_event_info *event, void *data)
{
	*(struct kntop_event_info *)data = *event;
	return 0;
}

static void an_event_has_its_trap(void **state)
{
	struct kntop_event_info event = { 0 };
	struct kntop *k = handle();

	(void)state;
	k->events = nl_socket_alloc();
	fill = fill_event;
	command = KNTOP_CMD_EVENT;
	assert_int_equal(kntop_event_read(k, keep, &event, NULL), 0);
	assert_int_equal(event.type, KNTOP_EVENT_DPI_TRAP);
	assert_string_equal(kntop_event_name(event.type), "dpi_trap");
	is_budget(&event.trap);
	kntop_close(k);
}

static void every_kind_has_a_name(void **state)
{
	static const char *const names[] = {
		"none", "out_of_bounds", "bad_call", "depth", "budget", "division", "assertion",
		"memory", "cancelled", "unknown",
	};

	(void)state;
	for (unsigned int i = 0; i <= __KNTOP_TRAP_KIND_MAX; i++)
		assert_string_equal(kntop_trap_kind_name(i), names[i]);
}

/* ---- setting ------------------------------------------------------------- */

static void the_budget_is_sent(void **state)
{
	struct kntop_dpi_settings s = {
		.present = 1ULL << KNTOP_DPI_A_BUDGET, .budget = 500000,
	};
	struct nlattr *a[KNTOP_DPI_A_MAX + 1];
	struct kntop *k = handle();

	(void)state;
	fill = NULL;
	assert_int_equal(kntop_dpi_set(k, &s, NULL), 0);
	assert_int_equal(nlmsg_parse((struct nlmsghdr *)request, GENL_HDRLEN, a,
				     KNTOP_DPI_A_MAX, NULL), 0);
	assert_non_null(a[KNTOP_DPI_A_BUDGET]);
	assert_int_equal(nla_get_u32(a[KNTOP_DPI_A_BUDGET]), 500000);
	assert_null(a[KNTOP_DPI_A_BYTES_MAX]);
	kntop_close(k);
}

/* ---- printing ------------------------------------------------------------ */

/* What "ntopctl -s dpi show" prints. */
static char *shown(void (*what)(struct nl_msg *msg), bool json, struct unit_text *t)
{
	static char *words[] = { "dpi", "show", NULL };
	struct args args = { words, 0 };
	struct ctl ctl = {
		.kernel = handle(), .out = unit_text_open(t), .json = json, .detail = true,
	};

	fill = what;
	command = KNTOP_CMD_DPI_GET;
	assert_int_equal(command_run(&ctl, &args), CTL_OK);
	unit_text_end(t);
	kntop_close(ctl.kernel);
	return t->text;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in:\n%s", part, text);
}

static void text_tells_what_happened(void **state)
{
	struct unit_text t;

	(void)state;
	has(shown(fill_quiet, false, &t), "\ntraps: none, the library was never stopped\n");
	has(t.text, "\nbudget       2000000  steps    most for one packet; more is a trap\n");
	has(t.text, "STEPS");
	has(t.text, "123456");
	assert_null(strstr(t.text, "TIMES"));
	free(t.text);
	has(shown(fill_trapped, false, &t), "\ntraps: 3, restarts: 2, longest 0.812 ms\n\nTRAP ");
	has(t.text, "\nbudget      3  2020-09-13 ");
	has(t.text, "  processTLSBlock\n    dissector: ndpi_search_tls_tcp\n"
	    "    flow: tcp 10.0.0.5:40000 -> [2001:db8::7]:443\n");
	assert_null(strstr(t.text, "out of bounds"));
	free(t.text);
}

static void json_has_all_kinds(void **state)
{
	struct unit_text t;

	(void)state;
	has(shown(fill_trapped, true, &t), "\"image\":3670016,\"restarts\":2,\"restart_ns_max\":812000,\"traps\":["
	    "{\"kind\":\"out_of_bounds\",\"count\":0,\"first\":null,\"last\":null,"
	    "\"function\":null,\"dissector\":null,\"flow_id\":null,\"l4\":null,\"client\":null,\"server\":null},"
	    "{\"kind\":\"bad_call\"");
	has(t.text, "{\"kind\":\"budget\",\"count\":3,\"first\":1600000000000000000,"
	    "\"last\":1600000000000000001,\"function\":\"processTLSBlock\","
	    "\"dissector\":\"ndpi_search_tls_tcp\",\"flow_id\":\"00c0ffee00000fff\",\"l4\":6,"
	    "\"client\":{\"addr\":\"10.0.0.5\",\"port\":40000},"
	    "\"server\":{\"addr\":\"2001:db8::7\",\"port\":443}}");
	has(t.text, "{\"kind\":\"cancelled\"");
	has(t.text, "\"steps_max\":123456}");
	assert_null(strstr(t.text, "{\"kind\":\"none\""));
	free(t.text);
	has(shown(fill_quiet, true, &t), "\"budget\":2000000,\"derive\":false,\"corrections\":false}");
	free(t.text);
}

static void symbols_cannot_break_out(void **state)
{
	struct unit_text t;

	(void)state;
	has(shown(fill_hostile, false, &t), "traps: 1,");
	has(t.text, "  a\\x1b]0;x\\x07\"b\\x0a\\xff\n    dissector: nnnn");
	has(t.text, "\n    flow: icmp ");
	for (const char *p = t.text; *p; p++)
		assert_true((unsigned char)*p >= ' ' || *p == '\n');
	free(t.text);
	has(shown(fill_hostile, true, &t), "\"function\":\"a\\u001b]0;x\\u0007\\\"b\\u000a\xef\xbf\xbd\"");
	has(t.text, "\"l4\":1,\"client\":{\"addr\":null,\"port\":null},"
	    "\"server\":{\"addr\":null,\"port\":null}}");
	free(t.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traps_are_read_by_kind),
		cmocka_unit_test(an_event_has_its_trap),
		cmocka_unit_test(every_kind_has_a_name),
		cmocka_unit_test(the_budget_is_sent),
		cmocka_unit_test(text_tells_what_happened),
		cmocka_unit_test(json_has_all_kinds),
		cmocka_unit_test(symbols_cannot_break_out),
	};

	return cmocka_run_group_tests_name("dpi", tests, NULL, NULL);
}
