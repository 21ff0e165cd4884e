"""What a turn gets that holds more than one thing: a fact beside a reflection, a proposal, a summary, a doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_scenario import build, two_speakers_scenario
from helpers_school import turn, unit

from simulator.practice.ask import locked_lines
from simulator.scenario.catalog import resolve
from simulator.school import mind
from simulator.school.acts import Hit, Target, TurnInput

SCHOOL = resolve("nl/vakdocent-dans").usable
FACT = SCHOOL.fact_id(1)
ITEM = SCHOOL.items[0].id


def said(text: str, *codes: tuple[str, ...], **more) -> TurnInput:
    units = tuple(unit(code, *flags, text=part) for part, code, *flags in codes)
    return TurnInput(text=text, units=units, **more)


def after_an_item():
    return mind.step(SCHOOL, mind.start(SCHOOL, 2), turn("OPEN", hits=(("item", ITEM),)))[1]


def test_a_free_fact_is_answered_in_a_turn_whose_questions_earn_nothing():
    asked = turn("REFL-S", "CLOSED", hits=(("fact", FACT),))
    stacked = replace(asked, units=(asked.units[0], unit("CLOSED", "interrogation", "stacked")))
    decision, _ = mind.step(SCHOOL, after_an_item(), stacked)
    assert (decision.act, decision.target) == ("fact", Target("fact", FACT))


def test_a_fact_that_was_told_gives_way_to_one_that_was_not():
    other = SCHOOL.fact_id(2)
    state = mind.step(SCHOOL, mind.start(SCHOOL), turn("CLOSED", hits=(("fact", FACT),)))[1]
    hits = (Hit(Target("fact", FACT), 0.9), Hit(Target("fact", other), 0.8))
    decision, _ = mind.step(SCHOOL, state, replace(turn("CLOSED"), hits=hits))
    assert decision.target == Target("fact", other)


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("Zal ik volgende week langskomen?", "appointment"),
        ("Zullen we donderdag even bellen", "appointment"),
        ("Mag ik je mailen?", "permission"),
        ("Zou het helpen als ik je ons format stuur?", "permission"),
        ("Would it help if I sent you the dates?", "permission"),
    ],
)
def test_a_proposal_to_go_on_together_gets_a_yes(text, variant):
    state = replace(after_an_item(), turn=5)
    decision, _ = mind.step(SCHOOL, state, said(text, (text, "SEEK")))
    assert decision.variant == variant


def test_a_summary_that_ends_in_a_check_is_confirmed():
    text = "Elk jaar wat leuks en dan is het klaar. Zit ik in de buurt?"
    parts = (("Elk jaar wat leuks en dan is het klaar.", "NEUTRAL"), ("Zit ik in de buurt?", "CLOSED"))
    decision, _ = mind.step(SCHOOL, after_an_item(), said(text, *parts, echoes=(Target("item", ITEM),)))
    assert decision.act == "confirm"


@pytest.mark.parametrize("code", ["OFFER", "FILL", "JUDGE"])
def test_a_telling_turn_gets_no_detail_whatever_it_asks(code):
    asked = turn(code, "DEEP", hits=(("detail", f"item:{ITEM}/1"),))
    decision, later = mind.step(SCHOOL, after_an_item(), asked)
    assert decision.act in ("deflect", "hold_request", "go_along")
    assert later.told == ()


LONG = (
    "Dank je wel voor je vertrouwen. Het begint elk jaar opnieuw, en niemand van jullie heeft er nog vat op, "
    "en dan hangt alles wat er van zo'n reeks overblijft ergens in een kast op de gang."
)
LEAVES = [
    ("Dan bel ik je volgende week.", True),
    ("Dat neem ik mee. Dank je wel voor je openheid, Karin.", True),
    ("Ik zie je glimlachen.", False),
    ("Daar kom ik zo nog op terug.", False),
    (LONG, False),
]


@pytest.mark.parametrize(("text", "ends"), LEAVES)
def test_only_a_goodbye_ends_a_late_talk(text, ends):
    _, later = mind.step(SCHOOL, replace(after_an_item(), turn=11), said(text, (text, "NEUTRAL")))
    assert later.ended == ends


def test_what_is_not_told_yet_keeps_its_details_from_the_voice():
    lines, first = SCHOOL.items[0].details[0].say, mind.start(SCHOOL)
    assert set(lines) <= set(locked_lines(SCHOOL, first))
    assert not set(lines) & set(locked_lines(SCHOOL, after_an_item()))
    assert SCHOOL.need is not None
    assert set(SCHOOL.need.details[0].say) <= set(locked_lines(SCHOOL, after_an_item()))


def test_a_detail_of_the_need_is_no_second_own_question():
    state = replace(after_an_item(), stage="own_question", last=Target("need"))
    decision, later = mind.step(SCHOOL, state, turn("DEEP", hits=(("detail", "need:/1"),)))
    assert (decision.act, decision.target, later.last) == ("confirm", Target("need"), Target("need"))
    assert "need:/1" in later.told


def test_a_goodbye_late_in_the_talk_is_answered_by_one():
    state = replace(after_an_item(), turn=11)
    text = "Ik bel je volgende week."
    decision, later = mind.step(SCHOOL, state, said(text, (text, "NEUTRAL")))
    assert (decision.act, decision.variant, later.ended) == ("close", "leave", True)
    assert SCHOOL.acts.leave is not None
    assert set(decision.wordings) == set(SCHOOL.acts.leave)


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("Als ik morgen om tien uur kom binnenlopen, wat zie ik dan?", False),
        ("I'll call you next week, and who shall I ask for?", False),
        ("Ik kom morgen om tien uur langs, goed?", True),
    ],
)
def test_who_asks_about_the_day_they_name_takes_no_leave(text, leaves):
    state = replace(after_an_item(), turn=11)
    decision, _ = mind.step(SCHOOL, state, said(text, (text, "LEAD" if not leaves else "NEUTRAL")))
    assert (decision.variant == "leave") is leaves


def test_two_plain_questions_get_both_facts():
    other = SCHOOL.fact_id(2)
    hits = (Hit(Target("fact", FACT), 0.99, 0), Hit(Target("fact", other), 0.97, 1))
    decision, state = mind.step(SCHOOL, mind.start(SCHOOL), replace(turn("CLOSED", "CLOSED"), hits=hits))
    first, second = SCHOOL.school.facts[1].say, SCHOOL.school.facts[2].say
    assert all(any(line == f"{a} {b}" for a in first for b in second) for line in decision.wordings)
    assert {FACT, other} <= set(state.told)


@pytest.mark.parametrize(("stage", "acts"), [("own_question", {"build_on"}), ("exploring", {"deflect"})])
def test_an_idea_that_leaves_the_choice_is_made_their_own_once_their_question_is_out(stage, acts):
    state = replace(after_an_item(), stage=stage)
    proposal = said("Wat als we klein beginnen, met één klas? Wat vind je?", ("Wat als we klein beginnen?", "OFFER-P"))
    assert {mind.step(SCHOOL, replace(state, seed=seed), proposal)[0].act for seed in range(6)} == acts


def test_leave_to_plan_what_was_just_told_of_is_an_offer_too():
    state = after_an_item()
    told, asked = "We have four musicians who could come to your class.", "Shall I plan a morning?"
    turn_ = replace(said(f"{told} {asked}", (told, "INFO"), (asked, "SEEK")), hits=(Hit(Target("fact", FACT), 0.97),))
    assert mind.step(SCHOOL, state, turn_)[0].act == "deflect"
    leave = "Zou het helpen als ik even samenvat?"
    assert mind.step(SCHOOL, state, said(leave, (leave, "SEEK")))[0].act != "deflect"


@pytest.mark.parametrize(
    "text",
    [
        "En als onze museumdocent nou eens eerst bij jullie keek, om samen de les door te spreken?",
        "Wij zouden die dag met iedereen aan één groot wandwerk kunnen bouwen, zou dat iets zijn?",
        "We also do a training course for teachers, maybe that would suit you better?",
        "Would that be something for Dex and his mates?",
        "Would that white wall in the hall be something for that?",
    ],
)
def test_a_leading_question_about_the_own_offer_is_put_off_whatever_it_is_about(text):
    state = after_an_item()
    offer = replace(said(text, (text, "LEAD")), hits=(Hit(Target("item", SCHOOL.items[1].id), 0.9),))
    assert mind.step(SCHOOL, state, offer)[0].act == "deflect"
    other = replace(said("Je vindt het vast jammer, toch?", ("Je vindt het vast jammer, toch?", "LEAD")))
    assert mind.step(SCHOOL, state, other)[0].act != "deflect"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Zal ik dinsdag even aanschuiven bij je team?", "LEAD"), ("Dan bel ik je donderdag, goed?", "SEEK")],
)
def test_when_to_go_on_together_is_agreed_to(text, code):
    decision, _ = mind.step(SCHOOL, replace(after_an_item(), turn=4), said(text, (text, code)))
    assert (decision.variant, decision.wordings) == ("appointment", tuple(SCHOOL.acts.appointment))


def test_a_goodbye_that_names_the_day_hears_a_yes_first():
    text = "Zal ik je donderdag bellen? Dan mail ik het vanavond."
    decision, state = mind.step(SCHOOL, replace(after_an_item(), turn=12), said(text, (text, "SEEK")))
    assert (decision.act, state.ended) == ("close", True)
    assert all(any(line.startswith(yes) for yes in SCHOOL.acts.appointment) for line in decision.wordings)


def test_saying_when_they_will_meet_pushes_nothing():
    state = replace(after_an_item(), turn=7)
    text = "Dan kom ik volgende week dinsdag bij jou."
    decision, after = mind.step(SCHOOL, state, said(text, (text, "OFFER")))
    assert decision.act not in ("deflect", "go_along", "hold_request")
    assert after.rapport == state.rapport


def test_a_suggestion_hears_what_they_make_of_it_and_draws_out_no_story():
    parts = (("Zou je het aandurven om klein te beginnen?", "SEEK"), ("Jij en ik, één les.", "OFFER-P"))
    turn_ = said("Zou je het aandurven om klein te beginnen? Jij en ik, één les.", *parts)
    assert mind.step(SCHOOL, after_an_item(), turn_)[0].act == "deflect"
    assert mind.step(SCHOOL, replace(after_an_item(), stage="choosing"), turn_)[0].act == "build_on"


def test_a_leading_question_about_a_plain_thing_is_answered():
    led = said("Er is zeker een speelzaal?", ("Er is zeker een speelzaal?", "LEAD"))
    decision, after = mind.step(SCHOOL, after_an_item(), replace(led, hits=(Hit(Target("fact", FACT), 0.99),)))
    assert (decision.act, after.rapport) == ("fact", after_an_item().rapport)


@pytest.mark.parametrize(("code", "score", "told"), [("FILL", 0.99, True), ("JUDGE", 0.99, True), ("FILL", 0.9, False)])
def test_a_fact_plainly_asked_for_in_a_closing_turn_comes_behind_the_polite_word(code, score, told):
    state = after_an_item()
    joke = ("Hopelijk hebben ze schone sokken.", code)
    asked = said("Hopelijk hebben ze schone sokken. Wat mag het kosten?", joke, ("Wat mag het kosten?", "CLOSED"))
    decision, after = mind.step(SCHOOL, state, replace(asked, hits=(Hit(Target("fact", FACT), score, 1),)))
    lines = SCHOOL.school.facts[1].say
    assert decision.act == "go_along"
    assert all(any(wording.endswith(line) for line in lines) for wording in decision.wordings) is told
    assert (after.said, after.cued, after.told) == (state.said, state.cued, state.told)
    assert after.rapport[decision.speaker] <= state.rapport[decision.speaker]


def test_a_story_told_to_what_nothing_answers_is_said_to_be_none():
    """A story told to any question is heard as a dodge; one that takes up what was said needs no excuse."""
    state = replace(mind.start(SCHOOL), turn=4, stage="exploring", hesitated=4, rapport={"karin": 2})
    text = "Hoe worden nieuwe leerlingen hier opgevangen?"
    decision, _ = mind.step(SCHOOL, state, replace(said(text, (text, "OPEN")), hits=()))
    assert decision.act in ("tell", "cue")
    assert decision.reaction == "aside"
    bare, _ = mind.step(SCHOOL, state, replace(said("Hoe zit dat?", ("Hoe zit dat?", "OPEN")), hits=()))
    assert bare.reaction != "aside"


def test_what_two_could_answer_of_themselves_is_answered_by_who_is_asked():
    data = two_speakers_scenario()
    for fact, speaker in zip(data["school"]["facts"], ("henk", "marieke"), strict=False):
        fact["speaker"] = speaker
    two = build(data)
    start = mind.start(two)
    hits = tuple(Hit(Target("fact", two.fact_id(n)), score) for n, score in ((0, 0.99), (1, 0.98)))
    asked = replace(said("Hoe lang werk je hier?", ("Hoe lang werk je hier?", "CLOSED")), hits=hits)
    for speaker, told in (("henk", 0), ("marieke", 1)):
        decision, _ = mind.step(two, start, replace(asked, addressed=speaker))
        assert (decision.act, decision.target) == ("fact", Target("fact", two.fact_id(told)))


@pytest.mark.parametrize(
    "text",
    [
        "Wat hoop je dat er na zo'n project anders is in je klas?",
        "Wat zou je de kinderen het liefst gunnen?",
        "What would you hope they come home with?",
    ],
)
def test_who_asks_early_what_they_hope_for_hears_the_aim_they_came_with(text):
    decision, state = mind.step(SCHOOL, mind.start(SCHOOL), said(text, (text, "OPEN")))
    assert (decision.act, decision.target) == ("fact", Target("fact", "doel-kinderen"))
    again, _ = mind.step(SCHOOL, state, said(text, (text, "OPEN")))
    assert again.target != Target("fact", "doel-kinderen")


def test_hopes_in_a_story_that_was_told_are_not_the_aim():
    text = "En waar hoopte je toen op, met die lessen?"
    asked = said(text, (text, "DEEP"), echoes=(Target("item", ITEM),))
    decision, _ = mind.step(SCHOOL, after_an_item(), asked)
    assert decision.target != Target("fact", "doel-kinderen")


def test_once_the_need_is_out_hopes_are_for_choices():
    text = "Wat zou je het liefst willen?"
    state = replace(after_an_item(), stage="own_question")
    decision, _ = mind.step(SCHOOL, state, said(text, (text, "OPEN"), hits=(Hit(Target("want"), 0.9),)))
    assert decision.act == "choose"


PLAIN = resolve("nl/klei-ochtend").usable
OFFERED = "Dan stel ik voor: een ochtend klei voor groep 3, een voor groep 4, en alles bakken in de oven. Wat vind je?"


@pytest.mark.parametrize("code", ["OFFER", "OFFER-P"])
def test_a_school_that_hides_nothing_begins_when_just_that_is_offered_and_it_has_been_heard(code):
    state = mind.start(PLAIN, 1)
    offer = said(OFFERED, (OFFERED, code))
    assert mind.step(PLAIN, state, offer)[0].act in ("deflect", "hold_request"), "not before it has been heard"
    heard = replace(state, rapport=dict.fromkeys(state.rapport, 4))
    assert mind.step(PLAIN, heard, offer)[0].act == "commit"
    other = "We hebben ook een mooie theatervoorstelling over de zee."
    assert mind.step(PLAIN, heard, said(other, (other, code)))[0].act in ("deflect", "hold_request")
    hiding = mind.start(SCHOOL, 1)
    hiding = replace(hiding, rapport=dict.fromkeys(hiding.rapport, 4))
    request = SCHOOL.request.content
    assert mind.step(SCHOOL, hiding, said(request, (request, code)))[0].act != "commit"


def test_a_question_beside_a_guess_that_plainly_asks_for_a_fact_gets_it():
    state = after_an_item()
    guess, asks = (
        ("Jullie zoeken vast iemand die blijft.", "REFL-C"),
        ("Hoeveel kinderen zitten er in die groep?", "CLOSED"),
    )
    turn = said(f"{guess[0]} {asks[0]}", guess, asks)
    units = (replace(turn.units[0], flags=("guess",)), turn.units[1])
    fact = Hit(Target("fact", SCHOOL.fact_id(0)), 0.99, 1)
    decision, after = mind.step(SCHOOL, state, replace(turn, units=units, hits=(fact,)))
    assert (decision.act, decision.target) == ("fact", fact.target)
    assert after.said == state.said
    decision, _ = mind.step(SCHOOL, state, replace(turn, units=units, hits=(replace(fact, unit=0),)))
    assert decision.act != "fact", "what the guess is about was not asked"


@pytest.mark.parametrize(
    ("hits", "echoes", "act"),
    [
        ((), (), "cue"),  # something else was asked
        ((("item", "tijdens-de-les"),), (), "cue"),  # the same was asked again
        ((), (("item", "tijdens-de-les"),), "tell"),  # it goes on from the school's words
    ],
)
def test_what_nobody_asked_for_is_heard_as_its_cue_first(hits, echoes, act):
    told = turn("OPEN", hits=(("item", "tijdens-de-les"),))
    state = mind.step(SCHOOL, replace(mind.start(SCHOOL, 2), rapport={"karin": 3}), told)[1]
    state = replace(state, turn=6, hesitated=5)
    decision, _ = mind.step(SCHOOL, state, turn("OPEN", hits=hits, echoes=echoes))
    assert (decision.act, decision.target) == (act, Target("item", "over-zichzelf"))
