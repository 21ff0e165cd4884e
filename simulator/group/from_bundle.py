"""Conversations out of the bundle of a portfolio, with what its assessor judged otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simulator.group.errors import GroupError
from simulator.group.from_export import foreign
from simulator.group.logged import coder_of, differences, plain_turns
from simulator.group.model import GIVEN, Difference, Talk, Trainee
from simulator.group.turns import LONGEST, figures, key_of, last_door
from simulator.i18n import tr
from simulator.portfolio.errors import MALFORMED
from simulator.portfolio.verdict import automatic, judged
from simulator.portfolio.verify import verify
from simulator.practice.api import WARMUP
from simulator.practice.corrections import Correction, latest
from simulator.practice.records import TurnRow
from simulator.report.labels import DEPTHS
from simulator.report.plain import one_line

Row = Mapping[str, Any]


def talks(path: Path, trainee: Trainee) -> Iterator[Talk]:
    """Yield the conversations of a bundle, oldest first; without the warm-up and those without a turn.

    Raises:
        GroupError: it was changed after it was made, or holds something else than toask writes.
        PortfolioError: it is no bundle.
    """
    found = verify(path)
    if found.portfolio is None:
        line = tr("{path} was changed after it was made ({what}); ask for the bundle again.")
        raise GroupError(line.format(path=path, what=", ".join(found.changed[:3])))
    try:
        name = one_line(found.portfolio["about"]["name"], 120)
        if name and trainee.sure < GIVEN:
            trainee = Trainee(name, GIVEN, trainee.classroom)
        verdicts = list(_verdicts(found.portfolio, found.verdicts))
        for one in found.portfolio["conversations"]:
            if one["mode"] != WARMUP and one["figures"]["turns"]:
                yield _talk(one, trainee, path.name, [said for number, said in verdicts if number == one["number"]])
    except MALFORMED as error:
        raise GroupError(foreign(path, error)) from error


def _talk(one: Row, trainee: Trainee, source: str, verdicts: list[Difference]) -> Talk:
    rows = [_row(turn, one["id"]) for turn in one["turns"] if turn["shown"]]
    held = latest([Correction(id=place, **row) for place, row in enumerate(one["corrections"])])
    turns, told = plain_turns(rows, held), one["figures"]
    reached = told["reached"]
    return Talk(
        key=key_of(one["id"], ()), kind="portfolio", source=source, trainee=trainee, id=one["id"],
        title=one_line(one["title"], 200), scenario=one["scenario"]["id"], language=one["scenario"]["language"],
        mode=one["mode"], created=one["created"], ended=one["status"] == "ended",
        deepest=told["depth"] if reached is not None and told["depth"] in DEPTHS else None, reached=reached,
        door=last_door(turns) if reached is False else None, coder=coder_of(rows),
        differences=(*differences(turns, held), *verdicts),
        **figures(turns),  # type: ignore[arg-type] # the names and types are those of Talk
    )  # fmt: skip


def _row(turn: Row, conversation: str) -> TurnRow:
    """Return a turn as the log held it."""
    data: dict[str, Any] = {}
    if turn["role"] == "trainee" and turn["units"]:
        data = {"coded": {"units": turn["units"], "coder": turn["coder"]}, "decided": {"act": turn["act"]}}
    return TurnRow(
        turn["id"], conversation, turn["parent"], turn["role"], turn["speaker"], turn["text"], turn["step"], data,
        turn["created"],
    )  # fmt: skip


def _verdicts(portfolio: Row, verdicts: Row | None) -> Iterator[tuple[int, Difference]]:
    """Yield what an assessor adjusted or rejected of a conversation, with its number in the portfolio."""
    said, machine = judged(verdicts), {one.id: one for one in automatic(portfolio)}
    for name, one in said.items():
        room, _, rest = name.partition("/")
        number, _, of = rest.partition("/")
        if room == "conversations" and one["verdict"] != "accept" and name in machine and of in ("ask_share", "depth"):
            person = str(one.get("value") or "") if one["verdict"] == "adjust" else ""
            yield int(number), Difference(
                "ask_share" if of == "ask_share" else "depth", 0, "", "", machine[name].value, person,
                one_line(str((verdicts or {}).get("assessor", "")), 80), one_line(str(one["reason"]), LONGEST),
            )  # fmt: skip
