"""A first layout, drafted from a team's own file: tables without a layout, fields guessed, values masked."""
