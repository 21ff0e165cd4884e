"""A review project: every decision is kept, nothing is overwritten, and who codes blind sees nobody's codes."""

from __future__ import annotations

import json
import random

import pytest
from helpers_review import TALK, OneCode, at_work, code_all, machines, project, with_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import i18n
from simulator.coding.codebook import CODES, FLAGS, Unit
from simulator.errors import ToaskError
from simulator.review import agree, cuts, places
from simulator.review.desk import Desk
from simulator.review.errors import ReviewError
from simulator.review.intake import Found, Ready
from simulator.review.journal import Journal, load
from simulator.review.project import Project
from simulator.review.session import Session, add_talk, coder_name
from simulator.review.sight import Sight
from simulator.transcripts.errors import SpeakersUnknown
from simulator.transcripts.model import Conversation, Line

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.lists(
    st.sampled_from(["Hoi.", "wat?", "Nou…", "ik", "zie je", "«dat»", "é", "🙂", "gaat?Wat"]), min_size=1, max_size=9
)
TEXTS = st.builds(lambda words, gap: gap.join(words), WORDS, st.sampled_from([" ", "  ", "\n"]))


@pytest.fixture(autouse=True)
def english():
    i18n.use("en")


# -- units by their place ------------------------------------------------------------------------------------------


@given(TEXTS, st.randoms(use_true_random=False))
def test_whatever_is_done_units_lie_side_by_side_over_the_whole_turn(text, dice):
    held = cuts.whole(text)
    for _ in range(12):
        held = some_edit(text, held, dice)
        assert cuts.fits(text, held)
        assert "".join("".join(text[one.start : one.end] for one in held).split()) == "".join(text.split())


def some_edit(text, held, dice):
    unit = dice.randrange(len(held))
    inside = [at for at in cuts.begins(text) if held[unit].start < at < held[unit].end]
    kind = dice.choice(["split", "join", "sentences", "code", "flag", "reason"])
    if kind == "split" and inside:
        return cuts.split(text, held, unit, dice.choice(inside))
    if kind == "join" and unit + 1 < len(held):
        return cuts.join(held, unit)
    if kind == "sentences":
        return cuts.sentences(text, held, unit)
    if kind == "flag":
        return cuts.flagged(held, unit, dice.choice(sorted(FLAGS)))
    if kind == "reason":
        return cuts.reasoned(held, unit, "zo")
    return cuts.coded(held, unit, dice.choice(CODES))


def test_splitting_and_joining_again_gives_the_unit_back():
    text = TALK.lines[1].text
    one = cuts.coded(cuts.whole(text), 0, "OPEN")
    two = cuts.split(text, one, 0, 5)
    assert [text[part.start : part.end] for part in two] == ["Hoi!", text[5:]]
    assert [part.code for part in two] == ["OPEN", ""]
    assert cuts.join(two, 0) == one


def test_sentences_are_cut_where_they_end():
    text = TALK.lines[1].text
    found = cuts.sentences(text, cuts.whole(text), 0)
    assert [text[one.start : one.end] for one in found] == [
        "Hoi!", "Wat hoop je dat ze leren?", "Wij hebben een mooi aanbod.",
    ]  # fmt: skip


def test_a_unit_can_only_begin_where_a_word_begins():
    text = TALK.lines[1].text
    for at in (0, 2, len(text), -1):
        with pytest.raises(ValueError):
            cuts.split(text, cuts.whole(text), 0, at)


def test_flags_that_were_said_of_a_code_go_with_it():
    held = cuts.coded(cuts.whole("Waarom dan?"), 0, "CLOSED")
    for flag in ("interrogation", "why"):
        held = cuts.flagged(held, 0, flag)
    assert held[0].value == 0
    held = cuts.coded(held, 0, "DEEP")
    assert (held[0].flags, held[0].value) == (("why",), 3)


@given(TEXTS, st.randoms(use_true_random=False))
def test_units_of_a_coder_are_found_again_in_the_turn(text, dice):
    held = cuts.whole(text)
    for _ in range(6):
        held = some_edit(text, held, dice)
    held = tuple(one if one.code else cuts.coded(held, n, "OPEN")[n] for n, one in enumerate(held))
    assert cuts.placed(text, cuts.units(text, held)) == held


