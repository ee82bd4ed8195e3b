"""The forms behind buttons and menus (Discord's modals), and what was filled in. Pure.

A form's id says all that is needed when it comes back, so that one opened before a restart is taken after it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

import discord

from adapters.discord.inbound import commands
from adapters.discord.inbound.message_files import FileRef, file_ref
from adapters.http.foreign_json import Json, Raw, obj, objects, string, strings, whole
from agent.limits import REASON_CHARS_MAX
from agent.translation.catalogue import _, pgettext

# Component types (Discord's reference, "Component Object").
TEXT_INPUT, TEXT, LABEL, UPLOAD = 4, 10, 18, 19
LONG, SHORT = 2, 1
WORDS_ID, FILES_ID = "words", "files"
WORDS_MAX = 3_900
SHOWN_CHARS_MAX = 900
FILES_MAX = 4

_FORM = re.compile(
    r"f1:(?P<what>button|refine|character|report):(?P<message>\d{1,20}):(?P<button>[A-Za-z0-9_:-]{0,64})"
)
FormKind = Literal["button", "refine", "character", "report"]
_KINDS: Mapping[str, FormKind] = {kind: kind for kind in get_args(FormKind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Which form it is: `button` stands behind a button, the others behind a menu on a message."""

    what: FormKind
    message: str
    button: str = ""

    @property
    def id(self) -> str:
        return f"f1:{self.what}:{self.message}:{self.button}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    form: Form
    text: str
    files: tuple[FileRef, ...]


def form_of_button(action: str, button: str, message: str, said: str) -> Json | None:
    """The form behind a button of that action, under a message that says `said`; None where there is none."""
    form = Form(what="button", message=message, button=button)
    match action:
        case "refine":
            return refine_form(form, said)
        case "remember_character":
            return character_form(form, required=False)
        case "report":
            return report_form(form)
        case _:
            return None


def form_of_menu(name: str, message: str, said: str) -> Json | None:
    """The form behind an entry of a message's menu."""
    match name:
        case commands.REFINE_MENU:
            return refine_form(Form(what="refine", message=message), said)
        case commands.CHARACTER_MENU:
            return character_form(Form(what="character", message=message), required=True)
        case commands.REPORT_MENU:
            return report_form(Form(what="report", message=message))
        case _:
            return None


def refine_form(form: Form, said: str) -> Json:
    """Asks what should change. `said` are the words under the picture as it is."""
    parts: list[Json] = []
    if said:
        parts.append({"type": TEXT, "content": _("Now: {words}", words=said[:SHOWN_CHARS_MAX])})
    example = pgettext(
        "Discord form: at most 100 characters", "for example: make it night, and add a red scarf"
    )
    upload: Json = {
        "type": UPLOAD,
        "custom_id": FILES_ID,
        "min_values": 0,
        "max_values": FILES_MAX,
        "required": False,
    }
    what = pgettext("Discord form: at most 45 characters", "What should change?")
    pictures = pgettext("Discord form: at most 45 characters", "Pictures to go by (if you like)")
    parts += [
        _label(what, _input(example, style=LONG, most=WORDS_MAX, required=True)),
        _label(pictures, upload),
    ]
    title = pgettext("Discord form: at most 45 characters", "Refine the picture")
    return {"custom_id": form.id, "title": title, "components": parts}


def character_form(form: Form, *, required: bool) -> Json:
    example = pgettext("Discord form: at most 100 characters", "for example: Luna")
    name = _input(example, style=SHORT, most=60, required=required)
    return {
        "custom_id": form.id,
        "title": pgettext("Discord form: at most 45 characters", "Remember as a character"),
        "components": [
            _label(pgettext("Discord form: at most 45 characters", "What is the character's name?"), name)
        ],
    }


def report_form(form: Form) -> Json:
    example = pgettext("Discord form: at most 100 characters", "if you like: what is wrong with it")
    why = _input(example, style=LONG, most=REASON_CHARS_MAX, required=False)
    return {
        "custom_id": form.id,
        "title": pgettext("Discord form: at most 45 characters", "Report the picture"),
        "components": [
            _label(pgettext("Discord form: at most 45 characters", "Why should moderators look at it?"), why)
        ],
    }


def read_form(data: Raw) -> Filled | None:
    """What came back; None for a form that is not ours."""
    found = _FORM.fullmatch(string(data.get("custom_id")))
    if found is None:
        return None
    what = found.group("what")
    form = Form(
        what=_KINDS[what],
        message=found.group("message"),
        button=found.group("button"),
    )
    text, numbers = "", list[str]()
    for part in objects(data.get("components")):
        for control in (obj(part.get("component")), *objects(part.get("components"))):
            if control.get("custom_id") == WORDS_ID:
                text = string(control.get("value"))
            elif control.get("custom_id") == FILES_ID:
                numbers = strings(control.get("values"))
    known = obj(obj(data.get("resolved")).get("attachments"))
    files = tuple(attached(obj(known[number])) for number in numbers if number in known)
    return Filled(form=form, text=text.strip(), files=files)


def attached(raw: Raw) -> FileRef:
    """A file as an interaction describes it."""
    kind = string(raw.get("content_type")).partition(";")[0]
    file = file_ref(string(raw.get("url")), string(raw.get("filename")), kind, whole(raw.get("size")))
    hidden = discord.AttachmentFlags.spoiler.flag & (whole(raw.get("flags")) or 0)
    return replace(file, covered=bool(hidden) or file.name.startswith("SPOILER_"))


def _label(label: str, component: Json) -> Json:
    return {"type": LABEL, "label": label, "component": component}


def _input(placeholder: str, *, style: int, most: int, required: bool) -> Json:
    return {
        "type": TEXT_INPUT, "custom_id": WORDS_ID, "style": style, "placeholder": placeholder, "required": required,
        "min_length": 1 if required else 0, "max_length": most,
    }  # fmt: skip
