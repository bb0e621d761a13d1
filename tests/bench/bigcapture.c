// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bigcapture: a large capture made of small ones.
 *
 *	bigcapture long|short PACKETS OCTETS OUT CAPTURE...
 *
 * Takes the TCP and UDP flows of Ethernet captures, and writes copies of them to
 * OUT, many at a time in turn, until it has PACKETS packets or OCTETS octets. Each
 * copy has a client of its own in 10.0.0.0/8 or 2001:db8::/32, so it is a flow of
 * its own; servers and payloads stay what they were, checksums do not. "short":
 * only the first packets of each flow. "long": what follows the first packets of a
 * long flow comes again and again, for TCP with sequence numbers that go on. The
 * same arguments give the same file.
 */
#include <arpa/inet.h>
#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Flows that are under way at once: one for so many packets, but not more than that. */
#define ACTIVE_SHARE	600
#define ACTIVE_MAX	2000
/* "short": as many packets of a flow; "long": what follows them comes again. */
#define SHORT_PACKETS	6
#define HEAD_PACKETS	40
/* "long": packets of a flow that goes on, at most. */
#define LONG_PACKETS	2000
/* Of a capture as many packets are taken, so that none is most of the result. */
#define CAPTURE_PACKETS	20000
#define STEP_NS		8000
#define SLOTS		65536

struct frame {
	uint8_t		*data;
	uint32_t	len;
	bool		reply;
};

struct flow {
	uint8_t		key[40];	/* lower address and port first */
	uint8_t		first[18];	/* address and port of who began */
	unsigned int	ip;		/* 4 or 6 */
	uint8_t		l4;
	struct frame	*frames;
	unsigned int	count;
	uint32_t	span[2];	/* sequence numbers of the part that comes again */
	struct flow	*next;
};

struct active {
	const struct flow	*flow;
	uint32_t		client;
	unsigned int		at, round, left;
};

struct capture {
	struct flow	*slot[SLOTS];
};

static struct flow **flows;
static size_t flow_count;
static uint64_t random_state = 88172645463325252ull;

static uint64_t draw(uint64_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state % below;
}

