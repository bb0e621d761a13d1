# SPDX-License-Identifier: GPL-2.0-or-later
"""webs: servers that are asked for names that are not theirs.

usage: webs.py vhost ADDRESS PORT NAME        HTTP: NAME is found there, any other is not
       webs.py moved ADDRESS PORT             HTTP: everything is somewhere else
       webs.py proxy ADDRESS PORT UPSTREAM    a forward proxy: URLs are fetched from UPSTREAM,
                                              port 80, and CONNECT leads to its port 443
"""
import http.client
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Vhost(Quiet):
    def do_GET(self):
        host = self.headers.get("Host", "").partition(":")[0]
        if host == self.server.rest[0]:
            self.say(200, b"found\n")
        else:
            self.say(404)


class Moved(Quiet):
    def do_GET(self):
        self.say(301, Location="http://elsewhere.test/")


class Proxy(Quiet):
    def do_GET(self):
        upstream = http.client.HTTPConnection(self.server.rest[0], 80)
        host, _, path = self.path.partition("://")[2].partition("/")
        upstream.request("GET", "/" + path, headers={"Host": host})
        answer = upstream.getresponse()
        self.say(answer.status, answer.read())

    def do_CONNECT(self):
        upstream = socket.create_connection((self.server.rest[0], 443))
        self.send_response(200)
        self.end_headers()
        back = threading.Thread(target=copy, args=(upstream, self.connection))
        back.start()
        copy(self.connection, upstream)
        back.join()
        self.close_connection = True


def copy(source, to):
    while data := source.recv(65536):
        to.sendall(data)
    to.shutdown(socket.SHUT_WR)


kind, address, port, *rest = sys.argv[1:]
server = ThreadingHTTPServer((address, int(port)), {"vhost": Vhost, "moved": Moved, "proxy": Proxy}[kind])
server.rest = rest
server.serve_forever()
