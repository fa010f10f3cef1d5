"""A session prepared by the command line, from an official sheet to « Session prête »."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import icalendar
import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from cisp_desktop.bootstrap import local_now
from cisp_desktop.persistence.store import SqlWorkspaceStore
from tests.journeys.command_line import PASSPHRASE, Answer, cisp

REFERENCE = Path(__file__).parents[1] / "data" / "reference"
FLOW = REFERENCE / "extrait-fiches-rncp.xml"
DAY = date.today() + timedelta(days=60)
HEAD = (
    "N° dossier;Civilité;Nom de naissance;Prénoms;Date de naissance;Commune de naissance;"
    "Code INSEE naissance;Pays de naissance;Courriel;Téléphone;Voie d'accès;Blocs présentés;"
    "Blocs déjà acquis;Aménagements;Formateur référent;Recevabilité VAE"
)
PLACE = "GRENOBLE;38185;FRANCE"
CONTRACT = "Contrat de professionnalisation"
LEA = f"V-01;Mme;AUBERT;Léa;12/04/1991;{PLACE};lea@exemple.invalid;06 11 22 33 44;{CONTRACT};;;;;"
KARIM = f"V-02;M.;BENALI;Karim;30/11/1987;{PLACE};;;{CONTRACT};;;Tiers temps, salle à part;TARDY Nicole;"
INES = f"V-03;Mme;CHEVALIER;Inès;02/02/1980;{PLACE};;;VAE;BC01, BC02;BC04 (18/06/2020);;;05/03/2026"
RUI = f"V-04;M.;DA COSTA;Rui;14/07/1995;{PLACE};;;Contrat d'apprentissage;;;;;"
PRIVATE = (
    "12/04/1991", "38185", "exemple.invalid", "06 11 22", "Tiers temps", "salle à part", "TARDY",
    "18/06/2020",
)  # fmt: skip
"""Of the candidates' list: on no paper that a room reads."""
FIRST = ("--president", "LÉVÊQUE Anne", "--professional", "PETIT Karim", "--centre", "ROUX Sophie")
SECOND = ("--president", "GARNIER Paul", "--professional", "LEROY Samir", "--centre", "MOREL Lise")
REASON = "Un candidat de plus s’est inscrit."


def written(path: Path, *lines: str) -> Path:
    """Write a list as a French spreadsheet would."""
    path.write_text("\n".join(lines), "utf-8-sig")
    return path


def a_pdf(*pages: str) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for text in pages:
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def text_of(file: Path) -> str:
    """The words of a PDF's pages."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(file).pages).split())


def codes(answer: Answer) -> set[str]:
    """What the readiness of a session found."""
    return {finding["code"] for finding in answer.data["findings"]}


def hours(slots: Sequence[dict[str, Any]]) -> dict[str, tuple[datetime, datetime]]:
    """When each candidate passes, from and to."""
    starts = {slot["number"]: datetime.fromisoformat(slot["starts"]) for slot in slots}
    return {
        slot["number"]: (begins := starts[slot["number"]], begins + timedelta(minutes=slot["minutes"]))
        for slot in slots
    }


class Preparation:
    """One session on its way, as the commands see it."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.id = ""

    def run(self, group: str, verb: str, *more: str | Path) -> Answer:
        """Run one command on the session."""
        return cisp(group, verb, self.workspace, self.id, *more, "--json")

    def done(self, group: str, verb: str, *more: str | Path) -> Any:
        """Run one command that must succeed; gives its data."""
        answer = self.run(group, verb, *more)
        assert answer.code == 0, answer
        return answer.data

    def refused(self, group: str, verb: str, *more: str | Path) -> Any:
        """Run one command that must be refused; gives its error."""
        answer = self.run(group, verb, *more)
        assert answer.code == 1, answer
        assert "Traceback" not in answer.stderr
        return answer.data["error"]


