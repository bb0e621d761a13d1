// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Look-ups: how many at a time and in any second, by a clock of our own; what is made of
 * answers, also hostile ones; and name servers of our own that answer, refuse, or are silent.
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
#include "unit.h"
#include "name_lookup.h"
#include "name_queue.h"

#define MS	1000000ULL
#define S	(1000 * MS)

/* ---- the queue ----------------------------------------------------------- */

static struct kntop_address number(unsigned int n)
{
	return (struct kntop_address){ 4, { 10, n >> 16, n >> 8, n } };
}

static void add(struct name_queue *q, unsigned int from, unsigned int to)
{
	for (unsigned int n = from; n < to; n++) {
		struct kntop_address addr = number(n);

		name_queue_add(q, &addr);
	}
}

static void an_address_waits_once_and_in_order(void **state)
{
	struct name_queue q = { 0 };
	struct kntop_address addr, want;

	(void)state;
	add(&q, 0, 5);
	add(&q, 0, 5);
	assert_int_equal(q.count, 5);
	for (unsigned int n = 0; n < 5; n++) {
		want = number(n);
		assert_true(name_queue_take(&q, 1, &addr));
		assert_memory_equal(&addr, &want, sizeof(addr));
	}
	assert_false(name_queue_take(&q, 1, &addr));
	assert_true(name_queue_pause(&q, 1) == UINT64_MAX);
	add(&q, 0, 100000);
	assert_int_equal(q.count, NAME_QUEUE_MAX);
	name_queue_clear(&q);
	assert_int_equal(q.count, 0);
}

static void no_more_than_eight_at_a_time(void **state)
{
	struct name_queue q = { 0 };
	struct kntop_address addr;

	(void)state;
	add(&q, 0, 100);
	for (int i = 0; i < 8; i++)
		assert_true(name_queue_take(&q, S, &addr));
	assert_false(name_queue_take(&q, S, &addr));
	assert_false(name_queue_take(&q, 1000 * S, &addr));
	name_queue_landed(&q);
	assert_true(name_queue_take(&q, 1000 * S, &addr));
	assert_false(name_queue_take(&q, 1000 * S, &addr));
}

/* Answers come at once: in any second 20 begin, not one more, and not many fewer. */
static void no_more_than_twenty_in_any_second(void **state)
{
	struct name_queue q = { 0 };
	struct kntop_address addr;
	uint64_t began[1000];
	unsigned int count = 0;

	(void)state;
	add(&q, 0, 1000);
	for (uint64_t now = S; now < 31 * S; now += 7 * MS) {
		while (count < 1000 && name_queue_take(&q, now, &addr)) {
			began[count++] = now;
			name_queue_landed(&q);
		}
		assert_true(name_queue_pause(&q, now) > 0);
	}
	for (unsigned int i = 20; i < count; i++)
		assert_true(began[i] - began[i - 20] > S);
	assert_in_range(count, 540, 600);
}

/* ---- answers ------------------------------------------------------------- */

/* A header, a question for 1.0.0.10.in-addr.arpa, and then records. */
#define HEADER(answers)	"\x12\x34\x81\x80\0\1\0" answers "\0\0\0\0"
#define QUESTION	"\0011\0010\0010\00210\7in-addr\4arpa\0\0\14\0\1"
#define OWNER		"\xc0\x0c"
#define PTR(ttl)	OWNER "\0\14\0\1\0\0" ttl
#define MESSAGE(text)	(const unsigned char *)(text), sizeof(text) - 1

static char name[NAMEFILE_NAME_SIZE];
static uint32_t ttl;

