// SPDX-License-Identifier: GPL-2.0-or-later
/* What each option does with its value. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "filter.h"
#include "option.h"
#include "value.h"

static bool __attribute__((format(printf, 2, 3))) refuse(char *reason, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(reason, OPTION_REASON, format, args);
	va_end(args);
	return false;
}

/* Digits only: strtoull() would take blanks and signs as well. */
static bool number(const char *text, uint64_t min, uint64_t max, uint64_t *value, char *reason)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end)
		return refuse(reason, "'%s' is not a number", text);
	if (errno || *value < min || *value > max)
		return refuse(reason, "'%s' is not in %llu .. %llu", text,
			      (unsigned long long)min, (unsigned long long)max);
	return true;
}

static bool text_value(char *to, size_t size, const char *value, char *reason)
{
	if (strlen(value) >= size)
		return refuse(reason, "it is longer than %zu octets", size - 1);
	strcpy(to, value);
	return true;
}

/* A path must mean the same after a reload, wherever ntopd was started. */
static bool path_value(char *to, const char *value, char *reason)
{
	char here[PATH_MAX] = "";

	if (value[0] != '/' && !getcwd(here, sizeof(here)))
		return refuse(reason, "'%s': %s", value, strerror(errno));
	if (strlen(here) + strlen(value) + 2 > PATH_MAX)
		return refuse(reason, "the path is too long");
	strcpy(to, here);
	if (here[0])
		strcat(to, "/");
	strcat(to, value);
	return true;
}

static bool all_digits(const char *text)
{
	return text[strspn(text, "0123456789")] == '\0';
}

bool value_interface(struct config *c, const char *value, char *reason)
{
	if (strchr(value, ','))
		return refuse(reason, "'%s': no views; give -i once for each device", value);
	if (strchr(value, '/') || strchr(value, ':'))
		return refuse(reason,
			      "'%s' is not a device (for a capture file: ntopctl read FILE)",
			      value);
	if (strlen(value) >= KNTOP_NAME_SIZE)
		return refuse(reason, "'%s' is longer than %d octets", value, KNTOP_NAME_SIZE - 1);
	if (all_digits(value))
		return refuse(reason, "'%s': devices are given by name, not by number", value);
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f)
			return refuse(reason, "'%s' is not the name of a device", value);
	if (!strcmp(value, ".") || !strcmp(value, ".."))
		return refuse(reason, "'%s' is not the name of a device", value);
	if (!config_add_interface(c, value))
		return refuse(reason, "more than %d interfaces", CONFIG_INTERFACES_MAX);
	return true;
}

static bool network(const char *text, struct config_network *net, char *reason)
{
	const char *equals = strchr(text, '=');
	char address[KNTOP_ADDRESS_TEXT + 4];
	size_t len = equals ? (size_t)(equals - text) : strlen(text);
	int rc = -EINVAL;

	*net = (struct config_network){ 0 };
	if (len < sizeof(address)) {
		memcpy(address, text, len);
		address[len] = '\0';
		rc = kntop_prefix_parse(address, &net->addr, &net->prefix);
	}
	if (rc == -ERANGE)
		return refuse(reason, "'%s': the prefix length is out of range", text);
	if (rc)
		return refuse(reason, "'%s' is not a network such as 10.0.0.0/8", text);
	if (kntop_prefix_mask(&net->addr, net->prefix))
		return refuse(reason, "'%s' has bits behind its prefix", text);
	if (equals && !equals[1])
		return refuse(reason, "'%s': there is no name behind the =", text);
	if (equals && strlen(equals + 1) >= sizeof(net->name))
		return refuse(reason, "'%s': the name is longer than %d octets", equals + 1,
			      KNTOP_LOCALNET_NAME_SIZE - 1);
	if (equals)
		strcpy(net->name, equals + 1);
	return true;
}

/* All of the list, or nothing of it. */
static bool networks(const char *value, struct config *c, bool take, char *reason)
{
	char *copy = strdup(value), *rest = copy, *item;
	struct config_network net;
	bool good = copy || refuse(reason, "no memory");
	size_t len;

	while (good && (item = strsep(&rest, ","))) {
		item += strspn(item, " \t");
		for (len = strlen(item); len && strchr(" \t", item[len - 1]);)
			item[--len] = '\0';
		good = network(item, &net, reason);
		if (good && take && !config_add_network(c, &net))
			good = refuse(reason, "more than %d local networks", CONFIG_NETWORKS_MAX);
	}
	free(copy);
	return good;
}

bool value_networks(struct config *c, const char *value, char *reason)
{
	return networks(value, c, false, reason) && networks(value, c, true, reason);
}

bool value_data_dir(struct config *c, const char *value, char *reason)
{
	return path_value(c->data_dir, value, reason);
}

bool value_dns(struct config *c, const char *value, char *reason)
{
	static const char *const names[] = { "local", "all", "seen", "none" };
	uint64_t mode;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(value, names[i])) {
			c->dns = i;
			return true;
		}
	}
	if (!all_digits(value))
		return refuse(reason, "'%s' is none of 0..3, local, all, seen, none", value);
	if (!number(value, 0, 3, &mode, reason))
		return false;
	c->dns = mode;
	return true;
}