@pytest.fixture
def session(tmp_path: Path) -> Preparation:
    """A workspace that was just created."""
    workspace = tmp_path / "espace"
    assert cisp("workspace", "create", workspace).code == 0
    return Preparation(workspace)


def take_the_sheet(session: Preparation) -> None:
    """Find the sheet in the flow by words of its title, and import it by its code."""
    found = cisp("certification", "search", FLOW, "auxiliaire", "--json").data["sheets"]
    assert [(one["code"], one["blocks"]) for one in found] == [("RNCP40344", 4)]
    taken = cisp("certification", "import", session.workspace, FLOW, "--code", "RNCP40344", "--json").data
    (one,) = taken["certifications"]
    assert (one["blocks"], one["competences"], one["assessments"]) == (4, 24, 11)
    shown = cisp("certification", "show", session.workspace, "RNCP40344", "--json").data
    assert [len(block["competences"]) for block in shown["blocks"]] == [6, 6, 5, 7]
    created = cisp(
        "session", "create", session.workspace, "--certification", "RNCP40344", "--centre", "CFA de Grenoble",
        "--starts", DAY.isoformat(), "--place", "Grenoble", "--address", "1 rue des Écoles, 38000 Grenoble",
        "--siret", "73282932000074", "--json",
    )  # fmt: skip
    assert created.code == 0, created
    session.id = created.data["id"]
    assert codes(session.run("session", "findings")) >= {"NO_CANDIDATE", "SEAT_EMPTY"}


def take_the_candidates(session: Preparation, folder: Path) -> None:
    """Try a list that has an error, then the mended one, then the same again with one change."""
    closed = LEA.replace(CONTRACT, "Formation continue")  # as the sheet says
    wrong = written(folder / "faux.csv", HEAD, closed, KARIM.replace("30/11/1987", "30/02/1987"))
    answer = session.run("candidates", "import", wrong, "--dry-run")
    assert (answer.code, [(e["line"], e["column"]) for e in answer.data["errors"]]) == (
        1, [(2, "Voie d'accès"), (3, "Date de naissance")],
    )  # fmt: skip
    listed = written(folder / "liste.csv", HEAD, LEA, KARIM, INES, RUI)
    tried = session.done("candidates", "import", listed, "--dry-run")
    assert [(line["number"], line["state"]) for line in tried["lines"]] == [
        (f"V-0{rank}", "NEW") for rank in range(1, 5)
    ]
    assert session.done("session", "show")["registrations"] == []
    assert session.done("candidates", "import", listed)["imported"] == 4
    changed = written(folder / "suite.csv", HEAD, LEA.replace("lea@", "aubert@"), KARIM, INES, RUI)
    again = session.done("candidates", "import", changed, "--dry-run")
    assert (again["imported"], again["updated"], again["unchanged"]) == (0, 1, 3)
    assert again["lines"][0]["changes"] == [
        {"field": "email", "before": "lea@exemple.invalid", "after": "aubert@exemple.invalid"}
    ]
    assert session.done("candidates", "import", changed)["updated"] == 1


def take_the_dossiers(session: Preparation, folder: Path) -> None:
    """Look at what a folder holds, then take it: one recognised, one for nobody, one that is no PDF."""
    source = folder / "pièces"
    source.mkdir()
    (source / "V-03 dossier de validation VAE.pdf").write_bytes(a_pdf("un", "deux"))
    (source / "inconnu.pdf").write_bytes(a_pdf("un"))
    (source / "V-02 dossier professionnel.docx").write_bytes(b"PK\x03\x04")
    owed = session.done("dossiers", "missing")
    assert [(one["number"], one["kinds"]) for one in owed["missing"]] == [("V-03", ["VAE_FILE"])]
    for more in (("--dry-run",), ()):
        taken = session.done("dossiers", "import", source, *more)
        assert (taken["stored"], taken["unassigned"]) == (1, ["inconnu.pdf"])
        assert taken["refused"] == ["V-02 dossier professionnel.docx"]
        assert "PDF" in taken["messages"]["V-02 dossier professionnel.docx"]
        assert session.done("dossiers", "missing")["count"] == (1 if more else 0)


