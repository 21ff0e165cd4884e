"""The same conversation line by line, for screen readers and pipes: a stdin line is a turn, replies go to stdout.

Prompts and side remarks go to stderr, prompts only when somebody types there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Event
from typing import TextIO

from simulator import i18n
from simulator.app.errors import said, step_name
from simulator.app.plain_debrief import Debriefed, debriefed, summarised
from simulator.app.plain_words import command, help_lines, situation
from simulator.app.services import Services
from simulator.app.talk import Closing, closing
from simulator.app.text import TURN_LIMIT, clean
from simulator.app.tips import rule_text
from simulator.i18n import tr
from simulator.practice.api import RESUME, WARMUP, Practice, PracticeError, TurnResult
from simulator.voice.convert import RARE
from simulator.voice.types import Cancelled, OnClause, VoiceError

SHOW = ("show", "toon")
SHORT = 8
"""Letters of a conversation's id that are enough to name it."""
Look = Callable[[str], Debriefed]
"""Gives the debrief of a conversation by its id. Raises PracticeError."""


class Plain:
    """One conversation over streams. `run` returns the exit status.

    `look`: gives its debrief as text. `brief`: the situation, told before the first words.
    """

    def __init__(
        self,
        practice: Practice,
        stdin: TextIO,
        stdout: TextIO,
        stderr: TextIO,
        look: Look | None = None,
        brief: str = "",
    ) -> None:
        self.practice, self.stdin, self.stdout, self.stderr = practice, stdin, stdout, stderr
        self.look, self.brief = look, brief
        self.typed = stdin.isatty() and stderr.isatty()
        self.going = True
        self.failed = False

    def run(self) -> int:
        """Read turns until the end; 0, or 1 when the last thing asked could not be done."""
        view = self.practice.view()
        if self.brief:
            self._aside(self.brief + "\n")
        for turn in view.turns:
            self._say(
                ("" if turn.role == "school" else tr("You") + ": ") + turn.text,
                turn.name if turn.role == "school" else "",
            )
        if view.pending:
            self._aside(tr("Not answered yet, send it again if you like: {text}").format(text=clean(view.pending)))
        if self.typed:
            words = tr("Type a turn and press Enter. {help} shows the commands.")
            self._aside(words.format(help=tr("/help")))
        self.going = not view.ended
        while self.going:
            line = self._read()
            if line is None:
                break
            self._handle(line)
        view = self.practice.view()
        if view.ended:
            self._afterwards()
        elif view.trainee_turns or view.pending:
            line = tr("Kept. Go on later with: toask practice {id} --plain")
            self._aside(line.format(id=RESUME + view.conversation))
        return 1 if self.failed else 0

    def _read(self) -> str | None:
        if self.typed:
            self.stderr.write("> ")
            self.stderr.flush()
        try:
            line = self.stdin.readline()
        except KeyboardInterrupt:
            return None
        except UnicodeDecodeError:
            self._problem(tr("That line is not UTF-8 and was left out; save your input as UTF-8."))
            return ""
        return clean(line).strip() if line else None

    def _handle(self, line: str) -> None:
        if not line:
            return
        if line.startswith("//"):
            line = line[1:]
        elif line.startswith("/"):
            self._command(*line.partition(" ")[::2])
            return
        self._turn(line, lambda cancel, clause: self.practice.turn(line, cancel, clause))

    def _command(self, name: str, rest: str) -> None:
        rest = rest.strip()
        simple: dict[str, Callable[[], None]] = {
            "/help": lambda: self._aside("\n".join(help_lines())),
            "/brief": lambda: self._aside(self.brief or tr("Nothing is known of the situation.")),
            "/hint": self._hint,
            "/notes": self._notes,
            "/meter": self._meter,
            "/turns": self._turns,
            "/end": self._end,
            "/quit": self._quit,
            "/again": lambda: self._turn("/again", lambda cancel, clause: self.practice.regenerate(cancel, clause)),
        }
        with_text: dict[str, Callable[[], None]] = {
            "/edit": lambda: self._turn(rest, lambda cancel, clause: self.practice.edit(rest, cancel, clause)),
            "/guess": lambda: self._keep("hypothesis", rest),
            "/note": lambda: self._keep("note", rest),
        }
        known = command(name)
        if known in simple:
            self._try(simple[known])
        elif known in with_text and rest:
            self._try(with_text[known])
        elif known in with_text:
            self._problem(tr("{name} needs text behind it.").format(name=name))
        else:
            line = tr("There is no command {name}; {help} shows them all.")
            self._problem(line.format(name=name, help=tr("/help")))

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (PracticeError, VoiceError) as error:
            self._problem(said(str(error)))

    def _turn(self, text: str, call: Callable[[Event, OnClause], TurnResult]) -> None:
        if len(text) > TURN_LIMIT:
            line = tr("A turn has at most {limit} characters and this has {n}. Shorten it and send it again.")
            self._problem(line.format(limit=TURN_LIMIT, n=len(text)))
            return
        cancel = Event()
        try:
            result = call(cancel, lambda clause: None)
        except (PracticeError, VoiceError) as error:
            self._problem(said(str(error)))
        except (KeyboardInterrupt, Cancelled):
            cancel.set()
            self._aside(tr("Stopped; nothing of that turn counts."))
        else:
            self.failed = False
            names = self.practice.view().names
            self._say(result.reply, names.get(result.speaker, ""))
            self.going = not result.ended

    def _say(self, text: str, name: str = "") -> None:
        words = " ".join(clean(text).split("\n"))
        self.stdout.write((f"{clean(name)}: " if name else "") + words + "\n")
        self.stdout.flush()

    def _aside(self, text: str) -> None:
        self.stderr.write(text + "\n")
        self.stderr.flush()

    def _problem(self, text: str) -> None:
        self.failed = True
        self._aside(text)

    def _hint(self) -> None:
        hint = self.practice.hint()
        if hint.words:
            self._aside(tr("Pick up: {words}. ").format(words=", ".join(f"“{clean(w)}”" for w in hint.words)).strip())
        self._aside(rule_text(hint.rule) + ".")

    def _notes(self) -> None:
        for kind, words in self.practice.notes():
            self._aside((tr("Guess") if kind == "hypothesis" else tr("Note")) + ": " + clean(words))

    def _keep(self, kind: str, text: str) -> None:
        self.practice.note("hypothesis" if kind == "hypothesis" else "note", text)
        self._aside(tr("Kept."))

    def _meter(self) -> None:
        meter = self.practice.meter()
        self._aside(tr("Telling {tell}, asking {ask}.").format(tell=meter.tell, ask=meter.ask))

    def _turns(self) -> None:
        view = self.practice.view()
        self._aside(tr("turn {n} · {left} left").format(n=view.trainee_turns, left=view.left))

    def _end(self) -> None:
        self.practice.end()
        self.going = False

    def _quit(self) -> None:
        self.going = False

    def _afterwards(self) -> None:
        """One's own view where somebody types, then the debrief; what stayed closed only when they ask for it."""
        ended = closing(self.practice)
        if self.typed and ended.summary.turns and ended.mode != WARMUP and not ended.looked_back:
            self._own_view()
            ended = closing(self.practice)
        seen = self._debriefed(ended)
        self._aside("\n" + seen.text.rstrip())
        if seen.held and self.typed:
            asked = tr("Type “show” to see what stayed closed, or press Enter to leave it: ").strip()
            if self._asked(asked).lower() in SHOW:
                self._aside("\n" + seen.held.rstrip())
        if self.look is not None and ended.mode != WARMUP:
            line = tr("A page of it, to keep or print: toask report {id} --html debrief.html")
            self._aside("\n" + line.format(id=ended.conversation[:SHORT]))

    def _debriefed(self, ended: Closing) -> Debriefed:
        """Return the debrief; the summary of a warm-up, and of what cannot be debriefed any more."""
        if self.look is not None and ended.mode != WARMUP:
            try:
                return self.look(ended.conversation)
            except PracticeError as error:
                self._aside(said(str(error)))
        return summarised(ended)

    def _own_view(self) -> None:
        """Ask what they think of it themselves, before any figure."""
        from simulator.app.plain_view import own_view

        self._aside("\n" + tr("Before you see any figure: how was it? Leave empty what you like."))
        own_view(self.practice, self._asked, self._aside)

    def _asked(self, question: str) -> str:
        """Show a question and return the line that answers it; empty where there is none."""
        self.stderr.write(question + " ")
        self.stderr.flush()
        try:
            return clean(self.stdin.readline()).strip()
        except (KeyboardInterrupt, UnicodeDecodeError):
            return ""


