"""The meter between telling and asking: words, a marker on a line, and counts; colour only adds to them."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from simulator.i18n import tr
from simulator.practice.api import Meter


class AskMeter(Static):
    """`tell ──────●── ask  5 · 2`: further right is more asking."""

    DEFAULT_CSS = "AskMeter { height: 1; width: auto; }"

    def __init__(self) -> None:
        super().__init__("", markup=False, id="meter")
        self.meter = Meter(None, 0, 0)

    def show(self, meter: Meter) -> None:
        """Show where the talk stands."""
        self.meter = meter
        self.retranslate()

    def retranslate(self) -> None:
        """Draw it in the language in use."""
        self.update(self.drawn())
        self.tooltip = Text(
            tr("Parts of your turns so far: {tell} tell, {ask} ask.").format(tell=self.meter.tell, ask=self.meter.ask)
        )

    def drawn(self) -> Text:
        """Return the meter as one line of text."""
        width = 11 if self.app.size.width >= 60 else 5
        meter, line = self.meter, ["─"] * width
        if meter.share is not None:
            line[round(min(1.0, max(0.0, meter.share)) * (width - 1))] = "●"
        return Text.assemble(
            tr("tell"), " ", str(meter.tell), " ", ("".join(line), "bold"), " ", str(meter.ask), " ", tr("ask")
        )
