// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kernel.h>
#include <linux/module.h>

#include "../dpi.h"
#include "../version.h"
#include "contact.h"
#include "control.h"
#include "lookup.h"
#include "pending.h"
#include "report.h"
#include "workers.h"

static char kntop_ndpi_name[32];

/* nDPI knows protocols of all kinds, also without ports. */
static bool kntop_ndpi_wants(const struct kntop_flow *flow)
{
	return kntop_workers_exist();
}

static const struct kntop_classifier kntop_ndpi = {
	.name		= kntop_ndpi_name,
	.owner		= THIS_MODULE,
	.payload_first	= true,
	.wants		= kntop_ndpi_wants,
	.see		= kntop_pending_see,
	.finish		= kntop_pending_finish,
	.room		= kntop_workers_room,
	.drain		= kntop_workers_drain,
	.abandon	= kntop_workers_abandon,
	.settings	= kntop_control_settings,
	.configure	= kntop_control_configure,
	.load		= kntop_control_load,
	.report		= kntop_report,
};

static void kntop_ndpi_free(void)
{
	kntop_contact_stop();
	kntop_lookup_stop();
	kntop_pending_cache_destroy();
}

static int __init kntop_ndpi_init(void)
{
	int err = kntop_pending_cache_create();

	if (err)
		return err;
	err = kntop_lookup_start() ?: kntop_contact_start();
	if (err)
		goto no_memory;
	kntop_workers_init();
	err = kntop_control_start();
	if (err)
		goto no_workers;
	snprintf(kntop_ndpi_name, sizeof(kntop_ndpi_name), "nDPI %s", kntop_workers_version());
	err = kntop_classifier_register(&kntop_ndpi);
	if (!err)
		return 0;

	kntop_control_stop();
no_workers:
	kntop_workers_abandon();
no_memory:
	kntop_ndpi_free();
	return err;
}

/* When nobody shows packets any more, all flows are decided and the workers gone. */
static void __exit kntop_ndpi_exit(void)
{
	kntop_classifier_unregister(&kntop_ndpi);
	kntop_control_stop();
	kntop_ndpi_free();
}

module_init(kntop_ndpi_init);
module_exit(kntop_ndpi_exit);

MODULE_DESCRIPTION("Classification of flows for kntop, by nDPI");
MODULE_AUTHOR("The kntop authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(KNTOP_VERSION);
