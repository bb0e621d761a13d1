// SPDX-License-Identifier: GPL-2.0-or-later
/* What a flow carries, as text. */
#include <inttypes.h>
#include <string.h>
#include "../field.h"
#include "../label.h"
#include "../utf8.h"
#include "l7.h"

/* A name in a column is cut to so many characters. */
#define NAME_WIDTH	40
/* Room for a text of 255 octets when each is escaped, with its NUL. */
#define TEXT		1024

static char *named(char *buf, const char *name, const char *format, unsigned int number)
{
	if (name)
		snprintf(buf, FIELD_SIZE, "%s", name);
	else
		snprintf(buf, FIELD_SIZE, format, number);
	return buf;
}

char *l7_tls_version(char *buf, unsigned int version)
{
	return named(buf, kntop_tls_version_name(version), "0x%04x", version);
}

char *l7_tls_cipher(char *buf, unsigned int cipher)
{
	return named(buf, kntop_tls_cipher_name(cipher), "0x%04x", cipher);
}

char *l7_dns_type(char *buf, unsigned int type)
{
	return named(buf, kntop_dns_type_name(type), "TYPE%u", type);
}

char *l7_dns_rcode(char *buf, unsigned int rcode)
{
	return named(buf, kntop_dns_rcode_name(rcode), "RCODE%u", rcode);
}

/* A name of a protocol; none is longer than 70 octets. */
static char *put_cut(char *at, const char *name)
{
	size_t len = strnlen(name, 70);

	memcpy(at, name, len);
	return at + len;
}

char *l7_protocols(const struct ctl *ctl, const struct kntop_l7 *l7, char *buf)
{
	char master[FIELD_SIZE], app[FIELD_SIZE];
	const char *name = label_name(ctl, KNTOP_LABEL_PROTOCOL, l7->protocol, app);
	char *at = buf;

	if (l7->master && l7->master != l7->protocol) {
		at = put_cut(at, label_name(ctl, KNTOP_LABEL_PROTOCOL, l7->master, master));
		*at++ = '.';
	}
	*put_cut(at, name) = '\0';
	return buf;
}

bool l7_is_encrypted(const struct ctl *ctl, const struct kntop_l7 *l7)
{
	unsigned int number = l7->master ? l7->master : l7->protocol;
	const struct kntop_label *carrier =
		kntop_label_find(ctl->kernel, KNTOP_LABEL_PROTOCOL, number);

	return number && carrier && !carrier->cleartext;
}

static char *printable(const struct ctl *ctl, const struct kntop_l7 *l7, char *buf)
{
	char both[FIELD_SIZE];

	return field_name(buf, l7_protocols(ctl, l7, both));
}

/* What stands for a protocol that is decided, and unknown. */
static const char *unknown(const struct kntop_l7 *l7)
{
	switch (l7->confidence) {
	case KNTOP_CONFIDENCE_NOT_INSPECTED:
		return "not inspected";
	case KNTOP_CONFIDENCE_INTERRUPTED:
		return "interrupted";
	default:
		return "Unknown";
	}
}

char *l7_protocol(const struct ctl *ctl, const struct kntop_l7 *l7, char *buf)
{
	const char *guess = kntop_l7_is_guess(l7) ? "?" : "";
	bool known = l7->protocol || l7->master;

	buf[0] = '\0';
	if (!l7->seen || l7->confidence == KNTOP_CONFIDENCE_NONE)
		known = false;
	else if (!known && !l7->undecided)
		snprintf(buf, FIELD_SIZE, "%s", unknown(l7));
	if (known)
		printable(ctl, l7, buf);
	if (l7->seen && (known || l7->undecided))
		snprintf(buf + strlen(buf), FIELD_SIZE - strlen(buf), "%s%s",
			 known ? guess : "", l7->undecided ? "..." : "");
	return buf;
}

bool l7_is_unknown(const struct kntop_l7 *l7)
{
	if (!l7->seen || l7->confidence == KNTOP_CONFIDENCE_NONE)
		return false;
	return (!l7->protocol && !l7->master) || kntop_l7_is_guess(l7);
}

