"""YAML that people fill in, read key by key: what is wrong is said with its line, and unknown keys get the nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.i18n import language, tr
from simulator.portfolio.errors import NoFile, PortfolioError
from simulator.scenario.problems import Problem, clip, tidy
from simulator.scenario.sentences import nearest
from simulator.scenario.yaml_strict import MAX_BYTES, Node, parse


class Form:
    """A set of keys in a YAML file.

    Args:
        node: where it stands.
        file: its name, for the problems.
        problems: what is wrong; grows while the form is read.
    """

    def __init__(self, node: Node, file: str, problems: list[Problem]) -> None:
        self.node, self.file, self.problems = node, file, problems

    def only(self, *keys: str) -> None:
        """Report every key that is not one of these."""
        for key, (line, col) in self.node.keys.items():
            if key in keys:
                continue
            near, told = nearest(key, keys), tr("There is no key '{key}' here; the keys here are {keys}.")
            if near:
                told = tr("There is no key '{key}' here; did you mean '{near}'?")
            message = told.format(key=clip(key), near=near, keys=", ".join(keys))
            self.problems.append(Problem(self.file, line, col, "error", message, "unknown-key"))

    def has(self, key: str) -> bool:
        """Return whether the key stands there with a value."""
        return self.node.children.get(key) is not None and self.node.children[key].value is not None

    def fail(self, key: str, message: str, rule: str = "value") -> None:
        """Report what is wrong with a key's value (or with all of it, where the key is not there)."""
        here = self.node.children.get(key)
        line, col = (here.line, here.col) if here is not None else (self.node.line, self.node.col)
        if here is not None and here.value is None and key in self.node.keys:
            line, col = self.node.keys[key]
        self.problems.append(Problem(self.file, line, col, "error", message, rule))

    def text(self, key: str, most: int, *, needed: bool = False, what: str = "") -> str:
        """Return a text of at most `most` characters; empty where it lacks. Numbers are taken as they were written."""
        value = self.node.children[key].value if key in self.node.children else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if value is None or (isinstance(value, str) and not value.strip()):
            if needed:
                self.lacks(key, what)
            return ""
        if not isinstance(value, str):
            line = tr("Write a text at '{key}', between quotes where it is a word such as yes or true.")
            self.fail(key, line.format(key=key), "type")
            return ""
        if len(value) > most:
            line = tr("Make this text shorter: {most} characters at most, now {now}.")
            self.fail(key, line.format(most=most, now=len(value)), "length")
        return value.strip()

    def lacks(self, key: str, what: str) -> None:
        """Report that a key is not there, or is there and empty; `what` belongs there, in the interface's language."""
        if key in self.node.children:
            self.fail(key, tr("Fill in '{key}': {what}.").format(key=key, what=what), "empty")
        else:
            self.fail(key, tr("Add the key '{key}': {what}.").format(key=key, what=what), "missing-key")

    def whole(self, key: str, least: int, most: int) -> int | None:
        """Return a whole number in these bounds; None where the key lacks or its value is wrong."""
        if not self.has(key):
            if key in self.node.children:
                line = tr("Write a whole number from {least} to {most} at '{key}'; it is empty.")
                self.fail(key, line.format(least=least, most=most, key=key), "type")
            return None
        value = self.node.children[key].value
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            shown = tr("a list or keys") if isinstance(value, list | dict) else f"'{clip(value)}'"
            line = tr("Write a whole number from {least} to {most} at '{key}'; now it is {value}.")
            self.fail(key, line.format(least=least, most=most, key=key, value=shown), "range")
            return None
        return value

    def truth(self, key: str, otherwise: bool) -> bool:
        """Return true or false; `otherwise` where the key lacks. `yes` and `no` are taken too."""
        if not self.has(key):
            return otherwise
        value = self.node.children[key].value
        words = {"yes": True, "no": False, "ja": True, "nee": False}
        found = value if isinstance(value, bool) else words.get(str(value).casefold())
        if found is None:
            line = tr("Write yes or no at '{key}'; now it is '{value}'.")
            self.fail(key, line.format(key=key, value=clip(value)), "type")
        return otherwise if found is None else found

    def one_of(self, key: str, choices: Sequence[str], *, needed: bool = True) -> str:
        """Return one of `choices`; empty where it lacks or is none of them."""
        listed = ", ".join(choices)
        value = self.text(key, 200, needed=needed, what=tr("one of {choices}").format(choices=listed))
        if value and value not in choices:
            near, line = nearest(value, choices), tr("Write one of {choices} at '{key}'; '{value}' is none of them.")
            if near:
                line = tr("Write one of {choices} at '{key}'; did you mean '{near}'?")
            self.fail(key, line.format(choices=listed, key=key, value=clip(value), near=near), "choice")
            return ""
        return value

    def section(self, key: str) -> Form | None:
        """Return the keys under `key`; None where there are none."""
        if not self.has(key):
            return None
        node = self.node.children[key]
        if not isinstance(node.value, dict):
            line = tr("Write keys with their values under '{key}', each on a line of its own, indented.")
            self.fail(key, line.format(key=key), "type")
            return None
        return Form(node, self.file, self.problems)

    def rows(self, key: str, most: int) -> Iterator[Form]:
        """Yield the entries of the list under `key`, each a set of keys."""
        node = self.node.children.get(key)
        if node is None or node.value is None:
            return
        if not isinstance(node.value, list) or len(node.value) > most:
            line = tr("Write a list of at most {most} entries under '{key}', each after '- '.")
            self.fail(key, line.format(most=most, key=key), "type")
            return
        for child in node.children.values():
            if isinstance(child.value, dict):
                yield Form(child, self.file, self.problems)
            else:
                line = tr("Each entry under '{key}' is a set of keys, such as '- date: 2026-01-12'.")
                found = Problem(self.file, child.line, child.col, "error", line.format(key=key), "type")
                self.problems.append(found)

    def check(self) -> None:
        """Stop where anything is wrong.

        Raises:
            PortfolioError: with every problem, a line each.
        """
        if self.problems:
            raise PortfolioError(_told(self.problems))


