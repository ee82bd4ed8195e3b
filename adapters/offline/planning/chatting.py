"""Messages that want no picture: greetings, thanks, questions about memory or about the picture."""

import re

from adapters.offline.planning import wording
from adapters.offline.planning.recalling import known
from agent.generation import GenerationContext, Plan
from agent.ports import PlanRequest

KNOWN_SHOWN_MAX = 12
_END = r"[\s,.!?…~:)]*(?:\W*)$"
_CHATS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"^\W*(?:{words}){_END}", re.IGNORECASE))
    for name, words in (
        ("thanks", r"(?:thanks?|thank you|thx|ty|tysm|cheers|gracias|danke|merci|obrigad[oa]|谢谢|多谢)(?:[\s,!]+(?:so much|a lot|very much|a bunch|bot|mate|man|you|again|schön|beaucoup|muchas|for (?:that|this|the (?:picture|drawing|help))))*|muchas gracias|vielen dank|merci beaucoup|muito obrigad[oa]"),
        ("greeting", r"(?:hi+|hey+|hello+|yo|hiya|howdy|good (?:morning|evening|afternoon|day)|greetings|sup|what'?s up|hola|buenas|buenos días|hallo|moin|servus|guten (?:tag|morgen|abend)|bonjour|salut|coucou|bonsoir|olá|oi|bom dia|boa noite|你好|嗨|您好|早上好)(?:[\s,!]+(?:there|bot|everyone|all|again|you|atelier|friend|how are you|how are you doing))*|how are you(?: doing| today)?|how's it going"),
        ("help", r"help(?: me)?(?: please)?|(?:what|which things) (?:can|do|could) (?:you|u) (?:do|draw|make)(?: for me)?|how do(?:es)? (?:you|this|it|i use (?:you|this)) ?(?:work|use this)?|how can i use you|what are you (?:able to do|for|capable of)|commands|usage|instructions|qué (?:puedes|sabes) hacer|ayuda|was kannst du(?: alles)?|hilfe|que (?:peux|sais)-tu faire|aide|o que você (?:faz|pode fazer)|ajuda|你能做什么|你会什么|帮助"),
        ("who", r"who (?:are|r) (?:you|u)|what (?:are|r) (?:you|u)|are you (?:a bot|an? ai|human|real|a robot)|what's your name|what is your name|quién eres|wer bist du|qui es-tu|quem é você|你是谁"),
        ("praise", r"(?:(?:i )?(?:love|like) (?:it|this|that|this one|that one)|(?:that's |this is |it's |so |very |how )?(?:nice|cool|great|perfect|awesome|amazing|beautiful|lovely|wow|cute|gorgeous|brilliant|fantastic|excellent|good|well done)(?: (?:job|bot|one|work|picture))?|wow|wow nice|good bot|looks? (?:great|good|nice|amazing|awesome)|lo+l|haha+|lmao|❤+|me encanta|genial|super|toll|schön|magnifique|superbe|lindo|ótimo|很好|真棒|太棒了)(?: (?:so much|a lot|very much|thanks|thank you))?"),
        ("dislike", r"(?:i )?(?:don't like|do not like|hate|dont like) (?:it|this|that)|(?:that's |this is |it's )?(?:bad|ugly|terrible|awful|wrong|not (?:good|right|what i (?:wanted|meant|asked for)))|bad bot"),
        ("nevermind", r"never ?mind|forget (?:it|about it)|cancel|stop|nvm|no thanks|no thank you|nothing|leave it|olvídalo|déjalo|vergiss es|egal|laisse tomber|deixa pra lá|esquece|算了|不用了"),
        ("greeting", r"(?:ok(?:ay)?|k|yes|yeah|yep|no|nope|sure|hmm+|oh|ah|right|i see|cool cool|test(?:ing)?)"),
    )
)  # fmt: skip
_ABOUT_ME = re.compile(r"\bwhat (?:do|did|have) (?:you|u) (?:know|remember|learn(?:t|ed)?|saved?|noted?|stored?|have)\b.*|\bdo you (?:remember|know) (?:me|who i am|anything about me|my \w+.*)|\bwhat(?:'s| is| are) my (?:usual |favou?rite )?(?:style|name|preferences?|characters?|settings)\b.*|\b(?:show|list|tell) (?:me )?(?:my|your|the) (?:memor(?:y|ies)|preferences|characters)\b|qué (?:sabes|recuerdas) (?:de|sobre) mí|was weißt du (?:alles )?über mich|que sais-tu (?:de|sur) moi|o que você sabe sobre mim|你(?:记得|知道)(?:关于)?我(?:什么|的什么)?", re.I)  # fmt: skip
_WHO_IS = re.compile(r"^\W*(?:who|what)(?:'s| is| was)\s+(?P<name>[\w'’ -]{2,40}?)\s*\?*\s*$|^\W*(?:do you (?:know|remember))\s+(?P<other>[\w'’ -]{2,40}?)\s*\?*\s*$|^\W*(?:tell me about|describe)\s+(?P<told>[\w'’ -]{2,40}?)\s*[?.!]*\s*$", re.I)  # fmt: skip
_ABOUT_PICTURE = re.compile(r"^\W*(?:what(?:'s| is| are| was| were)|which|who(?:'s| is| are)|why|where|when|how (?:did|many|come)|is (?:that|this|it|there)|are (?:there|those|these)|did you|describe|explain|what (?:style|colou?rs?|seed|prompt))\b.*\b(?:picture|image|this|that|it|style|photo|drawing|pic|colou?rs?|palette|prompt|seed|you (?:draw|drew|make|made|use|used))\b|^\W*why\b\s*\W*$", re.I)  # fmt: skip
_QUESTION = re.compile(r"^\W*(?:what|who|whom|whose|why|when|where|which|how|is|are|do|does|did|was|were|will|have|has|am)\b.*\?\s*$", re.I | re.S)  # fmt: skip
_REQUEST_LIKE = re.compile(r"^\W*(?:how about|what about|what if|do you (?:think you )?(?:can|want)|are you able|will you|is it possible|do a |do an |do me|have a)\b|\b(?:draw|paint|sketch|generate|a picture of)\b", re.I)  # fmt: skip


