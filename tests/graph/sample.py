# SPDX-License-Identifier: GPL-2.0-or-later
"""One recording of each kind, with long and strange names: sample.py FOLDER."""
import sys
import time

from recordings import Store, escape

NAMES = ["Amazon Web Services, all of it, everywhere", "W" * 31, "<b>&\"'", "日本語のプロトコル"]


def main():
    store = Store(sys.argv[1])
    now = int(time.time())
    step, minute, five = (range(now - 7200, now, s) for s in (10, 60, 300))
    for name in "eth1", "W" * 15, "<i>&":
        folder = store.interface(name)
        store.record(folder + "/traffic.rrd", "interface", 10, step,
                     lambda t: {"rx_octets": 9e11, "tx_octets": 5e5, "flows": 1e9})
        for i, inner in enumerate(NAMES):
            for sub in "protocol", "category":
                store.record(f"{folder}/{sub}/{escape(inner)}.rrd", "protocol", 60, minute,
                             lambda t, i=i: {"sent_octets": 1e11 / (i + 1)})
    store.record(store.network("2001:db8:1234:5678::/64", "a name of thirty-one characters") +
                 "/traffic.rrd", "network", 60, minute, lambda t: {"sent_octets": 1e11})
    store.record(store.host("2001:db8:1234:5678:9abc:def0:1234:5678", "eth1", "4094") +
                 "/traffic.rrd", "host", 300, five, lambda t: {"sent_octets": 1e11})
    store.record(store.module() + "/traffic.rrd", "module", 10, step, lambda t: {"flows": 1e7})


main()