static void names_in_answers(void **state)
{
	(void)state;
	assert_true(name_lookup_parse(MESSAGE(HEADER("\1") QUESTION PTR("\x0e\x10")
					      "\0\13\1a\7example\0"), name, &ttl));
	assert_string_equal(name, "a.example");
	assert_int_equal(ttl, 3600);
	/* two names, in whatever order: the first of the alphabet; the smaller time */
	assert_true(name_lookup_parse(MESSAGE(HEADER("\2") QUESTION
					      PTR("\x0e\x10") "\0\3\1z\0"
					      PTR("\0\x3c") "\0\3\1b\0"), name, &ttl));
	assert_string_equal(name, "b");
	assert_int_equal(ttl, 60);
	/* an alias, as where a network is delegated */
	assert_true(name_lookup_parse(MESSAGE(HEADER("\2") QUESTION
					      OWNER "\0\5\0\1\0\0\0\x1e\0\3\1x\0"
					      "\1x\0\0\14\0\1\0\0\x0e\x10\0\3\1b\0"), name, &ttl));
	assert_string_equal(name, "b");
	assert_int_equal(ttl, 30);
	assert_true(name_lookup_parse(MESSAGE(HEADER("\0") QUESTION), name, &ttl));
	assert_string_equal(name, "");
}

static void hostile_answers(void **state)
{
	static const char good[] = HEADER("\1") QUESTION PTR("\x0e\x10") "\0\13\1a\7example\0";
	unsigned char bad[sizeof(good)];

	(void)state;
	/* a pointer to itself; a record longer than the message; names that are none */
	assert_false(name_lookup_parse(MESSAGE(HEADER("\1") "\xc0\x0c\0\14\0\1"), name, &ttl));
	assert_false(name_lookup_parse(MESSAGE(HEADER("\1") QUESTION PTR("\0\1") "\xff\xff\1a\0"),
				       name, &ttl));
	assert_true(name_lookup_parse(MESSAGE(HEADER("\1") QUESTION PTR("\0\1")
					      "\0\6\4\x1b[2J\0"), name, &ttl));
	assert_string_equal(name, "");
	assert_true(name_lookup_parse(MESSAGE(HEADER("\1") QUESTION PTR("\0\1")
					      "\0\10\00210\0010\0011\0"), name, &ttl));
	assert_string_equal(name, "");
	for (int len = 0; len < (int)sizeof(good) - 1; len++) {
		/* of exactly this size, so that reading on is found */
		unsigned char *cut = malloc(len + 1);

		memcpy(cut, good, len);
		assert_false(name_lookup_parse(cut, len, name, &ttl));
		free(cut);
	}
	srand(1);
	for (int i = 0; i < 200000; i++) {
		memcpy(bad, good, sizeof(bad));
		for (int n = rand() % 4; n >= 0; n--)
			bad[rand() % sizeof(bad)] = rand();
		if (name_lookup_parse(bad, sizeof(bad) - 1, name, &ttl))
			for (const char *p = name; *p; p++)
				assert_true(*p > ' ' && *p < 127);
	}
}

/* ---- servers of our own -------------------------------------------------- */

static char told[400];
static unsigned int tellings;

static void tell(const struct kntop_address *addr, const char *what, uint32_t time, void *data)
{
	char text[KNTOP_ADDRESS_TEXT];

	assert_ptr_equal(data, told);
	snprintf(told, sizeof(told), "%s %s %u", kntop_address_format(addr, text),
		 what ? what : "(none)", time);
	tellings++;
}

static int server(uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(at);

	assert_return_code(bind(fd, (void *)&at, sizeof(at)), 0);
	getsockname(fd, (void *)&at, &len);
	*port = ntohs(at.sin_port);
	return fd;
}

/* The question that was sent, answered with these records and this code. */
static ssize_t reply(int fd, unsigned int code, const char *records, size_t len, unsigned int count)
{
	struct sockaddr_in from;
	socklen_t size = sizeof(from);
	unsigned char m[512];
	ssize_t n = recvfrom(fd, m, 256, MSG_DONTWAIT, (void *)&from, &size);

	if (n < 12)
		return n;
	m[2] |= 0x80;
	m[3] = code;
	m[7] = count;
	memcpy(m + n, records, len);
	sendto(fd, m, n + len, 0, (void *)&from, size);
	return n;
}

/* Until a look-up is over; what the clock of the system says is only patience. */
static void until_told(struct name_lookup *l, unsigned int count)
{
	struct pollfd fds[NAME_LOOKUP_DESCRIPTORS];

	while (tellings < count) {
		uint64_t timeout = 10 * S;
		unsigned int n = name_lookup_poll(l, fds, &timeout);

		assert_true(n > 0 && timeout <= 2 * S);
		poll(fds, n, timeout / MS + 1);
		name_lookup_process(l, fds, n);
	}
}

