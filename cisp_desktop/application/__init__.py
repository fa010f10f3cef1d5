"""What a user can do: use cases, ports and read rows. Knows the domain only: no Qt, no SQL, no PDF."""
