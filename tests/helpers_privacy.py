"""A home of one's own for what is kept of a user, and a conversation that holds a word everywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event

from helpers_practice import say, session
from helpers_scenario import TEXT, build, minimal_scenario

from simulator.practice import corrections, documents

TOASK = [sys.executable, "-m", "simulator.cli.main", "data"]
WORD = "zilverreiger"


def make_home(tmp_path, monkeypatch):
    """Return a folder in which all that toask keeps lies, and nothing of anybody else."""
    for name, folder in (("TOASK_DATA", "data"), ("TOASK_CONFIG", "config"), ("TOASK_MODELS", "models")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "documents"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("TOASK_LANG", "en")
    (tmp_path / "tmp").mkdir()
    return tmp_path


def toask(*words, **more):
    return subprocess.run([*TOASK, *map(str, words)], capture_output=True, text=True, check=False, input="", **more)


def talk(store, word=WORD, source=TEXT):
    """A conversation that holds `word` everywhere where somebody can type, and in another branch; with a report."""
    one = session(store, build(minimal_scenario()), source=source)
    say(one, f"[OPEN] Hoe gaat het met de {word} op school?")
    one.edit(f"[DEEP] Wat doet die {word} dan?", Event(), lambda clause: None)
    one.note("hypothesis", f"het gaat over de {word}")
    one.note("note", f"let op: {word}")
    store.rename(one.id, f"Over de {word}")
    turn = next(row.id for row in store.tree(one.id) if row.role == "trainee")
    corrections.correct(store, turn, 0, "OPEN", "DEEP", f"want de {word} kwam van hen")
    report = documents.keep(
        store, "reflection", "Verslag", {"answers": [f"Ik zag een {word}."]}, language="nl", conversation=one.id
    )
    return one.id, report


def found_in(folder: Path, word: str = WORD) -> list[str]:
    raw = word.encode()
    return [path.name for path in folder.rglob("*") if path.is_file() and raw in path.read_bytes()]
