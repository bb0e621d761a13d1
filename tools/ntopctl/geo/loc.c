// SPDX-License-Identifier: GPL-2.0-or-later
/* Databases of libloc, such as Debian's libloc-database.
 *
 * The library is loaded when there is a file for it: with it comes libcrypto, which would
 * more than double the time that ntopctl needs to start.
 */
#include <dlfcn.h>
#include <errno.h>
#include <libloc/database.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "geo.h"
#include "kind.h"
#include "tree.h"

#define LIBRARY	"libloc.so.1"

/* What is used of the library. */
#define SYMBOLS(USE)							\
	USE(loc_new) USE(loc_unref) USE(loc_set_log_fn)			\
	USE(loc_database_new) USE(loc_database_unref)			\
	USE(loc_database_lookup) USE(loc_database_created_at)		\
	USE(loc_database_get_as) USE(loc_database_get_country)		\
	USE(loc_network_get_country_code) USE(loc_network_get_asn)	\
	USE(loc_network_has_flag) USE(loc_network_unref)		\
	USE(loc_as_get_name) USE(loc_as_unref)				\
	USE(loc_country_get_name) USE(loc_country_unref)

#define POINTER(symbol)	__typeof__(symbol) *symbol;
static struct {
	SYMBOLS(POINTER)
	void *handle;
} lib;

/* A database that is open, and its octets. */
struct loc {
	struct loc_ctx *ctx;
	struct loc_database *database;
	struct tree tree;
};

static bool load(void)
{
	bool all = true;

	if (lib.handle)
		return true;
	lib.handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!lib.handle)
		return false;
#define FIND(symbol)	all = (lib.symbol = dlsym(lib.handle, #symbol)) && all;
	SYMBOLS(FIND)
	if (!all) {
		dlclose(lib.handle);
		lib.handle = NULL;
	}
	return all;
}

/* It would write to standard error, where the live view draws. */
static void say_nothing(struct loc_ctx *ctx, int priority, const char *file, int line,
			const char *fn, const char *format, va_list args)
{
	(void)ctx;
	(void)priority;
	(void)file;
	(void)line;
	(void)fn;
	(void)format;
	(void)args;
}

static void loc_close(void *file)
{
	struct loc *loc = file;

	if (loc->database)
		lib.loc_database_unref(loc->database);
	if (loc->ctx)
		lib.loc_unref(loc->ctx);
	tree_close(&loc->tree);
	free(loc);
}

/* What the library maps is what was found to be sound: it gets the same descriptor. */
static const char *begin(struct loc *loc, FILE *f)
{
	if (!tree_open(&loc->tree, fileno(f)))
		return "the file is damaged, or of a newer kind";
	if (lib.loc_new(&loc->ctx))
		return "no memory";
	lib.loc_set_log_fn(loc->ctx, say_nothing);
	if (lib.loc_database_new(loc->ctx, &loc->database, f)) {
		loc->database = NULL;
		return "the file is damaged, or of a newer kind";
	}
	return NULL;
}

static void *loc_open(const char *path, char *why, size_t size)
{
	FILE *f = fopen(path, "re");
	const char *trouble = NULL;
	struct loc *loc = NULL;

	if (!f)
		trouble = strerror(errno);
	else if (!load())
		trouble = LIBRARY " is missing (install: libloc1)";
	if (!trouble) {
		loc = calloc(1, sizeof(*loc));
		trouble = loc ? begin(loc, f) : "no memory";
	}
	if (f)
		fclose(f);
	if (!trouble)
		return loc;
	snprintf(why, size, "%s", trouble);
	if (loc)
		loc_close(loc);
	return NULL;
}

static void copy_name(char *to, const char *name)
{
	snprintf(to, GEO_NAME, "%s", name ? name : "");
}

static void look_country(struct loc *loc, struct loc_network *network, struct geo_answer *a)
{
	const char *code = lib.loc_network_get_country_code(network);
	struct loc_country *country = NULL;

	if (!code || strlen(code) != 2)
		return;
	memcpy(a->country, code, sizeof(a->country));
	if (lib.loc_database_get_country(loc->database, &country, code) || !country)
		return;
	copy_name(a->country_name, lib.loc_country_get_name(country));
	lib.loc_country_unref(country);
}

static void look_as(struct loc *loc, struct loc_network *network, struct geo_answer *a)
{
	struct loc_as *as = NULL;

	a->as = lib.loc_network_get_asn(network);
	if (!a->as || lib.loc_database_get_as(loc->database, &as, a->as) || !as)
		return;
	copy_name(a->as_name, lib.loc_as_get_name(as));
	lib.loc_as_unref(as);
}

static void look_flags(struct loc_network *network, struct geo_answer *a)
{
	static const struct {
		uint32_t theirs;
		unsigned int ours;
	} flags[] = {
		{ LOC_NETWORK_FLAG_ANYCAST, GEO_ANYCAST },
		{ LOC_NETWORK_FLAG_ANONYMOUS_PROXY, GEO_PROXY },
		{ LOC_NETWORK_FLAG_SATELLITE_PROVIDER, GEO_SATELLITE },
		{ LOC_NETWORK_FLAG_DROP, GEO_HOSTILE },
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (lib.loc_network_has_flag(network, flags[i].theirs))
			a->flags |= flags[i].ours;
}

static void loc_look(void *file, const struct kntop_address *addr, struct geo_answer *a)
{
	struct in6_addr six = { .s6_addr = { [10] = 0xff, [11] = 0xff } };
	struct loc_network *network = NULL;
	struct loc *loc = file;

	if (addr->family == 4)
		memcpy(six.s6_addr + 12, addr->octets, 4);
	else
		memcpy(six.s6_addr, addr->octets, 16);
	if (!tree_leads(&loc->tree, six.s6_addr) ||
	    lib.loc_database_lookup(loc->database, &six, &network) || !network)
		return;
	look_country(loc, network, a);
	look_as(loc, network, a);
	look_flags(network, a);
	lib.loc_network_unref(network);
}

static uint64_t loc_made(void *file)
{
	return lib.loc_database_created_at(((struct loc *)file)->database);
}

const struct geo_kind geo_loc = { loc_open, loc_look, loc_made, loc_close };
