"""The codebook as a card to print: fourteen codes from asking to telling, and the everyday rules they stand for.

Values and rules come from `coding.codebook`; names, examples and borders are those of the codebook (version 1) in a few
words. Both languages stand here side by side, because a card is printed for somebody else than who prints it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from simulator.coding.codebook import CODES, RULES, VALUES


class Two(NamedTuple):
    """The same in Dutch and in English."""

    nl: str
    en: str

    def of(self, language: str) -> str:
        """Return the Dutch for `nl`, else the English."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True)
class CodeCard:
    """One code on the card: a short name (15 characters at most), what it is, an example, the rule at its border."""

    short: Two
    what: Two
    example: Two
    border: Two


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One everyday rule: what its letters stand for, and what it asks of you. `breaks`: its codes go against it."""

    name: str
    spelled: Two
    asks: Two
    breaks: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that stand for this rule, or go against it, from asking to telling."""
        return tuple(code for code in CODES if RULES[code] == self.name)


CARD: Mapping[str, CodeCard] = {
    "DEEP": CodeCard(
        Two("doorvragen", "following up"),
        Two("gaat door op wat de school net zei", "follows up on what the school just said"),
        Two("Je zegt ‘ze haken af’. Wat zie je dan gebeuren?", "You said they switch off. What do you see then?"),
        Two("Kun je het elke school vragen? Dan is het OPEN.", "Could you ask any school this? Then OPEN."),
    ),
    "OPEN": CodeCard(
        Two("open vraag", "open question"),
        Two("open vraag op nieuw terrein", "open question on new ground"),
        Two("Wat wil je dat kinderen hiervan meenemen?", "What do you want pupils to take from this?"),
        Two(
            "‘Vertel eens’ telt ook: kijk wat het doet, niet naar de vorm.",
            "“Tell me” counts: go by what it does, not by form.",
        ),
    ),
    "SEEK": CodeCard(
        Two("regie geven", "handing over"),
        Two("vraagt toestemming, legt de regie bij de school", "asks permission, hands over the lead"),
        Two("Mag ik een idee noemen, of is dat te vroeg?", "May I share an idea, or is it too early?"),
        Two(
            "Alleen als de school kan antwoorden vóór je verdergaat.", "Only if the school can answer before you go on."
        ),
    ),
    "REFL-C": CodeCard(
        Two("spiegelen", "adding meaning"),
        Two("geeft terug wat het betekent of hoe het voelt", "gives back meaning or feeling"),
        Two("Het gaat je dus minder om theater dan om durven.", "So it is less about theatre than about daring."),
        Two(
            "Moet steunen op wat de school zei. Twijfel je? REFL-S.",
            "Must rest on what the school said. In doubt: REFL-S.",
        ),
    ),
    "REFL-S": CodeCard(
        Two("samenvatten", "summing up"),
        Two("herhaalt, vat samen, checkt", "repeats, sums up, checks"),
        Two(
            "Dus groep 7 en 8, en tot nu toe losse lesjes. Klopt dat?",
            "So years 5 and 6, single lessons so far. Is that right?",
        ),
        Two("‘Klopt dat?’ zonder samenvatting: CLOSED.", "“Is that right?” alone: CLOSED."),
    ),
    "CLOSED": CodeCard(
        Two("gesloten vraag", "closed question"),
        Two("neutrale gesloten of feitelijke vraag", "neutral closed or factual question"),
        Two("Hoeveel groepen doen mee?", "How many classes take part?"),
        Two("Kiezen tussen jouw eigen opties: LEAD.", "A choice between your own options: LEAD."),
    ),
    "AFFIRM": CodeCard(
        Two("kracht noemen", "a strength"),
        Two("noemt iets bepaalds dat de school goed deed", "names something specific that the school did well"),
        Two("Jullie hebben dat project drie jaar overeind gehouden.", "You kept that going for three years."),
        Two("‘Wat goed!’ en vleien: NEUTRAL.", "“Great!” and flattery: NEUTRAL."),
    ),
    "NEUTRAL": CodeCard(
        Two("neutraal", "neutral"),
        Two("groet, ordent, moedigt aan, zegt sorry", "greets, structures, encourages, apologises"),
        Two("Mm-hm. – We hebben tot vier uur.", "Right. – We have until four."),
        Two("Eigen ervaring als argument: OFFER.", "Own experience as an argument: OFFER."),
    ),
    "INFO": CodeCard(
        Two("informatie", "information"),
        Two("neutrale informatie", "neutral information"),
        Two("De subsidie loopt tot en met juni.", "The grant runs until June."),
        Two("Met ‘dus jullie zouden …’ erbij: OFFER.", "With “so you could …”: OFFER."),
    ),
    "OFFER-P": CodeCard(
        Two("voorstel + keus", "idea + choice"),
        Two("voorstel met toestemming of een echte keus", "suggestion with permission or a real choice"),
        Two(
            "Je vroeg om voorbeelden: twee scholen deden X. Wat spreekt je aan?",
            "You asked for examples: two schools did X. What appeals?",
        ),
        Two("‘Misschien een idee:’ is nog geen toestemming: OFFER.", "“Just an idea:” is no permission: OFFER."),
    ),
    "LEAD": CodeCard(
        Two("sturende vraag", "steering"),
        Two("vraag met het antwoord erin", "question that carries its answer"),
        Two("Zou een dansproject niet iets voor jullie zijn?", "Wouldn’t a dance project suit you?"),
        Two(
            "Ook ‘toch?’ en ‘hè?’ achter een aanname. Noemde de school dans? Dan OPEN of DEEP.",
            "Also “right?” after an assumption. If the school named dance: OPEN or DEEP.",
        ),
    ),
    "FILL": CodeCard(
        Two("invullen", "filling in"),
        Two("vult in voor de ander", "fills in for the other"),
        Two("Jullie hebben vast een vol rooster.", "You must have a packed timetable."),
        Two("Stellig, en de school zei niets wat erop wijst.", "Said as certain; nothing the school said carries it."),
    ),
    "OFFER": CodeCard(
        Two("advies, aanbod", "advice, pitch"),
        Two("advies, oplossing of aanbod waar niemand om vroeg", "unasked advice, solution or pitch"),
        Two("Dan moeten jullie ons theaterprogramma nemen.", "Then you should take our theatre programme."),
        Two(
            "Ook je eigen aanbod prijzen. ‘… wat vind je?’ erachter verandert dat niet.",
            "Praising your own offer too. “… what do you think?” behind it changes nothing.",
        ),
    ),
    "JUDGE": CodeCard(
        Two("oordelen", "judging"),
        Two("oordeelt, verbetert, waarschuwt, stuurt", "judges, corrects, warns, directs"),
        Two("Dat werkt natuurlijk niet zo.", "That obviously doesn’t work."),
        Two(
            "Een verwijtende ‘waarom nooit?’ ook; een nieuwsgierige is OPEN of DEEP.",
            "A reproachful “why never?” too; a curious one is OPEN or DEEP.",
        ),
    ),
}
"""From asking to telling, in the codebook's order."""

