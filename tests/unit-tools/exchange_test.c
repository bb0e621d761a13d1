// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests and their replies: interrupted listings, errors, aborted ones.
 *
 * The linker leads the library's sendto() and recvfrom() here, so that the test
 * speaks for the kernel.
 */
#include <errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <sys/socket.h>
#include "unit.h"
#include "handle.h"
#include "request.h"

#define FAMILY		31
#define MOST		16

/* Datagrams the test's kernel will send, in order. */
static struct {
	char data[8192];
	size_t len;
	uint32_t pid;
} replies[MOST];
static unsigned int queued, taken, requests;
static uint32_t sequence;
static char request[65536];

/* What RULES_LOAD brought, request by request: first flags, then lines. */
static char loaded[200000];
static size_t loaded_len;
static char loads[64];

ssize_t __wrap_sendto(int fd, const void *buf, size_t len, int flags,
		      const struct sockaddr *to, socklen_t size);
ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from,
			socklen_t *size);

/* Notes a letter a request: b begin, c commit, x both, - neither. */
static void take_rules(const struct nlmsghdr *h)
{
	struct nlattr *a[KNTOP_RULES_A_MAX + 1];
	const struct genlmsghdr *genl = nlmsg_data(h);
	const char *lines;

	if (genl->cmd != KNTOP_CMD_RULES_LOAD)
		return;
	assert_int_equal(nlmsg_parse((struct nlmsghdr *)h, GENL_HDRLEN, a, KNTOP_RULES_A_MAX,
				     NULL), 0);
	assert_int_equal(nla_get_u32(a[KNTOP_RULES_A_KIND]), KNTOP_LABEL_PROTOCOL);
	strcat(loads, a[KNTOP_RULES_A_BEGIN] ? a[KNTOP_RULES_A_COMMIT] ? "x" : "b" :
	       a[KNTOP_RULES_A_COMMIT] ? "c" : "-");
	if (!a[KNTOP_RULES_A_LINES])
		return;
	lines = nla_data(a[KNTOP_RULES_A_LINES]);
	assert_in_range(nla_len(a[KNTOP_RULES_A_LINES]), 2, KNTOP_RULES_LINE_MAX);
	assert_int_equal(lines[nla_len(a[KNTOP_RULES_A_LINES]) - 1], 0);
	memcpy(loaded + loaded_len, lines, nla_len(a[KNTOP_RULES_A_LINES]));
	loaded_len += nla_len(a[KNTOP_RULES_A_LINES]);
}

ssize_t __wrap_sendto(int fd, const void *buf, size_t len, int flags,
		      const struct sockaddr *to, socklen_t size)
{
	const struct nlmsghdr *h = buf;

	(void)fd, (void)flags, (void)to, (void)size;
	assert_true(len <= sizeof(request));
	memcpy(request, buf, len);
	take_rules(h);
	sequence = h->nlmsg_seq;
	requests++;
	return len;
}

ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from,
			socklen_t *size)
{
	struct sockaddr_nl *nl = (struct sockaddr_nl *)from;
	char *data = replies[taken].data;
	size_t n = replies[taken].len;

	(void)fd, (void)flags;
	if (taken == queued)
		fail_msg("the library waits for more than there is");
	/* Sequence numbers are not known before the request was sent; 1 is stale. */
	for (struct nlmsghdr *h = (void *)data; (char *)h < data + n;
	     h = (void *)((char *)h + NLMSG_ALIGN(h->nlmsg_len)))
		if (!h->nlmsg_seq)
			h->nlmsg_seq = sequence;
	*nl = (struct sockaddr_nl){ .nl_family = AF_NETLINK, .nl_pid = replies[taken].pid };
	*size = sizeof(*nl);
	assert_true(n <= len);
	memcpy(buf, data, n);
	taken++;
	return n;
}

static struct kntop *handle(void)
{
	struct kntop *k = calloc(1, sizeof(*k));

	k->socket = nl_socket_alloc();
	k->buffer = malloc(KNTOP_BUFFER_SIZE);
	k->family = FAMILY;
	k->sequence = 100;
	queued = taken = requests = 0;
	return k;
}

