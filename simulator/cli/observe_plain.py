"""The observer's sheet line by line, for screen readers and pipes: each line is a code, a command or a note.

What was ticked goes to stdout, one line a tick; prompts and problems go to stderr.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TextIO

from simulator import i18n
from simulator.coding.codebook import CODES, VALUES
from simulator.i18n import mark, tr
from simulator.observing.card import short_name
from simulator.observing.keys import KEYS
from simulator.observing.observed_says import clock
from simulator.observing.sheet import OWN, Mark, share_of, sides
from simulator.observing.sheet_out import to_json
from simulator.observing.sheet_says import code_lines, label, names, note_lines, says
from simulator.observing.sheets import Desk
from simulator.observing.ticking import Sheet
from simulator.practice.api import PracticeError
from simulator.report.words import percent, value_text
from simulator.scoring.jsontext import dumps
from simulator.transcripts.clean import clean

COMMANDS: dict[str, str] = {
    mark("/codes"): mark("the codes and their keys"),
    mark("/own"): mark("the school said its own question"),
    mark("/undo"): mark("take back the last tick"),
    mark("/pause"): mark("let the time stand still; the next tick lets it go on"),
    mark("/count"): mark("how much was ticked so far"),
    mark("/end"): mark("finish the sheet"),
    mark("/quit"): mark("leave it; you can go on later"),
}
AS_KEYS: dict[str, str] = {
    "v": "/own", "z": "/undo", "p": "/pause", "f4": "/count", "f8": "/end", "f1": "/codes", "esc": "/quit",
}  # fmt: skip
"""The keys of the screen that are no codes, typed as a line."""


def observe(desk: Desk, wanted: argparse.Namespace, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Tick until the end; 0, or 1 when something could not be kept.

    Raises:
        PracticeError: the sheet cannot be opened or kept.
    """
    language = i18n.language()
    if wanted.resume:
        sheet = desk.open(wanted.resume)
    else:
        left = desk.unfinished()
        if left and stdin.isatty():
            line = tr("A sheet is not finished; go on with it by: toask observe --plain --resume {id}")
            stderr.write(line.format(id=left[0].id[:8]) + "\n")
        sheet = desk.new(language, wanted.asks, wanted.school, wanted.observer)
    try:
        return Lines(desk, sheet, stdin, stdout, stderr, as_json=wanted.json).run()
    finally:
        sheet.close()


