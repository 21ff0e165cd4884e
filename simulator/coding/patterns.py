"""Turns of phrase, Dutch and English, by which the rules know wishes, repairs and forms."""

from __future__ import annotations

import re

_START = r"^\W*(?:(?:en|maar|dus|nou|oké|ok|okay|and|but|so|well)\W+)*"


def _any(*parts: str, start: str = r"\b", end: str = r"\b") -> re.Pattern[str]:
    """Return a pattern for any of the parts, which are parted by bars within and between."""
    return re.compile(f"{start}(?:{'|'.join(parts)}){end}", re.IGNORECASE)


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
REPAIR = _any(
    r"sorry|excuus|excuses|neem (?:ik|dat|het) .{0,20}terug|ik vulde|nam ik .{0,15}aan|i take (?:that|it) back",
    r"i apologi[sz]e|my (?:mistake|bad)|i assumed|i jumped",
)
_AND = r"^\W*(?:\w+,\s+)?(?:(?:en|maar|dus|and|but|so|because|want)\s+)?"
BEGINS_ASKING = re.compile(
    _AND
    + r"(?:waarom|hoezo|hoe|wie|wanneer|welke?|wat(?! (?:je|jij|u|jullie|we|wij|ik|een|moet jij|zal|mooi|fijn|goed)\b)"
    r"|why|how|who|when|which|what(?! (?:you|we|i|a|an|lovely|great)\b))\b",
    re.IGNORECASE,
)
SUMS = re.compile(
    r"\b(?:ik vat\b.{0,25}\bsamen|(?:als|om|even) (?:ik |het |dit |dat |je |u |even |te )*sam?en ?(?:ge)?vat\w*"
    r"|samengevat|(?:ik hoor|hoor ik) (?:je|u|jou|ook|vooral|dus|daar|een)|to sum up|i['’]?m hearing|what i hear"
    r"|(?:let me|to|if i) sum\w* (?:that |this |it )?up)\b"
    r"|\b(?:klopt dat|is that (?:right|fair|close|near it)|heb ik dat goed)\b[^.?!]{0,20}\W*$",
    re.IGNORECASE,
)
"""Sums up, or asks whether what was said back is right."""
WHY = re.compile(_AND + r"(?:waarom|hoezo|why|how come)\b", re.IGNORECASE)
TO_YOU = re.compile(
    r"\b(?:je|jij|jou|jouw|u|uw|jullie|you|your|heb|hebt|kun|doe)\b|\b(?:dan geen|fatsoenlijk)\b", re.IGNORECASE
)
BLAMES = re.compile(
    r"\b(?:niet|nooit|geen|niets|niks|dan|toch|gewoon|pas|hemelsnaam|godsnaam|fatsoenlijk|not|never|nothing|no|on earth"
    r"|ever|just|if|only|then)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What makes a why a reproach: that something was not done, or is past understanding."""
EASES = _any(
    r"(?:neem|neemt) (?:je|uw|er de|de) tijd",
    r"(?:je|u|jullie) hoef(?:t|ven)?(?: (?:u|het|dat|er|nog|nu))* niet (?:meteen|nu|gelijk|direct|te (?:weten|zeggen))",
    r"geen haast|take your time|no (?:rush|hurry)|needn['’]t (?:answer|know|say)",
    r"(?:don['’]?t|do not) have to (?:know|answer|say|decide)",
)
REFERS = _any(
    r"(?:ik bedoel(?:de)?|i mean(?:t)?) (?:de|het|die|dat|the|that|those|what) .{0,30}"
    r"(?:net|zei|zegt|noemde|noemt|said|mentioned|spoke)",
    start=r"^\W*(?:(?:nee|no|sorry|ja|well)\W+)*",
)
_IM_AT_IT = r"(?:ik (?:zit|zat|sta|stond|ben|was)|zit ik|zat ik) .{0,8}(?:weer|alweer|te veel) .{0,12}"
OWNS_UP = _any(
    r"daar ga ik weer|ik (?:draaf|draafde|sla|sloeg) (?:een beetje |wat |weer )?door|ik (?:loop|liep) .{0,20}vooruit",
    r"(?:ging|ga|was) (?:ik )?(?:iets |wat )?te (?:snel|vlug|vroeg)(?: van (?:mij|me))?|verkoop(?:praatje|verhaal)",
    _IM_AT_IT + r"(?:verkopen|zenden|vertellen|pitchen|aanprijzen|invullen)",
    r"ik (?:leg|laat|stop|schuif) .{0,14}(?:folder|verhaal|aanbod|voorstel|praatje) .{0,12}(?:weg|opzij|los|liggen)",
    r"had ik .{0,20}(?:moeten vragen|niet moeten zeggen)|(?:vergeet|schrap) .{0,12}wat ik .{0,9}zei",
    r"there i go(?: again)?|i(?:'m| am| was) (?!not)(?:just |only )?(?:selling|pitching|lecturing)(?: again)?",
    r"that was me (?:selling|pitching)|(?:scratch|strike) that|forget what i .{0,6}said",
    r"getting ahead of myself|jump(?:ed|ing) (?:ahead|the gun)",
    r"(?:quick|fast|soon|early|hasty) of me|i should(?:n't)? have (?:asked|said|let you)",
    r"(?:put|putting|leave|leaving) (?:my|the) (?:folder|brochure|offer|pitch|leaflet) (?:away|aside|down)",
    r"ik (?:duw|drijf|push)\b(?=\W*$| .{0,8}(?:te|weer)\b)|i['’]?m (?:rushing|pushing) you",
)
"""Says of oneself that one was telling, selling or too quick: that is taken back, with or without a "sorry"."""
_FEELS_FOR = _any(
    r"(?:(?:het |dat )?spijt me|(?:i['’]?m |i am )?(?:so |very )?sorry).{0,12}"
    r"(?:om te horen|to hear|for your (?:loss|trouble)|that happened|must have been)\b[^,;]*",
    r"wat spijt me dat voor\b[^,;]*|(?:i['’]?m|i am) so sorry\W*$",
    end="",
)
_MISHEARS = _any(
    r"(?:didn['’]?t|did not) (?:quite )?catch\b[^,;]*|versta .{0,8}niet\b[^,;]*|wat zei (?:je|u)\W*$",
    r"(?:(?:could|can|would) you )?say that again\b[^,;]*",
    start=r"\b(?:sorry\W+)?(?:(?:i|ik)\W+)?",
    end="",
)


_THANKS = re.compile(
    r"^\W*(?:(?:o|oh|ja|yes|nee|no|oké?|okay|nou|well)\W+)*(?:dank|bedankt|thank(?!\W+(?:god|heaven)))"
    r"(?!.*(?:recht|correct|corrig|verbeter|terug|straight|right|wrong))[^,;.!?]*\W*$",
    re.IGNORECASE,
)


def takes_nothing_back(text: str) -> bool:
    """Return whether a text is only thanks, sympathy or a wish to hear again, and nothing beside it takes back."""
    if _THANKS.match(text) and not REPAIR.search(text):
        return True
    rest = _MISHEARS.sub(" ", _FEELS_FOR.sub(" ", text))
    return rest != text and not REPAIR.search(rest) and not OWNS_UP.search(text)


APOLOGY = _any(
    r"(?:mijn |my )?(?:excuus|excuses|apologies)",
    start=r"^\W*(?:(?:o|oh|ah|ja|nee|yes|no|oeps|oops)\W+)*",
    end=r"[^\w?]*$",
)
"""Nothing but an apology."""
OPEN_FORM = _any(r"wat|hoe|waarom|waar|welke?|wie|what|how|why|where|which|who", start=_START)
CLOSED_FORM = _any(
    r"is|zijn|was|waren|heb|hebt|hebben|heeft|had|kan|kun|kunt|kunnen|wil|wilt|mag|weet|weten|zou|doe|doet|doen|komt",
    r"gaat|ken|kent|zie|zit|herken|are|were|have|has|do|does|did|can|could|would|will|may|might",
    start=_START,
)
CHECK = _any(
    r"klopt (?:dat|het)(?: zo| een beetje| ongeveer)?",
    r"heb ik (?:dat|het|je|u|jullie) (?:zo |dan )?goed(?: begrepen| gehoord| verstaan)?",
    r"is dat zo|zie ik dat (?:goed|verkeerd)|heb ik het mis|vergis ik me",
    r"(?:zeg|snap|begrijp|vat) ik (?:dat|het|je|u|jullie) (?:zo )?(?:goed|juist)(?: samen)?|does that sound right",
    r"zeg het (?:maar |gerust )?als ik (?:het mis heb|ernaast zit)",
    r"is that (?:right|fair|it|correct|so|about right)|(?:tell|correct) me if i(?:['’]m| am) wrong|am i wrong",
    r"(?:have i got|do i have|did i get|did i hear) (?:that|it|you) (?:right|correctly)|am i right",
    start=r"^\W*(?:(?:en|maar|of|and|but|or)\W+)?",
    end=r"\W*$",
)
WANTS_TO_KNOW = re.compile(
    r"\b(?:ik (?:wil|wou|zou|hoor|weet)|wil ik|zou ik|hoor ik|i(?:['’]d| would) (?:like|love)|i want(?:ed)?)\b"
    r"(?:\W+[\w']+){0,5}?\W+(?:horen|hoor|weten|begrijpen|snappen|hear|know|understand)"
    r"(?:\W+[\w']+){0,3}?\W+(?:wat|hoe|waar\w*|wie|welke?|wanneer|what|how|where|who|which|why|when)\b",
    re.IGNORECASE,
)
QUOTES = re.compile(
    r"^\W*(?:(?:en|dus|oké?|hm+|ja|and|so|okay)\W+)?"
    r"(?:(?:je|jij|u|jullie) (?:zegt|zei|zeiden|zeggen|noemt|noemde|noemden)|you (?:say|said|mentioned|were saying))\b",
    re.IGNORECASE,
)
QUOTED = re.compile(
    r",\s*(?:(?:zegt|zei|zeiden|zeggen) (?:je|jij|u|jullie)(?: net| daarnet)?|you (?:say|said)(?: just now)?)\W*$",
    re.IGNORECASE,
)
"""Says behind them whose words those were."""
IDEA = re.compile(
    r"^\W*(?:(?:en|dus|and|so)\W+)?(?:misschien|wellicht|maybe|perhaps)\W+(?:(?:is|was) (?:het|dit|dat) )?(?:wel )?"
    r"(?:een|an?) (?:\w+ )?idee?a?\b",
    re.IGNORECASE,
)
_SO = r"^\W*(?:(?:en|maar|dus|oké?|nou|and|but|so|okay|right)\W+)?"
_IS = (
    r"is|zijn|was|waren|moet\w*|mag|mogen|mocht|zou\w*|wil\w*|gaat|gaan|kan|kunnen|heb\w*|heeft|had|wordt|word\w*|doe\w*"
    r"|vind\w*|hoop\w*|zie\w*|gebeurt\w*|komt?"
)
_AUX = r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|might|may"
WONDERS = _any(
    rf"(?:wat|hoe|welke?|wie|waar\w*|wanneer) (?:\w+ ){{0,2}}?(?:{_IS})",
    rf"(?:what|how|which|who|where|when) (?:[\w']+ ){{0,2}}?(?:{_AUX})",
    start=_SO,
)
"""Begins as a question does that asks for what is so, not for a reason."""
REPROACHES = _any(
    r"waarom|hoezo|hoe (?:kun|kan|kom)\w*|wat (?:een|denk|bezielt|heeft .* voor zin)|toch|onzin|flauwekul|belachelijk",
    r"why|what's the point|nonsense|rubbish|ridiculous|what an?",
    r"how (?:could|can|come)|what (?:were|was) (?:you|she|he|they) thinking|what (?:on earth|possessed)",
)
"""What makes a question that begins so a reproach."""
SMALL_TALK = _any(
    r"hoe (?:gaat|is (?:het|ie)|was (?:je|uw|het|de)|maakt)",
    r"how (?:are you|have you|do you do|was (?:your|the)|is it going)",
    r"weekend|vakantie|reis|holidays?|half-term|journey|trip|weather|weer",
)
"""Asks after somebody, as one does at the door."""
