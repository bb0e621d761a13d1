# SPDX-License-Identifier: GPL-2.0-or-later
"""names: packets in which hosts tell names, and how fast questions were asked.

usage: names.py announce ADDRESS NAME [OF]
                                           multicast DNS: NAME is at ADDRESS, says ADDRESS;
                                           with OF it repeats that NAME is at OF
       names.py datagram ADDRESS NAME      NetBIOS: a datagram of NAME's, from ADDRESS
       names.py greet TARGET ADDRESS...    a datagram to TARGET from each address
       names.py most SECONDS               most of the times on standard input, a line each,
                                           that are within so many seconds
"""
import socket
import struct
import sys


def sender(address):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    return s


def announce(address, name, of=None):
    labels = b"".join(bytes([len(x)]) + x.encode() for x in name.split(".")) + b"\0"
    record = struct.pack(">HHIH", 1, 0x8001, 120, 4) + socket.inet_aton(of or address)
    s = sender(address)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
    s.bind((address, 5353))
    s.sendto(struct.pack(">6H", 0, 0x8400, 0, 1, 0, 0) + labels + record, ("224.0.0.251", 5353))


def encoded(name):
    """As RFC 1001 has it: sixteen octets, each as two letters."""
    octets = name.upper().ljust(15).encode() + b"\0"
    return b"\x20" + bytes(n + 65 for o in octets for n in (o >> 4, o & 15)) + b"\0"


def datagram(address, name):
    data = encoded(name) + encoded("WORKGROUP") + b"\xffSMB" + bytes(64)
    head = struct.pack(">BBH4sHHH", 0x11, 0x02, 1, socket.inet_aton(address), 138, len(data), 0)
    s = sender(address)
    s.bind((address, 138))
    s.sendto(head + data, (address.rpartition(".")[0] + ".255", 138))


def greet(target, *addresses):
    for address in addresses:
        s = sender(address)
        s.bind((address, 0))
        s.sendto(b"hello", (target, 9))
        s.close()


def most(seconds):
    times = sorted(float(line) for line in sys.stdin if line.strip())
    print(max((sum(t <= u < t + float(seconds) for u in times) for t in times), default=0))


{"announce": announce, "datagram": datagram, "greet": greet, "most": most}[sys.argv[1]](*sys.argv[2:])
