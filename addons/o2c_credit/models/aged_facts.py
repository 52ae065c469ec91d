"""The aged balance: what is open, in buckets of days, added up by anything.

The parts of one item by what was sold add up to it to the cent: what rounding leaves
over goes to the next part.
"""

from odoo.tools import SQL

from .ledger_items import ITEMS_FLUSHED, ledger_items_sql

# what the queries read beyond the open items
AGED_FLUSHED = {
    **ITEMS_FLUSHED,
    "account.move": [
        *ITEMS_FLUSHED["account.move"],
        "invoice_user_id",
        "team_id",
    ],
    "account.move.line": [
        *ITEMS_FLUSHED["account.move.line"],
        "product_id",
        "display_type",
    ],
    "o2c.credit.account": ["partner_id", "company_id", "collector_id", "risk_class"],
    "product.product": ["product_tmpl_id"],
    "product.template": ["categ_id"],
    "res.partner": [
        "commercial_partner_id",
        "industry_id",
        "country_id",
        "state_id",
        "user_id",
    ],
}

# by what the balance is added up: (joins, key)
MOVE = "LEFT JOIN account_move am ON am.id = i.move_id"
CUSTOMER = "LEFT JOIN res_partner cp ON cp.id = i.customer_id"
ACCOUNT = (
    "LEFT JOIN o2c_credit_account ca ON ca.partner_id = i.customer_id"
    " AND ca.company_id = i.company_id"
)
DIMENSIONS = {
    "customer": ((), "i.customer_id"),
    "salesperson": ((MOVE, CUSTOMER), "COALESCE(am.invoice_user_id, cp.user_id)"),
    "team": ((MOVE,), "am.team_id"),
    "country": ((CUSTOMER,), "cp.country_id"),
    "state": ((CUSTOMER,), "cp.state_id"),
    "industry": ((CUSTOMER,), "cp.industry_id"),
    "collector": ((ACCOUNT,), "ca.collector_id"),
    "risk_class": ((ACCOUNT,), "ca.risk_class"),
    "branch": ((), "i.branch_id"),
    "currency": ((), "i.currency_id"),
    "category": ((), "i.part_id"),
    "brand": ((), "i.part_id"),
}
DAYS = {"due": "due_date", "invoice": "invoice_date"}
COMPANY = "residual_company"

# what of a product divides an item: Odoo has no brands, the first tag stands for one
SPLITS = {
    "category": SQL("t.categ_id"),
    "brand": SQL(
        "(SELECT MIN(tag.product_tag_id) FROM product_tag_product_template_rel tag"
        " WHERE tag.product_template_id = t.id)"
    ),
}

# each item in parts; one without products is one part
BY_PRODUCT = """
SELECT item.*, part.part_id, COALESCE(part.place, 1) AS place,
       ROUND(item.residual_company * COALESCE(part.until, 1), cur.decimal_places)
       - ROUND(item.residual_company * COALESCE(part.before, 0), cur.decimal_places)
           AS part_company,
       ROUND(item.residual * COALESCE(part.until, 1), doc.decimal_places)
       - ROUND(item.residual * COALESCE(part.before, 0), doc.decimal_places) AS part
  FROM (%(items)s) AS item
  JOIN res_company co ON co.id = item.branch_id
  JOIN res_currency cur ON cur.id = co.currency_id
  JOIN res_currency doc ON doc.id = item.currency_id
  LEFT JOIN LATERAL (
       SELECT part_id, place, COALESCE(LAG(share) OVER by_place, 0) AS before,
              CASE WHEN place = COUNT(*) OVER () THEN 1 ELSE share END AS until
         FROM (SELECT part_id, row_number() OVER by_id AS place,
                      SUM(worth) OVER by_id / SUM(worth) OVER () AS share
                 FROM (SELECT %(part)s AS part_id, ABS(SUM(l.balance)) AS worth
                         FROM account_move_line l
                         JOIN product_product pp ON pp.id = l.product_id
                         JOIN product_template t ON t.id = pp.product_tmpl_id
                        WHERE l.move_id = item.move_id AND l.display_type = 'product'
                        GROUP BY 1
                       HAVING SUM(l.balance) <> 0) AS sold
               WINDOW by_id AS (ORDER BY part_id)) AS cut
       WINDOW by_place AS (ORDER BY place)) AS part ON TRUE
"""

TOTALS = """
SELECT key, currency_id, COUNT(*) AS count, SUM(shown)::text AS total, %(cells)s
  FROM (SELECT %(key)s AS key, %(currency)s AS currency_id, %(amount)s AS shown,
               width_bucket(%(as_of)s::date - i.%(day)s, %(starts)s::int[]) AS bucket
          FROM (%(items)s) AS i
          %(joins)s
         WHERE %(condition)s) AS aged
 GROUP BY key, currency_id
"""