/* Adds a message to the datagram under construction: where its payload goes. */
static void *message(unsigned int datagram, int type, int flags, size_t len)
{
	struct nlmsghdr *h = (void *)(replies[datagram].data + replies[datagram].len);

	memset(h, 0, NLMSG_HDRLEN + len);
	h->nlmsg_type = type;
	h->nlmsg_flags = flags;
	h->nlmsg_len = NLMSG_HDRLEN + len;
	replies[datagram].len += NLMSG_ALIGN(h->nlmsg_len);
	return nlmsg_data(h);
}

static unsigned int datagram(void)
{
	replies[queued].len = 0;
	replies[queued].pid = 0;
	return queued++;
}

static void *attribute(void *at, int type, const void *value, size_t len)
{
	struct nlattr *a = at;

	a->nla_type = type;
	a->nla_len = NLA_HDRLEN + len;
	memcpy((char *)a + NLA_HDRLEN, value, len);
	return (char *)a + NLA_ALIGN(a->nla_len);
}

/* An ended record with only its number. */
static void record(unsigned int in, uint64_t seq, int flags)
{
	char *p = message(in, FAMILY, NLM_F_MULTI | flags, GENL_HDRLEN + NLA_HDRLEN + 8);

	attribute(p + GENL_HDRLEN, KNTOP_FLOW_A_SEQ, &seq, sizeof(seq));
}

static void done(unsigned int in, int code, int flags)
{
	*(int *)message(in, NLMSG_DONE, NLM_F_MULTI | flags, sizeof(int)) = code;
}

struct seen {
	uint64_t seq[MOST];
	unsigned int count;
	int stop_at;
	struct kntop *k;
	int nested;
};

static int take(const struct kntop_flow *flow, void *data)
{
	struct seen *s = data;

	s->seq[s->count++] = flow->seq;
	if (s->k)
		s->nested = kntop_localnet_flush(s->k, NULL);
	return s->stop_at && (int)s->count == s->stop_at ? -ECANCELED : 0;
}

static void a_listing_is_delivered(void **state)
{
	struct kntop *k = handle();
	struct kntop_error err;
	struct seen s = { 0 };
	unsigned int d = datagram();

	(void)state;
	record(d, 5, 0);
	record(d, 6, 0);
	d = datagram();
	record(d, 7, 0);
	done(d, 0, 0);
	assert_int_equal(kntop_ended_list(k, 5, 0, take, &s, &err), 0);
	assert_int_equal(s.count, 3);
	assert_int_equal(s.seq[2], 7);
	assert_int_equal(err.kind, KNTOP_ERROR_NONE);
	kntop_close(k);
}

static void a_streamed_listing_tells_of_an_interruption(void **state)
{
	struct kntop *k = handle();
	struct seen s = { 0 };
	unsigned int d = datagram();

	(void)state;
	record(d, 1, NLM_F_DUMP_INTR);
	done(d, 0, 0);
	assert_int_equal(kntop_ended_list(k, 0, 0, take, &s, NULL), KNTOP_INCONSISTENT);
	assert_int_equal(s.count, 1);
	assert_int_equal(requests, 1);
	kntop_close(k);
}

static void a_collected_listing_is_asked_for_anew(void **state)
{
	struct kntop *k = handle();
	struct seen s = { 0 };
	unsigned int d;

	(void)state;
	for (int i = 0; i < 2; i++) {
		d = datagram();
		record(d, 90 + i, 0);
		record(d, 95 + i, 0);
		done(d, 0, NLM_F_DUMP_INTR);
	}
	d = datagram();
	record(d, 1, 0);
	d = datagram();
	record(d, 2, 0);
	done(d, 0, 0);
	assert_int_equal(kntop_ended_list(k, 0, 10, take, &s, NULL), 0);
	assert_int_equal(requests, 3);
	assert_int_equal(s.count, 2);
	assert_int_equal(s.seq[0], 1);
	assert_int_equal(s.seq[1], 2);
	kntop_close(k);
}

