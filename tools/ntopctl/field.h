/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values that several records share, as JSON and as text. */
#ifndef NTOPCTL_FIELD_H
#define NTOPCTL_FIELD_H

#include <kntop.h>
#include "json.h"

/** Room for an endpoint or a name in text. */
#define FIELD_SIZE	160

/** field_json_name() - a string, null when empty */
static inline __attribute__((always_inline)) void field_json_name(struct json *j, const char *key, const char *name)
{
	json_string(j, key, name[0] ? name : NULL);
}

/** field_json_address() - "10.0.0.1", null for none */
static inline void field_json_address(struct json *j, const char *key,
				      const struct kntop_address *addr)
{
	char *at;

	if (!addr->family) {
		json_null(j, key);
		return;
	}
	/* it is shorter than what there is room for */
	at = json_lead(j, key);
	*at++ = '"';
	at += strlen(kntop_address_format(addr, at));
	*at++ = '"';
	json_end(j, at);
}

/** field_json_time() - nanoseconds since the epoch, null for none */
static inline __attribute__((always_inline)) void field_json_time(struct json *j, const char *key, uint64_t ns)
{
	if (ns)
		json_u64(j, key, ns);
	else
		json_null(j, key);
}

/** field_json_optional() - an integer, null when negative */
static inline __attribute__((always_inline)) void field_json_optional(struct json *j, const char *key, int64_t value)
{
	if (value < 0)
		json_null(j, key);
	else
		json_u64(j, key, value);
}

/** field_json_id() - 64 bits as 16 hexadecimal digits, null for 0. Not a number: as such, most
 *  readers of JSON would keep 53 bits of it.
 */
void field_json_id(struct json *j, const char *key, uint64_t id);

/** field_json_counter() - an object with packets and octets */
static inline void field_json_counter(struct json *j, const char *key,
				      const struct kntop_counter *c)
{
	json_object_begin(j, key);
	json_u64(j, "packets", c->packets);
	json_u64(j, "octets", c->octets);
	json_object_end(j);
}

/** field_json_counter_flows() - an object with packets, octets and flows */
static inline void field_json_counter_flows(struct json *j, const char *key,
					    const struct kntop_counter *c)
{
	json_object_begin(j, key);
	json_u64(j, "packets", c->packets);
	json_u64(j, "octets", c->octets);
	json_u64(j, "flows", c->flows);
	json_object_end(j);
}

/* These write text to FIELD_SIZE octets at @buf and return it. */

/** field_endpoint() - "10.0.0.1:80", "[2001:db8::1]:80", without port the address */
char *field_endpoint(char *buf, const struct kntop_address *addr, int port);

/** field_id() - "00c0ffee00c0ffee" */
char *field_id(char *buf, uint64_t id);

/** field_l4() - "tcp", or the number of a protocol without a name */
char *field_l4(char *buf, unsigned int protocol);

/** field_network() - "10.0.0.0/8" */
char *field_network(char *buf, const struct kntop_address *addr, int prefix);

/** field_ethertype() - "arp", or "0x88b5" for one without a name */
char *field_ethertype(char *buf, unsigned int type);

/** field_tcp_flags() - "SAPF", "-" when none is set */
char *field_tcp_flags(char *buf, unsigned int flags);

/** field_words() - a snake_case name as words: "table full" */
char *field_words(char *buf, const char *name);

/** field_name() - a name of unknown origin, printable */
char *field_name(char *buf, const char *name);

#endif /* NTOPCTL_FIELD_H */
