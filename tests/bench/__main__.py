"""All longer measurements, one after the other; the figures go into docs/figures.md."""

from __future__ import annotations

import subprocess
import sys

PARTS = (
    *("startup", "conversation", "kill", "coder", "attacks", "guard", "authoring", "library"),
    *("debrief", "afterwards", "rewrites", "pages", "serve", "serve_kill", "tabs", "scale"),
)

if __name__ == "__main__":
    failed = 0
    for part in PARTS:
        print(f"== {part}", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"tests.bench.{part}"], check=False).returncode != 0
    sys.exit(1 if failed else 0)
