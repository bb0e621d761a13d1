// SPDX-License-Identifier: GPL-2.0-or-later
/* module: nDPI's detection module, made as ndpiReader makes it. */
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "libcache.h"

struct ndpi_detection_module_struct *kntop_guest_ndpi;
struct kntop_door kntop_guest_mailbox;

uint32_t kntop_guest_door(void)
{
	return (uint32_t)(uintptr_t)&kntop_guest_mailbox;
}

uint32_t kntop_guest_alloc(uint32_t octets)
{
	return (uint32_t)(uintptr_t)malloc(octets);
}

/* nDPI would make some when a flow first needs them, with that flow's memory. */
static void caches_make(struct ndpi_detection_module_struct *ndpi)
{
	kntop_version_caches_make(ndpi);
	ndpi->tinc_cache = cache_new(TINC_CACHE_MAX_SIZE);
}

static void lru_forget(struct ndpi_lru_cache *cache)
{
	memset(cache->entries, 0, cache->num_entries * sizeof(*cache->entries));
}

void kntop_guest_forget(void)
{
	struct ndpi_detection_module_struct *ndpi = kntop_guest_ndpi;

	kntop_version_caches(ndpi, lru_forget);
	cache_free(ndpi->tinc_cache);
	ndpi->tinc_cache = cache_new(TINC_CACHE_MAX_SIZE);
}

static enum kntop_door_status module_make(const char *protocols, const char *categories)
{
	struct ndpi_detection_module_struct *ndpi = kntop_version_init();
	enum kntop_door_status status;
	kntop_version_set all;

	if (!ndpi)
		return KNTOP_DOOR_NO_MEMORY;
	kntop_guest_ndpi = ndpi;
	kntop_version_enable(ndpi, &all);
	status = kntop_guest_rules(protocols, categories, &kntop_guest_mailbox.bad_line);
	if (status != KNTOP_DOOR_READY)
		return status;
	if (!kntop_version_finalize(ndpi))
		return KNTOP_DOOR_NO_MEMORY;
	caches_make(ndpi);
	kntop_guest_mailbox.protocols = KNTOP_VERSION_PROTOCOLS(ndpi);
	kntop_guest_mailbox.builtin = KNTOP_VERSION_PROTOCOLS(ndpi) - KNTOP_VERSION_CUSTOM(ndpi);
	return KNTOP_DOOR_READY;
}

/* The linker's. A guest that calls it is not wrapped as a program by the linker. */
void __wasm_call_ctors(void);

uint32_t kntop_guest_init(uint32_t protocols, uint32_t categories)
{
	char *first = (char *)(uintptr_t)protocols, *second = (char *)(uintptr_t)categories;
	enum kntop_door_status status;

	__wasm_call_ctors();
	kntop_memory_init();
	status = module_make(first, second);
	free(first);
	free(second);
	return status;
}
