// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libc.h"
#include "text.h"

char *kntop_text_copy(const char *s)
{
	size_t size = strlen(s) + 1;
	char *copy = malloc(size);

	return copy ? memcpy(copy, s, size) : NULL;
}

char *kntop_text_fill(char *to, const char *from, size_t n)
{
	size_t len = strnlen(from, n);

	memcpy(to, from, len);
	memset(to + len, 0, n - len);
	return to;
}

char *kntop_text_word(char *s, const char *delimiters, char **rest)
{
	char *end;

	if (!s)
		s = *rest;
	if (!s)
		return NULL;
	s += strspn(s, delimiters);
	if (!*s) {
		*rest = NULL;
		return NULL;
	}
	end = strpbrk(s, delimiters);
	if (end)
		*end++ = '\0';
	*rest = end;
	return s;
}

long kntop_text_number(const char *s)
{
	const long max = ~0UL >> 1;
	bool minus;
	long n = 0;

	while (isspace(*s))
		s++;
	minus = *s == '-';
	if (*s == '-' || *s == '+')
		s++;
	for (; isdigit(*s); s++) {
		int digit = *s - '0';

		n = n > (max - digit) / 10 ? max : n * 10 + digit;
	}
	return minus ? -n : n;
}

/* Two digits from @low to @high, or -1. */
static int two_digits(const char *s, int low, int high)
{
	int n;

	if (!isdigit(s[0]) || !isdigit(s[1]))
		return -1;
	n = (s[0] - '0') * 10 + s[1] - '0';
	return n < low || n > high ? -1 : n;
}

char *kntop_text_time(const char *s, const char *format, struct tm *tm)
{
	static const signed char low[] = { 0, 1, 1, 0, 0, 0 };
	static const signed char high[] = { 99, 12, 31, 23, 59, 60 };
	int field[6], i;

	if (strcmp(format, "%y%m%d%H%M%SZ"))
		return NULL;
	for (i = 0; i < 6; i++) {
		field[i] = two_digits(s + 2 * i, low[i], high[i]);
		if (field[i] < 0)
			return NULL;
	}
	if (s[12] != 'Z')
		return NULL;
	/* strptime(3): 69 to 99 are in the 20th century. */
	tm->tm_year = field[0] < 69 ? field[0] + 100 : field[0];
	tm->tm_mon = field[1] - 1;
	tm->tm_mday = field[2];
	tm->tm_hour = field[3];
	tm->tm_min = field[4];
	tm->tm_sec = field[5];
	return (char *)s + 13;
}

static bool ip4_parse(const char *s, uint8_t octets[4])
{
	int i;

	for (i = 0; i < 4; i++) {
		int digits = 0, n = 0;

		if (i && *s++ != '.')
			return false;
		for (; isdigit(*s) && digits < 4; s++, digits++)
			n = n * 10 + *s - '0';
		if (!digits || digits > 3 || n > 255)
			return false;
		octets[i] = n;
	}
	return !*s;
}

uint32_t kntop_text_ip4(const char *s)
{
	uint32_t address;

	return ip4_parse(s, (uint8_t *)&address) ? address : ~0U;
}

int kntop_text_ip_parse(int family, const char *s, void *address)
{
	return family == AF_INET ? ip4_parse(s, address) : kntop_libc_ip6_parse(s, address);
}

char *kntop_text_ip(int family, const void *address, char *s, size_t size)
{
	const uint8_t *octets = address;

	if (family == AF_INET6)
		kntop_libc_ip6_text(octets, s, size);
	else
		snprintf(s, size, "%u.%u.%u.%u", octets[0], octets[1], octets[2], octets[3]);
	return s;
}
