/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The domain that somebody registered, of a host's name. */
#ifndef NTOPCTL_DOMAIN_H
#define NTOPCTL_DOMAIN_H

#include <stddef.h>

/**
 * domain_registrable() - the part of a host's name that somebody registered
 * @name: name, not ended by a NUL
 * @len: its octets
 * @domain_len: set to the octets of the domain
 *
 * The last two labels; three where the last is a country's and the one before stands for a
 * kind of registrants there, as in example.co.uk. No list of public suffixes is asked.
 *
 * Return: where in @name it begins.
 */
const char *domain_registrable(const char *name, size_t len, size_t *domain_len);

#endif /* NTOPCTL_DOMAIN_H */
