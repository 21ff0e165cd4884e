"""How a server is set up: the command line goes before the environment, and that before the file."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from simulator.serve.errors import ServeError
from simulator.serve.models import backing
from simulator.serve.sources import Tables, gather

KNOWN: Tables = {"model": backing.MODEL, "scoring_process": backing.SCORING}
"""Tables of the file that the model server and the scoring process read, see `Config.tables`."""


def _data() -> Path:
    return user_data_path("toask", appauthor=False) / "serve"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. Names are the keys of the file, and in capitals behind `TOASK_SERVE_` those of the environment.

    Attributes:
        host, port: where it listens.
        data: folder of the server: its database, and a folder for each account.
        address: how browsers reach it, such as `https://oefenen.example.nl`; empty: as they say it themselves.
        tls_cert, tls_key: certificate (with its chain) and key, PEM files.
        behind_proxy: a proxy in front of it does TLS; its X-Forwarded-For and -Proto are believed.
        proxies: addresses from which they are believed, such as `10.0.0.0/8`.
        most: how many people practise at once.
        idle_minutes: after so long without a key the app is closed; `idle_minutes_full`: when others wait.
        grace_seconds: how long an app lives on without a browser.
        signed_in_hours: how long one stays signed in without doing anything. `link_days`: how long a link holds.
        language: of pages for whoever has not chosen, `nl` or `en`.
        voice, scoring: `TOASK_VOICE` and `TOASK_SCORING` of every app; empty: as in the server's own environment.
        metrics_token: whoever shows it may read /metrics; empty: only this machine, and not through a proxy.
        confine: each app may reach its account's own folder only, where the system can hold it to that.
        disk_mb: free megabytes under which the server says that it is not ready.
        tables: settings of what stands behind it, by table.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = field(default_factory=_data)
    address: str = ""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    behind_proxy: bool = False
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    most: int = 30
    idle_minutes: float = 30.0
    idle_minutes_full: float = 10.0
    grace_seconds: float = 120.0
    signed_in_hours: float = 12.0
    link_days: float = 7.0
    language: str = "nl"
    voice: str = ""
    scoring: str = ""
    metrics_token: str = ""
    confine: bool = True
    disk_mb: int = 200
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def secure(self) -> bool:
        """Whether browsers reach it over TLS."""
        return self.tls_cert is not None or self.behind_proxy or self.address.startswith("https:")


def read(path: Path | None, environ: Mapping[str, str], given: Mapping[str, Any]) -> Config:
    """Return the settings from a file, the environment and the command line, checked; see `found`."""
    return found(path, environ, given)[0]


def found(path: Path | None, environ: Mapping[str, str], given: Mapping[str, Any]) -> tuple[Config, Mapping[str, str]]:
    """Return the settings, checked, and by key where each came from that is not a default.

    Args:
        path: a TOML file; None: none.
        environ: where `TOASK_SERVE_…` is looked for.
        given: what stood on the command line, by name; None stands for not given.

    Raises:
        ServeError: one of them is not known, not right, or does not go with another.
    """
    plain = Config()
    defaults = {one.name: getattr(plain, one.name) for one in fields(Config) if one.name != "tables"}
    got = gather(path, environ, given, defaults, KNOWN)
    for name, table in got.tables.items():
        backing.checked(name, table, KNOWN[name])
    return checked(replace(plain, **got.values, tables=got.tables)), got.came


def checked(config: Config) -> Config:
    """Return the settings, when they go together.

    Raises:
        ServeError: they do not; the sentence says what to change.
    """
    for name, least in (("most", 1), ("idle_minutes", 0.1), ("idle_minutes_full", 0.1), ("grace_seconds", 0),
                        ("signed_in_hours", 0.1), ("link_days", 0.01), ("disk_mb", 0)):  # fmt: skip
        if not least <= getattr(config, name) < 1_000_000:
            raise ServeError(f"{name} is {getattr(config, name)}; give a number from {least}.")
    if not 0 <= config.port < 65536:
        raise ServeError(f"port is {config.port}; give a number from 1 to 65535.")
    if config.language not in ("nl", "en"):
        raise ServeError(f"language is '{config.language}'; choose nl or en.")
    _tls(config)
    _bound(config)
    _address(config)
    for one in config.proxies:
        try:
            _ = one == "*" or ipaddress.ip_network(one, strict=False)
        except ValueError as error:
            raise ServeError(f"proxies: '{one}' is no address of a proxy; give one such as 10.0.0.0/8.") from error
    return config


def _tls(config: Config) -> None:
    if (config.tls_cert is None) != (config.tls_key is None):
        raise ServeError("TLS needs both --tls-cert and --tls-key; give the other one too.")
    for path in (config.tls_cert, config.tls_key):
        if path is not None and not path.is_file():
            raise ServeError(f"There is no file {path}; give --tls-cert and --tls-key PEM files.")


def _bound(config: Config) -> None:
    if not (loopback(config.host) or config.tls_cert or config.behind_proxy):
        raise ServeError(
            f"{config.host} can be reached from other machines, and without TLS anyone between can read along; give "
            "--tls-cert and --tls-key, or --behind-proxy when a proxy does TLS, or leave --host out."
        )


def _address(config: Config) -> None:
    if config.address and not re.fullmatch(r"https?://[^/?#@\s]+/?", config.address):
        raise ServeError(f"address is '{config.address}'; give it as https://name, without a path.")


def loopback(host: str) -> bool:
    """Return whether only this machine itself can reach `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def origin(address: str) -> str:
    """Return `scheme://host[:port]` of an address, as browsers write it."""
    scheme, _, rest = address.strip().partition("://")
    return f"{scheme.lower()}://{host_of(scheme, re.split('[/?#]', rest, maxsplit=1)[0])}"


def host_of(scheme: str, host: str) -> str:
    """Return `host[:port]` as browsers write it: in lower case, and without the port that goes without saying."""
    return host.lower().removesuffix({"https": ":443", "http": ":80"}.get(scheme.lower(), ""))
