/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text: numbers, dates, addresses and words in strings, for shim/libc.h. */
#ifndef KNTOP_SHIM_TEXT_H
#define KNTOP_SHIM_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

/** kntop_text_copy - strdup() */
char *kntop_text_copy(const char *s);

/** kntop_text_fill - strncpy(), which the kernel has no more from 7.2 on */
char *kntop_text_fill(char *to, const char *from, size_t n);

/** kntop_text_word - strtok_r() */
char *kntop_text_word(char *s, const char *delimiters, char **rest);

/** kntop_text_number - strtol() to the base of ten, the number alone */
long kntop_text_number(const char *s);

/**
 * kntop_text_time - strptime() of the one format that nDPI has, of X.509's UTCTime
 * @format: "%y%m%d%H%M%SZ"; of any other nothing is understood
 */
char *kntop_text_time(const char *s, const char *format, struct tm *tm);

/** kntop_text_ip4 - inet_addr() of four decimal numbers; all ones if it is not that */
uint32_t kntop_text_ip4(const char *s);

/** kntop_text_ip_parse - inet_pton() */
int kntop_text_ip_parse(int family, const char *s, void *address);

/** kntop_text_ip - inet_ntop() */
char *kntop_text_ip(int family, const void *address, char *s, size_t size);

#endif /* KNTOP_SHIM_TEXT_H */
