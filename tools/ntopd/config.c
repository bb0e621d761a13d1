// SPDX-License-Identifier: GPL-2.0-or-later
/* What ntopd was told to do. */
#include <stdlib.h>
#include <string.h>
#include "config.h"

void config_init(struct config *c)
{
	*c = (struct config){
		.interface_flags = KNTOP_INTERFACE_RX | KNTOP_INTERFACE_TX,
		.data_dir = "/var/lib/kntop",
		.user = "ntopd",
		.verbosity = 1,
		.step = 10,
		.max_disk = 2ULL << 30,
		.retention = 365,
		.hosts_recorded = 500,
		.places_recorded = 100,
	};
}

void config_free(struct config *c)
{
	free(c->interfaces);
	free(c->networks);
	*c = (struct config){ 0 };
}

int config_find_interface(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->interface_count; i++)
		if (!strcmp(c->interfaces[i], name))
			return i;
	return -1;
}

int config_find_network(const struct config *c, const struct config_network *net)
{
	for (size_t i = 0; i < c->network_count; i++)
		if (c->networks[i].prefix == net->prefix &&
		    !memcmp(&c->networks[i].addr, &net->addr, sizeof(net->addr)))
			return i;
	return -1;
}

bool config_add_interface(struct config *c, const char *name)
{
	void *more;

	if (config_find_interface(c, name) >= 0)
		return true;
	if (c->interface_count == CONFIG_INTERFACES_MAX)
		return false;
	more = reallocarray(c->interfaces, c->interface_count + 1, sizeof(*c->interfaces));
	if (!more)
		return false;
	c->interfaces = more;
	strncpy(c->interfaces[c->interface_count], name, KNTOP_NAME_SIZE);
	c->interfaces[c->interface_count++][KNTOP_NAME_SIZE - 1] = '\0';
	return true;
}

bool config_add_network(struct config *c, const struct config_network *net)
{
	int there = config_find_network(c, net);
	void *more;

	if (there >= 0) {
		c->networks[there] = *net;
		return true;
	}
	if (c->network_count == CONFIG_NETWORKS_MAX)
		return false;
	more = reallocarray(c->networks, c->network_count + 1, sizeof(*c->networks));
	if (!more)
		return false;
	c->networks = more;
	c->networks[c->network_count++] = *net;
	return true;
}

void config_remove_interface(struct config *c, size_t i)
{
	memmove(c->interfaces + i, c->interfaces + i + 1,
		(--c->interface_count - i) * sizeof(*c->interfaces));
}

void config_remove_network(struct config *c, size_t i)
{
	memmove(c->networks + i, c->networks + i + 1,
		(--c->network_count - i) * sizeof(*c->networks));
}
