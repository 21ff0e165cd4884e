"""Example questions take up the school's words and hold nothing else; a line that told comes back as a question."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simulator.coding.codebook import Unit
from simulator.coding.stems import content_set, words
from simulator.debrief import frames_en, frames_nl, open_forms_en, open_forms_nl
from simulator.debrief.follow_ups import follow_ups, neutral
from simulator.debrief.openers import OPENERS
from simulator.debrief.rewrite import rewrite
from simulator.scenario import catalog
from simulator.scenario.model import Scenario
from simulator.school.common_words import COMMON, GENERAL, STOP

LANGUAGES = ("nl", "en")
FRAMES = {"nl": frames_nl.FRAMES, "en": frames_en.FRAMES}
LINES = yaml.safe_load((Path(__file__).parent / "data" / "rewrites.yaml").read_text(encoding="utf-8"))
JE, U = {"je", "jij", "jou", "jouw", "jullie"}, {"u", "uw"}
# All that the frames may say beside function words and the common words of any talk: nothing of any one school.
NEUTRAL = {
    "nl": {
        "aantal",
        "belangrijkst",
        "bevalt",
        "bijgebleven",
        "contact",
        "daarnaar",
        "daartegenaan",
        "gegroeid",
        "gekomen",
        "hetzelfde",
        "leeft",
        "leverde",
        "maakte",
        "momenten",
        "praktijk",
        "reageerden",
        "roept",
        "sindsdien",
        "stelt",
        "sterkst",
        "vandaan",
        "veranderd",
        "zover",
    },
    "en": {
        "along",
        "differently",
        "hangs",
        "involve",
        "led",
        "moments",
        "number",
        "particular",
        "practice",
        "sit",
        "spoke",
        "stands",
        "stays",
        "strongest",
    },
}


@lru_cache(maxsize=2)
def scenarios(language: str) -> tuple[Scenario, ...]:
    return tuple(one.scenario for one in catalog.entries(language) if one.scenario is not None)


def cues(language: str) -> list[tuple[Scenario, str]]:
    return [(scenario, cue) for scenario in scenarios(language) for item in scenario.items for cue in item.cue]


def addresses(language: str) -> tuple[str, ...]:
    return ("je", "u") if language == "nl" else ("you",)


def unquoted(question: str) -> str:
    return re.sub(r"‘[^‘]*?’(?!\w)", " ", question)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_of_every_school_gives_two_or_three_questions_with_its_own_words(language: str) -> None:
    assert len(scenarios(language)) == 17
    for seed, (_, cue) in enumerate(cues(language)):
        for address in addresses(language):
            asked = follow_ups(cue, language, address, seed)
            assert 2 <= len(set(asked)) == len(asked) <= 3, cue
            for question in asked:
                assert question.endswith("?"), question
                assert content_set(question) & content_set(cue) or not content_set(cue), (cue, question)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_still_closed_comes_into_a_question(language: str) -> None:
    own = neutral(language)
    for seed, (scenario, cue) in enumerate(cues(language)):
        closed = content_set(" ".join(text for item in scenario.items for text in (item.content, *item.say)))
        for question in follow_ups(cue, language, addresses(language)[0], seed):
            said = content_set(question) - content_set(cue)
            assert not (said & closed) - own, (cue, question)
            assert said <= own, (cue, question)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frames_hold_neutral_words_only_and_enough_of_each_kind(language: str) -> None:
    general = STOP[language] | COMMON[language] | GENERAL[language] | NEUTRAL[language]
    groups = [(12, each) for each in FRAMES[language].values()] + [(5, each) for each in OPENERS[language].values()]
    for fewest, frames in groups:
        assert len(set(frames)) == len(frames) >= fewest, frames
        for frame in frames:
            bare = re.sub(r"\{\w\}|[\[\]|<>]", " ", frame)
            assert not [word for word in words(bare) if content_set(word) and word not in general], frame


@pytest.mark.parametrize("address", ["je", "u"])
def test_one_address_is_kept(address: str) -> None:
    other = U if address == "je" else JE
    for seed, (_, cue) in enumerate(cues("nl")):
        for question in follow_ups(cue, "nl", address, seed):
            assert not other & set(words(question)), question


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_school_about_itself_stand_in_quotation_marks(language: str) -> None:
    own = {"nl": {"wij", "we", "ons", "onze", "mijn"}, "en": {"we", "us", "our", "we've"}}[language]
    for seed, (_, cue) in enumerate(cues(language)):
        for question in follow_ups(cue, language, addresses(language)[0], seed):
            assert not own & set(words(unquoted(question))), question
            assert question.count("‘") <= 1, question
            assert not re.search(r"[{}\[\]|<>]|\s{2}|[.,;:…]’,|’[^\s,.?\w]", question), question


def test_the_same_cue_and_seed_ask_the_same_and_other_seeds_ask_otherwise() -> None:
    cue = "Ik ben lekker geen zeur, dat is hier officieel vastgesteld."
    assert follow_ups(cue, "nl", "je", 3) == follow_ups(cue, "nl", "je", 3)
    assert len({follow_ups(cue, "nl", "je", seed) for seed in range(10)}) > 5
    assert len(follow_ups(cue, "nl", "je", 3, most=1)) == 1


def test_ten_doors_in_one_report_do_not_sound_alike() -> None:
    asked = [
        question for n, (_, cue) in enumerate(cues("nl")[::100][:10]) for question in follow_ups(cue, "nl", "je", n)
    ]
    ends = [re.split(r"[.’,] ", question)[-1] for question in asked]
    assert max(map(ends.count, ends)) <= 4
    assert len(set(ends)) >= len(ends) / 2


@pytest.mark.parametrize(
    ("cue", "language", "kind"),
    [
        ("Hier gebeurt dat nooit.", "nl", "never"),
        ("Op maandag zing ik altijd.", "nl", "always"),
        ("Ik was er best zenuwachtig over.", "nl", "feeling"),
        ("Vroeger zongen ze hier.", "nl", "then"),
        ("We always walk out by the back.", "en", "always"),
        ("I do feel a bit ashamed of it.", "en", "feeling"),
    ],
)
def test_frames_fit_what_the_words_are(cue: str, language: str, kind: str) -> None:
    ends = [re.sub(r"\[([^|\]]*)\|[^\]]*\]", r"\1", one.lstrip("<>")) for one in FRAMES[language][kind]]
    for seed in range(6):
        asked = follow_ups(cue, language, addresses(language)[0], seed)
        assert any(question.endswith(end) for question in asked for end in ends), asked


def test_things_are_woven_in_only_where_grammar_is_sure() -> None:
    every = {
        question
        for seed in range(40)
        for question in follow_ups("Je loopt nog langs de blauwe trap en een hok.", "nl", "je", seed)
    }
    assert any("die blauwe trap" in question for question in every)
    assert not any(re.search(r"\b(?:die|dat) hok\b", question) for question in every)


@pytest.mark.parametrize("cue", ["", " ", "…", "?!", "''", "‘’", "12", "Nou.", "Ja.", "Zo gaat dat.", "[a|b] {w} {S}"])
def test_odd_cues_neither_fail_nor_leave_a_mark(cue: str) -> None:
    for question in follow_ups(cue, "nl"):
        assert question.endswith("?")
        assert not set("{|") & set(question.replace(cue, ""))


@given(st.text(max_size=300), st.sampled_from(LANGUAGES), st.sampled_from(["je", "u", "you"]), st.integers(0, 9))
def test_any_text_gives_at_most_as_many_questions_as_asked_for(
    text: str, language: str, address: str, seed: int
) -> None:
    asked = follow_ups(text, language, address, seed, most=2)
    assert len(asked) <= 2
    assert all(question.endswith("?") and len(question) < 400 for question in asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_come_back_as_questions_without_what_they_told(language: str) -> None:
    forms = {"nl": open_forms_nl, "en": open_forms_en}[language]
    lists = (forms.HOLD_BACK, forms.PERMISSION, forms.CURIOUS, forms.START, forms.LEAD_ELSE, forms.TAGGED)
    own = content_set(" ".join(text for group in lists for text in group)) | neutral(language)
    asked_of = content_set(" ".join(re.sub(r"\{\w+\}", "", frame) for _, frame in (*forms.LEAD, *forms.FILL)))
    assert len(LINES[language]) >= 60
    assert len({line for _, line, _ in LINES[language]}) == len(LINES[language])
    for seed, (code, line, before) in enumerate(LINES[language]):
        for address in addresses(language):
            question = rewrite(Unit(line, code, 0), before, language, address, seed)
            assert question.endswith("?"), question
            assert question.lower().rstrip("?") != line.lower().rstrip("?"), question
            assert not re.search(r"[{}\[\]|]|\s{2}", question), question
            if code in {"OFFER", "OFFER-P", "JUDGE", "LEAD"}:
                told = content_set(line) - content_set(before) - own - asked_of
                assert not told & content_set(question), (line, question)


@pytest.mark.parametrize(
    ("code", "line", "language", "question"),
    [
        ("FILL", "Jullie hebben vast een vol rooster.", "nl", "Hoe vol is jullie rooster eigenlijk?"),
        ("FILL", "de ouders vinden dat vast eng", "nl", "Hoe vinden de ouders dat eigenlijk?"),
        ("FILL", "You must have a packed timetable.", "en", "What is your timetable like?"),
        ("LEAD", "heb je al eens aan dans gedacht", "nl", "Waar heb je zelf al aan gedacht?"),
        ("LEAD", "Zou dans niet iets voor jullie zijn?", "nl", "Wat zou er volgens jou goed passen?"),
        ("CLOSED", "Is het druk?", "nl", "Hoe druk is het?"),
        ("CLOSED", "en hebben jullie al iets geprobeerd", "nl", "Wat hebben jullie al geprobeerd?"),
        ("CLOSED", "loop je ergens tegenaan", "nl", "Waar loop je tegenaan?"),
        ("CLOSED", "Bent u tevreden met het koor?", "nl", "Hoe tevreden bent u met het koor?"),
        ("CLOSED", "ok so are you happy with it", "en", "How happy are you with it?"),
        ("OPEN", "Wat zie je gebeuren? En hoeveel zijn het er?", "nl", "Wat zie je gebeuren?"),
    ],
)
def test_forms_that_are_certain(code: str, line: str, language: str, question: str) -> None:
    assert rewrite(Unit(line, code, 0), "Het is nogal wat.", language) == question


def test_the_line_itself_says_whether_it_is_je_or_u() -> None:
    line = "U heeft vast te weinig tijd"
    assert not JE & set(words(rewrite(Unit(line, "FILL", -2), "Tja.", "nl", "je")))


@given(
    st.text(max_size=200), st.text(max_size=200), st.sampled_from(["FILL", "OFFER", "JUDGE", "LEAD", "INFO", "CLOSED"])
)
def test_whatever_was_said_a_question_comes_back(text: str, before: str, code: str) -> None:
    for language in LANGUAGES:
        question = rewrite(Unit(text, code, 0), before, language)
        assert question.endswith("?")
        assert len(question) < 700


@pytest.mark.slow
@pytest.mark.weights
def test_the_coder_hears_them_as_asking() -> None:
    from tests.bench.rewrites import measure

    for shares in measure(say=False, cues=8, every=3).values():
        assert min(shares["follow_ups"], shares["rewrites"]) >= 0.95
