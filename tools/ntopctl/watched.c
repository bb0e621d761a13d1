// SPDX-License-Identifier: GPL-2.0-or-later
/* Interfaces that somebody named but that are not there. */
#include <net/if.h>
#include <string.h>
#include "field.h"
#include "keyword.h"
#include "watched.h"

#define MOST	256

struct names {
	char text[MOST][IF_NAMESIZE];
	const char *list[MOST + 1];
	unsigned int count;
};

static void add(struct names *n, const char *name)
{
	if (n->count == MOST)
		return;
	snprintf(n->text[n->count], IF_NAMESIZE, "%s", name);
	n->list[n->count] = n->text[n->count];
	n->list[++n->count] = NULL;
}

/* The near ones, or else the first few of all. */
static void choose(const struct names *n, const char *name, char *buf, size_t size)
{
	const char *few[9] = { NULL };
	char safe[FIELD_SIZE];
	size_t used = 0;

	keyword_near(name, n->list, buf, size);
	if (buf[0])
		return;
	memcpy(few, n->list, (n->count < 8 ? n->count : 8) * sizeof(few[0]));
	for (int i = 0; few[i] && used < size; i++)
		used += snprintf(buf + used, size - used, "%s%s", i ? ", " : "",
				 field_name(safe, few[i]));
	if (n->count > 8 && used < size)
		snprintf(buf + used, size - used, " ...");
}

static int take(const struct kntop_interface *iface, void *data)
{
	add(data, iface->name);
	return 0;
}

int watched_complain(struct ctl *ctl, const char *what, const char *name)
{
	char safe[FIELD_SIZE], choice[400];
	struct names n = { .count = 0 };

	kntop_interface_list(ctl->kernel, take, &n, NULL);
	field_name(safe, name);
	if (!n.count)
		return ctl_complain(ctl, "%s: interface '%s' is not watched, nor is any other (run: ntopctl interface add %s)",
				    what, safe, safe);
	choose(&n, name, choice, sizeof(choice));
	return ctl_complain(ctl, "%s: interface '%s' is not watched (watched: %s)", what, safe,
			    choice);
}

struct sources {
	struct names offline;
	bool live;
};

static int take_source(const struct kntop_interface *iface, void *data)
{
	struct sources *s = data;

	if (iface->flags & KNTOP_INTERFACE_OFFLINE)
		add(&s->offline, iface->name);
	else
		s->live = true;
	return 0;
}

void watched_source(struct ctl *ctl, const char *what, const char **name)
{
	struct sources s = { .live = false };
	char safe[FIELD_SIZE], choice[400];

	if (*name || kntop_interface_list(ctl->kernel, take_source, &s, NULL) < 0 || s.live ||
	    !s.offline.count)
		return;
	if (s.offline.count == 1) {
		snprintf(ctl->source, sizeof(ctl->source), "%s", s.offline.text[0]);
		*name = ctl->source;
		if (what && !ctl->json)
			ctl_complain(ctl, "%s: of %s, which was read from a file, as nothing is watched",
				     what, field_name(safe, ctl->source));
		return;
	}
	choose(&s.offline, "", choice, sizeof(choice));
	if (what)
		ctl_complain(ctl, "%s: nothing is watched, and several files were read (add dev NAME, one of: %s)",
			     what, choice);
}

bool watched_hint(struct ctl *ctl, const char *what)
{
	struct names n = { .count = 0 };

	if (kntop_interface_list(ctl->kernel, take, &n, NULL) < 0 || n.count)
		return false;
	ctl_complain(ctl, "%s: nothing is watched yet (run: ntopctl interface add DEV)", what);
	return true;
}

int watched_complain_device(struct ctl *ctl, const char *what, const char *name)
{
	struct if_nameindex *all = if_nameindex();
	char safe[FIELD_SIZE], choice[400];
	struct names n = { .count = 0 };

	for (struct if_nameindex *i = all; i && i->if_name; i++)
		add(&n, i->if_name);
	if (all)
		if_freenameindex(all);
	choose(&n, name, choice, sizeof(choice));
	return ctl_complain(ctl, "%s: there is no device '%s' (there are: %s)", what,
			    field_name(safe, name), choice);
}

bool watched_device_exists(const char *name)
{
	struct if_nameindex *all = if_nameindex();
	bool found = false;

	for (struct if_nameindex *i = all; i && i->if_name && !found; i++)
		found = !strcmp(i->if_name, name);
	if (all)
		if_freenameindex(all);
	return found;
}
