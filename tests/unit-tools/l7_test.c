// SPDX-License-Identifier: GPL-2.0-or-later
/* What flows carry: reading it, naming it, printing what comes from the wire.
 *
 * The linker leads sendto(), recvfrom() and the catalogue's kntop_open() here; the
 * test's kernel knows a few labels.
 */
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <sys/socket.h>
#include "unit.h"
#include "field.h"
#include "filter.h"
#include "../../lib/flow.h"
#include "handle.h"
#include "utf8.h"
#include "view/l7.h"

#define FAMILY	31

/* ---- the test's kernel --------------------------------------------------- */

static const struct kntop_label catalogue[] = {
	{ .kind = KNTOP_LABEL_PROTOCOL, .number = 0, .name = "Unknown", .cleartext = true },
	{ .kind = KNTOP_LABEL_PROTOCOL, .number = 7, .name = "HTTP", .breed = 1,
	  .cleartext = true },
	{ .kind = KNTOP_LABEL_PROTOCOL, .number = 91, .name = "TLS", .breed = 1 },
	{ .kind = KNTOP_LABEL_PROTOCOL, .number = 126, .name = "Google", .breed = 1,
	  .category = 5 },
	{ .kind = KNTOP_LABEL_PROTOCOL, .number = 300, .name = "My-App", .custom = true },
	{ .kind = KNTOP_LABEL_PROTOCOL, .number = 301, .name = "My_App", .custom = true },
	{ .kind = KNTOP_LABEL_CATEGORY, .number = 0, .name = "Unspecified" },
	{ .kind = KNTOP_LABEL_CATEGORY, .number = 5, .name = "Web" },
	{ .kind = KNTOP_LABEL_BREED, .number = 1, .name = "Acceptable" },
	{ .kind = KNTOP_LABEL_RISK, .number = 5, .name = "Self-signed Certificate",
	  .score = 100 },
	{ .kind = KNTOP_LABEL_RISK, .number = 63, .name = "TLS Fatal Alert", .score = 10 },
};

static unsigned int requests;
static bool waiting;
static uint32_t sequence;

ssize_t __wrap_sendto(int fd, const void *buf, size_t len, int flags,
		      const struct sockaddr *to, socklen_t size);
ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from,
			socklen_t *size);
struct kntop *__wrap_kntop_open(struct kntop_error *err);

static struct kntop *handle(void)
{
	struct kntop *k = calloc(1, sizeof(*k));

	k->socket = nl_socket_alloc();
	k->buffer = malloc(KNTOP_BUFFER_SIZE);
	k->family = FAMILY;
	return k;
}

struct kntop *__wrap_kntop_open(struct kntop_error *err)
{
	(void)err;
	return handle();
}

ssize_t __wrap_sendto(int fd, const void *buf, size_t len, int flags,
		      const struct sockaddr *to, socklen_t size)
{
	const struct genlmsghdr *genl = nlmsg_data(buf);

	(void)fd, (void)flags, (void)to, (void)size;
	assert_int_equal(genl->cmd, KNTOP_CMD_LABEL_GET);
	sequence = ((const struct nlmsghdr *)buf)->nlmsg_seq;
	waiting = true;
	requests++;
	return len;
}

static void put_label(struct nl_msg *msg, const struct kntop_label *l)
{
	nla_put_u32(msg, KNTOP_LABEL_A_KIND, l->kind);
	nla_put_u16(msg, KNTOP_LABEL_A_NUMBER, l->number);
	nla_put_string(msg, KNTOP_LABEL_A_NAME, l->name);
	nla_put_u8(msg, KNTOP_LABEL_A_BREED, l->breed);
	nla_put_u8(msg, KNTOP_LABEL_A_CATEGORY, l->category);
	if (l->cleartext)
		nla_put_flag(msg, KNTOP_LABEL_A_CLEARTEXT);
	if (l->custom)
		nla_put_flag(msg, KNTOP_LABEL_A_CUSTOM);
	nla_put_u16(msg, KNTOP_LABEL_A_SCORE, l->score);
}

