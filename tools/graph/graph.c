// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl graph: a chart as a picture in a file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "../ntopctl/utf8.h"
#include "graph.h"
#include "history.h"
#include "output.h"
#include "picture.h"
#include "vector.h"

static int put(struct ctl *ctl, const struct request *r, const struct picture *p)
{
	char safe[4 * 256];
	int rc;

	if (!strcmp(r->file, "-")) {
		fwrite(p->data, 1, p->size, ctl->out);
		return CTL_OK;
	}
	rc = output_write(r->file, p->data, p->size);
	if (!rc)
		return CTL_OK;
	ctl_complain(ctl, "graph: cannot write %s: %s", utf8_escape(r->file, safe, sizeof(safe)),
		     strerror(-rc));
	return CTL_REFUSED;
}

static int draw(struct ctl *ctl, const struct request *r, const struct chart *c)
{
	struct picture_options o = {
		.width = r->width, .height = r->height, .dark = r->dark, .svg = r->svg,
		.raw = ctl->raw, .zoom = 1,
	};
	char reason[ARCHIVE_REASON];
	struct picture p;
	int rc = picture_draw(c, &o, &p, reason);

	if (!rc && r->svg)
		rc = vector_describe(&p, c, ctl->raw);
	if (rc) {
		free(p.data);
		return request_failed(ctl, r, r->object.folder, rc, rc == -EIO ? reason : NULL);
	}
	rc = put(ctl, r, &p);
	free(p.data);
	return rc;
}

int graph_run(struct ctl *ctl, struct args *args)
{
	struct request r;
	struct chart c;
	int rc;

	request_init(&r, "graph");
	rc = request_graph(ctl, args, &r);
	if (!rc && ctl->json && !strcmp(r.file, "-"))
		return ctl_complain(ctl, "graph: JSON and the picture cannot both go to standard output (name a file)");
	if (!rc)
		rc = request_object(ctl, &r);
	if (!rc)
		rc = chart_make(ctl, &r, &c);
	if (rc)
		return rc;
	rc = draw(ctl, &r, &c);
	if (!rc && ctl->json)
		history_json(ctl, &c, c.grid.count, r.file);
	chart_free(&c);
	return rc;
}
