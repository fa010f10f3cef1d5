"""« Vérifier un document »: any PDF, compared or not with an authority, judged in plain words.

This module must not know how a signature is verified, nor read a file.
"""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QWidget

from cisp_desktop.application.minutes_known import Known
from cisp_desktop.application.ports import Problem, VerificationReport
from cisp_desktop.application.wording import plural, sentence_of
from cisp_desktop.application.wording_minutes import grouped_fingerprint
from cisp_desktop.application.wording_verification import (
    certificate_words,
    file_words,
    revision_words,
    unsigned_verdict,
)
from cisp_desktop.gui.delegates.state_delegate import StateDelegate
from cisp_desktop.gui.forms.verify_dialog import Ui_VerifyDialog
from cisp_desktop.gui.itemmodels.signature_report_model import Column, Role, SignatureReportModel
from cisp_desktop.gui.theme import scaled
from cisp_desktop.gui.widgets.panels import Tone

_FIRST = 3
"""Sentences of the workspace that stand under the verdict; the others stand in the list."""
_MOST_HEIGHT = 400
"""Of the list of signatures, in pixels at the usual text size: ten members on one line each."""
_TONES = {True: Tone.SUCCESS, None: Tone.WARNING, False: Tone.DANGER}


class Comparison(StrEnum):
    """Whose signers are to be recognised."""

    NOBODY = "NOBODY"
    WORKSPACE = "WORKSPACE"
    FILE = "FILE"


