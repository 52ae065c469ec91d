"""Fulfilment tasks of orders: planned when they are confirmed, ended with them."""

from datetime import timedelta

from odoo import api, fields, models

from ..domain import fulfilment
from ..domain.fulfilment import State
from .o2c_task import OPEN

QUIET = {"mail_create_nolog": True, "mail_create_nosubscribe": True}


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = "sale.order"

    o2c_task_ids = fields.One2many("o2c.task", "order_id", "Fulfilment tasks")
    o2c_task_count = fields.Integer("Tasks", compute="_compute_o2c_task_count")
    o2c_open_task_count = fields.Integer(
        "Open tasks", compute="_compute_o2c_task_count"
    )

    @api.depends("o2c_task_ids.state")
    def _compute_o2c_task_count(self):
        for order in self:
            tasks = order.o2c_task_ids
            order.o2c_task_count = len(tasks)
            order.o2c_open_task_count = len(tasks.filtered(lambda t: t.state in OPEN))

    def action_o2c_tasks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("o2c_orders.action_task")
        return {
            **action,
            "domain": [("order_id", "=", self.id)],
            "context": {"search_default_by_state": 0},
            "views": [(False, "list"), (False, "form")],
        }

    def _action_confirm(self):
        result = super()._action_confirm()
        self.order_line._o2c_plan_services()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        tasks = self.sudo().o2c_task_ids  # of any owner: the order is cancelled
        tasks._cancel()
        return result


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = "sale.order.line"

    o2c_task_ids = fields.One2many("o2c.task", "order_line_id", "Fulfilment tasks")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "sale")._o2c_plan_services()
        return lines

    def _o2c_plan_services(self):
        """Hook. These lines are part of confirmed orders now: plan what follows."""
        self._o2c_plan_tasks()

    def _o2c_plan_tasks(self):
        """Make the tasks that the products ask for, once for each line."""
        products = self.product_id.product_tmpl_id
        templates = self.env["o2c.task.template"].sudo()  # configuration
        templates = templates.search([("product_tmpl_ids", "in", products.ids)])
        if not templates:
            return
        lines = self.sudo()  # who confirms need not know tasks
        known = lines.o2c_task_ids
        known.filtered(lambda t: t.state == "cancelled").write({"state": "waiting"})
        pairs = {(task.order_line_id, task.template_id) for task in known}
        vals_list = [
            line._prepare_o2c_task_vals(template)
            for line in lines
            for template in templates._for_line(line)
            if (line, template) not in pairs
        ]
        tasks = known.with_context(**QUIET).create(vals_list)
        tasks._link_needs()
        (known | tasks)._begin_ready()
        lines.order_id._o2c_touch_timeline()

    def _prepare_o2c_task_vals(self, template):
        order = self.order_id
        start = order.date_order or fields.Datetime.now()
        lang = template.owner_id.lang or order.company_id.partner_id.lang
        return {
            "name": template.with_context(lang=lang).name,
            "template_id": template.id,
            "sequence": template.sequence,
            "kind": template.kind,
            "execution": template.execution,
            "order_id": order.id,
            "order_line_id": self.id,
            "company_id": order.company_id.id,
            "department": template.department,
            "owner_id": (template.owner_id or order.user_id).id,
            "due_at": start + timedelta(days=template.due_days),
        }

    # ------------------------------------------------------------- what follows
    def _o2c_tasks_changed(self):
        """Hook. Tasks of these lines ended: what is fulfilled is delivered."""
        for line in self.sudo():  # a step of a task, taken by whoever may
            states = [State(state) for state in line.o2c_task_ids.mapped("state")]
            if fulfilment.fulfilled(states) and line._o2c_fulfilled_by_tasks():
                line.qty_delivered = line.product_uom_qty

    def _o2c_fulfilled_by_tasks(self):
        return (
            self.product_id.type == "service"
            and self.qty_delivered_method == "manual"
            and self.qty_delivered < self.product_uom_qty
        )


class O2cTaskTemplate(models.Model):
    _name = "o2c.task.template"
    _inherit = "o2c.task.template"

    def _for_line(self, line):
        """Those of these templates that an order line needs."""
        if line.display_type or line.product_uom_qty <= 0:
            return self.browse()
        product, company = line.product_id.product_tmpl_id, line.company_id
        return self.filtered(
            lambda t: (
                product in t.product_tmpl_ids
                and (not t.company_id or t.company_id == company)
            )
        )


class O2cTask(models.Model):
    _name = "o2c.task"
    _inherit = "o2c.task"

    def _link_needs(self):
        """Tie each task to those it waits for: of its line, else of its order."""
        for tasks in self.grouped("order_id").values():
            siblings = tasks.order_id.o2c_task_ids
            for task in tasks:
                needs = siblings.browse()
                for template in task.template_id.depends_ids:
                    named = siblings.filtered(
                        lambda t, template=template: t.template_id == template
                    )
                    own = named.filtered(
                        lambda t, task=task: t.order_line_id == task.order_line_id
                    )
                    needs |= own or named
                if needs:
                    task.need_ids = needs
