"""Counts of topic matching: what was asked for and found, and silence where nothing answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["answered", "anchor", "nothing"]


@dataclass(slots=True)
class Figures:
    """Counts: questions with an answer, right ones; questions with none, silent ones; anchors, right ones."""

    fitting: int = 0
    right: int = 0
    none: int = 0
    silent: int = 0
    anchors: int = 0
    anchored: int = 0

    def count(self, group: Group, good: bool) -> None:
        """Count one question."""
        if group == "nothing":
            self.none, self.silent = self.none + 1, self.silent + good
        elif group == "anchor":
            self.anchors, self.anchored = self.anchors + 1, self.anchored + good
        else:
            self.fitting, self.right = self.fitting + 1, self.right + good

    def line(self, name: str) -> str:
        """Return one printed line."""
        return (
            f"{name:28} right {self.right}/{self.fitting} = {self.right / max(1, self.fitting):.2f}   "
            f"none {self.silent}/{self.none} = {self.silent / max(1, self.none):.2f}   "
            f"anchors {self.anchored}/{self.anchors} = {self.anchored / max(1, self.anchors):.2f}"
        )
