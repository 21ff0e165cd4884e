"""A class for tests: logs, exports, bundles, scored files, review projects and a server's folder; no model."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from helpers_portfolio import TELLING, asked, talk
from helpers_practice import TO_THE_NEED
from helpers_scenario import build, minimal_scenario
from helpers_scoring import key_coder

from simulator.portfolio import bundle
from simulator.portfolio.gather import gathered
from simulator.practice import corrections
from simulator.practice.store import Store
from simulator.privacy.takeout import take_out
from simulator.review.journal import Journal
from simulator.review.project import talk_json
from simulator.scoring.model import to_json
from simulator.scoring.scorer import Scorer, Settings
from simulator.transcripts.model import Conversation, Line

STALLING = ["[OPEN @item:losse-middagen] Hoe ging het vorig jaar?", *["[OFFER] Neem ons aanbod."] * 4]


def log(path: Path, *talks, changed: bool = True) -> Store:
    """Return a log with these talks; in the first one a person gave another code."""
    store = Store(path)
    held = [talk(store, turns) for turns in talks or (TELLING, STALLING, TO_THE_NEED)]
    if changed:
        row = next(one for one in store.tree(held[0].id) if one.role == "trainee")
        corrections.correct(store, row.id, 0, "CLOSED", "OPEN", "want Sanne vroeg door")
    return store


def export(store: Store, path: Path) -> Path:
    take_out(store, path, [], "nl")
    return path


def portfolio(store: Store, path: Path, folder: Path, name: str = "Sanne de Boer") -> Path:
    bundle.write(path, gathered(store, asked(folder), name, None, None, "nl"))
    return path


def transcript(name: str = "intake", speaker: str = "Ilse", many: int = 6) -> Conversation:
    lines = []
    for number in range(many):
        code = "OPEN" if number % 2 else "OFFER"
        lines.append(Line(speaker, f"{code}: wat zou je willen, nummer {number}?", "2026-03-02", "trainee"))
        lines.append(Line("Noor", "Dat weet ik nog niet.", "", "school"))
    return Conversation(name, tuple(lines), "nl", f"{name}.txt")


def scored(path: Path, *talks: Conversation) -> Path:
    rows = [to_json(one) for one in Scorer(Settings(resamples=20), key_coder)(list(talks or [transcript()]))]
    path.write_text(json.dumps({"conversations": rows, "codebook": 1, "coder": "key-coder", "skipped": []}), "utf-8")
    return path


def review(path: Path, talk: Conversation, *, finished: bool = True, blind: bool = False) -> Path:
    """Return a project in which Anna gives the first turn another code and leaves the others."""
    journal = Journal(path)
    journal.write({"do": "talk", "talk": talk_json(talk)})
    turns, own = {}, {}
    for number, line in enumerate(talk.lines, 1):
        if line.role == "trainee":
            code = line.text.split(":")[0]
            turns[str(number)] = [{"start": 0, "end": len(line.text), "code": code}]
            own[number] = [{"start": 0, "end": len(line.text), "code": code if own else "LEAD", "reason": "stuurt"}]
    journal.write({"do": "machine", "talk": talk.id, "coder": "question-coder", "turns": turns})
    journal.write({"do": "begin", "talk": talk.id, "who": "Anna", "blind": blind})
    for number, units in own.items():
        journal.write({"do": "code", "talk": talk.id, "who": "Anna", "turn": number, "units": units})
    if finished:
        journal.write({"do": "finish", "talk": talk.id, "who": "Anna"})
    journal.close()
    return path


def server(folder: Path, *people: tuple[str, bool, Store | None]) -> Path:
    """Return a server's data folder with these trainees: name, consent, what they practised."""
    from simulator.serve.accounts import add, set_consent, start_class
    from simulator.serve.database import Book

    book = Book(folder)
    trainer = add(book, "Petra", "trainer", 0.0)
    room = start_class(book, "Maandag", trainer.id, 0.0)
    for name, consent, store in people:
        made = add(book, name, "trainee", 0.0, room.id)
        set_consent(book, made.id, consent, 0.0)
        if store is not None:
            place = folder / "accounts" / made.id / "data" / "practice.db"
            place.parent.mkdir(parents=True)
            target = sqlite3.connect(place)
            source = sqlite3.connect(store.path)
            source.backup(target)
            source.close()
            target.close()
    book.close()
    return folder


SCENARIO = build(minimal_scenario())
