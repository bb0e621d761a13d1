# SPDX-License-Identifier: GPL-2.0-or-later
"""multicast: multicast.py ADDRESS GROUP COUNT
Joins GROUP on the interface of ADDRESS, sends COUNT datagrams of 100 octets to it, and
prints how many of them it heard itself."""
import socket
import sys

address, group = (socket.inet_aton(a) for a in sys.argv[1:3])
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group + address)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, address)
    s.bind(("", 7777))
    for _ in range(int(sys.argv[3])):
        s.sendto(bytes(100), (sys.argv[2], 7777))
    heard = 0
    s.settimeout(1)
    while heard < int(sys.argv[3]):
        try:
            s.recv(200)
        except TimeoutError:
            break
        heard += 1
    print(heard)
