# SPDX-License-Identifier: GPL-2.0-or-later
"""oracle: the flows that nDPI's published results (tests/result/*.out) list."""
import re
import socket
from dataclasses import dataclass

L4 = {"ICMP": 1, "IGMP": 2, "TCP": 6, "UDP": 17, "ICMPV6": 58, "VRRP": 112}
LINE = re.compile(
    r"""\t\d+\t(?P<l4>\S+)[ ]
    \[?(?P<a>[0-9A-Fa-f.:]+?)\]?:(?P<ap>\d+)[ ](?:<->|->)[ ]
    \[?(?P<b>[0-9A-Fa-f.:]+?)\]?:(?P<bp>\d+)[ ]
    (?:\[VLAN:[ ](?P<vlan>\d+)\])?
    \[proto:[ ](?:(?P<tunnel>[A-Z]+):)?.*?
    \[(?P<apk>\d+)[ ]pkts/(?P<ao>\d+)[ ]bytes[ ](?:<->|->)[ ](?P<bpk>\d+)[ ]pkts/(?P<bo>\d+)[ ]bytes\]""",
    re.X,
)
TOTAL = re.compile(r"^\S[^\t]*\t(\d+)\t(\d+)\t(\d+)$")


@dataclass(frozen=True)
class Record:
    """One published flow: l4 number; sides, the two (address, port); counts, the
    (packets, octets) that each of them sent; vlan, 0 if none."""

    l4: int
    sides: tuple
    counts: tuple
    vlan: int = 0


def squeezed(address):
    """An address as ndpiReader prints it: in IPv6 ones each ":0:" becomes "::",
    so that several addresses may look the same."""
    if ":" not in address:
        return address
    text = socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, address))
    return text.replace(":0:", "::")


def read(path):
    """The flows of one result file. Their sums must be those that the file's own
    table of protocols gives, else ValueError."""
    records, totals = [], [0, 0, 0]
    with open(path, encoding="utf-8", errors="surrogateescape") as f:
        for line in f:
            m = LINE.match(line)
            if m:
                records.append(record(m))
            m = TOTAL.match(line)
            if m:
                totals = [t + int(n) for t, n in zip(totals, m.groups())]
    sums = [sum(c[i] for r in records for c in r.counts) for i in (0, 1)] + [len(records)]
    if sums != totals:
        raise ValueError(f"{path}: flows sum up to {sums}, the protocols to {totals}")
    return records


def record(m):
    return make_record(
        L4.get(m["l4"]) or int(m["l4"]),
        [(m["a"], int(m["ap"])), (m["b"], int(m["bp"]))],
        [(int(m["apk"]), int(m["ao"])), (int(m["bpk"]), int(m["bo"]))],
        int(m["vlan"] or 0),
    )


def make_record(l4, ends, counts, vlan):
    """A record with its sides in one order, whichever of them came first.
    Addresses are as ndpiReader prints them, see squeezed()."""
    sides = sorted(
        zip((tuple(e) for e in ends), (tuple(c) for c in counts)), key=lambda side: side[0]
    )
    return Record(l4, tuple(s[0] for s in sides), tuple(s[1] for s in sides), vlan)
