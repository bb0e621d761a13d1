// SPDX-License-Identifier: GPL-2.0-or-later
/* Asking DNS for the names of addresses, without ever waiting. */
#include <arpa/nameser.h>
#include <ares.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include "name_lookup.h"
#include "name_seen.h"

#define SERVERS		3
#define PATIENCE_MS	2000
#define QUESTION_SIZE	80

/**
 * struct name_lookup - the look-ups
 * @channel: one for each server, so that which one is asked is ours to say
 * @count: how many
 * @current: the one that is asked
 * @fn, @data: who is told
 */
struct name_lookup {
	ares_channel channel[SERVERS];
	unsigned int count;
	unsigned int current;
	name_lookup_fn fn;
	void *data;
};

/**
 * struct asking - one look-up
 * @lookup: of these
 * @server: which one is asked
 * @addr: address
 */
struct asking {
	struct name_lookup *lookup;
	unsigned int server;
	struct kntop_address addr;
};

/* One question, one datagram: no search, no second try, no TCP. */
static int open_channel(ares_channel *channel)
{
	static char from_dns[] = "b";
	struct ares_options options = {
		.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_NOCHECKRESP |
			 ARES_FLAG_IGNTC,
		.timeout = PATIENCE_MS,
		.tries = 1,
		.lookups = from_dns,
	};

	return ares_init_options(channel, &options, ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS |
				 ARES_OPT_TRIES | ARES_OPT_LOOKUPS);
}

static bool open_servers(struct name_lookup *l, const struct ares_addr_port_node *servers)
{
	for (; servers && l->count < SERVERS; servers = servers->next) {
		struct ares_addr_port_node one = *servers;

		one.next = NULL;
		if (open_channel(&l->channel[l->count]) != ARES_SUCCESS)
			return false;
		if (ares_set_servers_ports(l->channel[l->count++], &one) != ARES_SUCCESS)
			return false;
	}
	return l->count;
}

/* The system's, as c-ares finds them. */
static bool open_all(struct name_lookup *l, const char *csv)
{
	struct ares_addr_port_node *servers = NULL;
	ares_channel all;
	bool good;

	if (open_channel(&all) != ARES_SUCCESS)
		return false;
	good = (!csv || ares_set_servers_ports_csv(all, csv) == ARES_SUCCESS) &&
	       ares_get_servers_ports(all, &servers) == ARES_SUCCESS &&
	       open_servers(l, servers);
	ares_free_data(servers);
	ares_destroy(all);
	return good;
}

struct name_lookup *name_lookup_new(const char *servers, name_lookup_fn fn, void *data)
{
	struct name_lookup *l = calloc(1, sizeof(*l));

	if (!l || ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS) {
		free(l);
		return NULL;
	}
	l->fn = fn;
	l->data = data;
	if (open_all(l, servers))
		return l;
	name_lookup_free(l);
	return NULL;
}

void name_lookup_free(struct name_lookup *l)
{
	if (!l)
		return;
	for (unsigned int i = 0; i < l->count; i++)
		ares_destroy(l->channel[i]);
	ares_library_cleanup();
	free(l);
}

bool name_lookup_is_sensible(const struct kntop_address *addr)
{
	const uint8_t *o = addr->octets;
	bool link = addr->family == 4 ? o[0] == 169 && o[1] == 254 :
		    o[0] == 0xfe && (o[1] & 0xc0) == 0x80;

	return !link && name_seen_is_host(addr);
}

static char *question_of(const struct kntop_address *addr, char *text)
{
	const uint8_t *o = addr->octets;
	char *p = text;

	if (addr->family == 4) {
		sprintf(text, "%u.%u.%u.%u.in-addr.arpa", o[3], o[2], o[1], o[0]);
		return text;
	}
	for (int i = 15; i >= 0; i--)
		p += sprintf(p, "%x.%x.", o[i] & 15, o[i] >> 4);
	strcpy(p, "ip6.arpa");
	return text;
}

static unsigned int get16(const unsigned char *p)
{
	return p[0] << 8 | p[1];
}

