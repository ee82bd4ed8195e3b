"""Drives `python -m bot chat --jsonl` the way a tool does: a process of its own, lines in, lines out."""

import contextlib
import json
import os
import queue
import signal
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulators.fresh_machine import clean_environment
from tests.e2e.processes.forked_bot import ForkedBot
from tests.patience import PATIENCE_SECONDS, START_SECONDS

Line = dict[str, Any]


class JsonlChat:
    """One run of the scripted chat."""

    def __init__(self, data_dir: Path, *, home: Path, env: Mapping[str, str] | None = None) -> None:
        self.replies: list[Line] = []
        self.lines: list[Line] = []
        self._count = 0
        self._arrived: queue.Queue[Line | None] = queue.Queue()
        self._log = home / f"stderr-{id(self)}.log"
        self._stderr = self._log.open("wb")
        hears, to_hear = os.pipe()
        to_say, says = os.pipe()
        self._stdin, self._stdout = os.fdopen(to_hear, "wb"), os.fdopen(to_say, "rb")
        self.process = ForkedBot(
            ["chat", "--jsonl", "--data-dir", str(data_dir)],
            env=clean_environment(home, **(env or {})),
            stdin=hears,
            stdout=says,
            stderr=self._stderr.fileno(),
        )
        os.close(hears)
        os.close(says)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with contextlib.suppress(
            ValueError
        ):  # closed by `discard`, or not JSON: the missing reply fails the test
            for raw in self._stdout:
                self._arrived.put(json.loads(raw))
        self._arrived.put(None)

    def send(self, line: Line | str | bytes) -> None:
        raw = (
            line
            if isinstance(line, bytes)
            else (line if isinstance(line, str) else json.dumps(line)).encode()
        )
        self._stdin.write(raw + b"\n")
        self._stdin.flush()

    def next_line(self) -> Line | None:
        """The next line of output; None at its end."""
        line = self._arrived.get(timeout=START_SECONDS)
        if line is not None:
            self.lines.append(line)
            if line["type"] == "reply":
                self.replies.append(line)
        return line

    def until(self, line_id: str) -> Line:
        """The next reply or error to the line of that id."""
        while True:
            line = self.next_line()
            assert line is not None, f"ended before {line_id} was answered\n{self.stderr()}"
            if line["type"] in ("reply", "error") and line.get("in_reply_to") == line_id:
                return line

    def say(self, text: str, *, author: str = "ana", channel: str = "art", **more: Any) -> Line:
        """A message and its reply."""
        return self.until(self.send_message(text, author=author, channel=channel, **more))

    def send_message(self, text: str, *, author: str = "ana", channel: str = "art", **more: Any) -> str:
        """A message, whose answer is not waited for; its id."""
        self._count += 1
        line_id = more.pop("id", f"m{self._count}")
        self.send(
            {"type": "message", "id": line_id, "community": "guild", "channel": channel, "thread": None,
             "author": author, "text": text, "images": [], "reply_to": None, "private": False, **more}
        )  # fmt: skip
        return line_id

    def press(
        self, reply: Line, label: str, *, author: str = "ana", channel: str = "art", **more: Any
    ) -> Line:
        """A button of a reply, by its label, and what comes of it."""
        self._count += 1
        line_id = more.pop("id", f"p{self._count}")
        button = next((b["id"] for b in reply["buttons"] if b["label"] == label), label)
        self.send(
            {"type": "press", "id": line_id, "author": author, "channel": channel, "message": reply["id"], "button": button, **more}
        )  # fmt: skip
        return self.until(line_id)

    def close(self) -> int:
        """End of input; the exit code."""
        self._stdin.close()
        while self.next_line() is not None:
            pass
        self._reader.join()
        return self.process.wait(timeout=START_SECONDS)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=PATIENCE_SECONDS)

    def dies(self) -> None:
        """Reads what it still says; it must end by SIGKILL, which it was told to do at some point."""
        while self.next_line() is not None:
            pass
        assert self.process.wait(timeout=START_SECONDS) == -signal.SIGKILL

    def discard(self) -> None:
        """Whatever state it is in, it is gone after this."""
        if self.process.poll() is None:
            self.kill()
        for pipe in (self._stdin, self._stdout, self._stderr):
            with contextlib.suppress(OSError):  # a pipe whose reader is gone
                pipe.close()

    def stderr(self) -> str:
        """The end of what it logged."""
        return self._log.read_text(errors="replace")[-4000:]


def slot(reply: Line, name: str) -> str:
    """A slot's value in the reply's context, "" when empty."""
    return reply["context"]["slots"].get(name, {}).get("value", "")


def labels(reply: Line) -> Sequence[str]:
    return [button["label"] for button in reply["buttons"]]
