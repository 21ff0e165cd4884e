"""Plays the whole library: all simulated trainees, and again, longer, those that may never reach the need.

Run: python -m tests.bench.library [seeds of the second pass, 200]
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEVER = ("teller", "guesser", "flatterer", "attacker")


def played(*words: str) -> dict[str, object]:
    """Return what a playtest of the library found."""
    command = [sys.executable, "-m", "simulator.cli.main", "scenario", "playtest", str(ROOT / "scenarios"), "--json"]
    found = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
    if not found.stdout:
        raise SystemExit(found.stderr)
    library: dict[str, object] = json.loads(found.stdout)["library"]
    return library


def main() -> None:
    """Play and print one JSON object."""
    seeds = sys.argv[1] if len(sys.argv) > 1 else "200"
    chosen = [word for name in NEVER for word in ("--profile", name)]
    print(json.dumps({"all": played("--seeds", "20"), "never": played("--seeds", seeds, *chosen)}, indent=1))


if __name__ == "__main__":
    main()
