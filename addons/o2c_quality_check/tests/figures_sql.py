"""Every figure as a statement of its own, written from what the figure means.

Each gives rows of ``key`` and columns; a column that is null is not compared. Moments
are those of the period by hand: three months until 2026-03-18, New York and Tokyo.
"""

Z = "1.959963984540054"
HUMAN = (
    "('answered', 'refused', 'call_back', 'do_not_call', 'wrong_number', 'moved',"
    " 'third_party', 'language', 'deceased', 'abandoned')"
)
SELLS = "('telesales', 'retention', 'quotation', 'research')"


def inside(moment, table):
    """Within the period, of a company that is looked at."""
    return f"""({table}.company_id = ANY(%(companies)s)
        AND {moment} >= CASE {table}.company_id WHEN %(home)s
            THEN timestamp '2026-01-01 05:00' ELSE timestamp '2025-12-31 15:00' END
        AND {moment} < CASE {table}.company_id WHEN %(home)s
            THEN timestamp '2026-03-19 04:00' ELSE timestamp '2026-03-18 15:00' END)"""


def clock(moment, table):
    """What the clock of the company shows."""
    return f"""({moment} AT TIME ZONE 'UTC' AT TIME ZONE
        CASE {table}.company_id WHEN %(home)s THEN 'America/New_York'
        ELSE 'Asia/Tokyo' END)"""


def wilson(part, whole):
    """Wilson's interval in per cent, as two columns."""
    p, n = f"({part}::float8 / {whole})", f"{whole}::float8"
    middle = f"{p} + {Z}^2 / (2 * {n})"
    half = f"{Z} * sqrt({p} * (1 - {p}) / {n} + {Z}^2 / (4 * {n} ^ 2))"
    least = f"100 * greatest(0, ({middle} - {half}) / (1 + {Z}^2 / {n}))"
    most = f"100 * least(1, ({middle} + {half}) / (1 + {Z}^2 / {n}))"
    return (
        f"CASE WHEN {whole} > 0 THEN {least} END AS low,"
        f" CASE WHEN {whole} > 0 THEN {most} END AS high"
    ).replace(f"/ {whole}", f"/ nullif({whole}, 0)")


def share(inner):
    """Rows of key, part, n as shares in per cent with their intervals."""
    return f"""
        SELECT key, part, n, 100.0 * part / nullif(n, 0) AS value,
               n >= 30 AS enough, {wilson("part", "n")} FROM ({inner}) shares"""


# ----------------------------------------------------------------- satisfaction
MARKS = f"""
SELECT q.o2c_role AS role, a.text::numeric AS mark, c.*,
       {clock("c.finished_at", "c")} AS shown, o.warehouse_id, o.user_id AS seller_id,
       COALESCE(brought.carrier_id, o.carrier_id) AS courier_id,
       where_to.country_id, where_to.state_id
  FROM o2c_call_answer a
  JOIN survey_question q ON q.id = a.question_id
  JOIN o2c_call c ON c.id = a.call_id
  JOIN o2c_campaign k ON k.id = c.campaign_id
  LEFT JOIN sale_order o ON o.id = c.order_id
  LEFT JOIN res_partner where_to
    ON where_to.id = COALESCE(o.partner_shipping_id, c.partner_id)
  LEFT JOIN LATERAL (
       SELECT p.carrier_id FROM o2c_milestone m
         JOIN stock_picking p ON p.id = m.source_id
        WHERE m.order_id = o.id AND m.kind = 'delivered'
          AND m.source_model = 'stock.picking') brought ON true
 WHERE q.o2c_role IN ('nps', 'csat', 'ces', 'overall')
   AND trim(COALESCE(a.text, '')) <> '' AND c.finished_at IS NOT NULL
   AND {inside("c.finished_at", "c")} AND k.kind = ANY(%(kinds)s)
"""
GOODS = """LEFT JOIN (
    SELECT DISTINCT l.order_id AS bought_in, {} AS good_id FROM sale_order_line l
      JOIN product_product p ON p.id = l.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE l.display_type IS NULL AND l.is_delivery IS NOT TRUE) bought
    ON bought.bought_in = m.order_id"""
