# SPDX-License-Identifier: GPL-2.0-or-later
"""rig: what the tests in virtual machines share: verdicts, commands, frames.

Frames are made here octet by octet and sent through a packet socket, so what was
sent is known without asking anybody.
"""
import json
import socket
import struct
import subprocess
import sys
import time
from ipaddress import ip_address

CLIENT, SERVER = "10.9.0.1", "10.9.0.2"
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16

_results = {True: 0, False: 0}


def ok(name, good, detail=""):
    """One verdict; detail is shown when it is bad."""
    good = bool(good)
    _results[good] += 1
    print(f"{'' if good else 'not '}ok {sum(_results.values())} - {name}", flush=True)
    if not good and detail != "":
        print("#   " + str(detail)[:2000].replace("\n", "\n#   "), flush=True)
    return good


def same(name, expected, got):
    return ok(name, expected == got, f"expected: {expected}\n     got: {got}")


def between(name, least, most, got):
    return ok(name, got is not None and least <= got <= most,
              f"expected: {least} .. {most}\n     got: {got}")


def finish():
    print(f"{_results[True]} passed, {_results[False]} failed", flush=True)
    sys.exit(1 if _results[False] else 0)


# ---- commands ----------------------------------------------------------------

def run(*words, check=True):
    """A command; a failure ends the tests, as nothing behind it would make sense."""
    done = subprocess.run(words, text=True, capture_output=True)
    if check and done.returncode:
        print(f"# {' '.join(words)}: {done.stderr.strip()}", flush=True)
        ok(f"set-up: {' '.join(words[:4])}", False)
        finish()
    return done


def ctl(*words, check=True):
    """What ntopctl prints as JSON."""
    return json.loads(run("ntopctl", "-j", *map(str, words), check=check).stdout or "[]")


def config(**values):
    """ntopctl config set KEY VALUE ..."""
    words = [str(w) for pair in values.items() for w in pair]
    run("ntopctl", "config", "set", *words)


def holds():
    """The sum rule, exactly: what each interface says."""
    return [(i["interface"], i["verdict"]) for i in ctl("stats", "--check", check=False)]


def until(condition, step=0.1, tries=600):
    """Wait until a condition holds, a minute at least; returns what it said last. Tries are
    counted: a machine that stood still had none meanwhile."""
    for _ in range(tries):
        if got := condition():
            break
        time.sleep(step)
    return got


def cable(one, other, names=None):
    """A veth pair on which nobody speaks but the test."""
    quiet = "echo 1 | tee /proc/sys/net/ipv6/conf/*/disable_ipv6 >/dev/null"
    run("sh", "-c", quiet)
    if names:
        run("ip", "netns", "exec", names, "sh", "-c", quiet)
    run("ip", "link", "add", one, "type", "veth", "peer", "name", other,
        *(["netns", names] if names else []))
    run("ip", "link", "set", one, "arp", "off", "up")
    run(*(["ip", "-n", names] if names else ["ip"]), "link", "set", other, "arp", "off", "up")


def settled():
    """The sum rule once the storm is over: nothing comes any more, so it is exact as soon as
    the last frame is through, and broken never."""
    def told():
        verdicts = {verdict for _, verdict in holds()}
        return "broken" in verdicts or verdicts <= {"holds"}
    until(told)
    same("the sum rule holds", [], [i for i in holds() if i[1] != "holds"])


# ---- frames ------------------------------------------------------------------

def ethernet(payload, kind=0x0800):
    frame = bytes.fromhex("02000000000202000000000100")[:12] + struct.pack("!H", kind) + payload
    return frame.ljust(60, b"\0")


def ipv4(src, dst, l4, payload, ident=1):
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), ident, 0, 64, l4, 0,
                         ip_address(src).packed, ip_address(dst).packed)
    return ethernet(header + payload)


def udp(sport, dport, src=CLIENT, dst=SERVER, size=18):
    return ipv4(src, dst, 17, struct.pack("!HHHH", sport, dport, 8 + size, 0) + bytes(size))


def tcp(sport, dport, flags, seq=1, src=CLIENT, dst=SERVER, size=0):
    return ipv4(src, dst, 6, struct.pack("!HHIIBBHHH", sport, dport, seq, 1, 0x50, flags,
                                         1024, 0, 0) + bytes(size))


def echo(ident, reply=False, src=CLIENT, dst=SERVER):
    return ipv4(src, dst, 1, struct.pack("!BBHHH", 0 if reply else 8, 0, 0, ident, 1) + bytes(40))


class Wire:
    """Sends frames out of a device and remembers how much that was."""

    def __init__(self, device):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        self.socket.bind((device, 0))
        self.packets = self.octets = 0

    def send(self, *frames):
        for frame in frames:
            self.socket.send(frame)
            self.packets += 1
            self.octets += len(frame)

    def open(self, sport, dport):
        """A TCP handshake."""
        self.send(tcp(sport, dport, SYN, 1),
                  tcp(dport, sport, SYN | ACK, 1, src=SERVER, dst=CLIENT),
                  tcp(sport, dport, ACK, 2))
