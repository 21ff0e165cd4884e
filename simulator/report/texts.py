"""The fixed texts of the pages, by the names that the templates call them."""

from __future__ import annotations

from simulator.report.labels import MADE_BY_A_PROGRAM
from simulator.report.words import Words


def page_texts(words: Words) -> dict[str, object]:
    """Return the texts of a conversation's page."""
    tr = words.tr
    return {
        "say": {
            "back": tr("All conversations"), "skip": tr("Go to the transcript"), "school": tr("school"),
            "trainee": tr("trainee"), "turn": tr("turn"), "turns": tr("turns"), "source": tr("file"),
            "figures": tr("In short"), "interval": tr("95% interval"),
            "run": tr("Longest run of telling"), "thirds": tr("In three parts"), "unsure": tr("unsure"),
            "thirds_note": tr(
                "Ask share of each third of the trainee's turns. In a practised conversation the thirds end where the "
                "school says its own question."
            ),
            "timeline": tr("From tell to ask, turn by turn"),
            "overview": tr("The whole conversation: a bar a turn, up where it asks, down where it tells"),
            "timeline_note": tr(
                "Each mark is one thing that the trainee does; the higher, the more it asks. Point at a mark, or step "
                "through them with Tab, to read the words, the code and why. The numbers are those of the turns in the "
                "transcript, where all of it stands written out."
            ),
            "strip": tr("Timeline, turns {first} to {last}"),
            "best": tr("Best moments"), "missed": tr("Missed moments"),
            "best_note": tr("A follow-up or a reflection that takes up what the school had just said."),
            "missed_note": tr(
                "The school said something of weight (doubt, difficulty, feeling or a wish) and the next turn told "
                "instead of asked. Such words are found by a list, so some moments will be lacking here."
            ),
            "no_best": tr("None found: no follow-up or reflection took up the school's words."),
            "no_missed": tr("None found by the words that the program knows."),
            "codes": tr("Codes"), "code": tr("code"), "what": tr("what it is"), "value": tr("value"),
            "rule": tr("everyday rule"), "in_turns": tr("turns"), "in_units": tr("units"),
            "codes_note": tr(
                "A code counts once a turn. A flag such as “the school asked for it” can set a value to zero."
            ),
            "background": tr("Background only"),
            "background_note": tr(
                "People who code the same conversation do not agree on these; draw no conclusion from them."
            ),
            "transcript": tr("Transcript with codes"), "no_code": tr("no words to code"),
            "unsure_word": tr("unsure: the program doubts this code"),
            "empty": tr("There are no turns in this conversation."),
            **_foot(words),
        }
    }  # fmt: skip


def group_texts(words: Words) -> dict[str, object]:
    """Return the texts of a group's page."""
    tr = words.tr
    return {
        "say": {
            "distribution": tr("How the ask share is spread"), "list": tr("The conversations"),
            "list_note": tr(
                "Each small drawing is one conversation: a bar a turn, up where it asks, down where it tells. The name "
                "leads to its own page."
            ),
            "sort": tr("Press a heading to sort by it."),
            "name": tr("conversation"), "shape": tr("shape"), "turns": tr("trainee turns"), "share": tr("ask share"),
            "thirds": tr("thirds"), "uptake": tr("uptake"), "talk": tr("share of the words"),
            "run": tr("longest telling run"), "few": tr("too few turns"),
            "language_unsure": tr("language not certain"), "tells": tr("tells"), "asks": tr("asks"),
            "axis": tr("ask share of the conversation"), "count": tr("number of conversations"), **_foot(words),
        }
    }  # fmt: skip


def _foot(words: Words) -> dict[str, str]:
    tr = words.tr
    return {
        "codebook": tr("Codebook"), "version": tr("version"), "coder": tr("coder"), "unnamed": tr("not named"),
        "foot": tr(MADE_BY_A_PROGRAM),
    }  # fmt: skip