def seat_two_panels(session: Preparation) -> None:
    """Compose the first panel with a substitute, add a room, compose the second."""
    missing = session.refused("panel", "set", *FIRST[:4])
    assert missing["code"] == "panel.seat_missing"
    given = session.done("panel", "set", *FIRST, "--substitute", "PRESIDENT:DURAND Éva")
    assert [seat["role"] for seat in given["seats"]] == ["PRESIDENT", "PROFESSIONAL", "CENTRE"]
    assert len({seat["code"] for seat in given["seats"]}) == 3
    assert [seat["juror"] for seat in given["substitutes"]] == ["DURAND Éva"]
    assert session.done("panel", "add", "--name", "Jury B", "--room", "Salle 2")["panel"] == 2
    session.done("panel", "set", "--panel", "2", *SECOND)
    shown = session.done("session", "show")
    assert [(panel["room"], len(panel["seats"])) for panel in shown["panels"]] == [("", 3), ("Salle 2", 3)]
    assert any("1 sur 3" in warning for warning in shown["warnings"])


def plan_the_day(session: Preparation, folder: Path) -> None:
    """Ask for what cannot be and read why; then plan, and hand the planning to a calendar."""
    clash = session.refused("planning", "make", "--first", "09:00", "--last", "10:00")
    assert (clash["code"], clash["smallest"]) == ("planning.clash", True)
    assert [one["kind"] for one in clash["constraints"]] == ["HEARD", "DAY"]
    told = [one["message"] for one in clash["constraints"]]
    assert "à entendre" in told[0]
    assert told[1] == f"La journée du {DAY:%d/%m/%Y}, de 9\u00a0h\u00a000 à 10\u00a0h\u00a000"
    assert session.done("planning", "show")["slots"] == []
    made = session.done(
        "planning", "make", "--first", "10:30", "--last", "17:00", "--minutes", "60", "--pause", "10",
        "--break", "12:00-13:30 Déjeuner",
    )  # fmt: skip
    assert made["placed"] == 4
    assert {slot["number"]: slot["minutes"] for slot in made["slots"]} == {
        "V-01": 60, "V-02": 80, "V-03": 60, "V-04": 60,
    }  # fmt: skip
    for begins, ends in hours(made["slots"]).values():
        assert begins.date() == DAY
        assert ends.time() <= time(12) or begins.time() >= time(13, 30)
        assert time(10, 30) <= begins.time() < ends.time() <= time(17)
    assert session.done("planning", "show")["conflicts"] == []
    file = folder / "agenda.ics"
    assert session.done("planning", "export", file)["events"] == 4
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert {(event.decoded("DTSTART"), event.decoded("DTEND")) for event in events} == set(
        hours(made["slots"]).values()
    )


