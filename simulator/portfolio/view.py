"""A portfolio as a reader sees it: sentences and tables for the page and for the print, in either language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.portfolio import words as say
from simulator.portfolio.criteria import from_json
from simulator.portfolio.facts import Fact
from simulator.portfolio.gather import attendance_of, facts
from simulator.portfolio.reports import reflection_view
from simulator.portfolio.talks import talk_view
from simulator.portfolio.verdict import Settled, complete, judged, settled
from simulator.report.labels import DEPTH_NAMES
from simulator.report.plain import one_line, plain
from simulator.report.words import Words

Seal = Mapping[str, str]
"""Who signs: `name`, `signed` (UTC, ISO 8601), `fingerprint` of the key, and `trainer`: that of the trainer's key that
the attendance was held against (empty: none)."""


def view(
    portfolio: Mapping[str, Any], verdicts: Mapping[str, Any] | None, seal: Seal | None, words: Words
) -> dict[str, Any]:
    """Return what page and print show, as plain data.

    Args:
        portfolio: the data.
        verdicts: the assessor's, if any.
        seal: of who signs it; None: nobody yet.
        words: of the reader.
    """
    record, about, tr = settled(portfolio, verdicts), portfolio["about"], words.tr
    name, title = one_line(about["name"]), one_line(portfolio["criteria"]["title"])
    passed = bool(seal and verdicts and verdicts["judgement"] == "pass" and complete(record))
    return {
        "language": words.language,
        "title": tr("Portfolio of {name}").format(name=name) if name else tr("Portfolio"),
        "training": title,
        "made": tr("Made on {date} (UTC) with toask {version}").format(
            date=moment(about["created"]), version=about["toask"]
        ),
        "headline": _headline(record, words),
        "complete": complete(record),
        "certificate": _certificate(name, title, seal, words) if passed else "",
        "points": [_point(one, portfolio, words) for one in record],
        "judgement": _judgement(verdicts, words),
        "attendance": _attendance(portfolio, seal, words),
        "talks": [
            _talk(one, fact, judged(verdicts), words)
            for one, fact in zip(portfolio["conversations"], facts(portfolio["conversations"]), strict=True)
        ],
        "reflections": [reflection_view(one, words) for one in portfolio["reflections"]],
        "seal": _seal(seal, words),
        "note": " ".join(
            (
                tr(
                    "Codes and figures were made by a program, from the words alone; where a person judged, that holds."
                ),
                # Sealed with the page, and read elsewhere than where it was made.
                tr("Days and times are in UTC; those of meetings are as the trainer gave them."),
            )
        ),
    }


def moment(iso: str) -> str:
    """Return date and time of an ISO timestamp, to the minute."""
    return one_line(iso)[:16].replace("T", " ")


def _headline(record: Sequence[Settled], words: Words) -> str:
    lacking = sum(not one.met for one in record)
    if not lacking:
        return words.tr("All criteria are met.")
    return words.trn("{n} criterion is still missing.", "{n} criteria are still missing.", lacking)


def _certificate(name: str, title: str, seal: Seal | None, words: Words) -> str:
    assert seal is not None
    line = words.tr("{name} has met all criteria of {title}. {assessor} judged so on {date}.")
    return line.format(
        name=name or words.tr("Who handed in this portfolio"), title=title, assessor=one_line(seal["name"]),
        date=seal["signed"][:10],
    )  # fmt: skip


def _point(one: Settled, portfolio: Mapping[str, Any], words: Words) -> dict[str, Any]:
    criteria = from_json(portfolio["criteria"])
    return {
        "key": one.point.key,
        "name": say.named(say.POINTS, one.point.key, words),
        "wanted": say.wanted(one.point, criteria, words),
        "found": say.found(one.point, words),
        "met": one.met,
        "mark": "✓" if one.met else "✗",
        "says": words.tr("met") if one.met else words.tr("missing"),
        "verdict": _verdict(one.verdict, one.reason, words),
    }


def _verdict(verdict: str, reason: str, words: Words) -> str:
    """Return what the assessor did with a judgement, with the reason; empty where nobody judged."""
    if not verdict:
        return ""
    said = words.tr("assessor: {verdict}").format(verdict=say.named(say.VERDICTS, verdict, words))
    return f"{said}. {one_line(reason)}" if reason else said


def _judgement(verdicts: Mapping[str, Any] | None, words: Words) -> dict[str, str]:
    if not verdicts:
        return {}
    said = say.named(say.OVERALL, verdicts["judgement"], words)
    return {
        "says": words.tr("The assessor's judgement: {verdict}.").format(verdict=said),
        "comment": plain(verdicts["comment"]),
    }


def _attendance(portfolio: Mapping[str, Any], seal: Seal | None, words: Words) -> dict[str, Any]:
    """Return the attendance; whether its key is the trainer's is for who signs to say, not for the trainee."""
    came = attendance_of(portfolio)
    known = bool(seal["trainer"] if seal else portfolio["attendance"]["known"])
    says = say.attended(came.why, known, came.signature.fingerprint if came.signature else "", words)
    held = came.held["attendance"] if came.held and came.why not in ("changed", "none") else None
    if held is None:
        return {"says": says, "trainer": "", "meetings": []}
    meetings = [
        {
            "date": one_line(one["date"]), "title": one_line(one["title"]),
            "says": words.tr("present") if one["present"] else words.tr("absent"),
        }
        for one in held["meetings"]
    ]  # fmt: skip
    return {
        "says": says,
        "trainer": words.tr("Trainer: {name}").format(name=one_line(held["trainer"])),
        "meetings": meetings,
    }


