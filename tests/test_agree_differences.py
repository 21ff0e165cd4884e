"""What `toask agree` lists as a disagreement, and in which files codings may lie."""

from __future__ import annotations

import json

import pytest
from helpers_scoring import conversation as spoken
from helpers_scoring import key_coder

from simulator import i18n
from simulator.cli import agree
from simulator.scoring import write
from simulator.scoring.codings import load
from simulator.scoring.compare import compare
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import to_json
from simulator.scoring.scorer import Scorer, Settings
from simulator.transcripts.errors import TranscriptError

HEAD = "conversation_id,turn,text,code,flags\n"
ROWS = (
    ("2", "De subsidie loopt tot juni.", "INFO"),
    ("4", "Wat wil je bereiken?", "OPEN"),
    ("6", "Het raakt je dat ze afhaken.", "REFL-C"),
    ("8", "Vertel eens.", "OPEN"),
)


def table(path, *flags, head=HEAD):
    lines = [f"x,{turn},{text},{code},{held}\n" for (turn, text, code), held in zip(ROWS, flags, strict=True)]
    path.write_text(head + "".join(lines), "utf-8")
    return path


def test_another_value_or_flag_is_a_disagreement_with_the_same_code(tmp_path, capsys):
    a = load(table(tmp_path / "a.csv", "asked", "uptake", "guess", "off_topic"))
    b = load(table(tmp_path / "b.csv", "", "", "", "parrot"))
    found = compare(a, b)
    assert [(row["turn"], row["differs"]) for row in found["disagreements"]] == [
        (2, ["value", "flags"]),
        (6, ["value", "flags"]),
        (8, ["flags"]),
    ]
    assert found["disagreements"][0]["a"] == {"text": ROWS[0][1], "code": "INFO", "value": 0, "flags": ["asked"]}
    agree.show(found)
    out = capsys.readouterr().out
    for words in ("3 disagreements:", "INFO 0 [asked] / INFO -1", "REFL-C +1 [guess] / REFL-C +2", "[parrot]"):
        assert words in out
    assert compare(a, a)["disagreements"] == []


@pytest.mark.parametrize("head", [f"sep=,\n{HEAD}", f"\n\nSEP=,\r\n{HEAD}", f"\ufeff{HEAD}"])
def test_what_excel_puts_first_is_passed(tmp_path, head):
    flags = ("asked", "", "", "off_topic")
    plain, excels = table(tmp_path / "a.csv", *flags), table(tmp_path / "b.csv", *flags, head=head)
    assert load(excels).talks == load(plain).talks


def test_a_wrong_row_behind_them_is_named_by_its_line_in_the_file(tmp_path):
    path = table(tmp_path / "a.csv", "asked", "", "", "", head=f"sep=,\n{HEAD}x,first,Dag.,NEUTRAL,\n")
    with pytest.raises(ScoringError, match="line 3"):
        load(path)


def test_a_cell_too_many_is_refused_with_its_line_as_when_scoring(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD}x,1,Dag.,NEUTRAL,, en tot ziens\n", "utf-8")
    with pytest.raises(TranscriptError, match=r"a\.csv, line 2: 6 columns where 5 are named; put quotes"):
        load(path)
    path.write_text(f"{HEAD}x,1,Dag.,NEUTRAL,,,\n", "utf-8")
    assert load(path).turns == 1


def rows():
    texts = ("OPEN uptake: wat wil je?", "=Niets", "REFL-C guess: je bent bang", "Nee.", "OFFER: =neem ons", "Ja.")
    scored = Scorer(Settings(resamples=20), key_coder)([spoken("een", *texts), spoken("twee", *texts)])
    return [to_json(one) | {"source": one.source} for one in scored]


def test_parquet_reads_back_as_the_csv_and_json_of_the_same_run(tmp_path):
    pytest.importorskip("pyarrow")
    head = {"coder": "key-coder", "codebook": 1}
    write.write_parquet(rows(), tmp_path / "u.parquet", head)
    write.write_csv(rows(), tmp_path / "u.csv", head)
    (tmp_path / "u.json").write_text(json.dumps({"conversations": rows(), **head}), "utf-8")
    from_parquet, from_csv, from_json = (load(tmp_path / f"u.{ending}") for ending in ("parquet", "csv", "json"))
    assert from_parquet.talks == from_csv.talks
    found = compare(from_parquet, from_json)
    assert (found["kappa"]["value"], found["turns"], found["disagreements"]) == (1, 6, [])


def test_parquet_of_another_tool(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    held = {"conversation_id": [7, 7], "turn": [1.0, 3.0], "text": ["Hoe dan?", "Ja."], "code": ["OPEN", "NEUTRAL"]}
    pq.write_table(pa.table({**held, "value": [2.0, None], "flags": [["uptake"], []]}), tmp_path / "a.parquet")
    assert [turn.units[0].value for turn in load(tmp_path / "a.parquet").talks["7"].values()] == [2, 0]
    pq.write_table(pa.table({"text": ["Ja."]}), tmp_path / "b.parquet")
    (tmp_path / "c.parquet").write_bytes(b"PAR1 no more")
    for name, says in (("b", "no column conversation_id, turn, code"), ("c", "not a whole Parquet file")):
        with pytest.raises(ScoringError, match=says):
            load(tmp_path / f"{name}.parquet")


@pytest.mark.parametrize("head", ["Conversation_ID,Turn,Text,Code,Flags\n", "CONVERSATION_ID, TURN ,TEXT,CODE,FLAGS\n"])
def test_headings_stand_in_any_case(tmp_path, head):
    flags = ("asked", "", "", "off_topic")
    plain, other = table(tmp_path / "a.csv", *flags), table(tmp_path / "b.csv", *flags, head=head)
    assert load(other).talks == load(plain).talks


def test_headings_of_parquet_stand_in_any_case_and_ours_go_first(tmp_path):
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    row = {"Conversation_ID": "x", "TURN": 2, "Text": "?", "text": "Wat wil je?", "Code": "OPEN"}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "u.parquet")
    (held,) = load(tmp_path / "u.parquet").talks["x"][2].units
    assert (held.text, held.code) == ("Wat wil je?", "OPEN")


def test_one_code_everywhere_is_said_and_figures_have_the_decimal_sign(tmp_path, capsys):
    one = tmp_path / "a.csv"
    one.write_text(HEAD + "".join(f"x,{turn},Wat wil je nu {turn}?,OPEN,\n" for turn in (2, 4, 6)), "utf-8")
    found = compare(load(one), load(one))
    assert (found["kappa"], found["alpha"]) == (None, None)
    agree.show(found)
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("Cohen's κ, codes"))
    assert "both gave one and the same everywhere" in line
    i18n.use("nl")
    try:
        agree.show(compare(*(load(table(tmp_path / f"{n}.csv", *["uptake"] * 4)) for n in "bc")))
        shown = capsys.readouterr().out
        assert "1,00" in shown
        assert "1.00" not in shown
        for path, words in ((tmp_path / "nope", "Er is geen bestand"), (tmp_path, "Er is geen bestand")):
            with pytest.raises(ScoringError, match=words):
                load(path)
        (tmp_path / "x.txt").write_text("x", "utf-8")
        with pytest.raises(ScoringError, match="is geen codering"):
            load(tmp_path / "x.txt")
    finally:
        i18n.use("en")
