"""A field for text: whatever is pasted is freed of control codes, and nothing is cut off."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from simulator.app.text import clean


class PlainArea(TextArea):
    """What fields to write in have in common."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        result = self._replace_via_keyboard(clean(event.text), *self.selection)
        if result is not None:
            self.move_cursor(result.end_location)
