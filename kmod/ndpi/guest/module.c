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

/*
 * nDPI makes these when it first needs them, which would be for a flow, and with that
 * flow's memory. The sizes are nDPI's.
 */
static void caches_make(struct ndpi_detection_module_struct *ndpi)
{
	ndpi->ookla_cache = ndpi_lru_cache_init(1024);
	ndpi->bittorrent_cache = ndpi_lru_cache_init(32768);
	ndpi->zoom_cache = ndpi_lru_cache_init(512);
	ndpi->stun_cache = ndpi_lru_cache_init(1024);
	ndpi->tls_cert_cache = ndpi_lru_cache_init(1024);
	ndpi->mining_cache = ndpi_lru_cache_init(1024);
	ndpi->msteams_cache = ndpi_lru_cache_init(1024);
	ndpi->tinc_cache = cache_new(TINC_CACHE_MAX_SIZE);
}

static void lru_forget(struct ndpi_lru_cache *cache)
{
	memset(cache->entries, 0, cache->num_entries * sizeof(*cache->entries));
}

void kntop_guest_forget(void)
{
	struct ndpi_detection_module_struct *ndpi = kntop_guest_ndpi;

	lru_forget(ndpi->ookla_cache);
	lru_forget(ndpi->bittorrent_cache);
	lru_forget(ndpi->zoom_cache);
	lru_forget(ndpi->stun_cache);
	lru_forget(ndpi->tls_cert_cache);
	lru_forget(ndpi->mining_cache);
	lru_forget(ndpi->msteams_cache);
	cache_free(ndpi->tinc_cache);
	ndpi->tinc_cache = cache_new(TINC_CACHE_MAX_SIZE);
}

static enum kntop_door_status module_make(const char *protocols, const char *categories)
{
	struct ndpi_detection_module_struct *ndpi = ndpi_init_detection_module(ndpi_no_prefs);
	enum kntop_door_status status;
	NDPI_PROTOCOL_BITMASK all;

	if (!ndpi)
		return KNTOP_DOOR_NO_MEMORY;
	kntop_guest_ndpi = ndpi;
	NDPI_BITMASK_SET_ALL(all);
	ndpi_set_protocol_detection_bitmask2(ndpi, &all);
	status = kntop_guest_rules(protocols, categories, &kntop_guest_mailbox.bad_line);
	if (status != KNTOP_DOOR_READY)
		return status;
	ndpi_finalize_initialization(ndpi);
	ndpi_set_detection_preferences(ndpi, ndpi_pref_enable_tls_block_dissection, 1);
	caches_make(ndpi);
	kntop_guest_mailbox.protocols = ndpi->ndpi_num_supported_protocols;
	kntop_guest_mailbox.builtin = ndpi->ndpi_num_supported_protocols -
				      ndpi->ndpi_num_custom_protocols;
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
