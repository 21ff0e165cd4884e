"""YAML that people fill in, read key by key: what is wrong is said with its line, and unknown keys get the nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

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
            near = nearest(key, keys)
            hint = f"did you mean '{near}'?" if near else f"the keys here are {', '.join(keys)}."
            message = f"There is no key '{clip(key)}' here; {hint}"
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
                self.fail(key, f"Add the key '{key}': {what}." if what else f"Add the key '{key}'.", "missing-key")
            return ""
        if not isinstance(value, str):
            self.fail(key, f"Write a text at '{key}', between quotes where it is a word such as yes or true.", "type")
            return ""
        if len(value) > most:
            self.fail(key, f"Make this text shorter: {most} characters at most, now {len(value)}.", "length")
        return value.strip()

    def whole(self, key: str, least: int, most: int) -> int | None:
        """Return a whole number in these bounds; None where the key lacks or its value is wrong."""
        if not self.has(key):
            if key in self.node.children:
                self.fail(key, f"Write a whole number from {least} to {most} at '{key}'; it is empty.", "type")
            return None
        value = self.node.children[key].value
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            shown = "a list or keys" if isinstance(value, list | dict) else f"'{clip(value)}'"
            self.fail(key, f"Write a whole number from {least} to {most} at '{key}'; now it is {shown}.", "range")
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
            self.fail(key, f"Write yes or no at '{key}'; now it is '{clip(value)}'.", "type")
        return otherwise if found is None else found

    def one_of(self, key: str, choices: Sequence[str], *, needed: bool = True) -> str:
        """Return one of `choices`; empty where it lacks or is none of them."""
        value = self.text(key, 200, needed=needed, what=f"one of {', '.join(choices)}")
        if value and value not in choices:
            near = nearest(value, choices)
            hint = f"did you mean '{near}'?" if near else f"'{clip(value)}' is none of them."
            self.fail(key, f"Write one of {', '.join(choices)} at '{key}'; {hint}", "choice")
            return ""
        return value

    def section(self, key: str) -> Form | None:
        """Return the keys under `key`; None where there are none."""
        if not self.has(key):
            return None
        node = self.node.children[key]
        if not isinstance(node.value, dict):
            self.fail(key, f"Write keys with their values under '{key}', each on a line of its own, indented.", "type")
            return None
        return Form(node, self.file, self.problems)

    def rows(self, key: str, most: int) -> Iterator[Form]:
        """Yield the entries of the list under `key`, each a set of keys."""
        node = self.node.children.get(key)
        if node is None or node.value is None:
            return
        if not isinstance(node.value, list) or len(node.value) > most:
            self.fail(key, f"Write a list of at most {most} entries under '{key}', each after '- '.", "type")
            return
        for child in node.children.values():
            if isinstance(child.value, dict):
                yield Form(child, self.file, self.problems)
            else:
                message = f"Each entry under '{key}' is a set of keys, such as '- date: 2026-01-12'."
                self.problems.append(Problem(self.file, child.line, child.col, "error", message, "type"))

    def check(self) -> None:
        """Stop where anything is wrong.

        Raises:
            PortfolioError: with every problem, a line each.
        """
        if self.problems:
            raise PortfolioError("\n".join(str(one) for one in tidy(self.problems)))


def open_form(path: Path, what: str) -> Form:
    """Return the keys of a YAML file; `what` it is, such as "a criteria file", for the sentences.

    Raises:
        NoFile: there is no such file.
        PortfolioError: it cannot be read, or is no YAML with keys.
    """
    text = _text(path, what)
    if not text.strip():
        raise PortfolioError(f"{path}:1:1: error: This file is empty; {what} is wanted, see docs/portfolio.md. [empty]")
    parsed = parse(text, str(path))
    if parsed.root is None or (not parsed.problems and not isinstance(parsed.root.value, dict)):
        lines = [str(one) for one in tidy(parsed.problems)]
        raise PortfolioError(
            "\n".join(lines) or f"{path}:1:1: error: This is not {what}; see docs/portfolio.md. [type]"
        )
    form = Form(parsed.root, str(path), list(parsed.problems))
    if not parsed.complete or not isinstance(parsed.root.value, dict):
        form.check()
    return form


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
        raise PortfolioError(
            f"{path}:{line}:1: error: This file is not saved as UTF-8; save it so. [encoding]"
        ) from error
