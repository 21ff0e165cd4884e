"""Start-up times: `toask --help`, first paint of the home screen in a terminal, models ready from the cache.

Run: python -m tests.bench.startup. POSIX only (it needs a pseudo-terminal). Prints one JSON object of medians.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

TOASK = str(Path(sys.executable).parent / "toask")
PAINTED = b"toask"
READY = "import time\nfrom simulator.practice.build import Workshop\nWorkshop().load()\nprint(time.time())"


def timed(command: list[str]) -> float:
    """Return the seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def ready() -> float:
    """Return the seconds from the start of a new process until all models can answer."""
    start = time.time()
    found = subprocess.run([sys.executable, "-c", READY], check=True, capture_output=True, text=True)
    return float(found.stdout) - start


def first_paint(data: str = "", words: bytes = PAINTED) -> float:
    """Return the seconds from start until `words` are on an 80x24 terminal; `data`: its folder, else an empty one."""
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ |= {
                "TOASK_DATA": data or home,
                "TOASK_CONFIG": home,
                "TERM": "xterm-256color",
                "TOASK_LANG": "nl",
            }
            os.execv(TOASK, [TOASK])
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        seen = b""
        took = float("nan")
        while time.perf_counter() - start < 15:
            if select.select([terminal], [], [], 0.05)[0]:
                seen += os.read(terminal, 65536)
                if words in seen:
                    took = time.perf_counter() - start
                    break
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
        return took


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = range(parser.parse_args().runs)
    found = {
        "help_s": statistics.median(timed([TOASK, "--help"]) for _ in runs),
        "first_paint_s": statistics.median(first_paint() for _ in runs),
        "ready_s": statistics.median(ready() for _ in list(runs)[:5]),
    }
    print(json.dumps({key: round(value, 3) for key, value in found.items()}))
    limits = {"help_s": 0.15, "first_paint_s": 0.6, "ready_s": 4.0}
    return 0 if all(found[key] <= limit for key, limit in limits.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
