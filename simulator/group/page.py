"""The page of a class, to be printed before a meeting; legible in black and white, and nothing runs in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from simulator.extras import needed
from simulator.files import write_text
from simulator.group.model import Difference, Door, Group, Talk
from simulator.group.tables import Against, Person, School, SchoolRow, Tries, against, people, schools
from simulator.group.words import code_name, door_says, of_says, texts, who_says
from simulator.growth.progress_words import depth_name
from simulator.report.labels import DEPTHS
from simulator.report.plain import one_line
from simulator.report.spark import spark
from simulator.report.words import Words
from simulator.when import day

QUOTES = 40
"""Judgements quoted on a page; all of them are in the tables."""
OWN_QUOTES = 3
"""Of them beside each trainee."""
_SHOWN = 8
Titles = Mapping[School, str]


def write(group: Group, path: Path, words: Words, title: str = "") -> None:
    """Write the page; it is whole or not there at all.

    Args:
        group: the class.
        path: of the page.
        words: of the reader.
        title: what the class is called.

    Raises:
        MissingExtra: jinja2 is not installed.
        CannotWrite: the page cannot be written.
    """
    write_text(path, render(group, words, title))


def render(group: Group, words: Words, title: str = "") -> str:
    """Return the page as text.

    Raises:
        MissingExtra: jinja2 is not installed.
    """
    with needed("A page"):
        from simulator.report.render import shell, template
    from simulator import __version__

    names = titles(group, words)
    who, quotes = people(group.talks), _quotes(group, names, words)
    return template("class.html").render(
        shell(words, styles=("style.css", "class.css")) | {
            "title": one_line(title, 120) or words.tr("The class"), "lead": lead(group, words), "say": texts(words),
            "rows": [_person(one, names, words) for one in who],
            "dated": any(one.last for one in who), "undated": any(one.undated for one in who),
            "depths": [depth_name(depth, words) for depth in DEPTHS],
            "schools": [_school(one, names, words) for one in schools(group.talks)],
            "against": [_against(one, names, words) for one in against(group.talks)],
            "quotes": quotes[:QUOTES], "more": _more(len(quotes), words),
            "left": [one.why if not one.source or one.source in one.why else f"{one.source}: {one.why}"
                     for one in group.left],
            "version": __version__,
        }
    )  # fmt: skip


def titles(group: Group, words: Words) -> Titles:
    """Return what each school is called: as its scenario says, else as all its conversations do, else by its id.

    Transcripts go by that word.
    """
    from simulator.scenario.catalog import entries

    told: dict[School, set[str]] = {}
    for one in group.talks:
        told.setdefault(one.school, set()).add(one.title)
    # A conversation may have got a title of its own, which is no name of the school.
    known = {school: next(iter(said)) for school, said in told.items() if len(said) == 1 and said != {""}}
    known |= {(one.id, one.language): one.title for one in entries()}
    held = dict.fromkeys(one.school for one in group.talks)
    return {school: _title(school, known, words) for school in held}


def _title(school: School, known: Titles, words: Words) -> str:
    if not school[0]:
        return words.tr("transcripts")
    return one_line(known.get(school, school[0]), 80)


def lead(group: Group, words: Words) -> str:
    """Return how many people and conversations there are, from when to when, and where the middle ask share lies."""
    days = sorted(day(one.created) for one in group.talks if one.created)
    shares = [one.ask_share for one in group.talks if one.ask_share is not None]
    found = [
        words.trn("{n} trainee", "{n} trainees", len(people(group.talks))),
        words.trn("{n} conversation", "{n} conversations", len(group.talks)),
    ]
    if days:
        found.append(words.tr("{first} to {last}").format(first=days[0], last=days[-1]))
    if shares:
        found.append(words.tr("middle ask share {share}").format(share=words.percent(median(shares))))
    return " · ".join(found)


def _person(one: Person, names: Titles, words: Words) -> dict[str, Any]:
    shares = one.shares
    stuck = [held for held in one.tries if held.stuck]
    return {
        "name": one.name, "room": one.classroom, "talks": len(one.talks), "last": day(one.last) or words.percent(None),
        "spark": spark([8 * share - 4 for share in shares]),
        "spark_says": " → ".join(words.percent(share) for share in shares[-_SHOWN:]) or words.percent(None),
        "first": words.percent(shares[0] if shares else None), "now": words.percent(shares[-1] if shares else None),
        "dated": bool(shares), "undated": undated(one, words),
        "tries": [_tries(held, names, words) for held in one.tries],
        "stuck": [names[held.school] for held in stuck],
        "transcripts": sum(not talk.scenario for talk in one.talks),
        "different": len(one.differences),
        "quotes": [_quote(talk, held, names, words) for talk, held in one.differences[-OWN_QUOTES:]],
    }  # fmt: skip


def undated(one: Person, words: Words) -> str:
    """Return the ask shares of a trainee's conversations without a date, the lowest first; empty: there are none."""
    shares = sorted(one.undated)
    return ", ".join(words.percent(share) for share in shares[:_SHOWN]) + (" …" if len(shares) > _SHOWN else "")


