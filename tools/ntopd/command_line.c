// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading the command line and the configuration file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "command_line.h"
#include "option.h"
#include "say.h"

/* More is told of no file, so that one that is no configuration does not flood a log. */
#define COMPLAINTS	10

static bool complain(char *reason, const char *text)
{
	snprintf(reason, OPTION_REASON, "%s", text);
	return false;
}

/* The option a word names, and in *@behind what follows the name. */
static const struct option_info *find(char *word, char **behind)
{
	if (word[0] != '-' || !word[1])
		return NULL;
	if (word[1] != '-') {
		*behind = word + 2;
		return option_by_letter(word[1]);
	}
	*behind = word + 2 + strcspn(word + 2, "= \t");
	return option_by_name(word + 2, *behind - word - 2);
}

static char *trim(char *text)
{
	size_t len;

	text += strspn(text, " \t\r\n");
	len = strlen(text);
	while (len && strchr(" \t\r\n", text[len - 1]))
		text[--len] = '\0';
	return text;
}

/* A value may stand in quotes, as shells have them. */
static char *unquote(char *text)
{
	size_t len = strlen(text);

	if (len < 2 || (text[0] != '"' && text[0] != '\'') || text[len - 1] != text[0])
		return text;
	text[len - 1] = '\0';
	return text + 1;
}

static bool read_line(struct config *c, char *line, char *reason,
		      const struct option_info **found)
{
	const struct option_info *o;
	char *behind;

	*found = NULL;
	if (line[0] != '-')
		return complain(reason, "it begins neither with - nor with #");
	o = find(line, &behind);
	if (!o) {
		line[strcspn(line, "= \t")] = '\0';
		snprintf(reason, OPTION_REASON, "there is no option %s", line);
		return false;
	}
	behind = trim(behind);
	if (behind[0] != '=') {
		snprintf(reason, OPTION_REASON, "there is no = behind --%s", o->name);
		return false;
	}
	*found = o;
	return option_apply(o, c, unquote(trim(behind + 1)), reason);
}

static void tell_instead(const struct option_info *o)
{
	if (!o || !o->instead)
		return;
	if (o->letter)
		say(SAY_NOTICE, "-%c, --%s: %s", o->letter, o->name, o->instead);
	else
		say(SAY_NOTICE, "--%s: %s", o->name, o->instead);
}

static int read_lines(struct config *c, FILE *file, const char *path)
{
	char *line = NULL, reason[OPTION_REASON];
	const struct option_info *o;
	unsigned long number = 0;
	size_t room = 0;
	ssize_t len;
	int bad = 0;

	while ((len = getline(&line, &room, file)) >= 0) {
		char *text = line + strspn(line, " \t\r\n");
		bool good;

		number++;
		if (strlen(line) == (size_t)len && (!*text || *text == '#'))
			continue;
		good = strlen(line) == (size_t)len ? read_line(c, trim(text), reason, &o) :
			complain(reason, "there is a NUL in it");
		if (good)
			tell_instead(o);
		else if (++bad <= COMPLAINTS)
			say(SAY_ERROR, "%s:%lu: %s", path, number, reason);
	}
	free(line);
	if (bad > COMPLAINTS)
		say(SAY_ERROR, "%s: %d more bad lines", path, bad - COMPLAINTS);
	return bad;
}

bool config_read_file(struct config *c, const char *path)
{
	FILE *file = fopen(path, "re");
	bool good = file;
	int error;

	if (file) {
		good = read_lines(c, file, path) == 0;
		error = ferror(file) ? errno : 0;
		fclose(file);
	} else {
		error = errno;
	}
	if (error) {
		say(SAY_ERROR, "%s: %s", path, strerror(error));
		return false;
	}
	return good;
}

/* Where the value of an option is; *@i moves on when it is the next word. */
static char *value_of(const struct option_info *o, char *behind, int argc, char **argv, int *i)
{
	char *next = *i + 1 < argc ? argv[*i + 1] : NULL;

	if (*behind)
		return *behind == '=' ? behind + 1 : behind;
	if (o->value == OPTION_NOTHING || !next)
		return NULL;
	if (o->value == OPTION_PERHAPS && (!*next || next[strspn(next, "0123456789")]))
		return NULL;
	++*i;
	return next;
}

/* What stands on a command line beside options: at most one file. */
static bool find_file(int argc, char **argv, const char **file)
{
	*file = NULL;
	for (int i = 1; i < argc; i++) {
		const struct option_info *o;
		char *behind;

		if (argv[i][0] == '-') {
			o = find(argv[i], &behind);
			if (o)
				value_of(o, behind, argc, argv, &i);
			continue;
		}
		if (*file) {
			say(SAY_ERROR, "'%s': there is one configuration file already, '%s'",
			    argv[i], *file);
			return false;
		}
		*file = argv[i];
	}
	return true;
}

static bool read_options(struct config *c, int argc, char **argv)
{
	char reason[OPTION_REASON];

	for (int i = 1; i < argc; i++) {
		const struct option_info *o;
		char *behind;

		if (argv[i][0] != '-')
			continue;
		o = find(argv[i], &behind);
		if (!o) {
			say(SAY_ERROR, "there is no option %s (see: ntopd --help)", argv[i]);
			return false;
		}
		if (!option_apply(o, c, value_of(o, behind, argc, argv, &i), reason)) {
			if (o->letter)
				say(SAY_ERROR, "-%c: %s", o->letter, reason);
			else
				say(SAY_ERROR, "--%s: %s", o->name, reason);
			return false;
		}
		tell_instead(o);
	}
	return true;
}

enum command_line_answer config_read_arguments(struct config *c, int argc, char **argv,
					       const char **file)
{
	const char *found;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help"))
			return COMMAND_LINE_HELP;
		if (!strcmp(argv[i], "-V") || !strcmp(argv[i], "--version"))
			return COMMAND_LINE_VERSION;
	}
	if (!find_file(argc, argv, &found))
		return COMMAND_LINE_BAD;
	if (file)
		*file = found;
	if (found && !config_read_file(c, found))
		return COMMAND_LINE_BAD;
	return read_options(c, argc, argv) ? COMMAND_LINE_RUN : COMMAND_LINE_BAD;
}
