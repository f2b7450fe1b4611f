"""Data sets on the page: choosing, adding with a mapping, renaming and deleting."""
