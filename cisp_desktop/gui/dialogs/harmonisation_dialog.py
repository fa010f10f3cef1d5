"""How alike the jurors mark: this session, and all sessions on the same scale, as charts with numbers.

Read only: nothing here changes a mark. This module must not know how agreement is computed.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from cisp_desktop.application.harmonisation import Harmonisation
from cisp_desktop.application.harmonisation_table import Criteria
from cisp_desktop.application.wording import plural
from cisp_desktop.application.wording_harmonisation import (
    NEVER_CHANGES,
    alpha_reading,
    estimate_words,
    icc_reading,
    kappa_reading,
    number_words,
    reason_words,
)
from cisp_desktop.domain.agreement import AgreementShares, CriterionGap
from cisp_desktop.domain.agreement_intervals import Estimate
from cisp_desktop.gui.forms.harmonisation_dialog import Ui_HarmonisationDialog
from cisp_desktop.gui.harmonisation_paper import Section
from cisp_desktop.gui.widgets.agreement_charts import Bar, Part, ShareChart
from cisp_desktop.gui.widgets.fields import fit_dialog


class HarmonisationDialog(QDialog):
    """``save_asked`` is « Enregistrer en PDF », ``export_asked`` « Exporter les chiffres »."""

    follows_juror = True
    """It tells of marks: it closes with the lock."""
    save_asked = Signal()
    export_asked = Signal()

    def __init__(
        self, found: Harmonisation, criteria: Criteria, *, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.form = Ui_HarmonisationDialog()
        self.form.setupUi(self)
        self._found = found
        self.form.titleLabel.setText(title)
        self.form.noteLabel.setText(NEVER_CHANGES)
        self._show_session(criteria)
        self._show_pooled()
        self.form.saveButton.clicked.connect(self.save_asked)
        self.form.exportButton.clicked.connect(self.export_asked)
        for button in (self.form.saveButton, self.form.exportButton):
            button.setAutoDefault(False)
        self.form.closeButton.clicked.connect(self.reject)
        fit_dialog(self)

    def sections(self) -> tuple[Section, ...]:
        """Return the charts with their titles, for paper."""
        form = self.form
        return (
            Section(
                f"{form.sessionSharesLabel.text()} – {form.sessionLabel.text()}", form.sessionSharesChart
            ),
            Section(form.gapsLabel.text(), form.gapsChart),
            Section(f"{form.pooledSharesLabel.text()} – {form.pooledLabel.text()}", form.pooledSharesChart),
            Section(form.coefficientsLabel.text(), form.coefficientsChart),
            Section(f"{form.severityLabel.text()}. {form.severityNoteLabel.text()}", form.severityChart),
        )

    def _show_session(self, criteria: Criteria) -> None:
        session, form, points = self._found.session, self.form, self._found.points
        heard = plural(session.candidates, self.tr("candidat délibéré"), self.tr("candidats délibérés"))
        words = self.tr("{0}\u00a0; premier tour seulement, grilles scellées et montrées.")
        form.sessionLabel.setText(words.format(heard))
        self._show_shares(form.sessionSharesChart, session.shares, least=1)
        most = 100.0 if points else 1.0
        form.gapsChart.show_bars([self._gap_bar(gap, criteria) for gap in session.gaps], least=0.0, most=most)
        form.gapsLabel.setVisible(bool(session.gaps))
        form.gapsChart.setVisible(bool(session.gaps))

    def _gap_bar(self, gap: CriterionGap, criteria: Criteria) -> Bar:
        label = criteria.get((gap.block, gap.item), gap.item)
        if gap.mean.value is None or gap.widest is None:
            return Bar(label, reason_words(gap.mean, least=1))
        points = self._found.points
        words = self.tr("{0}, au plus {1}\u00a0; {2}").format(
            number_words(gap.mean.value, points=points),
            number_words(gap.widest, points=points),
            plural(gap.pairs, self.tr("paire"), self.tr("paires")),
        )
        return Bar(label, words, gap.mean.value)

    def _show_shares(self, chart: ShareChart, shares: AgreementShares, *, least: int) -> None:
        exact, adjacent = shares.exact.value, shares.adjacent.value
        if exact is None or adjacent is None:
            chart.show_parts((), reason=_sentence(reason_words(shares.exact, least=least)))
            return
        near = self.tr("à un point ou moins") if self._found.points else self.tr("un niveau d’écart")
        chart.show_parts(
            (
                Part(self.tr("exact"), exact),
                Part(near, adjacent),
                Part(self.tr("plus loin"), max(0.0, 1 - exact - adjacent)),
            )
        )

    def _show_pooled(self) -> None:
        pooled, form, least = self._found.pooled, self.form, self._found.least
        words = self.tr("{0} de même échelle, {1}\u00a0; en dessous de {2}, rien n’est estimé.").format(
            plural(pooled.sessions, self.tr("session"), self.tr("sessions")),
            plural(pooled.candidates, self.tr("candidat"), self.tr("candidats")),
            plural(least, self.tr("ligne"), self.tr("lignes")),
        )
        form.pooledLabel.setText(words)
        self._show_shares(form.pooledSharesChart, pooled.shares, least=least)
        coefficients = (
            (self.tr("α de Krippendorff, ordinal"), pooled.alpha),
            (self.tr("κ pondéré, moyenne des paires"), pooled.kappa.mean),
            (self.tr("CCI(A,1)\u00a0: un juré"), pooled.icc.single),
            (self.tr("CCI(A,k)\u00a0: moyenne du jury"), pooled.icc.average),
        )
        form.coefficientsChart.show_bars(
            [_estimate_bar(label, one, least=least) for label, one in coefficients], least=0.0, most=1.0
        )
        readings = (
            alpha_reading(pooled.alpha),
            kappa_reading(pooled.kappa.mean),
            icc_reading(pooled.icc.single, pooled.icc.average),
        )
        form.readingLabel.setText("\n".join(one for one in readings if one))
        form.readingLabel.setVisible(any(readings))
        most = 100.0 if self._found.points else 1.0
        form.severityChart.show_bars(
            [
                _estimate_bar(one.name, one.severity, least=least, points=self._found.points, signed=True)
                for one in pooled.severities
            ],
            least=-most,
            most=most,
        )
        for widget in (form.severityLabel, form.severityNoteLabel, form.severityChart):
            widget.setVisible(bool(pooled.severities))


def _estimate_bar(
    label: str, estimate: Estimate, *, least: int, points: bool = False, signed: bool = False
) -> Bar:
    words = estimate_words(estimate, least=least, points=points, signed=signed)
    if estimate.value is None:
        return Bar(label, words)
    interval = estimate.interval
    low, high = (interval.low, interval.high) if interval is not None else (None, None)
    return Bar(label, words, estimate.value, low, high)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
