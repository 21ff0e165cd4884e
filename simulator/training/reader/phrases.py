"""Reads the phrases of the schools that came with toask, so that nobody has to wait for it when a school is opened."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.reader.known import PHRASES, save
from simulator.reader.model import QuestionReader
from simulator.scenario.load import load
from simulator.scenario.model import Scenario
from simulator.school.entries import details_of, entries_of
from simulator.school.meant import compared
from simulator.voice import packed


def phrases_of(scenario: Scenario) -> list[str]:
    """Return every phrase of a school that turns are compared with."""
    asks, tells = compared((*entries_of(scenario), *details_of(scenario)))
    return list(dict.fromkeys(text for _, text in (*asks, *tells)))


def read(folder: Path, scenarios: Path) -> int:
    """Read them with the reader that lies in a folder and write them beside it; returns how many there are.

    Args:
        folder: of the reader.
        scenarios: the folder of the scenarios, a folder a language in it.

    Raises:
        VoiceError: no reader lies there, or it is damaged.
    """
    reader = QuestionReader.load(folder)
    vectors: dict[str, NDArray[np.float32]] = {}
    for path in sorted(scenarios.glob("*/*.yaml")):
        texts = [text for text in phrases_of(load(path)) if text not in vectors]
        vectors |= dict(zip(texts, reader.encode(texts), strict=True))
        print(f"{path.parent.name}-{path.stem}: {len(vectors)} phrases", flush=True)
    about = json.loads((folder / packed.ABOUT).read_text(encoding="utf-8"))
    about["sha256"][PHRASES] = save(vectors, folder)
    (folder / packed.ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    return len(vectors)
