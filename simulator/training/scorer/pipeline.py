"""From the named data to `models/question-coder`: every step keeps its result in a work folder and is not done twice.

Steps: pieces and start (multilingual-e5-small) → `own` (the own corpus) → `joint` (the own corpus and AnnoMI) → `final`
(with what questions are about: what ships); beside it five `fold-N` (AnnoMI without one fold: where the figures on
AnnoMI come from) → predictions → packed weights.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from simulator.coding.e5_file import E5File
from simulator.coding.question_coder.inputs import Nearest
from simulator.coding.question_coder.net import Net, Size
from simulator.coding.question_coder.tokens import Tokens
from simulator.training.scorer import base
from simulator.training.scorer.alone import alone, phrases
from simulator.training.scorer.examples import Example, annomi, fold_of, own
from simulator.training.scorer.kept_out import kept_out
from simulator.training.scorer.learn import Args, Reader, train
from simulator.training.scorer.library import library
from simulator.training.scorer.teacher import Teacher, pupil
from simulator.training.scorer.topics import schools, talks, together

TEST_PARTS = 7
FOLDS = 5
OWN = Args(epochs=4, until=3)
JOINT = Args(epochs=3, rate=1e-4, head_rate=6e-4, frozen=2, variants=0.5, seed=2)
FOLD = Args(epochs=3, rate=1e-4, head_rate=4e-4, frozen=2, seed=3)
FINAL = Args(epochs=2, pieces=2000, rate=8e-5, head_rate=3e-4, frozen=3, decay=0.95, seed=5)
SHARE = 0.75
TALKS = 16
"""Every so many-th of the written conversations is learnt from: what they ask is easy beside the library's."""
ALONE = 2500
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie.

    Attributes:
        corpus: the own conversations. `topics`: small schools with questions. `annomi`: AnnoMI's csv, may be absent.
        talks: written conversations, `models/voice/pairs`.
        scenarios: their folder.
        encoder: `e5-small-q4.bin`. `work`: where steps keep their results.
        corrections: what people coded (`toask review export`), learnt beside the corpus; None: nothing.
    """

    corpus: Path
    topics: Path
    annomi: Path | None
    talks: Path
    scenarios: Path
    encoder: Path
    work: Path
    corrections: Path | None = None


@dataclass
class Shop:
    """Data and nets of a run.

    Args:
        places: where things lie.
        threads: torch threads.
        device: `cpu` or `cuda`.
        say: is told each step.
    """

    places: Places
    threads: int = 2
    device: str = "cpu"
    say: Say = print

    def __post_init__(self) -> None:
        torch.set_num_threads(self.threads)
        self.places.work.mkdir(parents=True, exist_ok=True)
        self._own = own(self.places.corpus)
        self._corrected = own(self.places.corrections) if self.places.corrections else []

    @property
    def learnt(self) -> list[Example]:
        """The own corpus without its test part, and what people corrected, without a part by which it is judged."""
        return [one for one in (*self._own, *self._corrected) if fold_of(one.conversation, TEST_PARTS)]

    @property
    def tested(self) -> list[Example]:
        """The own test part, by which nothing is learnt or chosen."""
        return [one for one in self._own if not fold_of(one.conversation, TEST_PARTS)]

    @property
    def public(self) -> list[Example]:
        """AnnoMI's turns; none where the file is not here."""
        place = self.places.annomi
        if place is None or not place.is_file():
            self.say("AnnoMI is not here: its labels are not learnt, and figures on it cannot be made.")
            return []
        return annomi(place)

    def start(self) -> tuple[Net, Reader, torch.Tensor]:
        """Return the net before training, what makes inputs, and the weights of the pieces."""
        file = E5File(self.places.encoder)
        folder = self.places.work
        if not (folder / "pieces.json").is_file():
            ours = (*self._own, *self._corrected)
            texts = [text for one in ours for text in (one.text, *(said.text for said in one.history[-1:]))]
            texts += [text for one in self.public for text in (one.text, *(said.text for said in one.history[-1:]))]
            texts += [text for _, text in phrases(self._scenarios())]
            base.prepare(file, texts, folder)
        keep = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
        net = base.start(file, keep)
        weights = base.piece_weights(file, keep)
        nearest = Nearest(net.words.weight.detach().numpy(), weights.numpy())
        return net, Reader(Tokens(folder / "tokenizer.json"), nearest), weights

    def _scenarios(self) -> list[Path]:
        return sorted(self.places.scenarios.glob("*/*.yaml"))

    def step(self, name: str, begin: str, examples: Sequence[Example], args: Args) -> Net:
        """Return the net of a step, trained from the step `begin` (empty: the start), or as it was kept."""
        done = self.places.work / f"{name}.pt"
        net, reader, _ = self.start()
        if done.is_file():
            net.load_state_dict(grown(torch.load(done, weights_only=True), net.state_dict()))
            return net
        texts = alone([one for one in examples if one.units], self._scenarios(), ALONE)
        teacher = Teacher(net, reader.tokens, self.places.work / "teacher.pt")
        teacher.learn([unit.text for one in examples for unit in one.units] + [one.text for one in texts])
        pupil_net = Net(Size(net.size.pieces, places=net.size.places))
        held = torch.load(self.places.work / f"{begin}.pt", weights_only=True) if begin else net.state_dict()
        pupil_net.load_state_dict(grown(held, net.state_dict()))
        if not begin:
            with torch.no_grad():
                pupil_net.vector.weight.copy_(torch.eye(net.size.hidden))
                pupil_net.vector.bias.zero_()
        self.say(f"{name}: {len(examples)} turns, {asdict(args)}")
        every = [*examples, *texts]
        going = self.places.work / f"{name}-going.pt"
        train(pupil_net, reader, every, args, pupil(teacher), going, self.device, self.say)
        torch.save(pupil_net.cpu().state_dict(), done)
        return pupil_net

    def own_step(self) -> Net:
        """Train on the own corpus."""
        return self.step("own", "", self.learnt, OWN)

    def joint_step(self) -> Net:
        """Train what ships: the own corpus and AnnoMI."""
        return self.step("joint", "own", [*self.learnt, *self.public], JOINT)

    def final_step(self) -> Net:
        """Train what ships: the step `joint`, with what questions are about."""
        done = self.places.work / "final.pt"
        net, reader, _ = self.start()
        if done.is_file():
            net.load_state_dict(torch.load(done, weights_only=True))
            return net
        examples = [*self.learnt, *self.public]
        pupil_net = self.joint_step()
        before = {name: value.clone() for name, value in pupil_net.state_dict().items()}
        held = [*schools(self.places.topics), *talks(self.places.talks)[::TALKS]]
        held = [one for one in held if not kept_out(one.id)]
        held += library(self.places.topics / "library", self.places.scenarios)
        together(pupil_net, reader, examples, held, FINAL, self.places.work / "final-going.pt", self.say)
        pupil_net.load_state_dict(mixed(before, pupil_net.state_dict()))
        torch.save(pupil_net.state_dict(), done)
        return pupil_net

    def fold_step(self, fold: int) -> Net:
        """Train on AnnoMI without a fold, from the step `own`."""
        rest = [one for one in self.public if fold_of(one.conversation, FOLDS) != fold]
        return self.step(f"fold-{fold}", "own", rest, FOLD)


def mixed(
    before: dict[str, torch.Tensor], after: dict[str, torch.Tensor], share: float = SHARE
) -> dict[str, torch.Tensor]:
    """Return `share` of the weights after a step and the rest of those before it; heads that were new stay as learnt.

    A mean of both keeps more of what was known before than the later weights do (WiSE-FT; Wortsman et al. 2022).
    """
    new = ("piece", "telling", "match")
    return {
        name: value if name.split(".")[0] in new else (1 - share) * before[name] + share * value
        for name, value in after.items()
    }


def grown(held: dict[str, torch.Tensor], wanted: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return a kept state with rows of zeros for what has been added to heads since, and with heads that are new."""
    out = {}
    for name, value in wanted.items():
        kept = held.get(name, value)
        more = value.shape[0] - kept.shape[0] if kept.dim() else 0
        out[name] = torch.cat([kept, torch.zeros(more, *kept.shape[1:])]) if more > 0 else kept
    return out
