// SPDX-License-Identifier: GPL-2.0-or-later
/* What ntopd itself has added to the module, remembered beyond its own end. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "own.h"
#include "whole.h"

#define BOOT_ID		"/proc/sys/kernel/random/boot_id"
#define KEY_SIZE	96

/* Differs between boots, and between two times a module was loaded. */
static void make_key(const char *module, char *key)
{
	char boot[48] = "";
	struct stat st = { 0 };
	FILE *f = fopen(BOOT_ID, "re");

	if (f && !fgets(boot, sizeof(boot), f))
		boot[0] = '\0';
	if (f)
		fclose(f);
	boot[strcspn(boot, "\n")] = '\0';
	if (stat(module, &st))
		st.st_ino = 0;
	snprintf(key, KEY_SIZE, "%s/%llu", boot, (unsigned long long)st.st_ino);
}

static void load_network(struct config *own, char *text)
{
	struct config_network net = { 0 };
	char *name = strchr(text, ' ');

	if (!name)
		return;
	*name++ = '\0';
	if (strlen(name) >= sizeof(net.name) ||
	    kntop_prefix_parse(text, &net.addr, &net.prefix))
		return;
	strcpy(net.name, name);
	config_add_network(own, &net);
}

void own_load(const char *path, const char *module, struct config *own)
{
	char line[PATH_MAX + 16], key[KEY_SIZE];
	FILE *f = fopen(path, "re");
	bool same = false;

	if (!f)
		return;
	make_key(module, key);
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "module ", 7))
			same = !strcmp(line + 7, key);
		else if (same && !strncmp(line, "interface ", 10) &&
			 strlen(line + 10) < KNTOP_NAME_SIZE)
			config_add_interface(own, line + 10);
		else if (same && !strncmp(line, "network ", 8))
			load_network(own, line + 8);
		else if (same && !strncmp(line, "protocols ", 10))
			snprintf(own->protocols, sizeof(own->protocols), "%.*s", PATH_MAX - 1,
				 line + 10);
	}
	fclose(f);
}

static void write_all(FILE *f, const char *key, const struct config *own)
{
	char text[KNTOP_ADDRESS_TEXT];

	fprintf(f, "module %s\n", key);
	for (size_t i = 0; i < own->interface_count; i++)
		fprintf(f, "interface %s\n", own->interfaces[i]);
	for (size_t i = 0; i < own->network_count; i++) {
		const struct config_network *net = &own->networks[i];

		fprintf(f, "network %s/%d %s\n", kntop_address_format(&net->addr, text),
			net->prefix, strchr(net->name, '\n') ? "" : net->name);
	}
	if (own->protocols[0])
		fprintf(f, "protocols %s\n", strchr(own->protocols, '\n') ? "?" : own->protocols);
}

int own_save(const char *path, const char *module, const struct config *own)
{
	char key[KEY_SIZE];
	struct whole w;
	int rc = whole_begin(&w, path);

	if (rc)
		return rc;
	make_key(module, key);
	write_all(w.file, key, own);
	return whole_end(&w);
}
