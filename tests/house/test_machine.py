"""What the other tests stand on: a real browser, a real PostgreSQL server, an empty database for each."""

import psycopg
import pytest
import sqlalchemy
from playwright.sync_api import Page

seen: set[str] = set()


def test_the_browser_opens_a_page(page: Page) -> None:
    page.goto("data:text/html,<h1>surprise; monetary gain</h1>")
    assert page.get_by_role("heading").inner_text() == "surprise; monetary gain"


@pytest.mark.parametrize("time", ["first", "second"])
def test_every_test_gets_an_empty_database(database_url: str, time: str) -> None:
    assert database_url not in seen
    seen.add(database_url)
    engine = sqlalchemy.create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE note (body TEXT NOT NULL)"))
        connection.execute(sqlalchemy.text("INSERT INTO note VALUES ('naïve 🙂')"))
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("SELECT lower(body) FROM note")).scalar_one() == "naïve 🙂"
    engine.dispose()


def test_the_server_is_reachable_only_through_its_socket(postgres_url: str) -> None:
    host = postgres_url.partition("?host=")[2]
    with psycopg.connect(host=host, user="linewise", dbname="postgres") as connection:
        (addresses,) = connection.execute("SHOW listen_addresses").fetchone() or ("unknown",)
    assert addresses == ""
