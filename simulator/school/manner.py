"""How a turn is put, where its form alone decides what can answer it: permission, remark, bare check, pointing back."""

from __future__ import annotations

import re

from simulator.school.lexicon import telling

PERMISSION = re.compile(
    r"\b(mag|mogen|zal) (ik|we|wij)\b|\b(vind|vindt) (je|u) het (goed|oké|ok|prima)\b|\bis het (goed|oké|ok) als\b"
    r"|\b(wil|wilt|zou|zal) (je|u|jij|jullie) .{0,40}\b(horen|weten|zien)\b"
    r"|\b(may|can|could|shall|might) (i|we)\b|\b(would|is) it (be )?(ok|okay|all right|alright)\b|\bdo you mind\b"
    r"|\b(would|do) you (like|want) (me )?to (hear|know|see)\b"
    r"|\b(would|does) it help( you)? if (i|we)\b|\b(helpt|zou) het( (je|jou|u|jullie))?( helpen)? als (ik|we|wij)\b",
    re.IGNORECASE,
)
# What one may ask leave for within a talk; leave for anything else (to bring a dog) the school does not give offhand.
TALKING = re.compile(
    r"\b(vraag|vragen|vertel\w*|zeg|zeggen|noem|noemen|voorleggen|delen|laten (zien|horen|weten)|samenvatten|reageren"
    r"|idee\w*|suggestie|voorstel\w*|even|horen|weten|zien|ask|tell|say|share|suggest\w*|mention|show|summari[sz]e|check|offer"
    r"|idea|explain|hear|know|see|start|begin|beginnen)\b",
    re.IGNORECASE,
)
# "Dat klinkt zwaar": says how it strikes one; it points back at what was said and claims nothing of its own.
REMARK = re.compile(
    r"^\W*(dat|het) (klinkt|lijkt|moet|zal) (?!alsof|of\b)([\w'’]+\W*){1,6}$"
    r"|^\W*(that|it) (sounds|seems|must|looks) (?!as\b|like (you|they|your|the)\b)([\w'’]+\W*){1,6}$",
    re.IGNORECASE,
)
# "Ze vinden het zeker eng?": an assumption is pushed, nothing is offered that could be put off.
TAG = re.compile(
    r"\b(toch|zeker|hè|right|(is|are|do|does|would)n't (it|they|you|he|she))\W*$|\b(zeker|vast|surely)\b", re.IGNORECASE
)
CHECK = re.compile(
    r"^\W*((en|of) )?((klopt|is) dat( zo| waar| juist| ook zo)?|echt( waar)?|toch( zeker)?|zie ik dat goed"
    r"|(zeg|heb|snap|begrijp|vat|zie) ik (dat|het)( zo)? (goed|juist)( begrepen| samen| samengevat)?"
    r"|is that (right|so|true|correct|fair)|really|am i right|(do|have|did) i (have|get|got) that right"
    r"|does that sound right|right)\W*$",
    re.IGNORECASE,
)
# The same at the end of a summary: "Is that near it?", "heb ik je goed begrepen?"
SUMMED_UP = re.compile(
    r"\b(klopt (dat|het|deze|die|mijn)|zit ik (er )?(dan |nu )?(een beetje )?(goed|in de buurt"
    r"|bij|dichtbij|naast|ernaast|ver naast)|(heb|begrijp|hoor|zie|zeg|snap|vat) ik (dat|het|je|jou|u|jullie) "
    r"(zo )?(goed|juist)|is that (near|about|close|right|it\b|(a )?fair)|(did|have|do) i "
    r"(get|got|have|understood|understand) (it|that|you)|does that (sound|seem) (right|fair)"
    r"|am i (close|right|near))\b",
    re.IGNORECASE,
)
# "Zeg alleen ja of nee."
_YES = re.compile(r"\b(ja of nee|yes or no)\b", re.IGNORECASE)
# Proposes when or how to go on together: that wants a yes, no story.
PROPOSAL = re.compile(
    r"\b((zal|zullen|mag|kan|kunnen) (ik|we|wij)\b.{0,60}\b(langs\w*|kom|komen|terug\w*|bel|bellen|mail|mailen|stuur"
    r"|sturen|afspreken|inplannen|plannen|spreken|bezoek\w*|aanschuif\w*|aanschuiv\w*|aansluit\w*))\b"
    r"|\b(als (ik|we|wij)|(what )?if (i|we)|suppose (i|we))\b.{0,40}\b(langs\w*|meekijk\w*|meekom\w*|stuur\w*|mail\w*"
    r"|opstuur\w*|came|come|joined|sat in|dropped|sen[dt]|e-?mail\w*)\b"
    r"|\b(shall|should) we say\b|\bzullen we zeggen\b"
    r"|\b(shall|should|can|could|may) (i|we)\b.{0,60}\b(come|drop|call|ring|phone|e-?mail|send|meet|visit"
    r"|book|pencil)\b",
    re.IGNORECASE,
)
# A leading question about something of the trainee's own: an idea laid before them, whatever its words are about.
OFFERS = re.compile(
    r"\bzou(den)? (dat|het|zoiets) (niet )?(iets|wat)\b|\blijkt (dat|het|zoiets)? ?(je|u|jullie)\b"
    r"|\b(zou|helpt) (dat|het|zoiets) (je |jou |jullie |u )?(helpen|passen|werken|schelen)\b"
    r"|\b(stel dat|wat als|en als|als) (ik|we|wij|onze?|ons)\b"
    r"|\b(wij|we|ik) (zou(den)?|kan|kunnen|hebben|geven|bieden)\b"
    r"|\bwould (that|it|this|something like that) (be (something|anything|of use|an idea)|help|suit|work)\b"
    r"|\bwould (that|this|the) .{1,40} be (something|anything) for\b"
    r"|\bzou (dat|die|deze|de|het) .{1,40} (iets|wat) zijn voor\b"
    r"|\bshall (i|we) (plan|book|put|reserve|arrange|set|sign)\b"
    r"|\bzal ik .{0,40}\b(inplannen|vastleggen|reserveren|opschrijven|noteren)\b"
    r"|\b(that|it) (would|might|could) (suit|help|work)\b|\b(what if|suppose|if) (i|we|our)\b"
    r"|\b(we|i) (could|also|have|offer|would|might)\b",
    re.IGNORECASE,
)
SENDS = re.compile(r"\b(mail\w*|(op)?stuur\w*|sturen|sent|send\w*|e-?mail\w*)\b", re.IGNORECASE)
# Asks at the very beginning what one is here for, whatever the greeting around it.
BEGINS = re.compile(
    r"\b(aanleiding|waar (gaat|kan|mag|zal|ligt)|wat (kan|kunnen|mag|zoek\w*|wil\w*)"
    r"|wat is (de|jullie|je|uw) (vraag|idee|plan|wens)"
    r"|vertel (eens|maar|me)|steek van wal|what (can|could|is it|are you|would you|do you|did you|brings|prompted|made)"
    r"|tell me|where do we (start|begin))\b",
    re.IGNORECASE,
)
# What somebody feels, finds, means or likes: only they can tell, so nobody else is named who would know.
INNER = re.compile(
    r"\b(waarom|hoezo|hoe komt|wat maakt|voel\w*|gevoel|vind\w*|vond\w*|denk\w*|dacht\w*|bedoel\w*|betekent|beleef\w*"
    r"|ervaar\w*|beval\w*|belangrijk|voor (jou|jullie|je)|met je|jouw|jezelf|je eigen|lievelings\w*|favoriete|vakantie"
    r"|zeg je|zegt u|zou(dt)? (je|u) zeggen|tevreden|geslaagd|(je|jij|u) (zelf|ooit|wel ?eens)|trots|hoop\w*|wens\w*"
    r"|why|how come|what makes|feel\w*|felt|think|thought|mean\w*|matter\w*|important|(for|to) you|yourself|your own"
    r"|(would|do) you (say|call)|content|satisfied|pleased|proud|hope|wish|you ever"
    r"|favou?rite|holidays?)\b|^\W*(is|was|isn't|wasn't) (dat|het|that|it) (niet |not |a bit |een beetje )?[\w']+\W*$"
    r"|^\W*(ben|was|are|were) (je|jij|u|you) ((wel |een beetje )?moe|[\w']+)\W*$",
    re.IGNORECASE,
)
# Asks for what happened: a story, not a conclusion.
HAPPENED = re.compile(
    r"\b(wat (gebeurde|is er (toen )?gebeurd)|hoe (ging|liep|verliep|was) (dat|het)|what (exactly |actually )?happened"
    r"|how did (it|that) (go|happen)|wat deed je toen|what did you do)\b",
    re.IGNORECASE,
)
# Asks what it is like: to have said one's own question, for one.
LIKE = re.compile(
    r"\b(hoe is (het|dat)|hoe voelt|wat doet (het|dat) met|hoe klinkt|what('s| is) (it|that) like"
    r"|how does (it|that) (feel|sound)|how is (it|that))\b",
    re.IGNORECASE,
)
# Looks ahead: once the school has its own question, this asks on about what it would want or begin with.
AHEAD = re.compile(
    r"\b(zou\w*|wil\w*|wens\w*|hoop\w*|hopen|gaan?|straks|volgende?|morgen|nodig|help\w*|plan\w*|stap\w*"
    r"|begin\w*|start\w*|stel|anders|verder|doen|idee\w*|kie[sz]\w*|eerste?|mag|mogen|would|will|wish|hop(e|ing)"
    r"|going to|next|tomorrow|need\w*|steps?|suppose|different\w*|further|to do|ideas?|choos\w*|first|more)\b"
    r"|\b(en|and) (dan|then)\W*$",
    re.IGNORECASE,
)
# Thanks for the talk as a whole: late in it that is a goodbye.
THANKS = re.compile(
    r"\b((be)?dankt?|dank (je|jou|jullie|u)|dankjewel|dankuwel)\b.{0,30}\bvoor (je|jullie|uw|jouw|het|dit|deze|alles)\b"
    r"|\bthank(s| you)\b.{0,30}\bfor (your|being|the|this|talking|everything|having)\b"
    r"|\b(bedankt|dank je wel|dankjewel|thanks|thank you)(?!( je)? (dat|voor dat|for telling))( \w+)?"
    r"(, (en )?[\w' ]{3,60})?\W*$",
    re.IGNORECASE,
)
# Asks who somebody is, by name.
WHO_IS = re.compile(r"\b(?:[Ww]ie is|[Ww]ho(?: i|')s) ([A-Z]\w+)")
# Says what was asked before: as good as asking it.
ASKED = re.compile(
    r"\b(ik (vroeg|bedoel(de)?|wou|wilde) |mijn vraag was|i (asked|meant|wanted to know|still need)"
    r"|my question was|ik (moet|wil) nog .{0,20}weten)",
    re.IGNORECASE,
)
# Says when they will speak again: late in a talk, a goodbye.
_WHEN = (
    r"(volgende (week|keer|maand)|morgen|over (een|twee|drie|\d|een paar) (dagen|week|weken)"
    r"|(maan|dins|woens|donder|vrij)dag|binnenkort|next (week|time|month)|tomorrow|in (a|two|three|\d) (day|week)s?"
    r"|(mon|tues|wednes|thurs|fri)day)"
)
_MEET = (
    r"(bel|mail|spreek|zie|schrijf|bellen|mailen|spreken|zien|kom|komen|call|ring|phone|e-?mail|write|see you|come"
    r"|drop by|get back)"
)
APPOINTMENT = re.compile(rf"\b{_MEET}\b.{{0,40}}\b{_WHEN}\b|\b{_WHEN}\b.{{0,40}}\b{_MEET}\b", re.IGNORECASE)
# Asks about the day that it names ("als ik morgen om tien uur kom, wat zie ik dan?").
WONDERS = re.compile(
    r"(^|[,.;:–—]\s*|\b(en|and|maar|but)\s+)(wat|hoe|wie|waar|waarom|welke?|what|how|who|where|why|which)\b[^?]*\?\W*$",
    re.IGNORECASE,
)
# Asks what was meant: the same again in other words is the answer.
MEANT = re.compile(
    r"\b(bedoel(t|de|en)?|leg\b.{0,12}\buit|begrijp|snap|kwijt|nog (eens|een keer)|mean|meant|don't (follow|understand)"
    r"|explain|say that again|lost me)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(dat|die|ze|toen|daar(van|aan|bij|over|mee|voor|toe|in|op|na)?|that|this|they|them|those|then|rest)\b"
    r"|^\W*(waarom niet|why not)\b",
    re.IGNORECASE,
)
_LEAVE = re.compile(r"\?|^\W*(mag|kan|kunnen|zal|may|can|could|shall|is|are)\b", re.IGNORECASE)


def points_back(text: str, language: str) -> bool:
    """Return whether a turn names nothing of its own and points at what was said ("Hoe lang is dat al zo?")."""
    return bool(_BACK.search(text)) and len(text.split()) <= 12 and not telling(text, language)


def asks_leave(text: str) -> bool:
    """Return whether a turn that hands over the lead is put as a question at all."""
    return bool(_LEAVE.search(text))


def proposes(text: str) -> bool:
    """Whether words propose when or how to go on together."""
    return bool(PROPOSAL.search(text) or APPOINTMENT.search(text))


def wants_a_yes(text: str, last: str) -> bool:
    """Whether a turn, whose last unit is `last`, asks to be told that it is right."""
    checks = CHECK.match(last) or SUMMED_UP.search(last) or _YES.search(last)
    return checks is not None or text.rstrip().endswith("?")
