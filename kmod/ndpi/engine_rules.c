// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rules are checked here before nDPI sees them: it loops for ever on port 65535,
 * reads before an empty name, and takes what it does not understand in silence.
 */
#include "engine_ndpi.h"

/* A line, and an estimate of what nDPI makes of each of its octets and ports. */
#define LINE_MAX_OCTETS	65536
#define COST_LINE	4096
#define COST_OCTET	256
#define COST_PORT	192
/* All that rules may make an engine take. */
#define HEAP_MAX	(512UL << 20)

#define NAME_MAX_OCTETS	47	/* KNTOP_LABEL_NAME_SIZE */
#define PORT_MAX	65534

static const char *after(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(s, prefix, n) ? NULL : s + n;
}

/* A decimal number from @low to @high; returns what follows, or NULL. */
static const char *number(const char *s, unsigned long low, unsigned long high, unsigned long *n)
{
	const char *start = s;

	for (*n = 0; isdigit(*s) && s - start < 19; s++)
		*n = *n * 10 + *s - '0';
	return s == start || isdigit(*s) || *n < low || *n > high ? NULL : s;
}

/* PORT or PORT-PORT; adds to @ports how many. */
static bool is_ports(const char *s, unsigned long *ports)
{
	unsigned long low, high;

	s = number(s, 1, PORT_MAX, &low);
	high = low;
	if (s && *s == '-')
		s = number(s + 1, low, PORT_MAX, &high);
	*ports += high - low + 1;
	return s && !*s;
}

/* A.B.C.D[/BITS][:PORT], the port if @port_too. */
static bool is_network(const char *s, bool port_too)
{
	char address[INET_ADDRSTRLEN];
	size_t n = strspn(s, "0123456789.");
	unsigned long value;

	if (n >= sizeof(address))
		return false;
	memcpy(address, s, n);
	address[n] = '\0';
	s += n;
	if (inet_pton(AF_INET, address, &value) != 1)
		return false;
	if (*s == '/')
		s = number(s + 1, 1, 32, &value);
	if (s && *s == ':' && port_too)
		s = number(s + 1, 1, PORT_MAX + 1, &value);
	return s && !*s;
}

/* A name of a host, or a part of one, as nDPI searches for it; it is put in lower case. */
static bool is_host(char *s)
{
	size_t n = strlen(s);

	if (n >= 2 && s[0] == '"' && s[n - 1] == '"') {
		s++;
		n -= 2;
	}
	if (!n || n > 253)
		return false;
	for (; n; n--, s++) {
		if (!isgraph(*s) || *s == '"')
			return false;
		*s = tolower(*s);
	}
	return true;
}

static bool is_element(char *s, unsigned long *ports)
{
	const char *value;

	value = after(s, "tcp:");
	if (!value)
		value = after(s, "udp:");
	if (value)
		return is_ports(value, ports);
	value = after(s, "ip:");
	if (value)
		return is_network(value, true);
	return after(s, "host:") && is_host(s + 5);
}

static bool is_name(const char *s)
{
	size_t n = strlen(s);

	if (!n || n > NAME_MAX_OCTETS)
		return false;
	for (; *s; s++)
		if (!isgraph(*s) || *s == ',')
			return false;
	return true;
}

/* ELEMENT,ELEMENT,...@NAME; only the host names are changed. */
static bool is_rule(char *line, unsigned long *ports)
{
	char *at = strrchr(line, '@'), *element, *comma;
	bool good = is_name(at + 1);

	*at = '\0';
	for (element = line; good && element; element = comma) {
		comma = strchr(element, ',');
		if (comma)
			*comma = '\0';
		good = is_element(element, ports);
		if (comma)
			*comma++ = ',';
	}
	*at = '@';
	return good;
}

/* ip_risk_mask:NETWORK=MASK, host_risk_mask:"HOST"=MASK, trusted_issuer_dn:"DN" */
static bool load_exception(struct ndpi_detection_module_struct *ndpi, char *line)
{
	const char *key = strchr(line, ':');
	char *value = strrchr(line, '=');
	const char *end = NULL;
	unsigned long mask;

	if (!key++)
		return false;
	if (after(line, "trusted_issuer_dn:"))
		return *key && !ndpi_add_trusted_issuer_dn(ndpi, (char *)key);
	if (value) {
		*value++ = '\0';
		end = number(value, 0, ~0UL, &mask);
	}
	if (!end || *end)
		return false;
	if (after(line, "ip_risk_mask:"))
		return is_network(key, false) &&
		       !ndpi_add_ip_risk_mask(ndpi, (char *)key, mask);
	return after(line, "host_risk_mask:") && is_host((char *)key) &&
	       !ndpi_add_host_risk_mask(ndpi, (char *)key, mask);
}

/* A line of protos.txt. */
static bool load_protocol(struct kntop_engine *e, char *line, bool *short_of_memory)
{
	unsigned long ports = 0;

	if (!strchr(line, '@') || after(line, "trusted_issuer_dn:"))
		return load_exception(e->ndpi, line);
	if (!is_rule(line, &ports))
		return false;
	*short_of_memory = !kntop_heap_reserve(e->heap, ports * COST_PORT + COST_LINE);
	return !*short_of_memory && !ndpi_handle_rule(e->ndpi, line, 1);
}

/* NAME CATEGORY, or NETWORK CATEGORY */
static bool load_category(struct kntop_engine *e, char *line, bool *short_of_memory)
{
	char *rest, *name = strtok_r(line, " \t", &rest);
	char *value = name ? strtok_r(NULL, " \t", &rest) : NULL;
	const char *end = NULL, *category;
	unsigned long n;

	*short_of_memory = false;
	if (value && !strtok_r(NULL, " \t", &rest))
		end = number(value, 1, NDPI_PROTOCOL_NUM_CATEGORIES - 1, &n);
	if (!end || *end)
		return false;
	category = ndpi_category_get_name(e->ndpi, n);
	if (!category || !*category)
		return false;
	return (is_network(name, false) || is_host(name)) &&
	       ndpi_load_category(e->ndpi, name, n) >= 0;
}

typedef bool (*loader)(struct kntop_engine *e, char *line, bool *short_of_memory);

/* Room for a line is made before nDPI gets it, which does not check all it allocates. */
static bool load_line(struct kntop_engine *e, const char *line, loader load, bool *short_of_memory)
{
	size_t n = strlen(line);
	char *copy;
	bool loaded;

	*short_of_memory = false;
	if (*line == '#')
		return true;
	if (n > LINE_MAX_OCTETS)
		return false;
	*short_of_memory = kntop_heap_octets(e->heap) > HEAP_MAX ||
			   !kntop_heap_reserve(e->heap, COST_LINE + n * COST_OCTET);
	if (*short_of_memory)
		return false;
	copy = strdup(line);
	loaded = load(e, copy, short_of_memory);
	free(copy);
	return loaded;
}

static bool load_lines(struct kntop_engine *e, const char *lines, loader load, unsigned int *bad)
{
	unsigned int n = 1;
	bool short_of_memory;

	for (; lines && *lines; lines += strlen(lines) + 1, n++) {
		if (load_line(e, lines, load, &short_of_memory))
			continue;
		*bad = short_of_memory ? 0 : n;
		return false;
	}
	return true;
}

bool kntop_engine_rules(struct kntop_engine *e, const char *protocols,
			const char *categories, unsigned int *bad)
{
	if (!load_lines(e, protocols, load_protocol, bad) ||
	    !load_lines(e, categories, load_category, bad))
		return false;
	if (categories && *categories)
		ndpi_enable_loaded_categories(e->ndpi);
	return true;
}
