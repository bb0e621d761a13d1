# SPDX-License-Identifier: GPL-2.0-or-later
"""talkers: which hosts talked with each other, counted independently of the module.

usage: talkers.py NETWORK=NAME,... FILE=DEV... <QUESTIONS
	FILE is what pcap.py printed of what passed DEV. A question is a line
	ORDER LIMIT EXPRESSION, the last one in Python on a flow `f`; for each, a line of
	JSON: the pairs, their ranking, and all that is said of them if none is cut.

talkers.py flood FILE COUNT
	Writes a capture of COUNT frames between as many pairs of hosts, 60 octets each.
"""
import collections
import ipaddress
import json
import struct
import sys
from types import SimpleNamespace

PORTS = (6, 17)


def flows(path, dev):
    """Both directions of each flow: what each address sent, by the flow's identity."""
    found = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0]))
    with open(path, encoding="ascii") as f:
        for line in f:
            if not line.startswith("flow "):
                continue
            _, vlan, _, l4, src, dst, what, packets, octets = line.split()
            ends = what.split(",") if int(l4) in PORTS else [what, what]
            key = (int(vlan), int(l4), frozenset([(src, ends[0]), (dst, ends[1])]))
            found[key][src][0] += int(packets)
            found[key][src][1] += int(octets)
    for (vlan, l4, ends), sent in found.items():
        ports = {int(p) for _, p in ends} if l4 in PORTS else set()
        addrs = {ipaddress.ip_address(a) for a, _ in ends}
        sent = {ipaddress.ip_address(a): counts for a, counts in sent.items()}
        yield SimpleNamespace(dev=dev, vlan=vlan, l4=l4, ports=ports, addrs=addrs, sent=sent)


class Networks:
    def __init__(self, words):
        self.names = {}
        for word in words.split(","):
            net, name = word.split("=")
            self.names[ipaddress.ip_network(net)] = name

    def name(self, addr):
        """Name of the network, None when remote."""
        fit = [n for n in self.names if addr in n]
        return self.names[max(fit, key=lambda n: n.prefixlen)] if fit else None

    def ordered(self, addrs):
        """A before B: the local one if there is one of each, else the lower one."""
        return sorted(addrs, key=lambda a: (
            {self.name(x) is None for x in addrs} == {True, False} and self.name(a) is None, a))


def answer(nets, all_flows, order, limit, expression):
    pairs = collections.defaultdict(list)
    for f in all_flows:
        names = {nets.name(a) for a in f.addrs}
        if eval(expression, {"f": f, "names": names, "net": ipaddress.ip_network}):
            pairs[(f.dev, f.vlan, frozenset(f.addrs))].append(f)
    rows, keys = [], []
    for (dev, vlan, addrs), fs in pairs.items():
        row, key = [dev, vlan], 0
        for addr in nets.ordered(addrs):
            counts = [sum(f.sent.get(addr, [0, 0])[i] for f in fs) for i in (0, 1)]
            row += [str(addr), nets.name(addr), *counts]
            key += counts[order == "octets"]
        rows.append(row + [len(fs)])
        keys.append(key)
    keys = sorted(keys, reverse=True)[:limit]
    cut = limit < len(rows)
    return {"pairs": len(rows), "keys": keys, "rows": None if cut else sorted(rows, key=json.dumps)}


def flood(path, count):
    with open(path, "wb") as f:
        f.write(struct.pack("=IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for n in range(count):
            header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 46, 0, 0, 64, 17, 0,
                                 (0x0a000000 + n).to_bytes(4, "big"), bytes((172, 16, 0, 1)))
            frame = bytes(12) + b"\x08\0" + header + struct.pack("!HHHH", 1, 2, 26, 0) + bytes(18)
            f.write(struct.pack("=IIII", 1700000000, n, len(frame), len(frame)) + frame)


def main():
    if sys.argv[1] == "flood":
        flood(sys.argv[2], int(sys.argv[3]))
        return
    nets, all_flows = Networks(sys.argv[1]), []
    for word in sys.argv[2:]:
        all_flows += flows(*word.rsplit("=", 1))
    for line in sys.stdin:
        order, limit, expression = line.split(" ", 2)
        told = answer(nets, all_flows, order, int(limit), expression.strip())
        print(json.dumps(told, separators=(",", ":")))


main()
