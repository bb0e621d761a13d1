/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text tables whose columns fit what is in them. */
#ifndef NTOPCTL_TABLE_H
#define NTOPCTL_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** Most columns. */
#define TABLE_COLUMNS	20

/**
 * struct table_column - a column
 * @title: its heading
 * @right: numbers: aligned to the right
 */
struct table_column {
	const char *title;
	bool right;
};

struct table;

/**
 * table_open() - begin a table
 * @file: where to print
 * @columns: must outlive the table
 * @count: how many, at most TABLE_COLUMNS
 *
 * Rows are held back until some hundred are there, then printed in columns that
 * fit them, and so on; a column that was empty in all of the first is left out.
 * When @file is a terminal the table fits it, if leaving out spare columns helps.
 * So a table of any length needs little memory, and begins soon.
 *
 * Return: a table to be ended with table_close(), or NULL without memory.
 */
struct table *table_open(FILE *file, const struct table_column *columns,
			 unsigned int count);

/**
 * table_cell() - the next cell of the row
 * @t: table
 * @text: printable text
 */
void table_cell(struct table *t, const char *text);

/** table_cell_u64() - a number as the next cell */
void table_cell_u64(struct table *t, uint64_t value);

/** table_cellf() - the same with a format */
void table_cellf(struct table *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** table_spare() - leave out the column @i, from 0 on, if the terminal is too narrow */
void table_spare(struct table *t, unsigned int i);

/** table_fit() - characters a line may have, instead of the terminal's; 0 any */
void table_fit(struct table *t, unsigned int width);

/** table_row() - end the row; cells that were not given stay empty */
void table_row(struct table *t);

/** table_note() - an indented line under the row that was ended last, and its notes */
void table_note(struct table *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** table_flush() - print what is held back; later rows keep the columns */
void table_flush(struct table *t);

/** table_rows() - rows ended so far */
unsigned long table_rows(const struct table *t);

/** table_close() - print the rest; the heading appears only above some row */
void table_close(struct table *t);

#endif /* NTOPCTL_TABLE_H */
