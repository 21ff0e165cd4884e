"""A class as another program meets it: sources that cannot be used, exit codes, files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile

import pytest
from helpers_group import export, log, portfolio, scored
from helpers_portfolio import rezip

from simulator.group.errors import GroupError
from simulator.group.sources import gather, named

TOASK = [sys.executable, "-m", "simulator.cli.main", "group"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A log with three talks (telling, stalling, to the need), its export and its bundle."""
    folder = tmp_path_factory.mktemp("made")
    store = log(folder / "practice.db")
    out = export(store, folder / "sanne.zip"), portfolio(store, folder / "bundel.zip", folder)
    store.close()
    return folder, *out


def test_bad_sources_are_said_and_the_rest_goes_along(tmp_path, made):
    scored(tmp_path / "good.json")
    (tmp_path / "a.json").write_text("{", "utf-8")
    (tmp_path / "b.json").write_text('{"x": 1}', "utf-8")
    (tmp_path / "c.zip").write_bytes(b"PK nothing")
    (tmp_path / "d.db").write_bytes(b"nothing")
    (tmp_path / "e.review").write_text("{}\n", "utf-8")
    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        archive.writestr("x.txt", "x")
    with zipfile.ZipFile(made[1]) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rezip({**parts, "data/turns.jsonl": b'{"id": 1}\n'}, tmp_path / "g.zip")
    rezip({**parts, "data/turns.jsonl": b"[1]\n"}, tmp_path / "h.zip")
    rezip({**parts, "data/turns.jsonl": b"x" * 30_000_000}, tmp_path / "i.zip")
    with zipfile.ZipFile(made[2]) as archive:
        bundle = {name: archive.read(name) for name in archive.namelist()}
    rezip({**bundle, "portfolio.json": bundle["portfolio.json"].replace(b"Sanne", b"Hanne")}, tmp_path / "j.zip")
    group = gather([str(tmp_path)])
    assert [one.source for one in group.left] == sorted(
        one.name for one in tmp_path.iterdir() if one.name != "good.json"
    )
    assert all("\n" not in one.why and one.fault for one in group.left)
    assert "was changed" in group.left[-1].why
    assert len(group.talks) == 1


def test_nothing_at_all_is_one_sentence(tmp_path):
    with pytest.raises(GroupError, match="no conversations yet"):
        gather([str(tmp_path)])
    (tmp_path / "a.json").write_text("{", "utf-8")
    with pytest.raises(GroupError, match="Nothing could be used"):
        gather([str(tmp_path)])
    with pytest.raises(GroupError, match="There is no"):
        gather(["nobody.zip"])
    with pytest.raises(GroupError, match="There is no"):
        named("Anna=nobody.zip")


def toask(*words, **more):
    return subprocess.run([*TOASK, *map(str, words)], capture_output=True, text=True, check=False, **more)


def test_the_command(tmp_path, made):
    page_, table = tmp_path / "k.html", tmp_path / "k.csv"
    found = toask(made[1], made[2], "--html", page_, "--csv", table, "--json", "--lang", "nl", "--title", "Maandag")
    assert found.returncode == 0, found.stderr
    held = json.loads(found.stdout)
    assert [one["name"] for one in held["trainees"]] == ["Sanne de Boer"]
    assert len(held["conversations"]) == 3
    assert held["left_out"] == []
    assert "<h1>Maandag</h1>" in page_.read_text("utf-8")
    assert (tmp_path / "k-differences.csv").is_file()
    plain = toask(made[1])
    assert (plain.returncode, "sanne" in plain.stdout) == (0, True)
    (tmp_path / "bad.zip").write_bytes(b"x")
    left = toask(made[1], tmp_path / "bad.zip")
    assert (left.returncode, "bad.zip" in left.stderr, "sanne" in left.stdout) == (1, True, True)
    assert toask(made[1], "--names", "x").returncode == 2
    other = toask(made[1], "--class", "Maandag")
    assert (other.returncode, other.stdout) == (2, "")
    assert "--class chooses a class of a server" in other.stderr
    hidden = toask(made[2], "--pseudonymise", "--json", "--lang", "en")
    assert (hidden.returncode, "Sanne" in hidden.stdout, "[name 1]" in hidden.stdout) == (0, False, True)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_left_out_of_a_class_without_names_names_nobody(tmp_path, made, language):
    turns = [{"role": "trainee", "text": "Hoe?", "units": [{"text": "Hoe?", "code": "OPNE"}]}]
    folder = tmp_path / "Karim Haddad"
    folder.mkdir()
    damaged = {
        "a.json": {"id": 'gesprek "Karim" Haddad', "turns": turns},
        "b.json": {"id": "Karim Haddad", "turns": [{"role": "Karim", "text": "Hoe?"}]},
        "c.json": {"id": "Karim Haddad"},
    }
    for name, held in damaged.items():
        (folder / name).write_text(json.dumps({"conversations": [held]}), "utf-8")
    (folder / "d.json").write_text("{", "utf-8")
    page_ = tmp_path / "k.html"
    found = toask(made[2], folder, "--pseudonymise", "--json", "--html", page_, "--lang", language)
    shown = found.stdout + found.stderr + page_.read_text("utf-8")
    assert (found.returncode, len(json.loads(found.stdout)["left_out"])) == (1, 4)
    assert not {"Karim", "Haddad", "a.json"} & set(re.findall(r"[\w.]+", shown))
    assert "OPEN" in found.stderr  # what to choose from still stands there
    nothing = toask(folder, "--pseudonymise")
    assert (nothing.returncode, "Karim" in nothing.stderr) == (1, False)


def test_nothing_heavy_comes_along():
    code = "import sys, simulator.cli.group; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "transformers", "textual", "jinja2", "pyarrow", "starlette", "ray"} & set(loaded)
