/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The name of a source that a capture is read into. */
#ifndef NTOPCTL_CAPTURE_NAME_H
#define NTOPCTL_CAPTURE_NAME_H

#include <kntop.h>

/**
 * capture_name() - a valid source name after a file's
 * @path: the file, "-" for standard input
 * @buf: KNTOP_NAME_SIZE octets to write to: the base name without its ending,
 *	every character but letters, digits, '.', '_' and '-' replaced by '_'; or
 *	"capture" when nothing is left
 *
 * Return: @buf.
 */
char *capture_name(const char *path, char *buf);

/**
 * capture_name_number() - the same name with a number behind it
 * @name: as capture_name() gives it
 * @number: 2 ..
 * @buf: KNTOP_NAME_SIZE octets to write to: "name-2", cut in front of the number
 *
 * Return: @buf.
 */
char *capture_name_number(const char *name, unsigned int number, char *buf);

/**
 * capture_name_is_valid() - whether the kernel would take it for an interface
 * @name: name
 *
 * Return: true when it has 1 .. 15 characters, none of them '/', ':' or a blank,
 * and is neither "." nor "..".
 */
bool capture_name_is_valid(const char *name);

#endif /* NTOPCTL_CAPTURE_NAME_H */
