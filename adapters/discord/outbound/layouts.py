"""What a message of ours looks like: Components V2, as JSON. Pure.

The whole message is made of components from the start: a message can become V2 but never the opposite, and the working message
turns into the reply. Our small Markdown is shown as such, everything else in a text kept from being read as markup.
"""

import re
from collections.abc import Iterator, Sequence

from adapters.http.foreign_json import Json, Raw, obj, objects, string, whole
from agent.domain.conversation import Button, Reply
from agent.ports import PictureFile
from agent.translation.catalogue import _, pgettext

TEXT_CHARS_MAX = 4_000
"""Of all text in one message (Components V2)."""
PIECE_CHARS_MAX = 3_800
"""One message's share of a long text: room is left for a line of ours."""

# A link stays as it is; our own bold and code stay marks; the rest is escaped.
_PARTS = re.compile(
    r"(?P<link>https?://[^\s<>\[\]()]+)|\*\*(?P<bold>[^*\n]+?)\*\*|`(?P<code>[^`\n]+)`|(?P<role><@&\d{1,20}>)"
)
_MARKS = re.compile(r"([\\*_~`|\[\]<])")
_LINE_STARTS = re.compile(r"(?m)^(\s*)(#{1,3}\s|>{1,3}\s|-#\s)")

_STEPS = {
    "plan": "💭",
    "recall": "🗂️",
    "search": "🔎",
    "ask": "❔",
    "render": "🎨",
    "evaluate": "👀",
    "deliver": "📮",
}
# Component types (Discord's reference, "Component Object").
ROW, BUTTON, TEXT, GALLERY, FILE = 1, 2, 10, 12, 13
V2 = 1 << 15
HIDDEN = 1 << 6
"""Message flag: only the one who pressed or commanded sees it."""

BUTTONS_IN_ROW = 5
COMPONENTS_MAX = 40
BUTTONS_MAX = 25
LABEL_CHARS_MAX = 80
ID_CHARS_MAX = 100
ALT_CHARS_MAX = 1_024
PICTURES_MAX = 10
NO_WORDS = "\u200b"

_STYLES = {"answer": 1, "pick": 1, "delete": 4, "consent_yes": 3, "report_remove": 4, "report_block": 4}
_EMOJI = {
    "again": "🔁", "hd": "🔍", "refine": "✏️", "vary": "🎲", "why": "💡", "remember_style": "🎨", "remember_character": "🧑",
    "delete": "🗑️", "surprise": "✨", "undo": "↩️", "forget": "🧹", "as_file": "📎", "report": "🚩",
}  # fmt: skip


def shown(text: str) -> str:
    """`text` (**bold**, `code`, bare links) so that Discord shows just that: no person, heading, quote or masked link in it.

    >>> shown("**a_b** <@1> [x](https://a.b/c_d)")
    '**a\\\\_b** \\\\<@1> \\\\[x\\\\](https://a.b/c_d)'
    """
    done, at = "", 0
    for part in _PARTS.finditer(text):
        done += _escaped(text[at : part.start()]) + _kept(part)
        at = part.end()
    return _LINE_STARTS.sub(r"\1\\\2", done + _escaped(text[at:]))


def _kept(part: re.Match[str]) -> str:
    if part.lastgroup in (
        "link",
        "role",
    ):  # a role is shown by its name; nobody is notified by any of our messages
        return part.group(part.lastgroup)
    if part.lastgroup == "bold":
        return f"**{_escaped(part.group('bold'))}**"
    return f"`{part.group('code')}`"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def pieces(text: str) -> list[str]:
    """Cut into parts that fit one message each, at a line or a word where there is one. At least one, even for no text."""
    cut: list[str] = []
    rest = text.strip()
    while len(rest) > PIECE_CHARS_MAX:
        at = _cut_at(rest)
        cut.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*cut, rest]


