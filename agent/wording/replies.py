"""Words and buttons of the bot's replies."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from agent.domain.conversation import Button, Picture, PlatformName, Reply, Said
from agent.domain.generation import Candidate, Evidence, GenerationContext, Plan
from agent.domain.memory_words import in_readers_words
from agent.domain.questions import AskDecision, OpenQuestion, Question
from agent.learning.statements import Learnt
from agent.outcomes import Outcome, PostedPicture, button, declined, links_in, told
from agent.policy.content import is_touchy, left_out_of, refusal_of, words_of
from agent.ports import KeptImage
from agent.text.forgotten_marks import shown_caption
from agent.text.tappable_links import without_links
from agent.translation.catalogue import N_, _, ngettext, pgettext
from agent.turn_context import TurnContext
from agent.wording.names import slot_name

CAPTION_CHARS_MAX = 200
ITEM_CHARS_MAX = 120
"""Of each thing that could not be drawn or is not right: a person may have pasted a page."""
SHRINKING: tuple[PlatformName, ...] = ("telegram",)
"""Platforms that make a small photograph of a picture."""
LABEL_CHARS_MAX = 40
"""Longest button label (Telegram and Discord cut later, but a button is read at a glance)."""

NOTHING_TO_REMEMBER = N_("There was nothing in that for me to remember.")


def caption(context: GenerationContext) -> str:
    """What the picture shows, in a line: its alt text, and what it is found by later."""
    services = [context.panel, _who(context), context.value("subject")]
    words = ", ".join(part for part in services if part) or context.value("setting") or _("a picture")
    details = [context.value(slot) for slot in ("setting", "time", "style", "palette")]
    text = ", ".join([words, *(detail for detail in details if detail and detail not in words)])
    printed = context.value("text")
    if printed:
        text = _("{picture}, with the words “{words}”", picture=text, words=printed)
    return text[:CAPTION_CHARS_MAX]


def _who(context: GenerationContext) -> str:
    """Names of the characters that the subject does not name itself; their descriptions are for the image model."""
    subject = context.value("subject").lower()
    names = [one.called for one in context.characters()]
    shown = [name for name in names if name.lower() not in subject]
    return reduce(lambda first, then: _("{first} and {then}", first=first, then=then), shown) if shown else ""


def rendered(
    ctx: TurnContext,
    plan: Plan,
    contexts: Sequence[GenerationContext],
    kept: Sequence[KeptImage],
    wrong: Sequence[str],
    learnt: Learnt,
    *,
    how: str,
    hd: str = "",
    as_files: bool = False,
    stickers: bool = False,
) -> Outcome:
    """The reply with the pictures; `as_files`: also as files, where the platform would shrink or flatten them; `stickers`: as such."""
    captions = [caption(context) for context in contexts]
    pictures = tuple(
        PostedPicture(image=image.image, context=context, caption=words)
        for image, context, words in zip(kept, contexts, captions, strict=True)
    )
    drafts = how == "drafts"
    images = tuple(image.image for image in kept)
    buttons = _pick_buttons(contexts, images) if drafts else _picture_buttons(ctx.turn.place.platform, hd=hd)
    missing = tuple(dict.fromkeys(word for image in kept for word in image.missing))
    text = (
        _with("\n".join([_("Which one is closest?"), *plan.notes]), learnt)
        if drafts
        else _text(plan, contexts, missing, wrong, learnt)
    )
    files = images if (as_files or stickers) and ctx.turn.place.platform in SHRINKING else ()
    reply = Reply(
        kind="image", text=text, images=images, files=files, stickers=bool(files) and stickers,
        alts=tuple(captions), buttons=(*buttons, *learnt.undo_buttons()),
        context=contexts[0], memories=memories_of(contexts), assumptions=contexts[0].assumptions(),
        spoiler=_hidden(ctx, contexts),
    )  # fmt: skip
    return Outcome(reply=reply, pictures=pictures, links=links_in(contexts))


def shown(ctx: TurnContext, picture: Picture, context: GenerationContext) -> Outcome:
    """A picture posted before, brought here with its buttons; `context` is what this author may know of it."""
    no = refusal_of(
        words_of([context]), ctx.turn.place, level=ctx.channel.content, left_out=left_out_of([context])
    )
    if no:
        return declined(no, private=True)
    caption = shown_caption(picture.caption)
    reply = Reply(
        kind="image", text=f"**{caption}**", images=(picture.id,), alts=(caption,),
        buttons=_picture_buttons(ctx.turn.place.platform), context=context,
        spoiler=_hidden(ctx, [context]),
    )  # fmt: skip
    return Outcome(reply=reply)


def _hidden(ctx: TurnContext, contexts: Sequence[GenerationContext]) -> bool:
    """Whether pictures are shown only once they are tapped."""
    if ctx.channel.spoilers or any(context.covered for context in contexts):
        return True
    return is_touchy(contexts, ctx.turn.place, ctx.channel.content)


def _text(
    plan: Plan,
    contexts: Sequence[GenerationContext],
    missing: Sequence[str],
    wrong: Sequence[str],
    learnt: Learnt,
) -> str:
    context = contexts[0]
    lines = [headline(contexts)]
    recalled: dict[str, str] = {}
    for slot, evidence in context.slots.items():
        if evidence.method == "recall":
            said = (
                _("no {thing}", thing=evidence.value)
                if slot == "exclude"
                else _("{value} ({slot})", value=evidence.value, slot=slot_name(slot))
            )
            recalled.setdefault(evidence.value, said)
    if recalled:
        lines.append(_("From memory: {things}.", things="; ".join(recalled.values())))
    assumed = [
        _("{slot}: {value}", slot=slot_name(slot), value=e.value)
        for slot, e in context.slots.items()
        if e.method == "assume" and e.source != "default"
    ]
    if assumed:
        lines.append(_("I assumed this: {things}. Reply to change it.", things="; ".join(assumed)))
    found = [e.source for e in context.slots.values() if e.method == "search" and e.source]
    if found:
        lines.append(_("Looked up: {sources}", sources=", ".join(dict.fromkeys(found))))
    if missing:
        lines.append(_("I could not draw: {things}.", things=", ".join(_short(word) for word in missing)))
    unsaid = [item for item in wrong if not any(word.casefold() in item.casefold() for word in missing)]
    if unsaid:
        lines.append(_("Still not right: {things}.", things="; ".join(_short(item) for item in unsaid)))
    return "\n".join([*lines, *plan.notes, *(line for line in learnt.lines() if line)])


def _unmarked(text: str) -> str:
    """Without the marks of our own bold."""
    return text.replace("**", "")


def _short(text: str) -> str:
    return text if len(text) <= ITEM_CHARS_MAX else f"{text[: ITEM_CHARS_MAX - 1]}…"


def headline(contexts: Sequence[GenerationContext]) -> str:
    """What was drawn: the one picture, the same thing several times, or each by its number."""
    if len(contexts) == 1:
        return f"**{_unmarked(caption(contexts[0]))}**"
    shown = [_unmarked(caption(replace(context, panel=""))) for context in contexts]
    if len(set(shown)) == 1:
        return ngettext(
            "**{n} picture** of {what}", "**{n} pictures** of {what}", len(contexts), what=shown[0]
        )
    lead = ngettext("**{n} picture**", "**{n} pictures**", len(contexts))
    return "\n".join([lead, *(f"{number}. {words}" for number, words in enumerate(shown, 1))])


def memories_of(contexts: Sequence[GenerationContext]) -> tuple[str, ...]:
    """The memories that were used, as text, once each."""
    recalled = [e for context in contexts for e in context.slots.values() if e.method == "recall"]
    return tuple(dict.fromkeys(text for evidence in recalled for text in _recalled(evidence)))


def _recalled(evidence: Evidence) -> Sequence[str]:
    if evidence.characters:
        return [one.sentence() for one in evidence.characters if one.memory]
    return (in_readers_words(evidence.source.removeprefix("memory: ")) or evidence.value,)


def _picture_buttons(platform: PlatformName, *, hd: str = "") -> tuple[Button, ...]:
    """`hd`: label of the button that enlarges; "": there is none."""
    buttons = (
        button("again", pgettext("button", "Again")),
        button("refine", pgettext("button", "Refine")),
        button("vary", pgettext("button", "Vary")),
        *((button("hd", hd),) if hd else ()),
        button("why", pgettext("button", "Why?")),
        button("remember_style", pgettext("button", "Remember style")),
        button("remember_character", pgettext("button", "Remember character")),
        button("delete", pgettext("button", "Delete")),
    )
    return (*buttons, button("as_file", pgettext("button", "As file"))) if platform == "telegram" else buttons


def _pick_buttons(contexts: Sequence[GenerationContext], images: Sequence[str]) -> tuple[Button, ...]:
    picks = [
        button(
            "pick",
            (context.panel or pgettext("button", "Number {number}", number=number + 1))[:LABEL_CHARS_MAX],
            image=image,
        )
        for number, (context, image) in enumerate(zip(contexts, images, strict=True))
    ]
    return (*picks, button("delete", pgettext("button", "Delete")))


def asked(plan: Plan, decision: AskDecision, text: str, learnt: Learnt) -> Outcome:
    """The reply with the question: tap answers, and free answer by writing."""
    questions = decision.questions
    buttons = [_option(question, option) for question in questions for option in question.options]
    images = tuple(o.image for q in questions for o in q.options if o.image)
    words = "\n".join(question.text for question in questions)
    reply = Reply(
        kind="question",
        text="\n".join([words, *(line for line in learnt.lines() if line)]),
        images=images,  # pyright: ignore[reportArgumentType] # candidates carry ids of our own store
        alts=tuple(o.value for q in questions for o in q.options if o.image),
        buttons=(*buttons, button("surprise", pgettext("button", "Surprise me")), *learnt.undo_buttons()),
        context=plan.context,
        memories=memories_of([plan.context]),
        assumptions=plan.context.assumptions(),
    )
    return Outcome(reply=reply, end="waiting", question=OpenQuestion(text=text, plan=plan, ask=decision))


def _option(question: Question, option: Candidate) -> Button:
    label = (
        option.value if len(option.value) <= LABEL_CHARS_MAX else f"{option.value[: LABEL_CHARS_MAX - 1]}…"
    )
    return button("answer", label, slot=question.slot, value=option.value)


def heard_and_noted(said: Said) -> Sequence[str]:
    """What was understood of a voice message, and what could not be used."""
    return (
        (_("I heard: “{words}” (If I misheard, write it.)", words=said.heard), *map(_, said.notes))
        if said.heard
        else tuple(map(_, said.notes))
    )


def with_notes(answer: Outcome, notes: Sequence[str]) -> Outcome:
    """The answer, and what intake could not use of the message, each a sentence."""
    if not notes:
        return answer
    words = [text for text in (answer.reply.text, *notes) if text]
    return replace(answer, reply=replace(answer.reply, text="\n".join(words)))


def talked(text: str, learnt: Learnt) -> Outcome:
    """An answer in words to a message that wanted no picture, or named nothing to draw."""
    return told(
        _with(text or _("Tell me what to draw, and I draw it."), learnt),
        *learnt.undo_buttons(),
    )


def _with(text: str, learnt: Learnt) -> str:
    return "\n".join([text, *(line for line in learnt.lines() if line)])


def learnt(learnt: Learnt, plan: Plan) -> Outcome:
    """The reply to a message that only told something."""
    text = learnt_text(learnt) if learnt.noted else plan.answer
    if learnt.waiting and not any(learnt.lines()):
        text = plan.answer or _("To have me keep that, say “remember that ...”.")
    return told(
        "\n".join([text or _(NOTHING_TO_REMEMBER), *plan.notes]),
        *learnt.undo_buttons(),
    )


def learnt_text(learnt: Learnt) -> str:
    return "\n".join(line for line in learnt.lines() if line) or _(NOTHING_TO_REMEMBER)


def unlinked(answer: Outcome) -> Outcome:
    """The answer without anything tappable, but for the addresses it may keep: a model, a memory or another person's words may hold any."""
    if answer.is_ours:
        return answer
    text = without_links(answer.reply.text, keep=answer.links)
    return replace(answer, reply=replace(answer.reply, text=text))
