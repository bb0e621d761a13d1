/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is recorded: the folders of ntopd, see "WHAT IS RECORDED" in ntopd(8). */
#ifndef GRAPH_OBJECT_H
#define GRAPH_OBJECT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/** Room for a name, printable. */
#define OBJECT_NAME	288

/** Room for a title, printable. */
#define OBJECT_TITLE	(3 * OBJECT_NAME)

/** enum object_kind - of what a folder is */
enum object_kind {
	OBJECT_INTERFACE,
	OBJECT_NETWORK,
	OBJECT_COUNTRIES,	/* all of them; the folder has no file of its own */
	OBJECT_ASES,		/* likewise */
	OBJECT_COUNTRY,
	OBJECT_AS,
	OBJECT_HOST,
	OBJECT_MODULE,
	OBJECT_KINDS,
};

/**
 * struct object - one folder
 * @kind: of what
 * @name: interface, "10.0.0.0/8", "US", "15169" or address, printable; "" of the module, of
 *	all countries and of all ASes
 * @alias: name of a network, country or AS, interface of a host, printable; "" none
 * @vlan: of a host, "" none
 * @label: what a host is called, printable, "" unknown
 * @folder: path of the folder
 */
struct object {
	enum object_kind kind;
	char name[OBJECT_NAME];
	char alias[OBJECT_NAME];
	char vlan[16];
	char label[OBJECT_NAME];
	char folder[PATH_MAX];
};

/**
 * struct objects - a list of them
 * @list: by kind and name
 * @count: how many
 */
struct objects {
	struct object *list;
	size_t count;
};

/**
 * objects_find() - all objects in a folder of recordings
 * @dir: the folder
 * @objects: filled in, to be freed with objects_free()
 *
 * Return: 0 or a negative errno value.
 */
int objects_find(const char *dir, struct objects *objects);

/** objects_free() - free a list */
void objects_free(struct objects *objects);

/**
 * objects_inside() - the objects of the folders in an object's folder
 * @o: all countries, or all ASes
 * @objects: filled in, to be freed with objects_free()
 *
 * Return: 0 or a negative errno value.
 */
int objects_inside(const struct object *o, struct objects *objects);

/** object_is_group() - whether it is all objects of a kind, and has no recording itself */
bool object_is_group(const struct object *o);

/** object_is_others() - whether it is all ASes that are not recorded by themselves */
bool object_is_others(const struct object *o);

/** object_kind_name() - "interface", "network", "country", "as", "host", "module" and so on */
const char *object_kind_name(enum object_kind kind);

/**
 * object_title() - "eth0", "10.0.0.0/8 (office)", "10.0.0.1 (printer) on eth0", "kntop",
 *	"US United States", "AS15169 GOOGLE"
 * @o: object
 * @buf: OBJECT_TITLE octets
 */
char *object_title(const struct object *o, char *buf);

/**
 * struct object_part - a protocol or category of an interface
 * @name: printable
 * @path: its recording
 */
struct object_part {
	char name[OBJECT_NAME];
	char path[PATH_MAX];
};

/**
 * object_parts() - what a folder inside an object's has
 * @o: object
 * @sub: folder, "protocol" or "category"
 * @parts: set to a list by name, to be freed
 * @count: how many
 *
 * Return: 0, also when there is no such folder, or a negative errno value.
 */
int object_parts(const struct object *o, const char *sub, struct object_part **parts,
		 size_t *count);

#endif /* GRAPH_OBJECT_H */
