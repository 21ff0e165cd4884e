"""The edge between the screens and everything that blocks: thread workers that end in one message each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.dom import DOMNode
from textual.message import Message

from simulator.app.errors import said
from simulator.errors import ToaskError
from simulator.i18n import tr
from simulator.voice.types import Cancelled


class Done(Message):
    """A job ended well. `job`: its name; `value`: what it gave."""

    def __init__(self, job: str, value: Any) -> None:  # noqa: ANN401 - every job has its own
        super().__init__()
        self.job = job
        self.value = value


class Failed(Message):
    """A job failed. `title` and `detail` are for the trainee; `error` is what was raised."""

    def __init__(self, job: str, error: Exception) -> None:
        super().__init__()
        self.job = job
        self.error = error
        self.title, self.detail = explain(error)


class Stopped(Message):
    """A job was cancelled by the trainee."""

    def __init__(self, job: str) -> None:
        super().__init__()
        self.job = job


def explain(error: Exception) -> tuple[str, str]:
    """Return a title and one sentence with the next step for an error."""
    if isinstance(error, ToaskError):
        return tr("That did not work"), said(str(error))
    return (
        tr("Something went wrong in the program"),
        tr("Nothing you sent is lost. Try again; if it happens again, report this: {kind}: {what}").format(
            kind=type(error).__name__, what=str(error)[:200]
        ),
    )


def job(node: DOMNode, name: str, work: Callable[[], object], *, group: str = "default") -> None:
    """Run `work` in a thread and post one of `Done`, `Stopped` or `Failed` to `node` (a screen or the app)."""

    def run() -> None:
        try:
            message: Message = Done(name, work())
        except Cancelled:
            message = Stopped(name)
        except Exception as error:  # noqa: BLE001 - the worker's edge: the app stays up and says what happened
            message = Failed(name, error)
        node.post_message(message)

    node.run_worker(run, name=name, group=group, thread=True)
