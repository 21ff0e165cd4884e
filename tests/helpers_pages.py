"""Stored conversations as people have them, made without models, for pages: clean words, with codes set beforehand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from helpers_practice import FirstWording, MarkedCoder, MarkedTopics

from simulator.debrief.model import SelfView
from simulator.debrief.selfview import KIND, to_text
from simulator.practice.begin import begin
from simulator.practice.corrections import correct
from simulator.practice.session import Minds, Session
from simulator.practice.store import Store
from simulator.scenario.load import load

ROOT = Path(__file__).parents[1]
MARK = re.compile(r"\[[^\]]*\] *")
DRIFTING = (
    "[NEUTRAL] Goedemiddag Karin, fijn dat ik mocht komen.",
    "[OPEN @item:vorig-aanbod] Wat hebben jullie eerder gedaan met dans en muziek?",
    "[DEEP +uptake ~last] Je zegt dat het daarna weer klaar is. Wat gebeurt er dan?",
    "[OPEN @item:tijdens-de-les] Waar zijn je collega's tijdens zo'n les?",
    "[OFFER] Wij hebben een training voor leerkrachten, die past perfect. [FILL] Jullie hebben daar vast geld voor.",
    "[OFFER] Ik kan volgende week al beginnen met groep 3.",
    "[NEUTRAL +repair] Sorry, ik loop te hard van stapel. [OPEN @item:over-zichzelf] Hoe kijken je collega's ernaar?",
    "[DEEP +uptake ~last] Je zegt 'niet creatief'. Waar merk je dat aan?",
    "[CLOSED] Hoeveel groepen zijn er?",
    "[DEEP ~last] Vertel eens verder, hoe gaat dat dan op zo'n dag?",
)
EXPERT = (
    "[OPEN @item:vorig-aanbod] Wat hebben jullie eerder gedaan?",
    "[DEEP +uptake ~last] En wat gebeurde er daarna?",
    "[OPEN @item:tijdens-de-les] Wat doen de leerkrachten tijdens de les?",
    "[DEEP +uptake ~last] Wat zie je dan bij hen?",
    "[REFL-C +uptake ~last] Ze vinden het dus spannend om zelf mee te doen.",
    "[OPEN @item:over-zichzelf] Hoe praten ze daar zelf over?",
    "[DEEP +uptake ~last] Waar komt dat vandaan, denk je?",
    "[OPEN @item:karin-zelf] En jij, hoe is dat voor jou?",
    "[DEEP +uptake @item:karin-zelf ~last] Je zegt dat je langs de kant blijft. Wat gebeurt er als je het wel doet?",
    "[REFL-C +uptake ~last] Het raakt je dus nog.",
    "[DEEP +uptake @item:keuken ~last] En thuis?",
    "[OPEN @own] Als je jezelf zo hoort, wat is dan eigenlijk jouw vraag?",
    "[OPEN @own] Wat is de vraag die jullie zelf hebben?",
    "[OPEN @want] Wat zou je zelf willen?",
    "[OPEN @begin] Hoe zou je willen beginnen?",
)
TELLING = tuple(f"[OFFER] Wij hebben programma {n}, dat past precies bij jullie." for n in range(1, 7))


class Planned(MarkedCoder):
    """Codes clean turns as their marked twins say; flags of every mark in a turn go to their own unit."""

    def __init__(self, turns: Sequence[str]) -> None:
        self.marked = {clean(text): text for text in turns}

    def code(self, text, history, language):
        found = super().code(self.marked.get(text, text), history, language)
        parts = [part.strip() for part in re.split(r"(?<=[.?!]) ", text)] if len(found.units) > 1 else [text]
        halves = [parts[0], " ".join(parts[1:])] if len(found.units) == 2 else parts
        pairs = zip(found.units, halves, strict=False)
        units = [type(unit)(half, unit.code, unit.value, unit.flags) for unit, half in pairs]
        return type(found)(text, tuple(units), "question-coder 2")


class PlannedTopics(MarkedTopics):
    """Reads clean turns as their marked twins."""

    def __init__(self, turns: Sequence[str]) -> None:
        self.marked = {clean(text): text for text in turns}

    def read(self, text, units, said, history):
        found = super().read(self.marked.get(text, text), units, said, history)
        return type(found)(text, found.units, found.hits, found.echoes, found.addressed, found.repeats, found.novel)


def clean(text: str) -> str:
    """Return a marked turn as somebody types it."""
    return MARK.sub("", text).strip()


def talked(store: Store, turns: Sequence[str], *, school: str = "nl/vakdocent-dans", end: bool = True) -> Session:
    """Return a stored conversation with these marked turns, shown without their marks."""
    path = ROOT / "scenarios" / f"{school}.yaml"
    minds = Minds(Planned(turns), PlannedTopics(turns), FirstWording())
    one = begin(store, load(path), path.read_text("utf-8"), minds)
    one.note("hypothesis", "De leerkrachten hebben het te druk en durven niet.")
    for place, text in enumerate(turns):
        if one.view().ended:
            break
        one.turn(clean(text), Event(), lambda clause: None)
        if place == len(turns) // 2:
            one.note("hypothesis", "Ze durven zelf niet te dansen.")
    if end:
        one.end()
        one.note("hypothesis", "Ze willen het zelf durven, met kleine stappen.")
    return one


def rich(store: Store, turns: Sequence[str] = DRIFTING) -> Session:
    """Return a conversation with all that a debrief can hold: own view, notes, corrections, a hint."""
    one = talked(store, turns)
    one.note("note", "Volgende keer langer stil zijn.")
    store.note(one.id, None, "hint", "LSD")
    view = SelfView(70, "underlying", "Ik luisterde goed.", "Minder aanbieden.")
    store.note(one.id, None, KIND, to_text(view))
    mine = [row for row in store.path_to(one.id) if row.role == "trainee"]
    correct(store, mine[1].id, 0, "OPEN", "CLOSED", "Ik vroeg alleen naar een feit.")
    correct(store, mine[2].id, 0, "DEEP", "REFL-S", "Dit vat alleen samen.", who="Sanne Assessor")
    return one
