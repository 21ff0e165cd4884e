"""Who speaks: never a machine, never the trainee."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.voice.checks.scene import Scene, unquoted

_MACHINE = re.compile(
    r"\b(?:ai|a\.i\.|chatbot|chatgpt|taalmodel|language model|kunstmatige intelligentie|artificial intelligence|"
    r"digitale assistent|virtuele assistent|virtual assistant|ai assistant|systeemprompt|prompt|rollenspel|"
    r"role[- ]?play|simulatie|simulation|trainingsdata|training data|openai|gemma|qwen|llama|mijn instructies|"
    r"my instructions|as an assistant|als assistent)\b",
    re.IGNORECASE,
)
_HELPER = re.compile(
    r"\b(?:(?:hoe|waarmee) kan ik (?:je|jou|jullie|u) (?:verder )?helpen|how (?:can|may) i (?:help|assist)|"
    r"i(?:'m| am) here to help|ik help (?:je|u|jullie) graag|ik sta (?:voor )?(?:je|u) klaar|"
    r"(?:hier|dit) is (?:een|het|mijn) (?:antwoord|reactie|voorbeeld)|"
    r"here(?:'s| is) (?:a|the|my) (?:reply|response|answer))\b",
    re.IGNORECASE,
)
_TRAINEE = re.compile(
    r"\b(?:(?:jullie|uw|jouw) (?:school|leerlingen|kinderen|klas|klassen|leerkrachten|collega['’]s|"
    r"vraag achter|hulpvraag)|"
    r"je (?:school|leerlingen|leerkrachten)|your (?:school|pupils|students|teachers|colleagues|staff|real question)|"
    r"als adviseur|as (?:an|your) advis[eo]r|"
    r"mijn advies|my advice|ik (?:adviseer|raad)\b[^.!?]{0,30}(?:aan)?|i(?:'d| would) (?:advise|recommend)|"
    r"(?:wij|we) bieden|we offer|(?:ik|wij|we) kan (?:jullie|u) aanbieden|i can offer you|ons (?:museum|aanbod)|"
    r"our museum|"
    r"wat (?:wil|wilt|zou) (?:je|u|jullie) (?:dat )?(?:de|je|uw|jullie) (?:kinderen|leerlingen)|"
    r"what do you want (?:the|your) (?:children|pupils|students))\b",
    re.IGNORECASE,
)


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `machine` or `trainee` where the wrong one seems to speak."""
    spoken = unquoted(text)
    if _MACHINE.search(spoken) or _HELPER.search(spoken):
        yield "machine"
    if not scene.written and _TRAINEE.search(spoken):
        yield "trainee"
