"""Who is who in a transcript: asked once for each, shown with what they say, and never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.app.screens.base import ToaskScreen, plain
from simulator.app.text import clean, one_line, turns_text
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.i18n import mark, tr
from simulator.transcripts.errors import Speaker
from simulator.transcripts.model import Conversation, Role

_SHOWN = 6
"""Turns of the beginning that are shown: there people say who they are."""


class ReviewSpeakers(ToaskScreen):
    """Closes with name → role once everybody has one and both roles have somebody; with None when it was left.

    Args:
        talk: the transcript.
        found: who speaks in it.
        before: what was answered for a transcript just before: filled in, to be confirmed.
    """

    NAME = mark("Who is who?")
    HELP = mark("Say of everybody who speaks: the one who asks (t, the trainee) or the school (s). Enter goes on.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "give('trainee')", mark("Asks"), id="speakers.trainee", tooltip=mark("This is the trainee")),
        Binding("s", "give('school')", mark("School"), id="speakers.school", tooltip=mark("This is the school")),
        Binding("f5", "done", mark("Go on"), id="speakers.done", tooltip=mark("Everybody has a role")),
        Binding("escape", "leave", mark("Skip"), id="speakers.leave", tooltip=mark("Leave this transcript out")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    ReviewSpeakers #speakers { height: auto; max-height: 50%; margin: 0; }
    ReviewSpeakers #beginning { height: 1fr; padding: 0 1; border-top: solid $panel; }
    """

    def __init__(self, talk: Conversation, found: tuple[Speaker, ...], before: Mapping[str, Role]) -> None:
        super().__init__()
        self.talk, self.found = talk, found
        self.given: dict[str, Role] = {one.name: one.role for one in found if one.role is not None}
        self.recalled = {one.name for one in found if one.name in before and one.name not in self.given}
        self.given |= {name: before[name] for name in self.recalled}

    def compose(self) -> ComposeResult:
        """Who speaks, and how it begins."""
        yield Phrase(lambda: f"{tr('Who is who?')} · {clean(self.talk.id)}", classes="title")
        yield Phrase(lambda: tr("t: asks (trainee) · s: school · Enter: go on"), classes="muted")
        yield OptionList(id="speakers", markup=False)
        yield Static("", id="beginning")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show them."""
        self._fill()
        self.query_one("#beginning", Static).update(self._beginning())
        speakers = self.query_one("#speakers", OptionList)
        speakers.styles.height, speakers.styles.margin = "auto", 0
        speakers.highlighted = next((n for n, one in enumerate(self.found) if one.name not in self.given), 0)
        speakers.focus()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._fill()

    def action_give(self, role: Role) -> None:
        """Give the marked speaker a role, and go to the next one."""
        speakers = self.query_one("#speakers", OptionList)
        place = speakers.highlighted or 0
        name = self.found[place].name
        self.given[name] = role
        self.recalled.discard(name)
        self._fill()
        speakers.highlighted = min(place + 1, len(self.found) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter goes on."""
        event.stop()
        self.action_done()

    def action_done(self) -> None:
        """Go on, when everybody has a role and both roles have somebody."""
        missing = next((one for one in self.found if one.name not in self.given), None)
        if missing is not None:
            self.toask.tell(tr("Who is {name}? Press t or s.").format(name=_name(missing)), error=True)
        elif set(self.given.values()) != {"trainee", "school"}:
            self.toask.tell(tr("A conversation needs somebody who asks and somebody of the school."), error=True)
        else:
            self.dismiss(dict(self.given))

    def action_leave(self) -> None:
        """Leave this transcript out."""
        self.dismiss(None)

    def _fill(self) -> None:
        speakers = self.query_one("#speakers", OptionList)
        place = speakers.highlighted
        speakers.set_options([Option(self._row(one)) for one in self.found])
        speakers.highlighted = place

    def _row(self, one: Speaker) -> Text:
        roles = {"trainee": tr("asks"), "school": tr("school"), "": tr("who?")}
        role = self.given.get(one.name, "")
        text = Text.assemble((f"{'✓' if role else '?'} {roles[role]:8} ", "bold"), (_name(one), "bold"))
        text.append(f" · {turns_text(one.turns)}", "not bold")
        if one.name in self.recalled:
            text.append(" · " + tr("as in the transcript before: is that right?"), "italic not bold")
        return text.append(f"\n    “{one_line(one.begins, 55)}”", "not bold")

    def _beginning(self) -> Text:
        text = Text()
        for line in self.talk.lines[:_SHOWN]:
            text.append_text(plain(f"{line.speaker}: ", "bold")).append_text(plain(one_line(line.text, 300) + "\n"))
        return text


def _name(one: Speaker) -> str:
    return clean(one.name) or tr("(no name)")
