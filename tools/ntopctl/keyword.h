/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that may be shortened as long as they stay unambiguous. */
#ifndef NTOPCTL_KEYWORD_H
#define NTOPCTL_KEYWORD_H

#include <stddef.h>

enum {
	KEYWORD_NONE = -1,
	KEYWORD_AMBIGUOUS = -2,
};

/**
 * keyword_match() - which word is meant
 * @word: what was typed, in full or shortened
 * @words: candidates, ended by NULL
 *
 * Return: index of the word, KEYWORD_NONE, or KEYWORD_AMBIGUOUS. A word typed in
 * full is never ambiguous, and of words that all begin with one of them, such as host
 * and hosts, that one is meant.
 */
int keyword_match(const char *word, const char *const *words);

/**
 * keyword_explain() - why a word was not understood
 * @word: what was typed
 * @words: candidates, ended by NULL
 * @buf: where to write, such as "'l' is ambiguous: l4, local, limit" or
 *	"unknown word 'prot' (did you mean: port)"; always printable
 * @size: of @buf
 *
 * Return: @buf.
 */
char *keyword_explain(const char *word, const char *const *words, char *buf, size_t size);

/** keyword_is_near() - nonzero when a candidate looks like the mistyped word */
int keyword_is_near(const char *word, const char *candidate);

/**
 * keyword_near() - names that look like a mistyped one
 * @word: what was typed
 * @words: candidates, ended by NULL
 * @buf: where to write them, separated by ", "; "" when none is near
 * @size: of @buf
 *
 * Return: @buf.
 */
char *keyword_near(const char *word, const char *const *words, char *buf, size_t size);

#endif /* NTOPCTL_KEYWORD_H */
