"""Orders that come in: each row alone, each external id once."""

import logging

from psycopg2 import IntegrityError, OperationalError

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError

from ..domain import interface as rules
from ..domain.interface import Code, Issue
from .interface_lookup import Lookup

_logger = logging.getLogger(__name__)
ONCE = "sale_order_o2c_external_once"


class Refused(Exception):
    """A row is refused; ``args[0]``: its issues."""


class O2cInterface(models.Model):
    _name = "o2c.interface"
    _inherit = "o2c.interface"

    def _take_in(self, pairs, *, source, subject):
        """Take orders in; the ones that are wrong do not stop the others.

        :param pairs: a list of (numbers of its rows as text, raw order)
        :return: the ``o2c.interface.message`` with a row for each order
        """
        keys = [_external_id(raw) for _numbers, raw in pairs]
        read = _read(pairs, keys)
        known = self._known_orders(keys)
        lookup = Lookup(self, [order for order, _issues in read if order])
        message = self.env["o2c.interface.message"].create(
            {
                "interface_id": self.id,
                "direction": "in",
                "source": source,
                "subject": subject,
            }
        )
        rows = []
        for (numbers, raw), (order, issues), key in zip(pairs, read, keys, strict=True):
            if order:
                vals = self._take_row(order, known, lookup)
            else:
                vals = _error(issues)
            vals |= {"message_id": message.id, "numbers": numbers, "external_id": key}
            if vals["outcome"] == "error":
                vals["raw"] = raw
            rows.append(vals)
        self.env["o2c.interface.row"].create(rows)
        failed = sum(vals["outcome"] == "error" for vals in rows)
        message.write({"row_count": len(rows), "failed_count": failed})
        return message

    def _known_orders(self, keys):
        """{external id: its order} of those that came before."""
        orders = self.env["sale.order"].search(
            [("o2c_interface_id", "=", self.id), ("o2c_external_id", "in", keys)]
        )
        return {order.o2c_external_id: order for order in orders}

    def _take_row(self, order, known, lookup):
        """Take one order in; the values of its row."""
        digest = rules.fingerprint(order)
        if before := known.get(order.external_id):
            if before.o2c_external_digest == digest:
                return {"outcome": "unchanged", "order_id": before.id}
            return _error([Issue("external_id", Code.CONFLICT, order.external_id)])
        try:
            with self.env.cr.savepoint():
                made = self._make_order(order, digest, lookup)
        except Refused as refused:
            return _error(refused.args[0])
        except UserError as error:
            return _error([Issue("order", Code.REFUSED, str(error))])
        except (IntegrityError, OperationalError) as error:
            if getattr(error.diag, "constraint_name", None) == ONCE:
                # the same order came in at the same time: it is there on looking again
                raise ConcurrencyError(ONCE) from error
            raise
        except Exception:
            _logger.exception("Order %s of %s", order.external_id, self.name)
            text = self.env._("An error occurred here; we have been told of it.")
            return _error([Issue("order", Code.REFUSED, text)])
        return {"outcome": "created", "order_id": made.id}

    def _make_order(self, order, digest, lookup):
        """Create, check and confirm one order.

        :raise Refused: something it names is not known here
        """
        customer, issues = lookup.customer(order.customer)
        medium, more = lookup.medium(order.channel)
        issues = [*issues, *more]
        lines = []
        for number, line in enumerate(order.lines, 1):
            product, more = lookup.product(line.product, number)
            issues += more
            lines.append(self._prepare_line_vals(line, product))
        if issues:
            raise Refused(issues)
        made = self.env["sale.order"].create(
            {
                **self._prepare_order_vals(order, digest),
                "partner_id": customer.id,
                "medium_id": medium.id,
                "order_line": [(0, 0, vals) for vals in lines],
            }
        )
        if order.currency and made.currency_id.name != order.currency:
            currency = made.currency_id.name
            raise Refused([Issue("currency", Code.WRONG_CURRENCY, currency)])
        if self.confirms:
            made.action_confirm()
        self.env.flush_all()
        lookup.remember(order.customer, customer)
        return made

    def _prepare_order_vals(self, order, digest):
        vals = {
            "company_id": self.company_id.id,
            "o2c_interface_id": self.id,
            "o2c_external_id": order.external_id,
            "o2c_external_digest": digest,
            "origin": self.name,
            "client_order_ref": order.reference or order.external_id,
            "commitment_date": order.delivery_date,
        }
        if order.note:
            vals["note"] = order.note
        if self.team_id:
            vals["team_id"] = self.team_id.id
        if self.agent_id:
            vals["o2c_agent_id"] = self.agent_id.id
        return vals

    def _prepare_line_vals(self, line, product):
        vals = {"product_id": product.id, "product_uom_qty": float(line.quantity)}
        if line.price is not None:
            vals["price_unit"] = float(line.price)
            vals["discount"] = float(line.discount)
        elif line.discount:
            vals["discount"] = float(line.discount)
        if line.text:
            vals["name"] = line.text
        return vals


def _read(pairs, keys):
    """[(order or None, issues)]; an order that stands there twice counts once."""
    read = [rules.read_order(raw) for _numbers, raw in pairs]
    return [
        (None, (Issue("external_id", Code.DOUBLE, key),)) if double else found
        for found, key, double in zip(read, keys, rules.doubles(keys), strict=True)
    ]


def _error(issues):
    told = [[issue.field, issue.code.value, issue.value] for issue in issues]
    return {"outcome": "error", "issues": told}


def _external_id(raw):
    """The external id of raw data, as far as there is one."""
    value = raw.get("external_id") if isinstance(raw, dict) else None
    usable = isinstance(value, (str, int)) and not isinstance(value, bool)
    return str(value).strip()[:120] if usable else ""
