// SPDX-License-Identifier: GPL-2.0-or-later
/* Where addresses are: country and autonomous system. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "../utf8.h"
#include "cache.h"
#include "geo.h"
#include "kind.h"
#include "title.h"
#include "special.h"

/* Most files. */
#define FILES	8
#define MAGIC	"LOCDBXX"

struct file {
	const struct geo_kind *kind;
	void *data;
	char *path;
};

static struct {
	const char *chosen;
	bool tried;
	struct file file[FILES];
	unsigned int count;
	struct titles ases;
	struct titles countries;
} state;

static const char *const flag_names[] = { "anycast", "proxy", "satellite", "hostile" };

void geo_choose(const char *files)
{
	state.chosen = files;
}

static const struct geo_kind *kind_of(const char *path)
{
	char magic[sizeof(MAGIC)] = "";
	FILE *f = fopen(path, "re");

	if (f && fread(magic, 1, sizeof(magic) - 1, f) < sizeof(magic) - 1)
		magic[0] = '\0';
	if (f)
		fclose(f);
	return strcmp(magic, MAGIC) ? &geo_mmdb : &geo_loc;
}

/* Takes the path's memory. */
static bool open_file(char *path, char *why, size_t size)
{
	struct file *file = &state.file[state.count];

	file->kind = kind_of(path);
	file->path = path;
	file->data = file->kind->open(path, why, size);
	if (file->data)
		state.count++;
	else
		free(path);
	return file->data;
}

static int refuse(const struct ctl *ctl, const char *path, const char *why)
{
	char safe[FIELD_SIZE];

	geo_close();
	return ctl_complain(ctl, "geo: cannot open %s: %s (see: ntopctl country --help)",
			    field_name(safe, path), why);
}

static int open_named(const struct ctl *ctl, const char *files)
{
	int rc = CTL_OK;
	char why[160];

	while (!rc && *files) {
		size_t len = strcspn(files, ",");
		char *path = strndup(files, len), *named = path ? strdup(path) : NULL;

		if (state.count == FILES) {
			rc = ctl_complain(ctl, "geo: more than %d files", FILES);
			geo_close();
			free(path);
		} else if (!named) {
			rc = ctl_complain(ctl, "no memory");
			free(path);
		} else if (len && !open_file(path, why, sizeof(why))) {
			rc = refuse(ctl, named, why);
		} else if (!len) {
			free(path);
		}
		free(named);
		files += len + (files[len] == ',');
	}
	return rc;
}

int geo_open(const struct ctl *ctl)
{
	const char *files = state.chosen ? state.chosen : getenv(GEO_VARIABLE);
	char why[160], *path;

	if (state.tried)
		return CTL_OK;
	state.tried = true;
	if (files && !strcmp(files, "none"))
		return CTL_OK;
	if (files && files[0])
		return open_named(ctl, files);
	path = access(GEO_DEFAULT, R_OK) ? NULL : strdup(GEO_DEFAULT);
	if (path)
		open_file(path, why, sizeof(why));
	return CTL_OK;
}

void geo_close(void)
{
	while (state.count) {
		struct file *file = &state.file[--state.count];

		file->kind->close(file->data);
		free(file->path);
	}
	cache_forget();
	titles_forget(&state.ases);
	titles_forget(&state.countries);
	state.tried = false;
}

bool geo_is_there(void)
{
	return state.count;
}

static uint32_t country_key(const char *code)
{
	return (unsigned char)code[0] << 8 | (unsigned char)code[1];
}

/* Other codes are no country's, and nobody has said that they are printable. */
static bool is_country(const char *code)
{
	return strlen(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' &&
	       ((code[1] >= 'A' && code[1] <= 'Z') || (code[1] >= '0' && code[1] <= '9'));
}

static void take(struct geo *g, const struct geo_answer *a)
{
	if (!g->country[0] && is_country(a->country)) {
		memcpy(g->country, a->country, sizeof(g->country));
		if (a->country_name[0])
			title_keep(&state.countries, country_key(a->country),
				   a->country_name);
	}
	if (!g->as && a->as) {
		g->as = a->as;
		g->as_name = title_keep(&state.ases, a->as, a->as_name);
	}
	g->flags |= a->flags;
}

struct geo geo_find(const struct kntop_address *addr)
{
	struct geo g = { .as_name = "" };
	const struct geo *known;

	if (!state.count || special_has(addr))
		return g;
	known = cache_find(addr);
	if (known)
		return *known;
	for (unsigned int i = 0; i < state.count; i++) {
		struct geo_answer answer = { .as = 0 };

		state.file[i].kind->look(state.file[i].data, addr, &answer);
		take(&g, &answer);
	}
	cache_keep(addr, &g);
	return g;
}

const char *geo_country_name(const char *country)
{
	return country[0] ? title_get(&state.countries, country_key(country)) : "";
}

const char *geo_flag_name(unsigned int flag)
{
	for (size_t i = 0; i < sizeof(flag_names) / sizeof(flag_names[0]); i++)
		if (flag == 1U << i)
			return flag_names[i];
	return NULL;
}

char *geo_text(char *buf, const struct geo *g)
{
	if (g->as)
		snprintf(buf, FIELD_SIZE, "%s%sAS%u", g->country, g->country[0] ? " " : "",
			 g->as);
	else
		snprintf(buf, FIELD_SIZE, "%s", g->country);
	return buf;
}

char *geo_text_of(char *buf, const struct kntop_address *addr)
{
	const struct geo g = geo_find(addr);

	return geo_text(buf, &g);
}

void geo_json(struct json *j, const struct kntop_address *addr)
{
	struct geo g;

	if (!state.count)
		return;
	g = geo_find(addr);
	field_json_name(j, "country", g.country);
	field_json_optional(j, "as_number", g.as ? (int64_t)g.as : -1);
	field_json_name(j, "as_name", g.as_name);
	json_bool(j, "anycast", g.flags & GEO_ANYCAST);
}

void geo_detail(FILE *file, const struct kntop_address *addr)
{
	const char *separator = "";
	char safe[FIELD_SIZE];
	struct geo g;

	if (!state.count)
		return;
	g = geo_find(addr);
	fputs("  place         ", file);
	if (!g.country[0] && !g.as)
		fputs("none known", file);
	if (g.country[0])
		fprintf(file, "%s%s%s", g.country, geo_country_name(g.country)[0] ? " " : "",
			field_name(safe, geo_country_name(g.country)));
	if (g.as)
		fprintf(file, "%sAS%u%s%s", g.country[0] ? ", " : "", g.as,
			g.as_name[0] ? " " : "", field_name(safe, g.as_name));
	for (unsigned int flag = 1; geo_flag_name(flag); flag <<= 1) {
		if (!(g.flags & flag))
			continue;
		fprintf(file, "%s%s", separator[0] ? separator : " (", geo_flag_name(flag));
		separator = ", ";
	}
	fprintf(file, "%s\n", separator[0] ? ")" : "");
}

void geo_sources(FILE *file)
{
	for (unsigned int i = 0; i < state.count; i++) {
		time_t made = state.file[i].kind->made(state.file[i].data);
		char safe[FIELD_SIZE], date[16] = "?";
		struct tm tm;

		if (made && gmtime_r(&made, &tm))
			strftime(date, sizeof(date), "%F", &tm);
		fprintf(file, "%s%s of %s", i ? ", " : "Places by ",
			field_name(safe, state.file[i].path), date);
	}
	fputs(state.count ? "\n" : "", file);
}
