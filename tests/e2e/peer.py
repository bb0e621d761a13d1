# SPDX-License-Identifier: GPL-2.0-or-later
"""peer: sockets on ports of our choice.

peer.py serve ADDRESS L4:PORT...               echo what comes, for ever
peer.py ask ADDRESS PORT-L4:PORT...            from PORT, one question and its answer each
peer.py wait ADDRESS FILE PORT-L4:PORT...      open each, make FILE, wait for what `late` says
peer.py late ADDRESS FILE L4:PORT...           take one opening each, wait for FILE, say something
peer.py sink ADDRESS PORT                      read all that comes, one peer after another
peer.py push ADDRESS PORT OCTETS               write so much to a sink, until it has all of it
peer.py segments SOURCE ADDRESS PORT PORT N... TCP segments of no connection, in this order;
                                               the Nth has octets 10 N to 10 N + 9, + is 50 ms

`segments` sends all behind a pause in less than 2 ms: if the machine did not, then once more,
to the next port. It prints to which port at last.
`wait` opens UDP with a datagram.
"""
import os
import select
import socket
import struct
import sys
import time

TYPES = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}
# What says itself that it answers: DNS, NTP.
ANSWERS = {53: b"\x12\x34\x81\x80" + bytes(8), 123: b"\x24\x01" + bytes(46)}


def bound(l4, address, port):
    s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, TYPES[l4])
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port))
    return s


def servers(address, words):
    for word in words:
        l4, port = word.split(":")
        s = bound(l4, address, int(port))
        if l4 == "tcp":
            s.listen()
        yield s


def clients(address, words):
    for word in words:
        mine, l4, port = word.replace("-", ":").split(":")
        s = bound(l4, "", int(mine))
        s.connect((address, int(port)))
        s.settimeout(10)
        yield s


def serve(address, words):
    sockets = list(servers(address, words))
    listening = [s for s in sockets if s.type == socket.SOCK_STREAM]
    while True:
        for s in select.select(sockets, [], [])[0]:
            if s in listening:
                sockets.append(s.accept()[0])
                continue
            data, sender = s.recvfrom(2048)
            if data:
                s.sendto(data, sender) if sender else s.send(data)
            else:
                sockets.remove(s)
                s.close()


def ask(address, words):
    for s in clients(address, words):
        s.send(b"question")
        s.recv(100)
        s.close()


def wait(address, file, words):
    sockets = list(clients(address, words))
    for s in sockets:
        if s.type == socket.SOCK_DGRAM:
            s.send(b"open")
    open(file, "w", encoding="ascii").close()
    for s in sockets:
        s.recv(100)


def late(address, file, words):
    peers = []
    for s in servers(address, words):
        if s.type == socket.SOCK_STREAM:
            peers.append(s)
        else:
            s.connect(s.recvfrom(100)[1])
            peers.append(s)
    peers = [p.accept()[0] if p.type == socket.SOCK_STREAM else p for p in peers]
    while not os.path.exists(file):
        time.sleep(0.05)
    for p in peers:
        p.send(ANSWERS.get(p.getsockname()[1], b"something"))
    time.sleep(0.5)


def sink(address, port):
    listener = bound("tcp", address, port)
    listener.listen()
    while True:
        with listener.accept()[0] as s:
            while s.recv(1 << 20):
                pass


def push(address, port, octets):
    with socket.create_connection((address, port)) as s:
        s.sendall(bytes(octets))
        s.shutdown(socket.SHUT_WR)
        s.recv(1)


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def segment(source, address, ports, n):
    src, dst = socket.inet_aton(source), socket.inet_aton(address)
    header = struct.pack("!HHIIBBHHH", *ports, 1000 + n * 10, 2000, 5 << 4, 0x18, 1000, 0, 0)
    data = bytes(10)
    total = checksum(src + dst + struct.pack("!HH", 6, 30) + header + data)
    return header[:16] + struct.pack("!H", total) + header[18:] + data


def at_once(s, address, words):
    """Send them; returns whether that was without a break, but for pauses."""
    longest, began = 0, time.monotonic()
    for word in words:
        if word is None:
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.05)
            began = time.monotonic()
        else:
            s.sendto(word, (address, 0))
    return max(longest, time.monotonic() - began) < 0.002


def segments(source, address, ports, words):
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP) as s:
        s.bind((source, 0))
        for port in range(ports[1], ports[1] + 100):
            made = [None if word == "+" else segment(source, address, (ports[0], port), int(word))
                    for word in words]
            if at_once(s, address, made):
                break
        print(port)


def main():
    what, rest = sys.argv[1], sys.argv[2:]
    if what == "serve":
        serve(rest[0], rest[1:])
    elif what == "ask":
        ask(rest[0], rest[1:])
    elif what == "wait":
        wait(rest[0], rest[1], rest[2:])
    elif what == "sink":
        sink(rest[0], int(rest[1]))
    elif what == "push":
        push(rest[0], int(rest[1]), int(rest[2]))
    elif what == "late":
        late(rest[0], rest[1], rest[2:])
    else:
        segments(rest[0], rest[1], [int(port) for port in rest[2:4]], rest[4:])


main()