static void servers_answer(void **state)
{
	static const char record[] = "\xc0\x0c\0\14\0\1\0\0\1\0\0\7\4host\0";
	struct kntop_address a = number(1), six;
	char servers[64];
	uint16_t port;
	int fd = server(&port);
	struct name_lookup *l;

	(void)state;
	tellings = 0;
	kntop_address_parse("2001:db8::1", &six);
	snprintf(servers, sizeof(servers), "127.0.0.1:%u", port);
	l = name_lookup_new(servers, tell, told);
	assert_non_null(l);
	name_lookup_start(l, &a);
	assert_true(reply(fd, 0, record, sizeof(record) - 2, 1) > 0);
	until_told(l, 1);
	assert_string_equal(told, "10.0.0.1 (none) 0");
	name_lookup_start(l, &six);
	/* 32 digits and ip6.arpa */
	assert_int_equal(reply(fd, 0, "\xc0\x0c\0\14\0\1\0\0\1\0\0\6\4host\0", 18, 1), 12 + 74 + 4);
	until_told(l, 2);
	assert_string_equal(told, "2001:db8::1 host 256");
	name_lookup_start(l, &a);
	assert_true(reply(fd, 3, "", 0, 0) > 0);
	until_told(l, 3);
	assert_string_equal(told, "10.0.0.1  0");
	name_lookup_start(l, &a);
	assert_true(reply(fd, 2, "", 0, 0) > 0);
	until_told(l, 4);
	assert_string_equal(told, "10.0.0.1 (none) 0");
	/* ended while under way: nobody is told */
	name_lookup_start(l, &a);
	name_lookup_free(l);
	assert_int_equal(tellings, 4);
	close(fd);
}

/* One question each; after one without an answer the other server is asked. */
static void a_silent_server(void **state)
{
	struct kntop_address a = number(1);
	uint16_t silent, good;
	int deaf = server(&silent), fd = server(&good);
	struct name_lookup *l;
	char servers[64], m[512];

	(void)state;
	tellings = 0;
	snprintf(servers, sizeof(servers), "127.0.0.1:%u,127.0.0.1:%u", silent, good);
	l = name_lookup_new(servers, tell, told);
	assert_non_null(l);
	name_lookup_start(l, &a);
	until_told(l, 1);
	assert_string_equal(told, "10.0.0.1 (none) 0");
	assert_true(recv(deaf, m, sizeof(m), MSG_DONTWAIT) > 0);
	assert_true(recv(deaf, m, sizeof(m), MSG_DONTWAIT) < 0);
	assert_true(recv(fd, m, sizeof(m), MSG_DONTWAIT) < 0);
	name_lookup_start(l, &a);
	assert_true(reply(fd, 3, "", 0, 0) > 0);
	until_told(l, 2);
	assert_string_equal(told, "10.0.0.1  0");
	name_lookup_free(l);
	close(deaf);
	close(fd);
}

static void what_is_worth_a_question(void **state)
{
	static const char *const no[] = { "0.0.0.0", "127.0.0.1", "169.254.1.1", "224.0.0.1",
		"255.255.255.255", "::", "::1", "fe80::1", "ff02::1" };
	struct kntop_address a;

	(void)state;
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		kntop_address_parse(no[i], &a);
		assert_false(name_lookup_is_sensible(&a));
	}
	kntop_address_parse("10.0.0.1", &a);
	assert_true(name_lookup_is_sensible(&a));
	kntop_address_parse("fd00::1", &a);
	assert_true(name_lookup_is_sensible(&a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_waits_once_and_in_order),
		cmocka_unit_test(no_more_than_eight_at_a_time),
		cmocka_unit_test(no_more_than_twenty_in_any_second),
		cmocka_unit_test(names_in_answers),
		cmocka_unit_test(hostile_answers),
		cmocka_unit_test(servers_answer),
		cmocka_unit_test(a_silent_server),
		cmocka_unit_test(what_is_worth_a_question),
	};

	return cmocka_run_group_tests_name("name_lookup", tests, NULL, NULL);
}
