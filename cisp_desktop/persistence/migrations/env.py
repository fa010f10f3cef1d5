"""What Alembic runs: the revisions on the connection that ``persistence.schema`` hands over."""

from alembic import context

from cisp_desktop.persistence.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
