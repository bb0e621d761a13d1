// SPDX-License-Identifier: GPL-2.0-or-later
/* Finding a command and its verb. */
#include <string.h>
#include "command.h"
#include "keyword.h"
#include "utf8.h"

#define MOST	32

extern const struct command *const __start_ntopctl_commands[];
extern const struct command *const __stop_ntopctl_commands[];

/* The commands in the order of their names; how the linker put them does not count. */
static size_t sorted(const struct command **commands, const char **names)
{
	size_t count = 0;

	for (const struct command *const *c = __start_ntopctl_commands;
	     c < __stop_ntopctl_commands && count < MOST; c++) {
		size_t i = count++;

		for (; i && strcmp(commands[i - 1]->name, (*c)->name) > 0; i--)
			commands[i] = commands[i - 1];
		commands[i] = *c;
	}
	for (size_t i = 0; i < count; i++)
		names[i] = commands[i]->name;
	names[count] = NULL;
	return count;
}

void command_help(FILE *file)
{
	const struct command *commands[MOST];
	const char *names[MOST + 1];
	size_t count = sorted(commands, names);

	fputs("Usage: ntopctl [OPTIONS] COMMAND [VERB] [WORDS]\n"
	      "       ntopctl                      what is watched, and who talks most\n"
	      "       ntopctl COMMAND --help       all about a command\n"
	      "\n"
	      "Ask the kntop module which flows and hosts it sees, and tell it what to watch.\n"
	      "Words may be shortened as long as they stay unambiguous: ntopctl f s li 10\n"
	      "\n"
	      "Commands:\n", file);
	for (size_t i = 0; i < count; i++)
		fprintf(file, "  %-12s %s\n", names[i], commands[i]->summary);
	fputs("\n"
	      "Options, anywhere on the line:\n"
	      "  -j, --json        print JSON: exact integers, times in ns since 1970\n"
	      "  -p, --pretty      indented JSON (with -j)\n"
	      "  -s, --statistics  more detail\n"
	      "      --raw         exact numbers in text: octets, bit/s, seconds\n"
	      "  -b, --batch FILE  run the commands in FILE, one a line (- is standard input)\n"
	      "      --force       go on after an error in a batch\n"
	      "  -n, --netns NAME  ask the network namespace NAME (see: ip netns)\n"
	      "      --geo FILES   where addresses are: databases of libloc or MMDB files, with\n"
	      "                    commas between, or none (see: ntopctl country --help)\n"
	      "  -h, --help        print this\n"
	      "  -V, --version     print the version\n"
	      "\n"
	      "Exit status: 0 done, 1 wrong usage or bad input, 2 refused by kernel or system.\n",
	      file);
}

/* Which command a word means; those that are late only where no other one is meant. */
static int match(const char *word, const struct command *const *commands, size_t count,
		 const char *const *names)
{
	const char *early[MOST + 1];
	size_t at[MOST], n = 0;
	int found;

	for (size_t i = 0; i < count; i++) {
		if (commands[i]->late)
			continue;
		at[n] = i;
		early[n++] = names[i];
	}
	early[n] = NULL;
	found = keyword_match(word, names);
	if (found != KEYWORD_AMBIGUOUS)
		return found;
	found = keyword_match(word, early);
	return found >= 0 ? (int)at[found] : KEYWORD_AMBIGUOUS;
}

static const struct command *find(struct ctl *ctl, const char *word)
{
	const struct command *commands[MOST];
	const char *names[MOST + 1];
	size_t count = sorted(commands, names);
	char buf[800];
	int found = match(word, commands, count, names);

	if (found >= 0)
		return commands[found];
	ctl_complain(ctl, "%s", keyword_explain(word, names, buf, sizeof(buf)));
	return NULL;
}

static bool asks_help(const char *word)
{
	return word && (!strcmp(word, "help") || !strcmp(word, "--help") || !strcmp(word, "-h"));
}

/* Verbs and their other names, as one list to match against. */
static const struct command_verb *find_verb(struct ctl *ctl, const struct command *command,
					    const char *word)
{
	const char *names[MOST + 1], *aliases[MOST + 1];
	const struct command_verb *verbs = command->verbs;
	char buf[800];
	size_t count = 0, other = 0;
	int found;

	for (; verbs[count].name && count < MOST; count++) {
		names[count] = verbs[count].name;
		if (verbs[count].alias)
			aliases[other++] = verbs[count].alias;
	}
	names[count] = NULL;
	aliases[other] = NULL;
	found = keyword_match(word, names);
	if (found >= 0)
		return &verbs[found];
	found = found == KEYWORD_NONE ? keyword_match(word, aliases) : found;
	for (size_t i = 0; found >= 0 && i < count; i++)
		if (verbs[i].alias == aliases[found])
			return &verbs[i];
	ctl_complain(ctl, "%s: %s (see: ntopctl %s --help)", command->name,
		     keyword_explain(word, names, buf, sizeof(buf)), command->name);
	return NULL;
}

static int run_with(struct ctl *ctl, const struct command *command, struct args *args)
{
	const struct command_verb *verb = command->verbs;

	if (asks_help(args_peek(args))) {
		fputs(command->help, ctl->out);
		return CTL_OK;
	}
	if (!verb)
		return command->run(ctl, args);
	if (args_peek(args)) {
		verb = find_verb(ctl, command, args_take(args));
		if (!verb)
			return CTL_USAGE;
	}
	if (asks_help(args_peek(args))) {
		fputs(command->help, ctl->out);
		return CTL_OK;
	}
	return verb->run(ctl, args);
}

int command_run(struct ctl *ctl, struct args *args)
{
	const char *word = args_take(args);
	const struct command *command;

	if (asks_help(word)) {
		if (!args_peek(args)) {
			command_help(ctl->out);
			return CTL_OK;
		}
		command = find(ctl, args_take(args));
		if (command)
			fputs(command->help, ctl->out);
		return command ? CTL_OK : CTL_USAGE;
	}
	command = find(ctl, word);
	return command ? run_with(ctl, command, args) : CTL_USAGE;
}