static void three_interruptions_are_enough(void **state)
{
	struct kntop *k = handle();
	struct seen s = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++) {
		unsigned int d = datagram();

		record(d, 90 + i, NLM_F_DUMP_INTR);
		done(d, 0, 0);
	}
	assert_int_equal(kntop_ended_list(k, 0, 10, take, &s, NULL), KNTOP_INCONSISTENT);
	assert_int_equal(requests, 3);
	assert_int_equal(s.count, 1);
	assert_int_equal(s.seq[0], 92);
	kntop_close(k);
}

static void stale_and_foreign_messages_are_ignored(void **state)
{
	struct kntop *k = handle();
	struct seen s = { 0 };
	unsigned int d = datagram();
	struct nlmsghdr *h = (void *)replies[d].data;

	(void)state;
	record(d, 66, 0);
	h->nlmsg_seq = 1;
	d = datagram();
	record(d, 77, 0);
	done(d, 0, 0);
	replies[d].pid = 4711;
	d = datagram();
	record(d, 8, 0);
	done(d, 0, 0);
	assert_int_equal(kntop_ended_list(k, 0, 0, take, &s, NULL), 0);
	assert_int_equal(s.count, 1);
	assert_int_equal(s.seq[0], 8);
	kntop_close(k);
}

static void a_late_error_ends_a_listing(void **state)
{
	struct kntop *k = handle();
	struct kntop_error err;
	struct seen s = { 0 };
	unsigned int d = datagram();

	(void)state;
	record(d, 1, 0);
	done(d, -ENOMEM, 0);
	assert_int_equal(kntop_ended_list(k, 0, 0, take, &s, &err), -ENOMEM);
	assert_int_equal(err.kind, KNTOP_ERROR_KERNEL);
	assert_int_equal(err.code, ENOMEM);
	assert_int_equal(s.count, 1);
	kntop_close(k);
}

static void a_callback_may_stop_and_may_not_nest(void **state)
{
	struct kntop *k = handle();
	struct seen s = { .stop_at = 2, .k = k };
	struct nl_sock *before = k->socket;
	unsigned int d = datagram();

	(void)state;
	record(d, 1, 0);
	record(d, 2, 0);
	record(d, 3, 0);
	assert_int_equal(kntop_ended_list(k, 0, 0, take, &s, NULL), -ECANCELED);
	assert_int_equal(s.count, 2);
	assert_int_equal(s.nested, -EBUSY);
	assert_int_equal(requests, 1);
	/* The rest of the dump must not meet the next request. */
	assert_non_null(before);
	d = datagram();
	*(int *)message(d, NLMSG_ERROR, 0, sizeof(struct nlmsgerr)) = 0;
	assert_int_equal(kntop_localnet_flush(k, NULL), 0);
	kntop_close(k);
}

/* An error reply as the kernel makes it with NETLINK_CAP_ACK. */
static void refuse(int code, const char *text, uint32_t offset, uint32_t missing)
{
	unsigned int d = datagram();
	size_t len = sizeof(struct nlmsgerr);
	struct nlmsghdr *h = (void *)replies[d].data;
	char *p = message(d, NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, len + 256);
	char *start = p;

	((struct nlmsgerr *)p)->error = code;
	p += len;
	if (text)
		p = attribute(p, NLMSGERR_ATTR_MSG, text, strlen(text) + 1);
	if (offset)
		p = attribute(p, NLMSGERR_ATTR_OFFS, &offset, sizeof(offset));
	if (missing)
		p = attribute(p, NLMSGERR_ATTR_MISS_TYPE, &missing, sizeof(missing));
	h->nlmsg_len = NLMSG_HDRLEN + (p - start);
	replies[d].len = NLMSG_ALIGN(h->nlmsg_len);
}

