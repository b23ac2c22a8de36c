"""Open data for programs: HSDS 3.1 and its UK profile."""
