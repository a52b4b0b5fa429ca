"""What the checks say of tables, beside three organisations without a fault."""

import pandas as pd

import ecosystem as eco

THREE = pd.DataFrame({"organisation_id": ["ach", "bor", "uni"], "name": ["ACH", "Bor", "Uni"]})


def find_problems(**tables):
    try:
        return eco.Ecosystem(**({"organisations": THREE} | tables)).problems
    except eco.DataError as error:
        return error.problems


def take_only(problems, **where):
    for column, value in where.items():
        problems = problems[problems[column] == value]
    (row,) = problems.to_dict("records")
    return row
