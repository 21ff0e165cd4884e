"""The school's mind: from one state and one turn to one act and the next state. Deterministic; needs no model.

The order of the rules: off the conversation; closing; gaining; what answers; the end. See docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from simulator.scenario.model import Scenario
from simulator.school import words
from simulator.school.acts import Decision, Stage, State, Target, TurnInput
from simulator.school.choose import choose
from simulator.school.credit import Reading, close_off, gain, read
from simulator.school.details import told_as
from simulator.school.follow import fact
from simulator.school.gates import knows, owner_of
from simulator.school.lexicon import telling
from simulator.school.manner import APPOINTMENT, THANKS, WONDERS
from simulator.school.moment import AFTER, QUESTIONS, Moment
from simulator.school.nothing import as_asked
from simulator.school.stumped import VARIANT, stumped

COLD_TURNS = 4
_SPEAKS_OF = ("tell", "cue", "fact", "own_question", "choose", "commit", "hold_request")
LATE_TURN = 10  # from here on who thanks at the end, or says when they will call again, is taking leave
LAST_WORDS = 120
PLAINLY = 0.97
NAMED = 0.9  # below this somebody else's matter is only touched
BACK = 0.4  # how often an offer that asks nothing gets the request again


def start(scenario: Scenario, seed: int = 0) -> State:
    """Return the state before the trainee's first turn; the first speaker has just said their opening line."""
    ids = [speaker.id for speaker in scenario.speakers]
    return State(
        seed=seed,
        turn=0,
        rapport=dict.fromkeys(ids, scenario.difficulty.rapport),
        good=dict.fromkeys(ids, 0),
        ruptured=dict.fromkeys(ids, False),
        repairing=dict.fromkeys(ids, 0),
        sorry=dict.fromkeys(ids, False),
        speaker=ids[0],
        left=scenario.difficulty.patience,
        last=Target("request"),
    )


def step(scenario: Scenario, state: State, turn: TurnInput) -> tuple[Decision, State]:
    """Return the act that answers `turn`, and the state after it. After the end: `close`, and nothing changes."""
    if state.ended:
        return words.plain(scenario, state.speaker, "close", "10 over"), state
    speaker = who(scenario, state, turn)
    state = replace(state, turn=state.turn + 1, left=max(0, state.left - 1), speaker=speaker)
    reading = read(turn, state)
    kinds = [hit.target.kind for hit in turn.hits]
    if "off" in kinds:
        return finish(scenario, state, _off(scenario, speaker))
    if reading.closing:
        state = close_off(state, scenario, reading, speaker)
        moment = Moment(scenario, state, turn, reading, speaker)
        decision = _and_the_fact(_closed(moment), moment)
    else:
        state = gain(state, reading, speaker)
        if _takes_leave(state, reading, kinds, turn.text):
            decision = words.leave(scenario, speaker, turn.text)
        else:
            moment = Moment(scenario, state, turn, reading, speaker)
            decision = _other_breaks_in(scenario, state, turn, reading) or choose(moment)
            decision = replace(decision, reaction="repair") if reading.repair and _content(decision) else decision
    return finish(scenario, _counted(state, reading, decision.speaker), decision)


def replay(scenario: Scenario, turns: Iterable[TurnInput], seed: int = 0) -> list[tuple[Decision, State]]:
    """Return each act and state again from a log of turns alone."""
    state, found = start(scenario, seed), []
    for turn in turns:
        decision, state = step(scenario, state, turn)
        found.append((decision, state))
    return found


def who(scenario: Scenario, state: State, turn: TurnInput) -> str:
    """Return who is addressed: the name said, else whose words are taken up, else who spoke last."""
    if turn.addressed is not None:
        return turn.addressed
    for echo in turn.echoes:
        if echo.kind == "item" and (echo.id in state.said or echo.id in state.cued):
            return owner_of(scenario, scenario.item(echo.id), state.speaker)
    return state.speaker


def _off(scenario: Scenario, speaker: str) -> Decision:
    """Rule 1: in character; nothing moves. No colleague is named who would know: nobody would."""
    return words.not_known(scenario, speaker, "1 off the conversation")


def _closed(m: Moment) -> Decision:
    """Rule 2: politely off, back to the request, or along without commitment; only an offer can be put off."""
    scenario, speaker, closing = m.scenario, m.speaker, m.reading.closing
    asks = m.turn.text.rstrip().endswith("?")
    if closing == "FILL" and m.turn.units[-1].code in QUESTIONS:
        heard = stumped(m, "2 filled in, and asked")
        if heard.variant.startswith(VARIANT):
            return replace(heard, act="go_along")
    if closing in ("FILL", "JUDGE") or (m.state.stage in AFTER and not asks):
        return words.plain(scenario, speaker, "go_along", f"2 {closing}")
    if closing == "OFFER" and (begun := as_asked(m)) is not None:
        return begun
    if closing == "OFFER" and not asks and m.chance().random() < BACK:
        return words.request(scenario, speaker, "2 OFFER")
    return words.plain(scenario, speaker, "deflect", f"2 {closing}")


