"""A document teaches its own layout: what is known, said or labelled shows what stands where."""

from __future__ import annotations

from tests.importing.written import BUDGET, ORGANISATION, REPORT, bullet, document, doubts, heading, imported, table, text

NO_BUDGET = {"organisation.yaml": ORGANISATION}


def test_what_kf_has_decided_shows_where_the_goals_are_and_its_neighbours_are_goals_too() -> None:
    plan = document(
        heading("Vad vi vill"),
        heading("Alla barn läser", 2), text("Vi läser högt."),
        heading("Museet får fler besök", 2), text("Vi öppnar tidigare."),
        heading("Fler möten mellan gamla och unga", 2), text("Vi bjuder in."),
        heading("Ekonomi"), heading("Resultat", 2), text("Pengarna räcker."),
    )  # fmt: skip
    assert [goal.get("ref", goal.get("title")) for goal in plan["goals"]] == [
        "kf-2025/lasa",
        "Museet får fler besök",
        "kf-2025/moten",
    ]
    assert plan["goals"][1]["text"] == "Vi öppnar tidigare."


def test_a_list_below_a_label_holds_uppdrag_although_no_register_knows_them() -> None:
    plan = document(
        heading("Uppdrag från kommunfullmäktige"),
        bullet("Måla om biblioteket. Färgen är vald."),
        bullet("Byta lås i museet. Låsen är beställda."),
        registers=NO_BUDGET,
    )
    assert [uppdrag["title"] for uppdrag in plan["uppdrag"]] == ["Måla om biblioteket.", "Byta lås i museet."]
    assert [uppdrag["text"] for uppdrag in plan["uppdrag"]] == ["Färgen är vald.", "Låsen är beställda."]


def test_a_heading_that_recurs_below_goals_says_a_part_of_them() -> None:
    plan = document(
        heading("Mål"),
        heading("Kommunfullmäktiges mål: Alla barn läser", 2),
        heading("Så jobbar vi", 3), text("Vi läser högt."),
        heading("Kommunfullmäktiges mål: Fler möten mellan gamla och unga", 2),
        heading("Så jobbar vi", 3), text("Vi bjuder in."),
    )  # fmt: skip
    assert [(goal["ref"], goal["text"]) for goal in plan["goals"]] == [
        ("kf-2025/lasa", "Vi läser högt."),
        ("kf-2025/moten", "Vi bjuder in."),
    ]


def test_headings_that_have_goals_below_them_are_areas() -> None:
    plan = document(
        heading("Mål"),
        heading("Trygghet", 2), heading("Fler går ut på kvällen", 3), text("Vi tänder lampor."),
        heading("Kultur", 2), heading("Fler sjunger i kör", 3), text("Vi köper noter."),
        registers=NO_BUDGET,
    )  # fmt: skip
    assert [goal["title"] for goal in plan["goals"]] == ["Fler går ut på kvällen", "Fler sjunger i kör"]


def test_the_levels_of_goals_follow_from_their_labels() -> None:
    plan = document(
        heading("Mål"),
        heading("KF-mål: Alla barn läser", 2), text("Vi läser."),
        heading("Nämndmål: Varje klass får en bok", 3), text("Boken delas ut."),
    )  # fmt: skip
    (goal,) = plan["goals"]
    assert (goal["ref"], goal["text"]) == ("kf-2025/lasa", "Vi läser.")
    assert goal["sub-goals"] == [{"title": "Varje klass får en bok", "text": "Boken delas ut."}]


def test_what_stands_above_a_label_that_only_goals_have_is_a_goal() -> None:
    plan = document(
        heading("Åren framåt"),
        text("Kommunen har nära till kultur"), text("Måluppfyllelse"), bullet("Bussen går varje dag."),
        text("Kommunen har nära till natur"), text("Måluppfyllelse"), bullet("Stigarna röjs."),
        registers=NO_BUDGET,
    )  # fmt: skip
    assert [goal["title"] for goal in plan["goals"]] == ["Kommunen har nära till kultur", "Kommunen har nära till natur"]