BY = {
    "courier": "courier_id",
    "warehouse": "warehouse_id",
    "salesperson": "seller_id",
    "country": "country_id",
    "state": "state_id",
    "script": "survey_id",
    "campaign": "campaign_id",
    # who answered by link spoke with nobody
    "agent": "CASE WHEN by_link THEN NULL ELSE agent_id END",
    "product": "good_id",
    "category": "good_id",
}


def scores(key, condition="true", joined=""):
    """Scores by ``key`` with their intervals; of one voice there is none by hand."""
    return f"""
        SELECT key, n, n >= 30 AS enough,
               100.0 * (g - CASE role WHEN 'nps' THEN b ELSE 0 END) / n AS value,
               CASE WHEN role <> 'nps' THEN w.low
                    WHEN n NOT IN (g, b, n - g - b) THEN greatest(-100, middle - half)
                    END AS low,
               CASE WHEN role <> 'nps' THEN w.high
                    WHEN n NOT IN (g, b, n - g - b) THEN least(100, middle + half)
                    END AS high
          FROM (SELECT {key} AS key, role, count(*) AS n,
                       count(*) FILTER (WHERE mark >= CASE role WHEN 'nps' THEN 9
                           WHEN 'csat' THEN 4 WHEN 'ces' THEN 5 ELSE 8 END) AS g,
                       count(*) FILTER (WHERE mark <= 6) AS b
                  FROM ({MARKS}) m {joined} WHERE {condition} GROUP BY 1, 2) counted
          CROSS JOIN LATERAL (SELECT {wilson("g", "n")}) w
          CROSS JOIN LATERAL (
              SELECT 100.0 * (g - b) / n AS middle, 100 * {Z} * sqrt(greatest(0,
                  (g + b)::float8 / n - ((g - b)::float8 / n) ^ 2) / n) AS half) nps
    """


def scores_by(dimension, role):
    """Scores of a measure by something that it may depend on."""
    columns = {"product": "p.id", "category": "t.categ_id"}
    joined = GOODS.format(columns[dimension]) if dimension in columns else ""
    return scores(BY[dimension], f"role = '{role}'", joined)


# ----------------------------------------------------------------- calling
TRIED = f"""
SELECT t.*, k.kind, {clock("t.at", "t")} AS shown, t.result IN {HUMAN} AS human,
       COALESCE(t.talk_seconds, 0) + COALESCE(t.wrap_seconds, 0) AS took,
       EXISTS (SELECT 1 FROM sale_order o
                WHERE o.o2c_call_id = t.call_id AND o.state = 'sale') AS ordered
  FROM o2c_call_attempt t JOIN o2c_campaign k ON k.id = t.campaign_id
 WHERE {inside("t.at", "t")} AND k.kind = ANY(%(kinds)s)
"""


def calling(key):
    """The counts of calling by ``key``, and what follows from them."""
    return f"""
        SELECT *, 100.0 * contacts / nullif(dials, 0) AS contact_rate,
               100.0 * "right" / nullif(contacts, 0) AS right_rate,
               100.0 * kept / nullif(promises, 0) AS kept_rate,
               100.0 * sold / nullif(called, 0) AS conversion,
               dials::float8 / nullif(contacts, 0) AS attempts,
               3600.0 * results / nullif(spent, 0) AS per_hour
          FROM (SELECT {key} AS key, count(*) AS dials,
                       count(*) FILTER (WHERE human) AS contacts,
                       count(*) FILTER (WHERE human AND right_party) AS "right",
                       count(*) FILTER (WHERE result = 'answered') AS results,
                       count(*) FILTER (WHERE promise IS NOT NULL) AS promises,
                       count(*) FILTER (WHERE promise = 'kept') AS kept,
                       count(DISTINCT call_id)
                           FILTER (WHERE right_party AND kind IN {SELLS}) AS called,
                       count(DISTINCT call_id) FILTER (
                           WHERE right_party AND ordered AND kind IN {SELLS}) AS sold,
                       avg(took) FILTER (WHERE human) AS handling,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY took)
                           FILTER (WHERE human) AS median,
                       sum(handle_seconds) AS spent
                  FROM ({TRIED}) t GROUP BY 1) counted"""


