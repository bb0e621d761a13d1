# SPDX-License-Identifier: GPL-2.0-or-later
"""bursts: datagrams at known times.

bursts.py ADDRESS PORT TICK SECONDS:PACKETS:SIZE...

The bursts begin so many seconds after a moment that is 0.3 s behind a whole number of
seconds after TICK, nanoseconds since the epoch. For each a JSON object tells when it
began and ended and what it was: packets, and octets with the headers of UDP, IPv4 and
Ethernet.
"""
import json
import socket
import sys
import time

HEADERS = 8 + 20 + 14
SECOND = 10**9


def burst(s, packets, size):
    begin = time.time_ns()
    for _ in range(packets):
        s.send(bytes(size))
    return {"begin": begin, "end": time.time_ns(), "packets": packets,
            "octets": packets * (size + HEADERS)}


def main(address, port, tick, *words):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect((address, int(port)))
    now = time.time_ns()
    base = now + SECOND - (now - int(tick)) % SECOND + 3 * SECOND // 10
    for word in words:
        seconds, packets, size = map(int, word.split(":"))
        time.sleep(max(0, base + seconds * SECOND - time.time_ns()) / SECOND)
        print(json.dumps(burst(s, packets, size)), flush=True)
    # an answer that meets a closed socket would be answered with an ICMP message; in pieces, as
    # whoever answers may come late when the machine stood still
    s.settimeout(0.1)
    silent = 0
    while silent < 10:
        try:
            s.recv(65536)
            silent = 0
        except TimeoutError:
            silent += 1


main(*sys.argv[1:])
