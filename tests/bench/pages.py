"""Opens every kind of page in Chromium and Firefox without a network: does it fit, print, load nothing, read aloud?

At 390 and 1280 pixels: no sideways scrolling, no request, nothing refused by the page's own policy; printed to PDF; axe
finds nothing serious. Pictures, also in grey, go to the folder that is named, to be looked at.

Run: python -m tests.bench.pages [FOLDER]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.bench.firefox import Firefox, free_port

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
CHROMIUM = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
FIREFOX = ("firefox-esr", "firefox")
WIDTHS = (390, 1280)
WIDE = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
FOLDED = "Array.from(document.querySelectorAll('details td, details p'), one => one.textContent)"
BAD = ("serious", "critical")
TICKS = "DEEP\nOPEN\nOFFER\n/end\n"


@dataclass
class Row:
    """What was found of one page in one browser at one width."""

    page: str
    browser: str
    width: int
    pdf: int | None = None
    wrong: list[str] = field(default_factory=list)


def toask(*words: str, stdin: str = "") -> str:
    """Run `toask`; returns what it said where it failed."""
    command = [sys.executable, "-m", "simulator.cli.main", *words]
    found = subprocess.run(command, capture_output=True, text=True, input=stdin, cwd=ROOT, check=False)
    return "" if found.returncode == 0 else found.stderr.strip() or f"exit {found.returncode}"


def make(folder: Path) -> Iterator[tuple[str, Path]]:
    """Make the pages and yield their names; one that cannot be made is said and left out."""
    from helpers_pages import DRIFTING, EXPERT, TELLING, Store, rich, talked

    store = Store()
    talks = {
        "drifting": rich(store).id, "expert": rich(store, EXPERT).id, "telling": rich(store, TELLING).id,
        "long": rich(store, (*DRIFTING[:4], *DRIFTING[6:], *DRIFTING[1:4], *DRIFTING[6:])).id,
        "one-turn": talked(store, DRIFTING[:1], end=False).id, "none": talked(store, (), end=False).id,
    }  # fmt: skip
    store.close()
    for name, conversation in talks.items():
        for language in ("nl", "en"):
            path = folder / f"debrief-{name}-{language}.html"
            yield from _made(path, "report", conversation, "--html", str(path), "--lang", language)
    path = folder / "debrief-hidden.html"
    shown = ("--show-hidden", "--hide-numbers")
    yield from _made(path, "report", talks["drifting"], "--html", str(path), *shown)
    for command in ("progress", "card"):
        for language in ("nl", "en"):
            path = folder / f"{command}-{language}.html"
            yield from _made(path, command, "--html", str(path), "--lang", language)
    yield from _observed(folder, talks["drifting"])
    yield from _portfolio(folder)
    yield from _scored(folder)


def _made(path: Path, *words: str) -> Iterator[tuple[str, Path]]:
    said = toask(*words)
    if path.exists():
        yield path.stem, path
    else:
        print(f"not made: {path.stem}: {said.splitlines()[-1] if said else 'no page'}")


def _observed(folder: Path, conversation: str) -> Iterator[tuple[str, Path]]:
    toask("observe", "--plain", "--observer", "Sanne", stdin=TICKS)
    path = folder / "observed.html"
    yield from _made(path, "observe", "compare", "last", conversation, "--html", str(path))


def _portfolio(folder: Path) -> Iterator[tuple[str, Path]]:
    """A portfolio's page lies in its bundle; the command fails where criteria are not met, and writes all the same."""
    bundle, criteria = folder / "portfolio.zip", ROOT / "docs" / "examples" / "criteria.yaml"
    said = toask("portfolio", str(criteria), "--name", "Anna", "--bundle", str(bundle), "--lang", "nl")
    if not bundle.exists():
        print(f"not made: portfolio: {said}")
        return
    with zipfile.ZipFile(bundle) as whole:
        for name in whole.namelist():
            if name.endswith(".html"):
                path = folder / f"portfolio-{Path(name).name}"
                path.write_bytes(whole.read(name))
                yield path.stem, path


def _scored(folder: Path) -> Iterator[tuple[str, Path]]:
    from helpers_report import sample

    from simulator.report.out import write_all

    write_all([sample(), sample("en")], folder / "group.html", "nl")
    yield "group", folder / "group.html"
    yield "conversation", next((folder / "group-pages").iterdir())


