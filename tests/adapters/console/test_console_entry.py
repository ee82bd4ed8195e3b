"""What is typed into the terminal: words, taps, replies, paths as terminals spell them, and who and where."""

import pytest

from adapters.console.typed_entry import Entry, Leave, Say, Tap, Turned, attached, parse_entry

FILES = {"/home/ana/cat.png", "/home/ana/my cat.png", "photo.jpg", "~/fox.webp", "/notes.txt"}
LABELS = ["Again", "Refine", "Surprise me"]


def parse(typed: str, labels: list[str] | None = None) -> Entry:
    return parse_entry(typed, labels=LABELS if labels is None else labels, is_file=FILES.__contains__)


@pytest.mark.parametrize(
    ("typed", "entry"),
    [
        ("", None),
        ("   ", None),
        ("draw a fox", Say(text="draw a fox")),
        ("/draw a fox", Say(text="/draw a fox")),
        ("1", Tap(number=1)),
        ("3", Tap(number=3)),
        ("4", Tap(number=4)),
        ("444", Say(text="444")),
        ("0", Say(text="0")),
        ("²", Say(text="²")),
        ("again", Tap(number=1)),
        ("SURPRISE ME", Tap(number=3)),
        ("again please", Say(text="again please")),
        (":2", Tap(number=2)),
        (":9", Tap(number=9)),
        (":2 make it night", Tap(number=2, text="make it night")),
        (":b12.3", Tap(number=3, message="b12")),
        (":b12:3 more blue", Tap(number=3, message="b12", text="more blue")),
        (":-)", Say(text=":-)")),
        ("> add a hat", Say(text="add a hat", reply_to="last")),
        (">b12 add a hat", Say(text="add a hat", reply_to="b12")),
        ("> b12 add a hat", Say(text="add a hat", reply_to="b12")),
        (">big hat", Say(text="big hat", reply_to="last")),
        ("/as bob", Turned(what="as", name="bob")),
        ("/as  @Ana María ", Turned(what="as", name="Ana María")),
        ("/as", Turned(what="as")),
        ("/in #posters", Turned(what="in", name="posters")),
        ("/in posters/night", Turned(what="in", name="posters", thread="night")),
        ("/private", Turned(what="private")),
        ("/quit", Leave()),
    ],
)
def test_what_is_typed_is_understood(typed: str, entry: Entry) -> None:
    assert parse(typed) == entry


def test_a_buttons_own_words_come_before_its_number() -> None:
    assert parse("3", ["3", "2", "1"]) == Tap(number=1)


def test_while_something_is_asked_a_number_beyond_the_buttons_is_an_answer() -> None:
    assert parse_entry("7", labels=LABELS, is_file=FILES.__contains__, asked=True) == Say(text="7")
    assert parse_entry("2", labels=LABELS, is_file=FILES.__contains__, asked=True) == Tap(number=2)


@pytest.mark.parametrize(
    ("typed", "text", "paths"),
    [
        ("/home/ana/cat.png", "", ("/home/ana/cat.png",)),
        ("make this cat a pirate /home/ana/cat.png", "make this cat a pirate", ("/home/ana/cat.png",)),
        ("'/home/ana/my cat.png' as a knight", "as a knight", ("/home/ana/my cat.png",)),
        ('"/home/ana/my cat.png" as a knight', "as a knight", ("/home/ana/my cat.png",)),
        (r"/home/ana/my\ cat.png as a knight", "as a knight", ("/home/ana/my cat.png",)),
        ("file:///home/ana/my%20cat.png hi", "hi", ("/home/ana/my cat.png",)),
        ("photo.jpg ~/fox.webp both", "both", ("photo.jpg", "~/fox.webp")),
        ("this /home/ana/nowhere.png", "this", ("/home/ana/nowhere.png",)),
        ("draw cat.png as a file icon", "draw cat.png as a file icon", ()),
        ("draw a 16/9 banner", "draw a 16/9 banner", ()),
        ("draw 'a fox' and \"an owl\"", "draw 'a fox' and \"an owl\"", ()),
        ("it's a fox, isn't it", "it's a fox, isn't it", ()),
        ("/draw a fox", "/draw a fox", ()),
        ("a  poster\nsaying 'hi'  now", "a  poster\nsaying 'hi'  now", ()),
        ("/notes.txt", "", ("/notes.txt",)),
    ],
)
def test_paths_are_found_as_terminals_spell_them(typed: str, text: str, paths: tuple[str, ...]) -> None:
    assert attached(typed, FILES.__contains__) == (text, paths)


def test_a_reply_and_a_tap_can_bring_a_picture() -> None:
    assert parse("> like this /home/ana/cat.png") == Say(
        text="like this", paths=("/home/ana/cat.png",), reply_to="last"
    )
    assert parse(":2 like this photo.jpg") == Tap(number=2, text="like this", paths=("photo.jpg",))
