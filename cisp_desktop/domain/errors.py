"""The three kinds of errors that the product knows, as codes and values.

No sentence stands here: ``application.wording.sentence`` turns a code and its values into French.
This module must not know who shows an error, nor in which language.
"""


class CispError(Exception):
    """An error with a stable ``code`` (dotted, lower case) and the ``values`` that its sentence needs.

    ``str(error)`` gives the code only: values may be personal data and must not reach a log.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class RuleError(CispError):
    """The user can mend it: the sentence says what, where and how."""


class Refused(CispError):  # noqa: N818  # the field's word, as the design names it
    """The state of things forbids it: the sentence says why."""


class StorageError(CispError):
    """A known failure of the disk or of the workspace (full, read-only, locked, newer, damaged …)."""