CALLING_SHARES = share(
    " UNION ALL ".join(
        f"SELECT '{key}' AS key, {part} AS part, {whole} AS n"
        f" FROM ({calling('1')}) whole"
        for key, part, whole in (
            ("contact_rate", "contacts", "dials"),
            ("right_rate", '"right"', "contacts"),
            ("kept_rate", "kept", "promises"),
            ("conversion", "sold", "called"),
        )
    )
)


def occupancy(key):
    """Time in calls and writing up, of all time at work, in per cent."""
    spent = "extract(epoch FROM COALESCE(s.ended_at, s.seen_at) - s.started_at)"
    return f"""
        SELECT {key} AS key, 100.0 * sum({spent}) FILTER (
                   WHERE s.state IN ('in_call', 'wrap_up')) / sum({spent}) AS occupancy
          FROM o2c_agent_session s
         WHERE s.state <> 'pause' AND {inside("s.started_at", "s")} GROUP BY 1"""


CALLING_RATIOS = f"""
SELECT x.key, x.value FROM ({calling("1")}) c
  CROSS JOIN LATERAL (VALUES ('attempts', c.attempts), ('handling', c.handling),
                             ('per_hour', c.per_hour)) x (key, value)
UNION ALL SELECT 'occupancy', occupancy FROM ({occupancy("1")}) o"""

# ----------------------------------------------------------------- the courier's word
SAID = """
SELECT a.call_id, q.o2c_role AS role, v.o2c_says AS says
  FROM o2c_call_answer a JOIN survey_question q ON q.id = a.question_id
  JOIN survey_question_answer v ON v.id = a.suggested_answer_id
"""
# for each call that asked about a delivery reported before it: 0 not received,
# 1 at another place, 2 not then, null: not contradicted
WORD = f"""
SELECT c.id, s.carrier_id,
       min(CASE WHEN w.role = 'received' AND w.says = 'bad' THEN 0
                WHEN w.role = 'address' AND w.says = 'bad' THEN 1
                WHEN w.says = 'elsewhere' THEN 1
                WHEN w.role = 'precision' AND w.says IN ('bad', 'late') THEN 2 END)
           AS untrue
  FROM o2c_call c JOIN ({SAID}) w ON w.call_id = c.id
  JOIN o2c_shipment s ON s.order_id = c.order_id AND s.delivered_at <= c.finished_at
 WHERE w.role IN ('received', 'address', 'precision') AND w.says <> 'nothing'
   AND c.finished_at IS NOT NULL AND {inside("c.finished_at", "c")}
 GROUP BY c.id, s.carrier_id
"""


def couriers(key):
    """Deliveries that customers contradict, of those they were asked about."""
    return share(
        f"SELECT {key} AS key, count(untrue) AS part, count(*) AS n"
        f" FROM ({WORD}) w GROUP BY 1"
    )


COURIER_KINDS = f"""
SELECT x.key, (SELECT count(*) FROM ({WORD}) w WHERE w.untrue = x.rank) AS count
  FROM (VALUES ('not_received', 0), ('not_there', 1), ('not_then', 2)) x (key, rank)"""

# ----------------------------------------------------------------- two witnesses
BOTH = f"""
SELECT p.* FROM o2c_perfect_order p
 WHERE p.perfect IN ('yes', 'no') AND p.customer_perfect IS NOT NULL
   AND EXISTS (SELECT 1 FROM o2c_call c WHERE c.order_id = p.order_id
                AND c.finished_at IS NOT NULL AND {inside("c.finished_at", "c")})
"""
WITNESS = share(
    f"""SELECT x.key, x.part, x.n FROM (
        SELECT count(*) AS n, count(*) FILTER (WHERE perfect = 'yes') AS system,
               count(*) FILTER (WHERE customer_perfect = 'yes') AS customer,
               count(*) FILTER (WHERE disagreement) AS differ FROM ({BOTH}) b) c
        CROSS JOIN LATERAL (VALUES ('system', c.system, c.n),
            ('customer', c.customer, c.n), ('disagreement', c.differ, c.n))
            x (key, part, n)"""
)
CELLS = f"""
SELECT x.key, x.value FROM (
    SELECT count(*) AS n,
           count(*) FILTER (WHERE perfect = 'yes' AND customer_perfect = 'yes') AS yy,
           count(*) FILTER (WHERE perfect = 'yes' AND customer_perfect <> 'yes') AS yn,
           count(*) FILTER (WHERE perfect = 'no' AND customer_perfect = 'yes') AS ny,
           count(*) FILTER (WHERE perfect = 'no' AND customer_perfect <> 'yes') AS nn
      FROM ({BOTH}) b) c
  CROSS JOIN LATERAL (VALUES ('orders', n), ('both', yy), ('only_system', yn),
      ('only_customer', ny), ('neither', nn)) x (key, value)"""
