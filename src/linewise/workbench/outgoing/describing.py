"""What is known of a project for readers of its codebook and its datasheet."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from linewise.core.facts import Facts
from linewise.core.nouns import Application, Code, Coder, Encoding, Model, Source
from linewise.core.text import percent
from linewise.interchange.formats.card import CardFacts, CodeRates, CoderFact, ModelFact, RateFact, SourceFact
from linewise.interchange.formats.rendering.book import BookFacts, CodeFigures, book
from linewise.storage import Connection, counting, log, reading
from linewise.verifying.newest import newest
from linewise.verifying.views import Rate
from linewise.workbench.clock import now
from linewise.workbench.desk import Desk
from linewise.workbench.encoders import tongues
from linewise.workbench.given import settings
from linewise.workbench.intake.parcels import parcels
from linewise.workbench.models import registry
from linewise.workbench.outgoing.composing import compose
from linewise.workbench.results.exporting import Export


def book_facts(desk: Desk, *, counted: bool = True) -> BookFacts:
    """How often each code was found, by the id that it has in a parcel, and which state of the codebook this is."""
    with desk.reading() as (connection, facts):
        known = parcels(connection, desk.project_no, facts.find(Source))
        version = log.last_codebook_seq(connection, desk.project_no)
        units = sum(source.units for source in facts.find(Source))
    figures: dict[str, CodeFigures] = {}
    for row in Export(desk, "codes").rows() if counted else ():
        values: Mapping[str, object] = row
        code = str(values["code_id"])
        said = known.codes.get(code)
        numbers = {name: values[name] for name in ("people", "model", "imported", "share", "low", "high")}
        figures[str(said["id"]) if said else code] = CodeFigures(**numbers)  # type: ignore[arg-type]
    return BookFacts(figures=figures, version=version, date=now(), units=units)


def card_facts(desk: Desk, *, licence: str = "") -> CardFacts:
    """Everything that a datasheet says."""
    from linewise import __version__

    made = book(compose(desk), book_facts(desk))
    with desk.reading() as (connection, facts):
        no = desk.project_no
        sources = sorted(facts.find(Source), key=lambda one: one.at)
        shares, told = tongues.languages(connection, desk)
        coders, found = _coders(connection, facts, no)
        seq, head = log.head(connection, no)
        progress = counting.progress(connection, no, coder=desk.coder)
        return CardFacts(
            book=made,
            documents=sum(one.documents for one in sources),
            units=progress.units,
            read=len(found),
            exclusive=settings(facts, desk).exclusive,
            sources=tuple(
                SourceFact(
                    name=one.name,
                    documents=one.documents,
                    units=one.units,
                    at=one.at,
                    program=one.program,
                    codings=one.codings,
                )
                for one in sources
            ),
            languages=tuple((one.code, one.name, one.share) for one in shares if one.code),
            told=told,
            attributes=_attributes(sources),
            coders=coders,
            model=_model(facts),
            events=seq,
            head=head,
            linewise=__version__,
            licence=licence,
        )


def _attributes(sources: list[Source]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for one in sources:
        pairs = one.plan.get("attributes", ())
        found.update((str(pair[0]), None) for pair in (pairs if isinstance(pairs, list | tuple) else ()))
    return tuple(found)


def _coders(connection: Connection, facts: Facts, no: int) -> tuple[tuple[CoderFact, ...], set[int]]:
    """Who decided how much about codes, by themselves or by grouping notes; the units that somebody decided about."""
    decisions: Counter[str] = Counter()
    units: dict[str, set[int]] = defaultdict(set)
    for unit, _, _, coder, _ in reading.decisions(connection, no):
        decisions[coder] += 1
        units[coder].add(unit)
    for unit, code, coder, _ in reading.groupings(connection, no):
        if code is not None:
            decisions[coder] += 1
            units[coder].add(unit)
    people = [one for one in facts.find(Coder) if one.role != "system"]
    told = tuple(CoderFact(name=one.name, units=len(units[one.id]), decisions=decisions[one.id]) for one in people)
    return told, set().union(*units.values()) if units else set()


def _model(facts: Facts) -> ModelFact | None:
    """The model that was applied last, else the one in use."""
    application = max(facts.find(Application), key=lambda one: one.number, default=None)
    applied = facts.get(Model, application.model) if application is not None else None
    model = applied or registry.in_use(facts)
    if model is None:
        return None
    encoding = facts.get(Encoding, model.encoding)
    names = {code.id: code.name for code in facts.find(Code, status="active")}
    view = newest(model.figures.get("audit"), names)
    promise = application.promise if application is not None else {}
    held = (
        f"Codes were given so that of those promised at least {percent(float(str(promise['precision'])))} are right, "
        f"at a risk of {percent(float(str(promise['risk'])))}, as far as texts drawn at random can show."
        if promise
        else ""
    )
    return ModelFact(
        number=model.number,
        encoder=encoding.name if encoding is not None else "an encoder that is gone",
        decisions=model.decisions,
        at=model.at,
        coded=application.coded if application is not None else 0,
        promise=held,
        accuracy=_rate(view.accuracy) if view is not None else None,
        codes=tuple(
            CodeRates(name=names[one.code], precision=_rate(one.precision), recall=_rate(one.recall))
            for one in (view.codes if view is not None else ())
        ),
    )


def _rate(rate: Rate) -> RateFact | None:
    if rate.share is None:
        return None
    return RateFact(share=rate.share, low=rate.low, high=rate.high, hits=rate.hits, of=rate.of)
