"""Many calls at once: written, taken off the list and put back by one statement each.

What the ORM does a record at a time is done here for all: defaults, who and when,
fields that depend on what changed.
"""

import json

from odoo import fields
from odoo.tools import SQL

PAGE = 2000
# after so many new rows the planner is told how large the table is now
MANY = 5000
TAKE_OUT = """
UPDATE o2c_call c
   SET state = 'excluded', exclusion = found.exclusion, locked_at = NULL,
       write_uid = %s, write_date = %s
  FROM unnest(%s::int[], %s::jsonb[]) AS found (id, exclusion)
 WHERE c.id = found.id AND c.state = 'to_call'
RETURNING c.id
"""
PUT_BACK = """
UPDATE o2c_call
   SET state = 'to_call', exclusion = NULL, waits_for = NULL, next_try_at = %s,
       write_uid = %s, write_date = %s
 WHERE id = ANY(%s) AND state = 'excluded'
RETURNING id
"""


def insert_calls(calls, vals_list):
    """Insert one call for each dict; all have the same names.

    :raise UniqueViolation: one of them is on the list already
    """
    if not vals_list:
        return
    calls.flush_model()
    names = list(vals_list[0])
    stored = [n for n, f in calls._fields.items() if f.store and f.column_type]
    rest = [name for name in stored if name not in names and name != "id"]
    defaults = _column_defaults(calls, rest)
    columns = [*names, *defaults]
    rows = [
        (*(vals[name] or None for name in names), *defaults.values())
        for vals in vals_list
    ]
    names_sql = ", ".join(f'"{name}"' for name in columns)
    ids = calls.env.cr.execute_values(
        f"INSERT INTO o2c_call ({names_sql}) VALUES %s RETURNING id",
        rows,
        page_size=PAGE,
        fetch=True,
    )
    if len(rows) > MANY:
        # else the next refresh may be planned for a table that was nearly empty
        calls.env.cr.execute("ANALYZE o2c_call (campaign_id, subject_key, state)")
    new = calls.browse([row[0] for row in ids])
    computed = [
        name for name in rest if calls._fields[name].compute and name not in defaults
    ]
    for name in computed:
        calls.env.add_to_compute(calls._fields[name], new)
    # what counts or sums calls elsewhere
    new.invalidate_recordset(flush=False)
    new.modified(names)


def _column_defaults(calls, names):
    """What the other columns hold in a new row: ``{name: value for the database}``."""
    now = fields.Datetime.now()
    found = {"create_uid": calls.env.uid, "create_date": now}
    found |= {"write_uid": calls.env.uid, "write_date": now}
    given = calls.default_get([name for name in names if name not in found])
    for name, value in given.items():
        field = calls._fields[name]
        column = field.convert_to_column_insert(
            field.convert_to_write(value, calls), calls
        )
        if column is not None:
            found[name] = column
    return found


def take_out(calls, reasons):
    """Take calls that wait off the list: ``{id: reason}``. How many there were."""
    if not reasons:
        return 0
    calls.flush_model()
    coded = [json.dumps(encode(reason)) for reason in reasons.values()]
    env, now = calls.env, fields.Datetime.now()
    return _written(calls, SQL(TAKE_OUT, env.uid, now, list(reasons), coded))


def put_back(calls, ids, at):
    """Put calls that were taken out on the list again, due at ``at``."""
    if not ids:
        return 0
    calls.flush_model()
    now = fields.Datetime.now()
    return _written(calls, SQL(PUT_BACK, at, calls.env.uid, now, ids))


def encode(reason):
    """A reason as it is kept in the database."""
    params = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in reason.params.items()
    }
    return {"code": reason.code.value, "params": params}


def _written(calls, query):
    changed = calls.browse(row[0] for row in calls.env.execute_query(query))
    names = ["state", "exclusion", "waits_for", "next_try_at", "locked_at"]
    changed.invalidate_recordset(names, flush=False)
    changed.modified(names)
    return len(changed)
