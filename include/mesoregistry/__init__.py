"""Five national registries of attacks on women human rights defenders: intake, checks, warehouse and figures."""
