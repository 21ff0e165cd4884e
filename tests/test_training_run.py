"""Steps of the coder's training that cannot be run are said before anything is read or written."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from simulator.training.scorer.run import run


@pytest.mark.parametrize(
    ("steps", "says"),
    [(["annomi"], "give its csv with --annomi"), (["own", "fold-2"], "--annomi"), (["bake"], "There is no step bake")],
)
def test_steps_that_cannot_be_run_are_said(
    steps: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = argparse.Namespace(steps=steps, data=tmp_path, annomi=tmp_path / "no.csv", corrections=None, work=tmp_path)

    assert run(wanted) == 2
    assert says in capsys.readouterr().out
    assert not list(tmp_path.iterdir())
