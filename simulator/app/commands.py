"""The command palette: everything that has a key, and choices that have none, in the interface's language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from simulator.app.openings import open_portfolio, open_progress, open_reflections, open_reviews
from simulator.app.themes import NAMES
from simulator.i18n import LANGUAGES, language, mark, tr

if TYPE_CHECKING:
    from simulator.app.app import ToaskApp


UNLISTED = ("send", "recall", "newline", "command_palette", "leave")
"""Actions that make no sense from the palette."""


OPENED = (
    ("progress", mark("Progress"), mark("How your conversations go, your goals, and a school to talk to next"),
     open_progress),
    ("reflections", mark("Reflection"), mark("Your reflection reports: write, quote, export"), open_reflections),
    ("portfolio", mark("Portfolio"), mark("What your training asks: what is met, what is missing; write the bundle"),
     open_portfolio),
    ("reviews", mark("Review"), mark("Give the parts of a conversation their codes, alone or with a colleague"),
     open_reviews),
)  # fmt: skip
"""What opens from every screen: binding id, name, purpose, and what opens it."""


def commands(app: ToaskApp, screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Yield the commands for `screen`. Titles are the app's own words; the palette may parse them as markup."""
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if not (binding.id and binding.description and active.enabled) or binding.id in seen:
            continue
        seen.add(binding.id)
        if binding.action.startswith(UNLISTED):
            continue
        help_text = " · ".join(p for p in (tr(binding.tooltip), app.get_key_display(binding)) if p)
        yield SystemCommand(tr(binding.description), help_text, _runner(app, binding.action, active.node))
    for name, words, purpose, opens in OPENED:
        if name not in seen:
            yield SystemCommand(tr(words), tr(purpose), lambda opens=opens: opens(app))
    for name, label in NAMES.items():
        if name != app.theme:
            yield SystemCommand(
                tr("Theme: {name}").format(name=tr(label)),
                tr("Change the colours; remembered"),
                lambda name=name: app.set_theme(name),
            )
    for code, label in LANGUAGES.items():
        if code != language():
            yield SystemCommand(
                tr("Interface in {language}").format(language=label),
                tr("Buttons and help; scenarios keep their own language"),
                lambda code=code: app.set_language(code),
            )
    yield SystemCommand(tr("Change keys"), tr("Give a command another key; remembered"), app.open_keys)
    yield SystemCommand(
        tr("Screenshot"), tr("Save a picture (SVG) of this screen"), lambda: app.set_timer(0.2, app.deliver_screenshot)
    )


def _runner(app: ToaskApp, action: str, node: DOMNode) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await app.run_action(action, node)

    return run
