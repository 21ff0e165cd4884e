"""One short sentence on why a unit has its code, naming the everyday rule it stands for; in Dutch or English."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.coding.codebook import RULES

_CODES: dict[str, tuple[str, str]] = {
    "DEEP": ("Vraagt door op wat de school net zei.", "Follows up on what the school just said."),
    "OPEN": ("Open vraag: de school kan alle kanten op.", "Open question: the school can go anywhere with it."),
    "SEEK": ("Vraagt toestemming of geeft de leiding terug.", "Asks leave or hands back the lead."),
    "REFL-C": ("Geeft betekenis of gevoel terug.", "Gives back meaning or feeling."),
    "REFL-S": ("Vat samen of checkt wat is gezegd.", "Sums up or checks what was said."),
    "CLOSED": ("Gesloten of feitelijke vraag.", "Closed or factual question."),
    "AFFIRM": ("Benoemt een kracht van de school.", "Names a strength of the school."),
    "NEUTRAL": ("Groet, ordent of moedigt aan.", "Greets, structures the talk or encourages."),
    "INFO": ("Geeft informatie.", "Gives information."),
    "OFFER-P": ("Suggestie met een echte keuze.", "Suggestion that leaves a real choice."),
    "LEAD": (
        "Sturende vraag: het antwoord of de keuze komt van jou.", "Leading question: the answer or the choice is yours."
    ),
    "FILL": ("Vult in voor de ander.", "Fills in for the other."),
    "OFFER": ("Advies of aanbod waar niet om is gevraagd.", "Advice or an offer nobody asked for."),
    "JUDGE": ("Oordeelt, corrigeert of waarschuwt.", "Judges, corrects or warns."),
}  # fmt: skip
_FLAGS: dict[str, tuple[str, str]] = {
    "asked": ("De school vroeg erom: dit telt niet als vertellen.", "The school asked: not counted as telling."),
    "no_pause": ("Je wachtte het antwoord niet af.", "You did not wait for the answer."),
    "parrot": (
        "Je herhaalt (bijna) woord voor woord wat al gezegd is.",
        "You repeat (nearly) word for word what was said before.",
    ),
    "interrogation": (
        "Al drie beurten of meer op rij alleen gesloten vragen.",
        "Three turns or more in a row of closed questions only.",
    ),
    "off_topic": ("Gaat niet over de school of dit gesprek.", "Not about the school or this talk."),
    "guess": ("Nog niet door de school gezegd: een voorzichtige gok.", "Not said by the school yet: a careful guess."),
    "repair": ("Je neemt iets terug.", "You take something back."),
    "own_idea": ("Het onderwerp komt van jou.", "The subject is yours."),
    "stacked": ("Meer vragen tegelijk.", "More questions at once."),
    "uptake": ("Je pakt woorden van de school op.", "You take up the school's words."),
}  # fmt: skip
_INSTEAD = {"repair": True, "parrot": True, "off_topic": True, "own_idea": True}
_NAMES: dict[str, tuple[str, str]] = {
    "LSD": ("LSD: luisteren, samenvatten, doorvragen", "LSD: listen, summarise, and ask on"),
    "OEN": ("OEN: open, eerlijk, nieuwsgierig", "OEN: open, honest and curious"),
    "ANNA": ("ANNA: altijd navragen, nooit aannemen", "ANNA: always check, never assume"),
    "NIVEA": ("NIVEA: niet invullen voor een ander", "NIVEA: do not fill in for somebody else"),
    "OMA": ("OMA: oordelen, meningen en adviezen thuislaten", "OMA: leave judgements, opinions and advice at home"),
}  # fmt: skip
"""Named as in `report.labels`, which adds the Dutch words to the English ones."""
_PASTED = ("Hier staat geen zin in; het telt niet mee.", "There is no sentence in this; it does not count.")


def reason(code: str, flags: Iterable[str], language: str) -> str:
    """Return the reason in the interface's language (`nl` or anything else: English).

    What the school asked for goes against no rule, so none is named.
    """
    side = 0 if language == "nl" else 1
    held = set(flags)
    parts = [] if held & set(_INSTEAD) - {"own_idea"} else [_CODES[code][side]]
    said = told(held)
    parts += [_FLAGS[said][side]] if said else []
    return " ".join(parts) if "asked" in held else f"{' '.join(parts)} ({_NAMES[RULES[code]][side]})"


def told(flags: Iterable[str]) -> str:
    """Return the flag that a reason says in a sentence of its own; empty: none."""
    held = set(flags)
    return next((name for name in _FLAGS if name in held), "")


def no_words(language: str) -> str:
    """Return the reason for a turn without words to code."""
    return _PASTED[0 if language == "nl" else 1]
