"""The review of reports: text in, candidate events beside it, and the analyst who accepts, changes, rejects or merges each."""
