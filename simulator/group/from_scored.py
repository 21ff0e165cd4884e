"""Transcripts that were scored: the JSON of `toask score`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simulator.group.errors import GroupError
from simulator.group.model import SPEAKER, Talk, Trainee
from simulator.group.turns import Turn, figures, key_of
from simulator.i18n import tr
from simulator.report.plain import one_line
from simulator.scoring.model import Scored, ScoredTurn
from simulator.scoring.read import from_json
from simulator.transcripts.json_stream import pieces
from simulator.transcripts.options import ReadOptions
from simulator.transcripts.source import Source
from simulator.transcripts.speakers import KNOWN_ROLES

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?")


def talks(path: Path, trainee: Trainee) -> Iterator[Talk]:
    """Yield the conversations of a scored file, in its order.

    Raises:
        TranscriptError, ScoringError: it is no JSON, or not what `toask score` writes.
        GroupError: it holds no conversations.
    """
    source = Source(path, ReadOptions())
    found: list[Scored] = []
    rest: dict[str, Any] = {}
    with source.open() as file:
        for piece in pieces(file, source.name):
            if piece.element and piece.key == "conversations" and isinstance(piece.value, Mapping):
                found.append(from_json(piece.value, source.name))
            elif not piece.element:
                rest[piece.key] = piece.value
    if not found:
        line = tr("{path} holds no scored conversations; give what `toask score --json` printed.")
        raise GroupError(line.format(path=path))
    coder = one_line(str(rest.get("coder") or ""), 80)
    for one in found:
        yield talk_of(one, trainee, path.name, coder)


def talk_of(scored: Scored, trainee: Trainee, source: str, coder: str) -> Talk:
    """Return a scored transcript; the trainee is who speaks as one, where the file gives a name of somebody."""
    own = [turn for turn in scored.turns if turn.role == "trainee"]
    turns = [Turn(place, "", turn.units, turn.units) for place, turn in enumerate(own, 1)]
    when = next((found[0] for turn in scored.turns if (found := _DATE.fullmatch(turn.timestamp.strip()))), "")
    return Talk(
        key=key_of(scored.id, (turn.text for turn in own)), kind="scored", source=source,
        trainee=named(trainee, own), id=one_line(scored.id, 120), title=one_line(scored.id, 120),
        language=scored.language, created=when, coder=coder,
        **figures(turns),  # type: ignore[arg-type] # the names and types are those of Talk
    )  # fmt: skip


def named(trainee: Trainee, own: list[ScoredTurn]) -> Trainee:
    """Return the trainee under the speaker's name, where nobody said it and that is more than a role."""
    speaker = one_line(Counter(turn.speaker for turn in own).most_common(1)[0][0], 80) if own else ""
    if trainee.sure >= SPEAKER or not speaker or speaker.casefold() in KNOWN_ROLES:
        return trainee
    return Trainee(speaker, SPEAKER, trainee.classroom)
