/* SPDX-License-Identifier: GPL-2.0-or-later */
/* own_libc: included before nDPI's files: what the C library has as functions, inline. */
#ifndef KNTOP_GUEST_OWN_LIBC_H
#define KNTOP_GUEST_OWN_LIBC_H

#include <arpa/inet.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define ntohs(x)	__builtin_bswap16(x)
#define htons(x)	__builtin_bswap16(x)
#define ntohl(x)	__builtin_bswap32(x)
#define htonl(x)	__builtin_bswap32(x)

static inline int kntop_tolower(int c)
{
	return isupper(c) ? c + 'a' - 'A' : c;
}

/* Up to 8 octets as a number, the first one highest. */
static inline uint64_t kntop_octets(const unsigned char *s, size_t n)
{
	uint64_t value = 0;
	uint32_t half;

	switch (n) {
	case 8:
		__builtin_memcpy(&value, s, sizeof(value));
		return __builtin_bswap64(value);
	case 4:
		__builtin_memcpy(&half, s, sizeof(half));
		return __builtin_bswap32(half);
	}
	for (; n; n--)
		value = value << 8 | *s++;
	return value;
}

/* Compare up to 16 octets as memcmp() does; for an @n that is known this has no loop. */
static inline int kntop_compare(const void *a, const void *b, size_t n)
{
	size_t most = n < sizeof(uint64_t) ? n : sizeof(uint64_t);
	uint64_t x = kntop_octets(a, most), y = kntop_octets(b, most);

	if (x == y && n > most) {
		x = kntop_octets((const unsigned char *)a + most, n - most);
		y = kntop_octets((const unsigned char *)b + most, n - most);
	}
	return x < y ? -1 : x > y;
}

#undef memcmp
#define memcmp(a, b, n) \
	(__builtin_constant_p(n) && (n) <= 16 ? kntop_compare(a, b, n) : memcmp(a, b, n))

#undef tolower
#define tolower(c)	kntop_tolower(c)

#endif /* KNTOP_GUEST_OWN_LIBC_H */
