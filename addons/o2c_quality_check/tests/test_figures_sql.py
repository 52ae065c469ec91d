import base64
import io
from datetime import date, timedelta

from openpyxl import load_workbook

from odoo.tests import freeze_time, tagged

from ..domain.campaign import MARKETING
from . import figures_sql as sql
from .figures_common import SCALES, TODAY
from .figures_open import TELESALES, FiguresOpen
from .figures_sql_common import FiguresSqlCommon

DUE = date(2026, 1, 20)
ALL = (
    *("quality", "satisfaction", "appointment", "welcome", "thank_you"),
    *("telesales", "retention", "quotation", "research"),
)
SELLING = tuple(kind.value for kind in MARKETING)


def _keyed(name):
    """How rows of the screen are read: by their key."""
    return lambda data: {row["key"]: row for row in data[name]}


def _values(*names):
    return lambda data: {name: {"value": data[name]} for name in names}


def _shares(data):
    tiles = {tile["key"]: tile["share"] for tile in data["tiles"]}
    return {key: found for key, found in tiles.items() if found}


def _ratios(data):
    return {tile["key"]: tile for tile in data["tiles"] if not tile["share"]}


def _bands(data):
    return {row["key"]: {**row, "late": row["late"]["value"]} for row in data["bands"]}


def _components(data):
    return {
        row["key"]: {
            "n": row["system"]["n"],
            "system": row["system"]["part"],
            "customer": row["customer"]["part"],
            "differ": row["differ"],
        }
        for row in data["components"]
        if row["system"]["n"]
    }


# the figures: what, part of the screen, its options, how they are read, the statement
FIGURES = (
    (
        *("scores", "satisfaction", {}),
        *(lambda d: {t["key"]: t for t in d["tiles"] if t["n"]}, sql.scores("role")),
    ),
    *(
        (
            *(f"{role} by month", "satisfaction", {"measure": role}),
            lambda d: {r["month"]: r for r in d["trend"] if r["n"]},
            sql.scores("date_trunc('month', shown)::date", f"role = '{role}'"),
        )
        for role in SCALES
    ),
    *(
        (
            *(f"{role} by {by}", "satisfaction", {"measure": role, "by": by}),
            *(_keyed("groups"), sql.scores_by(by, role)),
        )
        for by in sql.BY
        for role in ("nps", "csat")
    ),
    ("rates of calling", "operations", {}, _shares, sql.CALLING_SHARES),
    ("ratios of calling", "operations", {}, _ratios, sql.CALLING_RATIOS),
    *(
        (
            *(f"calling by {by}", "operations", {"by": by}, _keyed("groups")),
            sql.calling(key),
        )
        for by, key in (
            *(("campaign", "campaign_id"), ("agent", "agent_id")),
            ("day", "shown::date"),
        )
    ),
    (
        *("occupancy by agent", "operations", {"by": "agent"}, _keyed("groups")),
        sql.occupancy("s.agent_id"),
    ),
    (
        *("calling week by week", "operations", {}),
        lambda d: {row["day"]: row for row in d["days"] if row["dials"]},
        sql.calling("date_trunc('week', shown)::date"),
    ),
    (
        *("contradicted", "couriers", {}),
        *(lambda d: {1: d["whole"]}, sql.couriers("1")),
    ),
    (
        *("contradicted by courier", "couriers", {}),
        *(_keyed("groups"), sql.couriers("carrier_id")),
    ),
    ("contradicted in what", "couriers", {}, _keyed("kinds"), sql.COURIER_KINDS),
    (
        *("two witnesses", "witness", {}),
        lambda d: {key: d[key] for key in ("system", "customer", "disagreement")},
        sql.WITNESS,
    ),
    (
        *("word against word", "witness", {}),
        _values("orders", "both", "only_system", "only_customer", "neither"),
        sql.CELLS,
    ),
    ("components", "witness", {}, _components, sql.COMPONENTS),
    ("words", "words", {}, _values("total", "waiting", "without"), sql.WORDS),
    ("themes", "words", {}, _keyed("themes"), sql.THEMES),
    ("payment by satisfaction", "payment", {}, _bands, sql.BANDS),
    (
        *("going together", "payment", {}),
        lambda d: {d["correlation"]["n"]: d["correlation"]},
        "SELECT n AS key, n, value FROM (" + sql.CORRELATION + ") c",
    ),
)
# the parts that marketing sees, of what sells alone
OF_MARKETING = tuple(
    figure
    for figure in FIGURES
    if figure[1] in ("satisfaction", "operations", "words")
    and "agent" not in figure[0]
    and figure[0] != "ratios of calling"
)


