"""A debrief made by hand, in Dutch: fourteen turns that begin with telling and turn at the fifth.

`debrief()` reached nothing below the surface's edge (`held`), `reached()` heard the school's own question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simulator.coding.codebook import Unit, main_of, value_of
from simulator.debrief.model import (
    Arc,
    Best,
    Coded,
    Debrief,
    Difference,
    Door,
    Guess,
    Hidden,
    Line,
    Phase,
    SelfView,
    Tip,
    Turning,
)
from simulator.practice.corrections import Correction

NEED = "Leerkrachten durven zelf niet voor de klas te dansen."
CLOSED = "na de gastlessen blijft er niets hangen"
AUTHOR = "Wie meteen over de zes weken praat, krijgt een prettig gesprek."
OWN = "Hoe gaan wij het zélf durven, zonder dat er elke keer iemand van buiten komt?"
WHO = "Karin Verbeek"

# what I said, its code, rapport after it, what the school answered, what it opened, a hint in the answer
_TALK: tuple[tuple[str, str, int, str, str, bool], ...] = (
    (
        "Wij hebben zes weken dans voor alle groepen, dat past precies bij jullie.",
        "OFFER",
        0,
        "O ja. Nou, stuur de offerte maar.",
        "",
        False,
    ),
    ("Jullie hebben vast een vol rooster.", "FILL", 0, "Tja, wie niet.", "", False),
    (
        "Onze docenten zijn de besten van de regio.",
        "OFFER",
        0,
        "Dat zal best. Vorige keer zaten ze allemaal na te kijken.",
        "",
        True,
    ),
    ("Dan zou ik beginnen in groep 5.", "OFFER", 0, "Als jij dat zegt.", "", False),
    (
        "Sorry, ik draaf door. Wat maakte dat je belde?",
        "OPEN",
        1,
        "Elk jaar komt er zo'n reeks lessen.",
        "elk jaar komt er een reeks lessen van buiten",
        False,
    ),
    (
        "Je zegt ‘elk jaar’. Wat gebeurt er als de reeks voorbij is?",
        "DEEP",
        1,
        "Dan is het weer klaar. Iedereen gaat over tot de orde van de dag.",
        "",
        True,
    ),
    ("Hoeveel groepen doen mee?", "CLOSED", 1, "Acht groepen, tweehonderd kinderen.", "", False),
    (
        "Dus de lessen komen, en daarna is het weer klaar. Klopt dat?",
        "REFL-S",
        2,
        "Ja. Precies zo gaat het.",
        "",
        False,
    ),
    (
        "Wat doen de leerkrachten tijdens zo'n les?",
        "OPEN",
        2,
        "Nou ja, de meesten gaan dan nakijken. In de koffiekamer.",
        "leerkrachten gaan weg tijdens de gastles",
        True,
    ),
    ("Zou een training niet iets voor ze zijn?", "LEAD", 1, "Misschien. Dat weet ik niet.", "", False),
    ("Mag ik nog even terug naar dat nakijken?", "SEEK", 2, "Ja hoor.", "", False),
    ("Je zegt ‘koffiekamer’. Wat denk je dat ze daar zoeken?", "DEEP", 2, "Rust. En dat niemand kijkt.", "", True),
    (
        "Het klinkt alsof kijken spannend is.",
        "REFL-C",
        3,
        "Ja. Ja, dat is het wel.",
        "bekeken worden is spannend",
        False,
    ),
    (
        "Wat zou jij zelf het liefst zien gebeuren?",
        "OPEN",
        3,
        "Dat weet ik eigenlijk niet. Ik moet er vandoor.",
        "",
        False,
    ),
)
_EFFECTS = {
    "OFFER": "De school ging beleefd mee. Een aanbod waar niemand om vroeg kost vertrouwen.",
    "FILL": "De school ging beleefd mee. Je vulde in.",
    "LEAD": "Je vroeg naar je eigen idee; de school hield zich op de vlakte.",
}
_WHY = {
    "OFFER": "Een aanbod waar de school niet om vroeg.",
    "FILL": "Je neemt iets aan dat niemand zei.",
    "DEEP": "Je gaat door op wat de school net zei.",
    "OPEN": "De school kan alle kanten op.",
    "LEAD": "Het antwoord zit in je vraag.",
}


def coded(text: str, code: str) -> Coded:
    """One unit that is the whole of a turn."""
    return Coded(Unit(text, code, value_of(code), confidence=0.9), _WHY.get(code, "Zo staat het in het codeboek."))


def lines() -> tuple[Line, ...]:
    """The map's rows; the row ids are 2, 4, 6, …, as in a store where one opening stands before them."""
    made, before, rapport = [], "Kom binnen, let niet op de rommel. Heb je de offerte bij je?", 1
    for number, (text, code, after, reply, opened, hint) in enumerate(_TALK, 1):
        units = (coded(text, code),)
        effect = (
            f"Dit opende iets. {_WHY.get(code, '')}".strip() if opened else _EFFECTS.get(code, "Je kreeg antwoord.")
        )
        line = Line(
            number,
            number * 2,
            before,
            text,
            reply,
            WHO,
            units,
            main_of(one.unit for one in units),
            units[0].unit.value,
            (rapport, after),
            effect,
            opened,
            "visible" if opened else "",
            hint,
            "contact" if number < 5 else "exploring",
        )
        made.append(line)
        before, rapport = reply, after
    return tuple(made)


