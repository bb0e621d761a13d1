/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the words of ntopctl graph and ntopctl history ask for. */
#ifndef GRAPH_REQUEST_H
#define GRAPH_REQUEST_H

#include "../ntopctl/args.h"
#include "archive.h"
#include "metric.h"
#include "span.h"

/** Where ntopd records unless it was told otherwise. */
#define REQUEST_DIR	"/var/lib/kntop"

/** Most parts of a stack that are told apart. */
#define REQUEST_TOP	12

/**
 * struct request - what is asked for
 * @command: "graph" or "history", for complaints
 * @kind, @metric: what
 * @object: of what, once request_object() found it
 * @span: when
 * @top: most parts of a stack
 * @step: seconds of an interval, 0 as fits
 * @limit: newest intervals only, 0 all
 * @width, @height: of the graph itself, in pixels
 * @dark: theme
 * @svg: format
 * @file: where a picture goes, "-" standard output
 * @name: object as typed, NULL none
 * @dev, @vlan: of a host, NULL any
 * @dir: folder of recordings, absolute
 * @daemon: address of rrdcached, NULL none
 */
struct request {
	const char *command;
	enum metric_kind kind;
	const struct metric *metric;
	struct object object;
	struct span span;
	unsigned int top;
	unsigned int step;
	unsigned int limit;
	unsigned int width;
	unsigned int height;
	bool dark;
	bool svg;
	const char *file;
	const char *name;
	const char *dev;
	const char *vlan;
	char dir[PATH_MAX];
	const char *daemon;
};

/** request_init() - what is meant when nothing is said */
void request_init(struct request *r, const char *command);

/**
 * request_graph() - take the words of ntopctl graph
 * @ctl: run
 * @args: words
 * @r: filled in, but for @object
 *
 * Return: CTL_OK, or complained already.
 */
int request_graph(struct ctl *ctl, struct args *args, struct request *r);

/** request_history() - so those of ntopctl history, of which there is one at least */
int request_history(struct ctl *ctl, struct args *args, struct request *r);

/** request_dir() - take a folder; relative ones are made absolute */
int request_dir(struct ctl *ctl, struct args *args, struct request *r);

/** request_daemon() - take the address of rrdcached: unix:PATH */
int request_daemon(struct ctl *ctl, struct args *args, struct request *r);

/** request_to() - take the end of the span */
int request_to(struct ctl *ctl, struct args *args, struct request *r);

/** request_object() - find the object that is meant */
int request_object(struct ctl *ctl, struct request *r);

/** request_failed() - tell why the recordings cannot be read; returns an exit status */
int request_failed(struct ctl *ctl, const struct request *r, const char *path, int rc,
		   const char *reason);

#endif /* GRAPH_REQUEST_H */
