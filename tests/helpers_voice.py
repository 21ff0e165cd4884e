"""Acts and a model without weights, for tests of the voice."""

from __future__ import annotations

from simulator.voice.types import Ask, Cancelled, Line, Persona

NL = Ask(
    language="nl",
    persona=Persona("karin", "Karin Verbeek", "icc'er", "hartelijk, praat snel", "je", "basisschool in een dorp"),
    act="tell",
    variant="say",
    wordings=(
        "De meesten gaan dan nakijken. In de koffiekamer, met een stapel schriften.",
        "Zodra de vakdocent binnen is, zit de helft in de koffiekamer.",
        "Ze blijven er niet bij. Dan zie je ze met een stapel schriften de gang op gaan.",
        "Heel fijn vinden ze dat, zo'n uurtje. Dan kijken ze na.",
    ),
    trainee="Wat doen de collega's eigenlijk tijdens de lessen?",
    history=(
        Line("school", "Kom binnen. Fijn dat je er zo snel kon zijn.", "karin"),
        Line("trainee", "Dag Karin. Hoe ging het vorig jaar?"),
        Line("school", "We doen dit elk jaar wel met iets. En dan is die docent weg en zakt het in.", "karin"),
    ),
    moves=("OPEN",),
    known=(
        "Zes weken dans, alle groepen.",
        "Tweehonderdtwaalf kinderen, negen groepen.",
        "Dat moet je Wim vragen, onze directeur.",
        "En de collega's vinden het ook prettig, dan hebben ze even hun handen vrij.",
    ),
    seed=3,
)
EN = Ask(
    language="en",
    persona=Persona("karen", "Karen Field", "arts coordinator", "warm, quick", "you", "village primary school"),
    act="tell",
    variant="say",
    wordings=(
        "Most of them go and do their marking. In the staff room, with a pile of books.",
        "As soon as the dance teacher walks in, half of them are in the staff room.",
        "They don't stay. You see them go down the corridor with a pile of marking.",
        "They rather like that hour. They do their marking.",
    ),
    trainee="What are the teachers doing while the lessons are on?",
    history=(
        Line("school", "Come in. Good of you to be here so soon.", "karen"),
        Line("trainee", "Hello Karen. How did it go last year?"),
        Line("school", "We do this every year with something. Then that teacher leaves and it fizzles out.", "karen"),
    ),
    moves=("OPEN",),
    known=(
        "Six weeks of dance, all classes.",
        "Two hundred and twelve children, nine classes.",
        "You'd have to ask Colin, our head.",
        "The teachers like it too, it leaves their hands free.",
    ),
    seed=3,
)


class FakeBackend:
    """Scores by words shared with the last turn; writes what it is given."""

    def __init__(self, ways=("select",), lines=(), name="fake"):
        self.name, self.ways = name, tuple(ways)
        self.lines = list(lines)
        self.prompts, self.scored = [], []
        self.on_call = lambda: None

    def load(self, progress=lambda step: None):
        progress("fake")

    def score(self, prompt, replies, cancel):
        self.on_call()
        if cancel.is_set():
            raise Cancelled
        self.prompts.append(list(prompt))
        self.scored.append(list(replies))
        turn = set(prompt[-1].content.casefold().strip("?.!").split())
        return [3.0 * len(turn & set(reply.casefold().split())) - 0.1 * len(reply) for reply in replies]

    def write(self, prompt, cancel, limit=60, seed=0):
        self.prompts.append(list(prompt))
        text = self.lines.pop(0) if self.lines else ""
        for word in text.split(" "):
            self.on_call()
            if cancel.is_set():
                raise Cancelled
            yield word + " "

    def close(self):
        self.closed = True
