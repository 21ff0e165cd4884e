"""A Ray cluster to score on: one that is there already, or one on this machine for as long as the run takes."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulator.extras import needed
from simulator.scale.errors import ScaleError
from simulator.scoring.memory import SETTING

_ALONE = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
_STORE_BYTES = 256 * 1024 * 1024
_LONGEST_TEMP = 40


def cores() -> int:
    """Return how many processor cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


@contextmanager
def cluster(address: str, workers: int, setting: Mapping[str, str]) -> Iterator[int]:
    """Join a cluster, or start one here, and yield how many workers to use.

    Args:
        address: of the cluster (`host:port` or `auto`); empty: one on this machine.
        workers: how many; 0: one for every core there is.
        setting: environment variables of every worker.

    Raises:
        ScaleError: the cluster cannot be reached or has fewer cores.
        MissingExtra: Ray is not installed.
    """
    if address.startswith("ray://"):
        raise ScaleError(
            "Files are read where the command runs, so it must run on a machine of the cluster; start it there "
            "(`ray job submit`), with --ray-address auto."
        )
    for name, value in _setting(address).items():
        os.environ.setdefault(name, value)
    with needed("--engine ray"):
        import ray
        import ray.data

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    common: dict[str, Any] = {
        "log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": True,
        "runtime_env": {"env_vars": {**SETTING, **setting, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}},
    }  # fmt: skip
    with _joined(ray, address, common) if address else _started(ray, workers or cores(), common):
        yield _fitting(int(ray.cluster_resources().get("CPU", 0)), workers)


def _setting(address: str) -> dict[str, str]:
    """Return what Ray reads of the environment when it is imported.

    Nothing is reported to anybody. A cluster on one machine listens on the loopback address only, and takes nobody in
    without a secret that no file holds.
    """
    found = {"RAY_USAGE_STATS_ENABLED": "0"}
    if not address:
        found |= {_ALONE: "0", "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    return found


@contextmanager
def _joined(ray: Any, address: str, common: Mapping[str, Any]) -> Iterator[None]:  # noqa: ANN401 - a module
    try:
        ray.init(address=address, **common)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise ScaleError(
            f"There is no Ray cluster at {address} that lets this machine in; see `ray status` (a cluster with a token "
            f"wants RAY_AUTH_MODE=token), or leave --ray-address out to score on this machine."
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


@contextmanager
def _started(ray: Any, workers: int, common: Mapping[str, Any]) -> Iterator[None]:  # noqa: ANN401 - a module
    place = Path(tempfile.gettempdir())
    # The names of Ray's sockets may have no more than 107 letters, and it adds some seventy.
    folder = tempfile.mkdtemp(prefix="toask-", dir=place if len(str(place)) <= _LONGEST_TEMP else "/tmp")
    try:
        ray.init(
            address="local", num_cpus=workers, include_dashboard=False, object_store_memory=_STORE_BYTES,
            _temp_dir=folder, **common,
        )  # fmt: skip
        yield
    except (ConnectionError, TimeoutError) as error:
        raise ScaleError(f"Ray does not start on this machine ({error}); leave --engine ray out.") from error
    finally:
        ray.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def _fitting(there: int, wanted: int) -> int:
    if wanted > there:
        raise ScaleError(f"The cluster has {there} cores and not {wanted}; give --workers {there}, or leave it out.")
    return wanted or max(1, there)
