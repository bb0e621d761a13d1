/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libc: as much of the C library as nDPI's files need, for code that sees no
 * kernel header. Every standard header here is this one.
 *
 * Functions that are only declared are the kernel's own, by the same name. All
 * others can be used by several threads at once, also those of which the C
 * standard does not say so. There are no files, no terminal and no floating point.
 */
#ifndef KNTOP_SHIM_LIBC_H
#define KNTOP_SHIM_LIBC_H

/* The kernel's build forces some of its macros on every file. */
#undef errno
#undef NULL
#undef offsetof
#undef bool
#undef true
#undef false
#undef __LITTLE_ENDIAN
#undef __BIG_ENDIAN

/* ---- types and limits ---------------------------------------------------- */

typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t;
typedef long long int64_t;
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;

typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t;
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;

typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ssize_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef long time_t;
typedef long suseconds_t;
typedef unsigned int socklen_t;
typedef __builtin_va_list va_list;

#define NULL		((void *)0)
#define bool		_Bool
#define true		1
#define false		0
#define offsetof(type, member)	__builtin_offsetof(type, member)

#define INT_MAX		__INT_MAX__
#define INT32_MAX	__INT32_MAX__
#define UINT32_MAX	__UINT32_MAX__
#define SIZE_MAX	__SIZE_MAX__

#define PRIu32		"u"
#define PRIu64		"llu"
#define PRId64		"lld"

#define va_start(list, last)	__builtin_va_start(list, last)
#define va_arg(list, type)	__builtin_va_arg(list, type)
#define va_end(list)		__builtin_va_end(list)

#define MIN(a, b)	((a) < (b) ? (a) : (b))
#define MAX(a, b)	((a) > (b) ? (a) : (b))

/* ---- memory and strings -------------------------------------------------- */

#include "../heap.h"
#include "../libc.h"

void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *word);
char *strsep(char **s, const char *delimiters);
size_t strspn(const char *s, const char *accept);
char *strpbrk(const char *s, const char *accept);
int snprintf(char *s, size_t size, const char *format, ...);
int sprintf(char *s, const char *format, ...);
int sscanf(const char *s, const char *format, ...);

#define malloc(size)	kntop_heap_malloc(size)
#define free(block)	kntop_heap_release(block)
#define strdup(s)	kntop_text_copy(s)
#define strcpy(to, from)	memcpy(to, from, strlen(from) + 1)
#define strncpy(to, from, n)	kntop_text_fill(to, from, n)
#define strtok_r(s, delimiters, rest)	kntop_text_word(s, delimiters, rest)
#define atoi(s)		((int)kntop_text_number(s))
#define atol(s)		kntop_text_number(s)
#define atoll(s)	((long long)kntop_text_number(s))

/* Only rules that rule.c does not let through need it; it cannot be shared. */
static inline char *strtok(char *s, const char *delimiters)
{
	(void)s;
	(void)delimiters;
	return NULL;
}

/* ---- characters, in the C locale ----------------------------------------- */

