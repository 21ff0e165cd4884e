"""Strict YAML: scalars as in YAML 1.2, no key twice, every value with its line; hostile text ends in a problem.

The tree is built from parser events, one after the other: no recursion, so depth costs nothing, and the limits hold
before anything is built. Unlike PyYAML's own loaders `NO`, `yes` and `on` are text, `12:30` is text, a duplicate key is
an error, tags are refused and anchors may not multiply. (`.nan` and `.inf` stay text: nobody means a number there.)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

import yaml

from simulator.scenario.problems import Place, Problem, clip
from simulator.scenario.yaml_errors import explain, tabbed

if yaml.__with_libyaml__:
    from yaml import CSafeLoader as _Loader
else:  # slower, same events
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_BYTES = 1_000_000 if yaml.__with_libyaml__ else 200_000  # either is read in less than a second
_Event: TypeAlias = Any  # the stubs call marks optional, which they are not
MAX_DEPTH = 24
MAX_NODES = 20_000
MAX_EXPANDED = 2_000_000  # characters, each anchor counted as often as it is used
MAX_SCALAR = 20_000  # longer than any text may be: the model then says "too long"
_INT = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,2})?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
# Not printable, not shown, or turning the direction of the line; U+FFFD is what is left of damaged text.
BAD = re.compile(
    "[^\n\r\t\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\u00ad\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffd]"
)
_SPACES = re.compile("[\t\u00a0\u2007\u202f]")
_SHOWN_BAD = 10


@dataclass(slots=True)
class Node:
    """A value with where it stands: line and column from 1; `keys` has the place of each key of a mapping."""

    value: Any
    line: int
    col: int
    children: dict[str | int, Node] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    nodes: int = 1
    chars: int = 0

    def find(self, place: Place) -> Node:
        """Return the node at `place`, or the deepest one on the way to it."""
        here = self
        for part in place:
            if part not in here.children:
                break
            here = here.children[part]
        return here


@dataclass(slots=True)
class Parsed:
    """The tree (None when there is none), the problems, and whether the text was read to its end."""

    root: Node | None
    problems: list[Problem]
    complete: bool


@dataclass(slots=True)
class _Open:
    """A list or mapping that is not closed yet; `key` waits for its value (`None` text: the value is dropped)."""

    node: Node
    anchor: str | None
    key: tuple[str | None, int, int] | None = None


class _Stop(Exception):
    """A limit was passed: nothing after it is read."""


def parse(text: str, file: str) -> Parsed:
    """Read `text`; whatever it is, the result comes soon and nothing is raised. `file` is named in the problems."""
    problems: list[Problem] = []
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        message = f"This file is larger than {MAX_BYTES // 1000} kB; no scenario needs that: shorten it."
        return Parsed(None, [Problem(file, 1, 1, "error", message, "size")], False)
    text = _clean(text, file, problems)
    builder = _Builder(file, problems)
    complete = False
    try:
        complete = builder.run(text)
    except _Stop:
        return Parsed(None, problems, False)
    except yaml.YAMLError as error:
        line, col, message = explain(error, text)
        problems.append(Problem(file, line, col, "error", message, "yaml"))
        problems.extend(
            Problem(file, n, 1, "error", "This line is indented with a tab; use spaces.", "tab")
            for n in tabbed(text)
            if n != line
        )
    root = builder.finish()
    if complete and root is None:
        message = "This file is empty; `toask scenario new` writes one to begin with."
        problems.append(Problem(file, 1, 1, "error", message, "empty"))
    return Parsed(root, problems, complete)


def _clean(text: str, file: str, problems: list[Problem]) -> str:
    """Report characters that have no place in a scenario and put U+FFFD in their stead, so that columns stay right."""
    cleaned, count = BAD.subn("\ufffd", text)
    line, start = 1, 0
    for match in islice(BAD.finditer(text), _SHOWN_BAD):
        line += len(re.findall("\r\n|\r|\n", text[start : match.start()]))
        start = match.start()
        col = start - max(text.rfind("\n", 0, start), text.rfind("\r", 0, start))
        problems.append(Problem(file, line, col, "error", _bad_sentence(match.group()), "character"))
    if count > _SHOWN_BAD:
        message = f"There are {count - _SHOWN_BAD} more characters like these; is this a text file?"
        problems.append(Problem(file, line, 1, "error", message, "character"))
    return cleaned


def _bad_sentence(char: str) -> str:
    if char == "\ufffd":
        return "Here a character was lost when the file was converted; type it again."
    kind = "a control character" if unicodedata.category(char) == "Cc" else "an invisible or forbidden character"
    return f"Here stands {kind} (U+{ord(char):04X}); delete it."


def _scalar(text: str, plain: bool) -> str | int | float | bool | None:
    """Return what a scalar means: null, true/false, a number, or text in NFC with plain spaces."""
    if plain:
        if text in _WORDS:
            return _WORDS[text]
        if _INT.fullmatch(text):
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text[:MAX_SCALAR]))


class _Builder:
    """Builds the tree from events and counts while it does."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node | None] = {}
        self.root: Node | None = None
        self.seen = 0
        self.chars = 0

    def run(self, text: str) -> bool:
        """Take all events. Returns True at the end of the text.

        Raises:
            yaml.YAMLError: the text is not YAML; what came before stays.
            _Stop: a limit was passed, and reported.
        """
        loader = _Loader(text)
        documents = 0
        try:
            while loader.check_event():
                event = loader.get_event()
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._report(event, "A second document begins here; one file holds one scenario.", "documents")
                        return True
                self._take(event)
        finally:
            loader.dispose()
        return True

    def finish(self) -> Node | None:
        """Close what is still open after a text that broke off, and return the tree."""
        while self.stack:
            self._close()
        return self.root

    def _report(self, event: _Event, message: str, rule: str) -> None:
        mark = event.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, "error", message, rule))

    def _take(self, event: _Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _node(self, event: _Event) -> None:
        line, col = event.start_mark.line + 1, event.start_mark.column + 1
        self._count(event)
        if event.tag not in (None, "!"):
            self._report(event, f"Leave out the tag '{clip(event.tag)}'; write the value alone.", "tag")
        if isinstance(event, yaml.ScalarEvent):
            self._text(event, line, col)
            return
        if len(self.stack) >= MAX_DEPTH:
            self._report(event, f"This is nested deeper than {MAX_DEPTH} levels; no scenario needs that.", "depth")
            raise _Stop
        node = Node([] if isinstance(event, yaml.SequenceStartEvent) else {}, line, col)
        if event.anchor:
            self.anchors[event.anchor] = None  # not usable inside itself
        self.stack.append(_Open(node, event.anchor))

    def _text(self, event: _Event, line: int, col: int) -> None:
        plain = not event.style and event.tag is None
        holder = self.stack[-1] if self.stack else None
        if holder is not None and isinstance(holder.node.value, dict) and holder.key is None:
            holder.key = (str(_scalar(event.value, plain=False)).strip(), line, col)
            return
        value = _scalar(event.value, plain)
        bad = BAD.search(value) if isinstance(value, str) else None
        if isinstance(value, str) and bad and bad.group() != "\ufffd":  # written as an escape, such as \x1b
            self._report(event, _bad_sentence(bad.group()), "character")
            value = BAD.sub("\ufffd", value)
        node = Node(value, line, col, chars=min(len(event.value), MAX_SCALAR))
        if event.anchor:
            self.anchors[event.anchor] = node
        self._put(node, line, col)

    def _alias(self, event: _Event) -> None:
        known = self.anchors.get(event.anchor)
        name = clip(event.anchor)
        if known is None:
            inside = event.anchor in self.anchors
            message = f"'*{name}' stands inside '&{name}' itself." if inside else f"Nothing is called '&{name}' above."
            self._report(event, f"{message} A text that begins with * goes between quotes.", "anchor")
        self._count(event, known)
        node = known or Node(None, event.start_mark.line + 1, event.start_mark.column + 1)
        self._put(node, event.start_mark.line + 1, event.start_mark.column + 1)

    def _count(self, event: _Event, alias: Node | None = None) -> None:
        self.seen += alias.nodes if alias else 1
        self.chars += alias.chars if alias else 0
        if self.seen > MAX_NODES or self.chars > MAX_EXPANDED:
            what = "The anchors multiply to more than" if alias else "This file has more than"
            self._report(event, f"{what} a scenario can hold ({MAX_NODES} values); shorten it.", "size")
            raise _Stop

    def _close(self) -> None:
        done = self.stack.pop()
        if done.anchor:
            self.anchors[done.anchor] = done.node
        self._put(done.node, done.node.line, done.node.col)

    def _put(self, node: Node, line: int, col: int) -> None:
        """Hand a finished value to the list or mapping around it."""
        if not self.stack:
            self.root = node
            return
        holder = self.stack[-1]
        around = holder.node
        around.nodes += node.nodes
        around.chars += node.chars
        if isinstance(around.value, list):
            around.children[len(around.value)] = node
            around.value.append(node.value)
        elif holder.key is None:
            message = "A key is one word, such as 'title'; here stands a list or more."
            self.problems.append(Problem(self.file, line, col, "error", message, "key"))
            holder.key = (None, line, col)
        else:
            self._pair(around, holder.key, node)
            holder.key = None

    def _pair(self, around: Node, key: tuple[str | None, int, int], node: Node) -> None:
        name, line, col = key
        if name is None:
            return
        if name in around.keys:
            first = around.keys[name][0]
            message = f"The key '{clip(name)}' stands on line {first} already; keep one of the two."
            self.problems.append(Problem(self.file, line, col, "error", message, "duplicate-key"))
            return
        around.keys[name] = (line, col)
        around.children[name] = node
        around.value[name] = node.value
