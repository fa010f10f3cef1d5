"""The window: PySide6 pages, dialogs, models and what they share. ``docs/gui.md`` is the guide.

This room knows ``application`` (use cases, queries, wording) and reads ``domain`` codes; it must not know
SQL, ReportLab, files of other programs, nor any other room beside it. Nothing here is global: a page
receives a ``GuiContext`` and reaches everything through it.
"""
