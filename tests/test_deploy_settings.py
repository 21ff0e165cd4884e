"""Every setting can be given by file and by environment; what holds can be shown, without what is secret."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from simulator.cli import serve as command
from simulator.cli.main import parser
from simulator.serve.config import KNOWN, Config, found, read
from simulator.serve.errors import ServeError
from simulator.serve.shown import shown
from simulator.serve.sources import variable

OTHER = {
    "host": "::1", "port": "9000", "data": "/srv/x", "address": "https://x.example", "behind_proxy": "on",
    "proxies": "10.0.0.0/8, ::1", "most": "3", "idle_minutes": "1.5", "idle_minutes_full": "2", "grace_seconds": "9",
    "signed_in_hours": "4", "link_days": "2", "language": "en", "voice": "scripted", "scoring": "/run/x",
    "metrics_token": "geheim", "confine": "no", "disk_mb": "5",
}  # fmt: skip
INNER = {
    "model.address": ("http://x/v1#y", "http://x/v1#y"), "model.port": ("9001", 9001),
    "model.command": ("vllm serve 'een model' --port 1", ["vllm", "serve", "een model", "--port", "1"]),
    "scoring_process.threads": ("3", 3), "scoring_process.together": ("1", 1), "scoring_process.tcp": ("yes", True),
    "scoring_process.socket": ("/run/s", "/run/s"), "model.serve": ("/srv/m", "/srv/m"),
}  # fmt: skip


@pytest.mark.parametrize("key", [one.name for one in fields(Config) if one.name != "tables"])
def test_every_key_can_come_from_the_environment(key, tmp_path):
    if key.startswith("tls_"):
        (tmp_path / "pem").write_text("x")
        environ = {variable("tls_cert"): f"{tmp_path}/pem", variable("tls_key"): f"{tmp_path}/pem"}
        assert getattr(read(None, environ, {}), key) == tmp_path / "pem"
        return
    config, came = found(None, {variable(key): OTHER[key]}, {})
    assert getattr(config, key) != getattr(Config(), key)
    assert came == {key: variable(key)}


@pytest.mark.parametrize("key", [f"{table}.{key}" for table, keys in KNOWN.items() for key in keys])
def test_every_key_of_a_table_can_come_from_the_environment(key):
    table, name = key.split(".")
    config, came = found(None, {variable(key): INNER[key][0]}, {})
    assert config.tables == {table: {name: INNER[key][1]}}
    assert came == {key: variable(key)}


def test_an_option_goes_before_the_environment_and_that_before_the_file(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text("port = 1\nmost = 1\ndisk_mb = 1\n[scoring_process]\nthreads = 1\ntogether = 1\n")
    environ = {"TOASK_SERVE_PORT": "2", "TOASK_SERVE_MOST": "2", "TOASK_SERVE_SCORING_PROCESS_THREADS": "2"}
    config, came = found(path, environ, {"port": 3})
    assert (config.port, config.most, config.disk_mb, config.language) == (3, 2, 1, "nl")
    assert config.tables["scoring_process"] == {"threads": 2, "together": 1}
    assert came == {
        "port": "--port", "most": "TOASK_SERVE_MOST", "disk_mb": str(path),
        "scoring_process.threads": "TOASK_SERVE_SCORING_PROCESS_THREADS", "scoring_process.together": str(path),
    }  # fmt: skip


def test_an_empty_variable_counts_as_not_given():
    assert read(None, {variable("port"): "", variable("model.address"): "", "TOASK_SERVE_CONFIG": "x"}, {}) == Config()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TOASK_SERVE_PROT", "1", "did you mean TOASK_SERVE_PORT?"),
        ("TOASK_SERVE_MODEL_ADRESS", "1", "did you mean TOASK_SERVE_MODEL_ADDRESS?"),
        ("TOASK_SERVE_QQQQQQQQQQQQQQQQQQQQQQQQQQQ", "1", "--show-config"),
        ("TOASK_SERVE_PORT", "tcp://10.0.0.1:8000", "does not fit; it is like 8000"),
        ("TOASK_SERVE_DATA", "", ""), ("TOASK_SERVE_SCORING_PROCESS_THREADS", "many", "does not fit"),
        ("TOASK_SERVE_SCORING_PROCESS_THREADS", "0", "a number from 1"),
        ("TOASK_SERVE_SCORING_PROCESS_TCP", "perhaps", "does not fit"),
        ("TOASK_SERVE_MODEL_COMMAND", "vllm 'open", "does not fit"),
    ],
)  # fmt: skip
def test_a_wrong_variable_gets_one_sentence(name, value, says):
    if not says:
        read(None, {name: value}, {})
        return
    with pytest.raises(ServeError, match="(?s)" + says.replace("?", r"\?")) as problem:
        read(None, {name: value}, {})
    assert name.removeprefix("TOASK_SERVE_").split("_")[0].lower() in str(problem.value).lower()
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[model]\nadress = 'x'", "did you mean address?"), ("[modle]\nport = 1", "did you mean model?"),
        ("[scoring_process]\nthreads = 'x'", "a number from 1"), ("data = ''", "does not fit"),
        ("idle_minuts = 3", "did you mean idle_minutes?"),
    ],
)  # fmt: skip
def test_a_wrong_key_in_the_file_gets_the_nearest_one(tmp_path, text, says):
    (tmp_path / "x.toml").write_text(text)
    with pytest.raises(ServeError) as problem:
        read(tmp_path / "x.toml", {}, {})
    assert says in str(problem.value)


def test_what_is_shown_is_a_file_that_gives_the_same_again(tmp_path):
    environ = {variable(key): value for key, value in OTHER.items() if key != "metrics_token"}
    environ |= {variable(key): INNER[key][0] for key in INNER if key not in ("model.serve", "model.port")}
    first, came = found(None, environ, {"port": 7})
    again = tmp_path / "again.toml"
    again.write_text(shown(first, came, {}))
    assert read(again, {}, {}) == first
    assert "port = 7  # --port" in again.read_text()
    assert 'language = "en"  # TOASK_SERVE_LANGUAGE' in again.read_text()
    assert 'tls_cert = ""  # default' in again.read_text()


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30))
def test_odd_words_are_shown_as_toml(word):
    config, came = found(None, {"TOASK_SERVE_VOICE": word}, {})
    assert tomllib.loads(shown(config, came, {}))["port"] == 8000


def test_secrets_are_not_shown(capsys, monkeypatch, tmp_path):
    for name, value in {
        "TOASK_SERVE_METRICS_TOKEN": "geheim1", "TOASK_API_KEY": "geheim2",
        "TOASK_SERVE_MODEL_ADDRESS": "http://wie:geheim3@host/v1#m", "TOASK_VOICE": "http://wie:geheim4@host/v1",
        "TOASK_SERVE_MODEL_COMMAND": "vllm serve --api-key geheim5 --other-token=geheim6",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    words = ["serve", "--data", str(tmp_path / "none"), "--show-config"]
    assert command.run(parser().parse_args(words)) == 0
    said = capsys.readouterr().out
    assert "geheim" not in said
    for part in ("metrics_token is set and not shown", "TOASK_API_KEY", "//…@host/v1", "--other-token=…", "--data"):
        assert part in said
    assert not (tmp_path / "none").exists()
    assert tomllib.loads(said)["data"] == str(Path(tmp_path / "none"))
