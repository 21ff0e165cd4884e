"""How the school's words are taken up before a question: a thought, a word or time, a thing; see `frames_nl`."""

from __future__ import annotations

OPENERS: dict[str, dict[str, tuple[str, ...]]] = {
    "nl": {
        "clause": (
            "{Q}, zei [je|u].",
            "{Q}, zei [je|u] net.",
            "[Je|U] zei: {S}",
            "[Je|U] zei net: {S}",
            "[Je|U] zegt: {S}",
            "Ik hoorde [je|u] zeggen: {S}",
            "Even terug naar wat [je|u] zei: {S}",
            "{S}",
            "{Q}, [zeg je|zegt u].",
            "Daar wil ik nog even naar terug: {S}",
        ),
        "word": (
            "{Q}, zei [je|u].",
            "{Q}, zei [je|u] net.",
            "{Q}, [zeg je|zegt u].",
            "[Je|U] zei {q}.",
            "[Je|U] zegt {q}.",
            "Even terug naar {q}.",
            "Ik hoorde [je|u] {q} zeggen.",
        ),
        "noun": (
            "[Je|U] noemde {i}.",
            "[Je|U] had het over {i}.",
            "[Je|U] had het net over {i}.",
            "[Je|U] noemde net {i}.",
            "[Je|U] begon over {i}.",
        ),
    },
    "en": {
        "clause": (
            "{Q}, you said.",
            "You said: {S}",
            "You just said: {S}",
            "I heard you say: {S}",
            "I'd like to go back to something you said: {S}",
            "{S}",
            "{Q}, you said just now.",
            "I'd like to stay with this for a moment: {S}",
            "You were saying: {S}",
        ),
        "word": (
            "You said {q}.",
            "You just said {q}.",
            "{Q}, you said.",
            "I noticed you said {q}.",
            "Going back to {q} for a moment.",
            "I'd like to stay with {q} for a moment.",
            "I heard {q}.",
        ),
        "noun": (
            "You mentioned {i}.",
            "You just mentioned {i}.",
            "You brought up {i}.",
            "I noticed you mentioned {i}.",
            "You spoke of {i}.",
            "I heard you mention {i}.",
        ),
    },
}
