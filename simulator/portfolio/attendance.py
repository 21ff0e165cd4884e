"""Attendance at meetings: a trainer writes it in YAML and signs it; only a file that still holds counts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from simulator.i18n import tr
from simulator.portfolio.canon import sha256, text_of
from simulator.portfolio.errors import NoFile, PortfolioError
from simulator.portfolio.fields import Form, open_form
from simulator.portfolio.keys import Signer, fingerprint
from simulator.portfolio.signed import Signature, check, sign
from simulator.report.plain import one_line

FORMAT = "toask-attendance"
_MOST = 500
_BYTES = 1_000_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Attendance:
    """What a trainer's file comes to.

    Attributes:
        held: the file as it is; None: none was given.
        present: meetings attended, 0 where it does not count.
        why: why it does not count: `none`, `changed`, `other_key`, `other_training`, `other_name`; empty: it counts.
        signature: of the trainer, where it holds.
        known: whether it was held against the trainer's public key.
    """

    held: dict[str, Any] | None = None
    present: int = 0
    why: str = "none"
    signature: Signature | None = None
    known: bool = False


def load(path: Path) -> dict[str, Any]:
    """Return the attendance in a YAML file.

    Raises:
        PortfolioError: it cannot be read, or something in it is wrong; a line for each problem.
    """
    form = open_form(path, "an attendance file")
    form.only("training", "trainer", "name", "meetings")
    found: dict[str, Any] = {
        "training": form.text("training", 80, needed=True, what=tr("the id in the criteria file of the training")),
        "trainer": form.text("trainer", 120, needed=True, what=tr("your name")),
        "name": form.text("name", 120, needed=True, what=tr("the name of the trainee whose attendance this is")),
        "meetings": [_meeting(one) for one in form.rows("meetings", _MOST)],
    }
    if not form.problems and not found["meetings"]:
        form.fail("meetings", tr("Add the meetings under 'meetings', each with date and present."), "missing-key")
    form.check()
    return found


def _meeting(form: Form) -> dict[str, Any]:
    form.only("date", "title", "present")
    day = form.text("date", 20, needed=True, what=tr("the day, such as 2026-01-12"))
    if day and not _is_day(day):
        form.fail("date", tr("Write the day as year-month-day, such as 2026-01-12."), "date")
    if not form.has("present"):
        form.lacks("present", tr("yes or no"))
    return {"date": day, "title": form.text("title", 200), "present": form.truth("present", False)}


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def signed(attendance: Mapping[str, Any], key: Signer) -> str:
    """Return the signed file's text."""
    held = dict(attendance)
    signature = sign("attendance", sha256(text_of(held).encode()), key)
    return text_of({"format": FORMAT, "version": 1, "attendance": held, "signature": signature}) + "\n"


def read(path: Path) -> dict[str, Any]:
    """Return what a signed file holds; whether it still holds is for `judge`.

    Raises:
        NoFile, PortfolioError: it cannot be read, or is no attendance file.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES + 1)
    except FileNotFoundError as error:
        raise NoFile(f"There is no file {path}; name the signed attendance that the trainer sent.") from error
    except OSError as error:
        raise PortfolioError(f"{path} cannot be read ({error.strerror}); check its name and permissions.") from error
    try:
        held = json.loads(data.decode("utf-8")) if len(data) <= _BYTES else None
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise PortfolioError(
            f"{path} is no attendance that a trainer signed, or is damaged; ask the trainer for it again."
        )
    return held


def judge(held: Mapping[str, Any] | None, training: str, name: str, trainer: bytes | None = None) -> Attendance:
    """Return what a signed file comes to.

    Args:
        held: as `read` gave it; None: none was given.
        training: id of the training.
        name: of the trainee; empty: nobody was named, and the file's name is taken.
        trainer: the trainer's raw public key, to hold the signature against.
    """
    if held is None:
        return Attendance()
    kept = dict(held)
    found = _checked(held)
    if found is None or not _sound(held["attendance"]):
        return Attendance(kept, why="changed")
    if trainer is not None and fingerprint(trainer) != found.fingerprint:
        return Attendance(kept, why="other_key", signature=found)
    said = held["attendance"]
    known = trainer is not None
    if said["training"] != training:
        return Attendance(kept, why="other_training", signature=found, known=known)
    if name and _plain(said["name"]) != _plain(name):
        return Attendance(kept, why="other_name", signature=found, known=known)
    return Attendance(kept, sum(one["present"] for one in said["meetings"]), "", found, known)


def _checked(held: Mapping[str, Any]) -> Signature | None:
    try:
        digest = sha256(text_of(held.get("attendance")).encode())
    except (ValueError, RecursionError):
        return None
    return check("attendance", digest, held.get("signature"))


def _sound(said: object) -> bool:
    """Return whether signed data have the form that this version knows."""
    if not isinstance(said, Mapping) or not all(
        isinstance(said.get(key), str) for key in ("training", "trainer", "name")
    ):
        return False
    meetings = said.get("meetings")
    return isinstance(meetings, list) and all(
        isinstance(one, Mapping)
        and isinstance(one.get("present"), bool)
        and isinstance(one.get("date"), str)
        and isinstance(one.get("title"), str)
        for one in meetings
    )


def _plain(name: str) -> str:
    return one_line(name).casefold()
