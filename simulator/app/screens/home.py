"""The home screen: unfinished conversations first, then the scenarios; at the first start a warm-up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.app.jobs import Done, Failed, job
from simulator.app.openings import open_observe, open_portfolio, open_progress, open_reflections, open_reviews
from simulator.app.screens.base import ToaskScreen
from simulator.app.services import Conversation, ScenarioCard
from simulator.app.text import clean, day_text, language_name, level_name, result_text, turns_text
from simulator.app.widgets.keybar import KeyBar
from simulator.app.widgets.phrase import Phrase
from simulator.i18n import mark, tr
from simulator.practice.api import WARMUP


class HomeScreen(ToaskScreen):
    """Choose what to practise."""

    NAME = mark("Home")
    HELP = mark("Choose a conversation with ↑ and ↓ and press Enter. What you started before stands on top.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "h",
            "history",
            mark("History"),
            id="history",
            tooltip=mark("All earlier conversations: search, read, export"),
        ),
        Binding(
            "p",
            "progress",
            mark("Progress"),
            id="progress",
            tooltip=mark("How your conversations go, your goals, and a school to talk to next"),
        ),
        Binding(
            "r",
            "reflections",
            mark("Reflection"),
            id="reflections",
            tooltip=mark("Your reflection reports: write, quote, export"),
        ),
        Binding(
            "f",
            "portfolio",
            mark("Portfolio"),
            id="portfolio",
            tooltip=mark("What your training asks: what is met, what is missing; write the bundle"),
        ),
        Binding(
            "c",
            "reviews",
            mark("Review"),
            id="reviews",
            tooltip=mark("Give the parts of a conversation their codes, alone or with a colleague"),
        ),
        Binding(
            "o",
            "observe",
            mark("Observe"),
            id="observe",
            tooltip=mark("Practise in threes: tick codes while two others talk"),
        ),
        Binding("w", "warmup", mark("Warm-up"), id="warmup", tooltip=mark("A guided conversation of five turns")),
        Binding(
            "l",
            "app.switch_language",
            mark("Nederlands"),
            id="language",
            tooltip=mark("Switch the interface between Dutch and English"),
        ),
        Binding("t", "app.next_theme", mark("Theme"), id="theme", tooltip=mark("The next colour theme")),
        Binding("f5", "reload", mark("Reload"), id="reload", show=False, tooltip=mark("Look for scenarios again")),
        Binding("q", "app.quit", mark("Quit"), id="quit.home", tooltip=mark("Close the app; everything is saved")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[ScenarioCard, ...] = ()
        self.unfinished: tuple[Conversation, ...] = ()
        self._loaded = self._read = False
        self._first: str | None = None

    def compose(self) -> ComposeResult:
        """A line on top, one list, the keys."""
        yield Phrase(lambda: tr("toask — practise the question behind the question"), classes="title")
        yield Phrase(self._lead, id="lead", classes="muted")
        yield OptionList(id="choices", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame first, then fill it."""
        self.query_one("#choices").focus()
        self._fill()
        self.action_reload()

    def on_screen_resume(self) -> None:
        """Look again after a conversation."""
        if self._loaded:
            self.action_reload()

    def action_reload(self) -> None:
        """Look for scenarios and conversations, off the event loop."""
        services = self.toask.services
        job(self, "home", lambda: (tuple(services.unfinished()), None), group="home-kept")
        job(self, "cards", lambda: tuple(services.scenarios()), group="home-cards")

    def on_done(self, event: Done) -> None:
        """Fill the list."""
        event.stop()
        talked = False
        if event.job == "home":
            # A talk that is new here or went on was just left: whoever comes back wants to go on with it.
            talked = self._read and not set(event.value[0][:1]) <= set(self.unfinished)
            self.unfinished, self._read = event.value[0], True
        elif event.job == "cards":
            self.cards, self._loaded = event.value, True
        self._fill(top=talked)

    def on_failed(self, event: Failed) -> None:
        """Say what went wrong; what could be read stays."""
        self._loaded = self._loaded or event.job == "cards"
        self._read = self._read or event.job == "home"
        self._fill()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        event.stop()
        kind, _, rest = (event.option.id or "").partition(":")
        if kind == "warmup":
            self.action_warmup()
        elif kind == "kept":
            self.toask.open_kept(next(c for c in self.unfinished if c.id == rest))
        elif kind == "card":
            card = self.cards[int(rest)]
            if card.problem:
                self.toask.tell_problem(card)
            else:
                self.toask.open_brief(card)

    def action_warmup(self) -> None:
        """Begin the guided warm-up."""
        self.toask.open_warmup()

    def action_history(self) -> None:
        """Open the history."""
        self.toask.open_history()

    def action_progress(self) -> None:
        """Open the progress screen."""
        open_progress(self.app)

    def action_reflections(self) -> None:
        """Open the reflection reports."""
        open_reflections(self.app)

    def action_portfolio(self) -> None:
        """Open the portfolio."""
        open_portfolio(self.app)

    def action_reviews(self) -> None:
        """Open what can be coded."""
        open_reviews(self.app)

    def action_observe(self) -> None:
        """Open the observer's sheet."""
        open_observe(self.app)

    def retranslate(self) -> None:
        """Say everything again, keeping the place in the list; why a file cannot be played comes with the cards."""
        super().retranslate()
        self._fill()
        if any(card.problem for card in self.cards):
            self.action_reload()

    def _lead(self) -> str:
        if self._new:
            return tr("New here? Begin with the warm-up: five turns, with a tip at each.")
        return tr("Choose a school to talk with. There is no clock: the school waits for you.")

    @property
    def _new(self) -> bool:
        """Whether nothing was done yet, as far as is read: no warm-up, and no talk that is finished or under way."""
        if self.toask.settings.warmed_up or not (self._loaded and self._read):
            return False
        begun = any(not one.ref.startswith(f"{WARMUP}/") for one in self.unfinished)
        return not begun and not any(card.last for card in self.cards)

    def _fill(self, top: bool = False) -> None:
        """Fill the list, keeping the place in it; `top`: go to the first row."""
        choices = self.query_one("#choices", OptionList)
        kept = choices.highlighted_option.id if choices.highlighted_option else None
        options = self._options()
        choices.set_options(options)
        ids = [option.id for option in options]
        first = next((index for index, option in enumerate(options) if not option.disabled), None)
        moved = kept is not None and kept in ids and kept != self._first and not top
        choices.highlighted = ids.index(kept) if moved else first
        if not moved:
            # The heading above the first row cannot be highlighted, and is part of it.
            choices.call_after_refresh(choices.scroll_home, animate=False)
        self._first = None if first is None else ids[first]
        self.query_one("#lead", Phrase).retranslate()

    def _options(self) -> list[Option]:
        options: list[Option] = []
        if self.unfinished:
            options.append(_heading(tr("Go on with")))
            options += [Option(kept_text(c), id=f"kept:{c.id}") for c in self.unfinished[:5]]
        if self._new:
            options.append(_heading(tr("First time")))
            options.append(
                Option(
                    _two(tr("Warm-up: five turns with tips"), tr("with a friendly school, some five minutes")),
                    id="warmup:",
                )
            )
        options.append(_heading(tr("New conversation")))
        if not self._loaded:
            options.append(Option(Text(tr("… looking for scenarios"), style="italic"), disabled=True))
        elif not self.cards:
            options.append(
                Option(Text(tr("No scenarios found. Check the installation with: toask scenario list")), disabled=True)
            )
        options += [Option(card_text(card), id=f"card:{index}") for index, card in self._sorted_cards()]
        return options

    def _sorted_cards(self) -> Sequence[tuple[int, ScenarioCard]]:
        from simulator.i18n import language

        now = language()
        return sorted(
            enumerate(self.cards), key=lambda pair: (bool(pair[1].problem), pair[1].language != now, pair[1].level)
        )


def _heading(words: str) -> Option:
    return Option(Text(words, style="bold underline"), disabled=True)


def _two(first: str, second: str) -> Text:
    return Text.assemble((clean(first), "bold"), "\n  ", second)


def card_text(card: ScenarioCard) -> Text:
    """Return a scenario as two lines."""
    if card.problem:
        return _two("✗ " + (card.title or card.ref), tr("cannot be played: press Enter to see why"))
    last = tr("not tried yet")
    if card.last:
        last = " · ".join(
            p for p in (day_text(card.last.when), result_text(card.last.ask_share, card.last.reached)) if p
        )
    return _two(card.title, " · ".join((language_name(card.language), level_name(card.level), last)))


def kept_text(kept: Conversation) -> Text:
    """Return an unfinished conversation as two lines."""
    return _two(kept.title, " · ".join((language_name(kept.language), turns_text(kept.turns), day_text(kept.updated))))
