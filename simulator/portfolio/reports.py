"""A reflection report in a portfolio as a reader sees it: the questions, the answers, how often it was rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.portfolio.evidence import spoken
from simulator.report.plain import one_line, plain
from simulator.report.words import Words


def reflection_view(one: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return title, facts and (question, answer) of a report as it stands now."""
    last = one["versions"][-1]
    count = len(one["versions"])
    said = [
        last["created"][:10],
        words.trn("{n} version", "{n} versions", count),
        words.trn("{n} word", "{n} words", one["words"]),
    ]
    if one["conversations"]:
        numbers = ", ".join(map(str, one["conversations"]))
        said.append(
            words.trn(
                "about conversation {numbers}",
                "about conversations {numbers}",
                len(one["conversations"]),
                numbers=numbers,
            )
        )
    return {
        "title": one_line(one["title"]) or words.tr("Reflection report"),
        "language": one["language"] if one["language"] in ("nl", "en") else "",
        "facts": said,
        "sections": _sections(last["body"], words),
    }


def _sections(body: object, words: Words) -> list[dict[str, str]]:
    """Return the answers under their questions; a report of a form that is not known stands as its texts."""
    from simulator.growth.reflection import asked

    answers = body.get("answers") if isinstance(body, Mapping) else None
    if not isinstance(answers, Mapping):
        return [{"question": "", "answer": plain(text)} for text in spoken(body) if text.strip()]
    questions = {key: question for key, question, _ in asked(words)}
    order = [*questions, *(key for key in answers if key not in questions)]
    return [
        {"question": questions.get(key, one_line(key)), "answer": plain("\n\n".join(spoken(answers[key])))}
        for key in order
        if key in answers and any(text.strip() for text in spoken(answers[key]))
    ]
