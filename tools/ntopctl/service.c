// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of ports, from the system's services file. */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "service.h"

#define PORTS	65536

enum table { TCP, UDP, SCTP, TABLES };

static const char *const names[TABLES] = { "tcp", "udp", "sctp" };
static const uint8_t numbers[TABLES] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP };
static char *services[TABLES][PORTS];

/* The first name of a port counts, as it does for getservbyport(). */
static void add(const struct servent *s)
{
	unsigned int port = ntohs(s->s_port);

	for (unsigned int i = 0; i < TABLES; i++)
		if (!strcmp(s->s_proto, names[i]) && !services[i][port])
			services[i][port] = strdup(s->s_name);
}

static void read_all(void)
{
	static bool read;
	const struct servent *s;

	if (read)
		return;
	read = true;
	setservent(1);
	while ((s = getservent()))
		add(s);
	endservent();
}

const char *service_name(unsigned int l4, int port)
{
	read_all();
	for (unsigned int i = 0; i < TABLES; i++)
		if (numbers[i] == l4 && port >= 0 && port < PORTS)
			return services[i][port];
	return NULL;
}