char *l7_name(const struct ctl *ctl, const struct kntop_l7 *l7, char *buf)
{
	const struct kntop_text *name = &l7->text[KNTOP_L7_SERVER_NAME];
	size_t used = 0;

	buf[0] = '\0';
	/* never as if the flow itself had told it */
	if (!name->len) {
		name = &l7->text[KNTOP_L7_DNS_NAME];
		used = name->len ? strlen(strcpy(buf, "dns: ")) : 0;
	}
	if (!name->len)
		return buf;
	utf8_escape_text(name->data, name->len, buf + used, FIELD_SIZE - used);
	if (!ctl->raw && utf8_width(buf) > NAME_WIDTH)
		utf8_cut(buf, NAME_WIDTH);
	return buf;
}

/* " WORD text" with a text that may not be there, behind what is in @line. */
static void append(char *line, size_t size, const char *word, const struct kntop_text *text)
{
	char safe[TEXT];
	size_t used = strlen(line);

	if (text->len && used < size)
		snprintf(line + used, size - used, "%s%s%s%s", used ? "  " : "", word,
			 word[0] ? " " : "",
			 utf8_escape_text(text->data, text->len, safe, sizeof(safe)));
}

static void append_word(char *line, size_t size, const char *word, const char *text)
{
	size_t used = strlen(line);

	if (used < size)
		snprintf(line + used, size - used, "%s%s%s%s", used ? "  " : "", word,
			 word[0] ? " " : "", text);
}

static void note(struct table *t, const char *line)
{
	if (line[0])
		table_note(t, "%s", line);
}

static const char *how(const struct kntop_l7 *l7)
{
	if (l7->undecided)
		return "inspection goes on";
	switch (l7->confidence) {
	case KNTOP_CONFIDENCE_NOT_INSPECTED:
		return l7->protocol ? "guessed, not inspected for want of room" :
		       "not inspected for want of room";
	case KNTOP_CONFIDENCE_UNKNOWN:
		return "not recognized";
	case KNTOP_CONFIDENCE_BY_PORT:
		return "guessed by its port";
	case KNTOP_CONFIDENCE_BY_IP:
		return "guessed by an address";
	case KNTOP_CONFIDENCE_CACHE:
		if (l7->reason == KNTOP_REASON_DNS)
			return "by the name that its client looked up";
		if (l7->reason == KNTOP_REASON_DERIVED)
			return "derived from what its client spoke to before";
		return "told by an earlier flow of these hosts";
	case KNTOP_CONFIDENCE_INTERRUPTED:
		return l7->protocol ? "uncertain: a trap cut its inspection short" :
		       "a trap cut its inspection short";
	default:
		return "seen in its packets";
	}
}

static void note_label(const struct ctl *ctl, struct table *t, const struct kntop_l7 *l7)
{
	const struct kntop_label *app =
		kntop_label_find(ctl->kernel, KNTOP_LABEL_PROTOCOL, l7->protocol);
	char category[FIELD_SIZE], breed[FIELD_SIZE] = "", protocol[FIELD_SIZE];

	printable(ctl, l7, protocol);
	label_text(ctl, KNTOP_LABEL_CATEGORY, l7->category, category);
	if (app)
		label_text(ctl, KNTOP_LABEL_BREED, app->breed, breed);
	if (!l7->protocol && !l7->master)
		table_note(t, "application: %s", how(l7));
	else
		table_note(t, "application %s, %s  category %s  %s%s%s", protocol, how(l7),
			   category, breed[0] ? "breed " : "", breed,
			   !app ? "" : l7_is_encrypted(ctl, l7) ? "  encrypted" : "  cleartext");
}

static void note_risks(const struct ctl *ctl, struct table *t, const struct kntop_l7 *l7)
{
	char line[1000] = "", safe[FIELD_SIZE], one[2 * FIELD_SIZE];
	const struct kntop_label *risk;
	size_t used = 0;

	for (unsigned int n = 0; n < 64 && used < sizeof(line); n++) {
		if (!(l7->risks & 1ULL << n))
			continue;
		risk = kntop_label_find(ctl->kernel, KNTOP_LABEL_RISK, n);
		snprintf(one, sizeof(one), "%s (%u)",
			 label_text(ctl, KNTOP_LABEL_RISK, n, safe), risk ? risk->score : 0);
		used += snprintf(line + used, sizeof(line) - used, "%s%s", used ? ", " : "", one);
	}
	if (line[0])
		table_note(t, "risk score %u: %s", l7->score, line);
}