static void errors_carry_the_kernels_words(void **state)
{
	struct kntop_address net = { .family = 4, .octets = { 10 } };
	struct kntop *k = handle();
	struct kntop_error err;
	/* header 16, genl 4, ADDR 8: there PREFIX begins */
	const uint32_t prefix_at = 28;

	(void)state;
	refuse(-EEXIST, "this prefix is there", prefix_at, 0);
	assert_int_equal(kntop_localnet_add(k, &net, 8, "x", &err), -EEXIST);
	assert_int_equal(err.kind, KNTOP_ERROR_KERNEL);
	assert_int_equal(err.code, EEXIST);
	assert_string_equal(err.text, "this prefix is there");
	assert_string_equal(err.attribute, "LOCALNET_A_PREFIX");
	refuse(-ENODEV, NULL, 0, 0);
	assert_int_equal(kntop_interface_del(k, "eth0", &err), -ENODEV);
	assert_string_equal(err.text, strerror(ENODEV));
	assert_string_equal(err.attribute, "");
	refuse(-EINVAL, NULL, 0, KNTOP_INTERFACE_A_NAME);
	assert_int_equal(kntop_interface_del(k, "eth0", &err), -EINVAL);
	assert_string_equal(err.attribute, "INTERFACE_A_NAME");
	assert_string_equal(err.text, "attribute INTERFACE_A_NAME is missing");
	kntop_close(k);
}

static void attributes_in_a_frame_are_named(void **state)
{
	struct kntop_frame frame = {
		.data = "x", .len = 1, .wire_len = 2, .l2_len = 9, .protocol = 0x800,
	};
	struct kntop *k = handle();
	struct kntop_error err;
	struct kntop_feed *feed = kntop_feed_open(k, "ab", &err);
	/* header 16, genl 4, INTERFACE 8, nest 4, TIME 12, WIRE_LEN 8, PROTOCOL 8 */
	const uint32_t l2_len_at = 60;

	(void)state;
	assert_non_null(feed);
	assert_int_equal(kntop_feed_add(feed, &frame, &err), 0);
	assert_int_equal(kntop_feed_pending(feed), 1);
	refuse(-EINVAL, "no", l2_len_at, 0);
	assert_int_equal(kntop_feed_flush(feed, &err), -EINVAL);
	assert_string_equal(err.attribute, "FRAME_A_L2_LEN");
	assert_int_equal(kntop_feed_pending(feed), 0);
	/* with nothing left, a flush only asks for folding */
	refuse(0, NULL, 0, 0);
	requests = 0;
	assert_int_equal(kntop_feed_flush(feed, &err), 0);
	assert_int_equal(requests, 1);
	assert_int_equal(((struct nlmsghdr *)request)->nlmsg_len, 16 + 4 + 8);
	kntop_feed_close(feed);
	kntop_close(k);
}

static void what_cannot_be_sent_is_refused_here(void **state)
{
	struct kntop_address net = { .family = 4, .octets = { 10, 1 } };
	struct kntop_config nothing = { 0 };
	struct kntop_dpi_settings s = { 0 };
	struct kntop_protocol_query p;
	struct kntop *k = handle();
	struct kntop_error err;
	struct kntop_query q;

	(void)state;
	assert_int_equal(kntop_interface_add(k, "sixteen-letters.", 0, &err), -EINVAL);
	assert_int_equal(err.kind, KNTOP_ERROR_ARGUMENT);
	assert_int_equal(kntop_interface_del(k, "", &err), -EINVAL);
	assert_int_equal(kntop_localnet_add(k, &net, 8, NULL, &err), -EINVAL);
	assert_int_equal(kntop_localnet_add(k, &net, 33, NULL, &err), -EINVAL);
	assert_int_equal(kntop_config_set(k, &nothing, &err), -EINVAL);
	kntop_query_init(&q);
	q.order = KNTOP_ORDER_RATE;
	assert_int_equal(kntop_flow_list(k, &q, take, NULL, &err), -EINVAL);
	kntop_query_init(&q);
	q.port = 80;
	assert_int_equal(kntop_host_list(k, &q, NULL, NULL, &err), -EINVAL);
	kntop_query_init(&q);
	q.risks = 1;
	assert_int_equal(kntop_host_list(k, &q, NULL, NULL, &err), -EINVAL);
	kntop_protocol_query_init(&p);
	p.prefix = 8;
	assert_int_equal(kntop_protocol_list(k, &p, NULL, NULL, &err), -EINVAL);
	kntop_protocol_query_init(&p);
	p.interface = "sixteen-letters.";
	assert_int_equal(kntop_protocol_list(k, &p, NULL, NULL, &err), -EINVAL);
	assert_int_equal(kntop_localnet_list_of(k, p.interface, NULL, NULL, &err), -EINVAL);
	assert_int_equal(kntop_ended_list_of(k, p.interface, 0, 0, 0, NULL, NULL, &err), -EINVAL);
	kntop_protocol_query_init(&p);
	p.kind = KNTOP_LABEL_RISK;
	assert_int_equal(kntop_protocol_list(k, &p, NULL, NULL, &err), -EINVAL);
	assert_int_equal(kntop_dpi_set(k, &s, &err), -EINVAL);
	assert_int_equal(requests, 0);
	kntop_close(k);
}

