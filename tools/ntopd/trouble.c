// SPDX-License-Identifier: GPL-2.0-or-later
/* Something that may go wrong again and again. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "say.h"
#include "trouble.h"

void trouble_begin(struct trouble *t, const char *format, ...)
{
	char text[sizeof(t->text)];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (t->there && !strcmp(t->text, text))
		return;
	t->there = true;
	strcpy(t->text, text);
	say(SAY_WARNING, "%s", text);
}

void trouble_end(struct trouble *t, const char *format, ...)
{
	char text[sizeof(t->text)];
	va_list args;

	if (!t->there)
		return;
	t->there = false;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	say(SAY_NOTICE, "%s", text);
}
