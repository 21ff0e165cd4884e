"""Parts of toask that need a package of an extra, and what is said where that is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from simulator.errors import ToaskError

EXTRAS: dict[str, str] = {
    "jinja2": "report",
    "markupsafe": "report",
    "typst": "pdf",
    "cryptography": "portfolio",
    "pyarrow": "parquet",
    "ray": "ray",
    "fsspec": "ray",
    "starlette": "serve",
    "uvicorn": "serve",
    "websockets": "serve",
    "textual_serve": "serve",
    "argon2": "serve",
    "prometheus_client": "serve",
}
"""Each package and the extra that installs it; any other one comes with `model`."""


class MissingExtra(ToaskError):
    """A package of an extra is not installed."""


def extra_of(package: str) -> str:
    """Return the extra that installs a package."""
    return EXTRAS.get(package.partition(".")[0], "model")


@contextmanager
def needed(what: str) -> Iterator[None]:
    """Say plainly that a package imported in here is not installed.

    Args:
        what: needs it, as a sentence begins: "A PDF".

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in EXTRAS:
            raise
        raise MissingExtra(
            f"{what} needs {package}, which is not installed; run `pip install 'toask[{extra_of(package)}]'`."
        ) from error
