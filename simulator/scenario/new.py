"""A first scenario file from a trainer's answers: commented, valid, and plain about what still has to be written.

Answers are the trainer's; what they leave open is filled from a template (`template/*.yaml`) and marked, because a file
that can be played at once teaches more than an empty one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from simulator.scenario.check_unwritten import MARKS, unwritten
from simulator.scenario.schema import MODELINE

LEAST = 4
_FORM = re.compile(r"\{je:([^|}]*)\|u:([^}]*)\}")
_LAYERS = (("surface", 0, "[OPEN, DEEP, CLOSED, REFL-S, REFL-C]"), ("visible", 1, "[DEEP, OPEN, REFL-S, REFL-C]"),
           ("underlying", 3, "[DEEP, OPEN, REFL-C]"))  # fmt: skip
Answers = Mapping[str, str | Sequence[str]]


@lru_cache(maxsize=3)
def _held(name: str) -> Any:  # noqa: ANN401 - what a YAML file holds
    import yaml

    return yaml.safe_load(files("simulator.scenario").joinpath("template", f"{name}.yaml").read_text(encoding="utf-8"))


def questions(language: str) -> list[tuple[int, str, str, bool]]:
    """Return (part, key, question, whether several lines) of all that is asked, the school's facts last."""
    asked = [
        (row["part"], row["key"], row[language], bool(row.get("many"))) for row in _held("questions") if row[language]
    ]
    return asked + [(5, f"fact:{fact['id']}", fact["ask"], False) for fact in _held(language)["facts"]]


def part(language: str, number: int) -> str:
    """Return the heading of a part."""
    last = {
        "nl": "5. Wat de school altijd vertelt (Enter: later)",
        "en": "5. What the school always tells (Enter: later)",
    }
    words = _held(language)["words"]
    return str(words.get(f"ask{number}", words.get(f"part{number}", last[language])))


def done(language: str) -> str:
    """Return what stands behind a question that takes several lines."""
    return str(_held(language)["words"]["done"])


def left(text: str) -> int:
    """Return in how many places of a draft something is still to be written."""
    return unwritten(text)


def address(answer: str) -> str:
    """Return `je` or `u` for what was answered, `je` for nothing; empty where it is neither."""
    said = answer.strip(" .,!'\"").casefold()
    return {"": "je", "je": "je", "jij": "je", "je en jij": "je", "jij en je": "je", "u": "u", "uw": "u"}.get(said, "")


def slug(text: str) -> str:
    """Return an id from a title; `case` where nothing is left of it."""
    import unicodedata

    joined = re.sub("['’‘]", "", text)  # foto's: fotos
    bare = unicodedata.normalize("NFKD", joined).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", bare)[:5])[:50].strip("-") or "case"


def draft(answers: Answers, language: str, name: str, modeline: str = MODELINE) -> str:
    """Return the text of a scenario file with these answers.

    Args:
        answers: by the keys of `questions`; what is missing is filled in.
        language: `nl` or `en`.
        name: its id.
        modeline: the first line, which tells an editor where the schema is.
    """
    return "\n".join([modeline, *_Draft(answers, language, name).lines()]) + "\n"


