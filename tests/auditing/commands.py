"""Random sessions: every kind of command that a study knows, chosen and filled in by plain numbers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from linewise.core.errors import LinewiseError
from linewise.core.events import Draft, change
from linewise.core.nouns import Application, Code, Coder, Encoding, Model, Note, Round, RoundItem, SavedView, Source
from linewise.grouping.views import Part
from linewise.workbench import Project
from linewise.workbench.clock import new_id, now
from tests.auditing import student_commands
from tests.auditing.session import Session
from tests.support.study import LINES, PLAN, table

NORMS = ("luck", "money", "family", "children", "rest", "sport", "weather")
TEXTS = ("luck; money", "Family", "children; family; rest", "", "sport\nweather", ";", "money;  MONEY ; luck")
NAMES = ("Fortune", "People", "Leisure", "Kin", "Chance")
VALUES = ("present", "absent", "unsure", None)
MARKS = ("done", "unsure", "skipped", None)
ANSWERS = ("accepted", "corrected", "unsure", "skipped", "pending")

Step = tuple[str, int, int, int]


def _join(session: Session, _: Project, a: int, b: int, c: int) -> None:
    session.coders.append(session.project.as_coder(("Bo", "Cy")[a % 2]))


def _rank(session: Session, _: Project, a: int, b: int, c: int) -> None:
    coder = session.one(Coder, a)
    role = ("coder", "reviewer", "owner")[b % 3]
    new = replace(coder, role=role)
    session.log(lambda: Draft("coder_changed", (change(coder, new),) if new != coder else ()))


def _settings(_: Session, by: Project, a: int, b: int, c: int) -> None:
    choices: tuple[dict[str, object], ...] = (
        {"code_twins": bool(b % 2)},
        {"exclusive": bool(b % 2)},
        {"round_size": 1 + b},
        {"blind_share": b % 10 / 10},
        {"learn_imports": b % 2 == 0},
    )
    by.change(**choices[a % len(choices)])


def _import(session: Session, by: Project, a: int, b: int, c: int) -> None:
    rows = (
        LINES,
        LINES[3:],
        tuple((f"x{b}", f"Another line {b}. It goes on.", "", "5", NAMES[b % 5]) for b in range(3)),
    )[a % 3]
    by.importing.run(table(session.folder / f"{a % 3}.csv", rows), PLAN)


def _recut(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.importing.recut(session.one(Source, a).id, ("sentence", "whole", "line")[b % 3])


def _note(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.coding.write(session.unit(a), TEXTS[b % len(TEXTS)])


def _span(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.coding.write(session.unit(a), TEXTS[b % len(TEXTS)], start=b % 5, end=b % 5 + 3)


def _edit(session: Session, by: Project, a: int, b: int, c: int) -> None:
    note = session.one(Note, a)
    by.coding.write(note.unit, TEXTS[b % len(TEXTS)], note=note.id)


def _mark(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.coding.mark(session.unit(a), MARKS[b % 4])


def _bookmark(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.coding.bookmark(session.unit(a), on=bool(b % 3))


def _save_view(session: Session, by: Project, a: int, b: int, c: int) -> None:
    views = session.all(SavedView)
    again = views[a % len(views)].id if views and b % 2 else None
    by.coding.save_view(NAMES[a % 5], {"status": "unread", "columns": [NAMES[c % 5]]}, view=again)


def _withdraw_view(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.coding.withdraw_view(session.one(SavedView, a).id)


def _code(session: Session, by: Project, a: int, b: int, c: int) -> None:
    codings = {session.code(b): VALUES[c % 4], session.code(b + 1): VALUES[a % 4]}
    by.coding.code(session.unit(a), codings)


def _create(session: Session, by: Project, a: int, b: int, c: int) -> None:
    parents = (session.code(c),) if b % 3 == 0 and session.all(Code) else ()
    by.grouping.create(NAMES[a % 5], norms=_norms(a, b), parents=parents)


def _describe(session: Session, by: Project, a: int, b: int, c: int) -> None:
    choices: tuple[dict[str, object], ...] = (
        {"definition": f"Meaning {b}."},
        {"aliases": (NORMS[b % 7],)},
        {"parents": (session.code(b),)},
        {"examples": ("one", "two")[: b % 3]},
    )
    by.grouping.describe(session.code(a), **choices[c % 4])


def _rename(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.grouping.describe(session.code(a), name=NAMES[b % 5])


def _arrange(session: Session, by: Project, a: int, b: int, c: int) -> None:
    under = session.code(b) if c % 2 else None
    by.grouping.arrange([session.code(a), session.code(a + c)], under=under, before=session.code(c))


def _move(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.grouping.move(session.code(a), session.code(b), NORMS)


def _refuse(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.grouping.refuse((NORMS[a % 7], NORMS[b % 7], NORMS[c % 7]))


def _merge(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.grouping.merge([session.code(a), session.code(a + c)], into=session.code(b))


def _split(session: Session, by: Project, a: int, b: int, c: int) -> None:
    parts = (
        Part(name=NAMES[b % 5], norms=_norms(b, c), units=(a % 8, b % 8)),
        Part(name=NAMES[c % 5], norms=_norms(c, a)),
    )
    by.grouping.split(session.code(a), parts[: 1 + a % 2], retire=bool(c % 2))


def _retire(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.grouping.retire(session.code(a))


def _restore(session: Session, by: Project, a: int, b: int, c: int) -> None:
    retired = [code.id for code in session.all(Code) if code.status == "retired"]
    by.grouping.restore((retired or [session.code(a)])[0])


def _place(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.grouping.place(session.code(a), _norms(b, c))


def _unplace(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.grouping.unplace(session.code(a), _norms(b, c))


def _open(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.verifying.open(strategy="random", size=1 + a % 4, seed=b, code=session.code(c) if b % 3 == 0 else None)


def _decide(session: Session, by: Project, a: int, b: int, c: int) -> None:
    mine = [round for round in session.all(Round) if round.coder == by.coder.id and round.state == "open"]
    items = [item for item in session.all(RoundItem) if mine and item.round == mine[0].id]
    if not items:
        raise LinewiseError("There is none yet.")
    answer = ANSWERS[b % 5]
    codes = (session.code(c),) if answer in ("accepted", "corrected") else ()
    new = (NAMES[c % 5],) if answer == "corrected" and a % 2 else ()
    by.verifying.decide(mine[0].id, items[a % len(items)].position, state=answer, codes=codes, new_codes=new)


def _close(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.verifying.close(session.one(Round, a).id)


def _fit_encoder(session: Session, _: Project, a: int, b: int, c: int) -> None:
    made = Encoding(id=new_id(), name="words", dimensions=2, artefact=session.sealed(b"encoder"), notice="", at=now())
    session.log(lambda: Draft("encoder_fitted", (change(None, made),)))


def _fit_model(session: Session, _: Project, a: int, b: int, c: int) -> None:
    made = Model(
        id=new_id(),
        number=len(session.all(Model)) + 1,
        recipe={"heads": "linear", "c": 0.1},
        encoding=session.one(Encoding, a).id,
        codes=tuple(code.id for code in session.all(Code)),
        artefact=session.sealed(b"model"),
        training="0" * 64,
        decisions=a,
        codebook=b,
        seed=c,
        figures={"accuracy": 0.5},
        at=now(),
    )
    session.log(lambda: Draft("model_fitted", (change(None, made),)))


def _apply_model(session: Session, _: Project, a: int, b: int, c: int) -> None:
    model = session.one(Model, a)
    made = Application(
        id=new_id(),
        number=len(session.all(Application)) + 1,
        model=model.id,
        artefact=session.sealed(b"scores"),
        codes=model.codes,
        thresholds=dict.fromkeys(model.codes, 0.9),
        confidence=0.9,
        units=8,
        coded=3,
        at=now(),
    )
    session.log(lambda: Draft("model_applied", (change(None, made),)))


def _memo(session: Session, by: Project, a: int, b: int, c: int) -> None:
    about = (("unit", str(a % 8)), ("project", by.id), ("code", session.code(a) if session.all(Code) else ""))[b % 3]
    by.exploring.write_memo(*about, f"Thought {c}")


def _rewrite_memo(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.exploring.write_memo("unit", "0", f"Second thought {b}", memo=_memo_id(by, a))


def _withdraw_memo(session: Session, by: Project, a: int, b: int, c: int) -> None:
    by.exploring.withdraw_memo(_memo_id(by, a))


def _undo(_: Session, by: Project, a: int, b: int, c: int) -> None:
    by.undo()


def _undo_one(_: Session, by: Project, a: int, b: int, c: int) -> None:
    by.undo(1 + (a * 7 + b) % by.state().seq)


def _redo(_: Session, by: Project, a: int, b: int, c: int) -> None:
    by.redo()


def _norms(a: int, b: int) -> Sequence[str]:
    return (NORMS[a % 7], NORMS[b % 7])


def _memo_id(by: Project, number: int) -> str:
    found = by.exploring.memos()
    if not found:
        raise LinewiseError("There is none yet.")
    return found[number % len(found)].id


COMMANDS: dict[str, Callable[[Session, Project, int, int, int], None]] = {
    "note": _note,
    "create": _create,
    "code": _code,
    "undo": _undo,
    "place": _place,
    "edit": _edit,
    "span": _span,
    "mark": _mark,
    "bookmark": _bookmark,
    "save_view": _save_view,
    "withdraw_view": _withdraw_view,
    "arrange": _arrange,
    "move": _move,
    "refuse": _refuse,
    "merge": _merge,
    "split": _split,
    "unplace": _unplace,
    "describe": _describe,
    "rename": _rename,
    "retire": _retire,
    "restore": _restore,
    "redo": _redo,
    "undo_one": _undo_one,
    "join": _join,
    "rank": _rank,
    "settings": _settings,
    "import": _import,
    "recut": _recut,
    "open": _open,
    "decide": _decide,
    "close": _close,
    "fit_encoder": _fit_encoder,
    "fit_model": _fit_model,
    "apply_model": _apply_model,
    "memo": _memo,
    "rewrite_memo": _rewrite_memo,
    "withdraw_memo": _withdraw_memo,
    **student_commands.COMMANDS,
}


def do(session: Session, step: Step) -> bool:
    """Carry out a step; whether it was accepted."""
    name, *numbers = step
    try:
        COMMANDS[name](session, session.coders[numbers[2] % len(session.coders)], *numbers)
    except LinewiseError:
        return False
    return True


# A session in which every kind of event happens.
EVERYTHING: tuple[Step, ...] = (
    ("join", 0, 0, 0),
    ("rank", 1, 1, 0),
    ("settings", 2, 3, 0),
    ("note", 0, 0, 0),
    ("note", 2, 1, 1),
    ("create", 0, 1, 0),
    ("create", 1, 2, 1),
    ("create", 2, 1, 1),
    ("place", 1, 2, 3),
    ("code", 5, 0, 0),
    ("mark", 6, 0, 1),
    ("bookmark", 6, 1, 1),
    ("save_view", 1, 0, 1),
    ("save_view", 2, 0, 1),
    ("withdraw_view", 0, 0, 1),
    ("span", 3, 2, 0),
    ("edit", 0, 2, 0),
    ("describe", 1, 0, 0),
    ("arrange", 1, 0, 1),
    ("rename", 1, 3, 0),
    ("unplace", 1, 2, 2),
    ("split", 2, 4, 5),
    ("retire", 1, 0, 0),
    ("restore", 0, 0, 0),
    ("merge", 0, 1, 0),
    ("fit_encoder", 0, 0, 0),
    ("fit_model", 0, 0, 0),
    ("apply_model", 0, 0, 0),
    ("choose_encoder", 0, 0, 0),
    ("pin", 0, 0, 0),
    ("unpin", 0, 0, 0),
    ("answer", 0, 1, 0),
    ("set_aside", 1, 0, 0),
    ("judge", 0, 0, 1),
    ("take_judgement_back", 0, 0, 0),
    ("simulate", 0, 0, 0),
    ("open", 2, 3, 0),
    ("decide", 0, 0, 0),
    ("decide", 1, 1, 0),
    ("close", 0, 0, 0),
    ("refuse", 0, 1, 2),
    ("move", 0, 1, 0),
    ("memo", 0, 0, 0),
    ("rewrite_memo", 0, 0, 0),
    ("withdraw_memo", 0, 0, 0),
    ("edit", 0, 3, 0),
    ("import", 2, 0, 0),
    ("undo", 0, 0, 0),
    ("redo", 0, 0, 0),
    ("note", 8, 0, 0),
    ("code", 9, 0, 0),
    ("recut", 1, 0, 0),
)

number = st.integers(0, 11)
# What people do most comes first in COMMANDS, and more often here.
chosen = st.sampled_from([*list(COMMANDS)[:11] * 2, *COMMANDS])
sessions = st.lists(st.tuples(chosen, number, number, number), min_size=1, max_size=30)