ssize_t __wrap_recvfrom(int fd, void *buf, size_t len, int flags, struct sockaddr *from,
			socklen_t *size)
{
	struct sockaddr_nl *nl = (struct sockaddr_nl *)from;
	struct nl_msg *msg;
	char *p = buf;

	(void)fd, (void)flags, (void)len;
	assert_true(waiting);
	waiting = false;
	for (size_t i = 0; i < sizeof(catalogue) / sizeof(catalogue[0]); i++) {
		msg = nlmsg_alloc();
		genlmsg_put(msg, 0, sequence, FAMILY, 0, NLM_F_MULTI, KNTOP_CMD_LABEL_GET, 1);
		put_label(msg, &catalogue[i]);
		memcpy(p, nlmsg_hdr(msg), nlmsg_hdr(msg)->nlmsg_len);
		p += NLMSG_ALIGN(nlmsg_hdr(msg)->nlmsg_len);
		nlmsg_free(msg);
	}
	memset(p, 0, NLMSG_HDRLEN + sizeof(int));
	*(struct nlmsghdr *)p = (struct nlmsghdr){
		.nlmsg_len = NLMSG_HDRLEN + sizeof(int), .nlmsg_type = NLMSG_DONE,
		.nlmsg_flags = NLM_F_MULTI, .nlmsg_seq = sequence,
	};
	p += NLMSG_HDRLEN + sizeof(int);
	*nl = (struct sockaddr_nl){ .nl_family = AF_NETLINK };
	*size = sizeof(*nl);
	return p - (char *)buf;
}

/* ---- the catalogue ------------------------------------------------------- */

static void labels_are_found_by_number_and_name(void **state)
{
	struct kntop *k = handle();

	(void)state;
	requests = 0;
	assert_string_equal(kntop_label_name(k, KNTOP_LABEL_PROTOCOL, 126), "Google");
	assert_string_equal(kntop_label_name(k, KNTOP_LABEL_RISK, 63), "TLS Fatal Alert");
	assert_int_equal(kntop_label_by_name(k, KNTOP_LABEL_PROTOCOL, "google")->number, 126);
	assert_int_equal(kntop_label_by_name(k, KNTOP_LABEL_RISK,
					     "self-signed_certificate")->number, 5);
	assert_int_equal(kntop_label_by_name(k, KNTOP_LABEL_PROTOCOL, "My_App")->number, 301);
	assert_int_equal(kntop_label_by_name(k, KNTOP_LABEL_PROTOCOL, "my app")->number, 300);
	assert_int_equal(requests, 1);
	kntop_close(k);
}

static void what_is_unknown_is_not_asked_for_all_the_time(void **state)
{
	struct kntop *k = handle();

	(void)state;
	requests = 0;
	for (unsigned int i = 0; i < 100000; i++)
		assert_null(kntop_label_find(k, KNTOP_LABEL_PROTOCOL, 1000 + i % 8));
	assert_null(kntop_label_by_name(k, KNTOP_LABEL_CATEGORY, "Webs"));
	assert_in_range(requests, 1, 3);
	assert_null(kntop_label_find(k, 17, 0));
	assert_null(kntop_label_find(k, KNTOP_LABEL_PROTOCOL, 4000000000u));
	kntop_close(k);
}

/* ---- reading ------------------------------------------------------------- */

/* A flow's attributes with a nest "l7" of what @fill puts. */
static struct nl_msg *flow_message(void (*fill)(struct nl_msg *msg))
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *nest;

	genlmsg_put(msg, 0, 0, FAMILY, 0, 0, KNTOP_CMD_FLOW_GET, 1);
	nest = nla_nest_start(msg, KNTOP_FLOW_A_L7);
	fill(msg);
	nla_nest_end(msg, nest);
	return msg;
}

static int keep(const struct kntop_flow *flow, void *data)
{
	return kntop_flow_copy(data, flow);
}

/* The copy of the flow that such a message tells of; the message is gone by then. */
static struct kntop_flow flow_of(void (*fill)(struct nl_msg *msg))
{
	struct nl_msg *msg = flow_message(fill);
	struct nlmsghdr *h = nlmsg_hdr(msg);
	struct kntop_flow flow;
	struct kntop_flow_listing l = { keep, &flow };

	assert_int_equal(kntop_flow_take(nlmsg_attrdata(h, GENL_HDRLEN),
					 nlmsg_attrlen(h, GENL_HDRLEN), &l), 0);
	memset(nlmsg_attrdata(h, GENL_HDRLEN), 0xee, nlmsg_attrlen(h, GENL_HDRLEN));
	nlmsg_free(msg);
	return flow;
}

