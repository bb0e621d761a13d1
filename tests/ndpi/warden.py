# SPDX-License-Identifier: GPL-2.0-or-later
"""warden: what tests of the evil guest (evil/) share: packets that command it, by file and
by wire, and what the kernel says came of them, by raw netlink."""
import os
import re
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "torture")]
import pcap  # noqa: E402
from genl import Kntop, N, Refused, attr, attrs, u32, u64  # noqa: E402
from rig import CLIENT, SERVER, ipv4, run, until  # noqa: E402

BUILT = HERE.parents[1] / f"build/{os.environ.get('KNTOP_KERNEL', 'uml')}-evil"
KINDS = {n.removeprefix("TRAP_KIND_").lower(): v for n, v in N.items()
         if n.startswith("TRAP_KIND_") and n not in ("TRAP_KIND_NONE", "TRAP_KIND_MAX")}
SKIPS = {n.removeprefix("SKIP_").lower(): v for n, v in N.items()
         if n.startswith("SKIP_") and not n.startswith("SKIP_A") and n != "SKIP_MAX"}
NAMES = {v: n for n, v in KINDS.items()}
DPI, INTERRUPTED, NOT_INSPECTED = (N[f"CONFIDENCE_{n}"] for n in
                                   ("DPI", "INTERRUPTED", "NOT_INSPECTED"))
BEGUN = 1_700_000_000 * 10**9
PORT = 9            # where all go


def number(octets):
    return int.from_bytes(octets, sys.byteorder)


def text(octets):
    return octets.rstrip(b"\0").decode(errors="replace")


# ---- what the kernel says ----------------------------------------------------

class State:
    """DPI_GET. Of all times that anybody looked, worst and deepest: the longest time for a packet
    with an ordinary budget (ns), and most stack (octets). Of this time traps {kind: count}, functions {kind: name}, skipped {reason: (packets, flows)},
    workers [{attribute: number}], restarts, restart_max (ns), budget, flows."""

    worst = deepest = 0

    def __init__(self, kntop):
        self.traps, self.functions, self.skipped, self.workers = {}, {}, {}, []
        reasons = {v: n for n, v in SKIPS.items()}
        told = attrs(kntop.do("DPI_GET")[0])
        for kind, value in told:
            if kind == N["DPI_A_TRAP"]:
                trap = dict(attrs(value))
                name = NAMES[number(trap[N["TRAP_A_KIND"]])]
                self.traps[name] = number(trap[N["TRAP_A_COUNT"]])
                self.functions[name] = text(trap.get(N["TRAP_A_FUNCTION"], b""))
            elif kind == N["DPI_A_SKIP"]:
                skip = dict(attrs(value))
                self.skipped[reasons[number(skip[N["SKIP_A_REASON"]])]] = (
                    number(skip[N["SKIP_A_PACKETS"]]), number(skip[N["SKIP_A_FLOWS"]]))
            elif kind == N["DPI_A_WORKER"]:
                self.workers.append({k: number(v) for k, v in attrs(value)})
        told = dict(told)
        self.restarts = number(told[N["DPI_A_RESTARTS"]])
        self.restart_max = number(told[N["DPI_A_RESTART_NS_MAX"]])
        self.budget = number(told[N["DPI_A_BUDGET"]])
        self.flows = number(told[N["DPI_A_FLOWS"]])
        if self.budget <= 2_000_000:
            State.worst = max(State.worst, self.most("TIME_MAX"))
        State.deepest = max(State.deepest, self.most("STACK"))

    def sum(self, name):
        return sum(w[N[f"WORKER_A_{name}"]] for w in self.workers)

    def most(self, name):
        return max(w[N[f"WORKER_A_{name}"]] for w in self.workers)

    def pids(self):
        return [w[N["WORKER_A_PID"]] for w in self.workers]


class Flow:
    """confidence, protocol (its name), undecided, name (octets of the server name), l7: the rest"""

    def __init__(self, l7, labels):
        self.l7 = dict(attrs(l7))
        self.confidence = number(self.l7.get(N["L7_A_CONFIDENCE"], b"\0"))
        self.protocol = labels.get(number(self.l7.get(N["L7_A_PROTOCOL"], b"\0")))
        self.undecided = N["L7_A_UNDECIDED"] in self.l7
        self.name = self.l7.get(N["L7_A_SERVER_NAME"], b"")

    def __repr__(self):
        return f"{self.protocol}/{self.confidence}{'?' if self.undecided else ''} {self.name!r}"


