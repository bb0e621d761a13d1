# SPDX-License-Identifier: GPL-2.0-or-later
"""storm: traffic at full rate, bounded in count and time, while a test does its worst.

pktgen sends from the kernel: new flows all the time, and as many known ones. A child
adds what pktgen cannot: TCP connections that open and close, ICMP, ARP, VLAN tags,
broken frames. Other children ask and listen without a pause.
"""
import os
import random
import signal
import time
from pathlib import Path

from genl import Kntop, N, Refused, attr, u8, u16, u32, u64
from rig import ACK, CLIENT, FIN, RST, SERVER, SYN, Wire, echo, ethernet, ipv4, run, tcp, udp

PKTGEN = "/proc/net/pktgen/"
COUNT = 10_000_000      # of each device; none lives long enough to see it
# Weight of each of them against the test itself, which on one CPU would hardly come to
# act; what time it leaves is theirs.
NICE = 5


def write(path, text):
    with open(path, "w", encoding="ascii") as f:
        f.write(text + "\n")


def tried(function, *args):
    """Calls it; what the moving ground refuses is no fault."""
    try:
        return function(*args)
    except (OSError, TimeoutError):
        return None


class Child:
    """A function in a process of its own, until stopped or 300 s old."""

    def __init__(self, function, *args):
        self.pid = os.fork()
        if self.pid:
            return
        status = 1
        try:
            signal.alarm(300)
            os.nice(NICE)
            function(*args)
            status = 0
        finally:
            os._exit(status)

    def stop(self):
        """Returns the exit status, or minus the signal that ended it."""
        tried(os.kill, self.pid, signal.SIGTERM)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def wait(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def pktgen_nice():
    for thread in Path("/proc").glob("[0-9]*"):
        if (tried((thread / "comm").read_text) or "").startswith("kpktgend"):
            os.setpriority(os.PRIO_PROCESS, int(thread.name), NICE)


def pktgen_device(device, thread):
    """Sends from a device, of 2.6 million flows each time another."""
    write(PKTGEN + f"kpktgend_{thread}", f"add_device {device}")
    settings = ["count %d" % COUNT, "pkt_size 60", "delay 0", "xmit_mode queue_xmit",
                "dst_min 10.1.0.0", "dst_max 10.1.255.255",
                "src_min 10.2.0.0", "src_max 10.2.0.40", "flag IPDST_RND", "flag IPSRC_RND",
                "dst_mac 02:00:00:00:00:02"]
    for line in settings:
        write(PKTGEN + device, line)


def chatter(device, seed):
    """All sorts of frames, in no order."""
    rng, wire = random.Random(seed), None
    back = {"src": SERVER, "dst": CLIENT}
    while True:
        port = rng.randrange(1024, 1400)
        frames = rng.choice((
            [tcp(port, 80, SYN, 1), tcp(80, port, SYN | ACK, 1, **back), tcp(port, 80, ACK, 2)],
            [tcp(port, 80, ACK, rng.randrange(9), size=rng.randrange(900))],
            [tcp(port, 80, FIN | ACK, 5), tcp(80, port, FIN | ACK, 5, **back)],
            [tcp(port, 80, RST, 5)], [udp(port, 53), udp(53, port, **back)],
            [echo(port), echo(port, True, **back)],
            [ethernet(bytes(46), 0x0806)], [ethernet(bytes(46), rng.randrange(65536))],
            [ethernet(b"\x00\x07\x08\x00" + udp(port, 99)[14:], 0x8100)],
            [ethernet(rng.randbytes(rng.randrange(1, 90)), 0x86dd)],
            [udp(port, 53)[:rng.randrange(14, 40)]],
            [ipv4(f"10.3.{rng.randrange(256)}.{rng.randrange(256)}", SERVER,
                  rng.randrange(256), rng.randbytes(40))]))
        try:
            wire = wire or Wire(device)
            wire.send(*frames)
        except OSError:
            wire = None
            time.sleep(0.01)


class Storm:
    """with Storm(dev, ...): frames out of all these devices. With pktgen unless the
    sending device is to go away, of which pktgen warns."""

    def __init__(self, *devices, pktgen=True):
        self.devices, self.pktgen, self.children = devices, pktgen, []

    def __enter__(self):
        if self.pktgen:
            write(PKTGEN + "pgctrl", "reset")
            pktgen_nice()
            for n, device in enumerate(self.devices):
                pktgen_device(device, n % os.cpu_count())
            self.starter = Child(write, PKTGEN + "pgctrl", "start")
        self.children = [Child(chatter, device, n) for device in self.devices
                         for n in range(1 if self.pktgen else 3)]
        time.sleep(0.2)
        return self

    def __exit__(self, *_):
        for child in self.children:
            child.stop()
        if self.pktgen:
            tried(write, PKTGEN + "pgctrl", "stop")
            self.starter.wait()


# ---- those who ask -----------------------------------------------------------

QUERIES = (
    ("FLOW_GET",), ("FLOW_GET", attr(N["QUERY_A_INTERFACE"], "v0")),
    ("FLOW_GET", attr(N["QUERY_A_ORDER"], u32(N["ORDER_RATE"])),
     attr(N["QUERY_A_LIMIT"], u32(50))),
    ("FLOW_GET", attr(N["QUERY_A_LOCALITY"], u32(1)), attr(N["QUERY_A_L4"], u8(6))),
    ("FLOW_GET", attr(N["QUERY_A_ADDR"], bytes((10, 1, 0, 0))), attr(N["QUERY_A_PREFIX"], u8(24)),
     attr(N["QUERY_A_MIN_RATE"], u64(1))),
    ("HOST_GET",), ("HOST_GET", attr(N["QUERY_A_ORDER"], u32(N["ORDER_OCTETS"])),
                    attr(N["QUERY_A_LIMIT"], u32(10))),
    ("TALKER_GET", attr(N["QUERY_A_ORDER"], u32(N["ORDER_OCTETS"])),
     attr(N["QUERY_A_LIMIT"], u32(16384))),
    ("TALKER_GET", attr(N["QUERY_A_ORDER"], u32(N["ORDER_RATE"])),
     attr(N["QUERY_A_LIMIT"], u32(20)), attr(N["QUERY_A_INTERFACE"], "v0")),
    ("ENDED_GET", attr(N["ENDED_A_LIMIT"], u32(500))), ("ENDED_GET",),
    ("INTERFACE_GET",), ("LOCALNET_GET",), ("CHECK",), ("LABEL_GET",), ("PROTOCOL_GET",),
    ("PROTOCOL_GET", attr(N["PROTOCOL_A_KIND"], u32(1)), attr(N["PROTOCOL_A_INTERFACE"], "v0")),
    ("FLOW_GET", attr(N["QUERY_A_PROTOCOL"], u16(0))),
    ("PROTOCOL_GET", attr(N["PROTOCOL_A_HOSTS"], b"")),
    ("HISTORY_GET", attr(N["HISTORY_A_PROTOCOLS"], b"")),
    ("HISTORY_GET", attr(N["HISTORY_A_STEP"], u32(60))),
)


def asker(seed):
    """Dumps without a pause; now and then one that nobody reads to its end."""
    rng = random.Random(seed)
    kntop = None
    while True:
        try:
            kntop = kntop or Kntop()
            cmd, *payload = rng.choice(QUERIES)
            if rng.random() < 0.1:
                kntop.send(kntop.family, N["CMD_" + cmd], b"".join(payload), 0x305)
                kntop.socket.recv(1 << 16)
                kntop = None
            elif rng.random() < 0.1:
                kntop.do(rng.choice(("STATS_GET", "DPI_GET")))
            else:
                kntop.dump(cmd, *payload)
        except Refused:
            pass
        except OSError:
            kntop = None


def listener():
    """Joins the events and reads slowly, so that its socket runs over."""
    while True:
        try:
            kntop = Kntop()
            kntop.listen()
            for _ in range(100):
                tried(kntop.socket.recv, 1 << 16)
                time.sleep(0.02)
        except OSError:
            time.sleep(0.05)


class Crowd:
    """with Crowd(): askers and listeners all around."""

    def __enter__(self):
        self.children = [Child(asker, 1), Child(asker, 2), Child(listener)]
        return self

    def __exit__(self, *_):
        for child in self.children:
            child.stop()


def promiscuity(device, netns=None):
    out = run(*(["ip", "-n", netns] if netns else ["ip"]), "-d", "link", "show", device).stdout
    return int(out.split("promiscuity ")[1].split()[0])


def unload():
    """rmmod; returns whether it succeeded."""
    return run("rmmod", "kntop", check=False).returncode == 0