class _Draft:
    def __init__(self, answers: Answers, language: str, name: str) -> None:
        self.answers, self.language, self.name = answers, language, name
        self.held, self.words, self.mark = _held(language), _held(language)["words"], MARKS[language]
        self.empty: dict[str, str] = self.held["empty"]
        self.address = "you" if language == "en" else address(str(answers.get("address", ""))) or "je"

    def one(self, key: str) -> str:
        """Return a single answer, or what stands for it."""
        given = self.answers.get(key, "")
        said = (given if isinstance(given, str) else " ".join(given)).strip()
        return said or self._addressed(self.empty.get(key, ""))

    def many(self, key: str) -> list[str]:
        """Return the lines of an answer."""
        given = self.answers.get(key, ())
        rows = [given] if isinstance(given, str) else list(given)
        return list(dict.fromkeys(row.strip() for row in rows if row.strip()))

    def lines(self) -> Iterator[str]:
        """Yield the file, without its first line."""
        yield from self._head()
        yield from ("", f"# {self.words['part1']}", "school:", self._answered("  kind", "kind"), "  facts:")
        yield from self._facts()
        yield from _list("  unknown", self.held["unknown"], self.words["todo"])
        yield from self._speaker()
        request = self.one("request")
        yield from ("", f"# {self.words['part2']}", "request:", self._answered("  content", "request"))
        yield from _list("  topics", self.held["request_topics"], self.words["topics"])
        yield from self._say("  say", self.many("asks"), _sentence(request))
        yield from ("", f"# {self.words['part3']}", "items:")
        yield from self._items()
        yield from self._need()
        yield from self._steps("choices")
        yield from self._steps("steps", "first_steps")
        yield from self._acts()
        yield from ("", "debrief:", self._own("  notes", self.empty["notes"]))

    def _head(self) -> Iterator[str]:
        name, role, request = self.one("name"), self.one("role"), self.one("request")
        yield from (f"id: {_quoted(self.name)}", "version: 1", f"language: {self.language}")
        yield self._answered("title", "title")
        yield self._own("brief", self.empty["brief"].format(name=name, role=role, request=request))
        yield from ("you:", self._answered("  role", "you"), self._answered("  offer", "offer"))
        yield from ("goals:", self._own("  -", self.empty["goals"]))
        yield from (f"# {self.words['difficulty']}", "difficulty: {rapport: 1, patience: 22, rupture: 1}")

    def _speaker(self) -> Iterator[str]:
        yield from ("", "speakers:", f"  - id: {_quoted(slug(self.one('name').split()[0]))}")
        yield from (self._answered(f"    {key}", key) for key in ("name", "role", "manner"))
        yield from (f"    address: {self.address}", self._answered("    opening", "opening"))

    def _need(self) -> Iterator[str]:
        yield from ("", f"# {self.words['part4']}", "need:", self._answered("  statement", "need"))
        formulations = self.many("formulations")
        yield from _list("  formulations", formulations or [self.one("need")], "" if formulations else self.mark)
        yield from ("  needs: [underlying]", "  rapport: 3")
        own = [line if "?" in line else f"{line.rstrip('.')}?" for line in self.many("own") or [self.empty["own"]]]
        yield from self._say("  own_question", own, own[0], "own_frames")

    def _answered(self, key: str, question: str) -> str:
        """Return the line of a key with the answer to a question, or with what stands for it and the mark."""
        return _line(key, self.one(question), "" if self.many(question) else self.mark)

    def _own(self, key: str, said: str) -> str:
        """Return the line of a key that nobody is asked for."""
        return _line(key, said, self.mark)

    def _facts(self) -> Iterator[str]:
        for fact in self.held["facts"]:
            given = self.one(f"fact:{fact['id']}")
            yield f"    - id: {fact['id']}"
            yield from _list("      topics", fact["topics"], self.words["topics"])
            if given:
                yield from self._say("      say", [_sentence(given)], "")
            else:
                later = [f"{fact['said']} {self._addressed(line)}" for line in self.held["later"]]
                yield from _list("      say", later, self.words["later"])

    def _say(self, key: str, given: Sequence[str], stand_in: str, frames: str = "frames") -> Iterator[str]:
        """Yield a list of at least four wordings: those given, then frames around the first."""
        lines = list(given) or [stand_in]
        note = "" if len(lines) >= LEAST else self.words["frames"]
        for frame in self.held[frames]:
            if len(lines) >= LEAST:
                break
            if (more := frame.format(x=lines[0])) not in lines:
                lines.append(more)
        yield from _list(key, lines, note)

    def _items(self) -> Iterator[str]:
        before = ""
        for layer, rapport, moves in _LAYERS:
            content = self.one(layer)
            yield from (f"  - id: {layer}", f"    layer: {layer}", self._answered("    content", layer))
            yield from self._say("    say", self.many(f"{layer}_say"), _sentence(content))
            mine = self.many(f"{layer}_cue")
            cues = [*mine, *map(self._addressed, self.held["cues"][LEAST * (layer == "underlying") :])]
            if layer != "surface":
                note = self.words["cue" if len(mine) >= LEAST else "todo"]
                yield from _list("    cue", cues[: max(LEAST, len(mine))], note)
                yield "    guard: plays_it_down"
            topics = self.many(f"{layer}_topics")
            note = self.words["topics"] if topics else f"{self.mark}: {_small(self.words['topics'])}"
            yield from _list("    topics", topics or [content], note)
            yield f"    opens_on: {{moves: {moves}, rapport: {rapport}}}"
            if before:
                yield f"    needs: [{before}]"
            before = layer

    def _steps(self, key: str, name: str = "") -> Iterator[str]:
        topics = self.held["choice_topics" if key == "choices" else "step_topics"]
        yield from ("", f"{name or key}:")
        mine = self.many(key)
        for line in mine or self.held[key][:2]:
            yield _line("  - content", line, "" if mine else self.mark)
            yield from _list("    topics", topics, self.words["topics"])
            yield from self._say("    say", [_sentence(line)], line)

    def _acts(self) -> Iterator[str]:
        yield from ("", f"# {self.words['acts']}", f"# {self.words['todo']}", "acts:")
        for key, lines in self.held["acts"].items():
            if key not in ("plays_it_down", "no_answer"):
                yield from _list(f"  {key}", [self._addressed(line) for line in lines], "")
        yield "  guards:"
        yield from _list("    plays_it_down", self.held["acts"]["plays_it_down"], "")
        yield "  no_answer:"
        for kind, lines in self.held["acts"]["no_answer"].items():
            yield from _list(f"    {kind}", [self._addressed(line) for line in lines], "")

    def _addressed(self, line: str) -> str:
        return _FORM.sub(lambda found: found.group(2 if self.address == "u" else 1), line)


def _line(key: str, said: str, note: str) -> str:
    """Return the line of a key, or of an entry where the key is a dash."""
    begin = key if key.endswith("-") else f"{key}:"
    return f"{begin} {_quoted(said)}" + (f"  # {note}" if note else "")


def _list(key: str, lines: Sequence[str], note: str) -> Iterator[str]:
    indent = " " * (len(key) - len(key.lstrip()) + 2)
    yield f"{key}:" + (f"  # {note}" if note else "")
    yield from (f"{indent}- {_quoted(line)}" for line in lines)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    """Return a text as a sentence: a capital first, a mark at the end."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".") if text else ""


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
