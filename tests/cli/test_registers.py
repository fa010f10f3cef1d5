"""``centre``, ``juror``, ``certification equivalence``, ``recusal``, ``absence``: as the window does."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cisp_desktop.application.candidate_editing import FieldChange, edit_registration
from cisp_desktop.application.juror_register import JurorDetails, add_juror
from cisp_desktop.application.preparing import create_session
from tests.cli.command import PASSPHRASE, command
from tests.factories import SessionMade, make_store
from tests.journeys.quick_services import QuickServices

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def done(services: QuickServices, *arguments: str | Path) -> Any:
    """Run a command that must succeed; gives its data."""
    answer = command(services, *arguments, "--json")
    assert answer.code == 0, answer
    return answer.data


def refused(services: QuickServices, *arguments: str | Path) -> str:
    """Run a command that must be refused; gives the code."""
    answer = command(services, *arguments, "--json")
    assert answer.code == 1, answer
    return answer.refusal


# --- centres ------------------------------------------------------------------------------------------


def test_a_centre_is_changed_field_by_field_and_the_rest_stays(services: QuickServices, folder: Path) -> None:
    logo = folder.parent / "logo.png"
    logo.write_bytes(PNG)
    changed = done(
        services, "centre", "set", folder, "cisp grenoble", "--code", "gren", "--address",
        "2 place Grenette, 38000 Grenoble", "--place", "Grenoble", "--signatory", "DUPUIS Marc",
        "--signatory-title", "Directeur", "--logo", logo, "--first", "8h30", "--minutes", "45",
        "--pause", "0", "--break", "12:00-13:00 Repas",
    )  # fmt: skip
    assert (changed["code"], changed["siret"], changed["logo"]) == ("GREN", "42370591200057", True)
    assert (changed["place"], changed["signatory"]) == ("Grenoble", "DUPUIS Marc")
    assert (changed["planning"]["first"], changed["planning"]["minutes"]) == ("08:30", 45)
    assert changed["planning"]["breaks"][0]["label"] == "Repas"
    assert done(services, "centre", "show", folder, "GREN") == changed
    emptied = done(services, "centre", "set", folder, "GREN", "--signatory", "", "--no-logo")
    assert (emptied["signatory"], emptied["logo"], emptied["address"]) == ("", False, changed["address"])
    lines = command(services, "centre", "show", folder, "GREN").stdout
    assert "SIRET\u00a0: 42370591200057" in lines
    assert "PV-…-GREN-…" in lines


def test_the_numbers_of_new_sessions_follow_the_centres_letters(
    services: QuickServices, folder: Path
) -> None:
    done(services, "centre", "set", folder, "GRE", "--code", "ALP")
    made = done(
        services, "session", "create", folder, "--certification", "RNCP36128", "--centre", "CISP Grenoble",
        "--starts", "14/12/2023",
    )  # fmt: skip
    assert made["number"] == "PV-2023-ALP-0001"
    assert [one["code"] for one in done(services, "centre", "list", folder)["centres"]] == ["ALP"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("GRE", "--siret", "12"), "session.siret"), (("GRE", "--code", "É"), "centre.code"),
     (("Nulle part", "--place", "Lyon"), "centre.unknown"), (("GRE", "--last", "08:00"), "slots.hours")],
)  # fmt: skip
def test_a_centre_that_cannot_be_is_refused_with_the_reason(
    services: QuickServices, folder: Path, arguments: tuple[str, ...], code: str
) -> None:
    before = done(services, "centre", "show", folder, "GRE")
    assert refused(services, "centre", "set", folder, *arguments) == code
    assert done(services, "centre", "show", folder, "GRE") == before


def test_a_centre_set_without_a_setting_is_a_wrong_usage(services: QuickServices, folder: Path) -> None:
    assert command(services, "centre", "set", folder, "GRE").code == 2
    assert command(services, "centre", "set", folder, "GRE", "--first", "tôt").code == 2


# --- jurors -------------------------------------------------------------------------------------------


def test_a_jurors_record_is_changed_and_read_again(services: QuickServices, folder: Path) -> None:
    changed = done(
        services, "juror", "set", folder, "anne martin", "--title", "Directrice", "--employer", "CCAS",
        "--category", "professionnel du métier visé", "--sex", "F", "--from", "01/01/2022", "--until",
        "31/12/2026", "--email", "anne@exemple.invalid",
    )  # fmt: skip
    assert (changed["title"], changed["category"], changed["sex"]) == ("Directrice", "PROFESSIONAL", "F")
    assert (changed["habilitated_from"], changed["habilitated_until"]) == ("2022-01-01", "2026-12-31")
    listed = done(services, "juror", "list", folder)["jurors"]
    assert {"name": "MARTIN Anne", "employer": "CCAS"}.items() <= listed[0].items()
    printed = command(services, "juror", "list", folder).stdout
    assert "Directrice, CCAS, Professionnel du métier visé" in printed
    assert "exemple.invalid" not in printed
    emptied = done(services, "juror", "set", folder, "MARTIN Anne", "--until", "", "--category", "")
    assert (emptied["habilitated_until"], emptied["category"], emptied["title"]) == (None, None, "Directrice")


def test_a_juror_is_added_and_removed_but_not_one_who_sits(services: QuickServices, folder: Path) -> None:
    added = done(services, "juror", "add", folder, "LEROY Samir", "--employer", "CCAS")
    assert (added["name"], added["employer"], added["sessions"]) == ("LEROY Samir", "CCAS", 0)
    assert refused(services, "juror", "add", folder, "Samir Leroy") == "juror.exists"
    assert done(services, "juror", "remove", folder, "LEROY Samir")["removed"] is True
    assert refused(services, "juror", "remove", folder, "MARTIN Anne") == "juror.seated"
    assert refused(services, "juror", "set", folder, "LEROY Samir", "--title", "x") == "juror.unknown"
    answer = command(services, "juror", "set", folder, "MARTIN Anne", "--sex", "X")
    assert answer.code == 2
    assert "homme" in answer.stderr


# --- equivalences -------------------------------------------------------------------------------------


def test_an_equivalence_is_recorded_listed_and_taken_back(services: QuickServices, folder: Path) -> None:
    pair = ("RNCP36128", "BC01", "RNCP6133", "U1")
    added = done(
        services, "certification", "equivalence", "add", folder, *pair, "--years", "5", "--source", "Note"
    )
    assert (added["block"], added["held_block"], added["years"]) == ("RNCP36128BC01", "U1", 5)
    listed = done(services, "certification", "equivalence", "list", folder, "rncp36128")["equivalences"]
    assert listed == [added]
    line = command(services, "certification", "equivalence", "list", folder, "RNCP36128").stdout
    assert line == "RNCP6133 U1 vaut RNCP36128BC01, 5\u00a0ans (Note)\n"
    assert refused(services, "certification", "equivalence", "add", folder, *pair) == "equivalence.exists"
    assert done(services, "certification", "equivalence", "remove", folder, *pair)["id"] == added["id"]
    assert refused(services, "certification", "equivalence", "remove", folder, *pair) == "equivalence.unknown"
    wrong = ("RNCP36128", "BC77", "RNCP6133", "U1")
    assert (
        refused(services, "certification", "equivalence", "add", folder, *wrong)
        == "equivalence.block_unknown"
    )


# --- recusals -----------------------------------------------------------------------------------------


def test_a_recusal_is_declared_listed_and_taken_back(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    told = done(
        services, "recusal", "add", folder, made.id, "D-0001", "--juror", "petit karim", "--ground",
        "a formé le candidat", "--detail", "2021",
    )  # fmt: skip
    assert (told["ground"], told["juror"], told["number"]) == ("TRAINED", "PETIT Karim", "D-0001")
    listed = done(services, "recusal", "list", folder, made.id)
    assert [(one["number"], one["juror"], one["detail"]) for one in listed["recusals"]] == [
        ("D-0001", "PETIT Karim", "2021")
    ]
    again = ("D-0001", "--juror", "PETIT Karim", "--ground", "TRAINED")
    assert refused(services, "recusal", "add", folder, made.id, *again) == "recusal.exists"
    done(services, "recusal", "remove", folder, made.id, "D-0001", "--juror", "PETIT Karim")
    assert done(services, "recusal", "list", folder, made.id)["recusals"] == []
    gone = ("D-0001", "--juror", "PETIT Karim")
    assert refused(services, "recusal", "remove", folder, made.id, *gone) == "recusal.unknown"


def test_who_and_why_are_checked(services: QuickServices, folder: Path, made: SessionMade) -> None:
    ground = ("--ground", "TRAINED")
    nobody = ("D-9999", "--juror", "PETIT Karim", *ground)
    assert refused(services, "recusal", "add", folder, made.id, *nobody) == "registration.number_unknown"
    stranger = ("D-0001", "--juror", "DURAND Éva", *ground)
    assert refused(services, "recusal", "add", folder, made.id, *stranger) == "panel.unknown_juror"
    odd = ("D-0001", "--juror", "PETIT Karim", "--ground", "fâché")
    answer = command(services, "recusal", "add", folder, made.id, *odd)
    assert answer.code == 2
    assert "A formé le candidat" in answer.stderr


def test_what_the_files_propose_is_listed_then_declared_at_once(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    workspace = make_store().open(folder, PASSPHRASE)
    row = workspace.queries.registrations(made.id)[0]
    change = FieldChange(row.referent_trainer, "PETIT Karim")
    edit_registration(workspace, row.id, changes={"referent_trainer": change})
    workspace.abandon()
    proposed = done(services, "recusal", "list", folder, made.id)["proposed"]
    assert [(one["number"], one["juror"], one["ground"]) for one in proposed] == [
        ("D-0001", "PETIT Karim", "TRAINED")
    ]
    tried = done(services, "recusal", "accept", folder, made.id, "--dry-run")
    assert (tried["declared"], tried["proposed"]) == (0, proposed)
    assert done(services, "recusal", "accept", folder, made.id)["declared"] == 1
    after = done(services, "recusal", "list", folder, made.id)
    assert (after["recusals"], after["proposed"]) == (proposed, [])


# --- absences -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whom", "who", "name"),
    [(("--candidate", "D-0001"), "CANDIDATE", "D-0001"), (("--juror", "MARTIN Anne"), "JUROR", "MARTIN Anne"),
     (("--panel", "1"), "ROOM", "Salle 1")],
)  # fmt: skip
def test_an_absence_is_noted_listed_and_taken_back(
    services: QuickServices, folder: Path, made: SessionMade, whom: tuple[str, str], who: str, name: str
) -> None:
    period = ("--from", "14/12/2022 09:00", "--until", "2022-12-14T12:30", "--label", "Train")
    noted = done(services, "absence", "add", folder, made.id, *whom, *period)
    assert (noted["who"], noted["starts"], noted["ends"]) == (who, "2022-12-14T09:00", "2022-12-14T12:30")
    assert name in noted["name"]
    assert done(services, "absence", "list", folder, made.id)["absences"] == [noted]
    line = command(services, "absence", "list", folder, made.id).stdout
    assert "le 14/12/2022 de 9\u00a0h\u00a000 à 12\u00a0h\u00a030 (Train)" in line
    done(services, "absence", "remove", folder, made.id, noted["id"])
    assert done(services, "absence", "list", folder, made.id)["absences"] == []
    assert refused(services, "absence", "remove", folder, made.id, noted["id"]) == "unavailability.not_found"


def test_an_absence_names_one_and_ends_after_it_begins(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    period = ("--from", "14/12/2022 12:00", "--until", "14/12/2022 09:00")
    both = ("--candidate", "D-0001", "--panel", "1")
    assert command(services, "absence", "add", folder, made.id, *period).code == 2
    assert command(services, "absence", "add", folder, made.id, *both, *period).code == 2
    one = ("--candidate", "D-0001")
    assert refused(services, "absence", "add", folder, made.id, *one, *period) == "unavailability.period"
    bad = ("--from", "demain", "--until", "14/12/2022 09:00")
    assert command(services, "absence", "add", folder, made.id, *one, *bad).code == 2


# --- sessions -----------------------------------------------------------------------------------------

ASKED = ("--certification", "RNCP36128", "--centre", "CISP Grenoble", "--starts", "14/12/2023")


def test_a_session_that_is_there_already_is_created_only_on_demand(
    services: QuickServices, folder: Path
) -> None:
    first = done(services, "session", "create", folder, *ASKED, "--place", "Grenoble")
    twin = ("session", "create", folder, *ASKED, "--place", "GRENOBLE")
    answer = command(services, *twin, "--json")
    assert (answer.code, answer.refusal) == (1, "session.alike")
    assert first["number"] in answer.stderr
    assert "--yes" in answer.stderr
    assert len(done(services, "session", "list", folder)["sessions"]) == 2
    assert done(services, *twin, "--yes")["number"] != first["number"]
    assert done(services, "session", "create", folder, *ASKED, "--place", "Voiron")["id"]


def test_a_session_like_another_on_its_own_days_is_a_twin_too(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    days = ("--starts", "14/12/2022", "--ends", "15/12/2022")
    like = ("session", "create", folder, "--like", made.id, "--without-jury", *days)
    assert refused(services, *like) == "session.alike"
    assert done(services, *like, "--yes")["id"]


def test_the_new_centres_address_and_siret_are_kept(services: QuickServices, folder: Path) -> None:
    done(
        services, "session", "create", folder, "--certification", "RNCP36128", "--centre", "Centre Lyon",
        "--starts", "14/12/2023", "--siret", "732 829 320 00074", "--address", "1 rue des Écoles, 69001 Lyon",
    )  # fmt: skip
    shown = done(services, "centre", "show", folder, "Centre Lyon")
    assert (shown["siret"], shown["address"]) == ("73282932000074", "1 rue des Écoles, 69001 Lyon")


def test_every_panel_of_a_session_shows_its_seats(
    services: QuickServices, folder: Path, made: SessionMade
) -> None:
    command(services, "panel", "add", folder, made.id, "--name", "Jury B")
    three = ("--president", "GARNIER Paul", "--professional", "LEROY Samir", "--centre", "TARDY Nicole")
    assert command(services, "panel", "set", folder, made.id, *three, "--panel", "2").code == 0
    seats = done(services, "session", "show", folder, made.id)["seats"]
    assert [(seat["panel"], seat["juror"]) for seat in seats] == [
        (1, "MARTIN Anne"), (1, "PETIT Karim"), (1, "ROUX Hélène"), (2, "GARNIER Paul"), (2, "LEROY Samir"),
        (2, "TARDY Nicole"),
    ]  # fmt: skip


def test_centres_that_end_alike_have_numbers_of_their_own(services: QuickServices, folder: Path) -> None:
    centres = ("Centre A Grenoble", "Centre B Grenoble", "Centre Grenoble", "Centre A", "Centre A Annecy")
    for centre in centres:
        done(
            services, "session", "create", folder, "--certification", "RNCP36128", "--centre", centre,
            "--starts", "14/12/2023",
        )  # fmt: skip
    codes = [one["code"] for one in done(services, "centre", "list", folder)["centres"]]
    assert len(set(codes)) == len(codes) == len(centres) + 1


def test_a_recusal_of_the_register_is_proposed_for_substitutes_too(
    services: QuickServices, folder: Path
) -> None:
    workspace = make_store().open(folder, PASSPHRASE)
    add_juror(workspace, JurorDetails("DURAND Éva"))
    create_session(workspace, certification="RNCP36128", centre="Centre Lyon", starts=date(2023, 1, 9))
    session = workspace.queries.sessions()[-1].id
    workspace.abandon()
    three = ("--president", "GARNIER Paul", "--professional", "LEROY Samir", "--centre", "TARDY Nicole")
    given = command(services, "panel", "set", folder, session, *three, "--substitute", "PRESIDENT:DURAND Éva")
    assert given.code == 0
    period = ("--from", "09/01/2023 09:00", "--until", "09/01/2023 12:00")
    noted = done(services, "absence", "add", folder, session, "--juror", "DURAND Éva", *period)
    assert noted["name"] == "DURAND Éva"