def _tries(one: Tries, names: Titles, words: Words) -> dict[str, Any]:
    return {
        "school": names[one.school], "talks": len(one.talks), "stuck": one.stuck,
        "deepest": words.percent(None) if one.deepest is None else depth_name(one.deepest, words),
        "door": door_says(one.door, words) if one.door else "",
    }  # fmt: skip


def _school(one: SchoolRow, names: Titles, words: Words) -> dict[str, Any]:
    doors = [(door_says(Door(door.act, door.layer), words), many) for door, many in one.doors]
    return {
        "school": names[one.school], "talks": one.talks, "people": one.people, "depths": one.depths,
        "most": max(one.depths), "doors": [f"{said} ({many}×)" for said, many in doors],
    }  # fmt: skip


def _against(one: Against, names: Titles, words: Words) -> dict[str, Any]:
    return {
        "school": names[one.school], "coder": one_line(one.coder, 60) or words.tr("not named"), "talks": one.talks,
        "different": one.differences,
        "same": words.percent(one.same / one.compared) if one.compared else words.percent(None),
        "of": one.compared, "pairs": [f"{machine} → {person} ({many}×)" for machine, person, many in one.pairs],
    }  # fmt: skip


def _quotes(group: Group, names: Titles, words: Words) -> list[dict[str, Any]]:
    """Return all judgements, the latest first; those without a date last."""
    held = [(talk, one) for talk in group.talks for one in talk.differences]
    held.sort(key=lambda pair: pair[1].created, reverse=True)
    return [_quote(talk, one, names, words) for talk, one in held]


def _quote(talk: Talk, one: Difference, names: Titles, words: Words) -> dict[str, Any]:
    code = one.of == "code"
    return {
        "trainee": talk.trainee.name, "school": names[talk.school], "turn": one.turn, "before": one.before,
        "text": one.text, "of": of_says(one.of, words),
        "machine": code_name(one.machine, words) if code else of_value(one.of, one.machine, words),
        "person": code_name(one.person, words) if code else of_value(one.of, one.person, words),
        "who": who_says(one.who, words), "reason": one.reason, "date": day(one.created),
        "coder": one_line(talk.coder, 60),
    }  # fmt: skip


def of_value(of: str, value: str, words: Words) -> str:
    """Return an assessor's or the program's value of a whole conversation in words; empty: none that counts."""
    if of == "depth":
        return depth_name("" if value in ("nothing", "") else value, words)
    return f"{value}%" if value.isdigit() else words.tr("none")


def _more(many: int, words: Words) -> str:
    if many <= QUOTES:
        return ""
    return words.tr("These are the latest {shown} of {all}; all of them are in the tables (--csv, --parquet).").format(
        shown=QUOTES, all=many
    )
