// SPDX-License-Identifier: GPL-2.0-or-later
/* Giving up what is not needed. */
#include <cap-ng.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "place.h"
#include "privilege.h"
#include "say.h"

static const struct passwd *find_user(const char *user)
{
	const struct passwd *p = getpwnam(user);

	if (!p)
		say(SAY_ERROR, "there is no user %s (adduser --system --group %s, or name another with -U)",
		    user, user);
	return p;
}

/* A folder that has something else in it, such as /tmp, is not made somebody's. */
static bool is_ours_alone(const char *dir)
{
	struct dirent *entry;
	DIR *d = opendir(dir);
	bool alone = d;

	while (alone && (entry = readdir(d)))
		alone = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") ||
			!strcmp(entry->d_name, "lost+found") ||
			place_is_ours(entry->d_name, false) || place_is_ours(entry->d_name, true);
	if (d)
		closedir(d);
	return alone;
}

bool privilege_prepare(const char *dir, const char *user)
{
	const struct passwd *p;
	char path[PATH_MAX];
	struct stat st;
	int rc;

	if (geteuid())
		return true;
	p = find_user(user);
	if (!p)
		return false;
	snprintf(path, sizeof(path), "%s/", dir);
	rc = place_make_folders(path);
	if (!rc && stat(dir, &st))
		rc = -errno;
	/* One that is somebody else's already is left alone. */
	if (!rc && !st.st_uid && p->pw_uid && is_ours_alone(dir) && chown(dir, p->pw_uid, p->pw_gid))
		rc = -errno;
	if (rc)
		say(SAY_ERROR, "%s: %s", dir, strerror(-rc));
	return !rc;
}

static bool change(const struct passwd *p)
{
	int rc;

	capng_clear(CAPNG_SELECT_BOTH);
	capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_NET_ADMIN);
	rc = p && p->pw_uid ? capng_change_id(p->pw_uid, p->pw_gid,
					      CAPNG_INIT_SUPP_GRP | CAPNG_CLEAR_BOUNDING) :
		capng_apply(p ? CAPNG_SELECT_BOTH : CAPNG_SELECT_CAPS);
	if (rc)
		say(SAY_ERROR, "cannot give up privileges: libcap-ng says %d", rc);
	return !rc;
}

bool privilege_drop(const char *user)
{
	const struct passwd *p = NULL;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) {
		say(SAY_ERROR, "cannot give up new privileges: %s", strerror(errno));
		return false;
	}
	if (!geteuid()) {
		p = find_user(user);
		return p && change(p);
	}
	capng_get_caps_process();
	if (!capng_have_capability(CAPNG_PERMITTED, CAP_NET_ADMIN)) {
		say(SAY_WARNING, "started without CAP_NET_ADMIN: the kernel will refuse to answer");
		return true;
	}
	return change(NULL);
}
