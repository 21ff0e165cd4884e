"""What `toask practice --plain` says besides the talk: its commands, in two languages, and the situation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.app.text import clean, turns_text
from simulator.i18n import mark, tr
from simulator.practice.api import RESUME, PracticeError

if TYPE_CHECKING:
    from simulator.app.services import Services

COMMANDS: dict[str, str] = {
    mark("/help"): mark("these commands"),
    mark("/brief"): mark("the situation once more"),
    mark("/hint"): mark("help when you are stuck (it is counted)"),
    mark("/again"): mark("the school's last answer in other words"),
    mark("/edit TEXT"): mark("replace your last turn by TEXT"),
    mark("/guess TEXT"): mark("keep what you think is going on"),
    mark("/note TEXT"): mark("keep a note"),
    mark("/notes"): mark("read your guesses and notes"),
    mark("/meter"): mark("how much you told and asked so far"),
    mark("/turns"): mark("turns done and left"),
    mark("/end"): mark("end the conversation and look back on it"),
    mark("/quit"): mark("leave; you can go on later"),
    "//…": mark("a turn that begins with a slash"),
}


def help_lines() -> list[str]:
    """Return the commands, by their names in the language in use, and the English names beside those."""
    names = [tr(name) for name in COMMANDS]
    width = max(map(len, names))
    lines = [f"{name.ljust(width)}  {tr(purpose)}" for name, purpose in zip(names, COMMANDS.values(), strict=True)]
    english = [_bare(name) for name in COMMANDS if tr(name) != name]
    return [*lines, tr("These work too: {names}").format(names=" ".join(english))] if english else lines


def command(name: str) -> str:
    """Return the English name of a command that was typed, whose name in the language in use it may be."""
    return next((_bare(one) for one in COMMANDS if name in (_bare(one), _bare(tr(one)))), name)


def _bare(name: str) -> str:
    return name.split()[0]


def situation(services: Services, ref: str) -> str:
    """Return what the brief on the screen says, for `ref`, which may name a kept conversation; empty: unknown.

    Raises:
        PracticeError: there is no such scenario.
    """
    if not ref.startswith(RESUME):
        card = services.scenario(ref)
        return told(card.title, card.brief, card.role, card.offer, card.goals, card.patience)
    from simulator.practice.kept import scenario_of

    try:
        row = services.store().conversation(ref.removeprefix(RESUME))
        kept = scenario_of(row)
    except PracticeError:  # The conversation itself is opened next and says what is wrong.
        return ""
    return told(row.title, kept.brief, kept.you.role, kept.you.offer, kept.goals, kept.difficulty.patience)


def told(title: str, brief: str, role: str, offer: str, goals: Sequence[str], patience: int) -> str:
    """Return a brief as lines of text."""
    lines = [clean(title), clean(brief)]
    lines += [
        f"{label}: {clean(words)}" for label, words in ((tr("You are"), role), (tr("What you have to offer"), offer))
        if words
    ]  # fmt: skip
    if goals:
        lines.append(tr("Goals") + ": " + "; ".join(map(clean, goals)))
    if patience:
        line = tr("the school has time for {turns}").format(turns=turns_text(patience))
        lines.append(line[:1].upper() + line[1:])
    return "\n".join(line for line in lines if line)
