// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * string: those of the C library's functions that nDPI uses most. The library's go octet by
 * octet, call a function for each character, or were compiled without bulk copies.
 */
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* Each is an instruction of its own. */
void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
	return __builtin_memcpy(to, from, n);
}

void *memmove(void *to, const void *from, size_t n)
{
	return __builtin_memmove(to, from, n);
}

void *memset(void *to, int c, size_t n)
{
	return __builtin_memset(to, c, n);
}

static uint64_t word(const unsigned char *p)
{
	uint64_t value;

	__builtin_memcpy(&value, p, sizeof(value));
	return value;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *s = a, *t = b;

	for (; n >= sizeof(uint64_t) && word(s) == word(t); n -= sizeof(uint64_t)) {
		s += sizeof(uint64_t);
		t += sizeof(uint64_t);
	}
	for (; n && *s == *t; n--) {
		s++;
		t++;
	}
	return n ? *s - *t : 0;
}

static unsigned int lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

int strncasecmp(const char *a, const char *b, size_t n)
{
	unsigned int s, t;

	for (; n; n--) {
		s = lower(*a++);
		t = lower(*b++);
		if (s != t || !s)
			return s - t;
	}
	return 0;
}

int strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, SIZE_MAX);
}
