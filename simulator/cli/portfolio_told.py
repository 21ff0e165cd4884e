"""What `toask portfolio` prints: the criteria as a table, and what a bundle comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulator.portfolio import words as say
from simulator.portfolio.attendance import Attendance
from simulator.portfolio.canon import text_of
from simulator.portfolio.criteria import from_json
from simulator.portfolio.errors import MALFORMED, PortfolioError
from simulator.portfolio.gather import as_json, attendance_of
from simulator.portfolio.status import Point
from simulator.portfolio.verdict import Settled, complete, settled
from simulator.portfolio.verify import Verified
from simulator.report.words import Words
from simulator.scoring.show import safe


def lines_of(portfolio: Mapping[str, Any], words: Words) -> list[str]:
    """Return the status of a portfolio as lines."""
    criteria, name = from_json(portfolio["criteria"]), portfolio["about"]["name"]
    head = words.tr("Portfolio of {name}").format(name=name) if name else words.tr("Portfolio")
    lines = [f"{safe(head)}: {safe(criteria.title)}", ""]
    rows = [_point(one) for one in portfolio["status"]]
    wide = max(len(say.named(say.POINTS, one.key, words)) for one in rows)
    for one in rows:
        result = words.tr("met") if one.met else words.tr("missing")
        name = say.named(say.POINTS, one.key, words)
        lines.append(f"{'✓' if one.met else '✗'} {name:{wide}}  {result}: {say.found(one, words)}")
        lines.append(f"    {say.wanted(one, criteria, words)}")
    lines.append("")
    if criteria.meetings or portfolio["attendance"]["file"]:
        lines.append(safe(_attended(portfolio["attendance"], words)))
    lines += _left_out(portfolio, words)
    lacking = sum(not one.met for one in rows)
    done = words.tr("All criteria are met.")
    lines.append(
        words.trn("{n} criterion is still missing.", "{n} criteria are still missing.", lacking) if lacking else done
    )
    return lines


def _point(one: Mapping[str, Any]) -> Point:
    return Point(one["key"], one["wanted"], one["found"], tuple(one["where"]))


def _attended(held: Mapping[str, Any], words: Words) -> str:
    signature = (held["file"] or {}).get("signature")
    found = signature.get("fingerprint", "") if isinstance(signature, Mapping) else ""
    return say.attended(held["why"], held["known"], str(found) if held["why"] != "changed" else "", words)


def _left_out(portfolio: Mapping[str, Any], words: Words) -> list[str]:
    """Return a line for each conversation that does not count, with the reason."""
    line = words.tr("Conversation {n}, {date}: {title}")
    out = []
    for one in portfolio["conversations"]:
        if one["left_out"]:
            told = line.format(n=one["number"], date=one["created"][:10], title=safe(one["title"], 50))
            out.append(f"{told} · {words.tr('does not count')}: {say.named(say.LEFT_OUT, one['left_out'], words)}")
    return out


def tell_bundle(path: Path, found: Verified, trainer: bytes | None, words: Words, *, as_json: bool) -> int:
    """Print what a bundle comes to; 0 when it is whole and signed, else 1.

    Raises:
        PortfolioError: it holds data that toask did not write.
    """
    try:
        record = settled(found.portfolio, found.verdicts) if found.portfolio is not None else ()
        came = attendance_of(found.portfolio, trainer) if found.portfolio is not None else Attendance()
        if as_json:
            print(text_of(_json(found, came)))
        else:
            print(safe(f"{verdict_of(path, found, words)} {_judgement(found, record, words)}"))
            if trainer is not None and came.held is not None:
                print(safe(say.attended(came.why, came.known, _key(came), words)))
    except MALFORMED as error:
        raise PortfolioError(f"{path} holds data that toask did not write; ask for the bundle again.") from error
    return 0 if found.good else 1


def _key(came: Attendance) -> str:
    return came.signature.fingerprint if came.signature else ""


def _judgement(found: Verified, record: Sequence[Settled], words: Words) -> str:
    """Return what the assessor made of it, as the record; empty where nobody judged."""
    if not found.good or found.verdicts is None:
        return ""
    passed = say.named(say.OVERALL, found.verdicts["judgement"], words)
    line = words.tr("The assessor's judgement: {verdict}.").format(verdict=passed)
    done = words.tr("All criteria are met.") if complete(record) else words.tr("Not all criteria are met.")
    return f"{line} {done}"


def verdict_of(path: Path, found: Verified, words: Words) -> str:
    """Return what a bundle comes to, in one line."""
    tr, name = words.tr, str(path)
    if found.changed:
        return tr("{file} was changed after it was made: {parts}.").format(file=name, parts=", ".join(found.changed))
    if found.signed == "no" or found.signature is None:
        if found.signed == "no":
            return tr("{file} is whole, but nobody has signed it.").format(file=name)
        return tr("{file}: its signature does not hold; manifest.json or signature.json was changed.").format(file=name)
    signed = found.signature
    filled = {
        "file": name,
        "name": signed.name,
        "date": signed.signed[:16].replace("T", " "),
        "key": signed.fingerprint,
    }
    if found.signed == "other_key":
        return tr("{file} was signed by {name} with another key than the one given: {key}.").format(**filled)
    line = tr("{file} is whole, signed by {name} on {date} (UTC), key {key}.").format(**filled)
    if found.known:
        return line
    return f"{line} " + tr("Whether that key is the assessor's is not known; give --pub to see.")


def _json(found: Verified, came: Attendance) -> dict[str, Any]:
    record = settled(found.portfolio, found.verdicts) if found.portfolio is not None else ()
    return {
        "whole": found.whole,
        "changed": list(found.changed),
        "signed": found.signed,
        "signature": asdict(found.signature) if found.signature else None,
        "key_known": found.known and found.signed == "yes",
        "good": found.good,
        "attendance": {"why": came.why, "present": came.present, "known": came.known},
        "judgement": found.verdicts["judgement"] if found.verdicts else None,
        "comment": found.verdicts["comment"] if found.verdicts else "",
        "record": [
            {**as_json(one.point), "met": one.met, "verdict": one.verdict, "reason": one.reason} for one in record
        ],
        "met": bool(record) and complete(record),
        "verdicts": found.verdicts["judgements"] if found.verdicts else [],
    }
