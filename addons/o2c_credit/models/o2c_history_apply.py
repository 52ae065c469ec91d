"""The import itself: the whole file or nothing, in one transaction, set by set."""

from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL, mute_logger

from .. import explain
from ..domain import history_columns

COLUMNS = {
    "company_id": "int",
    "external_id": "text",
    "number": "text",
    "partner_id": "int",
    "currency_id": "int",
    "amount_currency": "numeric",
    "amount": "numeric",
    "open_amount": "numeric",
    "invoice_date": "date",
    "due_date": "date",
    "settled_date": "date",
    "disputed": "bool",
    "dunning_step": "int",
    "counts": "bool",
}
KEY = ("company_id", "external_id")
# what a later file may change
VALUES = [name for name in COLUMNS if name not in KEY]
# what an undo brings back
KEPT = [*VALUES, "last_import_id", "settled_by_id", "before"]


def _list(names, prefix=""):
    return SQL(", ").join(SQL(f"{prefix}{name}") for name in names)


class O2cHistoryImport(models.Model):
    _name = "o2c.history.import"
    _inherit = "o2c.history.import"

    def apply(self, settings):
        """Import the file: all of it, or nothing when anything is wrong.

        The same file again changes nothing; a later one changes what is different.

        :return: dict of how many items are new, changed and unchanged
        :raise UserError: there are errors, or something is still to be chosen
        """
        self.ensure_one()
        self._check_right()
        done = self.sudo()  # the right was asked; only code writes
        done._lock("ready")
        reading = done._read(settings)
        done._refuse_errors(reading)
        chosen = done._settings(settings, reading.choices.columns)
        items, made = done._with_customers(reading.resolution, chosen)
        changed, counts = done._write_items(items, chosen)
        done._remember(reading, settings, chosen)
        done.write(done._prepare_result(items, counts, len(made), chosen))
        done._after_apply(items, changed)
        return {**counts, "customers": len(made)}

    def _refuse_errors(self, reading):
        if isinstance(reading, dict):
            raise UserError(reading["text"])
        errors = sum(finding.is_error for finding in reading.findings)
        if errors:
            raise UserError(explain.history.refused(self.env, errors))
        for name in reading.choices.unsure:
            raise UserError(explain.history.unsure(self.env, name))

    def _prepare_result(self, items, counts, customers, chosen):
        return {
            "state": "done",
            "source": chosen.source,
            "done_at": fields.Datetime.now(),
            "done_by_id": self.env.uid,
            "row_count": len(items),
            "new_count": counts["new"],
            "changed_count": counts["changed"],
            "same_count": counts["same"],
            "customer_count": customers,
            # in the currency of this company; other companies have their own
            "amount": float(sum(i.amount for i in items if self._is_own(i))),
            "open_amount": float(sum(i.open_amount for i in items if self._is_own(i))),
        }

    def _is_own(self, item):
        return item.company == self.company_id

    # ------------------------------------------------------------- customers
    def _with_customers(self, resolution, chosen):
        """The items with the customers that had to be made, and these customers."""
        named = resolution.created
        vals_list = [self._prepare_customer_vals(row) for row in named.values()]
        partners = self.env["res.partner"].with_context(
            # hundreds of them: one line of their history says enough
            mail_create_nosubscribe=True,
            mail_create_nolog=True,
            tracking_disable=True,
        )
        made = partners.create(vals_list)
        made_by_key = dict(zip(named, made, strict=True))
        items = [
            item._replace(partner=item.partner or made_by_key[item.row.customer])
            for item in resolution.items
        ]
        self._remember_customers(items, chosen)
        return items, made

    def _prepare_customer_vals(self, row):
        return {
            "name": row.customer_name or row.customer,
            "ref": row.customer,
            "is_company": True,
            "customer_rank": 1,
            "company_id": False,
            **({"vat": row.vat} if row.vat else {}),
        }

    def _remember_customers(self, items, chosen):
        """Keep who is behind each number, so that nobody is made twice."""
        known = self.env["o2c.history.customer"]
        partners = {item.row.customer: item.partner.id for item in items}
        domain = [
            ("company_id", "=", self.company_id.id),
            ("source", "=", chosen.source),
        ]
        kept = set(known.search(domain).mapped("external_key"))
        vals_list = [
            {
                "company_id": self.company_id.id,
                "source": chosen.source,
                "external_key": key,
                "partner_id": partner_id,
            }
            for key, partner_id in partners.items()
            if key not in kept
        ]
        try:
            with mute_logger("odoo.sql_db"):
                known.create(vals_list)
                known.flush_model()
        except UniqueViolation as error:
            # another import made the same customers meanwhile: begin anew
            raise ConcurrencyError("customers imported at the same time") from error

    # ------------------------------------------------------------- items
    def _forecast(self, items, settings):
        """How many items would be new, changed and unchanged."""
        counts = bool(settings.get("counts", True))
        source = str(settings.get("source") or self._default_source()).strip()[:60]
        self.env["o2c.history.item"].flush_model()
        query = SQL(
            "WITH incoming AS (%s) SELECT count(*) FILTER (WHERE h.id IS NULL),"
            " count(*) FILTER (WHERE h.id IS NOT NULL AND (%s) IS DISTINCT FROM (%s)),"
            " count(*) FROM incoming i LEFT JOIN o2c_history_item h"
            " ON h.company_id = i.company_id AND h.external_id = i.external_id"
            " AND h.source = %s",
            self._incoming(items, counts),
            _list(VALUES, "h."),
            _list(VALUES, "i."),
            source,
        )
        new, changed, everything = self.env.execute_query(query)[0]
        return {"new": new, "changed": changed, "same": everything - new - changed}

    def _write_items(self, items, chosen):
        """Write what is new or different.

        :return: (customers of changed items, counts)
        """
        model = self.env["o2c.history.item"]
        self.env.flush_all()
        rows = self.env.execute_query(self._upsert(items, chosen))
        model.invalidate_model()
        new = sum(is_new for is_new, _partner in rows)
        changed = {partner for is_new, partner in rows if not is_new}
        counts = {
            "new": new,
            "changed": len(rows) - new,
            "same": len(items) - len(rows),
        }
        return self.env["res.partner"].browse(sorted(changed)), counts

    def _upsert(self, items, chosen):
        before = SQL(", ").join(SQL(f"'{name}', h.{name}") for name in KEPT)
        values = SQL(", ").join(SQL(f"{name} = EXCLUDED.{name}") for name in VALUES)
        return SQL(
            "WITH incoming AS (%(incoming)s)"
            " INSERT INTO o2c_history_item AS h (%(names)s, source, import_id,"
            " last_import_id, create_uid, create_date, write_uid, write_date)"
            " SELECT %(names)s, %(source)s, %(id)s, %(id)s, %(uid)s, %(now)s, %(uid)s,"
            " %(now)s FROM incoming ORDER BY company_id, external_id"
            " ON CONFLICT (company_id, source, external_id) DO UPDATE"
            " SET before = jsonb_build_object(%(before)s), %(values)s,"
            " settled_by_id = NULL, last_import_id = EXCLUDED.last_import_id,"
            " write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date"
            " WHERE (%(old)s) IS DISTINCT FROM (%(new)s)"
            " RETURNING xmax = 0, partner_id",
            incoming=self._incoming(items, chosen.counts),
            names=_list(COLUMNS),
            source=chosen.source,
            id=self.id,
            uid=self.env.uid,
            now=fields.Datetime.now(),
            before=before,
            values=values,
            old=_list(VALUES, "h."),
            new=_list(VALUES, "EXCLUDED."),
        )

    def _incoming(self, items, counts):
        """The items as a SELECT."""
        rows = [_prepare_values(item, counts) for item in items]
        columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
        arrays = SQL(", ").join(
            SQL(f"%s::{kind}[]", list(values))
            for kind, values in zip(COLUMNS.values(), columns, strict=True)
        )
        return SQL("SELECT * FROM unnest(%s) AS t(%s)", arrays, _list(COLUMNS))

    def _revert(self):
        """Delete what this import made, bring back what it changed.

        :return: the customers concerned
        """
        self.env.flush_all()
        customers = self.env.execute_query(
            SQL(
                "DELETE FROM o2c_history_item WHERE import_id = %s"
                " AND last_import_id = %s RETURNING partner_id",
                self.id,
                self.id,
            )
        )
        values = SQL(", ").join(SQL(f"{name} = old.{name}") for name in KEPT)
        customers += self.env.execute_query(
            SQL(
                "UPDATE o2c_history_item h SET %s FROM o2c_history_item changed"
                " CROSS JOIN LATERAL jsonb_populate_record("
                " NULL::o2c_history_item, changed.before) AS old"
                " WHERE h.id = changed.id AND changed.last_import_id = %s"
                " RETURNING h.partner_id",
                values,
                self.id,
            )
        )
        self.env["o2c.history.item"].invalidate_model()
        return self.env["res.partner"].browse(sorted({row[0] for row in customers}))

    # ------------------------------------------------------------- afterwards
    def _remember(self, reading, settings, chosen):
        """Keep how the file was read for the next one with the same columns."""
        mapping = self._mapping(reading.sheet)
        kept = ("columns", "encoding", "delimiter", "currency_id", "companies", "rates")
        vals = {
            "settings": {
                **{name: settings.get(name) for name in kept},
                "date_order": reading.choices.order.value,
                "decimal": reading.choices.decimal,
                "source": chosen.source,
                "counts": chosen.counts,
                "create_customers": chosen.create_customers,
            },
            "used_at": fields.Datetime.now(),
        }
        if mapping:
            mapping.write(vals)
        else:
            signature = history_columns.signature(reading.sheet.headers)
            key = {"company_id": self.company_id.id, "signature": signature}
            mapping = mapping.create({**vals, **key, "name": self.name})
        self.mapping_id = mapping

    def _after_apply(self, items, changed):
        """Every customer gets a credit account; what waits is looked at again."""
        self._make_accounts({(item.partner, item.company) for item in items})
        self.env["o2c.credit.account"]._enqueue(changed)

    def _make_accounts(self, pairs):
        """The credit accounts that are not there yet, all at once."""
        accounts = self.env["o2c.credit.account"].with_context(mail_create_nolog=True)
        known = accounts._by_key(pairs)
        vals_list = [
            {
                "partner_id": partner.id,
                "company_id": company.id,
                **accounts._prepare_limit_vals(partner, company),
            }
            for partner, company in sorted(pairs - known.keys(), key=_ids)
        ]
        try:
            with mute_logger("odoo.sql_db"):
                accounts.create(vals_list)
                accounts.flush_model()
        except UniqueViolation as error:
            # somebody sold to one of them meanwhile: begin anew
            raise ConcurrencyError("credit account made at the same time") from error


def _ids(pair):
    return tuple(record.id for record in pair)


def _prepare_values(item, counts):
    row = item.row
    return (
        item.company.id,
        row.external_id,
        row.number,
        item.partner.id if item.partner else None,
        item.currency.id,
        row.amount,
        item.amount,
        item.open_amount,
        row.invoice_date,
        row.due_date,
        row.settled_date,
        row.disputed,
        row.step,
        counts,
    )