static void put_text(struct nl_msg *msg, int type, const char *text)
{
	nla_put(msg, type, strlen(text), text);
}

static void fill_tls(struct nl_msg *msg)
{
	nla_put_u16(msg, KNTOP_L7_A_PROTOCOL, 126);
	nla_put_u16(msg, KNTOP_L7_A_MASTER, 91);
	nla_put_u8(msg, KNTOP_L7_A_CATEGORY, 5);
	nla_put_u8(msg, KNTOP_L7_A_CONFIDENCE, KNTOP_CONFIDENCE_DPI);
	nla_put_u64(msg, KNTOP_L7_A_RISKS, 1ULL << 5 | 1ULL << 63);
	nla_put_u16(msg, KNTOP_L7_A_SCORE, 110);
	put_text(msg, KNTOP_L7_A_SERVER_NAME, "www.google.com");
	put_text(msg, KNTOP_L7_A_ALPN, "h2,http/1.1");
	nla_put_u16(msg, KNTOP_L7_A_TLS_VERSION, 0x0304);
	nla_put_u16(msg, KNTOP_L7_A_TLS_CIPHER, 0x1301);
}

static void fill_dns(struct nl_msg *msg)
{
	static const uint8_t six[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 7 };

	put_text(msg, KNTOP_L7_A_SERVER_NAME, "www.example.test");
	nla_put(msg, KNTOP_L7_A_DNS_ADDRESS, 16, six);
}

static void fill_hostile(struct nl_msg *msg)
{
	nla_put_u16(msg, KNTOP_L7_A_PROTOCOL, 7);
	nla_put_u8(msg, KNTOP_L7_A_CONFIDENCE, KNTOP_CONFIDENCE_DPI);
	put_text(msg, KNTOP_L7_A_SERVER_NAME, "a\"b\\\x1b]0;x\x07\n\xff\xe2\x80\xae" "c");
	nla_put(msg, KNTOP_L7_A_HTTP_URL, 9, "http\0evil");
	nla_put(msg, KNTOP_L7_A_HTTP_METHOD, 0, "");
	nla_put_u16(msg, KNTOP_L7_A_HTTP_STATUS, 404);
	nla_put_u16(msg, KNTOP_L7_A_DNS_QUERY_TYPE, 28);
	nla_put_u8(msg, KNTOP_L7_A_DNS_REPLY_CODE, 3);
	nla_put(msg, KNTOP_L7_A_DNS_ADDRESS, 5, "abcde");
	nla_put(msg, KNTOP_L7_A_TLS_VERSION, 1, "x");
}

static void a_flow_tells_what_it_carries(void **state)
{
	struct kntop_flow f = flow_of(fill_tls);
	const struct kntop_text *name = &f.l7.text[KNTOP_L7_SERVER_NAME];

	(void)state;
	assert_true(f.l7.seen);
	assert_false(f.l7.undecided);
	assert_int_equal(f.l7.protocol, 126);
	assert_int_equal(f.l7.master, 91);
	assert_int_equal(f.l7.category, 5);
	assert_int_equal(f.l7.score, 110);
	assert_true(f.l7.risks == (1ULL << 5 | 1ULL << 63));
	assert_int_equal(f.l7.tls_version, 0x304);
	assert_int_equal(f.l7.tls_cipher, 0x1301);
	assert_int_equal(f.l7.dns_query_type, -1);
	assert_int_equal(f.l7.dns_reply_code, -1);
	/* the message was overwritten: this is the copy's own */
	assert_int_equal(name->len, 14);
	assert_memory_equal(name->data, "www.google.com", 14);
	assert_null(f.l7.text[KNTOP_L7_HTTP_URL].data);
	kntop_flow_release(&f);
	assert_null(f.l7.text[KNTOP_L7_SERVER_NAME].data);
}

static void fill_little(struct nl_msg *msg)
{
	nla_put_u8(msg, KNTOP_L7_A_CONFIDENCE, KNTOP_CONFIDENCE_UNKNOWN);
}

static void odd_attributes_do_no_harm(void **state)
{
	struct kntop_flow f = flow_of(fill_hostile);

	(void)state;
	assert_int_equal(f.l7.text[KNTOP_L7_HTTP_URL].len, 4);
	assert_int_equal(f.l7.text[KNTOP_L7_HTTP_METHOD].len, 0);
	assert_null(f.l7.text[KNTOP_L7_HTTP_METHOD].data);
	assert_int_equal(f.l7.tls_version, 0);
	kntop_flow_release(&f);
	f = flow_of(fill_little);
	assert_true(f.l7.seen);
	assert_null(f.l7.copy);
	kntop_flow_release(&f);
}

