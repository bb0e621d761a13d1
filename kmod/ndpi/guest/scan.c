// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scan: sscanf() of integers. The C library's own brings floating point, which has no
 * place in a kernel.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

static int digit(int c, unsigned int base)
{
	int value;

	if (isdigit(c))
		value = c - '0';
	else if (isxdigit(c))
		value = tolower(c) - 'a' + 10;
	else
		return -1;
	return value < (int)base ? value : -1;
}

/* At most @width characters of an integer; returns what follows, or NULL. */
static const char *integer(const char *s, unsigned int width, char kind, unsigned int *value)
{
	unsigned int base = kind == 'x' ? 16 : 10, digits = 0;
	bool minus = *s == '-';

	if ((*s == '-' || *s == '+') && width) {
		s++;
		width--;
	}
	for (*value = 0; width && digit(*s, base) >= 0; s++, width--, digits++)
		*value = *value * base + digit(*s, base);
	if (minus)
		*value = -*value;
	return digits ? s : NULL;
}

static const char *skip_blanks(const char *s)
{
	while (isspace(*s))
		s++;
	return s;
}

/* %d, %u and %x, with a width or without; anything else in @format stands for itself. */
int sscanf(const char *restrict s, const char *restrict format, ...)
{
	unsigned int width, value;
	int stored = 0;
	va_list list;

	va_start(list, format);
	for (; *format; format++) {
		if (isspace(*format)) {
			s = skip_blanks(s);
			continue;
		}
		if (*format != '%') {
			if (*s++ != *format)
				break;
			continue;
		}
		for (width = 0; isdigit(format[1]); format++)
			width = width * 10 + format[1] - '0';
		s = integer(skip_blanks(s), width ? width : UINT32_MAX, *++format, &value);
		if (!s)
			break;
		*va_arg(list, unsigned int *) = value;
		stored++;
	}
	va_end(list);
	return stored;
}
