"""The composition root: the only module that sees every room, and the only one that loads them lazily.

A bare window must not wait for storage, documents or tables: each adapter is imported on first use. Must
not hold a rule.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cisp_desktop.application.draft_message import MessageWriter
    from cisp_desktop.application.issuing import IssuedRenderer
    from cisp_desktop.application.own_cards import OwnCards
    from cisp_desktop.application.own_certificates import OwnCertificates
    from cisp_desktop.application.planner import CalendarWriter, Planner
    from cisp_desktop.application.ports import (
        DossierInspector,
        Identities,
        MinutesRenderer,
        Progress,
        Signer,
        Verifier,
        Workspace,
        WorkspaceStore,
    )
    from cisp_desktop.application.preparation_papers import PaperRenderer
    from cisp_desktop.application.reference_drafts import ReferenceFlows
    from cisp_desktop.application.register_paper import RegisterRenderer
    from cisp_desktop.application.services import (
        CandidateFiles,
        CandidateWriter,
        DossierFolders,
        DossierWriter,
        PageCodeReader,
        PageDrawers,
        ResultFiles,
        SignaturePictures,
    )
    from cisp_desktop.application.sheet_files import SheetFiles
    from cisp_desktop.gui.controller import Controller


def local_now() -> datetime:
    """Return the computer's own time, with its offset from UTC."""
    return datetime.now().astimezone()