def chat_answer(request: PlanRequest, text: str, language: str) -> Plan | None:
    """The plan for a message that is only talk, None when it may want a picture."""
    if _ABOUT_ME.search(text) and not re.search(r"\b(?:draw|paint)\b", text, re.I):
        return Plan(intent="chat", answer=_known(request, language), language=language)
    for name, said in _CHATS:
        if said.match(text):
            return Plan(intent="chat", answer=wording.answer(name, language), language=language)
    return _who_is(request, text, language) or _question(request, text, language)


def _known(request: PlanRequest, language: str) -> str:
    memories = known(request, "preference", "character", "fact", "rule")[:KNOWN_SHOWN_MAX]
    if not memories:
        return wording.answer("nothing_known", language)
    marks = {"user": "", "channel": " (this channel)", "community": " (everyone here)"}
    lines = [f"• {memory.sentence()}{marks[memory.scope.kind]}" for memory in memories]
    return "\n".join([wording.answer("known", language), *lines, "`/memory` lists everything."])


def _who_is(request: PlanRequest, text: str, language: str) -> Plan | None:
    match = _WHO_IS.match(text)
    if match is None:
        return None
    name = (match["name"] or match["other"] or match["told"]).strip().lower().removeprefix("my ")
    for memory in known(request, "character", "fact"):
        if memory.name and memory.name.lower() == name:
            return Plan(intent="chat", answer=memory.sentence(), language=language)
    return None


def _question(request: PlanRequest, text: str, language: str) -> Plan | None:
    if _REQUEST_LIKE.search(text):
        return None
    if _ABOUT_PICTURE.match(text) and (
        text.rstrip().endswith("?") or re.match(r"^\W*(?:why|describe|explain|what)\b", text, re.I)
    ):
        return Plan(intent="about_image", answer=_about(request, language), language=language)
    if _QUESTION.match(text):
        return Plan(intent="chat", answer=wording.answer("question", language), language=language)
    return None


def _about(request: PlanRequest, language: str) -> str:
    if request.base is None:
        replied = request.turn.replied
        name = "unseen" if replied and replied.images else "no_picture"
        return wording.answer(name, language)
    return "\n".join(
        [request.base.caption or "A picture.", *_told(request.base.context), "Why? under it tells more."]
    )


def _told(context: GenerationContext) -> list[str]:
    ways = {"said": "you said so", "recall": "from memory", "assume": "assumed", "ask": "you answered", "search": "looked up", "reason": "worked out"}  # fmt: skip
    return [
        f"• {name}: {evidence.value} ({ways[evidence.method]})" for name, evidence in context.slots.items()
    ]
