"""What Alembic runs: the revisions on the connection that ``persistence.schema`` hands over."""

from alembic import context

from cisp_desktop.persistence.tables import metadata


def run() -> None:
    """Run what the command asks for, in one transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        transactional_ddl=True,
        transaction_per_migration=False,
        render_as_batch=True,
    )
    context.run_migrations()


if hasattr(context, "config"):  # only while Alembic runs; elsewhere this module is merely imported
    run()
