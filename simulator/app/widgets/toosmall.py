"""A clear message over everything when the window is smaller than the app can use."""

from __future__ import annotations

from textual.widgets import Static

from simulator.i18n import tr

SMALLEST = (40, 15)


class TooSmall(Static):
    """Lies over the screen; the widgets below keep their state and their focus."""

    DEFAULT_CSS = """
    TooSmall { layer: over; dock: top; width: 100%; height: 100%; background: $background; content-align: center middle;
               text-align: center; display: none; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False, classes="too-small")

    def fit(self, width: int, height: int) -> None:
        """Show or hide, for a window of this size in cells."""
        self.display = width < SMALLEST[0] or height < SMALLEST[1]
        self.update(
            tr("This window is too small ({w}×{h}). Make it at least {mw}×{mh}.").format(
                w=width, h=height, mw=SMALLEST[0], mh=SMALLEST[1]
            )
        )
