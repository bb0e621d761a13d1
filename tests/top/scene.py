# SPDX-License-Identifier: GPL-2.0-or-later
"""scene: what an office does all day, in the namespaces of scene.sh.

usage: scene.py CERTIFICATE KEY yes|no
One process plays all clients and servers: a socket stays in the namespace in which it was
made. A server learns what it shall send from a table, by the client's address. Prints "ready"
when all connections stand, and goes on until it is ended. yes: rates swing.

FLOWS has the payload's rates; hostile names are what somebody might write to disturb a
terminal.
"""
import asyncio
import contextlib
import ctypes
import math
import os
import random
import socket
import ssl
import struct
import sys
import time

TICK = 0.1
DATAGRAM = 1172
LIBC = ctypes.CDLL(None, use_errno=True)
HOSTILE_SERVER = "198.51.100.66"
DNS_SERVER = "10.20.0.53"

# client, server, port, kind, name, kbit/s to the client, kbit/s to the server
FLOWS = [
    ("192.168.10.11", "203.0.113.10", 443, "tls", "www.youtube.com", 3600, 40),
    ("192.168.10.12", "203.0.113.20", 443, "tls", "ipv4-c001-fra001.1.oca.nflxvideo.net", 2600, 30),
    ("192.168.10.13", "198.51.100.30", 443, "tls", "teams.microsoft.com", 640, 610),
    ("192.168.10.14", "203.0.113.40", 443, "tls", "www.google.com", 310, 25),
    ("192.168.10.15", "198.51.100.50", 443, "tls", "github.com", 940, 60),
    ("192.168.10.16", "203.0.113.60", 443, "tls", "client.dropbox.com", 30, 1700),
    ("192.168.10.17", "198.51.100.70", 443, "tls", "zoom.us", 420, 380),
    ("192.168.10.18", "203.0.113.75", 443, "tls", "web.whatsapp.com", 32, 12),
    ("192.168.10.19", "198.51.100.80", 443, "tls", "outlook.office365.com", 130, 45),
    ("192.168.10.20", "203.0.113.90", 443, "tls", "audio-fa.scdn.co", 330, 8),
    ("192.168.10.21", "203.0.113.95", 443, "tls", "www.amazon.com", 90, 14),
    ("192.168.10.21", "198.51.100.96", 443, "tls", "www.wikipedia.org", 75, 9),
    ("192.168.10.22", "203.0.113.97", 443, "tls", "api.twitter.com", 110, 18),
    ("fd00:10::11", "2001:db8:1::10", 443, "tls", "www.facebook.com", 820, 44),
    ("fd00:10::12", "2001:db8:2::20", 443, "tls", "www.instagram.com", 520, 31),
    ("fd00:10::13", "2001:db8:53::1", 443, "tls", "www.apple.com", 64, 8),
    ("192.168.10.23", "203.0.113.80", 80, "http", "mirror.example.org", 1500, 0),
    ("192.168.10.24", "10.20.1.10", 80, "http", "intranet.example.org", 260, 24),
    ("fd00:10::14", "fd00:20::10", 80, "http", "wiki.example.org", 140, 12),
    ("192.168.10.25", "10.20.1.22", 22, "ssh", "", 55, 20),
    ("192.168.10.26", "198.51.100.22", 22, "ssh", "", 20, 9),
    ("192.168.10.27", "10.20.3.5", 873, "tcp", "", 30, 2100),
    ("192.168.10.28", "10.20.3.5", 5432, "tcp", "", 180, 26),
    ("192.168.10.29", "198.51.100.34", 3480, "udp", "", 700, 700),
    ("192.168.10.30", "203.0.113.35", 5004, "udp", "", 1200, 10),
    ("192.168.10.31", "203.0.113.36", 51820, "udp", "", 160, 90),
    ("10.20.1.25", "203.0.113.25", 25, "smtp", "", 6, 85),
    ("10.20.1.10", "198.51.100.44", 443, "tls", "updates.example.org", 240, 10),
] + [(f"192.168.10.{n}", f"198.51.100.{100 + n}", 8000 + n, "udp" if n % 3 else "tcp", "", n - 25, 3)
     for n in range(32, 62)]