def print_the_papers(session: Preparation, folder: Path) -> None:
    """Print every paper by itself and all of them as one; what a room reads holds nothing private."""
    out, whole = folder / "papiers", folder / "tout.pdf"
    counts = session.done("documents", "print", "--out", out)["papers"]
    assert counts == {
        "NOMINATION": 1, "SUMMONS_JURORS": 7, "SUMMONS_CANDIDATES": 4, "CANDIDATE_LIST": 1, "PLANNING": 1,
        "ATTENDANCE_SHEET": 1, "BLANK_SHEETS": 6,
    }  # fmt: skip
    texts = {file.stem: text_of(file) for file in out.iterdir()}
    assert len(texts) == sum(counts.values())
    public = ("Planning des passages", "Liste des candidats", "Feuilles d’émargement")
    for title in public:
        assert all(name in texts[title] for name in ("AUBERT Léa", "BENALI Karim", "V-04")), title
        assert [words for words in PRIVATE if words in texts[title]] == [], title
    assert all("Tiers temps" not in text for text in texts.values())
    summons = texts["Convocation - V-01 - AUBERT Léa"]
    assert "Madame, Vous êtes convoquée" in summons
    assert "« Auxiliaire spécialisé vétérinaire » (RNCP40344)" in summons
    nomination = texts["Nomination des membres du jury"]
    assert "LÉVÊQUE Anne" in nomination
    assert "GARNIER Paul" in nomination
    assert "source : Fiche RNCP40344" not in nomination  # it says nothing of seats
    blank = texts["Grilles vierges - PETIT Karim"]
    assert "Accueillir un propriétaire d'animal" in blank
    session.done("documents", "print", "--merged", whole)
    pages = sum(len(pypdf.PdfReader(file).pages) for file in out.iterdir())
    assert len(pypdf.PdfReader(whole).pages) == pages


def declare_and_reopen(session: Preparation) -> None:
    """Read what is left, declare the session ready, open it again with a reason."""
    left = session.run("session", "findings")
    assert (left.data["blocks"], left.data["ready"]) == (0, None)
    assert {"CENTRE_SIGNATORY", "RULE_BROKEN"} <= codes(left)
    assert not {"SHORT_NOTICE", "DOSSIERS_MISSING", "CENTRE_SIRET"} & codes(left)
    assert session.done("session", "ready", "--by", "DUPUIS Marc")["ready_by"] == "DUPUIS Marc"
    shown = session.done("session", "show")
    assert (shown["ready"][:10], shown["ready_by"]) == (date.today().isoformat(), "DUPUIS Marc")
    assert session.refused("session", "ready", "--by", "Autre")["code"] == "session.ready"
    assert session.refused("session", "reopen", "--reason", " ")["code"] == "text.missing"
    session.done("session", "reopen", "--reason", REASON)
    assert session.done("session", "show")["ready"] is None


def journal(path: Path) -> list[tuple[str, str]]:
    """What happened to the workspace, oldest first: action and details."""
    workspace = SqlWorkspaceStore(clock=local_now).open(path, PASSPHRASE)
    try:
        events = sorted(workspace.queries.events(), key=lambda event: event.sequence)
        return [(event.action, event.details) for event in events]
    finally:
        workspace.close()


def in_order(wanted: Sequence[str], found: Iterator[str]) -> bool:
    """Whether ``wanted`` stand in ``found`` in this order."""
    return all(one in found for one in wanted)


def test_a_session_is_prepared_from_an_official_sheet_to_ready(session: Preparation, tmp_path: Path) -> None:
    take_the_sheet(session)
    take_the_candidates(session, tmp_path)
    take_the_dossiers(session, tmp_path)
    seat_two_panels(session)
    plan_the_day(session, tmp_path)
    print_the_papers(session, tmp_path)
    declare_and_reopen(session)

    events = journal(session.workspace)
    told = [action for action, _ in events]
    assert in_order(
        ("certification.imported", "session.created", "session.ready", "session.reopened"), iter(told)
    ), told
    assert any(action == "session.reopened" and REASON in details for action, details in events)
    assert cisp("workspace", "check", session.workspace, "--json").data["sound"] is True


@pytest.mark.robustness
def test_two_sessions_of_one_day_share_a_juror_without_sharing_an_hour(
    session: Preparation, tmp_path: Path
) -> None:
    listed = written(tmp_path / "liste.csv", HEAD, LEA, RUI)
    taken: list[tuple[datetime, datetime]] = []
    for centre in ("Centre Grenoble", "Centre Lyon"):
        session.id = cisp(
            "session", "create", session.workspace, "--certification", "RNCP36128", "--centre", centre,
            "--starts", DAY.isoformat(), "--json",
        ).data["id"]  # fmt: skip
        session.done("candidates", "import", listed)
        session.done("panel", "set", *FIRST[:2], "--professional", "PETIT Karim", "--centre", f"DE {centre}")
        taken += hours(session.done("planning", "make", "--minutes", "45")["slots"]).values()
    taken.sort()
    assert len(taken) == 4
    assert all(ends <= begins for (_, ends), (begins, _) in pairwise(taken))