/* ---- printing ------------------------------------------------------------ */

static void protocols_are_written_as_ndpi_writes_them(void **state)
{
	static const struct {
		struct kntop_l7 l7;
		const char *text;
	} cases[] = {
		{ { .seen = false }, "" },
		{ { .seen = true, .protocol = 126, .master = 91,
		    .confidence = KNTOP_CONFIDENCE_DPI }, "TLS.Google" },
		{ { .seen = true, .protocol = 91, .confidence = KNTOP_CONFIDENCE_DPI }, "TLS" },
		{ { .seen = true, .protocol = 91, .master = 91,
		    .confidence = KNTOP_CONFIDENCE_CACHE }, "TLS" },
		{ { .seen = true, .protocol = 7, .confidence = KNTOP_CONFIDENCE_BY_PORT },
		  "HTTP?" },
		{ { .seen = true, .protocol = 126, .master = 91,
		    .confidence = KNTOP_CONFIDENCE_BY_IP }, "TLS.Google?" },
		{ { .seen = true, .protocol = 7,
		    .confidence = KNTOP_CONFIDENCE_NOT_INSPECTED }, "HTTP?" },
		{ { .seen = true, .confidence = KNTOP_CONFIDENCE_NOT_INSPECTED },
		  "not inspected" },
		{ { .seen = true, .protocol = 126, .master = 91,
		    .confidence = KNTOP_CONFIDENCE_INTERRUPTED }, "TLS.Google?" },
		{ { .seen = true, .confidence = KNTOP_CONFIDENCE_INTERRUPTED }, "interrupted" },
		{ { .seen = true, .confidence = KNTOP_CONFIDENCE_UNKNOWN }, "Unknown" },
		{ { .seen = true, .undecided = true }, "..." },
		{ { .seen = true, .undecided = true, .protocol = 91,
		    .confidence = KNTOP_CONFIDENCE_DPI }, "TLS..." },
		{ { .seen = true, .protocol = 999, .confidence = KNTOP_CONFIDENCE_DPI },
		  "#999" },
	};
	struct ctl ctl = { .kernel = handle() };
	char buf[FIELD_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(l7_protocol(&ctl, &cases[i].l7, buf), cases[i].text);
	kntop_close(ctl.kernel);
}

static void encryption_is_that_of_what_carries(void **state)
{
	struct ctl ctl = { .kernel = handle() };

	(void)state;
	assert_true(l7_is_encrypted(&ctl, &(struct kntop_l7){ .protocol = 126, .master = 91 }));
	assert_false(l7_is_encrypted(&ctl, &(struct kntop_l7){ .protocol = 126, .master = 7 }));
	assert_false(l7_is_encrypted(&ctl, &(struct kntop_l7){ .protocol = 7 }));
	assert_false(l7_is_encrypted(&ctl, &(struct kntop_l7){ .protocol = 0 }));
	kntop_close(ctl.kernel);
}

static char *as_json(const struct kntop_flow *f, struct unit_text *t)
{
	struct ctl ctl = { .kernel = handle(), .out = unit_text_open(t) };
	struct json j;

	ctl_json(&ctl, &j);
	json_object_begin(&j, NULL);
	l7_json(&ctl, &j, &f->l7, NULL);
	json_object_end(&j);
	unit_text_end(t);
	kntop_close(ctl.kernel);
	return t->text;
}

static void json_holds_what_is_known(void **state)
{
	struct kntop_flow f = flow_of(fill_tls);
	struct unit_text t;

	(void)state;
	assert_string_equal(as_json(&f, &t),
		"{\"l7\":{\"protocol\":\"TLS.Google\",\"master\":\"TLS\","
		"\"application\":\"Google\",\"category\":\"Web\",\"breed\":\"Acceptable\","
		"\"confidence\":\"dpi\",\"guess\":false,\"undecided\":false,\"encrypted\":true,"
		"\"risks\":[{\"name\":\"Self-signed Certificate\",\"score\":100},"
		"{\"name\":\"TLS Fatal Alert\",\"score\":10}],\"score\":110,"
		"\"server_name\":\"www.google.com\",\"alpn\":\"h2,http/1.1\","
		"\"tls_version\":\"TLS 1.3\",\"tls_cipher\":\"TLS_AES_128_GCM_SHA256\"}}\n");
	free(t.text);
	kntop_flow_release(&f);
	f.l7.seen = false;
	assert_string_equal(as_json(&f, &t), "{}\n");
	free(t.text);
}

static void an_interrupted_flow_is_a_guess(void **state)
{
	static const struct table_column columns[] = { { "X", false } };
	struct kntop_flow f = {
		.l7 = { .seen = true, .protocol = 7, .confidence = KNTOP_CONFIDENCE_INTERRUPTED,
			.tls_cipher = -1, .dns_query_type = -1, .dns_reply_code = -1 },
	};
	struct ctl ctl = { .kernel = handle() };
	struct unit_text t;
	struct table *table;

	(void)state;
	assert_non_null(strstr(as_json(&f, &t), "\"confidence\":\"interrupted\",\"guess\":true,"));
	free(t.text);
	table = table_open(unit_text_open(&t), columns, 1);
	l7_notes(&ctl, table, &f.l7);
	f.l7.protocol = 0;
	l7_notes(&ctl, table, &f.l7);
	table_close(table);
	unit_text_end(&t);
	assert_non_null(strstr(t.text, "    application HTTP, uncertain: a trap cut its "
			       "inspection short  category "));
	assert_non_null(strstr(t.text, "    application: a trap cut its inspection short\n"));
	free(t.text);
	assert_non_null(strstr(as_json(&f, &t), "\"guess\":false,"));
	free(t.text);
	kntop_close(ctl.kernel);
}

static void an_answer_has_an_address(void **state)
{
	struct kntop_flow f = flow_of(fill_dns);
	struct unit_text t;

	(void)state;
	assert_int_equal(f.l7.dns_address.family, 6);
	assert_non_null(strstr(as_json(&f, &t), "\"server_name\":\"www.example.test\","
			       "\"dns_address\":\"2001:db8::7\"}"));
	free(t.text);
	kntop_flow_release(&f);
}

static void names_from_the_wire_cannot_break_out(void **state)
{
	struct kntop_flow f = flow_of(fill_hostile);
	struct ctl ctl = { .kernel = handle() };
	char buf[FIELD_SIZE];
	struct unit_text t;

	(void)state;
	assert_string_equal(l7_name(&ctl, &f.l7, buf),
			    "a\"b\\\\\\x1b]0;x\\x07\\x0a\\xff\\xe2\\x80\\xaec");
	assert_non_null(strstr(as_json(&f, &t),
		"\"server_name\":\"a\\\"b\\\\\\u001b]0;x\\u0007\\u000a\xef\xbf\xbd\xe2\x80\xae" "c\","
		"\"http_url\":\"http\",\"http_status\":404,\"dns_query_type\":\"AAAA\","
		"\"dns_reply_code\":\"NXDOMAIN\"}}"));
	free(t.text);
	kntop_flow_release(&f);
	kntop_close(ctl.kernel);
}

static void notes_hold_all_and_are_safe(void **state)
{
	static const struct table_column columns[] = { { "X", false } };
	struct kntop_flow tls = flow_of(fill_tls), evil = flow_of(fill_hostile);
	struct ctl ctl = { .kernel = handle() };
	struct unit_text t;
	struct table *table = table_open(unit_text_open(&t), columns, 1);

	(void)state;
	table_cell(table, "x");
	table_row(table);
	l7_notes(&ctl, table, &tls.l7);
	l7_notes(&ctl, table, &evil.l7);
	table_close(table);
	unit_text_end(&t);
	assert_non_null(strstr(t.text, "    application TLS.Google, seen in its packets  "
			       "category Web  breed Acceptable  encrypted\n"));
	assert_non_null(strstr(t.text, "    risk score 110: Self-signed Certificate (100), "
			       "TLS Fatal Alert (10)\n"));
	assert_non_null(strstr(t.text, "    TLS 1.3  TLS_AES_128_GCM_SHA256  ALPN h2,http/1.1\n"));
	assert_non_null(strstr(t.text, "    HTTP http  status 404\n"));
	assert_non_null(strstr(t.text, "    DNS query AAAA  reply NXDOMAIN\n"));
	for (const char *p = t.text; *p; p++)
		assert_true((unsigned char)*p >= ' ' || *p == '\n');
	free(t.text);
	kntop_flow_release(&tls);
	kntop_flow_release(&evil);
	kntop_close(ctl.kernel);
}

static void numbers_have_their_registered_names(void **state)
{
	char buf[FIELD_SIZE];

	(void)state;
	assert_string_equal(l7_tls_version(buf, 0x0303), "TLS 1.2");
	assert_string_equal(l7_tls_version(buf, 0x0300), "SSL 3.0");
	assert_string_equal(l7_tls_version(buf, 0xfefd), "DTLS 1.2");
	assert_string_equal(l7_tls_version(buf, 0x7f1c), "0x7f1c");
	assert_string_equal(l7_tls_cipher(buf, 0xc02f), "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
	assert_string_equal(l7_tls_cipher(buf, 0x00ff), "0x00ff");
	assert_string_equal(l7_dns_type(buf, 1), "A");
	assert_string_equal(l7_dns_type(buf, 65), "HTTPS");
	assert_string_equal(l7_dns_type(buf, 4711), "TYPE4711");
	assert_string_equal(l7_dns_rcode(buf, 0), "NOERROR");
	assert_string_equal(l7_dns_rcode(buf, 15), "RCODE15");
	assert_string_equal(kntop_confidence_name(KNTOP_CONFIDENCE_CACHE), "dpi_cache");
	assert_string_equal(kntop_l7_text_name(KNTOP_L7_HASSH_SERVER), "hassh_server");
	assert_string_equal(kntop_l7_text_name(99), "unknown");
}

static void long_names_are_cut_between_characters(void **state)
{
	char text[] = "abcdefgh", umlauts[] = "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa9xyz";

	(void)state;
	utf8_cut(text, 6);
	assert_string_equal(text, "abc...");
	utf8_cut(umlauts, 6);
	assert_string_equal(umlauts, "\xc3\xa4\xc3\xb6\xc3\xbc...");
}

/* ---- filters ------------------------------------------------------------- */

static int look_up(const char *protocol, const char *category, const char *risk,
		   struct filter *f)
{
	struct ctl ctl = { .kernel = handle(), .out = stdout };
	int rc;

	*f = (struct filter){ .protocol = protocol, .category = category, .risk = risk };
	kntop_query_init(&f->query);
	rc = filter_look_up(&ctl, f);
	kntop_close(ctl.kernel);
	return rc;
}

static void filters_become_numbers(void **state)
{
	struct filter f;

	(void)state;
	assert_int_equal(look_up("tls", "WEB", "TLS Fatal_Alert", &f), CTL_OK);
	assert_int_equal(f.query.protocol, 91);
	assert_int_equal(f.query.category, 5);
	assert_true(f.query.risks == 1ULL << 63);
	assert_int_equal(look_up(NULL, NULL, "any", &f), CTL_OK);
	assert_int_equal(f.query.protocol, -1);
	assert_true(f.query.risks == UINT64_MAX);
	assert_int_equal(look_up("gogle", NULL, NULL, &f), CTL_USAGE);
	assert_int_equal(look_up(NULL, "Wep", NULL, &f), CTL_USAGE);
	assert_int_equal(look_up(NULL, NULL, "fatal", &f), CTL_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_are_found_by_number_and_name),
		cmocka_unit_test(what_is_unknown_is_not_asked_for_all_the_time),
		cmocka_unit_test(a_flow_tells_what_it_carries),
		cmocka_unit_test(odd_attributes_do_no_harm),
		cmocka_unit_test(protocols_are_written_as_ndpi_writes_them),
		cmocka_unit_test(encryption_is_that_of_what_carries),
		cmocka_unit_test(json_holds_what_is_known),
		cmocka_unit_test(an_interrupted_flow_is_a_guess),
		cmocka_unit_test(an_answer_has_an_address),
		cmocka_unit_test(names_from_the_wire_cannot_break_out),
		cmocka_unit_test(notes_hold_all_and_are_safe),
		cmocka_unit_test(numbers_have_their_registered_names),
		cmocka_unit_test(long_names_are_cut_between_characters),
		cmocka_unit_test(filters_become_numbers),
	};

	return cmocka_run_group_tests_name("l7", tests, NULL, NULL);
}
