"""Settings that do not fit get one sentence; accounts from the command line; what an app is started with."""

from __future__ import annotations

import argparse
import socket

import pytest

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from helpers_serve import hall_in, school

from simulator.cli import serve as command
from simulator.cli.main import main, parser
from simulator.serve import accounts, config
from simulator.serve.child import environment
from simulator.serve.config import Config, read
from simulator.serve.database import Book
from simulator.serve.errors import ServeError
from simulator.serve.folders import folder_of
from simulator.serve.listen import listening
from simulator.serve.server import settings


def given(**more):
    return {name: more.get(name) for name in command.GIVEN}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "oefenen.example"])
def test_it_listens_to_others_only_with_tls_or_behind_a_proxy(host, tmp_path):
    with pytest.raises(ServeError, match="--behind-proxy"):
        read(None, {}, given(host=host))
    assert read(None, {}, given(host=host, behind_proxy=True)).host == host
    for name in ("cert", "key"):
        (tmp_path / name).write_text("x")
    assert read(None, {}, given(host=host, tls_cert=tmp_path / "cert", tls_key=tmp_path / "key")).secure


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
def test_on_this_machine_alone_it_needs_neither(host):
    assert not read(None, {}, given(host=host)).secure


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(tmp_path):
    path = tmp_path / "serve.toml"
    path.write_text(
        'port = 1\nmost = 1\nlanguage = "en"\nproxies = ["10.0.0.0/8"]\n[model]\naddress = "http://x/v1#y"\n'
    )
    found = read(path, {"TOASK_SERVE_PORT": "2", "TOASK_SERVE_MOST": "2", "TOASK_SERVE_CONFINE": "no"}, given(port=3))
    assert (found.port, found.most, found.language, found.confine) == (3, 2, "en", False)
    assert found.proxies == ("10.0.0.0/8",)
    assert found.tables == {"model": {"address": "http://x/v1#y"}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prot = 5", "did you mean port"), ("port = 'x'", "does not fit"), ("port = 70000", "1 to 65535"),
        ("most = 0", "from 1"), ("language = 'fr'", "nl or en"), ("x = ", "not a TOML file"),
        ("idle_minutes = nan", "from"),
        ("tls_cert = '/no/such'", "both"), ("address = 'oefenen'", "https://name"), ("proxies = 'x'", "10.0.0.0/8"),
        ("confine = 'perhaps'", "does not fit"), ("address = 'https://x/path'", "without a path"),
    ],
)  # fmt: skip
def test_wrong_settings_get_one_sentence(tmp_path, text, says):
    path = tmp_path / "serve.toml"
    path.write_text(text)
    with pytest.raises(ServeError, match=says):
        read(path, {}, given())


def test_no_settings_file_and_no_certificate(tmp_path):
    with pytest.raises(ServeError, match="TOML file"):
        read(tmp_path / "none.toml", {}, given())
    with pytest.raises(ServeError, match="PEM"):
        read(None, {}, given(tls_cert=tmp_path / "a", tls_key=tmp_path / "b"))


def test_what_is_forwarded_is_believed_behind_a_proxy_only():
    assert settings(Config())["proxy_headers"] is False
    assert settings(Config(behind_proxy=True))["forwarded_allow_ips"] == "127.0.0.1,::1"
    assert settings(Config())["access_log"] is False


def test_the_command_makes_accounts_and_prints_a_link(tmp_path, capsys):
    data = str(tmp_path / "server")

    def run(*words: str) -> int:
        return command.run(
            parser().parse_args(["serve", "--data", data, "--address", "https://oefenen.example", *words])
        )

    assert run("admin", "add-trainer", "Tessa de Trainer") == 0
    first = capsys.readouterr()
    assert "already" not in first.err
    assert run("admin", "add-trainer", "Tessa de Trainer") == 0
    second = capsys.readouterr().err
    assert "(tessa-de-trainer; " in second
    assert "toask serve admin remove tessa-de-trainer-2 --yes" in second
    assert run("admin", "remove", "tessa-de-trainer-2", "--yes") == 0
    capsys.readouterr()
    assert first.out.startswith("https://oefenen.example/in/")
    assert run("admin", "link", "tessa-de-trainer") == 0
    assert run("admin", "list") == 0
    assert "tessa-de-trainer\ttrainer\tTessa de Trainer" in capsys.readouterr().out
    with pytest.raises(Exception, match="--yes"):
        run("admin", "remove", "tessa-de-trainer")
    assert run("admin", "remove", "tessa-de-trainer", "--yes") == 0
    with pytest.raises(Exception, match="admin list"):
        run("admin", "link", "tessa-de-trainer")


