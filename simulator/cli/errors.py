"""Errors as one sentence with the next step."""

from __future__ import annotations

from simulator.cli.wrong import CommandError
from simulator.coding.e5_file import EncoderFileError
from simulator.coding.errors import CoderError
from simulator.models.archive import PullError
from simulator.models.card import CardError, NoSuchCard
from simulator.models.folder import WeightsError
from simulator.practice.api import PracticeError, UnknownName
from simulator.scenario.catalog import ScenarioNotFound
from simulator.scenario.problems import ScenarioErrors
from simulator.scoring.errors import ScoringError
from simulator.transcripts.errors import TranscriptError
from simulator.voice.types import VoiceError

PLAIN = (
    CommandError, CoderError, EncoderFileError, PullError, CardError, WeightsError, PracticeError, VoiceError,
    ScoringError, TranscriptError,
)  # fmt: skip


def sentence(error: Exception) -> str:
    """Return what to print for this error."""
    if isinstance(error, PLAIN):
        return str(error)
    if isinstance(error, ScenarioNotFound):
        return str(error.args[0]) if error.args else "No such scenario; see `toask scenario list`."
    if isinstance(error, ScenarioErrors):
        return "\n".join(str(problem) for problem in error.problems)
    if isinstance(error, ModuleNotFoundError):
        return f"A part is not installed ({error.name}); install it with `pip install 'toask[model]'`."
    if isinstance(error, OSError):
        return f"{error.filename or 'The system'}: {error.strerror or error}; check the path and its permissions."
    return f"Something unexpected happened ({type(error).__name__}: {error}); run it again with --debug and report it."


def status(error: Exception) -> int:
    """Return the exit status for this error: 2 for wrong use, such as a name that nothing has, else 1."""
    if isinstance(error, CommandError):
        return error.code
    return 2 if isinstance(error, NoSuchCard | ScenarioNotFound | UnknownName) else 1
