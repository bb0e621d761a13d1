// SPDX-License-Identifier: GPL-2.0-or-later
/* What ntopd was told to do. */
#include <stdlib.h>
#include <string.h>
#include "config.h"

void config_init(struct config *c)
{
	*c = (struct config){
		.data_dir = "/var/lib/kntop",
		.user = "ntopd",
		.verbosity = 1,
		.step = 10,
		.max_disk = 2ULL << 30,
		.retention = 365,
		.hosts_recorded = 500,
	};
}

void config_free(struct config *c)
{
	free(c->interfaces);
	free(c->networks);
	*c = (struct config){ 0 };
}

bool config_add_interface(struct config *c, const char *name)
{
	void *more;

	for (size_t i = 0; i < c->interface_count; i++)
		if (!strcmp(c->interfaces[i], name))
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

static bool same_network(const struct config_network *a, const struct config_network *b)
{
	return a->prefix == b->prefix && !memcmp(&a->addr, &b->addr, sizeof(a->addr));
}

bool config_add_network(struct config *c, const struct config_network *net)
{
	void *more;

	for (size_t i = 0; i < c->network_count; i++) {
		if (same_network(&c->networks[i], net)) {
			c->networks[i] = *net;
			return true;
		}
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
