"""A short transcript, a project over it, and a machine that says what a test wants."""

from __future__ import annotations

from simulator.coding.codebook import CodedTurn, Unit, value_of
from simulator.review.journal import Journal
from simulator.review.machine import Machines
from simulator.review.session import Session, add_machine, add_talk
from simulator.transcripts.model import Conversation, Line

TURNS = (
    ("School", "school", "Hoi, we zoeken een workshop muziek."),
    ("Anna", "trainee", "Hoi! Wat hoop je dat ze leren? Wij hebben een mooi aanbod."),
    ("School", "school", "Dat ze durven."),
    ("Anna", "trainee", "Durven, zeg je. Wat zie je dan?"),
    ("School", "school", "Dat ze stil zijn."),
    ("Anna", "trainee", "Dus stilte is het teken [b]niet[/b]."),
)
TALK = Conversation("gesprek", tuple(Line(who, text, "", role) for who, role, text in TURNS), "nl", "gesprek.txt")


class OneCode:
    """Codes every turn as one unit; counts how often it is asked."""

    def __init__(self, code="LEAD", sure=0.4):
        self.name, self.given, self.sure, self.asked = "one-code", code, sure, 0

    def code(self, text, history, language):
        self.asked += 1
        unit = Unit(text.strip(), self.given, value_of(self.given), (), self.sure, "omdat het zo is")
        return CodedTurn(text, (unit,), self.name)


def machines(coder):
    """Return machines that give this coder, and how often it was made."""
    made = []

    def make():
        made.append(coder)
        return coder

    return Machines(make), made


def project(tmp_path, talk=TALK, name="gesprek.review"):
    journal = Journal(tmp_path / name)
    return journal, add_talk(journal, talk, "Els")


def at_work(journal, talk, who, blind=False):
    session = Session(journal, talk, who)
    session.begin(blind)
    return session


def with_machine(journal, talk, coder=None):
    found = machines(coder or OneCode())[0].code(journal.project.talks[talk].talk, "nl")
    add_machine(journal, talk, found)
    return found


def code_all(session, *codes):
    """Give the turns 2, 4 and 6 one code each, with a reason, and finish."""
    for turn, code in zip((2, 4, 6), codes, strict=True):
        session.code(turn, 0, code)
        session.reason(turn, 0, f"omdat {code}")
    session.finish()
