# SPDX-License-Identifier: GPL-2.0-or-later
"""measure: what a process costs, and what it asks the kernel for.

Processor time and memory are the kernel's own account of the process. Netlink messages are
read from an nlmon device, which sees what passes between the kernel and everybody: nothing
of the process takes part in the counting.
"""
import re
import socket
import struct
import subprocess
import time
from collections import Counter
from pathlib import Path

ETH_P_ALL, NETLINK_GENERIC = 0x0003, 16
HEADER = Path(__file__).resolve().parents[2] / "include/uapi/linux/kntop.h"
GETFAMILY, CTRL = 3, 16


def cpu(pid):
    """Nanoseconds of processor time so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0])


def memory(pid):
    """Most memory that was resident so far, in octets."""
    return int(re.search(r"^VmHWM:\s*(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"),
                         re.M)[1]) * 1024


def commands():
    """Names of kntop's commands by number, in the order of the header's enumeration."""
    names = re.findall(r"^\tKNTOP_CMD_(\w+),", HEADER.read_text(encoding="utf-8"), re.M)
    return dict(enumerate(name.lower() for name in names))


def family():
    """The number of netlink's family "kntop"."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_GENERIC) as s:
        attribute = struct.pack("=HH6s2x", 10, 2, b"kntop")
        s.sendto(struct.pack("=IHHIIBBH", 20 + len(attribute), CTRL, 1, 1, 0, GETFAMILY, 1, 0) + attribute, (0, 0))
        answer = s.recv(65536)
    at = 20
    while at < len(answer):
        length, kind = struct.unpack_from("=HH", answer, at)
        if kind == 1:
            return struct.unpack_from("=H", answer, at + 4)[0]
        at += length + 3 & ~3
    raise OSError("there is no netlink family kntop")


class Netlink:
    """Counts what passes in this network namespace:

        with Netlink() as n:
            n.reset(pid); ...; n.read()
        n.requests, n.records      by command; n.octets from the kernel

    Records are the messages of an answer, one for each flow, host and so on. With a process
    only its own count (libnl's port numbers have it in their lower 22 bits). An answer counts
    with its request: what was asked for before `reset` does not.
    """

    def __init__(self):
        subprocess.run(["sh", "-c", "modprobe nlmon && ip link add nlmon0 type nlmon && ip link set nlmon0 up"],
                       check=True)
        self.names, self.family = commands(), family()
        self.requests, self.records, self.octets, self.asked = Counter(), Counter(), 0, set()
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(socket.SOL_SOCKET, 33, 1 << 25)      # SO_RCVBUFFORCE
        self.socket.bind(("nlmon0", ETH_P_ALL))
        self.socket.setblocking(False)
        self.reset()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
        subprocess.run(["ip", "link", "del", "nlmon0"], check=True)

    def reset(self, pid=None):
        """Forget all so far."""
        self.since, self.pid = 0, pid
        self.read()
        self.requests, self.records, self.octets, self.asked = Counter(), Counter(), 0, set()
        self.since = time.monotonic()

    def read(self):
        """Count what came. Returns the seconds since `reset`."""
        while True:
            try:
                data, (_, protocol, *_) = self.socket.recvfrom(1 << 20)
            except BlockingIOError:
                break
            if protocol == NETLINK_GENERIC:
                self._count(data)
        _, dropped = struct.unpack("II", self.socket.getsockopt(263, 6, 8))     # PACKET_STATISTICS
        if dropped:
            raise OSError(f"nlmon lost {dropped} messages")
        return time.monotonic() - self.since

    def _count(self, data):
        while len(data) >= 20:
            length, kind, flags, number, port = struct.unpack_from("=IHHII", data)
            if kind == self.family and self.pid in (None, port & 0x3fffff):
                name = self.names.get(data[16], data[16])
                if flags & 1:
                    self.requests[name] += 1
                    self.asked.add((port, number))
                elif (port, number) in self.asked:
                    self.records[name] += 1
                    self.octets += length
            if length < 16:
                break
            data = data[length + 3 & ~3:]
