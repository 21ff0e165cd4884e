"""What a question asks for of somebody: a feeling, a wish, a reason, a meaning, others' views, events, yes or no."""

from __future__ import annotations

import re
from collections import Counter

from simulator.scenario.kept import kept
from simulator.scenario.model import Asked
from simulator.school.asking import NO_CLAUSE, asks_for

_THING = re.compile(
    r"^\W*((en|maar|and|but|so|dus) )?((wie|wiens|hoeveel|hoe (lang|vaak|groot|laat|oud)|waar|welke?|who|whose"
    rf"|how (many|much|long|often|big|old)|where|which)\b|(wanneer|when)\b{NO_CLAUSE})"
)
_ASIDE = re.compile(
    r"\b(denk|vind|weet) (je|jij)\b|\b(denkt|vindt|weet) u\b|\bvolgens (jou|u)\b|\b(do|would) you (think|say)\b"
)
_YOURS = re.compile(
    r"\b(je|jouw|jullie|uw|your)\b(?= [\w-]*(collega|team|leerling|kind|ouder|klas|groep|juf|lera|leerk|doce|direct"
    r"|colleague|pupil|child|parent|class|teacher|staff|head|student|board))"
)
_YOU = re.compile(r"\b(je|jij|jou|jullie|u|jezelf|uzelf|you|your|yourself)\b")
_OTHERS = re.compile(
    r"collega|\bteam|\bjuf|\bmeesters?\b|leerkracht|leraar|leraren|docent|\bkind|leerling|\bklas|\bouders?\b|moeder"
    r"|vader|jongen|meisje|direct(eur|ie|rice)|bestuur|\bmensen\b|\b(ze|zij|hij|hem|haar|hen|hun|iedereen|iemand)\b"
    r"|colleague|\bstaff\b|teacher|pupil|child|parent|mother|father|\bboys?\b|\bgirls?\b|student|\bhead\b|\bboard\b"
    r"|\bpeople\b|\b(they|them|he|she|him|her|everyone|anyone|somebody|others)\b"
)
_INWARD = re.compile(
    r"vind|vond|denk|dacht|\bzeg|\bzei|voel|\bwil|wou|bang|\bvoor\b|reag|hoop|hopen|merk|doe[tn] .*\bmet\b|kijk|weten"
    r"|wist|zien|zag|ervar|beleef|nodig|think|thought|\bsa(y|id)|feel|felt|want|afraid|scared|\bfor\b|react|hope|notice"
    r"|look|know|knew|\bsee|\bsaw|experience|need|mind|mean"
)
_KNOWS = re.compile(r"\b(weet|weten|wist|wisten|zag|zagen|gezien|gehoord|know|knew|seen|heard|told)\b")
_REASON = re.compile(
    r"\b(wat maakten?|wat trekt|wat trok|hoe kwam (je|jij|u|jullie)|what made|what dr(aws|ew)|what got you"
    r"|how did you come)\b"
)
_EVER = re.compile(r"\b(ever|wel ?eens|ooit)\b")
_WISH = re.compile(
    r"\bzou (je|jij|u|jullie|dat|het|er)\b|\bzouden\b|\bwil(t|de)? (je|jij|u|jullie)\b|hoop|hopen|droom|wens|nodig"
    r"|liefst|\bstel\b|anders|verwacht|would you|do you want|you want|\bhop(e|ing)|dream|wish|\bneed|suppose|ideal"
    r"|different|expect|like to (see|have|happen)|would (it|that|have to)"
)
_PARTICULAR = frozenset({"who", "when", "many", "where", "what", "which"})
_PAST = {
    "nl": re.compile(
        r"\b(was|waren|had|hadden|deed|deden|zei|zeiden|kwam\w*|ging\w*|stond\w*|gaf|schreef\w*|bedacht\w*|bleef|toen"
        r"|destijds|vorig\w*|(heeft|hebben) .*\bge\w+)\b"
    ),
    "en": re.compile(r"\b(was|were|had|did|said|came|went|stood|gave|wrote|made|told|\w{3,}ed|back then|last)\b"),
}
_MINDED = {
    "nl": re.compile(
        r"bedoel|\bdenk|voor ogen|in gedachten|in (je|uw) hoofd|last van|moeite|\bwilt?\b|\bzou|bezwaar|\btegen\b"
        r"|\bmis(t|sen)\b"
    ),
    "en": re.compile(
        r"\bmean|in mind|think(ing)? of|talking about|trouble|struggl|\bminds?\b|against|would|hop(e|ing)\b|\bmiss"
    ),
}
_BEHIND = re.compile(
    r"\b(zit|zitten|ligt|liggen|schuilt|steekt) (er|daar)( nou| dan)?\b.*\b(achter|onder|in)\b"
    r"|\bwaar (zit|ligt|loopt|gaat|wringt|schort|hapert|strandt|stokt)\b(?!.*\b(school|lokaal|zaal|gebouw)\b)"
    r"|houdt? .*\b(tegen|vast)\b|in de weg|(gaat|loopt) .*\b(mis|vast|fout|stuk)\b|wringt|hapert|ontbreekt"
    r"|\b(mist|missen)\b|\bwat is (het|dat|er) (dan |nou |precies |nu )*(dat|wat|aan de hand)\b"
    r"|\bwhat is it (that|about|then|exactly)\b|\b(behind|underneath|beneath)\b|get(s|ting)? in (the|your|their) way"
    r"|stopping|holding .* back|go(es|ing)? wrong|missing|lacking|what('s| is) (really |actually )?going on"
    r"|\bget stuck\b|come(s)? (down to|from)\b"
)
_INSTANCE = re.compile(
    r"\b(een|één|an?|one) (\w+ )?(moment|voorbeeld|keer|situatie|geval|example|instance|time|situation|occasion)\b"
)
_LOOKS = re.compile(
    r"\bhoe (zag|zagen|ziet|zien)\b.*uit\b|\bhoe (heet|heette|heten|klonk|klinkt)\b|\bhow .*\b(look|sound)"
)
_GOOD = re.compile(r"\bwat (is|was) er (zo |nou |nu |dan )*\w+ (aan|in)\b|\bwhat(['’]?s| is| was) so\b")
_KINDS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    ("meaning", re.compile(
        r"bedoel|versta|beteken|wat zegt (dat|het|je|u)|hoe kijk|hoe zie (je|jij|u|jullie)|wat maak je|wat v[io]nd"
        r"|\bmeans?\b|meant|make of|understand by|how do you (see|look)|what does (it|that) (say|tell)"
        r"|what do you think"
    )),
    ("wish", _WISH),
    ("feeling", re.compile(
        r"voel|gevoel|raakt|geraakt|wat d(oet|oen|eed) (dat|het|zoiets|die|zo)|hoe (is|was|vond|vind|ervaar|beleef)"
        r"|wat dacht|wat denk (je|jij)|wat denkt u|(ging|gaat) er (door|in) (je|u)|bang|spannend|zwaar|moeilijk|trots"
        r"|verdriet|boos|schrik|schrok|feel|felt|touch|\bhow (is|was|are|were)\b|was it like"
        r"|what('s| is| was) (it|that|this) like|(went|goes|going) through|what does (it|that)|scare|afraid|proud"
        r"|sad\b|angry|hard for|did you think|moment like|drijft (je|jou|jullie|u)\b|drives you"
        r"|houdt? (je|jou|jullie|u)\b.*\b(beweging|gaande|wakker|bezig|overeind)"
        r"|keeps? you (going|up|busy|awake)|gives you (energy|joy)|do you (love|enjoy)|lights you up"
    )),
    ("happened", re.compile(
        r"gebeur|en (toen|dan)\b|wat (deed|deden|zei|zeiden|doe (je|jij)|doet u)|hoe (ging|gaat|liep|verliep|kwam)"
        r"|happen|and then|what did|how did|how does (it|that) go|how do you (do|go)|what do you do"
    )),
)  # fmt: skip


