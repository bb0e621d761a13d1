# SPDX-License-Identifier: GPL-2.0-or-later
"""carrier: datagrams of one socket, of which some are tunnels.

usage: carrier.py ADDRESS PORT WORD...

Sends from port 50000 for each word, in order: junkN: N datagrams of 58 octets that are no
tunnel; vxlanN: N with a datagram from port 20001 to 4444 inside, of 142 octets on the cable.
"""
import os
import re
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import encapsulations as e  # noqa: E402


def main(address, port, *words):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind(("", 50000))
        inner = e.ipv4(17, e.udp(20001, e.SERVER, e.PAYLOAD), "10.77.0.1", "10.77.0.2")
        datagrams = {"junk": b"kntop" * 3 + b"!", "vxlan": e.vxlan(e.eth(e.IPV4, inner))}
        for word in words:
            kind, count = re.fullmatch(r"([a-z]+)([0-9]+)", word).groups()
            for _ in range(int(count)):
                sender.sendto(datagrams[kind], (address, int(port)))


main(*sys.argv[1:])
