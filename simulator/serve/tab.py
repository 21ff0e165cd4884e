"""The process behind one browser tab: held to its account's folder, gone when the server is gone, then `toask` itself.

Run by the server as `python -m simulator.serve.tab ARGUMENTS…`, with the account's environment.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from simulator.serve.confine import confine

FOLDER = "TOASK_TAB_FOLDER"
"""Names the account's folder, to which this process is held; without it, it is not."""
UNIX = "unix:"
"""Before the address of a scoring process that is known to be a unix socket, also while it is not there."""
FILE_BYTES = 512_000_000
OPEN_FILES = 512
_LOOK = 2.0
_PATIENCE = 5.0
_SYSTEM = ("/usr", "/lib", "/lib64", "/proc", "/sys/devices/system", "/run/systemd/resolve", "/dev/urandom")
_ETC = (
    *("hosts", "host.conf", "resolv.conf", "nsswitch.conf", "gai.conf", "passwd", "localtime", "timezone"),
    *("ld.so.cache", "ssl/certs", "pki/tls/certs", "pki/ca-trust", "ca-certificates"),
)
"""Not all of it: keys and the server's own settings lie there too."""


def main(arguments: Sequence[str]) -> None:
    """Become the app."""
    os.umask(0o077)
    _limit()
    _follow(os.getppid())
    _hold(os.environ)
    sys.argv = ["toask", *arguments]
    runpy.run_module("simulator.cli.main", run_name="__main__", alter_sys=True)


def _limit() -> None:
    """Keep one account from filling the disk with one file, or leaving its memory there."""
    try:
        import resource
    except ImportError:
        return
    for kind, wanted in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, FILE_BYTES),
                         (resource.RLIMIT_NOFILE, OPEN_FILES)):  # fmt: skip
        most = resource.getrlimit(kind)[1]
        value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (value, most))


def _follow(parent: int) -> None:
    """End this process when the one that started it is gone; all that was sent is saved by then."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_PATIENCE)
        os._exit(1)

    threading.Thread(target=look, name="follows-the-server", daemon=True).start()


def _hold(environ: Mapping[str, str]) -> None:
    own = environ.get(FOLDER)
    if own:
        confine(reads(environ), [Path(own), Path("/dev/null")], ports(environ))


def reads(environ: Mapping[str, str]) -> list[Path]:
    """Return what an app must be able to read: the system, Python, toask, its models and the trainer's scenarios."""
    package = Path(__file__).resolve().parents[1]
    beside = [package, *(package.parent / name for name in ("scenarios", "models", "docs/examples"))]
    python = [Path(one) for one in sys.path if one and "python" in one.lower()]
    bases = [Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), Path(sys.executable).resolve().parent]
    given = (environ.get(name, "").split(os.pathsep) for name in ("TOASK_SCENARIOS", "TOASK_CRITERIA"))
    named = [Path(one) for some in given for one in some if one.strip()]
    models = [Path(environ["TOASK_MODELS"])] if environ.get("TOASK_MODELS") else []
    # The address of the scoring process may be made anew while the app runs, so it is its folder that counts.
    scoring = environ.get("TOASK_SCORING", "").removeprefix(UNIX)
    address = [Path(scoring).parent] if scoring else []
    safe = [one for one in address if not Path(environ.get(FOLDER) or "/").is_relative_to(one)]
    system = [*map(Path, _SYSTEM), *(Path("/etc", one) for one in _ETC)]
    return [*system, *beside, *python, *bases, *named, *models, *safe]


def ports(environ: Mapping[str, str]) -> list[int] | None:
    """Return the TCP ports that an app needs, those of a model server; None: it cannot be told, so any will do."""
    scoring = environ.get("TOASK_SCORING", "")
    if scoring and not (scoring.startswith(UNIX) or Path(scoring).is_socket()):
        return None
    address = environ.get("TOASK_VOICE", "")
    if address.startswith(("http:http", "https:http")):
        address = address.partition(":")[2]
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return []
    return [parts.port or (443 if parts.scheme == "https" else 80)]


if __name__ == "__main__":
    main(sys.argv[1:])
