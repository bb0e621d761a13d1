# SPDX-License-Identifier: GPL-2.0-or-later
"""multicast: multicast.py ADDRESS GROUP COUNT
Joins GROUP on the interface of ADDRESS and sends COUNT datagrams of 100 octets to it."""
import socket
import sys

address, group = (socket.inet_aton(a) for a in sys.argv[1:3])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group + address)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, address)
    for _ in range(int(sys.argv[3])):
        s.sendto(bytes(100), (sys.argv[2], 7777))