@kept(20_000)
def asked_for(question: str, language: str) -> Asked | None:
    """Return what a question asks for; None where that is a thing, time, number or place, or cannot be told."""
    text = question.casefold()
    inner = _YOURS.sub("", _ASIDE.sub("", text))
    if _OTHERS.search(inner) and _INWARD.search(inner) and not _YOU.search(inner):
        return "ever" if asks_for(question, language) == "yes" and _KNOWS.search(inner) else "others"
    if _THING.search(text):
        return None
    word = asks_for(question, language)
    if word == "why" or _REASON.search(text):
        return "reason"
    if word == "yes" and (_EVER.search(text) or not _WISH.search(text)):
        return "ever"
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), None)


@kept(4096)
def particular(question: str, language: str) -> bool:
    """Return whether a question asks for one particular: who, which, when, how many, what was on it, how it looks."""
    word, text = asks_for(question, language), question.casefold()
    if word == "how":
        return _LOOKS.search(text) is not None
    return word in _PARTICULAR and not _GOOD.search(text)


@kept(4096)
def instance(question: str) -> bool:
    """Return whether a question asks for a moment or an example ("Kunt u een moment noemen waarop u dat zag?")."""
    return _INSTANCE.search(question.casefold()) is not None


@kept(4096)
def now(question: str, language: str) -> Asked | None:
    """Return what a question about the present asks for, if whom they mean or what lies behind something; else None."""
    word, text = asks_for(question, language), question.casefold()
    if _PAST[language].search(text) or word not in _PARTICULAR:
        return None
    if word == "who":
        return "person" if _MINDED[language].search(text) else None
    return "unclear" if _BEHIND.search(text) else None


@kept(4096)
def mostly(questions: tuple[str, ...], language: str) -> Asked | None:
    """Return the kind that a good part of some questions for one thing ask for; None where none has a third of them."""
    kinds = Counter(asked_for(one, language) for one in questions)
    kinds.pop(None, None)
    kind, many = kinds.most_common(1)[0] if kinds else (None, 0)
    return kind if 3 * many >= len(questions) else None
