# SPDX-License-Identifier: GPL-2.0-or-later
"""derive: captures of clients who look names up, speak to servers, and call.

usage: derive.py names|later|calls|payloads FILE
Each flow has a client's port of its own, by which the tests ask for it.
"""
import ipaddress
import lzma
import random
import ssl
import struct
import sys

MAC = bytes.fromhex("020000000002020000000001")
ALICE, BOB, CAROL = "10.8.0.1", "10.8.0.2", "10.8.0.3"
RESOLVER, RESOLVER6 = "10.8.0.53", "2001:db8::53"
FRAMES = []
random.seed(16)


def octets(n):
    return bytes(random.randrange(256) for _ in range(n))


def packet(t, l4, source, target, segment):
    a, b = ipaddress.ip_address(source), ipaddress.ip_address(target)
    if a.version == 4:
        head = struct.pack("!HBBHHHBBH", 0x0800, 0x45, 0, 20 + len(segment), 7, 0, 64, l4, 0)
    else:
        head = struct.pack("!HIHBB", 0x86dd, 0x60000000, len(segment), l4, 64)
    FRAMES.append((t, MAC + head + a.packed + b.packed + segment))


def udp(t, source, sport, target, dport, payload):
    head = struct.pack("!HHHH", sport, dport, 8 + len(payload), 0)
    packet(t, 17, source, target, head + payload)


def tcp(t, source, sport, target, dport, seq, ack, flags, payload=b""):
    head = struct.pack("!HHIIBBHHH", sport, dport, seq, ack, 0x50, flags, 500, 0, 0)
    packet(t, 6, source, target, head + payload)


def connection(t, client, port, server, sport, segments, wait=0):
    """A handshake, then segments of (from the client?, octets), and an end."""
    seq = [100, 100]
    tcp(t, client, port, server, sport, 99, 0, 2)
    tcp(t, server, sport, client, port, 99, 100, 0x12)
    tcp(t, client, port, server, sport, 100, 100, 0x10)
    for asks, data in segments:
        at = 0 if asks else 1
        ends = (client, port, server, sport) if asks else (server, sport, client, port)
        tcp(t + wait, *ends, seq[at], seq[1 - at], 0x18, data)
        seq[at] += len(data)
    tcp(t + wait, client, port, server, sport, seq[0], seq[1], 0x11)
    tcp(t + wait, server, sport, client, port, seq[1], seq[0] + 1, 0x11)
    tcp(t + wait, client, port, server, sport, seq[0] + 1, seq[1] + 1, 0x10)