# what a choice says of a component
MEANS = """(VALUES
    ('condition', 'fine', 'complete', true), ('condition', 'fine', 'undamaged', true),
    ('condition', 'damaged', 'undamaged', false),
    ('condition', 'incomplete', 'complete', false),
    ('received', 'bad', 'complete', false), ('received', 'bad', 'on_time', false),
    ('precision', 'fine', 'on_time', true), ('precision', 'bad', 'on_time', false),
    ('precision', 'late', 'on_time', false),
    ('precision', 'elsewhere', 'complete', false),
    ('address', 'bad', 'complete', false),
    ('invoice', 'fine', 'invoiced_right', true),
    ('invoice', 'bad', 'invoiced_right', false)) means (role, says, component, good)"""
COMPONENTS = f"""
SELECT t.component AS key, count(*) AS n,
       count(*) FILTER (WHERE t.ours = 'yes') AS system,
       count(*) FILTER (WHERE t.his) AS customer,
       count(*) FILTER (WHERE (t.ours = 'yes') <> t.his) AS differ
  FROM (SELECT b.order_id, m.component, bool_and(m.good) AS his,
               CASE m.component WHEN 'complete' THEN b.complete
                    WHEN 'on_time' THEN b.on_time WHEN 'undamaged' THEN b.undamaged
                    ELSE b.invoiced_right END AS ours
          FROM ({BOTH}) b JOIN o2c_call c ON c.order_id = b.order_id
          JOIN ({SAID}) w ON w.call_id = c.id
          JOIN {MEANS.replace("means (", "m (")} ON m.role = w.role AND m.says = w.says
         WHERE c.finished_at IS NOT NULL GROUP BY 1, 2, 4) t
 WHERE t.ours <> 'open' GROUP BY 1"""

# ----------------------------------------------------------------- words
LEVEL = """CASE role WHEN 'csat' THEN (mark - 1) / 4 ELSE mark / 10 END"""
SPOKEN = f"""
SELECT a.id, a.call_id, a.themes_at FROM o2c_call_answer a
  JOIN survey_question q ON q.id = a.question_id JOIN o2c_call c ON c.id = a.call_id
  JOIN o2c_campaign k ON k.id = c.campaign_id
 WHERE q.o2c_role = 'words' AND trim(COALESCE(a.text, '')) <> ''
   AND c.finished_at IS NOT NULL AND {inside("c.finished_at", "c")}
   AND k.kind = ANY(%(kinds)s)
"""
WORDS = f"""
SELECT x.key, x.value FROM (
    SELECT count(*) AS total, count(*) FILTER (WHERE themes_at IS NULL) AS waiting,
           count(*) FILTER (WHERE themes_at IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM o2c_call_answer_theme_rel r WHERE r.answer_id = s.id))
               AS without FROM ({SPOKEN}) s) c
  CROSS JOIN LATERAL (VALUES ('total', total), ('waiting', waiting),
      ('without', without)) x (key, value)"""
THEMES = f"""
SELECT r.theme_id AS key, count(*) AS count, count(*) AS part, max(whole.n) AS n,
       100.0 * count(*) / max(whole.n) AS percent, 100 * avg(l.level) AS level,
       max(whole.n) >= 30 AS enough, {wilson("count(*)", "max(whole.n)")}
  FROM ({SPOKEN}) s JOIN o2c_call_answer_theme_rel r ON r.answer_id = s.id
  CROSS JOIN (SELECT count(*) AS n FROM ({SPOKEN}) s) whole
  LEFT JOIN (SELECT id AS call_id, avg({LEVEL}) AS level FROM ({MARKS}) m
              WHERE role <> 'ces' GROUP BY 1) l ON l.call_id = s.call_id
 GROUP BY 1"""

