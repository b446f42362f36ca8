"""What `project.teaching` offers about encoders: others by name or folder, tried beside the one in use, chosen by a
person, undone like anything else."""

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec

from linewise.core.errors import Conflict, NotReady
from linewise.core.events import Draft, change
from linewise.core.facts import Facts, need
from linewise.core.nouns import Encoding, Model
from linewise.jobs import Job, JobView
from linewise.storage import Connection, artefacts, corpus
from linewise.teaching.encoder_views import EncoderCard, EncodersView
from linewise.teaching.languages import suited, unread
from linewise.workbench.clock import now
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import contesting, encoders, encoding, shelf, tongues
from linewise.workbench.encoders.offering import offer
from linewise.workbench.encoders.vectors import VectorStore
from linewise.workbench.given import settings
from linewise.workbench.memory import release
from linewise.workbench.models import refitting

Told = Callable[[int, int, str], None]


class EncodersPart:
    """What the Teach stage offers about encoders."""

    _desk: Desk

    def encoders(self) -> EncodersView:
        """The encoders there are, the languages of the texts, and whether the one in use reads them."""
        desk = self._desk
        with desk.reading() as (connection, facts):
            known = encoding.current(facts)
            every = sorted(facts.find(Encoding), key=lambda one: one.in_use_since or one.at, reverse=True)
            every.sort(key=lambda one: known is None or one.id != known.id)
            shares, told = tongues.languages(connection, desk)
            read = tongues.read_by(known, shelf.read(connection, desk, known.id)) if known is not None else ()
            missing = [one for one in ("torch", "transformers") if find_spec(one) is None]
            return EncodersView(
                encoders=tuple(encoders.card(connection, facts, desk, one) for one in every),
                languages=shares,
                told=told,
                notice="\n".join(encoders.notices(connection, facts, desk)),
                suited=suited(shares) if unread(shares, read) else "",
                models=not missing,
                missing='PyTorch is not installed: pip install "linewise[torch]"' if missing else "",
            )

    def offer_encoder(self, source: str, *, words: bool = True, progress: Told | None = None) -> EncoderCard:
        """Load or fit an encoder, give every unit its vector, and compare it with the one in use, which stays.

        `source` is "default", "lexical", "folder:PATH", "hub:NAME", or the id of one that is here; a model is
        joined with the words of the corpus unless `words` is False. One that was stopped goes on where it was. Where no
        encoder is in use yet, this one is.
        """
        desk = self._desk
        tell = progress or (lambda done, total, message: None)
        with desk.cache.offering:
            with desk.reading() as (connection, facts):
                found = encoders.known(connection, facts, desk, source, words=words)
                first = encoding.current(facts) is None
                total = corpus.next_unit(connection, desk.project_no)
            if total == 0:
                raise NotReady("There is no text to encode.", remedy="Import something first.")
            tell(0, total, "loading the encoder")
            made = self._encoded(found, source, words, lambda done, of: tell(done, of, "encoding"))
            tongues.tell(desk)
            if first:
                self.use_encoder(made.id, teach=False)
            with desk.reading() as (_, facts):
                rival = encoding.current(facts)
            if rival is not None and rival.id != made.id:
                self._brought_up(rival, lambda done, of: tell(done, of, "encoding for the one in use"))
                contesting.compare(desk, made, progress=lambda done, of: tell(done, of, "comparing"))
            with desk.reading() as (connection, facts):
                return encoders.card(connection, facts, desk, need(facts, Encoding, made.id))

    def start_offering(self, source: str, *, words: bool = True) -> JobView:
        """The same in the background; it can be cancelled, and goes on from there when it is asked for again."""

        def work(job: Job) -> EncoderCard:
            return self.offer_encoder(source, words=words, progress=job.progress)

        return self._desk.jobs.start(self._desk.project_id, "encoder", f"try the encoder {source}", work)

    def use_encoder(self, encoder: str, *, teach: bool = True) -> EncoderCard:
        """Read with this encoder (its id) from now on; one step, undoable. A model is taught with it in the background.

        Raises NotReady while some units have no vector by it.
        """
        desk = self._desk

        def decide(connection: Connection, facts: Facts) -> Draft:
            wanted, known = encoders.by_id(facts, encoder), encoding.current(facts)
            if known is not None and known.id == wanted.id:
                return Draft("encoder_chosen", ())
            if not contesting.complete(connection, desk, wanted):
                raise NotReady(
                    f"Not every unit has a vector by {wanted.name} yet.",
                    remedy="Offer it again; it goes on where it stopped.",
                )
            chosen = replace(wanted, used_at=now())
            return Draft("encoder_chosen", (change(wanted, chosen),), {"name": wanted.name})

        if desk.write(decide) is not None:
            with desk.reading() as (_, facts):
                taught = facts.latest(Model) is not None
            if teach and taught:
                desk.jobs.start(desk.project_id, "teach", "teach a model", self._teach, once=True)
        with desk.reading() as (connection, facts):
            return encoders.card(connection, facts, desk, encoders.by_id(facts, encoder))

    def forget_encoder(self, encoder: str) -> EncoderCard:
        """Free the space that the vectors of an encoder take; they can be computed again. Not for the one in use."""
        desk = self._desk
        with desk.reading() as (_, facts):
            wanted, known = encoders.by_id(facts, encoder), encoding.current(facts)
        if known is not None and wanted.id == known.id:
            raise Conflict("This encoder is in use.", remedy="Choose another one first.")
        with desk.cache.offering:
            VectorStore(desk, wanted.id, wanted.dimensions).drop()
        with desk.reading() as (connection, facts):
            return encoders.card(connection, facts, desk, wanted)

    def _teach(self, job: Job) -> None:
        encoding.encode(self._desk, progress=lambda done, total: job.progress(done, total, "encoding"))
        encoding.arrange(self._desk)
        refitting.refit(self._desk, progress=lambda done, total: job.progress(done, total, "fitting"))

    def _encoded(
        self, found: Encoding | None, source: str, words: bool, progress: Callable[[int, int], None]
    ) -> Encoding:
        """An encoder, fitted if it is not known yet, with a vector for every unit."""
        from linewise.encoders import chosen_encoder

        desk = self._desk
        if found is not None:
            self._brought_up(found, progress)
            return found
        choice = chosen_encoder(source, encoding.texts(desk), seed=self._seed(), words=words)
        return offer(desk, choice, source=source, progress=progress)

    def _seed(self) -> int:
        with self._desk.reading() as (_, facts):
            return settings(facts, self._desk).seed

    def _brought_up(self, known: Encoding, progress: Callable[[int, int], None]) -> None:
        from linewise.encoders import load

        desk = self._desk
        store = VectorStore(desk, known.id, known.dimensions)
        if store.missing():
            with desk.reading() as (connection, _):
                data = artefacts.unseal(connection, desk.project_no, known.artefact)
            try:
                store.fill(load(data), progress=progress)
            finally:
                release()
