"""How a prompt is written for a model: a plain transcript for base models, else the model's own chat markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from simulator.voice.types import Message

Template = Literal["plain", "chatml", "gemma"]


def render(prompt: Sequence[Message], template: Template) -> str:
    """Return the prompt as one text that ends where the school's next words begin."""
    if template == "plain":
        return _plain(prompt)
    return _chatml(prompt) if template == "chatml" else _gemma(prompt)


def ends_of(template: Template) -> tuple[str, ...]:
    """Return the texts at which a written reply ends."""
    own = {"plain": (), "chatml": ("<|im_end|>", "<|endoftext|>"), "gemma": ("<end_of_turn>", "<eos>")}
    return ("\n", *own[template])


def _plain(prompt: Sequence[Message]) -> str:
    lines = [f"{m.name}: {m.content}" if m.role != "system" and m.name else m.content for m in prompt]
    speaker = next((m.name for m in prompt if m.role == "system"), "") or "School"
    return "\n".join([*lines, f"{speaker}:"])


def _chatml(prompt: Sequence[Message]) -> str:
    turns = "".join(f"<|im_start|>{m.role}\n{m.content}<|im_end|>\n" for m in prompt)
    return turns + "<|im_start|>assistant\n"


def _gemma(prompt: Sequence[Message]) -> str:
    """Gemma knows no system role: that text opens the first user turn."""
    system = "\n".join(m.content for m in prompt if m.role == "system")
    text, first = "", True
    for m in prompt:
        if m.role == "system":
            continue
        lead = f"{system}\n\n" if first and m.role == "user" else ""
        first = first and m.role != "user"
        text += f"<start_of_turn>{'user' if m.role == 'user' else 'model'}\n{lead}{m.content}<end_of_turn>\n"
    return text + "<start_of_turn>model\n"