@tagged("post_install", "-at_install")
class TestFiguresSql(FiguresOpen, FiguresSqlCommon):
    """Every figure of every dashboard and of the workbook against a statement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # days from due date to payment, None: open; two of them in the other company
        with freeze_time("2026-01-05 09:00:00"):
            bills = [cls._bill(cls.buyers[n % 8]) for n in range(11)]
        for n, bill in enumerate(bills):
            if n % 5:
                cls._pay(bill, payment_date=DUE + timedelta(days=2 * n - 4))
        cls._sql(
            "UPDATE account_move SET company_id = %s WHERE id = ANY(%s)",
            *(cls.away.id, [bills[3].id, bills[5].id]),
        )

    @classmethod
    def _bill(cls, buyer):
        line = {"name": "x", "price_unit": 100.0, "tax_ids": []}
        bill = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": buyer.id,
                "invoice_date": "2026-01-05",
                "invoice_payment_term_id": False,
                "invoice_date_due": DUE,
                "invoice_line_ids": [(0, 0, line)],
            }
        )
        bill.action_post()
        return bill

    # ------------------------------------------------------------- asking
    def _ask(self, part, options, user=None, company=None):
        companies = company or self.company | self.away
        insight = self.env["o2c.quality.insight"].with_user(user or self.leader)
        insight = insight.with_context(allowed_company_ids=companies.ids)
        with freeze_time(TODAY):
            return insight.dashboard(part, {"months": 3, **options})

    def _stated(self, statement, kinds=ALL, company=None):
        """``{key: row}`` of a statement; keys as the screen has them."""
        companies = company or self.company | self.away
        self.env.flush_all()
        self.env.cr.execute(
            statement.replace("%%", "%"),
            {
                "companies": companies.ids,
                "company": companies[:1].id,
                "home": self.company.id,
                "kinds": list(kinds),
            },
        )
        rows = self.env.cr.dictfetchall()
        return {_key(row.pop("key")): row for row in rows}

    def assertStated(self, found, stated):
        self.assertEqual(set(found), set(stated))
        for key, row in stated.items():
            for column, value in row.items():
                if value is None or column in ("spent", "called_amount"):
                    continue
                with self.subTest(key=key, column=column):
                    self.assertAlmostEqual(found[key][column], float(value), places=6)

    # ------------------------------------------------------------- the figures
    def test_every_figure(self):
        for what, part, options, read, statement in FIGURES:
            with self.subTest(what):
                stated = self._stated(statement)
                self.assertTrue(stated)
                self.assertStated(read(self._ask(part, options)), stated)

    def test_every_figure_of_one_company(self):
        away = self.away
        for what, part, options, read, statement in FIGURES:
            with self.subTest(what):
                data = self._ask(part, {**options, "company": away.id})
                self.assertStated(read(data), self._stated(statement, company=away))

    def test_what_marketing_sees(self):
        for what, part, options, read, statement in OF_MARKETING:
            with self.subTest(what):
                data = self._ask(part, options, user=self.marketer)
                self.assertStated(read(data), self._stated(statement, SELLING))

    def test_the_data_hold_what_is_easily_counted_wrong(self):
        marks = self.answers.filtered(lambda a: a.role == "nps" and a.text == "0")
        self.assertTrue(marks.filtered(lambda a: a.call_id.finished_at))
        self.assertTrue(self.calls.filtered("by_link"))
        self.assertEqual(self.calls.company_id, self.company | self.away)
        sold = self.orders.filtered(lambda o: o.o2c_call_id and o.state == "sale")
        self.assertTrue(sold.o2c_call_id.filtered(lambda c: not c.sells))
        tiles = {
            company: {t["key"]: t["n"] for t in self._ask(*part)["tiles"]}
            for company in (self.company, self.away)
            for part in [("satisfaction", {"company": company.id})]
        }
        self.assertTrue(all(tiles[k]["nps"] for k in tiles))

    # ------------------------------------------------------------- the workbook
    def _book(self):
        insight = self.env["o2c.quality.insight"].with_user(self.leader)
        insight = insight.with_context(
            allowed_company_ids=(self.company | self.away).ids
        )
        with freeze_time(TODAY):
            action = insight.workbook({"months": 3})
        file = self.env["o2c.quality.insight.file"].browse(
            int(action["url"].split("/")[4])
        )
        book = load_workbook(io.BytesIO(base64.b64decode(file.data)), data_only=True)
        return {sheet.title: [list(row) for row in sheet.values] for sheet in book}

    def _record_names(self, model, stated):
        names = {
            r.id: r.display_name for r in self.env[model].browse(filter(None, stated))
        }
        return {names.get(key, "None"): row for key, row in stated.items()}

    def _point(self, row, name="value"):
        return row[name] if row["enough"] else None

    def assertSheet(self, rows, stated, columns, total=False):
        """The rows of a sheet, by their first cell, are those that were stated."""
        head, *lines = rows
        lines = [line for line in lines if not (total and line[0] == "Total")]
        found = {line[0]: line[-columns:] for line in lines}
        self.assertEqual(len(found), len(lines))
        self.assertEqual(set(found), set(stated), head)
        for key, expected in stated.items():
            self.assertEqual(len(found[key]), len(expected))
            for shown, value in zip(found[key], expected, strict=True):
                with self.subTest(sheet=head[0], key=key):
                    if value is None:
                        self.assertIn(shown, (None, ""))
                    elif value is not Ellipsis:
                        self.assertAlmostEqual(shown, float(value), places=6)

    def test_the_workbook(self):
        book = self._book()
        measures = {
            tile["key"]: tile["name"] for tile in self._ask("satisfaction", {})["tiles"]
        }
        stated = self._stated(sql.scores("role"))
        self.assertSheet(
            book["Scores"],
            {measures[key]: self._score(row) for key, row in stated.items()},
            4,
        )
        couriers = self._stated(sql.couriers("carrier_id"))
        self.assertSheet(
            book["Couriers"],
            {
                key: [r["n"], r["part"], self._point(r), r["low"], r["high"]]
                for key, r in self._record_names("delivery.carrier", couriers).items()
            },
            5,
            total=True,
        )
        themes = self._record_names("o2c.theme", self._stated(sql.THEMES))
        self.assertSheet(
            book["Themes"],
            {
                key: [
                    r["count"],
                    self._point(r, "percent"),
                    r["low"],
                    r["high"],
                    r["level"],
                ]
                for key, r in themes.items()
            },
            5,
        )

    def _score(self, row):
        low, high = (... if row[end] is None else row[end] for end in ("low", "high"))
        return [row["n"], self._point(row), low, high]

    def test_the_workbook_by_everything(self):
        book = self._book()
        for by, name, model in (
            ("courier", "By Courier", "delivery.carrier"),
            ("agent", "By Agent", "res.users"),
            ("campaign", "By Campaign", "o2c.campaign"),
        ):
            head, *lines = book[name]
            mine = [head, *(line for line in lines if line[1] == "NPS")]
            stated = self._record_names(model, self._stated(sql.scores_by(by, "nps")))
            self.assertSheet(mine, {k: self._score(r) for k, r in stated.items()}, 4)

    def test_the_workbook_of_calling(self):
        stated = self._stated(sql.calling("campaign_id"))
        rates = {
            "contact_rate": ("contacts", "dials"),
            "right_rate": ("right", "contacts"),
            "kept_rate": ("kept", "promises"),
            "conversion": ("sold", "called"),
        }
        order = (
            *("dials", "contacts", "contact_rate", "right", "right_rate", "results"),
            *("handling", "median", "per_hour", "promises", "kept", "kept_rate"),
            *("called", "sold", "conversion"),
        )
        expected = {}
        for name, row in self._record_names("o2c.campaign", stated).items():
            cells = []
            for key in order:
                known = key not in rates or row[rates[key][1]] >= 30
                cells.append(row[key] if known else None)
                if key in rates:
                    cells += [... if row[rates[key][1]] else None] * 2
            expected[name] = cells
        self.assertSheet(self._book()["Calling"], expected, 23, total=True)

    # ------------------------------------------------------------- telesales
    def _telesales(self, company, by):
        insight = self.env["o2c.telesales.insight"].with_user(self.leader)
        insight = insight.with_context(allowed_company_ids=company.ids)
        with freeze_time(TODAY):
            return insight.dashboard(3, by)

    def test_telesales(self):
        for company in (self.company, self.away):
            for by, key in TELESALES.items():
                with self.subTest(company=company.name, by=by):
                    data = self._telesales(company, by)
                    stated = self._stated(sql.telesales(key), company=company)
                    self.assertTrue(stated)
                    self.assertStated(_keyed("groups")(data), stated)
                    self.assertEqual(data["currency"], company.currency_id.id)
                    whole = self._stated(sql.telesales("1"), company=company)
                    self.assertStated({1: data["total"]}, whole)


def _key(value):
    """A key of a statement as the screen has it."""
    if isinstance(value, date):
        return str(value)
    return False if value is None else value
