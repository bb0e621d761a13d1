// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "engine.h"
#include "generated/guest.h"
#include "image.h"

/* A guest must be ready within these: 30 times what it takes, and some for each octet of rules. */
#define KNTOP_ENGINE_STEPS_INIT		50000000
#define KNTOP_ENGINE_STEPS_OCTET	20000
/* All that rules may make an engine take. */
#define KNTOP_ENGINE_INIT_MAX		(512U << 20)
/* Memory beside that for flows: what malloc() leaves unused, and nDPI's caches. */
#define KNTOP_ENGINE_SLACK		(2U << 20)
/* Far from where sums of addresses and sizes would need more than 32 bits. */
#define KNTOP_ENGINE_MEMORY_MAX		(1U << 30)

/* The address of a member of the door. */
#define kntop_engine_member(e, member)	((e)->image->door + (u32)offsetof(struct kntop_door, member))

/* ---- calls ------------------------------------------------------------- */

/* Returns false when no call can be made. */
static bool kntop_engine_enter(struct kntop_engine *e)
{
	/* a worker cannot be killed; whoever loads rules waits for many names, and can */
	struct kntop_sandbox_limits limits = { .steps = e->budget, .kill = true, .cancel = e->cancel };

	if (e->broken)
		return false;
	kntop_sandbox_enter(&e->sandbox, &limits);
	return true;
}

/* Returns false when the call ended in a trap. */
static bool kntop_engine_leave(struct kntop_engine *e)
{
	e->broken = kntop_sandbox_trap(&e->sandbox) != KNTOP_TRAP_KIND_NONE;
	return !e->broken;
}

/* The counters that the guest keeps: only shown, and used to shed load. */
static void kntop_engine_measure(struct kntop_engine *e)
{
	u32 counters[2];

	BUILD_BUG_ON(offsetof(struct kntop_door, allocations) !=
		     offsetof(struct kntop_door, flow_octets) + sizeof(u32));
	kntop_sandbox_read(&e->sandbox, counters, kntop_engine_member(e, flow_octets),
			   sizeof(counters));
	WRITE_ONCE(e->flow_octets, min(counters[0], e->sandbox.guest.size));
	WRITE_ONCE(e->allocations, counters[1]);
	WRITE_ONCE(e->octets, (u64)e->sandbox.capacity * KNTOP_GUEST_PAGE);
}

/* ---- making one -------------------------------------------------------- */

static u32 kntop_engine_text_size(const char *lines)
{
	const char *line = lines;

	while (line && *line)
		line += strlen(line) + 1;
	return line ? line + 1 - lines : 0;
}

/* Copy rules into the guest. Returns their address, 0 for none; sets @err. */
static u32 kntop_engine_text(struct kntop_sandbox *sb, const char *lines, int *err)
{
	u32 size = kntop_engine_text_size(lines), at;

	if (!size || *err)
		return 0;
	at = w2c_kntop_guest_alloc(&sb->guest, size);
	if (!at || !kntop_sandbox_write(sb, at, lines, size))
		*err = -ENOMEM;
	return at;
}

static int kntop_engine_trap_error(enum kntop_trap_kind trap)
{
	return trap == KNTOP_TRAP_KIND_CANCELLED ? -EINTR : -EOVERFLOW;
}

/* Returns 0 with the door's address, or an error. */
static int kntop_engine_prepare(struct kntop_sandbox *sb, const char *protocols,
				const char *categories, u32 *door, u32 *bad)
{
	struct kntop_sandbox_limits limits = {
		.steps = KNTOP_ENGINE_STEPS_INIT + (u64)KNTOP_ENGINE_STEPS_OCTET *
			 (kntop_engine_text_size(protocols) + kntop_engine_text_size(categories)),
		.kill = true,
	};
	u32 first, second, status;
	int err = 0;

	kntop_sandbox_load(sb);
	kntop_sandbox_enter(sb, &limits);
	*door = w2c_kntop_guest_door(&sb->guest);
	first = kntop_engine_text(sb, protocols, &err);
	second = kntop_engine_text(sb, categories, &err);
	status = err ? 0 : w2c_kntop_guest_init(&sb->guest, first, second);
	if (kntop_sandbox_trap(sb))
		return kntop_engine_trap_error(kntop_sandbox_trap(sb));
	if (err)
		return err;
	if (status == KNTOP_DOOR_BAD_LINE &&
	    kntop_sandbox_read(sb, bad, *door + offsetof(struct kntop_door, bad_line), sizeof(*bad)))
		return -EINVAL;
	if (status != KNTOP_DOOR_READY)
		return -ENOMEM;
	return (u64)*door + sizeof(struct kntop_door) <= sb->guest.size ? 0 : -EOVERFLOW;
}

