"""Whom the lines of a file mean: by order, number, VAT, e-mail, phone or name.

The first of these that a line has decides; one query for each of them.
"""

from odoo.tools import SQL

from ..domain.target_file import Why, digits

ORDERS = """
SELECT lower(name), id FROM sale_order
 WHERE company_id = %(company)s AND state <> 'cancel' AND lower(name) = ANY(%(wanted)s)
"""
CUSTOMERS = """
SELECT %(column)s AS said, array_agg(DISTINCT commercial_partner_id)
  FROM res_partner
 WHERE active AND (company_id IS NULL OR company_id = %(company)s)
   AND %(column)s = ANY(%(wanted)s)
 GROUP BY %(column)s
"""
# in this order; how the column and what a file says become comparable
COLUMNS = {
    "ref": ("lower(ref)", str.lower),
    "vat": (
        "upper(replace(vat, ' ', ''))",
        lambda text: text.replace(" ", "").upper(),
    ),
    "email": ("lower(email)", str.lower),
    "phone": (
        "ltrim(regexp_replace(COALESCE(phone_sanitized, phone),"
        " '[^0-9]', '', 'g'), '0')",
        digits,
    ),
    "name": ("lower(name)", str.lower),
}


def match(env, company, lines):
    """What each line means.

    :param lines: list of ``target_file.Line``
    :return: ``{number: (subject or None, why not or None, params)}``
    """
    # the leader need not read orders: he is told whom the numbers of his file mean
    for model in ("res.partner", "sale.order"):
        env[model].flush_model()
    orders = _orders(env, company, lines)
    customers = {name: _customers(env, company, name, lines) for name in COLUMNS}
    return {line.number: _meant(line.values, orders, customers) for line in lines}


def _orders(env, company, lines):
    wanted = [v["order"].lower() for v in (x.values for x in lines) if "order" in v]
    query = SQL(ORDERS, company=company.id, wanted=wanted)
    return dict(env.execute_query(query)) if wanted else {}


def _customers(env, company, name, lines):
    column, plain = COLUMNS[name]
    wanted = [
        plain(v[name])
        for v in (x.values for x in lines)
        if name in v and "order" not in v
    ]
    if not wanted:
        return {}
    query = SQL(CUSTOMERS, column=SQL(column), company=company.id, wanted=wanted)
    return dict(env.execute_query(query))


def _meant(values, orders, customers):
    if "order" in values:
        found = orders.get(values["order"].lower())
        return (None, found, None) if found else None, *_why(values["order"], found)
    name = next((name for name in COLUMNS if name in values), None)
    if not name:
        return None, Why.BLANK, {}
    plain = COLUMNS[name][1]
    ids = customers[name].get(plain(values[name]), [])
    if len(ids) > 1:
        return None, Why.SEVERAL, {"said": values[name], "count": len(ids)}
    subject = (None, None, ids[0]) if ids else None
    return subject, *_why(values[name], ids)


def _why(said, found):
    return (None, {}) if found else (Why.UNKNOWN, {"said": said})
