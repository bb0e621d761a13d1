// SPDX-License-Identifier: GPL-2.0-or-later
/* The connection to the module, and the configuration put in force there. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "filter.h"
#include "own.h"
#include "protocols.h"
#include "say.h"
#include "trouble.h"
#include "watch.h"

/* Seconds until protocols that could not be loaded are tried again. */
#define RETRY	60

/**
 * struct watch - what is in force, and what should be
 * @path: is there while the module is loaded
 * @own_path: file in which @own is remembered, NULL none
 * @kernel: connection, NULL none
 * @config: what should be
 * @own: interfaces, networks and protocols that this process, or the one before, added
 * @own_changed: and it is not remembered yet
 * @dropped: nothing of it is left that is not wanted
 * @watched: for each interface of @config, whether it is
 * @waiting: and why it is not
 * @networks_done: all networks of @config are in force
 * @limits_done: so are the limits
 * @protocols_done: so are the protocols
 * @protocols_tried: when that was last tried, seconds
 * @module, @dropping, @networks, @limits, @protocols, @remembering: what may go wrong
 */
struct watch {
	const char *path;
	const char *own_path;
	struct kntop *kernel;
	const struct config *config;
	struct config own;
	bool own_changed;
	bool dropped;
	bool watched[CONFIG_INTERFACES_MAX];
	struct trouble waiting[CONFIG_INTERFACES_MAX];
	bool networks_done;
	bool limits_done;
	bool protocols_done;
	time_t protocols_tried;
	struct trouble module;
	struct trouble dropping;
	struct trouble networks;
	struct trouble limits;
	struct trouble protocols;
	struct trouble remembering;
};

struct watch *watch_new(const char *module, const char *own)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (w) {
		w->path = module;
		w->own_path = own;
	}
	return w;
}

void watch_free(struct watch *w)
{
	if (!w)
		return;
	kntop_close(w->kernel);
	config_free(&w->own);
	free(w);
}

static void start_anew(struct watch *w)
{
	memset(w->watched, 0, sizeof(w->watched));
	w->networks_done = w->limits_done = w->protocols_done = false;
}

static const char *net_text(const struct config_network *net, char *buf, size_t size)
{
	char addr[KNTOP_ADDRESS_TEXT];

	snprintf(buf, size, "%s/%d", kntop_address_format(&net->addr, addr), net->prefix);
	return buf;
}

static void drop_interfaces(struct watch *w)
{
	const struct config *c = w->config;
	struct kntop_error err;
	int rc;

	for (size_t i = w->own.interface_count; i--;) {
		const char *name = w->own.interfaces[i];

		if (config_find_interface(c, name) >= 0)
			continue;
		rc = kntop_interface_del(w->kernel, name, &err);
		if (rc && rc != -ENODEV) {
			trouble_begin(&w->dropping, "cannot stop to watch %s: %s", name, err.text);
			w->dropped = false;
			continue;
		}
		say(SAY_NOTICE, "%s is watched no longer", name);
		config_remove_interface(&w->own, i);
		w->own_changed = true;
	}
}

/* One with another name has to be added anew, as there is no other way to name it. */
static void drop_networks(struct watch *w)
{
	const struct config *c = w->config;
	struct kntop_error err;
	char text[64];

	for (size_t i = w->own.network_count; i--;) {
		const struct config_network *net = &w->own.networks[i];
		int there = config_find_network(c, net), rc;

		if (there >= 0 && !strcmp(c->networks[there].name, net->name))
			continue;
		net_text(net, text, sizeof(text));
		rc = kntop_localnet_del(w->kernel, &net->addr, net->prefix, &err);
		if (rc && rc != -ENOENT) {
			trouble_begin(&w->dropping, "cannot remove the local network %s: %s", text,
				      err.text);
			w->dropped = false;
			continue;
		}
		/* With its other name it is yet to be added. */
		w->networks_done = false;
		if (there < 0)
			say(SAY_NOTICE, "%s is local no longer", text);
		config_remove_network(&w->own, i);
		w->own_changed = true;
	}
}

/* What was added and is wanted no longer. What cannot be removed now is tried again. */
static void drop(struct watch *w)
{
	if (!w->kernel || !w->config)
		return;
	w->dropped = true;
	drop_interfaces(w);
	drop_networks(w);
	if (w->dropped)
		trouble_end(&w->dropping, "nothing is watched that is not configured");
}

struct kntop *watch_kernel(struct watch *w)
{
	struct kntop_error err;

	if (w->kernel)
		return w->kernel;
	if (access(w->path, F_OK)) {
		trouble_begin(&w->module, "the module kntop is not loaded; waiting for it");
		return NULL;
	}
	w->kernel = kntop_open(&err);
	if (!w->kernel) {
		trouble_begin(&w->module, "no connection to the module kntop: %s; waiting for it",
			      err.text);
		return NULL;
	}
	trouble_end(&w->module, "connected to the module kntop");
	/* It may be a new one, which knows nothing. */
	start_anew(w);
	/* What could not be written yet is known here only. */
	if (w->own_path && !w->own_changed) {
		config_free(&w->own);
		own_load(w->own_path, w->path, &w->own);
	}
	drop(w);
	return w->kernel;
}

void watch_lost(struct watch *w, const struct kntop_error *err)
{
	kntop_close(w->kernel);
	w->kernel = NULL;
	trouble_begin(&w->module, "the module kntop does not answer: %s", err->text);
}

