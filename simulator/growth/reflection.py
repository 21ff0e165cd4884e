"""The reflection report: five questions, answers in one's own words with quotes from one's own talks; versions kept.

The questions follow how reflection is guided in Dutch teacher training: first what one wanted and did, then one moment
looked at closely, what lay under it, what one would do otherwise, and what one takes along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.i18n import mark
from simulator.practice import documents
from simulator.practice.api import PracticeError
from simulator.practice.documents import Document
from simulator.practice.lookup import titles
from simulator.practice.store import Store
from simulator.report.words import Words

KIND = "reflection"
DRAFT = "reflection-draft"


@dataclass(frozen=True, slots=True)
class Question:
    """One of the five: its name in the file, the question, and what helps to answer it."""

    key: str
    asks: str
    helps: str


QUESTIONS: tuple[Question, ...] = (
    Question(
        "aim",
        mark("What did I want to find out at this school, and what did I do for it?"),
        mark(
            "Which school was it, what did it ask for, and what was your own aim? Name what you really did and said, "
            "not what you meant to do."
        ),
    ),
    Question(
        "moment",
        mark("Which moment was decisive? Quote it. What happened in me then, and in the other?"),
        mark(
            "Choose one moment in which the conversation opened or closed. What did you think, feel and want there? "
            "And the other, as far as you can tell?"
        ),
    ),
    Question(
        "unsaid",
        mark("What did I hear that was not said in so many words?"),
        mark(
            "A hesitation, a joke, a word that came back. What made you hear it or let it pass, and what might lie "
            "under the request?"
        ),
    ),
    Question(
        "otherwise",
        mark("What would I do otherwise now, in which turn, and in which words?"),
        mark(
            "Write the sentence that you would say now. Do you see a pattern: do you do this in other conversations "
            "too, such as filling in, solving or explaining?"
        ),
    ),
    Question(
        "along",
        mark("What do I take along to a real intake, and how will I notice that it works?"),
        mark("Make it small and concrete: with whom, when, and what will you do or leave?"),
    ),
)
KEYS: tuple[str, ...] = tuple(one.key for one in QUESTIONS)


@dataclass(frozen=True, slots=True)
class Reflection:
    """A reflection report.

    Attributes:
        id: of its document; None before it was kept once. `version`: id of the version this is.
        answers: by the key of the question; an empty one is not answered yet.
        conversations: ids of the talks that it is about.
        language: in which it is written. `created`: of this version, UTC, ISO 8601.
    """

    title: str
    language: str
    answers: Mapping[str, str] = field(default_factory=dict)
    conversations: tuple[str, ...] = ()
    id: str | None = None
    version: int = 0
    created: str = ""

    @property
    def answered(self) -> int:
        """How many of the questions have an answer."""
        return sum(bool(self.answers.get(key, "").strip()) for key in KEYS)

    def same_as(self, other: Reflection) -> bool:
        """Return whether nothing that is kept differs; blanks at the ends of an answer do not count."""
        mine, theirs = _body(self), _body(other)
        return _title(self.title) == _title(other.title) and mine == theirs


def reflections(store: Store) -> list[Reflection]:
    """Return the latest version of every report, latest first."""
    return [of(one) for one in documents.documents(store, KIND)]


def versions(store: Store, report: str) -> list[Reflection]:
    """Return every version of a report, latest first."""
    return [of(one) for one in reversed(documents.versions(store, report))]


def latest(store: Store, report: str) -> Reflection:
    """Return a report as it stands.

    Raises:
        PracticeError: it is not there any more.
    """
    found = documents.versions(store, report)
    if not found:
        raise PracticeError("That reflection report is not there any more; open the list again.")
    return of(found[-1])


def keep(store: Store, report: Reflection) -> Reflection:
    """Keep a report as a new version if it differs from the last one, and return it as it is kept.

    An empty report that was never kept is not kept. A draft of it is gone afterwards.

    Raises:
        PracticeError: it is too long, or cannot be kept; nothing is lost.
    """
    held = documents.versions(store, report.id) if report.id else []
    if (held and of(held[-1]).same_as(report)) or (not held and not report.answered):
        _forget_draft(store, report.id)
        return of(held[-1]) if held else report
    talk = report.conversations[0] if report.conversations else None
    kept = documents.keep(
        store, KIND, report.title, _body(report), language=report.language, conversation=_there(store, talk),
        document=report.id,
    )  # fmt: skip
    _forget_draft(store, report.id)
    return latest(store, kept)


def restore(store: Store, report: str, version: int) -> Reflection:
    """Keep an older version as a new one, so that nothing goes, and return it.

    Raises:
        PracticeError: there is no such version.
    """
    old = next((one for one in versions(store, report) if one.version == version), None)
    if old is None:
        raise PracticeError("That version is not there any more; open the list of versions again.")
    return keep(store, old)


def remove(store: Store, report: str) -> None:
    """Remove a report with all its versions."""
    documents.remove(store, report)
    _forget_draft(store, report)


def keep_draft(store: Store, report: Reflection) -> None:
    """Keep what is being written, in case the program is cut off; only the latest draft of a report is kept.

    Raises:
        PracticeError: it is too long, or cannot be kept.
    """
    name = _draft(report.id)
    documents.remove(store, name)
    documents.keep(store, DRAFT, report.title, _body(report), language=report.language, document=name)


def draft(store: Store, report: str | None) -> Reflection | None:
    """Return what was being written when the program was cut off; None: nothing. `report` None: of a new one."""
    found = documents.versions(store, _draft(report))
    return replace(of(found[-1]), id=report, version=0) if found else None


def of(one: Document) -> Reflection:
    """Return a document as a report; what cannot be read in it is left out."""
    kept, talks = one.body.get("answers"), one.body.get("conversations")
    answers = kept if isinstance(kept, dict) else {}
    return Reflection(
        one.title, one.language, {key: answers[key] for key in KEYS if isinstance(answers.get(key), str)},
        tuple(talk for talk in talks if isinstance(talk, str)) if isinstance(talks, list) else (),
        one.document, one.id, one.created,
    )  # fmt: skip


def asked(words: Words) -> tuple[tuple[str, str, str], ...]:
    """Return (key, question, what helps) in the reader's language."""
    return tuple((one.key, words.tr(one.asks), words.tr(one.helps)) for one in QUESTIONS)


def _body(report: Reflection) -> dict[str, Any]:
    answers = {key: report.answers.get(key, "").strip("\n").rstrip() for key in KEYS}
    return {"answers": answers, "conversations": list(report.conversations)}


def _title(title: str) -> str:
    """Return a title as documents keep it."""
    return " ".join(title.split())[:200]


def _there(store: Store, talk: str | None) -> str | None:
    """Return the id of a talk that is still in the log."""
    return talk if talk and titles(store, [talk]) else None


def _draft(report: str | None) -> str:
    return f"draft:{report or 'new'}"


def _forget_draft(store: Store, report: str | None) -> None:
    documents.remove(store, _draft(report))
