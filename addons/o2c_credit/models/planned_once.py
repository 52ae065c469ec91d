"""Queries that a connection plans once, not each of thousands of times.

To plan the query of the open items takes ten times as long as to run it for one
customer.
"""

from hashlib import sha256

from odoo.tools import SQL

KNOWN = "SELECT name FROM pg_prepared_statements WHERE name LIKE 'o2c#_%%' ESCAPE '#'"
CACHE = "o2c_credit.planned_once"  # what the connection of this transaction has


def planned_once(cr, query):
    """Run ``query`` by the plan that this connection keeps; leaves its rows in ``cr``.

    Prepared and run in one transaction: right behind a connection pooler as well.
    """
    code, params = query.code, query.params
    name = f"o2c_{sha256(code.encode()).hexdigest()[:20]}"
    if CACHE not in cr.cache:
        cr.execute(SQL(KNOWN))
        cr.cache[CACHE] = {row[0] for row in cr.fetchall()}
    if name not in cr.cache[CACHE]:
        places = tuple(f"${number}" for number in range(1, len(params) + 1))
        # already SQL: what it holds of percent signs is no place for a value
        text = (code % places).replace("%", "%%")
        cr.execute(SQL("PREPARE %s AS %s", SQL.identifier(name), SQL(text)))
        cr.cache[CACHE].add(name)
    values = SQL(", ").join(SQL("%s", value) for value in params)
    cr.execute(
        SQL(
            "SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE %s(%s)",
            SQL.identifier(name),
            values,
        )
    )
    return cr