void watch_use(struct watch *w, const struct config *c)
{
	w->config = c;
	drop(w);
	memset(w->waiting, 0, sizeof(w->waiting));
	w->protocols.there = false;
	start_anew(w);
}

void watch_devices_changed(struct watch *w)
{
	memset(w->watched, 0, sizeof(w->watched));
}

/* What somebody else watches is his. */
static void renew_filter(struct watch *w, const char *name)
{
	const char *text = w->config->filter;
	struct kntop_error err;
	int rc;

	if (config_find_interface(&w->own, name) < 0)
		return;
	rc = filter_renew(w->kernel, name, text, &err);
	if (rc < 0)
		say(SAY_WARNING, "%s: %s; the filter before stays in force", name, err.text);
	else if (rc && text[0])
		say(SAY_NOTICE, "%s: only %s is counted from now on", name, text);
	else if (rc)
		say(SAY_NOTICE, "%s: all is counted from now on", name);
}

static void apply_interface(struct watch *w, size_t i)
{
	const char *name = w->config->interfaces[i];
	struct kntop_error err;
	int rc;

	rc = filter_add(w->kernel, name, w->config->interface_flags, w->config->filter, &err);
	if (!rc) {
		w->own_changed |= config_add_interface(&w->own, name);
		say(SAY_NOTICE, "watching %s", name);
	} else if (rc == -ENODEV) {
		trouble_begin(&w->waiting[i], "%s: there is no such device; waiting for it", name);
	} else if (rc == -EEXIST) {
		renew_filter(w, name);
	} else {
		trouble_begin(&w->waiting[i], "cannot watch %s: %s", name, err.text);
	}
	w->watched[i] = !rc || rc == -EEXIST;
	if (w->watched[i])
		w->waiting[i].there = false;
}

static void apply_networks(struct watch *w)
{
	const struct config *c = w->config;
	struct kntop_error err;
	char text[64];

	w->networks_done = true;
	for (size_t i = 0; i < c->network_count; i++) {
		const struct config_network *net = &c->networks[i];
		int rc = kntop_localnet_add(w->kernel, &net->addr, net->prefix,
					    net->name[0] ? net->name : NULL, &err);

		if (!rc)
			w->own_changed |= config_add_network(&w->own, net);
		if (!rc || rc == -EEXIST)
			continue;
		trouble_begin(&w->networks, "cannot make %s local: %s",
			      net_text(net, text, sizeof(text)), err.text);
		w->networks_done = false;
	}
	if (w->networks_done)
		trouble_end(&w->networks, "all local networks are in force");
}

static void apply_limits(struct watch *w)
{
	struct kntop_config limits = { 0 };
	struct kntop_error err;

	if (w->config->flows_max) {
		limits.present |= 1ULL << KNTOP_CONFIG_A_FLOWS_MAX;
		limits.value[KNTOP_CONFIG_A_FLOWS_MAX] = w->config->flows_max;
	}
	if (w->config->hosts_max) {
		limits.present |= 1ULL << KNTOP_CONFIG_A_HOSTS_MAX;
		limits.value[KNTOP_CONFIG_A_HOSTS_MAX] = w->config->hosts_max;
	}
	w->limits_done = !limits.present || !kntop_config_set(w->kernel, &limits, &err);
	if (w->limits_done)
		trouble_end(&w->limits, "the limits are in force");
	else
		trouble_begin(&w->limits, "cannot set limits: %s", err.text);
}

/* A large file is not read again and again while it is bad, or there is no classifier. */
static void apply_protocols(struct watch *w)
{
	const char *wanted = w->config->protocols;
	struct timespec now;
	char reason[256];

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (w->protocols.there && now.tv_sec - w->protocols_tried < RETRY)
		return;
	w->protocols_tried = now.tv_sec;
	if (wanted[0])
		w->protocols_done = protocols_load(w->kernel, wanted, reason, sizeof(reason));
	else
		w->protocols_done = !w->own.protocols[0] ||
			protocols_unload(w->kernel, reason, sizeof(reason));
	if (!w->protocols_done) {
		trouble_begin(&w->protocols, "%s", reason);
		return;
	}
	if (wanted[0])
		trouble_end(&w->protocols, "%s: in force", wanted);
	else if (w->own.protocols[0])
		say(SAY_NOTICE, "%s: no longer in force", w->own.protocols);
	w->own_changed |= strcmp(w->own.protocols, wanted) != 0;
	strcpy(w->own.protocols, wanted);
}

static void remember(struct watch *w)
{
	int rc = w->own_path ? own_save(w->own_path, w->path, &w->own) : 0;

	w->own_changed = rc != 0;
	if (rc)
		trouble_begin(&w->remembering, "%s: %s", w->own_path, strerror(-rc));
	else
		trouble_end(&w->remembering, "%s: written", w->own_path);
}

void watch_apply(struct watch *w)
{
	if (!watch_kernel(w))
		return;
	if (!w->dropped)
		drop(w);
	/* Limits and networks first: traffic is counted from the first interface on. */
	if (!w->limits_done)
		apply_limits(w);
	if (!w->networks_done)
		apply_networks(w);
	if (!w->protocols_done)
		apply_protocols(w);
	for (size_t i = 0; i < w->config->interface_count; i++)
		if (!w->watched[i])
			apply_interface(w, i);
	if (w->own_changed)
		remember(w);
}

unsigned int watch_missing(const struct watch *w)
{
	unsigned int missing = 0;

	for (size_t i = 0; i < w->config->interface_count; i++)
		missing += !w->watched[i];
	return missing;
}
