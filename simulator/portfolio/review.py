"""The file in which an assessor judges a portfolio: written to be filled in, and read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.i18n import tr
from simulator.portfolio.criteria import REACHED, from_json
from simulator.portfolio.fields import Form, open_form
from simulator.portfolio.gather import attendance_of
from simulator.portfolio.verdict import (
    MET,
    MISSING,
    NONE,
    NOTHING,
    Automatic,
    Settled,
    automatic,
    computed,
    judged,
    settled,
)
from simulator.portfolio.words import POINTS, attended, found, named, wanted
from simulator.report.labels import DEPTH_NAMES
from simulator.report.plain import one_line
from simulator.report.words import Words
from simulator.scenario.yaml_strict import BAD

LONGEST = 4000
_MOST = 1500
"""Judgements in one file: more values than that YAML of ours does not hold."""
_KEYS = ("bundle", "judgement", "comment", "rest", "judgements")
_ROW = ("id", "automatic", "verdict", "value", "reason")


def template(portfolio: Mapping[str, Any], digest: str, words: Words) -> str:
    """Return the YAML that an assessor fills in, with comments in the reader's language.

    Args:
        portfolio: the data of the bundle.
        digest: of the bundle's manifest, so that a verdict stays with what it was about.
        words: of the reader.
    """
    tr = words.tr
    about = portfolio["about"]
    lines = [
        *_comment(tr("Judgement on the portfolio of {name}, {title}").format(
            name=about["name"] or tr("somebody without a name"), title=portfolio["criteria"]["title"]
        )),
        *_comment(tr("Fill in 'verdict' at each entry: accept, adjust or reject.")),
        *_comment(tr("With adjust, write your own 'value'. With adjust and with reject, write why at 'reason'.")),
        *_comment(tr("What you write here is the record: the portfolio shows it above what the program found.")),
        *_comment(tr("Then: toask portfolio sign BUNDLE --key KEY --verdict THIS-FILE --out SIGNED.zip")),
        "",
        f'bundle: "{digest}"',
        "",
        *_comment(tr("Your judgement on the whole: pass or not_yet.")),
        "judgement:",
        *_comment(tr("What you want to say about it, if anything; the trainee reads it too.")),
        "comment:",
        *_comment(tr("Write accept here to accept everything below where you leave 'verdict' empty.")),
        "rest:",
        "",
        "judgements:",
    ]  # fmt: skip
    told, judgements = _told(portfolio, words), automatic(portfolio)
    for one in judgements[:_MOST]:
        lines += [f"  {line}" for line in _comment(told[one.id])]
        lines += [f"  - id: {one.id}", f"    automatic: {one.value}", "    verdict:", "    value:", "    reason:"]
    if len(judgements) > _MOST:
        lines += _comment(tr("There are more conversations than fit in this file; 'rest' is for those."))
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    return [f"# {BAD.sub('', one_line(text))}"]


def _told(portfolio: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Return what each judgement is about, by id."""
    criteria, tr = from_json(portfolio["criteria"]), words.tr
    told = {
        f"criteria/{one.key}": f"{named(POINTS, one.key, words)}: {wanted(one, criteria, words)} → {found(one, words)}"
        for one in computed(portfolio)
    }
    came = attendance_of(portfolio)
    if "criteria/attendance" in told:
        key = came.signature.fingerprint if came.signature else ""
        told["criteria/attendance"] += f" · {attended(came.why, False, key, words)}"
    for one in portfolio["conversations"]:
        head = tr("Conversation {n}, {date}: {title}").format(
            n=one["number"], date=one["created"][:10], title=one_line(one["title"], 60)
        )
        told[f"conversations/{one['number']}/ask_share"] = f"{head} · " + tr("ask share: a percentage, or none")
        told[f"conversations/{one['number']}/depth"] = f"{head} · " + tr("depth: {layers}, or nothing").format(
            layers=", ".join(f"{layer} ({named(DEPTH_NAMES, layer, words)})" for layer in REACHED)
        )
    return told


