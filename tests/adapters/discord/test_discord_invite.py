"""What the invite asks for."""

from adapters.discord.invite import PERMISSIONS, invite_link


def test_the_invite_asks_for_no_more_than_is_used() -> None:
    link = invite_link("42")

    assert link.startswith("https://discord.com/oauth2/authorize?client_id=42&permissions=")
    assert not PERMISSIONS.administrator
    assert {name for name, held in PERMISSIONS if held} == {
        "read_messages", "send_messages", "send_messages_in_threads", "create_public_threads", "attach_files", "read_message_history",
    }  # fmt: skip
