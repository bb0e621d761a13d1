// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bug.h>
#include <linux/inet.h>
#include <linux/kernel.h>
#include <linux/timekeeping.h>

#include "libc.h"

long kntop_libc_now(void)
{
	return ktime_get_real_seconds();
}

long kntop_libc_seconds(unsigned int year, unsigned int month, unsigned int day,
			unsigned int hour, unsigned int min, unsigned int sec)
{
	return mktime64(year, month, day, hour, min, sec);
}

void kntop_libc_failed(const char *file, int line)
{
	WARN_ONCE(1, "nDPI: assertion failed at %s:%d\n", file, line);
}

void kntop_libc_ip6_text(const unsigned char *address, char *text, size_t size)
{
	snprintf(text, size, "%pI6c", address);
}

int kntop_libc_ip6_parse(const char *text, unsigned char *address)
{
	const char *end;

	return in6_pton(text, -1, address, -1, &end) && !*end;
}
