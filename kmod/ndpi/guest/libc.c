// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Replace those functions of the C library that would ask a system for something, or
 * bring floating point; the linker takes these first. There are no files and no terminal:
 * what nDPI would print is dropped.
 */
#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

#include "door.h"


#define USEC_PER_SEC	1000000

time_t time(time_t *to)
{
	time_t now = kntop_host_now() / USEC_PER_SEC;

	if (to)
		*to = now;
	return now;
}

int gettimeofday(struct timeval *restrict to, void *restrict zone)
{
	uint64_t now = kntop_host_now();

	(void)zone;
	to->tv_sec = now / USEC_PER_SEC;
	to->tv_usec = now % USEC_PER_SEC;
	return 0;
}

int rand(void)
{
	return kntop_host_random() & RAND_MAX;
}

_Noreturn void abort(void)
{
	__builtin_trap();
}

_Noreturn void exit(int status)
{
	(void)status;
	__builtin_trap();
}

/* The linker asks for this one, and the library's would bring all of its stdio. */
void __wasm_call_dtors(void);
void __wasm_call_dtors(void)
{
}

/* What stdout and stderr point to. */
size_t __stdio_write(FILE *file, const unsigned char *octets, size_t n);
size_t __stdio_write(FILE *file, const unsigned char *octets, size_t n)
{
	(void)file;
	(void)octets;
	return n;
}

off_t __stdio_seek(FILE *file, off_t offset, int whence);
off_t __stdio_seek(FILE *file, off_t offset, int whence)
{
	(void)file;
	(void)offset;
	(void)whence;
	return -1;
}

int __stdio_close(FILE *file);
int __stdio_close(FILE *file)
{
	(void)file;
	return 0;
}

int printf(const char *restrict format, ...)
{
	(void)format;
	return 0;
}

int fprintf(FILE *restrict file, const char *restrict format, ...)
{
	(void)file;
	(void)format;
	return 0;
}

int puts(const char *s)
{
	(void)s;
	return 0;
}

int putchar(int c)
{
	return c;
}

FILE *fopen(const char *restrict path, const char *restrict mode)
{
	(void)path;
	(void)mode;
	return NULL;
}

char *fgets(char *restrict s, int size, FILE *restrict file)
{
	(void)s;
	(void)size;
	(void)file;
	return NULL;
}

int fclose(FILE *file)
{
	(void)file;
	return 0;
}

/* wasi-libc has neither of these two. */
in_addr_t inet_addr(const char *s)
{
	struct in_addr address;

	return inet_pton(AF_INET, s, &address) == 1 ? address.s_addr : (in_addr_t)-1;
}

char *inet_ntoa(struct in_addr address)
{
	static char text[INET_ADDRSTRLEN];

	return (char *)inet_ntop(AF_INET, &address, text, sizeof(text));
}