def read(path: Path, portfolio: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """Return the verdicts in a file that an assessor filled in, checked against the portfolio they are about.

    Raises:
        PortfolioError: something is missing, unknown, without a reason, or does not go together; a line for each.
    """
    form = open_form(path, "a verdict file")
    form.only(*_KEYS)
    if form.text("bundle", 100, needed=True, what=tr("it came with the file")) not in ("", digest):
        line = tr("These verdicts are on another bundle; write them with `toask portfolio review`.")
        form.fail("bundle", line, "bundle")
    rest = form.one_of("rest", ("accept",), needed=False)
    judgement, comment = form.one_of("judgement", ("pass", "not_yet")), form.text("comment", LONGEST)
    known = {one.id: one for one in automatic(portfolio)}
    said: dict[str, tuple[Form, dict[str, Any]]] = {}
    for row in form.rows("judgements", _MOST):
        _row(row, known, rest, said)
    for lacks in (one for one in known.values() if one.id not in said):
        if not rest:
            line = tr("Judge '{id}' too, or write accept at 'rest'.").format(id=lacks.id)
            form.fail("judgements", line, "missing-verdict")
    form.check()
    judgements = [said[one.id][1] if one.id in said else _accepted(one) for one in known.values()]
    verdicts = {"bundle": digest, "judgement": judgement, "comment": comment, "judgements": judgements}
    rows = {name: row for name, (row, _) in said.items()}
    _together(form, rows, judged(verdicts), settled(portfolio, verdicts), judgement)
    form.check()
    return verdicts


def _row(row: Form, known: Mapping[str, Automatic], rest: str, said: dict[str, tuple[Form, dict[str, Any]]]) -> None:
    """Read one judgement into `said`."""
    row.only(*_ROW)
    one = known.get(row.one_of("id", list(known)))
    if one is None:
        return
    if one.id in said:
        row.fail("id", tr("'{id}' is judged twice; keep one of the two.").format(id=one.id), "twice")
    if row.text("automatic", 100) not in ("", one.value):
        line = tr("The program found {value} here; write yours at 'value' and leave this.")
        row.fail("automatic", line.format(value=one.value), "automatic")
    verdict = row.one_of("verdict", ("accept", "adjust", "reject"), needed=not rest) or rest
    reason, value = row.text("reason", LONGEST), row.text("value", 100)
    if verdict in ("adjust", "reject") and not reason:
        row.fail("reason", tr("Write at 'reason' why you {verdict} this.").format(verdict=verdict), "reason")
    if verdict == "adjust":
        value = _value(row, one, value)
    elif value:
        line = tr("A value belongs to adjust; write adjust at 'verdict', or leave the value out.")
        row.fail("value", line, "value")
    found = {"id": one.id, "automatic": one.value, "verdict": verdict, "value": value, "reason": reason}
    said[one.id] = (row, found)


def _value(row: Form, one: Automatic, value: str) -> str:
    """Return the assessor's own value; what it may be depends on what it is about."""
    if one.kind == "share":
        if value == NONE or (value.isascii() and value.isdigit() and int(value) <= 100):
            return value
        row.fail("value", tr("Write a percentage from 0 to 100, or none, at 'value'."), "value")
        return ""
    choices: Sequence[str] = (MET, MISSING) if one.kind == "criterion" else (*REACHED, NOTHING)
    return row.one_of("value", choices)


def _accepted(one: Automatic) -> dict[str, Any]:
    return {"id": one.id, "automatic": one.value, "verdict": "accept", "value": "", "reason": ""}


def _together(
    form: Form, rows: Mapping[str, Form], judgements: Mapping[str, Any], record: Sequence[Settled], judgement: str
) -> None:
    """Report what does not go together: a criterion accepted that other verdicts change, a pass with gaps."""
    for one in record:
        mine = judgements.get(f"criteria/{one.point.key}")
        now = MET if one.point.met else MISSING
        if mine is not None and mine["verdict"] == "accept" and mine["automatic"] != now:
            line = tr("With your other verdicts {id} comes to '{now}'; adjust it, with value and reason.")
            message = line.format(id=mine["id"], now=now)
            row, key = (rows[mine["id"]], "verdict") if mine["id"] in rows else (form, "judgements")
            row.fail(key, message, "together")
    lacking = [one.point.key for one in record if not one.met and one.point.key != "assessor"]
    if judgement == "pass" and lacking and not form.problems:
        told = ", ".join(tr(POINTS.get(one, one)) for one in lacking)
        line = tr("It says pass while this is still missing: {criteria}. Adjust it with a reason, or write not_yet.")
        form.fail("judgement", line.format(criteria=told), "together")
