// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl report: a page, and a folder of pictures beside it. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "../ntopctl/field.h"
#include "../ntopctl/utf8.h"
#include "output.h"
#include "page.h"
#include "picture.h"
#include "report.h"
#include "tenure.h"

#define PICTURES	"kntop-img"
#define DAY		86400
#define WIDTH		560
#define HEIGHT		150
#define ZOOM		1.5

/* A page under way. */
struct report {
	struct ctl *ctl;
	struct request request;		/* as the words have it; a copy for each chart */
	const char *folder;
	unsigned int hosts;
	time_t now;
	struct objects objects;
	FILE *page;
	int status;
	char reason[1024];
};

static const struct { const char *name; unsigned int days; } ranges[] = {
	{ "day", 1 }, { "week", 7 }, { "month", 30 }, { "year", 365 },
};

/* What is shown of each kind of object, in this order. */
static const struct shown { enum metric_kind kind; const char *metric; } shown[] = {
	{ METRIC_INTERFACE, "bits" }, { METRIC_INTERFACE, "packets" },
	{ METRIC_INTERFACE, "flows" }, { METRIC_PROTOCOLS, "bits" },
	{ METRIC_CATEGORIES, "bits" }, { METRIC_INTERFACE, "locality" },
	{ METRIC_INTERFACE, "drops" }, { METRIC_NETWORK, "bits" },
	{ METRIC_COUNTRIES, "sent" }, { METRIC_COUNTRIES, "received" },
	{ METRIC_ASES, "sent" }, { METRIC_ASES, "received" },
	{ METRIC_HOST, "bits" }, { METRIC_HOST, "protocols" },
	{ METRIC_MODULE, "flows" }, { METRIC_MODULE, "memory" }, { METRIC_MODULE, "losses" },
};

static int take_words(struct report *r, struct args *args)
{
	static const char *const words[] = { "hosts", "top", "dir", "rrdcached", "to", NULL };
	uint64_t n;
	int rc = CTL_OK;

	r->folder = args_value(r->ctl, args, "report DIR: the folder to write to");
	while (r->folder && !rc && args_peek(args)) {
		switch (args_keyword(r->ctl, args, words)) {
		case 0:
			rc = args_number(r->ctl, args, "hosts N", 0, 1000, &n);
			r->hosts = rc ? 0 : n;
			break;
		case 1:
			rc = args_number(r->ctl, args, "top N", 1, REQUEST_TOP, &n);
			r->request.top = rc ? 1 : n;
			break;
		case 2:
			rc = request_dir(r->ctl, args, &r->request);
			break;
		case 3:
			rc = request_daemon(r->ctl, args, &r->request);
			break;
		case 4:
			rc = request_to(r->ctl, args, &r->request);
			break;
		default:
			rc = CTL_USAGE;
		}
	}
	return r->folder ? rc : CTL_USAGE;
}

static double traffic_of(const struct report *r, const struct object *o)
{
	struct span week = { r->now - 7 * DAY, r->now, r->request.span.open };
	char path[PATH_MAX + 16], reason[ARCHIVE_REASON];
	struct curve c;
	struct grid g;
	double total;

	snprintf(path, sizeof(path), "%s/traffic.rrd", o->folder);
	grid_init(&g, &week, DAY);
	curve_init(&c, o->name, path, "sent_octets", "received_octets");
	archive_flush(r->request.daemon, path, reason);
	total = curve_read(&c, &g, reason) ? 0 : c.total;
	curve_free(&c);
	return total;
}

struct ranked {
	double total;
	struct object object;
};

static int by_total(const void *a, const void *b)
{
	double x = ((const struct ranked *)a)->total, y = ((const struct ranked *)b)->total;

	return (x < y) - (x > y);
}

/*
 * Leaves the busiest hosts, busiest first. Of countries and ASes those are shown that are
 * largest, together; what is neither stays as it is.
 */
