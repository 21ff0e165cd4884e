"""Turns for the school's mind, made without a coder or an encoder."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from simulator.coding.codebook import CODES, Unit, value_of
from simulator.scenario.model import Scenario
from simulator.school.acts import Hit, State, Target, TurnInput
from simulator.school.details import holders, target
from simulator.school.words import step_id

TELLING = ("OFFER", "FILL", "JUDGE", "LEAD", "INFO", "OFFER-P")


def unit(code: str, *flags: str, text: str = "woorden") -> Unit:
    return Unit(text, code, value_of(code, flags), flags)


def turn(
    *codes: str, hits: tuple[tuple[str, str], ...] = (), echoes: tuple[tuple[str, str], ...] = (), **more
) -> TurnInput:
    return TurnInput(
        text="woorden",
        units=tuple(unit(code) for code in codes),
        hits=tuple(Hit(Target(kind, found), 0.9) for kind, found in hits),  # type: ignore[arg-type]
        echoes=tuple(Target(kind, found) for kind, found in echoes),  # type: ignore[arg-type]
        **more,
    )


def targets(scenario: Scenario) -> list[Target]:
    found = [Target("item", item.id) for item in scenario.items]
    found += [Target("fact", scenario.fact_id(index)) for index in range(len(scenario.school.facts))]
    found += [Target("choice", step_id("choice", one, index)) for index, one in enumerate(scenario.choices)]
    found += [Target("step", step_id("step", one, index)) for index, one in enumerate(scenario.first_steps)]
    found += [Target(kind) for kind in ("request", "own", "more", "want", "begin", "off")]
    return [*found, Target("need")] if scenario.need else found


def turns(scenario: Scenario, codes: tuple[str, ...] = CODES) -> st.SearchStrategy[TurnInput]:
    """Any turn that a coder could hand over; echoes are made true to the state by `honest`."""
    units = st.lists(
        st.builds(
            lambda code, flags: unit(code, *flags),
            st.sampled_from(codes),
            st.lists(st.sampled_from(["asked", "guess", "repair", "off_topic", "uptake"]), max_size=1).map(tuple),
        ),
        min_size=1,
        max_size=3,
    )
    hit = st.builds(Hit, st.sampled_from(targets(scenario)), st.floats(0.5, 1))
    details = [target(holder, n) for holder, rows in holders(scenario) for n in range(len(rows))]
    lean = st.builds(Hit, st.sampled_from([*targets(scenario), *details]), st.floats(0.2, 0.8))
    spoken = [t for t in targets(scenario) if t.kind in ("item", "fact", "request")]
    return st.builds(
        TurnInput,
        text=st.just("woorden"),
        units=units.map(tuple),
        hits=st.lists(hit, max_size=3).map(lambda hits: tuple(sorted(hits, key=lambda h: -h.score))),
        echoes=st.lists(st.sampled_from(spoken), max_size=2).map(tuple),
        repeats=st.booleans() if codes is CODES else st.just(False),
        novel=st.booleans(),
        leans=st.lists(lean, max_size=3).map(lambda hits: tuple(sorted(hits, key=lambda h: -h.score))),
    )


def honest(state: State, one: TurnInput) -> TurnInput:
    """The same turn, echoing only what has been spoken."""
    spoken = {*state.said, *state.cued, *state.told, ""}
    return replace(one, echoes=tuple(echo for echo in one.echoes if echo.id in spoken), addressed=None)
