/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole numbers as decimal digits, without stdio: listings are made of them. */
#ifndef NTOPCTL_DIGITS_H
#define NTOPCTL_DIGITS_H

#include <stdint.h>

/** Most digits of a number. */
#define DIGITS_MAX	20

/**
 * digits_put() - a number without leading zeros
 * @at: room for DIGITS_MAX octets; no NUL is written
 * @value: number
 *
 * Return: the place behind the last digit.
 */
char *digits_put(char *at, uint64_t value);

/**
 * digits_put_padded() - a number with leading zeros
 * @at: room for @count octets; no NUL is written
 * @value: number of no more than @count digits
 * @count: digits
 *
 * Return: the place behind the last digit.
 */
char *digits_put_padded(char *at, uint64_t value, unsigned int count);

#endif /* NTOPCTL_DIGITS_H */
