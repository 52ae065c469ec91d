from odoo import api, fields, models
from odoo.tools import SQL

from ..domain import warranty as rules
from .timeline_rows import local_day


class O2cWarranty(models.Model):
    """What was delivered is covered from that day to the end date."""

    _name = "o2c.warranty"
    _description = "Warranty"
    _order = "date_end desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["lot_id.name", "order_id.name", "product_id.name"]

    company_id = fields.Many2one("res.company", required=True, index=True)
    order_id = fields.Many2one(
        "sale.order", "Sales order", required=True, index=True, ondelete="restrict"
    )
    order_line_id = fields.Many2one(
        "sale.order.line", "Order line", required=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="restrict"
    )
    lot_id = fields.Many2one(
        "stock.lot", "Serial number", index="btree_not_null", ondelete="restrict"
    )
    picking_id = fields.Many2one(
        "stock.picking", "Delivery", index="btree_not_null", ondelete="restrict"
    )
    move_line_id = fields.Many2one("stock.move.line", required=True, ondelete="cascade")
    quantity = fields.Float(required=True, digits="Product Unit")
    returned = fields.Float("Came back", digits="Product Unit")
    months = fields.Integer(required=True)
    date_start = fields.Date("Delivered on", required=True)
    date_end = fields.Date("Covered until", required=True, index=True)
    state = fields.Selection(
        [("covered", "Covered"), ("expired", "Expired"), ("returned", "Returned")],
        compute="_compute_state",
        search="_search_state",
    )

    _once = models.UniqueIndex(
        "(move_line_id)", "This delivery has its warranty already."
    )

    @api.depends("product_id", "lot_id")
    def _compute_display_name(self):
        for warranty in self:
            names = (warranty.product_id.display_name, warranty.lot_id.name)
            warranty.display_name = ", ".join(filter(None, names))

    @api.depends("date_start", "date_end", "returned", "quantity")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for warranty in self:
            if warranty.returned >= warranty.quantity:
                warranty.state = "returned"
                continue
            covered = rules.covered(
                warranty.date_start,
                max(warranty.date_end, warranty.date_start),
                max(today, warranty.date_start),
                warranty.returned,
                warranty.quantity,
            )
            warranty.state = "covered" if covered else "expired"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        gone = fields.Domain.custom(
            to_sql=lambda model, alias, query: model._gone_sql(alias, query)
        )
        domains = {
            "returned": gone,
            "covered": ~gone & fields.Domain("date_end", ">=", today),
            "expired": ~gone & fields.Domain("date_end", "<", today),
        }
        return fields.Domain.OR(domains[key] for key in value if key in domains)

    def _gone_sql(self, alias, query):
        returned = self._field_to_sql(alias, "returned", query)
        quantity = self._field_to_sql(alias, "quantity", query)
        return SQL("(%s >= %s)", returned, quantity)

    # ------------------------------------------------------------- from deliveries
    @api.model
    def _begin(self, moves):
        """Record the warranty of what these done moves brought to customers, once."""
        lines = moves.filtered(
            lambda m: m.sale_line_id and m.product_id.o2c_warranty_months
        ).move_line_ids.filtered(lambda x: x.quantity > 0)
        if not lines:
            return self.browse()
        Warranty = self.sudo()  # the warehouse delivers, it writes no warranties
        known = Warranty.search([("move_line_id", "in", lines.ids)]).move_line_id
        return Warranty.create(
            [self._prepare_vals(line) for line in lines if line not in known]
        )

    @api.model
    def _prepare_vals(self, line):
        move, order = line.move_id, line.move_id.sale_line_id.order_id
        months = line.product_id.o2c_warranty_months
        zone = line.company_id.partner_id.tz or "UTC"
        start = local_day(move.date, zone)
        return {
            "company_id": order.company_id.id,
            "order_id": order.id,
            "order_line_id": move.sale_line_id.id,
            "partner_id": order.partner_id.id,
            "product_id": line.product_id.id,
            "lot_id": line.lot_id.id,
            "picking_id": line.picking_id.id,
            "move_line_id": line.id,
            "quantity": line.quantity,
            "months": months,
            "date_start": start,
            "date_end": rules.last_day(start, months),
        }

    def _restart(self, day):
        """It was delivered on ``day``, not when it left the warehouse."""
        for warranty in self:
            end = rules.last_day(day, warranty.months)
            warranty.write({"date_start": day, "date_end": end})

    @api.model
    def _take_back(self, moves):
        """These done moves brought goods back: so much is not covered any more."""
        origins = moves.origin_returned_move_id
        if not origins:
            return
        Warranty = self.sudo()  # as above
        found = Warranty.search([("move_line_id.move_id", "in", origins.ids)])
        for line in moves.move_line_ids.filtered(lambda x: x.quantity > 0):
            mine = found.filtered(
                lambda w, line=line: (
                    w.move_line_id.move_id == line.move_id.origin_returned_move_id
                    and w.lot_id == line.lot_id
                )
            )
            left = line.quantity
            for warranty in mine:
                part = min(left, warranty.quantity - warranty.returned)
                warranty.returned += part
                left -= part


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        done = self.move_ids.filtered(lambda m: m.state == "done")
        out = done.filtered(lambda m: m.location_dest_id.usage == "customer")
        back = done.filtered(lambda m: m.location_id.usage == "customer")
        self.env["o2c.warranty"]._begin(out)
        self.env["o2c.warranty"]._take_back(back)
        out._o2c_finish_tasks()
        return result


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = "stock.move"

    def _o2c_finish_tasks(self):
        """Finish the tasks that are done by the delivery of these goods."""
        orders = self.sale_line_id.order_id
        if not orders:
            return
        tasks = self.env["o2c.task"].sudo()  # the warehouse delivers
        tasks = tasks.search(
            [
                ("order_id", "in", orders.ids),
                ("execution", "=", "delivery"),
                ("state", "in", ("ready", "running")),
            ]
        )
        tasks.filtered(lambda t: t._goods_delivered())._finish()
