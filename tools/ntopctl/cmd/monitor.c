// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl monitor: events as they happen. */
#include <errno.h>
#include <inttypes.h>
#include "../command.h"
#include "../field.h"
#include "../format.h"
#include "../interrupt.h"
#include "../view/trap.h"

static const char help[] =
	"Usage: ntopctl monitor\n"
	"\n"
	"Print events as they happen, until interrupted; with -j an object a line:\n"
	"an interface is watched, watched no longer, gone or renamed, a table is nearly\n"
	"full, a new host was seen, the classifier was stopped by a trap.\n"
	"\n"
	"Examples:\n"
	"  ntopctl monitor\n"
	"  ntopctl -j monitor | grep host_new\n";

static void print_host(FILE *out, const struct kntop_event_info *e)
{
	char text[FIELD_SIZE];

	fprintf(out, "new host %s", kntop_address_format(&e->addr, text));
	if (e->interface[0])
		fprintf(out, " on %s", field_name(text, e->interface));
	if (e->vlan >= 0)
		fprintf(out, " VLAN %d", e->vlan);
	if (e->localnet[0])
		fprintf(out, " in network %s", field_name(text, e->localnet));
}

static void print_trap(FILE *out, const struct kntop_trap *trap)
{
	char kind[FIELD_SIZE], where[2 * FIELD_SIZE + 8], flow[FIELD_SIZE];

	trap_where(where, trap);
	trap_flow(flow, trap);
	fprintf(out, "the classifier was stopped: %s%s%s%s%s; such traps so far: %" PRIu64,
		field_words(kind, kntop_trap_kind_name(trap->kind)), where[0] ? " " : "", where,
		flow[0] ? ", flow " : "", flow, trap->count);
}

static void print_what(FILE *out, const struct kntop_event_info *e)
{
	char name[FIELD_SIZE], old[FIELD_SIZE];

	field_name(name, e->interface);
	switch (e->type) {
	case KNTOP_EVENT_INTERFACE_ADDED:
		fprintf(out, "interface %s is watched", name);
		break;
	case KNTOP_EVENT_INTERFACE_REMOVED:
		fprintf(out, "interface %s is no longer watched", name);
		break;
	case KNTOP_EVENT_INTERFACE_GONE:
		fprintf(out, "interface %s is gone", name);
		break;
	case KNTOP_EVENT_INTERFACE_RENAMED:
		fprintf(out, "interface %s is now called %s", field_name(old, e->old_name),
			name);
		break;
	case KNTOP_EVENT_TABLE_NEARLY_FULL:
		fprintf(out, "table of %s is nearly full: %" PRIu64 " of %" PRIu64,
			kntop_table_name(e->table), e->entries, e->limit);
		break;
	case KNTOP_EVENT_HOST_NEW:
		print_host(out, e);
		break;
	case KNTOP_EVENT_DPI_TRAP:
		print_trap(out, &e->trap);
		break;
	default:
		fprintf(out, "event %u %s", e->type, name);
	}
}

static void print_text(struct ctl *ctl, const struct kntop_event_info *e)
{
	char time[FORMAT_SIZE];

	fprintf(ctl->out, "%s  ", format_time(time, e->time, format_now(), ctl->raw));
	print_what(ctl->out, e);
	putc('\n', ctl->out);
}

static void print_json(struct ctl *ctl, const struct kntop_event_info *e)
{
	struct json j;

	ctl_json(ctl, &j);
	json_object_begin(&j, NULL);
	json_string(&j, "event", kntop_event_name(e->type));
	field_json_time(&j, "time", e->time);
	field_json_id(&j, "instance", e->instance);
	field_json_name(&j, "interface", e->interface);
	field_json_name(&j, "old_name", e->old_name);
	json_string(&j, "table", e->table >= 0 ? kntop_table_name(e->table) : NULL);
	field_json_optional(&j, "entries", e->table >= 0 ? (int64_t)e->entries : -1);
	field_json_optional(&j, "limit", e->table >= 0 ? (int64_t)e->limit : -1);
	field_json_address(&j, "addr", &e->addr);
	field_json_optional(&j, "vlan", e->vlan);
	field_json_name(&j, "localnet", e->localnet);
	if (e->trap.kind)
		trap_json(&j, "trap", &e->trap);
	else
		json_null(&j, "trap");
	json_object_end(&j);
}

static int take(const struct kntop_event_info *event, void *data)
{
	struct ctl *ctl = data;

	if (ctl->json)
		print_json(ctl, event);
	else
		print_text(ctl, event);
	return 0;
}

static int watch(struct ctl *ctl)
{
	int fd = kntop_event_fd(ctl->kernel);
	struct kntop_error err;
	int rc;

	interrupt_catch();
	while (!interrupt_came() && !ferror(ctl->out)) {
		if (!interrupt_wait(fd, -1))
			continue;
		rc = kntop_event_read(ctl->kernel, take, ctl, &err);
		fflush(ctl->out);
		if (rc == -ENOBUFS)
			ctl_complain(ctl, "monitor: events were lost: they came faster than they could be printed");
		else if (rc < 0)
			return ctl_refused(ctl, &err, "monitor");
	}
	return CTL_OK;
}

static int run(struct ctl *ctl, struct args *args)
{
	struct kntop_error err;
	int rc;

	if (args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = kntop_event_subscribe(ctl->kernel, &err);
	if (rc < 0 && rc != -EALREADY)
		return ctl_refused(ctl, &err, "monitor");
	return watch(ctl);
}

static const struct command monitor = {
	.name = "monitor",
	.summary = "events as they happen",
	.help = help,
	.run = run,
};
COMMAND(monitor);
