"""Errors as one sentence with the next step."""

from __future__ import annotations

from simulator.app.errors import said
from simulator.cli.wrong import CommandError
from simulator.errors import ToaskError
from simulator.extras import extra_of
from simulator.i18n import language, tr
from simulator.models.card import NoSuchCard
from simulator.practice.api import UnknownName
from simulator.scenario.catalog import ScenarioNotFound
from simulator.scenario.problems import ScenarioErrors
from simulator.scenario.said import why


def sentence(error: Exception) -> str:
    """Return what to print for this error."""
    if isinstance(error, ToaskError):
        return said(str(error))
    if isinstance(error, ScenarioNotFound):
        return said(str(error.args[0])) if error.args else tr("No such scenario; see `toask scenario list`.")
    if isinstance(error, ScenarioErrors):
        line = tr("{why} All that is wrong with it: `toask scenario check {path}`.")
        return line.format(why=why(error.problems, language()), path=error.problems[0].file)
    if isinstance(error, ModuleNotFoundError):
        package = error.name or "a part"
        line = tr("This needs {part}, which is not installed; run `pip install 'toask[{extra}]'`.")
        return line.format(part=package, extra=extra_of(package))
    if isinstance(error, OSError):
        where = error.filename or tr("The system")
        return f"{where}: {said(error.strerror or str(error))}; " + tr("check the path and its permissions.")
    line = tr("Something unexpected happened ({kind}: {what}); run it again with --debug and report it.")
    return line.format(kind=type(error).__name__, what=error)


def status(error: Exception) -> int:
    """Return the exit status for this error: 2 for wrong use, such as a name that nothing has, else 1."""
    if isinstance(error, CommandError):
        return error.code
    return 2 if isinstance(error, NoSuchCard | ScenarioNotFound | UnknownName) else 1