static void kntop_engine_version(struct kntop_sandbox *sb, struct kntop_image *image)
{
	struct kntop_door_name name;

	if (w2c_kntop_guest_describe(&sb->guest, KNTOP_DOOR_VERSION, 0) != KNTOP_DOOR_NAMED)
		return;
	kntop_sandbox_read(sb, &name, image->door + offsetof(struct kntop_door, name),
			   sizeof(name));
	kntop_sandbox_string(sb, image->version, sizeof(image->version), name.address);
}

struct kntop_image *kntop_engine_image(const char *protocols, const char *categories, u32 *bad)
{
	struct kntop_sandbox *sb = kzalloc(sizeof(*sb), GFP_KERNEL);
	struct kntop_image *image = NULL;
	u32 door;
	int err;

	*bad = 0;
	if (!sb)
		return ERR_PTR(-ENOMEM);
	err = kntop_sandbox_init(sb, kntop_guest_pages_least,
				 KNTOP_ENGINE_INIT_MAX / KNTOP_GUEST_PAGE);
	if (!err)
		err = kntop_engine_prepare(sb, protocols, categories, &door, bad);
	if (!err)
		image = kntop_image_new(sb, door);
	if (image)
		kntop_engine_version(sb, image);
	kntop_sandbox_exit(sb);
	kfree(sb);
	if (err)
		return ERR_PTR(err);
	return image ?: ERR_PTR(-ENOMEM);
}

struct kntop_engine *kntop_engine_new(struct kntop_image *image)
{
	struct kntop_engine *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return NULL;
	if (kntop_sandbox_init(&e->sandbox, image->pages, image->pages)) {
		kfree(e);
		return NULL;
	}
	e->image = kntop_image_get(image);
	e->budget = KNTOP_ENGINE_BUDGET;
	kntop_engine_restart(e);
	return e;
}

void kntop_engine_free(struct kntop_engine *e)
{
	if (!e)
		return;
	kntop_sandbox_exit(&e->sandbox);
	kntop_image_put(e->image);
	kfree(e);
}

void kntop_engine_abandon(struct kntop_engine *e)
{
	e->broken = true;
	e->noted = true;
}

void kntop_engine_restart(struct kntop_engine *e)
{
	kntop_image_restore(e->image, &e->sandbox);
	e->broken = false;
	e->noted = false;
	e->filled = 0;
	kntop_engine_measure(e);
}

void kntop_engine_limit(struct kntop_engine *e, u64 budget, u64 octets, const bool *cancel)
{
	u64 limit;

	octets = min_t(u64, octets, KNTOP_ENGINE_MEMORY_MAX);
	limit = (u64)e->image->pages * KNTOP_GUEST_PAGE + octets + octets / 4 + KNTOP_ENGINE_SLACK;
	e->budget = budget;
	e->cancel = cancel;
	e->sandbox.limit = min_t(u64, limit, KNTOP_ENGINE_MEMORY_MAX) / KNTOP_GUEST_PAGE;
}

void kntop_engine_forget(struct kntop_engine *e)
{
	if (!kntop_engine_enter(e))
		return;
	w2c_kntop_guest_forget(&e->sandbox.guest);
	kntop_engine_leave(e);
}

/* ---- flows; not inlined, so that their cost can be measured ------------- */

noinline u32 kntop_engine_flow_new(struct kntop_engine *e, u32 past)
{
	u32 flow;

	if (!kntop_engine_enter(e))
		return 0;
	flow = w2c_kntop_guest_flow_new(&e->sandbox.guest, past);
	return kntop_engine_leave(e) ? flow : 0;
}

noinline void kntop_engine_flow_free(struct kntop_engine *e, u32 flow)
{
	if (!kntop_engine_enter(e))
		return;
	w2c_kntop_guest_flow_free(&e->sandbox.guest, flow);
	if (kntop_engine_leave(e))
		kntop_engine_measure(e);
}

/* Put a packet into the door, zeroes after it up to where an earlier one ended. */
static void kntop_engine_put_packet(struct kntop_engine *e, const void *data, u32 len)
{
	u32 at = kntop_engine_member(e, packet);
	u32 end = max(len, e->filled) + KNTOP_DOOR_PADDING;

	kntop_sandbox_write(&e->sandbox, at, data, len);
	kntop_sandbox_clear(&e->sandbox, at + len, end - len);
	e->filled = len;
}

static void kntop_engine_get_label(const struct kntop_engine *e, struct kntop_door_label *label)
{
	kntop_sandbox_read(&e->sandbox, label, kntop_engine_member(e, label), sizeof(*label));
	label->confidence = min_t(u16, label->confidence, KNTOP_DOOR_DPI);
}

/* A stopped call answers 0, which says nothing. */
static enum kntop_engine_answer kntop_engine_answer(u32 answer)
{
	switch (answer) {
	case KNTOP_DOOR_MORE:
		return KNTOP_ENGINE_MORE;
	case KNTOP_DOOR_FOUND:
		return KNTOP_ENGINE_FOUND;
	}
	return KNTOP_ENGINE_ENOUGH;
}

noinline enum kntop_engine_answer kntop_engine_see(struct kntop_engine *e, u32 flow,
						   const void *data, u32 len, u64 time,
						   struct kntop_door_label *label)
{
	u32 answer;

