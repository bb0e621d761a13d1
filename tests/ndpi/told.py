# SPDX-License-Identifier: GPL-2.0-or-later
"""told: what kntop says of traps, and how sure it is of flows, asked by hand over netlink."""
import re
import socket
import sys
import threading
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "netlink"))
import genl  # noqa: E402

LINES = [line for path in sorted((TESTS.parent / "include/uapi/linux").glob("kntop*.h"))
         for line in path.read_text().splitlines()]


def enum(prefix):
    """{"NAME": number} of the enumeration whose constants begin so."""
    numbers, value = {}, None
    for line in LINES:
        found = re.match(rf"\s+{prefix}(\w+)(?:\s*=\s*(\w+))?,", line)
        if found and not found[1].startswith("_"):
            value = int(found[2], 0) if found[2] else 0 if value is None else value + 1
            numbers[found[1]] = value
    assert numbers, prefix
    return numbers


CMD, FLOW, END = enum("KNTOP_CMD_"), enum("KNTOP_FLOW_A_"), enum("KNTOP_ENDPOINT_A_")
L7, DPI, WORKER, TRAP, ENDED = (enum(f"KNTOP_{n}_A_")
                                for n in ("L7", "DPI", "WORKER", "TRAP", "ENDED"))
EVENT, HAPPENED = enum("KNTOP_EVENT_A_"), enum("KNTOP_EVENT_(?!A_)")
CONFIDENCE = {n: name.lower() for name, n in enum("KNTOP_CONFIDENCE_").items()}
KIND = {n: name.lower() for name, n in enum("KNTOP_TRAP_KIND_").items()}


def text(octets):
    return octets.rstrip(b"\0").decode(errors="replace")


def trap(nest):
    """(kind, function, dissector), count, and client, server, ports of its flow if known."""
    a = dict(genl.attributes(nest))
    flow = None
    if TRAP["CLIENT"] in a:
        ends = [dict(genl.attributes(a[TRAP[side]])) for side in ("CLIENT", "SERVER")]
        flow = tuple((e[END["ADDR"]], genl.number(e.get(END["PORT"], b""))) for e in ends)
    key = (KIND[genl.number(a[TRAP["KIND"]])], text(a.get(TRAP["FUNCTION"], b"")),
           text(a.get(TRAP["DISSECTOR"], b"")))
    return key, genl.number(a[TRAP["COUNT"]]), flow


class Kernel:
    def __init__(self):
        self.socket = genl.Socket()
        self.family = genl.Family(self.socket, "kntop")

    def ask(self, command, payload=b"", dump=False):
        answer = self.socket.ask(self.family.id, CMD[command], payload, dump)
        assert not answer.error, (command, answer.error, answer.text)
        return answer.messages

    def dpi(self):
        """[(attribute, value)] of the classifier."""
        return [a for m in self.ask("DPI_GET") for a in genl.attributes(m)]

    def traps(self):
        """{kind: how many}"""
        told = [trap(value) for kind, value in self.dpi() if kind == DPI["TRAP"]]
        return {key[0]: count for key, count, _ in told if count}

    def worker(self, name):
        """The largest that any worker says of itself."""
        workers = [dict(genl.attributes(v)) for kind, v in self.dpi() if kind == DPI["WORKER"]]
        return max((genl.number(w[WORKER[name]]) for w in workers), default=0)

    def ended(self, since, dev=None):
        """{(address, port) of either end: how sure} of records from that one on, of a source
        where one is named; "undecided" if it is, which no record may be."""
        told = {}
        payload = genl.attribute(ENDED["SINCE"], since.to_bytes(8, sys.byteorder))
        if dev:
            payload += genl.attribute(ENDED["INTERFACE"], dev.encode() + b"\0")
        for m in self.ask("ENDED_GET", payload, dump=True):
            a = dict(genl.attributes(m))
            l7 = dict(genl.attributes(a.get(FLOW["L7"], b"")))
            for side in ("CLIENT", "SERVER"):
                end = dict(genl.attributes(a[FLOW[side]]))
                told[end[END["ADDR"]], genl.number(end.get(END["PORT"], b""))] = (
                    "undecided" if L7["UNDECIDED"] in l7 else
                    CONFIDENCE[genl.number(l7.get(L7["CONFIDENCE"], b"\0"))])
        return told


class Listener(threading.Thread):
    """Counts traps as they are told: {(kind, function, dissector): how many}, and keeps the
    flow of the first of each."""

    def __init__(self, kernel):
        super().__init__(daemon=True)
        self.counts, self.first = Counter(), {}
        self.events = genl.Socket()
        # one without an address of its own is taken for the sender
        self.events.socket.bind((0, 0))
        self.events.socket.setsockopt(socket.SOL_SOCKET, 33, 1 << 24)  # SO_RCVBUFFORCE
        assert not self.events.join(kernel.family.groups["events"])
        self.start()

    def run(self):
        while True:
            try:
                data = self.events.socket.recv(1 << 17)
            except OSError:  # more than it holds
                continue
            a = dict(genl.attributes(data[genl.HEADERS:]))
            if genl.number(a[EVENT["TYPE"]]) == HAPPENED["DPI_TRAP"]:
                key, _, flow = trap(a[EVENT["TRAP"]])
                self.counts[key] += 1
                self.first.setdefault(key, flow)
