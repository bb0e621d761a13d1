# SPDX-License-Identifier: GPL-2.0-or-later
"""genl: generic netlink by hand, so that nothing of kntop's own library helps."""
import errno
import os
import socket
import struct

NETLINK_GENERIC = 16
SOL_NETLINK, ADD_MEMBERSHIP, CAP_ACK, EXT_ACK = 270, 1, 10, 11
ERROR, DONE = 2, 3
REQUEST, ACK, DUMP, NESTED = 0x001, 0x004, 0x300, 0x8000
CAPPED, ACK_TLVS = 0x100, 0x200
MESSAGE, OFFSET = 1, 2  # NLMSGERR_ATTR_*
CTRL, GETFAMILY, GETPOLICY = 16, 3, 10
HEADERS = 20  # nlmsghdr and genlmsghdr
NUMBERS = {"u8": "=B", "u16": "=H", "u32": "=I", "u64": "=Q"}


def attribute(kind, payload):
    return struct.pack("=HH", 4 + len(payload), kind) + payload + bytes(-len(payload) % 4)


def attributes(data):
    """(number, payload) of each attribute."""
    while len(data) >= 4:
        length, kind = struct.unpack_from("=HH", data)
        yield kind & 0x3FFF, data[4:length]
        data = data[(length + 3) & ~3 :]


def number(payload):
    return int.from_bytes(payload, "little" if struct.pack("=H", 1)[0] else "big")


class Answer:
    """errno name or "", text and attribute offset of the extended ACK, and the
    attributes of each message of the reply."""

    def __init__(self):
        self.error, self.text, self.offset, self.messages = "", "", None, []

    def take(self, kind, flags, payload):
        """True when this was the last message."""
        if kind not in (ERROR, DONE):
            self.messages.append(payload[4:])
            return False
        code = -struct.unpack_from("=i", payload)[0]
        self.error = errno.errorcode.get(code, str(code)) if code else ""
        if flags & ACK_TLVS:
            at = (
                4
                if kind == DONE
                else 20
                if flags & CAPPED
                else 4 + struct.unpack_from("=I", payload, 4)[0]
            )
            for number_, value in attributes(payload[at:]):
                if number_ == MESSAGE:
                    self.text = value.rstrip(b"\0").decode()
                elif number_ == OFFSET:
                    self.offset = number(value)
        return True


class Socket:
    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC)
        self.socket.setsockopt(SOL_NETLINK, EXT_ACK, 1)
        self.socket.setsockopt(SOL_NETLINK, CAP_ACK, 1)
        self.sequence = 0

    def ask(self, family, command, payload=b"", dump=False):
        self.sequence += 1
        flags = REQUEST | (DUMP if dump else ACK)
        self.socket.send(
            struct.pack(
                "=IHHIIBBH", HEADERS + len(payload), family, flags, self.sequence, 0, command, 1, 0
            )
            + payload
        )
        answer = Answer()
        while True:
            data = self.socket.recv(1 << 17)
            while data:
                length, kind, flags, sequence, _ = struct.unpack_from("=IHHII", data)
                if sequence == self.sequence and answer.take(kind, flags, data[16:length]):
                    return answer
                data = data[(length + 3) & ~3 :]

    def join(self, group):
        """Join a multicast group: errno name or ""."""
        try:
            self.socket.setsockopt(SOL_NETLINK, ADD_MEMBERSHIP, group)
        except OSError as e:
            return errno.errorcode[e.errno]
        return ""


class Family:
    """What nlctrl says: id, version, ops {command: flags}, groups {name: id}."""

    def __init__(self, sock, name):
        answer = sock.ask(CTRL, GETFAMILY, attribute(2, name.encode() + b"\0"))
        if answer.error:
            raise LookupError(f"family {name}: {answer.error}")
        told = dict(attributes(answer.messages[0]))
        self.id, self.version = number(told[1]), number(told[3])
        ops = [dict(attributes(op)) for _, op in attributes(told.get(6, b""))]
        self.ops = {number(op[1]): number(op[2]) for op in ops}
        groups = [dict(attributes(g)) for _, g in attributes(told.get(7, b""))]
        self.groups = {g[1].rstrip(b"\0").decode(): number(g[2]) for g in groups}


class Policies:
    """The kernel's attribute policies. of: {command: {1 (do) or 2 (dump): index}};
    by_index: {index: {attribute number: {NL_POLICY_TYPE_ATTR_*: number}}}."""

    def __init__(self, sock, family):
        self.of, self.by_index = {}, {}
        answer = sock.ask(CTRL, GETPOLICY, attribute(1, struct.pack("=H", family.id)), dump=True)
        if answer.error:
            raise LookupError(f"policies: {answer.error} {answer.text}")
        for message in answer.messages:
            for kind, value in attributes(message):
                for key, inner in attributes(value):
                    if kind == 9:
                        self.of[key] = {mode: number(v) for mode, v in attributes(inner)}
                    elif kind == 8:
                        policy = self.by_index.setdefault(key, {})
                        for a, limits in attributes(inner):
                            policy[a] = {n: number(v) for n, v in attributes(limits) if n != 11}


def without_privileges(function):
    """Call a function as nobody, in a process of its own; its list of texts."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        os.write(writer, "\n".join(function()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as f:
        lines = f.read().splitlines()
    status = os.waitpid(child, 0)[1]
    return lines + ([f"the process ended with status {status}"] if status else [])
