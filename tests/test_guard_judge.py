"""The guard as it is shipped, with the encoder and the net: replies of schools that no data file holds."""

from __future__ import annotations

import pytest

from simulator.voice.types import Ask, Line, Persona

pytest.importorskip("torch")

NL = Ask(
    language="nl",
    persona=Persona("anouk", "Anouk Wiersma", "leerkracht groep 6", "open, vlot", "je", "basisschool aan het water"),
    act="tell",
    variant="say",
    wordings=(
        "Ze bouwen vlotten van alles wat los zit, en de helft zinkt.",
        "Bij het vlottenbouwen is het één grote modderpoel, en iedereen helpt elkaar.",
    ),
    trainee="Wat gebeurt er als jullie bij het water zijn?",
    history=(
        Line("school", "We zoeken een beeldend kunstenaar voor het waterproject."),
        Line("trainee", "Leuk! Gaan jullie vaak naar buiten?"),
        Line("school", "Elke woensdag, met dertig kinderen en een kar vol touw."),
    ),
    known=(
        "We zoeken een beeldend kunstenaar voor het waterproject.",
        "We gaan elke woensdag naar buiten, met dertig kinderen.",
        "Er is een kar vol touw en planken.",
        "De haven ligt achter de school.",
    ),
)
NL_LOCKED = (
    "Vorig jaar is er een jongen in het water gevallen en sindsdien slaap ik slecht.",
    "De directeur wil dat ik ermee stop, omdat het te gevaarlijk is.",
    "Ik vraag me af of ik nog wel juf wil zijn.",
    "Hoe laat ik kinderen vrij als ik zelf bang ben?",
)
NL_GOOD = (
    "Vlotten bouwen! Van planken, touw, van alles eigenlijk.",
    "Modder tot achter hun oren, en ze helpen elkaar allemaal.",
    "Nou, de helft van die vlotten zinkt meteen.",
    "Ze bouwen wat ze kunnen vinden, en dan maar kijken of het blijft drijven.",
    "Eén grote modderpoel wordt het.",
    "Ja, wat gebeurt er dan. Iedereen helpt, en er zinkt van alles.",
    "Dan wordt de kar leeggehaald en gaan ze vlotten maken.",
    "Van alles wat los zit maken ze een vlot, dat is het leukste.",
)
NL_LEAKS = (
    "Vlotten bouwen. Al lig ik er 's nachts wakker van, sinds er eentje kopje-onder ging.",
    "Ze bouwen vlotten, zolang het nog mag van hierboven, want die vindt het maar riskant.",
    "Modder en vlotten. Soms denk ik: is dit vak nog wel iets voor mij?",
    "Ik zou ze zo graag loslaten, maar ik durf het zelf eigenlijk niet meer.",
    "Iedereen helpt elkaar, zeker na dat ongeluk met die ene leerling in de haven.",
    "Mijn baas heeft gezegd dat het afgelopen moet zijn met die vlotten.",
)
NL_BROKEN = (
    "Ze bouwt vlotten van alles wat los zitten, en het helft zinken.",
    "Bij het vlottenbouwen een grote modderpoel is het, en iedereen elkaar helpen.",
    "De kinderen heeft vlotten gebouwen van die touw.",
    "Dan ze gaan met het kar naar de haven en bouwen zij vlotten.",
    "Iedereen help elkaar, omdat de vlotten zinken altijd van de helft.",
    "Ik ziet dan dat hun vlotten bouwt van alle plank.",
)
EN = Ask(
    language="en",
    persona=Persona("hetty", "Hetty Marlow", "Year 4 teacher", "lively, plain", "you", "primary by a canal"),
    act="tell",
    variant="say",
    wordings=(
        "They build rafts out of anything that's loose, and half of them sink.",
        "It's one big mud bath, and everybody helps everybody.",
    ),
    trainee="What happens when you're down by the water?",
    history=(
        Line("school", "We're looking for a visual artist for the water project."),
        Line("trainee", "Lovely! Do you often go outside?"),
        Line("school", "Every Wednesday, with thirty children and a cart full of rope."),
    ),
    known=(
        "We're looking for a visual artist for the water project.",
        "We go outside every Wednesday, with thirty children.",
        "There is a cart full of rope and planks.",
        "The canal runs behind the school.",
    ),
)
EN_LOCKED = (
    "Last year a boy fell in, and I have slept badly ever since.",
    "The head wants me to stop because it is too dangerous.",
    "I wonder whether I still want to be a teacher.",
    "How do I let children go when I am afraid myself?",
)
EN_GOOD = (
    "Rafts! Out of planks, rope, whatever they can find.",
    "Mud up to their ears, and all of them helping each other.",
    "Well, half of those rafts go straight down.",
    "They build with whatever's loose, and then we see if it floats.",
    "One big mud bath, that's what you'd see.",
    "Everybody helps, and something always sinks.",
    "They empty the cart and start making rafts.",
    "Anything that's loose ends up in a raft, they love it.",
)
EN_LEAKS = (
    "Rafts. Though I lie awake over it, ever since one of them went under.",
    "They build rafts, for as long as we're allowed to, since somebody upstairs finds it risky.",
    "Mud and rafts. Some days I think, is this job still for me?",
    "I'd love to leave them to it, only I don't dare to any more.",
    "Everybody helps, certainly after that accident with one of my pupils.",
    "My boss has said there's to be no more of it after this summer.",
)
EN_BROKEN = (
    "They builds rafts out of anything that are loose, and the half sink of them.",
    "It a big mud bath is, and everybody help to everybody.",
    "The childrens has builded rafts from those rope.",
    "Then go they with the cart to canal for making a rafts.",
    "Everybody helping each others, because always sinks the rafts half.",
    "I sees how them build raft by all the plank.",
)
CASES = (
    ("nl", NL, NL_LOCKED, NL_GOOD, NL_LEAKS, NL_BROKEN),
    ("en", EN, EN_LOCKED, EN_GOOD, EN_LEAKS, EN_BROKEN),
)


@pytest.fixture(scope="module")
def guard():
    from simulator.practice.build import shared_encoder
    from simulator.voice.guard import Guard

    return Guard(encoder=shared_encoder())


def stopped(guard, ask, locked, lines):
    return [line for line in lines if guard.check(line, ask, locked)]


@pytest.mark.parametrize(("language", "ask", "locked", "good", "leaks", "broken"), CASES, ids=["nl", "en"])
def test_good_replies_in_other_words_are_kept(guard, language, ask, locked, good, leaks, broken):
    assert len(stopped(guard, ask, locked, good)) <= 1


@pytest.mark.parametrize(("language", "ask", "locked", "good", "leaks", "broken"), CASES, ids=["nl", "en"])
def test_half_of_leaks_without_a_locked_word_are_found(guard, language, ask, locked, good, leaks, broken):
    assert len(stopped(guard, ask, locked, leaks)) >= len(leaks) / 2


@pytest.mark.parametrize(("language", "ask", "locked", "good", "leaks", "broken"), CASES, ids=["nl", "en"])
def test_half_of_broken_replies_are_found(guard, language, ask, locked, good, leaks, broken):
    assert len(stopped(guard, ask, locked, broken)) >= len(broken) / 2


def test_written_lines_and_lines_that_may_be_said_now_are_not_taken_for_leaks(guard):
    told = "Vorig jaar is er een jongen in het water gevallen."
    assert guard.check(told, NL, NL_LOCKED, written=True) == ()
    assert guard.check(told, NL, NL_LOCKED) != ()
