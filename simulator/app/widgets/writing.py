"""A field to write longer text in: Enter breaks the line, pastes are freed of control codes, nothing is cut off."""

from __future__ import annotations

from simulator.app.widgets.plainarea import PlainArea


class Writing(PlainArea):
    """Soft-wrapped text."""

    DEFAULT_CSS = """
    Writing { height: 1fr; min-height: 3; border: round $border-blurred; padding: 0 1; background: $background; }
    Writing:focus { border: round $border; }
    Writing .text-area--cursor-line { background: $background; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", id=id, highlight_cursor_line=False)

    def put(self, text: str) -> None:
        """Show another text; what was undone before is forgotten."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    def add_block(self, block: str) -> None:
        """Insert a block at the cursor, with an empty line before and after it; it can be undone with Ctrl+Z."""
        row, column = self.cursor_location
        above = self.document.get_line(row - 1) if row else ""
        lead = "\n\n" if self.document.get_line(row)[:column].strip() else "\n" if above.strip() else ""
        self.move_cursor(self.insert(f"{lead}{block}\n\n").end_location)