def debrief(**changes: object) -> Debrief:
    """A debrief in which the need was not reached."""
    made = lines()
    found = Debrief(
        conversation="c1",
        title="Een vakdocent dans voor alle groepen",
        language="nl",
        reader="nl",
        turns=len(made),
        lines=made,
        turning=(Turning(5, "to_asking", made[4].text, "Vanaf hier vroeg je meer dan je vertelde."),),
        doors=(
            Door(
                3,
                4,
                WHO,
                made[2].reply,
                ("nakijken", "allemaal"),
                made[3].text,
                ("Je zegt ‘nakijken’. Hoe ging dat, vorige keer?", "Wat zag je toen ze zaten na te kijken?"),
                11,
            ),
            Door(
                12,
                13,
                WHO,
                made[11].reply,
                ("niemand kijkt",),
                made[12].text,
                ("‘Dat niemand kijkt’, wat bedoel je daarmee?",),
            ),
        ),
        best=(Best(9, made[7].reply, made[8].text, "Je vroeg open door en hoorde iets nieuws."),),
        phases=(Phase("contact", "Kennismaken", 4, 0, 4, None), Phase("exploring", "Verkennen", 10, 9, 1, 0.9)),
        arc=(
            Arc("awareness", "Bewustwording", "together", "Jij gaf terug, de school zei het.", 13, made[12].reply),
            Arc("responsibility", "Verantwoordelijkheid", "nobody", "Niemand maakte er de vraag van de school van."),
            Arc("choice", "Keuze", "nobody", "Er is niets gekozen."),
            Arc("action", "Actie", "nobody", "Er is geen eerste stap genoemd."),
        ),
        guesses=(
            Guess("start", 0, "Ze willen gewoon een leuk project.", (), (), (CLOSED,)),
            Guess(
                "middle",
                7,
                "Misschien durven leerkrachten niet.",
                ("durven", "leerkrachten"),
                ("elk jaar komt er een reeks lessen van buiten",),
                (CLOSED,),
            ),
        ),
        tip=Tip(
            "OMA",
            "OMA: oordelen, meningen en adviezen thuislaten",
            "Je bood aan voordat de school erom vroeg.",
            3,
            made[2].text,
            "Wat verwacht je van een docent in de klas?",
        ),
        reached=False,
        own_question="",
        held=True,
        hidden=Hidden(NEED, ((CLOSED, "underlying"),), AUTHOR),
        ask_share=0.64,
        uptake=3,
        deepest="visible",
        mine=SelfView(80, "underlying", "Doorvragen lukte.", "Minder aanbieden."),
        differences=(
            Difference("Vragen", "80%", "64%", "Je vertelde meer dan je dacht: 16 punten."),
            Difference("Hoe diep je kwam", "eronder", "zichtbaar in de school", "Er bleef meer dicht dan je dacht."),
        ),
        opened=tuple((one.opened, one.layer, one.text) for one in made if one.opened),
        hints=1,
        created="2026-01-06T09:30:00Z",
        coder="marked",
        notes=("Karin zegt vaak ‘nou ja’.",),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def reached(**changes: object) -> Debrief:
    """A debrief in which the school said its own question."""
    held = {"reached": True, "own_question": OWN, "held": False, "deepest": "need", "hidden": Hidden(NEED, (), AUTHOR)}
    return debrief(**{**held, **changes})


def recoded(found: Debrief, corrections: Sequence[Correction]) -> Debrief:
    """The same debrief with the last correction of each unit taken in."""
    held = {(one.turn, one.unit): one for one in corrections}
    made = []
    for line in found.lines:
        units = [
            replace(coded(unit.unit.text, one.code), why=one.reason, was=unit.was or unit.unit.code, who=one.who)
            if (one := held.get((line.row, place)))
            else unit
            for place, unit in enumerate(line.units)
        ]
        weight = sum(unit.unit.value for unit in units)
        made.append(replace(line, units=tuple(units), weight=weight, main=main_of(unit.unit for unit in units)))
    return replace(found, lines=tuple(made), corrected=len(held))
