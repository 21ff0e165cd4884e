"""The debrief of a stored conversation, from its log alone: no model is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from simulator.coding.codebook import VERSION, Unit
from simulator.coding.measures import ask_share
from simulator.coding.reasons import no_words, reason
from simulator.debrief import arc, doors, effects, guesses, moments, phases, selfview, tips, turning
from simulator.debrief.follow_ups import follow_ups
from simulator.debrief.model import Coded, Debrief, Door, Guess, Hidden, Turning
from simulator.debrief.talk import Held, Move, Talk, talk_of
from simulator.i18n import mark
from simulator.practice.corrections import corrections, latest
from simulator.practice.hints import worth_picking_up
from simulator.practice.kept import scenario_of
from simulator.practice.records import ConversationRow, NoteRow, TurnRow
from simulator.practice.store import Store
from simulator.report.words import Words
from simulator.scoring.batch import UNSURE_BELOW
from simulator.scoring.tally import takes_up

_TURNED: dict[str, str] = {
    "to_asking": mark("From here on you asked more than you told."),
    "repaired": mark("Here you took something back and asked on: the school could trust you again."),
    "to_telling": mark("From here on you told more than you asked."),
    "own_question": mark("Here the school said its own question aloud."),
    "opened": mark("Here the school first told something that lies underneath."),
    "closed": mark("Here the school closed: telling cost its trust for the first time."),
}
_LATER = mark("Here you took something back and asked on; after that the school came to trust you more.")
_TAKEN_BACK = mark("Here you took something back and asked on.")
_ASKED_ON = mark("The school had closed up; here you asked again, and it opened up again.")


def debrief(store: Store, conversation: str, reader: str = "nl", head: int | None = None) -> Debrief:
    """Return the debrief of a conversation.

    Args:
        store: the practice log.
        conversation: its id.
        reader: language of the sentences, `nl` or `en`.
        head: last turn of another branch; None: the branch that is shown.

    Raises:
        PracticeError: there is no such conversation, or its scenario was kept in a form that cannot be read any more.
    """
    row = store.conversation(conversation)
    rows, notes = store.path_to(conversation, head), store.notes(conversation)
    held = latest(corrections(store, conversation))
    ended = row.status == "ended" or (head is not None and head == row.earlier)
    talk = talk_of(scenario_of(row), rows, row.seed, held, ended=ended)
    found = guesses.guesses(talk, rows, notes, partial(store.path_to, conversation), row.seed)
    return _made(row, rows, notes, held, talk, found, Words(reader))


def _made(
    row: ConversationRow,
    rows: Sequence[TurnRow],
    notes: Sequence[NoteRow],
    held: Held,
    talk: Talk,
    guessed: Sequence[Guess],
    words: Words,
) -> Debrief:
    own, need, passed = talk.own_question, talk.scenario.need, doors.passed(talk)
    reached = None if need is None else own is not None
    figure = ask_share([one.units for one in talk.moves])
    lines = tuple(effects.line(talk, one, _units(one, held, words), words) for one in talk.moves)
    view = selfview.from_notes(notes, rows[-1].id if rows else None)
    deepest, hidden = talk.deepest, _hidden(talk)
    return Debrief(
        conversation=row.id,
        title=row.title,
        language=row.language,
        reader=words.language,
        turns=len(talk.moves),
        lines=lines,
        turning=tuple(_turning(talk, words)),
        doors=tuple(_door(talk, one) for one in passed),
        best=tuple(moments.best(talk, words)),
        phases=tuple(phases.phases(talk, words)),
        arc=tuple(arc.arc(talk, words)),
        guesses=tuple(guessed),
        tip=tips.tip(talk, passed, words),
        reached=reached,
        own_question=own.reply if own else "",
        held=reached is False or (reached is None and not talk.said and bool(hidden.items)),
        hidden=hidden,
        ask_share=figure,
        uptake=sum(takes_up(one.units) for one in talk.moves),
        deepest=deepest,
        proposed=arc.proposals(talk, words),
        mine=view,
        differences=tuple(selfview.differences(view, figure, deepest, words)),
        opened=tuple(_opened(talk, one) for one in talk.moves if one.item),
        corrected=sum(unit.was != "" for line in lines for unit in line.units),
        hints=sum(note.kind == "hint" for note in notes),
        mode=row.mode,
        created=row.created,
        coder=_coder(rows),
        codebook=VERSION,
        notes=tuple(note.text for note in notes if note.kind == "note"),
        ended=talk.ended,
        unanswered=talk.unanswered,
    )


def _units(move: Move, held: Held, words: Words) -> tuple[Coded, ...]:
    """Return a move's units with the reason of each: a person's where a person changed it."""
    found = []
    for index, (unit, machine) in enumerate(zip(move.units, move.machine, strict=True)):
        one = held.get((move.row, index))
        if one is not None and one.code != machine.code:
            found.append(Coded(unit, one.reason, machine.code, one.who))
        else:
            found.append(Coded(unit, _why(unit, words), unsure=_unsure(machine)))
    return tuple(found)


def _why(unit: Unit, words: Words) -> str:
    """Return the coder's reason in the reader's language; it is kept in that of the talk."""
    if unit.reason in (no_words("nl"), no_words("en")):
        return no_words(words.language)
    return reason(unit.code, unit.flags, words.language)


def _unsure(unit: Unit) -> bool:
    return unit.confidence < UNSURE_BELOW


def _turning(talk: Talk, words: Words) -> list[Turning]:
    texts = {one.number: one.text for one in talk.moves}
    return [Turning(one.turn, one.kind, texts[one.turn], words.tr(_turned(talk, one))) for one in turning.points(talk)]


def _turned(talk: Talk, one: turning.Point) -> str:
    """Return what is said of a point; of trust only what the map shows."""
    if one.kind != "repaired":
        return _TURNED[one.kind]
    here = talk.moves[one.turn - 1]
    if not turning.takes_back(here):
        return _ASKED_ON
    rose = [move.rapport[1] > move.rapport[0] for move in talk.moves[one.turn - 1 : one.turn + turning.LONG]]
    return _TURNED[one.kind] if rose[0] else _LATER if any(rose) else _TAKEN_BACK


def _door(talk: Talk, one: doors.Passed) -> Door:
    language, given = talk.scenario.language, one.given
    earlier = {word for move in talk.moves[: given.number - 1] for word in move.reply.lower().split()}
    address = talk.scenario.speaker(given.decision.speaker).address
    return Door(
        turn=given.number,
        passed=one.passed.number,
        who=given.who,
        cue=given.reply,
        words=worth_picking_up(given.wording, language, earlier),
        instead=one.passed.text,
        examples=follow_ups(given.wording, language, address, given.number),
        back=one.back.number if one.back else None,
    )


def _opened(talk: Talk, one: Move) -> tuple[str, str, str]:
    return talk.scenario.item(one.item).content, talk.layer(one.item), one.text


def _hidden(talk: Talk) -> Hidden:
    need = talk.scenario.need
    closed = tuple((one.content, one.layer) for one in talk.scenario.items if one.id not in talk.said)
    return Hidden(need.statement if need else "", closed, talk.scenario.debrief.notes)


def _coder(rows: Sequence[TurnRow]) -> str:
    """Return who made the codes, of the last turn that has any."""
    return next((str(row.data["coded"].get("coder", "")) for row in reversed(rows) if "coded" in row.data), "")
