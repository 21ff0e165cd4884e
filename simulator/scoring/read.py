"""Scored conversations back from JSON: what `to_json` wrote, or what people and other tools coded by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from simulator.coding.codebook import CODES, FLAGS, Main, Unit, main_of, value_of
from simulator.i18n import tr
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import Scored, ScoredTurn, annomi_of
from simulator.transcripts.model import Role


def from_json(data: Mapping[str, Any], source: str = "") -> Scored:
    """Return the conversation that `simulator.scoring.model.to_json` wrote.

    A unit may leave out all but `text` and `code`: its value then follows from code and flags, as the codebook says.

    Raises:
        ScoringError: it is not of that form; one sentence that names the conversation and the turn.
    """
    name = str(data.get("id", "")) if isinstance(data, Mapping) else ""
    rows = data.get("turns") if isinstance(data, Mapping) else None
    if not isinstance(rows, list):
        line = tr("{where} has no list of turns; give what `toask score --json` prints.")
        raise ScoringError(line.format(where=_where(source, name)))
    said = tr("turn")
    turns = tuple(_turn(row, f"{_where(source, name)}, {said} {place}") for place, row in enumerate(rows, 1))
    measures = data.get("measures")
    return Scored(
        name, str(data.get("language", "")), turns, measures if isinstance(measures, dict) else {},
        str(data.get("source", source)),
    )  # fmt: skip


def unit_from(data: Mapping[str, Any], where: str) -> Unit:
    """Return a unit from its keys.

    Raises:
        ScoringError: a code or flag that is not in the codebook, or something that is no unit.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("text"), str):
        raise ScoringError(f"{where}: " + tr("a unit has no text; give every unit a text and a code."))
    code = str(data.get("code", "")).strip().upper()
    if code not in CODES:
        line = tr('"{code}" is no code; choose one of {codes}.')
        raise ScoringError(f"{where}: " + line.format(code=_inside(code), codes=", ".join(CODES)))
    flags = _flags(data.get("flags"), where)
    try:
        value = _number(data.get("value"), value_of(code, flags))
        confidence = _number(data.get("confidence"), 1.0)
    except (TypeError, ValueError, OverflowError) as error:
        line = tr("value and confidence must be numbers; mend or leave them out.")
        raise ScoringError(f"{where}: {line}") from error
    if not value.is_integer() or not -3 <= value <= 3 or not 0 <= confidence <= 1:
        line = tr("a value is a whole number from −3 to 3, and a confidence lies between 0 and 1; mend it.")
        raise ScoringError(f"{where}: {line}")
    return Unit(data["text"], code, int(value), flags, confidence, str(data.get("reason") or ""))


def coded_turn(
    speaker: str, text: str, units: Sequence[Unit], annomi: str = "", unsure: Sequence[bool] = (), timestamp: str = ""
) -> ScoredTurn:
    """Return a trainee's turn whose `main` (and, where not given, AnnoMI's label) follow from its units."""
    main: Main = main_of(units)
    label = annomi or annomi_of([unit.code for unit in units])
    return ScoredTurn(speaker, "trainee", text, tuple(units), main, label, timestamp, tuple(unsure))


def _turn(row: object, where: str) -> ScoredTurn:
    if not isinstance(row, Mapping) or not isinstance(row.get("text"), str):
        raise ScoringError(f"{where}: " + tr("there is no text; give what `toask score --json` prints."))
    role, speaker = row.get("role"), str(row.get("speaker", ""))
    if role not in ("trainee", "school"):
        line = tr('the role is {role}; write "trainee" or "school".')
        raise ScoringError(f"{where}: " + line.format(role=_short(repr(role))))
    if role == "school":
        return ScoredTurn(speaker, cast(Role, role), row["text"], timestamp=str(row.get("timestamp", "")))
    held = row.get("units")
    if not isinstance(held, list):
        raise ScoringError(f"{where}: " + tr("a trainee's turn has no list of units; code the turn first."))
    units = [unit_from(unit, where) for unit in held]
    unsure = [bool(unit.get("unsure", False)) for unit in held]
    return coded_turn(speaker, row["text"], units, str(row.get("annomi") or ""), unsure, str(row.get("timestamp", "")))


def _number(held: object, default: float) -> float:
    """Return a figure of a unit, or `default` where none is given; what is true or false is no figure."""
    if held is None or held == "":
        return float(default)
    if not isinstance(held, str | int | float) or isinstance(held, bool):
        raise TypeError
    return float(held)


def _flags(held: object, where: str) -> tuple[str, ...]:
    names = held.replace(";", " ").replace(",", " ").split() if isinstance(held, str) else held or []
    if not isinstance(names, list):
        raise ScoringError(f"{where}: " + tr("flags are no list; write them as a list of names."))
    for name in names:
        if name not in FLAGS:
            line = tr('"{flag}" is no flag; choose of {flags}.')
            raise ScoringError(f"{where}: " + line.format(flag=_inside(str(name)), flags=", ".join(sorted(FLAGS))))
    return tuple(names)


def _where(source: str, name: str) -> str:
    shown = tr('conversation "{id}"').format(id=_inside(name)) if name else tr("a conversation")
    return f"{source}: {shown}" if source else shown[:1].upper() + shown[1:]


def _inside(text: str) -> str:
    """Return it as it stands between quotation marks: it holds none that would seem to end it."""
    return _short(text).replace('"', "'")


def _short(text: str) -> str:
    """Return a piece of what the file holds that is safe to print."""
    return "".join(char for char in text if char.isprintable())[:40]
