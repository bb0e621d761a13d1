// SPDX-License-Identifier: GPL-2.0-or-later
#include "dns_answer.h"

#define HEADER		12	/* RFC 1035, 4.1.1 */
#define RECORD		10	/* type, class, TTL, length */
#define POINTER		0xc0
#define LABEL_MAX	63
#define NAME_MAX	253	/* in text; RFC 1035, 2.3.4 */
#define CLASS_IN	1
#define TYPE_A		1
#define TYPE_AAAA	28

/* Octet 2: answer, and kind of query; octet 3: reply code. */
#define IS_ANSWER	0x80
#define OPCODE		0x78
#define RCODE		0x0f

/* Records beyond these are not looked at, nor names of more labels. */
#define RECORDS_MAX	64
#define LABELS_MAX	127

static unsigned int get16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

static uint32_t get32(const uint8_t *at)
{
	return (uint32_t)get16(at) << 16 | get16(at + 2);
}

static char as_text(uint8_t octet)
{
	if (octet >= 'A' && octet <= 'Z')
		return octet + 'a' - 'A';
	return octet <= ' ' || octet > '~' || octet == '.' ? '?' : octet;
}

/*
 * The question's name, which is not compressed, as text of at most NAME_MAX octets and a NUL.
 * Returns where what follows it begins; 0: there is no such name.
 */
static size_t read_name(const uint8_t *m, size_t len, char *to)
{
	size_t at = HEADER, used = 0, end;

	while (at < len && m[at]) {
		end = at + 1 + m[at];
		if (m[at] > LABEL_MAX || end >= len || used + m[at] + !!used > NAME_MAX)
			return 0;
		if (used)
			to[used++] = '.';
		while (++at < end)
			to[used++] = as_text(m[at]);
	}
	to[used] = '\0';
	return at < len && used ? at + 1 : 0;
}

/* Where what follows a name begins, compressed or not; 0: it does not end here. */
static size_t behind_name(const uint8_t *m, size_t len, size_t at)
{
	int n;

	for (n = 0; n < LABELS_MAX && at < len; n++) {
		if (!m[at])
			return at + 1;
		if ((m[at] & POINTER) == POINTER)
			return at + 2 <= len ? at + 2 : 0;
		if (m[at] > LABEL_MAX)
			return 0;
		at += 1 + m[at];
	}
	return 0;
}

/* FNV-1a. Clients mix the case of what they ask for; answers repeat it, mostly. */
static uint32_t hash_of(const char *name, unsigned int type)
{
	uint32_t hash = (2166136261U ^ type) * 16777619U;

	for (; *name; name++)
		hash = (hash ^ (uint8_t)*name) * 16777619U;
	return hash;
}

/* Which of the questions it is; as many as there are: none. */
static unsigned int find(const struct kntop_dns_asked *asked, uint16_t id, uint32_t hash)
{
	unsigned int n;

	for (n = 0; n < asked->count; n++)
		if (asked->id[n] == id && asked->hash[n] == hash)
			break;
	return n;
}

/* One that is sent again has one answer to wait for. */
static void ask(struct kntop_dns_asked *asked, uint16_t id, uint32_t hash)
{
	if (find(asked, id, hash) < asked->count)
		return;
	if (asked->count == KNTOP_DNS_ASKED_MAX) {
		memmove(asked->id, asked->id + 1, sizeof(asked->id) - sizeof(asked->id[0]));
		memmove(asked->hash, asked->hash + 1, sizeof(asked->hash) - sizeof(asked->hash[0]));
		asked->count--;
	}
	asked->id[asked->count] = id;
	asked->hash[asked->count++] = hash;
}

/* Take a question out. Returns false when it was not asked. */
static bool answered(struct kntop_dns_asked *asked, uint16_t id, uint32_t hash)
{
	unsigned int n = find(asked, id, hash);

	if (n == asked->count)
		return false;
	asked->count--;
	for (; n < asked->count; n++) {
		asked->id[n] = asked->id[n + 1];
		asked->hash[n] = asked->hash[n + 1];
	}
	return true;
}

/* The data of the record that begins with @type, when it is an address. */
static bool is_address(const uint8_t *record, size_t len)
{
	if (get16(record + 2) != CLASS_IN)
		return false;
	return (get16(record) == TYPE_A && len == 4) || (get16(record) == TYPE_AAAA && len == 16);
}

static void keep(struct kntop_door_answer_list *to, const uint8_t *record, size_t len)
{
	struct kntop_door_address *a = &to->address[to->count++];

	memset(a, 0, sizeof(*a));
	a->ttl = get32(record + 4);
	a->len = len;
	memcpy(a->octet, record + RECORD, len);
}

static void read_answers(const uint8_t *m, size_t len, size_t at,
			 struct kntop_door_answer_list *to)
{
	unsigned int n, records = get16(m + 6);
	size_t data, end;

	for (n = 0; n < records && n < RECORDS_MAX && to->count < KNTOP_DOOR_ADDRESSES_MAX;
	     n++, at = end) {
		data = behind_name(m, len, at) + RECORD;
		if (data == RECORD || data > len)
			return;
		end = data + get16(m + data - 2);
		if (end > len)
			return;
		if (is_address(m + data - RECORD, end - data))
			keep(to, m + data - RECORD, end - data);
	}
}

uint32_t kntop_dns_read(struct kntop_dns_asked *asked, const uint8_t *m, size_t len,
			struct kntop_door_answer_list *to)
{
	unsigned int type;
	uint32_t hash;
	size_t at;

	to->count = 0;
	if (len < HEADER || m[2] & OPCODE || get16(m + 4) != 1)
		return 0;
	at = read_name(m, len, to->name);
	if (!at || at + 4 > len || get16(m + at + 2) != CLASS_IN)
		return 0;
	type = get16(m + at);
	if (type != TYPE_A && type != TYPE_AAAA)
		return 0;
	hash = hash_of(to->name, type);
	if (!(m[2] & IS_ANSWER))
		ask(asked, get16(m), hash);
	else if (answered(asked, get16(m), hash) && !(m[3] & RCODE))
		read_answers(m, len, at + 4, to);
	return to->count;
}
