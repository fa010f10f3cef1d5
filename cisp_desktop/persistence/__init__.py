"""Where a workspace lives on disk: encrypted database, vault, backups, and the queries that read them."""
