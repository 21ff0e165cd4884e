"""Flags that follow from form, codes, order and history by plain rules; asked leave also makes a code milder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from simulator.coding import asked, parrot, patterns
from simulator.coding.around import LONGEST, Around
from simulator.coding.codebook import Said, value_of
from simulator.coding.draft import Draft
from simulator.coding.stems import words

QUESTIONS = frozenset({"DEEP", "OPEN", "CLOSED", "LEAD", "SEEK"})
_TELLS = frozenset({"INFO", "OFFER", "OFFER-P", "LEAD", "JUDGE"})
_SOME, _SAME = 4, 0.95
SURE = 0.8


def order_flags(drafts: list[Draft], context: Around, history: Sequence[Said]) -> None:
    """Set what follows from order and counting: asked, no_pause, stacked, interrogation, parrot; changes `drafts`."""
    _asked(drafts, context, history)
    _turn_flags(drafts, context, history)


def form_of(draft: Draft) -> None:
    """Set the flags for units whose form and function differ."""
    if draft.code in {"DEEP", "OPEN"} and patterns.CLOSED_FORM.search(draft.text):
        draft.flags.add("form_closed")
    if draft.code in {"LEAD", "JUDGE"} and patterns.OPEN_FORM.search(draft.text):
        draft.flags.add("form_open")


def answers(drafts: Sequence[Draft], context: Around, history: Sequence[Said]) -> None:
    """Set `asked` on units that would be asked for if they told; of the others it is taken off in `order_flags`."""
    codes = [draft.code for draft in drafts]
    for place, draft in enumerate(drafts):
        code = draft.code if draft.code in asked.TELLS else "INFO"
        found = asked.chance(draft.text, code, codes[:place], context, history)
        (draft.flags.add if found >= asked.LIKELY else draft.flags.discard)("asked")


def _asked(drafts: list[Draft], context: Around, history: Sequence[Said]) -> None:
    ideas = asked.agreed(history) or asked.wants_ideas(context, history)
    for draft in drafts:
        if draft.code == "OFFER" and ideas and draft.chance("OFFER") < SURE:
            draft.code = "OFFER-P"
    answers(drafts, context, history)
    for draft in drafts:
        if draft.code not in asked.TELLS:
            draft.flags.discard("asked")


def _turn_flags(drafts: list[Draft], context: Around, history: Sequence[Said]) -> None:
    """Set what depends on the whole turn: no_pause, stacked, interrogation, parrot.

    Who asks leave, in whatever words, and then tells did not wait: of 103 such turns of the corpus 98 are coded so.
    """
    telling = [draft.code in _TELLS and "asked" not in draft.flags for draft in drafts]
    for place, draft in enumerate(drafts):
        if draft.code == "SEEK" and any(telling[place + 1 :]):
            draft.flags.add("no_pause")
    asking = [draft for draft in drafts if draft.code in QUESTIONS]
    if len(asking) > 1:
        for draft in asking:
            draft.flags.add("stacked")
    elif len(asking) == 1 and asking[0].code == "CLOSED" and asking[0].text.count("?") > 1:
        asking[0].flags.add("stacked")
    if asking and all(draft.code == "CLOSED" for draft in asking) and _only_closed(history) >= 2:
        for draft in asking:
            draft.flags.add("interrogation")
    mine = words(" ".join(draft.text for draft in drafts))
    if len(mine) >= _SOME and _copies_answer(mine, context, history):
        for draft in drafts:
            draft.flags.add("parrot")
    elif len(mine) >= _SOME and _pasted(mine, history):
        for draft in drafts:
            if value_of(draft.code, ()) > 0:
                draft.flags.add("parrot")
    else:
        for draft in drafts:
            copied = parrot.chance(draft.text, context.school, bool(asking), len(drafts) > 1)
            bare = copied >= parrot.SURE and not parrot.adds(draft.text, context.school)
            if draft.code in {"REFL-S", "REFL-C"} and bare:
                draft.code = "REFL-S"
                draft.flags.add("parrot")


def _copies_answer(mine: Sequence[str], context: Around, history: Sequence[Said]) -> bool:
    """Return whether a turn is an answer of the school over again, the last or an earlier one."""
    answers = [context.school, *(said.text[:LONGEST] for said in history if said.role == "school")]
    return any(_copies(mine, words(one)) for one in answers)


def _pasted(mine: Sequence[str], history: Sequence[Said]) -> bool:
    """Return whether a turn is the trainee's own words once more: the turn before, or for the third time.

    Who asks the same again later may mean it.
    """
    own = [words(said.text[:LONGEST]) == mine for said in history if said.role == "trainee"]
    return own[-1:] == [True] or sum(own) > 1


def _copies(mine: Sequence[str], source: Sequence[str]) -> bool:
    """Return whether words are nearly all of an answer's, question marks and all."""
    if len(mine) > len(source) + 1:
        return False
    both = sum((Counter(mine) & Counter(source)).values())
    return both >= _SAME * max(len(mine), len(source))


def _only_closed(history: Sequence[Said]) -> int:
    """Return how many trainee turns in a row, up to now, asked nothing but closed questions."""
    run = 0
    for said in reversed([said for said in history if said.role == "trainee"]):
        codes = {unit.code for unit in said.units} & QUESTIONS
        if codes != {"CLOSED"}:
            break
        run += 1
    return run
