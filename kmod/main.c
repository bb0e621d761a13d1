// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/module.h>
#include <net/net_namespace.h>

#include "dpi.h"
#include "label.h"
#include "netlink/family.h"
#include "net.h"
#include "service.h"
#include "version.h"
#include "watch.h"

#ifndef CONFIG_64BIT
#error "kntop keeps 64-bit counters without locks and needs a 64-bit kernel"
#endif

#ifdef CONFIG_PREEMPT_RT
#error "kntop takes a flow's lock under a bucket's bit lock, which PREEMPT_RT forbids"
#endif

static int __init kntop_init(void)
{
	int err = kntop_label_init();

	kntop_service_init();
	if (err)
		return err;
	err = kntop_flow_cache_create();
	if (err)
		goto no_flows;
	err = kntop_host_cache_create();
	if (err)
		goto no_hosts;
	err = register_pernet_subsys(&kntop_net_ops);
	if (err)
		goto no_nets;
	err = kntop_watch_init();
	if (err)
		goto no_watch;
	err = kntop_family_register();
	if (err)
		goto no_family;
	kntop_dpi_on_leave(kntop_net_forget_classified);
	return 0;

no_family:
	kntop_watch_exit();
no_watch:
	unregister_pernet_subsys(&kntop_net_ops);
no_nets:
	rcu_barrier();
	kntop_host_cache_destroy();
no_hosts:
	kntop_flow_cache_destroy();
no_flows:
	kntop_label_free_all();
	return err;
}

/* Requests first, then the packets, then what they left. */
static void __exit kntop_exit(void)
{
	kntop_family_unregister();
	kntop_watch_exit();
	unregister_pernet_subsys(&kntop_net_ops);
	kntop_net_free_all();
	rcu_barrier();
	kntop_host_cache_destroy();
	kntop_flow_cache_destroy();
	kntop_label_free_all();
}

module_init(kntop_init);
module_exit(kntop_exit);

MODULE_DESCRIPTION("Network flow monitoring in the kernel");
MODULE_AUTHOR("The kntop authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(KNTOP_VERSION);
MODULE_ALIAS_GENL_FAMILY(KNTOP_GENL_NAME);
