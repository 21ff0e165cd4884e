"""What a trainee reads of a portfolio: each criterion with what was found, and what does not count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.portfolio import words as say
from simulator.portfolio.criteria import from_json
from simulator.portfolio.status import Point
from simulator.report.words import Words
from simulator.scoring.show import safe
from simulator.when import day


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
        found = words.tr("{result} (now: {found})").format(result=result, found=say.found(one, words))
        lines.append(f"{'✓' if one.met else '✗'} {name:{wide}}  {found}")
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
            told = line.format(n=one["number"], date=day(one["created"]), title=safe(one["title"], 50))
            out.append(f"{told} · {words.tr('does not count')}: {say.named(say.LEFT_OUT, one['left_out'], words)}")
    return out
