"""Asks whether a conversation goes for good, and whether what quotes it goes as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.screens.base import ToaskModal
from simulator.app.text import clean, one_line
from simulator.i18n import mark, tr, trn

if TYPE_CHECKING:
    from simulator.practice.documents import Document
    from simulator.review.erase import Holding

_NAMED = 4


class ChooseErase(ToaskModal[tuple[str, ...]]):
    """Closes with the ids of the documents that go with the conversation (perhaps none), or with None to keep it."""

    NAME = mark("Delete for good")
    HELP = mark("Choose with the arrow keys and Enter, or leave with Esc. What is deleted here cannot come back.")

    def __init__(
        self,
        title: str,
        about: Sequence[Document],
        going: Sequence[Holding] = (),
        staying: Sequence[Holding] = (),
    ) -> None:
        super().__init__()
        self._title, self._about, self._going, self._staying = title, about, going, staying

    def compose(self) -> ComposeResult:
        """What goes, what quotes it, and the choices; the safe one first."""
        with Vertical(classes="dialog"):
            yield Static(self.question(), markup=False, classes="question")
            yield OptionList(*self._options(), id="ways", markup=False)

    def on_mount(self) -> None:
        """Start on the safe answer."""
        self.query_one("#ways").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the answer."""
        event.stop()
        also = tuple(one.document for one in self._about) if event.option.id == "both" else ()
        self.dismiss(None if event.option.id == "keep" else also)

    def question(self) -> str:
        """Return what is asked."""
        lines = [
            tr("Delete “{title}” for good, with all branches, notes and corrections?").format(
                title=one_line(self._title, 60)
            )
        ]
        if self._going:
            lines += [tr("What people coded of it goes as well:"), *_named([one.says() for one in self._going])]
        if self._staying:
            lines.append(tr("These reviews still hold it; delete them yourself if you want:"))
            lines += _named([str(one.path) for one in self._staying])
        if self._about:
            lines += [tr("These are about it or quote it:"), *_named([one.title for one in self._about])]
        return "\n".join(lines)

    def _options(self) -> list[Option]:
        found = [("keep", tr("Keep it")), ("only", tr("Delete the conversation"))]
        if self._about:
            many = len(self._about)
            both = trn("Delete it and that document", "Delete it and those {n} documents", many).format(n=many)
            found.append(("both", both))
        return [Option(Text(text), id=id_) for id_, text in found]


def _named(names: Sequence[str]) -> list[str]:
    """Return the first names of a list, one a line."""
    return [f"· {clean(one_line(one, 60))}" for one in names[:_NAMED]] + ["· …"] * (len(names) > _NAMED)