def test_units_with_other_words_are_not_placed():
    assert cuts.placed("Wat zie je?", [Unit("Wat zie je dan?", "OPEN", 2)]) is None
    assert cuts.placed("Wat zie je?", [Unit("Wat", "OPEN", 2)]) is None
    assert cuts.placed("Wat zie je?", [Unit("Wa", "OPEN", 2), Unit("t zie je?", "OPEN", 2)]) is None


# -- the file ------------------------------------------------------------------------------------------------------


def test_everything_is_read_back_with_who_and_when(tmp_path):
    journal, talk = project(tmp_path)
    session = at_work(journal, talk, "Els", blind=True)
    session.sentences(2, 0)
    session.code(2, 1, "OPEN")
    session.flag(2, 1, "uptake")
    session.reason(2, 1, "  kan alle\nkanten op ")
    made = session.coding.turns[2]
    again = load(journal.path).talks[talk].codings["Els"]
    assert again == session.coding
    assert (again.blind, again.turns[2].cuts) == (True, made.cuts)
    assert made.cuts[1] == cuts.Cut(5, 30, "OPEN", ("uptake",), "kan alle kanten op")
    assert made.who == "Els"
    assert made.at.startswith("20")
    rows = [json.loads(line) for line in journal.path.read_text("utf-8").splitlines()]
    assert [row["do"] for row in rows[3:]] == ["sentences", "code", "flag", "reason"]
    assert all(row["at"] and row["who"] == "Els" for row in rows[3:])


@QUICK
@given(st.randoms(use_true_random=False))
def test_undo_goes_back_step_by_step_to_nothing(tmp_path_factory, dice):
    journal, talk = project(tmp_path_factory.mktemp("undo"))
    session = at_work(journal, talk, "Els", blind=True)
    before = []
    for _ in range(10):
        before.append(dict(session.coding.turns))
        turn = dice.choice([2, 4, 6])
        session._decide("code", turn, 0, lambda held, turn=turn: some_edit(session.held.text(turn), held, dice), True)
    for state in reversed(before):
        session.undo()
        assert {n: one.cuts for n, one in session.coding.turns.items()} == {n: one.cuts for n, one in state.items()}
    assert session.undo() is None
    assert load(journal.path).talks[talk].codings["Els"].turns == {}
    assert len(journal.path.read_text("utf-8").splitlines()) == 3 + 20  # what was taken back still stands there


def test_a_file_cut_off_anywhere_is_read_up_to_there_and_written_on(tmp_path):
    journal, talk = project(tmp_path)
    session = at_work(journal, talk, "Els")
    code_all(session, "OPEN", "DEEP", "REFL-S")
    journal.close()
    data = journal.path.read_bytes()
    head = data.index(b"\n", data.index(b'"begin"')) + 1
    for end in sorted({head, *random.Random(1).sample(range(head, len(data)), 40)}):
        path = tmp_path / "cut.review"
        path.write_bytes(data[:end])
        kept = data[:end].count(b"\n")
        assert load(path).skipped == 0
        again = Journal(path)
        if not again.project.talks[talk].codings["Els"].finished:
            Session(again, talk, "Els").code(4, 0, "LEAD")
        again.close()
        lines = path.read_bytes().split(b"\n")
        assert lines[:kept] == data.split(b"\n")[:kept]
        assert load(path).skipped == 0


def test_a_line_that_a_bad_disk_spoilt_is_left_out_and_counted(tmp_path):
    journal, talk = project(tmp_path)
    at_work(journal, talk, "Els").code(4, 0, "DEEP")
    journal.close()
    with journal.path.open("ab") as file:
        file.write(b"\x00\xff rubbish\n[1]\n" + b'{"do": "code", "talk": "gesprek", "who": "Els", "turn": 99}\n')
        file.write(
            b'{"do": "code", "talk": "gesprek", "who": "Els", "turn": 4, "units": [{"start": 0, "end": 3}], "at": ""}\n'
        )
    found = load(journal.path)
    assert found.skipped == 4
    assert found.talks[talk].codings["Els"].turns[4].cuts[0].code == "DEEP"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_no_event_brings_a_project_down(data):
    for event in (data, {"do": data}, {"do": "talk", "talk": data}, {"do": "code", "talk": "x", "units": data}):
        Project().apply(event)


def test_other_files_are_not_taken_for_projects(tmp_path):
    path = tmp_path / "gesprek.txt"
    path.write_text("Anna: hoi\nSchool: hoi\n")
    for opened in (Journal, load):
        with pytest.raises(ReviewError, match="no review project"):
            opened(path)
    assert path.read_text() == "Anna: hoi\nSchool: hoi\n"
    with pytest.raises(ReviewError, match="toask review list"):
        load(tmp_path / "none.review")


