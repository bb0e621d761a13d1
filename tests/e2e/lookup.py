# SPDX-License-Identifier: GPL-2.0-or-later
"""lookup: lookup.py NAME RESOLVER A|AAAA: ask, by UDP, until there is an answer."""
import os
import socket
import struct
import sys

NAME, RESOLVER, TYPE = sys.argv[1:4]
query = os.urandom(2) + struct.pack("!5H", 0x100, 1, 0, 0, 0)
query += b"".join(bytes([len(p)]) + p.encode() for p in NAME.split("."))
query += struct.pack("!BHH", 0, {"A": 1, "AAAA": 28}[TYPE], 1)
with socket.socket(socket.AF_INET6 if ":" in RESOLVER else socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.settimeout(30)
    s.connect((RESOLVER, 53))
    s.send(query)
    s.recv(2000)
