"""Templates filled in: everything that comes from people is escaped, and a page may run and load nothing of others."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from simulator.report.words import Words

_FOLDER = Path(__file__).with_name("templates")


@lru_cache(maxsize=4)
def environment(folder: Path = _FOLDER) -> Environment:
    """Return the environment of the templates in a folder, which escapes whatever is filled in."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template(name: str) -> Template:
    """Return a template by its name."""
    return environment().get_template(name)


@lru_cache(maxsize=4)
def asset(name: str) -> Markup:
    """Return a style sheet or script of this package, to stand in a page as it is."""
    return Markup((_FOLDER / name).read_text("utf-8").strip())


def shell(words: Words, script: str = "", styles: Sequence[str] = ("style.css",)) -> dict[str, object]:
    """Return what every page needs: language, style, and a policy that allows only these very styles and script.

    Args:
        words: of the page.
        script: name of the one script of the page; empty: it has none.
        styles: names of its style sheets, one behind the other.
    """
    style, code = Markup("\n").join(map(asset, styles)), asset(script) if script else Markup()
    allowed = f"; script-src '{_hash(code)}'" if script else ""
    policy = f"default-src 'none'; style-src '{_hash(style)}'{allowed}; base-uri 'none'; form-action 'none'"
    return {"language": words.language, "style": style, "script": code, "policy": Markup(policy)}


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
