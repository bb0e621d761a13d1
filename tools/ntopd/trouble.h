/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Something that may go wrong again and again: told when it begins and when it is over. */
#ifndef NTOPD_TROUBLE_H
#define NTOPD_TROUBLE_H

#include <stdbool.h>

/**
 * struct trouble - one thing that may go wrong; all zero: it does not
 * @there: it does
 * @text: what was told
 */
struct trouble {
	bool there;
	char text[256];
};

/** trouble_begin() - it goes wrong; told unless the very same was told before */
void trouble_begin(struct trouble *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** trouble_end() - it does not; @format is told when it did before */
void trouble_end(struct trouble *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif /* NTOPD_TROUBLE_H */