static void clear_rules(void)
{
	loaded_len = 0;
	loads[0] = '\0';
}

static void rules_are_sent_whole_lines_at_a_time(void **state)
{
	static char text[3000][40];
	const char *lines[3000];
	struct kntop *k = handle();
	size_t at = 0;

	(void)state;
	clear_rules();
	for (int i = 0; i < 3000; i++) {
		snprintf(text[i], sizeof(text[i]), "host:\"%d.example\"@N%d", i, i % 7);
		lines[i] = text[i];
	}
	/* 3000 lines of some 23 octets: more than two requests hold, less than four */
	for (int i = 0; i < 3; i++)
		refuse(0, NULL, 0, 0);
	assert_int_equal(kntop_rules_load(k, KNTOP_LABEL_PROTOCOL, lines, 3000, NULL, NULL), 0);
	assert_string_equal(loads, "b-c");
	for (int i = 0; i < 3000; i++) {
		assert_string_equal(loaded + at, text[i]);
		at += strlen(text[i]) + 1;
	}
	assert_int_equal(at, loaded_len);
	clear_rules();
	refuse(0, NULL, 0, 0);
	assert_int_equal(kntop_rules_load(k, KNTOP_LABEL_PROTOCOL, lines, 1, NULL, NULL), 0);
	assert_string_equal(loads, "x");
	clear_rules();
	refuse(0, NULL, 0, 0);
	assert_int_equal(kntop_rules_load(k, KNTOP_LABEL_PROTOCOL, NULL, 0, NULL, NULL), 0);
	assert_string_equal(loads, "x");
	assert_int_equal(loaded_len, 0);
	kntop_close(k);
}

static void a_refused_rule_is_numbered(void **state)
{
	static const char *const lines[] = { "tcp:1@A", "tcp:2@B" };
	static const char *const bad[] = { "tcp:1@A", "" };
	const uint32_t number = 2;
	struct kntop *k = handle();
	struct kntop_error err;
	unsigned int d = datagram();
	uint32_t line;
	char *p;

	(void)state;
	clear_rules();
	p = message(d, FAMILY, 0, GENL_HDRLEN + NLA_HDRLEN + 4);
	attribute(p + GENL_HDRLEN, KNTOP_RULES_A_BAD_LINE, &number, sizeof(number));
	refuse(-EINVAL, "the classifier refuses a line", 0, 0);
	assert_int_equal(kntop_rules_load(k, KNTOP_LABEL_PROTOCOL, lines, 2, &line, &err),
			 -EINVAL);
	assert_int_equal(line, 2);
	assert_int_equal(err.kind, KNTOP_ERROR_KERNEL);
	requests = 0;
	assert_int_equal(kntop_rules_load(k, KNTOP_LABEL_PROTOCOL, bad, 2, &line, &err),
			 -EINVAL);
	assert_int_equal(line, 2);
	assert_int_equal(err.kind, KNTOP_ERROR_ARGUMENT);
	assert_int_equal(kntop_rules_load(k, KNTOP_LABEL_RISK, lines, 2, &line, &err), -EINVAL);
	assert_int_equal(requests, 0);
	kntop_close(k);
}