class ProductServices:
    """``application.services.Services``, each adapter loaded on first use."""

    @property
    def clock(self) -> Callable[[], datetime]:
        return local_now

    @cached_property
    def store(self) -> "WorkspaceStore":
        from cisp_desktop.persistence.store import SqlWorkspaceStore

        return SqlWorkspaceStore(clock=local_now)

    @cached_property
    def identities(self) -> "Identities":
        from cisp_desktop.documents.identity import Identities

        return Identities()

    @cached_property
    def renderer(self) -> "MinutesRenderer":
        from cisp_desktop.documents.minutes import MinutesRenderer

        return MinutesRenderer()

    @cached_property
    def papers(self) -> "PaperRenderer":
        from cisp_desktop.documents.preparation.renderer import PreparationRenderer

        return PreparationRenderer()

    @cached_property
    def issued(self) -> "IssuedRenderer":
        from cisp_desktop.documents.issued.renderer import IssuedRenderer

        return IssuedRenderer()

    @cached_property
    def registers(self) -> "RegisterRenderer":
        from cisp_desktop.documents.registers import RegisterRenderer

        return RegisterRenderer()

    @cached_property
    def signer(self) -> "Signer":
        from cisp_desktop.documents.signing import MinutesSigner

        return MinutesSigner()

    @cached_property
    def verifier(self) -> "Verifier":
        from cisp_desktop.documents.verification import MinutesVerifier

        return MinutesVerifier()

    @cached_property
    def pages(self) -> "PageDrawers":
        from cisp_desktop.documents.pages import PageDrawers

        return PageDrawers()

    @cached_property
    def page_codes(self) -> "PageCodeReader":
        from cisp_desktop.documents.page_code import PageCodeReader

        return PageCodeReader()

    @cached_property
    def pictures(self) -> "SignaturePictures":
        from cisp_desktop.documents.drawn_signature import SignaturePictures

        return SignaturePictures()

    @cached_property
    def own_certificates(self) -> "OwnCertificates":
        from cisp_desktop.documents.own_certificate import CertificateFiles

        return CertificateFiles()

    @cached_property
    def own_cards(self) -> "OwnCards":
        from cisp_desktop.documents.card_certificate import CardCertificates
        from cisp_desktop.exchange.smart_cards import SmartCards

        return CardCertificates(SmartCards())

    @cached_property
    def dossier_writer(self) -> "DossierWriter":
        from cisp_desktop.documents.demonstration import DossierWriter

        return DossierWriter()

    @cached_property
    def inspector(self) -> "DossierInspector":
        from cisp_desktop.exchange.dossier_inspection import LimitedInspector

        return LimitedInspector()

    @cached_property
    def candidate_files(self) -> "CandidateFiles":
        from cisp_desktop.exchange.candidates import candidate_files

        return candidate_files()

    @cached_property
    def result_files(self) -> "ResultFiles":
        from cisp_desktop.exchange.outside_results import result_files

        return result_files()

    @cached_property
    def candidate_writer(self) -> "CandidateWriter":
        from cisp_desktop.exchange.candidate_export import CandidateWorkbookWriter

        return CandidateWorkbookWriter()

    @cached_property
    def sheet_files(self) -> "SheetFiles":
        from cisp_desktop.exchange.score_sheets import JurorWorkbooks

        return JurorWorkbooks()

    @cached_property
    def reference_flows(self) -> "ReferenceFlows":
        from cisp_desktop.exchange.reference_flow import ReferenceFlowReader

        return ReferenceFlowReader()

    @cached_property
    def dossier_folders(self) -> "DossierFolders":
        from cisp_desktop.exchange.dossier_folder import DossierFolderReader

        return DossierFolderReader()

    @cached_property
    def message_writer(self) -> "MessageWriter":
        from cisp_desktop.exchange.draft_messages import DraftMessages

        return DraftMessages()

    @cached_property
    def planner(self) -> "Planner":
        from cisp_desktop.planning.solver import PlanningSolver

        return PlanningSolver()

    @cached_property
    def calendars(self) -> "CalendarWriter":
        from cisp_desktop.exchange.calendar_file import CalendarFiles

        return CalendarFiles()

    def create_workspace(self, path: Path, passphrase: str) -> "Workspace":
        """Create a workspace with its authority and the shipped certifications, and open it."""
        from cisp_desktop.application.workspaces import create_workspace

        return create_workspace(self.store, path, passphrase=passphrase, identities=self.identities)

    def open_workspace(self, path: Path, passphrase: str) -> "Workspace":
        """Open a workspace; a ``StorageError`` says why not."""
        return self.store.open(path, passphrase)

    def demonstration_path(self) -> Path:
        """Where the demonstration workspace lies, or will."""
        from platformdirs import user_documents_path

        return user_documents_path() / "CISP démonstration"

    def open_demonstration(self, progress: "Progress", path: Path | None = None) -> "Workspace":
        """Create the demonstration workspace if absent, and open it; a half-made one is taken away."""
        from cisp_desktop.application.demonstration import make_demonstration

        return make_demonstration(self, path or self.demonstration_path(), progress=progress)


def run_command_line(services: ProductServices, arguments: list[str]) -> int:
    """Run one command; the window opens only when a command asks for it."""
    from cisp_desktop.cli.app import run

    return run(services, arguments, open_window=partial(run_window, services))


def run_window(services: ProductServices, workspace: Path | None = None) -> int:
    """Open the window, on the demonstration in ``workspace`` when one is given; return the exit code."""
    from platformdirs import user_config_path

    from cisp_desktop.gui.application import GuiOptions, run_gui

    settings = user_config_path("cisp-desktop", appauthor=False) / "settings.ini"
    options = GuiOptions(settings, workspace, demonstration=workspace is not None)
    return run_gui(services, options, load_controller=_load_controller)


def _load_controller() -> "type[Controller]":
    """Import everything of the window that the first paint does not need."""
    from cisp_desktop.gui.controller import Controller

    return Controller


def run_child(name: str) -> int:
    """Run one of the limited child processes (hidden subcommands, needed when frozen)."""
    if name == "inspect-pdf":
        from cisp_desktop.exchange.inspect_child import child_main
    elif name == "use-card":
        from cisp_desktop.exchange.card_child import child_main
    else:
        from cisp_desktop.exchange.table_child import child_main
    return child_main()


CHILDREN = ("inspect-pdf", "inspect-table", "use-card")