	memset(label, 0, sizeof(*label));
	len = min_t(u32, len, KNTOP_DOOR_PACKET_MAX);
	if (!kntop_engine_enter(e))
		return KNTOP_ENGINE_BROKEN;
	kntop_engine_put_packet(e, data, len);
	answer = w2c_kntop_guest_flow_see(&e->sandbox.guest, flow, len, time);
	if (!kntop_engine_leave(e))
		return KNTOP_ENGINE_BROKEN;
	WRITE_ONCE(e->steps_max, max(e->steps_max, kntop_sandbox_used(&e->sandbox)));
	kntop_engine_measure(e);
	kntop_engine_get_label(e, label);
	return kntop_engine_answer(answer);
}

static void kntop_engine_get_facts(const struct kntop_engine *e, struct kntop_door_facts *facts)
{
	kntop_sandbox_read(&e->sandbox, facts, kntop_engine_member(e, facts), sizeof(*facts));
	if (facts->dns_address_len != 4 && facts->dns_address_len != 16)
		facts->dns_address_len = 0;
}

noinline bool kntop_engine_conclude(struct kntop_engine *e, u32 flow,
				    struct kntop_door_label *label,
				    struct kntop_door_facts *facts)
{
	memset(label, 0, sizeof(*label));
	memset(facts, 0, sizeof(*facts));
	if (!kntop_engine_enter(e))
		return false;
	w2c_kntop_guest_flow_conclude(&e->sandbox.guest, flow);
	if (!kntop_engine_leave(e))
		return false;
	kntop_engine_measure(e);
	kntop_engine_get_label(e, label);
	kntop_engine_get_facts(e, facts);
	return true;
}

u32 kntop_engine_string(const struct kntop_engine *e, const struct kntop_door_facts *facts,
			enum kntop_door_string which, char *to, u32 size)
{
	return kntop_sandbox_string(&e->sandbox, to, size, facts->string[which]);
}

/* What a display may rely on. */
static void kntop_engine_clean(char *name, u32 size)
{
	name[size - 1] = '\0';
	for (; *name; name++)
		if (*name <= ' ' || *name > '~')
			*name = '?';
}

bool kntop_engine_answers(const struct kntop_engine *e, struct kntop_door_answer_list *answers)
{
	u32 at = kntop_engine_member(e, answers), count, i;

	if (e->broken || !kntop_sandbox_read(&e->sandbox, &count, at, sizeof(count)) || !count ||
	    !kntop_sandbox_read(&e->sandbox, answers, at, sizeof(*answers)))
		return false;
	answers->count = min_t(u32, count, KNTOP_DOOR_ADDRESSES_MAX);
	kntop_engine_clean(answers->name, sizeof(answers->name));
	for (i = 0; i < answers->count; i++)
		if (answers->address[i].len != 4 && answers->address[i].len != 16)
			return false;
	return true;
}

bool kntop_engine_host(struct kntop_engine *e, const char *name, u32 len,
		       struct kntop_door_label *label)
{
	if (!len || len >= KNTOP_DOOR_HOST_MAX || !kntop_engine_enter(e))
		return false;
	kntop_engine_put_packet(e, name, len);
	w2c_kntop_guest_host(&e->sandbox.guest, len);
	if (!kntop_engine_leave(e))
		return false;
	kntop_engine_get_label(e, label);
	return label->app;
}

/* ---- names ------------------------------------------------------------- */

enum kntop_door_description kntop_engine_describe(struct kntop_engine *e,
						  enum kntop_door_kind kind, u32 number,
						  struct kntop_engine_name *name)
{
	struct kntop_door_name from;
	u32 description;

	memset(name, 0, sizeof(*name));
	if (!kntop_engine_enter(e))
		return KNTOP_DOOR_END;
	description = w2c_kntop_guest_describe(&e->sandbox.guest, kind, number);
	if (!kntop_engine_leave(e) || description > KNTOP_DOOR_NAMED)
		return KNTOP_DOOR_END;
	kntop_sandbox_read(&e->sandbox, &from, kntop_engine_member(e, name), sizeof(from));
	name->score = from.score;
	name->category = from.category;
	name->breed = from.breed;
	name->cleartext = from.cleartext;
	if (description == KNTOP_DOOR_NAMED &&
	    !kntop_sandbox_string(&e->sandbox, name->name, sizeof(name->name), from.address))
		return KNTOP_DOOR_GAP;
	return description;
}

u32 kntop_engine_protocols(const struct kntop_engine *e, u32 *builtin)
{
	u32 count[2];

	BUILD_BUG_ON(offsetof(struct kntop_door, builtin) !=
		     offsetof(struct kntop_door, protocols) + sizeof(u32));
	kntop_sandbox_read(&e->sandbox, count, kntop_engine_member(e, protocols), sizeof(count));
	*builtin = count[1];
	return min_t(u32, count[0], U16_MAX + 1);
}