def _and_the_fact(closed: Decision, m: Moment) -> Decision:
    """Rule 4 beside rule 2: a free fact that is plainly asked for is told behind the polite word, and nothing opens."""
    plain = [hit for hit in m.turn.hits if hit.target.kind == "fact" and hit.score >= PLAINLY]
    for hit in plain if closed.target is None else ():
        asks = any(unit.code in QUESTIONS for unit in m.turn.units[hit.unit : hit.unit + 1])
        found = fact(m, hit.target.id) if asks else None
        if found is not None and found.act == "fact":
            lines = found.wordings
            both = tuple(f"{one} {lines[n % len(lines)]}" for n, one in enumerate(closed.wordings))
            return replace(closed, wordings=both, because=f"{closed.because}, and a free fact")
    return closed


def _takes_leave(state: State, reading: Reading, kinds: Sequence[str], text: str) -> bool:
    """Whether the trainee ends it: a goodbye, or a first step was taken, and nothing new is asked."""
    asks = bool(reading.moves & {"DEEP", "OPEN", "CLOSED"}) or bool(WONDERS.search(text[-LAST_WORDS:]))
    if "bye" in kinds and not asks:
        return True
    asks = asks or ("LEAD" in reading.codes and text.rstrip().endswith("?"))
    late = state.stage == "choosing" or state.turn >= LATE_TURN
    # Who only gives back what something means makes no appointment by a day that is in it.
    meets = APPOINTMENT.search(text[-LAST_WORDS:]) and set(reading.codes) != {"REFL-C"}
    if late and not asks and (THANKS.search(text[-LAST_WORDS:]) or meets):
        return True
    lays_before = "OFFER-P" in reading.codes and text.rstrip().endswith("?")
    return state.stage == "committing" and not (asks or lays_before) and "SEEK" not in reading.moves


def _content(decision: Decision) -> bool:
    return decision.act in ("tell", "cue", "fact", "hesitate", "unknown", "own_question")


def _other_breaks_in(scenario: Scenario, state: State, turn: TurnInput, reading: Reading) -> Decision | None:
    """Let the other speaker break in once, with a cue only, when their own matter is named."""
    if state.broke_in or len(scenario.speakers) < 2 or turn.addressed is not None or not reading.good:
        return None
    if not telling(turn.text, scenario.language):
        return None  # "Hoe is dat voor jou?" names nobody's matter: it is for who spoke last.
    for hit in turn.hits:
        if hit.target.kind != "item" or hit.target.id in state.said or hit.score < NAMED:
            continue
        item = scenario.item(hit.target.id)
        owner = owner_of(scenario, item, state.speaker)
        if owner != state.speaker and item.cue and not knows(scenario, state.speaker, item.id, item.speaker):
            return words.cue(item, owner, "0 their own matter was named")
        return None
    return None


def _counted(state: State, reading: Reading, speaker: str) -> State:
    """Count what runs over turns: cold turns, guesses and permissions in a row; a plain question does not cool."""
    cold = state.rapport[state.speaker] == 0 and not reading.good
    zeros = state.zeros if cold and "CLOSED" in reading.moves else state.zeros + 1 if cold else 0
    only_seek = bool(reading.codes) and set(reading.codes) <= {"SEEK", "NEUTRAL"} and "SEEK" in reading.codes
    return replace(
        state,
        zeros=zeros,
        guesses=state.guesses + 1 if reading.guess else 0,
        seeks=state.seeks + 1 if only_seek else 0,
        broke_in=state.broke_in or speaker != state.speaker,
    )


def finish(scenario: Scenario, state: State, decision: Decision) -> tuple[Decision, State]:
    """Rule 10 and the bookkeeping: what was said is said; the clock and a cold talk end it."""
    if (state.left == 0 or state.zeros >= COLD_TURNS) and decision.act != "close":
        why = "10 the clock" if state.left == 0 else "10 stayed cold"
        decision = words.plain(scenario, decision.speaker, "close", why)
    target, act = decision.target, decision.act
    said, cued, told, last = state.said, state.cued, state.told, state.last
    name = told_as(decision)
    detail = target is not None and name != target.id
    if target is not None and (detail or act in _SPEAKS_OF):
        last = target
        if act == "tell" and name == target.id and name not in said:
            said = (*said, name)
        elif act == "cue":
            cued = (*cued, name)
        elif detail or act in ("tell", "fact", "choose", "commit"):
            told = (*told, name, *((decision.beside.id,) if decision.beside else ()))
    return decision, replace(
        state,
        speaker=decision.speaker,
        said=said,
        cued=cued,
        told=told,
        last=last,
        stage=_stage(state, decision),
        offered=decision.variant == "permission",
        asked_back=state.turn if act == "ask_back" else state.asked_back,
        hesitated=state.turn if act == "hesitate" else state.hesitated,
        ended=act == "close",
    )


def _stage(state: State, decision: Decision) -> Stage:
    """Return the stage after this act; a stage never falls back."""
    order: tuple[Stage, ...] = ("contact", "exploring", "own_question", "choosing", "committing", "closed")
    reached: dict[str, Stage] = {
        "tell": "exploring",
        "cue": "exploring",
        "fact": "exploring",
        "own_question": "own_question",
        "choose": "choosing",
        "commit": "committing",
        "close": "closed",
    }
    return max(state.stage, reached.get(decision.act, state.stage), key=order.index)
