// SPDX-License-Identifier: GPL-2.0-or-later
/* Text tables whose columns fit what is in them. */
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "table.h"
#include "utf8.h"

#define CHUNK_ROWS	512
#define NO_TEXT		UINT32_MAX

/* A row, or a note instead of cells: where its texts begin in the table's text. */
struct row {
	uint32_t cell[TABLE_COLUMNS];
	uint32_t note;
};

struct table {
	FILE *file;
	const struct table_column *columns;
	unsigned int count;
	unsigned int filled;		/* cells of the row under construction */
	unsigned int held;		/* rows held back */
	unsigned long rows_ended;
	uint32_t shown;			/* bit per column the last heading had */
	uint32_t spare;			/* bit per column that may be left out */
	uint32_t dropped;		/* bit per column left out for its width */
	unsigned int fit;		/* characters of a line, 0 any */
	size_t width[TABLE_COLUMNS];
	char *text;
	size_t text_len;
	size_t text_size;
	struct row rows[CHUNK_ROWS + 1];
};

static void clear_row(struct row *row)
{
	memset(row, 0xff, sizeof(*row));
}

/* Characters of a terminal's line, 0 when it is none. */
static unsigned int terminal_width(FILE *file)
{
	struct winsize size;
	int fd = fileno(file);

	if (fd < 0 || !isatty(fd) || ioctl(fd, TIOCGWINSZ, &size))
		return 0;
	return size.ws_col;
}

struct table *table_open(FILE *file, const struct table_column *columns,
			 unsigned int count)
{
	struct table *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->file = file;
	t->columns = columns;
	t->count = count < TABLE_COLUMNS ? count : TABLE_COLUMNS;
	t->fit = terminal_width(file);
	clear_row(&t->rows[0]);
	return t;
}

void table_spare(struct table *t, unsigned int i)
{
	t->spare |= 1U << i;
}

void table_fit(struct table *t, unsigned int width)
{
	t->fit = width;
}

/* Keeps a text: where it begins. */
static uint32_t keep(struct table *t, const char *text)
{
	size_t len = strlen(text) + 1;
	size_t at = t->text_len;

	if (at + len > t->text_size) {
		size_t size = (t->text_size + len) * 2;
		char *bigger = realloc(t->text, size);

		if (!bigger)
			return NO_TEXT;
		t->text = bigger;
		t->text_size = size;
	}
	memcpy(t->text + at, text, len);
	t->text_len += len;
	return at;
}

static const char *text_at(const struct table *t, uint32_t at)
{
	return at == NO_TEXT ? "" : t->text + at;
}

void table_cell(struct table *t, const char *text)
{
	unsigned int i = t->filled++;
	size_t width = utf8_width(text);

	if (i >= t->count || !width)
		return;
	t->rows[t->held].cell[i] = keep(t, text);
	if (width > t->width[i])
		t->width[i] = width;
}

void table_cellf(struct table *t, const char *format, ...)
{
	char buf[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(buf, sizeof(buf), format, ap);
	va_end(ap);
	table_cell(t, buf);
}

static void pad(FILE *file, size_t n)
{
	while (n--)
		putc(' ', file);
}

static void print_line(const struct table *t, const char *const *cells)
{
	size_t owed = 0;

	for (unsigned int i = 0; i < t->count; i++) {
		size_t width = utf8_width(cells[i]);
		size_t room = t->width[i];

		if (!room || t->dropped & 1U << i)
			continue;
		if (width > room)
			room = width;
		if (t->columns[i].right)
			owed += room - width;
		if (width) {
			pad(t->file, owed);
			fputs(cells[i], t->file);
			owed = 0;
		}
		if (!t->columns[i].right)
			owed += room - width;
		owed += 2;
	}
	putc('\n', t->file);
}

static size_t line_width(const struct table *t)
{
	size_t width = 0;

	for (unsigned int i = 0; i < t->count; i++)
		if (t->width[i] && !(t->dropped & 1U << i))
			width += t->width[i] + 2;
	return width ? width - 2 : 0;
}

/* Leaves out spare columns, from the last on, until a line fits. */
static void drop_columns(struct table *t)
{
	for (unsigned int i = t->count; i-- && t->fit && line_width(t) > t->fit;)
		if (t->spare & 1U << i)
			t->dropped |= 1U << i;
}

static void print_heading(struct table *t)
{
	const char *cells[TABLE_COLUMNS];

	for (unsigned int i = 0; i < t->count; i++) {
		size_t width = utf8_width(t->columns[i].title);

		cells[i] = t->columns[i].title;
		if (t->width[i])
			t->shown |= 1U << i;
		if (t->width[i] && t->width[i] < width)
			t->width[i] = width;
	}
	drop_columns(t);
	print_line(t, cells);
}

static bool has_new_column(const struct table *t)
{
	for (unsigned int i = 0; i < t->count; i++)
		if (t->width[i] && !(t->shown & 1U << i))
			return true;
	return false;
}

static void print_held(struct table *t)
{
	const char *cells[TABLE_COLUMNS];

	if (has_new_column(t))
		print_heading(t);
	for (unsigned int r = 0; r < t->held; r++) {
		if (t->rows[r].note != NO_TEXT) {
			fprintf(t->file, "    %s\n", text_at(t, t->rows[r].note));
			continue;
		}
		for (unsigned int i = 0; i < t->count; i++)
			cells[i] = text_at(t, t->rows[r].cell[i]);
		print_line(t, cells);
	}
	t->held = 0;
	t->text_len = 0;
	clear_row(&t->rows[0]);
}

static void end_line(struct table *t)
{
	t->held++;
	t->filled = 0;
	clear_row(&t->rows[t->held]);
	if (t->held == CHUNK_ROWS)
		print_held(t);
}

void table_row(struct table *t)
{
	t->rows_ended++;
	end_line(t);
}

void table_note(struct table *t, const char *format, ...)
{
	char buf[4096];
	va_list ap;

	va_start(ap, format);
	vsnprintf(buf, sizeof(buf), format, ap);
	va_end(ap);
	t->rows[t->held].note = keep(t, buf);
	end_line(t);
}

void table_flush(struct table *t)
{
	print_held(t);
	fflush(t->file);
}

unsigned long table_rows(const struct table *t)
{
	return t->rows_ended;
}

void table_close(struct table *t)
{
	if (!t)
		return;
	print_held(t);
	free(t->text);
	free(t);
}