PINGS = [("office", "192.168.10.11", "203.0.113.1"), ("office", "192.168.10.40", "10.20.1.10"),
         ("office", "fd00:10::15", "2001:db8::53")]
NAMES = ["www.example.org", "mail.example.org", "cdn.example.net", "time.example.com", "ads.tracker.example"]

HOSTILE = [
    b"\x1b]0;owned\x07.osc.example",
    b"a\x1b[2J\x1b[31mb.csi.example",
    b"two\nlines\rhere.newline.example",
    "evil\u202egnp.rlo.example".encode(),
    "zero\u200d\u200bwidth\ufeff.zwj.example".encode(),
    "e\u0301\u0301\u0301o\u0308.combining.example".encode(),
    "中文网站漢字.cjk.example".encode(),
    b"bad\xff\xfe\xc3.invalid.example",
    b"c1\xc2\x9b2J.\x9b31m.c1.example",
    b"del\x7fback\x08\x08\x08tab\t.control.example",
    b"x" * 60 + b"." + b"y" * 60 + b"." + b"z" * 60 + b"." + b"w" * 58 + b".long.example",
    b"%s%n%x\\n'\"<b>&amp;`$(id)`.quote.example",
]

paced, promised = [], {}
wave = sys.argv[3] == "yes"


@contextlib.contextmanager
def inside(space):
    """What is made meanwhile is made in a namespace."""
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{space}", os.O_RDONLY)
    if LIBC.setns(there, 0x40000000):
        raise OSError(ctypes.get_errno(), space)
    try:
        yield
    finally:
        LIBC.setns(home, 0x40000000)
        os.close(there)
        os.close(home)


def space_of(address):
    """Where an address lives."""
    if address.startswith(("192.168.10.", "fd00:10:")):
        return "office"
    return "servers" if address.startswith(("10.20.", "fd00:20:")) else "internet"


def made(address, kind):
    """A socket in the right namespace."""
    with inside(space_of(address)):
        s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
    s.setblocking(False)
    s.bind((address, 0))
    return s


