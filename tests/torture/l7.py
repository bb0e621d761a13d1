# SPDX-License-Identifier: GPL-2.0-or-later
"""l7: the nDPI classifier comes, goes, changes and runs short of memory under load."""
import ctypes
import errno
import os
import random
import subprocess
import time
from pathlib import Path

import fail
from genl import Kntop, N, Refused, attr, u8, u32, u64
from rig import CLIENT, SERVER, Wire, between, cable, config, ctl, ok, run, same, settled, tcp, until
from storm import Child, Crowd, Storm, tried

GET = b"GET / HTTP/1.1\r\nHost: www.example.test\r\nUser-Agent: torture\r\n\r\n"
ACK, PSH = 16, 8
MUTATE = Path(__file__).resolve().parents[1] / "ndpi/mutate.py"
PROTOCOLS = b'tcp:81,tcp:8181@HTTP\0tcp:4444@Ours\0host:"www.example.test"@Example\0ip:10.1.0.0/16@Net\0'
CATEGORIES = b"www.example.test 4\0other.example.test 5\0"


def threads():
    return [p.name for p in Path("/proc").glob("[0-9]*")
            if (tried((p / "comm").read_text) or "").startswith("kntop_dpi")]


def settings(kntop, rng):
    """All settings, to anything that a small machine can bear."""
    kntop.do("DPI_SET", attr(N["DPI_A_ENABLED"], u8(rng.random() < 0.9)),
             attr(N["DPI_A_PACKETS"], u32(rng.randrange(1, 33))),
             attr(N["DPI_A_WORKERS"], u32(rng.randrange(1, 4))),
             attr(N["DPI_A_CPUS"], rng.choice(("", "0"))),
             attr(N["DPI_A_RING"], u32(rng.choice((65536, 131072, 1 << 20)))),
             attr(N["DPI_A_FLOWS_MAX"], u32(rng.choice((64, 500, 65536)))),
             attr(N["DPI_A_BYTES_MAX"], u64(rng.choice((1 << 20, 1 << 24)))))


def rules(kind, lines, begin=True, commit=True):
    return b"".join([attr(N["RULES_A_KIND"], u32(kind))] +
                    [attr(N["RULES_A_BEGIN"], b"")] * begin +
                    [attr(N["RULES_A_LINES"], lines)] * bool(lines) +
                    [attr(N["RULES_A_COMMIT"], b"")] * commit)


def talk(device, seed):
    """HTTP requests that go on and on, in new flows and in old ones."""
    rng, wire = random.Random(seed), None
    while True:
        port = rng.randrange(1024, 9000)
        try:
            wire = wire or Wire(device)
            wire.send(tcp_data(port, GET), tcp_data(port, GET[:rng.randrange(1, 40)]),
                      tcp_data(80, b"HTTP/1.1 200 OK\r\n\r\n", port, back=True))
        except OSError:
            wire = None
            time.sleep(0.01)


def tcp_data(port, data, to=80, back=False):
    ends = {"src": SERVER, "dst": CLIENT} if back else {}
    return tcp(port, to, ACK | PSH, size=len(data), **ends)[:-len(data)] + data


class Talk:
    """with Talk(): the storm, and requests in it."""

    def __enter__(self):
        self.storm = Storm("v1").__enter__()
        self.children = [Child(talk, "v1", n) for n in range(2)]
        return self

    def __exit__(self, *_):
        for child in self.children:
            child.stop()
        self.storm.__exit__()


def comes_and_goes(times):
    """modprobe and rmmod at full rate, also while settings and rules are changed."""
    kntop, rng, decided = Kntop(), random.Random(3), 0
    run("ntopctl", "interface", "add", "v0", "rx", "consume")
    with Talk(), Crowd():
        # on a busy machine until as many were decided as are wanted
        for n in range(30 * times):
            if n >= times and decided >= 100:
                break
            run("modprobe", "kntop_ndpi")
            if n % 2:
                time.sleep(rng.random() / 2)
            if n % 3 == 0:
                settings(kntop, rng)
            if n % 4 == 0:
                kntop.do("RULES_LOAD", rules(0, PROTOCOLS))
            if n % 5 == 0:
                run("ntopctl", "flow", "reset")
            decided += ctl("dpi", "show")[0]["decided"]
            ok("rmmod kntop_ndpi", run("rmmod", "kntop_ndpi", check=False).returncode == 0)
    between("flows were decided meanwhile", 100, 10**9, decided)
    settled()
    same("its threads are gone", [], threads())
    run("ntopctl", "interface", "del", "v0")


def changes(rounds):
    """Settings and rules by several at once."""
    def load(seed):
        rng, kntop = random.Random(seed), Kntop()
        while True:
            kind = rng.randrange(2)
            lines = (PROTOCOLS, CATEGORIES)[kind] if rng.random() < 0.7 else b""
            if rng.random() < 0.3:      # in two requests, perhaps never finished
                tried(kntop.do, "RULES_LOAD", rules(kind, lines, commit=False))
                if rng.random() < 0.3:
                    kntop = Kntop()
                tried(kntop.do, "RULES_LOAD", rules(kind, lines, begin=False))
            else:
                tried(kntop.do, "RULES_LOAD", rules(kind, lines))

    run("modprobe", "kntop_ndpi")
    run("ntopctl", "interface", "add", "v0", "rx", "consume")
    kntop, rng = Kntop(), random.Random(4)
    with Talk(), Crowd():
        loaders = [Child(load, n) for n in range(2)]
        for n in range(rounds(12)):
            settings(kntop, rng)
            if n % 7 == 0:
                run("ntopctl", "flow", "reset")
        for loader in loaders:
            loader.stop()
    settled()
    run("ntopctl", "dpi", "set", "enabled", "on", "workers", "2", "cpus", "any", "packets", "32")
    run("ntopctl", "flow", "reset")
    state = ctl("dpi", "show")[0]
    same("nothing is kept", (0, 0), (state["flows"], state["bytes"]))
    same("so many threads as were asked for last", 2, len(threads()))
    bad = None
    try:
        kntop.do("RULES_LOAD", rules(0, b"tcp:1@A\0tcp:2@B\0nonsense\0tcp:4@D\0"))
    except Refused as e:
        bad = e.errno
    same("the classifier itself refuses a bad line", errno.EINVAL, bad)
    run("ntopctl", "interface", "del", "v0")
    run("rmmod", "kntop_ndpi")