static int choose_hosts(struct report *r)
{
	struct objects *all = &r->objects;
	struct ranked *hosts = malloc((all->count + 1) * sizeof(*hosts));
	struct object module = { .kind = OBJECT_KINDS };
	size_t count = 0, kept = 0;

	if (!hosts)
		return -ENOMEM;
	for (size_t i = 0; i < all->count; i++) {
		if (all->list[i].kind == OBJECT_HOST) {
			hosts[count].object = all->list[i];
			hosts[count++].total = traffic_of(r, &all->list[i]);
		} else if (all->list[i].kind == OBJECT_MODULE) {
			module = all->list[i];
		} else if (all->list[i].kind != OBJECT_COUNTRY &&
			   all->list[i].kind != OBJECT_AS) {
			all->list[kept++] = all->list[i];
		}
	}
	qsort(hosts, count, sizeof(*hosts), by_total);
	for (size_t i = 0; i < count && i < r->hosts && hosts[i].total > 0; i++)
		all->list[kept++] = hosts[i].object;
	if (module.kind == OBJECT_MODULE)
		all->list[kept++] = module;
	all->count = kept;
	free(hosts);
	return 0;
}

static int save(struct report *r, const char *name, const void *data, size_t size)
{
	char path[PATH_MAX], safe[4 * 256];
	int rc = snprintf(path, sizeof(path), "%s/%s", r->folder, name) >= (int)sizeof(path) ?
		-ENAMETOOLONG : output_write(path, data, size);

	if (rc)
		ctl_complain(r->ctl, "report: cannot write %s: %s",
			     utf8_escape(path, safe, sizeof(safe)), strerror(-rc));
	return rc;
}

/* Both themes of a chart; @names are of the files. */
static int draw(struct report *r, const struct chart *c, const char *id, const char *range,
		char names[2][PAGE_FILE], struct picture *p)
{
	static const char *const themes[] = { "light", "dark" };
	struct picture_options o = { .width = WIDTH, .height = HEIGHT, .bare = true, .zoom = ZOOM };
	char reason[ARCHIVE_REASON];

	for (int i = 0; i < 2; i++) {
		int rc;

		o.dark = i;
		snprintf(names[i], PAGE_FILE, PICTURES "/%.300s-%s-%s-%s-%s.png", id,
			 metric_kinds[c->request->kind], c->metric->name, range, themes[i]);
		rc = picture_draw(c, &o, p, reason);
		if (rc) {
			ctl_complain(r->ctl, "report: %s: %s", c->title, reason);
			free(p->data);
			return rc;
		}
		rc = save(r, names[i], p->data, p->size);
		free(p->data);
		if (rc)
			return rc;
	}
	return 0;
}

static void tell(struct report *r)
{
	struct ctl loud = *r->ctl;

	loud.told = NULL;
	ctl_complain(&loud, "%s", r->reason);
	r->status = CTL_REFUSED;
}

/* A chart that cannot be drawn is told, and the page goes on. */
static void show_range(struct report *r, const struct request *wanted, size_t range)
{
	char names[2][PAGE_FILE], id[PAGE_FILE];
	struct request request = *wanted;
	struct picture p;
	struct chart c;

	request.span.from = r->now - ranges[range].days * (time_t)DAY;
	r->reason[0] = '\0';
	if (!chart_make(r->ctl, &request, &c)) {
		if (!draw(r, &c, page_id(&request.object, id), ranges[range].name, names, &p))
			page_figure(r->page, &c, ranges[range].name, names[0], names[1], &p);
		chart_free(&c);
	}
	if (!r->reason[0])
		return;
	page_trouble(r->page, ranges[range].name, r->reason);
	tell(r);
}

static const struct metric *find_metric(const struct shown *s)
{
	const struct metric *m = metrics_of(s->kind);

	while (m->name && strcmp(m->name, s->metric))
		m++;
	return m;
}

static void show_metric(struct report *r, const struct object *o, const struct shown *s)
{
	struct request request = r->request;
	char title[128];

	request.kind = s->kind;
	request.metric = find_metric(s);
	request.object = *o;
	request.span.from = 0;
	snprintf(title, sizeof(title), "%s%s", metric_folder(s->kind) ? metric_kinds[s->kind] : "",
		 request.metric->title);
	page_metric(r->page, title);
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		show_range(r, &request, i);
	page_metric_end(r->page);
}

/* Of a host that was recorded before protocols of hosts were there are none. */
static bool has_metric(const struct object *o, const struct shown *s)
{
	char path[PATH_MAX + 16];

	if (metric_object(s->kind) != o->kind)
		return false;
	snprintf(path, sizeof(path), "%s/" TENURE_RECORDING, o->folder);
	return find_metric(s)->parts[0].source || !access(path, F_OK);
}

