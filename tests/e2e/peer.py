# SPDX-License-Identifier: GPL-2.0-or-later
"""peer: sockets on ports of our choice.

peer.py serve ADDRESS L4:PORT...               echo what comes, for ever
peer.py ask ADDRESS PORT-L4:PORT...            from PORT, one question and its answer each
peer.py wait ADDRESS FILE PORT-L4:PORT...      open each, make FILE, wait for what `late` says
peer.py late ADDRESS FILE L4:PORT...           take one opening each, wait for FILE, say something
peer.py sink ADDRESS PORT                      read all that comes, one peer after another
peer.py push ADDRESS PORT OCTETS               write so much to a sink, until it has all of it
peer.py stall ADDRESS PORT FILE                take one opening, read nothing until FILE is there, then all
peer.py hold ADDRESS PORT FILE                 open, probe each second that it is idle, until FILE is there
peer.py names ADDRESS MILLISECONDS             answer DNS questions, UDP and TCP, after so long
peer.py resolve ADDRESS COUNT                  so many questions by UDP, each from a port of its own, one by
                                               TCP; prints the sum of what they took, and the most, in us
peer.py knock ADDRESS PORT COUNT               so many datagrams to a port
peer.py toobig SOURCE ADDRESS L4 PORT PORT     an ICMP "too big" about a packet from ADDRESS, PORT to SOURCE, PORT
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
    wait_for(file)
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


def wait_for(file):
    while not os.path.exists(file):
        time.sleep(0.05)


def stall(address, port, file):
    listener = bound("tcp", address, port)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    listener.listen()
    with listener.accept()[0] as s:
        wait_for(file)
        while s.recv(1 << 20):
            pass


def hold(address, port, file):
    with socket.create_connection((address, port)) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
        s.send(b"question")
        s.recv(100)
        wait_for(file)


def names(address, after):
    listener, datagrams = bound("tcp", address, 53), bound("udp", address, 53)
    listener.listen()
    while True:
        for s in select.select([listener, datagrams], [], [])[0]:
            if s is listener:
                with s.accept()[0] as peer:
                    data = peer.recv(512)
                    time.sleep(after)
                    peer.send(data)
                    peer.recv(1)
            else:
                data, sender = s.recvfrom(512)
                time.sleep(after)
                s.sendto(data[:2] + b"\x81\x80" + data[4:], sender)


def resolve(address, count):
    question = b"\x12\x34\x01\x00\x00\x01" + bytes(6) + b"\x04test\x00\x00\x01\x00\x01"
    took = []
    for n in range(count + 1):
        kind = "udp" if n < count else "tcp"
        with socket.socket(socket.AF_INET, TYPES[kind]) as s:
            s.settimeout(60)
            s.connect((address, 53))
            began = time.monotonic()
            s.send(question if kind == "udp" else struct.pack("!H", len(question)) + question)
            s.recv(512)
            took.append(int((time.monotonic() - began) * 1e6) + 1)
    print(sum(took), max(took))


def knock(address, port, count):
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET,
                       socket.SOCK_DGRAM) as s:
        s.bind(("", 30053))
        for _ in range(count):
            s.sendto(b"knock", (address, port))


def toobig(source, address, l4, ports):
    numbers = {"tcp": 6, "udp": 17}
    quoted = struct.pack("!BBHHHBBH", 0x45, 0, 1500, 1, 0x4000, 64, numbers[l4], 0)
    quoted += socket.inet_aton(address) + socket.inet_aton(source)
    quoted += struct.pack("!HHI", *ports, 0)
    message = struct.pack("!BBHHH", 3, 4, 0, 0, 1400) + quoted
    message = message[:2] + struct.pack("!H", checksum(message)) + message[4:]
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as s:
        s.sendto(message, (address, 0))


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
    elif what == "stall":
        stall(rest[0], int(rest[1]), rest[2])
    elif what == "hold":
        hold(rest[0], int(rest[1]), rest[2])
    elif what == "names":
        names(rest[0], int(rest[1]) / 1000)
    elif what == "resolve":
        resolve(rest[0], int(rest[1]))
    elif what == "knock":
        knock(rest[0], int(rest[1]), int(rest[2]))
    elif what == "toobig":
        toobig(rest[0], rest[1], rest[2], [int(port) for port in rest[3:5]])
    elif what == "late":
        late(rest[0], rest[1], rest[2:])
    else:
        segments(rest[0], rest[1], [int(port) for port in rest[2:4]], rest[4:])


main()
