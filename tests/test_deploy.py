"""The files of docs/deploy are held against the code: settings, variables, ports, health, extras, figures."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from simulator.cli.main import parser
from simulator.serve import figures, server
from simulator.serve.config import KNOWN, Config, read
from simulator.serve.guard import ANY_HOST, LARGEST
from simulator.serve.health import routes
from simulator.serve.process import QUIT_S, TERM_S
from simulator.serve.sources import variable

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs" / "deploy"
KEYS = [one.name for one in fields(Config) if one.name != "tables"]


def text(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def containerfile() -> list[tuple[str, str]]:
    """Its instructions, with lines that go on joined."""
    lines = [line for line in text("Containerfile").splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def instruction(name: str) -> list[str]:
    return [rest for word, rest in containerfile() if word == name]


def env() -> dict[str, str]:
    return dict(pair.split("=", 1) for rest in instruction("ENV") for pair in rest.split())


def unit(name: str) -> configparser.RawConfigParser:
    class Many(dict):
        def __setitem__(self, key, value):  # a key may come more than once
            if isinstance(value, list) and key in self:
                self[key].extend(value)
            else:
                super().__setitem__(key, value)

    found = configparser.RawConfigParser(strict=False, dict_type=Many, interpolation=None, delimiters=("=",))
    found.optionxform = str
    found.read_string(text(name))
    return found


def compose() -> dict:
    return yaml.safe_load(text("compose.yaml"))


def test_the_settings_file_is_taken_as_it_is(tmp_path):
    (tmp_path / "x.toml").write_text(text("toask.toml"))
    found = read(tmp_path / "x.toml", {}, {})
    assert (found.data, found.behind_proxy, found.secure) == (Path("/var/lib/toask"), True, True)


def test_the_settings_file_explains_every_key_and_no_other():
    told: dict[str, dict] = {"": {}}
    table = ""
    for line in text("toask.toml").splitlines():
        if line.startswith("["):
            table = line.strip("[]")
            told[table] = {}
        elif match := re.match(r"#?(\w+ = .*)", line):
            told[table] |= tomllib.loads(match[1])
    assert set(told.pop("")) == set(KEYS)
    assert {name: set(keys) for name, keys in told.items()} == {name: set(keys) for name, keys in KNOWN.items()}


def test_what_stands_behind_a_hash_is_the_default():
    plain = Config()
    for name, value in re.findall(r"^#(\w+) = (.*)$", text("toask.toml").partition("[scoring_process]")[0], re.M):
        if not name.startswith("tls_"):
            assert tomllib.loads(f"x = {value}")["x"] == getattr(plain, name), name


def test_every_variable_is_one_that_the_code_reads():
    known = {variable(key) for key in KEYS} | {variable(f"{t}.{k}") for t, keys in KNOWN.items() for k in keys}
    source = "\n".join(one.read_text("utf-8") for one in (ROOT / "simulator").rglob("*.py"))
    for name in ("toask.env.example", "Containerfile", "compose.yaml", "toask.service", "toask.toml"):
        for found in set(re.findall(r"TOASK_[A-Z_]*[A-Z]", text(name))) - {"TOASK_NAME"}:
            assert found in known or f'"{found}"' in source, f"{name}: {found}"


def test_the_environment_is_taken_also_with_what_is_commented_out():
    lines = [line.lstrip("#") for line in text("toask.env.example").splitlines() if re.match(r"#?TOASK_", line)]
    found = read(None, dict(line.split("=", 1) for line in lines) | env(), {})
    assert found.tables == {"model": {"address": "http://model:8080/v1#school"}}
    assert (found.host, found.metrics_token) == ("0.0.0.0", "")


def test_the_container_starts_with_its_own_environment_alone():
    found = read(None, env(), {})
    assert (found.host, found.data, found.behind_proxy) == ("0.0.0.0", Path("/data"), True)
    assert json.loads(instruction("VOLUME")[0]) == ["/data", "/cache", "/backup"]
    assert json.loads(instruction("ENTRYPOINT")[0]) == ["toask"]
    assert json.loads(instruction("CMD")[0]) == ["serve"]
    assert instruction("USER") == ["10001:10001"]


def test_ports_and_health_agree():
    port = env()["TOASK_SERVE_PORT"]
    assert instruction("EXPOSE") == [port] == [str(Config().port)]
    address = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", instruction("HEALTHCHECK")[0])
    assert address is not None
    assert address[1] == port
    assert address[2] in ANY_HOST
    assert address[2] in [one.path for one in routes(None)]
    assert compose()["services"]["app"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert f"app:{port}" in text("Caddyfile")
    assert f"127.0.0.1:{port};" in text("nginx.conf")
    assert tomllib.loads(text("toask.toml"))["port"] == int(port)


def test_proxies_take_what_the_server_takes():
    (size,) = re.findall(r"max_size (\d+)KB", text("Caddyfile"))
    assert int(size) * 1000 > LARGEST
    assert "location = /talk/socket" in text("nginx.conf")
    assert "access_log off" in text("nginx.conf")


def test_the_container_installs_what_there_is_as_the_makefile_does():
    extras = re.search(r"whl\)\[([a-z,]+)\]", text("Containerfile"))
    assert extras is not None
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(extras[1].split(",")) <= set(known)
    assert {"model", "serve"} <= set(extras[1].split(","))
    (torch,) = re.findall(r"^TORCH=(\S+)$", (ROOT / ".ci" / "install").read_text("utf-8"), re.M)
    assert f"TORCH={torch}+cpu" in text("Containerfile")


def test_the_container_is_built_from_all_that_the_wheel_needs():
    pairs = [rest.split()[:-1] for rest in instruction("COPY") if not rest.startswith("--from")]
    copied = {name for names in pairs for name in names}
    for one in copied:
        assert (ROOT / one).exists(), one
        assert f"!{one}" in text("Containerfile.dockerignore").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    files = {project["project"]["readme"], *project["project"]["license-files"]}
    assert {*wheel["packages"], *wheel.get("force-include", {}), *files, "pyproject.toml"} <= copied


@pytest.mark.parametrize("name", ["app", "proxy", "model", "model-gpu"])
def test_services_are_held_in(name):
    one = compose()["services"][name]
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["restart"] == "unless-stopped"
    assert one["mem_limit"]
    assert one["pids_limit"]
    assert ":latest" not in one["image"]
    assert ":" in one["image"].rpartition("/")[2]


def test_the_model_server_is_reached_by_the_app_alone():
    found = compose()
    services = found["services"]
    assert found["networks"]["back"]["internal"] is True
    for name in ("model", "model-gpu"):
        assert "ports" not in services[name]
        assert list(services[name]["networks"]) == ["back"]
        assert services[name]["profiles"]
        address = f"http://model:{services[name]['command'][services[name]['command'].index('--port') + 1]}/v1#school"
        assert address in text("toask.env.example")
    assert services["app"]["read_only"] is True
    assert "profiles" not in services["app"]
    (front,) = found["networks"]["front"]["ipam"]["config"]
    assert read(None, env() | services["app"]["environment"], {}).proxies == (front["subnet"],)
    volumes = {one.partition(":")[0] for one in services["app"]["volumes"]}
    assert volumes <= set(found["volumes"])
    assert {one.partition(":")[2] for one in services["app"]["volumes"]} == set(json.loads(instruction("VOLUME")[0]))


def test_whoever_stops_it_waits_until_every_app_has_ended():
    longest = server.STOP_S + QUIT_S + TERM_S
    assert int(compose()["services"]["app"]["stop_grace_period"].rstrip("s")) > longest
    service = unit("toask.service")["Service"]
    assert int(service["TimeoutStopSec"]) > longest
    assert service["KillMode"] == "mixed"


def test_the_service_keeps_its_data_where_the_settings_say():
    service = unit("toask.service")["Service"]
    assert Path("/var/lib", service["StateDirectory"]) == Path(tomllib.loads(text("toask.toml"))["data"])
    assert "MemoryDenyWriteExecute" not in service
    assert service["ExecStart"].split()[1:3] == ["serve", "--config"]
    for call in ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"):
        assert call in text("toask.service")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_takes_the_units(tmp_path):
    names = ("toask.service", "toask-backup.service", "toask-backup.timer")
    for name in names:
        (tmp_path / name).write_text(text(name).replace("/opt/toask/bin/toask", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / one) for one in names)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_alerts_ask_for_figures_that_there_are():
    made = figures.Figures()
    made.watch(lambda: 0, lambda: 0, 30)
    made.signins.labels("any", "too many").inc()
    made.apps.labels("failed").inc()
    made.refused.labels("host").inc()
    known = made.text().decode()
    for group in yaml.safe_load(text("alerts.yaml"))["groups"]:
        for rule in group["rules"]:
            for name in re.findall(r"toask_[a-z_]+", rule["expr"]):
                assert re.search(rf"^{name}[ {{]", known, re.M), name
            for label in re.findall(r'(\w+="[^"]+")', rule["expr"]):
                assert label in known or label == 'job="toask"', label


def admin() -> str:
    return (ROOT / "docs" / "admin.md").read_text("utf-8")


def test_the_page_names_every_key_and_its_variable():
    table = "\n".join(line for line in admin().splitlines() if line.startswith("| `"))
    for key in KEYS:
        assert f"`{key}`" in table, key
        assert f"`{variable(key)}`" in table, key
    for keys in KNOWN.values():
        for key in keys:
            assert f"`{key}`" in table, key


def test_every_command_of_the_page_is_one():
    found = re.findall(r"(?:^    |`|app |toask\.toml )(?:/opt/toask/bin/)?toask (serve [^`#\n…]+)", admin(), re.M)
    found += re.findall(r"run --rm app (serve [^#\n…`]+)", admin())
    lines = [one for one in map(str.strip, found) if one not in ("serve backup", "serve restore")]  # in a sentence
    assert len(lines) > 8
    for line in lines:
        parser().parse_args(shlex.split(line))


def test_every_link_of_the_page_leads_somewhere():
    for link in re.findall(r"\]\(([^)#]+)\)", admin()):
        assert (ROOT / "docs" / link).exists(), link
    for name in re.findall(r"docs/deploy/([\w.-]+)", admin()):
        assert (DEPLOY / name).exists(), name
    assert "(docs/admin.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "(admin.md)" in (ROOT / "docs" / "serving.md").read_text("utf-8")
