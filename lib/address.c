// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses and networks to and from text. */
#include <arpa/inet.h>
#include <errno.h>
#include <kntop.h>
#include <stdlib.h>
#include <string.h>

/* 0 .. 255 in decimal. */
static char *put_octet(char *at, unsigned int value)
{
	if (value >= 100) {
		*at++ = '0' + value / 100;
		value %= 100;
		*at++ = '0' + value / 10;
	} else if (value >= 10) {
		*at++ = '0' + value / 10;
	}
	*at++ = '0' + value % 10;
	return at;
}

static char *put_ipv4(char *at, const uint8_t *octets)
{
	for (int i = 0; i < 4; i++) {
		if (i)
			*at++ = '.';
		at = put_octet(at, octets[i]);
	}
	return at;
}

/* 16 bits in hexadecimal without leading zeros. */
static char *put_group(char *at, unsigned int value)
{
	static const char hex[] = "0123456789abcdef";

	if (value > 0xfff)
		*at++ = hex[value >> 12];
	if (value > 0xff)
		*at++ = hex[value >> 8 & 15];
	if (value > 0xf)
		*at++ = hex[value >> 4 & 15];
	*at++ = hex[value & 15];
	return at;
}

/* The longest run of two or more groups of zero, the first of equal ones: its length. */
static int find_zeros(const unsigned int *group, int *first)
{
	int longest = 1;

	for (int i = 0, run = 0; i < 8; i++) {
		run = group[i] ? 0 : run + 1;
		if (run > longest) {
			longest = run;
			*first = i + 1 - run;
		}
	}
	return longest > 1 ? longest : 0;
}

/* RFC 5952, and as inet_ntop() has it: IPv4-compatible and -mapped ones end like IPv4. */
static char *put_ipv6(char *at, const uint8_t *octets)
{
	unsigned int group[8];
	int first = -1, zeros;

	for (int i = 0; i < 8; i++)
		group[i] = octets[2 * i] << 8 | octets[2 * i + 1];
	zeros = find_zeros(group, &first);
	for (int i = 0; i < 8; i++) {
		if (i == first) {
			at = memcpy(at, "::", 2) + 2;
			i += zeros - 1;
			continue;
		}
		if (i && i != first + zeros)
			*at++ = ':';
		if (i == 6 && !first && (zeros == 6 || (zeros == 5 && group[5] == 0xffff)))
			return put_ipv4(at, octets + 12);
		at = put_group(at, group[i]);
	}
	return at;
}

const char *kntop_address_format(const struct kntop_address *addr, char *buf)
{
	char *end = buf;

	if (addr->family == 4)
		end = put_ipv4(buf, addr->octets);
	else if (addr->family)
		end = put_ipv6(buf, addr->octets);
	*end = '\0';
	return buf;
}

int kntop_address_parse(const char *text, struct kntop_address *addr)
{
	struct kntop_address a = { .family = 4 };

	if (inet_pton(AF_INET, text, a.octets) != 1) {
		a.family = 6;
		if (inet_pton(AF_INET6, text, a.octets) != 1)
			return -EINVAL;
	}
	*addr = a;
	return 0;
}

/* A decimal number of at most three digits, or -1. */
static int parse_small(const char *text, size_t len)
{
	int value = 0;

	if (len < 1 || len > 3)
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + text[i] - '0';
	}
	return value;
}

/* As people shorten networks: 10, 192.168 */
static int parse_short_ipv4(const char *text, struct kntop_address *addr)
{
	struct kntop_address a = { .family = 4 };

	for (int i = 0; i < 3; i++) {
		size_t len = strcspn(text, ".");
		int octet = parse_small(text, len);

		if (octet < 0 || octet > 255)
			return -EINVAL;
		a.octets[i] = octet;
		if (!text[len]) {
			*addr = a;
			return 0;
		}
		text += len + 1;
	}
	return -EINVAL;
}

int kntop_prefix_parse(const char *text, struct kntop_address *addr, int *prefix)
{
	const char *slash = strchr(text, '/');
	char head[KNTOP_ADDRESS_TEXT];
	struct kntop_address a;
	int length, longest;

	if (!slash) {
		if (kntop_address_parse(text, addr) < 0)
			return -EINVAL;
		*prefix = addr->family == 4 ? 32 : 128;
		return 0;
	}
	if ((size_t)(slash - text) >= sizeof(head))
		return -EINVAL;
	memcpy(head, text, slash - text);
	head[slash - text] = '\0';
	if (kntop_address_parse(head, &a) < 0 && parse_short_ipv4(head, &a) < 0)
		return -EINVAL;
	longest = a.family == 4 ? 32 : 128;
	length = parse_small(slash + 1, strlen(slash + 1));
	if (length < 0 || length > longest)
		return -ERANGE;
	*addr = a;
	*prefix = length;
	return 0;
}

bool kntop_prefix_mask(struct kntop_address *addr, int prefix)
{
	int count = addr->family == 4 ? 4 : 16;
	bool changed = false;

	for (int i = 0; i < count; i++) {
		int bits = prefix - 8 * i;
		uint8_t mask = bits >= 8 ? 0xff : bits <= 0 ? 0 : 0xff << (8 - bits);

		if (addr->octets[i] & (uint8_t)~mask)
			changed = true;
		addr->octets[i] &= mask;
	}
	return changed;
}