def talk(
    practice: Practice,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
    look: Look | None = None,
    brief: str = "",
) -> int:
    """Hold a conversation over streams and return the exit status; without `look` it ends with a short summary."""
    return Plain(practice, stdin or sys.stdin, stdout or sys.stdout, stderr or sys.stderr, look, brief).run()


def run(
    services: Services,
    ref: str,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
    language: str = "",
    *,
    assessment: bool = False,
) -> int:
    """Load the models, begin `ref` (`resume:ID` goes on with a kept conversation) and talk; errors are one sentence."""
    i18n.use(language or services.settings().language)
    err = stderr or sys.stderr
    watched = err.isatty()

    def progress(step: str) -> None:
        if watched or step in RARE:
            err.write(clean(step_name(step)) + "…\n")
            err.flush()

    try:
        for notice in services.notices():
            err.write(said(notice) + "\n")
        if not ref.startswith(RESUME):
            card = services.scenario(ref)
            if card.problem:
                more = tr("See all with: toask scenario check {path}").format(path=card.ref)
                raise PracticeError(f"{card.problem}\n{more}")
        voice = services.voice()
        if voice.server:
            line = tr("What you write is sent to a server: {server} ({name}).")
            err.write(line.format(server=clean(voice.server), name=clean(voice.name)) + "\n")
        services.prepare(progress)
        kept = ref.removeprefix(RESUME)
        practice = services.resume(kept) if kept != ref else services.start(ref, assessment=assessment)
        brief = situation(services, ref)
        return talk(practice, stdin, stdout, err, lambda name: debriefed(services, name), brief)
    except (PracticeError, VoiceError) as error:
        err.write(said(str(error)) + "\n")
        return 1
    except BrokenPipeError:
        return 0
    finally:
        services.close()
