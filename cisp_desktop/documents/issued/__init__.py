"""The papers after the jury: one visual family, drawn from frozen content and from nothing else."""
