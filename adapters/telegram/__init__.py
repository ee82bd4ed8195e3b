"""Telegram: the whole of the platform is in here.

connection  the library's bot, one a process              inbound   pure: what Telegram sent -> what was said
platform    polling or webhook, until cancelled            ingress   files, rights, albums, then Intake
polling     acknowledged only when stored                  outbound  replies, by editing the working message
webhook     the same behind an HTTP endpoint               posting   one message, where it belongs
library     the library's bot, made to understand          album_desk  albums, and what comes late of them
            other servers (completing)                     keeping   albums through a webhook
"""
