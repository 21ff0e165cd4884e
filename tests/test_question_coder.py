"""The question coder: what it reads, how it is stored, and what the shipped weights make of turns."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.coding.around import around
from simulator.coding.codebook import Said, Unit
from simulator.coding.errors import CoderError
from simulator.coding.question_coder import inputs
from simulator.coding.question_coder.inputs import BEFORE, LAST, NEAR, OWN, TURN, Nearest, make
from simulator.coding.question_coder.place import folder
from simulator.coding.question_coder.tokens import Tokens
from simulator.training.scorer.examples import address, slip

torch = pytest.importorskip("torch")

from simulator.coding.draft import Draft  # noqa: E402
from simulator.coding.question_coder import rules, weights  # noqa: E402
from simulator.coding.question_coder.coder import QuestionCoder  # noqa: E402
from simulator.coding.question_coder.encoder import QuestionEncoder  # noqa: E402
from simulator.coding.question_coder.net import Net, Size  # noqa: E402
from simulator.coding.question_coder.reader import Reader  # noqa: E402

SHIPPED = folder()
TALK = [
    Said("school", "We willen zes weken dans, voor alle groepen."),
    Said("trainee", "Wat deden jullie vorig jaar?", (Unit("Wat deden jullie vorig jaar?", "OPEN", 2),)),
    Said("school", "Percussie. Hartstikke leuk, en daarna zakt het in. Niemand pakt het op."),
    Said("trainee", "Niemand pakt het op.", (Unit("Niemand pakt het op.", "REFL-S", 1),)),
    Said("school", "Nee. De collega's gaan nakijken in de koffiekamer zodra de vakdocent er is."),
]


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(SHIPPED / weights.TOKENS)


@pytest.fixture(scope="module")
def coder() -> QuestionCoder:
    return QuestionCoder.load()


@pytest.fixture(scope="module")
def small(tokens: Tokens) -> Net:
    torch.manual_seed(3)
    return Net(Size(tokens.size, hidden=64, layers=2, heads=4, inner=96)).eval()


def codes(coder: QuestionCoder, text: str, history=TALK, language="nl") -> list[str]:
    return [unit.code for unit in coder.code(text, history, language).units]


def test_parts_are_read_in_their_order_and_up_to_their_limits(tokens: Tokens) -> None:
    nearest = Nearest(np.random.default_rng(1).normal(size=(tokens.size, 8)).astype(np.float32), np.ones(tokens.size))
    made = make("En wat doen ze dan met die stapel?", TALK, tokens, nearest)
    order = [segment for n, segment in enumerate(made.segments) if not n or segment != made.segments[n - 1]]
    assert order == [TURN, LAST, OWN, BEFORE, NEAR]
    assert made.words == len(made.starts) - 1 == 8
    long = make("woord " * 900, [Said("school", "x " * 900)], tokens, nearest)
    assert long.words == 900
    assert sum(one == TURN for one in long.segments) <= inputs.TURN_LIMIT + 1
    assert sum(one == LAST for one in long.segments) <= inputs.LAST_LIMIT + 1


def test_the_nearest_sentence_is_the_one_of_the_same_words(tokens: Tokens) -> None:
    loaded = weights.load(SHIPPED)
    turn = tokens.flat(["dus", "in", "de", "koffiekamer", "liggen", "de", "schriften"])
    lines = ["Het budget is drieduizend euro.", "Ze zitten in de koffiekamer met hun schriften.", "Dinsdag kan wel."]
    assert loaded.nearest.pick(turn, [tokens.flat(line.split()) for line in lines]) == 1
    assert loaded.nearest.pick(turn, []) is None


def test_weights_come_back_as_they_were_packed(small: Net, tokens: Tokens, tmp_path: Path) -> None:
    (tmp_path / weights.TOKENS).write_bytes((SHIPPED / weights.TOKENS).read_bytes())
    about = {"name": "small", "settings": {"temperature": 1.5}}
    size = weights.save(small, torch.ones(tokens.size), about, tmp_path)
    assert size == (tmp_path / weights.WEIGHTS).stat().st_size
    packed = weights.pack(small, torch.ones(tokens.size))
    assert packed["layers.0.up.weight"].dtype == torch.int8
    assert packed["words.quants"].dtype == torch.uint8
    state = small.state_dict()
    scale = packed["codes.weight.scale"].float()[:, None]
    assert torch.allclose(packed["codes.weight"].float() * scale, state["codes.weight"], atol=float(scale.max()))


@pytest.mark.parametrize("harm", ["cut", "byte", "codebook", "gone", "text"])
def test_damaged_weights_are_said_in_one_sentence(tmp_path: Path, harm: str) -> None:
    for name in (weights.ABOUT, weights.TOKENS):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    data = (SHIPPED / weights.WEIGHTS).read_bytes()
    about = json.loads((tmp_path / weights.ABOUT).read_text("utf-8"))
    if harm == "cut":
        data = data[: len(data) // 2]
    elif harm == "byte":
        data = data[:5000] + bytes([data[5000] ^ 1]) + data[5001:]
    elif harm == "codebook":
        about["codebook"] = 99
    if harm != "gone":
        (tmp_path / weights.WEIGHTS).write_bytes(data)
    (tmp_path / weights.ABOUT).write_text("{" if harm == "text" else json.dumps(about))
    with pytest.raises(CoderError, match="install toask again") as caught:
        weights.load(tmp_path)
    assert "\n" not in str(caught.value)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Hoi Karin!", "Wat zie je dan gebeuren?", "dus ze gaan nakijken", "wij hebben", "een training", "🙂", "…",
             "Leuk.Hoe", "mag ik iets vragen", "\u202eabc", "[/x]", "a" * 70]
        ),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_units_are_the_turn_cut_and_nothing_else(coder: QuestionCoder, parts: list[str]) -> None:
    text = " ".join(parts)
    units = coder.code(text, TALK, "nl").units
    assert bare("".join(unit.text for unit in units)) == bare(text)
    assert all(-3 <= unit.value <= 3 and 0 <= unit.confidence <= 1 and unit.reason for unit in units)


def test_many_turns_at_once_are_coded_as_one_by_one(coder: QuestionCoder) -> None:
    turns = [
        ("Wat zie je dan gebeuren, als ze afhaken?", TALK, "nl"),
        ("Wij hebben een prachtige voorstelling, die moeten jullie echt boeken.", TALK[:1], "nl"),
        ("hm", (), "nl"),
        ("So they leave the room once the specialist walks in. Is that right?", TALK, "en"),
    ]
    together = coder.code_many(turns)
    alone = [coder.code(*turn) for turn in turns]
    assert [[unit.code for unit in one.units] for one in together] == [[u.code for u in one.units] for one in alone]


def test_the_clear_cases(coder: QuestionCoder) -> None:
    assert codes(coder, "Wat zie je dan gebeuren, als ze gaan nakijken?") == ["DEEP"]
    assert codes(coder, "Hoeveel groepen doen er mee?")[0] == "CLOSED"
    assert codes(coder, "Dan moeten jullie gewoon onze training nemen, die is echt geweldig.")[0] == "OFFER"
    reflected = codes(coder, "Dus zodra de vakdocent er is, zitten de collega's in de koffiekamer.")
    assert reflected[0] in {"REFL-S", "REFL-C"}
    assert codes(coder, "Mag ik daar iets over vragen, of is dat te vroeg?") == ["SEEK"]
    assert codes(coder, "Zo werkt dat niet, dat pakken jullie echt verkeerd aan.") == ["JUDGE"]


@pytest.mark.parametrize(
    ("text", "judges"),
    [
        ("Wat moet er vooral niet gebeuren?", False),
        ("what should definitely not happen", False),
        ("En wat zou je niet willen dat er misgaat?", False),
        ("Neem je tijd. Je hoeft het niet meteen te weten.", False),
        ("You don't have to answer that now, no rush.", False),
        ("I mean the table you just mentioned, the one you need to get on board.", False),
        ("I mean you should have asked them first.", True),
        ("Wat een onzin is dat, zo doe je dat toch niet.", True),
        ("Waarom hebben jullie dat niet gewoon gedaan, dat is toch raar?", True),
    ],
)
def test_who_asks_what_is_so_or_leaves_time_judges_nobody(text: str, judges: bool) -> None:
    drafts = [Draft(text, "JUDGE", np.full(14, 0.1, np.float32))]
    rules.apply(drafts, around([]), [])
    assert (drafts[0].code == "JUDGE") == judges


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Fijn dat je tijd hebt. Vertel, wat is de aanleiding?", "OPEN"),
        ("Lovely to meet you, what would you like to achieve?", "OPEN"),
        ("Goedemiddag, hoe gaat het met u?", "NEUTRAL"),
        ("Good morning, how was the half-term?", "NEUTRAL"),
        ("Hoe gaat het?", "NEUTRAL"),
    ],
)
def test_a_question_behind_a_greeting_is_a_question(text: str, code: str) -> None:
    drafts = [Draft(text, "NEUTRAL", np.full(14, 0.1, np.float32))]
    rules.apply(drafts, around([]), [])
    assert drafts[0].code == code


def test_only_an_unsure_unit_is_cut_where_another_may_begin(coder: QuestionCoder) -> None:
    finer = coder.reader._finer
    borders = [[0.0, 0.05, 0.3, 0.02]]
    assert finer([[(0, 4)]], borders, [0.4]) == [[(0, 2), (2, 4)]]
    assert finer([[(0, 4)]], borders, [0.9]) == [[(0, 4)]]
    assert finer([[(0, 4)]], [[0.0, 0.05, 0.08, 0.02]], [0.4]) == [[(0, 4)]]
    assert finer([[(0, 1), (1, 4)], []], [*borders, []], [0.4, 0.4]) == [[(0, 1), (1, 2), (2, 4)], []]


def test_long_and_empty_and_pasted_turns(coder: QuestionCoder) -> None:
    long = "Wat gebeurt er daarna met de kinderen in groep zes? " * 400
    assert len(coder.code(long, TALK, "nl").units) > 5
    for text in ("", "   ", "!!!", "12345 67890", "xkqj zzrw qqpf vlmx wqrt jjkx", "a" * 36):
        coded = coder.code(text, TALK, "nl")
        assert coded.main == "neutral", text
        assert sum(abs(unit.value) for unit in coded.units) == 0


def test_a_second_guess_in_a_row_is_filling_in() -> None:
    chances = np.full(14, 0.01, np.float32)
    chances[3] = 0.9
    flags = np.zeros(len(weights.FLAGS), np.float32)
    flags[2] = 0.9
    one = rules.draft("het klinkt alsof je moe bent", chances, flags, weights.Settings())
    assert (one.code, one.flags) == ("REFL-C", {"guess"})
    before = [Said("trainee", "misschien ben je bang", (Unit("misschien ben je bang", "REFL-C", 1, ("guess",)),))]
    rules.apply([one], inputs_around(before), before)
    assert (one.code, one.flags) == ("FILL", set())


def inputs_around(history):
    from simulator.coding.around import around

    return around(history)


def test_vectors_are_of_one_length_and_a_translation_is_near(coder: QuestionCoder) -> None:
    encoder = QuestionEncoder(coder.reader)
    dutch, english = "Wat doen de leerkrachten tijdens de les?", "What do the teachers do during the lesson?"
    rows = encoder.encode([dutch, english, "Waar kan ik parkeren?", ""])
    assert np.allclose(np.linalg.norm(rows[:3], axis=1), 1, atol=1e-3)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2


@pytest.mark.slow
def test_main_stays_when_words_are_typed_otherwise(coder: QuestionCoder) -> None:
    """The metamorphic figure itself is in the model card; here a tenth may change on a sample."""
    from simulator.training.scorer.examples import fold_of, own, speech

    part = [one for one in own(SHIPPED / "data") if not fold_of(one.conversation, 7)][::60]
    plain = coder.code_many([(one.text, one.history, one.language) for one in part])
    dice = random.Random(4)
    for change in (str.lower, lambda text: speech(text, dice), lambda text: two_slips(text, dice)):
        other = coder.code_many([(change(one.text), one.history, one.language) for one in part])
        changed = sum(a.main != b.main for a, b in zip(plain, other, strict=True)) / len(part)
        assert changed <= 0.10
    dutch = [one for one in part if one.language == "nl"]
    swapped = coder.code_many([(address(one.text, dice), one.history, "nl") for one in dutch])
    same = [a for a, one in zip(plain, part, strict=True) if one.language == "nl"]
    assert sum(a.main != b.main for a, b in zip(same, swapped, strict=True)) <= 0.08 * len(dutch)


def two_slips(text: str, dice: random.Random) -> str:
    words = text.split()
    for at in dice.sample(range(len(words)), min(2, len(words))):
        words[at] = slip(words[at], dice)
    return " ".join(words)


def test_reader_gives_a_reading_for_every_turn(coder: QuestionCoder) -> None:
    reader = coder.reader
    assert isinstance(reader, Reader)
    readings = reader.read([("Hoe gaat het?", ()), ("", ()), ("woord " * 500, TALK)])
    assert [bool(one.units) for one in readings] == [True, False, True]
    assert readings[2].words == 500


@pytest.mark.parametrize(
    ("code", "check", "left"),
    [
        ("REFL-S", "Klopt dat?", 1),
        ("REFL-C", "heb ik dat goed begrepen", 1),
        ("FILL", "Is that right?", 1),
        ("OPEN", "Klopt dat?", 2),
        ("REFL-S", "Klopt dat rooster nog?", 2),
    ],
)
def test_a_bare_check_belongs_to_what_it_checks(code: str, check: str, left: int) -> None:
    chances = np.zeros(14, np.float32)
    drafts = [Draft("Dus jullie kiezen los.", code, chances), Draft(check, "CLOSED", chances)]
    found = rules.joined(drafts)
    assert len(found) == left
    assert " ".join(one.text for one in found) == f"Dus jullie kiezen los. {check}"