static void show_object(struct report *r, const struct object *o)
{
	page_object(r->page, o);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (has_metric(o, &shown[i]))
			show_metric(r, o, &shown[i]);
	page_object_end(r->page);
}

static void show_all(struct report *r)
{
	static const char *const groups[OBJECT_KINDS] = {
		[OBJECT_INTERFACE] = "Interfaces", [OBJECT_NETWORK] = "Networks",
		[OBJECT_COUNTRIES] = "Countries", [OBJECT_ASES] = "Autonomous systems",
		[OBJECT_HOST] = "Busiest hosts", [OBJECT_MODULE] = "Module",
	};
	const struct objects *all = &r->objects;

	page_begin(r->page, r->now);
	page_index_begin(r->page);
	for (size_t i = 0; i < all->count; i++) {
		bool first = !i || all->list[i - 1].kind != all->list[i].kind;

		page_index_item(r->page, &all->list[i], first ? groups[all->list[i].kind] : NULL);
	}
	page_index_end(r->page);
	for (size_t i = 0; i < all->count; i++)
		show_object(r, &all->list[i]);
	page_end(r->page);
}

static bool is_ours(const char *name)
{
	const char *at = strstr(name, "-light.png");

	if (!at)
		at = strstr(name, "-dark.png");
	return at;
}

/* Pictures of what is no longer shown; a page that somebody has open may want them yet. */
static void sweep(const struct report *r)
{
	char folder[PATH_MAX], path[PATH_MAX + 300];
	struct dirent *entry;
	struct stat st;
	DIR *d;

	snprintf(folder, sizeof(folder), "%.4000s/" PICTURES, r->folder);
	d = opendir(folder);
	while (d && (entry = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (is_ours(entry->d_name) && !lstat(path, &st) && S_ISREG(st.st_mode) &&
		    st.st_mtime < time(NULL) - DAY)
			unlink(path);
	}
	if (d)
		closedir(d);
}

static int make_folders(struct report *r)
{
	char path[PATH_MAX], safe[4 * 256];

	snprintf(path, sizeof(path), "%.4000s/" PICTURES, r->folder);
	if ((!mkdir(r->folder, 0777) || errno == EEXIST) && (!mkdir(path, 0777) || errno == EEXIST))
		return CTL_OK;
	ctl_complain(r->ctl, "report: %s: %s", utf8_escape(r->folder, safe, sizeof(safe)),
		     strerror(errno));
	return CTL_REFUSED;
}

/* The page comes last: whatever it refers to is there. */
static int write_page(struct report *r)
{
	char *text = NULL;
	size_t size = 0;
	int rc;

	r->page = open_memstream(&text, &size);
	if (!r->page) {
		ctl_complain(r->ctl, "report: no memory");
		return CTL_REFUSED;
	}
	r->ctl->told = r->reason;
	r->ctl->told_size = sizeof(r->reason);
	show_all(r);
	r->ctl->told = NULL;
	rc = fclose(r->page) ? -ENOMEM : save(r, "index.html", text, size);
	free(text);
	return rc ? CTL_REFUSED : r->status;
}

static int run(struct report *r)
{
	int rc = objects_find(r->request.dir, &r->objects);

	if (!rc)
		rc = choose_hosts(r);
	if (rc)
		return request_failed(r->ctl, &r->request, r->request.dir, rc, NULL);
	if (!r->objects.count) {
		ctl_complain(r->ctl, "report: nothing is recorded in %s (does ntopd record there? word: dir DIR)",
			     r->request.dir);
		return CTL_REFUSED;
	}
	rc = make_folders(r);
	if (!rc)
		rc = write_page(r);
	if (!rc)
		sweep(r);
	return rc;
}

int report_run(struct ctl *ctl, struct args *args)
{
	struct report *r = calloc(1, sizeof(*r));
	int rc;

	if (!r) {
		ctl_complain(ctl, "report: no memory");
		return CTL_REFUSED;
	}
	r->ctl = ctl;
	r->hosts = 10;
	request_init(&r->request, "report");
	r->request.top = 8;
	rc = take_words(r, args);
	r->now = r->request.span.to;
	if (!rc)
		rc = run(r);
	objects_free(&r->objects);
	free(r);
	return rc;
}
