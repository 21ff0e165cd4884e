"""What every screen of the app shares: size classes, the small-window message, errors, the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen

from simulator.app.jobs import Failed
from simulator.app.text import clean
from simulator.app.widgets.toosmall import TooSmall
from simulator.i18n import mark, tr

if TYPE_CHECKING:
    from simulator.app.app import ToaskApp

Result = TypeVar("Result")


class ToaskScreen(Screen[Any]):
    """A full screen. `TITLE_ID`: English name for the help; `HELP`: one sentence on what the screen is for."""

    HELP = ""
    NAME = ""

    @property
    def toask(self) -> ToaskApp:
        """The app, with its type."""
        return cast("ToaskApp", self.app)

    def on_mount(self) -> None:
        """Lay the small-window message over the screen."""
        small = TooSmall()
        self.mount(small)
        small.fit(*self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Say so when the window is too small."""
        for small in self.query(TooSmall):
            small.fit(event.size.width, event.size.height)

    def action_paper(self, way: int) -> None:
        """Scroll the screen's text a page."""
        paper = self.query_one("#paper", VerticalScroll)
        (paper.scroll_page_down if way > 0 else paper.scroll_page_up)(animate=False)

    def on_failed(self, event: Failed) -> None:
        """Show what went wrong and what to do; screens that hold words override this to put them back first."""
        event.stop()
        self.toask.tell(event.detail, title=event.title, error=True)

    def key_words(self, binding: Binding) -> str:
        """Return what a key is called in the line at the bottom."""
        return tr(binding.description)

    def retranslate(self) -> None:
        """Say all interface words again after the language changed."""
        for widget in self.query("*"):
            again = getattr(widget, "retranslate", None)
            if callable(again):
                again()
        self.refresh_bindings()


def paging() -> list[BindingType]:
    """Return the keys that scroll a screen's text (`#paper`), whatever has the focus."""
    return [
        Binding(
            key, f"paper({way})", name, id=f"paper.{id_}", priority=True, show=False, tooltip=mark("Scroll the text")
        )
        for key, way, name, id_ in (
            ("pageup", -1, mark("Page up"), "up"),
            ("pagedown", 1, mark("Page down"), "down"),
        )
    ]


class ToaskModal(ModalScreen[Result]):
    """A dialog over a screen; Esc closes it with None."""

    HELP = ""
    NAME = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", mark("Close"), id="close", tooltip=mark("Close without doing anything"))
    ]

    @property
    def toask(self) -> ToaskApp:
        """The app, with its type."""
        return cast("ToaskApp", self.app)

    def action_leave(self) -> None:
        """Close without a result."""
        self.dismiss(None)


def plain(text: str, style: str = "") -> Text:
    """Return cleaned text that is never parsed as markup."""
    return Text(clean(text), style=style)