class Lines:
    """One sheet over streams. `as_json`: nothing but the finished sheet goes to stdout."""

    def __init__(
        self, desk: Desk, sheet: Sheet, stdin: TextIO, stdout: TextIO, stderr: TextIO, *, as_json: bool = False
    ) -> None:
        self.desk, self.sheet, self.as_json = desk, sheet, as_json
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.typed = stdin.isatty() and stderr.isatty()
        self.language = i18n.language()
        self.failed = self.left = False
        self.commands: dict[str, Callable[[], None]] = {
            "/codes": self._codes, "/own": lambda: self._tick(OWN), "/undo": self._undo,
            "/pause": self._pause, "/count": self._count, "/quit": self._quit,
        }  # fmt: skip

    def run(self) -> int:
        """Read lines to the end of them, `/end` or `/quit`."""
        who = names(self.sheet.seen, self.language)
        if self.typed:
            self._aside(" · ".join(part for part in (who, tr("Type a code or a note. /codes shows them.")) if part))
        ended = not self.typed  # Who sends lines through a pipe means the end of them to be the end.
        while not self.left:
            line = self._read()
            if line is None:
                break
            if command(line.lower()) == "/end":
                ended = True
                break
            self._handle(line)
        if self.left or not ended:
            words = tr("Kept. Go on with: toask observe --plain --resume {id}")
            self._aside(words.format(id=self.sheet.seen.id[:8]))
            return 1 if self.failed else 0
        return self._finish()

    def _read(self) -> str | None:
        if self.typed:
            self.stderr.write(f"{clock(self.sheet.elapsed())} > ")
            self.stderr.flush()
        try:
            line = self.stdin.readline()
        except KeyboardInterrupt:
            self.left = True
            return None
        return " ".join(clean(line).split()) if line else None

    def _handle(self, line: str) -> None:
        try:
            name = command(line.lower())
            if name.startswith("/"):
                self._command(name)
            elif line:
                self._ticked_or_note(line)
        except PracticeError as error:
            self.failed = True
            self._aside(str(error))

    def _command(self, name: str) -> None:
        if name in self.commands:
            self.commands[name]()
        else:
            self.failed = True
            self._aside(tr("There is no command {name}; /codes shows them all.").format(name=name[:20]))

    def _ticked_or_note(self, line: str) -> None:
        head, sign, rest = line.partition(":")
        key, _, note = line.partition(" ")
        if sign and code_of(head):
            self._tick(code_of(head), rest.strip())
        elif key.lower() == "n":
            self._noted(note)
        elif all(code_of(word) for word in line.split()):
            for word in line.split():
                self._tick(code_of(word))
        else:
            self._noted(line)

    def _noted(self, text: str) -> None:
        if text:
            self.sheet.note(text)
            self._say(tr("note: {text}").format(text=text))
        else:
            self.failed = True
            self._aside(tr("A note needs words behind the n: type for instance “n they laugh”."))

    def _tick(self, code: str, note: str = "") -> None:
        self._show(self.sheet.tick(code, note))

    def _show(self, one: Mark) -> None:
        value = "" if one.code == OWN else f" {one.code} {value_text(VALUES[one.code])}"
        self._say(f"{clock(one.at)}{value} {label(one, self.language)}" + (f" ({one.note})" if one.note else ""))

    def _undo(self) -> None:
        last = self.sheet.undo()
        if last is None:
            self._aside(tr("There is nothing to take back."))
        else:
            self._say(tr("taken back: {what}").format(what=label(last, self.language)))

    def _pause(self) -> None:
        self.sheet.pause()
        self._aside(tr("The time stands still; the next tick lets it go on."))

    def _count(self) -> None:
        ask, tell = sides(self.sheet.seen.ticks)
        share = share_of(self.sheet.seen)
        text = tr("asking {ask}, telling {tell}").format(ask=ask, tell=tell)
        self._aside(text + ("" if share is None else f" · {percent(share)}"))

    def _quit(self) -> None:
        self.left = True

    def _codes(self) -> None:
        for code in CODES:
            self._aside(f"{KEYS[code]:3}  {code:8}  {short_name(code, self.language)}")
        keys = {name: key for key, name in AS_KEYS.items()}
        for name, purpose in COMMANDS.items():
            self._aside(f"{keys[name]:3}  {tr(name):8}  {tr(purpose)}")
        self._aside("n    " + tr("and words: a note with the last tick"))

    def _finish(self) -> int:
        if self.sheet.seen.empty:
            self.sheet.close()
            self.desk.discard(self.sheet.seen.id)
            self._aside(tr("Nothing was ticked, so no sheet was kept."))
            return 1 if self.failed else 0
        seen = self.desk.finish(self.sheet)
        if self.as_json:
            self.stdout.write(dumps(to_json(seen)) + "\n")
        else:
            lines = says(seen, self.language) + code_lines(seen, self.language) + note_lines(seen, self.language)
            self.stdout.write("\n".join(["", *lines]) + "\n")
            words = tr("Kept as sheet {id}. Compare it: toask observe compare {id} CONVERSATION")
            self._aside(words.format(id=seen.id[:8]))
        self.stdout.flush()
        return 1 if self.failed else 0

    def _say(self, text: str) -> None:
        if not self.as_json:
            self.stdout.write(text + "\n")
            self.stdout.flush()

    def _aside(self, text: str) -> None:
        self.stderr.write(text + "\n")
        self.stderr.flush()


def command(line: str) -> str:
    """Return the English name of the command that a line is, by its name or its key; else the line."""
    names = {spelt: name for name in COMMANDS for spelt in (name, tr(name))}
    names |= {"/help": "/codes", tr("/help"): "/codes"}
    return names.get(line) or AS_KEYS.get(line, line)


def code_of(word: str) -> str:
    """Return the code that a word names, by its name (`refl-c`, `REFLC`) or its key; empty: none."""
    plain = word.strip().upper().replace("_", "-")
    by_name = {code.replace("-", ""): code for code in CODES}
    by_key = {key.upper(): code for code, key in KEYS.items()}
    return by_name.get(plain.replace("-", "")) or by_key.get(plain, "")
