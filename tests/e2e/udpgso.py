# SPDX-License-Identifier: GPL-2.0-or-later
"""udpgso: udpgso.py ADDRESS PORT COUNT OCTETS SEGMENT
COUNT times OCTETS in one go, which the kernel splits into datagrams of SEGMENT."""
import socket
import sys

UDP_SEGMENT = 103
port, count, octets, segment = map(int, sys.argv[2:])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, segment)
    s.bind(("", 6000))
    for _ in range(count):
        s.sendto(bytes(octets), (sys.argv[1], port))
