"""The whole bot to look at: simulated Discord and Telegram on one page, where one types as a member and sees what members see.

May import: the other simulators. The bot runs as a process of its own, as an operator starts it.
"""