bool value_filter(struct config *c, const char *value, char *reason)
{
	return filter_check(value, reason) &&
	       text_value(c->filter, sizeof(c->filter), value, reason);
}

bool value_protocols(struct config *c, const char *value, char *reason)
{
	return path_value(c->protocols, value, reason);
}

static bool limit(uint32_t *to, const char *value, uint16_t attribute, char *reason)
{
	const struct kntop_config_key *keys;
	uint64_t n;
	size_t count;

	keys = kntop_config_keys(&count);
	for (size_t i = 0; i < count; i++) {
		if (keys[i].attribute != attribute)
			continue;
		if (!number(value, keys[i].min, keys[i].max, &n, reason))
			return false;
		*to = n;
	}
	return true;
}

bool value_flows_max(struct config *c, const char *value, char *reason)
{
	return limit(&c->flows_max, value, KNTOP_CONFIG_A_FLOWS_MAX, reason);
}

bool value_hosts_max(struct config *c, const char *value, char *reason)
{
	return limit(&c->hosts_max, value, KNTOP_CONFIG_A_HOSTS_MAX, reason);
}

bool value_user(struct config *c, const char *value, char *reason)
{
	if (!text_value(c->user, sizeof(c->user), value, reason))
		return false;
	c->user_given = true;
	return true;
}

bool value_daemon(struct config *c, const char *value, char *reason)
{
	(void)reason;
	c->daemon = strcmp(value, "0") != 0;
	return true;
}

bool value_pid_file(struct config *c, const char *value, char *reason)
{
	return path_value(c->pid_file, value, reason);
}

bool value_verbose(struct config *c, const char *value, char *reason)
{
	uint64_t n = 2;

	if (*value && !number(value, 0, 6, &n, reason))
		return false;
	c->verbosity = n;
	return true;
}

#define BOTH	(KNTOP_INTERFACE_RX | KNTOP_INTERFACE_TX)

bool value_direction(struct config *c, const char *value, char *reason)
{
	static const uint32_t flags[] = { BOTH, KNTOP_INTERFACE_RX, KNTOP_INTERFACE_TX };
	uint64_t n;

	if (!number(value, 0, 2, &n, reason))
		return false;
	c->interface_flags &= ~BOTH;
	c->interface_flags |= flags[n];
	return true;
}

bool value_ignore_vlans(struct config *c, const char *value, char *reason)
{
	(void)reason;
	c->interface_flags &= ~KNTOP_INTERFACE_IGNORE_VLAN;
	if (strcmp(value, "0"))
		c->interface_flags |= KNTOP_INTERFACE_IGNORE_VLAN;
	return true;
}

bool value_step(struct config *c, const char *value, char *reason)
{
	if (strcmp(value, "1") && strcmp(value, "10"))
		return refuse(reason, "'%s' is neither 1 nor 10 seconds", value);
	c->step = atoi(value);
	return true;
}

bool value_max_disk(struct config *c, const char *value, char *reason)
{
	static const char units[] = "KMGT";
	char digits[24] = "";
	size_t len = strlen(value);
	const char *unit = len ? strchr(units, value[len - 1]) : NULL;
	uint64_t n, shift = unit ? 10 * (unit - units + 1) : 0;

	if (len - !!unit >= sizeof(digits))
		return refuse(reason, "'%s' is not a size such as 500M or 2G", value);
	memcpy(digits, value, len - !!unit);
	if (!*digits || !all_digits(digits))
		return refuse(reason, "'%s' is not a size such as 500M or 2G", value);
	if (!number(digits, 0, UINT64_MAX >> shift, &n, reason))
		return false;
	n <<= shift;
	if (n < 64 << 20)
		return refuse(reason, "'%s' is less than 64M, too little for any history", value);
	c->max_disk = n;
	return true;
}

bool value_retention(struct config *c, const char *value, char *reason)
{
	uint64_t n;

	if (!number(value, 1, 3660, &n, reason))
		return false;
	c->retention = n;
	return true;
}

bool value_hosts_recorded(struct config *c, const char *value, char *reason)
{
	uint64_t n;

	if (!number(value, 0, 100000, &n, reason))
		return false;
	c->hosts_recorded = n;
	return true;
}

bool value_places_recorded(struct config *c, const char *value, char *reason)
{
	uint64_t n;

	if (!number(value, 0, 10000, &n, reason))
		return false;
	c->places_recorded = n;
	return true;
}

bool value_geo(struct config *c, const char *value, char *reason)
{
	return text_value(c->geo, sizeof(c->geo), value, reason);
}

bool value_rrdcached(struct config *c, const char *value, char *reason)
{
	if (strncmp(value, "unix:/", 6) && value[0] != '/')
		return refuse(reason, "'%s' is not unix:/PATH", value);
	value += value[0] == '/' ? 0 : 5;
	return text_value(c->rrdcached, sizeof(c->rrdcached), value, reason);
}
