// SPDX-License-Identifier: GPL-2.0-or-later
/* MMDB files: GeoLite2 and GeoIP2, DB-IP, IPinfo; of countries, cities, or ASes. */
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../args.h"
#include "geo.h"
#include "kind.h"

/* Most keys on the way to a field, with the NULL. */
#define PATH	4

static void *mmdb_open(const char *path, char *why, size_t size)
{
	MMDB_s *file = calloc(1, sizeof(*file));
	int rc;

	if (!file) {
		snprintf(why, size, "no memory");
		return NULL;
	}
	rc = MMDB_open(path, MMDB_MODE_MMAP, file);
	if (rc == MMDB_SUCCESS)
		return file;
	if (rc == MMDB_FILE_OPEN_ERROR)
		snprintf(why, size, "%m");
	else
		snprintf(why, size, "it is neither a database of libloc nor an intact MMDB file");
	free(file);
	return NULL;
}

/* A field of a type, at the first of several places that has one. */
static bool field(MMDB_entry_s *entry, const char *const (*paths)[PATH], uint32_t type,
		  MMDB_entry_data_s *data)
{
	for (; (*paths)[0]; paths++)
		if (MMDB_aget_value(entry, data, *paths) == MMDB_SUCCESS && data->has_data &&
		    data->type == type)
			return true;
	return false;
}

static void text(MMDB_entry_s *entry, const char *const (*paths)[PATH], char *buf)
{
	MMDB_entry_data_s data;

	if (field(entry, paths, MMDB_DATA_TYPE_UTF8_STRING, &data))
		snprintf(buf, GEO_NAME, "%.*s",
			 data.data_size < GEO_NAME ? (int)data.data_size : GEO_NAME - 1,
			 data.utf8_string);
}

/* IPinfo has the code where others have a map, and a name where it used to have the code. */
static void look_country(MMDB_entry_s *entry, struct geo_answer *a)
{
	static const char *const codes[][PATH] = {
		{ "country", "iso_code" }, { "country_code" }, { "country" },
		{ "registered_country", "iso_code" }, { NULL }
	};
	static const char *const names[][PATH] = {
		{ "country", "names", "en" }, { "country_name" }, { "country" },
		{ "registered_country", "names", "en" }, { NULL }
	};
	char code[GEO_NAME] = "";

	text(entry, codes, code);
	if (strlen(code) != 2)
		return;
	memcpy(a->country, code, sizeof(a->country));
	text(entry, names, a->country_name);
	if (!strcmp(a->country_name, code))
		a->country_name[0] = '\0';
}

static void look_as(MMDB_entry_s *entry, struct geo_answer *a)
{
	static const char *const numbers[][PATH] = {
		{ "autonomous_system_number" }, { "traits", "autonomous_system_number" },
		{ "asn" }, { NULL }
	};
	static const char *const names[][PATH] = {
		{ "autonomous_system_organization" },
		{ "traits", "autonomous_system_organization" }, { "as_name" }, { NULL }
	};
	char number[GEO_NAME] = "";
	MMDB_entry_data_s data;
	uint64_t value;

	if (field(entry, numbers, MMDB_DATA_TYPE_UINT32, &data)) {
		a->as = data.uint32;
	} else if (field(entry, numbers, MMDB_DATA_TYPE_UINT16, &data)) {
		a->as = data.uint16;
	} else {
		text(entry, numbers, number);
		if (!strncmp(number, "AS", 2) && args_parse_number(number + 2, &value) &&
		    value <= UINT32_MAX)
			a->as = value;
	}
	if (a->as)
		text(entry, names, a->as_name);
}

static void look_flags(MMDB_entry_s *entry, struct geo_answer *a)
{
	static const struct {
		const char *const path[2][PATH];
		unsigned int flag;
	} flags[] = {
		{ { { "traits", "is_anycast" }, { NULL } }, GEO_ANYCAST },
		{ { { "traits", "is_anonymous_proxy" }, { NULL } }, GEO_PROXY },
		{ { { "traits", "is_satellite_provider" }, { NULL } }, GEO_SATELLITE },
	};
	MMDB_entry_data_s data;

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (field(entry, flags[i].path, MMDB_DATA_TYPE_BOOLEAN, &data) && data.boolean)
			a->flags |= flags[i].flag;
}

static void mmdb_look(void *file, const struct kntop_address *addr, struct geo_answer *a)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	struct sockaddr_in four = { .sin_family = AF_INET };
	MMDB_lookup_result_s found;
	int rc;

	memcpy(&four.sin_addr, addr->octets, 4);
	memcpy(&six.sin6_addr, addr->octets, 16);
	found = MMDB_lookup_sockaddr(file, addr->family == 4 ? (struct sockaddr *)&four :
				     (struct sockaddr *)&six, &rc);
	if (rc != MMDB_SUCCESS || !found.found_entry)
		return;
	look_country(&found.entry, a);
	look_as(&found.entry, a);
	look_flags(&found.entry, a);
}

static uint64_t mmdb_made(void *file)
{
	return ((MMDB_s *)file)->metadata.build_epoch;
}

static void mmdb_close(void *file)
{
	MMDB_close(file);
	free(file);
}

const struct geo_kind geo_mmdb = { mmdb_open, mmdb_look, mmdb_made, mmdb_close };
