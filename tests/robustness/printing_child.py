"""Prints PDFs as the window does, in a process of its own: a CUPS client keeps to the first server it saw.

Arguments: the PDFs. Standard input: what the print dialog is told, as JSON. Standard output: what was done.
"""

import json
import sys
from functools import partial
from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QRadioButton, QSpinBox

from cisp_desktop.bootstrap import ProductServices
from cisp_desktop.gui.bound_pages import bind_pages
from cisp_desktop.gui.printing import make_printer, print_pages


def fill(dialog: QPrintDialog, told: dict[str, object]) -> None:
    """Fill the system's dialog as a user does, field by field."""
    queues = dialog.findChild(QComboBox, "printers")
    assert queues is not None
    queues.setCurrentIndex(queues.findText(str(told["queue"])))
    if "copies" in told:
        box = dialog.findChild(QSpinBox, "copies")
        assert box is not None
        box.setValue(int(str(told["copies"])))
    for name in ("collate", "reverse"):
        tick = dialog.findChild(QCheckBox, name)
        assert tick is not None
        if name in told:
            tick.setChecked(bool(told[name]))
    for name in ("duplexLong", "grayscale"):
        if name in told:
            choice = dialog.findChild(QRadioButton, name)
            assert choice is not None
            choice.setChecked(True)
    if "pages" in told:
        some, line = (
            dialog.findChild(QRadioButton, "pagesRadioButton"),
            dialog.findChild(QLineEdit, "pagesLineEdit"),
        )
        assert some is not None
        assert line is not None
        some.setChecked(True)
        line.setText(str(told["pages"]))


def main() -> None:
    """Print what the arguments name, through the dialog."""
    application = QApplication(sys.argv[:1])
    told = json.loads(sys.stdin.read())
    readers = [(name, partial(Path(name).read_bytes)) for name in sys.argv[1:]]
    pages = bind_pages(ProductServices().pages, readers, lambda _done, _total: None)
    printer = make_printer(pages, "Documents")
    dialog = QPrintDialog(printer)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, pages.count)
    dialog.show()
    application.processEvents()
    fill(dialog, told)
    dialog.accept()
    printed = print_pages(printer, pages, lambda _done, _total: None)
    pages.pages.close()
    print(
        json.dumps(
            {
                "queues": QPrinterInfo.availablePrinterNames(),
                "queue": printer.printerName(),
                "pages": printed.pages,
                "copies": printed.copies,
                "duplex": printer.duplex() is not QPrinter.DuplexMode.DuplexNone,
                "starts": pages.starts,
            }
        )
    )


if __name__ == "__main__":
    main()
