"""Pages of units: every order and filter shows each unit once, and search means the same on both databases."""

import json
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linewise.core.errors import BadInput
from linewise.storage import ranking
from linewise.workbench import Project
from tests.support.study import LINES, study

ROWS = (
    *LINES,
    *(
        (f"r{n}", f"Line {n} " + "la" * (n % 4), ("glad", "", "calm")[n % 3], str(n % 5) if n % 4 else "", "")
        for n in range(22)
    ),
)
ORDERS = ("file", "random", "length", "diverse", "attribute:mood", "attribute:age", "attribute:nothing")
STATUSES = (
    *(None, "unread", "read", "coded", "noted", "annotated", "decided", "undecided", "unsure", "skipped"),
    *("bookmarked", "imported", "stale"),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def coded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Thirty units about which all kinds of things were said, and two imports of which one was undone."""
    folder = tmp_path_factory.mktemp("coded")
    url = f"sqlite:///{folder / 'study.linewise'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_url")
        name = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        url = server.replace("/postgres?", f"/{name}?")
    with study(url, folder, rows=ROWS, twins=False) as project:
        code = project.grouping.create("Kin").code.id
        for unit in range(0, 30, 3):
            project.coding.write(unit, f"note {unit % 4}")
        for unit in range(0, 30, 4):
            project.coding.code(unit, {code: ("present", "absent")[unit % 8 // 4]})
        project.grouping.describe(code, definition="Relatives.")
        project.coding.code(8, {code: "present"})
        for unit, state in ((1, "unsure"), (2, "skipped"), (5, "done"), (7, "unsure")):
            project.coding.mark(unit, state)
        for unit in (4, 9, 2):
            project.coding.bookmark(unit)
        desk = project._desk
        with desk.store.writing(desk.project_no) as connection:
            ranking.replace(connection, desk.project_no, "diverse", [7, 3, 21, *range(8, 20)])
        yield project


def visited(project: Project, **query: Any) -> tuple[list[int], int | None]:
    """Every unit that paging shows, in order, and the total that the first page promised."""
    found: list[int] = []
    page = project.coding.units(**query)
    total = page.total
    for _ in range(100):
        found += [unit.id for unit in page.units]
        if page.next is None:
            return found, total
        page = project.coding.units(**query, after=page.next)
    raise AssertionError("paging never ends")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    order=st.sampled_from(ORDERS),
    status=st.sampled_from(STATUSES),
    descending=st.booleans(),
    limit=st.integers(1, 40),
    mood=st.sampled_from([None, "glad"]),
    search=st.sampled_from(["", "line"]),
)
def test_every_unit_once_in_every_order_and_filter(
    coded: Project, order: str, status: str | None, descending: bool, limit: int, mood: str | None, search: str
) -> None:
    query = {"status": status, "search": search, "attributes": {"mood": mood} if mood else {}}
    expected, _ = visited(coded, limit=500, **query)
    found, total = visited(coded, order=order, descending=descending, limit=limit, **query)
    assert sorted(found) == sorted(expected)
    assert total == len(expected)


def test_orders_sort(coded: Project) -> None:
    every = {unit.id: unit for unit in coded.coding.units(limit=500).units}
    length = [len(every[unit].text) for unit in visited(coded, order="length", limit=7)[0]]
    assert length == sorted(length)
    ages = [every[unit].attributes.get("age") for unit in visited(coded, order="attribute:age", limit=7)[0]]
    known = [age for age in ages if age is not None]
    assert known == sorted(known) and ages == [*known, *[None] * (len(ages) - len(known))]
    down = [
        every[unit].attributes.get("age") for unit in visited(coded, order="attribute:age", descending=True, limit=7)[0]
    ]
    assert down == [*known[::-1], *[None] * (len(ages) - len(known))]
    assert visited(coded, order="diverse", limit=4)[0][:3] == [7, 3, 21]
    assert visited(coded, order="random", limit=9) == visited(coded, order="random", limit=2)
    assert visited(coded, order="random", limit=9)[0] != visited(coded, order="file", limit=9)[0]


@pytest.mark.parametrize(
    ("search", "units"),
    [
        ("coin", [0, 1]),
        ("COI", [0, 1]),
        ("oin", []),
        ('"on the road"', [0, 1]),
        ('"the on road"', []),
        ("the we", [3, 4]),
        ("with boo", [5]),
        ("cafe", [7]),
        ("Café", [7]),
        ("naïve jok", [7]),
        ("zzz", []),
    ],
)
def test_search_finds_beginnings_and_phrases(coded: Project, search: str, units: list[int]) -> None:
    assert visited(coded, search=search)[0] == units


@pytest.mark.parametrize(
    ("search", "units"),
    [
        ('coin"', [0, 1]),
        ("coin*", [0, 1]),
        ("NEAR(coin road)", []),
        ("coin AND road", []),
        ("coin NOT road", []),
        ("text:coin", []),
        ("'; DROP TABLE unit; --", []),
        ("coin | game", []),
        ("!coin", [0, 1]),
        ("coin & road", [0, 1]),
        ("coin:*", [0, 1]),
        ("(coin", [0, 1]),
        ("coin\\", [0, 1]),
        ("^coin -road +on", [0, 1]),
    ],
)
def test_the_query_languages_of_the_databases_do_not_leak(coded: Project, search: str, units: list[int]) -> None:
    assert visited(coded, search=search)[0] == units


@pytest.mark.parametrize("search", ["*", "\x00", '""', "?!", "---", "\u200b"])
def test_a_search_without_words_never_fails(coded: Project, search: str) -> None:
    assert visited(coded, search=search)[0] in ([], visited(coded)[0])


@pytest.mark.parametrize(
    "query",
    [
        {"order": "colour"},
        {"order": "attribute:"},
        {"status": "lost"},
        {"limit": 0},
        {"limit": 501},
        {"after": "!"},
        {"after": "W10"},
        {"order": "length", "after": "WzFd"},
    ],
)
def test_a_page_that_cannot_be_is_refused(coded: Project, query: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        coded.coding.units(**query)


keys = st.one_of(st.integers(), st.floats(), st.text(max_size=5), st.none(), st.lists(st.integers(), max_size=2))
forged = st.lists(keys, max_size=4).map(lambda key: urlsafe_b64encode(json.dumps(key).encode()).decode())


@given(cursor=st.one_of(st.text(max_size=30), forged))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_cursor_breaks_a_page(coded: Project, cursor: str) -> None:
    for order in ("file", "length", "attribute:mood", "attribute:age"):
        try:
            coded.coding.units(order=order, after=cursor)
        except BadInput as error:
            assert error.remedy
    for order in ("count", "text", "recent"):
        try:
            coded.grouping.tray(order=order, after=cursor)
        except BadInput as error:
            assert error.remedy


def test_a_page_can_begin_at_a_unit(coded: Project) -> None:
    def shown(**query: Any) -> list[int]:
        return [unit.id for unit in coded.coding.units(limit=3, **query).units]

    assert shown(start=17) == [17, 18, 19]
    assert shown(start=17, descending=True) == [17, 16, 15]
    assert shown(start=13, attributes={"mood": "glad"})[0] >= 13
    assert shown(start=1000) == []
    assert coded.coding.units(start=17).total == 30
