"""How many records a community keeps confirmed in a year, for so many minutes of keepers' time a week (a simulation).

Prints, for several sizes of directory, the confirmed share after three, six, nine and twelve months, and the minutes a week that
nine in ten confirmed take. It needs no database. The assumptions are those of docs/upkeep.md; each can be given as an option.
"""

import argparse
import dataclasses
import json
import statistics
import sys

from trellis.apps.directory.queries.simulating import Assumptions, minutes_needed, simulate

SIZES = (100, 200, 400, 600, 1_000, 2_500, 5_000)
SEEDS = range(1, 8)
MONTHS = {"3 months": 13, "6 months": 26, "9 months": 39, "12 months": 52}


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench upkeep", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    for each in dataclasses.fields(Assumptions):
        if each.name not in ("records", "seed", "weeks"):
            kind = int if each.type == "int" else float
            parser.add_argument("--" + each.name.replace("_", "-"), type=kind, default=each.default)
    options = vars(parser.parse_args())
    as_json = options.pop("json")
    rows = [row(Assumptions(records=size, **options)) for size in SIZES]
    if as_json:
        print(json.dumps({"assumptions": dataclasses.asdict(Assumptions(**options)), "rows": rows}, indent=2))
        return 0
    print(f"Confirmed within a year at {options['minutes_a_week']:g} minutes a week, the middle of {len(SEEDS)} years played:")
    print(
        f"{'records':>8} "
        + " ".join(f"{name:>10}" for name in MONTHS)
        + f" {'letters':>8} {'calls':>6} {'of what is shown':>17} {'minutes for 90 %':>17}"
    )
    for each in rows:
        shares = " ".join(f"{each[name]:>9.0%} " for name in MONTHS)
        needed = f"{each['minutes_for_90']:.0f}" if each["minutes_for_90"] is not None else "not reached"
        print(f"{each['records']:>8} {shares}{each['letters']:>8} {each['calls']:>6} {each['shown']:>16.0%}  {needed:>17}")
    return 0


def row(told: Assumptions) -> dict:
    """The middle of several years for one size: shares, letters, calls, and the minutes that nine in ten take."""
    years = [simulate(dataclasses.replace(told, seed=seed)) for seed in SEEDS]
    shares = {name: round(statistics.median(year.share[week - 1] for year in years), 3) for name, week in MONTHS.items()}
    needed = [minutes_needed(dataclasses.replace(told, seed=seed)) for seed in SEEDS]
    return {
        "records": told.records,
        **shares,
        "shown": round(statistics.median(year.shown[-1] for year in years), 3),
        "letters": round(statistics.median(year.letters for year in years)),
        "calls": round(statistics.median(year.calls for year in years)),
        "minutes_for_90": statistics.median(needed) if None not in needed else None,
    }


if __name__ == "__main__":
    sys.exit(main())
