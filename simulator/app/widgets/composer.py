"""Where the trainee writes: grows to six rows, Enter sends, Ctrl+J breaks the line, ↑ recalls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message

from simulator.app.text import clean
from simulator.app.widgets.plainarea import PlainArea
from simulator.i18n import mark


class Composer(PlainArea):
    """A text area for one turn. Whatever is pasted is freed of control codes; nothing is ever cut off."""

    DEFAULT_CSS = """
    Composer { height: auto; max-height: 8; min-height: 3; border: round $border-blurred; padding: 0 1; }
    Composer { background: $background; }
    Composer:focus { border: round $border; }
    Composer .text-area--cursor-line { background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", mark("Send"), id="send", priority=True, tooltip=mark("Send what you wrote")),
        Binding(
            "ctrl+j,shift+enter,alt+enter",
            "newline",
            mark("New line"),
            id="newline",
            priority=True,
            show=False,
            tooltip=mark("Start a new line in your turn"),
        ),
        Binding(
            "up",
            "recall(1)",
            mark("Earlier turn"),
            id="recall",
            priority=True,
            show=False,
            tooltip=mark("On the first line: bring back a turn you sent earlier"),
        ),
        Binding(
            "down",
            "recall(-1)",
            mark("Later turn"),
            id="recall.later",
            priority=True,
            show=False,
            tooltip=mark("On the last line: forward again, to what you were writing"),
        ),
        Binding(
            "ctrl+a,f7",
            "select_all",
            mark("Select all"),
            id="select",
            show=False,
            tooltip=mark("Select all that you wrote; Backspace then clears it"),
        ),
    ]

    class Sent(Message):
        """Enter was pressed; `text` is all of it, stripped."""

        def __init__(self, composer: Composer, text: str) -> None:
            super().__init__()
            self.composer = composer
            self.text = text

        @property
        def control(self) -> Composer:
            """The composer that sent it."""
            return self.composer

    def __init__(self, placeholder: str = "", *, id: str | None = None) -> None:
        super().__init__(
            soft_wrap=True, tab_behavior="focus", placeholder=placeholder, id=id, highlight_cursor_line=False
        )
        self.past: Sequence[str] = ()
        self._sent = ""
        self._back = 0
        self._draft = ""

    def put(self, text: str) -> None:
        """Replace what is there and go to its end; it can be undone with Ctrl+Z."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(self.document.end)
        self._back = 0

    def taken(self) -> None:
        """Empty the field of what was sent; what was typed after it stays."""
        self.put(self.text[len(self._sent) :] if self.text.startswith(self._sent) else "")

    def action_send(self) -> None:
        """Tell the screen, after the keys and pastes before this one: bindings run ahead of what is still queued."""
        self.call_later(self._send)

    def _send(self) -> None:
        self._sent = self.text
        self.post_message(self.Sent(self, clean(self.text).strip()))

    def action_newline(self) -> None:
        """Break the line at the cursor, behind all that was typed before."""
        self.call_later(self._break)

    def _break(self) -> None:
        self._replace_via_keyboard("\n", *self.selection)

    def action_recall(self, step: int) -> None:
        """Go back (1) or forward (-1) through earlier turns, from the first or last line only."""
        at_edge = self.cursor_at_first_line if step > 0 else self.cursor_at_last_line
        if not self.selection.is_empty or not self._at_edge_row(step) or not at_edge:
            raise SkipAction
        wanted = self._back + step
        if not 0 <= wanted <= len(self.past):
            raise SkipAction
        if self._back == 0:
            self._draft = self.text
        self.put(self._draft if wanted == 0 else self.past[wanted - 1])
        self._back = wanted

    def _at_edge_row(self, step: int) -> bool:
        row = self.wrapped_document.location_to_offset(self.cursor_location).y
        return row == 0 if step > 0 else row >= self.wrapped_document.height - 1

    def on_text_area_changed(self) -> None:
        """Typing over a recalled turn makes it the draft."""
        if self._back and self.text != self.past[self._back - 1 : self._back][0]:
            self._back = 0