@pytest.mark.robustness
def test_results_judged_outside_the_panel_are_tried_and_taken(session: Preparation, tmp_path: Path) -> None:
    session.id = cisp(
        "session", "create", session.workspace, "--certification", "RNCP36128", "--centre", "Centre Grenoble",
        "--starts", DAY.isoformat(), "--json",
    ).data["id"]  # fmt: skip
    session.done("candidates", "import", written(tmp_path / "liste.csv", HEAD, LEA, RUI))
    results = written(
        tmp_path / "résultats.csv", "N° dossier;Bloc;Résultat;Note /20;Évaluateur;Date",
        "V-01;BC03;Favorable;12,5;TARDY Nicole;03/11/2025", "V-04;BC03;Défavorable;;TARDY Nicole;03/11/2025",
    )  # fmt: skip
    tried = session.done("results", "import", results, "--dry-run")
    assert [(line["number"], line["state"]) for line in tried["lines"]] == [("V-01", "NEW"), ("V-04", "NEW")]
    assert session.done("results", "import", results)["imported"] == 2
    again = session.done("results", "import", results)
    assert (again["imported"], again["unchanged"]) == (0, 2)
    assert "OUTSIDE_RESULTS" in codes(session.run("session", "findings"))  # BC01's oral is still owed


@pytest.mark.robustness
def test_the_older_title_shows_both_shares_and_until_when_a_unit_counts(
    session: Preparation, tmp_path: Path
) -> None:
    session.id = cisp(
        "session", "create", session.workspace, "--certification", "RNCP6133", "--centre", "Centre Lyon",
        "--starts", "14/12/2012", "--json",
    ).data["id"]  # fmt: skip
    held = LEA.replace(";;;;;", ";U2, U3, U4;U1 (18/06/2009);;;")
    expired = RUI.replace("Contrat d'apprentissage;;;;;", f"{CONTRACT};U2, U3, U4;U1 (18/06/2005);;;")
    by_experience = INES.replace("BC01, BC02;BC04 (18/06/2020)", ";").replace("05/03/2026", "05/03/2012")
    taken = session.done(
        "candidates", "import", written(tmp_path / "liste.csv", HEAD, held, by_experience, expired)
    )
    assert (taken["imported"], [w["number"] for w in taken["warnings"]]) == (3, ["V-04"])
    assert session.refused("panel", "set", *SECOND[:4], "--trainer", "ROUX Sophie")["code"] == (
        "panel.seat_missing"
    )
    given = session.done(
        "panel", "set", *SECOND[:4], "--professional", "PETIT Karim", "--trainer", "ROUX Sophie"
    )
    assert len(given["seats"]) == 4
    shown = session.done("session", "show")
    (panel,) = shown["panels"]
    shares = [
        (r["satisfied"], r["found"])
        for r in panel["rules"]
        if r["rule"].startswith("Professionnels du métier visé (")
    ]
    assert shares == [
        (True, "2 sur 4\u00a0; la moitié est souhaitée"),
        (False, "2 sur 4\u00a0; les trois quarts sont souhaités"),
    ]  # fmt: skip
    until = {row["number"]: [one["valid_until"] for one in row["held"]] for row in shown["registrations"]}
    assert until == {"V-01": ["2014-06-18"], "V-03": [], "V-04": ["2010-06-18"]}
    told = cisp("session", "show", session.workspace, session.id).stdout
    assert "U1 acquis, valable jusqu’au 18/06/2014" in told
    assert "REGISTRATION" in codes(session.run("session", "findings"))
