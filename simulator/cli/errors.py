"""Errors as one sentence with the next step."""

from __future__ import annotations

from simulator.app.errors import said
from simulator.cli.wrong import CommandError
from simulator.errors import ToaskError
from simulator.extras import extra_of
from simulator.models.card import NoSuchCard
from simulator.practice.api import UnknownName
from simulator.scenario.catalog import ScenarioNotFound
from simulator.scenario.problems import ScenarioErrors


def sentence(error: Exception) -> str:
    """Return what to print for this error."""
    if isinstance(error, ToaskError):
        return said(str(error))
    if isinstance(error, ScenarioNotFound):
        return str(error.args[0]) if error.args else "No such scenario; see `toask scenario list`."
    if isinstance(error, ScenarioErrors):
        return "\n".join(str(problem) for problem in error.problems)
    if isinstance(error, ModuleNotFoundError):
        package = error.name or "a part"
        return f"This needs {package}, which is not installed; run `pip install 'toask[{extra_of(package)}]'`."
    if isinstance(error, OSError):
        return f"{error.filename or 'The system'}: {error.strerror or error}; check the path and its permissions."
    return f"Something unexpected happened ({type(error).__name__}: {error}); run it again with --debug and report it."


def status(error: Exception) -> int:
    """Return the exit status for this error: 2 for wrong use, such as a name that nothing has, else 1."""
    if isinstance(error, CommandError):
        return error.code
    return 2 if isinstance(error, NoSuchCard | ScenarioNotFound | UnknownName) else 1
