# SPDX-License-Identifier: GPL-2.0-or-later
"""sctp: sctp.py serve ADDRESS PORT | send ADDRESS PORT COUNT
One association; COUNT messages of 100 octets, until the server has them all."""
import socket
import sys

SCTP = 132
address = (sys.argv[2], int(sys.argv[3]))
with socket.socket(socket.AF_INET, socket.SOCK_STREAM, SCTP) as s:
    if sys.argv[1] == "serve":
        s.bind(address)
        s.listen()
        peer, _ = s.accept()
        got = 0
        while data := peer.recv(65536):
            got += len(data)
        peer.close()
    else:
        s.connect(address)
        for _ in range(int(sys.argv[4])):
            s.send(bytes(100))
