"""From a file that was filed to rows that count: receive, interpret, separate identities, land, accept."""
