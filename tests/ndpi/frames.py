# SPDX-License-Identifier: GPL-2.0-or-later
"""frames: connections and datagrams as Ethernet frames, told octet by octet."""
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import pcap  # noqa: E402

CLIENT, SERVER = bytes((10, 9, 0, 1)), bytes((10, 9, 0, 2))
FIN, SYN, ACK, PSH = 1, 2, 16, 8


def total(octets):
    """A checksum without its last step."""
    octets += bytes(len(octets) % 2)
    n = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while n >> 16:
        n = (n & 0xffff) + (n >> 16)
    return n


def packet(source, to, l4, payload):
    """An IPv4 or IPv6 packet in a frame."""
    if len(source) == 16:
        head = struct.pack("!IHBB", 0x60000000, len(payload), l4, 64) + source + to
        return pcap.ETHERNET + b"\x86\xdd" + head + payload
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, 0, 64, l4, 0, source, to)
    head = head[:10] + struct.pack("!H", total(head) ^ 0xffff) + head[12:]
    return pcap.ETHERNET + b"\x08\x00" + head + payload


class Flow:
    """What a connection and datagrams have in common; sides are 0, the client, and 1."""

    def __init__(self, out, port, server, hosts=(CLIENT, SERVER)):
        self.out, self.ports, self.hosts = out, (port, server), hosts

    def put(self, side, l4, header, payload):
        """A packet of that side; HEADER packs what follows the ports."""
        ends, ports = (self.hosts, self.ports)
        if side:
            ends, ports = ends[::-1], ports[::-1]
        self.out.append(packet(*ends, l4, struct.pack("!HH", *ports) + header + payload))


class Tcp(Flow):
    """A TCP connection that adds its segments to OUT."""

    def __init__(self, *words):
        super().__init__(*words)
        self.seq = [1000, 2000]
        self.segment(0, b"", SYN)
        self.segment(1, b"", SYN | ACK)
        self.segment(0, b"", ACK)

    def segment(self, side, data, flags=ACK | PSH, words=5):
        header = struct.pack("!IIBBHHH", self.seq[side], self.seq[1 - side], words << 4, flags,
                             64240, 0, 0)
        self.put(side, 6, header, data)
        self.seq[side] += len(data) + (1 if flags & (SYN | FIN) else 0)

    def send(self, side, data, size=1400):
        """In segments of SIZE octets."""
        for at in range(0, len(data), size):
            self.segment(side, data[at:at + size])


class Udp(Flow):
    """Datagrams of one flow."""

    def send(self, side, data):
        self.put(side, 17, struct.pack("!HH", 8 + len(data), 0), data)
