"""Telegram: the whole of the platform is in here.

client    the connected platform: its bot, started and stopped       inbound    pure: what Telegram sent -> what was said
polling   long polling, acknowledged only when stored                ingress    files, rights, albums, then Intake
webhook   the same behind an HTTP endpoint                           outbound   replies, by editing the working message
"""

from adapters.telegram.client import TelegramConfig, TelegramPlatform

__all__ = ["TelegramConfig", "TelegramPlatform"]
