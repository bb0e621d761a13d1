// SPDX-License-Identifier: GPL-2.0-or-later
/* What ntopd tells whoever runs it. */
#include <stdarg.h>
#include <syslog.h>
#include "../ntopctl/utf8.h"
#include "say.h"

/* Any thread may speak while the configuration is read again. */
static _Atomic enum say_where destination = SAY_TERMINAL;
static _Atomic enum say_level least = SAY_NOTICE;
static FILE *stream;

void say_setup(enum say_where where, enum say_level most)
{
	if (where == SAY_SYSLOG && destination != SAY_SYSLOG)
		openlog("ntopd", LOG_PID, LOG_DAEMON);
	destination = where;
	least = most;
}

void say_to(FILE *file)
{
	stream = file;
}

void say(enum say_level level, const char *format, ...)
{
	char text[SAY_SIZE], safe[4 * SAY_SIZE];
	FILE *out = stream ? stream : stderr;
	va_list args;

	if (level > least)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	utf8_escape(text, safe, sizeof(safe));
	if (destination == SAY_SYSLOG)
		syslog((int)level, "%s", safe);
	else if (destination == SAY_JOURNAL)
		fprintf(out, "<%d>%s\n", level, safe);
	else
		fprintf(out, "ntopd: %s\n", safe);
}
