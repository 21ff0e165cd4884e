"""What the x-ray shows, as plain styled text: state, gates, the last turn, the prompt. Nothing is parsed as markup."""

from __future__ import annotations

from rich.text import Text

from simulator.app.preview import says
from simulator.app.text import clean
from simulator.i18n import language, tr, trn
from simulator.practice.xray import Exchange, Gate, Xray, summary, units_line
from simulator.scenario.problems import Problem
from simulator.scenario.said import said

MOST_HITS = 8


def talk(xray: Xray) -> Text:
    """Return the conversation; answers that differ from the last playing are marked."""
    names = {speaker.id: speaker.name.split()[0] for speaker in xray.scenario.speakers}
    first = xray.start.speaker
    out = Text()
    out.append(f"{names[first]}: ", "bold").append(clean(xray.scenario.speaker(first).opening) + "\n")
    for number, one in enumerate(xray.exchanges, 1):
        out.append(f"\n{number} ", "dim").append(clean(one.text) + "\n", "bold")
        out.append(f"  {units_line(one.coded.units)}\n", "dim")
        now = says.summary(summary(one.decision))
        if one.changed:
            out.append(f"  ≠ {says.summary(one.changed)} → {now}\n", "reverse")
        out.append(f"{names[one.decision.speaker]}: ", "bold").append(clean(one.reply) + "\n")
        out.append(f"  {now} · {says.why(one.decision.because)}\n", "dim")
    return out


def state(xray: Xray) -> Text:
    """Return rapport, stage, turns left, what was said."""
    now = xray.state
    out = Text()
    for speaker in xray.scenario.speakers:
        held = now.rapport[speaker.id]
        mark = tr("  ruptured") if now.ruptured[speaker.id] else ""
        out.append(f"{speaker.name.split()[0]} ").append("●" * held + "○" * (4 - held), "bold").append(
            f" {held}{mark}\n"
        )
    out.append(
        trn("stage {stage} · {n} turn left", "stage {stage} · {n} turns left", now.left).format(
            stage=says.stage(now.stage), n=now.left
        )
        + (tr(" · ended") if now.ended else "")
        + "\n"
    )
    out.append(tr("said: {ids}").format(ids=", ".join(now.said) or "-") + "\n").append(
        tr("cues given: {ids}").format(ids=", ".join(now.cued) or "-") + "\n", "dim"
    )
    return out


def gate_line(one: Gate, line: int | None) -> Text:
    """Return an item with where it stands; the line is where it begins in the file."""
    sign, style = (tr("✓ told"), "dim") if one.told else (tr("○ open"), "bold") if one.open else (tr("■ shut"), "")
    out = Text(f"{sign}  ", style).append(f"{one.item.id}", style).append(f"  {says.layer(one.item.layer)}", "dim")
    if one.reasons and not one.told:
        out.append(f"  {'; '.join(one.reasons)}")
    return out.append(f"  :{line}" if line else "", "dim")


def turn(one: Exchange | None) -> Text:
    """Return what the last turn matched, with scores, and why this act."""
    if one is None:
        return Text(tr("Nothing was said yet."))
    out = _head(tr("units"))
    for unit in one.coded.units:
        out.append(f"  “{clean(unit.text)}”\n").append(f"  {says.unit(unit.code, unit.value, unit.flags)}\n", "dim")
    out.append_text(_head(tr("hits: what it asks for, and how surely")))
    for hit in one.read.hits[:MOST_HITS]:
        out.append(f"  {hit.score:.2f}  {says.kind(hit.target.kind)} {hit.target.id}".rstrip() + "\n")
    if not one.read.hits:
        out.append(tr("  nothing matched") + "\n")
    echoes = ", ".join(f"{says.kind(echo.kind)} {echo.id}".strip() for echo in one.read.echoes)
    out.append_text(_head(tr("takes up"))).append(f"  {echoes or '-'}\n")
    flags = {"repeats": tr("asks nearly the same again"), "novel": tr("asks about something that nobody wrote")}
    out.append("".join(f"  {name} ({words})\n" for name, words in flags.items() if getattr(one.read, name)))
    out.append_text(_head(tr("act"))).append(f"  {says.summary(summary(one.decision))}\n")
    out.append("  " + tr("lines: {variant}").format(variant=one.decision.variant) + "\n", "dim")
    return out.append_text(_head(tr("why"))).append(f"  {says.why(one.decision.because)}\n")


def _head(words: str) -> Text:
    return Text().append(words + "\n", "bold")


def prompt(one: Exchange | None) -> Text:
    """Return the very prompt that the voice reads."""
    return Text(clean(one.prompt) if one is not None else "")


def problems(found: tuple[Problem, ...], most: int = 12) -> Text:
    """Return what is wrong with the file, errors first."""
    out = Text() if found else Text(tr("Nothing is wrong with the file."))
    for one in sorted(found, key=lambda p: p.severity)[:most]:
        style = "bold" if one.severity == "error" else "dim"
        severity = tr("error") if one.severity == "error" else tr("warning")
        message = clean(said(one.message, language()))
        out.append(f"{one.line}:{one.col} {severity}: {message} [{one.rule}]\n", style)
    return out
