/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of one command, taken one by one. Every function that fails has
 * complained already.
 */
#ifndef NTOPCTL_ARGS_H
#define NTOPCTL_ARGS_H

#include <kntop.h>
#include <stdbool.h>
#include <stdint.h>
#include "ctl.h"

/**
 * struct args - words of a command
 * @words: the words, ended by NULL
 * @next: index of the one to take next
 */
struct args {
	char **words;
	int next;
};

/** args_peek() - the next word, NULL at the end */
const char *args_peek(const struct args *args);

/** args_take() - take the next word, NULL at the end */
const char *args_take(struct args *args);

/** args_end() - CTL_OK when no word is left */
int args_end(const struct ctl *ctl, const struct args *args);

/**
 * args_keyword() - take a keyword
 * @ctl: run
 * @args: words; one must be left
 * @words: keywords, ended by NULL
 *
 * Return: index of the keyword, or -1.
 */
int args_keyword(const struct ctl *ctl, struct args *args, const char *const *words);

/**
 * args_value() - take the value of a keyword
 * @ctl: run
 * @args: words
 * @what: what is missing when no word is left, such as "dev NAME"
 *
 * Return: the word, or NULL.
 */
const char *args_value(const struct ctl *ctl, struct args *args, const char *what);

/**
 * args_expression() - take a filter's expression, which is one word
 * @ctl: run
 * @args: words
 * @known: words that may follow, ended by NULL; another one tells that quotes are missing
 *
 * Return: the expression, or NULL.
 */
const char *args_expression(const struct ctl *ctl, struct args *args, const char *const *known);

/**
 * args_number() - take a decimal number
 * @ctl: run
 * @args: words
 * @what: its name
 * @min: smallest value allowed
 * @max: largest value allowed
 * @value: set to the number
 *
 * Return: CTL_OK or CTL_USAGE.
 */
int args_number(const struct ctl *ctl, struct args *args, const char *what,
		uint64_t min, uint64_t max, uint64_t *value);

/**
 * args_id() - take 64 bits in hexadecimal digits, as field_id() writes them; not 0
 * @ctl: run
 * @args: words
 * @what: what it is, such as "id ID"
 * @id: filled in
 *
 * Return: CTL_OK or CTL_USAGE, complained already.
 */
int args_id(const struct ctl *ctl, struct args *args, const char *what, uint64_t *id);

/** args_address() - take an IP address */
int args_address(const struct ctl *ctl, struct args *args, const char *what,
		 struct kntop_address *addr);

/** args_interface_name() - take a name of 1 .. 15 characters */
int args_interface_name(const struct ctl *ctl, struct args *args, const char *what,
			const char **name);

/** args_l4() - take an IP protocol: tcp, udp ... or a number */
int args_l4(const struct ctl *ctl, struct args *args, int *protocol);

/**
 * args_size() - take a number of octets
 * @ctl: run
 * @args: words
 * @what: its name
 * @min: smallest value allowed
 * @max: largest value allowed
 * @octets: set to it: 65536, 500k, 16MB, or with binary prefixes 64Ki, 16MiB
 *
 * Return: CTL_OK or CTL_USAGE.
 */
int args_size(const struct ctl *ctl, struct args *args, const char *what, uint64_t min,
	      uint64_t max, uint64_t *octets);

/** args_parse_size() - as args_size(), from a text; true when it is a size */
bool args_parse_size(const char *text, uint64_t *octets);

/**
 * args_rate() - take a rate
 * @ctl: run
 * @args: words
 * @octets: set to octets a second; bits are asked for: 1000000, 1M, 1.5Mbit/s,
 *	or with a capital B octets: 200kB/s; a fraction is rounded up
 *
 * Return: CTL_OK or CTL_USAGE.
 */
int args_rate(const struct ctl *ctl, struct args *args, uint64_t *octets);

/**
 * args_parse_number() - a decimal number that is nothing else
 * @text: text
 * @value: set to the number
 *
 * Return: true when @text is such a number and it fits.
 */
bool args_parse_number(const char *text, uint64_t *value);

/**
 * args_parse_rate() - as args_rate(), from a text
 * @text: text
 * @octets: set to octets a second
 *
 * Return: true when @text is a rate.
 */
bool args_parse_rate(const char *text, uint64_t *octets);

#endif /* NTOPCTL_ARGS_H */