static void note_tls(struct table *t, const struct kntop_l7 *l7)
{
	char line[4 * TEXT] = "", word[FIELD_SIZE];

	if (l7->tls_version)
		append_word(line, sizeof(line), "", l7_tls_version(word, l7->tls_version));
	if (l7->tls_cipher >= 0)
		append_word(line, sizeof(line), "", l7_tls_cipher(word, l7->tls_cipher));
	append(line, sizeof(line), "ALPN", &l7->text[KNTOP_L7_ALPN]);
	append(line, sizeof(line), "JA3 client", &l7->text[KNTOP_L7_JA3_CLIENT]);
	append(line, sizeof(line), "JA3 server", &l7->text[KNTOP_L7_JA3_SERVER]);
	note(t, line);
	line[0] = '\0';
	append(line, sizeof(line), "certificate for", &l7->text[KNTOP_L7_TLS_SERVER_NAMES]);
	append(line, sizeof(line), "subject", &l7->text[KNTOP_L7_TLS_SUBJECT]);
	append(line, sizeof(line), "issuer", &l7->text[KNTOP_L7_TLS_ISSUER]);
	note(t, line);
}

static void note_http(struct table *t, const struct kntop_l7 *l7)
{
	char line[4 * TEXT] = "", word[FIELD_SIZE];

	append(line, sizeof(line), "HTTP", &l7->text[KNTOP_L7_HTTP_METHOD]);
	append(line, sizeof(line), line[0] ? "" : "HTTP", &l7->text[KNTOP_L7_HTTP_URL]);
	if (l7->http_status) {
		snprintf(word, sizeof(word), "%u", l7->http_status);
		append_word(line, sizeof(line), line[0] ? "status" : "HTTP status", word);
	}
	append(line, sizeof(line), "type", &l7->text[KNTOP_L7_HTTP_CONTENT_TYPE]);
	append(line, sizeof(line), "agent", &l7->text[KNTOP_L7_HTTP_USER_AGENT]);
	note(t, line);
}

static void note_rest(struct table *t, const struct kntop_l7 *l7)
{
	char line[4 * TEXT] = "", word[FIELD_SIZE];

	if (l7->dns_query_type >= 0)
		append_word(line, sizeof(line), "DNS query",
			    l7_dns_type(word, l7->dns_query_type));
	if (l7->dns_reply_code >= 0)
		append_word(line, sizeof(line), line[0] ? "reply" : "DNS reply",
			    l7_dns_rcode(word, l7->dns_reply_code));
	if (l7->dns_address.family)
		append_word(line, sizeof(line), "address",
			    kntop_address_format(&l7->dns_address, word));
	note(t, line);
	line[0] = '\0';
	append(line, sizeof(line), "SSH client", &l7->text[KNTOP_L7_SSH_CLIENT]);
	append(line, sizeof(line), "server", &l7->text[KNTOP_L7_SSH_SERVER]);
	append(line, sizeof(line), "HASSH client", &l7->text[KNTOP_L7_HASSH_CLIENT]);
	append(line, sizeof(line), "HASSH server", &l7->text[KNTOP_L7_HASSH_SERVER]);
	note(t, line);
}

static void note_payload(struct table *t, const struct kntop_l7 *l7)
{
	static const char *const words[] = {
		[KNTOP_PAYLOAD_UNCLEAR] = "may be encrypted or not",
		[KNTOP_PAYLOAD_CLEAR] = "cleartext",
		[KNTOP_PAYLOAD_ENCRYPTED] = "encrypted or compressed",
	};

	if (!l7->payload || l7->payload >= sizeof(words) / sizeof(words[0]))
		return;
	table_note(t, "payload %s: %u.%03u bits an octet in the first %u", words[l7->payload],
		   l7->entropy / 1000, l7->entropy % 1000, l7->sampled);
}

void l7_notes(const struct ctl *ctl, struct table *t, const struct kntop_l7 *l7)
{
	char line[2 * TEXT] = "";

	if (!l7->seen)
		return;
	note_label(ctl, t, l7);
	append(line, sizeof(line), "name", &l7->text[KNTOP_L7_SERVER_NAME]);
	append(line, sizeof(line), "looked up before, dns:", &l7->text[KNTOP_L7_DNS_NAME]);
	note(t, line);
	note_payload(t, l7);
	note_risks(ctl, t, l7);
	note_tls(t, l7);
	note_http(t, l7);
	note_rest(t, l7);
}
