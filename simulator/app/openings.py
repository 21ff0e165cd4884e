"""Opens screens from the home screen, the palette and the command line: what one does beside talking with a school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import i18n

if TYPE_CHECKING:
    from textual.app import App

    from simulator.growth.reflection import Reflection

OBSERVE = "observe:"
"""Before a language (or nothing), where else a scenario is named at the start of the app."""


def open_progress(app: App[Any]) -> None:
    """Open the progress screen."""
    from simulator.app.screens.progress import ProgressScreen

    app.push_screen(ProgressScreen())


def open_reflections(app: App[Any]) -> None:
    """Open the list of reflection reports."""
    from simulator.app.screens.reflections import ReflectionsScreen

    app.push_screen(ReflectionsScreen())


def open_reflection(app: App[Any], report: Reflection) -> None:
    """Open one report to write in; a new one on a talk comes from `simulator.app.screens.reflections.begun`."""
    from simulator.app.screens.reflection import ReflectionScreen

    app.push_screen(ReflectionScreen(report))


def open_portfolio(app: App[Any]) -> None:
    """Open the portfolio."""
    from simulator.app.screens.portfolio import PortfolioScreen

    app.push_screen(PortfolioScreen())


def open_reviews(app: App[Any]) -> None:
    """Open the list of transcripts that can be coded."""
    from simulator.app.screens.reviews import ReviewsScreen

    app.push_screen(ReviewsScreen())


def open_observe(app: App[Any], language: str = "") -> None:
    """Open what comes before the observer's sheet; `language`: of the interface this time, empty: as it is."""
    from simulator.app.screens.observe_begin import ObserveBegin
    from simulator.observing.sheets import Desk

    if language:
        i18n.use(language)
        for widget in app.screen.query("*"):
            again = getattr(widget, "retranslate", None)
            if callable(again):
                again()
    app.push_screen(ObserveBegin(Desk()))
