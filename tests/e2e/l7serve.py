# SPDX-License-Identifier: GPL-2.0-or-later
"""l7serve: servers that speak, and then let a connection live until they are told.

usage: l7serve.py ADDRESS CERTIFICATE KEY FILE
HTTP on 8080, HTTP over TLS on 443 and 8443, SMTP on 25, POP on 110, FTP on 21, telnet on
23, NTP on udp 123, the beginning of SSH on 2222. The last answer of each connection, or its end, waits until FILE is
there. Prints "ready" once all listen.
"""
import os
import socket
import ssl
import struct
import sys
import threading
import time

# What is said first, and what is answered to a line that begins so. "" answers any
# other. An answer behind "..." waits.
TALKS = {
    25: (b"220 mail.example.test ESMTP\r\n", {
        b"EHLO login": b"250-mail.example.test\r\n250 AUTH LOGIN\r\n",
        b"EHLO plain": b"250-mail.example.test\r\n250 AUTH PLAIN\r\n",
        b"EHLO": b"250-mail.example.test\r\n250 SIZE 1000000\r\n",
        b"AUTH PLAIN": b"334 \r\n", b"AUTH LOGIN": b"334 VXNlcm5hbWU6\r\n",
        b"YWxpY2U=": b"334 UGFzc3dvcmQ6\r\n", b"AGFsaWNl": b"235 2.7.0 Ok\r\n",
        b"eHl6enlwbHVnaA": b"235 2.7.0 Ok\r\n", b"MAIL": b"250 2.1.0 Ok\r\n",
        b"RCPT": b"250 2.1.5 Ok\r\n", b"DATA": b"354 End data with a dot\r\n",
        b".": b"...250 2.0.0 Ok\r\n", b"QUIT": b"221 2.0.0 Bye\r\n"}),
    110: (b"+OK POP3 ready\r\n", {
        b"CAPA": b"+OK\r\nUSER\r\n.\r\n", b"USER": b"+OK\r\n", b"PASS": b"+OK logged in\r\n",
        b"LIST": b"...+OK\r\n.\r\n", b"QUIT": b"+OK\r\n", b"": b"-ERR\r\n"}),
    21: (b"220 FTP server ready.\r\n", {
        b"USER": b"331 Please specify the password.\r\n", b"PASS": b"230 Login successful.\r\n",
        b"PWD": b"257 \"/\" is the current directory\r\n", b"": b"...421 Timeout.\r\n"}),
}


class Server:
    def __init__(self, address, certificate, key, file):
        self.address, self.file = address, file
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(certificate, key)
        self.tls.set_alpn_protocols(["http/1.1"])

    def wait(self):
        while not os.path.exists(self.file):
            time.sleep(0.05)

    def http(self, peer):
        """One answer, its second half late; /missing does not exist."""
        while data := peer.recv(4096):
            status = b"404 Not Found" if b"/missing" in data else b"200 OK"
            peer.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\n"
                         b"Content-Length: 12\r\n\r\n<html>")
            self.wait()
            peer.sendall(b"</html")

    def https(self, peer):
        with self.tls.wrap_socket(peer, server_side=True) as secure:
            self.http(secure)

    @staticmethod
    def until(peer, end):
        data = b""
        while not data.endswith(end):
            part = peer.recv(4096)
            if not part:
                return b""
            data += part
        return data

    def talk(self, peer):
        hello, answers = TALKS[peer.getsockname()[1]]
        peer.sendall(hello)
        while line := self.until(peer, b"\n"):
            answer = next((a for word, a in answers.items() if word and line.startswith(word)),
                          answers.get(b"", b""))
            if answer.startswith(b"..."):
                self.wait()
                answer = answer[3:]
            peer.sendall(answer)

    def telnet(self, peer):
        """Options first, each in a segment of its own, then a login."""
        for option in (b"\xff\xfd\x18", b"\xff\xfd\x20"):
            peer.sendall(option)
            peer.recv(100)
        for prompt in (b"login: ", b"Password: "):
            peer.sendall(prompt)
            self.until(peer, b"\n")
        peer.sendall(b"\r\nWelcome\r\n$ ")
        self.wait()

    def ssh(self, peer):
        """Version, when the client has told its own, then key exchange: each a segment."""
        self.until(peer, b"\n")
        peer.sendall(b"SSH-2.0-kntop_test_server\r\n")
        names = (b"curve25519-sha256", b"ssh-ed25519", b"aes256-ctr,aes128-ctr", b"aes128-ctr,aes256-ctr",
                 b"hmac-sha2-256", b"hmac-sha2-512,hmac-sha2-256", b"none", b"none,zlib", b"", b"")
        body = b"\x14" + bytes(16) + b"".join(struct.pack("!I", len(n)) + n for n in names) + bytes(5)
        padding = -(len(body) + 5) % 8 + 8
        peer.recv(4096)
        peer.sendall(struct.pack("!IB", len(body) + 1 + padding, padding) + body + bytes(padding))
        self.wait()

    def ntp(self):
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind((self.address, 123))
        while True:
            data, peer = s.recvfrom(100)
            now = (int(time.time()) + 2208988800).to_bytes(4, "big") + bytes(4)
            s.sendto(b"\x24\x01\x06\xec" + bytes(8) + b"TEST" + now + data[40:48] + now + now, peer)

    @staticmethod
    def handle(function, peer):
        try:
            with peer:
                function(peer)
        except OSError:
            pass

    def listen(self, port, function):
        s = socket.create_server((self.address, port))

        def accept():
            while True:
                peer = s.accept()[0]
                threading.Thread(target=self.handle, args=(function, peer), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()


def main():
    server = Server(*sys.argv[1:])
    server.listen(23, server.telnet)
    server.listen(2222, server.ssh)
    server.listen(8080, server.http)
    server.listen(443, server.https)
    server.listen(8443, server.https)
    for port in TALKS:
        server.listen(port, server.talk)
    threading.Thread(target=server.ntp, daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


main()
