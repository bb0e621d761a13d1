/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nofloat_utils: read before ndpi_utils.c. Its own computation of the entropy, in
 * floating point, and its writer of JSON, whose helpers are left out, are never called.
 */
#include "nofloat.h"

#define log2f(x)	(x)
#define ndpi_init_serializer(...)		(-1)
#define ndpi_serialize_end_of_block(...)	((void)0)
#define ndpi_serialize_start_of_block(...)	((void)0)
#define ndpi_serialize_string_float(...)	((void)0)
#define ndpi_serialize_string_string(...)	((void)0)
#define ndpi_serialize_string_uint32(...)	((void)0)
#define ndpi_serialize_string_uint64(...)	((void)0)
#define ndpi_serialize_uint32_string(...)	((void)0)
#define gmtime_r(time, tm)	((void)(time), (tm))
#define strftime(s, n, format, tm)	((void)(tm))