static void *grow(void *p, size_t count, size_t size)
{
	/* at powers of two */
	if (count & (count - 1))
		return p;
	p = realloc(p, (count ? 2 * count : 1) * size);
	if (!p)
		abort();
	return p;
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

static void add32(uint8_t *p, uint32_t n)
{
	n = htonl(get32(p) + n);
	memcpy(p, &n, 4);
}

/* Where L4 begins, or 0: not an untagged TCP or UDP packet in one piece. */
static uint32_t l4_of(const uint8_t *p, uint32_t len, unsigned int *ip, uint8_t *l4)
{
	uint32_t at;

	if (len < 54)
		return 0;
	if (p[12] == 0x08 && p[13] == 0 && p[14] >> 4 == 4 && !(p[20] & 0x3f) && !p[21]) {
		*ip = 4;
		*l4 = p[23];
		at = 14 + (p[14] & 15) * 4;
	} else if (p[12] == 0x86 && p[13] == 0xdd) {
		*ip = 6;
		*l4 = p[20];
		at = 54;
	} else {
		return 0;
	}
	if (*l4 == IPPROTO_TCP)
		return at + 20 <= len ? at : 0;
	return *l4 == IPPROTO_UDP && at + 8 <= len ? at : 0;
}

/* Address and port of an end, 18 octets. */
static void end_of(uint8_t *end, const uint8_t *p, unsigned int ip, uint32_t l4, bool dst)
{
	memset(end, 0, 18);
	if (ip == 4)
		memcpy(end, p + (dst ? 30 : 26), 4);
	else
		memcpy(end, p + (dst ? 38 : 22), 16);
	memcpy(end + 16, p + l4 + (dst ? 2 : 0), 2);
}

static struct flow *flow_find(struct capture *c, const uint8_t *key, const uint8_t *first,
			      unsigned int ip, uint8_t l4)
{
	uint32_t hash = 5381;
	struct flow *f;

	for (int i = 0; i < 40; i++)
		hash = hash * 33 + key[i];
	for (f = c->slot[hash % SLOTS]; f; f = f->next)
		if (!memcmp(f->key, key, 40))
			return f;
	f = calloc(1, sizeof(*f));
	if (!f)
		abort();
	memcpy(f->key, key, 40);
	memcpy(f->first, first, 18);
	f->ip = ip;
	f->l4 = l4;
	f->next = c->slot[hash % SLOTS];
	c->slot[hash % SLOTS] = f;
	flows = grow(flows, flow_count, sizeof(*flows));
	flows[flow_count++] = f;
	return f;
}

static void take(struct capture *c, const uint8_t *p, uint32_t len)
{
	uint8_t a[18], b[18], key[40] = { 0 };
	struct flow *f;
	unsigned int ip;
	uint32_t at;
	uint8_t l4;

	at = l4_of(p, len, &ip, &l4);
	if (!at)
		return;
	end_of(a, p, ip, at, false);
	end_of(b, p, ip, at, true);
	memcpy(key, memcmp(a, b, 18) < 0 ? a : b, 18);
	memcpy(key + 18, memcmp(a, b, 18) < 0 ? b : a, 18);
	key[36] = l4;
	key[37] = ip;
	f = flow_find(c, key, a, ip, l4);
	f->frames = grow(f->frames, f->count, sizeof(*f->frames));
	f->frames[f->count] = (struct frame){ malloc(len), len, memcmp(a, f->first, 18) };
	memcpy(f->frames[f->count++].data, p, len);
}

static void load(const char *path)
{
	struct capture *c = calloc(1, sizeof(*c));
	char why[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *h;
	const u_char *data;
	pcap_t *pcap = pcap_open_offline(path, why);

	if (!c)
		abort();
	if (pcap && pcap_datalink(pcap) == DLT_EN10MB)
		for (int i = 0; i < CAPTURE_PACKETS && pcap_next_ex(pcap, &h, &data) == 1; i++)
			if (h->caplen == h->len)
				take(c, data, h->caplen);
	if (pcap)
		pcap_close(pcap);
	free(c);
}

static const uint8_t *tcp_of(const struct flow *f, const struct frame *frame)
{
	return frame->data + (f->ip == 4 ? 14 + (frame->data[14] & 15) * 4 : 54);
}

/* How far the sequence numbers of the part that comes again go. */
static void set_span(struct flow *f)
{
	uint32_t begin[2] = { 0 }, end;
	bool seen[2] = { false };

	for (unsigned int i = HEAD_PACKETS; i < f->count; i++) {
		const struct frame *frame = &f->frames[i];
		const uint8_t *tcp = tcp_of(f, frame);
		int side = frame->reply;

		if (!seen[side])
			begin[side] = get32(tcp + 4);
		seen[side] = true;
		end = get32(tcp + 4) + (uint32_t)(frame->data + frame->len - tcp) -
		      (tcp[12] >> 4) * 4;
		if ((int32_t)(end - begin[side] - f->span[side]) > 0)
			f->span[side] = end - begin[side];
	}
}

/* ---- writing ------------------------------------------------------------- */

static void set_client(uint8_t *data, const struct active *a, bool reply)
{
	uint32_t client = htonl(a->client);

	if (a->flow->ip == 4) {
		data[reply ? 30 : 26] = 10;
		memcpy(data + (reply ? 31 : 27), (uint8_t *)&client + 1, 3);
	} else {
		memcpy(data + (reply ? 38 : 22), "\x20\x01\x0d\xb8", 4);
		memcpy(data + (reply ? 50 : 34), &client, 4);
	}
}

static uint64_t write_frame(FILE *out, const struct active *a, uint64_t number)
{
	const struct frame *f = &a->flow->frames[a->at];
	uint64_t ns = number * STEP_NS;
	uint32_t head[4] = { 1600000000 + ns / 1000000000, ns % 1000000000 / 1000,
			     f->len, f->len };
	static uint8_t data[65536];

	memcpy(data, f->data, f->len);
	set_client(data, a, f->reply);
	if (a->flow->l4 == IPPROTO_TCP && a->round) {
		uint8_t *tcp = data + (tcp_of(a->flow, f) - f->data);

		add32(tcp + 4, a->round * a->flow->span[f->reply]);
		add32(tcp + 8, a->round * a->flow->span[!f->reply]);
		/* it is not over yet */
		tcp[13] &= ~0x07;
	}
	fwrite(head, sizeof(head), 1, out);
	fwrite(data, f->len, 1, out);
	return sizeof(head) + f->len;
}

static void begin(struct active *a, bool cut)
{
	static uint32_t clients;
	struct flow *f = flows[draw(flow_count)];

	*a = (struct active){ .flow = f, .client = ++clients, .left = f->count };
	if (cut && a->left > SHORT_PACKETS)
		a->left = SHORT_PACKETS;
	else if (!cut && f->count > HEAD_PACKETS + 20)
		a->left = f->count + draw(LONG_PACKETS);
}

static void step(struct active *a)
{
	a->left--;
	if (++a->at == a->flow->count) {
		a->at = HEAD_PACKETS;
		a->round++;
	}
}

static void write_all(FILE *out, bool cut, uint64_t packets, uint64_t octets)
{
	static const uint32_t head[6] = { 0xa1b2c3d4, 2 | 4 << 16, 0, 0, 65535, 1 };
	static struct active active[ACTIVE_MAX];
	uint64_t at_once = packets / ACTIVE_SHARE < ACTIVE_MAX ? packets / ACTIVE_SHARE + 1 :
								 ACTIVE_MAX;
	uint64_t written = fwrite(head, 1, sizeof(head), out);

	for (uint64_t i = 0; i < packets && written < octets; i++) {
		struct active *a = &active[draw(at_once)];

		if (!a->left)
			begin(a, cut);
		written += write_frame(out, a, i);
		step(a);
	}
}

int main(int argc, char **argv)
{
	FILE *out;
	bool cut;

	if (argc < 6)
		return 2;
	cut = !strcmp(argv[1], "short");
	for (int i = 5; i < argc; i++)
		load(argv[i]);
	for (size_t i = 0; i < flow_count; i++)
		if (flows[i]->l4 == IPPROTO_TCP)
			set_span(flows[i]);
	out = fopen(argv[4], "wb");
	if (!out || !flow_count)
		return 2;
	write_all(out, cut, strtoull(argv[2], NULL, 0), strtoull(argv[3], NULL, 0));
	return fclose(out) ? 2 : 0;
}
