"""Branches of a conversation: turns are a tree, and trying again from a turn only moves where the talk stands.

In an assessment nothing is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from simulator.practice.api import ASSESSMENT, Branch, PracticeError
from simulator.practice.records import ConversationRow, TurnRow
from simulator.practice.store import Store, now
from simulator.voice.types import OnClause, Spoken

TRIES = 3
"""So often a voice is asked for other words before it is believed to have none."""


def allow(row: ConversationRow) -> None:
    """Refuse what an assessment leaves out: going back, other words, the meter and help.

    Raises:
        PracticeError: it is an assessment.
    """
    if row.mode == ASSESSMENT:
        raise PracticeError(
            "This is an assessment, without going back, other words, the meter or help; go on with your next turn, "
            "or practise in another conversation."
        )


def fork(store: Store, conversation: str, turn: int) -> str:
    """Go back to just before trainee turn `turn` (its row's id) and return its words; every branch is kept.

    The conversation is active again, and without a result until it ends again.

    Raises:
        PracticeError: it is an assessment, or no trainee turn of this conversation has that id.
    """
    allow(store.conversation(conversation))
    row = store.turn(turn)
    if row.conversation != conversation or row.role != "trainee":
        raise PracticeError("That is no turn of yours in this conversation; choose one of your turns.")
    store.write(
        (
            "UPDATE conversations SET head = ?, status = 'active', updated = ?,"
            " meta = json_set(json_remove(iif(json_valid(meta), meta, '{}'), '$.result'), '$.forked', json('true'))"
            " WHERE id = ?",
            (row.parent, now(), conversation),
        )
    )
    return row.text


def other_words(
    speak: Callable[[OnClause, int], Spoken], said: Collection[str], again: int, on_clause: OnClause
) -> Spoken:
    """Return a reply that is none of `said`; its clauses are shown only once that is known.

    Args:
        speak: says the act; its number makes the choice of words another one.
        said: earlier replies to the same turn.
        again: the first number.
        on_clause: is given the clauses.

    Raises:
        PracticeError: the same words came every time.
    """
    for number in range(again, again + TRIES):
        held: list[str] = []
        spoken = speak(held.append, number)
        if spoken.text not in said:
            for clause in held:
                on_clause(clause)
            return spoken
    raise PracticeError("The school has no other words for this; go on with your next turn.")


def branches(store: Store, conversation: str) -> tuple[Branch, ...]:
    """Return the branches with at least one answered turn, oldest first, each beside the one that is shown.

    Turns that were stopped or never answered end no branch.
    """
    rows = store.tree(conversation)
    answered = {row.parent for row in rows if row.role == "school"}
    kept = {row.id: row for row in rows if row.role == "school" or row.id in answered}
    inner = {row.parent for row in kept.values()}
    shown = _path(kept, store.conversation(conversation).head)
    paths = [_path(kept, row.id) for row in kept.values() if row.id not in inner]
    return tuple(_branch(path, shown) for path in paths if any(row.role == "trainee" for row in path))


def _path(kept: dict[int, TurnRow], end: int | None) -> list[TurnRow]:
    path: list[TurnRow] = []
    while end is not None and end in kept:
        path.append(kept[end])
        end = kept[end].parent
    return path[::-1]


def _branch(path: list[TurnRow], shown: list[TurnRow]) -> Branch:
    common = {row.id for row in shown}
    place = next((n for n, row in enumerate(path) if row.id not in common), len(path))
    upto = path[: place + 1]
    return Branch(
        head=path[-1].id,
        turns=sum(row.role == "trainee" for row in path),
        leaves=sum(row.role == "trainee" for row in upto) if place < len(path) else 0,
        words=path[place].text if place < len(path) else "",
        created=path[-1].created,
        shown=path[-1:] == shown[-1:],
    )
