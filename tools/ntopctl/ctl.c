// SPDX-License-Identifier: GPL-2.0-or-later
/* The connection of a run, and its complaints. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>
#include "ctl.h"
#include "utf8.h"

/* Longer complaints are cut. */
#define LINE	2048

/* One write a line, so that lines of several processes do not mix. */
static void say(const struct ctl *ctl, const char *what, const char *why)
{
	char line[LINE + sizeof(ctl->where) + 16];

	if (ctl->told) {
		snprintf(ctl->told, ctl->told_size, "%s%s", what, why);
		return;
	}
	snprintf(line, sizeof(line), "ntopctl: %s%s%s\n", ctl->where, what, why);
	/* Results that were printed before belong above the complaint. */
	fflush(ctl->out);
	fputs(line, stderr);
}

int ctl_complain(const struct ctl *ctl, const char *format, ...)
{
	char what[LINE / 2];
	va_list ap;

	va_start(ap, format);
	vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	say(ctl, what, "");
	return CTL_USAGE;
}

static const char *what_to_do(const struct kntop_error *err)
{
	switch (err->code) {
	case EPERM:
	case EACCES:
		return " (run as root: CAP_NET_ADMIN in the initial user namespace is needed)";
	case ENOSPC:
		return " (make room, or raise a limit: ntopctl config show)";
	case ETIMEDOUT:
		return " (load it anew: rmmod kntop_ndpi, modprobe kntop_ndpi)";
	case EBUSY:
		return " (try again)";
	case ESTALE:
		return " (ask without instance and since; see: ntopctl stats)";
	case ENOMEM:
		return " (lower the limits: ntopctl config show)";
	default:
		return "";
	}
}

int ctl_refused(const struct ctl *ctl, const struct kntop_error *err,
		const char *format, ...)
{
	char what[LINE / 2], why[LINE / 2], text[2 * sizeof(err->text)];
	va_list ap;

	if (err->kind == KNTOP_ERROR_NO_MODULE) {
		ctl_complain(ctl, "cannot reach kntop: %s (run: modprobe kntop)", err->text);
		return CTL_REFUSED;
	}
	va_start(ap, format);
	vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	if (err->code == EPERM || err->code == EACCES)
		snprintf(text, sizeof(text), "no permission");
	else
		utf8_escape(err->text, text, sizeof(text));
	snprintf(why, sizeof(why), ": %s%s%s%s%s", text, err->attribute[0] ? " [" : "",
		 err->attribute, err->attribute[0] ? "]" : "", what_to_do(err));
	say(ctl, what, why);
	return err->kind == KNTOP_ERROR_ARGUMENT ? CTL_USAGE : CTL_REFUSED;
}

int ctl_no_classifier(const struct ctl *ctl, const char *format, ...)
{
	char what[LINE / 2];
	va_list ap;

	va_start(ap, format);
	vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	say(ctl, what, ": no classifier is loaded (modprobe kntop_ndpi)");
	return CTL_REFUSED;
}

int ctl_listed(const struct ctl *ctl, int rc, const struct kntop_error *err,
	       const char *what)
{
	if (rc == KNTOP_INCONSISTENT)
		ctl_complain(ctl, "%s: the table was rebuilt meanwhile: a record may be missing or there twice",
			     what);
	return rc < 0 ? ctl_refused(ctl, err, "%s", what) : CTL_OK;
}

struct kntop *ctl_kernel(struct ctl *ctl)
{
	struct kntop_error err;

	if (!ctl->kernel) {
		ctl->kernel = kntop_open(&err);
		if (!ctl->kernel)
			ctl_refused(ctl, &err, "cannot reach kntop");
	}
	return ctl->kernel;
}

int ctl_enter_netns(struct ctl *ctl, const char *name)
{
	char path[4096], shown[300];
	int fd;

	utf8_escape(name, shown, sizeof(shown));
	if (!name[0] || strchr(name, '/') ||
	    snprintf(path, sizeof(path), "/run/netns/%s", name) >= (int)sizeof(path))
		return ctl_complain(ctl, "network namespace '%s': not a name", shown);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return ctl_complain(ctl, "network namespace '%s': %s (see: ip netns list)",
				    shown, strerror(errno));
	if (setns(fd, CLONE_NEWNET)) {
		ctl_complain(ctl, "network namespace '%s': %s%s", shown, strerror(errno),
			     errno == EPERM ? " (run as root)" : "");
		close(fd);
		return CTL_REFUSED;
	}
	close(fd);
	return CTL_OK;
}

void ctl_json(const struct ctl *ctl, struct json *j)
{
	json_init(j, ctl->out, ctl->pretty);
}
