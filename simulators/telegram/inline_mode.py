"""Inline mode: what people type after the bot's name in any chat, what they are offered, and the messages that become of it."""

from typing import Any

from simulators.telegram.shapes import JSON, Refusal, keyboard_of, words_of
from simulators.telegram.world import World

QUERY_SECONDS = 30.0
"""How long an inline query may be answered."""
RESULTS_MAX = 50
ID_BYTES_MAX = 64


def answer(world: World, parameters: JSON) -> bool:
    """answerInlineQuery."""
    number, results = parameters["inline_query_id"], parameters["results"]
    asked = world.typed.get(number)
    if asked is None or world.clock() - asked > QUERY_SECONDS:
        raise Refusal(
            400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    if len(results) > RESULTS_MAX:
        raise Refusal(400, "Bad Request: RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise Refusal(400, "Bad Request: RESULT_ID_DUPLICATE")
    if any(not 1 <= len(one.encode()) <= ID_BYTES_MAX for one in ids):
        raise Refusal(400, "Bad Request: RESULT_ID_INVALID")
    for result in results:
        _check(world, result)
    world.offered[number] = parameters
    return True


def _check(world: World, result: JSON) -> None:
    keyboard_of(result)
    match result["type"]:
        case "article":
            if not result.get("title"):
                raise Refusal(400, "Bad Request: can't parse inline query result: Can't find field \"title\"")
            words_of({"text": result["input_message_content"]["message_text"]}, "text", most=4096, least=1)
        case "photo":
            if result.get("photo_file_id") not in world.files:
                raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        case kind:
            raise Refusal(400, f"Bad Request: unsupported inline query result type {kind}")


def types(world: World, person: JSON, words: str) -> str | None:
    """Somebody types `@bot words`; the query's id, None where the bot is not told."""
    if "inline_query" not in world.wanted:
        return None
    number = f"iq{next(world.counts['inline query'])}"
    world.typed[number] = world.clock()
    world.queue(
        {"inline_query": {"id": number, "from": person, "query": words, "offset": "", "chat_type": "group"}}
    )
    return number


def sends(world: World, person: JSON, words: str, query: str, result: str) -> str:
    """They choose an offer; the id of the message that it became. The bot is told of it where BotFather was asked to, and of a message
    with buttons alone how to change it."""
    offer = next(offer for offer in world.offered[query]["results"] if offer["id"] == result)
    number = f"inline{next(world.counts['inline message'])}"
    shown: JSON = {"via_bot": world.me, "from": person}
    if offer["type"] == "photo":
        shown["photo"] = [{"file_id": offer["photo_file_id"]}]
    else:
        shown["text"] = offer["input_message_content"]["message_text"]
    if "reply_markup" in offer:
        shown["reply_markup"] = offer["reply_markup"]
    world.inline[number] = shown
    if world.inline_feedback and "chosen_inline_result" in world.wanted:
        named = {"inline_message_id": number} if "reply_markup" in offer else {}
        world.queue({"chosen_inline_result": {"result_id": result, "from": person, "query": words, **named}})
    return number


def presses(world: World, person: JSON, message: str) -> str:
    """Somebody presses the one button of such a message; the press's id."""
    callback = f"cb{next(world.counts['callback'])}"
    world.callbacks[callback] = world.clock()
    data = world.inline[message]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    world.queue(
        {
            "callback_query": {
                "id": callback, "from": person, "chat_instance": "1", "inline_message_id": message, "data": data,
            }
        }
    )  # fmt: skip
    return callback


def edit(world: World, method: str, parameters: JSON) -> bool:
    """Of such a message: words, or what Telegram has already. Nothing can be uploaded into it."""
    message = world.sent_by_inline_mode(parameters)
    new: dict[str, Any]
    if method == "editMessageText":
        if "photo" in message:
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        new = words_of(parameters, "text", most=4096, least=1)
    else:
        item = parameters["media"]
        if item["media"] not in world.files:
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        new = {"photo": [{"file_id": item["media"]}], **words_of(item, "caption", most=1024)}
    markup = keyboard_of(parameters)
    if markup:
        new["reply_markup"] = markup
    kept = {key: value for key, value in message.items() if key in ("via_bot", "from")}
    if kept | new == message:
        raise Refusal(400, "Bad Request: message is not modified: specified new message content is the same")
    message.clear()
    message |= kept | new
    return True