def test_a_text_that_only_speaks_of_uppdrag_is_none() -> None:
    plan = document(
        heading("Inledning"),
        text("Förvaltningen har haft i uppdrag att spara."),
        heading("Nämndens uppdrag"),
        bullet("Nämnden svarar för biblioteken."),
    )
    assert "uppdrag" not in plan


def test_a_list_that_names_the_goals_once_more_adds_none() -> None:
    plan = document(
        heading("Sammanfattning"), text("Nämnden har två mål:"),
        bullet("Alla barn läser"), bullet("Fler möten mellan gamla och unga"),
        heading("Mål"),
        heading("Alla barn läser", 2), text("Vi läser."),
        heading("Fler möten mellan gamla och unga", 2), text("Vi ses."),
    )  # fmt: skip
    assert [goal["text"] for goal in plan["goals"]] == ["Vi läser.", "Vi ses."]


def test_a_table_is_read_by_its_heads_in_any_order_and_words() -> None:
    report = document(
        heading("Uppföljning"),
        table(
            ("Nr", "Läge", "Direktiv", "Kommentar", "Färg"),
            ("1", "Pågår", "Köpa en bokbuss till skolorna", "Bussen är beställd.", "blå"),
            ("2", "Avslutat", "Bygga en scen i parken", "Scenen står klar.", "röd"),
        ),
        wanted=REPORT,
    )
    assert [(one["ref"], one["status"], one["comment"]) for one in report["uppdrag"]] == [
        ("kf-2025/bokbuss", "pågående", "Bussen är beställd."),
        ("kf-2025/scen", "avslutad", "Scenen står klar."),
    ]


def test_a_column_that_no_profile_names_is_told() -> None:
    result = imported(
        heading("Uppdrag"),
        table(("Uppdrag", "Färg"), ("Köpa en bokbuss till skolorna", "blå"), ("Bygga en scen i parken", "röd")),
    )
    told = [doubt for uppdrag in result.documents[0].values["uppdrag"] for doubt in uppdrag.doubts]
    assert [(doubt.key, doubt.details) for doubt in told] == [("doubt-column", {"head": "Färg"})] * 2


def test_a_form_for_each_uppdrag_is_read_by_its_labels() -> None:
    plan = document(
        heading("Uppdrag"),
        table(("Uppdrag", "Köpa en bokbuss till skolorna"), ("Ansvarig", "Enhet bibliotek"), ("Klart senast", "2025-06-30")),
        text(""),
        table(("Uppdrag", "Bygga en scen i parken"), ("Ansvarig", "Enhet park"), ("Klart senast", "september 2025")),
    )
    assert [(one["ref"], one["responsible"], one["due"].isoformat()) for one in plan["uppdrag"]] == [
        ("kf-2025/bokbuss", "Enhet bibliotek", "2025-06-30"),
        ("kf-2025/scen", "Enhet park", "2025-09-30"),
    ]


def test_what_kf_decides_gets_ids_and_addressees_and_is_not_unknown_to_itself() -> None:
    from plancheck.importing.pipeline import Wanted

    result = imported(
        heading("Kommunfullmäktiges mål"), heading("Alla barn läser", 2), text("Läsningen ökar."),
        heading("Uppdrag till nämnderna"),
        bullet("Köpa en bokbuss (KN)"), bullet("Minska sjukfrånvaron (samtliga nämnder)"), bullet("Laga taken (KS och BUN)"),
        wanted=Wanted("kf-budget", None, 2025), registers=NO_BUDGET,
    )  # fmt: skip
    budget = result.documents[0].plain()
    assert [(goal["id"], goal["title"]) for goal in budget["goals"]] == [("goal-1", "Alla barn läser")]
    assert [(one["title"], one["to"]) for one in budget["uppdrag"]] == [
        ("Köpa en bokbuss", ["kn"]),
        ("Minska sjukfrånvaron", ["alla"]),
        ("Laga taken", ["ks", "bun"]),
    ]
    assert doubts(result) == []


