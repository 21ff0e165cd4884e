"""Cards that are damaged, the user's own, and those behind a server; what `toask models` says of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from simulator import i18n
from simulator.app.errors import said
from simulator.cli.main import main
from simulator.models import card as cards
from simulator.models import folder, memory, pull, servers
from simulator.models.card import Card, CardError
from simulator.models.folder import WeightsError
from simulator.models.memory import Memory
from simulator.models.pull import PullError
from simulator.practice.build import chosen_voice
from simulator.voice.defaults import default_voice_backend
from simulator.voice.types import VoiceError

OWN = """
name: {name}
kind: lm
title: Mine
languages: [nl]
licence: MIT
run: server
server: {{model: me/mine, ollama: "mine:1b"}}
size: 1000
memory: 10
ways: [free]
"""
OLLAMA = "http://localhost:11434/v1"
PRESENT = ("gemma-4-e2b", "gemma-4-e4b", "qwen3.5-0.8b", "qwen3.5-2b", "qwen3.5-4b", "eurollm-1.7b")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOASK_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    for name in ("TOASK_SERVER", "TOASK_VOICE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "models" / "cards").mkdir(parents=True)
    return tmp_path


def own(home: Path, name: str, text: str = OWN) -> Path:
    path = home / "models" / "cards" / f"{name}.yaml"
    path.write_text(text.format(name=name), "utf-8")
    return path


@pytest.fixture
def copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped cards and voice, where they may be spoilt."""
    place, real = home / "shipped", next(one for one in cards.places() if list(one.glob("*.yaml")))
    (place / "voice").mkdir(parents=True)
    for path in real.glob("*.yaml"):
        shutil.copy(path, place)
    for path in (real / "voice").iterdir():
        if path.is_file():
            (place / "voice" / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(cards, "places", lambda: iter([place]))
    monkeypatch.setattr(folder, "places", lambda: iter([place]))
    return place


def test_one_damaged_card_does_not_stop_the_others(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own(home, "half", "name: half\nkind: lm\ntitle: Half\nlanguages: [nl]\nsize: 1\nmemory: 1\n")
    own(home, "torn", "name: [torn\nkind")
    own(home, "fine")
    assert main(["models", "list", "--json"]) == 0
    out = capsys.readouterr()
    document = json.loads(out.out)
    assert {"toask-270m", "fine"} <= {one["name"] for one in document["models"]}
    assert set(document["wrong"]) == {"half", "torn"}
    assert f"toask: The model card {path} is not right: licence is missing; correct the file" in out.err
    assert "is no YAML from line 2 on; correct the file" in out.err
    assert cards.speaking("toask-270m").name == "toask-270m"
    with pytest.raises(CardError, match="is not right: licence is missing") as caught:
        cards.card("half")
    assert not isinstance(caught.value, cards.NoSuchCard)
    assert main(["models", "use", "half"]) == 1


def test_an_own_card_cannot_take_the_name_of_a_shipped_one(home: Path) -> None:
    own(home, "toask-270m")
    held = cards.shelf()
    assert held.cards["toask-270m"].shipped
    assert "give it a name of its own" in str(next(iter(held.wrong.values())))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"run": "here"}, "format is missing, file is missing, sha256 is missing"),
        ({"server": None}, "needs `server`"),
        ({"sha256": "0" * 64}, "no weights here"),
        ({"kind": "encoder"}, "an `lm`"),
    ],
)
def test_a_card_behind_a_server_has_no_weights(change: dict[str, object], why: str) -> None:
    fields = cards.card("gemma-4-e2b").model_dump() | change
    with pytest.raises(ValueError, match=why):
        Card.model_validate(fields)


def test_todays_models_speak_both_languages_freely_and_do_not_think_aloud() -> None:
    known = cards.cards()
    for name in PRESENT:
        assert (known[name].licence, known[name].run) == ("Apache-2.0", "server")
        assert set(known[name].languages) == {"nl", "en"}
        assert known[name].ways[0] in ("adapt", "free")
        assert known[name].memory * 1e6 > known[name].size
    assert all(known[name].thinking == "switched-off" for name in PRESENT if "eurollm" not in name)


def test_a_card_behind_a_server_wants_an_address_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "use", "gemma-4-e2b"]) == 2
    out = capsys.readouterr()
    assert (out.out, "no address is set: let one have it (`ollama pull gemma4:e2b`)" in out.err) == ("", True)
    assert (folder.in_use(), chosen_voice()) == (None, "toask-270m")
    with pytest.raises(VoiceError, match="--server http"):
        default_voice_backend("gemma-4-e2b")
    with pytest.raises(PullError, match="fetched by a server"):
        pull.pull(cards.card("gemma-4-e2b"))
    with pytest.raises(WeightsError, match="fetched by a server"):
        folder.ensure(cards.card("gemma-4-e2b"))


def test_the_address_is_kept_and_says_which_name_the_server_knows(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "use", "gemma-4-e2b", "--server", OLLAMA]) == 0
    assert "goes to the server at localhost:11434/v1, which must have the model gemma4:e2b" in capsys.readouterr().out
    assert chosen_voice() == f"http:{OLLAMA}#gemma4:e2b"
    assert main(["models", "use", "qwen3.5-2b"]) == 0
    assert chosen_voice() == f"http:{OLLAMA}#qwen3.5:2b"
    monkeypatch.setenv("TOASK_SERVER", "http://host:8000/v1")
    assert chosen_voice("qwen3.5-2b") == "http:http://host:8000/v1#Qwen/Qwen3.5-2B"
    monkeypatch.setenv("TOASK_SERVER", "http://host:8000/v1#called")
    assert chosen_voice("qwen3.5-2b") == "http:http://host:8000/v1#called"
    assert default_voice_backend("qwen3.5-2b").name == "called@host:8000"
    assert chosen_voice("toask-270m") == "toask-270m"
    assert chosen_voice("nothing") == "nothing"


