"""The question coder: speed, robustness to how people type, and two things that one would pick instead.

Run: python -m tests.bench.coder [--threads 1]. Prints a JSON object a figure. The own test part is what is coded.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable

import torch

from simulator.coding.codebook import Said
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.place import folder
from simulator.training.scorer import figures
from simulator.training.scorer.examples import Example, address, fold_of, own, slip, speech
from simulator.training.scorer.pipeline import TEST_PARTS
from tests.bench import lm_coder

CONTEXT = 2


def speed(coder: QuestionCoder, part: list[Example], threads: int) -> dict[str, float]:
    """Return milliseconds of one turn on one core, and turns a second in batches."""
    torch.set_num_threads(1)
    took = []
    for one in part[:200]:
        start = time.perf_counter()
        coder.code(one.text, one.history, one.language)
        took.append(1000 * (time.perf_counter() - start))
    torch.set_num_threads(threads)
    turns = [(one.text, one.history, one.language) for one in part]
    coder.code_many(turns[:64])
    start = time.perf_counter()
    coder.code_many(turns)
    many = len(turns) / (time.perf_counter() - start)
    return {
        "turn_ms_median": round(statistics.median(took), 1),
        "turn_ms_p95": round(statistics.quantiles(took, n=20)[-1], 1),
        "turns_per_s": round(many, 1),
    }


def roberta(part: list[Example], threads: int) -> float:
    """Return turns a second of a RoBERTa-base-sized encoder called one by one (random weights: only time counts)."""
    from transformers import RobertaConfig, RobertaModel

    torch.set_num_threads(threads)
    model = RobertaModel(RobertaConfig(vocab_size=50_265, max_position_embeddings=514)).eval()
    some = part[:40]
    with torch.inference_mode():
        start = time.perf_counter()
        for one in some:
            words = len(f"{one.text} {' '.join(said.text for said in one.history[-CONTEXT:])}".split())
            model(torch.randint(5, 50_000, (1, max(8, min(500, int(1.4 * words))))))
    return round(len(some) / (time.perf_counter() - start), 1)


def robust(coder: QuestionCoder, part: list[Example]) -> dict[str, float]:
    """Return the share of turns whose `main` another way of typing changes."""
    dice = random.Random(9)
    ways: dict[str, Callable[[str], str]] = {
        "lower case": str.lower,
        "no punctuation": lambda text: speech(text, dice) or text,
        "two typing errors": lambda text: _slips(text, dice),
        "u and je swapped": lambda text: address(text, dice),
    }
    before = [turn.main for turn in coder.code_many([(o.text, o.history, o.language) for o in part])]
    out = {}
    for name, change in ways.items():
        rows = [n for n, one in enumerate(part) if name != "u and je swapped" or one.language == "nl"]
        after = coder.code_many([(change(part[n].text), part[n].history, part[n].language) for n in rows])
        out[name] = round(sum(before[n] != turn.main for n, turn in zip(rows, after, strict=True)) / len(rows), 3)
    return out


def _slips(text: str, dice: random.Random) -> str:
    words = text.split()
    for at in dice.sample(range(len(words)), min(2, len(words))):
        words[at] = slip(words[at], dice)
    return " ".join(words)


def tfidf(learnt: list[Example], tested: list[Example]) -> dict[str, float]:
    """Return macro-F1 over the fourteen codes of TF-IDF with logistic regression, units cut by people."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    def rows(part: list[Example]) -> tuple[list[str], list[str]]:
        units = [(unit, one.history) for one in part for unit in one.units]
        return [f"{unit.text} || {_last(history)}" for unit, history in units], [unit.code for unit, _ in units]

    out = {}
    for language in ("nl", "en"):
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
            LogisticRegression(C=4, max_iter=400, class_weight="balanced"),
        )
        model.fit(*rows([one for one in learnt if one.language == language]))
        texts, codes = rows([one for one in tested if one.language == language])
        out[language] = round(figures.macro(list(zip(codes, model.predict(texts), strict=True)), figures.CODES), 3)
    return out


def _last(history: tuple[Said, ...]) -> str:
    return history[-1].text if history and history[-1].role == "school" else ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--model", default="gemma3-270m", help="the embedded language model asked to code; '': none")
    args = parser.parse_args()
    start = time.perf_counter()
    coder = QuestionCoder.load()
    coder.code("Hoe gaat het?", (), "nl")
    loaded = time.perf_counter() - start
    every = own(folder() / "data")
    tested = [one for one in every if not fold_of(one.conversation, TEST_PARTS)]
    learnt = [one for one in every if fold_of(one.conversation, TEST_PARTS)]
    for name, measure in (
        ("load_s", lambda: round(loaded, 2)),
        ("speed", lambda: speed(coder, tested, args.threads)),
        ("roberta_turns_per_s", lambda: roberta(tested, args.threads)),
        ("main_changed", lambda: robust(coder, tested)),
        ("tfidf_codes_f1", lambda: tfidf(learnt, tested)),
        *([("lm_codes_f1", lambda: lm_coder.macro_f1(learnt, tested, args.model))] if args.model else []),
    ):
        print(json.dumps({name: measure()}), flush=True)


if __name__ == "__main__":
    main()
