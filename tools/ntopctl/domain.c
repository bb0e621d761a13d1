// SPDX-License-Identifier: GPL-2.0-or-later
/* The domain that somebody registered, of a host's name. */
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include "domain.h"

/* Where the label before @end begins; @name when it is the first. */
static const char *label_before(const char *name, const char *end)
{
	while (end > name && end[-1] != '.')
		end--;
	return end;
}

static bool is_kind(const char *label, size_t len)
{
	static const char *const kinds[] = {
		"ac", "co", "com", "edu", "gob", "gov", "go", "mil", "ne", "net", "nom", "or", "org",
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i]) == len && !strncasecmp(kinds[i], label, len))
			return true;
	return false;
}

const char *domain_registrable(const char *name, size_t len, size_t *domain_len)
{
	const char *end, *top, *second, *third;

	while (len && name[len - 1] == '.')
		len--;
	end = name + len;
	top = label_before(name, end);
	second = top > name ? label_before(name, top - 1) : top;
	third = second > name ? label_before(name, second - 1) : second;
	if (end - top == 2 && second < top && is_kind(second, top - 1 - second))
		second = third;
	*domain_len = end - second;
	return second;
}
