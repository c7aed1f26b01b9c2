"""The ten-year registry: invented rows whose sums are the published ones, with every vintage."""
