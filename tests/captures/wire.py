# SPDX-License-Identifier: GPL-2.0-or-later
"""wire: the packets of a capture file, as Wireshark's tshark dissects them.

Only the protocols that decide which flow a packet is of are dissected. Nothing
is reassembled. What a field says is Wireshark's word, not ours.
"""
import os
import subprocess

# What tshark may dissect; all else stays "data".
DISSECTED = """frame eth ethertype vlan ieee8021ad llc sll null raw ppp chdlc mpls pppoes
ip ipv6 ipv6.hopopts ipv6.dstopts ipv6.routing ipv6.fraghdr ah tcp udp udplite sctp dccp
icmp icmpv6 gre vxlan geneve gtp teredo capwap capwap.data wlan l2tp tzsp erspan nsh cfp
ieee8021ah pwethheuristic pwethnocw pwethcw arp data _ws.malformed _ws.short _ws.unreassembled""".split()

FIELDS = """frame.number frame.time_epoch frame.len frame.cap_len frame.protocols eth.type vlan.id
ip.hdr_len ip.len ip.id ip.flags.mf ip.frag_offset ip.proto ip.src ip.dst ipv6.plen ipv6.nxt ipv6.src
ipv6.dst ipv6.hopopts.nxt ipv6.dstopts.nxt ipv6.routing.nxt ipv6.fraghdr.nxt ipv6.fraghdr.offset
ipv6.fraghdr.ident ipv6.fraghdr.more ah.next_header tcp.srcport tcp.dstport tcp.hdr_len tcp.flags udp.srcport
udp.dstport sctp.srcport sctp.dstport icmp.type icmp.code icmp.ident icmpv6.type
icmpv6.code icmpv6.echo.identifier gtp.message""".split()

PREFERENCES = """ip.defragment:FALSE ipv6.defragment:FALSE tcp.desegment_tcp_streams:FALSE
tcp.relative_sequence_numbers:FALSE""".split()


# Octets of link-layer headers that may stand in front of the first IP header.
LINK = {
    "eth": 14,
    "sll": 16,
    "null": 4,
    "raw": 0,
    "ppp": 2,
    "chdlc": 4,
    "vlan": 4,
    "ieee8021ad": 4,
    "mpls": 4,
    "pppoes": 6,
}


class Layer:
    """One protocol of a packet: its tshark name and fields."""

    def __init__(self, name, fields):
        self.name = name
        self.fields = fields

    def number(self, field, default=None):
        text = self.fields.get(field)
        return default if text is None else int(text, 0)

    def text(self, field):
        return self.fields[field]


class Frame:
    """One captured frame: number, time (nanoseconds), octets on the wire and
    in the file, and its layers from the outermost on."""

    def __init__(self, row):
        self.number = int(row["frame.number"][0])
        seconds, _, fraction = row["frame.time_epoch"][0].partition(".")
        self.time = int(seconds) * 10**9 + int(fraction)
        self.wire = int(row["frame.len"][0])
        self.captured = int(row["frame.cap_len"][0])
        self.layers = list(layers(row))

    def link_octets(self):
        """How many octets stand in front of the first IP header."""
        octets = 0
        for layer, behind in zip(self.layers, self.layers[1:] + [None]):
            if layer.name in ("ip", "ipv6"):
                break
            if not (layer.name == "ppp" and behind and behind.name == "chdlc"):
                octets += LINK.get(layer.name, 0)
        return octets


def layers(row):
    """Hand each layer its own occurrence of each field. A flags octet or the
    like that a layer lacks in truth is lacking in tshark's list as well, so a
    list that is too short belongs to the first layers."""
    seen = {}
    for name in row["frame.protocols"][0].split(":"):
        n = seen[name] = seen.get(name, -1) + 1
        mine = {f: v[n] for f, v in row.items() if f.startswith(name + ".") and len(v) > n}
        yield Layer(name, mine)


def profile(folder):
    """Make a Wireshark profile in which all but DISSECTED is disabled."""
    listing = subprocess.run(
        ["tshark", "-G", "protocols"], check=True, text=True, capture_output=True
    ).stdout
    names = {line.split("\t")[2] for line in listing.splitlines()}
    with open(os.path.join(folder, "disabled_protos"), "w", encoding="ascii") as f:
        f.write("\n".join(sorted(names - set(DISSECTED))) + "\n")


def frames(path, folder):
    """All frames of a capture file; folder holds the profile."""
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "aggregator=;"]
    for p in PREFERENCES:
        command += ["-o", p]
    for f in FIELDS:
        command += ["-e", f]
    with subprocess.Popen(
        command,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "WIRESHARK_CONFIG_DIR": folder},
    ) as tshark:
        for line in tshark.stdout:
            values = line.rstrip("\n").split("\t")
            yield Frame({f: v.split(";") for f, v in zip(FIELDS, values) if v})
    if tshark.returncode:
        raise RuntimeError(f"tshark -r {path}: exit status {tshark.returncode}")