def test_what_cannot_be_kept_is_said_and_not_seen(tmp_path, monkeypatch):
    journal, talk = project(tmp_path)
    session = at_work(journal, talk, "Els")
    session.code(2, 0, "OPEN")
    before = journal.path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.review.journal.os.fsync", full)
    with pytest.raises(ReviewError, match="No space left"):
        session.code(2, 0, "JUDGE")
    monkeypatch.undo()
    assert session.cuts(2)[0].code == "OPEN"
    assert journal.path.read_bytes() == before
    session.code(2, 0, "LEAD")
    assert load(journal.path).talks[talk].codings["Els"].turns[2].cuts[0].code == "LEAD"


def test_two_windows_write_in_turn_and_never_over_each_other(tmp_path):
    journal, talk = project(tmp_path)
    mine, other = at_work(journal, talk, "Els"), at_work(Journal(journal.path), talk, "Piet")
    mine.code(2, 0, "OPEN")
    other.code(2, 0, "LEAD")
    mine.code(4, 0, "DEEP")
    held = load(journal.path).talks[talk]
    assert held.codings["Els"].turns[4].cuts[0].code == "DEEP"
    assert held.codings["Piet"].turns[2].cuts[0].code == "LEAD"
    twice = Session(Journal(journal.path), talk, "els")
    mine.code(4, 0, "OPEN")
    with pytest.raises(ReviewError, match="another window"):
        twice.code(4, 0, "JUDGE")
    assert twice.cuts(4)[0].code == "OPEN"  # what the other window did is seen now
    twice.code(4, 0, "JUDGE")
    journal.read()
    assert mine.cuts(4)[0].code == "JUDGE"


def test_names_are_one_whatever_their_capitals_and_some_are_taken(tmp_path):
    journal, talk = project(tmp_path)
    at_work(journal, talk, "Els").code(2, 0, "OPEN")
    at_work(journal, talk, "ELS").code(4, 0, "OPEN")
    assert journal.project.names == ["Els"]
    for bad in ("", "  ", "\x1b[2J", "Machine", "agreed"):
        with pytest.raises(ReviewError, match="--coder"):
            coder_name(bad)


# -- blind ---------------------------------------------------------------------------------------------------------


def seen(session):
    """All that a coder's screen can be made of."""
    sight = session.sight
    return (
        [session.cuts(turn) for turn in session.held.trainee], [session.done(turn) for turn in session.held.trainee],
        [session.wanting(turn) for turn in session.held.trainee], list(session.open_turns()),
        sight.machine, sight.others, sight.open, sight.together,
    )  # fmt: skip


@QUICK
@given(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(0, 6))
def test_who_codes_blind_sees_the_same_whatever_others_and_the_machine_say(tmp_path_factory, other, code, steps):
    views = []
    for hidden in (False, True):
        journal, talk = project(tmp_path_factory.mktemp("blind"))
        blind = at_work(journal, talk, "Piet", blind=True)
        if hidden:
            with_machine(journal, talk, OneCode(code))
            code_all(at_work(journal, talk, "Els"), other, code, other)
        for step in range(steps):
            blind.code((2, 4, 6)[step % 3], 0, "NEUTRAL")
        views.append(seen(blind))
    assert views[0] == views[1]


def test_everything_opens_when_the_blind_coder_has_finished(tmp_path):
    journal, talk = project(tmp_path)
    with_machine(journal, talk)
    code_all(at_work(journal, talk, "Els"), "OPEN", "DEEP", "REFL-S")
    blind = at_work(journal, talk, "Piet", blind=True)
    assert (blind.sight.machine, blind.sight.others) == (None, [])
    code_all(blind, "OPEN", "OPEN", "REFL-S")
    assert blind.sight.machine is not None
    assert [one.name for one in blind.sight.others] == ["Els"]


