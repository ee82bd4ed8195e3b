"""What Discord holds against us: requests that it refused."""

import pytest

from adapters.discord.http.platform_errors import WINDOW_SECONDS, InvalidRequests, TooManyInvalidRequests
from tests.adapters.discord.moved_clock import Time


def test_too_many_refusals_stop_every_call_until_the_window_has_moved_on() -> None:
    time = Time()
    invalid_requests = InvalidRequests(clock=time.clock, limit=3)
    for status in (403, 429, 403):
        invalid_requests.check()
        invalid_requests.count(status, "/api/v10/channels/1/messages")
        time.now += 1

    with pytest.raises(TooManyInvalidRequests) as caught:
        invalid_requests.check()
    assert caught.value.seconds == WINDOW_SECONDS - 3
    time.now += WINDOW_SECONDS - 3 + 0.1
    invalid_requests.check()


def test_a_refused_token_is_tried_again_after_a_while() -> None:
    time = Time()
    invalid_requests = InvalidRequests(clock=time.clock)
    invalid_requests.count(401, "/api/v10/channels/1/messages")
    with pytest.raises(TooManyInvalidRequests):
        invalid_requests.check()

    time.now += WINDOW_SECONDS

    invalid_requests.check()


def test_what_is_not_held_against_us_is_not_counted() -> None:
    invalid_requests = InvalidRequests(limit=3)
    invalid_requests.count(200, "/channels/1")
    invalid_requests.count(429, "/channels/1", shared=True)
    invalid_requests.count(401, "/api/v10/webhooks/1/token")

    assert invalid_requests.counted == 1
    assert not invalid_requests.token_refused, "that was the token of an interaction"