def test_options_fit_the_settings():
    wanted = parser().parse_args(["serve", "--behind-proxy", "--most", "5"])
    assert isinstance(wanted, argparse.Namespace)
    assert set(command.GIVEN) <= set(Config.__dataclass_fields__)
    found = read(None, {}, {name: getattr(wanted, name) for name in command.GIVEN})
    assert (found.behind_proxy, found.most) == (True, 5)


def test_a_newer_database_is_left_alone(tmp_path):
    book = Book(tmp_path)
    book.write("PRAGMA user_version = 99")
    book.close()
    with pytest.raises(ServeError, match="newer toask"):
        Book(tmp_path)


def test_names_make_different_sign_in_names(tmp_path):
    book = Book(tmp_path)
    made = [accounts.add(book, name, "trainee", 1.0) for name in ("Anna", "anna", "Ánna", "Anna B", "王", "王")]
    assert [one.login for one in made] == ["anna", "anna-2", "anna-3", "anna-b", "iemand", "iemand-2"]
    for bad in ("", "   ", "x" * 81, "\x00"):
        with pytest.raises(ServeError):
            accounts.add(book, bad, "trainee", 1.0)
    book.close()


@pytest.mark.parametrize("account", ["", "..", "a/b", "A" * 32, "0" * 31, "../" + "0" * 32])
def test_no_folder_for_what_is_no_account(tmp_path, account):
    with pytest.raises(ValueError, match="not an account"):
        folder_of(tmp_path, account)


def test_an_apps_environment_is_its_own(tmp_path):
    hall = hall_in(tmp_path)
    people = school(hall)
    folder = hall.folder(people.trainee.id)
    made = environment(Config(data=tmp_path), people.trainee, folder, 90, 30, {
        "PATH": "/bin", "TOASK_SCORING": "/run/x", "TOASK_SERVE_METRICS_TOKEN": "x", "EDITOR": "vi",
        "SSH_AUTH_SOCK": "x",
        "PYTHONPATH": "/evil", "LD_PRELOAD": "/evil",
    })  # fmt: skip
    assert {"TOASK_SERVE_METRICS_TOKEN", "EDITOR", "SSH_AUTH_SOCK", "LD_PRELOAD"}.isdisjoint(made)
    assert made["TOASK_SCORING"] == "/run/x"
    assert made["PYTHONPATH"] != "/evil"
    for name in ("HOME", "TMPDIR", "TOASK_DATA", "TOASK_CONFIG", "XDG_DOCUMENTS_DIR", "TOASK_TAB_FOLDER"):
        assert made[name].startswith(str(folder.top))
    assert config.origin("HTTPS://A.b:8/") == "https://a.b:8"
    assert config.origin("https://A.b:443/") == "https://a.b"
    assert config.origin("http://[::80]:80") == "http://[::80]"
    hall.book.close()


@pytest.fixture
def port():
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_in_use_is_said_before_anything_is_started(tmp_path, port, monkeypatch, capsys, caplog):
    monkeypatch.setenv("TOASK_LANG", "nl")
    monkeypatch.setattr("simulator.serve.server.behind", lambda config: pytest.fail("it was started"))
    assert main(["serve", "--data", str(tmp_path / "server"), "--port", str(port)]) == 1
    assert f"toask: Op 127.0.0.1 port {port} luistert al een ander programma" in capsys.readouterr().err
    assert "Serving" not in caplog.text
    assert main(["serve", "--data", str(tmp_path / "server"), "--host", "no.such.invalid", "--behind-proxy"]) == 1
    assert "geef een andere --host of --port" in capsys.readouterr().err


def test_what_listens_takes_a_connection(port):
    with listening("localhost", 0) as found:
        for one in found:
            host, at = one.getsockname()[:2]
            socket.create_connection((host, at), 5).close()
    with pytest.raises(ServeError, match="Another program listens"), listening("127.0.0.1", port):
        pass


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 is vanaf andere computers te bereiken"),
        (["admin", "add-trainer", ""], "Een naam heeft 1 tot 80 tekens"),
        (["--port", "70000"], "port is 70000; geef een getal van 1 tot en met 65535."),
        (["--most", "0"], "most is 0; geef een getal vanaf 1."),
        (["--tls-key", "x.pem"], "allebei nodig"),
        (["--config", "a.yaml"], "op regel 2 staat geen instelling"),
        (["--config", "half.toml"], "het houdt midden in een instelling op"),
        (["--config", "bytes.toml"], "bytes.toml is geen tekstbestand"),
    ],
)
def test_what_is_wrong_is_said_in_dutch(words, says, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TOASK_LANG", "nl")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("# TOML?\nport: 8000\n")
    (tmp_path / "half.toml").write_text("proxies = [")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    assert main(["serve", "--data", str(tmp_path / "server"), *words]) == 1
    assert says in capsys.readouterr().err
