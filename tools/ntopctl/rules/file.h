/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of rules: read wholly and checked before anything is sent. */
#ifndef NTOPCTL_RULES_FILE_H
#define NTOPCTL_RULES_FILE_H

#include "../ctl.h"

/** Room for the reason why a line is refused. */
#define RULES_REASON	200

/**
 * struct rules - the lines of a file, as they will be sent
 * @shown: the file's name, printable
 * @line: the lines
 * @number: where each is in the file, from 1 on
 * @count: how many
 * @room: for how many there is memory
 */
struct rules {
	char shown[160];
	char **line;
	unsigned long *number;
	size_t count;
	size_t room;
};

/**
 * typedef rules_parse_fn - checks a line
 * @line: without comment, blanks around it and new line, not empty; may be changed
 * @out: where the line is written as it will be sent; twice its length and 64 octets
 * @reason: RULES_REASON octets for why it is refused, printable
 * @data: as given with the file
 *
 * Return: true when the line is good.
 */
typedef bool (*rules_parse_fn)(char *line, char *out, char *reason, void *data);

/**
 * rules_read() - read a file, complaining about each bad line
 * @ctl: run
 * @rules: filled in; to be freed with rules_free() also after a failure
 * @path: file, or "-" for standard input
 * @inline_comments: # begins a comment anywhere, not only at the beginning of a line
 * @parse: checks a line
 * @data: passed to @parse
 *
 * Return: CTL_OK, or CTL_USAGE when a line is bad, there is none, or the file
 * cannot be read.
 */
int rules_read(struct ctl *ctl, struct rules *rules, const char *path, bool inline_comments,
	       rules_parse_fn parse, void *data);

/** rules_complain() - complain about the line @i, from 0 on; returns CTL_USAGE */
int rules_complain(const struct ctl *ctl, const struct rules *rules, size_t i,
		   const char *reason);

/**
 * rules_send() - put the rules in force, and tell so
 * @ctl: run, connected
 * @rules: rules
 * @kind: KNTOP_LABEL_PROTOCOL or KNTOP_LABEL_CATEGORY
 *
 * Return: exit status.
 */
int rules_send(struct ctl *ctl, const struct rules *rules, enum kntop_label_kind kind);

/** rules_unload() - take all rules of a kind back; returns an exit status */
int rules_unload(struct ctl *ctl, enum kntop_label_kind kind);

/** rules_free() - forget the lines */
void rules_free(struct rules *rules);

/** rules_trim() - @text without blanks at its ends; changed in place */
char *rules_trim(char *text);

/** rules_is_network() - whether a text is IPv4 address[/1..32] */
bool rules_is_network(const char *text);

/**
 * rules_host() - check the name of a host, or a part of one
 * @text: name
 * @out: the name in lower case, as long as it
 * @reason: RULES_REASON octets for why it is none
 *
 * Return: behind what was written, or NULL.
 */
char *rules_host(const char *text, char *out, char *reason);

#endif /* NTOPCTL_RULES_FILE_H */
