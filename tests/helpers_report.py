"""A scored conversation and its page, for tests of reports."""

from __future__ import annotations

from dataclasses import replace

from helpers_scoring import school, scored, trainee, unit
from lxml import html

from simulator.report.page import write_report
from simulator.scoring.measures import measure
from simulator.scoring.read import coded_turn


def said(code, text, *flags, unsure=False, confidence=1.0):
    """Return a trainee's turn of one unit."""
    return coded_turn("Anna", text, [unit(code, *flags, text=text, confidence=confidence)], unsure=[unsure])


def sample(language="nl"):
    """Return a conversation with a best and a missed moment, an unsure unit and more than five turns."""
    turns = (
        school("Onze leerkrachten durven geen dans te geven."),
        said("OFFER", "Dan moeten jullie ons programma nemen."),
        school("Ze haken af zodra de muziek begint."),
        said("DEEP", "Je zegt dat ze afhaken, wat zie je dan?", "uptake"),
        school("Ze kijken naar de grond."),
        said("REFL-C", "Ze schamen zich voor hun lijf.", unsure=True, confidence=0.3),
        school("Ja."),
        trainee("CLOSED", "CLOSED stacked"),
        school("Twaalf groepen."),
        said("INFO", "De subsidie loopt tot juni.", "asked"),
        school("Dank je."),
        said("OPEN", "Wat wil je dat blijft?"),
    )
    return replace(scored("Intake De Regenboog", *turns, language=language), measures=measure(turns))


def page_of(tmp_path, conversation, language="nl", **more):
    path = tmp_path / "page.html"
    write_report(conversation, path, language, **more)
    return path.read_text("utf-8"), html.fromstring(path.read_bytes())


def flat(tree):
    return " ".join(tree.text_content().split())
