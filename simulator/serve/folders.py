"""The folder of each account: its conversations, settings and exports, for nobody else on the machine to read."""

from __future__ import annotations

import os
import re
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Folder:
    """Where things of one account lie, below `top`."""

    top: Path

    @property
    def database(self) -> Path:
        """The practice log."""
        return self.top / "data" / "practice.db"

    @property
    def exports(self) -> Path:
        """What the app wrote to the documents folder."""
        return self.top / "documents" / "toask"

    @property
    def log(self) -> Path:
        """What the app said when it failed."""
        return self.top / "failed.log"

    def make(self) -> None:
        """Make all of it, readable by the server's user alone."""
        for one in (self.top.parent, self.top, *(self.top / n for n in ("data", "config", "documents", "temporary"))):
            private(one)

    def erase(self) -> None:
        """Remove all of it for good."""
        if self.top.is_dir() and not self.top.is_symlink():
            shutil.rmtree(self.top)


def folder_of(data: Path, account: str) -> Folder:
    """Return the folder of an account.

    Raises:
        ValueError: that is no id of an account, and might lead elsewhere.
    """
    if not _ID.fullmatch(account):
        raise ValueError("not an account")
    return Folder(data / "accounts" / account)


def private(folder: Path) -> None:
    """Make a folder that only its owner can enter.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) != 0o700:
        folder.chmod(0o700)


def plain_file(path: Path, inside: Path) -> bool:
    """Return whether `path` is a file that lies in `inside` itself: no link, and nothing that leads elsewhere."""
    return path.parent == inside and not inside.is_symlink() and path.is_file() and not path.is_symlink()
