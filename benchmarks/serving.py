"""The same over HTTP, from one client and from twenty at once."""

from collections.abc import Iterator
from functools import partial

from benchmarks.figure import Figure
from benchmarks.ground import Ground
from benchmarks.server import Client, hammer, smallest, up

ONE, MANY, EACH = 200, 20, 15
SAVE_BUDGET = {1: 5, MANY: 40}
BESIDE = "the smallest FastAPI app"


def run(ground: Ground) -> Iterator[Figure]:
    """Saving a note, a page of fifty, the next unit."""
    units = ground.some(MANY * (ONE + 1))
    ground.plain.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with up(ground.workspace()) as server, smallest(ground.folder / "plain.sqlite") as small:
        base = f"/api/projects/{server.client().ask('GET', '/api/projects')[0]['id']}/code"

        def save(client: Client, at: int) -> object:
            return client.ask("PUT", f"{base}/units/{units[at]}/note", {"text": f"family; a good day {at % 9}"})

        def save_small(client: Client, at: int) -> object:
            return client.ask("PUT", f"/units/{units[at]}/note", {"text": f"family; a good day {at % 9}"})

        for clients, each in ((1, ONE), (MANY, EACH)):
            found = hammer(server, save, clients=clients, each=each)
            raw = hammer(small, save_small, clients=clients, each=each)
            what = f"save a note over HTTP, {clients} client{'s' * (clients > 1)}"
            yield found.figure(what, budget=SAVE_BUDGET[clients], beside=BESIDE, yardstick=raw)
        begun = server.client().ask("GET", f"{base}/units?order=random&status=unread")
        asked = {
            "next unread unit over HTTP": (f"{base}/units?order=random&status=unread&limit=1&after={begun['next']}", 3),
            "page of 50 over HTTP, first": (f"{base}/units", 8),
            "page of 50 over HTTP, deep": (f"{base}/units?order=random&after={begun['next']}", 8),
        }
        for what, (path, budget) in asked.items():
            found = hammer(server, partial(_get, path), clients=1, each=ONE)
            raw = hammer(small, lambda client, at: client.ask("GET", f"/units?after={at}"), clients=1, each=ONE)
            yield found.figure(what, budget=budget, beside=BESIDE, yardstick=raw)


def _get(path: str, client: Client, _: int) -> object:
    return client.ask("GET", path)
