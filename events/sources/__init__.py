"""Readers: one module a format, each turning a table as found into rows for `events.schema.validate`."""