def test_the_card_says_what_may_be_done_behind_its_address(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(home, "mine")
    monkeypatch.setenv("TOASK_SERVER", OLLAMA)
    assert default_voice_backend(chosen_voice("mine")).ways == ("free",)
    assert servers.behind(f"http:{OLLAMA}#mine:1b") == cards.card("mine")


@pytest.mark.parametrize("words", [["gemma-4-e2b", "--server", "localhost:1"], ["toask-270m", "--server", OLLAMA]])
def test_a_wrong_address_is_wrong_use(words: list[str], home: Path) -> None:
    assert main(["models", "use", *words]) == 2
    assert not (home / "config").exists()


def test_a_truncated_shipped_file_shows_in_the_list(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    body = copied / "voice" / "body.safetensors"
    body.write_bytes(body.read_bytes()[:-5])
    capsys.readouterr()
    assert main(["models"]) == 1
    out = capsys.readouterr()
    assert "damaged" in next(line for line in out.out.splitlines() if line.startswith("* toask-270m"))
    assert "87784500 bytes instead of 87784505" in out.err
    assert "install toask again" in out.err


def test_a_changed_shipped_file_shows_in_the_pull(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pieces = copied / "voice" / "pieces.safetensors"
    held = bytearray(pieces.read_bytes())
    held[-1] ^= 1
    pieces.write_bytes(held)
    assert main(["models", "pull", "toask-270m"]) == 1
    said_so = capsys.readouterr().err
    assert "pieces.safetensors are damaged (expected sha256 5647ec50" in said_so
    assert "install toask again" in said_so


@pytest.mark.parametrize("name", ["gemma-4-e2b", "eurollm-1.7b"])
def test_what_the_models_say_is_known_to_the_interface(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model = cards.card(name)
    monkeypatch.setattr("simulator.app.errors.tr", lambda message: "¤" + message)
    assert said(servers.missing(model)).startswith("¤")
    assert said(servers.fetched(model)).startswith("¤")


@pytest.mark.parametrize(
    ("text", "english", "dutch"),
    [
        (
            OWN.replace("1000", "veel").format(name="x"),
            "size must be a whole number;",
            "size moet een heel getal zijn;",
        ),
        (
            OWN.replace("memory: 10", "memori: 10").replace("kind: lm", "kind: llm").format(name="x"),
            "kind must be one of lm, encoder, memory is missing, there is no key memori, did you mean memory;",
            "kind moet een van lm, encoder zijn, memory ontbreekt, de sleutel memori bestaat niet, bedoel je memory;",
        ),
        (OWN.format(name="x") + "use: {a: [1]}\n", "use.a must be one value;", "use.a moet één waarde zijn;"),
        (OWN.replace("run: server", "run: here").format(name="x"), "format is missing, file", "format ontbreekt, file"),
        (OWN.replace("[nl]", "[]").format(name="x"), "languages is an empty list;", "languages is een lege lijst;"),
        ("", "is empty;", "is leeg;"),
        ("# niets\n", "is empty;", "is leeg;"),
        ("- a\n", "has no keys with values", "heeft geen sleutels met waarden"),
        (b"\xff\xfe\x00", "is no text file;", "is geen tekstbestand;"),
        (b"a: \x00", "is no text file;", "is geen tekstbestand;"),
        ("a: [1\n", "is no YAML from line 1 on;", "is vanaf regel 1 geen YAML;"),
    ],
)
def test_what_is_wrong_with_a_card_is_said_plainly_in_both_languages(
    text: str | bytes, english: str, dutch: str, home: Path
) -> None:
    path = home / "models" / "cards" / "mine.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for language, part, remedy in (("en", english, "take it out of that folder."), ("nl", dutch, "uit die map.")):
        i18n.use(language)
        told = said(str(cards.shelf().wrong["mine"]))
        assert str(path) in told
        assert part in told
        assert told.endswith(remedy)
    i18n.use("en")


def test_a_model_that_cannot_speak_here_leaves_the_voice_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(memory, "now", lambda: Memory(100_000, 100_000))
    assert main(["models", "use", "toask-270m"]) == 0
    model = cards.card("qwen2.5-coder-0.5b")
    place = folder.path_of(model)
    assert main(["models", "use", model.name]) == 1
    assert f"run `toask models pull {model.name}`" in capsys.readouterr().err
    place.parent.mkdir(parents=True)
    place.write_bytes(b"half")
    assert main(["models", "use", model.name]) == 1
    assert "hold 4 bytes instead of" in capsys.readouterr().err
    with place.open("wb") as file:
        file.truncate(model.size)
    monkeypatch.setattr(memory, "now", lambda: Memory(500, 1000))
    assert main(["models", "use", model.name]) == 1
    assert "choose a smaller one" in capsys.readouterr().err
    assert folder.in_use() == "toask-270m"
    monkeypatch.setattr(memory, "now", lambda: Memory(500, 100_000))
    assert main(["models", "use", model.name]) == 0
    assert "and 0.5 GB is free: close other programs" in capsys.readouterr().out
    assert folder.in_use() == model.name
