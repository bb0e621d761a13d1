// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading the attributes that several records share. */
#include "parse.h"

void kntop_parse_string(const struct nlattr *a, char *buf, size_t size)
{
	size_t len = strnlen(kntop_attr_data(a), kntop_attr_len(a));

	if (len >= size)
		len = size - 1;
	memcpy(buf, kntop_attr_data(a), len);
	buf[len] = '\0';
}

void kntop_parse_address(const struct nlattr *a, struct kntop_address *addr)
{
	int len = kntop_attr_len(a);

	if (len != 4 && len != 16) {
		addr->family = 0;
		return;
	}
	addr->family = len == 4 ? 4 : 6;
	memcpy(addr->octets, kntop_attr_data(a), len);
}

void kntop_parse_counter(const struct nlattr *nest, struct kntop_counter *c)
{
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_COUNTER_A_PACKETS:
			c->packets = kntop_parse_u64(a);
			break;
		case KNTOP_COUNTER_A_OCTETS:
			c->octets = kntop_parse_u64(a);
			break;
		case KNTOP_COUNTER_A_FLOWS:
			c->flows = kntop_parse_u64(a);
			break;
		}
	}
}
