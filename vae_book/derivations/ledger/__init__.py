"""The rows of the ledger, and where the book shows each equation."""