def test_a_heading_of_uppdrag_below_which_none_was_found_is_told_at_its_place() -> None:
    result = imported(heading("Mål"), heading("Alla barn läser", 2), heading("Uppdrag"), table(("A", "B"), ("1", "2")))
    assert "doubt-none-below-uppdrag" in doubts(result)


def test_two_registers_that_hold_the_same_lose_no_link() -> None:
    again = {"organisation.yaml": ORGANISATION, "kf.yaml": BUDGET, "mer.yaml": BUDGET.replace("id: kf-2025", "id: kf-2025-ny")}
    plan = document(heading("Mål"), heading("Alla barn läser", 2), text("Vi läser."), registers=again)
    assert plan["goals"][0]["ref"] in ("kf-2025/lasa", "kf-2025-ny/lasa")


def test_the_heading_of_a_list_and_the_row_that_divides_a_table_say_who_gave_its_uppdrag() -> None:
    plan = document(
        heading("Uppdrag"),
        heading("Nämndens egna uppdrag", 2), bullet("Måla om biblioteket. Färgen är vald."),
        heading("Tabell", 2),
        table(
            ("Uppdrag", "Så gör vi", "Ansvarig"),
            ("Uppdrag från kommunfullmäktige", "", ""),
            ("Köpa en bokbuss till skolorna", "Vi köper en.", "Chefen"),
            ("Egna uppdrag", "", ""),
            ("Sortera arkivet", "Vi sorterar.", ""),
        ),
    )  # fmt: skip
    assert [(one.get("ref", one.get("title")), one.get("by")) for one in plan["uppdrag"]] == [
        ("Måla om biblioteket.", "kn"),
        ("kf-2025/bokbuss", None),
        ("Sortera arkivet", "kn"),
    ]


def test_a_goal_of_kf_binds_those_that_it_names() -> None:
    from plancheck.importing.pipeline import Wanted

    budget = document(
        heading("Kommunfullmäktiges mål"),
        heading("Alla barn läser", 2), text("Läsningen ökar."), text("Berörda nämnder: KN och Barn- och utbildningsnämnden"),
        wanted=Wanted("kf-budget", None, 2025), registers=NO_BUDGET,
    )  # fmt: skip
    assert set(budget["goals"][0]["to"]) == {"kn", "bun"}


def test_bold_lines_below_a_bold_label_are_uppdrag_although_nothing_tells_their_levels() -> None:
    import io

    import docx

    from plancheck.importing.evidence.profile import profile_of
    from plancheck.importing.pipeline import prepared, recognised
    from plancheck.importing.reading.docx import read
    from tests.importing.written import PLAN
    from tests.layouts.content import ruleset, workspace

    made = docx.Document()
    for words, bold in (
        ("Verksamhetsplan 2025", True), ("Kulturnämnden", False), ("Uppdrag", True),
        ("Gemensam måltid i parken", True), ("Vi dukar långbord under hela sommaren.", False),
        ("Nya stolar i salen", True), ("Vi köper tjugo stolar före hösten.", False),
        ("Ekonomi", True), ("Pengarna räcker.", False),
    ):  # fmt: skip
        made.add_paragraph().add_run(words).bold = bold
    data = io.BytesIO()
    made.save(data)
    around = workspace(NO_BUDGET)
    result = recognised(prepared(read(data.getvalue(), "plan.docx"), profile_of(ruleset().folders), ruleset(), around), PLAN)
    titles = [uppdrag.values["title"] for uppdrag in result.documents[0].values["uppdrag"]]
    assert titles == ["Gemensam måltid i parken", "Nya stolar i salen"]
