# SPDX-License-Identifier: GPL-2.0-or-later
"""fail: memory that is not there, by the kernel's fault injection.

Requests: the n-th allocation of one system call fails, for n = 1, 2, ... until the
call needs no more than n - 1 (Documentation/fault-injection). Tables: allocations of
one slab fail at random.
"""
import ctypes
import errno
import os
from pathlib import Path

from genl import ODD, Kntop, N, Refused, attr, nest, program, u8, u32, u64
from rig import config, ctl, holds, run, udp, until

DEBUG = Path("/sys/kernel/debug")
NTH_MAX = 400


def available():
    return Path("/proc/self/fail-nth").exists() and (DEBUG / "failslab").exists()


def inject():
    """Lets allocations fail that may sleep, and single pages too."""
    for kind, setting, value in (("failslab", "cache-filter", "N"),
                                 ("failslab", "task-filter", "N"),
                                 ("failslab", "ignore-gfp-wait", "N"),
                                 ("fail_page_alloc", "ignore-gfp-wait", "N"),
                                 ("fail_page_alloc", "ignore-gfp-highmem", "N"),
                                 ("fail_page_alloc", "min-order", "0"),
                                 ("failslab", "verbose", "0"),
                                 ("fail_page_alloc", "verbose", "0")):
        (DEBUG / kind / setting).write_text(value)


REQUESTS = {  # name: command, whether it is a dump, attributes, how to take it back
    "interface add": ("INTERFACE_ADD", False, [attr(N["INTERFACE_A_NAME"], "v0")],
                      ["ntopctl", "interface", "del", "v0"]),
    "interface add filter": ("INTERFACE_ADD", False,
                             [attr(N["INTERFACE_A_NAME"], "v0"), program(*ODD)],
                             ["ntopctl", "interface", "del", "v0"]),
    "offline add": ("INTERFACE_ADD", False,
                    [attr(N["INTERFACE_A_NAME"], "spool"), attr(N["INTERFACE_A_FLAGS"], u32(16))],
                    ["ntopctl", "interface", "del", "spool"]),
    "config set": ("CONFIG_SET", False,
                   [attr(N["CONFIG_A_FLOWS_MAX"], u32(30000)),
                    attr(N["CONFIG_A_HOSTS_MAX"], u32(30000)),
                    attr(N["CONFIG_A_ENDED_MAX"], u32(3000))],
                   ["ntopctl", "config", "set", "flows_max", "4096", "hosts_max", "2048",
                    "ended_max", "4096"]),
    "localnet add": ("LOCALNET_ADD", False,
                     [attr(N["LOCALNET_A_ADDR"], bytes((10, 0, 0, 0))),
                      attr(N["LOCALNET_A_PREFIX"], u8(8)), attr(N["LOCALNET_A_NAME"], "ten")],
                     ["ntopctl", "localnet", "del", "10.0.0.0/8"]),
    "localnet del": ("LOCALNET_DEL", False,
                     [attr(N["LOCALNET_A_ADDR"], bytes((192, 168, 0, 0))),
                      attr(N["LOCALNET_A_PREFIX"], u8(16))],
                     ["ntopctl", "localnet", "add", "192.168.0.0/16"]),
    "interface show": ("INTERFACE_GET", True, [], None),
    "interface get": ("INTERFACE_GET", False, [attr(N["INTERFACE_A_NAME"], "tape")], None),
    "stats": ("STATS_GET", False, [], None),
    "check": ("CHECK", True, [], None),
    "packet feed": ("PACKET_FEED", False,
                    [attr(N["PACKET_A_INTERFACE"], "tape")] +
                    [nest(N["PACKET_A_FRAME"], attr(N["FRAME_A_TIME"], u64(10**18 + n)),
                          attr(N["FRAME_A_DATA"], udp(n, 9))) for n in range(1000, 1020)], None),
    "flow show sort octets": ("FLOW_GET", True,
                              [attr(N["QUERY_A_ORDER"], u32(1)), attr(N["QUERY_A_LIMIT"], u32(9))],
                              None),
    "host show sort rate": ("HOST_GET", True,
                            [attr(N["QUERY_A_ORDER"], u32(3)), attr(N["QUERY_A_LIMIT"], u32(9))],
                            None),
    "talker show sort rate": ("TALKER_GET", True,
                              [attr(N["QUERY_A_ORDER"], u32(3)), attr(N["QUERY_A_LIMIT"], u32(9))],
                              None),
    "flow reset": ("FLOW_RESET", False, [], None),
    "label list": ("LABEL_GET", True, [], None),
    "protocol show": ("PROTOCOL_GET", True, [], None),
    "protocol show hosts": ("PROTOCOL_GET", True, [attr(N["PROTOCOL_A_HOSTS"], b"")], None),
    "protocol show of a network": ("PROTOCOL_GET", True,
                                   [attr(N["PROTOCOL_A_ADDR"], bytes((192, 168, 0, 0))),
                                    attr(N["PROTOCOL_A_PREFIX"], u8(16))], None),
    "dpi show": ("DPI_GET", False, [], None),
    "interface history": ("HISTORY_GET", True, [attr(N["HISTORY_A_PROTOCOLS"], b"")], None),
}