EVERYDAY: tuple[RuleCard, ...] = (
    RuleCard(
        "LSD",
        Two("Luisteren, Samenvatten, Doorvragen", "listen, sum up, ask on (Luisteren, Samenvatten, Doorvragen)"),
        Two(
            "Hoor wat er gezegd wordt, geef het terug, en vraag door op juist die woorden.",
            "Hear what is said, give it back, and ask on about those very words.",
        ),
    ),
    RuleCard(
        "OEN",
        Two("Open, Eerlijk, Nieuwsgierig", "open, honest, curious (Open, Eerlijk, Nieuwsgierig)"),
        Two(
            "Vraag wat je nog niet weet, en meen het als je iets waardeert.",
            "Ask what you do not know yet, and mean it when you value something.",
        ),
    ),
    RuleCard(
        "ANNA",
        Two("Altijd Navragen, Nooit Aannemen", "always ask, never assume (Altijd Navragen, Nooit Aannemen)"),
        Two(
            "Check de feiten, en vraag of het mag voor je iets neerlegt.",
            "Check the facts, and ask leave before you put something on the table.",
        ),
    ),
    RuleCard(
        "NIVEA",
        Two("Niet Invullen Voor Een Ander", "do not fill in for another (Niet Invullen Voor Een Ander)"),
        Two("Je weet het niet voor ze het zeggen.", "You do not know it before they say it."),
        breaks=True,
    ),
    RuleCard(
        "OMA",
        Two(
            "Oordelen, Meningen, Adviezen thuislaten",
            "leave judgements, opinions, advice at home (Oordelen, Meningen, Adviezen)",
        ),
        Two(
            "Ook goede raad is vertellen, tot erom gevraagd wordt.",
            "Good advice is telling too, until it is asked for.",
        ),
        breaks=True,
    ),
)


def short_name(code: str, language: str) -> str:
    """Return what a code is called where there is little room; one that is not in the codebook stands as it is."""
    return CARD[code].short.of(language) if code in CARD else code


def grouped() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the codes in the three groups of the card: `ask`, `neutral`, `tell`, each with its codes in order."""
    return (
        ("ask", tuple(code for code in CODES if VALUES[code] > 0)),
        ("neutral", tuple(code for code in CODES if VALUES[code] == 0)),
        ("tell", tuple(code for code in CODES if VALUES[code] < 0)),
    )