def namespaces(rounds):
    """Namespaces go with flows that are being inspected; the classifier, too."""
    for n in range(rounds(4)):
        run("modprobe", "kntop_ndpi")
        run("ip", "netns", "add", "doomed")
        cable("x1", "x0", "doomed")
        # a large table, which takes a while to be walked through when nDPI leaves
        run("ntopctl", "-n", "doomed", "config", "set", "flows_max", "1500000")
        run("ntopctl", "-n", "doomed", "interface", "add", "x0")
        wire = Wire("x1")
        wire.send(*[tcp_data(port, GET[:9]) for port in range(1, 500)])
        between("flows are inspected", 1, 499, until(lambda: ctl("dpi", "show")[0]["flows"]))
        child = Child(talk, "x1", n)
        time.sleep(0.1)
        run("ip", "netns", "del", "doomed")
        if n % 2:
            run("rmmod", "kntop_ndpi")
        child.stop()
        if not n % 2:
            # it is taken down behind our back
            until(lambda: not ctl("dpi", "show")[0]["flows"])
            same("its flows are forgotten", 0, ctl("dpi", "show")[0]["flows"])
            run("rmmod", "kntop_ndpi")
        run("ip", "link", "del", "x1", check=False)


# ---- short of memory ---------------------------------------------------------

def some(most, rng):
    """The first allocations, one by one, and some of the many behind."""
    return [*range(1, 30), *sorted(rng.randrange(30, most) for _ in range(12))]


def loading(rng):
    """Loading the module itself, each allocation failing in turn. Returns the errors."""
    libc, errors = ctypes.CDLL(None, use_errno=True), set()
    path = run("modinfo", "-n", "kntop_ndpi").stdout.strip()
    nth = os.open("/proc/thread-self/fail-nth", os.O_RDWR)
    for n in some(100000, rng):
        file = os.open(path, os.O_RDONLY)
        os.pwrite(nth, str(n).encode(), 0)
        code = ctypes.get_errno() if libc.syscall(313, file, b"", 0) else 0
        fail.disarm(nth)
        os.close(file)
        errors.add(os.strerror(code) if code else "ok")
        if not code:
            run("rmmod", "kntop_ndpi")
    os.close(nth)
    return errors


def allocations():
    """Allocations of changes of all kinds fail, and those of the workers."""
    if not fail.available():
        print("# this kernel has no fault injection")
        return
    fail.inject()
    rng = random.Random(5)
    allowed = {os.strerror(e) for e in (errno.ENOMEM, errno.ENOBUFS, errno.EFAULT)} | {"ok"}
    errors = loading(rng)
    print(f"# loading: {', '.join(sorted(errors))}")
    ok("loading: a failed allocation ends in no memory, or does no harm",
       errors <= allowed and os.strerror(errno.ENOMEM) in errors, errors)

    run("modprobe", "kntop_ndpi")
    for name, cmd, payload, undo in (
            ("workers", "DPI_SET", attr(N["DPI_A_WORKERS"], u32(3)), ("dpi", "set", "workers", "1")),
            ("ring", "DPI_SET", attr(N["DPI_A_RING"], u32(131072)), ("dpi", "set", "ring", "1Mi")),
            ("protocol load", "RULES_LOAD", rules(0, PROTOCOLS), ("protocol", "unload")),
            ("category load", "RULES_LOAD", rules(1, CATEGORIES), ("category", "unload"))):
        _, errors = fail.sweep(name, cmd, False, payload, ("ntopctl", *undo),
                               which=some(90000, rng))
        print(f"# {name}: {', '.join(sorted(errors))}")
        ok(f"{name}: a failed allocation ends in no memory, or does no harm",
           errors <= allowed and len(errors) > 1, errors)
    state = ctl("dpi", "show")[0]
    same("settings and rules are as before", (1, 1 << 20, 0, 0),
         (state["settings"]["workers"], state["settings"]["ring"], state["protocol_rules"],
          state["category_rules"]))
    workers_without_memory()
    run("rmmod", "kntop_ndpi")


def workers_without_memory():
    """One allocation of ten that a worker asks for fails while captures are read. nDPI has a
    memory of its own, so what is missing is what flows told, and no verdict."""
    ndpi = Path(run(MUTATE.parents[1] / "captures/fetch").stdout.strip()).parent
    for dev in ("v0", "v1"):
        run("ip", "link", "set", dev, "mtu", "9000")
    run("ntopctl", "interface", "add", "v0", "rx", "consume")
    fail.slabs_fail(10, "kntop_dpi", slabs="N")
    sent = subprocess.run([MUTATE, ndpi, "77", "12000", "v1"], text=True, capture_output=True, check=True)
    run("ntopctl", "flow", "reset")
    fail.slabs_fail(0)
    i = ctl("interface", "show", "v0")[0]["received"]
    same("workers without memory: every packet is counted", [int(n) for n in sent.stderr.split()],
         [i["packets"], i["octets"]])
    same("workers without memory: none is left undecided", 0, ctl("dpi", "show")[0]["flows"])
    settled()
    run("ntopctl", "interface", "del", "v0")
