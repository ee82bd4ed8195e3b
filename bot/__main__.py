"""The command line: `python -m bot COMMAND`; without one it lists them."""

import argparse
import sys
from pathlib import Path

import uvloop

from agent.errors import AtelierError, BadInput, Misconfigured
from bot.allocator import keep_memory_small, modules_uncollected
from bot.operations import add_operations
from bot.settings import read_settings
from bot.shown_urls import shown_url

EXIT_MISCONFIGURED = 2
SWITCH_SECONDS = 0.0005
"""How long a thread that wants the interpreter waits for it. A sketch gives it up at each call into Pillow, some hundred times a
picture, and at Python's 5 ms waits for it longer than it draws while the event loop is busy (0.49 s a picture, with this 0.37)."""


def main() -> int:
    arguments = parser().parse_args()
    keep_memory_small()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        # A turn is hundreds of small steps of the event loop: on this one it takes a tenth less of the processor (benchmarks/load.py).
        return uvloop.run(arguments.action(arguments))
    except Misconfigured as error:
        print(f"Atelier cannot start. {shown_url(str(error))}", file=sys.stderr)
        return EXIT_MISCONFIGURED
    except BadInput as error:
        print(error, file=sys.stderr)
        return 1
    except AtelierError as error:
        print(f"Atelier stopped: {shown_url(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Atelier draws for a community and remembers the people it draws for.",
        epilog="Settings come from the environment or a file .env; the README lists them.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="start the bot and the web chat", description=_RUN)
    run.add_argument(
        "--role",
        choices=("all", "gateway", "worker", "web"),
        help="which part of the house this process is (all)",
    )
    run.set_defaults(action=_run)
    chat = commands.add_parser("chat", help="talk to the bot in this terminal", description=_CHAT)
    chat.add_argument("--jsonl", action="store_true", help="one JSON object a line, for tests and tools")
    chat.add_argument("--data-dir", type=Path, help="where memory and pictures are kept (ATELIER_DATA_DIR)")
    chat.add_argument("--as", dest="author", default="you", help="who you are (you)")
    chat.add_argument("--in", dest="channel", default="studio", help="the channel you talk in (studio)")
    chat.add_argument("--no-images", action="store_true", help="do not show pictures in the terminal")
    chat.set_defaults(action=_chat)
    migrate = commands.add_parser("migrate", help="bring the database to this version's schema")
    migrate.set_defaults(action=_migrate)
    check = commands.add_parser(
        "check", help="what is configured, what answers, and how to mend what is wrong"
    )
    check.add_argument(
        "--render", action="store_true", help="also pay for one small picture, to prove the image model"
    )
    check.set_defaults(action=_check)
    invite = commands.add_parser(
        "invite", help="print a link that opens a name of the web chat", description=_INVITE
    )
    invite.add_argument("name", nargs="?", default="", help="whose; without one: who waits for an invitation")
    invite.set_defaults(action=_invite)
    plan = commands.add_parser("plan", help="what the built-in planner makes of a text, and why")
    plan.add_argument("text", help="the message")
    plan.add_argument("--on", default="", help="what the picture at hand shows (none)")
    plan.set_defaults(action=_plan)
    add_operations(commands)
    return parser


_RUN = "Starts everything in one process: the web chat, Discord and Telegram where a token is set, and the worker that draws."
_CHAT = "A chat in the terminal with the same bot and its own world of memory. Ctrl-C cancels, Ctrl-D leaves."

_INVITE = (
    "Where the web chat has a password, a name belongs to the browsers that hold it. An invitation opens one that has memories from "
    "before, whose browser is lost, or that moderates. Give it to the name's owner alone."
)


async def _run(arguments: argparse.Namespace) -> int:
    with modules_uncollected():
        from bot.commands.run import run

    overrides = {"ATELIER_ROLE": arguments.role} if arguments.role else {}
    return await run(read_settings(**overrides))


async def _chat(arguments: argparse.Namespace) -> int:
    with modules_uncollected():
        from bot.commands.chat import chat

    overrides = {"ATELIER_DATA_DIR": arguments.data_dir} if arguments.data_dir else {}
    return await chat(
        read_settings(**overrides), jsonl=arguments.jsonl, author=arguments.author, channel=arguments.channel,
        show_images=not arguments.no_images,
    )  # fmt: skip


async def _migrate(arguments: argparse.Namespace) -> int:
    from bot.log import set_up_logging
    from bot.postgres.database import open_database

    settings = read_settings()
    set_up_logging(settings.log_level)
    async with open_database(settings):
        print("The database is at this version's schema.")
    return 0


async def _plan(arguments: argparse.Namespace) -> int:
    from bot.commands.plan import plan

    return await plan(arguments.text, on=arguments.on)


async def _check(arguments: argparse.Namespace) -> int:
    from bot.commands.check import check

    return await check(read_settings(), render=arguments.render)


async def _invite(arguments: argparse.Namespace) -> int:
    from bot.commands.invite import invite

    return await invite(read_settings(), arguments.name)


if __name__ == "__main__":
    sys.exit(main())
