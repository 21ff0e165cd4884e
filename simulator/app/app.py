"""The Textual app: settings, navigation between the screens, notifications. Screens hold the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import Screen

from simulator import i18n
from simulator.app import terminal, themes
from simulator.app.commands import commands
from simulator.app.errors import said
from simulator.app.jobs import Done, Failed, job
from simulator.app.loading import Loading
from simulator.app.openings import OBSERVE, open_observe
from simulator.app.screens.base import ToaskScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.services import Conversation, ScenarioCard, Services
from simulator.app.settings import Settings
from simulator.app.starting import kept_by_id, kept_card, warmup_card
from simulator.app.talk import Closing, Talk
from simulator.app.text import clean, key_name
from simulator.i18n import mark, tr
from simulator.practice.api import RESUME, PracticeError

if TYPE_CHECKING:
    from simulator.app.screens.conversation import ConversationScreen


class ToaskApp(App[None]):
    """The app. `start`: a scenario (id or path), or `resume:ID`; its brief opens at once, for an assessment if so."""

    CSS_PATH = "toask.tcss"
    TITLE = "toask"
    ENABLE_COMMAND_PALETTE = True
    # Textual declares these two so that they cannot be annotated as class variables again.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f1", "help", mark("Help"), id="help", priority=True, tooltip=mark("What this screen is for, and its keys")
        ),
        Binding(
            "ctrl+p",
            "command_palette",
            mark("Commands"),
            id="palette",
            priority=True,
            show=False,
            tooltip=mark("Search all commands"),
        ),
        Binding(
            "ctrl+q",
            "quit",
            mark("Quit"),
            id="quit",
            priority=True,
            show=False,
            tooltip=mark("Close the app; everything is saved"),
        ),
    ]

    def __init__(self, services: Services, start: str = "", *, assessment: bool = False) -> None:
        super().__init__()
        self.services = services
        self.settings: Settings = services.settings()
        i18n.use(self.settings.language)
        self.loading = Loading(services)
        self.drafts: dict[str, str] = {}
        self._start, self._assessment = start, assessment
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = self.settings.theme if self.settings.theme in themes.NAMES else themes.DEFAULT

    def on_mount(self) -> None:
        """Home first; the rest after the first paint."""
        if self.settings.keys:
            self.set_keymap(self.settings.keys)
        self.call_after_refresh(self._after_paint)
        if not self.is_headless and terminal.here():
            self.set_interval(terminal.SECONDS, self._still_there)

    def _still_there(self) -> None:
        if not terminal.here():
            terminal.leave(self.services.close)

    def get_default_screen(self) -> ToaskScreen:
        """Home is the screen below all others; no empty one is laid out first."""
        return HomeScreen()

    def on_unmount(self) -> None:
        """Stop loading and free the models."""
        self.loading.close()
        self.services.close()

    def _after_paint(self) -> None:
        job(self, "notices", self.services.notices)
        start, services = self._start, self.services
        if start.startswith(RESUME):
            job(self, "resume", lambda: kept_by_id(services, start.removeprefix(RESUME)))
        elif start.startswith(OBSERVE):
            open_observe(self, start.removeprefix(OBSERVE))
        elif start:
            job(self, "start", lambda: services.scenario(start))

    def on_done(self, event: Done) -> None:
        """Answers to the app's own jobs."""
        if event.job == "notices":
            for notice in event.value:
                self.tell(said(notice), error=True)
        elif event.job == "start" and event.value.problem:
            self.tell_problem(event.value)
        elif event.job == "start":
            self.open_brief(event.value, assessment=self._assessment)
            self._assessment = False
        elif event.job == "resume":
            self.open_kept(event.value)
        elif isinstance(event.value, tuple) and event.job == "kept":
            self._open_kept(*event.value)

    def on_failed(self, event: Failed) -> None:
        """Answers to the app's own jobs that failed."""
        self.tell(event.detail, title=event.title, error=True)

    # Words to the trainee

    def tell(self, message: str, *, title: str = "", error: bool = False) -> None:
        """Show a notification; never parsed as markup. Errors stay long enough to be read."""
        if any(up.message == clean(message) for up in self._notifications):
            return
        self.notify(
            clean(message),
            title=clean(title),
            severity="error" if error else "information",
            timeout=12 if error else 4,
            markup=False,
        )

    def tell_problem(self, card: ScenarioCard) -> None:
        """Say why a scenario cannot be played, and what shows all that is wrong with it."""
        more = tr("See all with: toask scenario check {path}").format(path=card.ref)
        self.tell(f"{card.problem}\n{more}", title=tr("This scenario cannot be played"), error=True)

    def copy(self, text: str) -> None:
        """Copy words to the clipboard (OSC 52; the terminal must allow it)."""
        if text:
            self.copy_to_clipboard(text)
            self.tell(tr("Copied."))

    # Settings

    def remember(self, settings: Settings) -> None:
        """Use and save these settings; when saving fails they hold until the app closes."""
        self.settings = settings
        try:
            self.services.save_settings(self.settings)
        except PracticeError as error:
            self.tell(said(str(error)), error=True)

    def set_theme(self, name: str) -> None:
        """Use a theme and remember it."""
        self.theme = name
        self.remember(replace(self.settings, theme=name))

    def set_language(self, code: str) -> None:
        """Switch the interface's language, on all open screens, and remember it."""
        i18n.use(code)
        for screen in self.screen_stack:
            if isinstance(screen, ToaskScreen):
                screen.retranslate()
        self.remember(replace(self.settings, language=code))

    def action_switch_language(self) -> None:
        """The other language."""
        self.set_language("en" if i18n.language() == "nl" else "nl")

    def action_next_theme(self) -> None:
        """The next theme; its name is said, since a colour alone says nothing."""
        names = list(themes.NAMES)
        following = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]
        self.set_theme(following)
        self.clear_notifications()
        self.tell(tr("Theme: {name}").format(name=tr(themes.NAMES[following])))

    # Navigation

    def go_home(self) -> None:
        """Leave everything but the home screen."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def open_brief(
        self, card: ScenarioCard, kept: Conversation | None = None, *, warmup: bool = False, assessment: bool = False
    ) -> None:
        """Open the brief of a scenario."""
        from simulator.app.screens.brief import BriefScreen

        self.push_screen(BriefScreen(card, kept, warmup=warmup, assessment=assessment))

    def open_warmup(self) -> None:
        """Open the brief of the guided warm-up."""
        self.open_brief(warmup_card(), warmup=True)

    def open_kept(self, kept: Conversation) -> None:
        """Open a kept conversation: with its brief, if its scenario is still there."""
        if kept.ref.startswith("warmup/"):
            self.open_brief(warmup_card(), kept, warmup=True)
            return
        services = self.services
        job(self, "kept", lambda: kept_card(services, kept))

    def _open_kept(self, kept: Conversation, card: ScenarioCard) -> None:
        self.open_brief(replace(card, title=kept.title), kept)

    def open_conversation(self, talk: Talk, typed: str = "") -> ConversationScreen:
        """Replace the brief by the conversation and return it; `typed`: what stands in the composer already."""
        from simulator.app.screens.conversation import ConversationScreen

        screen = ConversationScreen(talk, typed)
        self.switch_screen(screen)
        return screen

    def read(self, talk: Talk) -> None:
        """Open a finished conversation over the history."""
        from simulator.app.screens.conversation import ConversationScreen

        self.push_screen(ConversationScreen(talk))

    def open_summary(self, talk: Talk, closing: Closing) -> None:
        """Replace the conversation by what follows on it."""
        from simulator.app.afterwards import screen_after

        self.switch_screen(screen_after(talk, closing))

    def again(self, talk: Talk) -> None:
        """The same school, or the warm-up, once more."""
        self.go_home()
        if talk.warmup:
            self.open_warmup()
        else:
            ref = talk.ref
            job(self, "start", lambda: self.services.scenario(ref))

    def open_history(self) -> None:
        """Open the history."""
        from simulator.app.screens.history import HistoryScreen

        self.push_screen(HistoryScreen())

    def open_keys(self) -> None:
        """Open the list of keys."""
        from simulator.app.screens.keys import KeysScreen

        self.push_screen(KeysScreen(self.screen))

    # Textual's own

    def action_help(self) -> None:
        """F1: help for the screen below; again: close it."""
        from simulator.app.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        elif isinstance(self.screen, ToaskScreen):
            self.push_screen(HelpScreen(self.screen))

    def get_key_display(self, binding: Binding) -> str:
        """Write keys as they stand on the keyboard: `Ctrl+E`, `F2`, `Enter`."""
        return key_name(binding.key)

    def action_help_quit(self) -> None:
        """Ctrl+C: say how to close the app."""
        self.tell(tr("Ctrl+Q closes the app; everything is saved."))

    def action_command_palette(self) -> None:
        """Ctrl+P: search all commands."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(id="--command-palette", placeholder=tr("Search commands…")))

    def get_system_commands(self, screen: Screen[Any]) -> Iterator[SystemCommand]:
        """Our commands, in the interface's language."""
        yield from commands(self, screen)


def run(services: Services, start: str = "", *, assessment: bool = False) -> int:
    """Run the app and return the exit status (0, or 1 after a crash)."""
    app = ToaskApp(services, start, assessment=assessment)
    app.run()
    return app.return_code or 0
