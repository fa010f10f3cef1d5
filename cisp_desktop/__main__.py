"""Parse nothing, decide one thing: the window, a command, or a limited child process."""

import sys

from cisp_desktop import bootstrap, diagnostics


def main() -> int:
    """Run the application with the process's arguments and return its exit code."""
    arguments = sys.argv[1:]
    if len(arguments) == 1 and arguments[0] in bootstrap.CHILDREN:
        return bootstrap.run_child(arguments[0])
    diagnostics.open_log(diagnostics.state_folder())
    services = bootstrap.ProductServices()
    if not arguments:
        return bootstrap.run_window(services)
    return bootstrap.run_command_line(services, arguments)


if __name__ == "__main__":
    sys.exit(main())
