"""The guard: nothing is shown that it has not passed. Faults are short ids, never words of what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulator.voice.checks import address, echo, facts, form, language, locked, role
from simulator.voice.checks.locked import LockedTexts
from simulator.voice.checks.scene import Scene
from simulator.voice.learnt.judge import judge_of
from simulator.voice.types import Ask, Candidate, VoiceError

if TYPE_CHECKING:
    from simulator.coding.coder import Encoder

FAMILIES = (form, language, role, address, facts, echo, locked)
LAX = frozenset({"again", "long", "address", "language"})
"""Faults with which a written line may still be said when no other is left: better a line twice than none."""


class Guard:
    """Checks replies.

    Args:
        locked: an own test whether a text gives away what may not be said; beside the texts given with each act.
        encoder: lets paraphrases of locked texts be found by meaning; with the shipped one goes a judge that learnt
            to find them, and broken language, beside the rules.
        learnt: whether that judge is asked.

    Raises:
        VoiceError: the judge's net is damaged.
    """

    def __init__(
        self, locked: Callable[[str], bool] | None = None, encoder: Encoder | None = None, learnt: bool = True
    ) -> None:
        self._locked = locked
        self.encoder = encoder
        self._judge = judge_of(encoder) if encoder is not None and learnt else None

    def over(self, ask: Ask, locked_texts: Sequence[str] = ()) -> Bound:
        """Return the guard over one act; `locked_texts` is what no reply may say yet."""
        scene = Scene(ask)
        found = LockedTexts(locked_texts, scene.public(), ask.language, self.encoder)
        own, judge = self._locked, self._judge
        if judge is None:
            return Bound(replace(scene, locked=lambda text: found(text) or (own is not None and own(text))))
        sure = replace(scene, locked=lambda text: found.surely(text) or (own is not None and own(text)))
        return Bound(sure, judge.over(ask, locked_texts, found))

    def check(self, text: str, ask: Ask, locked_texts: Sequence[str] = (), written: bool = False) -> tuple[str, ...]:
        """Return the faults of one text (empty: passed)."""
        return self.over(ask, locked_texts).faults(text, written)


@dataclass(frozen=True, slots=True)
class Bound:
    """A guard over one act.

    Attributes:
        scene: what the rules know besides the text.
        judge: says what is wrong with a text by what was learnt (empty: nothing); None: the rules judge alone.
    """

    scene: Scene
    judge: Callable[[str], str] | None = None

    def faults(self, text: str, written: bool = False) -> tuple[str, ...]:
        """Return short ids of what is wrong, in order, each once; `written`: by people, for this act."""
        scene = replace(self.scene, written=written)
        found = tuple(dict.fromkeys(fault for family in FAMILIES for fault in family.faults(text, scene)))
        if found or written or self.judge is None:
            return found
        learnt = self.judge(text)
        return (learnt,) if learnt else ()

    def keep_written(self, lines: Sequence[str], rejected: list[str]) -> list[str]:
        """Return the written lines that pass; when none does, those with the slightest faults.

        Raises:
            VoiceError: there is no line at all that may be said.
        """
        found = [(line, self.faults(line, written=True)) for line in lines]
        rejected += [fault for _, faults in found for fault in faults]
        good = [line for line, faults in found if not faults] or [line for line, f in found if set(f) <= LAX]
        if not good:
            raise VoiceError(
                "The scenario has no line that can be said here: run `toask scenario check` on it and correct it."
            )
        return good

    def first_good(self, candidates: Iterable[Candidate], rejected: list[str]) -> Candidate | None:
        """Return the best candidate that passes; faults of better ones go to `rejected`."""
        for one in candidates:
            faults = self.faults(one.text, written=True) if one.way == "select" else one.faults
            if not faults or (set(faults) <= LAX and not one.reaction and one.way == "select"):
                return one
            rejected += faults
        return None