class VerifyDialog(QDialog):
    """``file_asked`` and ``authority_asked`` ask for files; ``comparison_changed`` asks to judge again."""

    file_asked = Signal()
    authority_asked = Signal()
    comparison_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Ui_VerifyDialog()
        self.form.setupUi(self)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.model = SignatureReportModel(self)
        self.authority_pem: bytes | None = None
        self._set_up_table()
        combo = self.form.authorityComboBox
        combo.addItem(self.tr("Ne pas comparer\u00a0: intégrité seule"), Comparison.NOBODY)
        combo.addItem(self.tr("Comparer à l’autorité de cet espace de travail"), Comparison.WORKSPACE)
        combo.addItem(self.tr("Comparer à un certificat d’autorité…"), Comparison.FILE)
        combo.activated.connect(self._on_comparison_activated)
        self.form.chooseFileButton.clicked.connect(self.file_asked)
        self.form.closeButton.clicked.connect(self.accept)
        self.form.closeButton.setAutoDefault(False)
        self.show_waiting(self.tr("Aucun fichier choisi"), busy=False)

    @property
    def comparison(self) -> Comparison:
        """Whose signers are to be recognised."""
        return Comparison(self.form.authorityComboBox.currentData())

    def compare_with(self, comparison: Comparison, *, name: str = "", pem: bytes | None = None) -> None:
        """Choose an authority; a certificate of a file comes with its name and content."""
        combo = self.form.authorityComboBox
        index = combo.findData(comparison)
        if comparison is Comparison.FILE:
            self.authority_pem = pem
            combo.setItemText(index, self.tr("Comparer au certificat «\u00a0{0}\u00a0»").format(name))
        combo.setCurrentIndex(index)

    def show_waiting(self, file_name: str, *, busy: bool) -> None:
        """Name the file, and say that the answer is to come."""
        form = self.form
        form.fileLabel.setText(file_name)
        policy = form.waitBar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        form.waitBar.setSizePolicy(policy)
        form.waitBar.setVisible(busy)
        form.verdictBanner.show_text(Tone.INFO, "")
        for widget in (form.factsLabel, form.signaturesTableView, form.problemsEdit):
            widget.setVisible(False)

    def show_failure(self, text: str) -> None:
        """Say that the file could not be read at all."""
        self.form.waitBar.setVisible(False)
        self.form.verdictBanner.show_text(Tone.DANGER, text)

    def show_report(self, report: VerificationReport, *, known: Known | None = None) -> None:
        """Show the verdict, and what the workspace knows of these minutes."""
        form = self.form
        form.waitBar.setVisible(False)
        tone, text = self.verdict(report, known)
        form.verdictBanner.show_text(tone, text)
        facts = self._facts(report, known)
        form.factsLabel.setText(facts)
        form.factsLabel.setVisible(bool(facts))
        self.model.set_reports(report.signatures, intact=report.intact)
        form.signaturesTableView.setVisible(bool(report.signatures))
        self._fit_table()
        details = self._details(report, known.said[_FIRST:] if known is not None else ())
        form.problemsEdit.setPlainText(details)
        form.problemsEdit.setVisible(bool(details))

    def _details(self, report: VerificationReport, known: Sequence[Problem]) -> str:
        """What else is known, what was found, what each revision changes, with which certificates."""
        parts = [
            "\n".join(f"• {sentence_of(problem.code, problem.values)}" for problem in found)
            for found in (known, report.problems)
        ]
        parts.append(
            "\n".join(revision_words(revision, intact=report.intact) for revision in report.revisions)
        )
        parts.append(
            "\n".join(
                self.tr("Certificat de {0}\u00a0: {1}").format(signature.name, certificate_words(signature))
                for signature in report.signatures
                if signature.fingerprint
            )
        )
        return "\n\n".join(part for part in parts if part)

    def verdict(self, report: VerificationReport, known: Known | None = None) -> tuple[Tone, str]:
        """Return the verdict in one line: integrity first, then whether it counts, then identities."""
        plain = unsigned_verdict(report, known)
        if plain is not None:
            return _TONES[plain.same], plain.words
        if not report.intact:
            return Tone.DANGER, self.tr("Non intègre\u00a0: ne vous fiez pas à ce fichier.")
        if known is not None and known.contradicted:
            return Tone.WARNING, self.tr(
                "Intègre, mais cet espace de travail en sait plus\u00a0: lisez ce qu’il en dit avant de vous "
                "y fier."
            )
        if report.trusted is None:
            return Tone.INFO, self.tr(
                "Intègre, identité inconnue\u00a0: rien n’a été modifié depuis les signatures, mais aucun "
                "certificat ne dit qui sont les signataires."
            )
        own = [signature for signature in report.signatures if signature.holder]
        if not report.trusted and all(
            signature.trusted or signature.holder for signature in report.signatures
        ):
            count = plural(len(own), self.tr("identité est"), self.tr("identités sont"))
            return Tone.INFO, self.tr(
                "Intègre\u00a0; {0} à vérifier auprès de l’émetteur d’un certificat personnel."
            ).format(count)
        if not report.trusted:
            return Tone.WARNING, self.tr(
                "Intègre, identités étrangères\u00a0: les signataires ne viennent pas de l’autorité choisie."
            )
        missing = [problem for problem in report.problems if problem.code == "verification.missing_signature"]
        if missing:
            count = plural(len(missing), self.tr("signature manque"), self.tr("signatures manquent"))
            text = self.tr("Intègre, identités reconnues\u00a0; {0} encore.").format(count)
            return Tone.INFO, text
        return Tone.SUCCESS, self.tr("Intègre, identités reconnues, toutes les signatures sont là.")

    def _facts(self, report: VerificationReport, known: Known | None) -> str:
        lines = []
        if report.number:
            lines.append(file_words(report))
        if report.sha256:
            fingerprint = grouped_fingerprint(report.sha256)
            lines.append(self.tr("Empreinte du contenu figé\u00a0: {0}").format(fingerprint))
        if known is not None:
            lines += [sentence_of(one.code, one.values) for one in known.said[:_FIRST]]
        return "\n".join(lines)

    def _set_up_table(self) -> None:
        view = self.form.signaturesTableView
        view.setModel(self.model)
        view.setItemDelegateForColumn(Column.VERDICT, StateDelegate(Role.STATE, view))
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        metrics = self.fontMetrics()
        header.setMinimumSectionSize(scaled(64, metrics))
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.verticalHeader().sectionResized.connect(self._fit_table)
        self.resize(scaled(self.width(), metrics), scaled(self.height(), metrics))

    def _fit_table(self) -> None:
        """Give every signature its lines, whatever their number, up to what the screen holds."""
        view = self.form.signaturesTableView
        rows = view.verticalHeader().length()
        wanted = view.horizontalHeader().sizeHint().height() + rows + 2 * view.frameWidth()
        most = scaled(_MOST_HEIGHT, self.fontMetrics())
        view.setFixedHeight(min(wanted, most))

    def _on_comparison_activated(self) -> None:
        if self.comparison is Comparison.FILE and self.authority_pem is None:
            self.authority_asked.emit()
        else:
            self.comparison_changed.emit()
