"""Dutch lines of a trainee as open questions: forms that are certain, and what to ask where none is.

Each form is (pattern, question). A pattern reads the whole line, lower case, without marks, hedges and opening words.
`{v}` is the verb, turned behind its subject `{s}`; `[je|u|jullie]` as in `frames_nl`.
"""

from __future__ import annotations

# What makes a line a guess or softens it, and carries none of its matter.
HEDGES = (
    r"vast wel|vast en zeker|vast|zeker wel|natuurlijk|waarschijnlijk|ongetwijfeld|neem ik aan|"
    r"denk ik|volgens mij|dus|"
    r"toch|gewoon|eigenlijk|eerlijk gezegd|ook|wel|hoor|misschien|ook weer|zal wel|nou|eens|even|nu"
)
OPENINGS = (
    r"(?:(?:oke|oké|ok|nou|en|maar|dus|ja|nee|want|hé|he|hm+|ah|oh|o|goed|zeg|sorry|haha|mooi|leuk|fijn|tja)\W+)+"
)
SUBJECT = (
    r"(?P<s>jullie(?! \w+(?:s|en|team|school|rooster|klas|groep)\b)|je(?! (?:team|collega|klas))|jij|"
    r"u|ze|zij|hij|het|dat|dit|"
    r"(?:de|het|die|dat|deze|dit|jullie|je|jouw|uw|hun|sommige|veel|alle) (?:\w+e )?\w+)"
)
SOFT = r"(?:(?:heel|erg|best|zo|een beetje|wat|te|nog|al|veel te|super|behoorlijk|enorm|altijd|niet|nogal) )*"
_PLAIN = """
bang bekend belangrijk beperkt betrokken blij chaotisch creatief divers druk duur eng enthousiast ervaren flexibel
frustrerend gemotiveerd groot haalbaar hecht hoog jong klein krap lang lastig leuk makkelijk moe moeilijk nodig
onrustig onzeker oud prettig ruim rustig saai spannend stevig strak tevreden trots ver vermoeiend vervelend vol
zenuwachtig zwaar zwak
"""
_WITH_E = """
volle:vol drukke:druk grote:groot kleine:klein hoge:hoog lange:lang krappe:krap strakke:strak zware:zwaar
hechte:hecht enthousiaste:enthousiast rustige:rustig lastige:lastig moeilijke:moeilijk belangrijke:belangrijk
oude:oud jonge:jong creatieve:creatief ruime:ruim beperkte:beperkt chaotische:chaotisch diverse:divers
stevige:stevig
"""
ADJECTIVES = {word: word for word in _PLAIN.split()} | dict(pair.split(":") for pair in _WITH_E.split())
FEELING = (
    r"(?:leuk|lastig|moeilijk|spannend|eng|vervelend|fijn|belangrijk|saai|zwaar|druk|nodig|goed|raar|"
    r"jammer|mooi|prettig|frustrerend)"
)
FILL: tuple[tuple[str, str], ...] = (
    (
        r"(?:jullie|je|jij|u) (?:hebben|hebt|heb|heeft) (?:\w+ )?een {soft}{adj} (?P<n>\w+)",
        "Hoe {adj} is [jullie|uw] {n} eigenlijk?",
    ),
    (
        r"{subject} (?:hebben|hebt|heb|heeft) (?:er )?{soft}(?:geen|weinig|veel|genoeg|meer) (?P<n>tijd|"
        r"ruimte|ervaring|rust|steun|uren)(?: .*)?",
        "Hoe zit het bij [jullie|u] met de {n}?",
    ),
    (
        r"{subject} (?:hebben|hebt|heb|heeft) (?:er )?{soft}(?:geen|weinig|veel|genoeg|meer) (?P<n>geld|"
        r"budget)(?: .*)?",
        "Hoe zit het bij [jullie|u] met het {n}?",
    ),
    (
        r"{subject} (?P<v>vinden|vindt|vind) (?:het|dat|dit|die \w+) {soft}{feeling}(?: .*)?",
        "Hoe {v} {s} dat eigenlijk?",
    ),
    (
        r"(?:het|dat|dit) (?:is|was|moet|zal|lijkt me) {soft}{adj}(?: zijn)? voor (?P<n>jullie|je|jou|u|"
        r"hen|ze|(?:de|die|het|je|jullie|uw) \w+)(?: zijn)?",
        "Hoe is dat voor {n}?",
    ),
    (r"(?:het|dat|dit) (?:is|was|moet|zal|lijkt me) {soft}{adj}(?: .*)?", "Hoe is dat voor [je|u]?"),
    (r"{subject} (?P<v>willen|wilt|wil) (?:\w+ ){0,9}\w+", "Wat {v} {s} zelf het liefst?"),
    (r"(?:jullie|je|jij|u) (?:zijn|bent|ben) {soft}{adj}(?: .*)?", "Hoe [kijk je|kijkt u] daar zelf naar?"),
    (
        r"(?P<s>(?:de|die|jullie|je|uw) (?:\w+e )?\w+) (?:zijn|is|was|waren) {soft}{adj}(?: .*)?",
        "Hoe zit dat bij {s}?",
    ),
    (
        r"(?P<s>(?:de|die|jullie|je|uw) (?:\w+e )?(?!hebben|hebt|zijn|bent|willen|moeten|kunnen|vinden|"
        r"missen)\w+(?:en|s|team|school|klas)) \w+(?: .*)?",
        "Hoe zit dat bij {s}?",
    ),
)
FILL_ELSE = (
    "Ik vul nu iets in. Hoe is het echt, bij [jullie|u]?",
    "Dat neem ik nu zomaar aan. Hoe zit het bij [jullie|u]?",
    "Ik merk dat ik iets invul. Hoe [zie jij|ziet u] het zelf?",
    "Hoe zit dat volgens [jou|u] zelf?",
    "Hoe ligt dat eigenlijk bij [jullie|u]?",
    "Dat bedenk ik nu zelf. Hoe gaat het in werkelijkheid?",
    "Hoe gaat dat bij [jullie|u] eigenlijk?",
)
CLOSED: tuple[tuple[str, str], ...] = (
    (
        r"(?P<v>ben|bent|zijn) (?P<s>je|jij|u|jullie) {soft}{adj}(?P<rest> (?:met|over|op|in|voor) .+)?",
        "Hoe {adj} {v} {s}{rest}?",
    ),
    (
        r"(?P<v>is|was|zijn|waren) (?P<s>het|dat|dit|ze|(?:de|het|die|dat|jullie|je|uw) (?:\w+e )?\w+)"
        r" {soft}{adj}(?P<rest> (?:bij|op|in|voor|met|hier) ?.*)?",
        "Hoe {adj} {v} {s}{rest}?",
    ),
    (
        r"(?P<v>vinden|vindt|vind|vonden|vond) {subject} (?:het|dat|dit|zoiets) {soft}{feeling}(?: .*)?",
        "Hoe {v} {s} dat?",
    ),
    (
        r"(?P<v>vinden|vindt|vind|vonden|vond) {subject} (?P<n>(?:de|die|het|dat) \w+) {soft}{feeling}",
        "Wat {v} {s} van {n}?",
    ),
    (
        r"(?P<v>gaat|ging|loopt|liep|lukt|lukte|werkt|werkte|verliep|bevalt|beviel)"
        r" {subject} {soft}(?:goed|lekker|prima|soepel|fijn)?(?P<rest> ?(?:met|bij|op|in) .+)?",
        "Hoe {v} {s}{rest}?",
    ),
    (
        r"is er (?P<s>) ?{soft}iets (?P<rest>gebeurd|veranderd|misgegaan|aan de hand|gedaan|"
        r"afgesproken)(?: .*)?",
        "Wat is er {rest}?",
    ),
    (
        r"(?P<v>heb|hebt|heeft|hebben|doe|doet|doen|wil|wilt|willen|zie|ziet|zien|mis|mist|missen|"
        r"verwacht|verwachten|zoek|zoekt|zoeken) {subject} (?P<mid>(?:al|zelf|er|hier|daar|hier al)"
        r" )?(?:nog |al |ook |wel )*(?:iets|wat)(?P<rest> (?!aan)[^?]+)?",
        "Wat {v} {s} {mid}{rest}?",
    ),
    (
        r"(?P<v>loop|loopt|lopen|maak|zit|zitten|twijfel|twijfelt) {subject} (?:nog |"
        r"ook )?ergens(?P<rest> (?:tegenaan|tegen aan|mee|over|tegen op))",
        "Waar {v} {s}{rest}?",
    ),
    (
        r"(?:klopt dat|klopt het|toch|is dat zo|heb ik dat goed|begrijp ik dat goed|zie ik dat goed|"
        r"is het niet)",
        "Hoe zou [jij|u] het zelf zeggen?",
    ),
    (r"(?P<v>willen|wil|wilt) (?P<s>jullie|je|jij|u) (?:graag |liever |liefst |dat )?.*", "Wat {v} {s} het liefst?"),
    (
        r"zijn er (?:nog |al |ook )*(?P<n>andere \w+(?:en|s)|wensen|ideeën|zorgen|ervaringen|"
        r"verwachtingen|plannen|afspraken)",
        "Welke {n} zijn er?",
    ),
    (
        r"(?P<v>doen|werken|denken|praten) (?P<s>(?:de|die|jullie|je|uw) (?:\w+e )?\w+) (?:ook |allemaal |"
        r"wel |goed )*(?P<rest>mee|samen|erover)",
        "Hoe {v} {s} {rest}?",
    ),
    (
        r"(?P<v>weten|weet) (?P<s>(?:de|die|jullie|je|uw|het) (?:\w+e )?\w+)(?: al)? (?P<rest>ervan|"
        r"hiervan|daarvan|er al van|er van)",
        "Wat {v} {s} {rest}?",
    ),
)
LEAD: tuple[tuple[str, str], ...] = (
    (r"(?:is|was) het (?:dan |nou |toch )?niet zo dat .*", "Hoe [kijk je|kijkt u] daar zelf naar?"),
    (
        r"(?:vinden|vindt|vind) (?:je|jij|u|jullie) (?:het|dat) (?:ook |dan )?(?:niet |"
        r"geen )?(?:een beetje |erg )?(?:zonde|jammer|gek|raar|lastig|vervelend).*",
        "Hoe [kijk je|kijkt u] daar zelf naar?",
    ),
    (
        r"(?:heb|hebt|heeft|hebben) (?:je|jij|u|jullie) (?:\w+ )*?(?:gedacht|nagedacht|overwogen)(?: .*)?",
        "Waar [heb je|hebt u] zelf al aan gedacht?",
    ),
    (
        r"(?P<v>vinden|vindt|vind) {subject} (?:het|dat|dit|zoiets|die \w+|de \w+)(?: .*)?"
        r" {feeling}(?: .*)?",
        "Hoe {v} {s} dat zelf?",
    ),
    (r"(?:waarom|hoezo) .*\b(?:niet|geen|nooit)\b.*", "Wat [heb je|hebt u] tot nu toe geprobeerd?"),
    (
        r"(?:wil|wilt|willen|kies|kiezen|ga|gaan|denk|denken|doe|doen) (?:je|jij|u|jullie) .*\bof\b.*",
        "Wat zou [je|u] zelf het liefst willen?",
    ),
    (
        r"(?:zou|zouden|is|zijn|past|passen|lijkt|lijken|werkt|helpt|kan|kunnen|hoe zou|hoe past)"
        r" .*\b(?:jullie|je|jou|u|school|iets|wat|passen|helpen)\b.*",
        "Wat zou er volgens [jou|u] goed passen?",
    ),
)
LEAD_ELSE = (
    "Hoe [kijk je|kijkt u] daar zelf naar?",
    "Wat zou volgens [jou|u] helpen?",
    "Wat [heb je|hebt u] zelf in gedachten?",
    "Waar [denk je|denkt u] zelf aan?",
    "Wat is daarin voor [jou|u] het belangrijkst?",
    "Hoe ziet het eruit als het gaat zoals [je|u] hoopt?",
    "Wat zou er volgens [jou|u] goed passen?",
)
TAGGED = (
    "Hoe zou [jij|u] het zelf zeggen?",
    "Hoe [kijk je|kijkt u] daar zelf naar?",
    "Waar gaat het [jou|u] zelf om?",
    "Hoe [zie jij|ziet u] dat zelf?",
)
HOLD_BACK = (
    "Ik heb een idee, maar dat bewaar ik even.",
    "Ik wilde al met iets komen. Eerst wil ik het beter begrijpen.",
    "Voor ik iets voorstel, wil ik iets vragen.",
    "Ik houd mijn idee nog even voor me.",
    "",
    "Mijn idee komt later wel.",
    "",
    "Ik loop op de zaken vooruit, dus terug naar [jullie|u].",
)
PERMISSION = (
    "Mag ik een idee noemen, of is dat nog te vroeg?",
    "[Wil je|Wilt u] ideeën horen, of praten we eerst verder over wat er bij [jullie|u] speelt?",
    "Zal ik straks een idee noemen, of komt dat nu goed uit?",
    "Waar [heb je|hebt u] nu het meeste aan: een idee van mij, of dat ik nog even luister?",
    "Is er ruimte voor een idee van mij, of [wil je|wilt u] eerst nog iets kwijt?",
)
INFORM = (
    "Ik weet wel iets over {n}. [Wil je|Wilt u] dat nu horen, of [vertel je|vertelt u] liever eerst verder?",
    "[Wil je|Wilt u] iets horen over {n}, of is iets anders nu belangrijker?",
    "Wat [wil je|wilt u] weten over {n}?",
    "Zal ik iets vertellen over {n}, of [wil je|wilt u] eerst zelf nog iets kwijt?",
    "Welke vragen [heb je|hebt u] over {n}?",
)
INFORM_ELSE = (
    "[Wil je|Wilt u] daar nu iets over horen, of is iets anders belangrijker?",
    "Wat [wil je|wilt u] daarover van mij weten?",
    "Zal ik daar iets over vertellen, of [wil je|wilt u] eerst zelf nog iets kwijt?",
    "Welke vragen [heb je|hebt u] daarover?",
    "Wanneer [heb je|hebt u] daar het meeste aan: nu, of als ik meer van [jullie|u] weet?",
)
CURIOUS = (
    "Hoe is dat zo gekomen?",
    "Wat maakt dat het bij [jullie|u] zo gaat?",
    "Hoe gaat dat bij [jullie|u]?",
    "Hoe [kijk je|kijkt u] daar zelf naar?",
    "Wat is daarin voor [jullie|u] belangrijk?",
    "Help me dat begrijpen: hoe gaat dat bij [jullie|u]?",
    "Hoe is dat voor [jullie|u]?",
    "Hoe is dat zo gegroeid?",
)
START = (
    "Wat speelt er bij [jullie|u]?",
    "Wat houdt [je|u] hierin het meest bezig?",
    "Hoe gaat dat nu bij [jullie|u]?",
    "Wat [hoop je|hoopt u] dat er verandert?",
    "Vertel eens, hoe is deze vraag ontstaan?",
    "Wat maakt dat dit nu speelt?",
)
ASKS = (
    r"(?:hoe(?!veel| vaak| lang| laat| groot| oud| ver\b| duur)|wat|waar(?:mee|aan|in|door|van|over|"
    r"naar|toe|bij|om|op)?|welke|wie|vertel)\b"
)
SPLIT = r"\?\s*|\s+(?:en|of|,)\s+(?=(?:hoe\w*|wat|waar\w*|welke|wie|wanneer|waarom|hebben|heb|is|zijn|kan|wil)\b)"
TAG = r"\W*\b(?:toch|hè|he|zeker|niet waar|nietwaar|niet dan|klopt dat|klopt toch|of niet)$"
TURNS = {"hebt": "heb", "vindt": "vind", "wilt": "wil", "bent": "ben", "kunt": "kun", "doet": "doe", "ziet": "zie"}
"""Verbs that lose their t before je."""
