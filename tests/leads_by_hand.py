"""What the report of the sample says of leads, counted by hand from its CSV files."""


def list_lead_sentences(f):
    """Return what is said of who could lead on what.

    The three who run most of a type are three, and of every other type several run one service:
    so everybody may lead on one type, and the leads run the most there is of each.
    """
    by = f.providers[f.providers["role"] != "host"].merge(f.running, on="service_id")
    runs = by.groupby(["service_type", "organisation_id"]).size().unstack(fill_value=0)
    most = runs.max(axis=1)
    several = runs[most > 1].idxmax(axis=1)
    assert several.is_unique

    # The dearest change: where the second runs fewest in place of the first.
    second = runs.apply(lambda row: row.nlargest(2).iloc[1], axis=1)
    kind = (most - second).idxmax()
    first, others = several[kind], runs.loc[kind].drop(several[kind])
    total, after = most.sum(), most.sum() - most[kind] + second[kind]
    return [
        (
            f"Each of the {len(runs)} service types can have a lead, and no organisation leads "
            "on more than 1."
        ),
        "No organisation leads on more than 1 type: that is enough.",
        (
            f"{f.name[first]} could lead on {kind}: it runs {most[kind]} services of the type; "
            f"next best is {f.name[others.idxmax()]}, and together the leads would run {after} in "
            f"place of {total} services of their types."
        ),
    ]
