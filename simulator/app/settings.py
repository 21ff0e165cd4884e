"""What the app remembers between two starts: one small JSON file in the platform's config folder."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from simulator.files import CannotWrite, write_text
from simulator.i18n import tr
from simulator.practice.api import PracticeError

MOST_REVIEWS = 20
KINDS: dict[str, type] = {
    "theme": str, "language": str, "meter": bool, "warmed_up": bool, "numbers": bool, "name": str, "criteria": str,
    "attendance": str,
}  # fmt: skip
"""Of the settings that are one value each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Remembered choices.

    Attributes:
        theme: name of a theme; unknown names fall back to the default.
        language: `nl`, `en`, or empty: by the locale.
        keys: binding id → key string, as for Textual's `App.set_keymap`.
        meter: the tell ↔ ask meter is shown.
        warmed_up: the guided warm-up was done or put aside.
        numbers: the debrief and progress show figures.
        name: the trainee's own, for the portfolio.
        criteria, attendance: files of the portfolio; empty: none was chosen.
        reviews: files of review projects that were opened here, the latest first.
    """

    theme: str = "toask-dark"
    language: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    meter: bool = True
    warmed_up: bool = False
    numbers: bool = True
    name: str = ""
    criteria: str = ""
    attendance: str = ""
    reviews: tuple[str, ...] = ()

    def reviewed(self, path: Path) -> Settings:
        """Return these settings with a review project on top of those that were opened."""
        name = str(path.absolute())
        return replace(self, reviews=(name, *(one for one in self.reviews if one != name))[:MOST_REVIEWS])


def default_path() -> Path:
    """Return where the settings live; `TOASK_CONFIG` (a folder) goes before the platform's own."""
    own = os.environ.get("TOASK_CONFIG")
    if own:
        return Path(own) / "settings.json"
    from platformdirs import user_config_path

    return user_config_path("toask") / "settings.json"


def from_mapping(data: object) -> Settings:
    """Return settings from parsed JSON; whatever has the wrong type is left at its default."""
    if not isinstance(data, dict):
        return Settings()
    fine: dict[str, Any] = {}
    for name, kind in KINDS.items():
        if isinstance(data.get(name), kind):
            fine[name] = data[name]
    reviews = data.get("reviews")
    if isinstance(reviews, list):
        fine["reviews"] = tuple(one for one in reviews if isinstance(one, str))[:MOST_REVIEWS]
    keys = data.get("keys")
    if isinstance(keys, dict):
        fine["keys"] = {k: v for k, v in keys.items() if isinstance(k, str) and isinstance(v, str) and v.strip()}
    if fine.get("language") not in ("nl", "en"):
        fine["language"] = ""
    return Settings(**fine)


def load(path: Path | None = None) -> Settings:
    """Return the settings in `path`; defaults when it is missing. A damaged one is kept aside, as `….bad`."""
    path = path or default_path()
    try:
        return from_mapping(json.loads(path.read_text(encoding="utf-8")))
    except OSError:
        return Settings()
    except ValueError:
        with suppress(OSError):
            path.replace(path.with_name(path.name + ".bad"))
        return Settings()


def save(settings: Settings, path: Path | None = None, since: Settings | None = None) -> None:
    """Write the settings, whole or not at all.

    Args:
        settings: what holds in this window.
        path: where they live.
        since: what this window had last read or saved: only what differs from it is changed, so that what another
            window saved meanwhile stays. None: all is written.

    Raises:
        PracticeError: the folder cannot be written.
    """
    path = path or default_path()
    if since is not None:
        there = load(path)
        if path.exists():  # else it is gone or was damaged: what holds in this window is all there is
            settings = _changed(there, since, settings)
    try:
        write_text(path, json.dumps(asdict(settings), ensure_ascii=False, indent=2) + "\n")
    except CannotWrite as error:
        line = tr(
            "The settings could not be saved in {folder} ({why}); make that folder writable, or set TOASK_CONFIG "
            "to another one."
        )
        why = error.__cause__
        raise PracticeError(
            line.format(folder=path.parent, why=why.strerror or why if isinstance(why, OSError) else error)
        ) from error


def _changed(there: Settings, before: Settings, now: Settings) -> Settings:
    """Return what is saved already, with what differs between two moments of this window."""
    differs = {one.name: value for one in fields(now) if (value := getattr(now, one.name)) != getattr(before, one.name)}
    if "reviews" in differs:  # each window adds to them
        added = [one for one in now.reviews if one not in before.reviews or one == now.reviews[0]]
        differs["reviews"] = (*added, *(one for one in there.reviews if one not in added))[:MOST_REVIEWS]
    return replace(there, **differs)