/* ---- a position in the ended records --------------------------------------- */

static void attribute_of_request(int type, uint64_t *value)
{
	struct nlattr *a[KNTOP_ENDED_A_MAX + 1];

	assert_int_equal(nlmsg_parse((struct nlmsghdr *)request, GENL_HDRLEN, a,
				     KNTOP_ENDED_A_MAX, NULL), 0);
	*value = a[type] ? nla_get_u64(a[type]) : 0;
}

/* The answer to STATS_GET. */
static void instance(uint64_t number)
{
	unsigned int d = datagram();
	char *p = message(d, FAMILY, 0, GENL_HDRLEN + NLA_HDRLEN + 8);

	attribute(p + GENL_HDRLEN, KNTOP_STATS_A_INSTANCE, &number, sizeof(number));
	*(int *)message(d, NLMSG_ERROR, 0, sizeof(struct nlmsgerr)) = 0;
}

static void a_position_moves_and_counts_what_was_lost(void **state)
{
	struct kntop_ended_position at = { 0 };
	struct kntop *k = handle();
	struct seen s = { 0 };
	uint64_t sent;
	unsigned int d;

	(void)state;
	/* where it began is unknown, so nothing was lost before the first */
	instance(0xfeedface00000001);
	d = datagram();
	record(d, 5, 0);
	record(d, 6, 0);
	done(d, 0, 0);
	assert_int_equal(kntop_ended_read(k, NULL, 0, &at, 0, take, &s, NULL), 0);
	assert_true(at.instance == 0xfeedface00000001);
	assert_int_equal(at.next, 7);
	d = datagram();
	record(d, 10, 0);
	record(d, 11, 0);
	record(d, 14, 0);
	done(d, 0, 0);
	assert_int_equal(kntop_ended_read(k, NULL, 0, &at, 0, take, &s, NULL), 0);
	assert_int_equal(at.next, 15);
	assert_int_equal(at.lost, 3 + 2);
	attribute_of_request(KNTOP_ENDED_A_SINCE, &sent);
	assert_int_equal(sent, 7);
	attribute_of_request(KNTOP_ENDED_A_INSTANCE, &sent);
	assert_true(sent == 0xfeedface00000001);
	kntop_close(k);
}

static void a_position_of_another_instance_begins_anew(void **state)
{
	struct kntop_ended_position at = { .instance = 1, .next = 900, .lost = 4 };
	struct kntop *k = handle();
	struct seen s = { 0 };
	unsigned int d;

	(void)state;
	refuse(-ESTALE, "this is another instance", 0, 0);
	assert_int_equal(kntop_ended_read(k, NULL, 0, &at, 0, take, &s, NULL), -ESTALE);
	assert_int_equal(at.next, 900);
	kntop_ended_restart(&at);
	instance(2);
	d = datagram();
	record(d, 3, 0);
	done(d, 0, 0);
	assert_int_equal(kntop_ended_read(k, NULL, 0, &at, 0, take, &s, NULL), 0);
	assert_int_equal(at.instance, 2);
	assert_int_equal(at.lost, 4 + 2);
	kntop_close(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_listing_is_delivered),
		cmocka_unit_test(a_streamed_listing_tells_of_an_interruption),
		cmocka_unit_test(a_collected_listing_is_asked_for_anew),
		cmocka_unit_test(three_interruptions_are_enough),
		cmocka_unit_test(stale_and_foreign_messages_are_ignored),
		cmocka_unit_test(a_late_error_ends_a_listing),
		cmocka_unit_test(a_callback_may_stop_and_may_not_nest),
		cmocka_unit_test(errors_carry_the_kernels_words),
		cmocka_unit_test(attributes_in_a_frame_are_named),
		cmocka_unit_test(rules_are_sent_whole_lines_at_a_time),
		cmocka_unit_test(a_refused_rule_is_numbered),
		cmocka_unit_test(what_cannot_be_sent_is_refused_here),
		cmocka_unit_test(a_position_moves_and_counts_what_was_lost),
		cmocka_unit_test(a_position_of_another_instance_begins_anew),
	};

	return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
