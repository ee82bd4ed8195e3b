"""What every `WebChannels` does. Subclass it and give `channels`."""

import pytest

from agent.domain.conversation import Place
from agent.ports import WebChannel, WebChannels

ART = Place(platform="web", community="atelier", channel="art")


class WebChannelsContract:
    @pytest.fixture
    async def channels(self) -> WebChannels:
        raise NotImplementedError

    async def test_a_channel_is_made_named_anew_deleted_and_made_again(self, channels: WebChannels) -> None:
        assert await channels.known() == {}
        await channels.make("art")
        await channels.make("art")
        assert await channels.known() == {"art": WebChannel()}
        await channels.rename("art", "Art of the week")
        await channels.rename("posters", "Posters!")
        assert (await channels.known())["art"] == WebChannel(title="Art of the week")
        assert (await channels.known())["posters"] == WebChannel(title="Posters!")
        await channels.delete(ART)
        assert (await channels.known())["art"].is_deleted
        await channels.make("art")
        assert (await channels.known())["art"] == WebChannel()
