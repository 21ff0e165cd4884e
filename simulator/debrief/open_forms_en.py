"""English lines of a trainee as open questions; the notation is that of `open_forms_nl`."""

from __future__ import annotations

BARE = r"\b(do|does|did|is|are|was|were|would|could|should|have|has|wo|ca)nt\b"
"""Typed without its apostrophe."""

HEDGES = (
    r"must|probably|surely|obviously|of course|no doubt|i bet|i guess|i suppose|i assume|i imagine|i'm sure|clearly|"
    r"certainly|just|really|actually|so|then|maybe|perhaps|i think"
)
OPENINGS = r"(?:(?:ok|okay|well|and|but|so|yeah|yes|no|right|hm+|ah|oh|good|sorry|haha|great|nice|lovely|i see)\W+)+"
SUBJECT = (
    r"(?P<s>you(?! all)|they|he|she|it|that|this|(?:the|that|this|those|these|your|their|some|many|"
    r"most|all) (?:\w+ )?\w+)"
)
SOFT = r"(?:(?:very|quite|rather|a bit|a little|so|too|really|pretty|still|always|not|all|awfully) )*"
_ADJECTIVES = """
busy full packed tight large big small long short close involved calm hard difficult tricky important fun exciting
happy proud known far old young expensive motivated creative restless tired afraid scary annoying frustrating
limited needed easy exhausting unsure weak boring chaotic experienced diverse strong flexible nervous keen
enthusiastic satisfied pleased stressful heavy tough quiet worried
"""
ADJECTIVES = {word: word for word in _ADJECTIVES.split()}
FEELING = (
    r"(?:fun|hard|difficult|exciting|scary|annoying|nice|important|boring|tough|busy|good|odd|sad|"
    r"lovely|useful|frustrating|tricky|stressful)"
)
FILL: tuple[tuple[str, str], ...] = (
    (r"you (?:will |'ll )?have (?:got )?(?:a|an) {soft}{adj} (?P<n>\w+)", "What is your {n} like?"),
    (
        r"{subject} ?(?:will |'ll |'ve )?(?:have|has|had|got) (?:got )?{soft}(?:no|little|not much|"
        r"not enough|enough|plenty of|lots of|a lot of|hardly any) (?P<n>time|money|budget|space|room|"
        r"experience|support|energy)(?: .*)?",
        "What is it like at your school when it comes to {n}?",
    ),
    (
        r"(?:it|that|this) (?:is|was|be|feels?|sounds?) {soft}{adj} for (?P<n>you|them|everyone|(?:the|"
        r"your|those) (?:\w+ )?\w+)",
        "What is that like for {n}?",
    ),
    (r"(?:it|that|this) (?:is|was|be|feels?|sounds?) {soft}{adj}(?: .*)?", "What is that like for you?"),
    (
        r"(?P<s>you|they|(?:the|your|those|most|many) (?:\w+ )?\w+s) (?:all )?(?:want|wants|need|needs|"
        r"would like) .+",
        "What do {s} want most?",
    ),
    (
        r"(?P<s>(?:the|your|those|most|many) (?:\w+ )?\w+(?:s|children|people|staff)) (?:are|were|be|feel|"
        r"find|think|will|don't|do not|can't|won't|have|hate|love|like)(?: .*)?",
        "How do {s} look at that?",
    ),
    (r"you(?:'re| are| were| be| feel)? {soft}{adj}(?: .*)?", "How do you look at that yourself?"),
)
FILL_ELSE = (
    "I'm filling something in here. How is it really for you?",
    "I'm assuming that. How is it at your school?",
    "I notice I'm guessing. How do you see it yourself?",
    "I'd rather hear it from you: how is that at your school?",
    "How is that at your school, really?",
    "That's my guess. How does it actually go?",
    "How does that go with you?",
)
CLOSED: tuple[tuple[str, str], ...] = (
    (
        r"(?P<v>are|were) (?P<s>you|they) {soft}{adj}(?P<rest> (?:with|about|of|to|at|in) .+)?",
        "How {adj} {v} {s}{rest}?",
    ),
    (
        r"(?P<v>is|was|are|were) (?P<s>it|that|this|they|(?:the|your|that|this|those) (?:\w+ )?\w+)"
        r" {soft}{adj}(?P<rest> (?:at|in|for|with|on|here) ?.*)?",
        "How {adj} {v} {s}{rest}?",
    ),
    (
        r"(?P<v>do|does|did) {subject} (?:really )?(?:like|enjoy|love|appreciate) (?P<n>.+)",
        "What {v} {s} think of {n}?",
    ),
    (
        r"(?P<v>do|does|did) {subject} find (?P<n>it|that|this|the \w+) {soft}{feeling}(?: .*)?",
        "How {v} {s} find {n}?",
    ),
    (
        r"(?P<v>did|does) (?P<s>it|that|this|the \w+) (?P<n>go|work|run)(?: out)?(?: well| fine| ok| okay|"
        r" smoothly| alright)?(?P<rest> (?:with|for|in) .+)?",
        "How {v} {s} {n}{rest}?",
    ),
    (
        r"(?P<v>is|was) (?P<s>it|that|everything|the \w+) (?P<n>going|working)(?: out)?(?: well| fine| ok|"
        r" okay| alright)?(?P<rest> (?:with|for|in) .+)?",
        "How {v} {s} {n}{rest}?",
    ),
    (r"is there (?:anything|something) (?:else )?that (?P<rest>\w+s \w+.*)", "What {rest}?"),
    (r"has (?:anything|something) (?P<rest>changed|happened|gone wrong)(?: .*)?", "What has {rest}?"),
    (
        r"(?P<v>have|has|do|does|did|would|are|is|can) {subject} (?P<mid>(?:ever |"
        r"already )?\w+(?: to \w+)? )(?:anything|something)(?: like (?:this|that))?(?P<rest> .+)?",
        "What {v} {s} {mid}{rest}?",
    ),
    (
        r"(?:is that right|right|is that so|correct|did i get that right|am i right|have i got that right|"
        r"does that make sense)",
        "How would you put it yourself?",
    ),
    (r"(?:do|would) you (?:want|like|prefer)(?: .*)?", "What would you like most?"),
    (r"are there (?:any )?(?P<n>other \w+s|wishes|ideas|worries|expectations|plans|concerns)", "What {n} are there?"),
    (
        r"(?P<v>do|does) (?P<s>(?:the|your|those) (?:\w+ )?\w+) know about (?P<n>it|this|that)(?: already|"
        r" yet)?",
        "What {v} {s} know about {n}?",
    ),
)
LEAD: tuple[tuple[str, str], ...] = (
    (r"(?:isn't|wasn't|is) it (?:not )?(?:true|so|the case) that .*", "How do you look at that yourself?"),
    (
        r"have you (?:ever |already )?(?:thought|considered|tried|looked)(?: .*)?",
        "What have you thought of yourselves so far?",
    ),
    (
        r"(?:do|don't|wouldn't|would) you (?:not )?(?:find|think|feel|agree|say)(?: .*)?",
        "How do you look at that yourself?",
    ),
    (r"why (?:don't|not|didn't|haven't|won't|aren't)(?: .*)?", "What have you tried so far?"),
    (r"(?:would|do|are|will|should) you .*\bor\b.*", "What would you like best yourself?"),
    (
        r"(?:wouldn't|would|isn't|is|couldn't|could|shouldn't|doesn't|won't|how would|how about|"
        r"what about|can't) .*",
        "What do you think would suit your school?",
    ),
)
LEAD_ELSE = (
    "How do you look at that yourself?",
    "What would help, do you think?",
    "What do you have in mind yourself?",
    "What are you thinking of yourself?",
    "What matters most to you in this?",
    "What does it look like when it goes as you hope?",
    "What do you think would suit your school?",
)
TAGGED = (
    "How would you put it yourself?",
    "How do you look at that yourself?",
    "What is it about for you?",
    "How do you see that yourself?",
)
HOLD_BACK = (
    "I have an idea, but it can wait.",
    "I was about to suggest something. First I'd like to understand this better.",
    "Before I suggest anything, I'm curious.",
    "I'll keep my idea to myself for now.",
    "",
    "My idea can come later.",
    "",
    "I'm running ahead, so back to you.",
)
PERMISSION = (
    "May I share an idea, or is it too early?",
    "Would you like to hear ideas, or shall we first talk about what is going on at your school?",
    "Shall I mention an idea later, or would now be a good moment?",
    "What would help you most now: an idea of mine, or that I listen a little longer?",
    "Is there room for an idea of mine, or is there something you'd like to say first?",
)
INFORM = (
    "I know a little about {n}. Would you like to hear it now, or would you rather go on first?",
    "Would you like to hear about {n}, or is something else more important now?",
    "What would you like to know about {n}?",
    "Shall I tell you about {n}, or is there something you'd like to say first?",
    "What questions do you have about {n}?",
)
INFORM_ELSE = (
    "Would you like to hear about that now, or is something else more important?",
    "What would you like to know about that from me?",
    "Shall I tell you about that, or is there something you'd like to say first?",
    "What questions do you have about that?",
    "When would that be most useful to you: now, or once I know more about your school?",
)
CURIOUS = (
    "How has that come about?",
    "What makes it go that way at your school?",
    "How does that go at your school?",
    "How do you look at that yourself?",
    "What matters to you in that?",
    "Help me understand: how does that go at your school?",
    "What's behind that for you?",
    "How did it grow to be like that?",
)
START = (
    "What is going on at your school?",
    "What is most on your mind in this?",
    "How does that go at your school now?",
    "What do you hope will change?",
    "Tell me, how did this question come about?",
    "What makes this come up now?",
)
ASKS = r"(?:how(?! many| much| often| long| old| big| far)|what|where|which|who|tell)\b"
SPLIT = (
    r"\?\s*|\s*(?:,|\band\b|\bor\b)\s+(?=(?:how|what|where|which|who|when|why|have|do|does|did|is|are|"
    r"can|would)\b)"
)
TAG = (
    r"\W*\b(?:right|no|is that right|am i right|surely|eh|"
    r"(?:is|are|was|were|do|does|did|would|could|should|have|has|will|can)n't (?:it|they|you|we|he|she|that))$"
)
TURNS: dict[str, str] = {}
