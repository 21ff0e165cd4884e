"""Opens the screens on what a trainee takes home: progress and reflection reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from simulator.growth.reflection import Reflection


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