def hello(name):
    """What OpenSSL's client says first."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    said = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), said, server_hostname=name).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return said.read()


def tls(t, client, port, server, name=None, wait=0):
    connection(t, client, port, server, 443, [(True, hello(name))], wait)


def name_of(text):
    return b"".join(bytes([len(p)]) + p.encode() for p in text.split(".")) + b"\0"


def question(number, name, kind):
    return struct.pack("!6H", number, 0x100, 1, 0, 0, 0) + name_of(name) + struct.pack("!HH", kind, 1)


def answer(number, name, kind, addresses, ttl, alias=None):
    said = name_of(name) + struct.pack("!HH", kind, 1)
    owner, records = b"\xc0\x0c", []
    if alias:
        data = name_of(alias)
        records.append(owner + struct.pack("!HHIH", 5, 1, ttl, len(data)) + data)
        owner = data
    for a in addresses:
        data = ipaddress.ip_address(a).packed
        records.append(owner + struct.pack("!HHIH", kind, 1, ttl, len(data)) + data)
    head = struct.pack("!6H", number, 0x8180, 1, len(records), 0, 0)
    return head + said + b"".join(records)


def dns(t, client, port, name, *addresses, ttl=30, alias=None, resolver=RESOLVER):
    kind = 1 if ":" not in addresses[0] else 28
    udp(t, client, port, resolver, 53, question(port, name, kind))
    udp(t, resolver, 53, client, port, answer(port, name, kind, addresses, ttl, alias))


def names():
    dns(0, ALICE, 901, "www.youtube.com", "198.51.100.1", "198.51.100.2")
    tls(1, ALICE, 1001, "198.51.100.1")
    tls(1, ALICE, 1002, "198.51.100.2")
    tls(1, BOB, 1003, "198.51.100.1")
    tls(2, ALICE, 1004, "198.51.100.1", "www.facebook.com")
    # begun before the next name is looked up, and said more after it
    tls(9, ALICE, 1005, "198.51.100.1", wait=6)
    dns(10, ALICE, 902, "www.netflix.com", "198.51.100.1", ttl=300)
    tls(12, ALICE, 1006, "198.51.100.1")
    for n in range(20):
        udp(12 + n / 10, ALICE, 1007, "198.51.100.1", 40000, octets(200))
    # the shortest time that an answer counts is longer than its TTL
    tls(59, ALICE, 1008, "198.51.100.2")
    tls(61, ALICE, 1009, "198.51.100.2")
    dns(62, ALICE, 903, "alias.example.test", "198.51.100.3", alias="www.youtube.com")
    tls(63, ALICE, 1010, "198.51.100.3")
    dns(64, "2001:db8::a", 904, "www.youtube.com", "2001:db8::1", resolver=RESOLVER6)
    tls(65, "2001:db8::a", 1011, "2001:db8::1")
    # two questions by one socket, then both answers
    udp(66, ALICE, 905, RESOLVER, 53, question(1, "one.example.test", 1))
    udp(66, ALICE, 905, RESOLVER, 53, question(2, "two.example.test", 1))
    udp(66, RESOLVER, 53, ALICE, 905, answer(1, "one.example.test", 1, ["198.51.100.21"], 30))
    udp(66, RESOLVER, 53, ALICE, 905, answer(2, "two.example.test", 1, ["198.51.100.22"], 30))
    tls(67, ALICE, 1012, "198.51.100.21")
    tls(67, ALICE, 1013, "198.51.100.22")
    # nobody asked this
    udp(68, RESOLVER, 53, ALICE, 906, answer(9, "evil.example.test", 1, ["198.51.100.31"], 30))
    tls(69, ALICE, 1014, "198.51.100.31")
    asked = question(3, "tcp.example.test", 1)
    told = answer(3, "tcp.example.test", 1, ["198.51.100.41"], 30)
    connection(70, ALICE, 907, RESOLVER, 53,
               [(True, struct.pack("!H", len(asked)) + asked), (False, struct.pack("!H", len(told)) + told)])
    tls(71, ALICE, 1015, "198.51.100.41")


def later():
    """What another capture told is no knowledge of this one."""
    tls(1, ALICE, 1001, "198.51.100.1")
    tls(13, ALICE, 1006, "198.51.100.1")


def stun(t, source, sport, target, dport):
    for n in range(6):
        number = octets(12)
        udp(t + n / 10, source, sport, target, dport, struct.pack("!HHI", 1, 8, 0x2112a442) + number +
            struct.pack("!HHI", 0x0024, 4, 1))
        udp(t + n / 10, target, dport, source, sport, struct.pack("!HHI", 0x101, 12, 0x2112a442) +
            number + struct.pack("!HHBBHI", 0x20, 8, 0, 1, sport ^ 0x2112, 0))


def rtp(t, source, sport, target, dport):
    for n in range(20):
        head = struct.pack("!BBHII", 0x80, 96, 1000 + n, 160 * n, 77)
        udp(t + n / 50, source, sport, target, dport, head + octets(160))


def noise(t, source, sport, target, dport):
    for n in range(26):
        udp(t + n / 50, source, sport, target, dport, b"\xfa" + octets(199))


def calls():
    tls(0, ALICE, 1001, "170.114.1.1", "us04web.zoom.us")
    stun(10, ALICE, 15001, "170.114.2.2", 3478)
    stun(10, BOB, 15002, "170.114.2.2", 3478)
    stun(10, ALICE, 15003, "198.51.100.80", 3478)
    rtp(20, ALICE, 15001, "203.0.113.9", 40000)
    rtp(20, ALICE, 15004, "203.0.113.10", 40000)
    rtp(90, ALICE, 15001, "203.0.113.11", 40000)
    noise(30, ALICE, 15005, "170.114.2.3", 8805)
    noise(30, BOB, 15006, "170.114.2.3", 8805)
    noise(30, ALICE, 15007, "170.114.2.3", 4000)
    stun(3500, ALICE, 15008, "170.114.2.2", 3478)
    stun(3700, ALICE, 15009, "170.114.2.2", 3478)
    tls(40, BOB, 1002, "149.154.167.99", "web.telegram.org")
    noise(50, BOB, 15010, "91.108.9.1", 599)
    dns(60, BOB, 901, "turn3.voip.signal.org", "198.51.100.77")
    stun(61, BOB, 15011, "198.51.100.77", 3478)
    # both of these have relays at this port, and the client spoke to both here
    tls(70, CAROL, 1003, "192.0.2.9", "us04web.zoom.us")
    stun(71, CAROL, 15012, "192.0.2.9", 3478)
    tls(80, CAROL, 1004, "192.0.2.9", "teams.microsoft.com")
    stun(81, CAROL, 15013, "192.0.2.9", 3478)
    tls(90, CAROL, 1005, "157.240.1.1", "web.whatsapp.com")
    noise(91, CAROL, 15014, "157.240.1.2", 45395)


def payloads():
    text = b"A line of text that no protocol begins with, and another.\n" * 8
    packed = lzma.compress(b"".join(b"%d %s\n" % (n, octets(6).hex().encode()) for n in range(2000)))
    framed = b"".join(bytes(range(1, 21)) + octets(44) for _ in range(200))
    for port, data in ((1001, octets(10400)), (1002, text * 25), (1003, bytes(10400)),
                       (1004, packed[40:10440]), (1006, framed[:10400])):
        for n in range(26):
            udp(n, ALICE, port, "198.51.100.1", 41000, data[400 * n:400 * n + 400])
    udp(0, ALICE, 1005, "198.51.100.1", 41000, octets(20))
    noise(0, ALICE, 1007, "198.51.100.2", 5555)
    dns(30, ALICE, 901, "files.unheard.example.co.uk", "198.51.100.3")
    noise(31, ALICE, 1008, "198.51.100.3", 41001)
    tls(60, ALICE, 1009, "198.51.100.4")


globals()[sys.argv[1]]()
with open(sys.argv[2], "wb") as f:
    f.write(struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
    for at, data in sorted(FRAMES, key=lambda frame: frame[0]):
        micros = round((1700000000 + at) * 1000000)
        f.write(struct.pack("<4I", micros // 1000000, micros % 1000000, len(data), len(data)) + data)
