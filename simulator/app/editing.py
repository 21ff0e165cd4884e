"""Text in the user's own editor ($VISUAL or $EDITOR), while the app makes room for it."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from pathlib import Path
from time import monotonic
from typing import Any

from textual.app import App, SuspendNotSupported

from simulator.i18n import tr
from simulator.practice.api import PracticeError

MOST_BYTES = 2_000_000
AT_ONCE = 1.0
"""Seconds under which an editor that changed nothing cannot have been used."""


def edited(app: App[Any], text: str) -> str:
    """Return `text` as it was left in the editor. Blocks, and takes the terminal for the time.

    Raises:
        PracticeError: there is no editor, it cannot be started, or what it left is too long; `text` stands as it was.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise PracticeError(tr("No editor is set: put its name into EDITOR, such as nano, and start toask again."))
    handle, name = tempfile.mkstemp(".md", "toask-")
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(text)
    try:
        found = _left(app, editor, path, text)
    except _Kept:
        line = tr("That is more than can be kept here; it lies in {path}. Shorten it and try again.")
        raise PracticeError(line.format(path=path)) from None
    except PracticeError:
        path.unlink(missing_ok=True)
        raise
    path.unlink(missing_ok=True)
    return found


class _Kept(Exception):
    """What was written does not fit, and its file must stay."""


def _left(app: App[Any], editor: str, path: Path, text: str) -> str:
    began = monotonic()
    failed: OSError | ValueError | None = None
    code = 0
    try:
        with app.suspend():
            # The app takes the terminal back only when nothing is raised in here.
            try:
                code = _run([*shlex.split(editor), str(path)])
            except (OSError, ValueError) as error:
                failed = error
        if failed is not None:
            raise failed
        if path.stat().st_size > MOST_BYTES:
            raise _Kept
        found = path.read_text(encoding="utf-8-sig", errors="replace")
    except SuspendNotSupported as error:
        raise PracticeError(tr("An editor cannot be opened from here; write in the app instead.")) from error
    except (OSError, ValueError) as error:
        line = tr("{editor} cannot be started ({error}); set EDITOR to another.")
        raise PracticeError(line.format(editor=editor, error=getattr(error, "strerror", None) or error)) from error
    if found == text and (code or monotonic() - began < AT_ONCE):
        line = tr("{editor} came back at once with nothing changed; set EDITOR to one that waits, such as nano.")
        raise PracticeError(line.format(editor=editor))
    return found


def _run(command: list[str]) -> int:
    """Run the editor and return its status; Ctrl+C is the editor's, and ends neither it nor the app."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run(command, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