def labels(kntop, kind="PROTOCOL"):
    """{number: name}"""
    found = [dict(attrs(m)) for m in kntop.dump("LABEL_GET", attr(N["LABEL_A_KIND"],
                                                                  u32(N[f"LABEL_{kind}"])))]
    return {number(m[N["LABEL_A_NUMBER"]]): text(m[N["LABEL_A_NAME"]]) for m in found}


def flows(kntop, interface):
    """{client's port: Flow}"""
    names, found = labels(kntop), {}
    for message in kntop.dump("FLOW_GET", attr(N["QUERY_A_INTERFACE"], interface)):
        told = dict(attrs(message))
        client = dict(attrs(told[N["FLOW_A_CLIENT"]]))
        if N["ENDPOINT_A_PORT"] in client:
            found[number(client[N["ENDPOINT_A_PORT"]])] = Flow(told.get(N["FLOW_A_L7"], b""), names)
    return found


def load(kntop, *lines):
    """Puts rules of custom protocols in force. Returns "", or the error's name."""
    octets = b"".join(line.encode() + b"\0" for line in lines)
    try:
        kntop.do("RULES_LOAD", attr(N["RULES_A_KIND"], u32(N["LABEL_PROTOCOL"])),
                 attr(N["RULES_A_BEGIN"], b""),
                 *([attr(N["RULES_A_LINES"], octets)] if octets else []),
                 attr(N["RULES_A_COMMIT"], b""))
    except Refused as e:
        return e.strerror
    return ""


def settle(kntop, **settings):
    """DPI_SET, by attribute."""
    pack = {"BYTES_MAX": u64}
    kntop.do("DPI_SET", *(attr(N[f"DPI_A_{k}"], pack.get(k, u32)(v)) for k, v in settings.items()))


# ---- packets -----------------------------------------------------------------

def datagram(port, line, ident=1):
    data = line if isinstance(line, bytes) else line.encode()
    return ipv4(CLIENT, SERVER, 17, struct.pack("!HHHH", port, PORT, 8 + len(data), 0) + data, ident)


def read(name, lines, first=1000):
    """Has ntopctl read a capture of one flow a line, from port @first on. A line may be a list:
    several packets of one flow. Returns how many packets that were."""
    frames = []
    for port, line in enumerate(lines, first):
        frames += [datagram(port, part) for part in (line if isinstance(line, list) else [line])]
    octets = pcap.header() + b"".join(pcap.record(BEGUN + n * 1_000_000, f, len(f))
                                      for n, f in enumerate(frames))
    done = subprocess.run(["ntopctl", "read", "-", "as", name], input=octets, capture_output=True)
    if done.returncode:
        print(f"# ntopctl read: {done.stderr.decode()}")
        return -1
    return len(frames)


class Asker:
    """with Asker() as a: another process asks for all that can be asked, all the while; a.asked
    counts the answers, a.failed has those that were none."""

    WORDS = (("stats",), ("dpi", "show"), ("interface", "show"), ("flow", "show", "limit", "5"))

    def __enter__(self):
        self.asked, self.failed, self.over = 0, [], False
        self.thread = threading.Thread(target=self._ask)
        self.thread.start()
        return self

    def _ask(self):
        while not self.over:
            for words in self.WORDS:
                done = run("ntopctl", "-j", *words, check=False)
                if done.returncode:
                    self.failed.append(f"{words}: {done.stderr}")
                self.asked += 1
            time.sleep(0.05)

    def __exit__(self, *_):
        self.over = True
        self.thread.join()


def functions():
    """{name: index} of the evil guest's table of indirect calls; and its size."""
    source = (BUILT / "src/kmod/ndpi/generated/guest_data.c").read_text()
    names = {n: int(i) for i, n in re.findall(r'\[(\d+)\] = \{ \d+, .*, "(\w+)" \},', source)}
    return names, int(re.search(r"kntop_guest_calls_count = (\d+);", source)[1])


__all__ = ["BUILT", "DPI", "INTERRUPTED", "KINDS", "N", "NOT_INSPECTED", "Asker", "Kntop", "Refused",
           "State", "attr", "datagram", "flows", "functions", "labels", "load", "read", "settle",
           "until"]
