// SPDX-License-Identifier: GPL-2.0-or-later
/* Asking the kernel, and going on when it can be asked no more. */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "../format.h"
#include "../hostname.h"
#include "../utf8.h"
#include "list.h"
#include "live.h"

#define NS_PER_S	((uint64_t)1000000000)
/* A loss stays marked for so long after it grew last. */
#define FLASH_NS	(60 * NS_PER_S)

/*
 * Asking for the family would make the kernel load the module: somebody who has just
 * removed it would have it back at once.
 */
static bool module_is_there(void)
{
	return access("/sys/module", F_OK) || !access("/sys/module/kntop", F_OK);
}

/* A handle that failed is kept until there is another: it still knows names. */
static int reconnect(struct live *l, struct kntop_error *err)
{
	struct kntop *k;

	if (!module_is_there()) {
		*err = (struct kntop_error){ .kind = KNTOP_ERROR_NO_MODULE, .code = ENOENT };
		return -ENOENT;
	}
	k = kntop_open(err);
	if (!k)
		return -err->code;
	kntop_close(l->ctl->kernel);
	l->ctl->kernel = k;
	return 0;
}

static void explain(struct live *l, const struct kntop_error *err)
{
	const char *filter = live_view(l)->filter.query.interface;
	const char *device = l->device[0] ? l->device : filter;
	char text[2 * sizeof(err->text)], name[FIELD_SIZE];

	if (err->kind == KNTOP_ERROR_NO_MODULE || !module_is_there())
		snprintf(l->banner, sizeof(l->banner),
			 "kntop is not loaded (modprobe kntop); waiting for it");
	else if (err->code == EPERM || err->code == EACCES)
		snprintf(l->banner, sizeof(l->banner),
			 "no permission any more (CAP_NET_ADMIN is needed); trying again");
	else if (err->code == ENODEV && device)
		snprintf(l->banner, sizeof(l->banner),
			 "%s is not watched (ntopctl interface add %s); waiting for it",
			 field_name(name, device), name);
	else
		snprintf(l->banner, sizeof(l->banner), "kntop does not answer: %s; trying again",
			 utf8_escape(err->text, text, sizeof(text)));
}

static int take_interface(const struct kntop_interface *i, void *data)
{
	return ranking_add(data, i);
}

/* While nothing is watched, the only source that was read from a file is meant. */
static void choose_source(struct live *l)
{
	const struct kntop_interface *only = live_interface(l, 0);
	bool alone = l->interfaces.count == 1 && only->flags & KNTOP_INTERFACE_OFFLINE;

	if (l->chosen && (!alone || strcmp(l->device, only->name))) {
		l->device[0] = '\0';
		l->chosen = false;
	}
	if (!alone || l->device[0])
		return;
	snprintf(l->device, sizeof(l->device), "%s", only->name);
	l->chosen = true;
}

static int pull_interfaces(struct live *l, struct kntop_error *err)
{
	struct ranking fresh = { .size = sizeof(struct kntop_interface) };
	int rc = kntop_interface_list(l->ctl->kernel, take_interface, &fresh, err);

	if (rc < 0) {
		ranking_free(&fresh);
		return rc;
	}
	ranking_free(&l->interfaces);
	l->interfaces = fresh;
	choose_source(l);
	return 0;
}

static void mark_losses(struct live *l)
{
	for (int i = 0; i < __KNTOP_LOSS_MAX; i++)
		if (l->stats.losses[i].count > l->stats_before.losses[i].count && l->interval)
			l->flash[i] = l->mono + FLASH_NS;
	l->stats_before = l->stats;
}

/* What every page shows: interfaces in the head, losses. */
static int pull_common(struct live *l, struct kntop_error *err)
{
	int rc = pull_interfaces(l, err);

	if (rc >= 0)
		rc = kntop_stats_get(l->ctl->kernel, &l->stats, err);
	if (rc < 0)
		return rc;
	l->tick = l->stats.tick_time;
	mark_losses(l);
	return 0;
}

static int pull(struct live *l, struct kntop_error *err)
{
	struct view *v = live_view(l);
	int rc = pull_common(l, err);

	if (rc < 0 || !v->page->pull)
		return rc;
	return list_pull(l, v, err);
}

static void turn(struct live *l)
{
	uint64_t now = live_clock();

	l->interval = l->mono ? now - l->mono : 0;
	l->mono = now;
	l->wall = format_now();
}

int live_refresh(struct live *l)
{
	struct kntop_error err = { .code = ENOMEM, .text = "no memory" };
	int rc = 0;

	turn(l);
	hostname_refresh();
	if (!l->ctl->kernel || l->banner[0])
		rc = reconnect(l, &err);
	if (rc >= 0)
		rc = pull(l, &err);
	if (rc < 0) {
		explain(l, &err);
		return rc;
	}
	l->banner[0] = '\0';
	return 0;
}