def test_a_blind_coding_that_is_finished_stays_whatever_is_tried(tmp_path):
    journal, talk = project(tmp_path)
    blind = at_work(journal, talk, "Piet", blind=True)
    code_all(blind, "OPEN", "OPEN", "REFL-S")
    kept = dict(blind.coding.turns)
    for change in (lambda: blind.code(2, 0, "LEAD"), blind.undo, blind.reopen, lambda: blind.split(2, 0, 5)):
        with pytest.raises(ReviewError, match="blind"):
            change()
    event = {"do": "code", "talk": talk, "who": "Piet", "turn": 2, "units": [{"start": 0, "end": 58, "code": "LEAD"}]}
    journal.write(event)
    journal.write({"do": "reopen", "talk": talk, "who": "Piet"})
    assert blind.coding.turns == kept
    assert blind.coding.finished


def test_what_was_begun_in_sight_cannot_become_blind_and_the_other_way_round(tmp_path):
    journal, talk = project(tmp_path)
    assert at_work(journal, talk, "Els").sight.own.blind is False
    assert Session(journal, talk, "Els").begin(True) is False
    at_work(journal, talk, "Piet", blind=True)
    assert Session(journal, talk, "Piet").begin(False) is True


def test_a_colleagues_codes_wait_until_one_has_finished_oneself(tmp_path):
    journal, talk = project(tmp_path)
    with_machine(journal, talk)
    code_all(at_work(journal, talk, "Els"), "OPEN", "DEEP", "REFL-S")
    sighted = at_work(journal, talk, "Jan")
    assert sighted.sight.machine is not None
    assert sighted.sight.others == []
    code_all(sighted, "OPEN", "OPEN", "REFL-S")
    assert [one.name for one in sighted.sight.others] == ["Els"]


# -- correcting ----------------------------------------------------------------------------------------------------


def test_correcting_begins_with_the_machines_units_and_a_change_wants_a_reason(tmp_path):
    journal, talk = project(tmp_path)
    with_machine(journal, talk, OneCode("LEAD"))
    session = at_work(journal, talk, "Els")
    assert [session.cuts(turn)[0].code for turn in (2, 4, 6)] == ["LEAD"] * 3
    assert session.cuts(2)[0].reason == ""  # the machine's reasons are not the coder's
    assert list(session.open_turns()) == [2, 4, 6]
    for turn in (2, 4):
        session.right(turn)
    session.code(6, 0, "REFL-S")
    assert list(session.open_turns()) == [6]
    with pytest.raises(ReviewError, match="6"):
        session.finish()
    session.reason(6, 0, "vat samen")
    session.finish()
    with pytest.raises(ReviewError, match="F8"):
        session.code(6, 0, "LEAD")
    session.reopen()
    session.code(6, 0, "LEAD")
    assert not session.wanting(6)


def test_a_turn_without_all_codes_is_not_right(tmp_path):
    journal, talk = project(tmp_path)
    session = at_work(journal, talk, "Els", blind=True)
    with pytest.raises(ReviewError, match="no code"):
        session.right(2)
    session.sentences(2, 0)
    session.code(2, 0, "NEUTRAL")
    assert not session.done(2)


# -- settling ------------------------------------------------------------------------------------------------------


def test_two_people_settle_and_both_codings_stay(tmp_path):
    journal, talk = project(tmp_path)
    els, piet = (at_work(journal, talk, name, blind=True) for name in ("Els", "Piet"))
    settling = Session(journal, talk, "Els", "agreed")
    code_all(els, "OPEN", "DEEP", "REFL-S")
    with pytest.raises(ReviewError, match="two people"):
        settling.code(4, 0, "DEEP")
    code_all(piet, "OPEN", "OPEN", "REFL-S")
    assert agree.differing(agree.turns_of(els.coding), agree.turns_of(piet.coding)) == [4]
    assert [settling.done(turn) for turn in (2, 4, 6)] == [True, False, True]
    with pytest.raises(ReviewError, match="why"):
        settling.take(4, piet.cuts(4), " ")
    settling.take(4, piet.cuts(4), "het kan bij elke school")
    assert settling.done(4)
    assert settling.held.agreed.turns[4].cuts[0].code == "OPEN"
    assert settling.held.agreed.turns[4].cuts[0].reason == "het kan bij elke school"
    assert els.cuts(4)[0].code == "DEEP"
    settling.undo()
    assert not settling.done(4)


