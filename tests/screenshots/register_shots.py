"""Pictures of « Registre »: the journal verified, a broken chain, numbers with a hole, awards."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

from cisp_desktop.application.awards import Award, AwardRegister, Earlier
from cisp_desktop.application.queries import Queries
from cisp_desktop.application.queries_registers import NumberRow
from cisp_desktop.application.registers import number_register
from cisp_desktop.domain.journal import BreakKind, BrokenLink
from cisp_desktop.domain.minutes import MinutesState
from cisp_desktop.gui.pages.register_page import RegisterPage
from tests.screenshots.stage import Stage

NOW = datetime(2026, 12, 15, 17, 42, tzinfo=UTC)
RESERVED = NumberRow(
    "PV-2026-GRE-0001", "one", "CISP Grenoble", "GRE", "RNCP36128", date(2026, 12, 14), date(2026, 12, 15), 1,
    "", 1, False, None, "", "",
)  # fmt: skip
COMPLETE = replace(
    RESERVED, minutes_id="m", state=MinutesState.COMPLETE, closed_at=NOW, signed=3, signatures=3
)
CODES = ("BC01", "BC02", "BC03", "BC04", "BC05")


def _page(stage: Stage, tab: str) -> RegisterPage:
    return cast(RegisterPage, stage.show_page("register", f"tab:{tab}"))


def journal(stage: Stage) -> None:
    """The journal, verified."""
    panel = _page(stage, "journal").journal
    panel.form.verifyButton.click()
    stage.settle()


def broken(stage: Stage) -> None:
    """The journal, a line of it changed by hand."""
    panel = _page(stage, "journal").journal
    verdict = stage.context.queries.check_journal()
    panel._on_verified(replace(verdict, broken=BrokenLink(3, BreakKind.CHANGED, NOW)))
    panel.form.searchField.setText("candidat")
    stage.settle()


class _Rows:
    def numbers(self) -> list[NumberRow]:
        """Six numbers, one of them missing."""
        rectifying = replace(
            COMPLETE, number="PV-2026-GRE-0004", minutes_id="r", state=MinutesState.PARTLY_SIGNED, signed=1,
            rectifies="PV-2026-GRE-0001", rectification="Nom mal orthographié",
        )  # fmt: skip
        cancelled = replace(
            COMPLETE, number="PV-2026-GRE-0002", state=MinutesState.CANCELLED, ended_at=NOW,
            ended_by="ROUX Hélène", ended_why="Un candidat manquait",
        )  # fmt: skip
        off = replace(
            RESERVED, number="PV-2026-GRE-0005", session_id="two", cancelled_at=NOW,
            cancelled_by="ROUX Hélène", cancelled_why="Moins de trois candidats",
        )  # fmt: skip
        return [COMPLETE, cancelled, rectifying, off, replace(RESERVED, number="PV-2026-GRE-0006")]


def numbers(stage: Stage) -> None:
    """Every state that a number may have, and a hole."""
    panel = _page(stage, "numbers").numbers
    panel._on_read(number_register(cast(Queries, _Rows())))
    panel.form.lineTableView.selectRow(0)
    stage.settle(50)


def awards(stage: Stage) -> None:
    """Certified candidates, single blocks, and one whose minutes were rectified."""
    people = (("BERNARD", "Zoé Ève"), ("DA SILVA", "João"), ("LEFÈVRE-MARTIN", "Anne"), ("NGUYEN", "Minh"))
    found = [
        Award(
            name, "", first, "1990-02-01", "Grenoble", f"GRE-{rank:03d}", rank % 2 == 0,
            CODES if rank % 2 == 0 else CODES[:2], "2026-12-15", f"PV-2026-GRE-000{rank % 3 + 1}",
            "RNCP36128", "Coordinateur de projets collectifs", "VAE" if rank % 2 else "CONTINUING_EDUCATION",
            "CISP Grenoble", True, "",
            Earlier("PV-2026-GRE-0001", True, CODES) if rank == 1 else None,
        )
        for rank, (name, first) in enumerate(people)
    ]  # fmt: skip
    panel = _page(stage, "awards").awards
    panel._on_read(AwardRegister(tuple(found), (2026,), ("CISP Grenoble",), ("RNCP36128",)))
    stage.settle(50)


def no_award(stage: Stage) -> None:
    """Nothing is awarded yet."""
    _page(stage, "awards").awards.refresh()
    stage.settle()
