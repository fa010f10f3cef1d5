"""The same use cases without a screen: Typer commands, French messages, JSON for programs. Never loads Qt."""