def test_live_figures_are_those_of_the_full_comparison(tmp_path):
    journal, talk = project(tmp_path)
    els, piet = (at_work(journal, talk, name, blind=True) for name in ("Els", "Piet"))
    els.sentences(2, 0)
    for unit, code in enumerate(("NEUTRAL", "OPEN", "OFFER")):
        els.code(2, unit, code)
    piet.code(2, 0, "OPEN")
    for session, codes in ((els, ("DEEP", "REFL-S")), (piet, ("OPEN", "REFL-S"))):
        for turn, code in zip((4, 6), codes, strict=True):
            session.code(turn, 0, code)
        session.finish()
    found = agree.live(els.held, agree.turns_of(els.coding), agree.turns_of(piet.coding))
    whole = agree.compared(journal.project)["pairs"][0]
    assert (found.turns, found.units) == (whole["turns"], whole["units"]["paired"]) == (3, 3)
    assert found.kappa == pytest.approx(whole["kappa"]["value"], abs=1e-4)
    assert found.alpha == pytest.approx(whole["alpha"]["value"], abs=1e-4)
    assert whole["blind"] == {"a": True, "b": True}


def test_agreement_says_nothing_of_what_somebody_still_codes_blind(tmp_path):
    journal, talk = project(tmp_path)
    with_machine(journal, talk)
    code_all(at_work(journal, talk, "Els", blind=True), "OPEN", "DEEP", "REFL-S")
    assert [(one["a"], one["b"]) for one in agree.compared(journal.project)["pairs"]] == [("Els", "machine")]
    at_work(journal, talk, "Piet", blind=True).code(2, 0, "OPEN")
    found = agree.compared(journal.project)
    assert found["pairs"] == []
    assert found["left_out"] == [{"conversation": talk, "still_blind": ["Piet"]}]


# -- coming in -----------------------------------------------------------------------------------------------------


def nameless(*names):
    return Conversation("wie", tuple(Line(name, f"Dit zegt {name} hier.") for name in names), "nl", "wie.txt")


def test_who_is_who_is_asked_and_remembered_but_never_guessed(tmp_path):
    desk = Desk([str(tmp_path / "wie.txt")], coder="Els", chosen=str(tmp_path / "p.review"))
    one = Found(nameless("Spreker 1", "Spreker 2"))
    unknown = desk.ready(one)
    assert isinstance(unknown, SpeakersUnknown)
    assert [who.role for who in unknown.speakers] == [None, None]
    ready = desk.ready(one, {"Spreker 2": "trainee", "Spreker 1": "school"})
    assert isinstance(ready, Ready)
    desk.add(ready)
    again = desk.ready(one)
    assert isinstance(again, Ready)
    assert [line.role for line in again.talk.lines] == ["school", "trainee"]
    # The same names in another transcript may be other people.
    other = Conversation("ander", tuple(Line(f"Spreker {n}", "Iets anders.") for n in (1, 2)), "nl", "ander.txt")
    assert isinstance(desk.ready(Found(other)), SpeakersUnknown)
    with pytest.raises(ToaskError, match="one speaker"):
        desk.ready(Found(nameless("Alleen")))
    desk.close()


def test_the_same_transcript_comes_in_once_and_another_of_its_name_beside_it(tmp_path):
    journal, talk = project(tmp_path)
    assert add_talk(journal, TALK, "Piet") == talk
    other = Conversation("gesprek", (*TALK.lines, Line("School", "Dag.", "", "school")), "nl", "gesprek.txt")
    assert add_talk(journal, other, "Piet") == "gesprek (2)"


def test_the_machine_codes_once_places_its_units_and_keeps_its_coder(tmp_path):
    journal, talk = project(tmp_path)
    coder = OneCode("OPEN", 0.3)
    machine, made = machines(coder)
    found = machine.code(TALK, "nl")
    machine.code(TALK, "en")
    assert (len(made), found.coder) == (1, "one-code")
    assert found.turns[2][0].given == (0, 58, "OPEN")
    assert found.turns[2][0].unsure
    assert Sight(journal.project.talks[talk], "Els").machine is None


def test_projects_lie_beside_the_transcript_or_in_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    path = tmp_path / "a" / "gesprek.vtt"
    path.parent.mkdir()
    path.write_text("")
    assert places.project_for([str(path)]) == path.with_name("gesprek.review")
    assert places.project_for([str(path.parent)]) == path.parent / "a.review"
    assert places.project_for([str(path)], "x.review").name == "x.review"
    assert places.project_for(["conversation:abc"]) == tmp_path / "data" / "reviews" / "conversation-abc.review"
    with pytest.raises(ReviewError, match="one project"):
        places.project_for(["a.review", "b.review"])
    project(path.parent)
    assert places.listed([path.parent]) == [path.with_name("gesprek.review")]
