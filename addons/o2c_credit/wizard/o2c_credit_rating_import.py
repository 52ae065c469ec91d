import base64
import csv
import io
from datetime import date

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "o2c_credit.group_credit_manager"
COLUMNS = ("customer", "agency", "rating", "scale", "date", "expires")
MOST_ERRORS = 20


class O2cCreditRatingImport(models.TransientModel):
    """Ratings of an agency from a CSV file: the whole file or nothing of it."""

    _name = "o2c.credit.rating.import"
    _description = "Import ratings"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    file = fields.Binary(required=True)
    file_name = fields.Char()
    errors = fields.Text(readonly=True)
    done = fields.Integer("Imported", readonly=True)

    def action_import(self):
        """Read the file; with errors show them and write nothing."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only credit managers import ratings."))
        rows, errors = self._rows()
        self.errors = "\n".join(errors[:MOST_ERRORS])
        self.done = 0
        if not errors:
            self.done = self._write_ratings(rows)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import ratings"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _rows(self):
        """(values of the ratings, errors with their line)."""
        try:
            text = base64.b64decode(self.file).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UserError(self.env._("The file is not text in UTF-8.")) from error
        delimiter = ";" if ";" in text.partition("\n")[0] else ","
        reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        missing = set(COLUMNS) - {"expires"} - set(reader.fieldnames or ())
        if missing:
            return [], [
                self.env._("Columns are missing: %s", ", ".join(sorted(missing)))
            ]
        rows, errors = [], []
        for line, row in enumerate(reader, 2):
            vals, error = self._read_row(row)
            if error:
                errors.append(
                    self.env._("Line %(line)s: %(error)s", line=line, error=error)
                )
            else:
                rows.append(vals)
        return rows, errors

    def _read_row(self, row):
        """(values, None), or (None, what is wrong)."""
        partner = self._customer((row["customer"] or "").strip())
        if len(partner) != 1:
            return None, self.env._(
                "customer: %(count)s found for “%(text)s”",
                count=len(partner),
                text=row["customer"],
            )
        try:
            scale = int(row["scale"])
            day = date.fromisoformat(row["date"])
            end = date.fromisoformat(row["expires"]) if row.get("expires") else False
        except (TypeError, ValueError) as error:
            return None, self.env._("scale, date or expires: %s", error)
        if not 0 <= scale <= 100:
            return None, self.env._("scale: %s is not within 0 and 100", scale)
        if end and end <= day:
            return None, self.env._("expires: it is not after the date")
        if not (row["agency"] and row["rating"]):
            return None, self.env._("agency or rating is empty")
        return {
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "agency": row["agency"].strip(),
            "value": row["rating"].strip(),
            "scale": scale,
            "date": day,
            "expires": end,
        }, None

    def _customer(self, text):
        """The customers with this reference, VAT number or name."""
        partners = self.env["res.partner"]
        for field in ("ref", "vat", "name"):
            if text and not partners:
                found = partners.search([(field, "=", text)])
                partners = found.commercial_partner_id
        return partners

    def _write_ratings(self, rows):
        """Write what is new; the same file again changes nothing. Returns how many."""
        Rating = self.env["o2c.credit.rating"]
        done = 0
        for vals in rows:
            domain = [
                (name, "=", vals[name])
                for name in ("partner_id", "company_id", "agency", "date")
            ]
            known = Rating.search(domain, limit=1)
            if known:
                known.write(vals)
            else:
                Rating.create(vals)
                done += 1
        return done
