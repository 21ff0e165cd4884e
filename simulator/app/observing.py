"""Opens the observer's sheet from the home screen, the palette and `toask observe`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import i18n

if TYPE_CHECKING:
    from textual.app import App

OBSERVE = "observe:"
"""Before a language (or nothing), where else a scenario is named at the start of the app."""


def open_observe(app: App[Any], language: str = "") -> None:
    """Open what comes before the sheet; `language`: of the interface this time, empty: as it is."""
    from simulator.app.screens.observe_begin import ObserveBegin
    from simulator.observing.sheets import Desk

    if language:
        i18n.use(language)
        for widget in app.screen.query("*"):
            again = getattr(widget, "retranslate", None)
            if callable(again):
                again()
    app.push_screen(ObserveBegin(Desk()))
