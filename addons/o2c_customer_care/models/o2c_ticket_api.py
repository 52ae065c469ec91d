import base64
import binascii

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from .. import explain
from ..domain.files import Limits, sort_out
from ..domain.sender import LONGEST_TEXT
from .o2c_ticket import KINDS, PRIORITIES, REMEDIES

TEXTS = {"subject": 200, "text": LONGEST_TEXT, "source": 60, "external_id": 120}
CHOICES = {"kind": KINDS, "priority": PRIORITIES, "remedy": REMEDIES}
KNOWN = frozenset(
    {*TEXTS, *CHOICES, "customer", "order", "invoice", "team", "files", "channel"}
)
CHANNELS = ("web", "chat", "phone", "email", "sms", "letter", "fax", "visit", "portal")


class O2cTicket(models.Model):
    """Tickets that another system opens; see docs/interface.md."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    @api.model
    def api_open(self, vals):
        """Open a ticket for another system, once for each of its numbers.

        :param dict vals: ``source`` and ``external_id`` name it there; ``customer`` is
            ``{"ref"}``, ``{"email"}`` or ``{"vat"}``; ``subject`` is needed; ``text``,
            ``kind``, ``priority``, ``remedy``, ``channel``, ``order``, ``invoice``,
            ``team`` (by name) and ``files`` (``{"name", "content"}`` in base64) may
            be given
        :return: ``{"id", "ticket", "stage", "created", "url"}``
        :raise UserError: something is missing, unknown or not the customer's
        """
        self.check_access("create")
        values = self._api_read(vals)
        company = self.env.company
        known = self._api_known(values, company)
        if known:
            return known._api_brief(created=False)
        files = self._api_files(values.get("files") or [])
        ticket = self._api_create(self._api_vals(values, company))
        ticket._keep_files(files)
        return ticket._api_brief(created=True)

    def _api_brief(self, created):
        return {
            "id": self.id,
            "ticket": self.number,
            "stage": self.stage,
            "created": created,
            "url": self.get_base_url() + f"/odoo/o2c-tickets/{self.id}",
        }

    # ------------------------------------------------------------- reading
    def _api_read(self, vals):
        if not isinstance(vals, dict):
            raise UserError(explain.api.no_object(self.env))
        unknown = sorted(set(map(str, vals)) - KNOWN)
        if unknown:
            raise UserError(explain.api.unknown(self.env, unknown))
        values = dict(vals)
        for name, longest in TEXTS.items():
            values[name] = str(vals.get(name) or "").strip()[:longest]
        missing = [n for n in ("source", "external_id", "subject") if not values[n]]
        if missing or not isinstance(vals.get("customer"), dict):
            raise UserError(explain.api.missing(self.env, [*missing, "customer"]))
        for name, pairs in CHOICES.items():
            if vals.get(name) and vals[name] not in dict(pairs):
                raise UserError(explain.api.bad_choice(self.env, name, dict(pairs)))
        if vals.get("channel", CHANNELS[0]) not in CHANNELS:
            raise UserError(explain.api.bad_choice(self.env, "channel", CHANNELS))
        return values

    def _api_known(self, values, company):
        return self.search(
            [
                ("company_id", "=", company.id),
                ("external_source", "=", values["source"]),
                ("external_id", "=", values["external_id"]),
            ]
        )

    def _api_vals(self, values, company):
        person = self._api_customer(values["customer"], company)
        vals = {
            "name": " ".join(values["subject"].split()),
            "description": values["text"],
            "company_id": company.id,
            "partner_id": person.id,
            "channel": values.get("channel") or CHANNELS[0],
            "email_from": person.email,
            "external_source": values["source"],
            "external_id": values["external_id"],
        }
        vals.update({n: values[n] for n in CHOICES if values.get(n)})
        customer = person.commercial_partner_id
        sold = [("move_type", "in", ("out_invoice", "out_refund"))]
        for name, model, extra in (
            ("order", "sale.order", []),
            ("invoice", "account.move", sold),
        ):
            if values.get(name):
                number = str(values[name])
                found = self._api_document(model, number, customer, company, extra)
                vals[f"{name}_id"] = found.id
        if values.get("team"):
            vals["team_id"] = self._api_team(str(values["team"]), company).id
        return vals

    def _api_customer(self, customer, company):
        """The one partner that the caller may read and means."""
        keys = {"ref": "ref", "email": "email_normalized", "vat": "vat"}
        named = {keys[n]: str(v).strip() for n, v in customer.items() if n in keys}
        named = {name: value for name, value in named.items() if value}
        if not named:
            raise UserError(explain.api.missing(self.env, ["customer"]))
        domain = Domain("company_id", "in", (False, company.id))
        for name, value in named.items():
            exact = value.lower() if name == "email_normalized" else value
            domain &= Domain(name, "=", exact)
        found = self.env["res.partner"].search(domain, limit=20)
        if len(found.commercial_partner_id) != 1:
            raise UserError(explain.api.not_one_customer(self.env, named, len(found)))
        customer = found.commercial_partner_id
        return customer if customer in found else found[:1]

    def _api_document(self, model, number, customer, company, extra):
        documents = self.env[model].search(
            [
                ("name", "=", number),
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("company_id", "=", company.id),
                *extra,
            ]
        )
        if len(documents) != 1:
            raise UserError(explain.api.not_his(self.env, number))
        return documents

    def _api_team(self, name, company):
        teams = self.env["o2c.ticket.team"]
        team = teams.search([("name", "=", name), ("company_id", "=", company.id)])
        if len(team) != 1:
            raise UserError(explain.api.no_team(self.env, name))
        return team

    # ------------------------------------------------------------- writing
    def _api_create(self, vals):
        """The ticket; of two calls at once the later one is tried again."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                # the right to open tickets was checked; how it came in is written
                # by the system only
                ticket = self.sudo().create(vals)
                ticket.flush_recordset()
        except UniqueViolation as error:
            raise ConcurrencyError("ticket handed in at the same time") from error
        return ticket.with_env(self.env)

    def _api_files(self, files):
        try:
            read = [
                (str(f["name"]), base64.b64decode(f["content"], validate=True))
                for f in files
            ]
        except (KeyError, TypeError, binascii.Error) as error:
            raise UserError(explain.api.bad_files(self.env)) from error
        kept = sort_out([(name, len(data)) for name, data in read], Limits())
        if len(kept) < len(read):
            raise UserError(explain.api.bad_files(self.env))
        return read

    # ------------------------------------------------------------- files
    def _keep_files(self, files):
        self._files_on(self, files)

    @api.model
    def _files_on(self, record, files):
        """Keep accepted (name, bytes) pairs as files of ``record``."""
        # who sends them may not read other files
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": name[:200],
                    "raw": data,
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for name, data in files
            ]
        )
