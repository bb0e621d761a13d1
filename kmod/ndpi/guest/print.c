// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * print: the printf() family for strings: integers, characters and strings. The C library's
 * goes through files, which costs nDPI a tenth of its time, and has floating point.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Where to print, and how much was there to print. */
struct output {
	char	*to;
	size_t	size;
	size_t	length;
};

/* What stands between % and the conversion. */
struct field {
	bool		left;
	bool		zero;
	int		width;
	int		precision;	/* -1 none */
	int		longs;
};

static void put(struct output *o, char c)
{
	if (o->length + 1 < o->size)
		o->to[o->length] = c;
	o->length++;
}

static void pad(struct output *o, char c, int n)
{
	while (n-- > 0)
		put(o, c);
}

static void put_text(struct output *o, const struct field *f, const char *s, int n)
{
	int i;

	if (!f->left)
		pad(o, ' ', f->width - n);
	for (i = 0; i < n; i++)
		put(o, s[i]);
	if (f->left)
		pad(o, ' ', f->width - n);
}

static void put_string(struct output *o, const struct field *f, const char *s)
{
	if (!s)
		s = "(null)";
	put_text(o, f, s, f->precision < 0 ? strlen(s) : strnlen(s, f->precision));
}

static void put_number(struct output *o, const struct field *f, uint64_t value, bool minus,
		       unsigned int base, const char *digits)
{
	int n = 0, least = f->precision < 0 ? 1 : f->precision, blanks;
	char text[20];

	for (; value; value /= base)
		text[n++] = digits[value % base];
	if (f->zero && !f->left && f->precision < 0)
		least = f->width - minus > least ? f->width - minus : least;
	blanks = f->width - minus - (n > least ? n : least);
	if (!f->left)
		pad(o, ' ', blanks);
	if (minus)
		put(o, '-');
	pad(o, '0', least - n);
	while (n)
		put(o, text[--n]);
	if (f->left)
		pad(o, ' ', blanks);
}

static uint64_t take_unsigned(const struct field *f, va_list *list)
{
	return f->longs > 1 ? va_arg(*list, unsigned long long) : va_arg(*list, unsigned int);
}

static int64_t take_signed(const struct field *f, va_list *list)
{
	return f->longs > 1 ? va_arg(*list, long long) : va_arg(*list, int);
}

static const char *take_int(const char *s, int *value, va_list *list)
{
	if (*s == '*') {
		*value = va_arg(*list, int);
		return s + 1;
	}
	for (*value = 0; *s >= '0' && *s <= '9'; s++)
		*value = *value * 10 + *s - '0';
	return s;
}

/* Returns what follows; it is the conversion. */
static const char *take_field(const char *s, struct field *f, va_list *list)
{
	*f = (struct field){ .precision = -1 };
	for (; *s == '-' || *s == '0'; s++) {
		f->left |= *s == '-';
		f->zero |= *s == '0';
	}
	s = take_int(s, &f->width, list);
	if (f->width < 0) {
		f->left = true;
		f->width = -f->width;
	}
	if (*s == '.')
		s = take_int(s + 1, &f->precision, list);
	/* int and long are alike here */
	for (; *s == 'l' || *s == 'h' || *s == 'z'; s++)
		f->longs += *s == 'l';
	return s;
}

static void convert(struct output *o, const struct field *f, char conversion, va_list *list)
{
	static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";
	int64_t number;
	char c;

	switch (conversion) {
	case 's':
		put_string(o, f, va_arg(*list, const char *));
		break;
	case 'c':
		c = va_arg(*list, int);
		put_text(o, f, &c, 1);
		break;
	case 'd':
	case 'i':
		number = take_signed(f, list);
		put_number(o, f, number < 0 ? -(uint64_t)number : (uint64_t)number, number < 0, 10,
			   lower);
		break;
	case 'u':
		put_number(o, f, take_unsigned(f, list), false, 10, lower);
		break;
	case 'x':
	case 'p':
		put_number(o, f, take_unsigned(f, list), false, 16, lower);
		break;
	case 'X':
		put_number(o, f, take_unsigned(f, list), false, 16, upper);
		break;
	default:
		put(o, conversion);
	}
}

int vsnprintf(char *restrict to, size_t size, const char *restrict format, va_list from)
{
	struct output o = { .to = to, .size = size };
	struct field f;
	va_list list;

	va_copy(list, from);
	for (; *format; format++) {
		if (*format != '%') {
			put(&o, *format);
			continue;
		}
		format = take_field(format + 1, &f, &list);
		if (!*format)
			break;
		convert(&o, &f, *format, &list);
	}
	va_end(list);
	if (size)
		to[o.length < size ? o.length : size - 1] = '\0';
	return o.length;
}

int snprintf(char *restrict to, size_t size, const char *restrict format, ...)
{
	va_list list;
	int n;

	va_start(list, format);
	n = vsnprintf(to, size, format, list);
	va_end(list);
	return n;
}

int sprintf(char *restrict to, const char *restrict format, ...)
{
	va_list list;
	int n;

	va_start(list, format);
	n = vsnprintf(to, INT32_MAX, format, list);
	va_end(list);
	return n;
}
