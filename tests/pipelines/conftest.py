"""A receiver for each test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.pipelines.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as known:
        yield known
