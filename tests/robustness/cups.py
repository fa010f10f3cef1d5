"""A print server of the test's own: its configuration, socket and queues, ended by its process.

The queue's printer is a file: what a printer would be sent, as a PDF, copies and both sides included.
"""

import grp
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUEUE = "essai"
LIMIT = 60
"""Seconds that a job may take on a busy machine."""
_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
_FILTER = Path("/usr/lib/cups/filter/pdftopdf")

_DAEMON = """\
LogLevel debug
Listen {folder}/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """\
FileDevice Yes
ServerRoot {folder}/root
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/tmp
ErrorLog {folder}/error_log
AccessLog {folder}/access_log
PageLog {folder}/page_log
SystemGroup {group}
"""
_PRINTER = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "ESSAI.PPD"
*Manufacturer: "Essai"
*Product: "(Essai)"
*ModelName: "Essai"
*ShortNickName: "Essai"
*NickName: "Essai"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*Throughput: "1"
*LandscapeOrientation: Plus90
*TTRasterizer: Type42
*cupsManualCopies: True
*cupsFilter: "application/vnd.cups-pdf 0 -"
*OpenUI *PageSize/Page Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "12 12 583 830"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*OpenUI *Duplex/Both sides: PickOne
*OrderDependency: 20 AnySetup *Duplex
*DefaultDuplex: None
*Duplex None/Off: "<</Duplex false>>setpagedevice"
*Duplex DuplexNoTumble/Long: "<</Duplex true/Tumble false>>setpagedevice"
*Duplex DuplexTumble/Short: "<</Duplex true/Tumble true>>setpagedevice"
*CloseUI: *Duplex
*DefaultFont: Courier
*Font Courier: Standard "(1.05)" Standard ROM
*% End
"""


def missing() -> str:
    """Return what this machine lacks for a print server; empty when nothing."""
    lacking = [name for name in ("cupsd", "lpadmin", "lpstat") if _program(name) is None]
    if not _FILTER.exists():
        lacking.append("pdftopdf")
    return ", ".join(lacking)


def _program(name: str) -> str | None:
    return shutil.which(name, path=_PATH)


class PrintServer:
    """A running server; ``environment`` leads CUPS clients to it, and to no other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paper = folder / "paper.pdf"
        self.environment = {**os.environ, "CUPS_SERVER": str(folder / "cups.sock")}

    def add_queue(self) -> None:
        """Add the one queue."""
        printer = self._folder / "essai.ppd"
        printer.write_text(_PRINTER, encoding="ascii")
        self._call("lpadmin", "-p", QUEUE, "-E", "-v", f"file:{self._paper}", "-P", str(printer))

    def clear(self) -> None:
        """Forget what was printed before."""
        self._paper.unlink(missing_ok=True)

    def printed(self) -> bytes:
        """Wait until the queue is empty and return what the printer was sent."""
        end = time.monotonic() + LIMIT
        while self._call("lpstat", "-o", QUEUE).strip() or not self._paper.exists():
            assert time.monotonic() < end, self.log()[-4000:]
            time.sleep(0.2)
        return self._paper.read_bytes()

    def answers(self) -> bool:
        """Whether the server takes requests."""
        program = _program("lpstat")
        assert program is not None
        done = subprocess.run(
            [program, "-r"], env=self.environment, capture_output=True, text=True, check=False, timeout=LIMIT
        )
        return "is running" in done.stdout and "not" not in done.stdout

    def log(self) -> str:
        """What the server wrote of itself."""
        return (self._folder / "error_log").read_text(encoding="utf-8", errors="replace")

    def _call(self, name: str, *arguments: str) -> str:
        program = _program(name)
        assert program is not None
        done = subprocess.run(
            [program, *arguments], env=self.environment, capture_output=True, text=True, check=True,
            timeout=LIMIT,
        )  # fmt: skip
        return done.stdout


@contextmanager
def print_server() -> Iterator[PrintServer]:
    """Start a server on a socket of its own, and end it by its process."""
    # Under /tmp, for a socket's path is short; filters run as another account when the test runs as root.
    folder = Path(tempfile.mkdtemp(prefix="cisp-cups-"))
    folder.chmod(0o711)
    for name in ("root", "state", "cache", "spool", "tmp"):
        (folder / name).mkdir()
    group = grp.getgrgid(os.getgid()).gr_name
    (folder / "cupsd.conf").write_text(_DAEMON.format(folder=folder), encoding="utf-8")
    (folder / "files.conf").write_text(_FILES.format(folder=folder, group=group), encoding="utf-8")
    program = _program("cupsd")
    assert program is not None
    server = PrintServer(folder)
    process = subprocess.Popen(
        [program, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "files.conf")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    try:
        end = time.monotonic() + LIMIT
        while not server.answers():
            assert process.poll() is None, server.log()
            assert time.monotonic() < end
            time.sleep(0.1)
        server.add_queue()
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
