"""An app that speaks packets and needs no screen: it draws what it is told, and does what certain words say.

`quit!` ends it, `crash!` ends it badly, `deaf!` makes it ignore being asked to quit, `file!` delivers a file, `where!`
says in which folder it runs, `env!NAME!` what a variable holds, `args!` its arguments. All is kept in `typed.txt`.
"""

import json
import os
import signal
import sys
from pathlib import Path

OUT, IN = sys.stdout.buffer, sys.stdin.buffer


def send(kind: bytes, payload: bytes) -> None:
    OUT.write(kind + len(payload).to_bytes(4, "big") + payload)
    OUT.flush()


def piece(key: str, chunk: bytes) -> bytes:
    return b"ts13:deliver_chunks%d:%s%d:%se" % (len(key), key.encode(), len(chunk), chunk)


def draw(text: str) -> None:
    send(b"D", text.encode())


def typed(text: str) -> None:
    with Path("typed.txt").open("a", encoding="utf-8") as out:
        out.write(text)
    if text == "quit!":
        leave(0)
    elif text == "crash!":
        print("Traceback: secret words", file=sys.stderr)
        sys.stderr.flush()
        os._exit(3)
    elif text == "deaf!":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        globals()["deaf"] = True
    elif text == "file!":
        send(
            b"M",
            json.dumps({"type": "deliver_file_start", "key": "k1", "path": '/x/../a"b.svg', "name": None}).encode(),
        )
    elif text == "where!":
        draw(str(Path.cwd()))
        return
    elif text.startswith("env!"):
        draw(os.environ.get(text.split("!")[1], "(none)"))
        return
    elif text == "args!":
        draw(json.dumps(sys.argv[1:]))
        return
    elif text == "url!":
        send(b"M", json.dumps({"type": "open_url", "url": "javascript:alert(1)", "new_tab": True}).encode())
    draw(f"<{text}>")


def leave(status: int) -> None:
    send(b"M", b'{"type": "exit"}')
    sys.stdout.flush()
    os._exit(status)


deaf = False
chunks = {"k1": [b"picture", b""]}
OUT.write(b"__GANGLION__\n")
draw("start " + "x" * 20)
while head := IN.read(5):
    payload = IN.read(int.from_bytes(head[1:], "big"))
    if head[:1] == b"D":
        typed(payload.decode())
        continue
    said = json.loads(payload)
    if said["type"] == "quit" and not deaf:
        leave(0)
    elif said["type"] == "resize":
        draw(f"size {said['width']}x{said['height']}")
    elif said["type"] == "deliver_chunk_request":
        send(b"P", piece(said["key"], chunks[said["key"]].pop(0)))