def disarm(nth):
    """Stops injection. Returns whether it has struck; it may strike right here, too."""
    try:
        struck = int(os.pread(nth, 32, 0).strip(b"\0\n") or 0) == 0
    except OSError:
        struck = False
    while True:
        try:
            os.pwrite(nth, b"0", 0)
            return struck
        except OSError:
            pass


def one(kntop, nth, n, cmd, dump, payload):
    """A request whose n-th allocation fails. Returns errno (0: none), and whether one did fail."""
    code, flags = 0, 0x305 if dump else 5
    os.pwrite(nth, str(n).encode(), 0)
    try:
        seq = kntop.send(kntop.family, N["CMD_" + cmd], payload, flags)
    except OSError as e:
        code, seq = e.errno, None
    failed = disarm(nth)
    if seq:
        try:
            kntop.receive(seq)
        except Refused as e:
            code = e.errno
        except OSError as e:        # no memory for the answer
            code = e.errno
    return code, failed


def new_namespace():
    """Moves this process into a network namespace of its own."""
    if ctypes.CDLL(None, use_errno=True).unshare(0x40000000):
        raise OSError(ctypes.get_errno(), "unshare")


def sweep(name, cmd, dump, payload, undo, fresh=False, which=range(1, NTH_MAX)):
    """Returns how many allocations were made to fail, and the errors that came of it.
    fresh: each time in a new namespace, whose tables are to be made first."""
    kntop, errors = Kntop(timeout=5), set()
    nth = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
    n = 0
    for n in which:
        if fresh:
            new_namespace()
            kntop = Kntop(timeout=5)
        code, failed = one(kntop, nth, n, cmd, dump, payload)
        errors.add(os.strerror(code) if code else "ok")
        if undo and not code:
            run(*undo)
        elif undo:      # done, perhaps, but the answer was lost
            run(*undo, check=False)
        if code:
            kntop = Kntop(timeout=5)
        if not failed:
            break
    os.close(nth)
    return n - 1, errors


def requests(ok, same):
    inject()
    run("ntopctl", "interface", "add", "tape", "offline")
    run("ntopctl", "localnet", "add", "192.168.0.0/16")
    allowed = {os.strerror(e) for e in (errno.ENOMEM, errno.ENOBUFS, errno.EFAULT)} | {"ok"}
    for name, (cmd, dump, payload, undo) in REQUESTS.items():
        count, errors = sweep(name, cmd, dump, b"".join(payload), undo)
        print(f"# {name}: {count} allocations failed in turn: {', '.join(sorted(errors))}")
        ok(f"{name}: every failed allocation ends in no memory, or does no harm",
           0 < count < NTH_MAX - 2 and errors <= allowed, (count, errors))
    same("the sum rule holds", [("tape", "holds")], holds())
    run("ntopctl", "interface", "del", "tape")
    run("ntopctl", "localnet", "flush")

    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    cmd, dump, payload, _ = REQUESTS["offline add"]
    count, errors = sweep("first", cmd, dump, b"".join(payload), None, fresh=True)
    ctypes.CDLL(None).setns(home, 0)
    print(f"# first interface of a namespace: {count} failed: {', '.join(sorted(errors))}")
    ok("first interface of a namespace: every failed allocation ends in no memory",
       12 < count < NTH_MAX - 2 and errors <= allowed, (count, errors))