class Pace:
    """Sends at a rate, kbit/s."""

    def __init__(self, send, rate, clumps=1, frame=None):
        self.send, self.rate, self.clumps, self.frame = send, rate, clumps, frame
        self.debt, self.phase = random.random() * clumps, random.random() * 6
        paced.append(self)

    def tick(self, now, elapsed):
        rate = self.rate
        if wave:
            rate *= 1 + 0.5 * math.sin(now / 7 + self.phase) + 0.3 * math.sin(now / 2.3 + self.phase * 3)
        self.debt += max(0, rate) * 125 * elapsed
        octets = int(self.debt // self.clumps) * self.clumps
        if octets:
            self.debt -= octets
            self.send(octets)


def pace_stream(transport, rate, record=False):
    """Down a TCP connection; record: as TLS would frame it."""
    def send(octets):
        if transport.is_closing() or transport.get_write_buffer_size() > 200000:
            return
        transport.write(b"\x17\x03\x03" + struct.pack("!H", octets) + bytes(octets) if record else bytes(octets))

    if rate:
        Pace(send, rate, 16 if rate > 100 else 400)


def pace_datagrams(sock, rate, peer=None):
    """Datagrams of one size."""
    size = DATAGRAM if rate > 50 else 200

    def send(octets):
        with contextlib.suppress(OSError):
            for _ in range(octets // size):
                sock.send(b"\x90" * size) if peer is None else sock.sendto(b"\x90" * size, peer)

    if rate:
        Pace(send, rate, size)


class Peer(asyncio.Protocol):
    """An end of a TCP connection: what it says first, and then its rate."""

    def __init__(self, hello=b"", rate=None, record=False, listens=False):
        self.hello, self.rate, self.record, self.listens = hello, rate, record, listens
        self.transport = None
        self.spoken = False

    def connection_made(self, transport):
        self.transport = transport
        if not self.listens and self.hello:
            transport.write(self.hello)

    def data_received(self, data):
        if not self.spoken:
            self.spoken = True
            if self.listens:
                self.transport.write(self.hello)
                self.rate = promised.get(self.transport.get_extra_info("peername")[:2], 0)
            pace_stream(self.transport, self.rate, self.record)


HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nServer: test\r\n\r\n"
SERVER_HELLO = bytes.fromhex("160303003d0200003903036b6e746f70" + "11" * 28 + "00c02f0000110000000500050000000b000201"
                             "00")
PORTS = {80: HTTP, 22: b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", 25: b"220 mail.example.org ESMTP\r\n", 873: b"@RSYNCD: 31.0\n",
         5432: b"R\0\0\0\x08\0\0\0\0"}


async def serve(tls):
    """All servers, wherever they are."""
    loop = asyncio.get_running_loop()
    streams = {(space_of(s), p, k) for _, s, p, k, *_ in FLOWS if k != "udp"}
    datagrams = {(space_of(s), p) for _, s, p, k, *_ in FLOWS if k == "udp"}

    async def stream(space, address, port, hello, context=None, record=False):
        with inside(space):
            s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if ":" in address:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        s.bind((address, port))
        await loop.create_server(lambda: Peer(hello, record=record, listens=True), sock=s, ssl=context, backlog=200)

    for space, port, kind in streams:
        for address in ("0.0.0.0", "::"):
            await stream(space, address, port, HTTP if kind == "tls" else PORTS.get(port, b"hello"),
                         tls if kind == "tls" else None)
    await stream("internet", HOSTILE_SERVER, 443, SERVER_HELLO, record=True)
    for space, port in datagrams:
        listen_datagrams(loop, space, port, promise)
    listen_datagrams(loop, "servers", 53, answer_name)
    listen_datagrams(loop, "internet", 123, answer_time)


def listen_datagrams(loop, space, port, function):
    """A UDP server that answers from the address it was asked at."""
    with inside(space):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setblocking(False)
    s.setsockopt(socket.IPPROTO_IP, 8, 1)       # IP_PKTINFO
    s.bind(("0.0.0.0", port))

    def readable():
        with contextlib.suppress(OSError):
            while True:
                data, extra, _, peer = s.recvmsg(2048, 64)
                function(s, data, peer, extra[0][2][4:8])
    loop.add_reader(s, readable)


def answer_from(sock, data, peer, local):
    """Send from one of many addresses."""
    with contextlib.suppress(OSError):
        sock.sendmsg([data], [(socket.IPPROTO_IP, 8, struct.pack("i4s4s", 0, local, bytes(4)))], 0, peer)


def promise(sock, _data, peer, local):
    """Begin to send what the client was promised."""
    rate = promised.pop(peer, 0)
    size = DATAGRAM if rate > 50 else 200
    if rate:
        Pace(lambda octets: [answer_from(sock, b"\x90" * size, peer, local) for _ in range(octets // size)],
             rate, size)


def answer_name(sock, data, peer, local):
    """Every name has the same address."""
    answer = data[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + data[12:]
    answer_from(sock, answer + b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xcb\0\x71\x0a", peer, local)


def answer_time(sock, data, peer, local):
    """NTP."""
    now = (int(time.time()) + 2208988800).to_bytes(4, "big") + bytes(4)
    answer_from(sock, b"\x24\x02\x06\xec" + bytes(8) + b"GPS\0" + now + data[40:48] + now + now, peer, local)


def client_hello(name):
    """TLS's first message, with any octets for a name."""
    sni = struct.pack("!HHHBH", 0, len(name) + 5, len(name) + 3, 0, len(name)) + name
    more = bytes.fromhex("000a00040002001d000b00020100000d0004000204030010000b000908687474702f312e31")
    body = b"\x03\x03" + bytes(range(32)) + b"\0" + b"\0\x04\xc0\x2b\xc0\x2f" + b"\x01\0"
    body += struct.pack("!H", len(sni) + len(more)) + sni + more
    hand = b"\x01" + struct.pack("!I", len(body))[1:] + body
    return b"\x16\x03\x01" + struct.pack("!H", len(hand)) + hand


def request(name, method=b"GET"):
    """An HTTP request."""
    return method + b" /download HTTP/1.1\r\nHost: " + name + b"\r\nUser-Agent: Mozilla/5.0 (X11; Linux)\r\nAccept: */*\r\n\r\n"


async def stream(client, server, port, hello, down, up, context=None, name=None, record=False):
    """A TCP client."""
    loop = asyncio.get_running_loop()
    s = made(client, socket.SOCK_STREAM)
    promised[s.getsockname()[:2]] = down
    await loop.sock_connect(s, (server, port))
    await loop.create_connection(lambda: Peer(hello, up, record), sock=s, ssl=context,
                                 server_hostname=name if context else None)


async def begin(context, client, server, port, kind, name, down, up):
    """One of FLOWS."""
    hello = {"tls": request(name.encode()), "http": request(name.encode()), "ssh": b"SSH-2.0-OpenSSH_9.2p1\r\n",
             "smtp": b"EHLO mail.example.org\r\n"}.get(kind, b"@RSYNCD: 31.0\n" if port == 873 else b"hello")
    if kind == "udp":
        s = made(client, socket.SOCK_DGRAM)
        s.connect((server, port))
        promised[s.getsockname()[:2]] = down
        s.send(b"hello")
        asyncio.get_running_loop().add_reader(s, drain, s)
        pace_datagrams(s, up)
    else:
        await stream(client, server, port, hello, down, up, context if kind == "tls" else None, name)


def drain(s):
    """Read what there is."""
    with contextlib.suppress(OSError):
        while s.recv(65536):
            pass


def query(client, name):
    """A DNS query, on a port of its own."""
    labels = b"".join(bytes([len(p)]) + p for p in name.split(b".") if p)
    s = made(client, socket.SOCK_DGRAM)
    s.connect((DNS_SERVER, 53))
    s.send(struct.pack("!6H", random.randrange(65536), 0x100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1")
    return s


async def hostile():
    """Names that would disturb a terminal: in TLS, in HTTP, in DNS."""
    for n, name in enumerate(HOSTILE):
        client = f"192.168.10.{50 + n}"
        await stream(client, HOSTILE_SERVER, 443, client_hello(name), 9 + n, 2, record=True)
        if b"\n" not in name:
            await stream(client, HOSTILE_SERVER, 80, request(name), 5 + n, 1)


def ping_socket(space, client, server):
    """A raw socket that asks for echoes."""
    with inside(space):
        six = ":" in server
        s = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_RAW,
                          socket.IPPROTO_ICMPV6 if six else socket.IPPROTO_ICMP)
    s.setblocking(False)
    s.bind((client, 0))
    s.connect((server, 0))
    return s, six


def echo(s, six, number):
    """An echo request."""
    packet = struct.pack("!BBHHH", 128 if six else 8, 0, 0, 4711, number % 65536) + bytes(48)
    total = sum(struct.unpack("!28H", packet))
    total = ~((total & 0xffff) + (total >> 16)) & 0xffff
    s.send(packet[:2] + struct.pack("!H", 0 if six else total) + packet[4:])


async def chatter():
    """Once a second: pings, names, now and then the time."""
    pings, second, sockets = [ping_socket(*p) for p in PINGS], 0, []
    while True:
        for s, six in pings:
            drain(s)
            echo(s, six, second)
        names = [NAMES[second % len(NAMES)].encode(), HOSTILE[second % len(HOSTILE)]]
        sockets += [query(f"192.168.10.{11 + (second * 7 + i) % 50}", n) for i, n in enumerate(names)]
        if second % 5 == 0:
            s = made(f"192.168.10.{20 + second % 40}", socket.SOCK_DGRAM)
            s.connect(("203.0.113.123", 123))
            s.send(b"\x23\0\x06\xec" + bytes(44))
            sockets.append(s)
        while len(sockets) > 10:
            sockets.pop(0).close()
        second += 1
        await asyncio.sleep(1)


async def main():
    """See the top."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(sys.argv[1], sys.argv[2])
    client = ssl.create_default_context()
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    await serve(server)
    for flow in FLOWS:
        await begin(client, *flow)
    await hostile()
    chat = asyncio.create_task(chatter())
    print("ready", flush=True)
    last = time.monotonic()
    while not chat.done():
        await asyncio.sleep(TICK)
        now = time.monotonic()
        for p in paced:
            p.tick(now, min(now - last, 1))
        last = now
    await chat


asyncio.run(main())
