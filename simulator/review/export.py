"""What people coded as training data, in the form of the corpus in `models/question-coder/data`.

Only what people stand for goes along: one finished coding as it is; of several the turns that all coded alike and those
that were settled. A turn without that goes along as context, without units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.coding.codebook import VERSION
from simulator.files import whole
from simulator.i18n import tr
from simulator.review.agree import still_blind, turns_of
from simulator.review.cuts import Cut, Cuts
from simulator.review.errors import ReviewError
from simulator.review.journal import load
from simulator.review.places import title
from simulator.review.project import Coding, Project, Reviewed
from simulator.review.sight import alike
from simulator.scoring.jsontext import dumps

LANGUAGES = ("nl", "en")


@dataclass(slots=True)
class Exported:
    """What went along: files, conversations, turns and units with codes; `context`: turns without; and what did not."""

    files: list[Path] = field(default_factory=list)
    conversations: int = 0
    turns: int = 0
    units: int = 0
    context: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


def export(paths: Sequence[Path], out: Path, coder: str = "") -> Exported:
    """Write the codings of projects to `out/nl` and `out/en`, a file a project, and return what went along.

    Args:
        paths: the projects.
        out: a folder; files of the same projects in it are written anew.
        coder: only what this person coded, as it is; empty: what all stand for.

    Raises:
        ReviewError: nothing of it can be learnt from.
        ToaskError: a project cannot be read, or the folder cannot be written.
    """
    found = Exported()
    rows: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for path in paths:
        project = load(path)
        for held in project.talks.values():
            why = _unfit(held, coder)
            if why:
                found.left_out.append((held.talk.id, why))
                continue
            row = _row(project, held, _gold(held, coder), coder)
            rows.setdefault((held.talk.language, f"{title(path)}-{project.id[:8]}"), []).append(row)
            _count(found, row)
    if not found.units:
        why = "; ".join(f"{name}: {reason}" for name, reason in found.left_out[:3])
        raise ReviewError(tr("There is nothing to learn from yet ({why}).").format(why=why or tr("no transcripts")))
    for (language, name), lines in rows.items():
        file = out / language / f"{name}.jsonl"
        with whole(file) as beside:
            beside.write_text("".join(f"{dumps(line)}\n" for line in lines), encoding="utf-8")
        found.files.append(file)
    return found


def _unfit(held: Reviewed, coder: str) -> str:
    """Return why nothing of a transcript goes along; empty: it can."""
    if held.talk.language not in LANGUAGES:
        return tr("its language is not known; open it again with --lang nl or --lang en")
    if coder:
        own = held.coding(coder)
        return "" if own is not None and own.finished else tr("{name} has not finished it").format(name=coder)
    waiting = still_blind(held)
    if waiting:
        return tr("{names} still codes it blind; --coder NAME takes one coding").format(names=", ".join(waiting))
    return "" if _finished(held) else tr("nobody has finished it")


def _finished(held: Reviewed) -> list[Coding]:
    return [one for one in held.codings.values() if one.finished]


def _gold(held: Reviewed, coder: str) -> dict[int, Cuts]:
    """Return the turns that people stand for, with their units."""
    people = _finished(held)
    chosen = held.coding(coder) if coder else people[0] if len(people) == 1 else None
    if chosen is not None:
        return turns_of(chosen)
    same = {turn: both.cuts for turn in held.trainee if (both := alike(people, turn)) is not None}
    return same | turns_of(held.agreed)


def _row(project: Project, held: Reviewed, gold: Mapping[int, Cuts], coder: str) -> dict[str, Any]:
    people = [one for one in _finished(held) if not coder or one.name.casefold() == coder.casefold()]
    turns: list[dict[str, Any]] = []
    for number, line in enumerate(held.talk.lines, 1):
        turn: dict[str, Any] = {"speaker": line.role, "text": line.text}
        if number in gold:
            turn["units"] = [_unit(line.text, one) for one in gold[number]]
        turns.append(turn)
    return {
        "id": f"review-{project.id[:8]}-{held.talk.id}", "language": held.talk.language, "school": "", "register": "",
        "codebook": VERSION, "coders": [one.name for one in people], "blind": all(one.blind for one in people),
        "machine": held.machine.coder if held.machine else "", "turns": turns,
    }  # fmt: skip


def _unit(text: str, one: Cut) -> dict[str, Any]:
    row = {"text": text[one.start : one.end], "code": one.code, "flags": list(one.flags)}
    return row | ({"reason": one.reason} if one.reason else {})


def _count(found: Exported, row: Mapping[str, Any]) -> None:
    own = [turn for turn in row["turns"] if turn["speaker"] == "trainee"]
    coded = [turn for turn in own if "units" in turn]
    found.conversations += 1
    found.turns += len(coded)
    found.units += sum(len(turn["units"]) for turn in coded)
    found.context += len(own) - len(coded)