def slabs_fail(percent, only=None, slabs="Y"):
    """Allocations fail at random; 0: no more. In softirq too, or only in kernel threads
    whose names begin with `only`. Of marked slabs, or of all of them with slabs="N"."""
    threads = [p for p in Path("/proc").glob("[0-9]*") if
               (p / "comm").read_text().startswith(only)] if only else []
    for thread in threads:
        (thread / "make-it-fail").write_text("1")
    for setting, value in (("probability", "0"), ("cache-filter", slabs), ("times", "-1"),
                           ("task-filter", "Y" if only else "N"), ("verbose", "0"),
                           ("ignore-gfp-wait", "N"), ("probability", str(percent))):
        (DEBUG / "failslab" / setting).write_text(value)


def slabs_can_fail():
    """Whether the command line has marked them: slub_debug=A,kntop_flow,kntop_host"""
    marks = [Path("/sys/kernel/slab", slab, "failslab") for slab in ("kntop_flow", "kntop_host")]
    return all(m.exists() and m.read_text().strip() == "1" for m in marks)


def lost(what):
    return [x for x in ctl("stats")[0]["losses"] if x["loss"] == what][0]["count"]


def accounted():
    """Wait until the worker, however late it is, has seen all that happened before."""
    before = ctl("stats")[0]["folds"]
    until(lambda: ctl("stats")[0]["folds"] >= before + 2)


def interims(wire, same):
    """No memory to remember what interim records say: there are none, and nothing is lost."""
    config(timeout_udp_single=600, timeout_active=1)
    since, before = ctl("stats")[0]["ended_next"], lost("interims_refused")
    wire.send(udp(4000, 53))
    slabs_fail(100, ("kthreadd", "kworker/"), slabs="N")
    until(lambda: lost("interims_refused") >= before + 2)
    same("without memory there is no interim record", [], ctl("ended", "show", "since", since))
    wire.send(udp(4000, 53))
    slabs_fail(0)
    until(lambda: ctl("ended", "show", "since", since))
    wire.send(udp(4000, 53))
    run("ntopctl", "flow", "reset")
    records = ctl("ended", "show", "since", since)
    same("they begin at 0", list(range(len(records))), [r["record"] for r in records])
    same("and have all: 3 packets of 60 octets", (3, 180),
         tuple(sum(r[key] for r in records) for key in ("new_packets", "new_octets")))
    same("the first has what came meanwhile", 2, records[0]["new_packets"])
    config(timeout_active=1800)


def tables(wire_class, same, between):
    if not available() or not slabs_can_fail():
        print("# not without --kargs slub_debug=A,kntop_flow,kntop_host on a debug kernel")
        return
    run("ntopctl", "interface", "add", "v0")
    config(timeout_udp_single=600)
    wire = wire_class("v1")
    # Memory is asked for 16 flows, and where that fails for one: of 1000 flows 324 get none
    slabs_fail(90)
    for port in range(2000, 3000):
        wire.send(udp(port, 53))
    until(lambda: ctl("interface", "show", "v0")[0]["received"]["packets"] >= wire.packets)
    slabs_fail(0)
    i = ctl("interface", "show", "v0")[0]
    parts = {p["reason"]: p["packets"] for p in i["parts"]}
    refused = sum(parts.values())
    between("some flows got no memory", 180, 470, refused)
    same("no other part", 1, len(parts))
    same("the rest has flows", 1000 - refused, len(ctl("flow", "show", "dev", "v0")))
    same("every packet is counted", (wire.packets, wire.octets),
         (i["received"]["packets"], i["received"]["octets"]))
    same("the sum rule holds", [("v0", "holds")], holds())

    accounted()
    config(timeout_host=1, timeout_udp_single=1)
    until(lambda: not ctl("host", "show"))
    same("all is forgotten", [], ctl("host", "show"))
    before = lost("hosts_refused")
    slabs_fail(100, ("kthreadd", "kworker/"))   # which make hosts but no flows
    wire.send(*[udp(port, 53) for port in range(100)])
    accounted()
    slabs_fail(0)
    same("no host without memory", [], ctl("host", "show"))
    same("traffic of both hosts of 100 flows is counted as refused", 200,
         lost("hosts_refused") - before)
    same("the sum rule holds", [("v0", "holds")], holds())
    interims(wire, same)
    run("ntopctl", "interface", "del", "v0")
