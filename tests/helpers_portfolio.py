"""A practice log, criteria, keys and bundles for the portfolio's tests; no model."""

from __future__ import annotations

import zipfile
from pathlib import Path
from threading import Event

from helpers_practice import TO_THE_NEED, minds, say
from helpers_scenario import TEXT, build, minimal_scenario

from simulator.portfolio import attendance, bundle, criteria, keys
from simulator.portfolio.gather import gathered
from simulator.practice import documents
from simulator.practice.begin import begin
from simulator.practice.store import Store

SCENARIO = build(minimal_scenario())
TELLING = ["[CLOSED] Hoeveel?", *["[INFO] De subsidie loopt tot juni."] * 4]
CRITERIA = """
id: proef
title: Coachen binnen Cultuur Onderwijs
language: nl
attendance: {meetings: 2}
conversations:
  number: 3
  assessment: 1
  depth: {layer: need, in: 2}
  ask_share: {at_least: 60, in: 2}
reflections: 1
assessor: yes
"""
ATTENDANCE = """
training: proef
trainer: Anna de Wit
name: Sanne de Boer
meetings:
  - {date: 2026-01-12, title: Kennismaken, present: yes}
  - {date: 2026-02-09, title: De vraag achter de vraag, present: ja}
  - {date: 2026-03-09, present: no}
"""


def silent(question: str) -> str:
    return ""


def talk(store, turns, mode="practice", *, hint=False, retry="", end=True, source=TEXT):
    one = begin(store, SCENARIO, source, minds(), mode=mode)
    for text in turns:
        if say(one, text).ended:
            break
    if hint:
        one.hint()
    if retry:
        one.edit(retry, Event(), lambda clause: None)
    if end:
        one.end()
    return one


def reflection(store, text="Ik wilde weten waarom ze belden.", **more):
    body = {"answers": {"aim": text}, "conversations": []}
    return documents.keep(store, "reflection", "Mijn verslag", body, language="nl", **more)


def filled(path: Path) -> Store:
    """Return a log with: asking, an assessment, a helped and retried telling one, one that is too short, a report."""
    store = Store(path)
    talk(store, TO_THE_NEED)
    talk(store, TO_THE_NEED, "assessment")
    talk(store, TELLING, hint=True, retry="[OPEN] <b>Wat</b> \x1b[31mzie\u202e je?")
    talk(store, TO_THE_NEED[:2])
    reflection(store)
    return store


def asked(tmp_path: Path, text: str = CRITERIA) -> criteria.Criteria:
    path = tmp_path / "criteria.yaml"
    path.write_text(text, encoding="utf-8")
    return criteria.load(path)


def key(tmp_path: Path, name: str = "Anna de Wit", phrase: str = "") -> Path:
    path = tmp_path / f"{name.split()[0].lower()}.key"
    keys.make(name, path, lambda question: phrase)
    return path


def attended(tmp_path: Path, trainer: Path, text: str = ATTENDANCE) -> Path:
    raw, out = tmp_path / "att.yaml", tmp_path / "att.signed.json"
    raw.write_text(text, encoding="utf-8")
    out.write_text(attendance.signed(attendance.load(raw), keys.signer(trainer, silent)), encoding="utf-8")
    return out


def portfolio(tmp_path: Path, reader: str = "en") -> dict:
    store = filled(tmp_path / "practice.db")
    held = attendance.read(attended(tmp_path, key(tmp_path, "Trainer T.")))
    try:
        return gathered(store, asked(tmp_path), "Sanne de Boer", held, None, reader)
    finally:
        store.close()


def bundled(tmp_path: Path) -> Path:
    path = tmp_path / "portfolio.zip"
    bundle.write(path, portfolio(tmp_path))
    return path


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezip(parts: dict[str, bytes], path: Path, how: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write parts as another program would: whoever changes a byte packs it again."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
