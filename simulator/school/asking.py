"""What a question asks for by its question word: a person, a time, a number, a reason, a place.

What only says when ("wanneer u dat zegt, wat …") or who is meant ("the ones who …") asks for neither.
"""

from __future__ import annotations

import re

from simulator.scenario.kept import kept

NO_CLAUSE = (
    r"(?! (u|je|jij|jullie|hij|zij|ze|we|wij|ik|het|de|een|er|die|dat|iemand|mijn|uw"
    r"|you|he|she|it|they|i|the|a|an|your|there|that|those|these|my|his|her|their)\b)"
)
"""Behind `wanneer` or `when` it tells the question from the clause ("wanneer u dat zegt")."""
_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "nl": (
        ("who", r"\b(met |aan |van |bij )?wie\b|\bwiens\b"),
        ("when", rf"\bwanneer\b{NO_CLAUSE}"
                 r"|\bwelke (dag|maand|week|weken|datum|data|periode|tijd)|\bhoe (laat|snel)\b"),
        ("many", r"\bhoeveel\b|\bhoe (groot|lang|vaak|veel|duur|oud)\b|\bhoevelen\b"),
        ("why", r"\bwaarom\b|\bhoe kom(t|en)?\b|\bwat maakt\b|\bhoezo\b|\baanleiding\b"),
        ("where", r"^\W*waar\b|\bwaar (kan|kunnen|zou|zouden|is|zit|staat)\b|\bwelke (zaal|ruimte|plek)\b"),
        ("what", r"\bwat\b"),
        ("how", r"\bhoe\b"),
        ("which", r"\bwelke?\b"),
    ),
    "en": (
        ("who", r"(^|[^\w\s]\s*|\b(and|but|so|or|then|know|remember|ask|say|tell|me|exactly|wonder|see|of|with|to|for"
                r"|from|by|about|on|at|is|was) )who(m|se)?\b"),
        ("when", rf"\bwhen\b{NO_CLAUSE}"
                 r"|\b(what|which) (day|month|date|time)\b|\bhow soon\b"),
        ("many", r"\bhow (many|much|long|big|large|often|old|expensive)\b"),
        ("why", r"\bwhy\b|\bhow come\b|\bwhat makes\b|\bhow did .* come\b"),
        ("where", r"\bwhere\b|\b(which|what) (room|place|space)\b"),
        ("what", r"\bwhat\b"),
        ("how", r"\bhow\b"),
        ("which", r"\bwhich\b"),
    ),
}  # fmt: skip
_COMPILED = {
    language: tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in rows)
    for language, rows in _PATTERNS.items()
}


@kept(4096)
def asks_for(text: str, language: str) -> str:
    """Return `who`, `when`, `many`, `why`, `where`, `what`, `how`, `which`; `yes` where no question word is found."""
    for name, pattern in _COMPILED[language]:
        if pattern.search(text[:600]):
            return name
    return "yes"
