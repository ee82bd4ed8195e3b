"""A text as clues look at it, and what is at hand beside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.builtin.language import lexicon
from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import says_name
from adapters.builtin.planner.intents.conditions import NO_COPULA
from adapters.builtin.planner.reading import opening
from adapters.builtin.planner.reading.reading import Reading, read
from adapters.builtin.planner.reading.said_looks import compares, is_look
from agent.text.words import Token, tokenise

UNSPACED_CHARS_MAX = 6
"""Longest name looked for where words are not parted by spaces."""
WORD_WITHIN = ("ja", "ko", "zh", "tr", "hi", "id", "ar")
"""Languages whose word of question may stand within the sentence."""
WORDS_OF_A_NOTE_MAX = 3
"""So few words without a verb are a caption, not a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """What the planner sees beside the words."""

    has_base: bool = False
    replies: bool = False
    attached: bool = False
    refines: bool = False
    """The words were typed into the form behind Refine."""
    draws: bool = False
    """They are the argument of /draw, or a prompt written for another tool."""
    names: frozenset[str] = frozenset()
    """Of known characters, normalised."""
    subject: str = ""
    """Of the picture at hand."""
    points: bool = False
    """The words name one of several pictures at hand: "the second one"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text, as clues look at it."""

    text: str
    language: str
    at_hand: AtHand

    @property
    def reading(self) -> Reading:
        return read(self.text, self.language)

    def opens(self, *names: str) -> bool:
        """Whether it begins with a phrase of one of these names, the words that only lead in left out."""
        tokens = tokenise(self.text)
        books = [grammar.spoken(name, self.language) for name in names]
        return any(book.at(tokens, position) for book in books for position in (0, self.after_lead))

    @property
    def after_lead(self) -> int:
        """Index of the first word that says something: "ok, now can you" leads in."""
        tokens = tokenise(self.text)
        position, leads = 0, grammar.spoken("lead", self.language)
        while (found := leads.at(tokens, position)) is not None:
            position = found.last
        return position if position < len(tokens) else 0

    def is_around(self, *names: str) -> bool:
        """Whether its first and its last word are one phrase of one of these names: "take ... off"."""
        tokens = tokenise(opening.without_closing(self.text, self.language))[self.after_lead :]
        return any(grammar.stands_around(tokens, name, self.language) for name in names)

    def has(self, *names: str) -> bool:
        tokens = tokenise(self.text)
        books = [grammar.spoken(name, self.language) for name in names]
        found = any(book.at(tokens, position) for book in books for position in range(len(tokens)))
        return found or (self.language == "ja" and any(self._has_letters(name) for name in names))

    def _has_letters(self, name: str) -> bool:
        """Where no words are told apart the letters count, two or more of them."""
        return any(len(one) > 1 and one in self.text for one in grammar.listed(name, self.language))

    @property
    def asks(self) -> bool:
        """A question mark at the end, or a question word first."""
        tokens = tokenise(self.text)
        position = 0
        while (found := grammar.spoken("polite", self.language).at(tokens, position)) is not None:
            position = found.last
        worded = grammar.spoken("question_word", self.language).at(tokens, position) is not None
        marked = re.search(r"[?？؟]\s*\W*$", self.text) is not None
        return marked or (worded and not self.wishes)

    @property
    def asks_back(self) -> bool:
        """Something is to be told, and nothing done: "why is the bear wearing glasses?", "这是什么花?". Who asks what could be ("what
        about a hat?") or whether it can be done ("can you make it blue?") may well order it."""
        if self.wishes or self.opens("proposes"):
            return False
        within = self.language in WORD_WITHIN and self.asks and self.has("asks_back")
        return within or self.opens("asks_back")

    @property
    def wishes(self) -> bool:
        """ "draw ...", "can you paint ...", "how about a fox"."""
        if opening.starts_with_wish(self.text, self.language):
            return True
        rest = tokenise(opening.without_opening(self.text, self.language))
        asks_for = "asking" in opening.kinds_of_opening(self.text, self.language)
        without_articles = self.language not in grammar.rows()["indefinite"]
        return asks_for and (
            self.reading.pictures > 1
            or self.has("draw_strong")  # "kannst du einen Dachs malen, der liest"
            or (len(rest) > 1 and grammar.is_any(rest, 0, self.language, "indefinite"))
            or (without_articles and bool(grammar.things().all(rest)))
            or (self._shows_what_is_known(rest))
        )

    def _shows_what_is_known(self, tokens: Sequence[Token]) -> bool:
        """ "our planet from space": something that is there already, and how it is to be seen."""
        named = grammar.things_named(self.language).all(tokens)
        opens = grammar.is_any(tokens, 0, self.language, "mine", "definite")
        return opens and bool(named) and bool(self.reading.slots())

    @property
    def orders(self) -> bool:
        """The verb of drawing means nothing else: "draw", "paint", not "make"."""
        rest = tokenise(self.text)
        opens = opening.kinds_of_opening(self.text, self.language)
        position = next(
            (n for n in range(min(len(rest), 6)) if grammar.spoken("draw_strong", self.language).at(rest, n)),
            None,
        )
        return "draw" in opens and position is not None

    @property
    def things(self) -> int:
        tokens = self._spoken_of(tokenise(self.reading.subject))
        found = [grammar.thing_at(tokens, position, self.language) for position in range(len(tokens))]
        known = grammar.things() if self.language not in ("en", "es", "de", "fr", "pt") else None
        named = sum(one is not None for one in found) or (len(known.all(tokens)) if known else 0)
        alone = (
            0 < len(tokens) <= WORDS_OF_A_NOTE_MAX
            and grammar.things().whole(self.reading.subject) is not None
        )
        return named or int(alone) or self._unspaced  # a noun alone tells no language

    def _spoken_of(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """Without whom the message speaks to: "morning bot" shows no bot, "a bot" and "draw bot" do."""
        if self.wishes or self.at_hand.draws or self.at_hand.has_base:
            return tokens
        named = grammar.word_set("addressee")
        return [
            token
            for n, token in enumerate(tokens)
            if token.norm not in named or (n and grammar.is_any(tokens, n - 1, self.language, "determiner"))
        ]

    @property
    def _unspaced(self) -> int:
        """Things named where words are not parted by spaces, as far as two characters or more tell."""
        if self.language not in ("ja", "ko", "zh"):
            return 0
        subject, glyphs = self.reading.subject, lexicon.glyphs()
        sizes = range(2, UNSPACED_CHARS_MAX + 1)
        return sum(any(subject[at : at + size] in glyphs for size in sizes) for at in range(len(subject)))

    @property
    def verbs(self) -> bool:
        """Whether something is said of something: "is", "has", "I ..."."""
        return self.has("is", "was", "looks", "i", "called", "question_word")

    @property
    def is_noun_phrase(self) -> bool:
        """ "a fox", "three cats in the snow", "fox": what it names, it names without a sentence around it."""
        tokens = tokenise(opening.without_opening(self.text, self.language))
        if self.tells_of_a_day:
            return False
        opens = grammar.is_any(tokens, 0, self.language, "determiner") or _counts(tokens, self.language)
        happened = any(token.norm in grammar.word_set("happened") for token in tokens)
        told = self.has("looks") and grammar.is_any(tokens, 0, self.language, "mine") and not self.wishes
        if told or (self.has("mine") and happened):  # "my cat has a white paw", "my brother broke his leg"
            return False
        shown = self.things > 0 or (opens and bool(self.reading.subject) and bool(self.reading.slots()))
        if not shown or self.asks or self.is_said_of_it or self.introduces:
            return False
        whole = len(tokens) <= WORDS_OF_A_NOTE_MAX and not self.verbs
        return whole or opens or not self.has("looks", "i", "likes", "dislikes", "called")

    @property
    def opens_as_a_caption(self) -> bool:
        """ "a fox", "three cats", "hello kitty", "no cars, a street"."""
        tokens = tokenise(opening.without_opening(self.text, self.language))
        opens = grammar.is_any(tokens, 0, self.language, "indefinite") or _counts(tokens, self.language)
        return opens or self.scene_beside or (len(tokens) <= WORDS_OF_A_NOTE_MAX and self.things > 0)

    @property
    def tells_of_a_day(self) -> bool:
        """ "the dog barked at the postman again", "tonight we have soup": told of one time, to those who listen."""
        shown = self.wishes or self.at_hand.draws or self.at_hand.has_base or self.opens_as_a_caption
        return not (shown or self.has("draw_strong")) and self.has("passing_time", "come_again")

    @property
    def opens_like_a_thing(self) -> bool:
        """ "a poison bottle": something with an article, of which nothing is said, whether the lexicon has it or not."""
        return self.opens("indefinite") and not (self.verbs or self.asks)

    @property
    def is_said_of_it(self) -> bool:
        """ "the chair is too small", not "a cat who is afraid of mice"."""
        tokens = tokenise(self.text)
        leads = grammar.words("leads", self.language)
        found = [
            n
            for n in range(len(tokens))
            if grammar.is_any(tokens, n, self.language, "is", "was") and tokens[n].norm != "'s"
        ]
        return any(n == 0 or leads.get([tokens[n - 1].norm]) is None for n in found)

    @property
    def looks_alone(self) -> bool:
        """Attributes and nothing to see: "in pixel art", "at night"."""
        return bool(self.reading.slots()) and not self.reading.subject

    @property
    def compares(self) -> bool:
        tokens = tokenise(self.text)
        return any(token.norm in grammar.word_set("shade") or compares(token.norm) for token in tokens[:4])

    @property
    def scene_beside(self) -> bool:
        """ "no people please, a busy street": what is ruled out of a scene of its own."""
        return bool(self.reading.excluded) and grammar.is_any(
            tokenise(self.reading.subject), 0, self.language, "determiner"
        )

    @property
    def counts_more(self) -> bool:
        """ "two more", "make 4 more please"."""
        tokens = tokenise(opening.without_closing(self.text, self.language))
        more = grammar.spoken("more_pictures", self.language).before(tokens, len(tokens))
        word = tokens[more.first - 1].norm if more is not None and more.first else ""
        books = (grammar.numbers(self.language), grammar.numbers("en"))
        return word.isdecimal() or any(book.get([word]) is not None for book in books)

    @property
    def names_somebody(self) -> bool:
        return any(says_name(self.text, name) for name in self.at_hand.names)

    @property
    def tells_of_nobody(self) -> bool:
        """Of a script with capitals: no name, no pronoun, and nothing of the author's own."""
        own = (
            self.has("mine", "called", "pronoun", "my_name", "i", "i_have", "here", "we_use")
            or self.names_somebody
        )
        has_case = self.text[:1].lower() != self.text[:1].upper()
        return has_case and not own and not re.search(r"[A-ZÀ-ÖØ-ÞА-ЯЁ]", self.text)

    @property
    def introduces(self) -> bool:
        """A name, with a capital of its own, of which something is said: "Luna has ...", "my parrot Kiwi is ..."."""
        tokens = tokenise(self.text)
        if self.asks:
            return False
        if self.opens("mine"):
            return any(self._is_told_name(tokens, n) for n in range(1, min(len(tokens), OWN_NAME_WORDS_MAX)))
        if not self.has("is", "looks", "called"):
            return False
        if tokens[0].norm in self.at_hand.names and grammar.is_any(tokens, 1, self.language, "looks"):
            return not self.wishes  # "rex got a red collar"
        leads = self.opens("determiner", "pronoun", "i", "lead")
        return (
            not leads and self.text[:1].isupper() and re.match(r"^[^\W\d_]+(?:'s)?\s", self.text) is not None
        )

    def _is_told_name(self, tokens: Sequence[Token], n: int) -> bool:
        """ "Rex is", "Vex:", "Барсик рыжий", "나비는" behind "my dog": a name of which something is said."""
        written, behind = self.text[tokens[n].start : tokens[n].end], self.text[tokens[n].end :]
        if self.language == "ko":
            return written.endswith(("는", "은")) and n > 1
        looks = n + 1 < len(tokens) and (
            grammar.is_any(tokens, n + 1, self.language, "is", "looks")
            or (self.language in NO_COPULA and is_look(tokens[n + 1].norm, self.language))
        )
        return written[:1].isupper() and (looks or behind.startswith(":"))


OWN_NAME_WORDS_MAX = 5
"""Within which the name of "my old parrot Kiwi" stands."""


def _counts(tokens: Sequence[Token], language: str) -> bool:
    """Whether it begins with a number."""
    return bool(tokens) and (
        tokens[0].norm.isdecimal() or grammar.numbers(language).at(tokens, 0) is not None
    )
