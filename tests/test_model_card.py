"""Every figure of the model card is what the stored predictions give."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulator.coding.question_coder.place import folder

pytest.importorskip("torch")

from simulator.training.scorer import card, figures, predict


@pytest.mark.slow
def test_the_card_says_what_the_predictions_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder()
    text = card.text(place)
    assert text in (place / "README.md").read_text("utf-8"), "run: python -m simulator.training question-coder figures"
    monkeypatch.setattr(figures, "RESAMPLES", 3)
    copy = tmp_path / "coder"
    shutil.copytree(place, copy, ignore=shutil.ignore_patterns("*.safetensors", "topics"))
    (copy / "README.md").write_text((place / "README.md").read_text("utf-8").replace("0.9", "0.8"), "utf-8")
    assert card.renew(copy)
    assert not card.renew(copy)


def test_own_figures_hold_what_was_promised() -> None:
    rows = predict.read(folder() / "predictions" / "own-test.jsonl")
    for language in ("nl", "en"):
        some = [row for row in rows if row["language"] == language]
        assert figures.macro(figures.codes(some), figures.CODES) >= 0.75
        assert figures.macro(figures.mains(some), figures.MAINS) >= 0.75


def test_figures_on_known_pairs() -> None:
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    assert figures.f1(pairs, "a") == pytest.approx(2 / 3)
    assert figures.macro(pairs, ("a", "b", "c")) == pytest.approx((2 / 3 + 0.8) / 2)
    assert figures.cohen(pairs, ("a", "b")) == pytest.approx(0.5)
    assert figures.auc([0.9, 0.4, 0.4], [True, True, False]) == pytest.approx(0.75)
