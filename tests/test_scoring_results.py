"""Earlier results in a folder are no new conversations; named, they are read."""

from __future__ import annotations

import json

import pytest
from helpers_scoring import conversation, key_coder

from simulator.scoring import write
from simulator.scoring.errors import ScoringError
from simulator.scoring.intake import find
from simulator.scoring.journal import Journal
from simulator.scoring.model import to_json
from simulator.scoring.results import apart, is_result, told
from simulator.scoring.scorer import Scorer, Settings
from simulator.scoring.units_table import COLUMNS

HEAD = {"coder": "key-coder", "codebook": 1}
TALK = conversation("een", "OPEN: wat wil je?", "Niets.", "OFFER: neem ons", 'Hij zei: "codebook": 1, "coder": "x".')


@pytest.fixture
def results(tmp_path):
    """A folder with a transcript and all that a run writes beside it."""
    scored = Scorer(Settings(resamples=20), key_coder)([TALK])
    rows = [to_json(one) | {"source": one.source} for one in scored]
    with (tmp_path / "scored.json").open("w", encoding="utf-8") as file:
        write.write_json(rows, file, HEAD)
    write.write_csv(rows, tmp_path / "units.csv", HEAD)
    with Journal(tmp_path / "journal.jsonl", HEAD) as journal:
        journal.add(["k"], scored)
    (tmp_path / "echt.csv").write_text("conversation_id,speaker,text\na,Anna,Wat wil je?\na,Piet,Niets.\n", "utf-8")
    return tmp_path


def test_results_are_told_from_transcripts_by_what_they_hold(results):
    turns = [{"speaker": line.speaker, "role": line.role, "text": line.text} for line in TALK.lines]
    plain = {"conversations": [{"id": "een", "turns": turns}], "made_by": "somebody"}
    (results / "talks.json").write_text(json.dumps(plain), "utf-8")
    (results / "rows.jsonl").write_text(
        "\n".join(json.dumps({"conversation_id": "a"} | turn) for turn in turns), "utf-8"
    )
    (results / "hand.csv").write_text("conversation_id,turn,text,code\na,1,Ja,NEUTRAL\n", "utf-8")
    (results / "broken.json").write_bytes(b'{"conversations": \xff\x00')
    (results / "empty.json").write_bytes(b"")
    held = {path.name for path in results.iterdir() if is_result(path)}
    assert held == {"scored.json", "units.csv", "journal.jsonl"}
    assert not is_result(results / "nobody.json")


def test_other_ways_of_writing_the_same_are_known_too(results):
    held = json.loads((results / "scored.json").read_text("utf-8"))
    for name, text in (
        ("indented", json.dumps(held, indent=2)),
        ("sorted", json.dumps(held, sort_keys=True)),
        ("long", json.dumps(held | {"skipped": [{"id": "x", "source": "y", "why": "z" * 100}] * 50_000})),
    ):
        path = results / f"{name}.json"
        path.write_text(text, "utf-8")
        assert is_result(path), name
    table = results / "excel.csv"
    table.write_text("sep=;\n" + ";".join(COLUMNS) + "\n", "utf-8")
    assert is_result(table)


def test_parquet_of_a_run_is_a_result(tmp_path):
    pytest.importorskip("pyarrow")
    write.write_parquet([], tmp_path / "u.parquet", HEAD)
    (tmp_path / "no.parquet").write_bytes(b"no")
    assert is_result(tmp_path / "u.parquet")
    assert not is_result(tmp_path / "no.parquet")


def test_a_folder_is_scored_without_them_and_a_named_one_is_scored(results):
    kept, left = apart(find([results]), [str(results)])
    assert [file.name for file in kept] == ["echt.csv"]
    assert [file.name for file in left] == ["journal.jsonl", "scored.json", "units.csv"]
    assert told(left).startswith("3 earlier results of toask passed over (journal.jsonl, scored.json, units.csv);")
    named = [str(results), str(results / "scored.json")]
    kept, left = apart(find(named), named)
    assert {file.name for file in kept} == {"echt.csv", "scored.json"}
    (results / "echt.csv").unlink()
    with pytest.raises(ScoringError, match="only results of toask here"):
        apart(find([results]), [str(results)])
