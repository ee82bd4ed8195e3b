"""Reports, blocks, the record and first contact, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from agent.domain.conversation import Author, AuthorId, ImageId, MessageId, Picture, Place, Turn
from agent.domain.moderation import Act, AuditEntry, Block, Decision, Filed, Report
from agent.errors import OverBudget
from agent.limits import OPEN_REPORTS_PER_COMMUNITY_MAX, OPEN_REPORTS_PER_PERSON_MAX
from agent.turn_context import Moderation
from tests.fakes.builders import NOW, picture, uuid_of


@dataclass(slots=True, kw_only=True)
class Posted:
    """A message of the bot that shows pictures."""

    message: MessageId
    place: Place
    author: Author
    caption: str
    alone: bool = False
    is_gone: bool = False


@dataclass(slots=True, kw_only=True)
class Filing:
    id: str
    message: MessageId
    reporter: AuthorId
    reason: str
    decided_in: str = ""


@dataclass(slots=True)
class FakeModerationHouse:
    """All of it, over the same messages."""

    posted: dict[str, Posted] = field(default_factory=dict)
    filed: list[Filing] = field(default_factory=list)
    blocks: dict[tuple[str, AuthorId], Block] = field(default_factory=dict)
    recorded: list[tuple[str, str, AuditEntry]] = field(default_factory=list)
    """Community, turn, entry."""
    moderators: set[tuple[AuthorId, str]] = field(default_factory=set)
    """Who moderates which community, as a platform would say."""
    operators: frozenset[AuthorId] = frozenset()

    def post(self, caption: str, *, by: Author, place: Place, alone: bool = False) -> MessageId:
        message = MessageId(f"b{len(self.posted) + 100}")
        self.posted[message] = Posted(message=message, place=place, author=by, caption=caption, alone=alone)
        return message

    def ports(self) -> Moderation:
        return Moderation(
            reports=FakeReports(self), queue=FakeReportQueue(self), blocks=FakeBlocks(self), audit=FakeAuditLog(self),
            rights=FakeRights(self), operators=self.operators,
        )  # fmt: skip

    def shown(self, message: str, viewer: AuthorId) -> Posted | None:
        found = self.posted.get(message)
        if found is None or found.is_gone:
            return None
        hidden = found.alone or found.place.private
        return None if hidden and found.author.id != viewer else found

    def record(self, turn: Turn, act: Act, detail: str = "", *, community: str = "", whom: str = "") -> None:
        if any((t, e.act, e.detail) == (turn.id, act, detail) for _, t, e in self.recorded):
            return
        entry = AuditEntry(at=NOW, act=act, actor=turn.author.name, detail=detail, whom=whom)
        self.recorded.append((community or turn.place.jurisdiction, turn.id, entry))

    def waiting(self, communities: Sequence[str]) -> dict[MessageId, list[Filing]]:
        found: dict[MessageId, list[Filing]] = {}
        for filing in self.filed:
            if not filing.decided_in and self.posted[filing.message].place.jurisdiction in communities:
                found.setdefault(filing.message, []).append(filing)
        return found


@dataclass(slots=True)
class FakeReports:
    house: FakeModerationHouse

    async def place_of(self, turn: Turn, message: str) -> Place | None:
        found = self.house.shown(message, turn.author.id)
        return None if found is None else found.place

    async def file(self, turn: Turn, message: str, *, reason: str) -> Filed:
        found = self.house.shown(message, turn.author.id)
        if found is None:
            return "gone"
        for filing in self.house.filed:
            if (filing.message, filing.reporter) == (message, turn.author.id):
                if not filing.decided_in:
                    filing.reason = filing.reason or reason
                return "known"
        community = found.place.jurisdiction
        waiting = [f for filings in self.house.waiting([community]).values() for f in filings]
        if sum(f.reporter == turn.author.id for f in waiting) >= OPEN_REPORTS_PER_PERSON_MAX:
            raise OverBudget("You have many reports waiting here.", limit="reports_of_person")
        if len(waiting) >= OPEN_REPORTS_PER_COMMUNITY_MAX:
            raise OverBudget("Many reports wait here.", limit="reports_of_community")
        number = f"{len(self.house.filed):012}"
        self.house.filed.append(
            Filing(
                id=f"00000000-0000-7000-8000-{number}", message=found.message, reporter=turn.author.id, reason=reason
            )
        )  # fmt: skip
        self.house.record(turn, "reported", community=community)
        return "filed"

    async def latest(self, turn: Turn, *, limit: int) -> Sequence[Picture]:
        key = turn.place.channel_key
        here = [p for p in self.house.posted.values() if p.place.channel_key == key]
        seen = [p for p in here if self.house.shown(p.message, turn.author.id)]
        return [replace(picture(p.caption, caption=p.caption), message=p.message) for p in reversed(seen)][
            :limit
        ]


@dataclass(slots=True)
class FakeReportQueue:
    house: FakeModerationHouse

    async def places(self, author: AuthorId) -> Sequence[Place]:
        found = {p.place.jurisdiction: p.place for p in self.house.posted.values() if p.author.id == author}
        return [place for place in found.values() if place.community_key]

    async def waiting(self, communities: Sequence[str]) -> Sequence[str]:
        return sorted(filings[0].id for filings in self.house.waiting(communities).values())

    async def find(self, report: str) -> Report | None:
        filing = next((f for f in self.house.filed if f.id == report), None)
        if filing is None:
            return None
        shown = self.house.posted[filing.message]
        together = [
            f
            for f in self.house.filed
            if f.message == filing.message and bool(f.decided_in) == bool(filing.decided_in)
        ]
        return Report(
            id=report, place=shown.place, message=shown.message, author=shown.author,
            images=() if shown.is_gone else (ImageId(uuid_of(shown.caption)),), caption=shown.caption,
            reporters=len(together), reasons=tuple(f.reason for f in together if f.reason), at=NOW,
        )  # fmt: skip

    async def decide(self, turn: Turn, report: str, decision: Decision) -> Sequence[MessageId] | None:
        filing = next((f for f in self.house.filed if f.id == report), None)
        if filing is None:
            return None
        if filing.decided_in:
            return () if filing.decided_in == turn.id else None
        shown = self.house.posted[filing.message]
        for each in self.house.filed:
            if each.message == filing.message and not each.decided_in:
                each.decided_in = turn.id
        self.house.record(turn, decision, community=shown.place.jurisdiction, whom=shown.author.name)
        if decision == "dismissed" or shown.is_gone:
            return ()
        shown.is_gone = True
        return () if shown.alone else (shown.message,)


@dataclass(slots=True)
class FakeBlocks:
    house: FakeModerationHouse = field(default_factory=FakeModerationHouse)

    async def is_blocked(self, author: AuthorId, place: Place) -> bool:
        return (place.jurisdiction, author) in self.house.blocks

    async def block(self, turn: Turn, person: Author, place: Place) -> None:
        number = len(self.house.blocks)
        made = Block(id=uuid_of(f"block {number}"), name=person.name, at=NOW + timedelta(seconds=number))
        self.house.blocks.setdefault((place.jurisdiction, person.id), made)
        self.house.record(turn, "blocked", community=place.jurisdiction, whom=person.name)

    async def unblock(self, turn: Turn, block: str, communities: Sequence[str]) -> bool:
        for (community, person), known in list(self.house.blocks.items()):
            if known.id == block and community in communities:
                del self.house.blocks[community, person]
                self.house.record(turn, "unblocked", community=community, whom=known.name)
                return True
        return False

    async def list(self, communities: Sequence[str], *, limit: int) -> Sequence[Block]:
        found = [block for (community, _), block in self.house.blocks.items() if community in communities]
        return sorted(found, key=lambda block: block.at, reverse=True)[:limit]


@dataclass(slots=True)
class FakeAuditLog:
    house: FakeModerationHouse = field(default_factory=FakeModerationHouse)

    async def record(self, turn: Turn, act: Act, detail: str) -> None:
        self.house.record(turn, act, detail)

    async def entries(self, communities: Sequence[str], *, limit: int) -> Sequence[AuditEntry]:
        return [e for community, _, e in reversed(self.house.recorded) if community in communities][:limit]


@dataclass(slots=True)
class FakeRights:
    house: FakeModerationHouse

    async def moderates(self, author: Author, place: Place) -> bool:
        return (author.id, place.jurisdiction) in self.house.moderators


@dataclass(slots=True)
class FakeIntroductions:
    """`met`: people who were told before, by which turn. None: everybody was."""

    met: dict[AuthorId, str] | None = None

    async def first(self, turn: Turn) -> bool:
        return self.met is not None and self.met.setdefault(turn.author.id, turn.id) == turn.id