# ----------------------------------------------------------------- payment
PAYERS = f"""
SELECT s.partner_id, s.level, avg(b.days) AS days, count(*) AS invoices,
       count(*) FILTER (WHERE b.days > 0) AS late, sum(b.amount) AS amount,
       sum(b.open) AS open
  FROM (SELECT partner_id, avg({LEVEL}) AS level FROM ({MARKS}) m
         WHERE role <> 'ces' GROUP BY 1) s
  JOIN (SELECT i.commercial_partner_id AS partner_id, i.amount_total_signed AS amount,
               i.amount_residual_signed AS open,
               greatest(0, CASE WHEN i.amount_residual = 0 THEN (
                   SELECT max(r.max_date) FROM account_partial_reconcile r
                     JOIN account_move_line l ON l.id = r.debit_move_id
                    WHERE l.move_id = i.id)
                   ELSE date '2026-03-18' END - i.invoice_date_due) AS days
          FROM account_move i
         WHERE i.move_type = 'out_invoice' AND i.state = 'posted'
           AND i.company_id = ANY(%(companies)s)
           AND i.invoice_date_due BETWEEN '2026-01-01' AND '2026-03-17') b
    ON b.partner_id = s.partner_id
 GROUP BY 1, 2
"""
BANDS = f"""
SELECT place AS key, count(p.partner_id) AS customers,
       COALESCE(sum(p.invoices), 0) AS invoices, avg(p.days) AS days,
       100.0 * sum(p.late) / sum(p.invoices) AS late
  FROM (VALUES (0, 0, 0.7), (1, 0.7, 0.9), (2, 0.9, 2)) band (place, least, most)
  LEFT JOIN ({PAYERS}) p ON p.level >= band.least AND p.level < band.most
 GROUP BY 1"""
# ranks share the mean of theirs
CORRELATION = f"""
SELECT count(*) AS n, corr(x, y) AS value FROM (
    SELECT rank() OVER (ORDER BY level) + (count(*) OVER (PARTITION BY level) - 1) / 2.0
               AS x,
           rank() OVER (ORDER BY days) + (count(*) OVER (PARTITION BY days) - 1) / 2.0
               AS y FROM ({PAYERS}) p) ranks"""

# ----------------------------------------------------------------- telesales
SOLD = f"""
SELECT c.campaign_id, c.survey_id, c.agent_id, o.state,
       COALESCE(tried.spoken, false) AS spoken,
       CASE WHEN o.state = 'sale' THEN o.amount_untaxed / o.currency_rate ELSE 0 END
           AS amount
  FROM o2c_call c JOIN o2c_campaign k ON k.id = c.campaign_id AND k.kind IN {SELLS}
  LEFT JOIN sale_order o ON o.o2c_call_id = c.id
  LEFT JOIN LATERAL (SELECT max(t.at) AS at, bool_or(t.right_party) AS spoken
                       FROM o2c_call_attempt t WHERE t.call_id = c.id) tried ON true
 WHERE (tried.at IS NOT NULL OR o.id IS NOT NULL) AND c.company_id = %(company)s
   AND COALESCE(tried.at, c.finished_at, c.create_date) >= CASE c.company_id
       WHEN %(home)s THEN timestamp '2026-01-01 05:00'
       ELSE timestamp '2025-12-31 15:00' END
"""


def telesales(key):
    """What selling calls bring in by ``key``."""
    return f"""
        SELECT *, 100.0 * won / nullif(reached, 0) AS conversion,
               revenue / nullif(reached, 0) AS per_call,
               revenue / nullif(sold, 0) AS average, reached AS n,
               reached >= 30 AS enough, {wilson("won", "reached")}
          FROM (SELECT {key} AS key, count(*) AS calls,
                       count(*) FILTER (WHERE spoken) AS reached,
                       count(*) FILTER (WHERE state IN ('draft', 'sent', 'sale'))
                           AS quoted,
                       count(*) FILTER (WHERE state = 'sale') AS sold,
                       count(*) FILTER (WHERE state = 'sale' AND spoken) AS won,
                       COALESCE(sum(amount), 0) AS revenue
                  FROM ({SOLD}) s GROUP BY 1) counted"""
