// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Check rules before nDPI sees them: it loops for ever on port 65535, reads before an
 * empty name, and silently accepts what it does not understand.
 */
#include "guest.h"

#define LINE_MAX_OCTETS	65536

#define NAME_MAX_OCTETS	47	/* KNTOP_LABEL_NAME_SIZE */
#define PORT_MAX	65534

static const char *after(const char *s, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(s, prefix, n) ? NULL : s + n;
}

/* A decimal number from @low to @high; returns what follows, or NULL. */
static const char *number(const char *s, uint64_t low, uint64_t high, uint64_t *n)
{
	const char *start = s;

	for (*n = 0; isdigit(*s) && s - start < 19; s++)
		*n = *n * 10 + *s - '0';
	return s == start || isdigit(*s) || *n < low || *n > high ? NULL : s;
}

/* PORT or PORT-PORT */
static bool is_ports(const char *s)
{
	uint64_t low, high;

	s = number(s, 1, PORT_MAX, &low);
	high = low;
	if (s && *s == '-')
		s = number(s + 1, low, PORT_MAX, &high);
	return s && !*s;
}

/* A.B.C.D[/BITS][:PORT], the port if @port_too. */
static bool is_network(const char *s, bool port_too)
{
	char address[INET_ADDRSTRLEN];
	size_t n = strspn(s, "0123456789.");
	uint64_t value;

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

static bool is_element(char *s)
{
	const char *value;

	value = after(s, "tcp:");
	if (!value)
		value = after(s, "udp:");
	if (value)
		return is_ports(value);
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
static bool is_rule(char *line)
{
	char *at = strrchr(line, '@'), *element, *comma;
	bool good = is_name(at + 1);

	*at = '\0';
	for (element = line; good && element; element = comma) {
		comma = strchr(element, ',');
		if (comma)
			*comma = '\0';
		good = is_element(element);
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
	uint64_t mask;

	if (!key++)
		return false;
	if (after(line, "trusted_issuer_dn:"))
		return *key && !ndpi_add_trusted_issuer_dn(ndpi, (char *)key);
	if (value) {
		*value++ = '\0';
		end = number(value, 0, UINT64_MAX, &mask);
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
static bool load_protocol(char *line)
{
	if (!strchr(line, '@') || after(line, "trusted_issuer_dn:"))
		return load_exception(kntop_guest_ndpi, line);
	return is_rule(line) && !kntop_version_rule(kntop_guest_ndpi, line);
}

/* NAME CATEGORY, or NETWORK CATEGORY */
static bool load_category(char *line)
{
	char *rest, *name = strtok_r(line, " \t", &rest);
	char *value = name ? strtok_r(NULL, " \t", &rest) : NULL;
	const char *end = NULL, *category;
	uint64_t n;

	if (value && !strtok_r(NULL, " \t", &rest))
		end = number(value, 1, NDPI_PROTOCOL_NUM_CATEGORIES - 1, &n);
	if (!end || *end)
		return false;
	category = ndpi_category_get_name(kntop_guest_ndpi, n);
	if (!category || !*category)
		return false;
	return (is_network(name, false) || is_host(name)) &&
	       KNTOP_VERSION_HOST(kntop_guest_ndpi, name, n) >= 0;
}

typedef bool (*loader)(char *line);

static enum kntop_door_status load_line(const char *line, loader load)
{
	enum kntop_door_status status;
	char *copy;

	if (*line == '#')
		return KNTOP_DOOR_READY;
	if (strlen(line) > LINE_MAX_OCTETS)
		return KNTOP_DOOR_BAD_LINE;
	copy = strdup(line);
	if (!copy)
		return KNTOP_DOOR_NO_MEMORY;
	status = load(copy) ? KNTOP_DOOR_READY : KNTOP_DOOR_BAD_LINE;
	free(copy);
	return status;
}

static enum kntop_door_status load_lines(const char *lines, loader load, uint32_t *bad)
{
	enum kntop_door_status status;
	uint32_t n = 1;

	for (; lines && *lines; lines += strlen(lines) + 1, n++) {
		status = load_line(lines, load);
		if (status == KNTOP_DOOR_BAD_LINE)
			*bad = n;
		if (status != KNTOP_DOOR_READY)
			return status;
	}
	return KNTOP_DOOR_READY;
}

enum kntop_door_status kntop_guest_rules(const char *protocols, const char *categories,
					 uint32_t *bad)
{
	enum kntop_door_status status = load_lines(protocols, load_protocol, bad);

	if (status == KNTOP_DOOR_READY)
		status = load_lines(categories, load_category, bad);
	if (status == KNTOP_DOOR_READY && categories && *categories)
		ndpi_enable_loaded_categories(kntop_guest_ndpi);
	return status;
}
