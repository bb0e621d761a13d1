/* SPDX-License-Identifier: GPL-2.0-or-later */
/* own_libc: included before nDPI's files: what the C library has as functions, inline. */
#ifndef KNTOP_GUEST_OWN_LIBC_H
#define KNTOP_GUEST_OWN_LIBC_H

#include <arpa/inet.h>
#include <ctype.h>

#define ntohs(x)	__builtin_bswap16(x)
#define htons(x)	__builtin_bswap16(x)
#define ntohl(x)	__builtin_bswap32(x)
#define htonl(x)	__builtin_bswap32(x)

static inline int kntop_tolower(int c)
{
	return isupper(c) ? c + 'a' - 'A' : c;
}

#undef tolower
#define tolower(c)	kntop_tolower(c)

#endif /* KNTOP_GUEST_OWN_LIBC_H */
