"""Branches of a conversation: turns are a tree, and trying again from a turn only moves where the talk stands.

In an assessment nothing is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

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

    The conversation is active again; a way that was finished counts until another is.

    Raises:
        PracticeError: it is an assessment, or no trainee turn of this conversation has that id.
    """
    allow(store.conversation(conversation))
    row = store.turn(turn)
    if row.conversation != conversation or row.role != "trainee":
        raise PracticeError("That is no turn of yours in this conversation; choose one of your turns.")
    reopen(store, conversation, row.parent)
    return row.text


def reopen(store: Store, conversation: str, head: int | None) -> None:
    """Make a conversation active again behind turn `head`; the result of a finished way is kept, with its last turn."""
    store.write(
        (
            "UPDATE conversations SET head = ?, status = 'active', updated = ?, meta = json_set(CASE"
            " WHEN NOT json_valid(meta) THEN '{}'"
            " WHEN status = 'ended' AND json_type(meta, '$.result') = 'object'"
            " THEN json_set(json_remove(meta, '$.result'),"
            " '$.last_result', json_set(json_extract(meta, '$.result'), '$.head', head))"
            " ELSE json_remove(meta, '$.result') END, '$.forked', json('true')) WHERE id = ?",
            (head, now(), conversation),
        )
    )


def put_back(store: Store, conversation: str, head: int) -> None:
    """Undo `reopen`: the conversation is as ended, and ends in turn `head`, as before."""
    store.write(
        (
            "UPDATE conversations SET head = ?, status = 'ended', updated = ?, meta = CASE"
            " WHEN json_type(meta, '$.last_result') = 'object' THEN json_set(json_remove(meta, '$.last_result'),"
            " '$.result', json_remove(json_extract(meta, '$.last_result'), '$.head')) ELSE meta END WHERE id = ?",
            (head, now(), conversation),
        )
    )


def close(store: Store, conversation: str, result: Mapping[str, object]) -> None:
    """Keep the result of the way that ended just now, in the place of that of an earlier one."""
    store.set_meta(conversation, result=result)
    store.write(("UPDATE conversations SET meta = json_remove(meta, '$.last_result') WHERE id = ?", (conversation,)))


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


def branches(store: Store, conversation: str, head: int | None = None) -> tuple[Branch, ...]:
    """Return the branches with at least one answered turn, oldest first, each beside the one that is shown.

    `head`: last turn of the one that is read while another is under way.
    Turns that were stopped or never answered end no branch.
    """
    rows = store.tree(conversation)
    answered = {row.parent for row in rows if row.role == "school"}
    kept = {row.id: row for row in rows if row.role == "school" or row.id in answered}
    inner = {row.parent for row in kept.values()}
    shown = _path(kept, store.conversation(conversation).head if head is None else head)
    # An answer that was said in other words, and from which nothing went on, is no way of its own.
    newest = {row.parent: row.id for row in kept.values() if row.role == "school"}
    newest |= {row.parent: row.id for row in shown if row.role == "school"}
    ends = [row.id for row in kept.values() if row.id not in inner and newest.get(row.parent, row.id) == row.id]
    paths = [_path(kept, one) for one in ends]
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
    upto, said = path[: place + 1], path[place : place + 2]
    # The same words sent again: what tells the ways apart is the answer.
    if len(said) == 2 and len(shown) > place and said[0].text == shown[place].text:
        said = said[1:]
    return Branch(
        head=path[-1].id,
        turns=sum(row.role == "trainee" for row in path),
        leaves=sum(row.role == "trainee" for row in upto) if place < len(path) else 0,
        words=said[0].text if said else "",
        answer=bool(said) and said[0].role == "school",
        created=path[-1].created,
        shown=path[-1:] == shown[-1:],
    )