def _cut_at(text: str) -> int:
    for gap in ("\n", " "):
        at = text.rfind(gap, PIECE_CHARS_MAX // 2, PIECE_CHARS_MAX)
        if at > 0:
            return at
    return PIECE_CHARS_MAX


def step_line(text: str) -> str:
    """What the bot is doing ("plan: thinking"), as the working message shows it."""
    step, found, doing = text.partition(": ")
    if not found or step not in _STEPS:
        return f"💭 {shown(text)[:300]} …"
    return f"{_STEPS[step]} {shown(doing)[:300]} …"


def working(text: str, *, stop_id: str, preview: str = "") -> list[Json]:
    """The working message. `preview` is the name of the file that shows the picture so far."""
    parts: list[Json] = [_text(step_line(text))]
    if preview:
        parts.append(gallery([(preview, _("the picture so far"))], spoiler=False))
    return [*parts, _row([_button(stop_id, pgettext("button", "Cancel"), style=2)])]


def reply_parts(reply: Reply, files: Sequence[PictureFile], *, lead: str = "") -> list[list[Json]]:
    """The messages that a reply makes, at least one: pictures, words, files and buttons in the first, more words after it.
    `files` are the reply's pictures, then its files."""
    pictures, blobs = files[: len(reply.images)], files[len(reply.images) :]
    first, *more = pieces(shown(f"{lead}\n{reply.text}" if lead else reply.text))
    parts: list[Json] = []
    if pictures:
        named = [(file.name, file.alt) for file in pictures[:PICTURES_MAX]]
        parts.append(gallery(named, spoiler=reply.spoiler))
    if first or not files:
        parts.append(_text(first or NO_WORDS))
    parts += [_file(blob.name) for blob in blobs]
    return [[*parts, *rows(reply.buttons)], *([_text(piece)] for piece in more)]


def words(text: str) -> list[Json]:
    """A short message of ours, in words alone."""
    return [_text(shown(text)[:TEXT_CHARS_MAX] or NO_WORDS)]


def notice(text: str) -> list[Json]:
    """A line of ours that may name a channel or a person; nothing foreign is in it."""
    return [_text(text)]


def gallery(named: Sequence[tuple[str, str]], *, spoiler: bool) -> Json:
    """(file name, description) of each picture."""
    items: list[Json] = [
        {"media": {"url": f"attachment://{name}"}, "description": alt[:ALT_CHARS_MAX] or None, "spoiler": spoiler}
        for name, alt in named
    ]  # fmt: skip
    return {"type": GALLERY, "items": items}


def rows(buttons: Sequence[Button]) -> list[Json]:
    """Answers in rows of their own, then the rest."""
    kept = buttons[:BUTTONS_MAX]
    answers = [button for button in kept if button.action in ("answer", "pick")]
    others = [button for button in kept if button.action not in ("answer", "pick")]
    return [_row([_posted(button) for button in part]) for part in (*_fives(answers), *_fives(others))]


def answered(components: object, attachments: object, line: str) -> tuple[list[Json], list[Json]]:
    """A question that has its answer: (components, attachments to keep), the buttons taken away, `line` in their place."""
    kept: list[Json] = []
    for part in objects(components):
        if whole(part.get("type")) == ROW:
            continue
        kept.append(_by_name(part) if whole(part.get("type")) == GALLERY else dict(part))
    files: list[Json] = [{"id": string(file.get("id"))} for file in objects(attachments)]
    return [*kept, _text(line)], files


def label_of(components: object, button_id: str) -> str:
    """What stands on a button of a message."""
    for row in objects(components):
        for button in objects(row.get("components")):
            if button.get("custom_id") == button_id:
                return string(button.get("label"))
    return ""


def said_in(components: object) -> str:
    """The words of a message of ours, without the marks."""
    texts = [string(part.get("content")) for part in objects(components) if whole(part.get("type")) == TEXT]
    return "\n".join(texts).replace("**", "").replace("\\", "")


def _by_name(part: Raw) -> Json:
    """A gallery as it was sent: its pictures by name, not by their address on Discord's file server, which expires."""
    items: list[Json] = []
    for item in objects(part.get("items")):
        name = string(obj(item.get("media")).get("url")).partition("?")[0].rpartition("/")[2]
        spoiler = item.get("spoiler") is True
        items.append(
            {
                "media": {"url": f"attachment://{name}"},
                "description": item.get("description"),
                "spoiler": spoiler,
            }
        )
    return {"type": GALLERY, "items": items}


def _fives(buttons: Sequence[Button]) -> Iterator[Sequence[Button]]:
    for at in range(0, len(buttons), BUTTONS_IN_ROW):
        yield buttons[at : at + BUTTONS_IN_ROW]


def _posted(button: Button) -> Json:
    made = _button(button.id, button.label, style=_STYLES.get(button.action, 2))
    emoji = _EMOJI.get(button.action)
    return {**made, "emoji": {"name": emoji}} if emoji else made


def _button(button_id: str, label: str, *, style: int) -> Json:
    assert len(button_id) <= ID_CHARS_MAX, "a button's id has at most 100 characters"
    return {"type": BUTTON, "style": style, "label": label[:LABEL_CHARS_MAX] or "…", "custom_id": button_id}


def _row(buttons: Sequence[Json]) -> Json:
    return {"type": ROW, "components": list(buttons)}


def _file(name: str) -> Json:
    return {"type": FILE, "file": {"url": f"attachment://{name}"}}


def _text(content: str) -> Json:
    return {"type": TEXT, "content": content}