def _talk(one: Mapping[str, Any], fact: Fact, held: Mapping[str, Mapping[str, Any]], words: Words) -> dict[str, Any]:
    """Return one row of the conversations, with what the assessor made of it, and the conversation itself."""
    share, depth = (held.get(f"conversations/{fact.number}/{key}") for key in ("ask_share", "depth"))
    return {
        "number": fact.number,
        "date": moment(one["created"]),
        "title": one_line(one["title"]),
        "scenario": one_line(one["scenario"]["id"]),
        "mode": say.named(say.MODES, fact.mode, words),
        "turns": fact.turns,
        "share": _value(share, words.percent(fact.ask_share), words),
        "depth": _value(
            depth, say.named(DEPTH_NAMES, fact.depth, words) if not fact.left_out or fact.depth else "–", words
        ),
        "retries": fact.retries,
        "hints": fact.hints,
        "left_out": say.named(say.LEFT_OUT, fact.left_out, words) if fact.left_out else "",
        "verdicts": [
            f"{name}: {_verdict(row['verdict'], row['reason'], words)}"
            for name, row in ((words.tr("Ask share"), share), (words.tr("Depth"), depth))
            if row is not None and (row["verdict"] != "accept" or row["reason"])
        ],
        **talk_view(one, words),
    }


def _value(row: Mapping[str, Any] | None, shown: str, words: Words) -> str:
    """Return a value as the record has it; where a person changed it, with the program's behind it."""
    if row is None or row["verdict"] == "accept":
        return shown
    value = row["value"] if row["verdict"] == "adjust" else ""
    human = (
        f"{value}%"
        if value.isdigit()
        else say.named(DEPTH_NAMES, value, words)
        if value in DEPTH_NAMES and value
        else "–"
    )
    return words.tr("{human} (program: {machine})").format(human=human, machine=shown)


def _seal(seal: Seal | None, words: Words) -> dict[str, str]:
    if seal is None:
        return {"says": words.tr("Nobody has signed this portfolio yet."), "check": ""}
    line = words.tr("Signed by {name} on {date} (UTC), key {fingerprint}.")
    return {
        "says": line.format(name=one_line(seal["name"]), date=moment(seal["signed"]), fingerprint=seal["fingerprint"]),
        "check": words.tr(
            "This page proves nothing by itself. Check the bundle with: toask portfolio verify BUNDLE --pub KEY.pub"
        ),
    }
