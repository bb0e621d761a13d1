/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libc: what nDPI's world asks of the kernel's, beside memory (heap.h) and the
 * functions that both know by the same name (memcpy, snprintf, ...).
 *
 * Plain C: both worlds include this.
 */
#ifndef KNTOP_NDPI_LIBC_H
#define KNTOP_NDPI_LIBC_H

#ifndef __KERNEL__
#include <stddef.h>
#else
#include <linux/types.h>
#endif

/** kntop_libc_now - seconds since 1970. */
long kntop_libc_now(void);

/**
 * kntop_libc_seconds - seconds since 1970 of a date in UTC
 * @year: 1970 or later
 * @month: 1 to 12
 */
long kntop_libc_seconds(unsigned int year, unsigned int month, unsigned int day,
			unsigned int hour, unsigned int min, unsigned int sec);

/**
 * kntop_libc_failed - an assertion of nDPI's does not hold, or it called exit()
 *
 * Warns once for all and returns: what nDPI asserts is about its own tables,
 * and goes on as if built without assertions.
 */
void kntop_libc_failed(const char *file, int line);

/** kntop_libc_ip6_text - an IPv6 address as RFC 5952 has it; @size up to 46 octets. */
void kntop_libc_ip6_text(const unsigned char *address, char *text, size_t size);

/** kntop_libc_ip6_parse - the reverse; 1, or 0 if it is not one. */
int kntop_libc_ip6_parse(const char *text, unsigned char *address);

#endif /* KNTOP_NDPI_LIBC_H */
