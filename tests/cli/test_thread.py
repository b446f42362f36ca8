"""The thread from file to coded corpus on the command line, as a person types it and as a script reads it."""

import csv

from linewise.importing.plan import ImportPlan
from tests.web.server import TEXTS


def test_the_whole_thread(run, ask, folder):
    assert "text" in run("import", "moments.csv", "--preview").stdout
    assert "Would bring 16 documents" in run("import", "moments.csv", "--dry-run", "--text", "text").stdout
    assert ask("import", "moments.csv", "--totals", "--text", "text")["twins"] == 1
    assert not list(folder.glob("*.linewise")), "a look at a file leaves nothing behind"
    report = ask("import", "moments.csv", "--text", "text", "--id", "id", "--attribute", "age:integer")
    assert (report["units"], report["twins"]) == (16, 1)
    assert (
        "nothing changed"
        in run("import", "moments.csv", "--text", "text", "--id", "id", "--attribute", "age:integer").stdout
    )

    for unit, (_, _, label) in enumerate(TEXTS[:12]):
        run("code", "note", unit, label)
    assert {item["text"] for item in ask("group", "tray", "--ungrouped")["items"]} == {row[2] for row in TEXTS}
    for label in sorted({row[2] for row in TEXTS}):
        run("group", "create", label.title(), "--put", label)
    assert ask("code", "progress")["ungrouped"] == 0

    model = ask("teach", "run", "--seed", "1")
    assert (model["number"], model["seed"], len(model["codes"])) == (1, 1, 6)
    view = ask("verify", "open", "--strategy", "random", "--size", "3", "--audit-share", "1", "--seed", "1")
    assert ask("verify", "decide", view["items"][0]["position"], "correct", "--code", "leisure")["state"] == "corrected"
    run("verify", "decide", view["items"][1]["position"], "correct", "--new", "Music")
    run("verify", "decide", view["items"][2]["position"], "skip")
    assert ask("verify", "close")["decided"] >= 2
    assert ask("verify", "figures")["units"] >= 1

    assert ask("apply", "coverage", "--confidence", "0.6")["units"] == 16
    curve = ask("apply", "curve")
    assert (curve["units"], len(curve["points"])) == (16, 50)
    assert "precision" in run("apply", "curve").stdout
    assert ask("apply", "units", "nature", "--which", "left", "--confidence", "0.9")["total"] >= 0
    assert len(ask("apply", "prevalence")["codes"]) == len(curve["codes"])
    assert ask("apply", "run", "--confidence", "0.6")["units"] == 16
    for name in ("coded.csv", "coded.jsonl", "coded.parquet", "coded.xlsx"):
        assert ask("apply", "export", name, "--shape", "wide")["rows"] == 16
    assert ask("apply", "export", "codes.tsv", "--shape", "codes")["rows"] == len(curve["codes"])
    assert ask("apply", "export", "people.csv", "--include", "people")["include"] == "people"
    card = ask("projects", "list")[0]
    assert (card["units"], card["round"], card["stage"]) == (16, None, "apply")
    assert card["recent"].startswith("You wrote 12 notes")
    with (folder / "coded.csv").open(newline="", encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 16

    assert ask("audit", "verify")["ok"] is True
    entries = ask("audit", "log", "--limit", "100")["entries"]
    assert {entry["cause"] for entry in entries} == {"cli"}
    assert ask("audit", "at", "--seq", "2")["units"] == 16
    assert any(change["family"] == "note" for change in ask("audit", "history", "unit:0"))

    for words, seen in (
        ("teach state", "enough"),
        ("teach models", "in use"),
        ("teach encode", "vectors"),
        ("verify state", "margin"),
        ("verify figures", "at random"),
        ("apply state", "Applied"),
        ("apply coverage --confidence 0.6", "Leisure"),
        ("apply export again.csv", "Wrote"),
        ("audit log", "opened round"),
        ("audit history unit:0", "note"),
        ("audit at --seq 2", "16 units"),
        ("explore frequencies", "Leisure"),
        ("explore together", "units"),
        ("memos list", "memo"),
        ("group codes", "Music"),
        ("group tray", "leisure"),
        ("group stale", "unit"),
        ("group units Leisure", "film"),
        ("code list", "leisure"),
        ("projects list", "study"),
    ):
        assert seen in run(*words.split()).stdout, words
    assert ask("audit", "changes", entries[0]["seq"]) is not None


def test_every_change_can_be_taken_back_and_brought_back(run, ask, study):
    before = ask("group", "codes")
    run("group", "merge", "Affection", "--into", "Achievement")
    assert len(ask("group", "codes")["codes"]) == 1
    assert "undid" in run("undo").stdout
    assert [card["code"] for card in ask("group", "codes")["codes"]] == [card["code"] for card in before["codes"]]
    assert "redid" in run("redo").stdout
    assert len(ask("group", "codes")["codes"]) == 1


def test_a_dry_run_shows_the_impact_and_changes_nothing(run, ask, study):
    seq = ask("projects", "show")["seq"]
    for change in (
        ("merge", "Affection", "--into", "Achievement"),
        ("retire", "Affection"),
        ("place", "Affection", "sunset"),
        ("unplace", "Affection", "dog"),
        ("describe", "Affection", "--definition", "Love."),
        ("describe", "Affection", "--name", "Love"),
        ("split", "Affection", "--part", "Dogs=dog"),
    ):
        assert "Nothing was changed" in run("group", *change, "--dry-run").stdout
        assert ask("group", *change, "--dry-run")["sentences"]
    assert ask("projects", "show")["seq"] == seq


def test_codes_are_named_by_name_alias_or_id_and_near_misses_are_told(run, ask, study):
    described = ask("group", "describe", "affection", "--alias", "love", "--definition", "Love of people or animals.")
    code = described["code"]
    for name in ("AFFECTION", "love", code["id"]):
        assert ask("group", "show", name)["code"] == code
    assert "Affection" in run("group", "show", "Afection", code=1).stderr
    assert {
        item["name"]
        for card in ask("group", "split", "Affection", "--part", "Dogs= Dog ; x", "--retire")
        for item in [card["code"]]
    } == {"Dogs"}
    assert ask("group", "show", "Affection")["code"]["status"] == "retired"
    assert ask("group", "restore", "Affection")["code"]["status"] == "active"


def test_units_are_found_by_words_status_code_and_attribute(run, ask, study):
    def found(*arguments):
        return {unit["id"] for unit in ask("code", "list", *arguments)["units"]}

    assert found("--search", "dog") == {0, 13}
    assert found("--status", "noted") >= {0, 1, 3, 5}
    assert found("--code", "Achievement") == {1}
    assert found("--attribute", "age:70") == {9}
    assert found("--limit", "3", "--order", "attribute:age", "--descending") == {9, 5, 14}
    first = ask("code", "list", "--limit", "10")
    assert found("--limit", "10", "--after", first["next"]) == set(range(10, 16))
    run("code", "set", 2, "Affection=absent", "Achievement")
    shown = run("code", "show", 2).stdout
    assert "absent: Affection" in shown and "present: Achievement" in shown
    assert ask("code", "set", 2, "Affection=none")["codings"][0]["value"] == "present"
    assert ask("code", "mark", 2, "unsure")["mark"] == "unsure"
    assert ask("code", "mark", 2, "none")["mark"] is None
    assert ask("code", "note", 6, "promotion", "--span", "2:14")["notes"][0]["start"] == 2
    assert [item["text"] for item in ask("code", "suggest", "do")] == ["dog"]


def test_memos_and_counts(run, ask, study):
    memo = ask("memos", "write", "unit", 3, "compare with [[#9]]")
    assert ask("memos", "list", "--about", "unit") == [memo]
    assert {row["human"] for row in ask("explore", "frequencies")} >= {1}
    assert ask("explore", "together") == []
    assert {unit["id"] for unit in ask("explore", "search", "dog")["units"]} == {0, 13}


def test_projects_are_made_listed_changed_and_chosen(run, ask, study):
    made = ask("projects", "create", "Second", "--exclusive")
    assert made["project"]["exclusive"] is True
    assert {card["name"] for card in ask("projects", "list")} == {"study", "Second"}
    assert "--project" in run("code", "progress", code=1).stderr
    assert ask("code", "progress", "--project", "Second")["units"] == 0
    choices = ("--round-size", "20", "--blind-share", "0.2", "--name", "Third")
    changed = ask("projects", "change", "--project", "Second", *choices)["project"]
    assert (changed["name"], changed["round_size"], changed["blind_share"]) == ("Third", 20, 0.2)


def test_a_round_can_be_answered_in_the_terminal(run, ask, study):
    run("teach", "run")
    typed = "\n0\nAchievement, +Music\nnonsense\ns\nu\nn\nq\n"
    asked = run("verify", "ask", "--strategy", "random", "--size", "5", typed=typed)
    assert "nonsense" in asked.stdout
    view = ask("verify", "show")
    states = [item["state"] for item in view["items"]]
    assert states[2:] == ["corrected", "unsure", "pending"] and states[0] == "accepted"
    names = {card["code"]["name"] for card in ask("group", "codes")["codes"]}
    assert "Music" in names


def test_what_is_not_said_about_a_file_is_guessed_and_what_is_said_wins(run, ask, folder):
    from linewise.cli.importing import planned
    from linewise.workbench import open_workspace

    with open_workspace(folder / "plan.linewise") as workspace:
        project = workspace.create("x")
        plan = planned(project, folder / "moments.csv", {"id": "age", "on_bad_row": "skip"})
        assert isinstance(plan, ImportPlan)
        assert (plan.text, plan.id, plan.on_bad_row) == (("text",), "age", "skip")
        assert "age" not in dict(plan.attributes)
    assert "--text" in run("import", "moments.csv", "--delimiter", ",", code=1).stderr
