"""What codes, flags, rules and layers are called for a reader who has not learnt the codebook."""

from __future__ import annotations

from simulator.coding.codebook import Unit
from simulator.i18n import mark
from simulator.report.words import Words

CODE_NAMES: dict[str, str] = {
    "DEEP": mark("follows up on what the school just said"),
    "OPEN": mark("open question on new ground"),
    "SEEK": mark("asks permission or hands over the lead"),
    "REFL-C": mark("gives back meaning or feeling"),
    "REFL-S": mark("repeats, sums up or checks"),
    "CLOSED": mark("closed or factual question"),
    "AFFIRM": mark("names a specific strength"),
    "NEUTRAL": mark("greets, structures or encourages"),
    "INFO": mark("gives neutral information"),
    "OFFER-P": mark("suggests with permission or a real choice"),
    "LEAD": mark("leading question"),
    "FILL": mark("fills in for the other"),
    "OFFER": mark("unasked advice, solution or pitch"),
    "JUDGE": mark("judges, corrects or warns"),
}
FLAG_NAMES: dict[str, str] = {
    "asked": mark("the school asked for it"),
    "no_pause": mark("did not wait for the answer"),
    "guess": mark("a careful guess"),
    "parrot": mark("copies what was said"),
    "interrogation": mark("third closed question in a row"),
    "off_topic": mark("beside the matter"),
    "repair": mark("takes something back"),
    "stacked": mark("several questions at once"),
    "why": mark("asks why"),
    "uptake": mark("takes up the school's words"),
    "own_idea": mark("the trainee's own idea"),
    "form_open": mark("open in form only"),
    "form_closed": mark("closed in form only"),
}
RULE_NAMES: dict[str, str] = {
    "LSD": mark("LSD: listen, summarise, and ask on (luisteren, samenvatten, doorvragen)"),
    "OEN": mark("OEN: open, honest and curious (open, eerlijk, nieuwsgierig)"),
    "ANNA": mark("ANNA: always check, never assume (altijd navragen, nooit aannemen)"),
    "NIVEA": mark("NIVEA: do not fill in for somebody else (niet invullen voor een ander)"),
    "OMA": mark("OMA: leave judgements, opinions and advice at home (oordelen, meningen, adviezen thuislaten)"),
}
LAYER_NAMES: dict[str, str] = {
    "surface": mark("on the surface"),
    "visible": mark("visible in the school"),
    "underlying": mark("underneath"),
}
"""How deep something lay that a school told; from shallow to deep."""
DEPTH_NAMES: dict[str, str] = {
    "": mark("nothing opened"),
    **LAYER_NAMES,
    "need": mark("the school's own question"),
}
"""How deep a whole conversation came."""
DEPTHS: tuple[str, ...] = tuple(DEPTH_NAMES)
"""From nothing to the school's own question; the place is how deep it is, as a number."""
UNKNOWN = mark("Whether another question lies behind this one did not come up this time.")
"""Said while a debrief holds things back and nothing opened: true of a school that hides nothing, too."""
MADE_BY_A_PROGRAM = mark(
    "Codes and figures were made by a program, from the words alone; a person may judge otherwise. Use them to "
    "begin a talk, not to end one."
)
SIDES: dict[str, str] = {"ask": mark("asks"), "tell": mark("tells"), "neutral": mark("neither")}
SIGNS: dict[str, str] = {"ask": "▲", "tell": "▼", "neutral": "○"}


def side_of(value: float) -> str:
    """Return `ask`, `tell` or `neutral` for a value above, below or at zero."""
    return "ask" if value > 0 else "tell" if value < 0 else "neutral"


def flags_of(unit: Unit, words: Words) -> list[str]:
    """Return the flags of a unit in words; one that nobody named stands as it is."""
    return [words.tr(FLAG_NAMES[flag]) if flag in FLAG_NAMES else flag for flag in unit.flags]
