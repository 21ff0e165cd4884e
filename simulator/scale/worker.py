"""A worker: holds the scorer of one process, and scores the batches that come to it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from simulator import __version__
from simulator.coding.coder import Coder
from simulator.errors import ToaskError
from simulator.models.memory import give_back
from simulator.scale.packets import talks_of
from simulator.scoring.journal import line_of
from simulator.scoring.scorer import Scorer


def mark_of(coder: Coder, codebook: int) -> str:
    """Return what must be the same on every machine: toask, the coder with its weights, the codebook."""
    loaded = getattr(getattr(coder, "reader", None), "loaded", None)
    weights = f" {loaded.codes_version}" if loaded is not None else ""
    return f"toask {__version__}, {coder.name}{weights}, codebook {codebook}"


class Worker:
    """A stateful worker over rows of `simulator.scale.packets`.

    Args:
        scorer: the one of a run in one process; its coder is loaded here, at the first batch that needs it.
        mark: what the machine that reads has, see `mark_of`.
    """

    def __init__(self, scorer: Scorer, mark: str) -> None:
        self._scorer = scorer
        self._mark = mark
        self._other = ""
        self._compared = False

    def __call__(self, rows: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """Return for each row its number, keys, what was told, the lines of the journal, and what went wrong."""
        scored = [self._score(keys, talks) for keys, talks in zip(rows["keys"], rows["talks"], strict=True)]
        return {
            "number": list(rows["number"]), "keys": list(rows["keys"]), "told": list(rows["told"]),
            "lines": [lines for lines, _ in scored], "error": [error for _, error in scored],
        }  # fmt: skip

    def _score(self, keys: str, talks: str) -> tuple[str, str]:
        """Return lines of the journal, one conversation each, and an error in one sentence."""
        conversations, acts = talks_of(talks)
        if not conversations:
            return "", ""
        try:
            if error := self._compare():
                return "", error
            scored = self._scorer(conversations, acts)
            give_back()
        except ToaskError as wrong:
            return "", str(wrong)
        return "\n".join(line_of(key, one) for key, one in zip(json.loads(keys), scored, strict=True)), ""

    def _compare(self) -> str:
        if not self._compared:
            mine = mark_of(self._scorer.coder, self._scorer.codebook)
            if mine != self._mark:
                self._other = (
                    f"A worker has {mine}, and this machine {self._mark}; install the same toask on every machine."
                )
            self._compared = True
        return self._other
