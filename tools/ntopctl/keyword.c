// SPDX-License-Identifier: GPL-2.0-or-later
/* Words that may be shortened, and guesses at mistyped ones. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "keyword.h"
#include "utf8.h"

/* Longer names are not compared; no name of ours is. */
#define LONGEST		32

static bool begins(const char *word, const char *with)
{
	return !strncmp(word, with, strlen(with));
}

int keyword_match(const char *word, const char *const *words)
{
	int found = KEYWORD_NONE;

	if (!word[0])
		return KEYWORD_NONE;
	for (int i = 0; words[i]; i++)
		if (begins(words[i], word) && (found < 0 || strlen(words[i]) < strlen(words[found])))
			found = i;
	/* All that are meant must begin with the shortest of them, as hosts does with host. */
	for (int i = 0; found >= 0 && words[i] && strcmp(word, words[found]); i++)
		if (begins(words[i], word) && !begins(words[i], words[found]))
			found = KEYWORD_AMBIGUOUS;
	return found;
}

static unsigned int least(unsigned int a, unsigned int b, unsigned int c)
{
	if (a > b)
		a = b;
	return a < c ? a : c;
}

/* Edits between two words: inserted, lost, changed or swapped letters. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int d[LONGEST + 1][LONGEST + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > LONGEST || m > LONGEST)
		return LONGEST;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		for (size_t j = 1; j <= m; j++) {
			unsigned int change = a[i - 1] != b[j - 1];

			d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1,
					d[i - 1][j - 1] + change);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    d[i][j] > d[i - 2][j - 2] + 1)
				d[i][j] = d[i - 2][j - 2] + 1;
		}
	}
	return d[n][m];
}

int keyword_is_near(const char *word, const char *candidate)
{
	size_t len = strlen(word);
	size_t allowed = len < 4 ? 1 : 2;

	if (len >= 2 && !strncmp(word, candidate, len))
		return 1;
	return distance(word, candidate) <= allowed && strlen(candidate) > allowed;
}

/* Appends a name; nothing when it does not fit. */
static void append(char *buf, size_t size, const char *name)
{
	size_t used = strlen(buf);
	char safe[4 * LONGEST + 1];

	utf8_escape(name, safe, sizeof(safe));
	if (used + strlen(safe) + 3 <= size)
		sprintf(buf + used, "%s%s", used ? ", " : "", safe);
}

char *keyword_near(const char *word, const char *const *words, char *buf, size_t size)
{
	buf[0] = '\0';
	for (int i = 0; words[i]; i++)
		if (keyword_is_near(word, words[i]))
			append(buf, size, words[i]);
	return buf;
}

char *keyword_explain(const char *word, const char *const *words, char *buf, size_t size)
{
	int match = keyword_match(word, words);
	char names[512] = "", shown[100];

	utf8_escape(word, shown, sizeof(shown));
	if (match == KEYWORD_AMBIGUOUS) {
		for (int i = 0; words[i]; i++)
			if (!strncmp(words[i], word, strlen(word)))
				append(names, sizeof(names), words[i]);
		snprintf(buf, size, "'%s' is ambiguous: %s", shown, names);
		return buf;
	}
	keyword_near(word, words, names, sizeof(names));
	if (names[0]) {
		snprintf(buf, size, "unknown word '%s' (did you mean: %s)", shown, names);
		return buf;
	}
	for (int i = 0; words[i]; i++)
		append(names, sizeof(names), words[i]);
	snprintf(buf, size, "unknown word '%s' (one of: %s)", shown, names);
	return buf;
}
