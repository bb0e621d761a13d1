// SPDX-License-Identifier: GPL-2.0-or-later
/* A line being typed. */
#include <stdio.h>
#include <string.h>
#include "prompt.h"

void prompt_open(struct ui *ui, enum ui_mode mode, const char *text)
{
	ui->mode = mode;
	snprintf(ui->text, sizeof(ui->text), "%s", text);
	ui->cursor = strlen(ui->text);
}

/* RFC 3629; what a terminal sends is a character, so it is valid. */
static size_t encode(int key, char *octets)
{
	if (key < 0x80) {
		octets[0] = key;
		return 1;
	}
	if (key < 0x800) {
		octets[0] = 0xc0 | key >> 6;
		octets[1] = 0x80 | (key & 0x3f);
		return 2;
	}
	if (key < 0x10000) {
		octets[0] = 0xe0 | key >> 12;
		octets[1] = 0x80 | (key >> 6 & 0x3f);
		octets[2] = 0x80 | (key & 0x3f);
		return 3;
	}
	octets[0] = 0xf0 | key >> 18;
	octets[1] = 0x80 | (key >> 12 & 0x3f);
	octets[2] = 0x80 | (key >> 6 & 0x3f);
	octets[3] = 0x80 | (key & 0x3f);
	return 4;
}

static void insert(struct ui *ui, int key)
{
	char octets[4];
	size_t n = encode(key, octets), len = strlen(ui->text);

	if (len + n >= sizeof(ui->text))
		return;
	memmove(ui->text + ui->cursor + n, ui->text + ui->cursor, len - ui->cursor + 1);
	memcpy(ui->text + ui->cursor, octets, n);
	ui->cursor += n;
}

static bool is_inside(char octet)
{
	return (octet & 0xc0) == 0x80;
}

static void step_left(struct ui *ui)
{
	while (ui->cursor && is_inside(ui->text[--ui->cursor]))
		;
}

static void step_right(struct ui *ui)
{
	if (!ui->text[ui->cursor])
		return;
	while (is_inside(ui->text[++ui->cursor]))
		;
}

/* Removes the character behind the cursor. */
static void erase(struct ui *ui)
{
	size_t from = ui->cursor, to;

	step_right(ui);
	to = ui->cursor;
	memmove(ui->text + from, ui->text + to, strlen(ui->text + to) + 1);
	ui->cursor = from;
}

bool prompt_key(struct ui *ui, int key)
{
	switch (key) {
	case UI_LEFT:
		step_left(ui);
		return true;
	case UI_RIGHT:
		step_right(ui);
		return true;
	case UI_HOME:
	case 'a' & 31:
		ui->cursor = 0;
		return true;
	case UI_END:
	case 'e' & 31:
		ui->cursor = strlen(ui->text);
		return true;
	case UI_BACKSPACE:
		if (ui->cursor) {
			step_left(ui);
			erase(ui);
		}
		return true;
	case UI_DELETE:
		erase(ui);
		return true;
	case 'u' & 31:
		ui->text[0] = '\0';
		ui->cursor = 0;
		return true;
	}
	if (key < ' ' || key >= UI_UP || key == 0x7f)
		return false;
	insert(ui, key);
	return true;
}
