// SPDX-License-Identifier: GPL-2.0-or-later
/* Text tables whose columns fit what is in them. */
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "digits.h"
#include "table.h"
#include "utf8.h"

#define CHUNK_ROWS	512

/* A text that is kept: where it begins in the table's text, octets, characters. */
struct cell {
	uint32_t at;
	uint16_t len;
	uint16_t width;
};

/* A row, or a note instead of cells. */
struct row {
	struct cell cell[TABLE_COLUMNS];
	struct cell note;
	bool is_note;
};

/* Octets that grow; what there is no memory for is left out. */
struct text {
	char *data;
	size_t len;
	size_t size;
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
	struct text kept;
	struct text printed;
	struct row rows[CHUNK_ROWS + 1];
};

static void clear_row(struct row *row)
{
	memset(row, 0, sizeof(*row));
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

static bool grow(struct text *text, size_t more)
{
	size_t size = 2 * (text->size + more);
	char *bigger = realloc(text->data, size);

	if (!bigger)
		return false;
	text->data = bigger;
	text->size = size;
	return true;
}

/* Room for so many octets more, or NULL. */
static char *reserve(struct text *text, size_t more)
{
	if (text->size - text->len < more && !grow(text, more))
		return NULL;
	return text->data + text->len;
}

/* Keeps a text; it is copied and its characters are counted in one go. */
static struct cell keep(struct table *t, const char *text)
{
	struct text *kept = &t->kept;
	struct cell cell = { .at = kept->len };
	char *to = kept->data + kept->len;
	size_t room = kept->size - kept->len, n = 0, width = 0;

	for (; text[n] && n < room; n++) {
		to[n] = text[n];
		width += (text[n] & 0xc0) != 0x80;
	}
	if (text[n])
		return grow(kept, strlen(text)) ? keep(t, text) : cell;
	kept->len += n;
	cell.len = n;
	cell.width = width;
	return cell;
}

void table_cell(struct table *t, const char *text)
{
	unsigned int i = t->filled++;
	struct cell *cell = &t->rows[t->held].cell[i];

	if (i >= t->count || !text[0])
		return;
	*cell = keep(t, text);
	if (cell->width > t->width[i])
		t->width[i] = cell->width;
}

void table_cell_u64(struct table *t, uint64_t value)
{
	char buf[DIGITS_MAX + 1];

	*digits_put(buf, value) = '\0';
	table_cell(t, buf);
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

static void put(struct text *text, const char *octets, size_t len)
{
	char *at = reserve(text, len);

	if (!at)
		return;
	memcpy(at, octets, len);
	text->len += len;
}

/* A cell behind the blanks that those before it owe. */
static void put_cell(struct text *text, size_t owed, const char *octets, size_t len)
{
	char *at = reserve(text, owed + len);

	if (!at)
		return;
	memset(at, ' ', owed);
	memcpy(at + owed, octets, len);
	text->len += owed + len;
}

static void print_line(struct table *t, const char *text, const struct cell *cells)
{
	size_t owed = 0;

	for (unsigned int i = 0; i < t->count; i++) {
		size_t width = cells[i].width;
		size_t room = t->width[i];

		if (!room || t->dropped & 1U << i)
			continue;
		if (width > room)
			room = width;
		if (t->columns[i].right)
			owed += room - width;
		if (width) {
			put_cell(&t->printed, owed, text + cells[i].at, cells[i].len);
			owed = 0;
		}
		if (!t->columns[i].right)
			owed += room - width;
		owed += 2;
	}
	put(&t->printed, "\n", 1);
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
	struct cell cells[TABLE_COLUMNS];
	struct text titles = { 0 };

	for (unsigned int i = 0; i < t->count; i++) {
		const char *title = t->columns[i].title;
		size_t width = utf8_width(title);

		cells[i] = (struct cell){ titles.len, strlen(title), width };
		put(&titles, title, strlen(title));
		if (t->width[i])
			t->shown |= 1U << i;
		if (t->width[i] && t->width[i] < width)
			t->width[i] = width;
	}
	drop_columns(t);
	if (titles.data)
		print_line(t, titles.data, cells);
	free(titles.data);
}

static bool has_new_column(const struct table *t)
{
	for (unsigned int i = 0; i < t->count; i++)
		if (t->width[i] && !(t->shown & 1U << i))
			return true;
	return false;
}

static void print_note(struct table *t, const struct cell *note)
{
	put(&t->printed, "    ", 4);
	if (note->len)
		put(&t->printed, t->kept.data + note->at, note->len);
	put(&t->printed, "\n", 1);
}

static void print_held(struct table *t)
{
	if (has_new_column(t))
		print_heading(t);
	for (unsigned int r = 0; r < t->held; r++) {
		const struct row *row = &t->rows[r];

		if (row->is_note)
			print_note(t, &row->note);
		else
			print_line(t, t->kept.data, row->cell);
	}
	if (t->printed.len)
		fwrite_unlocked(t->printed.data, 1, t->printed.len, t->file);
	t->held = 0;
	t->kept.len = 0;
	t->printed.len = 0;
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
	t->rows[t->held].is_note = true;
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
	free(t->kept.data);
	free(t->printed.data);
	free(t);
}