ROWS = """
SELECT %(id)s AS id, i.line_id, i.move_id, i.number, i.ref AS reference,
       i.customer_id AS partner_id, i.partner_id AS contact_id,
       i.branch_id AS company_id, i.currency_id,
       co.currency_id AS company_currency_id, i.date, i.invoice_date, i.due_date,
       %(as_of)s::date - i.%(day)s AS days,
       (%(buckets)s::int[])[1 + width_bucket(%(as_of)s::date - i.%(day)s,
                                             %(starts)s::int[])] AS bucket_id,
       CASE WHEN i.move_type IN ('out_invoice', 'out_receipt') THEN 'invoice'
            WHEN i.move_type = 'out_refund' THEN 'credit_note'
            WHEN i.is_payment THEN 'payment' ELSE 'entry' END AS kind,
       i.amount, %(residual)s AS residual, %(residual_company)s AS residual_company,
       COALESCE(am.invoice_user_id, cp.user_id) AS user_id, am.team_id,
       cp.country_id, cp.state_id, cp.industry_id, ca.collector_id, ca.risk_class,
       %(category)s AS category_id, %(brand)s AS brand_id
  FROM (%(items)s) AS i
  LEFT JOIN account_move am ON am.id = i.move_id
  LEFT JOIN res_company co ON co.id = i.branch_id
  LEFT JOIN res_partner cp ON cp.id = i.customer_id
  LEFT JOIN o2c_credit_account ca ON ca.partner_id = i.customer_id
        AND ca.company_id = i.company_id
"""


def aged_totals_sql(
    as_of, branches, dimension, starts, *, basis="due", in_document=False, filters=None
):
    """The balance added up by ``dimension`` and bucket, as a SELECT.

    Columns: ``key`` (id, class or null), ``currency_id`` (null: the company's),
    ``count``, ``total`` and ``b0``, ``b1``… for the buckets, as text; null: nothing.

    :param branches: ids of companies of one currency
    :param starts: the days on which the buckets begin
    :param basis: the age counts from the 'due' date or from the 'invoice' date
    :param in_document: amounts in the currencies of the documents, kept apart
    :param filters: {dimension: key} that the items must have, none of ``SPLITS``
    """
    filters = filters or {}
    split = dimension if dimension in SPLITS else None
    part = "part" if split else "residual"
    amount = part if in_document else ("part_company" if split else COMPANY)
    conditions = [_condition(name, key) for name, key in filters.items()]
    return SQL(
        TOTALS,
        key=SQL(DIMENSIONS[dimension][1]),
        currency=SQL("i.currency_id" if in_document else "NULL::int"),
        amount=SQL("i." + amount),
        day=SQL.identifier(DAYS[basis]),
        as_of=as_of,
        starts=list(starts[1:]),
        cells=SQL(", ").join(_cell(place) for place in range(len(starts))),
        items=_items(as_of, branches, split),
        joins=_joins(dimension, *filters),
        condition=SQL(" AND ").join(conditions) if conditions else SQL("TRUE"),
    )


def aged_rows_sql(as_of, branches, buckets, *, basis="due", split=None):
    """Every open item with all it can be grouped by, as a SELECT.

    :param buckets: [(id of the bucket, day on which it begins)], in order
    :param split: one of ``SPLITS``: an item comes in as many parts
    """
    return SQL(
        ROWS,
        id=SQL("i.line_id::bigint * 1000 + i.place" if split else "i.line_id"),
        as_of=as_of,
        day=SQL.identifier(DAYS[basis]),
        buckets=[bucket for bucket, _start in buckets],
        starts=[start for _bucket, start in buckets[1:]],
        residual=SQL("i.part" if split else "i.residual"),
        residual_company=SQL("i.part_company" if split else "i." + COMPANY),
        category=SQL("i.part_id" if split == "category" else "NULL::int"),
        brand=SQL("i.part_id" if split == "brand" else "NULL::int"),
        items=_items(as_of, branches, split),
    )


def _items(as_of, branches, split):
    items = ledger_items_sql(as_of, branches=branches)
    return SQL(BY_PRODUCT, items=items, part=SPLITS[split]) if split else items


def _joins(*dimensions):
    wanted = dict.fromkeys(j for d in dimensions for j in DIMENSIONS[d][0])
    return SQL(" ").join(SQL(join) for join in wanted)


def _condition(dimension, key):
    column = SQL(DIMENSIONS[dimension][1])
    return SQL("%s IS NOT DISTINCT FROM %s", column, key or None)


def _cell(place):
    return SQL(
        "(SUM(shown) FILTER (WHERE bucket = %s))::text AS %s",
        place,
        SQL.identifier(f"b{place}"),
    )
