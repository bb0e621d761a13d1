// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of protocols, categories and risks that somebody typed, or that are shown. */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include "field.h"
#include "keyword.h"
#include "label.h"
#include "utf8.h"

struct search {
	char word[KNTOP_LABEL_NAME_SIZE];
	char near[400];
	unsigned int seen;
};

static void fold(char *to, const char *from, size_t size)
{
	size_t i;

	for (i = 0; from[i] && i < size - 1; i++)
		to[i] = from[i] == '_' || from[i] == '-' ? ' ' : tolower((unsigned char)from[i]);
	to[i] = '\0';
}

static int add_near(const struct kntop_label *label, void *data)
{
	struct search *s = data;
	size_t used = strlen(s->near);
	char name[KNTOP_LABEL_NAME_SIZE], safe[FIELD_SIZE];

	s->seen++;
	fold(name, label->name, sizeof(name));
	if (!keyword_is_near(s->word, name) && (strlen(s->word) < 3 || !strstr(name, s->word)))
		return 0;
	field_name(safe, label->name);
	if (used + strlen(safe) + 3 < sizeof(s->near))
		sprintf(s->near + used, "%s%s", used ? ", " : "", safe);
	return 0;
}

int label_find(struct ctl *ctl, enum kntop_label_kind kind, const char *word,
	       const struct kntop_label **label)
{
	const char *noun = kntop_label_kind_name(kind);
	struct search s = { .seen = 0 };
	struct kntop_error err;
	char safe[FIELD_SIZE];
	int rc;

	*label = kntop_label_by_name(ctl->kernel, kind, word);
	if (*label)
		return CTL_OK;
	fold(s.word, word, sizeof(s.word));
	field_name(safe, word);
	rc = kntop_label_list(ctl->kernel, kind, add_near, &s, &err);
	if (rc < 0)
		return ctl_refused(ctl, &err, "%s %s", noun, safe);
	/* The core itself knows one name, that of what is unknown. */
	if (s.seen <= 1)
		return ctl_complain(ctl, "there is no %s '%s': no classifier is loaded (modprobe kntop_ndpi)",
				    noun, safe);
	if (s.near[0])
		return ctl_complain(ctl, "there is no %s '%s' (did you mean: %s)", noun, safe,
				    s.near);
	return ctl_complain(ctl, "there is no %s '%s' (see: ntopctl %s list)", noun, safe, noun);
}

const char *label_name(const struct ctl *ctl, enum kntop_label_kind kind,
		       unsigned int number, char *buf)
{
	const char *name = kntop_label_name(ctl->kernel, kind, number);

	if (!name)
		snprintf(buf, FIELD_SIZE, "#%u", number);
	return name ? name : buf;
}

char *label_text(const struct ctl *ctl, enum kntop_label_kind kind, unsigned int number,
		 char *buf)
{
	char number_text[FIELD_SIZE];

	return field_name(buf, label_name(ctl, kind, number, number_text));
}

void label_json(const struct ctl *ctl, struct json *j, const char *key,
		enum kntop_label_kind kind, unsigned int number)
{
	char buf[FIELD_SIZE];

	json_string(j, key, label_name(ctl, kind, number, buf));
}

bool label_has_classifier(const struct ctl *ctl)
{
	struct kntop_dpi dpi;

	return kntop_dpi_get(ctl->kernel, &dpi, NULL) || dpi.classifier[0];
}

void label_hint_classifier(const struct ctl *ctl, const char *what)
{
	if (!label_has_classifier(ctl))
		ctl_complain(ctl, "%s: no classifier is loaded (modprobe kntop_ndpi)", what);
}
