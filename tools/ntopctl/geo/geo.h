/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where addresses are: country and autonomous system, as files on this machine say.
 *
 * One set of files serves a run. They are opened when somebody asks first. Without files
 * nothing is known of any address, which is no error.
 */
#ifndef NTOPCTL_GEO_GEO_H
#define NTOPCTL_GEO_GEO_H

#include "../ctl.h"
#include "../field.h"

/** Where Debian's libloc-database has its file. */
#define GEO_DEFAULT	"/var/lib/location/database.db"
/** Environment variable with files, when no option names some. */
#define GEO_VARIABLE	"KNTOP_GEO"

/** enum geo_flag - what is special about an address */
enum geo_flag {
	GEO_ANYCAST = 1 << 0,	/* many hosts have it: the country is the owner's */
	GEO_PROXY = 1 << 1,	/* an anonymizing proxy */
	GEO_SATELLITE = 1 << 2,	/* a satellite provider */
	GEO_HOSTILE = 1 << 3,	/* a network that one should not talk to */
};

/**
 * struct geo - where an address is
 * @country: two characters A-Z and 0-9, mostly of ISO 3166-1; "" not known
 * @flags: bits of &enum geo_flag
 * @as: number of the autonomous system, 0 not known
 * @as_name: its name, foreign text, "" not known; lives as long as the files are open
 */
struct geo {
	char country[3];
	uint8_t flags;
	uint32_t as;
	const char *as_name;
};

/**
 * geo_choose() - the user names files
 * @files: paths with commas between, databases of libloc or MMDB files; what the first
 *	does not say of an address the next may; "none": no files. Must outlive the run
 *
 * Without it the files are those of $KNTOP_GEO, else GEO_DEFAULT if it is there.
 */
void geo_choose(const char *files);

/**
 * geo_open() - open the files, unless that was done
 * @ctl: run
 *
 * Return: CTL_OK, also when there are none, or CTL_USAGE, complained already, when one
 * that was named cannot be used.
 */
int geo_open(const struct ctl *ctl);

/** geo_close() - close the files; the next geo_open() opens files anew */
void geo_close(void);

/** geo_is_there() - whether there is an open file */
bool geo_is_there(void);

/**
 * geo_find() - where an address is
 * @addr: address
 *
 * Private, link-local, multicast and reserved addresses are nowhere. Answers are kept for
 * the last 262,144 addresses or so.
 */
struct geo geo_find(const struct kntop_address *addr);

/** geo_country_name() - English name of a country that was found, foreign text; "" none */
const char *geo_country_name(const char *country);

/** geo_flag_name() - stable name of a flag, as "anycast"; NULL for one that is none */
const char *geo_flag_name(unsigned int flag);

/** geo_text() - "US AS15169", what is known of it, "" nothing; in FIELD_SIZE octets */
char *geo_text(char *buf, const struct geo *g);

/** geo_text_of() - the same of an address */
char *geo_text_of(char *buf, const struct kntop_address *addr);

/**
 * geo_json() - members "country", "as_number", "as_name", "anycast" of an open object
 * @j: writer
 * @addr: address; what is not known of it is null
 *
 * Nothing is written without files.
 */
void geo_json(struct json *j, const struct kntop_address *addr);

/** geo_detail() - a line "  place ..." with all that is known; nothing without files */
void geo_detail(FILE *file, const struct kntop_address *addr);

/** geo_sources() - a line that says which files of what date; nothing without files */
void geo_sources(FILE *file);

#endif /* NTOPCTL_GEO_GEO_H */