static inline int isdigit(int c) { return c >= '0' && c <= '9'; }
static inline int isupper(int c) { return c >= 'A' && c <= 'Z'; }
static inline int islower(int c) { return c >= 'a' && c <= 'z'; }
static inline int isalpha(int c) { return isupper(c) || islower(c); }
static inline int isalnum(int c) { return isalpha(c) || isdigit(c); }
static inline int isspace(int c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline int isprint(int c) { return c >= ' ' && c <= '~'; }
static inline int isgraph(int c) { return c > ' ' && c <= '~'; }
static inline int ispunct(int c) { return isgraph(c) && !isalnum(c); }
static inline int isxdigit(int c)
{
	return isdigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
static inline int tolower(int c) { return isupper(c) ? c + 'a' - 'A' : c; }
static inline int toupper(int c) { return islower(c) ? c - 'a' + 'A' : c; }

/* ---- what cannot be had -------------------------------------------------- */

typedef struct kntop_no_file FILE;

#define stdout		((FILE *)NULL)
#define stderr		((FILE *)NULL)
#define printf(...)	((void)0)
#define fprintf(...)	((void)0)
#define fopen(path, mode)	((void)(path), (FILE *)NULL)
#define fclose(file)	((void)(file))
#define fgets(s, n, file)	((void)(n), (void)(file), (char *)NULL)
#define errno		0
#define strerror(error)	""

#define ENOENT		2
#define EINVAL		22
#define EAFNOSUPPORT	97

#define abort()		kntop_libc_failed(__FILE__, __LINE__)
#define exit(status)	kntop_libc_failed(__FILE__, __LINE__)
#define assert(holds)	((holds) ? (void)0 : kntop_libc_failed(__FILE__, __LINE__))

/* ---- time ---------------------------------------------------------------- */

struct timeval {
	time_t		tv_sec;
	suseconds_t	tv_usec;
};

struct tm {
	int	tm_sec, tm_min, tm_hour;
	int	tm_mday, tm_mon, tm_year;	/* month from 0, year from 1900 on */
	int	tm_isdst;
};

struct timezone {
	int	tz_minuteswest;
	int	tz_dsttime;
};

/* Inline functions, not macros: nDPI declares some of them itself. */
static inline time_t time(time_t *now)
{
	(void)now;
	return kntop_libc_now();
}

#define gettimeofday	kntop_gettimeofday
static inline int gettimeofday(struct timeval *now, struct timezone *zone)
{
	(void)zone;
	now->tv_sec = kntop_libc_now();
	now->tv_usec = 0;
	return 0;
}

#define strptime(s, format, tm)	kntop_text_time(s, format, tm)
#define timegm(tm)	kntop_libc_seconds((tm)->tm_year + 1900, (tm)->tm_mon + 1, (tm)->tm_mday, \
					   (tm)->tm_hour, (tm)->tm_min, (tm)->tm_sec)

/* ---- network ------------------------------------------------------------- */

#define __LITTLE_ENDIAN	__ORDER_LITTLE_ENDIAN__
#define __BIG_ENDIAN	__ORDER_BIG_ENDIAN__
#define __BYTE_ORDER	__BYTE_ORDER__

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define htons(x)	__builtin_bswap16(x)
#define htonl(x)	__builtin_bswap32(x)
#define be64toh(x)	__builtin_bswap64(x)
#define le16toh(x)	((uint16_t)(x))
#define le32toh(x)	((uint32_t)(x))
#define le64toh(x)	((uint64_t)(x))
#else
#define htons(x)	((uint16_t)(x))
#define htonl(x)	((uint32_t)(x))
#define be64toh(x)	((uint64_t)(x))
#define le16toh(x)	__builtin_bswap16(x)
#define le32toh(x)	__builtin_bswap32(x)
#define le64toh(x)	__builtin_bswap64(x)
#endif
#define ntohs(x)	htons(x)
#define ntohl(x)	htonl(x)

#define AF_INET		2
#define AF_INET6	10
#define INET_ADDRSTRLEN	16
#define INET6_ADDRSTRLEN 46
#define IPVERSION	4

#define IPPROTO_ICMP	1
#define IPPROTO_TCP	6
#define IPPROTO_UDP	17
#define IPPROTO_ICMPV6	58
#define IPPROTO_SCTP	132

struct in_addr {
	uint32_t	s_addr;
};

struct in6_addr {
	uint8_t		s6_addr[16];
};

#define inet_addr(s)	kntop_text_ip4(s)
#define inet_pton(family, s, address)	kntop_text_ip_parse(family, s, address)
#define inet_ntop(family, address, s, size)	kntop_text_ip(family, address, s, size)
/* The text lives as long as the block in which this is called. */
#define inet_ntoa(address) \
	kntop_text_ip(AF_INET, &(address), (char [INET_ADDRSTRLEN]) { "" }, INET_ADDRSTRLEN)

#include "text.h"

#endif /* KNTOP_SHIM_LIBC_H */