def in_chromium(path: str, pages: list[tuple[str, Path]], pictures: Path) -> Iterator[Row]:
    """Yield what Chromium shows of every page."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        options = ["--no-sandbox", "--disable-background-networking"]
        browser = player.chromium.launch(executable_path=path, args=options)
        for name, file in pages:
            for width in WIDTHS:
                context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
                yield _look(context, name, file, width, pictures, Axe())
                context.close()
        browser.close()


def _look(context: Any, name: str, file: Path, width: int, pictures: Path, axe: Any) -> Row:
    row, page = Row(name, "chromium", width), context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: row.wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.goto(file.as_uri())
    row.wrong += [f"asked for {url}" for url in asked[1:]]
    row.wrong += _too_wide(page.evaluate(WIDE))
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    row.wrong += [f"unfolded: {said}" for said in _too_wide(page.evaluate(WIDE))]
    for found in axe.run(page).response["violations"]:
        if found["impact"] in BAD:
            where = found["nodes"][0]["target"][0]
            row.wrong.append(f"axe, {found['impact']}: {found['id']} at {where} and {len(found['nodes']) - 1} more")
    page.reload()
    page.screenshot(path=str(pictures / f"{name}-{width}.png"), full_page=True)
    page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
    page.screenshot(path=str(pictures / f"{name}-{width}-grey.png"), full_page=True)
    page.reload()
    data = page.pdf(format="A4", prefer_css_page_size=True)
    (pictures / f"{name}-{width}.pdf").write_bytes(data)
    row.pdf = _on_paper(data, page.evaluate(FOLDED), row)
    return row


def _too_wide(sizes: list[int]) -> list[str]:
    wide, there = sizes
    return [f"{wide} pixels wide where {there} fit"] if wide > there else []


def _on_paper(data: bytes, folded: list[str], row: Row) -> int:
    """Return on how many pages it is printed; what is folded away on a screen must be on paper."""
    from pypdf import PdfReader

    read = PdfReader(BytesIO(data))
    printed = "".join("".join(one.extract_text().split()) for one in read.pages)
    for text in folded:
        # Long texts break over lines and columns: the beginning is enough.
        bare = "".join(text.split())[:12]
        if bare not in printed:
            row.wrong.append(f"not printed: {text.strip()[:40]}")
            break
    return len(read.pages)


def in_firefox(path: str, pages: list[tuple[str, Path]], pictures: Path) -> Iterator[Row]:
    """Yield what Firefox shows of every page."""
    with tempfile.TemporaryDirectory() as profile, Firefox(path, Path(profile), free_port()) as firefox:
        for name, file in pages:
            for width in WIDTHS:
                row = Row(name, "firefox", width)
                firefox.opens(file.as_uri(), width)
                asked = firefox.tells("performance.getEntriesByType('resource').map(one => one.name)")
                row.wrong += [f"asked for {url}" for url in asked] + _too_wide(firefox.tells(WIDE))
                (pictures / f"{name}-{width}-firefox.png").write_bytes(firefox.picture())
                row.pdf = _on_paper(firefox.printed(), firefox.tells(FOLDED), row)
                yield row


def browser(names: tuple[str, ...]) -> str:
    """Return the first of these programs that is here; empty: none."""
    return next((found for name in names if (found := shutil.which(name))), "")


def show(row: Row) -> None:
    """Print one line, and one for each finding."""
    paper = "" if row.pdf is None else f"{row.pdf} pages of A4"
    print(f"{row.page:28} {row.browser:9} {row.width:>5}  {paper:14} {'wrong' if row.wrong else 'fine'}", flush=True)
    for one in row.wrong:
        print(f"    {one}")


def main() -> int:
    """Look at all pages; 1 where something is wrong."""
    chromium, firefox = browser(CHROMIUM), browser(FIREFOX)
    with tempfile.TemporaryDirectory() as folder:
        pictures = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        os.environ |= {"TOASK_DATA": f"{folder}/data", "TOASK_CONFIG": folder, "TOASK_LANG": "nl"}
        made = Path(folder) / "pages"
        made.mkdir()
        pages, rows = list(make(made)), []
        for name, path, look in (("Chromium", chromium, in_chromium), ("Firefox", firefox, in_firefox)):
            if not path:
                print(f"There is no {name} here: skipped.")
                continue
            for row in look(path, pages, pictures):
                show(row)
                rows.append(row)
    wrong = [row for row in rows if row.wrong]
    print(f"{len(pages)} pages, {len(rows)} looks, {len(wrong)} with something wrong.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
