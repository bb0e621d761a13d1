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

/* Compare two pieces of a few octets as memcmp() does; inline when @n is known. */
static inline int kntop_compare(const void *a, const void *b, size_t n)
{
	const unsigned char *s = a, *t = b;
	size_t at = 0;

#define KNTOP_COMPARE(type, swap)						\
	for (; n - at >= sizeof(type); at += sizeof(type)) {			\
		type x, y;							\
										\
		__builtin_memcpy(&x, s + at, sizeof(x));			\
		__builtin_memcpy(&y, t + at, sizeof(y));			\
		if (x != y)							\
			return swap(x) < swap(y) ? -1 : 1;			\
	}

	KNTOP_COMPARE(uint64_t, __builtin_bswap64)
	KNTOP_COMPARE(uint32_t, __builtin_bswap32)
	KNTOP_COMPARE(uint16_t, __builtin_bswap16)
	KNTOP_COMPARE(uint8_t, )
#undef KNTOP_COMPARE
	return 0;
}

#undef memcmp
#define memcmp(a, b, n) \
	(__builtin_constant_p(n) && (n) <= 16 ? kntop_compare(a, b, n) : memcmp(a, b, n))

#undef tolower
#define tolower(c)	kntop_tolower(c)

#endif /* KNTOP_GUEST_OWN_LIBC_H */
