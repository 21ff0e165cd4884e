"""Chat servers on loopback: scripted ones, and one that sends raw bytes."""

from __future__ import annotations

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event

import pytest

from simulator.voice import http_backend
from simulator.voice.http_backend import HttpBackend
from simulator.voice.types import Message

PROMPT = [Message("system", "Je bent Karin."), Message("user", "Hallo?")]


def chunk(text: str) -> bytes:
    return b"data: " + json.dumps({"choices": [{"delta": {"content": text}}]}).encode() + b"\n\n"


class Server(ThreadingHTTPServer):
    """A server on loopback; `script(handler, n)` answers the n-th chat request."""

    daemon_threads = True

    def __init__(self, script, models=("small",)):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script, self.models, self.seen, self.headers_seen = script, models, [], []
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        if self.server.models is None:
            return self.answer(500, b"Internal Server Error", "text/plain")
        return self.answer(200, json.dumps({"data": [{"id": name} for name in self.server.models]}).encode())

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.seen.append(body)
        self.server.headers_seen.append(dict(self.headers))
        self.server.script(self, len(self.server.seen))

    def answer(self, status, body=b"", kind="application/json"):
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin(self, kind="text/event-stream"):
        self.send_response(200)
        self.send_header("content-type", kind)
        self.end_headers()

    def say(self, *texts, done=True):
        self.begin()
        for text in texts:
            self.wfile.write(chunk(text))
            self.wfile.flush()
        if done:
            self.wfile.write(b"data: [DONE]\n\n")


class Raw:
    """A server on loopback that sends `head`, then `again` for ever; `cut` is set when nobody reads it any more."""

    def __init__(self, head=b"", again=b"", pause=0.0):
        self.cut, self.asked, self.sent = Event(), 0, 0
        self.head, self.again, self.pause = head, again, pause
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/v1"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                one, _ = self.socket.accept()
            except OSError:
                return
            self.asked += 1
            threading.Thread(target=self._one, args=(one,), daemon=True).start()

    def _one(self, one):
        one.settimeout(30)
        try:
            one.recv(1 << 16)
            one.sendall(self.head)
            while self.again:
                one.sendall(self.again)
                self.sent += len(self.again)
                time.sleep(self.pause)
            while one.recv(1 << 16):  # until the other side hangs up
                pass
        except OSError:
            pass
        self.cut.set()


@pytest.fixture
def serve(monkeypatch):
    monkeypatch.setattr(http_backend, "PAUSE", 0.01)
    monkeypatch.delenv("TOASK_API_KEY", raising=False)
    running = []

    def start(script, **options):
        server = Server(script, options.pop("models", ("small",)))
        running.append(server)
        return server, HttpBackend(server.url, options.pop("model", "small"), **options)

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def raw():
    made = []

    def start(**how):
        made.append(Raw(**how))
        return made[-1]

    yield start
    for one in made:
        one.socket.close()


def said(backend, cancel=None):
    return "".join(backend.write(PROMPT, cancel or Event()))
