// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ask: what a dump costs in the kernel, without a tool that understands it.
 *
 *	ask kntop [TOP [TIMES]]		FLOW_GET; the TOP flows by rate, each second
 *	ask talkers TOP [TIMES]		TALKER_GET, by rate
 *	ask conntrack			IPCTNL_MSG_CT_GET
 *
 * Receives and counts. Prints "MESSAGES OCTETS" of the last time.
 */
#include <linux/genetlink.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/kntop.h>

#define ROOM	(256 * 1024)

struct request {
	struct nlmsghdr	h;
	char		body[256];
};

static char answer[ROOM];

/* Appends an attribute; @len octets at @data. */
static void put(struct request *q, int type, const void *data, int len)
{
	struct nlattr *a = (void *)((char *)q + NLMSG_ALIGN(q->h.nlmsg_len));

	a->nla_type = type;
	a->nla_len = NLA_HDRLEN + len;
	memcpy((char *)a + NLA_HDRLEN, data, len);
	q->h.nlmsg_len = NLMSG_ALIGN(q->h.nlmsg_len) + NLA_ALIGN(a->nla_len);
}

static void put_u32(struct request *q, int type, unsigned int value)
{
	put(q, type, &value, sizeof(value));
}

static void begin(struct request *q, int type, int flags, const void *head, int len)
{
	memset(q, 0, sizeof(*q));
	q->h.nlmsg_type = type;
	q->h.nlmsg_flags = NLM_F_REQUEST | flags;
	memcpy(q->body, head, len);
	q->h.nlmsg_len = NLMSG_LENGTH(len);
}

static int open_netlink(int protocol)
{
	int s = socket(AF_NETLINK, SOCK_RAW, protocol);

	if (s < 0) {
		perror("socket");
		exit(1);
	}
	return s;
}

static int failed(const struct nlmsghdr *h)
{
	const struct nlmsgerr *e = NLMSG_DATA(h);

	fprintf(stderr, "ask: error %d\n", -e->error);
	return 1;
}

/* Sends and receives all there is. */
static int run(int s, struct request *q, unsigned long *messages, unsigned long *octets)
{
	*messages = *octets = 0;
	if (send(s, q, q->h.nlmsg_len, 0) < 0)
		return 1;
	for (;;) {
		ssize_t n = recv(s, answer, sizeof(answer), 0);

		if (n <= 0)
			return 1;
		*octets += n;
		for (struct nlmsghdr *h = (void *)answer; NLMSG_OK(h, n); h = NLMSG_NEXT(h, n)) {
			if (h->nlmsg_type == NLMSG_DONE)
				return 0;
			if (h->nlmsg_type == NLMSG_ERROR)
				return failed(h);
			++*messages;
		}
	}
}

/* The number of the family, from the kernel's controller. */
static int family(int s)
{
	struct genlmsghdr g = { .cmd = CTRL_CMD_GETFAMILY, .version = 1 };
	struct nlmsghdr *h = (void *)answer;
	struct request q;
	struct nlattr *a;
	int left;

	begin(&q, GENL_ID_CTRL, 0, &g, sizeof(g));
	put(&q, CTRL_ATTR_FAMILY_NAME, KNTOP_GENL_NAME, sizeof(KNTOP_GENL_NAME));
	if (send(s, &q, q.h.nlmsg_len, 0) < 0 || recv(s, answer, sizeof(answer), 0) <= 0 ||
	    h->nlmsg_type == NLMSG_ERROR)
		return -1;
	a = (void *)((char *)NLMSG_DATA(h) + GENL_HDRLEN);
	left = NLMSG_PAYLOAD(h, GENL_HDRLEN);
	while (left >= NLA_HDRLEN && a->nla_type != CTRL_ATTR_FAMILY_ID) {
		left -= NLA_ALIGN(a->nla_len);
		a = (void *)((char *)a + NLA_ALIGN(a->nla_len));
	}
	return left >= NLA_HDRLEN ? *(unsigned short *)((char *)a + NLA_HDRLEN) : -1;
}

static int ask_kntop(struct request *q, int cmd, unsigned int top)
{
	struct genlmsghdr g = { .cmd = cmd, .version = KNTOP_GENL_VERSION };
	int s = open_netlink(NETLINK_GENERIC), id = family(s);

	if (id < 0) {
		fprintf(stderr, "ask: no kntop\n");
		exit(1);
	}
	begin(q, id, NLM_F_DUMP, &g, sizeof(g));
	if (top) {
		put_u32(q, KNTOP_QUERY_A_ORDER, KNTOP_ORDER_RATE);
		put_u32(q, KNTOP_QUERY_A_LIMIT, top);
	}
	return s;
}

static int ask_conntrack(struct request *q)
{
	struct nfgenmsg g = { .nfgen_family = AF_INET };

	begin(q, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_GET, NLM_F_DUMP, &g, sizeof(g));
	return open_netlink(NETLINK_NETFILTER);
}

int main(int argc, char **argv)
{
	unsigned long messages = 0, octets = 0;
	int s, times = argc > 3 ? atoi(argv[3]) : 1;
	struct request q;

	if (argc < 2)
		return 1;
	if (!strcmp(argv[1], "conntrack"))
		s = ask_conntrack(&q);
	else
		s = ask_kntop(&q, strcmp(argv[1], "talkers") ? KNTOP_CMD_FLOW_GET :
							      KNTOP_CMD_TALKER_GET,
			      argc > 2 ? atoi(argv[2]) : 0);
	while (times--) {
		if (run(s, &q, &messages, &octets))
			return 1;
		if (times)
			sleep(1);
	}
	printf("%lu %lu\n", messages, octets);
	return 0;
}
