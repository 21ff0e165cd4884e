"""Turns of phrase, Dutch and English, by which the rules know permission, wishes, guesses and forms."""

from __future__ import annotations

import re

_START = r"^\W*(?:(?:en|maar|dus|nou|oké|ok|okay|and|but|so|well)\W+)*"


def _any(*parts: str, start: str = r"\b", end: str = r"\b") -> re.Pattern[str]:
    """Return a pattern for any of the parts, which are parted by bars within and between."""
    return re.compile(f"{start}(?:{'|'.join(parts)}){end}", re.IGNORECASE)


SENTENCE = re.compile(r"[^.!?]+[.!?]*")
PERMISSION = _any(
    r"mag ik|mogen we|zal ik|vind (?:je|u) het (?:goed|oké|ok|fijn)|is het (?:goed|oké|ok) als",
    r"heb(?:t)? (?:je|u) er iets aan|wil(?:t)? (?:je|u) (?:iets |wat )?horen",
    r"may i|can i (?:share|say|suggest|offer|ask|throw|tell)",
    r"could i (?:share|say|suggest|offer|tell)|shall i|would it (?:help|be (?:ok|okay|all right|alright|useful))",
    r"is it (?:ok|okay|all right|alright) if|(?:do|would) you mind if|would you like (?:me to|to hear)",
)
YES = _any(
    r"ja|jazeker|graag|prima|natuurlijk|tuurlijk|zeker|doe maar|kom maar|vertel|ga je gang|gaat uw gang|goed|oké|ok",
    r"best|mag|dat mag|is goed|laat (?:maar )?horen|roep maar|zeg het|vooruit|fijn|yes|yeah|sure|please|go ahead|go on",
    r"of course|okay|fine|by all means|all right|alright|feel free|do",
    start=r"^\W*(?:(?:o|oh|nou|eh|ah|well|um|er|haha)\W+)*",
)
NO = _any(r"nee|liever niet|nog niet|straks|later|no|not yet|rather not|hold on")
WISH = _any(
    r"graag|doe maar|noem|geef|geeft u|vertel (?:maar|eens)|kom maar|zeg (?:het|maar)|stuur|laat (?:maar )?horen",
    r"roep maar|eentje nog|nog een|wil(?:len)? graag (?:weten|horen|ontvangen|zien)|wat is dat|go on|tell me",
    r"tell us|give me|give us",
    r"send me|name (?:one|some|two)|please|think of something|(?:i'd|we'd|would) like to (?:hear|know|see)",
    r"your (?:ideas?|advice)|one more|another one",
)
IDEAS = _any(
    r"wat zou(?:den)? (?:jij|je|u|jullie)|idee(?:ën)?|voorbeeld(?:en)?|tips?|suggesties?|advies|raad|raadt",
    r"hoe (?:doen|deden|pakken) andere|wat vind(?:t)? (?:jij|u)|what would you",
    r"what do you (?:suggest|recommend|advise)|(?:any|have you|got) .{0,12}(?:ideas?|examples?|tips?|suggestions?)",
    r"how do other",
    r"where (?:would|does) .{0,20}(?:begin|start)",
)
REMINDS = _any(
    r"(?:je|u|jullie) vroeg(?:en)? (?:net |eerder |daarnet )?(?:om|of|naar|wat|hoe)",
    r"you (?:just )?asked (?:for|about|if|whether|what|how|me)",
)
WHY = _any(r"waarom|hoezo|hoe komt|hoe kwam|vanwaar|why|how come")
REPAIR = _any(
    r"sorry|excuus|excuses|neem (?:ik|dat|het) .{0,20}terug|ik vulde|nam ik .{0,15}aan|i take (?:that|it) back",
    r"i apologi[sz]e|my (?:mistake|bad)|i assumed|i jumped",
)
TENTATIVE = _any(
    r"klinkt (?:alsof|als|het)|lijkt (?:me|alsof|mij|wel)|misschien|mogelijk|wellicht|volgens mij",
    r"ik (?:gok|raad|vermoed|stel me voor|krijg het idee|krijg de indruk|hoor ook)|zou het (?:kunnen|zijn)",
    r"kan het zijn|klopt dat|is dat zo|zit ik (?:goed|ernaast|er naast)|zie ik dat|zit daar iets in|heb ik het mis",
    r"moet \w+ (?:zijn|geweest|voelen)|sounds (?:like|as|a|almost)|seems|maybe|perhaps|possibly",
    r"i (?:imagine|wonder if|guess|get the feeling|get the sense|sense|suspect)|i'm guessing|could it be",
    r"might (?:be|it)|is that (?:right|so|it|fair)|am i (?:right|close|wrong|off)|must (?:be|have|feel)",
)
OPEN_FORM = _any(r"wat|hoe|waarom|waar|welke?|wie|what|how|why|where|which|who", start=_START)
CLOSED_FORM = _any(
    r"is|zijn|was|waren|heb|hebt|hebben|heeft|had|kan|kun|kunt|kunnen|wil|wilt|mag|weet|weten|zou|doe|doet|doen|komt",
    r"gaat|ken|kent|zie|zit|herken|are|were|have|has|do|does|did|can|could|would|will|may|might",
    start=_START,
)
OWN_IDEA = _any(r"(?:hoe|wat|how|what) (?:zou|zouden|would|could|might|about|if)", start=_START)
CHECK = _any(
    r"klopt dat(?: een beetje| zo| ongeveer)?|is dat zo|(?:hoor|zie|zeg|begrijp|snap) ik (?:dat|het|je|u) (?:zo )?goed",
    r"heb ik dat goed|of zie ik dat verkeerd|is that (?:right|so|fair|it)|am i right|do i (?:have|hear) that right",
    r"(?:have i|did i) (?:got|get|heard|hear) (?:that|you) right",
    start=r"^\W*\w+\W+\w+\W+\w+.*[,.;: ]+(?:en )?",
    end=r"\W*$",
)
BLAME = _any(
    r"waarom (?:heb|hebt|hebben|had|hadden|doe|doen|doet|houd|houden|ga|gaan|laat|laten) (?:je|jij|u|jullie) .*"
    r"(?:niet|nooit|geen)",
    r"waarom (?:heb|hebben) (?:je|jullie) in (?:hemelsnaam|godsnaam)|why (?:didn't|haven't|hadn't) (?:you|they)",
    r"why (?:did|have) you never",
    start=_START,
)
OWN = _any(
    r"(?:hoe|wat) (?:zou|zouden|kan|kunnen) (?:ons|onze|mijn)|(?:how|what) (?:could|would|might|can) (?:our|my)",
    start=_START,
)
SHOULD = _any(
    r"(?:je|jij|u|jullie) (?:moet|moeten|zou|zouden|kunt beter|kan beter|kunnen beter)",
    r"dan moet(?:en)? (?:je|jij|u|jullie)|you (?:\w+ )?(?:should|must|ought|need to|have to|had better)|you'd better",
)
TAG = _any(r"toch|hè|zeker|niet dan|niet waar|right|isn't it|don't you|aren't you|wouldn't (?:it|you)", end=r"\W*$")
PUSH = _any(
    r"(?:zou|zouden|is|ben|moet|moeten|kun|kunnen|wil|willen) .*\bniet\b.*"
    r"(?:eens|gewoon|beter|iets|bang|juist|leuk|leuker|handiger|een idee)",
    r"(?:wouldn't|shouldn't|isn't it|don't you think)|why don't (?:you|we)",
    start=_START,
)
IDEA = _any(
    r"(?:misschien )?(?:is|was) het (?:dan |niet |wel )?(?:een|geen) idee om",
    r"misschien is het (?:goed|handig|slim|beter) om",
    r"(?:maybe |perhaps )?it(?:'s|s| is| might be| would be) an idea to|how about (?:a|an|we|our|doing)",
    start=_START,
)
THOUGHT_OF = _any(
    r"heb(?:t|ben)? (?:je|jij|u|jullie) (?:daar )?(?:al |ooit |wel )?(?:eens |weleens )?"
    r"(?:gedacht aan|overwogen|nagedacht over)",
    r"have you (?:ever |already )?(?:thought (?:of|about)|considered)",
    start=_START,
)
GO_ON = re.compile(
    r"^\W*(?:(?:en|and)\W+)?(?:toen|dan|daarna|hoezo|hoe dan|zoals|then|such as|like what|how so)\W*$", re.I
)
IN_YOUR_PLACE = _any(
    r"(?:ik zou|zou ik) (?!(?:heel |wel |ook |zo )?(?:graag|willen)|je|u|jullie|.*(?:vragen|weten|horen|benieuwd))",
    r"(?:i would|i'd|id) (?:just |first |simply |rather )?(?!(?:love|like|want|be|prefer|have|say|imagine|ask)\b)",
    start=r"^\W*(?:(?:nou|dan|ja|nee|well|then|in that case|in dat geval|so|yes|no)\W+)*",
    end="",
)
BOOKS = _any(
    r"(?:dan )?(?:boeken|plannen|regelen|doen) (?:we|wij) (?:dat|het|die|hem)? ?(?:meteen|gelijk|vast|gewoon|in voor)",
    r"(?:ik|dan) (?:schrijf|zet|boek) (?:ik )?(?:je|jou|u|jullie) (?:vast|meteen|gelijk|alvast|in|op)",
    r"let's book|i'll (?:book|put) you|i'll put (?:it|that) in",
)
HEARD = _any(
    r"ik hoor (?:je|u|jullie) (?:dus )?zeggen|ik begrijp dat|(?:je|u) zegt|i hear you say(?:ing)?|you say",
    r"you're saying|i understand (?:that )?you",
    start=_START,
)
FEELS = _any(
    r"(?:dat|het) (?:klinkt|lijkt (?:me|mij)|moet (?:wel )?.{0,20}(?:zijn|voelen))|(?:that|it) (?:must|sounds|seems)",
    start=r"^\W*(?:(?:goh|oh|o|nou|jeetje|poeh|wow|wauw|gosh|ah)\W+)*",
)
SMALL_TALK = _any(
    r"weer(?:tje)?|weekend|vakantie|voetbal|parkeer\w*|tram\w*|fietsenstalling|koekjes?|biscuits?|weather|football",
    r"holidays?|parking|commute",
)