static uint32_t get32(const unsigned char *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

/* Octets of the name at @p, and the name itself; 0 it is none. */
static long expand(const unsigned char *p, const unsigned char *data, int len, char *name)
{
	char *text;
	long size;

	if (p >= data + len || ares_expand_name(p, data, len, &text, &size) != ARES_SUCCESS)
		return 0;
	if (name) {
		name[0] = '\0';
		if (strlen(text) < NAMEFILE_NAME_SIZE)
			strcpy(name, text);
	}
	ares_free_string(text);
	return size;
}

/* A record that leads to the name: an alias, or the name itself. */
static bool take_record(const unsigned char *p, unsigned int type, const unsigned char *data,
			int len, char *name)
{
	char found[NAMEFILE_NAME_SIZE];

	if (type == T_CNAME)
		return true;
	if (type != T_PTR || !expand(p, data, len, found) || !name_seen_is_name(found))
		return false;
	if (!name[0] || strcmp(found, name) < 0)
		strcpy(name, found);
	return true;
}

bool name_lookup_parse(const unsigned char *data, int len, char *name, uint32_t *ttl)
{
	const unsigned char *p = data + HFIXEDSZ, *end = data + len;
	unsigned int records;
	long size;

	name[0] = '\0';
	*ttl = 0;
	if (len < HFIXEDSZ || get16(data + 4) != 1)
		return false;
	records = get16(data + 6);
	size = expand(p, data, len, NULL);
	if (!size || end - p < size + QFIXEDSZ)
		return false;
	p += size + QFIXEDSZ;
	while (records--) {
		unsigned int type, room;
		uint32_t life;

		size = expand(p, data, len, NULL);
		if (!size || end - p < size + RRFIXEDSZ)
			return false;
		p += size;
		type = get16(p);
		life = get32(p + 4);
		room = get16(p + 8);
		p += RRFIXEDSZ;
		if (end - p < (long)room)
			return false;
		if (take_record(p, type, data, len, name) && (!*ttl || life < *ttl))
			*ttl = life ? life : 1;
		p += room;
	}
	return true;
}

static void answered(void *arg, int status, int timeouts, unsigned char *data, int len)
{
	struct asking *a = arg;
	struct name_lookup *l = a->lookup;
	char name[NAMEFILE_NAME_SIZE];
	uint32_t ttl = 0;

	(void)timeouts;
	if (status == ARES_SUCCESS && name_lookup_parse(data, len, name, &ttl)) {
		l->fn(&a->addr, name, ttl, l->data);
	} else if (status == ARES_ENOTFOUND || status == ARES_ENODATA) {
		l->fn(&a->addr, "", 0, l->data);
	} else if (status != ARES_EDESTRUCTION) {
		/* Of many that fail at a time the first one goes on to the next server. */
		if (a->server == l->current)
			l->current = (l->current + 1) % l->count;
		l->fn(&a->addr, NULL, 0, l->data);
	}
	free(a);
}

void name_lookup_start(struct name_lookup *l, const struct kntop_address *addr)
{
	struct asking *a = malloc(sizeof(*a));
	char question[QUESTION_SIZE];

	if (!a) {
		l->fn(addr, NULL, 0, l->data);
		return;
	}
	*a = (struct asking){ l, l->current, *addr };
	ares_query(l->channel[l->current], question_of(addr, question), C_IN, T_PTR, answered, a);
}

static unsigned int add_sockets(ares_channel channel, struct pollfd *fds, unsigned int room)
{
	ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
	/* c-ares' own macros shift a one into the sign. */
	unsigned int which = ares_getsock(channel, sockets, ARES_GETSOCK_MAXNUM);
	unsigned int count = 0;

	for (int i = 0; i < ARES_GETSOCK_MAXNUM && count < room; i++) {
		short events = (which >> i & 1 ? POLLIN : 0) |
			       (which >> (i + ARES_GETSOCK_MAXNUM) & 1 ? POLLOUT : 0);

		if (events)
			fds[count++] = (struct pollfd){ sockets[i], events, 0 };
	}
	return count;
}

unsigned int name_lookup_poll(struct name_lookup *l, struct pollfd *fds, uint64_t *timeout)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < l->count; i++) {
		struct timeval room, *next = ares_timeout(l->channel[i], NULL, &room);

		if (next) {
			uint64_t ns = next->tv_sec * 1000000000ULL + next->tv_usec * 1000ULL;

			*timeout = ns < *timeout ? ns : *timeout;
		}
		count += add_sockets(l->channel[i], fds + count, NAME_LOOKUP_DESCRIPTORS - count);
	}
	return count;
}

void name_lookup_process(struct name_lookup *l, const struct pollfd *fds, unsigned int count)
{
	for (unsigned int i = 0; i < l->count; i++) {
		for (unsigned int n = 0; n < count; n++) {
			bool in = fds[n].revents & (POLLIN | POLLERR | POLLHUP);
			bool out = fds[n].revents & POLLOUT;

			/* A channel passes over what is not its own. */
			if (in || out)
				ares_process_fd(l->channel[i],
						in ? fds[n].fd : ARES_SOCKET_BAD,
						out ? fds[n].fd : ARES_SOCKET_BAD);
		}
		ares_process_fd(l->channel[i], ARES_SOCKET_BAD, ARES_SOCKET_BAD);
	}
}
