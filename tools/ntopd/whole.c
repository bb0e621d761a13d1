// SPDX-License-Identifier: GPL-2.0-or-later
/* Files that readers see whole. */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>
#include "whole.h"

#define FRESH	".new"

static const char *fresh(const struct whole *w, char *buf)
{
	return strcat(strcpy(buf, w->path), FRESH);
}

int whole_begin(struct whole *w, const char *path)
{
	char buf[PATH_MAX];

	if (strlen(path) + sizeof(FRESH) > sizeof(w->path))
		return -ENAMETOOLONG;
	strcpy(w->path, path);
	w->file = fopen(fresh(w, buf), "we");
	return w->file ? 0 : -errno;
}

int whole_end(struct whole *w)
{
	bool good = !ferror(w->file);
	char buf[PATH_MAX];
	int rc;

	errno = 0;
	good = !fclose(w->file) && good;
	if (good && !rename(fresh(w, buf), w->path))
		return 0;
	rc = errno ? -errno : -EIO;
	unlink(fresh(w, buf));
	return rc;
}

int whole_write(const char *path, const char *text, size_t size)
{
	struct whole w;
	int rc = whole_begin(&w, path);

	if (rc)
		return rc;
	fwrite(text, 1, size, w.file);
	return whole_end(&w);
}
