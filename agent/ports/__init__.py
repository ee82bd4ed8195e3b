"""Every Protocol the core needs, and the ones the process offers to its adapters. Narrow, async, one to four methods.

Every implementation passes the contract suite of its port (`tests/contracts/`), the fakes as well as the real ones.
Errors named here are those of `agent.errors`; anything else that escapes is a defect.

models     what plans, judges, draws, embeds         stores     what is kept
web        search, pages, pixels                     turns      what one turn works with
platforms  between the process and its platforms      web_access  who may be whom on the web chat
content    what looks at content                  moderation  reports, blocks, the record, first contact
people     likenesses and style boards, and who may have them
gallery    a person's own pictures               desks    what moderators and operators look at
objects    bytes beside the database             marking    what a file says of its making, signed
"""

from agent.ports.accounts import Accounts as Accounts
from agent.ports.content import Category as Category
from agent.ports.content import ContentChecker as ContentChecker
from agent.ports.content import Verdict as Verdict
from agent.ports.desks import CommunityDesk as CommunityDesk
from agent.ports.desks import CommunityOverview as CommunityOverview
from agent.ports.desks import DayInChannel as DayInChannel
from agent.ports.desks import Figure as Figure
from agent.ports.desks import ModelUse as ModelUse
from agent.ports.desks import OperatorDesk as OperatorDesk
from agent.ports.desks import OperatorOverview as OperatorOverview
from agent.ports.desks import Trouble as Trouble
from agent.ports.gallery import ChangedMessage as ChangedMessage
from agent.ports.gallery import DeletedPictures as DeletedPictures
from agent.ports.gallery import Facet as Facet
from agent.ports.gallery import Gallery as Gallery
from agent.ports.gallery import GalleryFacets as GalleryFacets
from agent.ports.gallery import GalleryPage as GalleryPage
from agent.ports.gallery import GalleryPicture as GalleryPicture
from agent.ports.gallery import GalleryQuery as GalleryQuery
from agent.ports.marking import PictureSigner as PictureSigner
from agent.ports.models import Catalogue as Catalogue
from agent.ports.models import Completion as Completion
from agent.ports.models import Distiller as Distiller
from agent.ports.models import Embedder as Embedder
from agent.ports.models import Findings as Findings
from agent.ports.models import ImageModel as ImageModel
from agent.ports.models import Judge as Judge
from agent.ports.models import JudgeRequest as JudgeRequest
from agent.ports.models import LanguageModel as LanguageModel
from agent.ports.models import Meaning as Meaning
from agent.ports.models import Merger as Merger
from agent.ports.models import Planner as Planner
from agent.ports.models import PlanRequest as PlanRequest
from agent.ports.models import Prompt as Prompt
from agent.ports.models import StatementReader as StatementReader
from agent.ports.models import Transcriber as Transcriber
from agent.ports.models import Transcript as Transcript
from agent.ports.models import Usage as Usage
from agent.ports.models import Withdrawals as Withdrawals
from agent.ports.moderation import AuditLog as AuditLog
from agent.ports.moderation import Blocks as Blocks
from agent.ports.moderation import Introductions as Introductions
from agent.ports.moderation import ModeratorRights as ModeratorRights
from agent.ports.moderation import ReportQueue as ReportQueue
from agent.ports.moderation import Reports as Reports
from agent.ports.objects import ObjectStore as ObjectStore
from agent.ports.people import Albums as Albums
from agent.ports.people import Likenesses as Likenesses
from agent.ports.people import NoPeople as NoPeople
from agent.ports.people import ProfilePictures as ProfilePictures
from agent.ports.people import Usernames as Usernames
from agent.ports.platform_notes import CallBudget as CallBudget
from agent.ports.platform_notes import PendingDeliveries as PendingDeliveries
from agent.ports.platform_notes import PlatformNotes as PlatformNotes
from agent.ports.platform_notes import PostedPhotos as PostedPhotos
from agent.ports.platform_notes import ReadPosition as ReadPosition
from agent.ports.platform_notes import ReadPositions as ReadPositions
from agent.ports.platform_notes import Shards as Shards
from agent.ports.platforms import PREVIEW_BYTES_MAX as PREVIEW_BYTES_MAX
from agent.ports.platforms import Address as Address
from agent.ports.platforms import Board as Board
from agent.ports.platforms import BoardEvent as BoardEvent
from agent.ports.platforms import BoardMessage as BoardMessage
from agent.ports.platforms import Bus as Bus
from agent.ports.platforms import ChannelList as ChannelList
from agent.ports.platforms import Intake as Intake
from agent.ports.platforms import OpenQuestions as OpenQuestions
from agent.ports.platforms import Outbound as Outbound
from agent.ports.platforms import PictureFile as PictureFile
from agent.ports.platforms import Platform as Platform
from agent.ports.platforms import Previews as Previews
from agent.ports.platforms import TurnStatus as TurnStatus
from agent.ports.platforms import WebChannel as WebChannel
from agent.ports.platforms import WebChannels as WebChannels
from agent.ports.stores import ImageStore as ImageStore
from agent.ports.stores import MemoryDesk as MemoryDesk
from agent.ports.stores import MemoryStore as MemoryStore
from agent.ports.stores import NoticedTurns as NoticedTurns
from agent.ports.stores import PassiveLearning as PassiveLearning
from agent.ports.stores import Scheduled as Scheduled
from agent.ports.stores import ScheduleStore as ScheduleStore
from agent.ports.stores import SettingsStore as SettingsStore
from agent.ports.stores import ThreadStore as ThreadStore
from agent.ports.turns import Clock as Clock
from agent.ports.turns import Journal as Journal
from agent.ports.turns import KeptImage as KeptImage
from agent.ports.turns import Progress as Progress
from agent.ports.turns import Spending as Spending
from agent.ports.web import Fetcher as Fetcher
from agent.ports.web import PixelGate as PixelGate
from agent.ports.web import SearchResult as SearchResult
from agent.ports.web import WebSearch as WebSearch
from agent.ports.web_access import Entry as Entry
from agent.ports.web_access import Linked as Linked
from agent.ports.web_access import NameStore as NameStore
from agent.ports.web_access import PageName as PageName
from agent.ports.web_access import SessionStore as SessionStore
from agent.ports.web_access import Way as Way
from agent.ports.web_access import WebSession as WebSession
