# SPDX-License-Identifier: GPL-2.0-or-later
"""l7ask: clients where there is no ready-made one that does it.

usage: l7ask.py ADDRESS FILE WHAT...
each WHAT a connection of its own, which lives until FILE is there:
    udp-dns/NAME/TYPE, tcp-dns/NAME/TYPE    a query and its answer
    ntp                                     the time
    telnet/NAME/PASSWORD                    a login
    tls/PORT/NAME                           a handshake; once FILE.more is there, a request
    tcp/PORT/TEXT                           an empty connection; once FILE.more is there, TEXT
FILE.done is made when all have come so far.
"""
import os
import socket
import ssl
import struct
import sys
import threading
import time

ADDRESS, FILE = sys.argv[1:3]
TYPES = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}


def wait(file):
    while not os.path.exists(file):
        time.sleep(0.05)


def connect(l4, port):
    s = socket.socket(socket.AF_INET, TYPES[l4])
    s.settimeout(30)
    s.connect((ADDRESS, port))
    return s


def dns(l4, name, kind):
    labels = b"".join(bytes([len(p)]) + p.encode() for p in name.split("."))
    query = struct.pack("!6H", 4711, 0x100, 1, 0, 0, 0) + labels + struct.pack("!BHH", 0, int(kind), 1)
    s = connect(l4, 53)
    s.sendall(struct.pack("!H", len(query)) + query if l4 == "tcp" else query)
    s.recv(1000)
    return s


def ntp():
    s = connect("udp", 123)
    s.send(b"\x23\0\x06\xec" + bytes(44))
    s.recv(100)
    return s


def telnet(name, password):
    s = connect("tcp", 23)
    for refusal in (b"\xff\xfc\x18", b"\xff\xfc\x20"):
        s.recv(100)
        s.sendall(refusal)
    for line in (name, password):
        s.recv(100)
        for part in (line.encode(), b"\r\n"):
            s.sendall(part)
            time.sleep(0.05)    # typed, so that these are two segments
    s.recv(100)
    return s


def tls(port, name):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    s = context.wrap_socket(connect("tcp", int(port)), server_hostname=name)
    return s, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def tcp(port, text):
    return connect("tcp", int(port)), text.encode().decode("unicode_escape").encode("latin1")


def more(s, said):
    wait(FILE + ".more")
    s.sendall(said)
    s.recv(1000)


def one(what, met):
    kind, *words = what.split("/", 2)
    if kind.endswith("-dns"):
        got = dns(kind[:3], *words)
    else:
        got = {"ntp": ntp, "telnet": telnet, "tls": tls, "tcp": tcp}[kind](*words)
    met.wait()
    if isinstance(got, tuple):
        more(*got)
    wait(FILE)


def main():
    met = threading.Barrier(len(sys.argv[3:]) + 1, timeout=60)
    threads = [threading.Thread(target=one, args=(what, met)) for what in sys.argv[3:]]
    for t in threads:
        t.start()
    met.wait()
    open(FILE + ".done", "w", encoding="ascii").close()
    for t in threads:
        t.join()


main()
