"""What `toask portfolio verify` prints: what a bundle comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulator.portfolio import words as say
from simulator.portfolio.attendance import Attendance
from simulator.portfolio.canon import text_of
from simulator.portfolio.errors import MALFORMED, PortfolioError
from simulator.portfolio.gather import as_json, attendance_of
from simulator.portfolio.verdict import Settled, complete, settled
from simulator.portfolio.verify import Verified
from simulator.report.words import Words
from simulator.scoring.show import safe


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
