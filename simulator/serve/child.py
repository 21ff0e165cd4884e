"""What an account's app is started with: a small environment of its own, and nothing of the server's secrets."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from simulator.serve.accounts import Account
from simulator.serve.config import Config
from simulator.serve.folders import Folder
from simulator.serve.models.backing import FRUGAL
from simulator.serve.tab import FOLDER

COMMAND = (sys.executable, "-P", "-m", "simulator.serve.tab")
_KEPT = (
    *("PATH", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "VIRTUAL_ENV"),
    *("TOASK_VOICE", "TOASK_SCORING", "TOASK_SCENARIOS", "TOASK_CRITERIA", "TOASK_API_KEY"),
    *FRUGAL,
)


def environment(
    config: Config, account: Account, folder: Folder, width: int, height: int, environ: Mapping[str, str]
) -> dict[str, str]:
    """Return the environment of an app.

    Args:
        config: of the server.
        account: whose app it is.
        folder: the account's.
        width: of the terminal, in cells.
        height: of the terminal, in cells.
        environ: of the server itself; only what an app needs is handed on.
    """
    from simulator.models.folder import root

    kept = {name: environ[name] for name in _KEPT if environ.get(name)}
    kept |= _terminal(width, height)
    top = folder.top
    kept |= {
        "HOME": str(top), "TMPDIR": str(top / "temporary"), "TOASK_DATA": str(top / "data"),
        "TOASK_CONFIG": str(top / "config"), "XDG_DATA_HOME": str(top / "data"), "XDG_CONFIG_HOME": str(top / "config"),
        "XDG_CACHE_HOME": str(top / "temporary"), "XDG_DOCUMENTS_DIR": str(top / "documents"),
        "TOASK_MODELS": str(root()), "TOASK_LANG": account.language or config.language,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    if config.confine:
        kept[FOLDER] = str(top)
    return kept


def _terminal(width: int, height: int) -> dict[str, str]:
    """Return what tells Textual to speak packets, and to draw for a line that may be slow."""
    return {
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "TEXTUAL_FPS": "30", "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_COLOR_SYSTEM": "truecolor", "TERM_PROGRAM": "textual", "TERM": "xterm-256color",
        "COLUMNS": str(width), "ROWS": str(height),
    }  # fmt: skip


def server_environment() -> dict[str, str]:
    """Return the server's own environment."""
    return dict(os.environ)
