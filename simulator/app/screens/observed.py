"""A finished sheet: how much was asked and told, code by code, and the notes."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.app import terminal
from simulator.app.jobs import Done, job
from simulator.app.screens.base import ToaskScreen, paging
from simulator.app.text import clean
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.files import exports_folder, write_text
from simulator.i18n import language, mark, tr
from simulator.observing.sheet import Observation
from simulator.observing.sheet_says import code_lines, note_lines, says
from simulator.when import day


class ObservedScreen(ToaskScreen):
    """Read it together, then take turns."""

    NAME = mark("Sheet")
    HELP = mark("What was ticked. Talk about it together; the notes say where. Then change places.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "export", mark("Export"), id="observed.export", tooltip=mark("Write the sheet as JSON and CSV")),
        Binding("escape", "back", mark("Back"), id="back", tooltip=mark("Back to the sheets")),
        *paging(),
    ]

    def __init__(self, seen: Observation) -> None:
        super().__init__()
        self.seen = seen

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        yield Phrase(lambda: tr("What was seen"), classes="title")
        with VerticalScroll(id="paper", can_focus=True):
            yield Static(self.text(), markup=False, id="observed-text")
        yield KeyBar()

    def text(self) -> Text:
        """Return all that the sheet says."""
        spoken = language()
        text = Text("\n".join(clean(line) for line in says(self.seen, spoken)) + "\n")
        for heading, lines in (
            (tr("Codes"), code_lines(self.seen, spoken)),
            (tr("Notes"), note_lines(self.seen, spoken)),
        ):
            if lines:
                text.append(f"\n{heading}\n", style="bold underline")
                text.append("\n".join(clean(line) for line in lines) + "\n")
        compare = tr("To compare with the scorer: toask observe compare {id} CONVERSATION")
        return text.append("\n" + compare.format(id=self.seen.id[:8]), style="italic")

    def action_export(self) -> None:
        """Write the sheet to the documents folder."""
        seen = self.seen
        job(self, "export", lambda: export(seen))

    def action_back(self) -> None:
        """Back to the sheets."""
        self.dismiss(None)

    def on_done(self, event: Done) -> None:
        """Say where it lies."""
        event.stop()
        self.toask.tell(tr("Written to {path}").format(path=terminal.where(event.value)))

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.query_one("#observed-text", Static).update(self.text())


def export(seen: Observation, folder: Path | None = None) -> Path:
    """Write a sheet as JSON and as CSV into `folder` (the documents folder) and return the JSON's path.

    Raises:
        CannotWrite: the folder cannot be written.
    """
    from simulator.observing.sheet_out import to_csv, to_json
    from simulator.scoring.jsontext import dumps

    path = (folder or exports_folder()) / f"observation-{day(seen.created)}-{seen.id[:8]}.json"
    write_text(path, dumps(to_json(seen)) + "\n")
    write_text(path.with_suffix(".csv"), to_csv(seen))
    return path
