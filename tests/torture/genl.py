# SPDX-License-Identifier: GPL-2.0-or-later
"""genl: the family kntop by raw netlink, without the library that it shall test.

Numbers are read from the UAPI header. What cannot be said with ntopctl, broken
requests above all, is said with this.
"""
import errno
import re
import socket
import struct
from pathlib import Path

HEADERS = Path(__file__).resolve().parents[2] / "include/uapi/linux"

NETLINK_GENERIC, SOL_NETLINK = 16, 270
NETLINK_CAP_ACK, NETLINK_EXT_ACK = 10, 11
REQUEST, MULTI, ACK, DUMP = 1, 2, 4, 0x300
NLMSG_ERROR, NLMSG_DONE = 2, 3
DUMP_INTR = 0x10
CAPPED, TLVS = 0x100, 0x200
NESTED = 0x8000


def header_numbers():
    """{name: number} of all enumerators, prefix KNTOP_ left out."""
    text = "".join((HEADERS / name).read_text() for name in
                   ("kntop_l7.h", "kntop_query.h", "kntop_ended.h", "kntop_history.h",
                    "kntop.h"))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    numbers = {}
    for body in re.findall(r"enum \w+ \{(.*?)\};", text, re.S):
        value = -1
        for entry in filter(None, map(str.strip, body.split(","))):
            name, _, given = map(str.strip, entry.partition("="))
            value = eval(given, {}, numbers) if given else value + 1  # our own header
            numbers[name] = value
    return {n.removeprefix("KNTOP_"): v for n, v in numbers.items() if n.startswith("KNTOP_")}


N = header_numbers()
COMMANDS = {n.removeprefix("CMD_"): v for n, v in N.items()
            if n.startswith("CMD_") and n not in ("CMD_UNSPEC", "CMD_MAX")}


def attr(kind, data):
    """One attribute, padded."""
    if isinstance(data, str):
        data = data.encode() + b"\0"
    packed = struct.pack("=HH", 4 + len(data), kind) + data
    return packed + bytes(-len(packed) % 4)


def nest(kind, *attrs):
    return attr(kind | NESTED, b"".join(attrs))


def u8(value):
    return struct.pack("=B", value)


def u16(value):
    return struct.pack("=H", value)


def u32(value):
    return struct.pack("=I", value)


def u64(value):
    return struct.pack("=Q", value)


def attrs(data):
    """[(type, octets)] of a run of attributes."""
    found, at = [], 0
    while at + 4 <= len(data):
        size, kind = struct.unpack_from("=HH", data, at)
        if size < 4:
            break
        found.append((kind & 0x3fff, data[at + 4:at + size]))
        at += (size + 3) & ~3
    return found


def program(*code):
    """A classic BPF program of (code, jt, jf, k), as an attribute with its text."""
    octets = b"".join(struct.pack("=HBBI", *one) for one in code)
    return attr(N["INTERFACE_A_FILTER"], octets) + attr(N["INTERFACE_A_FILTER_TEXT"], "a program")


NOTHING = (0x06, 0, 0, 0)               # ret #0
ALL = (0x06, 0, 0, 0xffff)              # ret #65535
ODD = ((0x80, 0, 0, 0), (0x45, 0, 1, 1), ALL, NOTHING)     # len & 1


class Refused(OSError):
    """The kernel said no: errno, message of the extended ACK, offset of the attribute."""

    def __init__(self, code, text, offset):
        super().__init__(code, errno.errorcode.get(code, str(code)))
        self.text, self.offset = text, offset


class Kntop:
    def __init__(self, timeout=60, room=1 << 18):
        """room: octets that are received at once"""
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
        self.socket.bind((0, 0))
        self.socket.settimeout(timeout)
        self.socket.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1)
        self.socket.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, 1)
        self.seq, self.room = 0, room
        self.interrupted = False
        reply = self.ask(16, 3, attr(2, "kntop"), version=1)[0]     # CTRL_CMD_GETFAMILY
        family = dict(attrs(reply))
        self.family = struct.unpack("=H", family[1])[0]
        groups = [dict(attrs(g)) for _, g in attrs(family.get(7, b""))]
        self.groups = {g[1][:-1].decode(): struct.unpack("=I", g[2])[0] for g in groups}

    def listen(self):
        self.socket.setsockopt(SOL_NETLINK, 1, self.groups["events"])

    def send(self, kind, cmd, payload=b"", flags=REQUEST | ACK, version=1):
        """Sends a request; returns its sequence number."""
        self.seq += 1
        body = struct.pack("=BBH", cmd, version, 0) + payload
        self.socket.send(struct.pack("=IHHII", 16 + len(body), kind, flags, self.seq, 0) + body)
        return self.seq

    def receive(self, seq, data=b""):
        """Replies (their attributes) until the request's end; raises Refused. data: what was
        received already."""
        replies = []
        while True:
            data, at = data or self.socket.recv(self.room), 0
            while at + 16 <= len(data):
                size, kind, flags, number, _ = struct.unpack_from("=IHHII", data, at)
                body = data[at + 16:at + size]
                at += (size + 3) & ~3
                if number != seq:
                    continue
                self.interrupted |= bool(flags & DUMP_INTR)
                if kind in (NLMSG_ERROR, NLMSG_DONE):
                    self._judge(kind, flags, body)
                    return replies
                replies.append(body[4:])
            data = b""

    @staticmethod
    def _judge(kind, flags, body):
        code = struct.unpack_from("=i", body)[0]
        if code >= 0:
            return
        tlvs = dict(attrs(body[20 if kind == NLMSG_ERROR else 4:])) if flags & TLVS else {}
        offset = struct.unpack("=I", tlvs[2])[0] if 2 in tlvs else None
        raise Refused(-code, tlvs.get(1, b"")[:-1].decode(), offset)

    def ask(self, kind, cmd, payload=b"", flags=REQUEST | ACK, version=1):
        return self.receive(self.send(kind, cmd, payload, flags, version))

    def do(self, cmd, *payload):
        return self.ask(self.family, N["CMD_" + cmd], b"".join(payload))

    def dump(self, cmd, *payload):
        return self.ask(self.family, N["CMD_" + cmd], b"".join(payload), REQUEST | ACK | DUMP)

    def feed(self, source, frames):
        """frames: [(nanoseconds, octets)], from Ethernet on."""
        self.do("PACKET_FEED", attr(N["PACKET_A_INTERFACE"], source),
                *(nest(N["PACKET_A_FRAME"], attr(N["FRAME_A_TIME"], u64(time)),
                       attr(N["FRAME_A_DATA"], frame)) for time, frame in frames))
