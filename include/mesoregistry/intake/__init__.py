"""From a file received to rows that count: the ledger decides."""