def open_form(path: Path, what: str) -> Form:
    """Return the keys of a YAML file; `what` it is, such as "a criteria file", for the sentences.

    Raises:
        NoFile: there is no such file.
        PortfolioError: it cannot be read, or is no YAML with keys.
    """
    text = _text(path, what)
    if not text.strip():
        line = tr("This file is empty; {what} is wanted, see docs/portfolio.md.").format(what=tr(what))
        raise PortfolioError(_at(path, 1, line, "empty"))
    parsed = parse(text, str(path))
    if parsed.root is None or (not parsed.problems and not isinstance(parsed.root.value, dict)):
        line = tr("This is not {what}; see docs/portfolio.md.").format(what=tr(what))
        raise PortfolioError(_told(parsed.problems) or _at(path, 1, line, "type"))
    form = Form(parsed.root, str(path), list(parsed.problems))
    if not parsed.complete or not isinstance(parsed.root.value, dict):
        form.check()
    return form


def _told(problems: Sequence[Problem]) -> str:
    """Return the problems, a line each; what the reader of YAML says of them is put in the interface's language."""
    from simulator.scenario.said import in_language

    return "\n".join(str(one) for one in in_language(tidy(problems), language()))


def _at(path: Path, line: int, message: str, rule: str) -> str:
    return str(Problem(str(path), line, 1, "error", message, rule))


def _text(path: Path, what: str) -> str:
    try:
        if path.is_dir():
            raise PortfolioError(f"{path} is a folder; name {what} in it.")
        if path.exists() and not path.is_file():
            raise PortfolioError(f"{path} is no plain file; name {what}.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise NoFile(f"There is no file {path}; name {what}.") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PortfolioError(f"{path} cannot be read ({why}); check its name and its permissions.") from error
    if len(data) > MAX_BYTES:
        raise PortfolioError(f"{path} is larger than {MAX_BYTES // 1000} kB, so it is not {what}; name another file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = tr("This file is not saved as UTF-8; save it so.")
        raise PortfolioError(_at(path, line, said, "encoding")) from error
