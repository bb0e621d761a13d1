/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every test program here needs. */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/** struct unit_text - a file in memory, for what writes to one */
struct unit_text {
	FILE *file;
	char *text;
	size_t size;
};

static inline FILE *unit_text_open(struct unit_text *t)
{
	t->text = NULL;
	t->file = open_memstream(&t->text, &t->size);
	assert_non_null(t->file);
	return t->file;
}

static inline const char *unit_text_end(struct unit_text *t)
{
	fclose(t->file);
	return t->text;
}

#endif /* UNIT_H */
